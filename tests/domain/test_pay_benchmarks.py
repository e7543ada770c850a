"""Pay against minimum and living wages: which row is meant, how they are compared, when a verdict is given."""

import pytest

from supplychain.domain.pay import normalise
from supplychain.domain.pay_benchmarks import same_place
from supplychain.domain.pay_results import Applies, Gap, PayPoint
from supplychain.domain.pay_words import Measure, PayCode, PayState, Verdict
from supplychain.domain.records import Wage
from supplychain.domain.reference import ReferenceRow
from tests import pay_rows as rows
from tests.pay_rows import codes, monthly, shown, wage, worked


def nairobi(report: Wage, *more: ReferenceRow) -> Gap:
    """The gap to the minimum wage of Nairobi."""
    return next(g for g in worked(report, *more).minimum.gaps if g.benchmark.rows == ("mw-ke-2022-nairobi",))


# -- comparing -----------------------------------------------------------------------------------------------------------


def test_month_with_month_needs_no_hours() -> None:
    """20000 / 15201.65 - 1 = 0.31565; a year of 240000 / (15201.65 * 12) - 1 is the same."""
    month, year = nairobi(monthly("20000")), nairobi(monthly("240000", unit="year"))
    assert (shown(month), month.unit) == (["0.3156"], "month")
    assert (shown(year), year.unit) == (["0.3156"], "year")
    assert month.values[0].expression == "pay / minimum - 1"
    assert PayCode.SAME_HOURS in codes(month.assumptions)
    assert PayCode.HOURS_ASSUMED not in codes(month.assumptions)


def test_a_month_with_stated_hours_is_compared_by_the_hour() -> None:
    """29 hours: 20000 * 12 / (52 * 29) = 159.15 an hour against 87.70 (40 hours): 0.81466."""
    part_time = nairobi(monthly("20000", hours_per_week="29"))
    assert part_time.unit == "hour"
    assert shown(part_time)[0] == "0.8147"


def test_day_with_day_and_day_of_known_length_with_month() -> None:
    manila = {"currency": "PHP", "countries": ("PH",), "sites": ("Metro Manila",), "basis": "gross"}
    gap = worked(wage(low="500", high="500", unit="day", start="2023-08", end="2023-08", **manila)).minimum.gaps[0]
    assert (shown(gap), gap.unit, gap.verdict) == (["-0.1803"], "day", Verdict.BELOW)  # 500 / 610 - 1
    hour = worked(wage(low="61", high="61", start="2023-08", end="2023-08", **manila)).minimum.gaps[0]
    assert shown(hour) == ["-0.2000"]  # 61 / (610 / 8) - 1


def test_unpaid_hours_give_a_second_gap_to_each_benchmark() -> None:
    """100 KES/h, 40 paid and 10 unpaid hours: 80 an hour worked; 80 / 87.70183 - 1 = -0.08782 (40 hours)."""
    report = wage(
        low="100", high="100", currency="KES", sites=("Nairobi",), hours_per_week="40", unpaid_hours_per_week="10",
        basis="gross",
    )  # fmt: skip
    gaps = [g for g in worked(report).minimum.gaps if g.benchmark.rows == ("mw-ke-2022-nairobi",)]
    assert [(g.unpaid_counted, shown(g)[0]) for g in gaps] == [(False, "0.1402"), (True, "-0.0878")]
    assert gaps[0].verdict is Verdict.ABOVE


@pytest.mark.parametrize(
    ("basis", "benchmark", "pay", "verdict"),
    [
        ("gross", "gross", "15000", Verdict.BELOW),
        ("gross", "gross", "15201.65", Verdict.ABOVE),
        ("gross", "gross", "15201.64", Verdict.BELOW),
        ("unknown", "gross", "15300", Verdict.ABOVE),
        ("unknown", "gross", "15000", None),
        ("unknown", "gross", "7600", Verdict.BELOW),  # twice 7600 is still less
        ("unknown", "gross", "7601", None),
        ("net", "gross", "15000", None),
        ("gross", "net", "15000", Verdict.BELOW),
        ("gross", "net", "20000", None),
        ("gross", "net", "30404", Verdict.ABOVE),  # half of it is still more
        ("net", "net", "15202", Verdict.ABOVE),
        ("unknown", "net", "15000", Verdict.BELOW),
        ("unknown", "unknown", "15300", Verdict.ABOVE),  # a legal minimum is taken as before tax
    ],
)
def test_a_verdict_only_where_it_holds_whatever_the_tax(
    basis: str, benchmark: str, pay: str, verdict: Verdict | None
) -> None:
    base = rows.reference().rows["mw-ke-2022-nairobi"].model_copy(update={"basis": benchmark})
    table = rows.reference().rows | {base.id: base}
    found = normalise(monthly(pay, basis=basis), type(rows.reference()).of(table.values()))
    gap = next(g for g in found.minimum.gaps if g.benchmark.rows == (base.id,))
    assert gap.verdict is verdict
    if verdict is None:
        assert codes(gap.withheld) == {PayCode.WITHHELD_BASIS}


def test_a_verdict_rests_on_the_exact_number_not_on_the_rounded_one() -> None:
    gap = nairobi(monthly("15201.649999", basis="gross"))
    assert (shown(gap), gap.verdict) == (["0.0000"], Verdict.BELOW)


def test_open_ends_stay_open() -> None:
    at_least = nairobi(monthly("16000", high=None, basis="gross"))
    assert at_least.verdict is Verdict.ABOVE
    assert at_least.spans[0].high is None
    lower = nairobi(monthly("15000", high=None, basis="gross"))
    assert (lower.verdict, codes(lower.withheld)) == (None, {PayCode.WITHHELD_OPEN_RANGE})
    up_to = nairobi(monthly("15000", low=None, basis="gross"))
    assert (up_to.verdict, up_to.spans[0].low) == (Verdict.BELOW, None)
    assert PayCode.UP_TO in codes(up_to.cautions)
    assert nairobi(monthly("16000", low=None, basis="gross")).verdict is None


def test_range_average_and_median_are_never_mixed() -> None:
    report = monthly("10000", high="30000", mean="38000", median="6000", basis="gross")
    gap = nairobi(report)
    assert f"{gap.spans[0].low:f} {gap.spans[0].high:f}" == "-0.3422 0.9735"  # 10000 and 30000 / 15201.65 - 1
    assert [s.of for s in gap.spans] == [PayPoint.FIGURE, PayPoint.MEAN, PayPoint.MEDIAN]
    assert gap.verdict is None
    assert codes(gap.withheld) == {PayCode.WITHHELD_SPREAD}
    for value in gap.values:
        assert [
            item.name for item in gap.inputs if item.name.startswith("pay") and item.name in value.expression.split()
        ] == [f"pay_{value.of}"]


def test_what_was_only_offered_is_said_to_be() -> None:
    result = worked(monthly("20000", pay_kind="offered")).result(Measure.HOURLY)
    assert result.pay_kind == "offered"
    assert "offered" in next(s.words for s in result.cautions if s.code is PayCode.PAY_NOT_PAID)


# -- minimum wages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "years", "row"), [("UG", "2023", "mw-ug-1984"), ("ET", "2023", "mw-et-none"), ("ET", "", "mw-et-none")]
)
def test_no_effective_minimum_is_a_state_of_its_own(country: str, years: str, row: str) -> None:
    found = worked(wage(countries=(country,), start=years, end=years)).minimum
    assert found.state is PayState.NO_EFFECTIVE_MINIMUM
    assert [b.rows for b in found.without] == [(row,)]
    assert not found.gaps


def test_what_must_not_be_used_is_never_used() -> None:
    found = worked(wage(countries=("UG",)))
    assert {left.said.code: left.rows for left in found.minimum.left_out} == {
        PayCode.LEFT_USE_NO: ("mw-ug-2023-ilostat",)
    }
    series = rows.minimum("mw-ug-2023-series", "UG", "2600", "UGX", kind="series", start="2023", end="2023")
    left = worked(wage(countries=("UG",)), series).minimum.left_out
    assert (PayCode.LEFT_NO_MINIMUM, ("mw-ug-2023-series",)) in [(x.said.code, x.rows) for x in left]


def test_places_decide_which_row_is_meant() -> None:
    other = rows.minimum("mw-ke-other", "KE", "8000", "KES", area="elsewhere", start="2022-05-01", end="2024-10-31")
    named = {g.benchmark.rows[0]: g.benchmark.applies for g in worked(monthly("1"), other).minimum.gaps}
    assert named == {"mw-ke-2022-nairobi": Applies.PLACE, "mw-ke-2023-ilostat": Applies.COUNTRY}
    unnamed = {g.benchmark.rows[0]: g.benchmark.applies for g in worked(monthly("1", sites=()), other).minimum.gaps}
    assert unnamed["mw-ke-other"] is unnamed["mw-ke-2022-nairobi"] is Applies.POSSIBLE
    elsewhere = {g.benchmark.rows[0] for g in worked(monthly("1", sites=("Eldoret",)), other).minimum.gaps}
    assert elsewhere == {"mw-ke-other", "mw-ke-2023-ilostat"}


def test_rows_of_other_groups_are_left_out_and_said() -> None:
    guard = rows.minimum("mw-ke-guard", "KE", "17976.54", "KES", group="particular", start="2022-05-01")
    ticket = rows.minimum("mw-ke-ticket", "KE", "45", "KES", kind="extra", start="2022-05-01")
    found = worked(monthly("20000"), guard, ticket).minimum
    assert {left.said.code: left.rows for left in found.left_out} == {
        PayCode.LEFT_OTHER_GROUP: ("mw-ke-guard",),
        PayCode.LEFT_NOT_IN_FORCE: ("mw-ke-ticket",),
        PayCode.LEFT_OTHER_TIME: ("mw-ke-2024-nairobi",),
    }


def test_a_place_is_the_same_by_its_name_only() -> None:
    assert same_place(["Nairobi (Kasarani)"], ["Nairobi"])
    assert same_place(["Bogotá, Colombia"], ["bogota"])
    assert not same_place(["Washington DC"], ["Washington"])
    assert not same_place([], ["Nairobi"])


def test_a_row_without_an_end_ends_where_the_next_begins() -> None:
    first = rows.minimum("mw-gh-1", "GH", "10", "GHS", "day", start="2020")
    second = rows.minimum("mw-gh-2", "GH", "12", "GHS", "day", start="2022-07")
    days = {"currency": "GHS", "unit": "day", "countries": ("GH",)}
    assert [g.benchmark.rows for g in worked(wage(**days), first, second).minimum.gaps] == [("mw-gh-2",)]
    early = worked(wage(**days | {"start": "2021", "end": "2021"}), first, second).minimum.gaps
    assert [g.benchmark.rows for g in early] == [("mw-gh-1",)]
    both = worked(wage(**days | {"start": "2022", "end": "2022"}), first, second).minimum.gaps
    assert [g.benchmark.rows for g in both] == [("mw-gh-1",), ("mw-gh-2",)]
    assert all(PayCode.PART_OF_PERIOD in codes(g.cautions) for g in both)
    exact = worked(wage(**days | {"start": "2022-08", "end": "2022-09"}), first, second).minimum.gaps
    assert [g.benchmark.rows for g in exact] == [("mw-gh-2",)]
    assert PayCode.PART_OF_PERIOD not in codes(exact[0].cautions)
    assert PayCode.END_NOT_SAID in codes(exact[0].cautions)


def test_age_rows_give_no_verdict() -> None:
    row = rows.minimum("mw-xk", "XK", "170", "EUR", group="age", start="2011", end="2024", basis="gross")
    gap = worked(monthly("100", currency="EUR", countries=("XK",), sites=(), basis="gross"), row).minimum.gaps[0]
    assert (gap.verdict, codes(gap.withheld)) == (None, {PayCode.WITHHELD_PLACE})
    assert PayCode.AGE_NOT_KNOWN in codes(gap.cautions)


def test_a_minimum_in_another_currency_is_met_by_way_of_the_dollar() -> None:
    """12 EUR/h; 15 USD/h = 15 * 0.92484 = 13.87259 EUR: 13.87259 / 12 - 1 = 0.15605."""
    gap = worked(wage(low="15", high="15", countries=("DE",), basis="gross")).minimum.gaps[0]
    assert (shown(gap), gap.currency, gap.verdict) == (["0.1560"], "EUR", Verdict.ABOVE)


def test_nothing_known_is_said() -> None:
    assert codes(worked(wage(countries=("JP",))).minimum.reasons) == {PayCode.NO_MINIMUM_KNOWN}
    assert codes(worked(wage(countries=("JP",))).living.reasons) == {PayCode.NO_LIVING_WAGE_KNOWN}
    assert codes(worked(wage(countries=("US", "CA"))).minimum.reasons) == {PayCode.SEVERAL_COUNTRIES}
    assert codes(worked(wage(countries=("AQ",))).result(Measure.LOCAL).reasons) == {PayCode.CURRENCY_OF_COUNTRY_UNKNOWN}


# -- living wages --------------------------------------------------------------------------------------------------------


def test_a_living_wage_of_the_same_year_is_not_carried() -> None:
    same = rows.living("lw-gh", "GH", "2922", "GHS", start="2023", end="2023")
    later = rows.living("lw-gh-later", "GH", "3609", "GHS", start="2024", end="2024")
    report = monthly("2000", currency="GHS", countries=("GH",), sites=(), basis="gross")
    gap = worked(report, same, later).living.gaps[0]
    assert (gap.benchmark.rows, gap.verdict) == (("lw-gh",), Verdict.BELOW)
    assert shown(gap) == ["-0.3155"]  # 2000 / 2922 - 1


def test_a_later_living_wage_is_carried_back_when_there_is_no_earlier() -> None:
    """30000 KES of 2024 at prices of 2023: 30000 / 1.0448978854 = 28710.94; 20000 / 28710.94 - 1 = -0.30340."""
    table = {id: r for id, r in rows.reference().rows.items() if not id.startswith("lw-")}
    later = rows.living("lw-ke-2024", "KE", "30000", "KES", start="2024", end="2024")
    found = normalise(monthly("20000"), type(rows.reference()).of([*table.values(), later]))
    assert shown(found.living.gaps[0]) == ["-0.3034"]
    rows.check_working(found.living.gaps[0])


def test_a_voluntary_rate_holds_until_the_next_and_an_estimate_for_its_year_only() -> None:
    kind = {"covers": "voluntary_rate", "method": "Living Wage Foundation", "unit": "hour", "household": ""}
    old = rows.living("lw-gb-1", "GB", "12.00", "GBP", start="2023-10", **kind)
    new = rows.living("lw-gb-2", "GB", "12.60", "GBP", start="2024-10", **kind)
    pay = {"currency": "GBP", "countries": ("GB",), "low": "12", "high": "12", "basis": "gross"}
    spring = worked(wage(**pay | {"start": "2024-03", "end": "2024-03"}), old, new).living.gaps[0]
    autumn = worked(wage(**pay | {"start": "2024-11", "end": "2024-11"}), old, new).living.gaps[0]
    assert (spring.benchmark.rows, spring.verdict) == (("lw-gb-1",), Verdict.ABOVE)
    assert (autumn.benchmark.rows, autumn.verdict) == (("lw-gb-2",), Verdict.BELOW)


def test_prices_that_are_missing_stop_the_carrying() -> None:
    report = monthly("30000", sites=("Lake Naivasha",))
    gaps = {g.benchmark.rows: g for g in worked(report).living.gaps}
    assert codes(gaps["lw-ke-naivasha",].reasons) == {PayCode.NO_CONSUMER_PRICES}
    assert "2015, 2016, 2017, 2018, 2019" in gaps["lw-ke-naivasha",].reasons[0].words


def test_a_family_budget_is_not_a_workers_wage() -> None:
    row = rows.living("lw-ph", "PH", "1186", "PHP", unit="day", covers="family", start="2023", end="2023")
    gap = worked(wage(low="500", high="500", unit="day", currency="PHP", countries=("PH",)), row).living.gaps[0]
    assert PayCode.NOT_ONE_WORKER in codes(gap.cautions)
    assert PayCode.WITHHELD_MEANING in codes(gap.withheld)
    month = worked(monthly("20000", currency="PHP", countries=("PH",), hours_per_week="40"), row).living.gaps[0]
    assert codes(month.reasons) == set()  # the order of the country gives 8 hours a day
    without = rows.living("lw-gh", "GH", "100", "GHS", unit="day", start="2023", end="2023")
    bare = worked(wage(low="5", high="5", currency="GHS", countries=("GH",)), without).living.gaps[0]
    assert codes(bare.reasons) == {PayCode.BENCHMARK_DAY_LENGTH}
