"""The pages on which a vendor answers the questionnaire: by the link of a letter, without an account, bit by bit."""

from collections.abc import Callable
from typing import Any, NamedTuple

from supplychain.domain.answer_text import paragraphs
from supplychain.domain.criteria import THEMES, Question
from supplychain.domain.disclosures import Said
from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.reports import MAX_FILES
from supplychain.domain.vocabulary import CURRENCIES, QUESTION_STANCES
from supplychain.formats.evidence_limits import LARGEST as FILE_LARGEST
from supplychain.services import disclosures
from supplychain.services.answer_files import DRAFTS_KEPT
from supplychain.services.disclosure_rows import WORDS, Row
from supplychain.services.disclosures import Disclosure
from supplychain.web import links, words
from supplychain.web.access import Open, desk
from supplychain.web.disclosure_forms import (
    NAMES,
    NEW_KINDS,
    ROW_MODELS,
    SURE,
    TITLES,
    Document,
    Dropping,
    Part,
    PartForm,
    Sending,
    WhichDocument,
)
from supplychain.web.dossier.buying import holdings
from supplychain.web.dossier.phrases import Phrases, both
from supplychain.web.dossier.runs import Runs
from supplychain.web.forms import Sent, Shown
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark
from supplychain.web.part_forms import parties
from supplychain.web.rooms import Context, Done, Rooms, blank
from supplychain.web.tongues import TONGUES

rooms = Rooms()
LARGEST = 1024 * 1024
"""Bytes that the answers of one topic may have: nine thousand characters of any script to each question."""


class Topic(NamedTuple):
    """One topic of the questionnaire, with how far it is filled in."""

    code: str
    questions: int
    done: int


class Line(NamedTuple):
    """One question as its page shows it."""

    question: Question
    text: str
    evidence: str
    held: tuple[Runs, ...]
    """What the database holds."""
    fields: tuple[Shown, ...]
    rows: tuple[tuple[str, str], ...]
    """Id and words of the rows that were added."""
    addable: tuple[tuple[str, str], ...]
    """Sort of row and what the link to its form says."""


def _topics(found: Disclosure) -> list[Topic]:
    topics = ((theme, found.of_theme(theme)) for theme in THEMES)
    return [Topic(t, len(own), sum(found.draft.done(q.id) for q in own)) for t, own in topics if own]


@rooms.room("/disclosure/<token>", "desk/disclosure.html", Open.VISITOR)
def disclosure(token: str) -> Context:
    """The topics with how far they are filled in, and sending; what was sent, and what happens next."""
    found = disclosures.open_disclosure(desk(), token)
    answer = found.opened.answer
    tongues = sorted(((code, words.language_name(code)) for code in TONGUES), key=lambda pair: pair[1].casefold())
    choices = {"language": tongues, "names_meant": [("yes", _(NAMES))], "sure": [("yes", _(SURE))]}
    return {
        "found": found,
        "topics": _topics(found),
        "sent": answer.questionnaire if answer and not found.is_open and found.opened.stage == "sent" else None,
        "asked": {q.id: f"{q.number} {both(q, 'text')}" for q in found.questions},
        "form": blank("send_disclosure", {"language": language()}, choices),
        "token": token,
        "days": DRAFTS_KEPT.days,
        "more_files": len(found.opened.files) < MAX_FILES,
    }


@rooms.form("/disclosure/<token>", Sending, Open.VISITOR, "disclosure")
def send_disclosure(sent: Sending, token: str) -> Done:
    """Take the answers, once."""
    tongue = sent.language if sent.language in TONGUES else ""
    disclosures.send(desk(), token, tongue, names_meant=bool(sent.names_meant))
    return Done(links.page_url("disclosure", token=token), mark("Thank you. Your answers have arrived."))


@rooms.form("/disclosure/<token>/files", Document, Open.VISITOR, "disclosure", FILE_LARGEST + 64 * 1024)
def attach_disclosed(sent: Document, token: str) -> Done:
    """Take a document."""
    disclosures.attach(desk(), token, sent.file)
    return Done(links.page_url("disclosure", token=token), mark("The document is kept."))


@rooms.form("/disclosure/<token>/files/remove", WhichDocument, Open.VISITOR, "disclosure")
def detach_disclosed(sent: WhichDocument, token: str) -> Done:
    """Take a document away."""
    disclosures.detach(desk(), token, sent.file)
    return Done(links.page_url("disclosure", token=token), mark("The document is taken away."))


@rooms.room("/disclosure/<token>/<theme>", "desk/disclosure_theme.html", Open.VISITOR)
def disclosure_theme(token: str, theme: str) -> Context:
    """The questions of one topic, with what the database holds beside each."""
    found = _fillable(token)
    questions = _of_theme(found, theme)
    numbers = {q.id: n for n, q in enumerate(found.questions, 1)}
    values = {"mark": found.draft.mark(questions)}
    for q in questions:
        said = found.draft.said.get(q.id, Said(stance="answers"))
        values[f"stance_{numbers[q.id]}"] = said.stance if q.id in found.draft.said else ""
        values[f"text_{numbers[q.id]}"] = "\n\n".join(paragraphs(said.text)) if said.text else ""
    stances = [(code, words.first_up(words.label("response_stance", code))) for code in QUESTION_STANCES]
    form = blank("save_disclosure", values, {f"stance_{n}": stances for n in numbers.values()})
    dossier = disclosures.what_is_held(desk(), found)
    phrases = Phrases(dossier)
    topics = [topic.code for topic in _topics(found)]
    at = topics.index(theme)
    return {
        "found": found,
        "theme": theme,
        "lines": [_line(found, q, numbers[q.id], form.fields, dossier, phrases) for q in questions],
        "form": form,
        "next_theme": topics[at + 1] if at + 1 < len(topics) else "",
        "token": token,
    }


def _line(
    found: Disclosure, q: Question, number: int, fields: tuple[Shown, ...], dossier: Dossier, phrases: Phrases
) -> Line:
    asked = next((a for a in dossier.questions if a.question.id == q.id), None)
    own = tuple(f for f in fields if f.name in (f"stance_{number}", f"text_{number}"))
    return Line(
        q,
        both(q, "text"),
        both(q, "evidence"),
        holdings(phrases, asked) if asked is not None else (),
        own,
        tuple((row.id, row.label) for row in found.draft.rows if row.question == q.id),
        tuple((word, _(TITLES[word])) for word in found.words_of(q)),
    )


def _fillable(token: str) -> Disclosure:
    found = disclosures.open_disclosure(desk(), token)
    if not found.is_open:
        raise NotFound("draft that can be changed", found.opened.inquiry.id)
    return found


def _of_theme(found: Disclosure, theme: str) -> tuple[Question, ...]:
    questions = found.of_theme(theme)
    if not questions:
        raise NotFound("topic of this questionnaire", theme)
    return questions


@rooms.form("/disclosure/<token>/<theme>/keep", PartForm, Open.VISITOR, "disclosure_theme", LARGEST)
def save_disclosure(sent: Part, token: str, theme: str) -> Done:
    """Keep what is filled in, until it is sent."""
    found = disclosures.open_disclosure(desk(), token)
    numbers = {q.id: n for n, q in enumerate(found.questions, 1)}
    said = {q.id: _said(sent, numbers[q.id]) for q in found.of_theme(theme)}
    try:
        disclosures.save_theme(desk(), token, theme, sent.mark, said)
    except Invalid as error:
        raise Invalid([Problem(f"text_{numbers[p.where]}", p.what, p.mend) for p in error.problems]) from None
    return Done(links.page_url("disclosure", token=token), mark("Kept. Nothing is sent yet."))


def _said(sent: Part, number: int) -> Said | None:
    stance, text = getattr(sent, f"stance_{number}"), getattr(sent, f"text_{number}")
    if not stance and not text:
        return None
    return Said(stance=stance if stance in QUESTION_STANCES else "answers", text=text)


@rooms.form("/disclosure/<token>/<theme>/drop", Dropping, Open.VISITOR, "disclosure_theme")
def drop_disclosed(sent: Dropping, token: str, theme: str) -> Done:
    """Take a row away."""
    disclosures.drop_row(desk(), token, sent.row)
    return Done(links.page_url("disclosure_theme", token=token, theme=theme), mark("The row is taken away."))


# -- rows ------------------------------------------------------------------------------------------------------------------


def _show(word: str, token: str, question: str) -> Context:
    found = _fillable(token)
    asked = next((q for q in found.questions if q.id == question and word in found.words_of(q)), None)
    if asked is None:
        raise NotFound("question of this questionnaire", question)
    choices: dict[str, list[tuple[str, str]]] = {
        "currency": [(code, code) for code in sorted(CURRENCIES)],
        "new_kind": [(k, words.first_up(words.label("entity_kind", k))) for k in NEW_KINDS.get(word, ())],
        "practice": [(p, words.first_up(words.label("practice", p))) for p in asked.practices],
    }
    return {
        "found": found,
        "question": asked,
        "text": both(asked, "text"),
        "title": _(TITLES[word]),
        "form": blank(f"add_disclosed_{word}", {}, {k: v for k, v in choices.items() if v}),
        "lists": parties(),
        "token": token,
    }


def _keep(word: str, sent: Sent, token: str, question: str) -> Done:
    found = _fillable(token)
    asked = next((q for q in found.questions if q.id == question), None)
    if asked is None:
        raise NotFound("question of this questionnaire", question)
    cells = {name: " ".join(str(value).split()) for name, value in sent.model_dump().items()}
    disclosures.add_row(desk(), token, question, Row(word, cells))
    address = links.page_url("disclosure_theme", token=token, theme=asked.theme)
    return Done(address, mark("The row is added. Nothing is sent yet."))


def _declare(word: str) -> None:
    def show(token: str, question: str) -> Context:
        return _show(word, token, question)

    def keep(sent: Sent, token: str, question: str) -> Done:
        return _keep(word, sent, token, question)

    rule = f"/disclosure/<token>/rows/{word}/<question>"
    rooms.room(rule, "desk/disclosure_row.html", Open.VISITOR)(_named(f"disclosed_{word}", show))
    rooms.form(rule, ROW_MODELS[word], Open.VISITOR, f"disclosed_{word}")(_named(f"add_disclosed_{word}", keep))


def _named(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    view.__name__ = name
    return view


for _word in WORDS:
    _declare(_word)
