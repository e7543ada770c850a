"""What must come out right, each worked by hand from the reference rows; the arithmetic stands in the docstring."""

from decimal import Decimal

import pytest

from supplychain.domain.pay import normalise
from supplychain.domain.pay_results import Applies, Comparable, Gap, PayPoint, Result
from supplychain.domain.pay_share import pair, shares
from supplychain.domain.pay_words import Measure, PayCode, PayState, Verdict
from supplychain.domain.records import Wage
from tests import factories as f
from tests import pay_rows as rows
from tests.pay_rows import codes

REFERENCE = rows.reference()


def wage(**changes: object) -> Wage:
    """A pay report in Kenya."""
    return f.wage("w-x", "an-employer", **{"countries": ("KE",)} | changes)


def cloudfactory() -> Wage:
    """1.20 euro an hour at CloudFactory in Nairobi in 2023, as one worker told a broadcaster."""
    return wage(
        low="1.20", high="1.20", currency="EUR", sites=("Nairobi (Kasarani)",), start="2023", end="2023",
        reported_on="2024-07-04", sample_size=1,
    )  # fmt: skip


def span(result: Result, of: PayPoint = PayPoint.FIGURE) -> tuple[str | None, str | None]:
    """The numbers of a result as text."""
    found = result.span(of)
    assert found is not None, result
    return tuple(None if x is None else f"{x:f}" for x in (found.low, found.high))  # type: ignore[return-value]


def gap(against: object, row: str, *, unpaid_counted: bool = False) -> Gap:
    """The gap to one row."""
    gaps = against.gaps  # type: ignore[attr-defined]
    return next(g for g in gaps if row in g.benchmark.rows and g.unpaid_counted == unpaid_counted)


def checked(comparable: Comparable) -> Comparable:
    """The same, with every number recomputed another way."""
    for result in rows.everything(comparable):
        rows.check_working(result)
    return comparable


def test_cloudfactory_in_shillings_dollars_and_parity_dollars() -> None:
    """1.20 EUR/h, Nairobi 2023.

    Dollars: 1.20 / 0.9248395584706975 = 1.29752 -> 1.30.
    Shillings: 1.2975223529 * 139.8463837596168 = 181.45381 -> 181.45.
    International dollars: 181.45381 / 43.0049441280964 = 4.21937 -> 4.22.
    At prices of 2024: 181.45381 * (1 + 4.48978854243448/100) = 181.45381 * 1.0448978854 = 189.60070 -> 189.60.
    """
    found = checked(normalise(cloudfactory(), REFERENCE, prices_of=2024))
    assert found.years == (2023,)
    shown = {m: span(found.result(m))[0] for m in list(Measure)[:6]}
    assert shown == {
        Measure.HOURLY: "1.20",
        Measure.LOCAL: "181.45",
        Measure.USD: "1.30",
        Measure.EUR: "1.20",
        Measure.INTERNATIONAL: "4.22",
        Measure.REAL: "189.60",
    }
    local = found.result(Measure.LOCAL)
    assert local.values[0].expression == "pay / eur_per_usd_2023 * kes_per_usd_2023"
    assert (local.currency, local.unit, local.pay_kind, local.basis) == ("KES", "hour", "reported", "unknown")
    assert {i.record for i in local.inputs} == {"w-x", "xr-eur-2023", "xr-kes-2023"}
    expected = {PayCode.BASIS_UNKNOWN, PayCode.ONE_PERSON, PayCode.OTHER_CURRENCY, PayCode.AVERAGE_OF_YEAR}
    assert codes(local.cautions) == expected
    assert not local.assumptions
    assert PayCode.WHOLE_ECONOMY in codes(found.result(Measure.INTERNATIONAL).cautions)


def test_cloudfactory_against_the_minimum_of_nairobi() -> None:
    """181.45381 KES/h against 15,201.65 KES a month (Nairobi, general labourer, May 2022 to October 2024).

    An hour of the minimum: 15201.65 * 12 / (52 * 40) = 87.70183; / (52 * 45) = 77.95718; / (52 * 48) = 73.08486.
    Gap: 181.45381 / 87.70183 - 1 = 1.06899; / 77.95718 - 1 = 1.32761; / 73.08486 - 1 = 1.48278.
    Above whatever the hours, and whatever the tax: if 1.20 is after tax, pay before tax was higher still.
    """
    minimum = checked(normalise(cloudfactory(), REFERENCE)).minimum
    assert minimum.state is PayState.COMPARABLE
    nairobi = minimum.gaps[0]
    assert nairobi.benchmark.rows == ("mw-ke-2022-nairobi",)
    assert nairobi.benchmark.applies is Applies.PLACE
    assert span(nairobi) == ("1.0690", "1.4828")
    assert [f"{v.amount:f}" for v in nairobi.benchmark_values] == ["87.70", "77.96", "73.08"]
    assert [v.benchmark_hours for v in nairobi.values] == [40, 45, 48]
    assert nairobi.verdict is Verdict.ABOVE
    assumed = {PayCode.HOURS_ASSUMED, PayCode.MINIMUM_TAKEN_AS_GROSS, PayCode.TAX_AT_MOST_HALF}
    assert codes(nairobi.assumptions) == assumed
    assert {PayCode.STATUS_NOT_KNOWN, PayCode.OTHER_CURRENCY} <= codes(nairobi.cautions)
    ilostat = gap(minimum, "mw-ke-2023-ilostat")
    assert span(ilostat) == ("0.9617", "1.3540")
    assert ilostat.verdict is None
    assert codes(ilostat.withheld) == {PayCode.WITHHELD_DOUBT}
    assert {left.said.code: left.rows for left in minimum.left_out} == {
        PayCode.LEFT_OTHER_TIME: ("mw-ke-2024-nairobi",),
    }


def test_cloudfactory_against_a_living_wage_carried_to_the_year() -> None:
    """No living wage of 2023 is known: those of September 2019 are carried by consumer prices.

    1.0540516 * 1.0610794 * 1.0765986 * 1.0767140 = 1.2964743.
    Single adult 20,100 to 25,500: 20100 * 1.2964743 = 26059.13, 25500 * 1.2964743 = 33060.09 KES a month;
    lowest hour 26059.13 * 12 / (52 * 48) = 125.28, highest 33060.09 * 12 / (52 * 40) = 190.73.
    Gap: 181.45381 / 190.73132 - 1 = -0.04864; 181.45381 / 125.28430 - 1 = 0.44834: from below to above.
    Standard family 31,200 to 42,600: 194.47 to 318.63 an hour; 181.45381 / 318.63349 - 1 = -0.43052;
    / 194.47115 - 1 = -0.06694: below in every case, and no verdict, for the benchmark is of another year.
    """
    living = checked(normalise(cloudfactory(), REFERENCE)).living
    single, standard = gap(living, "lw-ke-single-low"), gap(living, "lw-ke-standard-low")
    assert span(single) == ("-0.0486", "0.4483")
    assert span(standard) == ("-0.4305", "-0.0669")
    assert (f"{standard.benchmark_spans[0].low}", f"{standard.benchmark_spans[0].high}") == ("194.47", "318.63")
    assert single.verdict is None
    assert standard.verdict is None
    assert {PayCode.WITHHELD_SPREAD, PayCode.WITHHELD_CARRIED} <= codes(single.withheld)
    carried = next(s for s in single.cautions if s.code is PayCode.CARRIED)
    assert carried.parameters == {"from": "2019-09", "to": "2023"}
    assert single.benchmark.household == "single adult"
    assert (single.benchmark.low, single.benchmark.high) == (20100, 25500)
    assert [(left.said.code, left.rows) for left in living.left_out] == [
        (PayCode.LEFT_OTHER_PLACE, ("lw-ke-naivasha",))
    ]


def test_share_of_sama_workers_in_what_openai_paid() -> None:
    """1.32 to 2 USD/h of 12.50 USD/h: 1.32 / 12.50 = 0.1056; 2 / 12.50 = 0.16. No rate, no hours and no year are needed."""
    common = {"countries": ("KE",), "clients": ("openai",), "tools": ("chatgpt",), "work_types": ("text labelling",)}
    pay = f.wage("w-pay", "sama", low="1.32", high="2", reported_on="2023-01", **common)
    contract = {"basis": "paid_by_client", "pay_kind": "contract_price", "start": "2021", "end": "2022-02"}
    price = f.wage("w-price", "sama", low="12.50", high="12.50", **common | contract)
    (share,) = shares([price, pay], REFERENCE)
    rows.check_working(share)
    assert span(share) == ("0.1056", "0.1600")
    assert [v.expression for v in share.values] == ["pay_low / price", "pay_high / price"]
    assert (share.paired.employer, share.paired.clients, share.paired.tools) == ("sama", ("openai",), ("chatgpt",))
    assert not share.paired.overlapping
    assert {PayCode.PERIOD_OF_PAIR_UNSTATED, PayCode.PRICE_IS_NOT_PAY, PayCode.BASIS_UNKNOWN} <= codes(share.cautions)
    assert (share.pay_kind, share.price_kind) == ("reported", "contract_price")
    price_alone = normalise(price, REFERENCE)
    assert codes(price_alone.minimum.reasons) == codes(price_alone.living.reasons) == {PayCode.NOT_PAY}


def test_effective_pay_with_eight_unpaid_hours() -> None:
    """2.15 USD/h on average, eight unpaid hours a week, paid hours not stated.

    2.15 * 40 / 48 = 1.79167; 2.15 * 45 / 53 = 1.82547; 2.15 * 48 / 56 = 1.84286. With 20 paid hours it would be
    2.15 * 20 / 28 = 1.54: fewer paid hours, less pay; that is said.
    """
    report = wage(low=None, high=None, mean="2.15", unpaid_hours_per_week="8", countries=(), reported_on="2023")
    found = checked(normalise(report, REFERENCE))
    effective = found.result(Measure.USD, unpaid_counted=True)
    assert span(effective, PayPoint.MEAN) == ("1.79", "1.84")
    assert [(v.hours, f"{v.amount:f}") for v in effective.values] == [(40, "1.79"), (45, "1.83"), (48, "1.84")]
    assert effective.values[0].expression == "pay_mean * hours_40 / (hours_40 + unpaid_hours)"
    assert codes(effective.assumptions) == {PayCode.HOURS_ASSUMED, PayCode.FEWER_PAID_HOURS}
    assert span(found.result(Measure.USD), PayPoint.MEAN) == ("2.15", "2.15")
    assert codes(found.minimum.reasons) == {PayCode.NO_COUNTRY}
    stated = normalise(report.model_copy(update={"hours_per_week": Decimal(20)}), REFERENCE)
    assert span(stated.result(Measure.USD, unpaid_counted=True), PayPoint.MEAN) == ("1.54", "1.54")
    assert not stated.result(Measure.USD, unpaid_counted=True).assumptions


def test_a_venezuelan_figure_is_refused_with_its_reason() -> None:
    """40 USD a week in Venezuela, without any date: 40 / 48 = 0.83 to 40 / 40 = 1.00 USD/h, and nothing in bolivars.

    Prices rose by 186.5, 337.5 and 49.4 percent (2022 to 2024): above 40 in every year known; official and market rates
    lay apart in every year known. So no year whatever would do.
    """
    report = wage(low="40", high="40", unit="week", countries=("VE",))
    found = checked(normalise(report, REFERENCE))
    assert span(found.result(Measure.USD)) == ("0.83", "1.00")
    expected = {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION, PayCode.NO_YEAR}
    for said in (found.result(Measure.LOCAL).reasons, found.minimum.reasons, found.living.reasons):
        assert codes(said) == expected
    assert "VES" in found.minimum.reasons[0].words
    dated = normalise(report.model_copy(update={"reported_on": "2023"}), REFERENCE)
    assert codes(dated.minimum.reasons) == {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION}
    assert "337.5" in next(s.words for s in dated.minimum.reasons if s.code is PayCode.HIGH_INFLATION)
    assert codes(dated.result(Measure.INTERNATIONAL).reasons) == {PayCode.NO_PARITY}
    assert codes(dated.living.reasons) == {PayCode.NO_LIVING_WAGE_KNOWN}  # a food basket is no living wage
    assert [left.rows for left in dated.living.left_out] == [("lw-ve-basket",)]


@pytest.mark.parametrize(
    ("currency", "year", "reasons"),
    [
        ("VES", 2023, {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION}),
        ("VES", 2025, {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION}),
        ("ARS", 2021, {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION}),
        ("ARS", 2024, {PayCode.HIGH_INFLATION}),
        ("LBP", 2022, {PayCode.SEVERAL_RATES, PayCode.HIGH_INFLATION}),
        ("SYP", 2022, {PayCode.SEVERAL_RATES, PayCode.RATE_NOT_USABLE}),
        ("SYP", 2023, {PayCode.SEVERAL_RATES, PayCode.NO_EXCHANGE_RATE}),
        ("KES", 2021, {PayCode.NO_EXCHANGE_RATE}),
        ("LBP", 2018, set()),
        ("ARS", 2018, set()),
    ],
)
def test_money_that_no_average_describes(currency: str, year: int, reasons: set[PayCode]) -> None:
    """VES, ARS, LBP and SYP are refused where several rates or high inflation fall into the year; a peg that held is not."""
    country = {"VES": "VE", "ARS": "AR", "LBP": "LB", "SYP": "SY", "KES": "KE"}[currency]
    report = wage(low="1000", high="1000", currency=currency, countries=(country,), start=str(year), end=str(year))
    assert codes(normalise(report, REFERENCE).result(Measure.USD).reasons) == reasons


def test_united_states_against_federal_and_state() -> None:
    """16 to 21 USD/h, reported in 2025, no state named.

    Federal 7.25: 16 / 7.25 - 1 = 1.20690, 21 / 7.25 - 1 = 1.89655: above.
    California 16.50: 16 / 16.5 - 1 = -0.03030, 21 / 16.5 - 1 = 0.27273. Washington 16.66: -0.03962 and 0.26050.
    Which state it is, is not said: no verdict on a state.
    """
    report = wage(low="16", high="21", countries=("US",), reported_on="2025-09-12")
    minimum = checked(normalise(report, REFERENCE)).minimum
    federal = gap(minimum, "mw-us-federal")
    assert span(federal) == ("1.2069", "1.8966")
    assert federal.verdict is Verdict.ABOVE
    assert PayCode.REGION_MAY_DIFFER in codes(federal.cautions)
    assert PayCode.YEAR_OF_REPORT in codes(federal.assumptions)
    california, washington = gap(minimum, "mw-us-california"), gap(minimum, "mw-us-washington")
    assert (span(california), span(washington)) == (("-0.0303", "0.2727"), ("-0.0396", "0.2605"))
    assert california.benchmark.applies is Applies.POSSIBLE
    assert {PayCode.WITHHELD_SPREAD, PayCode.WITHHELD_PLACE} == codes(california.withheld)


def test_united_states_in_a_state_that_is_named() -> None:
    """15 USD/h before tax in California. 2025: 15 / 16.50 - 1 = -0.09091, below; 15 / 7.25 - 1 = 1.06897, above federal.

    Spring 2024: the reference knows California's minimum for 2025 only, so that row is left out and said.
    """
    report = wage(
        low="15", high="15", countries=("US",), sites=("California",), basis="gross", pay_kind="alleged", start="2025",
        end="2025",
    )  # fmt: skip
    minimum = checked(normalise(report, REFERENCE)).minimum
    state = gap(minimum, "mw-us-california")
    assert (span(state)[0], state.verdict, state.pay_kind) == ("-0.0909", Verdict.BELOW, "alleged")
    assert gap(minimum, "mw-us-federal").verdict is Verdict.ABOVE
    assert PayCode.REGION_MAY_DIFFER not in codes(gap(minimum, "mw-us-federal").cautions)
    earlier = normalise(report.model_copy(update={"start": "2024-03", "end": "2024-06"}), REFERENCE).minimum
    assert [g.benchmark.rows for g in earlier.gaps] == [("mw-us-federal",)]
    assert (PayCode.LEFT_OTHER_TIME, ("mw-us-california",)) in [(x.said.code, x.rows) for x in earlier.left_out]
    assert PayCode.REGION_MAY_DIFFER in codes(earlier.gaps[0].cautions)


def test_no_pair_where_something_speaks_against_it() -> None:
    """Other client, other product, other employer, other country, other kind of work, other time."""
    common = {"clients": ("openai",), "tools": ("chatgpt",), "countries": ("KE",), "work_types": ("text labelling",)}
    price = f.wage(
        "w-price", "sama", low="12.50", high="12.50", basis="paid_by_client", start="2021", end="2022", **common
    )
    assert pair(f.wage("w-a", "sama", start="2022", **common), price) is not None
    assert pair(f.wage("w-a", "samasource", **common), price) is None
    assert pair(f.wage("w-a", "samasource", **common), price, lambda id: "sama" if "sama" in id else id) is not None
    for changes in (
        {"clients": ("meta",)},
        {"tools": ("facebook",)},
        {"countries": ("UG",)},
        {"work_types": ("content moderation",)},
        {"clients": (), "tools": ()},
        {"start": "2023", "end": "2024"},
    ):
        assert pair(f.wage("w-a", "sama", **common | changes), price) is None, changes
