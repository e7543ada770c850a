"""Choosing whom to send the questionnaire, about what, and with which questions; what cannot be asked is told so."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from supplychain.domain import disclosures as d
from supplychain.domain.criteria import Question
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.inquiries import Inquiry
from supplychain.domain.parties import Party
from supplychain.domain.replies import RUNNING
from supplychain.domain.search import find, known
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.store.database import View

_MEANT = 8
CORE, ALL = "core", "all"


class Offer(NamedTuple):
    """What can be chosen."""

    respondent: Party | None
    """Who was meant, where one was."""
    meant: tuple[Party, ...]
    """Who may be meant, where it is not clear."""
    about: tuple[Party, ...]
    """What it can be asked about: itself and the products that it offers."""


def offer(view: View, typed: str) -> Offer:
    """Offer respondents for what was typed: an organisation, or a tool, whose vendors are meant; or what to ask one about."""
    snapshot = view.snapshot()
    entity = snapshot.entities.get(typed)
    if entity is not None and entity.kind in PRODUCTS:
        ids = _offered(snapshot, [typed], back=False)
        return Offer(None, _parties(snapshot, ids), ())
    if entity is None or entity.kind not in d.ASKABLE:
        ids = [id for id, _ in find(snapshot, typed)] if typed else []
        ids = [id for id in ids if snapshot.entities[id].kind in (*d.ASKABLE, *PRODUCTS)]
        return Offer(None, _parties(snapshot, ids[:_MEANT]), ())
    return Offer(Party.of(entity), (), _parties(snapshot, [typed, *_offered(snapshot, [typed], back=True)]))


def _offered(snapshot: Snapshot, ids: Sequence[str], *, back: bool) -> list[str]:
    """Give the products that parties offer (`back`), or the parties that offer products."""
    mine = [snapshot.canonical(id) for id in ids]
    if back:
        found = {snapshot.canonical(x.subject) for x in snapshot.links_to(mine, ["provided_by"])}
    else:
        found = {snapshot.canonical(x.object) for x in snapshot.links_from(mine, ["provided_by"]) if x.object}
    return sorted(found)


def _parties(snapshot: Snapshot, ids: Sequence[str]) -> tuple[Party, ...]:
    return tuple(Party.of(snapshot.entities[id]) for id in ids)


def choose(snapshot: Snapshot, which: str) -> tuple[Question, ...]:
    """Give the questions that are meant: the short form, all, or some by number. Raises Invalid."""
    every = snapshot.checklist.questions
    if which in (CORE, ALL):
        return tuple(q for q in every if q.core or which == ALL)
    wanted = {part.strip().upper() for part in which.split(",") if part.strip()}
    if wanted - {q.number for q in every}:
        raise _wrong("questions", "questions")
    return tuple(q for q in every if q.number in wanted)


def check_questionnaire(
    snapshot: Snapshot, inquiries: Iterable[Inquiry], respondent: str, about: str, questions: Sequence[str]
) -> Party:
    """Give who is to be asked, and refuse what cannot be, also for the inquiries that run. Raises Invalid, NotFound."""
    known(snapshot, "entity", respondent)
    found = snapshot.entities[respondent]
    if found.kind not in d.ASKABLE:
        raise _wrong("respondent", "respondent")
    who, what = snapshot.canonical(respondent), snapshot.canonical(about)
    if about not in snapshot.entities or not d.may_be_about(snapshot.entities[what].kind, who == what):
        raise _wrong("about", "about")
    listed = {q.id for q in snapshot.checklist.questions}
    if not 0 < len(questions) <= d.MOST_QUESTIONS or set(questions) - listed:
        raise _wrong("questions", "questions")
    for inquiry in inquiries:
        running = inquiry.questions and inquiry.state in RUNNING
        if running and snapshot.canonical(inquiry.respondent) == who and snapshot.canonical(inquiry.about) == what:
            raise _wrong("about", "running")
    return Party.of(found)


def _wrong(field: str, code: str) -> Invalid:
    return Invalid([Problem(field, *d.WRONG[code])])
