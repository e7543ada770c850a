"""What the chart of prices shows: what a client pays for an hour of work, and what of it reaches the worker."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from pydantic import Field

from supplychain.domain.charts import Chart
from supplychain.domain.pay_quantity import Exact
from supplychain.domain.pay_results import Comparable, Result, Span
from supplychain.domain.pay_share import Share
from supplychain.domain.pay_words import Measure, PayState, Said
from supplychain.domain.records import Record
from supplychain.domain.standing import Shown


class PriceMark(Record):
    """One pay report beside one price for the same work, or why they are not drawn."""

    number: int | None = Field(description="Number in the picture and the table; empty = not drawn.")
    drawn: bool = Field(description="Whether it is drawn; else codes say why not.")
    price: str = Field(description="Id of the report on what the client pays.")
    wage: str = Field(description="Id of the pay report.")
    employer: str = Field(description="Id of the employer.")
    clients: tuple[str, ...] = Field(description="Clients that both name.")
    tools: tuple[str, ...] = Field(description="Products that both name.")
    price_low: Exact | None = Field(description="Lowest price an hour; empty where that end is open.")
    price_high: Exact | None = Field(description="Highest price an hour; empty where that end is open.")
    low: Exact | None = Field(description="Lowest pay an hour; empty where that end is open.")
    high: Exact | None = Field(description="Highest pay an hour; empty where that end is open.")
    currency: str = Field(description="Currency of price and pay.")
    share_low: Exact | None = Field(description="Lowest share of the price that reaches the worker: 0.10 is a tenth.")
    share_high: Exact | None = Field(description="Highest share.")
    grade: str = Field(description="Evidence grade of the pay report.")
    price_grade: str = Field(description="Evidence grade of the report on the price.")
    states: tuple[str, ...] = Field(description="Ways in which the pay report differs from a plain live one.")
    overlapping: bool = Field(description="Both state a period, and the periods overlap; else one states none.")
    codes: tuple[str, ...] = Field(description="Codes of the reasons, or of what is assumed and doubtful.")
    said: tuple[Said, ...] = Field(description="The same as sentences.")


class PriceChart(Chart):
    """What clients pay beside what workers get."""

    row_type: ClassVar[type[Record]] = PriceMark
    kind: ClassVar[str] = "price"

    money: str = Field(description="In which money: local, usd, eur or international.")
    about: str = Field(description="Id of the claim or employer that was asked for.")
    reports: tuple[Shown, ...] = Field(description="The reports on prices and pay.")
    marks: tuple[PriceMark, ...] = Field(description="One for each pair, price by price.")

    def table(self) -> tuple[PriceMark, ...]:
        """One row a pair."""
        return self.marks

    @property
    def drawn(self) -> tuple[PriceMark, ...]:
        """The pairs that are drawn."""
        return tuple(m for m in self.marks if m.drawn)


def price_marks(
    shares: Iterable[Share], compared: Mapping[str, Comparable], shown: Mapping[str, Shown], measure: Measure
) -> tuple[PriceMark, ...]:
    """Put every pay report beside the price that it belongs to, in one money; those that cannot be drawn come last."""
    drawn: list[PriceMark] = []
    left: list[PriceMark] = []
    for share in sorted(shares, key=lambda s: (s.price, s.wage)):
        pay, price = (compared[id].result(measure) for id in (share.wage, share.price))
        reasons = _reasons(share, pay, price) or _not_hourly(compared[share.wage], compared[share.price])
        if reasons:
            left.append(_mark(share, shown, None, reasons))
            continue
        for span in share.spans:
            drawn.append(_mark(share, shown, len(drawn) + 1, (*share.assumptions, *share.cautions), span, pay, price))
    return (*drawn, *left)


def _reasons(*results: Result) -> tuple[Said, ...]:
    """Why a pair is not drawn; nothing when it is."""
    return next((r.reasons for r in results if r.state is not PayState.COMPARABLE), ())


def _not_hourly(pay: Comparable, price: Comparable) -> tuple[Said, ...]:
    """Why one of the two is not an amount an hour."""
    return _reasons(pay.result(Measure.HOURLY), price.result(Measure.HOURLY))


def _mark(
    share: Share,
    shown: Mapping[str, Shown],
    number: int | None,
    said: tuple[Said, ...],
    span: Span | None = None,
    pay: Result | None = None,
    price: Result | None = None,
) -> PriceMark:
    ours = pay.span(span.of) if pay and span else None
    theirs = price.spans[0] if price else None
    return PriceMark(
        number=number,
        drawn=number is not None,
        price=share.price,
        wage=share.wage,
        employer=share.paired.employer,
        clients=share.paired.clients,
        tools=share.paired.tools,
        price_low=theirs.low if theirs else None,
        price_high=theirs.high if theirs else None,
        low=ours.low if ours else None,
        high=ours.high if ours else None,
        currency=pay.currency if pay else "",
        share_low=span.low if span else None,
        share_high=span.high if span else None,
        grade=shown[share.wage].evidence.grade,
        price_grade=shown[share.price].evidence.grade,
        states=tuple(shown[share.wage].states),
        overlapping=share.paired.overlapping,
        codes=tuple(dict.fromkeys(s.code.value for s in said)),
        said=said,
    )
