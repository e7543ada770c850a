"""Benchmarks as levels: what a minimum or living wage is an hour, in the money in which pay is shown, with its working."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from supplychain.domain.pay_benchmarks import (
    Candidate,
    benchmark_of,
    livings_for,
    livings_in,
    minimums_for,
    minimums_in,
)
from supplychain.domain.pay_gaps import hours_of_benchmark
from supplychain.domain.pay_money import (
    EUR,
    INTERNATIONAL,
    USD,
    assumptions_of,
    at_parity,
    at_prices_of,
    cautions_of,
    convert,
)
from supplychain.domain.pay_quantity import Input, Quantity, collected, dimension, given, money_shown
from supplychain.domain.pay_results import Applies, Benchmark, PayPoint, Span, Value, spans_of
from supplychain.domain.pay_subject import Hours, Subject, per_hour
from supplychain.domain.pay_tables import Reference, Window
from supplychain.domain.pay_words import Because, Measure, PayCode, PayState, Said, in_order, say
from supplychain.domain.records import Record
from supplychain.domain.reference import LivingWage, MinimumWage, currency_of

_POINTS = {"point": PayPoint.FIGURE, "low": PayPoint.LOW, "high": PayPoint.HIGH}


class Level(Record):
    """One benchmark an hour, in one money; or why it cannot be worked out."""

    benchmark: Benchmark = Field(description="The benchmark as the reference has it.")
    years: tuple[int, ...] = Field(description="The years for which it stands.")
    carried: bool = Field(description="It is of another year and was carried by consumer prices.")
    state: PayState = Field(description="Whether it could be worked out.")
    currency: str = Field("", description="Currency of the numbers, ISO 4217, or international_dollar.")
    spans: tuple[Span, ...] = Field((), description="The numbers from lowest to highest.")
    values: tuple[Value, ...] = Field((), description="Every number with its expression.")
    inputs: tuple[Input, ...] = Field((), description="What the expressions start from.")
    reasons: tuple[Said, ...] = Field((), description="Why it could not be worked out.")
    assumptions: tuple[Said, ...] = Field((), description="What is assumed.")
    cautions: tuple[Said, ...] = Field((), description="What to be careful about.")


def levels_beside(subject: Subject, measure: Measure) -> tuple[Level, ...]:
    """Every minimum and living wage that a pay report is held against, in the money of the measure.

    Empty where the report cannot be held against any: that is said beside the pay.
    """
    try:
        found = (*minimums_for(subject).candidates, *livings_for(subject).candidates)
    except Because:
        return ()
    windows = {window.first.year: window for window in subject.windows}
    return tuple(level_of(candidate, measure, subject.reference, windows) for candidate in found)


def levels_over_time(country: str, years: Iterable[int], measure: Measure, reference: Reference) -> tuple[Level, ...]:
    """Every minimum and living wage of a country in each year in which it held, as published: none is carried."""
    found = []
    for year in years:
        window = Window(date(year, 1, 1), date(year, 12, 31))
        minimums, _ = minimums_in(reference, country, window)
        rows: list[tuple[MinimumWage, ...] | tuple[LivingWage, ...]] = [(row,) for row in minimums]
        for same in (*rows, *livings_in(reference, country, year)):
            applies = Applies.COUNTRY if same[0].area == "country" else Applies.POSSIBLE
            found.append(level_of(Candidate(same, applies, (year,)), measure, reference, {year: window}))
    return tuple(found)


def level_of(candidate: Candidate, measure: Measure, reference: Reference, windows: dict[int, Window]) -> Level:
    """Work out a benchmark an hour for each of its years."""
    benchmark = benchmark_of(candidate.rows, candidate.applies)
    level = Level(
        benchmark=benchmark,
        years=candidate.years,
        carried=candidate.of_year is not None,
        state=PayState.NOT_COMPARABLE,
    )
    try:
        values, inputs = _worked(candidate, measure, reference, windows)
    except Because as because:
        return level.model_copy(update={"reasons": in_order(because.reasons), "cautions": in_order(candidate.said)})
    return level.model_copy(
        update={
            "state": PayState.COMPARABLE,
            "currency": _currency(candidate.rows[0].country, measure, candidate.years[-1]),
            "spans": spans_of(values),
            "values": values,
            "inputs": inputs,
            "assumptions": in_order(assumptions_of(inputs, reference)),
            "cautions": in_order((*candidate.said, *cautions_of(inputs, reference))),
        }
    )


def _worked(
    candidate: Candidate, measure: Measure, reference: Reference, windows: dict[int, Window]
) -> tuple[tuple[Value, ...], tuple[Input, ...]]:
    values: list[Value] = []
    inputs: list[Input] = []
    for row in candidate.rows:
        for hours in hours_of_benchmark(row, [windows[year] for year in candidate.years], reference):
            for year in candidate.years:
                amount = _hourly(row, hours)
                if candidate.of_year is not None:
                    amount = at_prices_of(amount, row.country, candidate.of_year, year, reference)
                amount = _in_money(amount, row, measure, year, reference)
                inputs += amount.inputs
                values.append(
                    Value(
                        of=_POINTS[row.bound] if isinstance(row, LivingWage) else PayPoint.FIGURE,
                        row=row.id,
                        year=year,
                        benchmark_hours=hours.shown if hours else None,
                        amount=money_shown(amount.value),
                        expression=amount.text,
                    )
                )
    return tuple(values), collected(inputs)


def _hourly(row: MinimumWage | LivingWage, hours: Hours | None) -> Quantity:
    assert row.amount is not None, "rows that say that there is no minimum are no level"
    name = row.id.replace("-", "_")
    item = Input(name=name, value=row.amount, unit=f"{row.currency}/{row.unit}", record=row.id, field="amount")
    amount = given(item, dimension(**{row.currency: 1, row.unit: -1}))
    return amount if hours is None else per_hour(amount, row.unit, hours)


def _in_money(
    amount: Quantity, row: MinimumWage | LivingWage, measure: Measure, year: int, reference: Reference
) -> Quantity:
    if measure is Measure.INTERNATIONAL:
        return at_parity(amount, row.currency, row.country, year, reference)
    return convert(amount, row.currency, _currency(row.country, measure, year), year, reference)


def _currency(country: str, measure: Measure, year: int) -> str:
    match measure:
        case Measure.USD:
            return USD
        case Measure.EUR:
            return EUR
        case Measure.INTERNATIONAL:
            return INTERNATIONAL
        case _:
            if (currency := currency_of(country, year)) is None:
                raise Because(say(PayCode.CURRENCY_OF_COUNTRY_UNKNOWN, country=country))
            return currency
