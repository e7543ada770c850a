"""The history as every face shows it, and revisions undone by new ones, on both databases."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from supplychain.domain.errors import Invalid, NotFound, Refused
from supplychain.domain.history_answers import StepState, UndoAction
from supplychain.domain.records import Judgement, Record, Request, Verification
from supplychain.services import history as service
from supplychain.services.undo import plan_undo, undo_revision
from supplychain.store.database import Store
from tests import factories as f
from tests import pay_rows
from tests.store.conftest import WORLD

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Log:
    """A store to which tests record, and which they undo."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers = itertools.count()

    def salt(self) -> str:
        return f"{next(self._numbers):032x}"

    def record(self, *records: Record, summary: str = "for a test") -> None:
        with self.store.writer("editor", summary, NOON, self.salt) as writer:
            writer.put(records)

    def redact(self, table: str, row: int, reason: str = "a name") -> None:
        with self.store.writer("editor", "a redaction", NOON, self.salt) as writer:
            writer.redact(table, row, reason)

    def undo(self, seq: int, reason: str = "it was wrong", **more: Any) -> int | None:
        plan = undo_revision(self.store, str(seq), "editor", reason, NOON, self.salt, **more)
        with self.store.view() as view:
            assert view.verify().problems == ()
            assert view.revision == plan.made
        return plan.made

    def state(self, as_of: int | None = None) -> dict[str, Any]:
        """Everything that is live, but for the number and the day of the revision."""
        with self.store.view(as_of) as view:
            s = view.snapshot()
        return {
            "entities": dict(s.entities), "sources": dict(s.sources), "claims": dict(s.claims), "judged": s.judgements,
            "asked": s.requests, "read": s.verifications, "rows": s.reference_rows,
        }  # fmt: skip


@pytest.fixture
def log(migrated_url: str) -> Iterator[Log]:
    with closing(Store(migrated_url)) as store:
        made = Log(store)
        made.record(*WORLD, summary="the world")
        yield made


def counts(row: Any) -> dict[str, tuple[int, int, int]]:
    return {c.table: (c.new, c.changed, c.ended) for c in row.counts}


# -- the log -----------------------------------------------------------------------------------------------------------


def test_the_log_counts_by_table(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"), f.practice("p-2", "sama"), f.entity("sora"), summary="more")
    with log.store.writer("editor", "no more", NOON, log.salt) as writer:
        writer.end(("sama", "someone"))
    log.redact("claim_version", 3)
    with log.store.view() as view:
        answer = service.list_history(view)
    assert [row.seq for row in answer.rows] == [4, 3, 2, 1]
    redacted, ended, more, first = answer.rows
    assert (redacted.counts, redacted.redacted) == ((), 1)
    assert counts(ended) == {"judgements": (0, 0, 1)}
    assert counts(more) == {"entities": (1, 0, 0), "practices": (1, 1, 0)}
    assert (more.summary, more.actor, more.recorded_at, more.new, more.changed) == ("more", "editor", NOON, 2, 1)
    assert sum(c.new for c in first.counts) == first.new == len(WORLD)
    assert all(c.changed == c.ended == 0 for c in first.counts)
    with log.store.view(2) as view:
        assert [row.seq for row in service.list_history(view).rows] == [2, 1]


def test_the_log_has_pages(log: Log) -> None:
    for number in range(52):
        log.record(f.entity(f"tool-{number}"))
    with log.store.view() as view:
        first, second = service.list_history(view), service.list_history(view, 2)
        assert ([r.seq for r in first.rows], first.pages) == (list(range(53, 3, -1)), 2)
        assert [r.seq for r in second.rows] == [3, 2, 1]
        with pytest.raises(NotFound):
            service.list_history(view, 3)


def test_a_revision_shows_everything_that_it_did_once(log: Log) -> None:
    with log.store.view() as view:
        answer = service.show_revision(view, "1")
        by_table = {c.table: service.show_revision(view, "1", c.table).steps for c in answer.entry.counts}
    ids = [(s.table, s.id) for s in answer.steps]
    assert len(set(ids)) == len(ids) == answer.total == len(WORLD)
    assert sorted(ids) == sorted((table, s.id) for table, steps in by_table.items() for s in steps)
    assert {s.state for s in answer.steps} == {StepState.NEW}
    assert answer.names["sama"] == "Sama"


def test_a_revision_has_pages_that_do_not_overlap(log: Log) -> None:
    log.record(*(f.entity(f"tool-{n:03}") for n in range(70)), *(f.wage(f"w-{n:03}", "sama") for n in range(60)))
    with log.store.view() as view:
        pages = [service.show_revision(view, "2", page=n) for n in (1, 2, 3)]
        wages = [service.show_revision(view, "2", "wages", n) for n in (1, 2)]
    assert [len(p.steps) for p in pages] == [50, 50, 30]
    assert {(p.pages, p.total) for p in pages} == {(3, 130)}
    found = [s.id for p in pages for s in p.steps]
    assert found == [*(f"tool-{n:03}" for n in range(70)), *(f"w-{n:03}" for n in range(60))]
    assert [s.id for p in wages for s in p.steps] == [f"w-{n:03}" for n in range(60)]


def test_a_page_of_a_revision_asks_few_questions(log: Log) -> None:
    """As many for fifty records as for one: none for each record."""
    log.record(*(f.wage(f"w-{n:03}", "sama") for n in range(50)))
    log.record(f.wage("w-only", "sama"))
    asked: list[str] = []

    def listen(*given: Any) -> None:
        asked.append(given[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    try:
        with log.store.view() as view:
            view.snapshot()
            asked.clear()
            service.show_revision(view, "2")
            many = len(asked)
            asked.clear()
            service.show_revision(view, "3")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", listen)
    assert many == len(asked) < 25


def test_a_change_is_told_field_by_field(log: Log) -> None:
    log.record(f.practice("p-1", "sama", start="2021-03", end="2022", description="Screens and faces are filmed."))
    with log.store.view() as view:
        (step,) = service.show_revision(view, "2").steps
    assert (step.state, [c.field for c in step.changes]) == (StepState.CHANGED, ["description"])
    (change,) = step.changes
    assert [p.text for p in change.pieces if p.state == "inserted"] == [" and faces"]


@pytest.mark.parametrize("seq", ["0", "9", "x", "-1", "01x", "٣", "9" * 30])
def test_a_revision_that_is_not_there(log: Log, seq: str) -> None:
    with log.store.view() as view, pytest.raises(NotFound, match="revision"):
        service.show_revision(view, seq)
    with log.store.view() as view, pytest.raises(NotFound):
        plan_undo(view, seq)


def test_what_came_later_is_not_there_yet(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"), f.entity("sora"))
    with log.store.view(1) as view:
        (version,) = service.claim_history(view, "p-1").versions
        assert version.until is None
        with pytest.raises(NotFound):
            service.show_revision(view, "2")
        with pytest.raises(NotFound):
            service.entity_history(view, "sora")


# -- the versions of a record ------------------------------------------------------------------------------------------


def test_every_version_with_who_when_and_why(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"), summary="they stopped")
    log.record(f.practice("p-1", "sama", withdrawn_reason="a mix-up"), summary="not this firm")
    log.record(f.practice("p-1", "sama"), summary="it was this firm")
    with log.store.view() as view:
        answer = service.claim_history(view, "p-1")
    told = [(v.number, v.revision, v.until, v.state, v.summary) for v in answer.versions]
    assert told == [
        (4, 4, None, "restored", "it was this firm"),
        (3, 3, 4, "withdrawn", "not this firm"),
        (2, 2, 3, "changed", "they stopped"),
        (1, 1, 2, "new", "the world"),
    ]
    assert {v.actor for v in answer.versions} == {"editor"}
    assert [c.field for c in answer.versions[0].changes] == ["withdrawn_reason"]


def test_a_withdrawn_claim_and_every_sort_of_record_have_a_history(log: Log) -> None:
    log.record(f.wage("w-1", "sama", withdrawn_reason="a mix-up"))
    with log.store.view() as view:
        assert service.claim_history(view, "w-1").versions[0].state is StepState.WITHDRAWN
        for id, table in {
            "w-1": "wages", "sama": "entities", "a-copy": "sources", "mw-1": "minimum_wages", "cr-law-1": "criteria",
            "cl-watching": "clauses",
        }.items():  # fmt: skip
            assert service.find_history(view, id).of_table == table
        for id in ("nobody", "mw-9", "x"):
            with pytest.raises(NotFound):
                service.find_history(view, id)


def test_a_hole_is_seen_with_its_reason(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended", description="Nothing that names anybody."))
    with log.store.view() as view:
        first = view.claim_history("p-1")[0]
    log.redact(first.table, first.row, "it told who somebody is")
    with log.store.view() as view:
        new, old = service.claim_history(view, "p-1").versions
        revision = service.show_revision(view, "3")
    assert old.hole is not None
    assert (old.hole.reason, old.hole.revision, new.hole) == ("it told who somebody is", 3, None)
    assert new.before_hole == old.hole
    description = next(c for c in new.changes if c.field == "description")
    assert (description.hidden, description.pieces) == (True, ())
    assert [(r.table, r.id, r.version) for r in revision.redactions] == [("practices", "p-1", 1)]
    assert "filmed" not in revision.model_dump_json() + old.model_dump_json()


# -- undoing -----------------------------------------------------------------------------------------------------------


def changing() -> list[Record]:
    """Something changed, something new, of every sort."""
    return [
        f.practice("p-1", "sama", stance="ended"),
        f.entity("sama", "outsourcer", description="Another description."),
        f.source("a-copy", title="Another title"),
        f.same("sama", "someone", "different"),
        f.entity("sora"),
        f.source("new-source"),
        f.wage("w-new", "sama", tools=("sora",)),
        Judgement(left="chatgpt", right="sora", judgement="different", reason="two products"),
        Request(id="q-new", respondent="sama", asked_on="2026", channel="letter", claims=("w-new",)),
        Verification(claim="w-new", source="a-report", verified_by="reviewer", outcome="confirmed"),
        pay_rows.minimum("mw-new", "KE", "1000", source="a-report"),
        f.criterion("cr-new"),
        f.question("qu-new", criteria=("cr-new",)),
    ]


def test_undoing_puts_everything_back(log: Log) -> None:
    before = log.state()
    log.record(*changing())
    made = log.undo(2)
    assert made == 3
    after = log.state()
    assert {n: after[n] for n in ("judged", "asked", "read", "rows")} == {
        n: before[n] for n in ("judged", "asked", "read", "rows")
    }
    assert after["claims"].pop("w-new").withdrawn_reason == "Undo of revision 2: it was wrong"
    assert after["claims"] == before["claims"]
    assert set(after["entities"]) - set(before["entities"]) == {"sora"}
    assert set(after["sources"]) - set(before["sources"]) == {"new-source"}
    assert {i: after["entities"][i] for i in before["entities"]} == before["entities"]
    assert {i: after["sources"][i] for i in before["sources"]} == before["sources"]
    with log.store.view() as view:
        entry = service.show_revision(view, "3").entry
        assert (entry.summary, entry.actor) == ("Undo of revision 2: it was wrong", "editor")
        assert counts(entry)["judgements"] == (0, 1, 1)
        assert counts(entry)["wages"] == (0, 1, 0)


def test_undoing_an_undo_puts_back_what_was_undone(log: Log) -> None:
    log.record(*changing())
    wanted = log.state()
    log.undo(2)
    log.undo(3, "it was right after all")
    assert log.state() == wanted
    with log.store.view() as view:
        assert [v.state for v in service.claim_history(view, "w-new").versions] == ["restored", "withdrawn", "new"]
        (back, gone, new) = service.row_history(view, "mw-new").versions
        assert [(v.state, v.revision, v.until) for v in (back, gone, new)] == [
            ("restored", 4, None),
            ("ended", 3, None),
            ("new", 2, 3),
        ]
    log.undo(4)
    assert log.state()["judged"] == log.state(1)["judged"]


def test_undoing_what_a_revision_ended(log: Log) -> None:
    before = log.state()
    with log.store.writer("editor", "no more", NOON, log.salt) as writer:
        writer.end(("sama", "someone"))
    log.undo(2)
    assert log.state() == before


def test_later_changes_stand_in_the_way_and_are_named(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"), f.wage("w-1", "sama"), f.entity("chatgpt", description="x"))
    log.record(f.practice("p-1", "sama", stance="denied"), f.wage("w-1", "sama", low="1"))
    before = log.state()
    with pytest.raises(Invalid) as caught:
        log.undo(2)
    assert [(p.where, p.what) for p in caught.value.problems] == [
        (where, "It was changed again in revision 3. Undo that revision first, or change the record itself.")
        for where in ("wages w-1", "practices p-1")
    ]
    assert log.state() == before
    log.undo(3)
    log.record(f.entity("sora"))
    with pytest.raises(Invalid):
        log.undo(2)
    assert log.undo(4)
    with log.store.view() as view:
        assert plan_undo(view, "2").in_the_way


def test_what_was_ended_and_came_back_stands_in_the_way(log: Log) -> None:
    with log.store.writer("editor", "no more", NOON, log.salt) as writer:
        writer.end(("sama", "someone"))
    log.record(f.same("sama", "someone", "different"))
    with pytest.raises(Invalid, match="recorded again in revision 3"):
        log.undo(2)


def test_a_version_that_was_redacted_does_not_come_back(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended", description="Nothing."))
    with log.store.view() as view:
        first = view.claim_history("p-1")[0]
    log.redact(first.table, first.row)
    with pytest.raises(Invalid, match="redacted in revision 3"):
        log.undo(2)
    with pytest.raises(Refused, match="nothing to undo"):
        log.undo(3)


def test_a_redacted_claim_can_still_be_withdrawn(log: Log) -> None:
    log.record(f.practice("p-new", "sama", description="Somebody."))
    with log.store.view() as view:
        row = view.claim_history("p-new")[0].row
    log.redact("claim_version", row)
    log.undo(2)
    claim = log.state()["claims"]["p-new"]
    assert (claim.description, claim.withdrawn_reason) == ("[redacted]", "Undo of revision 2: it was wrong")


def test_a_criterion_on_which_something_stands_is_named(log: Log) -> None:
    log.record(f.criterion("cr-new"))
    log.record(f.question("qu-later", criteria=("cr-new",)))
    with pytest.raises(Invalid, match="qu-later would stand on nothing"):
        log.undo(2)
    log.undo(3)
    log.undo(2)
    assert log.state() == log.state(1)


def test_entities_and_sources_stay_and_that_is_said(log: Log) -> None:
    log.record(f.entity("sora"), f.source("new-source"))
    with log.store.view() as view:
        plan = plan_undo(view, "2")
    assert [(s.table, s.id, s.action, s.why) for s in plan.steps] == [
        ("entities", "sora", UndoAction.LEAVE, "keeps_id"),
        ("sources", "new-source", UndoAction.LEAVE, "keeps_id"),
    ]
    with pytest.raises(Refused, match="nothing to undo"):
        log.undo(2)
    with log.store.view() as view:
        assert view.revision == 2


def test_who_decided_on_an_older_state_is_asked_again(log: Log) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"))
    log.record(f.entity("sora"))
    with pytest.raises(Refused, match="in the meantime"):
        log.undo(2, seen=2)
    assert log.undo(2, seen=3) == 4


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "tell me\x07", "write to somebody@example.org"])
def test_a_reason_must_be_fit_for_everybody(log: Log, reason: str) -> None:
    log.record(f.practice("p-1", "sama", stance="ended"))
    with pytest.raises(Invalid) as caught:
        log.undo(2, reason)
    assert [p.where for p in caught.value.problems] == ["reason"]
