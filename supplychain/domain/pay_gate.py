"""The one gate for pay that workers reported to us: what may be shown, in bands, and what is held back, so that nothing can be
computed back. Pay that a named source prints passes through as it is and is never mixed in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, NamedTuple

from pydantic import Field

from supplychain.domain.coded import Country, Currency
from supplychain.domain.pay_quantity import Exact
from supplychain.domain.records import Record, Wage
from supplychain.domain.values import Slug, Words
from supplychain.domain.work_classes import work_class

LEAST_SUBMITTERS = 5
"""Submitters below which nothing is shown."""
LEAST_WORKERS = 50
"""People that the described group must have at the least."""
QUARTILES_FROM, DECILES_FROM = 10, 20
"""Submitters from which a band of quartiles, and of deciles, is shown beside the median."""
DELAY = timedelta(days=90)
"""Between the receipt of the last report of a batch and the quarter in which it is shown."""
_TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)

Members = frozenset[str]
"""People, each as `person_of` names one in one year. People and not reports: who reports twice, in two units or after a
change of employer, is one person still, whom two figures that differ by him would give away."""


class OwnReport(Record):
    """What marks a pay report as resting on a worker's own submission. Never shown, never exported."""

    submitter: Words = Field(
        description="A random key that stands for one person within the gate, and for nobody outside."
    )
    group: Words = Field(description="The described group: employer, site, kind of work and quarter together.")
    group_size: Annotated[int, Field(ge=1)] | None = Field(
        description="How many people are in the group; empty when unknown."
    )
    received: date = Field(description="Day of receipt.")
    channel: str = Field("", description="Union drive or organisation through which it came; empty when through none.")


class Crossing(StrEnum):
    """The fixed ways in which such pay is grouped; there is no free filter. The first is served first."""

    EMPLOYER = "employer_country_year"
    WORK = "country_work_year"


class CountClass(StrEnum):
    """How many, as a class: an exact number would help to tell who took part."""

    FEW = "1-4"
    FIVE = "5-9"
    TEN = "10-24"
    TWENTY_FIVE = "25-49"
    FIFTY = "50+"


COUNT_CLASSES: dict[CountClass, str] = {
    CountClass.FEW: "fewer than 5",
    CountClass.FIVE: "5 to 9",
    CountClass.TEN: "10 to 24",
    CountClass.TWENTY_FIVE: "25 to 49",
    CountClass.FIFTY: "50 or more",
}
"""Each class in words."""
HELD_BACK_WORDS = "%(count)s reports of workers are held back, to protect those who sent them."
"""The sentence that stands where reports are held back."""
DOMINATED_WORDS = "More than half of the reports came through one organisation."
"""The sentence beside a figure that one organisation's members could have shaped."""


class CellKey(Record):
    """What a figure is about. Figures of different currency, unit or basis never stand in one."""

    crossing: Crossing = Field(description="How reports are grouped.")
    employer: Slug | None = Field(None, description="The employer.")
    country: Country = Field(description="The country.")
    work: str = Field("", description="Class of work.")
    year: int = Field(description="The year.")
    currency: Currency = Field(description="Currency, ISO 4217.")
    unit: str = Field(description="Pay for one what.")
    basis: str = Field(description="Before or after tax.")


class Cell(Record):
    """A figure that may be shown: a median and, of enough reports, a band. Two significant digits, no lowest, no highest."""

    key: CellKey = Field(description="What it is about.")
    submitters: CountClass = Field(description="How many people stand behind it, as a class.")
    median: Exact = Field(description="The median.")
    band_low: Exact | None = Field(None, description="Lower end of the band.")
    band_high: Exact | None = Field(None, description="Upper end of the band.")
    band_percent: int | None = Field(None, description="How many percent of the reports lie in the band: 50 or 80.")
    dominated: bool = Field(False, description="More than half of the reports came through one organisation.")


class HeldBack(Record):
    """Reports that stand in no figure about their employer. One that was taken back counts on, or it would be seen to go."""

    employer: Slug = Field(description="The employer.")
    reports: CountClass = Field(description="How many people's, as a class.")


def held_back_words(held: HeldBack) -> str:
    """Say that reports of workers are held back, and why, in a sentence that stands alone."""
    words = HELD_BACK_WORDS % {"count": COUNT_CLASSES[held.reports]}
    return words[:1].upper() + words[1:]


class Published(Record):
    """What every face may show of pay."""

    wages: tuple[Wage, ...] = Field(description="Pay that a named source prints, as it is.")
    cells: tuple[Cell, ...] = Field(description="Pay reported by workers themselves, in groups.")
    held_back: tuple[HeldBack, ...] = Field(description="What is not shown, by employer.")


@dataclass(frozen=True, slots=True)
class Release:
    """A figure once shown with the reports behind it. Kept inside: later figures must not differ from it by a few people."""

    cell: Cell
    members: Members


Held = Mapping[str, Members]
"""Employer -> the people with a report there that is not shown."""


class Gate(NamedTuple):
    """What goes out, and what has to be remembered for the next time."""

    published: Published
    releases: tuple[Release, ...]
    held: Held


@dataclass(frozen=True, slots=True)
class _Report:
    wage: Wage
    own: OwnReport
    amount: Decimal | None
    year: int | None
    person: str
    keys: tuple[CellKey, ...]
    """The cell of each crossing in which it could stand; none when it cannot be grouped."""


def publishable(
    wages: Iterable[Wage],
    own: Mapping[str, OwnReport],
    today: date,
    released: Sequence[Release] = (),
    held: Held | None = None,
) -> Gate:
    """Part pay into what may be shown and what is held back.

    `own` says, by the id of the wage, which reports rest on a worker's own submission. `released` are the figures of
    earlier batches, oldest first; one is only replaced by a figure with enough new reports. `held` is who was held back
    in the last batch. What came in after the cut-off leaves no trace at all, not even in the counts: the employer could
    see the day.
    """
    listed = sorted(wages, key=lambda wage: wage.id)
    printed = tuple(wage for wage in listed if wage.id not in own)
    reports = [_report(wage, own[wage.id]) for wage in listed if wage.id in own]
    ready = [r for r in reports if r.own.received <= cut_off(today)]
    counted = _counted(ready, released)
    family = list(released)
    for key, members in _cells(counted):
        before = [r.members for r in family if r.cell.key == key]
        if any(not members > earlier for earlier in before):
            continue
        if _fits([r.members for r in family], members, counted):
            family.append(Release(_cell(key, [counted[id] for id in sorted(members)]), members))
    kept = _held(ready, family, held or {})
    published = Published(wages=printed, cells=newest(family), held_back=_held_back(kept))
    return Gate(published, tuple(family), kept)


def newest(released: Iterable[Release]) -> tuple[Cell, ...]:
    """The figures that stand: of each cell the last one, in a fixed order."""
    found = {release.cell.key: release.cell for release in released}
    return tuple(sorted(found.values(), key=lambda cell: cell.key.model_dump_json()))


def employers_of(cells: Iterable[Cell], held_back: Iterable[HeldBack]) -> set[str]:
    """The employers that these name."""
    return {c.key.employer for c in cells if c.key.employer} | {h.employer for h in held_back}


def quarter_of(day: date) -> str:
    """Name the quarter of a day, which has one batch: 2024-Q3. Names sort by time."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def person_of(own: OwnReport, year: int | None) -> str:
    """Name a person in a year without the key: what is remembered for ever joins nobody's reports over the years."""
    return sha256(f"{own.submitter}\n{year or ''}".encode()).hexdigest()


def cut_off(today: date) -> date:
    """The last day of receipt for the batch of the current quarter: what came later waits for the next."""
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return quarter - DELAY


def _report(wage: Wage, own: OwnReport) -> _Report:
    dated = next((text for text in (wage.start, wage.end, wage.reported_on) if text not in ("", "..")), "")
    single = wage.low if wage.low == wage.high else None
    amount = next((x for x in (single, wage.median, wage.mean) if x is not None), None)
    year = int(dated[:4]) if dated else None
    keys = () if amount is None or year is None or len(wage.countries) != 1 else tuple(_keys(wage, year))
    return _Report(wage, own, amount, year, person_of(own, year), keys)


def _counted(reports: Iterable[_Report], released: Sequence[Release]) -> dict[str, _Report]:
    """One report a person and year: the newest. Who is shown already counts on where that is, and nowhere else."""
    found: dict[str, _Report] = {}
    for report in sorted(reports, key=lambda r: (r.own.received, r.wage.id)):
        shown = [r.cell.key for r in released if report.person in r.members]
        elsewhere = any(mine.crossing == key.crossing and mine != key for mine in report.keys for key in shown)
        if report.keys and not elsewhere:
            found[report.person] = report
    return found


def _cells(reports: Mapping[str, _Report]) -> list[tuple[CellKey, Members]]:
    """Group reports in every allowed way: by employer first, and what rests on most reports first."""
    found: dict[CellKey, set[str]] = defaultdict(set)
    for id, report in reports.items():
        for key in report.keys:
            found[key].add(id)
    order = list(Crossing)
    cells = [(key, frozenset(members)) for key, members in found.items()]
    return sorted(cells, key=lambda c: (order.index(c[0].crossing), -len(c[1]), c[0].model_dump_json()))


def _keys(wage: Wage, year: int) -> Iterable[CellKey]:
    for crossing in Crossing:
        by_employer = crossing is Crossing.EMPLOYER
        yield CellKey(
            crossing=crossing,
            employer=wage.employer if by_employer else None,
            country=wage.countries[0],
            work="" if by_employer else work_class(" ".join(wage.work_types)),
            year=year,
            currency=wage.currency,
            unit=wage.unit,
            basis=wage.basis,
        )


def _enough(members: Members, reports: Mapping[str, _Report]) -> bool:
    """Whether a group could be shown alone: enough submitters within a large enough group of people."""
    known = [reports[id] for id in members if id in reports]
    return len({r.own.submitter for r in known}) >= LEAST_SUBMITTERS and _workers(known) >= LEAST_WORKERS


def _workers(reports: Iterable[_Report]) -> int:
    """How many people stand around these at the least.

    Of what is said about one group the smallest number counts, or one false report would open it; of an employer only
    the largest group, for another quarter or another name may mean the same people.
    """
    sizes: dict[tuple[str, str], int] = {}
    for report in reports:
        if report.own.group_size is not None:
            group = (report.wage.employer, report.own.group)
            sizes[group] = min(sizes.get(group, report.own.group_size), report.own.group_size)
    largest: dict[str, int] = {}
    for (employer, _), size in sizes.items():
        largest[employer] = max(largest.get(employer, 0), size)
    return sum(largest.values())


def _fits(family: Collection[Members], new: Members, reports: Mapping[str, _Report]) -> bool:
    """Whether a figure can be added without letting a small group be computed back.

    Groups that are shown are nested or apart, never crossing. Then all that can be had by subtraction are unions of
    remainders (a group without those shown inside it), so it is enough that every remainder could be shown alone.
    A group that adds nobody to those shown inside it is not shown either: else one that is missing would say that there
    are a few people more.
    """
    if not _enough(new, reports) or new in family:
        return False
    if any(new & other and not (new <= other or other <= new) for other in family):
        return False
    inside = [other for other in family if other < new]
    around = [other for other in family if new < other]
    if not _enough(new.difference(*inside), reports):
        return False
    if not around:
        return True
    nearest = min(around, key=len)
    rest = nearest.difference(new, *(other for other in family if other < nearest))
    return not rest or _enough(rest, reports)


def _cell(key: CellKey, reports: Sequence[_Report]) -> Cell:
    amounts = sorted(report.amount for report in reports if report.amount is not None)
    channels = [report.own.channel for report in reports]
    most = max((channels.count(channel) for channel in set(channels) if channel), default=0)
    count = len(amounts)
    percent = 80 if count >= DECILES_FROM else 50 if count >= QUARTILES_FROM else None
    middle = (amounts[(count - 1) // 2] + amounts[count // 2]) / 2
    return Cell(
        key=key,
        submitters=count_class(count),
        median=two_digits(middle),
        band_low=two_digits(_percentile(amounts, (100 - percent) // 2)) if percent else None,
        band_high=two_digits(_percentile(amounts, (100 + percent) // 2)) if percent else None,
        band_percent=percent,
        dominated=2 * most > count,
    )


def _percentile(amounts: Sequence[Decimal], percent: int) -> Decimal:
    """The amount at or below which so many percent lie (nearest rank)."""
    return amounts[max(-(-len(amounts) * percent // 100), 1) - 1]


def two_digits(amount: Decimal) -> Decimal:
    """Round to two significant digits, so that no exact pay is shown."""
    return Decimal(f"{_TWO_DIGITS.plus(amount):f}")


def count_class(count: int) -> CountClass:
    """Give the class of a number of people."""
    least = {CountClass.FIFTY: 50, CountClass.TWENTY_FIVE: 25, CountClass.TEN: 10, CountClass.FIVE: 5}
    return next((found for found, from_ in least.items() if count >= from_), CountClass.FEW)


def _held(ready: Sequence[_Report], family: Sequence[Release], before: Held) -> dict[str, Members]:
    """Who stands in no figure about the employer; with those who did not before and whose report is there no longer.

    A figure without employers does not count: what goes when it appears would say who stands in it.
    """
    there, hidden = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for report in ready:
        there[report.wage.employer].add(report.person)
        if not any(report.person in r.members and r.cell.key.employer and r.cell.key in report.keys for r in family):
            hidden[report.wage.employer].add(report.person)
    for employer, people in before.items():
        hidden[employer] |= people - there[employer]
    return {employer: frozenset(people) for employer, people in sorted(hidden.items()) if people}


def _held_back(held: Held) -> tuple[HeldBack, ...]:
    return tuple(HeldBack(employer=employer, reports=count_class(len(people))) for employer, people in held.items())
