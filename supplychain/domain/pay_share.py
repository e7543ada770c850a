"""The worker's share of what the client pays: which pay belongs to which price, and what part of it reaches the worker."""

from collections.abc import Callable, Iterable, Sequence

from pydantic import Field

from supplychain.domain.pay_money import USD, assumptions_of, cautions_of, convert
from supplychain.domain.pay_quantity import Input, Quantity, collected, ratio_shown
from supplychain.domain.pay_results import PayPoint, Result, Span, Value
from supplychain.domain.pay_subject import Hours, Subject
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import Because, Measure, PayCode, PayState, in_order, say
from supplychain.domain.records import Record, Wage
from supplychain.domain.work_classes import WorkClass, work_class

BY_CLIENT = "paid_by_client"
_ONE_NUMBER = (PayPoint.FIGURE, PayPoint.MEAN, PayPoint.MEDIAN)
_LOWEST = (*_ONE_NUMBER, PayPoint.LOW)
_HIGHEST = (*_ONE_NUMBER, PayPoint.HIGH)


class Pairing(Record):
    """Why a pay report and a client's price are held to be about the same work."""

    employer: str = Field(description="The employer of both.")
    clients: tuple[str, ...] = Field(description="Clients that both name.")
    tools: tuple[str, ...] = Field(description="Products that both name.")
    overlapping: bool = Field(
        description="Both state a period, and the periods overlap; else at least one states none."
    )


class Share(Result):
    """What part of a client's price reaches the worker."""

    price: str = Field(description="The report on what the client pays.")
    price_kind: str = Field(description="Price in a contract, reported, claimed ...")
    paired: Pairing = Field(description="Why the two belong together.")


def _same(id: str) -> str:
    return id


def pair(pay: Wage, price: Wage, canonical: Callable[[str], str] = _same) -> Pairing | None:
    """Say why a pay report and a price belong together: same employer, a client or product in common, nothing against it.

    What speaks against it: other clients, products, countries or classes of work, or periods that do not overlap.
    """
    if price.basis != BY_CLIENT or pay.basis == BY_CLIENT or canonical(pay.employer) != canonical(price.employer):
        return None
    clients = _common(pay.clients, price.clients, canonical)
    tools = _common(pay.tools, price.tools, canonical)
    if clients is None or tools is None or not (clients or tools):
        return None
    if _common(pay.countries, price.countries, _same) is None or _common(_classes(pay), _classes(price), _same) is None:
        return None
    stated = pay.period.stated and price.period.stated
    if stated and not (pay.period.valid_lo <= price.period.valid_hi and price.period.valid_lo <= pay.period.valid_hi):
        return None
    return Pairing(employer=canonical(pay.employer), clients=clients, tools=tools, overlapping=stated)


def _classes(wage: Wage) -> tuple[str, ...]:
    return tuple(c for c in map(work_class, wage.work_types) if c is not WorkClass.OTHER)


def _common(left: Sequence[str], right: Sequence[str], canonical: Callable[[str], str]) -> tuple[str, ...] | None:
    """What both name; None when both name something and nothing in common."""
    ours, theirs = {canonical(id) for id in left}, {canonical(id) for id in right}
    return tuple(sorted(ours & theirs)) if ours & theirs or not (ours and theirs) else None


def shares(wages: Iterable[Wage], reference: Reference, canonical: Callable[[str], str] = _same) -> tuple[Share, ...]:
    """Pair every pay report with every price that belongs to it, in order of their ids."""
    listed = sorted(wages, key=lambda wage: wage.id)
    prices = [wage for wage in listed if wage.basis == BY_CLIENT]
    pairs = [(pay, price, pair(pay, price, canonical)) for pay in listed for price in prices]
    return tuple(worker_share(pay, price, found, reference) for pay, price, found in pairs if found)


def worker_share(pay: Wage, price: Wage, paired: Pairing, reference: Reference) -> Share:
    """Work out what part of the price reaches the worker, or say why it cannot be."""
    share = Share(
        wage=pay.id,
        measure=Measure.CLIENT_SHARE,
        state=PayState.NOT_COMPARABLE,
        pay_kind=pay.pay_kind,
        basis=pay.basis,
        price=price.id,
        price_kind=price.pay_kind,
        paired=paired,
    )
    ours, theirs = Subject(pay, reference), Subject(price, reference, name="price")
    try:
        values, inputs = _worked(ours, theirs)
    except Because as because:
        return share.model_copy(update={"reasons": in_order(because.reasons), "cautions": ours.of_pay})
    cautions = [say(PayCode.PRICE_IS_NOT_PAY), *ours.of_pay, *cautions_of(inputs, reference)]
    assumptions = assumptions_of(inputs, reference)
    if not paired.overlapping:
        cautions.append(say(PayCode.PERIOD_OF_PAIR_UNSTATED))
    if any(value.year is not None for value in values):
        for said in (*ours.of_years, *theirs.of_years):
            (assumptions if said.code is PayCode.YEAR_OF_REPORT else cautions).append(said)
    worked = {"state": PayState.COMPARABLE, "values": values, "inputs": inputs, "spans": _spans(values)}
    beside = {"assumptions": in_order(assumptions), "cautions": in_order(cautions)}
    return share.model_copy(update={**worked, **beside})


def _worked(ours: Subject, theirs: Subject) -> tuple[tuple[Value, ...], tuple[Input, ...]]:
    if "task" in (ours.wage.unit, theirs.wage.unit):
        raise Because(say(PayCode.TASK_PAY))
    if not any(_needed(point, against) for point, _ in ours.points for against, _ in theirs.points):
        raise Because(say(PayCode.SAME_END_OPEN))
    direct = (
        ours.wage.unit == theirs.wage.unit and ours.wage.hours_per_week is None and theirs.wage.hours_per_week is None
    )
    convert_both = ours.wage.currency != theirs.wage.currency
    values: list[Value] = []
    inputs: list[Input] = []
    for hours, price_hours in _hours(ours, theirs, direct=direct):
        for year, price_year in _years(ours, theirs, needed=convert_both):
            for point, pay in ours.points:
                for against, price in theirs.points:
                    if not _needed(point, against):
                        continue
                    above = _amount(ours, pay, hours, year, direct=direct)
                    below = _amount(theirs, price, price_hours, price_year, direct=direct)
                    if not below.value:
                        raise Because(say(PayCode.PRICE_IS_ZERO))
                    share = above / below
                    inputs += share.inputs
                    values.append(
                        Value(
                            of=point,
                            against=against,
                            row=theirs.wage.id,
                            year=year,
                            hours=hours.shown if hours else None,
                            benchmark_hours=price_hours.shown if price_hours else None,
                            amount=ratio_shown(share.value),
                            expression=share.text,
                        )
                    )
    return tuple(values), collected(inputs)


def _hours(ours: Subject, theirs: Subject, *, direct: bool) -> Iterable[tuple[Hours | None, Hours | None]]:
    if direct:
        return [(None, None)]
    price_hours = theirs.variants(unpaid_counted=False)
    return [(mine, other) for mine in ours.variants(unpaid_counted=False) for other in price_hours]


def _years(ours: Subject, theirs: Subject, *, needed: bool) -> Iterable[tuple[int | None, int | None]]:
    if not needed:
        return [(None, None)]
    if not ours.years or not theirs.years:
        raise Because(say(PayCode.NO_YEAR))
    return [(year, other) for year in ours.years for other in theirs.years]


def _needed(point: PayPoint, against: PayPoint) -> bool:
    """The lowest share is the lowest pay over the highest price, the highest the other way round; no other says anything."""
    return not (point is against and point in (PayPoint.LOW, PayPoint.HIGH))


def _amount(subject: Subject, pay: Quantity, hours: Hours | None, year: int | None, *, direct: bool) -> Quantity:
    amount = pay if direct else subject.hourly(pay, hours)
    return amount if year is None else convert(amount, subject.wage.currency, USD, year, subject.reference)


def _spans(values: Sequence[Value]) -> tuple[Span, ...]:
    kinds = (
        (PayPoint.FIGURE, (PayPoint.FIGURE, PayPoint.LOW), (PayPoint.FIGURE, PayPoint.HIGH)),
        (PayPoint.MEAN, (PayPoint.MEAN,), (PayPoint.MEAN,)),
        (PayPoint.MEDIAN, (PayPoint.MEDIAN,), (PayPoint.MEDIAN,)),
    )
    spans = []
    for of, lower, upper in kinds:
        low = [v.amount for v in values if v.of in lower and v.against in _HIGHEST]
        high = [v.amount for v in values if v.of in upper and v.against in _LOWEST]
        if low or high:
            spans.append(Span(of=of, low=min(low, default=None), high=max(high, default=None)))
    return tuple(spans)
