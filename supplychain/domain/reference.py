"""The reference tables against which pay is read: minimum wages, living wages, exchange rates, parities, consumer prices.

One row is one figure of one place, kind and period, as its source prints it. Nothing computed is stored.
"""

import re
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from supplychain.domain.coded import Basis, Country, Currency, one_of_terms, term
from supplychain.domain.records import Record
from supplychain.domain.values import Boundary, Item, Period, Reported, Slug, Text, Words
from supplychain.domain.vocabulary import UNITS, Term

_RATE = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,18})?")
_CHANGE = re.compile(r"-?[0-9]{1,14}(?:\.[0-9]{1,18})?")


def _rate(value: object) -> Decimal:
    text = f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else value
    if not isinstance(text, str) or not _RATE.fullmatch(text) or not (rate := Decimal(text)):
        raise ValueError("must be a plain number above zero with a point as decimal sign, such as 139.8463837596168")
    return rate


def _change(value: object) -> Decimal:
    text = f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else value
    if not isinstance(text, str) or not _CHANGE.fullmatch(text):
        raise ValueError("must be a plain number, which may be negative, such as 7.67 or -0.8")
    if (change := Decimal(text)) <= -100:
        raise ValueError("prices cannot fall by a hundred percent or more")
    return change


_AS_TEXT = PlainSerializer(lambda d: f"{d:f}", return_type=str)
Rate = Annotated[Decimal, BeforeValidator(_rate), _AS_TEXT]
"""A rate or parity with all the digits of its source, above zero."""
Change = Annotated[Decimal, BeforeValidator(_change), _AS_TEXT]
"""A change in percent, which may be negative."""


def terms_of(text: str) -> dict[str, Term]:
    """Read a list of terms: code, label and definition on each line."""
    rows = (line.split(" | ") for line in text.strip().splitlines())
    return {code: Term(code, label, definition) for code, label, definition in rows}


USES = terms_of("""
yes | yes | It can be used.
check | with doubt | It can be used with the doubt that the note names.
no | no | It is kept because others use it; nothing is compared with it.
""")
MINIMUM_KINDS = terms_of("""
rate | legal rate | A rate that the law, an order or a wage board set, in its own unit.
series | statistical series | One figure a year for a country, made monthly by a statistical office.
recommended | recommended | A rate that was proposed and never came into force.
extra | paid on top | A payment beside the wage, which does not count as wage.
none | no statutory minimum | The law sets no minimum wage.
not_effective | without effect | A rate that stands in the law and has lost its meaning, because it was never raised.
""")
AREAS = terms_of("""
country | whole country | It holds for the whole country.
places | named places | It holds for the places that the row names.
elsewhere | other places | It holds for the places that other rows do not name.
urban | towns | It is for towns in general.
rural | countryside | It is for the countryside in general.
""")
GROUPS = terms_of("""
general | general | All workers, general labourers or the main adult rate.
office | office work | Clerical or computer work.
age | an age group | Only workers of some age.
particular | another group | A trade, sector or kind of contract to which data work does not belong.
""")
HOURS_PER = terms_of("""
day | a day | Hours of a day.
week | a week | Hours of a week.
month | a month | Hours of a month.
""")
BOUNDS = terms_of("""
point | single figure | The source prints one figure.
low | lower end | The lower end of a range; the upper one is a row of its own.
high | upper end | The upper end of a range; the lower one is a row of its own.
""")
LIVING_COVERS = terms_of("""
worker | one worker's wage | What one full-time worker has to earn, others in the household earning their part.
family | a family's need from one wage | What a whole family needs, laid on one earner.
food | food only | What food costs: not a living wage.
survey | answers of low earners | What low earners say that a decent life costs.
voluntary_rate | voluntary rate | A rate to which employers bind themselves, in force until the next.
""")
RATE_KINDS = terms_of("""
official_average | official average | Average of the official rate over the year.
market_average | market average | Average of the rate at noon in the market over the year.
implied_average | implied average | Worked out by dividing two figures of one statistical office.
company_average | a company's average | Average that a company used in its accounts.
""")
REFERENCE_VOCABULARIES: dict[str, dict[str, Term]] = {
    "reference_use": USES,
    "minimum_kind": MINIMUM_KINDS,
    "area": AREAS,
    "worker_group": GROUPS,
    "hours_per": HOURS_PER,
    "bound": BOUNDS,
    "living_covers": LIVING_COVERS,
    "rate_kind": RATE_KINDS,
}
"""The vocabularies that only the reference tables use, by the name of their table."""


def _paid_by_time(unit: str) -> str:
    if unit not in UNITS or unit == "task":
        raise ValueError("must be hour, day, week, month or year: a benchmark is never for a piece of work")
    return unit


Use = Annotated[str, one_of_terms("reference_use", REFERENCE_VOCABULARIES)]
MinimumKind = Annotated[str, one_of_terms("minimum_kind", REFERENCE_VOCABULARIES)]
Area = Annotated[str, one_of_terms("area", REFERENCE_VOCABULARIES)]
Group = Annotated[str, one_of_terms("worker_group", REFERENCE_VOCABULARIES)]
HoursPer = Annotated[str, one_of_terms("hours_per", REFERENCE_VOCABULARIES)]
Bound = Annotated[str, one_of_terms("bound", REFERENCE_VOCABULARIES)]
LivingCovers = Annotated[str, one_of_terms("living_covers", REFERENCE_VOCABULARIES)]
RateKind = Annotated[str, one_of_terms("rate_kind", REFERENCE_VOCABULARIES)]
TimeUnit = Annotated[str, AfterValidator(_paid_by_time)]


class ListedRow(Record):
    """A row of a table that is kept beside the claims: no party's saying, but what claims are read against."""

    table: ClassVar[str]
    letters: ClassVar[str]
    """With which every id of the table begins, so that no two tables have the same id."""

    id: Slug = Field(description="Permanent id of the row, which begins with the letters of its table.")

    @model_validator(mode="after")
    def _id_of_its_table(self) -> Self:
        if not self.id.startswith(f"{self.letters}-"):
            raise ValueError(f"id must begin with {self.letters}-, as every id of {self.table} does")
        return self


class ReferenceRow(ListedRow):
    """A figure that pay is read against, with its source."""

    use: Use = term("reference_use", "Whether anything may be compared with it.")
    source: Slug = Field(description="Source of the figure.")
    locator: Words = Field("not recorded", description="Where in the source.")
    note: Text = Field("", description="Doubts and remarks of those who read the source.")


class _ForPeriod(ReferenceRow):
    country: Country = Field(description="Country for which it holds, ISO 3166-1 alpha-2.")
    start: Boundary = Field("", description="Since when, as the source says it; empty = not said.")
    end: Boundary = Field("", description="Until when, as the source says it; empty = not said.")
    scope: Words = Field(description="For whom and where it holds, in the words of the table.")
    area: Area = term("area", "How far it reaches in the country.")
    places: tuple[Item, ...] = Field((), description="The places for which it holds, where area says places.")

    @model_validator(mode="after")
    def _place_and_period(self) -> Self:
        Period.of(self.start, self.end)
        if (self.area == "places") != bool(self.places):
            raise ValueError("places must be given when area is places, and only then")
        return self

    @property
    def period(self) -> Period:
        """When it holds."""
        return Period.of(self.start, self.end)


class MinimumWage(_ForPeriod):
    """A minimum wage in force in a place at a time, or that there is none."""

    table = "minimum_wages"
    letters = "mw"

    kind: MinimumKind = term("minimum_kind", "What kind of figure it is.")
    group: Group = term("worker_group", "For whom it holds.")
    amount: Rate | None = Field(None, description="The amount; empty where there is no statutory minimum.")
    currency: Currency = Field(description="Currency of the amount, ISO 4217.")
    unit: TimeUnit = term("unit", "Pay for what.")
    basis: Basis = term("basis", "Before or after tax.", "unknown")
    hours_low: Reported | None = Field(None, description="Hours that the amount is for, or the lower of two figures.")
    hours_high: Reported | None = Field(None, description="Hours that the amount is for, or the upper of two figures.")
    hours_per: HoursPer | None = term("hours_per", "Hours of what.", None)
    hours_note: Text = Field("", description="What the source says on hours.")

    @model_validator(mode="after")
    def _amount_and_hours(self) -> Self:
        if (self.kind == "none") != (self.amount is None):
            raise ValueError("amount must be empty when there is no statutory minimum, and only then")
        given = {self.hours_low is None, self.hours_high is None, self.hours_per is None}
        if len(given) > 1:
            raise ValueError("give hours_low, hours_high and hours_per together, or none of them")
        if self.hours_low is not None and self.hours_high is not None and not 0 < self.hours_low <= self.hours_high:
            raise ValueError("hours_low must be above zero and not above hours_high")
        return self


class LivingWage(_ForPeriod):
    """An estimate of what has to be earned to live decently in a place, by one method."""

    table = "living_wages"
    letters = "lw"

    place: Words = Field(description="The place, in the words of the source.")
    method: Words = Field(description="Whose method it is. Figures of two methods do not compare with each other.")
    covers: LivingCovers = term("living_covers", "What the figure covers.")
    household: Text = Field("", description="The household that it is reckoned for.")
    bound: Bound = term("bound", "Single figure, or which end of a range.")
    amount: Rate = Field(description="The amount.")
    currency: Currency = Field(description="Currency of the amount, ISO 4217.")
    unit: TimeUnit = term("unit", "Pay for what.")
    basis: Basis = term("basis", "Before or after tax.", "unknown")
    hours_note: Text = Field("", description="What the source says on hours.")


class _ForYear(ReferenceRow):
    year: int = Field(ge=1900, le=2200, description="The year.")


class ExchangeRate(_ForYear):
    """How much of a currency one US dollar cost on average over a year."""

    table = "exchange_rates"
    letters = "xr"

    currency: Currency = Field(description="The currency, ISO 4217.")
    per_usd: Rate = Field(description="Units of the currency for one US dollar.")
    kind: RateKind = term("rate_kind", "What kind of average it is.")
    several_rates: bool = Field(
        False,
        description="Official and market rates lay so far apart in that year that no one rate says what pay was worth.",
    )


class PurchasingPower(_ForYear):
    """How much of a currency buys in a country what one US dollar buys in the United States."""

    table = "purchasing_power"
    letters = "pp"

    country: Country = Field(description="The country, ISO 3166-1 alpha-2.")
    currency: Currency = Field(description="Currency in which the parity is expressed, ISO 4217.")
    per_international_dollar: Rate = Field(
        description="Units of the currency for one international dollar, for the whole economy (GDP)."
    )
    implied: Rate | None = Field(
        None,
        description="The parity that follows from the labour statistics of the ILO, to compare; in its own currency.",
    )


class ConsumerPrice(_ForYear):
    """By how much consumer prices of a country changed against the year before."""

    table = "consumer_prices"
    letters = "cp"

    country: Country = Field(description="The country, ISO 3166-1 alpha-2.")
    change: Change = Field(description="Change of the average of the year against the year before, in percent.")


REFERENCE_TYPES: tuple[type[ReferenceRow], ...] = (
    MinimumWage,
    LivingWage,
    ExchangeRate,
    PurchasingPower,
    ConsumerPrice,
)
"""Every reference table by its record type, in the order in which they are written and read."""

_TENDER = """AL=ALL AR=ARS AU=AUD BD=BDT BE=EUR BG=BGN BR=BRL BY=BYN CA=CAD CH=CHF CL=CLP CN=CNY CO=COP DE=EUR DO=DOP EC=USD
    EG=EGP ES=EUR ET=ETB FI=EUR FR=EUR GB=GBP GH=GHS GR=EUR GT=GTQ HK=HKD ID=IDR IE=EUR IL=ILS IN=INR IT=EUR JO=JOD JP=JPY
    KE=KES KR=KRW LB=LBP LK=LKR MA=MAD MG=MGA MX=MXN MY=MYR NG=NGN NL=EUR NP=NPR NZ=NZD PE=PEN PH=PHP PK=PKR PL=PLN PS=ILS
    PT=EUR RO=RON RS=RSD RU=RUB RW=RWF SE=SEK SG=SGD SY=SYP TH=THB TN=TND TR=TRY UA=UAH UG=UGX US=USD VE=VES VN=VND XK=EUR
    ZA=ZAR"""
_CURRENCY_OF = dict(pair.split("=") for pair in _TENDER.split())
_EURO_SINCE = {"BG": 2026}


def currency_of(country: str, year: int | None = None) -> str | None:
    """Give the currency in which a country pays (ISO 4217, general knowledge); None for a country not listed."""
    since = _EURO_SINCE.get(country)
    return "EUR" if since and year and year >= since else _CURRENCY_OF.get(country)


def country_of(currency: str) -> str | None:
    """Give the one country that a currency belongs to; None for the currency of several countries."""
    found = [country for country, code in _CURRENCY_OF.items() if code == currency]
    return found[0] if len(found) == 1 else None
