"""The rules of normalisation one by one: hours, time, money, shares, and what is refused."""

from decimal import Decimal

import pytest

from supplychain.domain.pay_results import PayPoint
from supplychain.domain.pay_share import shares
from supplychain.domain.pay_subject import TimeGiven
from supplychain.domain.pay_words import Measure, PayCode, PayState, Verdict
from tests import factories as f
from tests import pay_rows as rows
from tests.pay_rows import codes, monthly, shown, wage, worked

# -- hours ---------------------------------------------------------------------------------------------------------------


def test_a_month_without_hours_is_a_range_and_with_hours_a_figure() -> None:
    """20000 * 12 / (52 * 40) = 115.38; / (52 * 45) = 102.56; / (52 * 48) = 96.15; with 20 hours 230.77."""
    result = worked(monthly("20000")).result(Measure.HOURLY)
    assert shown(result) == ["115.38", "102.56", "96.15"]
    assert codes(result.assumptions) == {PayCode.HOURS_ASSUMED}
    assert [item.name for item in result.inputs if item.assumed] == ["hours_40", "hours_45", "hours_48"]
    stated = worked(monthly("20000", hours_per_week="20")).result(Measure.HOURLY)
    assert shown(stated) == ["230.77"]
    assert not stated.assumptions


def test_year_and_week() -> None:
    assert shown(worked(monthly("240000", unit="year")).result(Measure.HOURLY)) == ["115.38", "102.56", "96.15"]
    assert shown(worked(monthly("4800", unit="week")).result(Measure.HOURLY)) == ["120.00", "106.67", "100.00"]


def test_legal_hours_of_the_country_where_the_reference_gives_them() -> None:
    """Colombia 2019, 48 hours: 1,000,000 * 12 / (52 * 48) = 4807.69; another year has no row: assumed."""
    report = monthly("1000000", currency="COP", countries=("CO",), sites=(), start="2019", end="2019")
    result = worked(report).result(Measure.HOURLY)
    assert shown(result) == ["4807.69"]
    assert codes(result.assumptions) == {PayCode.STATUTORY_HOURS}
    assert "mw-co-2019" in {item.record for item in result.inputs}
    other = worked(report.model_copy(update={"start": "2023", "end": "2023"})).result(Measure.HOURLY)
    assert codes(other.assumptions) == {PayCode.HOURS_ASSUMED}


def test_two_years_with_legal_hours_of_their_own() -> None:
    """Each year's row brings its own hours: 6000 / (828116 * 12 / (52 * 48)) - 1 = 0.50703 in 2019."""
    report = wage(low="6000", high="6000", currency="COP", countries=("CO",), start="2018", end="2019")
    gaps = {g.benchmark.rows[0]: g for g in worked(report).minimum.gaps}
    assert shown(gaps["mw-co-2019"]) == ["0.5070"]
    assert shown(gaps["mw-co-2018"]) == ["0.5975"]
    assert "hours_of_mw_co_2018" in gaps["mw-co-2018"].values[0].expression
    effective = worked(report.model_copy(update={"unpaid_hours_per_week": Decimal(12)}))
    assert shown(effective.result(Measure.HOURLY, unpaid_counted=True)) == ["4800.00"]


@pytest.mark.parametrize("minimum", ["7.25", "10", "15", "16.5"])
def test_pay_that_is_the_minimum_to_the_cent_is_not_below_it(minimum: str) -> None:
    """Paid for 41 hours what 60 hours at the minimum come to, with 19 unpaid: 60 m / 41 * 41 / 60 = m, whatever 1/41 leaves."""
    row = rows.minimum("mw-us-exact", "US", minimum, "USD", "hour", start="2023", end="2023", basis="gross")
    for paid in range(21, 60):
        amount = f"{Decimal(minimum) * 60:f}"
        report = wage(low=amount, high=amount, unit="week", hours_per_week=str(paid), basis="gross", countries=("US",))
        report = report.model_copy(update={"unpaid_hours_per_week": Decimal(60 - paid)})
        against = worked(report, row).minimum
        gap = next(g for g in against.gaps if g.benchmark.rows == (row.id,) and g.unpaid_counted)
        assert shown(gap) == ["0.0000"]
        assert gap.verdict is Verdict.ABOVE, paid


def test_half_of_the_last_digit_is_rounded_up_however_it_was_come_by() -> None:
    """1.10 an hour of 400 a month for 45 hours: 1.10 / (400 * 12 / (52 * 45)) - 1 = -0.46375, shown as -0.4638; 26.75 a week
    for 3 hours with 7 unpaid: 26.75 / 3 * 3 / 10 = 2.675, shown as 2.68."""
    row = rows.minimum("mw-us-month", "US", "400", "USD", start="2023", end="2023", **rows.per("45", "45", "week"))
    gaps = worked(wage(low="1.10", high="1.10", countries=("US",)), row).minimum.gaps
    assert shown(next(g for g in gaps if g.benchmark.rows == (row.id,))) == ["-0.4638"]
    week = wage(low="26.75", high="26.75", unit="week", hours_per_week="3", unpaid_hours_per_week="7")
    assert shown(worked(week).result(Measure.HOURLY, unpaid_counted=True)) == ["2.68"]


def test_hours_of_pay_and_of_price_are_told_apart() -> None:
    """2000 USD a month for 40 hours are 11.54 an hour; 1000 a week for 20 hours are 50: 0.2308."""
    common = {"clients": ("openai",)}
    pay = wage(low="2000", high="2000", unit="month", hours_per_week="40", **common)
    week = {"unit": "week", "hours_per_week": "20", "basis": "paid_by_client"}
    price = f.wage("w-price", "an-employer", low="1000", high="1000", **week, **common)
    (share,) = shares([pay, price], rows.reference())
    rows.check_working(share)
    assert shown(share) == ["0.2308"]


def test_legal_hours_of_a_month_and_two_figures_in_one_year() -> None:
    """346.66 / 173.33 = 2 an hour; a week of 40 to 42 hours gives two numbers."""
    month = rows.minimum(
        "mw-mg", "MG", "262680", "MGA", start="2023", end="2023", **rows.per("173.33", "173.33", "month")
    )
    result = worked(monthly("346.66", currency="MGA", countries=("MG",), sites=()), month).result(Measure.HOURLY)
    assert shown(result) == ["2.00"]
    yearly = worked(monthly("4159.92", currency="MGA", countries=("MG",), sites=(), unit="year"), month)
    assert shown(yearly.result(Measure.HOURLY)) == ["2.00"]
    week = rows.minimum("mw-mg", "MG", "262680", "MGA", start="2023", end="2023", **rows.per("40", "42", "week"))
    result = worked(monthly("1680", currency="MGA", countries=("MG",), sites=(), unit="week"), week).result(
        Measure.HOURLY
    )
    assert shown(result) == ["42.00", "40.00"]


@pytest.mark.parametrize("hours", ["0", "169"])
def test_hours_that_no_week_has(hours: str) -> None:
    assert codes(worked(monthly("1", hours_per_week=hours)).result(Measure.HOURLY).reasons) == {
        PayCode.HOURS_IMPLAUSIBLE
    }


def test_unpaid_hours_that_no_week_has() -> None:
    result = worked(monthly("1", unpaid_hours_per_week="200")).result(Measure.HOURLY, unpaid_counted=True)
    assert codes(result.reasons) == {PayCode.HOURS_IMPLAUSIBLE}


def test_a_day_needs_its_hours() -> None:
    """9 USD a day stays a day; the Philippine order has 8 hours: 800 / 8 = 100; 15 hours said by the source: 60 / 15 = 4."""
    unknown = worked(wage(low="9", high="9", unit="day"))
    assert codes(unknown.result(Measure.HOURLY).reasons) == {PayCode.DAY_LENGTH_UNKNOWN}
    local = unknown.result(Measure.LOCAL)
    assert (local.unit, shown(local)) == ("day", ["1258.62"])  # 9 * 139.84638
    assert codes(unknown.minimum.reasons) == {PayCode.DAY_LENGTH_UNKNOWN}
    manila = wage(low="800", high="800", unit="day", currency="PHP", countries=("PH",), sites=("Metro Manila",))
    legal = worked(manila).result(Measure.HOURLY)
    assert (shown(legal), codes(legal.assumptions)) == (["100.00"], {PayCode.STATUTORY_HOURS})
    said = worked(wage(low="60", high="60", unit="day"), time=TimeGiven(hours_per_day="15"))
    assert shown(said.result(Measure.HOURLY)) == ["4.00"]


def test_pay_for_a_task_stays_pay_for_a_task() -> None:
    """0.05 USD for three minutes is 0.05 * 60 / 3 = 1 an hour, but only if somebody says that it is three minutes."""
    report = wage(low="0.05", high="0.05", unit="task")
    found = worked(report)
    assert codes(found.result(Measure.HOURLY).reasons) == {PayCode.TASK_PAY}
    assert codes(found.minimum.reasons) == codes(found.living.reasons) == {PayCode.TASK_PAY}
    assert (found.result(Measure.USD).unit, shown(found.result(Measure.USD))) == ("task", ["0.0500"])
    timed = worked(report, time=TimeGiven(minutes_per_task="3"))
    assert (timed.result(Measure.USD).unit, shown(timed.result(Measure.USD))) == ("hour", ["1.00"])
    assert shown(timed.minimum.gaps[0])


def test_pay_for_a_task_has_no_effective_pay_and_no_share() -> None:
    found = worked(wage(low="1", high="1", unit="task", unpaid_hours_per_week="8"))
    assert codes(found.result(Measure.USD, unpaid_counted=True).reasons) == {PayCode.TASK_PAY}
    common = {"unit": "task", "clients": ("openai",)}
    price = f.wage("w-price", "an-employer", basis="paid_by_client", **common)
    (share,) = shares([price, wage(**common)], rows.reference())
    assert codes(share.reasons) == {PayCode.TASK_PAY}


# -- money and time ------------------------------------------------------------------------------------------------------


def test_a_period_of_two_years_gives_two_numbers_and_no_average() -> None:
    """100 KES: 100 / 117.86599 = 0.85 (2022), 100 / 139.84638 = 0.72 (2023)."""
    result = worked(wage(low="100", high="100", currency="KES", start="2022-06", end="2023-02")).result(Measure.USD)
    assert [(v.year, f"{v.amount:f}") for v in result.values] == [(2022, "0.85"), (2023, "0.72")]
    assert PayCode.SEVERAL_YEARS in codes(result.cautions)


@pytest.mark.parametrize(
    ("start", "end", "reported", "years", "said"),
    [
        ("2023", "", "2024", (2023,), PayCode.PERIOD_OPEN),
        ("..", "2023", "2024", (2023,), PayCode.PERIOD_OPEN),
        ("2023~", "2023~", "", (2023,), PayCode.DATE_APPROXIMATE),
        ("", "", "2023-07-04", (2023,), PayCode.YEAR_OF_REPORT),
    ],
)
def test_which_year_is_meant(start: str, end: str, reported: str, years: tuple[int, ...], said: PayCode) -> None:
    found = worked(wage(start=start, end=end, reported_on=reported))
    result = found.result(Measure.EUR)
    assert found.years == years
    assert said in codes(result.cautions) | codes(result.assumptions)
    assert said in codes(found.minimum.gaps[0].cautions) | codes(found.minimum.gaps[0].assumptions)


def test_without_any_date_nothing_that_needs_a_year() -> None:
    found = worked(wage(start="", end=""))
    assert found.years == ()
    assert found.result(Measure.USD).state is PayState.COMPARABLE
    for measure in (Measure.EUR, Measure.LOCAL, Measure.INTERNATIONAL):
        assert codes(found.result(measure).reasons) == {PayCode.NO_YEAR}
    assert codes(found.minimum.reasons) == codes(found.living.reasons) == {PayCode.NO_YEAR}


def test_a_doubtful_rate_is_said_and_two_parities_are_told_apart() -> None:
    result = worked(wage(low="1000", high="1000", currency="NGN", countries=("NG",))).result(Measure.USD)
    assert PayCode.DOUBTFUL_ROW in codes(result.cautions)
    parity = worked(wage(low="1000", high="1000", currency="NGN", countries=("NG",))).result(Measure.INTERNATIONAL)
    assert PayCode.PARITIES_DIFFER in codes(parity.cautions)
    assert shown(parity) == ["6.32"]  # 1000 / 158.29238


def test_notable_inflation_is_said_and_does_not_stop_the_conversion() -> None:
    """Ghana 2023: 38.1 percent; 11.02040833 cedis are one dollar."""
    result = worked(wage(low="11.02", high="11.02", currency="GHS", countries=("GH",))).result(Measure.USD)
    assert shown(result) == ["1.00"]
    assert "38.1" in next(s.words for s in result.cautions if s.code is PayCode.NOTABLE_INFLATION)


def test_without_unpaid_hours_there_is_no_effective_pay_and_that_is_said() -> None:
    found = worked(wage())
    assert codes(found.result(Measure.HOURLY, unpaid_counted=True).reasons) == {PayCode.NO_UNPAID_HOURS}
    none = worked(wage(unpaid_hours_per_week="0", hours_per_week="40"))
    assert shown(none.result(Measure.USD, unpaid_counted=True)) == ["2.00"]
    price = worked(wage(basis="paid_by_client", unpaid_hours_per_week="8"))
    assert codes(price.result(Measure.HOURLY, unpaid_counted=True).reasons) == {PayCode.NOT_PAY}


def test_a_parity_in_dollars_is_met_by_way_of_dollars() -> None:
    """1.20 USD in Palestine 2023: 1.20 / 0.5806751 = 2.07."""
    result = worked(wage(low="1.20", high="1.20", countries=("PS",))).result(Measure.INTERNATIONAL)
    assert shown(result) == ["2.07"]


def test_a_parity_of_a_year_of_high_inflation_is_refused() -> None:
    result = worked(wage(currency="ARS", countries=("AR",), start="2021", end="2021")).result(Measure.INTERNATIONAL)
    assert codes(result.reasons) == {PayCode.HIGH_INFLATION}


def test_a_rate_that_is_not_official_is_said() -> None:
    result = worked(wage(start="2025", end="2025")).result(Measure.EUR)
    assert PayCode.RATE_NOT_OFFICIAL in codes(result.cautions)


def test_prices_carry_forward_and_back_and_refuse_wild_years() -> None:
    report = wage(low="100", high="100", currency="KES")
    assert shown(worked(report, prices_of=2024).result(Measure.REAL)) == ["104.49"]
    assert shown(worked(report, prices_of=2022).result(Measure.REAL)) == ["92.88"]  # 100 / 1.0767139634
    assert shown(worked(report, prices_of=2023).result(Measure.REAL)) == ["100.00"]
    assert codes(worked(report, prices_of=2026).result(Measure.REAL).reasons) == {PayCode.NO_CONSUMER_PRICES}
    bolivars = worked(wage(currency="VES", countries=("VE",)), prices_of=2024).result(Measure.REAL)
    assert codes(bolivars.reasons) == {PayCode.HIGH_INFLATION}


def test_share_in_two_currencies_and_of_a_price_with_an_open_end() -> None:
    """181.45381 KES of 2023 are 1.29752 USD; of at least 5 USD that is at most 0.2595."""
    common = {"clients": ("openai",)}
    pay = wage(low="181.453809", high="181.453809", currency="KES", **common)
    price = f.wage(
        "w-price", "an-employer", low="5", high=None, basis="paid_by_client", start="2023", end="2023", **common
    )
    (share,) = shares([pay, price], rows.reference())
    rows.check_working(share)
    assert (share.spans[0].low, f"{share.spans[0].high:f}") == (None, "0.2595")
    assert share.paired.overlapping
    later = pay.model_copy(update={"start": "", "end": "", "reported_on": "2023"})
    (assumed,) = shares([later, price], rows.reference())
    assert {PayCode.YEAR_OF_REPORT} == codes(assumed.assumptions)
    undated = price.model_copy(update={"start": "", "end": ""})
    (refused,) = shares([pay, undated], rows.reference())
    assert codes(refused.reasons) == {PayCode.NO_YEAR}
    (nothing,) = shares([pay, price.model_copy(update={"low": Decimal(0), "high": Decimal(0)})], rows.reference())
    assert codes(nothing.reasons) == {PayCode.PRICE_IS_ZERO}


@pytest.mark.parametrize("end", ["low", "high"])
def test_no_share_of_two_figures_that_are_open_at_the_same_end(end: str) -> None:
    """At least 2 of at least 10 can be any part of it, and so can up to 2 of up to 10."""
    common = {"clients": ("openai",), "low": None, "high": None}
    pay, price = wage(**common | {end: "2"}), wage(**common | {end: "10"}, basis="paid_by_client")
    (share,) = shares([pay, price.model_copy(update={"id": "w-price"})], rows.reference())
    assert share.state is PayState.NOT_COMPARABLE
    assert codes(share.reasons) == {PayCode.SAME_END_OPEN}


def test_share_of_ranges_and_averages() -> None:
    """2 to 3 of 10 to 20: 2/20 = 0.1 to 3/10 = 0.3; an average of 2.5: 2.5/20 = 0.125 to 2.5/10 = 0.25."""
    common = {"clients": ("openai",)}
    pay = wage(low="2", high="3", mean="2.5", **common)
    price = f.wage("w-price", "an-employer", low="10", high="20", basis="paid_by_client", **common)
    (share,) = shares([pay, price], rows.reference())
    assert [(s.of, f"{s.low:f}", f"{s.high:f}") for s in share.spans] == [
        (PayPoint.FIGURE, "0.1000", "0.3000"),
        (PayPoint.MEAN, "0.1250", "0.2500"),
    ]
