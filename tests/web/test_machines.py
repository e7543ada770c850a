"""The addresses that machines ask for."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from supplychain.settings import NO_CONTACT
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.web.conftest import settings_for

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HISTORIES = ("claim_history", "source_history", "reference_history")
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_the_index_lists_addresses_that_answer(client: FlaskClient):
    index = client.get("/api/v1").json
    listed = {entry["name"]: entry for entry in index["addresses"]}
    filled = {"{id}": "sama", "{revision}": "1", "{code}": "KE", "{table}": "living-wages", "{seq}": "1"}
    asked = dict.fromkeys(("compare", "chart_pay", "chart_practices"), "?employers=sama,cloudfactory")
    for name, entry in listed.items():
        assert entry["about"].endswith(".")
        if name in ("claim", "source", "practice", "paths", "trace", "sheet", "reference_row", *HISTORIES):
            continue
        for form in ("json", "csv", "page"):
            address = entry[form]
            for part, value in filled.items():
                address = address.replace(part, value)
            address += asked.get(name, "")
            assert client.get(address).status_code == 200, address
    assert [p["name"] for p in listed["trace"]["parameters"]] == [
        "as_of",
        "money",
        "merged",
        "on",
        "min_grade",
        "depth",
    ]
    assert all(p["about"] for entry in listed.values() for p in entry["parameters"])


def test_the_sitemap_names_every_page_in_both_languages(client: FlaskClient, seeded_store: Store):
    root = ET.fromstring(client.get("/sitemap.xml").text)
    found = {url.find(f"{SITEMAP}loc").text: url for url in root}
    assert len(found) == len(root)
    with seeded_store.view() as view:
        snapshot = view.snapshot()
    for id in snapshot.sources:
        assert f"https://labour.example/sources/{id}" in found
        assert f"https://labour.example/de/sources/{id}" in found
    assert "https://labour.example/de/tools/chatgpt/trace" in found
    assert "https://labour.example/tools/sama/trace" not in found
    assert "https://labour.example/de/reference/living-wages" in found
    for url in root:
        twins = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")}
        assert set(twins) == {"en", "de"}
        assert url.find(f"{SITEMAP}loc").text in twins.values()
    assert client.get("/sitemap.xml").text.startswith("<?xml")


def test_a_sample_of_the_sitemap_answers(client: FlaskClient):
    root = ET.fromstring(client.get("/sitemap.xml").text)
    places = [url.find(f"{SITEMAP}loc").text.removeprefix("https://labour.example") for url in root]
    for place in places[::199]:
        assert client.get(place).status_code == 200, place


def test_robots_find_the_sitemap(client: FlaskClient):
    text = client.get("/robots.txt").text
    assert "Sitemap: https://labour.example/sitemap.xml" in text
    assert "Disallow: /de/search" in text


def test_the_security_contact_says_how_long_it_holds(client: FlaskClient):
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"] == "mailto:corrections@labour.example"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)


@pytest.mark.parametrize(("contact", "status"), [(NO_CONTACT, 404), ("https://labour.example/contact", 200)])
def test_without_an_address_there_is_no_security_contact(seeded_store: Store, tmp_path, contact, status):
    app = create_app(settings_for(str(seeded_store.url), tmp_path, contact=contact), seeded_store)
    assert app.test_client().get("/.well-known/security.txt").status_code == status


def test_health_needs_no_database(client: FlaskClient):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready, revision 1\n"


def test_the_icon_is_ours(client: FlaskClient):
    icon = client.get("/favicon.ico", buffered=True)
    assert icon.data[:4] == b"\0\0\1\0"
    assert "icon" in icon.mimetype
