"""Pay in short says what the full comparison says, and joins unpaid hours to surveys only."""

import pytest

from supplychain.domain.pay_brief import MONEY, comparable_of, unpaid_beside
from supplychain.domain.pay_results import Gap
from supplychain.domain.pay_words import PayState
from supplychain.domain.records import Figure
from supplychain.domain.standing import show
from tests import factories as f
from tests import pay_rows

SURVEYED = {"mean": "2.15", "low": None, "high": None, "asserted_by": "researcher", "sample_size": 250}


def unpaid(id="f-1", **changes):
    base = {"id": id, "topic": "unpaid_time", "value": "8", "unit": "hours/week", "citations": f.cite(f.SOURCE)}
    return Figure(**base | changes)


def world(*records, **pay):
    given = {"employer": "some-platforms"} | SURVEYED | pay
    wage = f.wage("w-1", given.pop("employer"), **given)
    others = (f.source("other"), f.entity("some-platforms", "undisclosed"), f.entity("sama", "outsourcer"))
    return f.snapshot(wage, *others, *records), wage


def test_the_hours_of_a_figure_beside_a_survey_are_taken():
    snapshot, wage = world(unpaid())
    assert unpaid_beside(snapshot, wage).id == "f-1"
    (effective,) = [m for m in show(wage, snapshot).pay.effective if m.measure == "usd"]
    assert [(str(span.low), str(span.high)) for span in effective.spans] == [("1.79", "1.84")]
    assert "unpaid_from_beside" in {said.code for said in effective.assumptions}


@pytest.mark.parametrize(
    ("figures", "pay"),
    [
        ([], {}),
        ([unpaid(citations=f.cite("other"))], {}),
        ([unpaid(citations=f.cite(f.SOURCE, stance="mentions") + f.cite("other"))], {}),
        ([unpaid(unit="percent")], {}),
        ([unpaid(topic="workers")], {}),
        ([unpaid(value=None)], {}),
        ([unpaid(), unpaid("f-2")], {}),
        ([unpaid()], {"employer": "sama"}),
        ([unpaid()], {"sample_size": 1}),
        ([unpaid()], {"asserted_by": "worker"}),
        ([unpaid()], {"basis": "paid_by_client"}),
    ],
)
def test_nothing_else_is_joined(figures, pay):
    snapshot, wage = world(*figures, **pay)
    assert unpaid_beside(snapshot, wage) is None
    assert not any(m.state is PayState.COMPARABLE for m in show(wage, snapshot).pay.effective)


def test_hours_of_the_report_itself_come_first():
    snapshot, wage = world(unpaid(), unpaid_hours_per_week="2")
    assert unpaid_beside(snapshot, wage) is None
    full = comparable_of(snapshot, wage)
    assert {i.record for r in full.results for i in r.inputs if i.name == "unpaid_hours"} == {"w-1"}


def test_short_and_full_say_the_same():
    wage = f.wage("w-1", "sama", low="1.32", high="2", countries=("KE",), sites=("Nairobi",), start="2023", end="2023")
    snapshot = f.snapshot(wage, f.entity("sama", "outsourcer"), *pay_rows.rates(), *pay_rows.benchmarks())
    brief, full = show(wage, snapshot).pay, comparable_of(snapshot, wage)
    assert [m.measure for m in brief.money] == list(MONEY)
    for money in brief.money:
        result = full.result(money.measure)
        assert (money.spans, money.state, money.currency) == (result.spans, result.state, result.currency)
    for short, against in ((brief.minimum, full.minimum), (brief.living, full.living)):
        worked: list[Gap] = [gap for gap in against.gaps if gap.state is PayState.COMPARABLE]
        assert worked
        assert [(g.benchmark, g.spans, g.verdict) for g in short.gaps] == [
            (g.benchmark, g.spans, g.verdict) for g in worked
        ]


def test_nothing_is_worked_out_from_a_withdrawn_report():
    snapshot, wage = world(withdrawn_reason="wrong")
    assert show(wage, snapshot).pay is None


def test_a_share_stands_beside_both_its_ends():
    pay = f.wage("w-1", "sama", low="1.32", high="2", clients=("openai",))
    price = f.wage("w-2", "sama", low="12.50", high="12.50", basis="paid_by_client", clients=("openai",))
    other = f.wage("w-3", "sama", low="1", high="1", clients=("meta",))
    parties = (f.entity("sama", "outsourcer"), f.entity("openai", "vendor"), f.entity("meta", "vendor"))
    snapshot = f.snapshot(pay, price, other, *parties)
    for wage in (pay, price):
        (share,) = show(wage, snapshot).pay.shares
        assert (share.wage, share.price) == ("w-1", "w-2")
        assert [(str(span.low), str(span.high)) for span in share.spans] == [("0.1056", "0.1600")]
    assert show(other, snapshot).pay.shares == ()
