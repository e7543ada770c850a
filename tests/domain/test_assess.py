"""The burden of proof: laws of the weighing and of the stops, and what is open or cannot stand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.assess import Assessment, Weight, lacks, latest_review
from supplychain.domain.assess_form import CRITERIA, FIELDS, LONGEST_TERM, OUTCOMES, QUESTIONS, SCORES, STEPS, STOPS
from supplychain.domain.assess_result import empty
from supplychain.domain.assess_weigh import (
    GRAVE,
    is_grave,
    speaks_against,
    stop_1,
    stop_2,
    stop_3,
    value_of,
    weigh_all,
)
from supplychain.domain.assess_words import LACKS, WHY
from supplychain.domain.dossier_answer import Finding, FindingKind, Nearness
from supplychain.domain.evidence import Grade
from supplychain.domain.records import Citation, Response, Target
from supplychain.domain.standing import Reply, State
from tests.assessing import filled, scored

NOTHING = empty("chatgpt", 1, "0" * 64)
WHOLE = filled(NOTHING)
KNOWN = dict.fromkeys(("2.2", "2.3", "2.4", "2.5"), True)
CODES = [c.code for c in CRITERIA]
weights = st.builds(
    Weight, score=st.sampled_from(["", *SCORES]), others=st.booleans(), measure=st.sampled_from(["", "ask"])
)
assessments = st.dictionaries(st.sampled_from(CODES), weights).map(
    lambda weighing: NOTHING.model_copy(update={"weighing": weighing})
)


def codes(a: Assessment, known: dict[str, bool] = KNOWN, despite: dict[str, str] | None = None) -> set[tuple[str, str]]:
    return {(lack.number, lack.code) for lack in lacks(a, known, despite or {})}


# -- the weighing ------------------------------------------------------------------------------------------------------


@given(assessments, st.sampled_from(CODES))
def test_unknown_is_worth_exactly_minus_one(a: Assessment, code: str) -> None:
    assert weigh_all(scored(a, code, score="unknown")).sum == weigh_all(scored(a, code, score="-1")).sum
    assert weigh_all(scored(a, code, score="")).sum == weigh_all(scored(a, code, score="-1")).sum


@given(assessments, st.sampled_from(CODES), st.sampled_from(SCORES))
def test_what_is_no_longer_known_never_lifts_the_sum_above_a_known_minus_one(a, code, score) -> None:
    """Silence is no benefit: forgetting lowers what was good, and of what was worst it makes no more than a plain cost."""
    known, forgotten = weigh_all(scored(a, code, score=score)).sum, weigh_all(scored(a, code, score="unknown")).sum
    assert forgotten <= max(known, weigh_all(scored(a, code, score="-1")).sum)
    if value_of(score) >= -1:
        assert forgotten <= known
    assert all(weigh_all(scored(a, code, score=s)).sum > forgotten for s in ("0", "1", "2"))


def test_what_is_recorded_cannot_be_called_unknown() -> None:
    """So that a -2 which the database shows is not hidden behind an unknown that counts less."""
    for code, number in (("pay", "3.6"), ("watch", "3.7")):
        assert (number, "known_unknown") in codes(scored(WHOLE, code, score="unknown"))
        assert (number, "known_unknown") not in codes(
            scored(WHOLE, code, score="unknown"), {**KNOWN, "2.3": False, "2.4": False}
        )


@given(assessments, st.permutations(CODES))
def test_order_never_matters(a: Assessment, order: list[str]) -> None:
    shuffled = {code: a.weighing[code] for code in order if code in a.weighing}
    assert weigh_all(a.model_copy(update={"weighing": shuffled})) == weigh_all(a)


@given(assessments, st.sampled_from(CODES))
def test_a_cost_that_falls_on_others_never_counts_less(a: Assessment, code: str) -> None:
    assert weigh_all(scored(a, code, others=True)).sum <= weigh_all(scored(a, code, others=False)).sum


@given(assessments)
def test_the_working_gives_the_sum(a: Assessment) -> None:
    found = weigh_all(a)
    left, _, right = found.working.rpartition(" = ")
    assert eval(left.replace("×", "*")) == found.sum == int(right) == sum(row.counts for row in found.rows)
    assert -36 <= found.sum <= 18


@given(assessments)
def test_data_workers_are_never_asked(a: Assessment) -> None:
    rows = {row.code: row for row in weigh_all(a).rows}
    for code in ("chain", "pay", "watch"):
        assert rows[code].doubled == (rows[code].value < 0)


# -- the stops ---------------------------------------------------------------------------------------------------------


def finding(code: str, claim: str, nearness: Nearness, grade: Grade, states: tuple[State, ...] = ()) -> Finding:
    return Finding(
        code=code,
        kind=FindingKind.CONDITIONS,
        claim=claim,
        employer="firm",
        nearness=nearness,
        grade=grade,
        states=states,
        answered=False,
        sources=(),
    )


def reply(claim: str, stance: str, point: str = "yes") -> Reply:
    target = Target(claim=claim, stance=stance, addresses_point=point)
    cited = (Citation(source="s", stance="supports", locator="p. 1"),)
    said = {"description": "x", "asserted_by": "firm_itself", "citations": cited}
    return Reply(response=Response(id="r-x", respondent="firm", targets=(target,), **said), target=target)


claims = st.sampled_from(["p-a", "p-b", "p-c", "p-d"])
findings = st.lists(
    st.builds(
        finding,
        st.sampled_from([*sorted(GRAVE), "screenshots"]),
        claims,
        st.sampled_from(Nearness),
        st.sampled_from(Grade),
        st.lists(st.sampled_from(State), max_size=1).map(tuple),
    ),
    max_size=6,
)
silent = st.lists(
    st.tuples(claims, st.sampled_from([("no_answer", "unknown"), ("denies", "no"), ("clarifies", "no")])), max_size=4
)


@given(findings, findings, silent)
def test_a_stop_cannot_vanish_behind_what_does_not_answer(own, more, said) -> None:
    replies: dict[str, list[Reply]] = {}
    for claim, (stance, point) in said:
        replies.setdefault(claim, []).append(reply(claim, stance, point))
    before, after = stop_3(own, {}), stop_3([*own, *more], replies)
    assert set(before.claims) <= set(after.claims)
    assert after.met or not before.met


@given(findings)
def test_an_answer_ends_it_and_nothing_else_is_claimed(own) -> None:
    answered = stop_3(own, {f.claim: [reply(f.claim, "denies")] for f in own})
    assert not answered.met
    assert answered.claims == ()
    assert answered.why[0].code == ("harm_answered" if any(map(is_grave, own)) else "no_harm_known")


@pytest.mark.parametrize(
    ("code", "nearness", "grade", "states", "counts"),
    [
        ("below_minimum", Nearness.ITSELF, Grade.B, (), True),
        ("below_minimum", Nearness.ITSELF, Grade.C, (), False),
        ("forced_labour_indicator", Nearness.ALL, Grade.C, (), True),
        ("child_labour", Nearness.BASE, Grade.D, (), False),
        ("child_labour", Nearness.POSSIBLE, Grade.A, (), False),
        ("child_labour", Nearness.ITSELF, Grade.A, (State.ENDED,), False),
        ("child_labour", Nearness.ITSELF, Grade.A, (State.DISPUTED,), True),
        ("child_labour", Nearness.ITSELF, Grade.A, (State.REFUTED,), False),
    ],
)
def test_what_counts_towards_the_third_stop(code, nearness, grade, states, counts) -> None:
    assert is_grave(finding(code, "p-a", nearness, grade, states)) is counts


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, []),
        ({"minutes_tool": "145"}, ["little_relief"]),
        ({"minutes_tool": "144"}, []),
        ({"cases_today": "19"}, ["few_cases_today"]),
        ({"cases_tool": ""}, ["few_cases_tool"]),
        ({"minutes_today": "0"}, ["not_measured"]),
        ({"blind": "no"}, ["not_blind"]),
        ({"no_worse": "unknown"}, ["worse_unknown"]),
        ({"serious_error": "yes"}, ["serious_error"]),
    ],
)
def test_the_first_stop(changes: dict[str, str], why: list[str]) -> None:
    found = stop_1(filled(NOTHING, **changes))
    assert found.met == bool(why)
    assert [w.code for w in found.why] == (why or ["relief_measured"])


@pytest.mark.parametrize("number", ["1.1", "1.2", "1.4"])
def test_no_evidence_of_relief_is_no_relief(number: str) -> None:
    assert stop_1(WHOLE.model_copy(update={"no_evidence": (number,)})).met


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "no_client_data"),
        ({"client_data": "yes"}, "no_ground"),
        ({"client_data": "yes", "legal_ground": "consent"}, "ground_given"),
        ({"client_data": ""}, "data_unknown"),
        ({"client_data": "unknown"}, "data_unknown"),
        ({"banned": "yes"}, "banned"),
        ({"banned": ""}, "banned_unknown"),
    ],
)
def test_the_second_stop(changes: dict[str, str], why: str) -> None:
    found = stop_2(filled(NOTHING, **changes), ["p-b", "p-a"])
    assert [w.code for w in found.why] == [why]
    assert found.met == (why not in ("no_client_data", "ground_given"))
    assert found.beside == ("p-a", "p-b")  # pointing to the ban meets nothing


# -- what is open ------------------------------------------------------------------------------------------------------


def test_nothing_is_open_when_all_is_answered() -> None:
    assert codes(WHOLE) == set()
    assert {number for number, _ in codes(NOTHING, dict.fromkeys(KNOWN, False))} == (
        {q.number for q in QUESTIONS} - {"4.1", "4.3", "4.4"} | {c.number for c in CRITERIA}
    )


@pytest.mark.parametrize(
    ("changes", "number", "code"),
    [
        ({"minutes_today": "three"}, "1.1", "no_number"),
        ({"cases_today": "2.5"}, "1.1", "no_whole"),
        ({"blind": "maybe"}, "1.4", "no_choice"),
        ({"outcome": "banned"}, "4.2", "no_choice"),
        ({"decided_on": "26.11.2026"}, "4.5", "no_day"),
        ({"review_on": "2027-02-30"}, "4.6", "no_day"),
        ({"review_on": "2027-11-27"}, "4.6", "review_late"),
        ({"review_on": "2026-11-26"}, "4.6", "review_early"),
        ({"conditions": ""}, "4.1", "no_conditions"),
        ({"effect": "x" * 2_001}, "2.7", "too_long"),
        ({"task": "x" * 301}, "0.1", "too_long"),
        ({"nonsense": "x"}, "answers", "strange"),
        ({"bias_cases": "29"}, "3.8", "no_evidence_scored"),
    ],
)
def test_what_cannot_stand_is_told_by_its_number(changes: dict[str, str], number: str, code: str) -> None:
    assert (number, code) in codes(filled(NOTHING, **changes))


def test_the_review_may_be_twelve_months_away() -> None:
    assert codes(filled(NOTHING, review_on="2027-11-26")) == set()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_twelve_months_end_on_the_same_day_or_the_last_of_the_month(day: date) -> None:
    last = latest_review(day)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == LONGEST_TERM
    assert last.day == day.day or (last + timedelta(1)).month != last.month


def test_no_evidence_counts_against_release() -> None:
    bare = WHOLE.model_copy(update={"no_evidence": ("2.6",), "answers": WHOLE.answers | {"bias": "", "bias_cases": ""}})
    assert codes(bare) == {("3.8", "no_evidence_scored")}
    assert codes(scored(bare, "bias", score="unknown")) == set()
    assert codes(scored(bare, "bias", score="-2", measure="x")) == set()
    assert ("2.6", "both") in codes(WHOLE.model_copy(update={"no_evidence": ("2.6",)}))
    assert ("2.3", "known_none") in codes(WHOLE.model_copy(update={"no_evidence": ("2.3",)}))


@pytest.mark.parametrize("outcome", [o.code for o in OUTCOMES])
def test_only_a_release_against_something_needs_a_reason(outcome: str) -> None:
    """Who declines has nothing to justify."""
    a = scored(filled(NOTHING, outcome=outcome, minutes_tool="179"), "watch", measure="")
    stops = (stop_1(a), stop_2(a, ()), stop_3((), {}))
    against = speaks_against(a, weigh_all(a), stops)
    assert [s.code for s in against] == ["stop_1", "sum", "bare_watch"]
    assert [s.reason for s in against] == ["", "The works council wants the pilot.", ""]
    missing = codes(a, despite={s.code: s.number for s in against})
    assert (("4.3", "no_despite") in missing) == (outcome in ("released", "with_measures"))


# -- the form ----------------------------------------------------------------------------------------------------------


def test_the_form_is_whole_in_both_languages() -> None:
    for row in (*STEPS, *QUESTIONS, *FIELDS, *CRITERIA, *STOPS, *OUTCOMES):
        for name, text in row.model_dump().items():
            if name.endswith("_de"):
                assert bool(text) == bool(getattr(row, name[:-3])), row
    for said in (*LACKS.values(), *WHY.values()):
        assert said.en.count("%(") == said.de.count("%(") > -1
        assert said.en != said.de
    assert {f.number for f in FIELDS} == {q.number for q in QUESTIONS} - {"4.3"}
