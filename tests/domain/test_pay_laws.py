"""Laws of normalisation, over pay reports of every kind: units never mix, order and inverses hold, nothing is a float."""

import typing
from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from supplychain.domain import (
    pay,
    pay_benchmarks,
    pay_gaps,
    pay_gate,
    pay_money,
    pay_quantity,
    pay_results,
    pay_share,
    pay_subject,
    pay_tables,
    pay_words,
    reference,
)
from supplychain.domain.pay import normalise
from supplychain.domain.pay_money import at_prices_of, convert
from supplychain.domain.pay_quantity import ONE, DimensionError, Exact, Input, Quantity, collected, dimension
from supplychain.domain.pay_quantity import given as quantity
from supplychain.domain.pay_results import Gap, PayPoint, Result, Span
from supplychain.domain.pay_share import shares
from supplychain.domain.pay_tables import Reference
from supplychain.domain.pay_words import Because, Measure, PayState, Verdict
from supplychain.domain.records import Record, Wage
from tests import factories as f
from tests import pay_rows as rows

REFERENCE = rows.reference()
LAW = settings(deadline=None)
MODULES = (
    pay, pay_benchmarks, pay_gaps, pay_gate, pay_money, pay_quantity, pay_results, pay_share, pay_subject, pay_tables,
    pay_words, reference,
)  # fmt: skip

amounts = st.decimals("0.01", "9999999", places=2)
dates = st.sampled_from(["", "", "2018", "2019", "2022", "2022-06", "2023", "2023-02-01", "2024~", "2025", "2026"])


@st.composite
def wages(draw: Any, **fixed: Any) -> Wage:
    """A pay report of any kind."""
    low, high = sorted([draw(amounts), draw(amounts)])
    kind = draw(st.sampled_from(["one", "range", "from", "to", "mean", "all"]))
    figures = {
        "one": {"low": low, "high": low},
        "range": {"low": low, "high": high},
        "from": {"low": low, "high": None},
        "to": {"low": None, "high": high},
        "mean": {"low": None, "high": None, "mean": low},
        "all": {"low": low, "high": high, "mean": (low + high) / 2, "median": low},
    }[kind]
    start, end = sorted([draw(dates), draw(dates)], key=lambda d: d[:4] or "0")
    hours = st.none() | st.sampled_from(["0", "12.5", "40", "60", "200"])
    base = {
        **{name: None if value is None else f"{value:f}" for name, value in figures.items()},
        "countries": draw(
            st.sampled_from([(), ("KE",), ("US",), ("VE",), ("CO",), ("PH",), ("UG",), ("KE", "US"), ("AQ",)])
        ),
        "sites": draw(st.sampled_from([(), ("Nairobi",), ("California",), ("Eldoret",)])),
        "currency": draw(st.sampled_from(["KES", "USD", "EUR", "VES", "COP", "PHP", "NGN", "JPY"])),
        "unit": draw(st.sampled_from(["hour", "day", "week", "month", "year", "task"])),
        "basis": draw(st.sampled_from(["gross", "net", "unknown", "paid_by_client"])),
        "pay_kind": draw(st.sampled_from(["reported", "offered", "contract_price"])),
        "hours_per_week": draw(hours),
        "unpaid_hours_per_week": draw(hours),
        "start": start,
        "end": end if end[:4] >= start[:4] and start else "",
        "reported_on": draw(st.sampled_from(["", "2023", "2024-05-01"])),
        "clients": ("a-client",),
    }
    return f.wage("w-x", "an-employer", **base | fixed)


def results(report: Wage, prices_of: int | None = 2024) -> list[Result]:
    """Everything that is worked out from a report."""
    return rows.everything(normalise(report, REFERENCE, prices_of=prices_of))


@LAW
@given(wages())
def test_every_number_can_be_recomputed_and_has_its_unit(report: Wage) -> None:
    for result in results(report):
        rows.check_working(result)
        if result.state is PayState.COMPARABLE:
            assert result.values
            assert not result.reasons
        else:
            assert result.reasons
            assert not result.values


@LAW
@given(wages())
def test_currencies_units_and_bases_never_mix(report: Wage) -> None:
    for result in results(report):
        assert (result.basis, result.pay_kind, result.wage) == (report.basis, report.pay_kind, report.id)
        assert report.basis != "paid_by_client" or not isinstance(result, Gap)
        own = [item for item in result.inputs if item.field in ("low", "high", "mean", "median")]
        assert {item.unit for item in own} <= {f"{report.currency}/{report.unit}"}
        for value in result.values:  # one number of the report for each number shown: no average is made
            used = [item.name for item in own if item.name in value.expression.replace("(", " ").split()]
            assert used == ["pay" if value.of is PayPoint.FIGURE else f"pay_{value.of}"]
        assert result.unit in ("", "hour", report.unit, "year")
        assert (result.unit == "task") <= (report.unit == "task")


@LAW
@given(wages())
def test_ranges_keep_their_order_and_open_ends_stay_open(report: Wage) -> None:
    for result in results(report):
        for span in (*result.spans, *(result.benchmark_spans if isinstance(result, Gap) else ())):
            assert span.low is None or span.high is None or span.low <= span.high
        found = result.span()
        if found and not isinstance(result, Gap):
            assert (found.low is None) == (report.low is None)
            assert (found.high is None) == (report.high is None)


@LAW
@given(wages(currency="KES", countries=("KE",), sites=("Nairobi",), start="2023", end="2023", hours_per_week=None))
def test_a_verdict_never_goes_against_a_number(report: Wage) -> None:
    for gap in normalise(report, REFERENCE).minimum.gaps:
        numbers = [value.amount for value in gap.values if value.of in (PayPoint.FIGURE, PayPoint.LOW, PayPoint.HIGH)]
        assert gap.verdict is not Verdict.ABOVE or all(number >= 0 for number in numbers)
        assert gap.verdict is not Verdict.BELOW or all(number <= 0 for number in numbers)
        assert (gap.verdict is None) == bool(gap.withheld) or gap.state is not PayState.COMPARABLE


@LAW
@given(wages(), st.integers(0, 9), st.integers(3, 60))
def test_same_inputs_same_bytes(report: Wage, seed: int, precision: int) -> None:
    permuted = list(REFERENCE.rows.values())
    Random(seed).shuffle(permuted)
    expected = normalise(report, REFERENCE, prices_of=2024).model_dump_json()
    with localcontext(Context(prec=precision)):
        assert normalise(report, Reference.of(permuted), prices_of=2024).model_dump_json() == expected


@LAW
@given(wages(unit="hour", currency="EUR", countries=("KE",), start="2023", end="2023"), st.integers(1, 1000))
def test_more_pay_is_more_in_every_measure(report: Wage, percent: int) -> None:
    names = ("low", "high", "mean", "median")
    more = {n: x * (100 + percent) / 100 for n in names if (x := getattr(report, n)) is not None}
    richer = report.model_copy(update=more)
    for less, greater in zip(results(report), results(richer), strict=True):
        for one, other in zip(less.values, greater.values, strict=True):
            assert one.amount <= other.amount, one.expression


@LAW
@given(amounts, amounts, amounts)
def test_a_higher_benchmark_is_a_lower_gap_and_more_unpaid_hours_are_less_pay(
    x: Decimal, y: Decimal, pay: Decimal
) -> None:
    report = f.wage(
        "w-x", "an-employer", low=f"{pay:f}", high=f"{pay:f}", currency="GHS", countries=("GH",), start="2023", end="2023",
        unpaid_hours_per_week="8",
    )  # fmt: skip
    lower, higher = sorted([x, y])
    gaps = [
        normalise(report, rows.reference(rows.minimum("mw-gh", "GH", f"{m:f}", "GHS", start="2023", end="2023")))
        for m in (lower, higher)
    ]
    for one, other in zip(gaps[0].minimum.gaps, gaps[1].minimum.gaps, strict=True):
        assert all(a.amount >= b.amount for a, b in zip(one.values, other.values, strict=True))
    plain, effective = (gaps[0].result(Measure.HOURLY, unpaid_counted=u) for u in (False, True))
    assert all(v.amount <= plain.values[0].amount for v in effective.values)
    worse = report.model_copy(update={"unpaid_hours_per_week": Decimal(20)})
    more = normalise(worse, REFERENCE).result(Measure.HOURLY, unpaid_counted=True)
    assert all(a.amount >= b.amount for a, b in zip(effective.values, more.values, strict=True))


def money(amount: Decimal, currency: str) -> Quantity:
    """An amount an hour."""
    item = Input(name="pay", value=amount, unit=f"{currency}/hour", record="w-x", field="low")
    return quantity(item, dimension(**{currency: 1, "hour": -1}))


@LAW
@given(amounts, st.sampled_from(["KES", "EUR", "USD", "NGN"]), st.sampled_from(["KES", "EUR", "USD", "NGN"]))
def test_there_and_back_is_where_one_was(amount: Decimal, source: str, target: str) -> None:
    there = convert(money(amount, source), source, target, 2023, REFERENCE)
    back = convert(there, target, source, 2023, REFERENCE)
    assert back.units == dimension(**{source: 1, "hour": -1})
    assert abs(back.value / amount - 1) < Decimal("1e-24")
    exact = rows.recompute(back.text, back.inputs)
    assert exact == Fraction(amount)


@LAW
@given(amounts, st.integers(2019, 2024), st.integers(2019, 2024))
def test_prices_there_and_back(amount: Decimal, year: int, other: int) -> None:
    there = at_prices_of(money(amount, "KES"), "KE", year, other, REFERENCE)
    back = at_prices_of(there, "KE", other, year, REFERENCE)
    assert abs(back.value / amount - 1) < Decimal("1e-23")
    assert rows.recompute(back.text, back.inputs) == Fraction(amount)


@LAW
@given(wages(unit="hour", currency="EUR", countries=("KE",), start="2023", end="2023"))
def test_what_must_not_be_used_is_used_nowhere(report: Wage) -> None:
    used = {item.record for result in results(report) for item in result.inputs} & set(REFERENCE.rows)
    assert "xr-eur-2023" in used
    barred = [r.model_copy(update={"use": "no"}) if r.id in used else r for r in REFERENCE.rows.values()]
    again = normalise(report, Reference.of(barred), prices_of=2024)
    assert not used & {item.record for result in rows.everything(again) for item in result.inputs}


@LAW
@given(wages(basis="gross"), wages(basis="paid_by_client"))
def test_a_share_can_be_recomputed_and_has_no_unit(pay_report: Wage, price: Wage) -> None:
    pay_report, price = (
        w.model_copy(update={"id": id, "countries": ("KE",)}) for w, id in ((pay_report, "w-pay"), (price, "w-price"))
    )
    for share in shares([pay_report, price], REFERENCE):
        rows.check_working(share)
        assert {i.record for i in share.inputs if i.name.startswith("pay")} <= {"w-pay"}
        assert {i.record for i in share.inputs if i.name.startswith("price") and i.field in Wage.model_fields} <= {
            "w-price"
        }
        for span in share.spans:
            assert span.low is None or span.high is None or span.low <= span.high
            assert span.low is None or span.low >= 0


# -- no float, anywhere --------------------------------------------------------------------------------------------------


def types_in(annotation: Any) -> Iterator[Any]:
    """Every type that an annotation names."""
    inner = typing.get_args(annotation)
    if not inner:
        yield annotation
    for part in inner:
        yield from types_in(part)


def records() -> list[type[BaseModel]]:
    """Every record type of the modules on pay."""
    found = {
        thing
        for module in MODULES
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Record) and thing.__module__ == module.__name__
    }
    return sorted(found, key=lambda kind: kind.__name__)


def test_no_type_holds_a_float() -> None:
    assert len(records()) > 20
    for kind in records():
        for name, annotation in typing.get_type_hints(kind, include_extras=True).items():
            named = set(types_in(annotation))
            assert float not in named, (kind, name)
            assert Any not in named, (kind, name)


@LAW
@given(wages())
def test_no_result_holds_a_float(report: Wage) -> None:
    def walk(thing: Any) -> None:
        assert not isinstance(thing, float)
        for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list | tuple) else ():
            walk(part)

    walk(normalise(report, REFERENCE, prices_of=2024).model_dump())


@pytest.mark.parametrize("number", [0.1, 1, True, None, "nan", "inf"])
def test_a_number_comes_from_decimals_only(number: object) -> None:
    with pytest.raises(ValidationError):
        Span(of=PayPoint.FIGURE, low=number if number is not None else [], high=None)  # type: ignore[arg-type]


def test_every_field_is_described() -> None:
    for kind in records():
        for name, field in kind.model_fields.items():
            assert field.description, (kind, name)
            assert field.description.endswith((".", "...")), (kind, name)


# -- quantities ----------------------------------------------------------------------------------------------------------


def test_unlike_things_are_not_added() -> None:
    with pytest.raises(DimensionError):
        money(Decimal(1), "KES") + money(Decimal(1), "USD")
    with pytest.raises(DimensionError):
        money(Decimal(1), "KES") - ONE


def test_one_name_stands_for_one_input() -> None:
    one, other = money(Decimal(1), "KES"), money(Decimal(2), "KES")
    with pytest.raises(ValueError):
        one / other
    assert collected((*one.inputs, *one.inputs)) == one.inputs


@LAW
@given(st.lists(st.tuples(st.sampled_from("*/+-"), st.decimals("0.5", "9", places=1)), max_size=6))
def test_an_expression_says_what_was_done(steps: list[tuple[str, Decimal]]) -> None:
    made: Quantity = ONE
    for number, (sign, value) in enumerate(steps):
        other = quantity(Input(name=f"x_{number}", value=value, unit="percent"), ())
        other = other if number % 2 else other + ONE  # sums within products, too
        made = {"*": made.__mul__, "/": made.__truediv__, "+": made.__add__, "-": made.__sub__}[sign](other)
    exact = rows.recompute(made.text, made.inputs)
    assert abs(Fraction(made.value) - exact) < Fraction(1, 10**18)


def test_because_tells_its_reasons() -> None:
    said = pay_words.say(pay_words.PayCode.NO_YEAR)
    assert Because(said).reasons == (said,)
    assert str(Because(said)) == said.words


def test_exact_numbers_go_out_as_plain_text() -> None:
    span = Span(of=PayPoint.FIGURE, low=Decimal("1E+2"), high=Decimal("0.0000001"))
    assert span.model_dump_json() == '{"of":"figure","low":"100","high":"0.0000001"}'
    assert Exact is not None
