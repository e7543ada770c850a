"""Next steps by a fixed, published rule. The rule weighs nothing up and decides nothing: the buyer does.

Ask: always. Agree a plan: when a report at an employer that is named or serves all products points to a criterion, has
evidence A to C and has not ended. Consider to suspend: when pay below the legal minimum, an indicator of forced labour or
child labour is reported there with evidence A or B and no company has answered. Leave: never by what a database holds.
"""

from collections.abc import Iterable, Sequence

from supplychain.domain.dossier_answer import (
    FIRM,
    Asked,
    Finding,
    FindingKind,
    NextStep,
    Open,
    Pointed,
    QuestionState,
    Reason,
    ReasonCode,
    StepCode,
    StepState,
)
from supplychain.domain.evidence import Grade
from supplychain.domain.standing import State

GRAVE = frozenset({"below_minimum", "below_minimum_wage", "forced_labour_indicator", "child_labour"})
"""Practices and conditions of pay for which the rule considers to suspend."""

REASONS: dict[ReasonCode, str] = {
    ReasonCode.ASK_ALWAYS: "What the vendor has not said is not known, however little or much is reported: the questionnaire "
    "goes out in any case.",
    ReasonCode.ASK_GAPS: "Gaps in what is known: %(gaps)s. Questions under which nothing is recorded: %(questions)s of "
    "%(total)s.",
    ReasonCode.ASK_REPORTS: "Reports that no company has answered: %(count)s.",
    ReasonCode.PLAN_REPORTS: "Reports with evidence A to C, not ended, at employers that are named or serve all products, that "
    "point to a criterion: %(reports)s. Criteria to which they point: %(criteria)s.",
    ReasonCode.PLAN_NONE: "The rule asks for a report with evidence A to C at an employer that is named or serves all products. "
    "None is recorded here. That describes this database, not the work.",
    ReasonCode.SUSPEND_REPORTS: "Pay below the legal minimum, an indicator of forced labour or child labour, with evidence A or "
    "B, at employers that are named or serve all products, and no company has answered: %(count)s reports. New orders can wait "
    "for the answer; work done is paid.",
    ReasonCode.SUSPEND_NONE: "The rule asks for pay below the legal minimum, an indicator of forced labour or child labour, with "
    "evidence A or B, at an employer that is named or serves all products, without an answer. None is recorded here. That is "
    "no proof that there is none.",
    ReasonCode.LEAVE_LAST: "Leaving is the last resort, when a plan was agreed and failed and nothing milder is left "
    "(LkSG § 7(3), UN Guiding Principle 19). No database can show that, and it is the people who lose their income.",
}
"""Each reason in words; the names in %(…)s are filled in."""


def next_steps(pointed: Sequence[Pointed], gaps: Sequence[Open], questions: Sequence[Asked]) -> tuple[NextStep, ...]:
    """Choose the state of each step and say why."""
    firm = {f.claim: f for p in pointed for f in p.findings if _counts(f)}
    criteria = tuple(p.criterion.id for p in pointed if any(_counts(f) for f in p.findings))
    grave = sorted(
        id for id, f in firm.items() if f.grade <= Grade.B and not f.answered and _is_grave(f.claim, pointed)
    )
    return (
        _ask(pointed, gaps, questions),
        NextStep(
            code=StepCode.PLAN,
            state=StepState.DO if firm else StepState.NOT_BY_RULE,
            reasons=(
                _reason(ReasonCode.PLAN_REPORTS, sorted(firm), criteria, reports=len(firm), criteria=len(criteria))
                if firm
                else _reason(ReasonCode.PLAN_NONE),
            ),
        ),
        NextStep(
            code=StepCode.SUSPEND,
            state=StepState.CONSIDER if grave else StepState.NOT_BY_RULE,
            reasons=(
                _reason(ReasonCode.SUSPEND_REPORTS, grave, count=len(grave))
                if grave
                else _reason(ReasonCode.SUSPEND_NONE),
            ),
        ),
        NextStep(code=StepCode.LEAVE, state=StepState.LAST_RESORT, reasons=(_reason(ReasonCode.LEAVE_LAST),)),
    )


def _ask(pointed: Sequence[Pointed], gaps: Sequence[Open], questions: Sequence[Asked]) -> NextStep:
    unanswered = sorted({f.claim for p in pointed for f in p.findings if not f.answered})
    nothing = sum(a.state is QuestionState.OPEN for a in questions)
    reasons = [
        _reason(ReasonCode.ASK_ALWAYS),
        _reason(ReasonCode.ASK_GAPS, gaps=len(gaps), questions=nothing, total=len(questions)),
    ]
    if unanswered:
        reasons.append(_reason(ReasonCode.ASK_REPORTS, unanswered, count=len(unanswered)))
    return NextStep(code=StepCode.ASK, state=StepState.DO, reasons=tuple(reasons))


def _counts(f: Finding) -> bool:
    firm = f.nearness in FIRM and f.grade <= Grade.C and State.ENDED not in f.states
    return firm and f.kind is not FindingKind.GOOD_PRACTICE


def _is_grave(claim: str, pointed: Iterable[Pointed]) -> bool:
    return any(f.claim == claim and f.code in GRAVE for p in pointed for f in p.findings)


def _reason(code: ReasonCode, claims: Iterable[str] = (), about: Iterable[str] = (), **parameters: int) -> Reason:
    return Reason(
        code=code,
        words=REASONS[code] % parameters,
        parameters=parameters,
        claims=tuple(claims),
        criteria=tuple(about),
    )
