"""Reviewing when things go wrong or come at once: one wins, and a decision is whole or not there."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from supplychain.domain import reports as d
from supplychain.domain.errors import Forbidden, Invalid, NotFound, Refused, SupplychainError
from supplychain.domain.ids import make_id
from supplychain.domain.people import Role
from supplychain.domain.review import Kind, RiskKind
from supplychain.services import people, reports, review
from supplychain.services.desk import Desk
from supplychain.services.report_log import log_state, show_log
from supplychain.services.reports import Sender
from supplychain.services.sign_in import Identity
from supplychain.services.undo import plan_undo, undo_revision
from supplychain.store.database import Store
from supplychain.store.reports import Holder
from tests.desk import START, Clock, desk_for, join, set_up_codes
from tests.reports import EARLY, PRACTICE, cited, pay, practice

SECOND = "p-00000001t"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, clock)


@pytest.fixture
def lone_desk(seeded_sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_sqlite_url)) as store:
        yield desk_for(store, tmp_path, clock)


def reviewer_at(desk: Desk, name: str = "rev") -> Identity:
    return join(desk, f"{name}@labour.example", Role.REVIEWER)


def claimed(desk: Desk, who: Identity, content: d.Content) -> tuple[str, int]:
    """A report that somebody reviews, and its version."""
    report, _ = reports.submit_report(desk, Sender(), content)
    review.claim(desk, who.person, report.id)
    return report.id, review.look(desk, who.person, report.id).report.version


def untouched(desk: Desk, who: Identity, id: str) -> bool:
    with desk.store.view() as view:
        nothing = view.revision == 1 and PRACTICE not in view.snapshot().claims and not view.verify().problems
    report = review.look(desk, who.person, id).report
    return nothing and report.state is d.State.IN_REVIEW and report.decisions == ()


def at_once(*todo: Callable[[], object]) -> list[object]:
    """Do things at the same moment, each in a thread; give what came of each, or the error."""
    barrier, came = threading.Barrier(len(todo)), [None] * len(todo)

    def run(place: int, do: Callable[[], object]) -> None:
        barrier.wait()
        try:
            came[place] = do()
        except SupplychainError as error:
            came[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(todo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_of_two_who_take_a_report_at_once_one_gets_it(desk: Desk) -> None:
    ada, bob = reviewer_at(desk, "ada").person, reviewer_at(desk, "bob").person
    for number in range(5):
        id = reports.submit_report(desk, Sender(), practice())[0].id
        came = at_once(lambda id=id: review.claim(desk, ada, id), lambda id=id: review.claim(desk, bob, id))
        lost = [error for error in came if error is not None]
        assert len(lost) == 1, (number, came)
        assert isinstance(lost[0], Refused)
        assert str(lost[0]) in (d.REFUSED["state"], d.REFUSED["changed"])
        assert review.look(desk, ada, id).reviewer == ("Ada" if came[0] is None else "Bob")


def test_a_form_sent_twice_is_one_decision(desk: Desk) -> None:
    who = reviewer_at(desk)
    id, version = claimed(desk, who, practice())
    came = at_once(*[lambda: review.accept(desk, who.person, id, version, words=EARLY)] * 3)
    assert sorted(map(str, came)).count("2") == 1, came
    assert sum(isinstance(one, SupplychainError) for one in came) == 2
    with desk.store.view() as view:
        assert view.revision == 2
        assert not view.verify().problems
        assert len(show_log(desk, view).decisions) == 1


def test_accepting_and_taking_back_at_once_ends_in_one_of_them(desk: Desk) -> None:
    who = reviewer_at(desk)
    report, code = reports.submit_report(desk, Sender(), practice())
    review.claim(desk, who.person, report.id)
    version = review.look(desk, who.person, report.id).report.version
    came = at_once(
        lambda: review.accept(desk, who.person, report.id, version, words=EARLY),
        lambda: reports.withdraw(desk, Sender(code=code), report.id),
    )
    state = review.look(desk, who.person, report.id).report.state
    with desk.store.view() as view:
        assert (PRACTICE in view.snapshot().claims) == (state is d.State.ACCEPTED)
    assert sum(isinstance(one, SupplychainError) for one in came) == 1


class Broken(Exception):
    """Something that nobody expects."""


def test_what_breaks_in_the_middle_leaves_nothing(desk: Desk) -> None:
    who = reviewer_at(desk)
    id, version = claimed(desk, who, practice())
    asked = 0

    def clock() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 2:  # the records are written by now, the report is not
            raise Broken
        return START

    breaking = Desk(desk.store, desk.base_url, desk.instance, desk.given_key, clock, desk.chance, desk.post)
    with pytest.raises(Broken):
        review.accept(breaking, who.person, id, version, words=EARLY)
    assert untouched(desk, who, id)
    assert review.accept(desk, who.person, id, version, words=EARLY) == 2


def test_a_process_that_is_killed_in_the_middle_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    who = reviewer_at(desk)
    id, version = claimed(desk, who, practice())
    url = desk.store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.stopped", url, str(tmp_path), who.person.email, id, str(version)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
    assert said == "between\n"
    assert untouched(desk, who, id)
    assert review.accept(desk, who.person, id, version, words=EARLY) == 2
    with desk.store.view() as view:
        assert PRACTICE in view.snapshot().claims
        assert not view.verify().problems


# -- what is seen ------------------------------------------------------------------------------------------------------


def test_what_would_change_is_told_field_by_field(lone_desk: Desk) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    id, version = claimed(desk, who, practice())
    review.accept(desk, who.person, id, version, words=EARLY)
    id, _ = claimed(desk, who, practice(start="2026", sites="Nairobi|Mombasa"))
    seen = review.look(desk, who.person, id)
    part = next(p for p in seen.compared.parts if p.table == "practices")
    assert part.kind is Kind.CHANGED
    assert {c.field: (c.before, c.after) for c in part.changes} == {
        "start": ((), ("2026",)),
        "sites": ((), ("Nairobi", "Mombasa")),
    }
    assert {RiskKind.SITE} == {risk.kind for risk in seen.compared.risks}
    assert next(p for p in seen.compared.parts if p.table == "sources").kind is Kind.UNCHANGED
    assert seen.names["sama"] == "Sama"
    assert PRACTICE not in {shown.claim.id for shown in seen.near}
    assert seen.near


def test_a_part_that_is_left_out_has_its_reason(lone_desk: Desk) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    both = practice()
    both = both.adding("practices", {**both.rows("practices")[0], "id": SECOND, "practice": "screen_recording"})
    both = both.adding("citations", cited(SECOND, "report-x")).adding(d.GROUPS, {"claim": SECOND, "size": "90"})
    id, version = claimed(desk, who, both)
    with pytest.raises(Invalid, match="reason"):
        review.accept(desk, who.person, id, version, [SECOND])
    with pytest.raises(Invalid, match="proposes no"):
        review.accept(desk, who.person, id, version, ["p-00000009z"], EARLY, d.Reason.UNCLEAR)
    left = review.all_but(desk, who.person, id, [f"practices {PRACTICE}", "report-x"])
    assert left == {f"practices {SECOND}"}
    with pytest.raises(Refused, match="Nothing is chosen"):
        review.accept(desk, who.person, id, version, review.all_but(desk, who.person, id, []), EARLY, d.Reason.UNCLEAR)
    review.accept(desk, who.person, id, version, left, EARLY, d.Reason.UNCLEAR)
    with desk.store.view() as view:
        assert {PRACTICE, SECOND} & set(view.snapshot().claims) == {PRACTICE}


def test_the_queue_is_filtered(lone_desk: Desk, clock: Clock) -> None:
    desk, ada, bob = lone_desk, reviewer_at(lone_desk, "ada"), reviewer_at(lone_desk, "bob")
    old = claimed(desk, bob, practice(size=7))[0]
    clock.pass_(days=8)
    paid = reports.submit_report(desk, Sender(), pay())[0].id
    own = reports.submit_report(desk, Sender(ada), practice())[0].id

    def found(**wanted: object) -> set[str]:
        return {one.id for one in review.list_queue(desk, ada.person, d.Wanted(**wanted)).reports}

    assert found() == {old, paid, own}
    assert found(state="in_review") == found(age=7) == found(mine="second") == {old}
    assert found(kind="own_pay") == found(mine="free") == {paid}
    assert found(account="with") == {own}
    assert found(mine="mine") == found(age=9) == set()
    assert [one.days for one in review.list_queue(desk, ada.person).reports] == [8, 0, 0]
    assert review.next_report(desk, ada.person) == paid
    assert review.next_report(desk, ada.person, paid) == ""
    assert review.next_report(desk, bob.person, paid) in (own, old)


def test_only_an_account_that_may_review_is_acted_for(lone_desk: Desk) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    with pytest.raises(Forbidden, match="codes"):
        review.act_as(desk, who.person.email)
    set_up_codes(desk, who.person)
    assert review.act_as(desk, who.person.email).id == who.person.id
    people.deactivate(desk, who.person.id)
    with pytest.raises(Forbidden):
        review.act_as(desk, who.person.email)
    with pytest.raises(Forbidden):
        review.act_as(desk, join(desk, "sender@labour.example").person.email)


def test_drafts_are_nobodys_business(lone_desk: Desk) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    begun = reports.begin(desk, Sender())
    for ask in (review.look, review.claim):
        with pytest.raises(NotFound):
            ask(desk, who.person, begun.id)
    with pytest.raises(NotFound):
        review.give_note(desk, begun.id)


def test_the_log_changes_with_every_decision_and_says_no_sender(lone_desk: Desk, clock: Clock) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    sender = join(desk, "sender@labour.example")
    states = {log_state(desk)}
    report, _ = reports.submit_report(desk, Sender(sender), pay())
    states.add(log_state(desk))
    clock.pass_(days=4)
    states.add(log_state(desk))
    with desk.store.view() as view:
        log = show_log(desk, view)
        assert (log.waiting, log.median_days, log.total) == (1, 4, 0)
    review.claim(desk, who.person, report.id)
    version = review.look(desk, who.person, report.id).report.version
    review.accept(desk, who.person, report.id, version)
    states.add(log_state(desk))
    assert len(states) == 4
    with desk.store.view() as view:
        log = show_log(desk, view)
    assert (log.waiting, log.median_days, log.counts) == (0, None, {"accepted": 1})
    (one,) = log.decisions
    assert one == d.Decided(
        report=report.id, decision=d.Decision.ACCEPTED, day=clock().date()
    )  # no revision, no reason
    assert not {who.person.id, sender.person.id, "Sender", "Rev"} & set(log.model_dump_json().split('"'))


def test_what_was_undone_is_said_wherever_it_was_published(desk: Desk, clock: Clock) -> None:
    who = reviewer_at(desk)
    id, version = claimed(desk, who, practice())
    made = review.accept(desk, who.person, id, version, words=EARLY)

    def said() -> tuple[int | None, date | None]:
        with desk.store.view() as view:
            (one,) = show_log(desk, view).decisions
        assert one == review.look(desk, who.person, id).report.decisions[-1]
        return one.undone_by, one.undone_on

    def undo(seq: int | None) -> int | None:
        return undo_revision(desk.store, str(seq), "editor", "an error", clock(), desk.chance).made

    assert said() == (None, None)
    with desk.store.view() as view:
        assert (plan_undo(view, str(made)).report, plan_undo(view, "1").report) == (id, "")
    clock.pass_(days=2)
    undone = undo(made)
    assert said() == (undone, clock().date())
    again = undo(undone)  # an undo that is undone: the report stands again
    assert said() == (None, None)
    assert undo(again) == made + 3
    with desk.store.view() as view:
        assert PRACTICE not in view.snapshot().claims or view.snapshot().claims[PRACTICE].withdrawn_reason
        assert not view.verify().problems


def test_pay_of_ones_own_stays_when_the_revision_is_undone(lone_desk: Desk, clock: Clock) -> None:
    desk, who = lone_desk, reviewer_at(lone_desk)
    paid = pay()
    both = paid.adding("practices", *practice(source="report-y").rows("practices"))
    both = both.adding("citations", cited(PRACTICE, "report-y"))
    both = both.adding(d.GROUPS, *practice().rows(d.GROUPS))
    id, version = claimed(desk, who, both)
    made = review.accept(desk, who.person, id, version, words=EARLY)
    assert made is not None
    undo_revision(desk.store, str(made), "editor", "an error", clock(), desk.chance)
    with desk.store.writer("editor", "for a test", clock(), desk.chance) as writer:
        assert len(writer.own_reports()) == 1


def test_a_long_queue_comes_in_pages_with_as_few_queries_as_a_short_one(desk: Desk, clock: Clock) -> None:
    who = reviewer_at(desk)

    def queries(ask: Callable[[], object]) -> int:
        seen: list[str] = []

        def listen(connection: object, cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        ask()  # what is kept in memory is there
        sa.event.listen(sa.Engine, "before_cursor_execute", listen)
        try:
            ask()
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", listen)
        return len(seen)

    def fill(count: int, content: d.Content) -> None:
        with desk.store.reports(change=True) as held:
            for _ in range(count):
                id = make_id("report", desk.chance())
                held.add(id, Holder(code_hash=desk.chance()), "", clock().date())
                held.change(held.get(id).report, content=content, sent_on=clock().date(), state=d.State.SUBMITTED)

    asked = (d.Wanted(), d.Wanted(kind="practices"), d.Wanted(mine="free", account="without"))
    fill(3, practice())
    clock.pass_(days=5)
    few = [queries(lambda w=w: review.list_queue(desk, who.person, w)) for w in asked]
    few.append(queries(lambda: review.next_report(desk, who.person)))
    fill(1_990, practice())
    fill(7, pay())
    many = [queries(lambda w=w: review.list_queue(desk, who.person, w)) for w in asked]
    many.append(queries(lambda: review.next_report(desk, who.person)))
    assert many == few
    pages = [review.list_queue(desk, who.person, page=number) for number in range(1, 21)]
    assert {(one.total, one.fitting, one.pages) for one in pages} == {(2_000, 2_000, 20)}
    assert len({one.id for page in pages for one in page.reports}) == 2_000
    assert [one.days for one in pages[0].reports][:4] == [5, 5, 5, 0]
    paid = review.list_queue(desk, who.person, d.Wanted(kind="own_pay"))
    assert (paid.total, paid.fitting, len(paid.reports), paid.pages) == (2_000, 7, 7, 1)
    assert review.list_queue(desk, who.person, d.Wanted(age=5)).fitting == 3
    with pytest.raises(NotFound):
        review.list_queue(desk, who.person, page=21)
