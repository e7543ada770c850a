"""What the reference lacks for the pay that is reported: by country and year, the benchmarks, rates and parities missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.pay import normalise
from supplychain.domain.pay_results import Comparable, LeftOut
from supplychain.domain.pay_subject import Subject, TimeGiven
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import PayCode, Said, in_order
from supplychain.domain.records import Record, Wage
from supplychain.domain.snapshot import Snapshot

_LACKS = frozenset(
    {
        PayCode.SEVERAL_RATES,
        PayCode.HIGH_INFLATION,
        PayCode.NO_YEAR,
        PayCode.CURRENCY_OF_COUNTRY_UNKNOWN,
        PayCode.RATE_NOT_USABLE,
        PayCode.NO_EXCHANGE_RATE,
        PayCode.NO_PARITY,
        PayCode.NO_CONSUMER_PRICES,
        PayCode.NO_MINIMUM_KNOWN,
        PayCode.NO_LIVING_WAGE_KNOWN,
        PayCode.CARRIED,
    }
)
"""What says that a figure of the reference is missing, cannot be used or is of another year."""


NOTHING_LACKS = "Nothing is missing."


class StatusRow(Record):
    """One thing that the reference lacks for a country and year of a pay report, or that it lacks nothing."""

    country: str = Field(description="Country of the work, ISO 3166-1 alpha-2.")
    year: int | None = Field(description="Year of the pay; empty when neither a period nor a date is recorded.")
    code: PayCode | None = Field(description="Code of what is lacking; empty when nothing is.")
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


def _lines(country: str, year: int | None, wages: Iterable[Wage], reference: Reference) -> Iterator[StatusRow]:
    saids: list[Said] = []
    found: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, set[str]] = defaultdict(set)
    complete: list[str] = []
    for wage in wages:
        compared = _probe(wage, country, year, reference)
        other_time = list(_other_time(compared))
        for left in other_time:
            rows[left.said.words] |= set(left.rows)
        own = in_order((*(s for s in _said(compared) if s.code in _LACKS), *(left.said for left in other_time)))
        saids += own
        for said in own:
            found[said.words].append(wage.id)
        if not own:
            complete.append(wage.id)
    for said in in_order(saids):
        yield StatusRow(
            country=country,
            year=year,
            code=said.code,
            words=said.words,
            rows=tuple(sorted(rows[said.words])),
            wages=tuple(found[said.words]),
        )
    if complete:
        yield StatusRow(country=country, year=year, code=None, words=NOTHING_LACKS, wages=tuple(complete))


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


def _other_time(compared: Comparable) -> Iterator[LeftOut]:
    """Rows of the place but of another time, where there is none of the time."""
    for against in (compared.minimum, compared.living):
        if not against.gaps and not against.without:
            yield from (left for left in against.left_out if left.said.code is PayCode.LEFT_OTHER_TIME)
