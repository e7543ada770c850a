"""What comes out when a pay report is made comparable: figures with their working, what is assumed, what is doubtful."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, SerializeAsAny

from supplychain.domain.pay_quantity import Exact, Input
from supplychain.domain.pay_words import Measure, PayState, Said, Verdict
from supplychain.domain.records import Record


class PayPoint(StrEnum):
    """Which number of a pay report."""

    FIGURE = "figure"
    LOW = "low"
    HIGH = "high"
    MEAN = "mean"
    MEDIAN = "median"


PAY_POINTS: dict[PayPoint, str] = {
    PayPoint.FIGURE: "the figure",
    PayPoint.LOW: "lower end",
    PayPoint.HIGH: "upper end",
    PayPoint.MEAN: "average, as the source gives it",
    PayPoint.MEDIAN: "median, as the source gives it",
}
"""Each number in words."""


class Value(Record):
    """One number worked out, with the expression that gives it."""

    of: PayPoint = Field(description="From which number of the report it is worked out.")
    against: PayPoint | None = Field(None, description="Against which number of the benchmark or of the price.")
    row: str = Field("", description="Row of the benchmark, where it is worked out against one.")
    year: int | None = Field(None, description="Year whose rates are used; empty when none is needed.")
    hours: Exact | None = Field(
        None, description="Hours taken for the pay: of a week, or of a month where the law gives those."
    )
    benchmark_hours: Exact | None = Field(
        None, description="Hours taken for the benchmark: of a week, a month or a day."
    )
    amount: Exact = Field(description="The number, rounded.")
    expression: str = Field(description="How it is worked out from the inputs.")


class Span(Record):
    """From where to where the numbers of one kind reach. A range stays a range; an open end is empty."""

    of: PayPoint = Field(description="Range or figure, average, median.")
    low: Exact | None = Field(description="Lowest; empty when the source leaves the lower end open.")
    high: Exact | None = Field(description="Highest; empty when the source leaves the upper end open.")


class Result(Record):
    """One figure worked out from one pay report, or why it cannot be."""

    wage: str = Field(description="The pay report.")
    measure: Measure = Field(description="What is worked out.")
    unpaid_counted: bool = Field(False, description="Whether unpaid hours are counted as hours.")
    state: PayState = Field(description="Whether it could be worked out.")
    currency: str = Field(
        "", description="Currency of the numbers, ISO 4217, or international_dollar; empty for a share."
    )
    unit: str = Field("", description="Pay for one what; empty for a share.")
    prices_of: int | None = Field(None, description="Year at whose prices the numbers are.")
    pay_kind: str = Field(description="Paid, offered, promised, claimed ...")
    basis: str = Field(description="Before or after tax.")
    spans: tuple[Span, ...] = Field((), description="The numbers from lowest to highest.")
    values: tuple[Value, ...] = Field((), description="Every number with its expression.")
    inputs: tuple[Input, ...] = Field((), description="What the expressions start from.")
    reasons: tuple[Said, ...] = Field((), description="Why it could not be worked out.")
    assumptions: tuple[Said, ...] = Field((), description="What is assumed.")
    cautions: tuple[Said, ...] = Field((), description="What to be careful about.")

    def span(self, of: PayPoint = PayPoint.FIGURE) -> Span | None:
        """Give the span of one kind; that of the figure is also that of the range."""
        return next((s for s in self.spans if s.of == of), None)


class BenchmarkKind(StrEnum):
    """Against what pay is held."""

    MINIMUM = "minimum"
    LIVING = "living"


class Applies(StrEnum):
    """Whether a benchmark is for the place of the work."""

    COUNTRY = "country"
    PLACE = "place"
    POSSIBLE = "possible"


APPLIES: dict[Applies, str] = {
    Applies.COUNTRY: "It holds for the whole country.",
    Applies.PLACE: "It holds for the place that the report names.",
    Applies.POSSIBLE: "It may hold: the report does not say enough about the place or the people.",
}
"""Each answer in words."""


class Benchmark(Record):
    """What pay is held against, as the reference has it."""

    kind: BenchmarkKind = Field(description="Minimum wage or living wage.")
    rows: tuple[str, ...] = Field(description="Ids of its rows; two for a range.")
    applies: Applies = Field(description="Whether it is for the place.")
    country: str = Field(description="Country.")
    scope: str = Field(description="For whom and where it holds.")
    place: str = Field(description="The place.")
    method: str = Field(description="Whose method, or what kind of minimum.")
    covers: str = Field("", description="What a living wage covers.")
    household: str = Field("", description="The household of a living wage.")
    low: Exact | None = Field(description="The amount, or the lower one; empty where there is no minimum.")
    high: Exact | None = Field(description="The amount, or the upper one.")
    currency: str = Field(description="Currency of the amount.")
    unit: str = Field(description="Amount for what.")
    basis: str = Field(description="Before or after tax.")
    start: str = Field(description="Since when.")
    end: str = Field(description="Until when.")
    use: str = Field(description="Whether it can be used without doubt.")
    sources: tuple[str, ...] = Field(description="Ids of its sources.")
    locators: tuple[str, ...] = Field(description="Where in them.")
    note: str = Field("", description="Doubts and remarks.")


class Gap(Result):
    """How far pay lies from one benchmark. Never one gap alone: each has its own scope, place, method and source."""

    benchmark: Benchmark = Field(description="The benchmark.")
    benchmark_spans: tuple[Span, ...] = Field((), description="The benchmark in the unit of the comparison.")
    benchmark_values: tuple[Value, ...] = Field((), description="Each number of it with its expression.")
    verdict: Verdict | None = Field(None, description="What holds whatever the open questions turn out to be.")
    withheld: tuple[Said, ...] = Field((), description="Why there is no verdict.")


class LeftOut(Record):
    """Reference rows that were not compared with."""

    said: Said = Field(description="Why.")
    rows: tuple[str, ...] = Field(description="Their ids.")


class Against(Record):
    """Pay against all benchmarks of one kind that fit."""

    kind: BenchmarkKind = Field(description="Minimum wages or living wages.")
    state: PayState = Field(description="Whether there is anything to compare with.")
    reasons: tuple[Said, ...] = Field((), description="Why there is not.")
    without: tuple[Benchmark, ...] = Field((), description="The rows that say that there is no effective minimum.")
    gaps: tuple[Gap, ...] = Field((), description="One gap for each benchmark, those without doubt first.")
    left_out: tuple[LeftOut, ...] = Field((), description="What was not compared with.")


class Comparable(Record):
    """A pay report made comparable in every way that the reference allows."""

    wage: str = Field(description="The pay report.")
    employer: str = Field(description="The employer.")
    country: str | None = Field(description="The country, when it is one.")
    years: tuple[int, ...] = Field(description="The years whose figures are used.")
    pay_kind: str = Field(description="Paid, offered, promised, claimed ...")
    basis: str = Field(description="Before or after tax, or the client's price.")
    results: tuple[SerializeAsAny[Result], ...] = Field(description="The pay in each measure.")
    minimum: Against = Field(description="Against legal minimum wages.")
    living: Against = Field(description="Against living wages.")

    def result(self, measure: Measure, *, unpaid_counted: bool = False) -> Result:
        """Give one measure."""
        return next(r for r in self.results if (r.measure, r.unpaid_counted) == (measure, unpaid_counted))


_RANGE = (PayPoint.FIGURE, PayPoint.LOW, PayPoint.HIGH)


def spans_of(values: Iterable[Value]) -> tuple[Span, ...]:
    """Say from where to where the numbers reach: figure and range in one span, averages and medians in their own."""
    found: dict[PayPoint, list[Decimal]] = {}
    for value in values:
        found.setdefault(value.of, []).append(value.amount)
    spans: list[Span] = []
    if any(point in found for point in _RANGE):
        low = found.get(PayPoint.FIGURE, []) + found.get(PayPoint.LOW, [])
        high = found.get(PayPoint.FIGURE, []) + found.get(PayPoint.HIGH, [])
        spans.append(Span(of=PayPoint.FIGURE, low=min(low, default=None), high=max(high, default=None)))
    single = [point for point in (PayPoint.MEAN, PayPoint.MEDIAN) if point in found]
    return (*spans, *(Span(of=point, low=min(found[point]), high=max(found[point])) for point in single))
