"""What belongs to an answer besides its words: ETag, links, names of files, redirects of merged ids."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from supplychain.domain.records import Record
from supplychain.services.setup import set_up
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests import factories as f
from tests.web.conftest import NOW, settings_for


class Small:
    """A site on a few records of its own, to which more can be added."""

    def __init__(self, folder: Path) -> None:
        """Make it."""
        url = f"sqlite:///{folder / 'small.db'}"
        set_up(url, None, NOW, lambda: "00" * 16)
        self.store = Store(url)
        self.client = create_app(settings_for(url, folder), self.store).test_client()

    def record(self, *records: Record) -> None:
        """Record something as one revision."""
        with self.store.writer("editor", "for a test", NOW, lambda: "00" * 16) as writer:
            writer.put(records)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    made = Small(tmp_path)
    made.record(
        f.source(),
        f.entity("chatgpt"),
        f.entity("openai", "vendor"),
        f.entity("open-ai", "vendor"),
        f.entity("sama", "outsourcer"),
        f.link("l-1", "chatgpt", "provided_by", "openai", "chatgpt"),
        f.link("l-2", "openai", "data_work_by", "sama", "chatgpt"),
    )
    yield made
    made.store.close()


READ = [
    "/tools/chatgpt/trace",
    "/de/entities/sama",
    "/entities.json",
    "/api/v1/entities/sama.csv",
    "/api/v1",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", READ)
def test_what_the_reader_has_is_not_sent_again(client: FlaskClient, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "no-cache"
    weak = client.get(address, headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})
    assert weak.status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_does_not_exist_is_never_unchanged(client: FlaskClient):
    assert client.get("/entities/nobody-at-all", headers={"If-None-Match": "*"}).status_code == 404


def test_not_modified_comes_before_the_work(client: FlaskClient, monkeypatch):
    tag = client.get("/tools/chatgpt/trace.json").headers["ETag"]
    monkeypatch.setattr("supplychain.services.trace.trace", None)
    assert client.get("/tools/chatgpt/trace.json", headers={"If-None-Match": tag}).status_code == 304


def test_every_address_has_a_tag_of_its_own(client: FlaskClient):
    addresses = [
        *READ,
        "/entities/sama",
        "/entities/sama.json",
        "/entities/sama?as_of=1",
        "/tools/chatgpt/trace?on=2023",
    ]
    assert len({client.get(a).headers["ETag"] for a in addresses}) == len(addresses)


def test_a_new_revision_changes_the_tag_and_the_old_one_stays(small: Small):
    before = small.client.get("/entities/sama.json")
    small.record(f.wage("w-1", "sama"))
    after = small.client.get("/entities/sama.json")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert len(json.loads(after.text)["wages"]) == 1
    assert small.client.get("/entities/sama.json?as_of=1").text == before.text


def test_another_contact_changes_the_tag(small: Small, tmp_path: Path):
    moved = settings_for(str(small.store.url), tmp_path, contact="new@labour.example")
    other = create_app(moved, small.store).test_client()
    tags = {c.get("/entities/sama").headers["ETag"] for c in (small.client, other)}
    assert len(tags) == 2


def test_a_redaction_changes_the_tag(small: Small):
    small.record(f.wage("w-1", "sama", description="Something that must go."))
    before = small.client.get("/entities/sama.json?as_of=2")
    with small.store.writer("editor", "for a test", NOW, lambda: "00" * 16) as writer:
        writer.redact("claim_version", 3, "it named a worker")
    after = small.client.get("/entities/sama.json?as_of=2", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "must go" not in after.text


def test_a_later_revision_than_the_newest_is_not_there(small: Small):
    response = small.client.get("/entities/sama.json?as_of=2")
    assert response.status_code == 404
    assert "revision" in response.json["detail"]


def test_an_empty_database_has_pages(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    set_up(url, None, NOW, lambda: "00" * 16)
    store = Store(url)
    client = create_app(settings_for(url, tmp_path), store).test_client()
    for address in (
        "/",
        "/de/",
        "/entities",
        "/sources",
        "/countries",
        "/practices",
        "/figures",
        "/about/data",
        "/about/method",
        "/reference",
        "/reference/status",
        "/reference/minimum-wages",
        "/reference/exchange-rates",
        "/search?q=x",
    ):
        assert client.get(address).status_code == 200, address
    store.close()


# -- merged ids --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["/entities/", "/de/entities/"])
def test_a_merged_id_leads_to_the_page_that_says_why(small: Small, before):
    small.record(f.same("open-ai", "openai"))
    moved = small.client.get(f"{before}openai?as_of=2")
    assert moved.status_code == 301
    assert moved.headers["Location"] == f"{before}open-ai?as_of=2&merged=openai"
    page = small.client.get(moved.headers["Location"])
    assert page.status_code == 200
    assert "a test says so" in page.text
    assert small.client.get(f"{before}openai?as_of=1").status_code == 200


@pytest.mark.parametrize(
    "address", ["/entities/{}.json", "/api/v1/entities/{}", "/api/v1/tools/{}/trace.csv", "/tools/{}/trace.json"]
)
def test_a_merged_id_leads_on_for_programs_too(small: Small, address):
    small.record(f.same("open-ai", "openai"))
    moved = small.client.get(address.format("openai"))
    assert moved.status_code == 301
    assert moved.headers["Location"] == address.format("open-ai") + "?merged=openai"
    assert small.client.get(moved.headers["Location"]).status_code == 200


def test_nobody_can_claim_a_merge_that_is_not_there(small: Small):
    page = small.client.get("/entities/sama?merged=openai")
    assert page.status_code == 200
    assert page.text.replace("?merged=openai", "") == small.client.get("/entities/sama").text.replace(
        "?merged=openai", ""
    )


def test_a_country_is_found_in_small_letters(client: FlaskClient):
    moved = client.get("/de/countries/ke")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/de/countries/KE")


def test_the_first_page_searches(client: FlaskClient):
    moved = client.get("/de/?q=open ai&as_of=1")
    assert (moved.status_code, moved.headers["Location"]) == (302, "/de/search?as_of=1&q=open+ai")


# -- headers -----------------------------------------------------------------------------------------------------------


def links(response) -> dict[str, list[str]]:
    """The Link header: relation -> targets."""
    found: dict[str, list[str]] = {}
    for part in response.headers["Link"].split(", "):
        target, _, rest = part.partition(">; rel=")
        found.setdefault(rest.split(";")[0].strip('"'), []).append(target.lstrip("<"))
    return found


def test_pages_name_their_twins_and_languages(client: FlaskClient):
    found = links(client.get("/de/tools/chatgpt/trace?on=2023&as_of=1"))
    assert found["alternate"] == [
        "/tools/chatgpt/trace.json?on=2023&as_of=1",
        "/tools/chatgpt/trace.csv?on=2023&as_of=1",
        "/tools/chatgpt/trace?on=2023&as_of=1",
        "/de/tools/chatgpt/trace?on=2023&as_of=1",
    ]
    assert found["canonical"] == ["https://labour.example/de/tools/chatgpt/trace?on=2023&as_of=1"]
    for target in found["alternate"]:
        assert client.get(target).status_code == 200


def test_data_names_its_licence_and_where_it_stays(client: FlaskClient):
    found = links(client.get("/api/v1/tools/chatgpt/trace?min_grade=B"))
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["cite-as"] == ["https://labour.example/api/v1/tools/chatgpt/trace?min_grade=B&as_of=1"]
    assert client.get(found["describedby"][0]).status_code == 200


def test_lists_name_the_pages_around(client: FlaskClient):
    found = links(client.get("/sources.json?page=2"))
    assert (found["prev"], found["next"]) == (["/sources.json?page=1"], ["/sources.json?page=3"])
    assert "prev" not in links(client.get("/sources.json"))


def test_files_have_names(client: FlaskClient):
    assert (
        client.get("/tools/chatgpt/trace.csv").headers["Content-Disposition"]
        == 'inline; filename="trace-chatgpt-r1.csv"'
    )
    assert client.get("/api/v1/entities").headers["Content-Disposition"] == 'inline; filename="entities-r1.json"'


def test_programs_of_other_sites_may_read(client: FlaskClient):
    allowed = client.options("/api/v1/entities", headers={"Origin": "https://other.example"}).headers
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in allowed["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/entities").headers
