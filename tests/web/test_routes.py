"""Every rule of the site is asked for, and answers in the form that its address promises."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supplychain.store.database import Store
from tests.web.addresses import (
    ANSWERS,
    DOWNLOADS,
    DRAWN,
    FRAMED,
    LIST_ANSWERS,
    LIST_FILES,
    MACHINES,
    PAGES,
    PUBLISHED,
    REPLY_ANSWERS,
    REPORT_ANSWERS,
    REPORT_FILES,
    REPORT_ROOMS,
    REPORT_SLIPS,
    ROOMS,
    SIGNED,
    SLIPS,
    TAKEN,
    WITHOUT_DATA,
    faces,
    suffixed,
)

EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


@pytest.fixture(scope="session")
def ids(seeded_store: Store) -> dict[str, str]:
    """Ids for the addresses that need one."""
    with seeded_store.view() as view:
        snapshot = view.snapshot()
        return {"claim": next(iter(snapshot.claims)), "source": next(iter(snapshot.sources))}


def check_headers(response, *, framed: bool = False) -> None:
    """What holds for every answer; one that is `framed` may stand within other sites, and holds no form and no script."""
    for name, value in EVERY_ANSWER.items():
        assert response.headers.get(name) == (None if framed and name == "X-Frame-Options" else value)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert ("frame-ancestors *" in policy) == framed
    assert ("frame-ancestors 'none'" in policy) != framed
    assert not framed or ("script-src" not in policy and "form-action 'none'" in policy)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("word", PAGES)
def test_every_face_of_a_page_answers(client: FlaskClient, ids, word):
    for address, kind in faces(word, PAGES[word].format(**ids)).values():
        response = client.get(address)
        assert response.status_code == 200, (address, response.text[:500])
        assert response.mimetype == kind
        check_headers(response)
        assert ("Access-Control-Allow-Origin" in response.headers) == (kind != "text/html")
        if kind == "text/html":
            assert response.headers["Content-Language"] == ("de" if address.startswith("/de/") else "en")
        if kind == "application/json":
            answer = json.loads(response.text)
            within = "usermeta" if word in DRAWN else "receipt" if word in SIGNED else ""
            assert (answer[within] if within else answer)["revision"] == 1
        if kind == "text/csv":
            assert len({len(row) for row in csv.reader(io.StringIO(response.text))}) == 1


@pytest.mark.parametrize("word", sorted(set(PAGES) - WITHOUT_DATA))
def test_twins_say_the_same(client: FlaskClient, ids, word):
    address = PAGES[word].format(**ids)
    assert client.get(suffixed(address, "json")).data == client.get(f"/api/v1{address}").data
    assert client.get(suffixed(address, "csv")).data == client.get(f"/api/v1{suffixed(address, 'csv')}").data
    assert client.get(suffixed(address, "json")).data == client.get(f"/api/v1{suffixed(address, 'json')}").data


def test_no_rule_is_forgotten(site: Flask):
    asked = set(MACHINES) | {endpoint for word, address in PAGES.items() for endpoint in faces(word, address)}
    asked |= {f"{lang}.{word}" for word in (*ROOMS, *SLIPS, *REPORT_ROOMS, *REPORT_SLIPS) for lang in ("en", "de")}
    asked |= {f"api.{word}" for word in (*ANSWERS, *TAKEN, *REPORT_ANSWERS, *REPLY_ANSWERS, *LIST_ANSWERS)}
    asked |= {f"files.{word}" for word in (*DOWNLOADS, *REPORT_FILES, *PUBLISHED, *LIST_FILES)}
    assert {rule.endpoint for rule in site.url_map.iter_rules()} == asked


@pytest.mark.parametrize("word", PAGES)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_other_ways_of_reading(client: FlaskClient, ids, word, method):
    for address, _ in faces(word, PAGES[word].format(**ids)).values():
        response = client.open(address, method=method)
        assert response.status_code == 200
        assert response.data == b""
        check_headers(response)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_sent(client: FlaskClient, method):
    for address in ("/", "/de/entities", "/entities.json", "/api/v1/entities.csv", "/robots.txt"):
        response = client.open(address, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
        check_headers(response)


@pytest.mark.parametrize("word", MACHINES)
def test_machines_are_answered(client: FlaskClient, word):
    response = client.get(MACHINES[word], buffered=True)
    assert response.status_code == 200
    check_headers(response, framed=word in FRAMED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/entities/", "/entities"),
        ("/de", "/de/"),
        ("/de/tools/chatgpt/trace/?on=2023", "/de/tools/chatgpt/trace?on=2023"),
        ("/entities.json/", "/entities.json"),
        ("/api/v1/", "/api/v1"),
    ],
)
def test_a_slash_too_many_or_too_few_is_mended(client: FlaskClient, typed, meant):
    response = client.get(typed)
    assert response.status_code == 308
    assert response.headers["Location"] == meant
    assert client.get(meant).status_code == 200


def test_two_slashes_lead_to_no_other_site(client: FlaskClient):
    for path in ("//entities", "//evil.example/entities/", "/entities//", "//evil.example//", "/de", "/de//entities"):
        response = client.get("/", environ_overrides={"PATH_INFO": path, "HTTP_HOST": "evil.example"})
        assert response.status_code in (200, 308, 404)
        assert response.headers.get("Location", "/de/").startswith(("/de/", "/entities"))
