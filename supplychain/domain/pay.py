"""Pay made comparable: every figure with its working, its assumptions and its doubts, or the reason why there is none."""

from collections.abc import Iterable

from supplychain.domain.pay_gaps import against_livings, against_minimums, other_currency
from supplychain.domain.pay_money import (
    EUR,
    INTERNATIONAL,
    USD,
    assumptions_of,
    at_parity,
    at_prices_of,
    cautions_of,
    convert,
    trouble_whenever,
)
from supplychain.domain.pay_quantity import Input, Quantity, collected, money_shown
from supplychain.domain.pay_results import Comparable, Result, Value, spans_of
from supplychain.domain.pay_subject import Hours, Subject, TimeGiven
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import Because, Measure, PayCode, PayState, Said, in_order, say
from supplychain.domain.records import Figure, Wage

_MONEY = (Measure.HOURLY, Measure.LOCAL, Measure.USD, Measure.EUR, Measure.INTERNATIONAL, Measure.REAL)
_STAYS = (PayCode.TASK_PAY, PayCode.DAY_LENGTH_UNKNOWN)
"""What keeps pay in its own unit without making it incomparable in money."""


def normalise(
    wage: Wage,
    reference: Reference,
    *,
    prices_of: int | None = None,
    time: TimeGiven | None = None,
    unpaid_from: Figure | None = None,
) -> Comparable:
    """Make a pay report comparable in every way that the reference allows.

    `prices_of` is the year to whose consumer prices pay is carried (none: not worked out). `time` says what the source
    gives on the time of a task or a day. `unpaid_from` is a figure on unpaid hours that a source sets beside the pay.
    """
    subject = Subject(wage, reference, time or TimeGiven(), unpaid_from=unpaid_from)
    measures = [m for m in _MONEY if m is not Measure.REAL or prices_of is not None]
    effective = measures if subject.unpaid is not None else [Measure.HOURLY]
    asked = [*((m, False) for m in measures), *((m, True) for m in effective)]
    return Comparable(
        wage=wage.id,
        employer=wage.employer,
        country=wage.countries[0] if len(wage.countries) == 1 else None,
        years=subject.years,
        pay_kind=wage.pay_kind,
        basis=wage.basis,
        results=tuple(_Money(subject, m, unpaid, prices_of).result() for m, unpaid in asked),
        minimum=against_minimums(subject),
        living=against_livings(subject),
    )


class _Money:
    """Pay in one measure."""

    def __init__(self, subject: Subject, measure: Measure, unpaid_counted: bool, prices_of: int | None) -> None:
        self.subject, self.measure, self.unpaid_counted = subject, measure, unpaid_counted
        self.prices_of = prices_of if measure is Measure.REAL else None
        self.own_unit = False

    def result(self) -> Result:
        """Work it out, or say why it cannot be."""
        subject, wage = self.subject, self.subject.wage
        result = Result(
            wage=wage.id,
            measure=self.measure,
            unpaid_counted=self.unpaid_counted,
            state=PayState.NOT_COMPARABLE,
            prices_of=self.prices_of,
            pay_kind=wage.pay_kind,
            basis=wage.basis,
        )
        try:
            values, inputs = self._worked()
        except Because as because:
            return result.model_copy(update={"reasons": in_order(because.reasons), "cautions": subject.of_pay})
        assumptions, cautions = self._said(values, inputs)
        unit = {"currency": self._currency(), "unit": wage.unit if self.own_unit else "hour"}
        worked = {"spans": spans_of(values), "values": values, "inputs": inputs}
        said = {"assumptions": assumptions, "cautions": cautions}
        return result.model_copy(update={"state": PayState.COMPARABLE, **unit, **worked, **said})

    def _worked(self) -> tuple[tuple[Value, ...], tuple[Input, ...]]:
        if self.unpaid_counted and self.subject.wage.basis == "paid_by_client":
            raise Because(say(PayCode.NOT_PAY))
        years, variants = self._years(), self._variants()
        values: list[Value] = []
        inputs: list[Input] = []
        for point, pay in self.subject.points:
            for year in years:
                for hours in variants:
                    amount = self._money(self._timed(pay, hours), year)
                    inputs += amount.inputs
                    values.append(
                        Value(
                            of=point,
                            year=year,
                            hours=hours.shown if hours else None,
                            amount=money_shown(amount.value),
                            expression=amount.text,
                        )
                    )
        return tuple(values), collected(inputs)

    def _variants(self) -> tuple[Hours | None, ...]:
        """The hours to reckon with; pay for a task or an unmeasured day keeps its unit, except in pay an hour itself."""
        variants = self.subject.variants(unpaid_counted=self.unpaid_counted)
        try:
            self._timed(self.subject.points[0][1], variants[0])
        except Because as because:
            if self.measure is Measure.HOURLY or self.unpaid_counted or because.reasons[0].code not in _STAYS:
                raise
            self.own_unit = True
            return (None,)
        return variants

    def _timed(self, pay: Quantity, hours: Hours | None) -> Quantity:
        if self.own_unit:
            return pay
        hourly = self.subject.hourly(pay, hours)
        return self.subject.effective(hourly, hours) if self.unpaid_counted else hourly

    def _years(self) -> tuple[int | None, ...]:
        """The years whose figures are needed: none where no rate, parity or price is."""
        own = self.subject.wage.currency
        match self.measure:
            case Measure.HOURLY:
                return (None,)
            case Measure.USD | Measure.EUR:
                needed = own != self._currency()
            case Measure.LOCAL:
                needed = any(own != self.subject.local(year) for year in self.subject.years or (None,))
            case _:
                self.subject.country  # noqa: B018 - raises the better reason where there is no country
                needed = True
        if not needed:
            return (None,)
        if not self.subject.years:
            raise Because(*self._whenever(), say(PayCode.NO_YEAR))
        return self.subject.years

    def _whenever(self) -> list[Said]:
        """What would speak against it in any year."""
        wage = self.subject.wage
        if self.measure is Measure.USD:
            return trouble_whenever([wage.currency], self.subject.reference)
        if self.measure is Measure.EUR:
            return trouble_whenever([c for c in (wage.currency,) if c != USD], self.subject.reference)
        return trouble_whenever(sorted({wage.currency, self.subject.local()} - {USD}), self.subject.reference)

    def _currency(self) -> str:
        subject = self.subject
        match self.measure:
            case Measure.HOURLY:
                return subject.wage.currency
            case Measure.USD:
                return USD
            case Measure.EUR:
                return EUR
            case Measure.INTERNATIONAL:
                return INTERNATIONAL
            case _:
                return subject.local(subject.years[-1] if subject.years else None)

    def _money(self, amount: Quantity, year: int | None) -> Quantity:
        subject, own = self.subject, self.subject.wage.currency
        if year is None:
            return amount
        if self.measure is Measure.INTERNATIONAL:
            return at_parity(amount, own, subject.country, year, subject.reference)
        target = self._currency()
        amount = convert(amount, own, target, year, subject.reference)
        if self.prices_of is None:
            return amount
        return at_prices_of(amount, subject.country, year, self.prices_of, subject.reference)

    def _said(self, values: Iterable[Value], inputs: tuple[Input, ...]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        subject = self.subject
        assumptions = assumptions_of(inputs, subject.reference)
        cautions = [*subject.of_pay, *cautions_of(inputs, subject.reference)]
        if self.unpaid_counted:
            assumptions += subject.of_unpaid
        used = {value.year for value in values} - {None}
        if used:
            for said in subject.of_years:
                (assumptions if said.code is PayCode.YEAR_OF_REPORT else cautions).append(said)
        if self.measure in (Measure.LOCAL, Measure.INTERNATIONAL, Measure.REAL):
            cautions += other_currency(subject)
        return in_order(assumptions), in_order(cautions)
