"""Feeds as a feed reader takes them, and changes as a mirror asks for them."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests import factories as f
from tests.conftest import NewDatabase
from tests.desk import Clock, desk_for
from tests.store.conftest import WORLD
from tests.web.conftest import settings_for
from tests.web.pages import Read

ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = 'A <b>bold</b> & "quoted" firm \N{WOMAN} – ≠'


@pytest.fixture
def desk(new_database: NewDatabase, tmp_path: Path) -> Iterator[Desk]:
    """A site with a world, a change, a withdrawal, a merge and a redaction, a day apart."""
    with closing(Store(new_database("sqlite", "migrated"))) as store:
        made = desk_for(store, tmp_path, Clock())
        record(made, *WORLD, f.link("l-0", "chatgpt", "provided_by", "openai", "chatgpt"))
        record(
            made, f.wage("w-1", "sama", low="1", high="2", description=NASTY), f.entity("nasty", "vendor", name=NASTY)
        )
        record(made, f.wage("w-1", "sama", withdrawn_reason="a mix-up"), f.response("r-2", "openai", claim="l-1"))
        record(made, f.same("sama", "someone"))
        with store.view() as view:
            first = view.claim_history("p-1")[0]
        with store.writer("editor", "a passage goes", made.clock(), made.chance) as writer:
            writer.redact(first.table, first.row, "it told who spoke")
        yield made


def record(desk: Desk, *records: object) -> None:
    desk.clock.pass_(days=1)
    with desk.store.writer("editor", "for a test", desk.clock(), desk.chance) as writer:
        writer.put(records)


@pytest.fixture
def reader(desk: Desk) -> FlaskClient:
    return create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk).test_client()


class Feed:
    """A feed, read as strictly as RFC 4287 asks."""

    def __init__(self, text: str) -> None:
        self.root = ET.fromstring(text)
        assert self.root.tag == f"{ATOM}feed"
        for element in (self.root, *self.entries):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1, (name, ET.tostring(element))
            assert self.text(element, "id").startswith("tag:labour.example,2026:")
            assert self.moment(element).tzinfo is not None
        assert len(self.root.findall(f"{ATOM}author")) == 1
        assert len({self.text(e, "id") for e in self.entries}) == len(self.entries)
        found = [self.moment(e, "published") for e in self.entries]
        assert found == sorted(found, reverse=True)
        for entry in self.entries:
            assert len([link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1

    @property
    def entries(self) -> list[ET.Element]:
        return self.root.findall(f"{ATOM}entry")

    def text(self, element: ET.Element, name: str) -> str:
        return element.findtext(ATOM + name) or ""

    def moment(self, element: ET.Element, name: str = "updated") -> datetime:
        return datetime.fromisoformat(self.text(element, name))

    def titles(self) -> list[str]:
        return [self.text(e, "title") for e in self.entries]

    def link(self, rel: str) -> str:
        return next((x.attrib["href"] for x in self.root.findall(f"{ATOM}link") if x.get("rel") == rel), "")


def feed_at(reader: FlaskClient, address: str) -> Feed:
    response = reader.get(address)
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml"), response.text[:300]
    return Feed(response.text)


PLACES = [
    "/entities/sama",
    "/tools/chatgpt/trace",
    "/search?q=sama",
    "/changes",
    "/changes?kind=wages",
    "/changes?entity=sama",
]


def feed_of(place: str) -> str:
    path, mark, query = place.partition("?")
    return f"{path}.atom{mark}{query}"


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("place", PLACES)
def test_each_page_has_its_feed_and_leads_to_it(reader: FlaskClient, place: str, prefix: str) -> None:
    feed = feed_at(reader, prefix + feed_of(place))
    assert feed.root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == ("de" if prefix else "en")
    assert feed.link("self") == f"https://labour.example{prefix}{feed_of(place)}"
    assert feed.entries
    page = Read(reader.get(prefix + place).text)
    heads = [e.attrib["href"] for e in page.all("link") if e.get("type") == "application/atom+xml"]
    seen = [e.attrib["href"] for e in page.all("a") if e.get("type") == "application/atom+xml"]
    assert prefix + feed_of(place) in heads
    assert prefix + feed_of(place) in seen
    for address in heads:
        assert reader.get(address).status_code == 200
    led_to = {link.attrib["href"] for entry in feed.entries for link in entry.findall(f"{ATOM}link")}
    assert all(address.startswith(f"https://labour.example{prefix}/") for address in led_to)
    for address in sorted(led_to)[:12]:
        status = reader.get(address.removeprefix("https://labour.example")).status_code
        assert status == (301 if address.endswith("/entities/someone") else 200), address


def test_entries_say_what_was_done(reader: FlaskClient) -> None:
    feed = feed_at(reader, "/entities/sama.atom")
    titles = feed.titles()
    assert titles[0].startswith("Text taken away: Screenshots, Sama")
    assert "Changed: Sama / Someone" in titles
    assert "Disputed: Openai" in titles
    assert any(t.startswith("Withdrawn: ") for t in titles)
    summaries = [feed.text(e, "summary") for e in feed.entries]
    assert any("Reason: a mix-up" in s for s in summaries)
    assert any("What differs: Description · Figure" in s for s in summaries)
    assert not any("filmed" in s or "it told who spoke" in s for s in summaries)


def test_nothing_that_is_recorded_breaks_a_feed(reader: FlaskClient) -> None:
    feed = feed_at(reader, "/changes.atom?kind=entities")
    assert f"Added: {NASTY}" in feed.titles()
    for query in ("%01%08", "%EF%BF%BE", "<script>", "%22%26", "a" * 200):
        feed_at(reader, f"/search.atom?q={query}")


def test_ids_and_dates_stay_until_a_text_is_taken_away(desk: Desk, reader: FlaskClient) -> None:
    before = feed_at(reader, "/entities/sama.atom")
    record(desk, f.wage("w-new", "sama"))
    after = feed_at(reader, "/entities/sama.atom")
    assert after.titles()[0].endswith("Sama")
    kept = {before.text(e, "id"): before.text(e, "updated") for e in before.entries}
    assert kept.items() <= {after.text(e, "id"): after.text(e, "updated") for e in after.entries}.items()
    moments = {e.findtext(f"{ATOM}id"): (before.moment(e), before.moment(e, "published")) for e in before.entries}
    updated, published = moments["tag:labour.example,2026:change/en/1/practices/p-1"]
    assert updated - published == timedelta(days=3)


def test_the_feed_of_a_merged_party_leads_to_the_canonical_one(reader: FlaskClient) -> None:
    response = reader.get("/de/entities/someone.atom")
    assert (response.status_code, response.location) == (301, "/de/entities/sama.atom")


def test_a_long_feed_has_pages(desk: Desk, reader: FlaskClient) -> None:
    record(desk, *(f.wage(f"w-many-{n:03}", "sama") for n in range(110)))
    ids, address = set(), "https://labour.example/entities/sama.atom"
    last = feed_at(reader, "/entities/sama.atom").link("last")
    seen = []
    while address:
        feed = feed_at(reader, address.removeprefix("https://labour.example"))
        ids |= {feed.text(e, "id") for e in feed.entries}
        seen.append(address)
        address = feed.link("next")
    assert (len(seen), seen[-1]) == (3, last)
    assert feed.link("previous") == seen[1]
    assert len(ids) > 110
    assert reader.get("/entities/sama.atom?page=4").status_code == 404


def test_who_has_it_is_not_sent_it_again(desk: Desk, reader: FlaskClient) -> None:
    first = reader.get("/tools/chatgpt/trace.atom")
    assert first.last_modified == feed_at(reader, "/tools/chatgpt/trace.atom").moment(Feed(first.text).root)
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = reader.get("/tools/chatgpt/trace.atom", headers=headers)
        assert (again.status_code, again.data) == (304, b"")
    record(desk, f.wage("w-new", "sama"))
    assert reader.get("/tools/chatgpt/trace.atom", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/entities/nobody.atom", 404),
        ("/tools/sama/trace.atom", 404),
        ("/entities/sama.atom?page=0", 400),
        ("/entities/sama.atom?colour=red", 400),
        ("/changes.json?since=99", 404),
        ("/changes.json?since=x", 400),
        ("/changes.json?limit=0", 400),
        ("/changes.json?limit=1001", 400),
        ("/changes.json?since=3&as_of=2", 404),
        ("/changes.json?kind=x", 400),
        ("/api/v1/changes?since=1&entity=nobody", 404),
    ],
)
def test_what_cannot_be_answered_is_told(reader: FlaskClient, address: str, status: int) -> None:
    response = reader.get(address)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert json.loads(response.text)["status"] == status


def test_changes_a_page_at_a_time(reader: FlaskClient) -> None:
    whole = json.loads(reader.get("/api/v1/changes?since=1&limit=1000").text)
    assert (whole["since"], whole["next"], whole["revision"]) == ("1", "", 5)
    assert whole["hash"] == json.loads(reader.get("/api/v1/history").text)["rows"][0]["hash"]
    found, place = [], "1"
    while place:
        response = reader.get(f"/api/v1/changes?since={place}&limit=2")
        page = json.loads(response.text)
        found += page["changes"]
        place = page["next"]
        assert ('rel="next"' in response.headers["Link"]) == bool(place)
    assert found == whole["changes"]
    rows = list(csv.DictReader(io.StringIO(reader.get("/changes.csv?since=1&entity=sama").text)))
    assert {(r["revision"], r["id"], r["field"], r["before"], r["after"]) for r in rows} >= {
        ("2", "w-1", "low", "12.50", "1")
    }


def test_the_index_tells_of_feeds(reader: FlaskClient) -> None:
    told = {a["name"]: a for a in json.loads(reader.get("/api/v1").text)["addresses"]}
    assert told["entity"]["feed"] == "/entities/{id}.atom"
    assert told["source"]["feed"] == ""
    assert "since" in {p["name"] for p in told["changes"]["parameters"]}


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("place", ["/changes?since=0", "/changes?since=1&entity=sama", "/changes?since=5", "/changes"])
def test_the_page_has_no_faults_and_leads_nowhere_wrong(reader: FlaskClient, place: str, prefix: str) -> None:
    response = reader.get(prefix + place)
    assert response.status_code == 200
    page = Read(response.text)
    assert page.faults() == []
    for link in page.links(prefix + place):
        assert reader.get(link, buffered=True).status_code in (200, 301, 303), link
