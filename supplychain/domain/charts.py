"""What charts of pay show: every span that is drawn, every benchmark beside it, and what cannot be drawn and why.

The rows are made once, of pay made comparable; picture, table, CSV and specification are written from the same rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from supplychain.domain.browse import SourcedAnswer
from supplychain.domain.parties import Party
from supplychain.domain.pay_answers import PayReport
from supplychain.domain.pay_levels import Level, levels_over_time
from supplychain.domain.pay_quantity import Exact
from supplychain.domain.pay_results import Applies, BenchmarkKind, Comparable, PayPoint, Result, Span, Value, spans_of
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import Measure, PayCode, PayState, Said, in_order, say
from supplychain.domain.records import Record, Wage
from supplychain.domain.reference import LivingWage, MinimumWage
from supplychain.domain.values import OPEN

MONEY: dict[str, Measure] = {
    "local": Measure.LOCAL,
    "usd": Measure.USD,
    "eur": Measure.EUR,
    "international": Measure.INTERNATIONAL,
}
"""The money that a reader may choose, by the word for it in addresses."""
PAY = "pay"


class PayMark(Record):
    """One span of pay or of a benchmark an hour, or one that is not drawn."""

    number: int | None = Field(description="Number of the pay report in the picture and the table.")
    panel: int | None = Field(description="Place and time within which it can be compared; empty = not drawn.")
    what: str = Field(description="pay, minimum (legal minimum wage) or living (living wage).")
    drawn: bool = Field(description="Whether it is drawn; else codes say why not.")
    wage: str = Field(description="Id of the pay report; empty for a benchmark.")
    employer: str = Field(description="Id of the employer; empty for a benchmark.")
    country: str = Field(description="Country of the work, when it is one.")
    years: tuple[int, ...] = Field(description="The years of the pay, or for which the benchmark stands.")
    first_day: str = Field(description="Since when, within the year; of a benchmark over time only.")
    last_day: str = Field(description="Until when, within the year; of a benchmark over time only.")
    of: PayPoint | None = Field(description="Range or figure, average, median.")
    low: Exact | None = Field(description="Lowest an hour; empty where that end is open or nothing is drawn.")
    high: Exact | None = Field(description="Highest an hour; empty where that end is open or nothing is drawn.")
    currency: str = Field(description="Currency of the numbers, ISO 4217, or international_dollar.")
    unpaid_counted: bool = Field(description="Whether unpaid hours are counted as hours.")
    pay_kind: str = Field(description="Paid, offered, promised, claimed ...; empty for a benchmark.")
    basis: str = Field(description="Before or after tax.")
    grade: str = Field(description="Evidence grade of the report; empty for a benchmark.")
    states: tuple[str, ...] = Field(description="Ways in which the report differs from a plain live one.")
    rows: tuple[str, ...] = Field(description="Ids of the benchmark's rows.")
    scope: str = Field(description="For whom and where the benchmark holds.")
    place: str = Field(description="The place of the benchmark.")
    method: str = Field(description="Whose method, or what kind of minimum.")
    household: str = Field(description="The household of a living wage.")
    applies: Applies | None = Field(description="Whether the benchmark is for the place of the work.")
    carried: bool = Field(description="The benchmark is of another year and was carried by consumer prices.")
    codes: tuple[str, ...] = Field(description="Codes of the reasons, or of what is assumed and doubtful.")
    said: tuple[Said, ...] = Field(description="The same as sentences.")


class Silence(Record):
    """Why no benchmark of a kind stands in a panel. It never means that there is nothing to compare with."""

    kind: BenchmarkKind = Field(description="Minimum wages or living wages.")
    state: PayState = Field(description="Not comparable, or no effective minimum.")
    reasons: tuple[Said, ...] = Field(description="Why.")


class Panel(Record):
    """One place and time: the pay reports that are held against the very same benchmarks."""

    number: int = Field(description="Number, from 1.")
    country: str = Field(description="Country; empty where it is not recorded or there are several.")
    years: tuple[int, ...] = Field(description="Years; empty where none is recorded.")
    apart: bool = Field(
        description="Another panel is of the same country and years, for another place or part of them."
    )
    sites: tuple[str, ...] = Field(description="Places in the country that the reports name.")
    start: str = Field(description="Since when, as the first report says it.")
    end: str = Field(description="Until when, likewise.")
    silences: tuple[Silence, ...] = Field(description="Kinds of benchmark that are missing, and why.")


class Chart(SourcedAnswer):
    """An answer that is also a picture."""

    kind: ClassVar[str]


class PayChart(Chart):
    """Pay of one employer or of several, each report within its place and time."""

    row_type: ClassVar[type[Record]] = PayMark
    kind: ClassVar[str] = "pay"

    money: str = Field(description="In which money: local, usd, eur or international.")
    employers: tuple[Party, ...] = Field(description="The employers, in the order asked for.")
    panels: tuple[Panel, ...] = Field(description="Places and times.")
    reports: tuple[PayReport, ...] = Field(description="The pay reports.")
    marks: tuple[PayMark, ...] = Field(description="What is drawn, panel by panel; then what is not.")

    def table(self) -> tuple[PayMark, ...]:
        """One row a span."""
        return self.marks

    @property
    def drawn(self) -> tuple[PayMark, ...]:
        """The rows of pay that are drawn."""
        return tuple(m for m in self.marks if m.drawn and m.what == PAY)

    @property
    def refused(self) -> tuple[PayMark, ...]:
        """The rows that are not drawn."""
        return tuple(m for m in self.marks if not m.drawn)


class CountryChart(PayChart):
    """All pay reported in a country, year by year, with the benchmarks of the country over the same years."""

    kind: ClassVar[str] = "country"

    country: str = Field(description="The country, ISO 3166-1 alpha-2.")
    years: tuple[int, ...] = Field(description="The years from the first report or living wage to the last report.")
    without: tuple[int, ...] = Field(description="Years in which the reference has no legal minimum wage.")
    without_living: tuple[int, ...] = Field(description="Years of which the reference has no living wage.")


def result_of(comparable: Comparable, measure: Measure, *, unpaid_counted: bool = False) -> Result | tuple[Said, ...]:
    """Pay an hour in one money, or why it cannot be shown as such."""
    if comparable.basis == "paid_by_client":
        return (say(PayCode.NOT_PAY),)
    result = comparable.result(measure, unpaid_counted=unpaid_counted)
    if result.state is not PayState.COMPARABLE:
        return result.reasons
    return result if result.unit == "hour" else comparable.result(Measure.HOURLY).reasons


def _results(comparable: Comparable, measure: Measure) -> Iterator[Result]:
    """What can be drawn of a report: its pay, and its pay with unpaid hours counted where these are known."""
    for counted in (False, True):
        if counted and not any((r.measure, r.unpaid_counted) == (measure, True) for r in comparable.results):
            continue
        result = result_of(comparable, measure, unpaid_counted=counted)
        if isinstance(result, Result):
            yield result


_EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("number", "panel", "of", "low", "high", "applies")),
    **dict.fromkeys(("wage", "employer", "first_day", "last_day", "currency", "pay_kind", "basis", "grade"), ""),
    **dict.fromkeys(("scope", "place", "method", "household"), ""),
    **dict.fromkeys(("years", "states", "rows", "codes", "said"), ()),
    **dict.fromkeys(("unpaid_counted", "carried"), False),
}


def _mark(**given: Any) -> PayMark:
    said = given.get("said", ())
    return PayMark(**{**_EMPTY, **given, "codes": tuple(dict.fromkeys(s.code.value for s in said))})


def _of_report(report: PayReport) -> dict[str, Any]:
    compared = report.comparable
    return {
        "what": PAY,
        "wage": compared.wage,
        "employer": compared.employer,
        "country": compared.country or "",
        "years": compared.years,
        "pay_kind": compared.pay_kind,
        "basis": compared.basis,
        "grade": report.shown.evidence.grade,
        "states": tuple(report.shown.states),
    }


def _pay_marks(report: PayReport, measure: Measure, number: int, panel: int) -> Iterator[PayMark]:
    for result in _results(report.comparable, measure):
        for span in result.spans:
            yield _span_mark(report, result, span, number, panel)


def _span_mark(report: PayReport, result: Result, span: Span, number: int, panel: int, **more: Any) -> PayMark:
    own = {"of": span.of, "low": span.low, "high": span.high, "currency": result.currency}
    said = (*result.assumptions, *result.cautions)
    place = {"number": number, "panel": panel, "drawn": True, "unpaid_counted": result.unpaid_counted}
    return _mark(**{**_of_report(report), **own, **place, "said": said, **more})


def _refused(reports: Iterable[PayReport], measure: Measure) -> Iterator[PayMark]:
    for report in reports:
        found = result_of(report.comparable, measure)
        if not isinstance(found, Result):
            yield _mark(**_of_report(report), drawn=False, said=found)


def _level_mark(level: Level, panel: int, country: str, **more: Any) -> Iterator[PayMark]:
    benchmark = level.benchmark
    own = {
        "what": benchmark.kind.value,
        "panel": panel,
        "country": country,
        "years": level.years,
        "basis": benchmark.basis,
        "rows": benchmark.rows,
        "scope": benchmark.scope,
        "place": benchmark.place,
        "method": benchmark.method,
        "household": benchmark.household,
        "applies": benchmark.applies,
        "carried": level.carried,
    }
    if level.state is not PayState.COMPARABLE:
        yield _mark(**{**own, "panel": None}, drawn=False, said=level.reasons, **more)
    for span in level.spans:
        ends = {"of": span.of, "low": span.low, "high": span.high, "currency": level.currency}
        yield _mark(**own, **ends, drawn=True, said=(*level.assumptions, *level.cautions), **more)


# -- pay of employers --------------------------------------------------------------------------------------------------


def pay_marks(
    reports: Sequence[PayReport],
    employers: Sequence[str],
    measure: Measure,
    levels_of: Callable[[Wage], tuple[Level, ...]],
    canonical: Callable[[str], str],
) -> tuple[tuple[Panel, ...], tuple[PayMark, ...]]:
    """Put pay reports beside those that are held against the very same benchmarks, and the benchmarks beside them.

    `levels_of` gives the benchmarks that a report is held against, in the money of the measure. Within a panel the employers
    keep the order in which their (canonical) ids are given.
    """
    panels: dict[tuple[str, tuple[int, ...], tuple[str, ...]], tuple[tuple[Level, ...], list[PayReport]]] = {}
    for report in reports:
        if isinstance(result_of(report.comparable, measure), Result):
            levels = levels_of(_wage(report))
            rows = tuple(sorted(row for level in levels for row in level.benchmark.rows))
            key = (report.comparable.country or "", report.comparable.years, rows)
            panels.setdefault(key, (levels, []))[1].append(report)
    found: list[Panel] = []
    marks: list[PayMark] = []
    number = 0
    for place, (key, (levels, inside)) in enumerate(sorted(panels.items(), key=lambda item: _order(item[0])), 1):
        inside.sort(key=lambda r: (employers.index(canonical(r.comparable.employer)), r.comparable.wage))
        twin = sum(other[:2] == key[:2] for other in panels) > 1
        found.append(_panel(place, key[0], key[1], inside[0], levels, twin=twin))
        for level in levels:
            marks += _level_mark(level, place, key[0])
        for report in inside:
            number += 1
            marks += _pay_marks(report, measure, number, place)
    return tuple(found), (
        *(m for m in marks if m.drawn),
        *_refused(reports, measure),
        *(m for m in marks if not m.drawn),
    )


def _wage(report: PayReport) -> Wage:
    assert isinstance(report.shown.claim, Wage), "a pay report holds a wage"
    return report.shown.claim


def _order(key: tuple[str, tuple[int, ...], tuple[str, ...]]) -> tuple[Any, ...]:
    country, years, rows = key
    return (not country, country, not years, years, rows)


def _panel(
    number: int, country: str, years: tuple[int, ...], first: PayReport, levels: Sequence[Level], *, twin: bool
) -> Panel:
    compared, wage = first.comparable, _wage(first)
    return Panel(
        number=number,
        country=country,
        years=years,
        apart=twin,
        sites=wage.sites,
        start=wage.start,
        end=wage.end,
        silences=tuple(_silences(compared, levels)),
    )


def _silences(compared: Comparable, levels: Sequence[Level]) -> Iterator[Silence]:
    """Kinds of benchmark of which nothing can be drawn: there is none, none is known, or not in this money."""
    for against in (compared.minimum, compared.living):
        own = [level for level in levels if level.benchmark.kind is against.kind]
        if not own:
            yield Silence(kind=against.kind, state=against.state, reasons=against.reasons)
        elif not any(level.state is PayState.COMPARABLE for level in own):
            reasons = in_order(said for level in own for said in level.reasons)
            yield Silence(kind=against.kind, state=PayState.NOT_COMPARABLE, reasons=reasons)


# -- pay of a country over time ----------------------------------------------------------------------------------------


def country_marks(
    reports: Sequence[PayReport], country: str, measure: Measure, reference: Reference
) -> tuple[tuple[int, ...], tuple[PayMark, ...]]:
    """Put every pay report of a country into its years, and the benchmarks of the country beside them.

    The years run from the first report, or the first living wage where that is older, to the last report.
    """
    placed: dict[int, list[tuple[PayReport, Result]]] = {}
    marks: list[PayMark] = []
    for report in reports:
        for result in _results(report.comparable, measure):
            for year in report.comparable.years:
                placed.setdefault(year, []).append((report, result))
            if not report.comparable.years:
                marks.append(_mark(**_of_report(report), drawn=False, said=(say(PayCode.NO_YEAR),)))
    known = [
        row.period.valid_lo.year for row in reference.living_wages(country) if row.use != "no" and row.period.stated
    ]
    years = tuple(range(min([*placed, *known]), max(placed) + 1)) if placed else ()
    drawn: list[PayMark] = []
    numbers: dict[str, int] = {}
    for year in sorted(placed):
        for report, result in sorted(placed[year], key=lambda pair: _lowest(pair, year)):
            number = numbers.setdefault(report.comparable.wage, len(numbers) + 1)
            spans = spans_of(_values_in(result, year))
            drawn += [_span_mark(report, result, span, number, year, years=(year,)) for span in spans]
    for level in levels_over_time(country, years, measure, reference):
        days = _days_of(level, reference)
        marks += _level_mark(level, level.years[0], country, first_day=days[0], last_day=days[1])
    levels = [mark for mark in marks if mark.drawn]
    return years, (*levels, *drawn, *_refused(reports, measure), *(m for m in marks if not m.drawn))


def _values_in(result: Result, year: int) -> list[Value]:
    return [value for value in result.values if value.year in (None, year)]


def _lowest(pair: tuple[PayReport, Result], year: int) -> tuple[Any, ...]:
    report, result = pair
    amounts = [value.amount for value in _values_in(result, year)]
    return (min(amounts), max(amounts), report.comparable.wage, result.unpaid_counted)


def _days_of(level: Level, reference: Reference) -> tuple[str, str]:
    """The days of its year on which a benchmark held; an estimate stands for its whole year."""
    (year,) = level.years
    row = reference.rows[level.benchmark.rows[0]]
    first, last = date(year, 1, 1), date(year, 12, 31)
    if isinstance(row, MinimumWage):
        return max(first, row.period.valid_lo).isoformat(), min(last, reference.last_day(row)).isoformat()
    assert isinstance(row, LivingWage), "benchmarks are minimum and living wages"
    until_next = row.covers == "voluntary_rate" and row.end in ("", OPEN)
    return (max(first, row.period.valid_lo) if until_next else first).isoformat(), last.isoformat()
