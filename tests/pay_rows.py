"""Reference rows for the tests of pay: figures copied from the published tables, and a second way to work things out."""

import ast
import operator
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from supplychain.domain.pay import normalise
from supplychain.domain.pay_quantity import Input
from supplychain.domain.pay_results import Comparable, Gap, Result
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import PayCode, Said
from supplychain.domain.records import Wage
from supplychain.domain.reference import (
    ConsumerPrice,
    ExchangeRate,
    LivingWage,
    MinimumWage,
    PurchasingPower,
    ReferenceRow,
)
from tests import factories as f

NAIROBI = ("Nairobi", "Mombasa", "Kisumu")
RATES = {
    ("EUR", 2023): "0.9248395584706975",
    ("EUR", 2024): "0.9238895461176068",
    ("EUR", 2025): "0.8845",
    ("KES", 2018): "101.3015740490183",
    ("KES", 2022): "117.8659892016825",
    ("KES", 2023): "139.8463837596168",
    ("COP", 2019): "3281.622193817878",
    ("PHP", 2023): "55.63036322319302",
    ("GHS", 2023): "11.02040833333333",
    ("NGN", 2023): "645.1940678832015",
    ("ARS", 2018): "28.09499166666668",
    ("ARS", 2021): "94.99074166666665",
    ("ARS", 2024): "914.6948833333332",
    ("LBP", 2018): "1507.5",
    ("LBP", 2022): "1507.5",
    ("SYP", 2022): "2505.74691085873",
    ("VES", 2022): "6.6444",
    ("VES", 2023): "28.6223",
    ("VES", 2025): "131.1210",
}
APART = {("ARS", 2021), ("LBP", 2022), ("SYP", 2022), ("VES", 2022), ("VES", 2023), ("VES", 2025)}
PARITIES = {
    ("KE", 2023): ("KES", "43.0049441280964", "43.737322"),
    ("US", 2023): ("USD", "1", "1.000000"),
    ("NG", 2023): ("NGN", "158.292379437909", "205.170291"),
    ("AR", 2021): ("ARS", "38.783332824707", "42.986255"),
    ("PS", 2023): ("USD", "0.580675105832567", None),
}
CHANGES = {
    ("KE", 2020): "5.40516207933392",
    ("KE", 2021): "6.10793603659176",
    ("KE", 2022): "7.65986268272224",
    ("KE", 2023): "7.67139634029402",
    ("KE", 2024): "4.48978854243448",
    ("GH", 2023): "38.1069656296501",
    ("VE", 2022): "186.5",
    ("VE", 2023): "337.5",
    ("VE", 2024): "49.4",
    ("AR", 2018): "34.3",
    ("AR", 2021): "48.4",
    ("AR", 2024): "219.9",
    ("LB", 2018): "6.1",
    ("LB", 2022): "171.2",
    ("SY", 2019): "13.4175653228571",
    ("JP", 2021): "-0.233352779398264",
}


def row(record: type[ReferenceRow], id: str, /, **changes: Any) -> Any:
    """A reference row of a type that can be used."""
    return record(**{"id": id, "use": "yes", "source": "ref-test", "locator": "line 1"} | changes)


def one_of_each(source: str) -> tuple[ReferenceRow, ...]:
    """One row of each reference table, from a source."""
    ncr = {"area": "places", "places": ("Metro Manila", "Rizal"), "hours_note": "eight hours"}
    peak = {"area": "places", "places": ("Lake Naivasha",), "place": "Lake Naivasha"}
    return (
        minimum("mw-1", "PH", "610.50", "PHP", "day", start="2023-07-16", end="2024~", source=source, note="a doubt", **ncr,
                **per("8", "8.5", "day")),
        living("lw-1", "KE", "22104", "KES", start="2014", end="..", source=source, note="a doubt", **peak),
        row(ExchangeRate, "xr-1", year=2022, currency="SYP", per_usd="2505.746910858730", kind="official_average",
            several_rates=True, use="no", source=source, note="a doubt"),
        row(PurchasingPower, "pp-1", year=2023, country="KE", currency="KES", per_international_dollar="43.0049441280964",
            implied="43.737322", source=source),
        row(ConsumerPrice, "cp-1", year=2016, country="LB", change="-0.80", source=source),
    )  # fmt: skip


def minimum(
    id: str, country: str = "KE", amount: str | None = None, currency: str = "KES", unit: str = "month", **changes: Any
) -> MinimumWage:
    """A general minimum wage of a whole country."""
    base = {"scope": "national", "area": "country", "kind": "rate" if amount else "none", "group": "general"}
    made = row(
        MinimumWage, id, **base | {"country": country, "amount": amount, "currency": currency, "unit": unit} | changes
    )
    assert isinstance(made, MinimumWage)
    return made


def living(id: str, country: str, amount: str, currency: str, bound: str = "point", **changes: Any) -> LivingWage:
    """A gross living wage a month by WageIndicator for a whole country."""
    base = {"scope": "gross living wage", "area": "country", "place": "national", "method": "WageIndicator"}
    more = {"covers": "worker", "household": "single adult", "unit": "month", "basis": "gross"}
    own = {"country": country, "amount": amount, "currency": currency, "bound": bound}
    made = row(LivingWage, id, **base | more | own | changes)
    assert isinstance(made, LivingWage)
    return made


def rates() -> list[ReferenceRow]:
    """Exchange rates, parities and changes of prices."""
    doubtful = {"NGN"}
    found: list[ReferenceRow] = [
        row(
            ExchangeRate,
            f"xr-{currency.lower()}-{year}",
            currency=currency,
            year=year,
            per_usd=rate,
            kind="market_average" if (currency, year) == ("EUR", 2025) else "official_average",
            several_rates=(currency, year) in APART,
            use="no" if currency == "SYP" else "check" if currency in doubtful else "yes",
            note="a wide parallel-market premium existed" if currency in doubtful else "",
        )
        for (currency, year), rate in RATES.items()
    ]
    found += [
        row(
            PurchasingPower,
            f"pp-{country.lower()}-{year}",
            country=country,
            year=year,
            currency=currency,
            per_international_dollar=parity,
            implied=implied,
        )
        for (country, year), (currency, parity, implied) in PARITIES.items()
    ]
    found += [
        row(ConsumerPrice, f"cp-{country.lower()}-{year}", country=country, year=year, change=change)
        for (country, year), change in CHANGES.items()
    ]
    return found


def benchmarks() -> list[ReferenceRow]:
    """Minimum and living wages."""
    kenya = {"area": "places", "places": NAIROBI}
    household = {"start": "2019-09", "end": "2019-09", "use": "check", "note": "not comparable with later data"}
    standard = household | {"household": "standard family (2+2, 1.8 working)"}
    state = {"area": "places", "start": "2025-01-01", "end": "2025-12-31"}
    return [
        minimum("mw-ke-2022-nairobi", amount="15201.65", currency="KES", start="2022-05-01", end="2024-10-31", **kenya),
        minimum("mw-ke-2024-nairobi", amount="16113.75", currency="KES", start="2024-11-01", **kenya),
        minimum("mw-ke-2018-other", "KE", "7240", "KES", area="elsewhere", start="2018-05-01", end="2022-04-30"),
        minimum("mw-ke-2018-waiter", "KE", "14658", "KES", group="particular", area="urban", start="2018-05-01",
                end="2022-04-30"),
        minimum(
            "mw-ke-2023-ilostat", "KE", "16033.14", "KES", kind="series", basis="gross", start="2023", end="2023",
            use="check", note="one series for a country with about 45 rates",
        ),
        minimum("mw-ug-1984", "UG", "6000", "UGX", kind="not_effective", start="1984", use="check"),
        minimum("mw-ug-130000", "UG", "130000", "UGX", kind="recommended", use="no"),
        minimum("mw-ug-2023-ilostat", "UG", "130000", "UGX", kind="series", start="2023", end="2023", use="no"),
        minimum("mw-et-none", "ET", None, "ETB"),
        minimum("mw-co-2018", "CO", "781242", "COP", start="2018-01-01", end="2018-12-31", **per("48", "48", "week")),
        minimum("mw-co-2019", "CO", "828116", "COP", start="2019-01-01", end="2019-12-31", **per("48", "48", "week")),
        minimum("mw-ph-2023-ncr", "PH", "610", "PHP", "day", start="2023-07-16", end="2024-07-16", area="places",
                places=("National Capital Region", "Metro Manila"), **per("8", "8", "day")),
        minimum("mw-ve-2022", "VE", "130", "VES", start="2022-03-15"),
        minimum("mw-us-federal", "US", "7.25", "USD", "hour", start="2009-07-24", scope="federal"),
        minimum("mw-us-california", "US", "16.5", "USD", "hour", places=("California",), scope="California", **state),
        minimum("mw-us-washington", "US", "16.66", "USD", "hour", places=("Washington",), scope="Washington", **state),
        minimum("mw-de-2022", "DE", "12.0", "EUR", "hour", start="2022-10-01", end="2023-12-31", basis="gross"),
        living("lw-ke-single-low", "KE", "20100", "KES", "low", **household),
        living("lw-ke-single-high", "KE", "25500", "KES", "high", **household),
        living("lw-ke-standard-low", "KE", "31200", "KES", "low", **standard),
        living("lw-ke-standard-high", "KE", "42600", "KES", "high", **standard),
        living("lw-ke-naivasha", "KE", "22104", "KES", area="places", places=("Lake Naivasha",), place="Lake Naivasha",
               method="Anker", start="2014", household=""),
        living("lw-ve-basket", "VE", "542.94", "USD", covers="food", method="CENDAS food basket", start="2023", end="2023",
               use="no"),
    ]  # fmt: skip


def per(low: str, high: str, unit: str) -> dict[str, str]:
    """Hours that a minimum wage is for."""
    return {"hours_low": low, "hours_high": high, "hours_per": unit}


def reference(*more: ReferenceRow) -> Reference:
    """All of them, and more."""
    return Reference.of([*rates(), *benchmarks(), *more])


# -- a second way to work things out: fractions, and Python's own parser ---------------------------------------------------

_SIGNS: dict[type[ast.operator], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FIXED = {12: {"month": 1, "year": -1}, 52: {"week": 1, "year": -1}, 60: {"minute": 1, "hour": -1}, 1: {}, 100: {}}


def recompute(expression: str, inputs: Iterable[Input]) -> Fraction:
    """Work an expression out exactly, without any code of the product."""
    values = {item.name: Fraction(str(item.value)) for item in inputs}

    def walk(node: ast.expr) -> Fraction:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return _SIGNS[type(op)](walk(left), walk(right))
            case ast.Name(id=name):
                return values[name]
            case ast.Constant(value=int(number)):
                return Fraction(number)
        raise AssertionError(ast.dump(node))

    return walk(ast.parse(expression, mode="eval").body)


def unit_of(expression: str, inputs: Iterable[Input]) -> dict[str, int]:
    """Work out the unit of an expression from the units of its inputs; sums must be of one kind."""
    units = {item.name: _unit(item.unit) for item in inputs}

    def walk(node: ast.expr) -> Counter[str]:
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                assert _clean(walk(left)) == _clean(walk(right)), expression
                return walk(left)
            case ast.BinOp(left=left, op=op, right=right):
                found = walk(left)
                for unit, power in walk(right).items():
                    found[unit] += power if isinstance(op, ast.Mult) else -power
                return found
            case ast.Name(id=name):
                return Counter(units[name])
            case ast.Constant(value=int(number)):
                return Counter(_FIXED[number])
        raise AssertionError(ast.dump(node))

    return _clean(walk(ast.parse(expression, mode="eval").body))


def _unit(text: str) -> dict[str, int]:
    if text == "percent":
        return {}
    above, _, below = text.partition("/")
    return {above: 1, below: -1}


def _clean(units: Counter[str]) -> dict[str, int]:
    return {unit: power for unit, power in units.items() if power}


def rounded(value: Fraction, places: int) -> Decimal:
    """Round half up, away from zero."""
    sign = -1 if value < 0 else 1
    whole = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return (Decimal(sign * whole) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def everything(comparable: Comparable) -> list[Result]:
    """Every result of a pay report, gaps among them."""
    return [*comparable.results, *comparable.minimum.gaps, *comparable.living.gaps]


def check_working(result: Result) -> None:
    """Recompute every number of a result, with its unit."""
    money = result.currency if not isinstance(result, Gap) else ""
    for value in result.values:
        exact = recompute(value.expression, result.inputs)
        places = 4 if not money or abs(exact) < Fraction(1, 10) else 2
        assert value.amount == rounded(exact, places), value
        assert unit_of(value.expression, result.inputs) == ({money: 1, result.unit: -1} if money else {}), value
    if isinstance(result, Gap):
        for value in result.benchmark_values:
            exact = recompute(value.expression, result.inputs)
            assert value.amount == rounded(exact, 2 if abs(exact) >= Fraction(1, 10) else 4)
            assert unit_of(value.expression, result.inputs) == {result.currency: 1, result.unit: -1}


# -- pay reports, and what comes out ---------------------------------------------------------------------------------------


def wage(**changes: Any) -> Wage:
    """A pay report in Kenya in 2023."""
    return f.wage("w-x", "an-employer", **{"countries": ("KE",), "start": "2023", "end": "2023"} | changes)


def monthly(amount: str, **changes: Any) -> Wage:
    """Shillings a month in Nairobi in 2023."""
    base = {"low": amount, "high": amount, "currency": "KES", "unit": "month", "sites": ("Nairobi",)}
    return wage(**base | changes)


def worked(report: Wage, *more: ReferenceRow, **options: Any) -> Comparable:
    """Normalise, and recompute every number another way."""
    found = normalise(report, reference(*more), **options)
    for result in everything(found):
        check_working(result)
    return found


def shown(result: Result) -> list[str]:
    """The numbers as text."""
    return [f"{value.amount:f}" for value in result.values]


def codes(said: Iterable[Said]) -> set[PayCode]:
    """The codes of what is said."""
    return {s.code for s in said}
