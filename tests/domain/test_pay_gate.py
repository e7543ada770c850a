"""The gate for pay that workers reported: thresholds, bands, batches, and people who try to compute things back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain.pay_gate import (
    CountClass,
    Crossing,
    Gate,
    OwnReport,
    Release,
    count_class,
    cut_off,
    person_of,
    publishable,
    two_digits,
)
from supplychain.domain.records import Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.trace import trace
from tests import factories as f
from tests.disclosure import attack, people

TODAY = date(2024, 7, 15)
EARLY, LATE = date(2024, 1, 10), date(2024, 6, 1)


def report(number: int, amount: object = 180, employer: str = "sama", **changes: Any) -> tuple[Wage, OwnReport]:
    """A worker's report of shillings an hour in Kenya in 2023."""
    own = {
        "submitter": f"p-{number}",
        "group": f"{employer} Nairobi",
        "group_size": 80,
        "received": EARLY,
        "channel": "",
    }
    own |= {name: changes.pop(name) for name in list(changes) if name in own}
    base = {
        "currency": "KES",
        "countries": ("KE",),
        "start": "2023",
        "end": "2023",
        "work_types": ("image annotation",),
    }
    base |= {"low": str(amount), "high": str(amount)}
    wage = f.wage(f"w-own-{number}", employer, **base | changes)
    return wage, OwnReport(**own)


def gate(
    reports: Iterable[tuple[Wage, OwnReport]], released: Sequence[Release] = (), today: date = TODAY, *printed: Wage
) -> Gate:
    """Send reports through the gate."""
    listed = list(reports)
    own = {wage.id: own for wage, own in listed}
    return publishable([*(wage for wage, _ in listed), *printed], own, today, released)


def by_employer(found: Gate) -> list[str | None]:
    """The employers of the figures that are shown."""
    return [c.key.employer for c in found.published.cells if c.key.crossing is Crossing.EMPLOYER]


# -- thresholds ----------------------------------------------------------------------------------------------------------


def test_five_people_of_fifty() -> None:
    shown = gate(report(n, 150 + n) for n in range(5)).published
    assert [c.key.crossing for c in shown.cells] == [Crossing.EMPLOYER]
    (cell,) = shown.cells
    assert (cell.key.employer, cell.key.year, cell.key.currency, cell.key.unit) == ("sama", 2023, "KES", "hour")
    assert (cell.submitters, cell.median, cell.band_low) == (CountClass.FIVE, 150, None)  # 152, to two digits
    assert not shown.held_back


@pytest.mark.parametrize(
    "reports",
    [
        [report(n) for n in range(4)],
        [report(n, submitter="p-one") for n in range(9)],
        [report(n, group_size=49) for n in range(9)],
        [report(n, group_size=None) for n in range(9)],
        [report(n, received=LATE) for n in range(4)] + [report(9)],
        [report(n, countries=()) for n in range(9)],
        [report(n, start="", end="") for n in range(9)],
        [report(n, high="200") for n in range(9)],
    ],
)
def test_too_few_too_small_unknown_or_too_early(reports: list[tuple[Wage, OwnReport]]) -> None:
    shown = gate(reports).published
    assert not shown.cells
    assert [h.employer for h in shown.held_back] == ["sama"]


def test_what_came_in_after_the_cut_off_leaves_no_trace() -> None:
    assert cut_off(date(2024, 7, 15)) == cut_off(date(2024, 9, 30)) == date(2024, 4, 2)
    before = gate(report(n) for n in range(5))
    after = gate([*(report(n) for n in range(5)), *(report(n, received=LATE) for n in range(5, 20))])
    assert after.published.model_copy(update={"wages": ()}) == before.published
    assert not gate(report(n, received=LATE) for n in range(3)).published.held_back


def test_bands_come_with_numbers_and_never_show_the_ends() -> None:
    ten = gate(report(n, 100 + 10 * n) for n in range(10)).published.cells[0]
    assert (ten.band_percent, ten.band_low, ten.median, ten.band_high) == (50, 120, 150, 170)
    twenty = gate(report(n, 100 + 10 * n) for n in range(20)).published.cells[0]
    assert (twenty.band_percent, twenty.band_low, twenty.band_high) == (80, 110, 270)
    assert twenty.submitters is CountClass.TEN


@settings(deadline=None)
@given(st.lists(st.integers(100, 99_999), min_size=1, max_size=40))
def test_no_figure_shows_an_exact_pay(amounts: list[int]) -> None:
    for cell in gate(report(n, x) for n, x in enumerate(amounts)).published.cells:
        for shown in (cell.median, cell.band_low, cell.band_high):
            assert shown is None or len(str(int(shown)).rstrip("0")) <= 2


def test_pay_that_a_source_prints_passes_and_is_never_mixed_in() -> None:
    printed = f.wage(
        "w-printed", "sama", low="1", high="1", currency="KES", countries=("KE",), start="2023", end="2023"
    )
    shown = gate([report(n, 180) for n in range(5)], (), TODAY, printed).published
    assert shown.wages == (printed,)
    assert {c.median for c in shown.cells} == {180}
    few = gate([report(n) for n in range(4)], (), TODAY, printed).published
    assert few.wages == (printed,)
    assert not few.cells


def test_nothing_of_the_people_goes_out() -> None:
    text = gate(report(n, channel="union-x") for n in range(12)).published.model_dump_json()
    assert not any(word in text for word in ("p-1", "w-own", "union-x", "Nairobi", "2024", "received"))


def test_figures_of_different_currency_unit_or_basis_are_never_one() -> None:
    mixed = [report(n, currency="KES" if n % 2 else "USD") for n in range(8)]
    assert not gate(mixed).published.cells
    units = [report(n, unit="hour" if n % 2 else "month") for n in range(8)]
    assert not gate(units).published.cells
    bases = [report(n, basis="gross" if n % 2 else "net") for n in range(8)]
    assert not gate(bases).published.cells


def test_one_person_counts_once_with_the_newest_report() -> None:
    again = report(90, 900, submitter="p-0", received=date(2024, 3, 1))
    five = [report(n, amount) for n, amount in enumerate([100, 100, 200, 300, 300])]
    assert gate(five).published.cells[0].median == 200
    shown = gate([*five, again]).published.cells[0]
    assert (shown.submitters, shown.median) == (CountClass.FIVE, 300)
    four = gate([*(report(n, 100) for n in range(4)), report(90, 900, submitter="p-0")]).published
    assert not four.cells
    assert [(h.employer, h.reports) for h in four.held_back] == [("sama", CountClass.FEW)]


def test_one_organisation_behind_most_reports_is_said() -> None:
    drive = [report(n, channel="drive" if n < 3 else "") for n in range(5)]
    assert gate(drive).published.cells[0].dominated
    assert not gate(report(n, channel="drive" if n < 2 else "") for n in range(5)).published.cells[0].dominated


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1-4"), (4, "1-4"), (5, "5-9"), (10, "10-24"), (25, "25-49"), (49, "25-49"), (50, "50+")],
)
def test_counts_are_classes(count: int, expected: str) -> None:
    assert count_class(count) == expected


def test_two_digits() -> None:
    assert [f"{two_digits(Decimal(x)):f}" for x in ("181.45", "1.297", "0.05", "15201", "9.96")] == [
        "180", "1.3", "0.05", "15000", "10",
    ]  # fmt: skip


def test_pay_that_is_shown_in_groups_is_known_and_pay_that_is_held_back_is_not() -> None:
    plain = f.snapshot(
        f.entity("chatgpt"),
        f.entity("openai", "vendor"),
        *(f.entity(id, "outsourcer") for id in ("sama", "majorel")),
        f.link("l-1", "chatgpt", "provided_by", "openai", "chatgpt"),
        *(f.link(f"l-{id}", "openai", "data_work_by", id, "chatgpt") for id in ("sama", "majorel")),
    )
    found = gate([*(report(n) for n in range(6)), report(9, 400, "majorel")]).published
    own = replace(plain, cells=found.cells, held_back=found.held_back)

    def without(state: Snapshot) -> tuple[str, ...]:
        return next(gap.about for gap in trace(state, "chatgpt").gaps if gap.code == "no_wage_report")

    assert (without(plain), without(own)) == (("majorel", "sama"), ("majorel",))
    employers = {e.entity.id: (len(e.cells), len(e.held_back)) for e in trace(own, "chatgpt").employers}
    assert employers == {"sama": (1, 0), "majorel": (0, 1)}


# -- subtraction ---------------------------------------------------------------------------------------------------------


def test_a_total_that_gives_a_small_employer_away_is_not_shown() -> None:
    """Ten at Sama and two at another firm in Kenya: the total of twelve minus Sama would be the two."""
    reports = [report(n) for n in range(10)] + [report(n, 400, "other") for n in (20, 21)]
    shown = gate(reports).published
    assert [(c.key.crossing, c.key.employer) for c in shown.cells] == [(Crossing.EMPLOYER, "sama")]
    assert [(h.employer, h.reports) for h in shown.held_back] == [("other", CountClass.FEW)]


def test_a_total_is_shown_where_the_rest_is_large_enough() -> None:
    reports = [report(n) for n in range(10)] + [report(n, 400, f"firm-{n % 3}") for n in range(20, 29)]
    shown = gate(reports).published
    assert {c.key.crossing for c in shown.cells} == set(Crossing)
    assert by_employer(gate(reports)) == ["sama"]
    assert [h.employer for h in shown.held_back] == ["firm-0", "firm-1", "firm-2"]  # as before the total was shown


def test_a_total_that_adds_nobody_is_not_shown() -> None:
    """Else one that is missing would say that there are a few people more, and one that is there that there is nobody."""
    sama, other = [report(n) for n in range(10)], [report(n, 400, "other") for n in range(20, 30)]
    for outside in ([], [report(40, 400, "third")]):
        for inside in (sama, [*sama, *other]):
            shown = gate([*inside, *outside]).published.cells
            assert {c.key.crossing for c in shown} == {Crossing.EMPLOYER}
            assert shown == gate(inside).published.cells


def test_a_rest_with_too_few_people_in_its_groups_hides_the_total() -> None:
    reports = [report(n) for n in range(10)] + [report(n, 400, "tiny", group_size=8) for n in range(20, 26)]
    assert [c.key.crossing for c in gate(reports).published.cells] == [Crossing.EMPLOYER]


def test_groups_that_cross_are_never_both_shown() -> None:
    """Sama does labelling and moderation, others too: rows and columns of one table."""
    work = ["image annotation", "content moderation"]
    reports = [report(10 * e + n, 100, f"firm-{e}", work_types=(work[n % 2],)) for e in range(2) for n in range(10)]
    assert {c.key.crossing for c in gate(reports).published.cells} == {Crossing.EMPLOYER}


def test_a_later_figure_must_not_differ_by_a_few_people() -> None:
    first = gate(report(n, 100) for n in range(6))
    one_more = [*(report(n, 100) for n in range(6)), report(50, 900)]
    second = gate(one_more, first.releases)
    assert second.published.cells == first.published.cells
    assert second.releases == first.releases
    assert second.published.held_back[0].reports is CountClass.FEW
    many_more = [*(report(n, 100) for n in range(6)), *(report(50 + n, 900) for n in range(7))]
    third = gate(many_more, first.releases)
    assert third.published.cells[0].submitters is CountClass.TEN
    assert {c.median for c in third.published.cells} == {900}
    gone = gate([], third.releases)  # the raw reports were deleted: what was shown stays
    assert gone.published.cells == third.published.cells
    others = gate(
        [report(90 + n, 500) for n in range(8)], third.releases
    )  # other people: no figure in place of the old
    assert set(third.published.cells) < set(others.published.cells)
    assert by_employer(others) == ["sama"]


def test_a_group_inside_one_that_is_shown_must_leave_enough_of_it() -> None:
    """Six moderators and three labellers, all at Sama: the employer's figure less the moderators' would be the three."""
    reports = [report(n, work_types=("content moderation",)) for n in range(6)] + [report(n) for n in range(6, 9)]
    assert [c.key.crossing for c in gate(reports).published.cells] == [Crossing.EMPLOYER]
    more = [*reports, *(report(n) for n in range(9, 12))]
    assert {c.key.crossing for c in gate(more).published.cells} == {Crossing.EMPLOYER, Crossing.WORK}


def test_an_employer_that_becomes_large_enough_later_must_not_give_away_the_rest() -> None:
    """Two firms of 30 are shown together; when one turns out to have 80 people, showing it would show the other."""
    both = [report(n, 100, f"firm-{n % 2}", group_size=30) for n in range(12)]
    first = gate(both)
    assert [c.key.crossing for c in first.published.cells] == [Crossing.WORK]
    known = [report(n, 100, f"firm-{n % 2}", group_size=30 if n % 2 else 80) for n in range(12)]
    assert gate(known, first.releases).published.cells == first.published.cells
    assert by_employer(gate(known)) == ["firm-0"]


FIRMS = ["sama", "cloudfactory", "majorel"]
WORK = ["image annotation", "content moderation"]


@st.composite
def submissions(draw: Any, first: int = 0) -> list[tuple[Wage, OwnReport]]:
    """Reports at a few employers, unevenly spread, in groups of known or unknown size."""
    places = [(e, w) for e in FIRMS for w in WORK]
    counts = draw(st.lists(st.tuples(st.sampled_from(places), st.integers(1, 9)), max_size=4))
    spread = [place for place, count in counts for _ in range(count)]
    sizes = {e: draw(st.sampled_from([None, 20, 60, 300])) for e in FIRMS}
    people = draw(st.integers(max(1, len(spread) - 3), max(1, len(spread)) + 2))
    return [
        report(
            first + n, draw(st.integers(100, 999)), employer, work_types=(work,), group_size=sizes[employer],
            submitter=f"p-{(first + n) % people if n > people else first + n}",
        )
        for n, (employer, work) in enumerate(spread)
    ]  # fmt: skip


def test_the_attack_finds_what_it_should() -> None:
    own = people(*(report(n) for n in range(12)))
    everybody, ten = frozenset(own), frozenset(sorted(own)[:10])
    attack([ten], own)
    with pytest.raises(AssertionError):
        attack([everybody, ten], own)
    left, right = frozenset(sorted(own)[:7]), frozenset(sorted(own)[5:])
    with pytest.raises(AssertionError):
        attack([everybody, left, right], own)


@settings(max_examples=60, deadline=None)
@given(submissions())
def test_nobody_can_subtract_his_way_to_a_few_people(reports: list[tuple[Wage, OwnReport]]) -> None:
    found = gate(reports)
    attack([r.members for r in found.releases], people(*reports))


@settings(max_examples=40, deadline=None)
@given(submissions(), submissions(first=100))
def test_nor_from_one_batch_to_the_next(
    reports: list[tuple[Wage, OwnReport]], later: list[tuple[Wage, OwnReport]]
) -> None:
    first = gate(reports)
    both = [*reports, *later]
    second = gate(both, first.releases)
    assert [r.cell for r in second.releases][: len(first.releases)] == [r.cell for r in first.releases]
    attack([r.members for r in second.releases], people(*both))


@settings(max_examples=60, deadline=None)
@given(submissions())
def test_everything_is_shown_or_counted_as_held_back(reports: list[tuple[Wage, OwnReport]]) -> None:
    found = gate(reports)
    shown = {(person, r.cell.key.employer) for r in found.releases for person in r.members}
    missing = {wage.employer for wage, own in reports if (person_of(own, 2023), wage.employer) not in shown}
    assert {h.employer for h in found.published.held_back} == missing
    for release in found.releases:
        groups = {own.group: own.group_size or 0 for _, own in reports if person_of(own, 2023) in release.members}
        assert sum(groups.values()) >= 50


@settings(deadline=None)
@given(submissions(), st.randoms())
def test_the_order_of_reports_does_not_matter(reports: list[tuple[Wage, OwnReport]], random: Any) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert gate(shuffled) == gate(reports)


# -- people, not reports -------------------------------------------------------------------------------------------------


def later(found: Gate, reports: Iterable[tuple[Wage, OwnReport]]) -> Gate:
    """The next batch, which knows what the one before showed and held back."""
    listed = list(reports)
    own = {wage.id: own for wage, own in listed}
    return publishable([wage for wage, _ in listed], own, TODAY, found.releases, found.held)


def test_the_same_pay_in_another_unit_gives_nobody_away() -> None:
    """Six report by the hour and five of them by the month: hour less month would be the sixth."""
    hours = [report(n, 100 + n) for n in range(6)]
    months = [report(50 + n, 16000 + n, submitter=f"p-{n}", unit="month") for n in range(5)]
    assert {c.key.unit for c in gate([*hours, *months]).published.cells} <= {"month"}
    first = gate(hours)
    assert {c.key.unit for c in later(first, [*hours, *months]).published.cells} == {"hour"}
    abroad = [report(50 + n, 2, submitter=f"p-{n}", currency="USD") for n in range(5)]
    assert {c.key.currency for c in later(first, [*hours, *abroad]).published.cells} == {"KES"}


def test_who_changes_employer_is_shown_at_one_only() -> None:
    first = gate(report(n) for n in range(6))
    moved = [report(60, 400, "majorel", submitter="p-5"), *(report(61 + n, 400, "majorel") for n in range(4))]
    second = later(first, [*(report(n) for n in range(6)), *moved])
    assert by_employer(second) == ["sama"]
    assert [(h.employer, h.reports) for h in second.published.held_back] == [("majorel", CountClass.FIVE)]
    attack([r.members for r in second.releases], people(*(report(n) for n in range(6)), *moved))
    third = later(second, [*(report(n) for n in range(6)), *moved, report(65, 400, "majorel")])
    assert by_employer(third) == ["majorel", "sama"]


def test_somebody_who_reports_again_does_not_stop_the_figure() -> None:
    six = [report(n, 100) for n in range(6)]
    first = gate(six)
    again = [*six, report(70, 900, submitter="p-0"), *(report(71 + n, 900) for n in range(6))]
    assert {c.median for c in later(first, again).published.cells} == {900}
    assert later(first, [*six, report(70, 900, submitter="p-0")]).published.cells == first.published.cells


def test_what_is_taken_back_leaves_no_trace() -> None:
    """An employer who makes somebody take his report back must not see that it was his."""
    four = [report(n) for n in range(4)]
    first = gate(four)
    assert later(first, []).published.held_back == first.published.held_back
    assert later(first, four[1:]).published.held_back == first.published.held_back
    six = gate([report(n, 100) for n in range(6)])
    assert later(six, [report(n, 100) for n in range(1, 6)]).published == six.published
    more = [report(n, 100) for n in range(1, 30)]  # the figure stays: the new one would lack somebody
    assert later(six, more).published.cells == six.published.cells


def test_who_was_held_back_and_is_shown_is_held_back_no_longer() -> None:
    four = [report(n) for n in range(4)]
    shown = later(gate(four), [*four, *(report(10 + n) for n in range(3))])
    assert by_employer(shown) == ["sama"]
    assert not shown.published.held_back


@pytest.mark.parametrize(
    "sizes",
    [
        [10, 10, 10, 10, 9_000],  # one of them lies
        [None, None, None, 49, 10_000],
    ],
)
def test_one_false_size_does_not_open_a_small_group(sizes: list[int | None]) -> None:
    assert not gate(report(n, group_size=size) for n, size in enumerate(sizes)).published.cells


def test_the_same_people_in_two_quarters_are_not_twice_as_many() -> None:
    both = [report(n, group=f"sama Nairobi Q{n % 2}", group_size=30) for n in range(10)]
    assert not gate(both).published.cells
    assert gate([*both, report(10, group="sama Nairobi and Mombasa", group_size=50)]).published.cells


@st.composite
def lives(draw: Any) -> list[list[tuple[Wage, OwnReport]]]:
    """What is there in each of a few batches: people report, report again, elsewhere or in another unit, and take back."""
    batches: list[list[tuple[Wage, OwnReport]]] = []
    there: list[tuple[Wage, OwnReport]] = []
    number = 0
    for _ in range(draw(st.integers(2, 4))):
        gone = draw(st.sets(st.integers(0, 11), max_size=2))
        there = [item for n, item in enumerate(there) if n not in gone]
        for person in draw(st.lists(st.integers(0, 17), max_size=14)):
            number += 1
            there.append(
                report(
                    number, 100 + number, draw(st.sampled_from(FIRMS[:2])), submitter=f"p-{person}",
                    work_types=(draw(st.sampled_from(WORK)),), unit=draw(st.sampled_from(["hour", "hour", "month"])),
                )
            )  # fmt: skip
        batches.append(list(there))
    return batches


@settings(max_examples=80, deadline=None)
@given(lives())
def test_no_person_can_be_computed_whatever_people_do_between_batches(
    batches: list[list[tuple[Wage, OwnReport]]],
) -> None:
    found = gate([])
    held: dict[str, int] = {}
    for reports in batches:
        found = later(found, reports)
        for cell in found.published.cells:
            assert cell.submitters is not CountClass.FEW
        taken_back = {e: held[e] for e in held if e not in {wage.employer for wage, _ in reports}}
        assert all(len(found.held[e]) >= n for e, n in taken_back.items())
        held = {e: len(members) for e, members in found.held.items()}
    attack([r.members for r in found.releases], people(*(item for batch in batches for item in batch)))
