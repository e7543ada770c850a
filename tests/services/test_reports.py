"""A report from its first word to the history: sent without an account, returned, mended, accepted by somebody else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain import reports as d
from supplychain.domain.errors import Conflict, Invalid, NotFound, Refused
from supplychain.domain.people import Role
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.release import release_pay
from supplychain.services.report_log import show_log
from supplychain.services.reports import Sender
from supplychain.services.sign_in import Identity
from supplychain.store.database import Store
from tests.desk import Clock, desk_for, join
from tests.reports import EARLY

PRACTICE, WAGE = "p-00000000r", "w-00000000r"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, clock)


@pytest.fixture
def reviewer(desk: Desk) -> Identity:
    return join(desk, "rev@labour.example", Role.REVIEWER)


@pytest.fixture
def other(desk: Desk) -> Identity:
    return join(desk, "second@labour.example", Role.REVIEWER)


def practice(**changes: str) -> d.Content:
    """Somebody at Sama tells that the camera films them."""
    row = {"id": PRACTICE, "employer": "sama", "practice": "webcam_capture", "countries": "KE", "asserted_by": "worker"}
    source = {
        "id": "report-x",
        "title": "Report to this database",
        "kind": "worker_testimony",
        "seen": "yes",
        "quality": "original",
    }
    cited = {"claim": PRACTICE, "source": "report-x", "locator": "the report"}
    content = d.Content().adding("sources", source).adding("practices", {**row, **changes}).adding("citations", cited)
    return content.adding(d.GROUPS, {"claim": PRACTICE, "size": "200"})


def pay(id: str = WAGE) -> d.Content:
    """Somebody tells what they earn."""
    row = {
        "id": id,
        "employer": "sama",
        "countries": "KE",
        "low": "250",
        "high": "250",
        "currency": "USD",
        "unit": "month",
        "basis": "net",
    }
    cited = {"claim": id, "source": "report-y", "locator": "the report"}
    source = {
        "id": "report-y",
        "title": "Report to this database",
        "kind": "worker_testimony",
        "seen": "yes",
        "quality": "original",
    }
    content = (
        d.Content()
        .adding("sources", source)
        .adding("wages", {**row, "start": "2026", "end": "2026"})
        .adding("citations", cited)
    )
    return content.adding(d.OWN_PAY, {"wage": id}).adding(d.GROUPS, {"claim": id, "size": "80"})


def decisions(desk: Desk) -> tuple[d.Decided, ...]:
    """The public log."""
    with desk.store.view() as view:
        return show_log(desk, view).decisions


def test_a_report_goes_its_way(desk: Desk, reviewer: Identity, clock: Clock) -> None:
    begun = reports.begin(desk, Sender())
    me = Sender(code=reports.follow(desk, begun.code.upper().replace("-", " ")))
    reports.save(desk, me, begun.id, practice())
    reports.send(desk, me, begun.id)
    assert [w.id for w in review.list_queue(desk, reviewer.person).reports] == [begun.id]

    review.claim(desk, reviewer.person, begun.id)
    seen = review.look(desk, reviewer.person, begun.id)
    part = next(p for p in seen.compared.parts if p.table == "practices")
    assert (part.kind, part.grade_after) == ("new", "C")
    assert part.alike  # other sources say that Sama films
    review.return_(desk, reviewer.person, begun.id, seen.report.version, d.Reason.UNCLEAR, "In which year?")

    report = reports.open_report(desk, me, begun.id)
    assert (report.state, report.decisions[0].words) == (d.State.RETURNED, "In which year?")
    reports.save(desk, me, begun.id, practice(start="2026", end="2026"))
    reports.send(desk, me, begun.id)
    review.claim(desk, reviewer.person, begun.id)
    seen = review.look(desk, reviewer.person, begun.id)
    before = desk.store.url
    revision = review.accept(desk, reviewer.person, begun.id, seen.report.version, words=EARLY)
    assert revision == 2
    assert before == desk.store.url
    with desk.store.view() as view:
        snapshot = view.snapshot()
        assert snapshot.claims[PRACTICE].start == "2026"
        assert view.revisions()[-1].actor == "reviewer"
        assert not view.verify().problems
    assert reports.open_report(desk, me, begun.id).state is d.State.ACCEPTED
    assert [x.decision for x in decisions(desk)] == [d.Decision.ACCEPTED, d.Decision.RETURNED]


def test_own_pay_is_held_back_and_leaves_nothing_public(desk: Desk, reviewer: Identity, clock: Clock) -> None:
    report, code = reports.submit_report(desk, Sender(), pay())
    review.claim(desk, reviewer.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    assert review.accept(desk, reviewer.person, report.id, version, words=EARLY) is None  # no revision
    with desk.store.view() as view:
        snapshot = view.snapshot()
        assert WAGE not in snapshot.claims
        assert "report-y" not in snapshot.sources
    kept = reports.open_report(desk, Sender(code=code), report.id)
    assert kept.content == d.Content()
    clock.pass_(days=200)
    release_pay(desk.store, None, desk.clock(), desk.chance)
    with desk.store.view() as view:
        assert [(h.employer, h.reports) for h in view.snapshot().held_back] == [("sama", "1-4")]


def test_nobody_decides_on_an_own_report(desk: Desk, reviewer: Identity, other: Identity) -> None:
    report, code = reports.submit_report(desk, Sender(reviewer), practice())
    assert code == ""
    with pytest.raises(Refused, match="of their own"):
        review.claim(desk, reviewer.person, report.id)
    review.claim(desk, other.person, report.id)
    with pytest.raises(Refused, match="Nobody decides"):
        review.refuse(desk, reviewer.person, report.id, 1, d.Reason.SPAM, "")


def test_of_two_reviewers_one_wins(desk: Desk, reviewer: Identity, other: Identity) -> None:
    report, _ = reports.submit_report(desk, Sender(), practice())
    review.claim(desk, reviewer.person, report.id)
    with pytest.raises(Refused, match="somebody else was quicker"):
        review.claim(desk, other.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    review.accept(desk, reviewer.person, report.id, version, words=EARLY)
    with pytest.raises(Refused, match="somebody else was quicker"):
        review.refuse(desk, reviewer.person, report.id, version, d.Reason.SPAM, "")


def test_a_small_group_needs_a_second_reader(desk: Desk, reviewer: Identity, other: Identity) -> None:
    report, _ = reports.submit_report(
        desk, Sender(), practice().with_rows(d.GROUPS, [{"claim": PRACTICE, "size": "7"}])
    )
    review.claim(desk, reviewer.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    with pytest.raises(Refused, match="second reader"):
        review.accept(desk, reviewer.person, report.id, version, words=EARLY)
    with pytest.raises(Refused, match="somebody else"):
        review.agree(desk, reviewer.person, report.id, version)
    review.agree(desk, other.person, report.id, version)
    with pytest.raises(Refused, match="changed in the meantime"):
        review.accept(desk, reviewer.person, report.id, version, words=EARLY)
    assert review.accept(desk, reviewer.person, report.id, version + 1, words=EARLY) == 2


def test_what_reaches_a_person_cannot_be_sent(desk: Desk) -> None:
    with pytest.raises(Invalid, match="e-mail"):
        reports.submit_report(desk, Sender(), practice(description="Ask boss@firm.example"))
    with pytest.raises(Invalid, match="confirm"):
        reports.submit_report(desk, Sender(), practice(description="Told to Mr Kamau"))
    with desk.store.reports() as found:
        assert found.waiting() == []


def test_nobody_opens_the_report_of_another(desk: Desk, reviewer: Identity) -> None:
    report, _ = reports.submit_report(desk, Sender(), practice())
    for stranger in (Sender(), Sender(code="0000-0000-0000-0000-0000-0000"), Sender(reviewer)):
        with pytest.raises(NotFound):
            reports.open_report(desk, stranger, report.id)
        with pytest.raises(NotFound):
            reports.withdraw(desk, stranger, report.id)


def test_a_report_that_was_taken_back_says_nothing_any_more(desk: Desk, reviewer: Identity) -> None:
    report, code = reports.submit_report(desk, Sender(), practice())
    reports.withdraw(desk, Sender(code=code), report.id)
    kept = reports.open_report(desk, Sender(code=code), report.id)
    assert (kept.state, kept.content) == (d.State.WITHDRAWN, d.Content())
    assert review.list_queue(desk, reviewer.person).reports == ()


def test_part_of_a_report_can_be_accepted(desk: Desk, reviewer: Identity) -> None:
    both = practice()
    second = {**both.rows("practices")[0], "id": "p-00000001t", "practice": "screen_recording"}
    cited = {"claim": "p-00000001t", "source": "report-x", "locator": "the report"}
    both = (
        both.adding("practices", second)
        .adding("citations", cited)
        .adding(d.GROUPS, {"claim": second["id"], "size": "90"})
    )
    report, _ = reports.submit_report(desk, Sender(), both)
    review.claim(desk, reviewer.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    review.accept(desk, reviewer.person, report.id, version, {"p-00000001t"}, "Seen elsewhere.", d.Reason.ALREADY_THERE)
    with desk.store.view() as view:
        assert PRACTICE in view.snapshot().claims
        assert "p-00000001t" not in view.snapshot().claims
    assert decisions(desk)[0].decision is d.Decision.PARTLY_ACCEPTED


def test_a_source_that_is_left_out_but_needed_changes_nothing(desk: Desk, reviewer: Identity) -> None:
    report, _ = reports.submit_report(desk, Sender(), practice())
    review.claim(desk, reviewer.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    with pytest.raises(Conflict):
        review.accept(desk, reviewer.person, report.id, version, {"report-x"}, EARLY, d.Reason.UNCLEAR)
    assert review.look(desk, reviewer.person, report.id).report.state is d.State.IN_REVIEW
    with desk.store.view() as view:
        assert view.revision == 1


def test_what_a_decided_report_said_goes_after_half_a_year(desk: Desk, reviewer: Identity, clock: Clock) -> None:
    report, code = reports.submit_report(desk, Sender(), practice())
    review.claim(desk, reviewer.person, report.id)
    version = review.look(desk, reviewer.person, report.id).report.version
    review.refuse(desk, reviewer.person, report.id, version, d.Reason.NOT_CREDIBLE, "")
    clock.pass_(days=179)
    reports.begin(desk, Sender())
    assert reports.open_report(desk, Sender(code=code), report.id).content.count == 1
    clock.pass_(days=3)
    reports.begin(desk, Sender())
    assert reports.open_report(desk, Sender(code=code), report.id).content.count == 0
    assert len(decisions(desk)) == 1
