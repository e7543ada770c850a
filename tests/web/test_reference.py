"""Pages of the reference tables: filters, pages, links to rows, figures in the reader's language, what is lacking."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supplychain.web import dictionary
from supplychain.web.links import reference_url
from tests.web.messages import wanted
from tests.web.pages import Read

TABLES = ["minimum-wages", "living-wages", "exchange-rates", "purchasing-power", "consumer-prices"]
LANGUAGES = ("", "/de")


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_page_and_data_hold_the_same_rows(client: FlaskClient, prefix, table):
    for query in ("", "?page=2", "?year=2022", "?country=KE", "?country=ZA&use=check"):
        page = client.get(f"{prefix}/reference/{table}{query}")
        if query == "?page=2" and page.status_code == 404:
            continue
        assert page.status_code == 200
        answer = json.loads(client.get(f"/reference/{table}.json{query}").text)
        rows = list(csv.DictReader(io.StringIO(client.get(f"/reference/{table}.csv{query}").text)))
        ids = [used["row"]["id"] for used in answer["rows"]]
        shown = [e.attrib["id"] for e in Read(page.text).all("tr") if "id" in e.attrib]
        assert shown == ids == [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("address", "en", "de"),
    [
        ("/reference/minimum-wages/mw-ke-2022-05-01-nairobi", "15,201.65\xa0KES", "15.201,65\xa0KES"),
        ("/reference/exchange-rates/xr-kes-2023", "139.8463837596168\xa0KES", "139,8463837596168\xa0KES"),
        ("/reference/consumer-prices/cp-ke-2022", "+7.65986268272224\xa0%", "+7,65986268272224\xa0%"),
        ("/reference/purchasing-power/pp-ng-2023", "205.170291", "205,170291"),
        ("/reference/exchange-rates/xr-lbp-2022", "Official and market rates lay far apart", "Amtliche und Marktkurse"),
        ("/reference/minimum-wages/mw-fi-2023-12-none", "No statutory minimum", "Kein gesetzlicher Mindestlohn"),
    ],
)
def test_figures_are_as_reported_in_the_readers_language(client: FlaskClient, address, en, de):
    for prefix, words in (("", en), ("/de", de)):
        assert words in client.get(f"{prefix}{address}").text.replace("&nbsp;", "\xa0")


def test_a_row_has_one_address(client: FlaskClient, site: Flask):
    moved = client.get("/de/reference/living-wages/mw-ke-2022-05-01-nairobi?as_of=1")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/de/reference/minimum-wages/mw-ke-2022-05-01-nairobi?as_of=1"
    with site.test_request_context("/"):
        assert reference_url("mw-ke-2022-05-01-nairobi") == "/reference/minimum-wages/mw-ke-2022-05-01-nairobi"
        assert client.get(reference_url("pp-ng-2023")).status_code == 200
        assert reference_url("w-sama-ke-openai") == ""


def test_a_filter_stays_in_the_form_and_in_the_pages(client: FlaskClient):
    page = Read(client.get("/reference/minimum-wages?use=check&as_of=1").text)
    selected = [e.attrib["value"] for e in page.all("option") if "selected" in e.attrib]
    assert selected == ["check"]
    following = next(e.attrib["href"] for e in page.all("a") if e.attrib.get("rel") == "next")
    assert following == "/reference/minimum-wages?use=check&as_of=1&page=2"
    assert client.get(following).status_code == 200
    hidden = {e.attrib["name"]: e.attrib["value"] for e in page.all("input") if e.attrib.get("type") == "hidden"}
    assert hidden["as_of"] == "1"


@pytest.mark.parametrize("table", TABLES)
def test_what_is_lacking_is_the_part_of_the_status(client: FlaskClient, table):
    status = json.loads(client.get("/reference/status.json").text)["lines"]
    own = [line for line in status if line["table"] == table.replace("-", "_")]
    assert json.loads(client.get(f"/reference/{table}.json").text)["lacking"] == own != []
    text = Read(client.get(f"/reference/{table}").text).text()
    assert "What this table lacks" in text
    assert all(wage in text for line in own for wage in line["wages"])


def test_the_status_page_names_every_report(client: FlaskClient):
    answer = json.loads(client.get("/reference/status.json").text)
    for prefix in LANGUAGES:
        text = client.get(f"{prefix}/reference/status").text
        for wage in [w for line in answer["lines"] for w in line["wages"]] + answer["placeless"]:
            assert f"/claims/{wage}" in text


def test_the_overview_names_the_terms_of_every_series(client: FlaskClient):
    answer = json.loads(client.get("/reference.json").text)
    text = Read(client.get("/reference").text).text()
    for series in answer["series"]:
        assert series["terms"] in text
    assert {t["table"].replace("_", "-") for t in answer["tables"]} == set(TABLES)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/reference/minimum-wage", 404, "There is no reference table"),
        ("/reference/minimum-wages/mw-nobody", 404, "There is no reference row"),
        ("/reference/minimum-wages?country=XX", 400, "is not the code of a country"),
        ("/reference/minimum-wages?year=soon&use=z", 400, "is not a year from 1900 to 2200"),
        ("/reference/minimum-wages?source=nobody", 404, "There is no source"),
        ("/reference/minimum-wages?page=99", 404, "The list has no page"),
        ("/reference/status?country=KE", 400, "is not a parameter of this address"),
    ],
)
def test_errors_are_told(client: FlaskClient, address, status, words):
    response = client.get(address)
    assert response.status_code == status
    assert words in Read(response.text).text()
    path, mark, query = address.partition("?")
    told = client.get(f"{path}.json{mark}{query}")
    assert (told.status_code, told.mimetype) == (status, "application/problem+json")


def test_what_was_meant_is_offered(client: FlaskClient):
    near = json.loads(client.get("/api/v1/reference/minimum-wage").text)["near"]
    assert near[0]["address"] == "/api/v1/reference/minimum-wages"
    near = json.loads(client.get("/reference/minimum-wages/mw-ke-2022-05-01-nairobbi.json").text)["near"]
    assert client.get(near[0]["address"]).status_code == 200


def test_a_source_that_only_reference_rows_cite_does_not_look_unused(client: FlaskClient):
    text = Read(client.get("/sources/ref-faidihr-2025").text).text()
    assert "No claim leans on it" not in text
    assert "15,201.65" in text
    many = Read(client.get("/sources/ref-ilostat-ear-inee-noc").text)
    address = next(e.attrib["href"] for e in many.all("a") if "source=ref-ilostat" in e.attrib["href"])
    assert json.loads(client.get(address.replace("?", ".json?")).text)["total"] == 413


def test_the_dictionary_explains_the_tables(client: FlaskClient):
    page = Read(client.get("/about/dictionary").text)
    ids = {e.attrib["id"] for e in page.having("id")}
    assert {f"table-{table.replace('-', '_')}" for table in TABLES} <= ids
    assert {"vocabulary-reference_use", "vocabulary-minimum_kind", "vocabulary-living_covers"} <= ids


def test_the_dictionary_is_in_the_language_of_the_page(client: FlaskClient):
    page = Read(client.get("/de/about/dictionary").text)
    assert not [e for e in page.having("lang") if e.attrib["lang"] == "en" and e.tag.endswith("}td")]
    for words in ("Einträge", "Bleibende Id der Aussage.", "Ob die Stelle selbst gelesen wurde."):
        assert words in page.text()
    assert set(dictionary.descriptions()) <= wanted(), "every text goes through the catalogue"


def test_the_method_names_the_numbers_of_the_code(client: FlaskClient):
    for prefix in LANGUAGES:
        text = Read(client.get(f"{prefix}/about/method").text).text()
        for number in ("40, 45, 48", "28", "52", "20", "90"):
            assert number in text
