"""What changed since a revision, on both databases: a mirror that follows has the package, and feeds say what was done."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.change_answers import Act, Told
from supplychain.domain.errors import Invalid, NotFound
from supplychain.domain.history_answers import StepState, id_of
from supplychain.domain.packages import TABLE, TABLE_OF
from supplychain.domain.records import Judgement, Record, Verification
from supplychain.domain.watch import Place, Watch
from supplychain.formats.packages import write_package
from supplychain.services.changes import EVERYTHING, feed_of, list_changes
from supplychain.services.packages import export_package
from supplychain.services.release import release_pay
from supplychain.store.database import Store
from tests import factories as f
from tests.own_pay import MARK, report
from tests.services.test_history import NOON, Log
from tests.store.conftest import WORLD

SAMA = Watch(kind="entities", ids=("sama",))
OFFERED = f.link("l-0", "chatgpt", "provided_by", "openai", "chatgpt")
CHATGPT = Watch(kind="trace", ids=("chatgpt",))


@pytest.fixture
def log(migrated_url: str) -> Iterator[Log]:
    """Nine revisions: a world, and everything that can become of a record."""
    with closing(Store(migrated_url)) as store:
        made = Log(store)
        made.record(*WORLD, summary="the world")
        made.record(f.wage("w-2", "sama", low="1.50", high="2.00"), f.wage("w-1", "sama", low="12.5", high="13"))
        made.record(f.wage("w-1", "sama", withdrawn_reason="a mix-up"), f.source("a-report", title="Another title"))
        with store.writer("editor", "judged too early", NOON, made.salt) as writer:
            writer.end(("sama", "someone"))
        made.record(f.wage("w-1", "sama"), f.same("sama", "someone"), f.response("r-2", "openai", claim="l-1"))
        with store.view() as view:
            first, second = view.claim_history("p-1")[0], view.claim_history("w-1")[0]
        made.redact(first.table, first.row, "it told who spoke")
        made.redact(second.table, second.row, "so did this")
        with store.writer("editor", "rows go", NOON, made.salt) as writer:
            writer.end_rows([r for r in WORLD if isinstance(r, Verification)])
        made.record(f.practice("p-1", "sama", stance="ended"))
        yield made


def copy_of(store: Store, revision: int) -> dict[tuple[str, str], Record]:
    """What the package of a revision holds."""
    with store.view(revision) as view:
        s = view.snapshot()
    records = (
        *s.entities.values(), *s.sources.values(), *s.claims.values(),
        *s.judgements, *s.requests, *s.verifications, *s.reference_rows,
    )  # fmt: skip
    return {(TABLE_OF[type(r)].name, id_of(r)): r for r in records}


def followed(store: Store, copy: dict, since: int, limit: int) -> dict:
    """What a mirror has that reads nothing but JSON, a page at a time."""
    place = str(since)
    while place:
        with store.view() as view:
            told = json.loads(list_changes(view, place, limit=limit).model_dump_json())
        for change in told["changes"]:
            key = change["table"], change["id"]
            if change["copy_has_to"] == Act.PUT:
                copy[key] = TABLE[change["table"]].record.model_validate(change["record"])
            elif change["copy_has_to"] == Act.DROP:
                del copy[key]
        assert all(a["hash"] == b["prev_hash"] for a, b in zip(told["revisions"], told["revisions"][1:], strict=False)
                   if a["seq"] + 1 == b["seq"])  # fmt: skip
        place = told["next"]
    assert (told["revisions"][-1]["seq"], told["revisions"][-1]["hash"]) == (told["revision"], told["hash"])
    return copy


@pytest.mark.parametrize("limit", [3, 1000])
def test_a_mirror_that_follows_has_the_package_of_the_head(log: Log, tmp_path: Path, limit: int) -> None:
    with log.store.view() as view:
        export_package(view, tmp_path / "head")
        newest = view.revision
    for revision in range(newest + 1):
        write_package(tmp_path / "mirror", followed(log.store, copy_of(log.store, revision), revision, limit).values())
        for file in sorted((tmp_path / "head").iterdir()):
            assert (tmp_path / "mirror" / file.name).read_bytes() == file.read_bytes(), (revision, file.name)


def test_a_mirror_that_has_a_text_loses_it_when_it_is_taken_away(log: Log) -> None:
    """It copied the package before the redaction."""
    log.record(f.practice("p-9", "sama", description="Too much is said."))
    with log.store.view() as view:
        then, copy = view.revision, copy_of(log.store, view.revision)
        version = view.claim_history("p-9")[0]
    log.redact(version.table, version.row)
    assert "Too much" in copy["practices", "p-9"].description
    found = followed(log.store, copy, then, 10)
    assert found == copy_of(log.store, then + 1)
    assert "Too much" not in str(found)


def test_what_is_told_adds_up(log: Log) -> None:
    with log.store.view() as view:
        head = view.revision
        for a in range(head + 1):
            whole = list_changes(view, str(a), limit=1000).changes
            for b in range(a, head + 1):
                parts = (
                    list_changes(view.at(b), str(a), limit=1000).changes,
                    list_changes(view, str(b), limit=1000).changes,
                )
                assert (*parts[0], *parts[1]) == whole


@pytest.mark.parametrize("watch", [EVERYTHING, SAMA, CHATGPT], ids=lambda w: w.kind.value)
def test_pages_add_up(log: Log, watch: Watch) -> None:
    with log.store.view() as view:
        whole = list_changes(view, "0", watch, limit=1000).changes
        found, place = [], "0"
        while place:
            page = list_changes(view, place, watch, limit=4)
            found += page.changes
            place = page.next
    assert tuple(found) == whole


def test_each_state_is_told(log: Log) -> None:
    with log.store.view() as view:
        told = list_changes(view, "1", limit=1000)
    by_revision: dict[int, list] = {}
    for c in told.changes:
        by_revision.setdefault(c.revision, []).append(
            (c.table, c.id, c.state, c.version_before, c.version, c.copy_has_to)
        )
    new, changed, withdrawn, ended, redacted = (StepState(s) for s in "new changed withdrawn ended redacted".split())
    assert by_revision[2] == [("wages", "w-1", changed, 1, 2, "put"), ("wages", "w-2", new, None, 2, "put")]
    assert by_revision[3][1] == ("wages", "w-1", withdrawn, 2, 3, "put")
    assert by_revision[4] == [("judgements", "sama someone", ended, 1, None, "drop")]
    assert ("wages", "w-1", StepState.RESTORED, 3, 5, "put") in by_revision[5]
    assert by_revision[6] == [("practices", "p-1", redacted, 1, 1, "put")]
    assert by_revision[7] == [("wages", "w-1", redacted, 1, 1, "leave")]
    assert by_revision[8][0][2:] == (ended, 1, None, "drop")
    wage = next(c for c in told.changes if c.id == "w-1" and c.revision == 2)
    assert wage.before is not None
    assert wage.before.description == "[redacted]" or wage.before_hole is not None
    assert {c.field for c in wage.changes} >= {"low"}


def test_without_a_revision_it_is_the_newest(log: Log) -> None:
    with log.store.view() as view:
        assert [c.id for c in list_changes(view).changes] == ["p-1"]
        assert list_changes(view, str(view.revision)).changes == ()


def test_what_is_no_revision_is_refused(log: Log) -> None:
    with log.store.view() as view:
        for text in ("x", "-1", "1.5", "1-2"):
            with pytest.raises(Invalid):
                list_changes(view, text)
        for since in ("99", "99-1-1"):
            with pytest.raises(NotFound):
                list_changes(view, since)
        with pytest.raises(NotFound):
            list_changes(view, "1", Watch(kind="entities", ids=("nobody",)))
    with log.store.view(2) as view, pytest.raises(NotFound):
        list_changes(view, "3")


def test_nothing_recorded_is_no_error(migrated_url: str) -> None:
    with closing(Store(migrated_url)) as store, store.view() as view:
        told = list_changes(view, "0")
        assert (told.changes, told.hash, told.revisions, told.next) == ((), "", (), "")
        assert feed_of(view, EVERYTHING).entries == ()


# -- feeds -------------------------------------------------------------------------------------------------------------


def said(feed) -> list[tuple[int, str, str]]:
    return [(e.change.revision, e.change.id, e.change.state.value) for e in feed.entries]


def test_a_feed_is_newest_first_and_takes_what_belongs(log: Log) -> None:
    with log.store.view() as view:
        feed = feed_of(view, SAMA)
        found = said(feed)
    assert found[0] == (9, "p-1", "changed")
    assert (4, "sama someone", "ended") in found
    assert (3, "a-report", "changed") in found
    assert (1, "a-report", "new") not in found
    assert (7, "w-1", "redacted") in found
    assert {e.change.told for e in feed.entries if e.change.id == "r-2"} == {Told.DISPUTED}
    assert sorted((r for r, *_ in found), reverse=True) == [r for r, *_ in found]
    assert not [id for _, id, _ in found if id.startswith("mw-")]


def test_an_entry_is_another_when_its_text_was_taken_away(log: Log) -> None:
    with log.store.view() as view:
        entries = {(e.change.revision, e.change.id): e for e in feed_of(view, SAMA).entries}
    assert entries[1, "p-1"].change.hole is not None
    assert "filmed" not in entries[1, "p-1"].model_dump_json()


def test_a_new_wage_at_an_employer_behind_the_tool_is_news_for_it(log: Log) -> None:
    log.record(OFFERED)
    log.record(f.entity("far", "outsourcer"), f.wage("w-far", "far"), f.wage("w-near", "sama"))
    with log.store.view() as view:
        told = {c.id for c in list_changes(view, "10", CHATGPT).changes}
        assert told == {"w-near"}
        assert said(feed_of(view, CHATGPT))[0][1] == "w-near"


def test_the_link_that_was_taken_back_is_news(log: Log) -> None:
    log.record(OFFERED)
    log.record(WORLD[6].model_copy(update={"withdrawn_reason": "another firm"}))
    with log.store.view() as view:
        assert said(feed_of(view, CHATGPT))[0] == (11, "l-1", "withdrawn")


def test_a_merge_brings_both_under_the_canonical_id(log: Log) -> None:
    with log.store.view() as view:
        assert view.snapshot().canonical("someone") == "sama"
        feed = feed_of(view, Watch(kind="entities", ids=("someone",)))
        assert (feed.watch.ids, feed.about) == (("sama",), "Sama")
        assert said(feed) == said(feed_of(view, SAMA))


def test_a_list_of_parties_is_one_call(log: Log) -> None:
    with log.store.view() as view:
        both = {(r, i) for r, i, _ in said(feed_of(view, Watch(kind="entities", ids=("sama", "openai"))))}
        each = [
            {(r, i) for r, i, _ in said(feed_of(view, Watch(kind="entities", ids=(id,))))} for id in ("sama", "openai")
        ]
    assert both == each[0] | each[1]


def test_the_feed_of_a_list_has_the_name_and_the_id_of_the_list(log: Log) -> None:
    with log.store.view() as view:
        feed = feed_of(view, Watch(kind="entities", ids=("sama", "openai")), own="list-1", named="Our vendors")
    assert (feed.own, feed.about) == ("list-1", "Our vendors")


def test_a_feed_has_pages(log: Log) -> None:
    log.record(*(f.wage(f"w-many-{n:03}", "sama") for n in range(120)))
    with log.store.view() as view:
        pages = [feed_of(view, SAMA, page=n) for n in (1, 2, 3)]
        assert {p.pages for p in pages} == {3}
        found = [entry for page in pages for entry in said(page)]
        assert len(set(found)) == len(found) > 120
        with pytest.raises(NotFound):
            feed_of(view, SAMA, page=4)


def test_pay_that_is_held_back_is_in_no_change(log: Log) -> None:
    before = feed_and_changes(log.store)
    with log.store.writer("editor", "own", NOON, log.salt) as writer:
        for number in range(8):
            writer.put_own(*report(number))
    assert feed_and_changes(log.store) == before
    assert release_pay(log.store, None, NOON, log.salt).new_groups
    assert MARK not in feed_and_changes(log.store)


def feed_and_changes(store: Store) -> str:
    with store.view() as view:
        told = list_changes(view, "0", limit=1000).changes
        feed = feed_of(view, SAMA)
    return json.dumps([c.model_dump_json() for c in told]) + json.dumps([e.model_dump_json() for e in feed.entries])


def test_a_place_is_written_as_it_is_read() -> None:
    assert str(Place(3)) == "3"
    assert str(Place(3, 4, 120)) == "3-4-120"


def test_judgements_are_records_too(log: Log) -> None:
    with log.store.view() as view:
        told = list_changes(view, "4", kind="judgements")
    assert [type(c.record) for c in told.changes] == [Judgement]
