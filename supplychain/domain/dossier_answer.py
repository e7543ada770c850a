"""What a dossier answers: one product or organisation with its employers, findings, criteria, questions, clauses and steps."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import SourcedAnswer
from supplychain.domain.criteria import Clause, Criterion, Question
from supplychain.domain.disclosures import Answered
from supplychain.domain.evidence import Grade
from supplychain.domain.gaps import GAPS_RULE, Gap
from supplychain.domain.parties import Party
from supplychain.domain.reach import Strength
from supplychain.domain.records import Entity, Record, Wage
from supplychain.domain.reverse import ReverseTrace
from supplychain.domain.standing import Reply, Shown, State
from supplychain.domain.trace_answer import LinkUsed, Omission, Trace

STEPS_RULE = 1
"""Version of the rule by which next steps are chosen. A change of the rule raises it."""


class Nearness(StrEnum):
    """How near a claim lies to what was asked about, nearest first."""

    OWN = "own"
    ITSELF = "itself"
    BASE = "base"
    ALL = "all"
    POSSIBLE = "possible"


NEARNESS: dict[Nearness, tuple[str, str]] = {
    Nearness.OWN: ("its own people", "It is about the people of the organisation that was asked about."),
    Nearness.ITSELF: ("named for it", "A source names what was asked about itself."),
    Nearness.BASE: ("named for what it is built on", "A source names a product that it is built on."),
    Nearness.ALL: (
        "said to be for all products",
        "A source says that the employer works for all products of the maker.",
    ),
    Nearness.POSSIBLE: ("possible", "No source says for which product the people worked."),
}
"""Each with its label and definition."""
FIRM = frozenset(Nearness) - {Nearness.POSSIBLE}
"""What the rule for next steps counts: everything that is more than possible."""


class FindingKind(StrEnum):
    """What a finding is."""

    SURVEILLANCE = "surveillance"
    CONDITIONS = "conditions"
    GOOD_PRACTICE = "good_practice"
    PAY = "pay"
    """A condition of pay that follows from a pay report. The reports themselves are counted apart."""


class Finding(Record):
    """One thing that a claim reports, or that follows from a pay report. A denial is none."""

    code: str = Field(description="Practice, or condition of pay.")
    kind: FindingKind = Field(description="Surveillance, conditions, good practice or pay.")
    claim: str = Field(description="Id of the claim.")
    employer: str = Field(description="Canonical id of the employer.")
    nearness: Nearness = Field(description="How near it lies to what was asked about.")
    grade: Grade = Field(description="Evidence grade of the claim.")
    states: tuple[State, ...] = Field(description="States of the claim.")
    answered: bool = Field(description="Whether the company said anything to this very claim.")
    sources: tuple[str, ...] = Field(description="Ids of the sources that support the claim.")


class DossierEmployer(Record):
    """An employer behind what was asked about."""

    entity: Party = Field(description="The employer.")
    nearness: Nearness = Field(description="How near.")
    strength: Strength = Field(description="How surely its people worked on it: the weakest hop of the path.")
    grade: Grade = Field(description="Lowest evidence grade on the path.")
    tier: int = Field(description="Labour hops on the path.")
    products: tuple[str, ...] = Field(description="Products that the path is about; empty when none is named.")
    countries: tuple[str, ...] = Field(description="Where the work is done.")
    work_types: tuple[str, ...] = Field(description="Kinds of work, in the words of the sources.")
    path: tuple[str, ...] = Field(description="Claim ids of the best path.")
    states: tuple[State, ...] = Field(description="States of the links on the path.")
    wages: tuple[str, ...] = Field((), description="Pay reports that count here.")
    practices: tuple[str, ...] = Field((), description="Practice reports that count here.")


class Open(Record):
    """Something that is not known, with the products for which it is not."""

    gap: Gap = Field(description="What.")
    products: tuple[str, ...] = Field((), description="Ids of the products, where an organisation was asked about.")


class Pointed(Record):
    """A criterion to which findings point. That is a prompt to look, never a breach."""

    criterion: Criterion = Field(description="The criterion.")
    findings: tuple[Finding, ...] = Field(description="Findings that point to it, nearest first.")
    gaps: tuple[str, ...] = Field(description="Codes of what is not known and for that points to it.")
    speaks_for: tuple[Finding, ...] = Field(
        description="Good practice reported under it: lowers concern, clears nothing."
    )
    only_possible: bool = Field(description="Nothing but what is possible points to it, and no gap does.")


class QuestionState(StrEnum):
    """How a question to the vendor stands."""

    REPORTED = "reported"
    ANSWERED = "answered"
    IN_PART = "in_part"
    OPEN = "open"


QUESTION_STATES: dict[QuestionState, tuple[str, str]] = {
    QuestionState.REPORTED: (
        "reports to answer",
        "Reports stand under it. The vendor is asked to answer them one by one.",
    ),
    QuestionState.ANSWERED: (
        "answered by the vendor",
        "The vendor answered it itself, and no report stands under it. That says what the vendor says.",
    ),
    QuestionState.IN_PART: ("known in part", "Something is recorded. It does not replace the answer of the vendor."),
    QuestionState.OPEN: ("not known", "Nothing is recorded here that belongs under it."),
}
"""Each with its label and definition."""


class Known(Record):
    """What the database knows towards an answer."""

    fact: str = Field(description="What sort of fact.")
    parties: tuple[str, ...] = Field((), description="Ids of the parties or products.")
    claims: tuple[str, ...] = Field((), description="Ids of the claims that say so.")


class Asked(Record):
    """A question of the questionnaire with what is known and reported under it."""

    question: Question = Field(description="The question.")
    state: QuestionState = Field(description="How it stands.")
    known: tuple[Known, ...] = Field(description="What is known.")
    findings: tuple[Finding, ...] = Field(description="What is reported, nearest first.")
    denials: tuple[str, ...] = Field(description="Claims that say that it is not so.")
    gaps: tuple[str, ...] = Field(description="Codes of what is not known.")
    answers: tuple[Answered, ...] = Field((), description="What was answered to it, newest first.")


class Fitting(Record):
    """A clause with the criteria to which findings point and which it serves."""

    clause: Clause = Field(description="The clause.")
    because: tuple[str, ...] = Field(description="Ids of criteria to which something points; empty when nothing does.")


class StepCode(StrEnum):
    """What a buyer can do, mildest first."""

    ASK = "ask"
    PLAN = "plan"
    SUSPEND = "suspend"
    LEAVE = "leave"


class StepState(StrEnum):
    """What the rule says of a step."""

    DO = "do"
    CONSIDER = "consider"
    NOT_BY_RULE = "not_by_rule"
    LAST_RESORT = "last_resort"


class ReasonCode(StrEnum):
    """Why a step stands as it does."""

    ASK_ALWAYS = "ask_always"
    ASK_GAPS = "ask_gaps"
    ASK_REPORTS = "ask_reports"
    PLAN_REPORTS = "plan_reports"
    PLAN_NONE = "plan_none"
    SUSPEND_REPORTS = "suspend_reports"
    SUSPEND_NONE = "suspend_none"
    LEAVE_LAST = "leave_last"


class Reason(Record):
    """One reason, with the claims and criteria behind it."""

    code: ReasonCode = Field(description="Stable code.")
    words: str = Field(description="The reason in words.")
    parameters: dict[str, int] = Field(description="What was filled into the words, for other languages.")
    claims: tuple[str, ...] = Field((), description="Ids of claims.")
    criteria: tuple[str, ...] = Field((), description="Ids of criteria.")


class NextStep(Record):
    """One step with what the rule says of it."""

    code: StepCode = Field(description="The step.")
    state: StepState = Field(description="What the rule says.")
    reasons: tuple[Reason, ...] = Field(description="Why.")


class DossierSummary(Record):
    """The counts that the opening needs. They count what is recorded, never what happens."""

    nearness: dict[Nearness, int] = Field(description="Employers by how near they are.")
    undisclosed: int = Field(description="Employers that sources describe and do not name.")
    countries: tuple[str, ...] = Field(description="Countries of work of employers that are more than possible.")
    possible_countries: tuple[str, ...] = Field(description="Countries of work of the others.")
    findings: dict[FindingKind, int] = Field(description="Findings by kind, at all employers together.")
    firm_findings: dict[FindingKind, int] = Field(description="The same at employers that are more than possible.")
    responses: int = Field(description="Answers.")
    silences: int = Field(description="Organisations that were asked and, as reported, gave no answer.")
    criteria: int = Field(description="Criteria to which more than what is possible points.")
    open_questions: int = Field(description="Questions under which nothing is recorded.")
    not_counted: int = Field(description="Reports at these employers that are about other products or clients.")


class DossierRow(Record):
    """One finding, gap, question or answer as a row."""

    subject: str = Field(description="Id of what was asked about.")
    revision: int = Field(description="Revision of the database.")
    section: str = Field(description="finding, gap, question or answer.")
    code: str = Field(
        description="Practice, condition of pay, kind of gap, or number of the question that is asked or answered."
    )
    words: str = Field(description="What is claimed, not known, asked or answered.")
    state: str = Field(description="Of a finding its nearness, of a question how it stands, of an answer what is said.")
    employer: str = Field(description="Id of the employer of a finding, or of the one who answers.")
    grade: str = Field(description="Evidence grade of a finding.")
    claims: tuple[str, ...] = Field(description="Ids of the claims.")
    criteria: tuple[str, ...] = Field(
        description="Ids of the criteria to which it points, or which the question serves."
    )
    sources: tuple[str, ...] = Field(description="Ids of the sources.")


class Dossier(SourcedAnswer):
    """All that a buyer needs of one product or organisation. No score and no badge."""

    row_type: ClassVar[type[Record]] = DossierRow

    subject: Entity = Field(description="What was asked about.")
    asked_id: str = Field(description="The id that was asked for.")
    steps_rule: int = Field(STEPS_RULE, description="Version of the rule for next steps.")
    gaps_rule: int = Field(GAPS_RULE, description="Version of the rules by which gaps are found.")
    summary: DossierSummary = Field(description="Counts.")
    products: tuple[Party, ...] = Field(
        description="Products that were traced: the one asked about, or those on offer."
    )
    bases: tuple[Party, ...] = Field(description="What these are built on.")
    vendors: tuple[Party, ...] = Field(description="Who offers them.")
    employers: tuple[DossierEmployer, ...] = Field(description="Employers, nearest first.")
    links: tuple[LinkUsed, ...] = Field(description="Every link that was followed.")
    wages: tuple[Shown, ...] = Field(description="Pay reports that count.")
    practices: tuple[Shown, ...] = Field(description="Practice reports that count, denials too.")
    findings: tuple[Finding, ...] = Field(description="What they report, nearest first.")
    organised_by: tuple[Shown, ...] = Field(description="Worker organisations at the employers.")
    responses: tuple[Reply, ...] = Field(description="Answers and silences, oldest first.")
    near: dict[str, Nearness] = Field(description="How near each report that counts lies, by its claim.")
    left_out: tuple[Omission, ...] = Field(description="Links that were not followed, with reasons.")
    gaps: tuple[Open, ...] = Field(description="What is not known.")
    criteria: tuple[Pointed, ...] = Field(description="Criteria to which something points.")
    questions: tuple[Asked, ...] = Field(description="The questionnaire, filled in.")
    clauses: tuple[Fitting, ...] = Field(description="Clauses by theme.")
    steps: tuple[NextStep, ...] = Field(description="Next steps, mildest first.")
    stands_on_it: ReverseTrace | None = Field(None, description="Of an employer: what stands on it.")
    traces: tuple[Trace, ...] = Field((), exclude=True, description="The traces behind it.")

    def pay_reports(self, *, possible: bool = False, price: bool = False) -> tuple[str, ...]:
        """Ids of the reports on what people are paid; `price`: on what a client pays; `possible`: those that are only that."""
        wages = [s.claim for s in self.wages if isinstance(s.claim, Wage)]
        fitting = [w.id for w in wages if (w.basis == "paid_by_client") is price]
        return tuple(sorted(id for id in fitting if (self.near[id] in FIRM) is not possible))

    def table(self) -> tuple[DossierRow, ...]:
        """One row a finding, a gap, a question or an answer to one."""
        pointed: dict[tuple[str, str], list[str]] = {}
        for p in self.criteria:
            for f in (*p.findings, *p.speaks_for):
                pointed.setdefault((f.code, f.claim), []).append(p.criterion.id)
        said = {s.claim.id: s.claim.description for s in (*self.wages, *self.practices)}
        return (
            *(self._finding(f, said[f.claim], pointed.get((f.code, f.claim), ())) for f in self.findings),
            *(self._gap(o) for o in self.gaps),
            *(row for a in self.questions for row in (self._question(a), *self._answers(a))),
        )

    def _row(self, section: str, code: str, words: str, **more: object) -> DossierRow:
        empty = {"state": "", "employer": "", "grade": "", "claims": (), "criteria": (), "sources": ()}
        own = {"subject": self.subject.id, "revision": self.revision, "section": section, "code": code, "words": words}
        return DossierRow.model_validate({**empty, **own, **more})

    def _finding(self, f: Finding, words: str, criteria: Iterable[str]) -> DossierRow:
        own = {"state": f.nearness, "employer": f.employer, "grade": f.grade, "claims": (f.claim,)}
        return self._row("finding", f.code, words, **own, criteria=tuple(criteria), sources=f.sources)

    def _gap(self, o: Open) -> DossierRow:
        criteria = tuple(p.criterion.id for p in self.criteria if o.gap.code in p.gaps)
        return self._row("gap", o.gap.code, o.gap.words, criteria=criteria)

    def _question(self, a: Asked) -> DossierRow:
        claims = tuple(dict.fromkeys((*(f.claim for f in a.findings), *(c for k in a.known for c in k.claims))))
        sources = tuple(sorted({s for f in a.findings for s in f.sources}))
        more = {"state": a.state, "claims": claims, "criteria": a.question.criteria, "sources": sources}
        return self._row("question", a.question.number, a.question.text, **more)

    def _answers(self, a: Asked) -> Iterable[DossierRow]:
        for one in a.answers:
            more = {
                "state": one.stance,
                "employer": one.respondent,
                "claims": (one.response,),
                "sources": (one.source,),
            }
            yield self._row("answer", a.question.number, one.text, **more)
