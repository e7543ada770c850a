"""Pay on the pages: in the money that the reader chose, against both benchmarks, with the working; the same as JSON and CLI."""

import json
import re
from decimal import Decimal

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from supplychain.domain.pay_results import PayPoint, Span
from supplychain.domain.pay_words import PayCode, say
from supplychain.web import links, paying
from supplychain.web.asking import MoneyAsking
from tests.web.pages import Read

SWR = "/claims/w-cloudfactory-ke-swr"


def text_of(client: FlaskClient, address: str) -> str:
    return re.sub(r"\s+", " ", Read(client.get(address).text).text()).replace("\xa0", " ")


@pytest.fixture(params=["en", "de"])
def lang(request, site: Flask):
    with site.test_request_context("/"):
        g.lang = request.param
        yield request.param


def span(low, high, of=PayPoint.FIGURE):
    return Span(of=of, low=None if low is None else Decimal(low), high=None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("found", "en", "de"),
    [
        (span("1.30", "1.30"), "1.30 USD", "1,30 USD"),
        (span("1.32", "2.00"), "1.32–2.00 USD", "1,32–2,00 USD"),
        (span("1.32", None), "at least 1.32 USD", "mindestens 1,32 USD"),
        (span(None, "2.00"), "at most 2.00 USD", "höchstens 2,00 USD"),
        (span("2.15", "2.15", PayPoint.MEAN), "mean 2.15 USD", "Mittelwert 2,15 USD"),
    ],
)
def test_sums_in_words(lang, found, en, de):
    assert paying.span_words(found, "USD").replace("\xa0", " ") == {"en": en, "de": de}[lang]


@pytest.mark.parametrize(
    ("found", "en", "de"),
    [
        (span("1.0690", "1.4828"), "107 % to 148 % above", "107 % bis 148 % darüber"),
        (span("-0.5344", "-0.2359"), "24 % to 53 % below", "24 % bis 53 % darunter"),
        (span("-0.0486", "0.4483"), "from 4.9 % below to 45 % above", "von 4,9 % darunter bis 45 % darüber"),
        (span("-0.1001", "-0.1001"), "10 % below", "10 % darunter"),
        (span("0", "0"), "level with it", "gleichauf"),
        (span("0.5", None), "at least 50 % above", "mindestens 50 % darüber"),
        (span("-0.036", None), "at most 3.6 % below, or above", "höchstens 3,6 % darunter, oder darüber"),
        (span(None, "-0.5"), "at least 50 % below", "mindestens 50 % darunter"),
        (span(None, "0.5"), "at most 50 % above, or below", "höchstens 50 % darüber, oder darunter"),
    ],
)
def test_distances_in_words(lang, found, en, de):
    assert paying.distance_words(found).replace("\xa0", " ") == {"en": en, "de": de}[lang]


def test_sentences_name_countries_and_times_in_the_language_of_the_page(lang):
    said = say(PayCode.STATUTORY_HOURS, country="KE", hours="52", per="week")
    assert ("Kenia" if lang == "de" else "Kenya") in paying.said_words(said)
    assert ("je Woche" if lang == "de" else "a week") in paying.said_words(said)


def test_every_page_that_shows_pay_keeps_the_choice(site: Flask):
    from supplychain.web.app import VIEWS

    asked = {page.word for views in VIEWS for page in views.pages.declared if issubclass(page.asking, MoneyAsking)}
    assert asked == set(links.PAY_PAGES)


@pytest.mark.parametrize(
    ("money", "sums"),
    [
        ("local", "181.45 KES"),
        ("usd", "1.30 USD"),
        ("eur", "1.20 EUR"),
        ("international", "4.22 Int$"),
    ],
)
def test_one_euro_twenty_in_every_money(client: FlaskClient, money: str, sums: str):
    page = text_of(client, f"/entities/cloudfactory?money={money}")
    row = page[page.index("SWR reports that one worker in Nairobi was paid") :]
    assert f"An hour {sums} " in row
    assert "Legal minimum 107 % to 148 % above 15,201.65 KES a month; Nairobi, Mombasa, Kisumu" in row
    assert "Living wage from 4.9 % below to 45 % above 20,100–25,500 KES a month" in row
    assert "carried to the year of the pay by consumer prices; doubtful figure" in row
    assert "hours of a week assumed (40, 45, 48)" in row


def test_the_claim_shows_the_working_and_what_is_uncertain(client: FlaskClient):
    page = text_of(client, f"{SWR}?prices_of=2024")
    for words in (
        "pay / eur_per_usd_2023 * kes_per_usd_2023",
        "139.8463837596168",
        "The source does not say whether the pay is before or after tax.",
        "The figure rests on one person.",
        "whether people were paid in EUR, and at which rate somebody converted it, is not recorded.",
        "No verdict: the benchmark is of another year.",
        "at the consumer prices of 2024",
        "Calculated with 28 digits",
    ):
        assert words in page, words
    german = text_of(client, f"/de{SWR}?prices_of=2024")
    for words in (
        "181,45 KES",
        "Die Zahl beruht auf einer Person.",
        "Rechenweg zeigen",
        "zu den Verbraucherpreisen von 2024",
    ):
        assert words in german, words


def test_the_workers_share_of_the_clients_price(client: FlaskClient):
    for address in ("/claims/w-sama-client-1250", "/claims/w-sama-ke-openai"):
        page = text_of(client, address)
        assert "11 %–16 % Pay in w-sama-ke-openai as a share of the price in w-sama-client-1250 ." in page
        assert "The client's price also pays for management, rooms, tax and profit" in page


def test_the_share_stands_in_the_trace_beside_pay_and_price(client: FlaskClient):
    page = text_of(client, "/tools/chatgpt/trace")
    assert "Share of the price 11 %–16 % of the price in w-sama-client-1250" in page
    assert "11 %–16 % reach the worker by w-sama-ke-openai" in page


def test_a_price_is_never_held_against_a_minimum(client: FlaskClient):
    assert "Against legal minimum wages" not in text_of(client, "/claims/w-sama-client-1250")


def test_unpaid_hours_counted(client: FlaskClient):
    page = text_of(client, "/figures")
    assert "An hour mean 2.15 USD · with unpaid hours counted mean 1.79–1.84 USD" in page
    assert "unpaid hours from another claim (more than 8 a week)" in page


def test_hours_that_a_source_gives_are_used(client: FlaskClient):
    """135 euros for 60 hours a month are 2.25 an hour, as the firm itself reckons."""
    assert "An hour mean 2.25 EUR" in text_of(client, "/entities/isahit?money=eur")


def test_a_product_pays_nobody(client: FlaskClient):
    response = client.get("/pay/chatgpt")
    assert response.status_code == 400
    assert "trace" in response.text


def test_a_venezuelan_figure_is_refused_with_its_reason(client: FlaskClient):
    page = text_of(client, "/claims/w-remotasks-ve-decline?money=local")
    assert "Official and market rates of VES lay far apart" in page
    assert "an average of the year says nothing about the day of payment" in page
    assert "0.83–1.00 USD" in page


def test_a_figure_of_the_united_states_against_federal_and_state_minimum(client: FlaskClient):
    for id, rows in {
        "w-outlier-us-effective": {
            "mw-us-2009-07-24-federal-hour": ("country", "1.0690", "at_or_above"),
            "mw-us-2024-01-01-california-hour": ("place", "-0.0625", None),
        },
        "w-tesla-us-2023": {
            "mw-us-2009-07-24-federal-hour": ("country", "1.6207", "at_or_above"),
            "mw-us-2022-12-31-new-york-state-hour": ("place", "0.3380", "at_or_above"),
        },
    }.items():
        (report,) = client.get(f"/pay/{id}.json").get_json()["reports"]
        found = {
            gap["benchmark"]["rows"][0]: (gap["benchmark"]["applies"], gap["spans"][0]["low"], gap["verdict"])
            for gap in report["comparable"]["minimum"]["gaps"]
        }
        assert rows.items() <= found.items(), id
    row = text_of(client, "/entities/outlier?money=usd")
    assert "Legal minimum 6.3 % below 16.00 USD an hour; California" in row
    assert "also 107 % above 7.25 USD, federal" in row
    page = text_of(client, "/claims/w-outlier-us-effective")
    assert "6.3 % below 16.00 USD an hour · California" in page


@pytest.mark.parametrize(
    "address", ["/entities/sama", "/tools/chatgpt/trace", "/countries/KE", "/practices/screenshots"]
)
def test_pay_in_short_is_the_full_answer_in_short(client: FlaskClient, address: str):
    """What every page's JSON says of a pay report is what the pay answer says."""

    def shown(value):
        if isinstance(value, dict):
            if value.get("kind") == "wage" and "evidence" in value:
                yield value
            for inner in value.values():
                yield from shown(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from shown(inner)

    found = {s["claim"]["id"]: s["pay"] for s in shown(client.get(f"{address}.json").get_json())}
    assert found
    for id in sorted(found)[:12]:
        full = client.get(f"/pay/{id}.json").get_json()["reports"][0]["comparable"]
        money = {r["measure"]: r["spans"] for r in full["results"] if not r["unpaid_counted"]}
        for short in found[id]["money"]:
            assert short["spans"] == money[short["measure"]], id
        for kind in ("minimum", "living"):
            worked = [gap for gap in full[kind]["gaps"] if gap["state"] == "comparable"]
            assert [gap["spans"] for gap in found[id][kind]["gaps"]] == [gap["spans"] for gap in worked], id


def test_page_json_csv_and_command_line_give_one_answer(client: FlaskClient, seeded_store, tmp_path):
    from click.testing import CliRunner

    from supplychain.cli import main

    for id in ("sama", "VE", "w-cloudfactory-ke-swr"):
        env = {"SUPPLYCHAIN_DATABASE_URL": str(seeded_store.url), "SUPPLYCHAIN_INSTANCE": str(tmp_path)}
        as_json = CliRunner().invoke(main, ["pay", id, "--json"], env=env)
        assert json.loads(as_json.stdout) == client.get(f"/pay/{id}.json").get_json()
        as_csv = CliRunner().invoke(main, ["pay", id, "--csv"], env=env)
        assert as_csv.stdout == client.get(f"/pay/{id}.csv").text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/pay/nobody", 404, "nobody"),
        ("/pay/sama?money=gold", 400, "local, usd, eur, international"),
        ("/pay/sama?prices_of=20", 400, "20"),
        ("/pay/ke", 404, "KE"),
        ("/pay/l-openai-sama", 400, "l-openai-sama"),
        ("/claims/w-sama-ke-openai?prices_of=soon", 400, "soon"),
    ],
)
def test_what_cannot_be_asked_is_said(client: FlaskClient, address: str, status: int, words: str):
    response = client.get(address)
    assert response.status_code == status
    assert words in response.text
