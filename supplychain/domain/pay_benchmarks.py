"""Which minimum and living wages a pay report can be held against, and which are left out and why."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supplychain.domain.pay_results import Applies, Benchmark, BenchmarkKind, LeftOut
from supplychain.domain.pay_subject import Subject
from supplychain.domain.pay_tables import Reference, Window
from supplychain.domain.pay_words import PayCode, Said, say
from supplychain.domain.reference import LIVING_COVERS, MINIMUM_KINDS, LivingWage, MinimumWage
from supplychain.domain.values import OPEN

_NO_MINIMUM = ("none", "not_effective")
_NOT_WAGES = ("recommended", "extra")
_DATA_WORK = ("general", "office", "age")
_NEAREST = (Applies.PLACE, Applies.COUNTRY, Applies.POSSIBLE)
"""What stands first: the benchmark of the place itself, which may be stricter than that of the country."""
_BETWEEN_PLACES = re.compile(r"[,;()/]| and ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A benchmark with its rows and the years of the pay for which it stands."""

    rows: tuple[MinimumWage, ...] | tuple[LivingWage, ...]
    applies: Applies
    years: tuple[int, ...]
    of_year: int | None = None
    """The year of a living wage that has to be carried to those years; None when it is of the same year."""
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the reference holds for a pay report."""

    candidates: tuple[Candidate, ...]
    without: tuple[MinimumWage, ...]
    left_out: tuple[LeftOut, ...]


def _folded(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return {part.strip() for part in _BETWEEN_PLACES.split(plain) if part.strip()}


def same_place(sites: Iterable[str], places: Iterable[str]) -> bool:
    """Whether a site is one of the places: the same name, whatever stands beside it in brackets or after a comma."""
    named = {part for site in sites for part in _folded(site)}
    return any(named & _folded(place) for place in places)


def _reach(subject: Subject, area: str, places: Sequence[str]) -> Applies | None:
    """Say whether a row is for the place of the work; None when it is for another place."""
    if area == "country":
        return Applies.COUNTRY
    if not subject.wage.sites or area in ("urban", "rural"):
        return Applies.POSSIBLE
    if area == "elsewhere":
        named = any(same_place(subject.wage.sites, r.places) for r in subject.reference.minimum_wages(subject.country))
        return None if named else Applies.POSSIBLE
    there = [same_place([site], places) for site in subject.wage.sites]
    if not any(there):
        return None
    return Applies.PLACE if all(there) else Applies.POSSIBLE


class _Sorted:
    """Rows that were left out, by the reason."""

    def __init__(self) -> None:
        self._rows: dict[PayCode, list[str]] = defaultdict(list)

    def leave(self, code: PayCode, id: str) -> None:
        self._rows[code].append(id)

    def left_out(self) -> tuple[LeftOut, ...]:
        order = list(PayCode)
        codes = sorted(self._rows, key=order.index)
        return tuple(LeftOut(said=say(code), rows=tuple(self._rows[code])) for code in codes)


def minimums_for(subject: Subject) -> Found:
    """Find the minimum wages that held where and when the work was done, those without doubt first."""
    left, candidates = _Sorted(), []
    rows = subject.reference.minimum_wages(subject.country)
    without = tuple(r for r in rows if r.kind in _NO_MINIMUM and r.use != "no" and _in_time(subject, r))
    for row in rows:
        years = tuple(w.first.year for w in subject.windows if subject.reference.holds(row, w))
        applies = _reach(subject, row.area, row.places)
        if row.kind in _NO_MINIMUM:
            continue
        if not years:
            if applies is Applies.PLACE and row.use != "no":
                left.leave(PayCode.LEFT_OTHER_TIME, row.id)
        elif (code := _unfit(row, applies, without=bool(without))) is not None:
            left.leave(code, row.id)
        elif applies is not None:
            candidates.append(Candidate((row,), applies, years, said=_of_minimum(subject, row, applies)))
    candidates.sort(key=lambda c: (*_doubt(c.rows[0]), _NEAREST.index(c.applies), c.rows[0].id))
    return Found(_with_regions(subject, rows, candidates), without, left.left_out())


def _in_time(subject: Subject, row: MinimumWage) -> bool:
    return not row.period.stated or any(subject.reference.holds(row, window) for window in subject.windows)


def _unfit(row: MinimumWage, applies: Applies | None, *, without: bool) -> PayCode | None:
    if row.use == "no":
        return PayCode.LEFT_USE_NO
    if row.kind in _NOT_WAGES:
        return PayCode.LEFT_NOT_IN_FORCE
    if without:
        return PayCode.LEFT_NO_MINIMUM
    if row.group not in _DATA_WORK:
        return PayCode.LEFT_OTHER_GROUP
    return PayCode.LEFT_OTHER_PLACE if applies is None else None


def _doubt(row: MinimumWage | LivingWage) -> tuple[bool, bool]:
    return row.use != "yes", isinstance(row, MinimumWage) and row.kind == "series"


def _of_minimum(subject: Subject, row: MinimumWage, applies: Applies) -> tuple[Said, ...]:
    said = [say(PayCode.STATUS_NOT_KNOWN)]
    if applies is Applies.POSSIBLE:
        said.append(say(PayCode.PLACE_NOT_STATED))
    if row.group == "age":
        said.append(say(PayCode.AGE_NOT_KNOWN))
    last = subject.reference.last_day(row)
    if any(row.period.valid_lo > w.first or last < w.last for w in subject.windows if subject.reference.holds(row, w)):
        said.append(say(PayCode.PART_OF_PERIOD, start=row.start or "?", end=row.end or last.isoformat()))
    if row.end in ("", OPEN) and row.id not in subject.reference.ends:
        said.append(say(PayCode.END_NOT_SAID, start=row.start))
    return tuple(said)


def _with_regions(subject: Subject, rows: Sequence[MinimumWage], found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Say beside a rate of the whole country that regions have others, unless the region's own rate is known."""
    regional = any(row.area != "country" and row.use != "no" for row in rows)
    if not regional or any(c.applies is Applies.PLACE for c in found):
        return tuple(found)
    said = say(PayCode.REGION_MAY_DIFFER, country=subject.country)
    return tuple(
        Candidate(c.rows, c.applies, c.years, c.of_year, (*c.said, said)) if c.applies is Applies.COUNTRY else c
        for c in found
    )


def livings_for(subject: Subject) -> Found:
    """Find, by method and place, the living wages of the year of the pay, else the nearest before, else the nearest after.

    In the order in which they are shown: what fits best comes first.
    """
    left = _Sorted()
    lines: dict[tuple[str, ...], list[LivingWage]] = defaultdict(list)
    for row in subject.reference.living_wages(subject.country):
        if row.use == "no":
            left.leave(PayCode.LEFT_USE_NO, row.id)
        elif _reach(subject, row.area, row.places) is None:
            left.leave(PayCode.LEFT_OTHER_PLACE, row.id)
        elif row.period.stated:
            lines[_line_of(row)].append(row)
    candidates = [c for line in lines.values() for c in _of_line(subject, line)]
    candidates.sort(key=_nearest_first)
    return Found(tuple(candidates), (), left.left_out())


def _nearest_first(candidate: Candidate) -> tuple[object, ...]:
    """Of the year before carried ones, for the place before those that may be for another, without doubt before doubtful."""
    possible = candidate.applies is Applies.POSSIBLE
    return (candidate.of_year is not None, possible, *_doubt(candidate.rows[0]), [r.id for r in candidate.rows])


def _line_of(row: LivingWage) -> tuple[str, ...]:
    """What living wages share that are figures of one kind at different times."""
    return row.method, row.covers, row.place, row.unit, row.currency


def _of_line(subject: Subject, line: Sequence[LivingWage]) -> Iterable[Candidate]:
    chosen: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for year in subject.years:
        date, of_year = _nearest(subject, line, year)
        chosen[date, of_year].append(year)
    for (date, of_year), years in chosen.items():
        households: dict[tuple[str, str], list[LivingWage]] = defaultdict(list)
        for row in line:
            if row.start == date:
                households[row.household, row.basis].append(row)
        for rows in households.values():
            for bounds in _bounds(rows):
                applies = _reach(subject, bounds[0].area, bounds[0].places) or Applies.POSSIBLE
                yield Candidate(bounds, applies, tuple(years), of_year, _of_living(bounds[0], applies, years, of_year))


def _bounds(rows: Sequence[LivingWage]) -> Iterable[tuple[LivingWage, ...]]:
    """Put the two ends of a range together; single figures stay alone."""
    ends = sorted((row for row in rows if row.bound != "point"), key=lambda row: row.amount)
    if ends:
        yield tuple(ends)
    for row in rows:
        if row.bound == "point":
            yield (row,)


def _nearest(subject: Subject, line: Sequence[LivingWage], year: int) -> tuple[str, int | None]:
    """Choose the date of a living wage for a year; with the year of the figure when it is of another."""
    window = subject.window(year)
    by_start = sorted(line, key=lambda row: row.period.valid_lo)
    held = [row for row in by_start if _living_in(row, by_start, window.first.year)]
    if held:
        inside = [row for row in held if row.period.valid_lo <= window.last] or held
        return inside[-1].start, None
    before = [row for row in by_start if row.period.valid_lo < window.first]
    row = before[-1] if before else by_start[0]
    return row.start, row.period.valid_lo.year


def _living_in(row: LivingWage, line: Sequence[LivingWage], year: int) -> bool:
    """Whether a living wage is one of a year: an estimate of its own dates only, a voluntary rate until the next one."""
    first = row.period.valid_lo.year
    last = row.period.valid_hi.year if row.period.has_ended else first
    if row.covers == "voluntary_rate" and not row.period.has_ended:
        later = [other.period.valid_lo.year for other in line if other.period.valid_lo > row.period.valid_lo]
        last = min(later, default=first + 1)
    return first <= year <= last


def _of_living(row: LivingWage, applies: Applies, years: Sequence[int], of_year: int | None) -> tuple[Said, ...]:
    said: list[Said] = []
    if applies is Applies.POSSIBLE:
        said.append(say(PayCode.PLACE_NOT_STATED))
    if of_year is not None:
        said.append(say(PayCode.CARRIED, **{"from": row.start, "to": ", ".join(map(str, years))}))
    if row.covers in ("family", "food", "survey"):
        said.append(say(PayCode.NOT_ONE_WORKER, covers=LIVING_COVERS[row.covers].label))
    return tuple(said)


def minimums_in(reference: Reference, country: str, window: Window) -> tuple[list[MinimumWage], list[MinimumWage]]:
    """Every minimum wage for data work that held somewhere in a country at some time in a window, and the rows that say
    that there is no effective one."""
    rows = reference.minimum_wages(country)
    without = [r for r in rows if r.kind in _NO_MINIMUM and r.use != "no" and _when(reference, r, window)]
    held = [r for r in rows if r.kind not in _NO_MINIMUM and reference.holds(r, window)]
    return [r for r in held if _unfit(r, Applies.POSSIBLE, without=bool(without)) is None], without


def _when(reference: Reference, row: MinimumWage, window: Window) -> bool:
    return not row.period.stated or reference.holds(row, window)


def livings_in(reference: Reference, country: str, year: int) -> list[tuple[LivingWage, ...]]:
    """Every living wage of a year somewhere in a country, the ends of a range together."""
    usable = [row for row in reference.living_wages(country) if row.use != "no" and row.period.stated]
    lines: dict[tuple[str, ...], list[LivingWage]] = defaultdict(list)
    for row in usable:
        lines[_line_of(row)].append(row)
    same: dict[tuple[str, ...], list[LivingWage]] = defaultdict(list)
    for line in lines.values():
        for row in line:
            if _living_in(row, line, year):
                same[*_line_of(row), row.start, row.household, row.basis].append(row)
    return [bounds for rows in same.values() for bounds in _bounds(rows)]


def benchmark_of(rows: Sequence[MinimumWage] | Sequence[LivingWage], applies: Applies) -> Benchmark:
    """Show the rows of a benchmark as one."""
    row = rows[0]
    amounts = [r.amount for r in rows if r.amount is not None]
    return Benchmark(
        kind=BenchmarkKind.LIVING if isinstance(row, LivingWage) else BenchmarkKind.MINIMUM,
        rows=tuple(r.id for r in rows),
        applies=applies,
        country=row.country,
        scope=row.scope,
        place=row.place if isinstance(row, LivingWage) else ", ".join(row.places),
        method=row.method if isinstance(row, LivingWage) else MINIMUM_KINDS[row.kind].label,
        covers=row.covers if isinstance(row, LivingWage) else "",
        household=row.household if isinstance(row, LivingWage) else "",
        low=min(amounts, default=None),
        high=max(amounts, default=None),
        currency=row.currency,
        unit=row.unit,
        basis=row.basis,
        start=row.start,
        end=row.end,
        use="check" if any(r.use == "check" for r in rows) else row.use,
        sources=_each(r.source for r in rows),
        locators=_each(r.locator for r in rows),
        note=" ".join(_each(r.note for r in rows if r.note)),
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
