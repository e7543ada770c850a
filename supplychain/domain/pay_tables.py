"""The reference tables at hand: which row answers for a country or currency at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from supplychain.domain.reference import (
    ConsumerPrice,
    ExchangeRate,
    LivingWage,
    MinimumWage,
    PurchasingPower,
    ReferenceRow,
    country_of,
)
from supplychain.domain.values import LAST_DAY

R = TypeVar("R", bound=ReferenceRow)
HIGH_INFLATION = 40
"""Percent a year from which an average of the year is refused."""
NOTABLE_INFLATION = 20
"""Percent a year from which it is called rough."""
_USES = ("yes", "check", "no")


class Window(NamedTuple):
    """The days, within one year, in which a wage was paid or may have been paid."""

    first: date
    last: date


class LegalHours(NamedTuple):
    """Hours that the reference gives for a country: the row, which of its columns."""

    row: MinimumWage
    field: str


def hours_of(row: MinimumWage) -> tuple[LegalHours, ...]:
    """Give the hours that a minimum wage is for: one number, or two."""
    low = (LegalHours(row, "hours_low"),) if row.hours_low is not None else ()
    return (*low, LegalHours(row, "hours_high")) if row.hours_low != row.hours_high else low


@dataclass(frozen=True)
class Reference:
    """All reference rows, in order of their ids."""

    rows: Mapping[str, ReferenceRow]

    @classmethod
    def of(cls, rows: Iterable[ReferenceRow]) -> "Reference":
        """Make it from rows of any type, in any order. Raises ValueError when two rows have one id."""
        found: dict[str, ReferenceRow] = {}
        for row in rows:
            if found.setdefault(row.id, row) is not row:
                raise ValueError(f"two reference rows have the id {row.id}")
        return cls(dict(sorted(found.items())))

    @cached_property
    def from_source(self) -> Mapping[str, list[ReferenceRow]]:
        """Source id -> the rows that were taken from it."""
        found: dict[str, list[ReferenceRow]] = defaultdict(list)
        for row in self.rows.values():
            found[row.source].append(row)
        return found

    @cached_property
    def _minimums(self) -> Mapping[str, list[MinimumWage]]:
        found: dict[str, list[MinimumWage]] = defaultdict(list)
        for row in self.rows.values():
            if isinstance(row, MinimumWage):
                found[row.country].append(row)
        return found

    @cached_property
    def _living(self) -> Mapping[str, list[LivingWage]]:
        found: dict[str, list[LivingWage]] = defaultdict(list)
        for row in self.rows.values():
            if isinstance(row, LivingWage):
                found[row.country].append(row)
        return found

    @cached_property
    def _rates(self) -> Mapping[str, dict[int, ExchangeRate]]:
        found: dict[str, dict[int, ExchangeRate]] = defaultdict(dict)
        for row in self._best(ExchangeRate):
            found[row.currency].setdefault(row.year, row)
        return found

    @cached_property
    def _parities(self) -> Mapping[tuple[str, int], PurchasingPower]:
        found: dict[tuple[str, int], PurchasingPower] = {}
        for row in self._best(PurchasingPower):
            found.setdefault((row.country, row.year), row)
        return found

    @cached_property
    def _prices(self) -> Mapping[str, dict[int, ConsumerPrice]]:
        found: dict[str, dict[int, ConsumerPrice]] = defaultdict(dict)
        for row in self._best(ConsumerPrice):
            found[row.country].setdefault(row.year, row)
        return found

    def _best(self, kind: type[R]) -> list[R]:
        """Rows of a kind, those that can be used without doubt first: one year may have several."""
        rows = [row for row in self.rows.values() if isinstance(row, kind)]
        return sorted(rows, key=lambda row: (_USES.index(row.use), row.id))

    def minimum_wages(self, country: str) -> list[MinimumWage]:
        """Every row on a country's minimum wages."""
        return self._minimums.get(country, [])

    def living_wages(self, country: str) -> list[LivingWage]:
        """Every row on a country's living wages."""
        return self._living.get(country, [])

    def rate(self, currency: str, year: int) -> ExchangeRate | None:
        """The rate of a currency in a year."""
        return self._rates.get(currency, {}).get(year)

    def rates(self, currency: str) -> list[ExchangeRate]:
        """Every year's rate of a currency, oldest first."""
        return [row for _, row in sorted(self._rates.get(currency, {}).items())]

    def parity(self, country: str, year: int) -> PurchasingPower | None:
        """The parity of a country in a year, unless it must not be used."""
        row = self._parities.get((country, year))
        return row if row and row.use != "no" else None

    def price(self, country: str, year: int) -> ConsumerPrice | None:
        """The change of consumer prices in a year, unless it must not be used."""
        row = self._prices.get(country, {}).get(year)
        return row if row and row.use != "no" else None

    def prices(self, country: str) -> list[ConsumerPrice]:
        """Every year's change of consumer prices of a country, oldest first."""
        return [row for _, row in sorted(self._prices.get(country, {}).items()) if row.use != "no"]

    def inflation(self, currency: str, year: int) -> ConsumerPrice | None:
        """The change of prices where a currency is used, of that year or else of the last year known before it."""
        country = country_of(currency)
        known = [row for row in self.prices(country) if row.year <= year] if country else []
        return known[-1] if known else None

    def apart(self, currency: str, year: int) -> bool:
        """Whether official and market rates lay far apart in a year; after the last year known it goes on as it was."""
        known = [row for row in self.rates(currency) if row.year <= year]
        row = known[-1] if known else None
        last = self.rates(currency)[-1:] == known[-1:]
        return bool(row and row.several_rates and (row.year == year or last))

    @cached_property
    def ends(self) -> Mapping[str, date]:
        """Minimum-wage row without a stated end -> the day before the next rate of the same kind takes over."""
        found: dict[str, date] = {}
        for rows in self._minimums.values():
            lines: dict[tuple[object, ...], list[MinimumWage]] = defaultdict(list)
            for row in rows:
                if row.kind == "rate" and row.period.stated:
                    lines[row.area, row.places, row.group, row.unit, row.currency].append(row)
            for line in lines.values():
                starts = sorted({row.period.valid_lo for row in line})
                for row in line:
                    later = [day for day in starts if day > row.period.valid_lo]
                    if not row.period.has_ended and later:
                        found[row.id] = later[0] - timedelta(days=1)
        return found

    def last_day(self, row: MinimumWage) -> date:
        """The last day on which a minimum wage may have held."""
        return min(row.period.valid_hi, self.ends.get(row.id, LAST_DAY))

    def holds(self, row: MinimumWage, window: Window) -> bool:
        """Whether a minimum wage held at some time in a window."""
        return row.period.stated and row.period.valid_lo <= window.last and window.first <= self.last_day(row)

    def legal_hours(self, country: str, windows: Iterable[Window], per: tuple[str, ...]) -> tuple[LegalHours, ...]:
        """Hours that usable rows on general minimum wages in force give, each number once."""
        found: dict[object, LegalHours] = {}
        windows = tuple(windows)
        for row in self.minimum_wages(country):
            lawful = row.kind == "rate" and row.use == "yes" and row.group in ("general", "office")
            if row.hours_per not in per or not lawful:
                continue
            if not any(self.holds(row, window) for window in windows):
                continue
            for hours in hours_of(row):
                found.setdefault((getattr(row, hours.field), row.hours_per), hours)
        return tuple(found.values())
