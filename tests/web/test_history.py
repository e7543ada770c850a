"""The pages of the history, and the room in which a revision is undone."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from supplychain.domain.people import Role
from supplychain.domain.recorded import OWN_WORDS
from supplychain.domain.records import Citation
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.i18n import catalogue
from tests import factories as f
from tests.conftest import NewDatabase
from tests.desk import PASSWORD, Clock, desk_for, join, set_up_codes
from tests.store.conftest import WORLD
from tests.web.conftest import NOW, settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

FILMED = "Screens and faces are filmed."


@pytest.fixture
def desk(new_database: NewDatabase, tmp_path: Path) -> Iterator[Desk]:
    """A site with five revisions: a world, a change, a withdrawal, an end, a redaction."""
    with closing(Store(new_database("sqlite", "migrated"))) as store:
        made = desk_for(store, tmp_path, Clock())
        cited = (*f.cite("a-report"), Citation(source="a-copy", locator="page 7", quote="they film"))
        record(made, *WORLD, summary="the world")
        record(
            made,
            f.practice("p-1", "sama", start="2021-03", end="2022", description=FILMED, citations=cited),
            f.wage("w-2", "sama"),
            summary="more is known",
        )
        record(made, f.wage("w-1", "sama", withdrawn_reason="a mix-up"), summary="not this firm")
        with store.writer("editor", "judged too early", NOW, made.chance) as writer:
            writer.end(("sama", "someone"))
        with store.view() as view:
            first = view.claim_history("p-1")[0]
        with store.writer("editor", "a passage goes", NOW, made.chance) as writer:
            writer.redact(first.table, first.row, "it told who spoke")
        yield made


def record(desk: Desk, *records: object, summary: str = "for a test") -> None:
    with desk.store.writer("editor", summary, NOW, desk.chance) as writer:
        writer.put(records)


@pytest.fixture
def reader(desk: Desk) -> FlaskClient:
    return create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk).test_client()


@pytest.fixture
def editor(desk: Desk) -> Visitor:
    visitor = Visitor(create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk))
    app, _ = set_up_codes(desk, join(desk, "editor@example.org", Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    visitor.sign_in("editor@example.org", PASSWORD, app.at(desk.clock()))
    return visitor


PLACES = [
    *("/history", "/history/1", "/history/1?kind=entities", "/history/2", "/history/3", "/history/4", "/history/5"),
    *("/claims/p-1/history", "/claims/w-1/history", "/entities/sama/history", "/sources/a-copy/history"),
    *("/reference/minimum-wages/mw-1/history", "/reference/criteria/cr-law-1/history", "/claims/r-1/history"),
]


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("place", PLACES)
def test_pages_have_no_faults_and_lead_nowhere_wrong(reader: FlaskClient, place: str, prefix: str) -> None:
    response = reader.get(prefix + place)
    assert response.status_code == 200
    page = Read(response.text)
    assert page.faults() == []
    for link in page.links(prefix + place):
        assert reader.get(link, buffered=True).status_code in (200, 303), link


def test_the_log_counts_by_table(reader: FlaskClient) -> None:
    text = Read(reader.get("/history").text).text()
    assert "Pay reports: 1 new" in text
    assert "Judgements: 1 ended" in text
    assert "1 version redacted" in text
    rows = list(csv.DictReader(io.StringIO(reader.get("/history.csv").text)))
    assert [(row["seq"], row["new"], row["changed"], row["ended"], row["redacted"]) for row in rows[:4]] == [
        ("5", "0", "0", "0", "1"),
        ("4", "0", "0", "1", "0"),
        ("3", "0", "1", "0", "0"),
        ("2", "1", "1", "0", "0"),
    ]


def test_words_that_came_and_went_are_marked(desk: Desk, reader: FlaskClient) -> None:
    record(desk, f.practice("p-1", "sama", description="Screens and hands are filmed."))
    page = Read(reader.get("/claims/p-1/history").text)
    came = ["".join(e.itertext()) for e in page.all("ins")]
    gone = ["".join(e.itertext()) for e in page.all("del")]
    assert "now: hands" in came
    assert "before: faces" in gone
    assert "taken out: a-copy, page 7" in page.text()


def test_a_hole_can_be_seen_and_what_was_in_it_cannot(reader: FlaskClient) -> None:
    for place in ("/claims/p-1/history", "/history/5", "/history/1?kind=practices", "/history/2"):
        for form in ("", ".json", ".csv"):
            path, mark, query = place.partition("?")
            said = reader.get(f"{path}{form}{mark}{query}").text
            assert "Screens are filmed" not in said
    assert "It told who spoke" in Read(reader.get("/claims/p-1/history").text).text()
    assert "It told who spoke" in Read(reader.get("/history/5").text).text()


def test_a_page_of_an_old_revision_changes_its_tag_with_a_redaction(desk: Desk, reader: FlaskClient) -> None:
    """What was read before must not be taken for unchanged once its text is gone."""
    record(desk, f.wage("w-2", "sama", low="1"))
    with desk.store.view() as view:
        row = view.claim_history("w-2")[0].row
    before = reader.get("/claims/w-2/history?as_of=6")
    with desk.store.writer("editor", "a passage goes", NOW, desk.chance) as writer:
        writer.redact("claim_version", row, "a name")
    after = reader.get("/claims/w-2/history?as_of=6", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200


def test_the_hashes_can_be_checked(reader: FlaskClient) -> None:
    first, second = (json.loads(reader.get(f"/history/{n}.json").text) for n in (1, 2))
    assert second["prev_hash"] == first["entry"]["hash"]
    page = Read(reader.get("/history/2").text).text()
    for text in (second["prev_hash"], second["entry"]["hash"], second["payload_digest"], "supplychain history verify"):
        assert text in page


def test_the_history_is_linked_from_where_it_belongs(reader: FlaskClient) -> None:
    places = {
        "/claims/p-1": "/claims/p-1/history",
        "/entities/sama": "/entities/sama/history",
        "/sources/a-copy": "/sources/a-copy/history",
        "/reference/minimum-wages/mw-1": "/reference/minimum-wages/mw-1/history",
        "/about/data": "/history",
        "/": "/history",
        "/figures": "/history/5",
    }
    for place, link in places.items():
        assert link in Read(reader.get(place).text).links(place)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/history/9", 404),
        ("/history/x", 404),
        ("/history?page=2", 404),
        ("/history/1?page=9", 404),
        ("/history/2?as_of=1", 404),
        ("/history/1?kind=colours", 400),
        ("/claims/nothing/history", 404),
        ("/entities/nobody/history", 404),
        ("/reference/minimum-wages/mw-9/history", 404),
        ("/reference/living-wages/mw-1/history", 301),
    ],
)
def test_what_is_not_there(reader: FlaskClient, address: str, status: int) -> None:
    assert reader.get(address).status_code == status
    path, mark, query = address.partition("?")
    assert reader.get(f"{path}.json{mark}{query}").status_code == status


# -- undoing -----------------------------------------------------------------------------------------------------------


def test_a_revision_is_undone_after_looking_at_what_would_change(desk: Desk, editor: Visitor) -> None:
    assert "/desk/undo/3" in editor.get("/desk/undo").text
    page = Read(editor.get("/desk/undo/3").text)
    assert page.faults() == []
    assert "1 record will change" in page.text()
    assert "before: a mix-up" in page.text()
    wrong = editor.send("/desk/undo/3")
    assert wrong.status_code == 400
    assert "This is missing." in wrong.text
    done = editor.send("/desk/undo/3", reason="it was this firm")
    assert (done.status_code, done.location) == (303, "/history/6")
    text = Read(editor.get("/history/6").text).text()
    assert "Undo of revision 3: it was this firm" in text
    assert "editor" in text
    with desk.store.view() as view:
        assert not view.snapshot().claims["w-1"].withdrawn_reason
        assert view.verify().problems == ()
    undone = Read(editor.get("/history/3").text)
    assert "It was undone by a later one: Revision 6" in undone.text()
    assert "/history/6" in undone.links("/history/3")
    assert editor.get("/history/3.json").json["undone_by"] == [6]
    assert editor.get("/history/6.json").json["undone_by"] == []
    assert editor.get("/history/3.json?as_of=5").json["undone_by"] == [], "it was not undone then"
    words = catalogue("de").ugettext(OWN_WORDS["undo"]) % {"seq": 3, "reason": "it was this firm"}
    for place in ("/de/history", "/de/history/6"):
        page = Read(editor.get(place).text)
        assert page.faults() == []
        assert words in page.text()
    assert "it was this firm" in [e.text for e in page.all("span") if e.get("lang") == "en"], "a person wrote this"


def test_what_stands_in_the_way_is_shown_and_nothing_can_be_sent(desk: Desk, editor: Visitor) -> None:
    record(desk, f.practice("p-1", "sama", stance="ended"))
    page = Read(editor.get("/desk/undo/2").text)
    assert page.faults() == []
    assert "It was changed again in revision 6." in page.text()
    token = editor.hidden("/desk/undo/3", "/desk/undo/3")
    refused = editor.post("/desk/undo/2", {**token, "reason": "all the same"})
    assert refused.status_code == 400
    assert "nothing to undo" in editor.get("/desk/undo/5").text
    assert editor.get("/desk/undo/99").status_code == 404


def test_who_looked_before_something_else_was_recorded_looks_again(desk: Desk, editor: Visitor) -> None:
    form = editor.hidden("/desk/undo/3", "/desk/undo/3")
    record(desk, f.entity("sora"))
    refused = editor.post("/desk/undo/3", {**form, "reason": "it was this firm"})
    assert refused.status_code == 409
    assert "look again at what would change" in refused.text
    assert 'value="it was this firm"' in refused.text
    assert editor.send("/desk/undo/3", reason="it was this firm").status_code == 303
