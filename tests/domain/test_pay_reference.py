"""The reference rows: what they refuse, and which row answers."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from supplychain.domain.pay_tables import Reference
from supplychain.domain.reference import (
    REFERENCE_TYPES,
    REFERENCE_VOCABULARIES,
    ConsumerPrice,
    ExchangeRate,
    MinimumWage,
    country_of,
    currency_of,
)
from supplychain.domain.vocabulary import COUNTRIES, CURRENCIES
from tests import pay_rows as rows


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None},
        {"kind": "none"},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": 15201.65},
        {"amount": "1e3"},
        {"unit": "task"},
        {"unit": "fortnight"},
        {"use": "maybe"},
        {"area": "places"},
        {"places": ("Nairobi",)},
        {"start": "2024", "end": "2023"},
        {"hours_low": "40"},
        {"hours_low": "40", "hours_high": "39", "hours_per": "week"},
        {"hours_low": "0", "hours_high": "40", "hours_per": "week"},
        {"source": "No slug"},
        {"surprise": "x"},
    ],
)
def test_minimum_wage_rows_that_are_refused(changes: dict[str, object]) -> None:
    good = rows.minimum("mw-x", "KE", "15201.65", "KES").model_dump()
    assert MinimumWage(**good)
    with pytest.raises(ValidationError):
        MinimumWage(**good | changes)


def test_rates_keep_all_their_digits_and_changes_may_be_negative() -> None:
    rate = rows.row(
        ExchangeRate, "xr-1", currency="KES", year=2023, per_usd="139.8463837596168", kind="official_average"
    )
    assert '"per_usd":"139.8463837596168"' in rate.model_dump_json()
    fall = rows.row(ConsumerPrice, "cp-1", country="LB", year=2016, change="-0.8")
    assert fall.change == Decimal("-0.8")
    for change in ("-100", "1e2", 0.8, "", "+1", "nan"):
        with pytest.raises(ValidationError):
            rows.row(ConsumerPrice, "cp-1", country="LB", year=2016, change=change)
    for bad in ("0", "-1", 139.8, "1,5", Decimal("NaN")):
        with pytest.raises(ValidationError):
            rows.row(ExchangeRate, "xr-1", currency="KES", year=2023, per_usd=bad, kind="official_average")


def test_rows_come_back_from_json_as_they_were() -> None:
    for row in rows.reference().rows.values():
        assert type(row).model_validate_json(row.model_dump_json()) == row


def test_every_field_and_term_is_explained() -> None:
    for kind in REFERENCE_TYPES:
        assert kind.__doc__
        for name, field in kind.model_fields.items():
            assert field.description, (kind, name)
    for name, terms in REFERENCE_VOCABULARIES.items():
        labels = [term.label for term in terms.values()]
        assert len(set(labels)) == len(labels), name
        assert all(term.definition.endswith(".") for term in terms.values()), name


def test_no_two_rows_with_one_id() -> None:
    one = rows.minimum("mw-x", "KE", "1", "KES")
    assert len(Reference.of([one, one]).rows) == 1
    with pytest.raises(ValueError):
        Reference.of([one, rows.minimum("mw-x", "KE", "2", "KES")])


def test_of_two_rows_for_one_year_the_one_without_doubt_answers() -> None:
    rate = {"currency": "KES", "year": 2023, "kind": "official_average"}
    doubtful = rows.row(ExchangeRate, "xr-a", use="check", per_usd="1", **rate)
    good = rows.row(ExchangeRate, "xr-b", per_usd="2", **rate)
    assert Reference.of([doubtful, good]).rate("KES", 2023) == good


def test_currencies_of_countries() -> None:
    assert (currency_of("KE"), currency_of("BG", 2025), currency_of("BG", 2026), currency_of("AQ")) == (
        "KES", "BGN", "EUR", None,
    )  # fmt: skip
    assert (country_of("KES"), country_of("EUR"), country_of("USD")) == ("KE", None, None)
    known = {c: currency_of(c) for c in COUNTRIES if currency_of(c)}
    assert set(known.values()) <= CURRENCIES
    assert len(known) > 60
