"""Whatever is asked, the answer is in words: the right status, the right form, the reader's language, never a traceback."""

import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supplychain.domain import errors
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.problems import STATUS
from tests.web.pages import Read

BAD = [
    ("/search?q=" + "x" * 201, 400),
    ("/search?q=" + "x" * 10_000, 414),
    ("/search?q=x&q=y", 400),
    ("/search?q=%ff", 400),
    ("/search?q=%00", 400),
    ("/search?q=%ed%a0%80", 400),
    ("/search?colour=red", 400),
    ("/search?%ff=1", 400),
    ("/search?kind=spaceship", 400),
    ("/entities?kind=tool&kind=tool", 400),
    ("/entities?page=0", 400),
    ("/entities?page=99", 404),
    ("/entities?page=999999999999", 400),
    ("/entities/nobody-at-all", 404),
    ("/entities/ChatGPT", 404),
    ("/entities/" + "x" * 121, 404),
    ("/entities/" + "x" * 5_000, 414),
    ("/entities/" + "a/" * 300, 404),
    ("/entities/..%2f..%2fetc%2fpasswd", 404),
    ("/entities/%20", 404),
    ("/entities/😀", 404),
    ("/entities/a%0d%0aSet-Cookie:x=1", 404),
    ("/entities?as_of=1&as_of=1", 400),
    ("/tools/chatgpt/trace?on=2023-13", 400),
    ("/tools/chatgpt/trace?as_of=x", 400),
    ("/tools/chatgpt/trace?as_of=-1", 400),
    ("/tools/chatgpt/trace?as_of=99", 404),
    ("/tools/chatgpt/trace?min_grade=E", 400),
    ("/tools/chatgpt/trace?depth=0", 400),
    ("/tools/chatgpt/trace?depth=13", 400),
    ("/tools/chatgpt/trace?q=x", 400),
    ("/tools/chatgptt/trace", 404),
    ("/claims/l-nothing", 404),
    ("/sources/nothing", 404),
    ("/countries/ZZ", 404),
    ("/countries/Kenya", 404),
    ("/practices/dancing", 404),
    ("/paths?from=openai", 400),
    ("/paths?to=openai", 400),
    ("/paths?from=openai&to=nobody-at-all", 404),
    ("/about/nothing", 404),
    ("/figures?kind=x", 400),
]
"""Address without a suffix -> status."""


def data_address(address: str) -> str:
    """The same as JSON."""
    return f"/api/v1{address}"


@pytest.mark.parametrize(("address", "status"), BAD)
@pytest.mark.parametrize("prefix", ["", "/de"])
def test_people_are_told_in_words(client: FlaskClient, address, status, prefix):
    response = client.get(prefix + address)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    page = Read(response.text)
    assert page.faults() == []
    assert page.all("html")[0].attrib["lang"] == (prefix[1:] or "en")
    assert "Traceback" not in response.text
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("address", "status"), BAD)
def test_programs_are_told_in_words(client: FlaskClient, address, status):
    response = client.get(data_address(address))
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    told = json.loads(response.text)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert told["type"].startswith("urn:")
    assert told["instance"].startswith("/api/v1/")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    for wrong in told.get("errors", []):
        assert wrong["parameter"]
        assert wrong["reason"]
        assert wrong["mend"]


@pytest.mark.parametrize(
    "raw", ["/entities/\xff", "/\xff", "/de/entities/\xc3\x28", "/entities/\xed\xa0\x80", "/entities/a\x00b"]
)
def test_addresses_that_are_no_text_are_refused(client: FlaskClient, raw):
    response = client.get("/", environ_overrides={"PATH_INFO": raw})
    assert response.status_code == 400
    assert "Traceback" not in response.text


def test_near_names_lead_where_the_reader_wanted_to_go(client: FlaskClient):
    page = Read(client.get("/de/tools/chatgptt/trace?on=2023").text)
    assert "/de/tools/chatgpt/trace?on=2023" in page.links("/de/tools/chatgptt/trace")
    told = client.get("/api/v1/tools/chatgptt/trace").json
    assert told["near"][0] == {"id": "chatgpt", "name": "ChatGPT", "address": "/api/v1/tools/chatgpt/trace"}
    way = client.get("/api/v1/paths?from=openai&to=samaa").json
    assert "/api/v1/paths?from=openai&to=sama" in [n["address"] for n in way["near"]]


def test_the_language_of_the_words_is_that_of_the_address(client: FlaskClient):
    english, german = (client.get(f"{p}/tools/chatgpt/trace?on=2023-13").text for p in ("", "/de"))
    assert "there is no month 13" in english
    assert "there is no month 13" not in german
    assert "13" in german
    assert "there is no month 13" in client.get("/tools/chatgpt/trace.json?on=2023-13").text


def test_what_was_typed_stands_between_the_marks_of_the_language(client: FlaskClient):
    assert "“nobody-at-all”" in client.get("/entities/nobody-at-all").text
    assert "„nobody-at-all“" in client.get("/de/entities/nobody-at-all").text
    assert "“nobody-at-all”" in client.get("/entities/nobody-at-all.json").json["detail"]


def test_what_was_typed_is_shown_as_text(client: FlaskClient):
    text = client.get("/search?kind=<script>alert(1)</script>").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_large_body_is_not_read(client: FlaskClient):
    large = client.get("/entities", data=b"x" * 70_000)
    assert (large.status_code, "at most 64 kB can be sent to this address" in large.text) == (413, True)
    told = client.get("/entities.json", data=b"x" * 70_000).json
    assert (told["code"], told["limit"]) == ("request_entity_too_large", 65_536)
    assert "at most 64 kB" in told["detail"]


def test_every_error_has_a_status():
    def kinds(kind):
        return {kind, *(k for sub in kind.__subclasses__() for k in kinds(sub))}

    assert kinds(errors.SupplychainError) - {errors.SupplychainError} <= set(STATUS)


@pytest.fixture
def broken(site: Flask, tmp_path) -> FlaskClient:
    """A site of which one view has a bug."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'none.db'}", instance=tmp_path))

    def bug(**_):
        raise RuntimeError("secret words of the machine")

    app.view_functions["en.entities"] = app.view_functions["data.entities"] = bug
    return app.test_client()


def test_a_bug_gets_a_number(broken: FlaskClient, caplog):
    page = broken.get("/entities")
    told = broken.get("/entities.json")
    assert (page.status_code, told.status_code) == (500, 500)
    assert told.json["number"] in caplog.text
    for text in (page.text, told.text):
        assert "secret words" not in text
        assert "Traceback" not in text
    faults = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert len(faults) == 2
    assert any(r.args[0] in page.text for r in faults)


def test_a_database_that_is_not_there_is_said_without_its_place(broken: FlaskClient, tmp_path, caplog):
    for address in ("/", "/sources.json", "/readyz"):
        response = broken.get(address)
        assert response.status_code == 503
        assert str(tmp_path) not in response.text
    assert str(tmp_path) in caplog.text
    assert broken.get("/healthz").status_code == 200


def test_a_database_without_tables_is_not_ready(tmp_path):
    file = tmp_path / "empty.db"
    file.touch()
    store = Store(f"sqlite:///{file}")
    client = create_app(Settings(database_url=f"sqlite:///{file}", instance=tmp_path), store).test_client()
    assert client.get("/readyz").status_code == 503
    store.close()
