"""Asking for an answer: the public ledger, the list of the desk, the letter, the second one."""

from datetime import date, timedelta
from typing import NamedTuple

from supplychain.domain import replies as d
from supplychain.domain import reply_answers as a
from supplychain.domain.disclosures import WRONG as WRONG_QUESTIONS
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.ids import make_id
from supplychain.domain.parties import Party
from supplychain.domain.people import read_email
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Response
from supplychain.domain.requests import Requests, ledger
from supplychain.domain.search import known
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.letters import Letter
from supplychain.services import request_letters
from supplychain.services.desk import Desk, digest
from supplychain.services.notices import notice_of
from supplychain.services.questionnaire_choice import check_questionnaire, choose
from supplychain.services.reply_waiting import waiting_answer, waits
from supplychain.services.reports import find_in_words
from supplychain.services.request_book import (
    ACTOR,
    Asked,
    all_inquiries,
    code_of,
    expires,
    find_inquiry,
    link_of,
    printed,
    refuse_undone,
    refuse_unsent,
    refuse_while_waiting,
    respondent_of,
    statements_of,
    undone,
    unsent,
)
from supplychain.services.request_steps import mark_sent
from supplychain.store.database import View, Writer
from supplychain.store.replies import Asking, Replies, Written
from supplychain.store.reports import Reports

SENT_TO_KEPT = timedelta(days=30)
"""To whom letters went is taken away so long after the inquiry ended."""
LETTERS_KEPT = timedelta(days=7 * 365 + 2)
MAX_TO = 400
_NOBODY = ("undisclosed", "tool", "model", "dataset")
"""Kinds of parties that can be asked nothing."""


class Wanted(NamedTuple):
    """What is to be asked."""

    respondent: str
    claims: tuple[str, ...]
    channel: d.Channel
    to: str
    """An e-mail address, the address on the envelope, or that of a form."""
    language: str = "en"
    note: str = ""
    """A sentence of the editor's own."""
    days: int = d.LEAST_DAYS
    report: str = ""
    """Id of the report whose rows the claims are: then it is a notice before they are published."""
    about: str = ""
    """Of a questionnaire the party that it is about; then `questions` are asked in the place of claims."""
    questions: tuple[str, ...] = ()


def with_questions(desk: Desk, wanted: Wanted, about: str, which: str) -> Wanted:
    """Ask questions in the place of claims: `core`, `all`, or some by number. Raises Invalid."""
    if wanted.claims or wanted.report:
        raise Invalid([Problem("questions", *WRONG_QUESTIONS["claims_too"])])
    with desk.store.view() as view:
        chosen = tuple(q.id for q in choose(view.snapshot(), which))
    return wanted._replace(about=about or wanted.respondent, questions=chosen)


# -- the public ledger -----------------------------------------------------------------------------------------------------


def list_public(view: View, respondent: str = "") -> Requests:
    """Give the ledger of all requests and answers. Raises NotFound."""
    snapshot = view.snapshot()
    if respondent:
        known(snapshot, "entity", respondent)
    return ledger(snapshot, snapshot.canonical(respondent) if respondent else "")


# -- looking ---------------------------------------------------------------------------------------------------------------


def list_desk(desk: Desk) -> a.DeskList:
    """List every inquiry with what is to be done next, the most pressing first; what is kept no longer goes."""
    today = desk.clock().date()
    with desk.store.replies(change=True) as replies:
        replies.tidy(today - SENT_TO_KEPT, today - LETTERS_KEPT)
    with desk.store.view() as view:
        snapshot = view.snapshot()
    rows = []
    with desk.store.replies() as replies, desk.store.reports() as reports:
        links, letters = replies.links(), replies.all_letters()
        askings = {one.request: one for one in replies.askings()}
        for i in all_inquiries(snapshot, replies):
            answered = i.id in links and waits(reports, links[i.id])
            waiting, asking = unsent(letters.get(i.id, ())), askings.get(i.id)
            checked = asking is not None and asking.points is not None and not asking.recorded
            rows.append(
                a.DeskRow(
                    id=i.id,
                    respondent=i.respondent,
                    name=respondent_of(snapshot, i, asking).name,
                    state=i.state,
                    step=d.next_step(
                        i.requests,
                        today,
                        answered and not checked,
                        waiting is not None,
                        bool(undone(snapshot, asking, letters.get(i.id, ()))),
                    ),
                    due=i.due,
                    channels=(*(r.channel for r in i.requests), *((waiting.channel,) if waiting else ())),
                    claims=i.claims,
                    report=asking.report if asking is not None and not asking.recorded else "",
                    questions=len(i.questions),
                )
            )
    order = list(d.Step)
    rows.sort(key=lambda r: (order.index(r.step), str(r.due or "9999"), r.id))
    return a.DeskList(inquiries=tuple(rows))


def look(desk: Desk, id: str) -> a.Seen:
    """Show an inquiry to the desk. Raises NotFound."""
    today = desk.clock().date()
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies, desk.store.reports() as reports:
        inquiry, asking = find_inquiry(snapshot, replies, id), replies.asking(id)
        kept, letters = replies.links().get(id), replies.letters(id)
        answer = waiting_answer(reports, kept) if kept else None
    link = link_of(desk, kept) if kept else ""
    waiting, sent = unsent(letters), {r.id: r for r in inquiry.requests}
    gone = {letter.request: letter.sent for letter in undone(snapshot, asking, letters)}
    report = asking.report if asking is not None and not asking.recorded else ""
    checked = bool(report) and answer is not None and asking is not None and asking.points is not None
    return a.Seen(
        inquiry=inquiry,
        name=respondent_of(snapshot, inquiry, asking).name,
        step=d.next_step(inquiry.requests, today, answer is not None and not checked, waiting is not None, bool(gone)),
        today=today,
        claims=statements_of(snapshot, inquiry, asking),
        letters=tuple(
            a.LetterSeen(
                id=letter.request,
                request=sent.get(letter.request),
                channel=sent[letter.request].channel if letter.request in sent else letter.channel,
                written=letter.written,
                sent_to=letter.sent_to,
                language=letter.language,
                subject=letter.subject,
                text=request_letters.text_of(desk, letter, link),
                undone=gone.get(letter.request),
            )
            for letter in letters
        ),
        link=link,
        expires=kept.expires if kept else None,
        extended=bool(kept and kept.extended),
        letter_waits=waiting.request if waiting else "",
        answer=answer,
        report=report,
        checked=checked,
    )


# -- asking ----------------------------------------------------------------------------------------------------------------


def preview(desk: Desk, wanted: Wanted) -> Letter:
    """Write the letter as it would go out today, without a link. Raises Invalid, and Refused where it would have no sender."""
    request_letters.check_sender(desk)
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies, desk.store.reports() as reports:
        _, put = _asking(snapshot, replies, reports, wanted, "q-preview")
    letter = _letter(desk, "q-preview", put, wanted, wanted.to)
    today = desk.clock().date()
    due = d.due_on(today, wanted.days)
    return letter._replace(text=request_letters.filled(letter.text, letter.language, request_letters.LINK, today, due))


def ask(desk: Desk, wanted: Wanted) -> Asked:
    """Write to somebody for an answer. It counts as asked once the mail server took the letter, or somebody says that it went.

    Raises Invalid, and Refused where the letter would have no sender.
    """
    request_letters.check_sender(desk)
    to = _read_to(wanted.channel, wanted.to)
    id, chance = make_id("q", desk.chance()), desk.chance()
    with desk.store.writer(ACTOR, own_words("written", id=id), desk.clock(), desk.chance) as writer:
        snapshot = writer.snapshot()
        asking, put = _asking(snapshot, writer.replies, writer.reports, wanted, id)
        until = expires(d.due_on(desk.clock().date(), wanted.days))
        writer.replies.add(chance, digest(code_of(desk, id, chance)), until, asking)
        if asking.questions:
            writer.replies.add_questions(asking, snapshot.revision)
        letter = _letter(desk, id, put, wanted, to)
        written = _keep(desk, writer, id, id, letter, wanted)
    return _send(desk, id, written)


def remind(desk: Desk, id: str, channel: d.Channel, to: str, language: str = "en", note: str = "") -> Asked:
    """Write a second time, over another channel, once the first request has run out of time. Raises Refused, Invalid."""
    request_letters.check_sender(desk)
    find_in_words(note, "note")
    to, today = _read_to(channel, to), desk.clock().date()
    with desk.store.writer(ACTOR, own_words("written_again", id=id), desk.clock(), desk.chance) as writer:
        snapshot, kept, asking = writer.snapshot(), writer.replies.link(id), writer.replies.asking(id)
        inquiry = find_inquiry(snapshot, writer.replies, id)
        refuse_undone(writer, id)
        refuse_unsent(writer.replies.letters(id))
        d.check_reminder(inquiry.requests, channel, today)
        refuse_while_waiting(writer, kept)
        wanted = Wanted(inquiry.respondent, inquiry.claims, channel, to, language, note)
        wanted = wanted._replace(about=inquiry.about, questions=inquiry.questions)
        before = next(iter(d.reached(inquiry.requests)), None)
        day = d.last_day(before.asked_on) if before else None
        first = (day, before.channel) if before and day else None
        respondent, statements = respondent_of(snapshot, inquiry, asking), statements_of(snapshot, inquiry, asking)
        request = d.next_id(inquiry.requests)
        put = _Put(respondent, statements, _name_of(snapshot, inquiry.about))
        letter = _letter(desk, request, put, wanted, to, first, bool(asking and asking.report))
        written = _keep(desk, writer, id, request, letter, wanted)
    return _send(desk, id, written)


class _Put(NamedTuple):
    """What a letter puts before somebody."""

    respondent: Party
    statements: tuple[a.Printed, ...] = ()
    about: str = ""
    """Name of what a questionnaire is about."""


def _name_of(snapshot: Snapshot, id: str) -> str:
    return snapshot.entities[id].name if id else ""


def _asking(snapshot: Snapshot, replies: Replies, reports: Reports, wanted: Wanted, id: str) -> tuple[Asking, _Put]:
    """Say what is to be asked, and refuse what cannot be. Raises Invalid."""
    find_in_words(wanted.note, "note")
    if wanted.questions or wanted.about:
        questions = tuple(dict.fromkeys(wanted.questions))
        found = all_inquiries(snapshot, replies)
        respondent = check_questionnaire(snapshot, found, wanted.respondent, wanted.about, questions)
        asking = Asking(id, wanted.respondent, (), about=wanted.about, questions=questions)
        return asking, _Put(respondent, about=_name_of(snapshot, wanted.about))
    claims = tuple(dict.fromkeys(wanted.claims))
    if not 0 < len(claims) <= d.MOST_CLAIMS:
        raise _wrong("claims", "claims")
    if wanted.report:
        notice = notice_of(snapshot, reports, wanted.report, wanted.respondent, claims)
        respondent = Party(id=wanted.respondent, name=notice.name, kind=notice.kind)
        asking = Asking(id, wanted.respondent, claims, wanted.report, notice.model_dump_json())
        statements = notice.claims
    else:
        respondent = _check(snapshot, wanted.respondent, claims)
        asking, statements = Asking(id, wanted.respondent, claims), printed(snapshot, claims)
    who = snapshot.canonical(wanted.respondent) if wanted.respondent in snapshot.entities else wanted.respondent
    for inquiry in all_inquiries(snapshot, replies):
        running = inquiry.state in d.RUNNING
        asked = (
            snapshot.canonical(inquiry.respondent) if inquiry.respondent in snapshot.entities else inquiry.respondent
        )
        if running and asked == who and set(claims) & set(inquiry.claims):
            raise _wrong("claims", "running")
    return asking, _Put(respondent, statements)


def _check(snapshot: Snapshot, respondent: str, claims: tuple[str, ...]) -> Party:
    """Refuse what cannot be asked about recorded claims. Raises Invalid, and NotFound for a respondent that is not there."""
    known(snapshot, "entity", respondent)
    found = snapshot.entities[respondent]
    if found.kind in _NOBODY:
        raise _wrong("respondent", "respondent")
    who = snapshot.canonical(respondent)
    for id in claims:
        claim = snapshot.claims.get(id)
        if claim is None or claim.withdrawn_reason:
            raise _wrong("claims", "claim")
        if isinstance(claim, Response) and snapshot.canonical(claim.respondent) == who:
            raise _wrong("claims", "own_answer")
    return Party.of(found)


def _wrong(field: str, code: str) -> Invalid:
    return Invalid([Problem(field, *d.WRONG[code])])


def _read_to(channel: d.Channel, to: str) -> str:
    if channel is d.Channel.MAIL:
        return read_email(to)
    to = "\n".join(filter(None, (" ".join(line.split()) for line in to.splitlines())))[:MAX_TO]
    if not to:
        raise _wrong("to", "to")
    return to


def _letter(
    desk: Desk,
    id: str,
    put: _Put,
    wanted: Wanted,
    to: str,
    first: tuple[date, str] | None = None,
    notice: bool = False,
) -> Letter:
    return request_letters.write(
        desk,
        id,
        put.respondent,
        put.statements,
        to=to,
        language=wanted.language,
        note=wanted.note,
        first=first,
        notice=notice or bool(wanted.report),
        about=put.about,
        questions=len(dict.fromkeys(wanted.questions)),
    )


def _keep(desk: Desk, writer: Writer, id: str, request: str, letter: Letter, wanted: Wanted) -> Written:
    """Keep a letter that has not gone."""
    today, days = desk.clock().date(), (d.due_on(date.min, wanted.days) - date.min).days
    kept = (letter.to, letter.language, letter.subject, letter.text)
    written = Written(request, id, *kept, today, wanted.channel.value, days)
    writer.replies.add_letter(written)
    return written


def _send(desk: Desk, id: str, written: Written) -> Asked:
    """Give a letter to the mail server, if it goes by mail; it counts from the day on which the server took it."""
    with desk.store.replies() as replies:
        kept = replies.link(id)
    if written.channel == d.Channel.MAIL and request_letters.hand_over(desk, kept, written):
        return mark_sent(desk, id)
    return Asked(id, link_of(desk, kept), written.request)
