"""The answers on the reference tables: how much there is, the rows of one table, one row with the pay read against it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.browse import Answer, ClaimRow, SourcedAnswer
from supplychain.domain.pay_answers import released, used_rows
from supplychain.domain.pay_brief import comparable_of
from supplychain.domain.pay_missing import ReferenceStatus, StatusRow, status
from supplychain.domain.pay_tables import Reference, Window
from supplychain.domain.records import Record, Source
from supplychain.domain.reference import (
    REFERENCE_TYPES,
    ConsumerPrice,
    ExchangeRate,
    LivingWage,
    MinimumWage,
    PurchasingPower,
    ReferenceRow,
    currency_of,
)
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown
from supplychain.domain.vocabulary import CURRENCIES

SERIES_TERMS: dict[str, str] = {
    "International Labour Organization": "CC BY 4.0, as the copy that was read states it.",
    "World Bank": "CC BY 4.0, the usual terms of the World Bank.",
    "IMF": "The terms of use of IMF data; to be checked before a whole table is passed on.",
}
"""Beginning of a publisher's name -> the terms under which its series stand."""
TERMS_NOT_RECORDED = "The terms of the publisher, not recorded here."
"""What stands where nobody recorded the terms of a series."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; what is empty asks for all."""

    country: str = ""
    currency: str = ""
    year: int | None = None
    """Rows without a date stay."""
    use: str = ""
    source: str = ""

    def fits(self, row: ReferenceRow, reference: Reference) -> bool:
        """Whether a row is asked for."""
        return (
            (not self.country or of_country(row, self.country))
            and (not self.currency or of_currency(row, self.currency))
            and (self.year is None or of_year(row, self.year, reference))
            and self.use in ("", row.use)
            and self.source in ("", row.source)
        )

    def fits_lack(self, line: StatusRow) -> bool:
        """Whether what is lacking is of the country, the currency and the year asked for; of a source or a use nothing is."""
        currency = line.about if line.about in CURRENCIES else currency_of(line.country, line.year)
        fits = (
            not self.source and not self.use,
            self.country in ("", line.country),
            self.currency in ("", currency),
            self.year in (None, line.year),
        )
        return all(fits)


class TableSummary(Record):
    """One reference table in numbers."""

    table: str = Field(description="Name of the table in the data package.")
    rows: int = Field(description="Rows.")
    yes: int = Field(description="Rows that can be used.")
    check: int = Field(description="Rows that can be used with the doubt that their note names.")
    no: int = Field(description="Rows that nothing is compared with.")
    countries: int = Field(description="Countries with a row; of exchange rates none, for they are by currency.")
    currencies: int = Field(description="Currencies with a row; of consumer prices none.")
    first_year: int | None = Field(description="First year of a row that names one.")
    last_year: int | None = Field(description="Last year in which a row begins.")
    sources: int = Field(description="Sources.")
    wages: int = Field(description="Published pay reports that are read against a row.")
    lacking: int = Field(description="Countries and years of a published pay report for which it lacks something.")


class Series(Record):
    """A published data set from which rows were taken, with its terms."""

    source: str = Field(description="Id of the source.")
    title: str = Field(description="Title.")
    publisher: str = Field(description="Publisher.")
    tables: tuple[str, ...] = Field(description="Tables that have rows from it.")
    rows: int = Field(description="How many rows.")
    terms: str = Field(description="Under which terms it stands.")


class ReferenceOverview(Answer):
    """The five tables against which pay is read."""

    row_type: ClassVar[type[Record]] = TableSummary

    tables: tuple[TableSummary, ...] = Field(description="The tables.")
    series: tuple[Series, ...] = Field(description="The published data sets behind them.")
    single_rows: int = Field(description="Rows with single figures from other sources.")
    single_sources: int = Field(description="Those other sources.")
    asked: int = Field(description="Countries and years of published pay reports for which rows are needed.")

    def table(self) -> tuple[TableSummary, ...]:
        """One row a table."""
        return self.tables


class UsedRow(Record):
    """A reference row with the pay that is read against it."""

    row: SerializeAsAny[ReferenceRow] = Field(description="The row.")
    wages: tuple[str, ...] = Field(description="Published pay reports that are read against it.")


class ReferenceList(SourcedAnswer):
    """Rows of one table, a page at a time."""

    name: str = Field(description="Name of the table in the data package.")
    country: str = Field(description="Country that was asked for; empty = all.")
    currency: str = Field(description="Currency that was asked for; empty = all.")
    year: int | None = Field(description="Year that was asked for; rows without a date stay. Empty = all.")
    use: str = Field(description="Use that was asked for; empty = all.")
    source: str = Field(description="Source that was asked for; empty = all.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many rows fit.")
    countries: tuple[str, ...] = Field(description="Every country of the table.")
    currencies: tuple[str, ...] = Field(description="Every currency of the table.")
    rows: tuple[UsedRow, ...] = Field(description="The rows of this page, by country or currency, then by time.")
    lacking: tuple[StatusRow, ...] = Field(description="What this table lacks for published pay reports, as asked for.")

    def table(self) -> tuple[ReferenceRow, ...]:
        """The rows as they stand in the package."""
        return tuple(used.row for used in self.rows)


class MinimumWageList(ReferenceList):
    """Minimum wages."""

    row_type: ClassVar[type[Record]] = MinimumWage


class LivingWageList(ReferenceList):
    """Living wages."""

    row_type: ClassVar[type[Record]] = LivingWage


class ExchangeRateList(ReferenceList):
    """Exchange rates."""

    row_type: ClassVar[type[Record]] = ExchangeRate


class PurchasingPowerList(ReferenceList):
    """Purchasing-power parities."""

    row_type: ClassVar[type[Record]] = PurchasingPower


class ConsumerPriceList(ReferenceList):
    """Changes of consumer prices."""

    row_type: ClassVar[type[Record]] = ConsumerPrice


LISTS: dict[str, type[ReferenceList]] = {
    "minimum_wages": MinimumWageList,
    "living_wages": LivingWageList,
    "exchange_rates": ExchangeRateList,
    "purchasing_power": PurchasingPowerList,
    "consumer_prices": ConsumerPriceList,
}
"""Table -> its list."""


class ReferenceRowAnswer(SourcedAnswer):
    """One reference row with its source and the pay that is read against it."""

    name: str = Field(description="Name of its table in the data package.")
    row: SerializeAsAny[ReferenceRow] = Field(description="The row.")
    source: Source | None = Field(description="Its source.")
    wages: tuple[Shown, ...] = Field(description="Published pay reports that are read against it.")

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a pay report."""
        return tuple(ClaimRow.of(s) for s in self.wages)


def slug_of(table: str) -> str:
    """Write the name of a table as it stands in addresses."""
    return table.replace("_", "-")


def table_of(id: str) -> str:
    """Give the table in which a row with this id would stand; empty where no table has such ids."""
    letters = id.partition("-")[0]
    return next((kind.table for kind in REFERENCE_TYPES if kind.letters == letters), "")


def terms_of(source: Source) -> str:
    """Say under which terms a series stands."""
    return next((t for name, t in SERIES_TERMS.items() if source.publisher.startswith(name)), TERMS_NOT_RECORDED)


def years_of(row: ReferenceRow) -> tuple[int, ...]:
    """The year of a row, or that in which it begins; none where it names none."""
    if isinstance(row, MinimumWage | LivingWage):
        return (row.period.valid_lo.year,) if row.start else ()
    return (row.year,) if isinstance(row, ExchangeRate | PurchasingPower | ConsumerPrice) else ()


def of_country(row: ReferenceRow, country: str) -> bool:
    """Whether a row is of a country; a rate is where it is the rate of what the country pays in."""
    if isinstance(row, ExchangeRate):
        return row.currency == currency_of(country, row.year)
    return getattr(row, "country", "") == country


def of_currency(row: ReferenceRow, currency: str) -> bool:
    """Whether a row is of a currency; a change of prices is where the country pays in it."""
    if isinstance(row, ConsumerPrice):
        return currency == currency_of(row.country, row.year)
    return getattr(row, "currency", "") == currency


def of_year(row: ReferenceRow, year: int, reference: Reference) -> bool:
    """Whether a row may be one of a year. An estimate is of its own dates only; a row without dates is not excluded."""
    match row:
        case MinimumWage():
            return not row.period.stated or reference.holds(row, Window(date(year, 1, 1), date(year, 12, 31)))
        case LivingWage():
            first = row.period.valid_lo.year
            return not row.period.stated or first <= year <= (row.period.valid_hi.year if row.end else first)
        case _:
            return year in years_of(row)


def order_of(row: ReferenceRow) -> tuple[str, ...]:
    """Where a row stands in the list of its table: by place, then by time; of a range the lower end first."""
    place = getattr(row, "country", "") or getattr(row, "currency", "")
    when = getattr(row, "start", "") or str(getattr(row, "year", ""))
    if isinstance(row, LivingWage):
        return place, when, row.method, row.place, row.household, row.unit, "2" if row.bound == "high" else "1", row.id
    return place, when, row.id


def users(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Reference row id -> the published pay reports that are read against it; worked out once for a state."""
    kept = snapshot.derived.get(("reference users", ""))
    if isinstance(kept, dict):
        return kept
    found: dict[str, list[str]] = defaultdict(list)
    for wage in released(snapshot).wages:
        for row in used_rows(snapshot, [comparable_of(snapshot, wage)], ()):
            found[row.id].append(wage.id)
    made = {id: tuple(sorted(wages)) for id, wages in found.items()}
    snapshot.derived["reference users", ""] = made
    return made


def lacking(snapshot: Snapshot) -> ReferenceStatus:
    """What the reference lacks for published pay reports; worked out once for a state."""
    kept = snapshot.derived.get(("reference status", ""))
    if isinstance(kept, ReferenceStatus):
        return kept
    made = status(snapshot, released(snapshot).wages)
    snapshot.derived["reference status", ""] = made
    return made
