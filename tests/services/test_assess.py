"""Assessments on both databases: worked out at the revision that they name; saved for one account and nobody else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from supplychain.domain.assess import Assessment
from supplychain.domain.assess_known import KnownState
from supplychain.domain.errors import Conflict, Invalid, NotFound, Refused
from supplychain.domain.people import Person
from supplychain.formats.assess import digest_of, write_result
from supplychain.services import assess, assess_saved
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from tests.assessing import filled
from tests.desk import Clock, desk_for, join


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def ada(desk: Desk) -> Person:
    return join(desk, "ada@example.org").person


def begun(desk: Desk, tool: str = "facebook") -> Assessment:
    with desk.store.view() as view:
        return filled(assess.begin(view, tool))


def again(desk: Desk) -> None:
    """Record something about the chain of Facebook: a practice is taken back, and a new one is reported."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    old = next(c for c in snapshot.live if c.id == "p-sama-ke-forced-labour-claim")
    with desk.store.writer("editor", "a change", desk.clock(), desk.chance) as writer:
        writer.put([old.model_copy(update={"withdrawn_reason": "error_of_ours"})])


def test_what_the_database_knows_stands_in_it(desk: Desk) -> None:
    with desk.store.view() as view:
        result = assess.work_out(view, begun(desk))
        snapshot = view.snapshot()
    assert [k.number for k in result.known] == ["2.2", "2.3", "2.4", "2.5"]
    assert {k.state for k in result.known} == {KnownState.KNOWN}
    assert result.stop("stop_3").claims == ("p-sama-ke-forced-labour-claim",)
    numbers = [s.number for s in result.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({s.id for s in result.sources}) == len(numbers)
    for known in result.known:
        assert known.gaps
        for c in known.claims:
            assert set(c.sources) <= set(numbers)
            assert c.sources
            assert c.grade
            assert c.words == snapshot.claims[c.claim].description
    assert result.complete
    assert [s.code for s in result.against] == ["stop_3", "sum"]


def test_a_tool_of_which_nothing_is_known_is_not_clean(desk: Desk) -> None:
    """Nothing recorded stands as nothing recorded, and has to be answered or counts against release."""
    with desk.store.view() as view:
        nothing = [
            id for id, _ in assess.tools_of(view) if not assess.work_out(view, begun(desk, id)).dossier.employers
        ]
        result = assess.work_out(view, begun(desk, nothing[0]))
    assert {k.state for k in result.known if k.number != "2.5"} == {KnownState.NOTHING}
    assert result.stop("stop_3").why[0].code == "no_harm_known"
    assert {lack.number for lack in result.lacks} >= {"2.2", "2.3", "2.4"}
    assert not result.complete


def test_it_is_worked_out_at_its_own_revision(desk: Desk) -> None:
    a = begun(desk)
    with desk.store.view() as view:
        before = write_result(assess.work_out(view, a))
    again(desk)
    with desk.store.view() as view:
        assert write_result(assess.work_out(view, a)) == before
        newer = assess.renew(view, a)
        now = assess.work_out(view, newer)
    assert newer.revision == a.revision + 1
    assert newer.predecessor == digest_of(a)
    assert newer.said("task") == a.said("task")
    assert not newer.outcome
    assert now.stop("stop_3").claims == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"revision": 99}, NotFound),
        ({"revision": 0}, NotFound),
        ({"revision_hash": "f" * 64}, Invalid),
        ({"tool": "nothing-like-it"}, NotFound),
        ({"tool": "openai"}, NotFound),
    ],
)
def test_what_is_of_another_database_is_refused(desk: Desk, changes: dict, error: type[Exception]) -> None:
    with desk.store.view() as view, pytest.raises(error):
        assess.work_out(view, begun(desk).model_copy(update=changes))


def test_an_organisation_is_no_tool(desk: Desk) -> None:
    with desk.store.view() as view:
        with pytest.raises(NotFound) as caught:
            assess.begin(view, "OpenAI")
        assert ("chatgpt", "ChatGPT") in caught.value.near
        with pytest.raises(NotFound):
            assess.begin(view, "nobody at all")
        assert assess.begin(view, "ChatGPT").tool == "chatgpt"


def test_nothing_recorded_is_nothing_to_look_at(migrated_url: str) -> None:
    with closing(Store(migrated_url)) as store, store.view() as view, pytest.raises(Refused):
        assess.begin(view, "chatgpt")


# -- saved -------------------------------------------------------------------------------------------------------------


def test_it_is_saved_opened_changed_and_deleted(desk: Desk, ada: Person) -> None:
    a = begun(desk)
    id = assess_saved.save(desk, ada, a)
    assert assess_saved.open_saved(desk, ada, id).assessment == a
    desk.clock.pass_(days=3)
    assess_saved.save(desk, ada, filled(a, task="Another task"), id, 1)
    kept = assess_saved.open_saved(desk, ada, id)
    assert (kept.assessment.said("task"), kept.version, (kept.changed - kept.created).days) == ("Another task", 2, 3)
    with pytest.raises(Conflict):
        assess_saved.save(desk, ada, a, id, 1)
    assess_saved.delete(desk, ada, id)
    assert assess_saved.list_saved(desk, ada) == ()
    with pytest.raises(NotFound):
        assess_saved.delete(desk, ada, id)


def test_only_its_account_can_read_it(desk: Desk, ada: Person) -> None:
    other = join(desk, "eve@example.org").person
    id = assess_saved.save(desk, ada, begun(desk))
    assert assess_saved.list_saved(desk, other) == ()
    for attempt in (
        lambda: assess_saved.open_saved(desk, other, id),
        lambda: assess_saved.delete(desk, other, id),
        lambda: assess_saved.save(desk, other, begun(desk), id, 1),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert assess_saved.open_saved(desk, ada, id).version == 1


def test_it_makes_no_revision_and_stands_in_no_export(desk: Desk, ada: Person) -> None:
    with desk.store.view() as view:
        before = view.revision
    assess_saved.save(desk, ada, begun(desk))
    with desk.store.view() as view:
        assert view.revision == before
        assert view.verify().problems == ()


def test_deleted_is_gone_from_the_file(desk: Desk, ada: Person) -> None:
    id = assess_saved.save(desk, ada, filled(begun(desk), task="A task unlike any other"))
    assess_saved.delete(desk, ada, id)
    engine = sa.create_engine(desk.store.url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM assessment")).scalar() == 0
    engine.dispose()


def test_reviews_come_first_when_they_are_overdue(desk: Desk, ada: Person) -> None:
    soon = assess_saved.save(desk, ada, filled(begun(desk), review_on="2027-01-01"))
    late = assess_saved.save(desk, ada, filled(begun(desk), review_on="2027-06-01"))
    draft = assess_saved.save(desk, ada, filled(begun(desk), review_on=""))
    assert [s.id for s in assess_saved.list_saved(desk, ada)] == [soon, late, draft]
    assert not any(s.overdue for s in assess_saved.list_saved(desk, ada))
    desk.clock.pass_(days=36)
    first = assess_saved.list_saved(desk, ada)[0]
    assert (first.id, first.overdue) == (soon, True)


def test_a_renewed_one_keeps_the_old_one_and_says_what_changed(desk: Desk, ada: Person) -> None:
    a = begun(desk)
    old = assess_saved.save(desk, ada, a)
    desk.clock.pass_(days=200)
    again(desk)
    assert assess_saved.open_saved(desk, ada, old).overdue
    with desk.store.view() as view:
        since = assess_saved.changed_since(desk, view, a).since
        newer = assess.renew(view, a)
    assert [(row.claim, row.became) for row in since.moved] == [("p-sama-ke-forced-labour-claim", "withdrawn")]
    new = assess_saved.save(desk, ada, newer)
    assert assess_saved.open_saved(desk, ada, new).predecessor == old
    kept = assess_saved.open_saved(desk, ada, old)
    assert kept.successors == (new,)
    assert not kept.overdue
    assess_saved.delete(desk, ada, old)
    assert assess_saved.open_saved(desk, ada, new).predecessor == ""


def test_an_account_cannot_keep_any_number(desk: Desk, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assess_saved, "MOST", 2)
    for _ in range(2):
        assess_saved.save(desk, ada, begun(desk))
    with pytest.raises(Refused):
        assess_saved.save(desk, ada, begun(desk))
