"""From one currency to another, to what money buys, and to the prices of another year; refused where an average would mislead."""

from collections.abc import Iterable
from decimal import Decimal

from supplychain.domain.pay_quantity import HUNDRED, ONE, Input, Quantity, dimension, given
from supplychain.domain.pay_tables import HIGH_INFLATION, NOTABLE_INFLATION, Reference
from supplychain.domain.pay_words import Because, PayCode, Said, say
from supplychain.domain.reference import (
    RATE_KINDS,
    ConsumerPrice,
    ExchangeRate,
    MinimumWage,
    PurchasingPower,
    country_of,
)

USD, EUR = "USD", "EUR"
INTERNATIONAL = "international_dollar"
PARITIES_DIFFER = Decimal("0.10")
"""Share by which the parity that the labour statistics imply may lie apart before both are named."""


def convert(amount: Quantity, source: str, target: str, year: int, reference: Reference) -> Quantity:
    """Turn money of one currency into another at the average rates of a year, by way of the dollar.

    Raises Because when a rate is missing, must not be used, or when no average says what the money was worth.
    """
    if source == target:
        return amount
    rates: dict[str, Quantity] = {}
    reasons: list[Said] = []
    for currency in (source, target):
        if currency != USD:
            row = reference.rate(currency, year)
            reasons += _trouble(currency, year, row, reference)
            if row:
                rates[currency] = _rate(row)
    if reasons:
        raise Because(*reasons)
    in_dollars = amount if source == USD else amount / rates[source]
    return in_dollars if target == USD else in_dollars * rates[target]


def trouble_whenever(currencies: Iterable[str], reference: Reference) -> list[Said]:
    """What speaks against converting a currency in every year that the reference knows; for pay without a year."""
    found: list[Said] = []
    for currency in currencies:
        rates, country = reference.rates(currency), country_of(currency)
        if rates and all(row.several_rates for row in rates):
            found.append(_apart(currency, reference))
        prices = reference.prices(country) if country else []
        if prices and all(row.change > HIGH_INFLATION for row in prices):
            found.append(_inflation(PayCode.HIGH_INFLATION, min(prices, key=lambda row: row.change)))
    return found


def _trouble(currency: str, year: int, row: ExchangeRate | None, reference: Reference) -> list[Said]:
    found: list[Said] = []
    if reference.apart(currency, year):
        found.append(_apart(currency, reference))
    found += inflation_trouble(currency, year, reference)
    if row is None:
        found.append(say(PayCode.NO_EXCHANGE_RATE, currency=currency, year=year))
    elif row.use == "no":
        found.append(say(PayCode.RATE_NOT_USABLE, currency=currency, year=year, note=row.note))
    return found


def inflation_trouble(currency: str, year: int, reference: Reference) -> list[Said]:
    """What speaks against any average of a year where a currency is used."""
    row = reference.inflation(currency, year)
    return [_inflation(PayCode.HIGH_INFLATION, row)] if row and row.change > HIGH_INFLATION else []


def _apart(currency: str, reference: Reference) -> Said:
    years = [row.year for row in reference.rates(currency) if row.several_rates]
    return say(PayCode.SEVERAL_RATES, currency=currency, years=f"{years[0]} to {years[-1]}")


def _inflation(code: PayCode, row: ConsumerPrice) -> Said:
    limit: dict[str, str | int] = {"limit": HIGH_INFLATION} if code is PayCode.HIGH_INFLATION else {}
    return say(code, country=row.country, change=f"{row.change:.1f}", year=row.year, **limit)


def _rate(row: ExchangeRate) -> Quantity:
    name = f"{row.currency.lower()}_per_usd_{row.year}"
    item = Input(name=name, value=row.per_usd, unit=f"{row.currency}/{USD}", record=row.id, field="per_usd")
    return given(item, dimension(**{row.currency: 1, USD: -1}))


def at_parity(amount: Quantity, source: str, country: str, year: int, reference: Reference) -> Quantity:
    """Turn money into international dollars. Raises Because as `convert` does, and when there is no parity."""
    row = reference.parity(country, year)
    if row is None:
        raise Because(say(PayCode.NO_PARITY, country=country, year=year))
    if reasons := inflation_trouble(row.currency, year, reference):
        raise Because(*reasons)
    name = f"{row.currency.lower()}_per_international_dollar_{country.lower()}_{year}"
    unit = f"{row.currency}/{INTERNATIONAL}"
    item = Input(
        name=name, value=row.per_international_dollar, unit=unit, record=row.id, field="per_international_dollar"
    )
    parity = given(item, dimension(**{row.currency: 1, INTERNATIONAL: -1}))
    return convert(amount, source, row.currency, year, reference) / parity


def at_prices_of(amount: Quantity, country: str, year: int, target: int, reference: Reference) -> Quantity:
    """Carry money of one year to the consumer prices of another, year by year as they were published.

    Raises Because when a year is missing or prices rose so fast in one of them that a yearly average misleads.
    """
    first, last = min(year, target), max(year, target)
    found = {y: row for y in range(first, last + 1) if (row := reference.price(country, y))}
    if missing := [str(y) for y in range(first + 1, last + 1) if y not in found]:
        raise Because(say(PayCode.NO_CONSUMER_PRICES, country=country, years=", ".join(missing)))
    if wild := [row for row in found.values() if row.change > HIGH_INFLATION]:
        raise Because(*(_inflation(PayCode.HIGH_INFLATION, row) for row in wild))
    for y in range(first + 1, last + 1) if target > year else range(last, first, -1):
        amount = amount * _step(found[y]) if target > year else amount / _step(found[y])
    return amount


def _step(row: ConsumerPrice) -> Quantity:
    name = f"prices_{row.country.lower()}_{row.year}"
    item = Input(name=name, value=row.change, unit="percent", record=row.id, field="change")
    return ONE + given(item, dimension()) / HUNDRED


def assumptions_of(inputs: Iterable[Input], reference: Reference) -> list[Said]:
    """What is assumed when these inputs are used."""
    inputs = tuple(inputs)
    assumed = [f"{item.value:f}" for item in inputs if item.assumed]
    said = [say(PayCode.HOURS_ASSUMED, hours=", ".join(assumed))] if assumed else []
    for item in inputs:
        row = reference.rows.get(item.record)
        if isinstance(row, MinimumWage) and item.field in ("hours_low", "hours_high"):
            per = item.unit.removeprefix("hour/")
            said.append(say(PayCode.STATUTORY_HOURS, country=row.country, hours=f"{item.value:f}", per=per))
    return said


def cautions_of(inputs: Iterable[Input], reference: Reference) -> list[Said]:
    """What is doubtful about the reference rows that these inputs stand in."""
    said: list[Said] = []
    doubts: dict[str, list[str]] = {}
    averages = False
    for id in dict.fromkeys(item.record for item in inputs if item.record in reference.rows):
        row = reference.rows[id]
        if row.use == "check":
            doubts.setdefault(row.note, []).append(row.id)
        if isinstance(row, ExchangeRate):
            said += _of_rate(row, reference)
        elif isinstance(row, PurchasingPower):
            said += _of_parity(row)
        averages = averages or isinstance(row, ExchangeRate | PurchasingPower)
    if averages:
        said.append(say(PayCode.AVERAGE_OF_YEAR))
    return said + [say(PayCode.DOUBTFUL_ROW, rows=", ".join(ids), note=note) for note, ids in doubts.items()]


def _of_rate(row: ExchangeRate, reference: Reference) -> list[Said]:
    said: list[Said] = []
    if row.kind != "official_average":
        said.append(say(PayCode.RATE_NOT_OFFICIAL, currency=row.currency, kind=RATE_KINDS[row.kind].label))
    prices = reference.inflation(row.currency, row.year)
    if prices and prices.change > NOTABLE_INFLATION:
        said.append(_inflation(PayCode.NOTABLE_INFLATION, prices))
    return said


def _of_parity(row: PurchasingPower) -> list[Said]:
    said = [say(PayCode.WHOLE_ECONOMY)]
    if row.implied and abs(row.implied / row.per_international_dollar - 1) > PARITIES_DIFFER:
        implied, parity = f"{row.implied:.2f}", f"{row.per_international_dollar:.2f}"
        said.append(say(PayCode.PARITIES_DIFFER, implied=implied, parity=parity))
    return said
