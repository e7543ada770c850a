"""How far pay lies from each minimum and living wage, and what can be said of it whatever the open questions are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from supplychain.domain.pay_benchmarks import Candidate, Found, benchmark_of, livings_for, minimums_for
from supplychain.domain.pay_money import assumptions_of, at_prices_of, cautions_of, convert, trouble_whenever
from supplychain.domain.pay_quantity import (
    ONE,
    Input,
    Quantity,
    collected,
    dimension,
    given,
    money_shown,
    ratio_shown,
    settled,
)
from supplychain.domain.pay_results import (
    Against,
    Applies,
    BenchmarkKind,
    Gap,
    PayPoint,
    Span,
    Value,
    spans_of,
)
from supplychain.domain.pay_subject import ASSUMED_HOURS, LONG_UNITS, Hours, Subject, legal_hours, per_hour, yearly
from supplychain.domain.pay_tables import Reference, Window, hours_of
from supplychain.domain.pay_words import Because, Measure, PayCode, PayState, Said, Verdict, in_order, say
from supplychain.domain.reference import LivingWage, MinimumWage, currency_of

_POINTS = {"point": PayPoint.FIGURE, "low": PayPoint.LOW, "high": PayPoint.HIGH}
_HALF, _SAME, _TWICE = Decimal("0.5"), Decimal(1), Decimal(2)
_STRETCH: dict[tuple[str, str], tuple[Decimal, Decimal]] = {
    ("gross", "gross"): (_SAME, _SAME),
    ("net", "net"): (_SAME, _SAME),
    ("net", "gross"): (_SAME, _TWICE),
    ("unknown", "gross"): (_SAME, _TWICE),
    ("net", "unknown"): (_SAME, _TWICE),
    ("gross", "net"): (_HALF, _SAME),
    ("unknown", "net"): (_HALF, _SAME),
    ("gross", "unknown"): (_HALF, _SAME),
    ("unknown", "unknown"): (_HALF, _TWICE),
}
"""(basis of the pay, of the benchmark) -> by how much pay on the basis of the benchmark may differ from pay as reported, if what
is paid out is never more than pay before tax and never less than half of it."""


def against_minimums(subject: Subject) -> Against:
    """Hold pay against every legal minimum wage that fits."""
    return _against(subject, BenchmarkKind.MINIMUM)


def against_livings(subject: Subject) -> Against:
    """Hold pay against every living wage that fits."""
    return _against(subject, BenchmarkKind.LIVING)


def _against(subject: Subject, kind: BenchmarkKind) -> Against:
    try:
        _can_be_held_against(subject, kind)
        found = minimums_for(subject) if kind is BenchmarkKind.MINIMUM else livings_for(subject)
    except Because as because:
        return Against(kind=kind, state=PayState.NOT_COMPARABLE, reasons=in_order(because.reasons))
    return _answer(subject, kind, found)


def _can_be_held_against(subject: Subject, kind: BenchmarkKind) -> None:
    if subject.wage.basis == "paid_by_client":
        raise Because(say(PayCode.NOT_PAY))
    country = subject.country
    if kind is BenchmarkKind.MINIMUM and not subject.years:
        rows = subject.reference.minimum_wages(country)
        if any(row.kind in ("none", "not_effective") and not row.period.stated for row in rows):
            return
    if not subject.years:
        currencies = {subject.wage.currency, currency_of(country) or subject.wage.currency}
        apart = trouble_whenever(sorted(currencies), subject.reference) if len(currencies) > 1 else []
        raise Because(*apart, say(PayCode.NO_YEAR))


def _answer(subject: Subject, kind: BenchmarkKind, found: Found) -> Against:
    if found.without:
        without = tuple(benchmark_of((row,), Applies.COUNTRY) for row in found.without)
        state = PayState.NO_EFFECTIVE_MINIMUM
        return Against(kind=kind, state=state, without=without, left_out=found.left_out)
    reasons: tuple[Said, ...]
    if subject.wage.unit == "task" and not subject.timed:
        reasons = (say(PayCode.TASK_PAY),)
        return Against(kind=kind, state=PayState.NOT_COMPARABLE, reasons=reasons, left_out=found.left_out)
    gaps = tuple(gap for candidate in found.candidates for gap in _gaps(subject, kind, candidate))
    reasons = ()
    if not gaps:
        years = ", ".join(map(str, subject.years))
        minimum = kind is BenchmarkKind.MINIMUM
        code = PayCode.NO_MINIMUM_KNOWN if minimum else PayCode.NO_LIVING_WAGE_KNOWN
        reasons = (say(code, country=subject.country, **({"years": years} if minimum else {})),)
    elif not any(gap.state is PayState.COMPARABLE for gap in gaps):
        reasons = in_order(said for gap in gaps for said in gap.reasons)
    state = PayState.NOT_COMPARABLE if reasons else PayState.COMPARABLE
    return Against(kind=kind, state=state, reasons=reasons, gaps=gaps, left_out=found.left_out)


def _gaps(subject: Subject, kind: BenchmarkKind, candidate: Candidate) -> Iterable[Gap]:
    yield _gap(subject, kind, candidate, unpaid_counted=False)
    if subject.unpaid is not None and subject.unpaid.value:
        yield _gap(subject, kind, candidate, unpaid_counted=True)


@dataclass(frozen=True, slots=True)
class _Case:
    """One row of a benchmark in one year, under one assumption on hours for each side."""

    row: MinimumWage | LivingWage
    year: int | None
    pay_hours: Hours | None
    own_hours: Hours | None


class _Comparison:
    """Pay beside one benchmark."""

    def __init__(self, subject: Subject, candidate: Candidate, *, unpaid_counted: bool) -> None:
        self.subject, self.candidate, self.unpaid_counted = subject, candidate, unpaid_counted
        first = candidate.rows[0]
        wage = subject.wage
        long = wage.unit in LONG_UNITS and first.unit in LONG_UNITS
        by_the_report = subject.timed or unpaid_counted
        self.direct = not by_the_report and (wage.unit == first.unit or long)
        """Whether both are compared in their own units, as if for the same hours."""
        self.unit = "hour" if not self.direct else wage.unit if wage.unit == first.unit else "year"
        needs_year = wage.currency != first.currency or candidate.of_year is not None
        self.years: tuple[int | None, ...] = candidate.years if needs_year else (None,)

    def cases(self) -> Iterable[_Case]:
        pay_hours: Sequence[Hours | None] = (None,)
        if not self.direct:
            pay_hours = self.subject.variants(unpaid_counted=self.unpaid_counted)
        for row in self.candidate.rows:
            for own in self._own_hours(row):
                for year in self.years:
                    for hours in pay_hours:
                        yield _Case(row, year, hours, own)

    def _own_hours(self, row: MinimumWage | LivingWage) -> Sequence[Hours | None]:
        if self.direct:
            return (None,)
        windows = [self.subject.window(year) for year in self.candidate.years]
        return hours_of_benchmark(row, windows, self.subject.reference)

    def benchmark(self, case: _Case) -> Quantity:
        """The benchmark in the unit of the comparison, carried to the year of the pay."""
        row = case.row
        assert row.amount is not None, "rows that say that there is no minimum are never candidates"
        name = _name(row)
        item = Input(name=name, value=row.amount, unit=f"{row.currency}/{row.unit}", record=row.id, field="amount")
        amount = given(item, dimension(**{row.currency: 1, row.unit: -1}))
        if self.candidate.of_year is not None and case.year is not None:
            of_year = self.candidate.of_year
            amount = at_prices_of(amount, row.country, of_year, case.year, self.subject.reference)
        if case.own_hours is not None:
            return per_hour(amount, row.unit, case.own_hours)
        return yearly(amount, row.unit) if self.unit == "year" else amount

    def pay(self, pay: Quantity, case: _Case) -> Quantity:
        """The pay in the unit and currency of the comparison."""
        subject, wage = self.subject, self.subject.wage
        if not self.direct:
            pay = subject.hourly(pay, case.pay_hours)
            if self.unpaid_counted:
                pay = subject.effective(pay, case.pay_hours)
        elif self.unit == "year":
            pay = yearly(pay, wage.unit)
        if case.year is None:
            return pay
        return convert(pay, wage.currency, case.row.currency, case.year, subject.reference)


def hours_of_benchmark(
    row: MinimumWage | LivingWage, windows: Iterable[Window], reference: Reference
) -> Sequence[Hours | None]:
    """Hours that a benchmark is for: its own, else those of the law at that time, else several that are assumed.

    None for one that is given an hour. Raises Because for one a day where no hours of a day are known.
    """
    if row.unit == "hour":
        return (None,)
    per = ("day",) if row.unit == "day" else ("week", "month")
    if isinstance(row, MinimumWage) and row.hours_per in per:
        return tuple(map(legal_hours, hours_of(row)))
    legal = reference.legal_hours(row.country, windows, per)
    if not legal and row.unit == "day":
        raise Because(say(PayCode.BENCHMARK_DAY_LENGTH))
    return tuple(map(legal_hours, legal)) or ASSUMED_HOURS


def _name(row: MinimumWage | LivingWage) -> str:
    if isinstance(row, MinimumWage):
        return "minimum"
    return "living" if row.bound == "point" else f"living_{row.bound}"


def _gap(subject: Subject, kind: BenchmarkKind, candidate: Candidate, *, unpaid_counted: bool) -> Gap:
    measure = Measure.MINIMUM_GAP if kind is BenchmarkKind.MINIMUM else Measure.LIVING_GAP
    benchmark = benchmark_of(candidate.rows, candidate.applies)
    gap = Gap(
        wage=subject.wage.id,
        measure=measure,
        unpaid_counted=unpaid_counted,
        state=PayState.NOT_COMPARABLE,
        pay_kind=subject.wage.pay_kind,
        basis=subject.wage.basis,
        benchmark=benchmark,
    )
    comparison = _Comparison(subject, candidate, unpaid_counted=unpaid_counted)
    try:
        exact, own, inputs = _worked(comparison)
    except Because as because:
        held = (s for s in candidate.said if s.code is not PayCode.CARRIED)  # it could not be carried
        reasons, cautions = in_order(because.reasons), in_order((*subject.of_pay, *held))
        return gap.model_copy(update={"reasons": reasons, "cautions": cautions})
    assumptions, cautions = _said(comparison, inputs)
    doubtful = benchmark.use != "yes" or any(said.code is PayCode.DOUBTFUL_ROW for said in cautions)
    verdict, withheld = _judge(subject, candidate, spans_of(exact), doubtful=doubtful)
    values = tuple(v.model_copy(update={"amount": ratio_shown(v.amount)}) for v in exact)
    worked = {"spans": spans_of(values), "values": values, "inputs": inputs}
    beside = {"benchmark_values": own, "benchmark_spans": spans_of(own), "verdict": verdict, "withheld": withheld}
    said = {"assumptions": assumptions, "cautions": cautions}
    unit = {"state": PayState.COMPARABLE, "currency": benchmark.currency, "unit": comparison.unit}
    return gap.model_copy(update={**unit, **worked, **beside, **said})


def _worked(comparison: _Comparison) -> tuple[tuple[Value, ...], tuple[Value, ...], tuple[Input, ...]]:
    """Work out every distance (not yet rounded), and the benchmark in the unit of the comparison."""
    gaps: list[Value] = []
    own: dict[str, Value] = {}
    inputs: list[Input] = []
    for case in comparison.cases():
        benchmark = comparison.benchmark(case)
        against = _POINTS[case.row.bound] if isinstance(case.row, LivingWage) else PayPoint.FIGURE
        own_hours = case.own_hours.shown if case.own_hours else None
        carried_to = case.year if comparison.candidate.of_year is not None else None
        value = Value(
            of=against,
            row=case.row.id,
            year=carried_to,
            benchmark_hours=own_hours,
            amount=money_shown(benchmark.value),
            expression=benchmark.text,
        )
        own.setdefault(value.model_dump_json(), value)
        for point, pay in comparison.subject.points:
            gap = comparison.pay(pay, case) / benchmark - ONE
            inputs += gap.inputs
            gaps.append(
                Value(
                    of=point,
                    against=against,
                    row=case.row.id,
                    year=case.year,
                    hours=case.pay_hours.shown if case.pay_hours else None,
                    benchmark_hours=own_hours,
                    amount=settled(gap.value),
                    expression=gap.text,
                )
            )
    return tuple(gaps), tuple(own.values()), collected(inputs)


def _said(comparison: _Comparison, inputs: Sequence[Input]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What is assumed in a comparison, and what to be careful about."""
    subject, candidate = comparison.subject, comparison.candidate
    assumptions = assumptions_of(inputs, subject.reference)
    cautions = [*subject.of_pay, *candidate.said, *cautions_of(inputs, subject.reference)]
    if comparison.direct and subject.wage.unit in (*LONG_UNITS, "day"):
        assumptions.append(say(PayCode.SAME_HOURS, unit=comparison.unit))
    if comparison.unpaid_counted:
        assumptions += subject.of_unpaid
    benchmark = _basis(candidate)
    if isinstance(candidate.rows[0], MinimumWage) and candidate.rows[0].basis == "unknown":
        assumptions.append(say(PayCode.MINIMUM_TAKEN_AS_GROSS))
    pay = subject.wage.basis
    if pay != benchmark or pay == "unknown":
        assumptions.append(say(PayCode.TAX_AT_MOST_HALF))
    if {pay, benchmark} == {"gross", "net"}:
        cautions.append(say(PayCode.BASES_DIFFER, pay=pay, benchmark=benchmark))
    for said in subject.of_years:
        (assumptions if said.code is PayCode.YEAR_OF_REPORT else cautions).append(said)
    cautions += other_currency(subject)
    return in_order(assumptions), in_order(cautions)


def other_currency(subject: Subject) -> list[Said]:
    """What is to be said when a figure is not in the currency of the country."""
    country = subject.wage.countries[0] if len(subject.wage.countries) == 1 else ""
    local = currency_of(country, subject.years[0] if subject.years else None)
    if local is None or local == subject.wage.currency:
        return []
    return [say(PayCode.OTHER_CURRENCY, currency=subject.wage.currency, local=local)]


def _basis(candidate: Candidate) -> str:
    """The basis of a benchmark; a legal minimum is before tax unless its row says otherwise."""
    row = candidate.rows[0]
    return "gross" if isinstance(row, MinimumWage) and row.basis == "unknown" else row.basis


def _judge(
    subject: Subject, candidate: Candidate, exact: Sequence[Span], *, doubtful: bool
) -> tuple[Verdict | None, tuple[Said, ...]]:
    """Say what holds whatever the hours, the tax and the place turn out to be; else why nothing is said."""
    side = _common_side(exact)
    withheld = [side] if isinstance(side, PayCode) else []
    stretch = _STRETCH[subject.wage.basis, _basis(candidate)]
    if isinstance(side, Verdict) and _common_side([_stretched(span, stretch) for span in exact]) != side:
        withheld.append(PayCode.WITHHELD_BASIS)
    if candidate.applies is Applies.POSSIBLE or any(s.code is PayCode.AGE_NOT_KNOWN for s in candidate.said):
        withheld.append(PayCode.WITHHELD_PLACE)
    if candidate.of_year is not None:
        withheld.append(PayCode.WITHHELD_CARRIED)
    if any(s.code is PayCode.NOT_ONE_WORKER for s in candidate.said):
        withheld.append(PayCode.WITHHELD_MEANING)
    if doubtful:
        withheld.append(PayCode.WITHHELD_DOUBT)
    if withheld or not isinstance(side, Verdict):
        return None, in_order(map(say, withheld))
    return side, ()


def _common_side(spans: Sequence[Span]) -> Verdict | PayCode:
    sides = {_side(span) for span in spans}
    return sides.pop() if len(sides) == 1 else PayCode.WITHHELD_SPREAD


def _stretched(span: Span, by: tuple[Decimal, Decimal]) -> Span:
    """Reach as far as the distance may, whatever the tax."""
    low = None if span.low is None else (1 + span.low) * by[0] - 1
    high = None if span.high is None else (1 + span.high) * by[1] - 1
    return Span(of=span.of, low=low, high=high)


def _side(span: Span) -> Verdict | PayCode:
    """On which side of the benchmark a span lies."""
    if span.low is not None and span.low >= 0:
        return Verdict.ABOVE
    if span.high is not None and span.high < 0:
        return Verdict.BELOW
    return PayCode.WITHHELD_SPREAD if None not in (span.low, span.high) else PayCode.WITHHELD_OPEN_RANGE
