"""Receipts on the site: a permanent address, the file behind it, and a form that checks whatever is brought."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supplychain.services.receipt import fix_dossier
from supplychain.services.receipt_keys import load_keys
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, desk_for
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

VERIFY = "/receipts/verify"


@pytest.fixture
def visitor(site: Flask) -> Visitor:
    return Visitor(site)


def checked_page(client: FlaskClient, data: bytes, prefix: str = "") -> str:
    """What is said to somebody who brings a genuine receipt."""
    visitor = Visitor(client.application)
    answer = bring(visitor, data, prefix)
    assert answer.status_code == 303, answer.text
    page = Read(visitor.get(answer.location).text)
    assert page.faults() == []
    assert f"{prefix}/receipts/1/sartorius" in page.links("/")
    return f"{page.text()} {' '.join(page.links('/'))}"


def bring(visitor: Visitor, data: bytes, prefix: str = "", **more: object):
    """Choose a file and send it."""
    page = prefix + VERIFY
    fields = visitor.hidden(page, page) | {"file": (io.BytesIO(data), "r.json")} | more
    return visitor.post(page, fields)


def test_the_file_is_the_receipt_and_its_address_stays(client: FlaskClient, seeded_store: Store) -> None:
    first = client.get("/receipts/1/chatgpt.json")
    assert first.mimetype == "application/json"
    assert first.data.startswith(b'{"receipt":\n')
    assert client.get("/api/v1/receipts/1/chatgpt").data == first.data
    assert client.get("/receipts/1/chatgpt.json?as_of=1").data == first.data
    pem = client.get("/receipts/key.pem")
    assert pem.text.startswith("-----BEGIN PUBLIC KEY-----")
    fingerprint = first.json["key"]
    assert client.get(f"/receipts/key.pem?of={fingerprint}").data == pem.data
    assert client.get("/receipts/key.pem?of=abc").status_code == 404
    page = Read(client.get("/dossier/chatgpt").text)
    assert "/receipts/1/chatgpt" in page.links("/")
    rows = client.get("/receipts/1/chatgpt.csv").text.splitlines()
    assert len(rows) == len(first.json["receipt"]["claims"]) + 1


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_the_page_says_it_in_words(client: FlaskClient, prefix: str) -> None:
    page = Read(client.get(f"{prefix}/receipts/1/chatgpt").text)
    assert page.faults() == []
    assert "/receipts/1/chatgpt.json" in page.links("/")
    said = page.text()
    assert "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in body -sigfile signature" in said
    assert "https://labour.example/receipts/key.pem" in said
    assert "clean" not in said
    if not prefix:
        assert "It is no sign that there is nothing to report." in said
        assert "Nothing: revision 1 is the newest." in said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/receipts/2/chatgpt", 404),
        ("/receipts/0/chatgpt", 404),
        ("/receipts/01/chatgpt", 404),
        ("/receipts/x/chatgpt.json", 404),
        ("/receipts/1/nobody", 404),
        ("/receipts/1/ChatGPT", 301),
        (f"/receipts/{'9' * 40}/chatgpt", 404),
    ],
)
def test_what_is_not_there(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_a_genuine_receipt_is_told_and_leads_to_what_it_says(visitor: Visitor, prefix: str) -> None:
    data = visitor.get("/receipts/1/sartorius.json").data
    for more in ({}, {"file": (io.BytesIO(b""), ""), "receipt": data.decode()}):
        answer = bring(visitor, data, prefix, **more)
        assert answer.status_code == 303, answer.text
        page = Read(visitor.get(answer.location).text)
        assert f"{prefix}/receipts/1/sartorius" in page.links("/")
        assert page.faults() == []
        if not prefix:
            assert "This receipt is genuine" in page.text()
        assert "is genuine:" not in visitor.get(answer.location).text, "an address alone claims nothing"


def test_whatever_else_is_brought_is_told(visitor: Visitor, seeded_store: Store, tmp_path: Path) -> None:
    good = visitor.get("/receipts/1/sartorius.json").data
    with seeded_store.view() as view:
        _, other = fix_dossier(view, "sartorius", load_keys("B" * 42 + "A", tmp_path))
    for data, said in (
        (good.replace(b'"revision":1', b'"revision":2'), "was changed after it was made"),
        (good[:300], "cut off or damaged"),
        (other, "a key that is not known here"),
        (b"{}", "This is not a receipt."),
        (b"\xff\xd8\xff\x00", "This is not a receipt."),
        (b"", "Paste a receipt, or choose its file."),
    ):
        answer = bring(visitor, data)
        page = Read(answer.text)
        assert answer.status_code == 400, said
        assert said in page.text()
        assert page.faults() == []
        assert answer.headers["Cache-Control"] == "no-store"
    both = bring(visitor, good, receipt=good.decode())
    assert "not both" in Read(both.text).text()
    large = visitor.send(VERIFY, receipt="x" * 1_050_000)
    assert (large.status_code, "larger than 1 MB" in Read(large.text).text()) == (400, True)
    assert visitor.send(VERIFY, receipt="x" * 1_200_000).status_code == 413
    pasted = visitor.send(VERIFY, receipt=good[:300].decode())
    assert good[:60].decode().split()[0] in Read(pasted.text).text(), "what was typed stands there again"


def test_other_forms_take_no_more_than_before(visitor: Visitor) -> None:
    assert visitor.send("/people/sign-in", email="x" * 70_000).status_code == 413


@pytest.fixture
def moving(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Store, FlaskClient]]:
    """A site whose database goes on."""
    with closing(Store(seeded_sqlite_url)) as store:
        desk = desk_for(store, tmp_path, Clock())
        yield store, create_app(settings_for(seeded_sqlite_url, tmp_path), store, desk).test_client()


def test_what_changed_since_stands_on_the_page(moving) -> None:
    store, client = moving
    before = client.get("/receipts/1/sartorius.json")
    with store.view() as view:
        claims = view.snapshot().claims
        ids = [c["id"] for c in before.json["receipt"]["claims"]]
        gone = next(claims[i] for i in ids if claims[i].kind == "practice")
        hidden = view.claim_history(next(i for i in ids if claims[i].kind == "wage"))[-1]
    with store.writer("editor", "later", datetime(2031, 1, 1, tzinfo=UTC), lambda: "2" * 32) as write:
        write.put([gone.model_copy(update={"withdrawn_reason": "a test says so"})])
        write.redact("claim_version", hidden.row, "to protect somebody")
    after = client.get("/receipts/1/sartorius.json")
    assert after.data == before.data
    page = Read(client.get("/receipts/1/sartorius").text)
    said = page.text()
    assert page.faults() == []
    assert "1 claim in this receipt was withdrawn since. The receipt still verifies" in said
    assert gone.id in checked_page(client, before.data), "who brings the file is told as well"
    assert gone.id in checked_page(client, before.data, "/de")
    assert "Text taken away 1" in said
    assert hidden.record.description not in said
    rows = client.get("/receipts/1/sartorius.csv").text
    assert f"{gone.id},withdrawn,1," in rows
    newer = client.get("/receipts/2/sartorius.json").json["receipt"]
    assert (newer["revision"], newer["recorded_at"]) == (2, "2031-01-01T00:00:00Z")
    then = Read(client.get("/receipts/1/sartorius?as_of=1").text).text()
    assert "Nothing is compared: you are reading revision 1." in then
