"""What holds for every dossier: findings lead to sources, silence is asked about, nobody is blamed for another's product."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain import vocabulary as v
from supplychain.domain.criteria import CONDITIONS, UNKNOWNS
from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import FIRM, Dossier, FindingKind, Nearness, QuestionState, StepCode, StepState
from supplychain.domain.dossier_steps import GRAVE, REASONS
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.gaps import GAPS, LARGER, RULES
from supplychain.domain.list_gaps import SHORT, gaps_in_short
from supplychain.domain.records import PracticeReport, Record, Response, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.trace import trace
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.services.dossier import show_dossier
from supplychain.store.database import Store
from tests import factories as f
from tests import pay_rows
from tests.domain.test_trace import WORLD
from tests.strategies import databases

LISTS = (
    f.criterion(),
    f.criterion("cr-law-2", practices=("forced_labour_indicator",), conditions=(), gaps=()),
    f.question(),
    f.question("qu-b1", practices=("forced_labour_indicator",), facts=("pay",), gaps=()),
    f.question("qu-c1", practices=("late_pay",), facts=(), gaps=()),
    f.clause(),
)
BASE = (*WORLD, *LISTS)
ORGANISATIONS = ("outsourcer", "platform", "undisclosed", "vendor", "client", "company")


def dossier(*more: Record, of: str = "chatgpt") -> Dossier:
    return compile_dossier(f.snapshot(*BASE, *more), of)


def states(d: Dossier) -> dict[StepCode, StepState]:
    return {s.code: s.state for s in d.steps}


def pointed(d: Dossier) -> dict[str, list[str]]:
    return {p.criterion.id: [x.claim for x in p.findings] for p in d.criteria}


# -- laws --------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(databases(), st.data())
def test_laws(records: list[Record], data: st.DataObject) -> None:
    snapshot = Snapshot.of(records)
    id = data.draw(st.sampled_from(sorted(snapshot.entities)))
    d = compile_dossier(snapshot, id)
    sources, shown = {s.id for s in d.sources}, {s.claim.id for s in (*d.wages, *d.practices)}
    for x in d.findings:
        claim = snapshot.claims[x.claim]
        assert x.claim in shown
        assert not claim.withdrawn_reason
        assert x.sources
        assert set(x.sources) <= sources & {c.source for c in claim.citations}
        assert getattr(claim, "stance", "") not in ("denied", "refuted", "denies")
    known = set(d.findings)
    for p in d.criteria:
        assert p.findings or p.gaps
        assert {*p.findings, *p.speaks_for} <= known
        assert not any(x.kind is FindingKind.GOOD_PRACTICE for x in p.findings)
    for a in d.questions:
        assert set(a.findings) <= known
        assert (a.state is QuestionState.REPORTED) == any(x.kind is not FindingKind.GOOD_PRACTICE for x in a.findings)
    assert [a.question for a in d.questions] == list(snapshot.checklist.questions), "no question is ever dropped"
    assert [s.code for s in d.steps] == list(StepCode)
    assert states(d)[StepCode.ASK] is StepState.DO, "silence yields a question"
    assert states(d)[StepCode.LEAVE] is StepState.LAST_RESORT
    assert len(d.table()) == len(d.findings) + len(d.gaps) + len(d.questions)
    assert Dossier.model_validate_json(d.model_dump_json()).model_dump_json() == d.model_dump_json()


@settings(max_examples=60)
@given(databases(), st.data())
def test_what_the_trace_left_out_does_not_count(records: list[Record], data: st.DataObject) -> None:
    snapshot = Snapshot.of(records)
    products = [id for id, e in snapshot.entities.items() if e.kind in PRODUCTS and snapshot.canonical(id) == id]
    if not products:
        return
    id = data.draw(st.sampled_from(products))
    found, d = trace(snapshot, id), compile_dossier(snapshot, id)
    reached = {e.entity.id for e in (*found.employers, *found.vendors)}
    counting = {
        s.claim.id
        for e in (*found.employers, *found.vendors)
        for split in (e.wages, e.practices)
        for s in (*split.this_tool, *split.at_employer)
    }
    assert {x.employer for x in d.findings} <= reached
    assert {s.claim.id for s in (*d.wages, *d.practices)} == counting
    assert {e.entity.id for e in d.employers} == {e.entity.id for e in found.employers}


@settings(max_examples=150)
@given(databases(), st.data())
def test_silence_yields_a_question(records: list[Record], data: st.DataObject) -> None:
    """A report that falls away takes no gap with it but what was asked about the report itself."""
    reports = [r for r in records if isinstance(r, Wage | PracticeReport)]
    if not reports:
        return
    gone = data.draw(st.sampled_from(reports))
    before, after = Snapshot.of(records), Snapshot.of([r for r in records if r is not gone])
    near = sorted(
        {before.canonical(gone.employer), *(e for e in before.entities if before.entities[e].kind in ORGANISATIONS)}
    )
    id = data.draw(st.sampled_from(near))
    about_it = {gone.id} | {
        r.id for r in records if isinstance(r, Response) and any(t.claim == gone.id for t in r.targets)
    }
    open_before, open_after = (
        {(o.gap.code, i) for o in compile_dossier(s, id).gaps for i in o.gap.about} for s in (before, after)
    )
    for code, about in open_before:
        assert about in about_it or {(code, about), (LARGER.get(code, code), about)} & open_after, (code, about)


def test_an_employer_of_whom_nothing_is_known_is_asked_everything() -> None:
    d = dossier(f.entity("quiet", "outsourcer"), of="quiet")
    assert [o.gap.code for o in d.gaps] == [
        GapCode.NO_BUYER_KNOWN,
        GapCode.NO_WAGE_REPORT,
        GapCode.NO_SURVEILLANCE_KNOWN,
        GapCode.NO_CONDITIONS_KNOWN,
        GapCode.COUNTRY_NOT_STATED,
        GapCode.NO_ANSWER_KNOWN,
    ]
    assert all(o.gap.rule == RULES[o.gap.code] for o in d.gaps)
    assert d.steps[0].reasons[1].parameters["gaps"] == 6


def test_pay_that_says_neither_where_nor_when_is_asked_about() -> None:
    bare = f.wage("w-bare", "sama", countries=(), start="", end="", reported_on="")
    d = dossier(bare, f.response("r-1", "sama", entity="sama"), of="sama")
    about = {o.gap.code: o.gap.about for o in d.gaps}
    assert about[GapCode.PAY_PLACE_NOT_STATED] == about[GapCode.PAY_TIME_NOT_STATED] == ("w-bare",)
    assert about[GapCode.OLD_WAGE_REPORTS] == ("sama",)
    assert not {GapCode.NO_WAGE_REPORT, GapCode.NO_ANSWER_KNOWN} & set(about)


def test_pay_reports_prices_and_what_follows_are_three_numbers() -> None:
    d = dossier(
        f.wage("w-1", "sama"),
        f.wage("w-2", "sama", unit="task"),
        f.wage("w-price", "sama", basis="paid_by_client"),
        f.wage("w-far", "remotasks"),
        f.practice("p-1", "sama", practice="withheld_pay"),
    )
    assert d.pay_reports() == ("w-1", "w-2")
    assert d.pay_reports(price=True) == ("w-price",)
    assert d.pay_reports(possible=True) == ("w-far",)
    assert d.summary.firm_findings[FindingKind.PAY] == 1
    assert d.summary.firm_findings[FindingKind.CONDITIONS] == 1


@settings(max_examples=60)
@given(databases(), st.data())
def test_gaps_in_short_say_each_kind_once_and_count_no_more_than_there_is(
    records: list[Record], data: st.DataObject
) -> None:
    snapshot = Snapshot.of(records)
    d = compile_dossier(snapshot, data.draw(st.sampled_from(sorted(snapshot.entities))))
    short = list(gaps_in_short(d))
    assert [s.code for s in short] == list(dict.fromkeys(o.gap.code for o in d.gaps))
    for s in short:
        assert "%(" not in s.words
        if "total" in s.parameters:
            assert 0 < int(s.parameters["count"]) <= int(s.parameters["total"])


def test_a_link_for_another_product_changes_nothing() -> None:
    seen = (f.practice("p-seen", "sama", tools=("chatgpt",)), f.wage("w-seen", "sama"))
    other = (
        f.entity("hired", "outsourcer"),
        f.link("l-other", "openai", "data_work_by", "hired", "sora"),
        f.practice("p-hired", "hired", practice="forced_labour_indicator"),
        f.practice("p-sora", "sama", practice="forced_labour_indicator", tools=("sora",)),
        f.practice("p-meta", "sama", practice="forced_labour_indicator", clients=("meta",)),
    )
    before, after = dossier(*seen), dossier(*seen, *other)
    for part in (
        "employers",
        "links",
        "findings",
        "wages",
        "practices",
        "gaps",
        "criteria",
        "questions",
        "clauses",
        "steps",
    ):
        assert getattr(after, part) == getattr(before, part), part
    assert after.summary.not_counted == 2


# -- findings, criteria, questions ---------------------------------------------------------------------------------------


def test_a_report_points_to_its_criteria_and_stands_under_its_question() -> None:
    d = dossier(f.practice("p-1", "sama", tools=("chatgpt",)), f.practice("p-2", "remotasks"))
    assert [(x.claim, x.nearness) for x in d.findings] == [("p-1", Nearness.ITSELF), ("p-2", Nearness.POSSIBLE)]
    assert pointed(d) == {"cr-law-1": ["p-1", "p-2"]}
    by_number = {a.question.number: a for a in d.questions}
    assert [x.claim for x in by_number["A1"].findings] == ["p-1", "p-2"]
    assert by_number["A1"].known[0].parties == ("sama",)
    assert by_number["B1"].state is QuestionState.OPEN
    assert d.clauses[0].because == ("cr-law-1",)


def test_only_possible_is_said_and_binds_no_step() -> None:
    d = dossier(f.practice("p-2", "remotasks", practice="forced_labour_indicator"))
    assert [p.only_possible for p in d.criteria] == [True]
    assert states(d)[StepCode.PLAN] is states(d)[StepCode.SUSPEND] is StepState.NOT_BY_RULE
    assert d.summary.criteria == 0


@pytest.mark.parametrize("stance", ["denied", "reported", "ended"])
def test_a_denial_is_no_finding(stance: str) -> None:
    d = dossier(f.practice("p-1", "sama", stance=stance))
    assert [x.claim for x in d.findings] == ([] if stance == "denied" else ["p-1"])
    first = d.questions[0]
    assert first.denials == (("p-1",) if stance == "denied" else ())
    assert states(d)[StepCode.PLAN] is (StepState.DO if stance == "reported" else StepState.NOT_BY_RULE)


def test_good_practice_speaks_for_a_criterion_and_points_to_none() -> None:
    d = dossier(f.practice("p-1", "sama", practice="sick_pay"))
    assert d.criteria == ()
    d = dossier(f.practice("p-1", "sama", practice="sick_pay"), f.practice("p-2", "sama"))
    assert [x.claim for x in d.criteria[0].speaks_for] == ["p-1"]
    assert pointed(d) == {"cr-law-1": ["p-2"]}


def test_pay_points_only_where_a_verdict_holds() -> None:
    kenya = {
        "countries": ("KE",),
        "start": "2023",
        "end": "2023",
        "sites": ("Nairobi",),
        "currency": "KES",
        "unit": "month",
    }
    low = f.wage("w-low", "sama", **kenya | {"low": "9000", "high": "9000", "basis": "gross"})
    fair = f.wage("w-fair", "sama", **kenya | {"low": "90000", "high": "90000", "basis": "gross"})
    price = f.wage("w-price", "sama", **kenya | {"low": "1", "high": "1", "basis": "paid_by_client"})
    rows = [*pay_rows.rates(), *pay_rows.benchmarks()]
    d = dossier(low, fair, price, f.source("ref-test"), *rows)
    codes = {(x.claim, x.code) for x in d.findings if x.kind is FindingKind.PAY}
    assert ("w-low", "below_minimum") in codes
    assert {claim for claim, _ in codes} == {"w-low"}
    assert pointed(d)["cr-law-1"] == ["w-low"]
    assert "ref-test" in {s.id for s in d.sources}


# -- next steps ----------------------------------------------------------------------------------------------------------


SECOND = f.source("b-report")
GRAVE_REPORT = {"practice": "forced_labour_indicator", "citations": f.cite("a-report", "b-report")}
"""Two independent sources: evidence B."""


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ((), StepState.CONSIDER),
        ((f.response("r-1", "sama", "denies", claim="p-1"),), StepState.NOT_BY_RULE),
        ((f.response("r-1", "sama", "no_answer", claim="p-1"),), StepState.CONSIDER),
    ],
)
def test_suspending_is_considered_until_a_company_answers(more: tuple[Record, ...], state: StepState) -> None:
    d = dossier(SECOND, f.practice("p-1", "sama", **GRAVE_REPORT), *more)
    assert states(d)[StepCode.SUSPEND] is state
    assert states(d)[StepCode.PLAN] is StepState.DO


@pytest.mark.parametrize("change", [{"stance": "ended"}, {"tools": ("sora",)}, {"stance": "denied"}])
def test_what_does_not_hold_suspends_nothing(change: dict[str, object]) -> None:
    d = dossier(SECOND, f.practice("p-1", "sama", **GRAVE_REPORT | change))
    assert states(d)[StepCode.SUSPEND] is StepState.NOT_BY_RULE


def test_one_report_of_the_press_is_too_weak_to_suspend() -> None:
    d = dossier(f.practice("p-1", "sama", **GRAVE_REPORT | {"citations": f.cite("a-report")}))
    assert d.findings[0].grade > "B"
    assert states(d)[StepCode.SUSPEND] is StepState.NOT_BY_RULE


GOOD_WORDS = ("clean", "compliant", "no risk", "safe", "all is well", "approved", "unobjectionable")


def test_nothing_found_is_never_a_good_word() -> None:
    d = dossier(of="sora")
    assert d.findings == ()
    said = " ".join((d.model_dump_json(), *REASONS.values())).lower()
    assert not [word for word in GOOD_WORDS if word in said]
    assert {o.gap.code for o in d.gaps} >= {GapCode.NOTHING_KNOWN}
    assert d.questions[0].gaps == ("nothing_known",)


# -- organisations -------------------------------------------------------------------------------------------------------


def test_a_vendor_answers_for_its_products_and_for_whom_it_buys_from() -> None:
    d = dossier(f.practice("p-1", "sama"), f.practice("p-own", "openai"), of="openai")
    assert [p.id for p in d.products] == ["chatgpt", "gpt-4"]
    assert {e.entity.id: e.nearness for e in d.employers} == {"remotasks": Nearness.ITSELF, "sama": Nearness.ITSELF}
    assert {x.claim: x.nearness for x in d.findings} == {"p-own": Nearness.OWN, "p-1": Nearness.ITSELF}


def test_a_vendor_does_not_answer_for_others() -> None:
    d = dossier(
        f.practice("p-1", "sama", clients=("meta",)), f.practice("p-2", "sama", clients=("openai",)), of="openai"
    )
    assert [x.claim for x in d.findings] == ["p-2"]
    assert d.summary.not_counted == 1


def test_an_employer_is_asked_about_its_own_people_and_who_stands_on_them() -> None:
    d = dossier(f.practice("p-1", "sama", clients=("meta",)), of="sama")
    assert [(x.claim, x.nearness) for x in d.findings] == [("p-1", Nearness.OWN)]
    assert d.stands_on_it is not None
    assert [p.entity.id for p in d.stands_on_it.products] == ["chatgpt"]
    assert {o.gap.code for o in d.gaps} == {
        GapCode.NO_WAGE_REPORT,
        GapCode.NO_CONDITIONS_KNOWN,
        GapCode.UNDATED_LINKS,
        GapCode.SINGLE_SOURCE,
        GapCode.NO_ANSWER_KNOWN,
    }


def test_a_merged_id_gives_the_dossier_of_the_party_meant() -> None:
    same = (f.entity("samasource", "outsourcer"), f.same("sama", "samasource"), f.practice("p-1", "samasource"))
    d = dossier(*same, of="samasource")
    assert (d.subject.id, d.asked_id) == ("sama", "samasource")
    assert [x.employer for x in d.findings] == ["sama"]


# -- the seeds -----------------------------------------------------------------------------------------------------------


def test_the_seeds_leave_no_code_without_criterion_and_question(seeded_sqlite_url: str) -> None:
    store = Store(seeded_sqlite_url)
    try:
        with store.view() as view:
            found = view.snapshot().checklist
            chatgpt = show_dossier(view, "ChatGPT")
    finally:
        store.close()
    for rows in (found.criteria.values(), found.questions):
        assert {code for row in rows for code in row.practices} == set(v.PRACTICES)
        assert {code for row in rows for code in row.conditions} == set(CONDITIONS)
    assert {code for q in found.questions for code in q.gaps} <= set(UNKNOWNS)
    assert (len(found.criteria), len(found.questions), len(found.clauses)) == (86, 36, 13)
    assert sum(q.core for q in found.questions) == 15
    assert {c for q in found.questions for c in q.criteria} <= set(found.criteria)
    assert chatgpt.subject.id == "chatgpt"
    assert {x.nearness for x in chatgpt.findings} <= FIRM | {Nearness.POSSIBLE}


def test_the_codes_of_gaps_and_grave_reports_are_those_of_the_field() -> None:
    assert list(UNKNOWNS) == [str(code) for code in GapCode], (
        "what a criterion names can be found, and the other way round"
    )
    assert set(GapCode) == set(GAPS) == set(RULES) == set(SHORT), "each has words and a rule"
    assert {*v.PRACTICES, *CONDITIONS} >= GRAVE


def test_what_one_product_leaves_out_as_anothers_is_no_omission_of_their_maker() -> None:
    twin = f.entity("twin")
    records = (
        twin,
        f.link("l-twin", "twin", "provided_by", "openai", "twin"),
        f.link("l-for-twin", "openai", "data_work_by", "sama", "twin"),
        f.link("l-for-none", "sama", "subcontracts_to", "remotasks", "elsewhere"),
        f.entity("elsewhere"),
    )
    snapshot = f.snapshot(*BASE, *records)
    left = [s.claim.id for o in trace(snapshot, "chatgpt").left_out for s in o.claims]
    assert "l-for-twin" in left
    told = [s.claim.id for o in compile_dossier(snapshot, "openai").left_out for s in o.claims]
    assert "l-for-twin" not in told
    assert told.count("l-for-none") == 1
