"""Charts and the comparison as readers and programs get them: every form, both languages, one answer, errors in words."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from tests.web.addresses import DRAWN, PAGES, suffixed
from tests.web.pages import Read

CHARTS = {word: PAGES[word] for word in sorted(DRAWN)}


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of an address as CSV."""
    return list(csv.DictReader(io.StringIO(client.get(suffixed(address, "csv")).text)))


@pytest.mark.parametrize("word", CHARTS)
def test_a_chart_stands_in_every_form(client: FlaskClient, word: str) -> None:
    address = CHARTS[word]
    picture = client.get(suffixed(address, "svg"))
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert ET.fromstring(picture.data).get("role") == "img"
    assert picture.headers["Content-Disposition"].endswith('-r1.svg"')
    spec = client.get(suffixed(address, "json")).json
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    assert spec["vconcat"]
    assert table(client, address)
    page = Read(client.get(address).text)
    assert page.faults() == []
    images = [e for e in page.root.iter() if e.attrib.get("role") == "img"]
    assert len(images) == 2
    assert all(e.attrib["aria-label"] and e.attrib["aria-describedby"] for e in images)


@pytest.mark.parametrize("word", CHARTS)
def test_the_picture_speaks_the_language_of_its_address(client: FlaskClient, word: str) -> None:
    english, german = (client.get(prefix + suffixed(CHARTS[word], "svg")).text for prefix in ("", "/de"))
    title = re.compile("<title>([^<]*)</title>")
    assert title.search(english)[1] != title.search(german)[1]
    assert "CC BY 4.0" in english
    assert "Revision 1 vom" in german
    plain, translated = (client.get(prefix + suffixed(CHARTS[word], "json")).json for prefix in ("", "/de"))
    assert plain["config"]["locale"]["number"]["decimal"] == "."
    assert translated["config"]["locale"]["number"]["decimal"] == ","
    links = client.get("/de" + CHARTS[word]).headers["Link"]
    assert f"</de{suffixed(CHARTS[word], 'svg')}>" in links
    for target in re.findall('<(/[^>]*)>; rel="alternate"', links):
        assert client.get(target).status_code == 200


def test_what_the_reader_has_is_not_drawn_again(client: FlaskClient) -> None:
    for address in (
        suffixed(CHARTS["chart_pay"], "svg"),
        "/de/charts/country/KE.svg",
        CHARTS["chart_price"],
        PAGES["compare"],
    ):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    tags = {
        client.get(a).headers["ETag"]
        for a in ("/charts/country/KE.svg", "/de/charts/country/KE.svg", "/charts/country/KE.svg?money=eur")
    }
    assert len(tags) == 3


def test_table_csv_and_picture_have_the_same_reports(client: FlaskClient) -> None:
    address = "/charts/pay?employers=sama,majorel"
    rows = table(client, address)
    drawn = {row["wage"] for row in rows if row["drawn"] == "yes" and row["wage"]}
    left = {row["wage"] for row in rows if row["drawn"] != "yes" and row["wage"]}
    assert drawn
    assert left
    assert not drawn & left
    spec = client.get(suffixed(address, "json")).json
    data = [row for part in spec["vconcat"] for layer in part["layer"] for row in layer["data"]["values"]]
    assert {row["wage"] for row in data if row.get("wage")} == drawn
    page = client.get(address).text
    assert {id for id in drawn | left if f"/claims/{id}" in page} == drawn | left
    assert all(row["codes"] for row in rows if row["drawn"] != "yes")


def test_a_chart_of_a_fixed_state_stays_in_it(client: FlaskClient) -> None:
    assert "as_of=1" in client.get("/charts/pay?employers=sama&as_of=1").text
    assert client.get("/charts/pay.svg?employers=sama&as_of=9").status_code == 404
    empty = client.get("/charts/country/KE?as_of=0")
    assert empty.status_code == 200
    assert "nothing to draw" in empty.text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/charts/pay", 400, "employers"),
        ("/charts/pay?employers=samma", 404, "samma"),
        ("/charts/pay.svg?employers=samma", 404, "samma"),
        ("/charts/pay.csv?employers=sama&money=gold", 400, "gold"),
        ("/charts/country/XX.json", 404, "XX"),
        ("/charts/price/nobody.svg", 404, "nobody"),
        ("/charts/practices?practice=smiling", 400, "smiling"),
        ("/de/charts/practices.svg", 400, "employers"),
        ("/charts/country/KE.png", 404, ""),
        ("/compare.json?employers=sama", 400, "1 employers"),
        ("/compare.csv?employers=sama,samma", 404, "samma"),
        (
            "/compare.json?employers="
            + ",".join(["sama", "appen", "majorel", "remotasks", "prolific", "outlier", "mercor"]),
            400,
            "7",
        ),
    ],
)
def test_what_cannot_be_answered_is_said(client: FlaskClient, address: str, status: int, says: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert says in response.text
    if "." in address.partition("?")[0] and "png" not in address:
        assert response.mimetype == "application/problem+json"


def test_nothing_to_draw_is_said_and_the_reasons_stand_below(client: FlaskClient) -> None:
    page = client.get("/charts/pay?employers=openai").text
    assert "nothing to draw" in page
    assert "That says nothing about the pay" in page
    spec = client.get("/charts/pay.json?employers=openai").json
    assert "0 pay reports" in json.dumps(spec["vconcat"])


@pytest.mark.parametrize(
    "address", ["/charts/pay.svg?employers=openai", "/charts/price/appen.svg", "/charts/practices.svg?employers=openai"]
)
def test_a_picture_of_nothing_says_so(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert ET.fromstring(response.data).get("role") == "img"


def test_charts_stand_on_the_pages_that_they_belong_to(client: FlaskClient) -> None:
    for address, kinds in {
        "/entities/sama": {"pay"},
        "/countries/KE": {"country"},
        "/practices/screenshots": {"practices"},
        "/claims/w-sama-ke-openai": {"price"},
        "/claims/w-prolific-min": set(),
        "/compare?employers=sama,majorel": {"pay", "practices"},
        "/entities/openai": set(),
    }.items():
        response = client.get(address)
        if response.status_code == 200:
            assert set(re.findall(r'aria-describedby="chart-([a-z]+)-w-says"', response.text)) == kinds, address


# -- side by side ------------------------------------------------------------------------------------------------------


def test_employers_keep_the_order_of_the_reader(client: FlaskClient) -> None:
    for asked in (["sama", "majorel"], ["majorel", "sama"]):
        answer = client.get(f"/compare.json?employers={','.join(asked)}").json
        assert [one["party"]["id"] for one in answer["employers"]] == asked
        names = [e.text for e in Read(client.get(f"/compare?employers={','.join(asked)}").text).all("h1")]
        assert names[0].lower().startswith(asked[0])


def test_names_are_taken_and_lead_to_the_address_with_ids(client: FlaskClient) -> None:
    moved = client.get("/compare?employers=SAMA,Cloud Factory&money=eur")
    if moved.status_code == 200:  # the name with a blank is none that is recorded
        moved = client.get("/compare?employers=SAMA,CloudFactory&money=eur")
    assert moved.status_code == 302
    assert moved.headers["Location"] == "/compare?employers=sama,cloudfactory&money=eur"
    added = client.get("/de/compare?employers=sama&add=Remotasks")
    assert added.headers["Location"] == "/de/compare?employers=sama,remotasks"


def test_what_may_mean_several_is_offered_and_never_guessed(client: FlaskClient) -> None:
    page = Read(client.get("/compare?employers=sama&add=a").text)
    assert page.faults() == []
    field = next(e for e in page.all("input") if e.attrib.get("name") == "add")
    assert (field.attrib["aria-invalid"], field.attrib["aria-describedby"], field.attrib["value"]) == (
        "true",
        "unclear",
        "a",
    )
    choices = [link for link in page.links("/compare") if link.startswith("/compare?employers=sama,")]
    assert len(choices) > 1
    assert client.get(choices[0]).status_code == 200
    typo = client.get("/compare?employers=sama&add=clodfactory").text
    assert "employers=sama,cloudfactory" in typo
    nothing = client.get("/compare?employers=sama&add=zzzzqqq")
    assert nothing.status_code == 200
    assert "Nothing is recorded under" in nothing.text


def test_six_stand_side_by_side_and_the_seventh_is_named(client: FlaskClient) -> None:
    seven = "sama,appen,majorel,remotasks,prolific,outlier,mercor"
    page = client.get(f"/compare?employers={seven}")
    assert page.status_code == 200
    assert "Left out: Mercor" in page.text
    assert Read(page.text).faults() == []
    assert 'name="add"' not in page.text


def test_every_row_says_what_is_known_or_that_it_is_not(client: FlaskClient) -> None:
    rows = table(client, "/compare?employers=cloudfactory,sama")
    assert {row["what"] for row in rows} >= {
        "pay",
        "minimum_gap",
        "living_gap",
        "client_share",
        "practice",
        "answer",
        "not_known",
    }
    cells = {(row["employer"], row["code"]): row["state"] for row in rows if row["what"] == "practice"}
    assert cells["cloudfactory", "screenshots"] == "reported"
    assert cells["sama", "screenshots"] == "not_known"
    gaps = [row for row in rows if row["what"].endswith("_gap") and row["low"]]
    assert all(row["method"] and row["scope"] and row["code"] and row["years"] for row in gaps)
    assert ("cloudfactory", "answer", "no_answer") in {(row["employer"], row["what"], row["code"]) for row in rows}
    assert ("cloudfactory", "no_price") in {
        (row["employer"], row["code"]) for row in rows if row["what"] == "not_known"
    }
    text = json.dumps(client.get("/compare.json?employers=cloudfactory,sama").json)
    assert not re.search('"(score|rank|average|total)"', text)
