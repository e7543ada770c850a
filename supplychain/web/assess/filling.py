"""The form of an assessment: fields as a step shows them, and the draft that the page carries from one step to the next.

Each step sends its fields and, hidden, everything else that was answered. Nothing of it is kept on the server.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from supplychain.domain.assess import Assessment, Lack, Weight
from supplychain.domain.assess_form import (
    AREA,
    CAN_LACK_EVIDENCE,
    CRITERIA,
    FIELDS,
    LINE,
    OUTCOMES,
    QUESTIONS,
    RESULT,
    SCORES,
    STEPS,
    Always,
    FormField,
    FormQuestion,
    Kind,
    Step,
    WeighCriterion,
)
from supplychain.domain.assess_known import KnownState
from supplychain.domain.assess_result import AssessmentResult, against_words, lack_words
from supplychain.formats.assess import clean, read_assessment
from supplychain.web import words
from supplychain.web.assess.document import YES_WORDS, score_words
from supplychain.web.dossier.phrases import both
from supplychain.web.forms import Choice, Shown
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language

STEP_CODES = tuple(step.code for step in STEPS)
PLACES = (*STEP_CODES, RESULT)
TYPED_WRONG = ("too_long", "no_number", "no_whole", "no_choice", "no_day", "no_score")
"""What is told before the next step is shown; everything else can wait for the end."""
_KINDS = {Kind.LINE: "text", Kind.AREA: "area", Kind.YES: "select", Kind.OUTCOME: "select", Kind.DAY: "date"}


class QuestionShown(NamedTuple):
    """A question as a step shows it."""

    question: FormQuestion
    id: str
    fields: tuple[Shown, ...]
    none: Shown | None
    """The box that says that there is no evidence."""
    lacks: tuple[str, ...]


class CriterionShown(NamedTuple):
    """A criterion as the step of the weighing shows it."""

    criterion: WeighCriterion
    id: str
    fields: tuple[Shown, ...]
    always: bool
    """It always counts double."""
    lacks: tuple[str, ...]


# -- reading -----------------------------------------------------------------------------------------------------------


def carried(form: MultiDict[str, str]) -> Assessment:
    """Read the draft that the page carried, with what the step at hand sent in the place of what it was. Raises Invalid."""
    a = read_assessment(form.get("draft", "").encode("utf-8", "replace"))
    step = form.get("step", "")
    sent = {name: str(clean(form.get(name, ""))).strip() for name in form}
    if step == "weigh":
        a = a.model_copy(update={"weighing": a.weighing | {c.code: _weight(a, sent, c) for c in CRITERIA}})
    if step in STEP_CODES:
        own = {q.number for q in QUESTIONS if q.step == step}
        answers = {f.name: sent[f.name] for f in FIELDS if f.number in own and f.name in sent}
        boxes = [n for n in CAN_LACK_EVIDENCE if (f"none_{n}" in sent if n in own else n in a.no_evidence)]
        a = a.model_copy(update={"answers": a.answers | answers, "no_evidence": tuple(boxes)})
    if step == "decide":
        despite = {name[8:]: text[:AREA] for name, text in sent.items() if name.startswith("despite_")}
        a = a.model_copy(update={"despite": dict(list((a.despite | despite).items())[:100])})
    return a


def _weight(a: Assessment, sent: Mapping[str, str], c: WeighCriterion) -> Weight:
    """A box that is not sent is not ticked; any other field that is not sent stays as it was."""
    old = a.weight(c.code)
    return Weight(
        score=sent.get(f"score_{c.code}", old.score)[:LINE],
        reason=sent.get(f"reason_{c.code}", old.reason)[:AREA],
        others=c.others is Always.ALWAYS or f"others_{c.code}" in sent,
        measure=sent.get(f"measure_{c.code}", old.measure)[:AREA],
    )


def wrong_in(result: AssessmentResult, step: str) -> tuple[Lack, ...]:
    """What was typed wrong in a step."""
    own = {q.number for q in QUESTIONS if q.step == step}
    own |= {c.number for c in CRITERIA} if step == "weigh" else set()
    return tuple(lack for lack in result.lacks if lack.code in TYPED_WRONG and lack.number in own)


def after(step: str) -> str:
    """The place that comes after a step."""
    return PLACES[min(PLACES.index(step) + 1, len(PLACES) - 1)] if step in PLACES else PLACES[0]


def before(step: str) -> str:
    """The place that comes before a step."""
    return PLACES[max(PLACES.index(step) - 1, 0)]


# -- showing -----------------------------------------------------------------------------------------------------------


def step_of(code: str) -> Step:
    """A step by its code."""
    return next(step for step in STEPS if step.code == code)


def id_of(number: str) -> str:
    """The id under which a question or a criterion stands in the page."""
    return f"q-{number.replace('.', '-')}"


def questions_of(result: AssessmentResult, step: str) -> tuple[QuestionShown, ...]:
    """The questions of a step with their fields; the one that asks why in spite of it only where something speaks against."""
    a = result.assessment
    held = {k.number for k in result.known if k.state is KnownState.KNOWN}
    found = []
    for q in QUESTIONS:
        if q.step != step or (q.number == "4.3" and not result.against):
            continue
        fields = tuple(_field(a, f) for f in FIELDS if f.number == q.number)
        if q.number == "4.3":
            fields = tuple(_despite(result))
        has_box = q.number in CAN_LACK_EVIDENCE and (q.number in a.no_evidence or q.number not in held)
        none = _none(a, q.number) if has_box else None
        found.append(QuestionShown(q, id_of(q.number), fields, none, _lacks(result, q.number)))
    return tuple(found)


def criteria_of(result: AssessmentResult) -> tuple[CriterionShown, ...]:
    """The nine criteria with their fields."""
    return tuple(
        CriterionShown(
            c,
            id_of(c.number),
            tuple(_weighed(result.assessment, c)),
            c.others is Always.ALWAYS,
            _lacks(result, c.number),
        )
        for c in CRITERIA
    )


def _lacks(result: AssessmentResult, number: str) -> tuple[str, ...]:
    """What cannot stand under a question. That it is only not answered yet is told at the end."""
    return tuple(lack_words(k, language()) for k in result.lacks if k.number == number and not k.draft)


def _shown(
    name: str,
    label: str,
    value: str,
    kind: str = "text",
    *,
    hint: str = "",
    required: bool = True,
    choices: tuple[Choice, ...] = (),
    longest: int = LINE,
) -> Shown:
    chosen = (value,) if value else ()
    id = f"f-{name}".replace("_", "-").replace(".", "-")
    return Shown(name, id, label, hint, kind, "off", required, longest, value, chosen, choices, "")


def _field(a: Assessment, f: FormField) -> Shown:
    longest = AREA if f.kind is Kind.AREA else LINE
    choices: tuple[Choice, ...] = ()
    if f.kind is Kind.YES:
        choices = tuple(Choice(code, words.first_up(_(text))) for code, text in YES_WORDS.items())
    if f.kind is Kind.OUTCOME:
        choices = tuple(Choice(o.code, both(o, "label")) for o in OUTCOMES)
    return _shown(
        f.name,
        both(f, "label"),
        a.answers.get(f.name, ""),
        _KINDS.get(f.kind, "text"),
        required=f.required,
        choices=choices,
        longest=longest,
    )


def _none(a: Assessment, number: str) -> Shown:
    box = Choice("yes", _("No evidence available; it counts against release"))
    return _shown(
        f"none_{number}", _("Is there evidence?"), "yes" if number in a.no_evidence else "", "checks", choices=(box,)
    )


def _despite(result: AssessmentResult) -> Iterator[Shown]:
    for s in result.against:
        label = words.first_up(against_words(s.code, language()))
        given = result.assessment.despite.get(s.code, "")
        yield _shown(f"despite_{s.code}", label, given, "area", required=False, longest=AREA)


def _weighed(a: Assessment, c: WeighCriterion) -> Iterator[Shown]:
    weight = a.weight(c.code)
    choices = tuple(Choice(score, score_words(score)) for score in SCORES)
    yield _shown(f"score_{c.code}", _("Score"), weight.score, "select", choices=choices)
    yield _shown(f"reason_{c.code}", _("Reason"), weight.reason)
    if c.others is not Always.ALWAYS:
        box = Choice("yes", _("Its cost falls on people who did not choose it: it counts double"))
        yield _shown(
            f"others_{c.code}", _("On whom it falls"), "yes" if weight.others else "", "checks", choices=(box,)
        )
    yield _shown(f"measure_{c.code}", _("Measure, needed for a -2"), weight.measure, required=False)
