"""Codes, numbers and dates in words of both languages."""

from decimal import Decimal

import pytest
from flask import Flask, g

from supplychain.domain.values import OPEN
from supplychain.web import words


@pytest.fixture(params=["en", "de"])
def lang(request, site: Flask):
    with site.test_request_context("/"):
        g.lang = request.param
        yield request.param


@pytest.fixture
def english(site: Flask):
    with site.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("value", "en", "de"),
    [
        (Decimal("12.50"), "12.50", "12,50"),
        (Decimal(1200), "1,200", "1.200"),
        (Decimal("1234567.1"), "1,234,567.1", "1.234.567,1"),
        (Decimal("0.005"), "0.005", "0,005"),
        (15000, "15,000", "15.000"),
    ],
)
def test_figures_keep_their_decimals(lang, value, en, de):
    assert words.amount(value) == {"en": en, "de": de}[lang]


def test_money_stays_with_its_currency(lang):
    assert words.money(Decimal("1.32"), "USD") == {"en": "1.32\xa0USD", "de": "1,32\xa0USD"}[lang]


@pytest.mark.parametrize(
    ("date", "en", "de"),
    [
        ("2023", "2023", "2023"),
        ("2023-03", "March 2023", "März 2023"),
        ("2023-03-05", "5 March 2023", "5. März 2023"),
        ("", "", ""),
    ],
)
def test_dates_say_what_is_known(lang, date, en, de):
    assert words.date_words(date) == {"en": en, "de": de}[lang]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("", "", "period not stated"),
        ("2023", "2023", "some time in 2023"),
        ("2023-03-05", "2023-03-05", "on 5 March 2023"),
        ("2021", "2023-03", "from 2021 to March 2023"),
        ("2021", "", "since 2021"),
        ("2021", OPEN, "since 2021, going on"),
        ("", "2022", "until 2022"),
        (OPEN, "2022", "until 2022"),
        ("", OPEN, "going on"),
        ("2021~", "", "since about 2021"),
        ("2021?", "", "since 2021 (not certain)"),
        ("2021%", "", "since about 2021 (not certain)"),
    ],
)
def test_periods_say_no_more_than_the_source(english, start, end, said):
    assert words.period_words(start, end) == said


def test_countries_have_names(lang):
    assert words.country_name("KE") == {"en": "Kenya", "de": "Kenia"}[lang]
    assert words.country_name(None) == ""


def test_languages_have_names(lang):
    assert words.language_name("fr") == {"en": "French", "de": "Französisch"}[lang]
    assert words.language_name("zz-unknown-x") == "zz-unknown-x"
    assert words.language_name("") == ""


@pytest.mark.parametrize("vocabulary", sorted(words.TERMS))
def test_every_term_has_label_and_definition(lang, vocabulary):
    for term in words.terms(vocabulary):
        assert term.label
        assert term.definition
