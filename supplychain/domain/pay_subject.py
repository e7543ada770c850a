"""A pay report as something to calculate with: its numbers, its years, its hours, its place, and what is said of them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from pydantic import Field

from supplychain.domain.pay_quantity import MINUTES, MONTHS, WEEKS, Input, Quantity, dimension, given
from supplychain.domain.pay_results import PayPoint
from supplychain.domain.pay_tables import LegalHours, Reference, Window
from supplychain.domain.pay_words import Because, PayCode, Said, say
from supplychain.domain.records import Figure, Record, Wage
from supplychain.domain.reference import currency_of
from supplychain.domain.values import OPEN, Reported
from supplychain.domain.vocabulary import PAY_KINDS

HOURS_OF_A_WEEK = (40, 45, 48)
"""Hours for which pay is worked out when neither the source nor the law of the country gives them."""
LONG_UNITS = ("week", "month", "year")
_PAID = ("reported", "measured", "alleged", "claimed_by_firm")
_WEEK = 168


class TimeGiven(Record):
    """What the source says on time, where the pay report has no field for it."""

    minutes_per_task: Reported | None = Field(None, description="Minutes that one piece of work takes.")
    hours_per_day: Reported | None = Field(None, description="Hours of the day that was paid.")


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day, a week or a month: stated, legal or assumed."""

    quantity: Quantity
    per: str
    shown: Decimal | None
    """The number, when the report itself does not give it."""


@dataclass(frozen=True)
class Subject:
    """A pay report with the reference that it is read against."""

    wage: Wage
    reference: Reference
    time: TimeGiven = field(default_factory=TimeGiven)
    name: str = "pay"
    """What its numbers are called in expressions."""
    unpaid_from: Figure | None = None
    """A figure on unpaid hours of a week that a source sets beside this pay, where the report itself has none."""

    # -- numbers -----------------------------------------------------------------------------------------------------

    @cached_property
    def points(self) -> tuple[tuple[PayPoint, Quantity], ...]:
        """The numbers of the report; one figure given as both ends is one number."""
        wage = self.wage
        named: list[tuple[PayPoint, str, str, Decimal | None]]
        if wage.low is not None and wage.low == wage.high:
            named = [(PayPoint.FIGURE, self.name, "low", wage.low)]
        else:
            named = [(p, f"{self.name}_{p}", str(p), getattr(wage, p)) for p in (PayPoint.LOW, PayPoint.HIGH)]
        named += [(p, f"{self.name}_{p}", str(p), getattr(wage, p)) for p in (PayPoint.MEAN, PayPoint.MEDIAN)]
        return tuple((p, self._pay(name, column, value)) for p, name, column, value in named if value is not None)

    def _pay(self, name: str, column: str, value: Decimal) -> Quantity:
        wage = self.wage
        item = Input(name=name, value=value, unit=f"{wage.currency}/{wage.unit}", record=wage.id, field=column)
        return given(item, dimension(**{wage.currency: 1, wage.unit: -1}))

    # -- place -------------------------------------------------------------------------------------------------------

    @property
    def country(self) -> str:
        """The country. Raises Because when there is none or there are several."""
        match self.wage.countries:
            case (country,):
                return country
            case ():
                raise Because(say(PayCode.NO_COUNTRY))
            case several:
                raise Because(say(PayCode.SEVERAL_COUNTRIES, countries=", ".join(several)))

    def local(self, year: int | None = None) -> str:
        """The currency in which the country pays."""
        if (currency := currency_of(self.country, year)) is None:
            raise Because(say(PayCode.CURRENCY_OF_COUNTRY_UNKNOWN, country=self.country))
        return currency

    # -- time --------------------------------------------------------------------------------------------------------

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years whose figures fit: of the period, else of the report; none when neither is recorded."""
        stated = [int(b[:4]) for b in (self.wage.start, self.wage.end) if b not in ("", OPEN)]
        if stated:
            return tuple(range(stated[0], stated[-1] + 1))
        return (int(self.wage.reported_on[:4]),) if self.wage.reported_on else ()

    def window(self, year: int) -> Window:
        """The days of a year in which the pay may have been paid."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if "" in (self.wage.start, self.wage.end) or OPEN in (self.wage.start, self.wage.end):
            return Window(first, last)
        period = self.wage.period
        low, high = max(first, period.valid_lo), min(last, period.valid_hi)
        return Window(low, high) if low <= high else Window(first, last)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """One window for each year."""
        return tuple(self.window(year) for year in self.years)

    @cached_property
    def of_years(self) -> tuple[Said, ...]:
        """What is to be said when the figures of a year are used."""
        wage, said = self.wage, []
        sides = {"start": wage.start not in ("", OPEN), "end": wage.end not in ("", OPEN)}
        if not any(sides.values()) and self.years:
            said.append(say(PayCode.YEAR_OF_REPORT, year=self.years[0]))
        elif list(sides.values()).count(True) == 1:
            side = next(name for name, given_ in sides.items() if given_)
            said.append(say(PayCode.PERIOD_OPEN, side=side, year=self.years[0]))
        if any(b.endswith(("~", "?", "%")) for b in (wage.start, wage.end) if b):
            said.append(say(PayCode.DATE_APPROXIMATE))
        if len(self.years) > 1:
            said.append(say(PayCode.SEVERAL_YEARS, years=", ".join(map(str, self.years))))
        return tuple(said)

    @cached_property
    def of_pay(self) -> tuple[Said, ...]:
        """What is to be said of the report itself, whatever is worked out."""
        wage, said = self.wage, []
        if wage.pay_kind not in _PAID and wage.basis != "paid_by_client":
            said.append(say(PayCode.PAY_NOT_PAID, kind=PAY_KINDS[wage.pay_kind].label))
        if wage.basis == "unknown":
            said.append(say(PayCode.BASIS_UNKNOWN))
        if wage.high is None and wage.low is not None:
            said.append(say(PayCode.AT_LEAST))
        if wage.low is None and wage.high is not None:
            said.append(say(PayCode.UP_TO))
        if wage.sample_size == 1:
            said.append(say(PayCode.ONE_PERSON))
        return tuple(said)

    # -- hours -------------------------------------------------------------------------------------------------------

    @property
    def timed(self) -> bool:
        """Whether pay an hour follows from the report alone."""
        match self.wage.unit:
            case "hour":
                return True
            case "task":
                return self.time.minutes_per_task is not None
            case "day":
                return self.time.hours_per_day is not None
            case _:
                return self.wage.hours_per_week is not None

    @cached_property
    def hours(self) -> tuple[Hours, ...]:
        """Paid hours of a week (or a legal month): stated, else those of the law, else several that are assumed."""
        stated = self.wage.hours_per_week
        if stated is not None:
            if not 0 < stated <= _WEEK:
                raise Because(say(PayCode.HOURS_IMPLAUSIBLE, hours=f"{stated:f}"))
            item = Input(
                name=f"{self.name}_hours", value=stated, unit="hour/week", record=self.wage.id, field="hours_per_week"
            )
            return (Hours(given(item, dimension(hour=1, week=-1)), "week", None),)
        countries = self.wage.countries
        legal = self.reference.legal_hours(countries[0], self.windows, ("week", "month")) if len(countries) == 1 else ()
        return tuple(map(legal_hours, legal)) or ASSUMED_HOURS

    def hourly(self, pay: Quantity, hours: Hours | None) -> Quantity:
        """Work out pay an hour. Raises Because when the time is not known."""
        wage = self.wage
        match wage.unit:
            case "hour":
                return pay
            case "task":
                return pay * MINUTES / self._time("minutes_per_task", "minute", "task", PayCode.TASK_PAY)
            case "day":
                return pay / self._day()
            case _:
                return per_hour(pay, wage.unit, hours) if hours else pay

    def _time(self, column: str, unit: str, per: str, missing: PayCode) -> Quantity:
        value = getattr(self.time, column)
        if not value:
            raise Because(say(missing))
        name = f"{self.name}_{column}"
        item = Input(name=name, value=value, unit=f"{unit}/{per}", record=self.wage.id, field=column)
        return given(item, dimension(**{unit: 1, per: -1}))

    def _day(self) -> Quantity:
        if self.time.hours_per_day is None and len(self.wage.countries) == 1:
            legal = self.reference.legal_hours(self.wage.countries[0], self.windows, ("day",))
            if len(legal) == 1:
                return legal_hours(legal[0]).quantity
        return self._time("hours_per_day", "hour", "day", PayCode.DAY_LENGTH_UNKNOWN)

    def variants(self, *, unpaid_counted: bool) -> tuple[Hours | None, ...]:
        """The hours for which pay an hour has to be worked out; None when it does not depend on them."""
        return self.hours if unpaid_counted or self.wage.unit in LONG_UNITS else (None,)

    @cached_property
    def unpaid(self) -> Input | None:
        """Unpaid hours of a week: of the report, else of the figure beside it."""
        own, beside = self.wage.unpaid_hours_per_week, self.unpaid_from
        if own is not None:
            record, field, hours = self.wage.id, "unpaid_hours_per_week", own
        elif beside is not None and beside.value is not None:
            record, field, hours = beside.id, "value", beside.value
        else:
            return None
        return Input(name="unpaid_hours", value=hours, unit="hour/week", record=record, field=field)

    @cached_property
    def of_unpaid(self) -> tuple[Said, ...]:
        """What is to be said when unpaid hours are counted."""
        said = []
        if self.wage.hours_per_week is None:
            said.append(say(PayCode.FEWER_PAID_HOURS))
        beside = self.unpaid_from
        if self.unpaid is not None and beside is not None and self.unpaid.record == beside.id:
            hours = f"{beside.qualifier} {self.unpaid.value:f}".strip()
            said.append(say(PayCode.UNPAID_FROM_BESIDE, hours=hours, claim=beside.id))
        return tuple(said)

    def effective(self, hourly: Quantity, hours: Hours | None) -> Quantity:
        """Work out pay for every hour worked, paid or not."""
        item = self.unpaid
        if item is None or hours is None:
            raise Because(say(PayCode.NO_UNPAID_HOURS))
        if item.value > _WEEK:
            raise Because(say(PayCode.HOURS_IMPLAUSIBLE, hours=f"{item.value:f}"))
        paid = hours.quantity if hours.per == "week" else hours.quantity * MONTHS / WEEKS
        return hourly * paid / (paid + given(item, dimension(hour=1, week=-1)))


def _assumed(hours: int) -> Hours:
    item = Input(name=f"hours_{hours}", value=Decimal(hours), unit="hour/week", assumed=True)
    return Hours(given(item, dimension(hour=1, week=-1)), "week", Decimal(hours))


ASSUMED_HOURS = tuple(_assumed(hours) for hours in HOURS_OF_A_WEEK)


def legal_hours(found: LegalHours) -> Hours:
    """Make hours of a reference row something to calculate with."""
    row, column = found
    per, value = row.hours_per or "week", getattr(row, column)
    name = f"hours_of_{row.id}{'' if row.hours_low == row.hours_high else column.removeprefix('hours')}".replace(
        "-", "_"
    )
    item = Input(name=name, value=value, unit=f"hour/{per}", record=row.id, field=column)
    return Hours(given(item, dimension(**{"hour": 1, per: -1})), per, value)


def yearly(amount: Quantity, unit: str) -> Quantity:
    """Turn an amount a week or a month into one a year."""
    return amount if unit == "year" else amount * {"month": MONTHS, "week": WEEKS}[unit]


def per_hour(pay: Quantity, unit: str, hours: Hours) -> Quantity:
    """Divide pay for a day, week, month or year by the hours."""
    if unit == hours.per:
        return pay / hours.quantity
    return yearly(pay, unit) / ({"month": MONTHS, "week": WEEKS}[hours.per] * hours.quantity)
