"""What charts show is what was made comparable, no more and no less; what cannot be drawn is listed with its reason."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain import charts as c
from supplychain.domain.chart_practices import practice_cells, reports_at
from supplychain.domain.chart_price import price_marks
from supplychain.domain.compose import shown_all
from supplychain.domain.pay_answers import PayReport
from supplychain.domain.pay_brief import comparable_of
from supplychain.domain.pay_levels import levels_beside
from supplychain.domain.pay_results import BenchmarkKind, PayPoint
from supplychain.domain.pay_share import shares
from supplychain.domain.pay_subject import Subject
from supplychain.domain.pay_words import Measure, PayCode, PayState
from supplychain.domain.records import Record, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRACTICES
from tests import factories as f
from tests import pay_rows as rows

MONEYS = list(c.MONEY.values())


def state(*records: Record) -> Snapshot:
    """Records with two employers, a client and the reference rows of the tests of pay."""
    own = (f.source(), f.entity("x", "outsourcer"), f.entity("y", "platform"), f.entity("buyer", "client"))
    return Snapshot.of([*own, *records, *rows.reference().rows.values()])


def reports_of(snapshot: Snapshot) -> list[PayReport]:
    """Every pay report, made comparable."""
    wages = [w for w in snapshot.live if isinstance(w, Wage)]
    return [PayReport(shown=s, comparable=comparable_of(snapshot, s.claim)) for s in shown_all(snapshot, wages)]


def drawn(snapshot: Snapshot, measure: Measure = Measure.USD) -> tuple[tuple[c.Panel, ...], tuple[c.PayMark, ...]]:
    """The chart of both employers."""

    def levels(wage: Wage) -> Any:
        return levels_beside(Subject(wage, snapshot.reference), measure)

    return c.pay_marks(reports_of(snapshot), ["y", "x"], measure, levels, snapshot.canonical)


def spans(marks: Any) -> set[tuple[Any, ...]]:
    return {(m.wage, m.of, m.low, m.high, m.unpaid_counted) for m in marks if m.what == "pay" and m.drawn}


def kenya(id: str, **changes: Any) -> Wage:
    """A pay report from Kenya of 2023."""
    return f.wage(id, **{"employer": "x", "countries": ("KE",), "start": "2023", "end": "2023"} | changes)


AMOUNTS = st.sampled_from(["0.30", "1.5", "2", "20000", "35000"])
WAGES = st.builds(
    dict,
    employer=st.sampled_from(["x", "y"]),
    low=AMOUNTS,
    high=st.sampled_from([None, "36000"]),
    currency=st.sampled_from(["USD", "KES", "EUR", "VES"]),
    unit=st.sampled_from(["hour", "day", "month", "task"]),
    basis=st.sampled_from(["unknown", "net", "paid_by_client"]),
    countries=st.sampled_from([(), ("KE",), ("GH",), ("VE",), ("KE", "GH")]),
    start=st.sampled_from(["", "2022", "2023"]),
    reported_on=st.sampled_from(["", "2024-05"]),
    unpaid_hours_per_week=st.sampled_from([None, "8"]),
)


@given(st.lists(WAGES, max_size=5), st.sampled_from(MONEYS))
def test_rows_are_exactly_the_comparable_spans(found: list[dict[str, Any]], measure: Measure) -> None:
    """Every span an hour is drawn once, nothing that was refused is drawn, and everything is either drawn or listed."""
    snapshot = state(*(f.wage(f"w-{i}", **given_ | {"end": given_["start"]}) for i, given_ in enumerate(found)))
    panels, marks = drawn(snapshot, measure)
    expected, refused = set(), set()
    for report in reports_of(snapshot):
        compared = report.comparable
        result = compared.result(measure)
        if compared.basis == "paid_by_client" or result.state is not PayState.COMPARABLE or result.unit != "hour":
            refused.add(compared.wage)
            continue
        for worked in compared.results:
            if worked.measure is measure and worked.state is PayState.COMPARABLE and worked.unit == "hour":
                expected |= {(compared.wage, s.of, s.low, s.high, worked.unpaid_counted) for s in worked.spans}
    assert spans(marks) == expected
    left = [m for m in marks if not m.drawn and m.wage]
    assert {m.wage for m in left} == refused
    assert len(left) == len(refused)
    assert all(m.codes and m.said and m.low is m.high is m.panel is m.number is None for m in left)
    assert {m.panel for m in marks if m.drawn} <= {panel.number for panel in panels}


@given(st.lists(WAGES, max_size=4), st.sampled_from(MONEYS))
def test_benchmarks_stand_only_beside_the_pay_that_is_held_against_them(
    found: list[dict[str, Any]], measure: Measure
) -> None:
    snapshot = state(*(f.wage(f"w-{i}", **given_ | {"end": given_["start"]}) for i, given_ in enumerate(found)))
    panels, marks = drawn(snapshot, measure)
    compared = {r.comparable.wage: r.comparable for r in reports_of(snapshot)}
    for panel in panels:
        inside = [m for m in marks if m.drawn and m.panel == panel.number]
        for kind in BenchmarkKind:
            shown = {m.rows for m in inside if m.what == kind}
            silent = any(silence.kind == kind for silence in panel.silences)
            assert bool(shown) != silent
            for wage in {m.wage for m in inside if m.wage}:
                against = compared[wage].minimum if kind is BenchmarkKind.MINIMUM else compared[wage].living
                assert shown <= {gap.benchmark.rows for gap in against.gaps}


def test_a_benchmark_is_the_same_an_hour_as_in_the_comparison() -> None:
    """Where pay is an hour and in the currency of the benchmark, the comparison and the chart say the same number."""
    snapshot = state(kenya("w-1", low="200", high="200", currency="KES"))
    _, marks = drawn(snapshot, Measure.LOCAL)
    compared = comparable_of(snapshot, snapshot.claims["w-1"])
    gaps = {gap.benchmark.rows: gap for against in (compared.minimum, compared.living) for gap in against.gaps}
    shown = [m for m in marks if m.drawn and m.what != "pay"]
    assert shown
    for mark in shown:
        gap = gaps[mark.rows]
        assert (gap.currency, gap.unit) == ("KES", "hour")
        assert [(s.low, s.high) for s in gap.benchmark_spans] == [(mark.low, mark.high)]


def test_open_ends_stay_open_and_employers_keep_their_order() -> None:
    snapshot = state(
        kenya("w-1", low="2", high=None), kenya("w-2", employer="y", low=None, high="3"), kenya("w-3", mean="2.5")
    )
    _, marks = drawn(snapshot)
    pay = [m for m in marks if m.what == "pay"]
    assert [(m.number, m.employer) for m in pay] == [(1, "y"), (2, "x"), (3, "x"), (3, "x")]
    assert (pay[0].low, str(pay[0].high)) == (None, "3.00")
    assert (str(pay[1].low), pay[1].high) == ("2.00", None)
    assert {m.of for m in pay if m.wage == "w-3"} == {PayPoint.FIGURE, PayPoint.MEAN}


def test_no_effective_minimum_and_no_known_one_are_told_apart() -> None:
    none = rows.minimum("mw-de-none", "DE", currency="EUR", start="2010", end="2030")
    wages = [
        f.wage("w-1", "x", countries=("DE",), reported_on="2023"),
        f.wage("w-2", "x", countries=("CO",), reported_on="2023"),
    ]
    panels, _ = drawn(state(*wages, none))
    found = {panel.country: {s.kind.value: s.state for s in panel.silences} for panel in panels}
    assert found["DE"]["minimum"] is PayState.NO_EFFECTIVE_MINIMUM
    assert found["CO"]["minimum"] is PayState.NOT_COMPARABLE
    assert found["DE"]["living"] is PayState.NOT_COMPARABLE


@given(st.lists(WAGES, max_size=5), st.sampled_from(MONEYS))
def test_a_country_shows_every_span_in_each_of_its_years(found: list[dict[str, Any]], measure: Measure) -> None:
    wages = [f.wage(f"w-{i}", **g | {"end": g["start"], "countries": ("KE",)}) for i, g in enumerate(found)]
    snapshot = state(*wages)
    years, marks = c.country_marks(reports_of(snapshot), "KE", measure, snapshot.reference)
    pay = [m for m in marks if m.what == "pay" and m.drawn]
    for mark in pay:
        result = comparable_of(snapshot, snapshot.claims[mark.wage]).result(measure, unpaid_counted=mark.unpaid_counted)
        values = {v.amount for v in result.values if v.year in (None, mark.panel)}
        assert {end for end in (mark.low, mark.high) if end is not None} <= values
        assert mark.years == (mark.panel,)
        assert mark.panel in years
    assert {m.wage for m in pay} | {m.wage for m in marks if not m.drawn and m.wage} == {w.id for w in wages}
    assert not {m.wage for m in pay} & {m.wage for m in marks if not m.drawn and m.wage}
    for mark in marks:
        if mark.drawn and mark.what != "pay":
            assert mark.first_day[:4] == mark.last_day[:4] == str(mark.panel)
            assert not mark.carried


def test_minimum_wages_of_a_country_step_where_they_change() -> None:
    first = rows.minimum("mw-1", "KE", "12000", start="2022-01-01", end="2022-04-30")
    then = rows.minimum("mw-2", "KE", "15000", start="2022-05-01", end="2023-12-31")
    snapshot = Snapshot.of([f.source(), f.entity("x", "outsourcer"), kenya("w-1"), first, then, *rows.rates()])
    years, marks = c.country_marks(reports_of(snapshot), "KE", Measure.USD, snapshot.reference)
    assert years == (2023,)
    held = [(m.rows, m.first_day, m.last_day) for m in marks if m.what == "minimum"]
    assert held == [(("mw-2",), "2023-01-01", "2023-12-31")]
    older = state(kenya("w-1", start="2022", end="2022"), first, then)
    _, marks = c.country_marks(reports_of(older), "KE", Measure.USD, older.reference)
    steps = {
        m.rows: (m.first_day, m.last_day) for m in marks if m.rows in (("mw-1",), ("mw-2",)) and m.years == (2022,)
    }
    assert steps == {("mw-1",): ("2022-01-01", "2022-04-30"), ("mw-2",): ("2022-05-01", "2022-12-31")}


def test_prices_stand_beside_the_pay_that_belongs_to_them() -> None:
    pay = kenya("w-pay", low="1", high="2", clients=("buyer",))
    price = kenya("w-price", low="10", high="10", basis="paid_by_client", pay_kind="contract_price", clients=("buyer",))
    piece = kenya("w-piece", low="1", high="1", unit="task", clients=("buyer",))
    snapshot = state(pay, price, piece)
    wages = [w for w in snapshot.live if isinstance(w, Wage)]
    compared = {w.id: comparable_of(snapshot, w) for w in wages}
    shown = {s.claim.id: s for s in shown_all(snapshot, wages)}
    marks = price_marks(shares(wages, snapshot.reference), compared, shown, Measure.USD)
    first, second = marks
    assert (first.wage, first.number, str(first.price_low), str(first.low), str(first.high)) == (
        "w-pay",
        1,
        "10.00",
        "1.00",
        "2.00",
    )
    assert (str(first.share_low), str(first.share_high)) == ("0.1000", "0.2000")
    assert (second.wage, second.drawn, second.codes) == ("w-piece", False, (PayCode.TASK_PAY,))


def test_a_practice_of_which_nothing_is_said_is_not_known_and_never_good() -> None:
    records = [
        f.practice("p-1", "x", practice="screenshots"),
        f.practice("p-2", "x", practice="screenshots", stance="denied"),
        f.practice("p-3", "y", practice="sick_pay", stance="ended"),
    ]
    snapshot = state(*records)
    reports = reports_at(snapshot, ["y", "x"], list(PRACTICES))
    practices, cells = practice_cells(snapshot, reports, ["y", "x"], list(PRACTICES))
    assert practices == ("screenshots", "sick_pay")
    found = {(cell.practice, cell.employer): (cell.known, cell.stances, cell.claims) for cell in cells}
    assert found == {
        ("screenshots", "y"): (False, (), ()),
        ("screenshots", "x"): (True, ("reported", "denied"), ("p-1", "p-2")),
        ("sick_pay", "y"): (True, ("ended",), ("p-3",)),
        ("sick_pay", "x"): (False, (), ()),
    }
