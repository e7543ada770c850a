"""What the reference lacks for the pay that is reported: by country and year, the benchmarks, rates and parities missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.pay import normalise
from supplychain.domain.pay_results import Comparable
from supplychain.domain.pay_subject import Subject, TimeGiven
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import PayCode, Said
from supplychain.domain.records import Record, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import Term

LACKS: dict[PayCode, Term] = {
    code: Term(code.value, label, definition)
    for code, label, definition in (
        (
            PayCode.SEVERAL_RATES,
            "several rates",
            "Official and market rates lay far apart: no one rate says what pay was worth.",
        ),
        (
            PayCode.HIGH_INFLATION,
            "prices rose too fast",
            "An average of the year says nothing about the day of payment.",
        ),
        (PayCode.NO_YEAR, "the pay has no year", "Neither a period nor the date of the report is recorded."),
        (
            PayCode.CURRENCY_OF_COUNTRY_UNKNOWN,
            "currency not known",
            "The currency of the country is not in the reference.",
        ),
        (PayCode.RATE_NOT_USABLE, "no usable exchange rate", "The only rate of that year must not be used."),
        (PayCode.NO_EXCHANGE_RATE, "no exchange rate", "The table has no rate of that year."),
        (PayCode.NO_PARITY, "no parity", "The table has no purchasing-power parity of that year."),
        (PayCode.NO_CONSUMER_PRICES, "no consumer prices", "The table has no change of prices of these years."),
        (PayCode.NO_MINIMUM_KNOWN, "no minimum wage", "The table has no legal minimum wage that fits that time."),
        (PayCode.NO_LIVING_WAGE_KNOWN, "no living wage", "The table has no living wage that fits the place."),
        (PayCode.CARRIED, "living wage of another time", "The nearest one is carried to that year by consumer prices."),
        (PayCode.LEFT_OTHER_TIME, "only of another time", "The table has rows of the place, none of that time."),
    )
}
"""What says that a figure of the reference is missing, cannot be used or is of another year; in a few words."""
_TABLE_OF = {
    PayCode.SEVERAL_RATES: "exchange_rates",
    PayCode.HIGH_INFLATION: "exchange_rates",
    PayCode.RATE_NOT_USABLE: "exchange_rates",
    PayCode.NO_EXCHANGE_RATE: "exchange_rates",
    PayCode.NO_PARITY: "purchasing_power",
    PayCode.NO_CONSUMER_PRICES: "consumer_prices",
    PayCode.NO_MINIMUM_KNOWN: "minimum_wages",
    PayCode.NO_LIVING_WAGE_KNOWN: "living_wages",
    PayCode.CARRIED: "living_wages",
}
_ABOUT = {
    PayCode.SEVERAL_RATES: "currency",
    PayCode.RATE_NOT_USABLE: "currency",
    PayCode.NO_EXCHANGE_RATE: "currency",
    PayCode.NO_CONSUMER_PRICES: "years",
    PayCode.CARRIED: "from",
}
"""What is filled into a sentence and tells one lack from another of the same kind."""


NOTHING_LACKS = "Nothing is missing."


class StatusRow(Record):
    """One thing that the reference lacks for a country and year of a pay report, or that it lacks nothing."""

    country: str = Field(description="Country of the work, ISO 3166-1 alpha-2.")
    year: int | None = Field(description="Year of the pay; empty when neither a period nor a date is recorded.")
    table: str = Field("", description="Reference table that lacks it; empty when no table could hold it.")
    code: PayCode | None = Field(description="Code of what is lacking; empty when nothing is.")
    about: str = Field("", description="Currency, years or date that it is about.")
    words: str = Field(description="The same in words.")
    rows: tuple[str, ...] = Field((), description="Reference rows of the place that are of another time.")
    wages: tuple[str, ...] = Field(description="Pay reports for which it is lacking.")


class ReferenceStatus(Answer):
    """What the reference lacks for the pay that is published."""

    row_type: ClassVar[type[Record]] = StatusRow

    lines: tuple[StatusRow, ...] = Field(description="By country and year.")
    placeless: tuple[str, ...] = Field(description="Pay reports without a country, which no row can be missing for.")

    def table(self) -> tuple[StatusRow, ...]:
        """One row for each thing that is lacking."""
        return self.lines


def status(snapshot: Snapshot, wages: Iterable[Wage]) -> ReferenceStatus:
    """Find what is lacking for published pay reports."""
    listed = sorted(wages, key=lambda wage: wage.id)
    asked: dict[tuple[str, int | None], list[Wage]] = defaultdict(list)
    for wage in listed:
        years = Subject(wage, snapshot.reference, TimeGiven()).years or (None,)
        for country in wage.countries:
            for year in years:
                asked[country, year].append(wage)
    order = sorted(asked, key=lambda key: (key[0], key[1] or 0))
    return ReferenceStatus(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        lines=tuple(line for key in order for line in _lines(*key, asked[key], snapshot.reference)),
        placeless=tuple(wage.id for wage in listed if not wage.countries),
    )


@dataclass
class _Lack:
    """One thing that is lacking, while pay reports are gone through."""

    said: Said
    table: str
    rows: set[str] = field(default_factory=set)
    wages: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[int, str, str]:
        """Where it stands among the others."""
        return list(PayCode).index(self.said.code), self.said.words, self.table

    @property
    def about(self) -> str:
        """What tells it from another of the same kind."""
        return str(self.said.parameters.get(_ABOUT.get(self.said.code, ""), ""))


def _lines(country: str, year: int | None, wages: Iterable[Wage], reference: Reference) -> Iterator[StatusRow]:
    found: dict[tuple[int, str, str], _Lack] = {}
    complete: list[str] = []
    for wage in wages:
        own = {lack.order: lack for lack in _lacks(_probe(wage, country, year, reference))}
        for order, lack in own.items():
            kept = found.setdefault(order, lack)
            kept.rows |= lack.rows
            kept.wages.append(wage.id)
        if not own:
            complete.append(wage.id)
    for _, lack in sorted(found.items()):
        yield StatusRow(
            country=country,
            year=year,
            table=lack.table,
            code=lack.said.code,
            about=lack.about,
            words=lack.said.words,
            rows=tuple(sorted(lack.rows)),
            wages=tuple(lack.wages),
        )
    if complete:
        yield StatusRow(country=country, year=year, code=None, words=NOTHING_LACKS, wages=tuple(complete))


def _lacks(compared: Comparable) -> Iterator[_Lack]:
    for said in _said(compared):
        if said.code in LACKS:
            yield _Lack(said, _TABLE_OF.get(said.code, ""))
    for against, table in ((compared.minimum, "minimum_wages"), (compared.living, "living_wages")):
        if not against.gaps and not against.without:
            for left in against.left_out:
                if left.said.code is PayCode.LEFT_OTHER_TIME:
                    yield _Lack(left.said, table, set(left.rows))


def _probe(wage: Wage, country: str, year: int | None, reference: Reference) -> Comparable:
    """Make the report comparable as if it were for this country and year alone and paid by the hour.

    Else a report for a piece of work or for several countries would hide what is missing behind a reason of its own.
    """
    alone: dict[str, object] = {"countries": (country,), "unit": "hour"}
    if year is not None:
        alone |= {"start": str(year), "end": str(year)}
    if wage.basis == "paid_by_client":
        alone["basis"] = "unknown"
    known = reference.prices(country)
    prices_of = known[-1].year if known else (year or 0) + 1
    return normalise(wage.model_copy(update=alone), reference, prices_of=prices_of)


def _said(compared: Comparable) -> Iterator[Said]:
    for result in compared.results:
        yield from result.reasons
    for against in (compared.minimum, compared.living):
        yield from against.reasons
        for gap in against.gaps:
            yield from (*gap.reasons, *gap.cautions)
