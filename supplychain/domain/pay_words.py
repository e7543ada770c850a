"""What is said beside a figure of pay: every code with its sentence, to be translated; the names in %(…)s are filled in."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from supplychain.domain.records import Record


class Measure(StrEnum):
    """What is worked out from a pay report, in the order in which it is shown."""

    HOURLY = "hourly"
    LOCAL = "local"
    USD = "usd"
    EUR = "eur"
    INTERNATIONAL = "international"
    REAL = "real"
    MINIMUM_GAP = "minimum_gap"
    LIVING_GAP = "living_gap"
    CLIENT_SHARE = "client_share"


MEASURES: dict[Measure, str] = {
    Measure.HOURLY: "Pay an hour, in the currency of the report",
    Measure.LOCAL: "Pay in the currency of the country",
    Measure.USD: "Pay in US dollars, at the average rate of the year",
    Measure.EUR: "Pay in euro, at the average rate of the year",
    Measure.INTERNATIONAL: "Pay in international dollars: what it buys there, as it would be priced in the United States",
    Measure.REAL: "Pay in the currency of the country, at the consumer prices of %(year)s",
    Measure.MINIMUM_GAP: "Distance from a legal minimum wage, as a share of it: 0.10 is a tenth above, -0.10 a tenth below",
    Measure.LIVING_GAP: "Distance from a living wage, as a share of it: 0.10 is a tenth above, -0.10 a tenth below",
    Measure.CLIENT_SHARE: "Share of the client's price that reaches the worker",
}
"""Each measure in words."""


class PayState(StrEnum):
    """Whether a figure could be worked out."""

    COMPARABLE = "comparable"
    NOT_COMPARABLE = "not_comparable"
    NO_EFFECTIVE_MINIMUM = "no_effective_minimum"


PAY_STATES: dict[PayState, str] = {
    PayState.COMPARABLE: "Worked out.",
    PayState.NOT_COMPARABLE: "Not comparable, because:",
    PayState.NO_EFFECTIVE_MINIMUM: "There is no effective legal minimum wage to compare with. "
    "That does not speak for the firm.",
}
"""Each state in words; after the second stand the reasons."""


class Verdict(StrEnum):
    """What can be said whatever the open questions turn out to be."""

    ABOVE = "at_or_above"
    BELOW = "below"


VERDICTS: dict[Verdict, str] = {
    Verdict.ABOVE: "As reported, the pay is not below this benchmark, under the assumptions stated.",
    Verdict.BELOW: "As reported, the pay is below this benchmark, under the assumptions stated.",
}
"""Each verdict in words."""

ROUNDING = (
    "Calculated with 28 digits from the figures as reported and rounded once, at the end, half up: money to two decimals "
    "(to four below ten cents), distances and shares to four."
)
"""The rule of rounding, in words."""


class PayCode(StrEnum):
    """Everything that may be said beside a figure of pay, in the order in which it is said."""

    # why something is not comparable
    NOT_PAY = "not_pay"
    TASK_PAY = "task_pay"
    DAY_LENGTH_UNKNOWN = "day_length_unknown"
    BENCHMARK_DAY_LENGTH = "benchmark_day_length"
    HOURS_IMPLAUSIBLE = "hours_implausible"
    NO_UNPAID_HOURS = "no_unpaid_hours"
    SEVERAL_RATES = "several_rates"
    HIGH_INFLATION = "high_inflation"
    NO_YEAR = "no_year"
    NO_COUNTRY = "no_country"
    SEVERAL_COUNTRIES = "several_countries"
    CURRENCY_OF_COUNTRY_UNKNOWN = "currency_of_country_unknown"
    RATE_NOT_USABLE = "rate_not_usable"
    NO_EXCHANGE_RATE = "no_exchange_rate"
    NO_PARITY = "no_parity"
    NO_CONSUMER_PRICES = "no_consumer_prices"
    NO_MINIMUM_KNOWN = "no_minimum_known"
    NO_LIVING_WAGE_KNOWN = "no_living_wage_known"
    PRICE_IS_ZERO = "price_is_zero"
    SAME_END_OPEN = "same_end_open"
    # what is assumed
    HOURS_ASSUMED = "hours_assumed"
    STATUTORY_HOURS = "statutory_hours"
    SAME_HOURS = "same_hours"
    YEAR_OF_REPORT = "year_of_report"
    MINIMUM_TAKEN_AS_GROSS = "minimum_taken_as_gross"
    FEWER_PAID_HOURS = "fewer_paid_hours"
    UNPAID_FROM_BESIDE = "unpaid_from_beside"
    TAX_AT_MOST_HALF = "tax_at_most_half"
    # what to be careful about
    PAY_NOT_PAID = "pay_not_paid"
    BASIS_UNKNOWN = "basis_unknown"
    BASES_DIFFER = "bases_differ"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    ONE_PERSON = "one_person"
    PERIOD_OPEN = "period_open"
    DATE_APPROXIMATE = "date_approximate"
    SEVERAL_YEARS = "several_years"
    AVERAGE_OF_YEAR = "average_of_year"
    OTHER_CURRENCY = "other_currency"
    NOTABLE_INFLATION = "notable_inflation"
    RATE_NOT_OFFICIAL = "rate_not_official"
    WHOLE_ECONOMY = "whole_economy"
    PARITIES_DIFFER = "parities_differ"
    DOUBTFUL_ROW = "doubtful_row"
    STATUS_NOT_KNOWN = "status_not_known"
    PLACE_NOT_STATED = "place_not_stated"
    REGION_MAY_DIFFER = "region_may_differ"
    AGE_NOT_KNOWN = "age_not_known"
    PART_OF_PERIOD = "part_of_period"
    END_NOT_SAID = "end_not_said"
    CARRIED = "carried"
    NOT_ONE_WORKER = "not_one_worker"
    PRICE_IS_NOT_PAY = "price_is_not_pay"
    PERIOD_OF_PAIR_UNSTATED = "period_of_pair_unstated"
    # why there is no verdict
    WITHHELD_BASIS = "withheld_basis"
    WITHHELD_SPREAD = "withheld_spread"
    WITHHELD_OPEN_RANGE = "withheld_open_range"
    WITHHELD_PLACE = "withheld_place"
    WITHHELD_CARRIED = "withheld_carried"
    WITHHELD_DOUBT = "withheld_doubt"
    WITHHELD_MEANING = "withheld_meaning"
    # why a reference row was left out
    LEFT_USE_NO = "left_use_no"
    LEFT_OTHER_GROUP = "left_other_group"
    LEFT_OTHER_PLACE = "left_other_place"
    LEFT_OTHER_TIME = "left_other_time"
    LEFT_NOT_IN_FORCE = "left_not_in_force"
    LEFT_NO_MINIMUM = "left_no_minimum"


_C = PayCode
PAY_WORDS: dict[PayCode, str] = {
    _C.NOT_PAY: "It is what the client pays, not what the worker gets.",
    _C.TASK_PAY: "It is pay for a piece of work, and nobody says how long a piece takes.",
    _C.DAY_LENGTH_UNKNOWN: "It is pay for a day, and how many hours that day had is not recorded.",
    _C.BENCHMARK_DAY_LENGTH: "The benchmark is for a day, and nothing says how many hours that day has.",
    _C.HOURS_IMPLAUSIBLE: "The hours recorded (%(hours)s a week) cannot be those of a week.",
    _C.NO_UNPAID_HOURS: "No unpaid hours are recorded.",
    _C.SEVERAL_RATES: "Official and market rates of %(currency)s lay far apart (%(years)s): no one rate says what the pay was "
    "worth, and an average of them would be made up.",
    _C.HIGH_INFLATION: "Prices in %(country)s rose by %(change)s percent in %(year)s, more than %(limit)s: an average of the "
    "year says nothing about the day of payment.",
    _C.NO_YEAR: "Neither a period nor the date of the report is recorded, so it is not known which year's figures fit.",
    _C.NO_COUNTRY: "The country in which the work is done is not recorded.",
    _C.SEVERAL_COUNTRIES: "The figure is for several countries together (%(countries)s).",
    _C.CURRENCY_OF_COUNTRY_UNKNOWN: "The currency of %(country)s is not in the reference.",
    _C.RATE_NOT_USABLE: "The only rate of %(currency)s for %(year)s in the reference must not be used. %(note)s",
    _C.NO_EXCHANGE_RATE: "The reference has no rate of %(currency)s to the dollar for %(year)s.",
    _C.NO_PARITY: "The reference has no purchasing-power parity of %(country)s for %(year)s.",
    _C.NO_CONSUMER_PRICES: "The reference has no change of consumer prices in %(country)s for %(years)s.",
    _C.NO_MINIMUM_KNOWN: "The reference has no legal minimum wage of %(country)s that fits %(years)s.",
    _C.NO_LIVING_WAGE_KNOWN: "The reference has no living wage of %(country)s that fits the place.",
    _C.PRICE_IS_ZERO: "The client's price is given as zero.",
    _C.SAME_END_OPEN: "Pay and price are open at the same end (both at least so much, or both at most): the share could be "
    "anything.",
    _C.HOURS_ASSUMED: "The hours of a week are not recorded: worked out for %(hours)s hours, which gives a range. Those who work "
    "part-time or by the piece may lie outside it.",
    _C.STATUTORY_HOURS: "The hours are not stated: the legal hours of %(country)s are taken (%(hours)s a %(per)s).",
    _C.SAME_HOURS: "The hours are not stated: compared %(unit)s with %(unit)s, as if both were for the same hours.",
    _C.YEAR_OF_REPORT: "The period of the pay is not stated: year of report, assumed (%(year)s).",
    _C.MINIMUM_TAKEN_AS_GROSS: "The row does not say whether the minimum is before tax; a legal minimum is taken as before tax.",
    _C.FEWER_PAID_HOURS: "With fewer paid hours a week the pay for all hours worked is lower than the range shown.",
    _C.UNPAID_FROM_BESIDE: "The report itself gives no unpaid hours: %(hours)s hours a week are taken from %(claim)s, which a "
    "source sets beside this pay. It was asked of other people.",
    _C.TAX_AT_MOST_HALF: "A verdict is given only where it would hold even if tax and contributions took half of the pay.",
    _C.PAY_NOT_PAID: "The figure is not reported as paid: it is %(kind)s.",
    _C.BASIS_UNKNOWN: "The source does not say whether the pay is before or after tax. If it is after tax, pay before tax was "
    "higher; by how much is not guessed here.",
    _C.BASES_DIFFER: "The pay is %(pay)s and the benchmark %(benchmark)s: the distance mixes the two.",
    _C.AT_LEAST: "The source gives a lower end only: pay may be higher.",
    _C.UP_TO: "The source gives an upper end only: pay may be lower.",
    _C.ONE_PERSON: "The figure rests on one person.",
    _C.PERIOD_OPEN: "Only the %(side)s of the period is stated: %(year)s is used.",
    _C.DATE_APPROXIMATE: "The date is approximate.",
    _C.SEVERAL_YEARS: "The period spans several years: worked out for each (%(years)s), never for an average of them.",
    _C.AVERAGE_OF_YEAR: "Rates and parities are averages of the whole year; on the day of payment they may have differed.",
    _C.OTHER_CURRENCY: "The figure is in %(currency)s, the country pays in %(local)s: whether people were paid in %(currency)s, "
    "and at which rate somebody converted it, is not recorded.",
    _C.NOTABLE_INFLATION: "Prices in %(country)s rose by %(change)s percent in %(year)s: the average of the year is rough.",
    _C.RATE_NOT_OFFICIAL: "The rate of %(currency)s is not an official average: %(kind)s.",
    _C.WHOLE_ECONOMY: "The parity is that of the whole economy, not of what households buy.",
    _C.PARITIES_DIFFER: "The labour statistics of the ILO imply another parity (%(implied)s instead of %(parity)s).",
    _C.DOUBTFUL_ROW: "A reference figure used here is doubtful (%(rows)s). %(note)s",
    _C.STATUS_NOT_KNOWN: "Whether this minimum applies to these people depends on whether they count as employees, which is not "
    "decided here.",
    _C.PLACE_NOT_STATED: "Where in the country the work is done is not known well enough to say that this benchmark is the right "
    "one.",
    _C.REGION_MAY_DIFFER: "Some places in %(country)s have another minimum wage, often a higher one.",
    _C.AGE_NOT_KNOWN: "This minimum is for workers of some age only.",
    _C.PART_OF_PERIOD: "The benchmark held in a part of the time only (%(start)s to %(end)s).",
    _C.END_NOT_SAID: "The benchmark holds since %(start)s; until when is not said, and no later one is known here.",
    _C.CARRIED: "The benchmark is of %(from)s and was carried to %(to)s by consumer prices. Nobody published this figure.",
    _C.NOT_ONE_WORKER: "The benchmark is not one worker's living wage: %(covers)s.",
    _C.PRICE_IS_NOT_PAY: "The client's price also pays for management, rooms, tax and profit; what becomes of the rest is not "
    "known.",
    _C.PERIOD_OF_PAIR_UNSTATED: "That pay and price are of the same time is not stated.",
    _C.WITHHELD_BASIS: "No verdict: it would depend on tax, and the figures are not known to be both before or both after it.",
    _C.WITHHELD_SPREAD: "No verdict: the range reaches from below to above the benchmark.",
    _C.WITHHELD_OPEN_RANGE: "No verdict: the source leaves one end of the range open.",
    _C.WITHHELD_PLACE: "No verdict: it is not known that the benchmark holds for the place or the people.",
    _C.WITHHELD_CARRIED: "No verdict: the benchmark is of another year.",
    _C.WITHHELD_DOUBT: "No verdict: a reference figure used here is doubtful.",
    _C.WITHHELD_MEANING: "No verdict: the benchmark is not one worker's living wage.",
    _C.LEFT_USE_NO: "Kept in the reference because others use it, never compared with.",
    _C.LEFT_OTHER_GROUP: "For another trade, sector or kind of contract.",
    _C.LEFT_OTHER_PLACE: "For another place.",
    _C.LEFT_OTHER_TIME: "For the place, but of another time.",
    _C.LEFT_NOT_IN_FORCE: "Not a wage in force: proposed only, or paid beside the wage.",
    _C.LEFT_NO_MINIMUM: "A figure that others print although the country has no effective minimum wage.",
}
"""Each code with its sentence."""


ASSUMED: dict[PayCode, str] = {
    _C.HOURS_ASSUMED: "hours of a week assumed (%(hours)s)",
    _C.STATUTORY_HOURS: "legal hours of %(country)s taken (%(hours)s)",
    _C.SAME_HOURS: "both taken as for the same hours",
    _C.YEAR_OF_REPORT: "year of the report taken (%(year)s)",
    _C.UNPAID_FROM_BESIDE: "unpaid hours from another claim (%(hours)s a week)",
}
"""What is named in a few words beside a figure wherever it stands; the sentences stand with the working."""


class Said(Record):
    """One thing that is said beside a figure."""

    code: PayCode = Field(description="Stable code.")
    words: str = Field(description="The sentence.")
    parameters: dict[str, str | int] = Field({}, description="What was filled into the sentence, for other languages.")


def say(code: PayCode, **parameters: str | int) -> Said:
    """Fill in a sentence."""
    return Said(code=code, words=(PAY_WORDS[code] % parameters).strip(), parameters=parameters)


def in_order(said: Iterable[Said]) -> tuple[Said, ...]:
    """Put sentences in the order of their codes, each once."""
    order = list(PayCode)
    once = {(order.index(s.code), tuple(sorted((k, str(v)) for k, v in s.parameters.items()))): s for s in said}
    return tuple(once[key] for key in sorted(once))


class Because(Exception):
    """Carries the reasons for which a figure cannot be worked out to the place where that is said."""

    def __init__(self, *reasons: Said) -> None:
        super().__init__("; ".join(r.words for r in reasons))
        self.reasons = reasons
