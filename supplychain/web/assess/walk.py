"""One place of the form as its page shows it: a step with its questions, or the result."""

from typing import NamedTuple

from supplychain.domain.assess_form import RESULT, Step
from supplychain.domain.assess_result import AssessmentResult, lack_words
from supplychain.formats.assess import write_answers
from supplychain.web.assess import filling, knowing
from supplychain.web.assess.document import cited_in, compose
from supplychain.web.dossier.runs import Document, Numbered, Section
from supplychain.web.i18n import language

PRINTED = "printed"
"""The result in a file: nothing can be pressed there."""


class Walk(NamedTuple):
    """What the page of a place is made from."""

    place: str
    """Code of a step, or what comes after the last one."""
    result: AssessmentResult
    draft: str
    """What was answered so far, as the page carries it."""
    saved: str
    """Id and version of the saved assessment that this one was opened from; empty for none."""
    before: str
    """The place before this one."""
    wrongs: tuple[tuple[str, str, str], ...] = ()
    """What was typed wrong here: id in the page, number, words."""
    questions: tuple[filling.QuestionShown, ...] = ()
    criteria: tuple[filling.CriterionShown, ...] = ()
    known: dict[str, knowing.Held] = {}  # noqa: RUF012 - never changed
    told: tuple[Section, ...] = ()
    """Stops and weighing, beside the decision."""
    sources: tuple[Numbered, ...] = ()
    doc: Document | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the form."""
        return tuple(map(filling.step_of, filling.STEP_CODES))

    @property
    def step(self) -> Step:
        """The step at hand."""
        return filling.step_of(self.place)

    @property
    def number(self) -> int:
        """Its number."""
        return filling.STEP_CODES.index(self.place) + 1

    @property
    def is_last(self) -> bool:
        """Whether the result comes next."""
        return self.place == filling.STEP_CODES[-1]


def walk(result: AssessmentResult, place: str, saved: str = "") -> Walk:
    """Make a place of the form; what is no place is the first one."""
    place = place if place in (*filling.PLACES, PRINTED) else filling.PLACES[0]
    if place in (RESULT, PRINTED):
        here = Walk(place, result, write_answers(result.assessment), saved[:80], filling.STEP_CODES[-1])
        return here._replace(doc=compose(result))
    wrongs = ((filling.id_of(k.number), k.number, lack_words(k, language())) for k in filling.wrong_in(result, place))
    here = Walk(
        place,
        result,
        write_answers(result.assessment),
        saved[:80],
        filling.before(place),
        tuple(wrongs),
        filling.questions_of(result, place),
    )
    match place:
        case "costs":
            x = knowing.phrases_of(result)
            known = {k.number: knowing.known(x, result, k.number) for k in result.known}
            return here._replace(known=known, sources=x.sources())
        case "weigh":
            return here._replace(criteria=filling.criteria_of(result))
        case "decide":
            doc = compose(result)
            told = tuple(section for section in doc.sections if section.id in ("stops", "weighing"))
            cited = cited_in(told)
            return here._replace(told=told, sources=tuple(s for s in doc.sources if s.number in cited))
    return here
