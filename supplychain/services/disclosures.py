"""Answering the questionnaire, by link and without an account: the draft, part by part and row by row, and sending it once."""

from collections.abc import Mapping
from typing import NamedTuple

from supplychain.domain import disclosures as d
from supplychain.domain import reports as r
from supplychain.domain.answer_text import read_answer
from supplychain.domain.criteria import Question
from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.errors import Conflict, Invalid, Problem, Refused
from supplychain.domain.ids import make_id
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Entity
from supplychain.domain.replies import REFUSED
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS, QUESTION_STANCES
from supplychain.services import answer_files, disclosure_rows, replies, reports
from supplychain.services.desk import Desk
from supplychain.services.disclosure_rows import Firm, Row
from supplychain.services.replies import Opened, Stage
from supplychain.services.reports import Sender
from supplychain.store.replies import Link


class Disclosure(NamedTuple):
    """What somebody sees who opens the link of a questionnaire."""

    opened: Opened
    about: Entity
    questions: tuple[Question, ...]
    """The questions as they were asked."""
    draft: d.Draft
    is_open: bool
    """Whether something can be filled in."""

    def of_theme(self, theme: str) -> tuple[Question, ...]:
        """The questions of one topic."""
        return tuple(q for q in self.questions if q.theme == theme)

    def words_of(self, question: Question) -> tuple[str, ...]:
        """Name the rows in which a question can be answered here: what a product is built on is asked of products alone."""
        return tuple(w for w in d.row_words(question) if w != "base" or self.about.kind in PRODUCTS)


def open_disclosure(desk: Desk, token: str) -> Disclosure:
    """Open the link of a questionnaire; that uses nothing up. Raises Refused where it is not ours, or is of another kind."""
    kept, _ = replies.find_link(desk, token, questionnaire=True)
    return _open(desk, kept)


def _open(desk: Desk, kept: Link) -> Disclosure:
    opened = replies.open_link(desk, kept)
    with desk.store.view() as view:
        about = view.snapshot().entities[opened.inquiry.about]
    with desk.store.replies() as found:
        draft = d.Draft.read(found.draft(kept.request))
    return Disclosure(opened, about, _as_asked(desk, kept, opened), draft, opened.stage in (Stage.OPEN, Stage.RETURNED))


def _as_asked(desk: Desk, kept: Link, opened: Opened) -> tuple[Question, ...]:
    """Give the questions as they read when they were asked, whatever became of them since."""
    with desk.store.view(kept.list_revision) as view:
        asked = set(opened.inquiry.questions)
        return tuple(q for q in view.snapshot().checklist.questions if q.id in asked)


def what_is_held(desk: Desk, found: Disclosure) -> Dossier:
    """Give what the database holds today about what is asked about."""
    with desk.store.view() as view:
        return compile_dossier(view.snapshot(), found.about.id)


# -- filling in ------------------------------------------------------------------------------------------------------------


def save_theme(desk: Desk, token: str, theme: str, mark: str, said: Mapping[str, d.Said | None]) -> None:
    """Keep what is said to the questions of one topic. Raises Invalid by the id of the question, Conflict where another
    window was quicker, Refused.
    """
    kept, found = _to_fill_in(desk, token)
    questions = found.of_theme(theme)
    problems: list[Problem] = []
    read: dict[str, d.Said] = {}
    for question in questions:
        given = said.get(question.id)
        if given is None or (not given.text and given.stance == "answers"):
            continue
        try:
            read[question.id] = _read(given)
        except Invalid as error:
            problems += [Problem(question.id, p.what, p.mend) for p in error.problems]
    if problems:
        raise Invalid(problems)
    with desk.store.replies(change=True) as store:
        draft = _still_open(d.Draft.read(store.draft(kept.request)), store.link(kept.request), kept)
        if draft.mark(questions) != mark:
            raise Conflict(d.REFUSED["elsewhere"])
        own = {q.id for q in questions}
        whole = {id: one for id, one in draft.said.items() if id not in own} | read
        store.keep_draft(kept.request, draft.model_copy(update={"said": whole}).model_dump_json())


def _read(said: d.Said) -> d.Said:
    text = said.text.strip()
    if text:
        reports.find_in_words(text, "text")
        read_answer(text)
    return d.Said(stance=said.stance if said.stance in QUESTION_STANCES else "answers", text=text)


def _to_fill_in(desk: Desk, token: str) -> tuple[Link, Disclosure]:
    kept, _ = replies.find_link(desk, token, questionnaire=True)
    found = _open(desk, kept)
    if not found.is_open:
        raise Refused(d.REFUSED["sent"])
    if kept.expires < desk.clock().date() and found.opened.stage is Stage.OPEN:
        raise Refused(REFUSED["link_old"])
    return kept, found


def _still_open(draft: d.Draft, now: Link, before: Link) -> d.Draft:
    if now.report != before.report:
        raise Refused(d.REFUSED["sent"])
    return draft


def add_row(desk: Desk, token: str, question: str, row: Row) -> None:
    """Add a row to the answer to a question. Raises Invalid by field, Refused."""
    kept, found = _to_fill_in(desk, token)
    asked = _asked(found, question)
    with desk.store.view() as view:
        state = view.snapshot()
    firm = _firm(found, state, kept)
    before = found.draft
    content = before.content.adding("sources", _document(desk, found))
    content, id = disclosure_rows.put_row(desk, state, content, firm, asked, row)
    added = d.RowSaid(id=id, question=question, table=row.table, label=d.row_line(content, row.table, id))
    with desk.store.replies(change=True) as store:
        draft = _still_open(d.Draft.read(store.draft(kept.request)), store.link(kept.request), kept)
        if draft.content != before.content:
            raise Conflict(d.REFUSED["elsewhere"])
        changed = draft.model_copy(update={"rows": (*draft.rows, added), "content": content})
        store.keep_draft(kept.request, changed.model_dump_json())


def drop_row(desk: Desk, token: str, id: str) -> None:
    """Take a row away; one that is gone already is no fault. Raises Refused."""
    kept, _ = _to_fill_in(desk, token)
    with desk.store.replies(change=True) as store:
        draft = _still_open(d.Draft.read(store.draft(kept.request)), store.link(kept.request), kept)
        store.keep_draft(kept.request, draft.without_row(id).model_dump_json())


def _asked(found: Disclosure, question: str) -> Question:
    asked = next((q for q in found.questions if q.id == question), None)
    if asked is None:
        raise Invalid([Problem("", *d.WRONG["questions"])])
    return asked


def _firm(found: Disclosure, state: Snapshot, kept: Link) -> Firm:
    who = found.opened.respondent
    return Firm(who.id, who.name, found.about, state.canonical(who.id), _source_id(kept.request))


def _source_id(request: str) -> str:
    return f"answer-{request}"


# -- sending ---------------------------------------------------------------------------------------------------------------


def send(desk: Desk, token: str, language: str, *, names_meant: bool) -> str:
    """Send the answers, or those that were mended; give the id of the report that they become. Raises Invalid, Refused."""
    kept, found = _to_fill_in(desk, token)
    if not any(found.draft.done(q.id) for q in found.questions):
        raise Invalid([Problem("", *d.WRONG["silent"])])
    with desk.store.view() as view:
        known = reports.names_known(view.snapshot())
    content = _content(desk, found, language)
    finds = reports.find(content, (), known)
    ours = {f.key for f in finds if f.table == "responses" and f.column == "description" and not f.certain}
    if not names_meant and any(f.key not in ours and not f.certain for f in finds):
        raise Invalid([Problem("names_meant", *d.WRONG["names"])])
    _, code = replies.find_link(desk, token, questionnaire=True)
    sender = Sender(code=code)
    if found.opened.stage is Stage.RETURNED:
        return replies.send_again(desk, sender, kept, content)
    return replies.send_first(desk, sender, kept, content, (f.key for f in finds))


def attach(desk: Desk, token: str, data: bytes) -> r.Attached:
    """Add a document to the answers, sent or not: those who check the form see it, nobody else. Raises Invalid, Refused."""
    kept, code = replies.find_link(desk, token, questionnaire=True)
    sender, opened = Sender(code=code), replies.open_link(desk, kept)
    if opened.stage is Stage.SENT:
        return reports.attach(desk, sender, kept.report, data)
    if opened.stage is Stage.PUBLISHED:
        raise Refused(d.REFUSED["no_file_now"])
    opened = replies.open_to_answer(desk, kept)
    return answer_files.keep_one(desk, sender, kept, replies.place_of(desk, kept, opened), data)


def detach(desk: Desk, token: str, file: str) -> None:
    """Take a document away, as long as the answers can be changed; one that is gone already is no fault. Raises Refused."""
    kept, found = _to_fill_in(desk, token)
    _, code = replies.find_link(desk, token, questionnaire=True)
    replies.take_away(desk, Sender(code=code), kept, found.opened, [file])


def _content(desk: Desk, found: Disclosure, language: str) -> r.Content:
    """Make the rows of the answers: their source, one response a question, and the rows that were added."""
    document = _document(desk, found) | {"language": language}
    content = found.draft.content.adding("sources", document)
    today, who = f"{desk.clock().date()}", found.opened.respondent
    for question in found.questions:
        if not found.draft.done(question.id):
            continue
        said = found.draft.said.get(question.id, d.Said(stance="answers"))
        id, text = make_id("r", desk.chance()), read_answer(said.text) if said.text else ""
        unknown = d.UNKNOWN_OF_THEME.get(question.theme, "") if said.stance == "does_not_know" else ""
        cells = {
            "id": id,
            "respondent": who.id,
            "date": today,
            "reported_on": today,
            "asserted_by": "firm_itself",
            "description": d.description_of(who.name, found.about.name, question, said.stance),
            "does_not_know": unknown,
        }
        target = {"response": id, "entity": found.about.id, "question": question.id, "stance": said.stance}
        cited = {"claim": id, "source": document["id"], "locator": d.locator_of(question, text), "quote": text}
        content = content.adding("responses", cells)
        content = content.with_rows(
            "targets", [*content.rows("targets"), {**target, "addresses_point": "unknown"}]
        ).with_rows("citations", [*content.rows("citations"), cited])
    return content


def _document(desk: Desk, found: Disclosure) -> r.Cells:
    name, id = found.opened.respondent.name, found.opened.inquiry.id
    return {
        "id": _source_id(id),
        "title": own_words("source_answers", name=name, id=id),
        "publisher": name,
        "date": f"{desk.clock().date()}",
        "kind": "company_statement",
        "seen": "yes",
        "quality": "original",
    }


# -- as the desk sees it ---------------------------------------------------------------------------------------------------


def name_of(desk: Desk, id: str) -> str:
    """Give the name of what a questionnaire is about."""
    with desk.store.view() as view:
        return view.snapshot().entities[id].name
