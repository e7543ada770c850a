"""Asking for an answer: the letter, the second one, more time, silence, taking it back. Each step is a revision."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from supplychain.domain import replies as d
from supplychain.domain import reply_answers as a
from supplychain.domain.errors import Invalid, NotFound, Problem, Refused
from supplychain.domain.ids import make_code, make_id
from supplychain.domain.inquiries import Inquiry, inquiries, requests_of
from supplychain.domain.people import read_email
from supplychain.domain.records import Request, Response
from supplychain.domain.requests import Requests, ledger
from supplychain.domain.search import known
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.letter_pdf import write_letter_pdf
from supplychain.formats.letters import Letter, write_letter
from supplychain.services.desk import Desk, digest
from supplychain.services.questionnaire_choice import check_questionnaire
from supplychain.services.reply_waiting import waiting_answer, waits
from supplychain.services.reports import find_in_words
from supplychain.store.database import View, Writer
from supplychain.store.replies import Link as Kept
from supplychain.store.replies import SentLetter

SENT_TO_KEPT = timedelta(days=30)
"""To whom letters went is taken away so long after the inquiry ended."""
LETTERS_KEPT = timedelta(days=7 * 365 + 2)
LINK = "⟨link⟩"
"""Stands in a kept letter where the link was: the secret is in no table."""
ACTOR = "editor"
MAX_TO = 400


class Asked(NamedTuple):
    """An inquiry that was begun, or the next letter of one."""

    id: str
    """Id of the inquiry."""
    link: str
    letter: str = ""
    """Id of the request whose letter was written."""


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
    about: str = ""
    """Of a questionnaire the party that it is about; then `questions` are asked in the place of claims."""
    questions: tuple[str, ...] = ()


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
    with desk.store.replies() as replies, desk.store.reports() as reports:
        waiting = {id for id, link in replies.links().items() if waits(reports, link)}
    rows = [
        a.DeskRow(
            id=i.id,
            respondent=i.respondent,
            name=snapshot.entities[i.respondent].name,
            state=i.state,
            step=d.next_step(i.requests, today, i.id in waiting),
            due=i.due,
            channels=tuple(r.channel for r in i.requests),
            claims=i.claims,
            questions=len(i.questions),
        )
        for i in inquiries(snapshot)
    ]
    order = list(d.Step)
    rows.sort(key=lambda r: (order.index(r.step), str(r.due or "9999"), r.id))
    return a.DeskList(inquiries=tuple(rows))


def look(desk: Desk, id: str) -> a.Seen:
    """Show an inquiry to the desk. Raises NotFound."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    inquiry = _inquiry(snapshot, id)
    with desk.store.replies() as replies, desk.store.reports() as reports:
        kept, letters = replies.links().get(id), {x.request: x for x in replies.letters(id)}
        answer = waiting_answer(reports, kept) if kept else None
    link = link_of(desk, kept) if kept else ""
    today = desk.clock().date()
    return a.Seen(
        inquiry=inquiry,
        name=snapshot.entities[inquiry.respondent].name,
        step=d.next_step(inquiry.requests, today, answer is not None),
        today=today,
        claims=printed(snapshot, inquiry.claims),
        letters=tuple(_seen(r, letters[r.id], link) for r in inquiry.requests if r.id in letters),
        link=link,
        expires=kept.expires if kept else None,
        extended=bool(kept and kept.extended),
        answer=answer,
    )


def _seen(request: Request, letter: SentLetter, link: str) -> a.LetterSeen:
    text = letter.text.replace(LINK, link)
    return a.LetterSeen(
        request=request, sent_to=letter.sent_to, language=letter.language, subject=letter.subject, text=text
    )


def _inquiry(snapshot: Snapshot, id: str) -> Inquiry:
    found = next((i for i in inquiries(snapshot) if i.id == id), None)
    if found is None:
        raise NotFound("request", id)
    return found


def printed(snapshot: Snapshot, claims: Iterable[str]) -> tuple[a.Printed, ...]:
    """Give claims as they are put before a respondent."""
    return tuple(a.Printed.of(snapshot.claims[id], snapshot) for id in claims)


def link_of(desk: Desk, kept: Kept) -> str:
    """Write the address of the answer page."""
    word = "reply" if kept.list_revision is None else "disclosure"
    return f"{desk.base_url}/{word}/{code_of(desk, kept.request, kept.chance)}"


def code_of(desk: Desk, request: str, chance: str) -> str:
    """Make the secret of a link: only the key of this installation can, and nobody can guess it."""
    return make_code(desk.seal("reply", f"{request}\n{chance}"))


# -- asking ----------------------------------------------------------------------------------------------------------------


def preview(desk: Desk, wanted: Wanted) -> Letter:
    """Write the letter as it would go out today, without a link. Raises Invalid."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    _check(snapshot, wanted)
    return _letter(desk, snapshot, _first(desk, wanted, "q-preview"), wanted.to, wanted)


def ask(desk: Desk, wanted: Wanted) -> Asked:
    """Ask for an answer: the request is recorded, and the letter goes out or is ready to be printed. Raises Invalid."""
    to = _read_to(wanted.channel, wanted.to)
    id, chance = make_id("q", desk.chance()), desk.chance()
    with desk.store.writer(ACTOR, f"{id} asked", desk.clock(), desk.chance) as writer:
        snapshot = writer.snapshot()
        _check(snapshot, wanted)
        request = _first(desk, wanted, id)
        writer.put([request])
        writer.replies.add(id, chance, digest(code_of(desk, id, chance)), _expires(request))
        if request.questions:
            writer.replies.add_questions(id, snapshot.revision)
        kept = writer.replies.link(id)
        _send(desk, writer, kept, request, _letter(desk, snapshot, request, to, wanted), wanted.channel)
    return Asked(id, link_of(desk, kept), id)


def remind(desk: Desk, id: str, channel: d.Channel, to: str, language: str = "en", note: str = "") -> Asked:
    """Ask a second time, over another channel, once the first request has run out of time. Raises Refused, Invalid."""
    to, today = _read_to(channel, to), desk.clock().date()
    with desk.store.writer(ACTOR, f"{id} asked again", desk.clock(), desk.chance) as writer:
        snapshot, kept = writer.snapshot(), writer.replies.link(id)
        before = requests_of(snapshot, id)
        d.check_reminder(before, channel, today)
        _nothing_waits(writer, kept)
        wanted = Wanted(before[0].respondent, before[0].claims, channel, to, language, note)
        wanted = wanted._replace(about=before[0].about or "", questions=before[0].questions)
        request = _first(desk, wanted, d.next_id(before))
        writer.put([request])
        writer.replies.change(id, expires_on=_expires(request))
        letter = _letter(desk, snapshot, request, to, wanted, d.reached(before)[0] if d.reached(before) else None)
        _send(desk, writer, kept, request, letter, channel)
    return Asked(id, link_of(desk, kept), request.id)


def _first(desk: Desk, wanted: Wanted, id: str) -> Request:
    today = desk.clock().date()
    return Request(
        id=id,
        respondent=wanted.respondent,
        asked_on=f"{today}",
        channel=wanted.channel,
        due_on=f"{d.due_on(today, wanted.days)}",
        claims=tuple(dict.fromkeys(wanted.claims)),
        about=wanted.about or None,
        questions=tuple(dict.fromkeys(wanted.questions)),
    )


def _check(snapshot: Snapshot, wanted: Wanted) -> None:
    """Refuse what cannot be asked. Raises Invalid."""
    find_in_words(wanted.note, "note")
    if wanted.questions or wanted.about:
        check_questionnaire(snapshot, wanted.respondent, wanted.about, wanted.questions)
        return
    respondent = snapshot.entities.get(wanted.respondent)
    if respondent is None or respondent.kind in ("undisclosed", "tool", "model", "dataset"):
        raise _wrong("respondent", "respondent")
    claims = dict.fromkeys(wanted.claims)
    if not 0 < len(claims) <= d.MOST_CLAIMS:
        raise _wrong("claims", "claims")
    who = snapshot.canonical(wanted.respondent)
    for id in claims:
        claim = snapshot.claims.get(id)
        if claim is None or claim.withdrawn_reason:
            raise _wrong("claims", "claim")
        if isinstance(claim, Response) and snapshot.canonical(claim.respondent) == who:
            raise _wrong("claims", "own_answer")
    for inquiry in inquiries(snapshot):
        runs = inquiry.state in (d.State.OPEN, d.State.REMINDED) and snapshot.canonical(inquiry.respondent) == who
        if runs and claims.keys() & set(inquiry.claims):
            raise _wrong("claims", "running")


def _wrong(field: str, code: str) -> Invalid:
    return Invalid([Problem(field, *d.WRONG[code])])


def _read_to(channel: d.Channel, to: str) -> str:
    if channel is d.Channel.MAIL:
        return read_email(to)
    to = "\n".join(filter(None, (" ".join(line.split()) for line in to.splitlines())))[:MAX_TO]
    if not to:
        raise _wrong("to", "to")
    return to


def _expires(request: Request) -> date:
    due = d.last_day(request.due_on)
    assert due is not None
    return due + d.OPEN_AFTER_DUE


def _letter(
    desk: Desk, snapshot: Snapshot, request: Request, to: str, wanted: Wanted, first: Request | None = None
) -> Letter:
    claims = [
        {"sentence": p.sentence, "bases": p.bases, "address": f"{desk.base_url}/claims/{p.id}"}
        for p in printed(snapshot, request.claims)
    ]
    about = snapshot.entities[request.about].name if request.about else ""
    return write_letter(
        "questionnaire" if request.questions else "reply",
        wanted.language,
        to,
        respondent=snapshot.entities[request.respondent].name,
        claims=claims,
        about=about,
        count=len(request.questions),
        due=d.last_day(request.due_on),
        today=d.last_day(request.asked_on),
        first=d.last_day(first.asked_on) if first else "",
        first_channel=first.channel if first else "",
        note=wanted.note.strip(),
        link=LINK,
        request=request.id,
        base_url=desk.base_url,
        contact=desk.contact,
        operator=desk.operator,
    )


def _send(desk: Desk, writer: Writer, kept: Kept, request: Request, letter: Letter, channel: d.Channel) -> None:
    """Keep a letter, and send it if it goes by mail: last of all, for a letter cannot be called back."""
    sent = (request.id, kept.request, letter.to, letter.language, letter.subject, letter.text, desk.clock().date())
    writer.replies.add_letter(SentLetter(*sent))
    if channel is d.Channel.MAIL:
        whole = letter._replace(text=letter.text.replace(LINK, link_of(desk, kept)))
        desk.post.send(whole, desk.clock(), desk.chance())


def print_letter(desk: Desk, request: str) -> bytes:
    """Give a letter as PDF, with its link written out and as a picture. Raises NotFound."""
    seen = look(desk, d.first_id(request))
    letter = next((x for x in seen.letters if x.request.id == request), None)
    if letter is None:
        raise NotFound("letter", request)
    whole = Letter("reply", letter.language, letter.sent_to or seen.name, letter.subject, letter.text)
    sender = " · ".join(filter(None, (desk.operator, desk.contact))) or desk.base_url
    return write_letter_pdf(whole, seen.link, sender, desk.clock())


# -- what becomes of it ----------------------------------------------------------------------------------------------------


def extend(desk: Desk, id: str) -> Asked:
    """Move the due date by five working days, once. Raises Refused."""
    with desk.store.writer(ACTOR, f"{id} extended", desk.clock(), desk.chance) as writer:
        kept, requests = writer.replies.link(id), requests_of(writer.snapshot(), id)
        d.check_extension(requests, kept.extended)
        last = d.reached(requests)[-1]
        due = d.last_day(last.due_on)
        assert due is not None
        longer = last.model_copy(update={"due_on": f"{d.extended(due)}"})
        writer.put([longer])
        writer.replies.change(id, extended=True, expires_on=_expires(longer))
    return Asked(id, link_of(desk, kept))


def close_silent(desk: Desk, id: str) -> None:
    """Say that no answer came. Raises Refused before two requests over two channels have run out of time."""
    today = desk.clock().date()
    with desk.store.writer(ACTOR, f"{id} without an answer", desk.clock(), desk.chance) as writer:
        kept, requests = writer.replies.link(id), requests_of(writer.snapshot(), id)
        _nothing_waits(writer, kept)
        if not d.may_be_silent(requests, today):
            raise Refused(d.REFUSED["silence"])
        writer.put(d.ended(requests, "no_answer"))
        writer.replies.change(id, ended_on=today)


def withdraw_request(desk: Desk, id: str) -> None:
    """Take a request back. Raises Refused where it has ended or an answer waits."""
    today = desk.clock().date()
    with desk.store.writer(ACTOR, f"{id} withdrawn", desk.clock(), desk.chance) as writer:
        kept, requests = writer.replies.link(id), requests_of(writer.snapshot(), id)
        _runs(requests)
        _nothing_waits(writer, kept)
        last = requests[-1].model_copy(update={"outcome": "withdrawn"})
        writer.put(d.ended(requests, "withdrawn") or [last])
        writer.replies.change(id, ended_on=today)


def came_back(desk: Desk, id: str) -> None:
    """Say that the last letter could not be delivered: it counts as no request. Raises Refused."""
    with desk.store.writer(ACTOR, f"{id} not delivered", desk.clock(), desk.chance) as writer:
        requests = requests_of(writer.snapshot(), id)
        _runs(requests)
        counted = d.reached(requests)
        if not counted:
            raise Refused(d.REFUSED["ended"])
        writer.put([counted[-1].model_copy(update={"outcome": "undeliverable"})])


def _runs(requests: Sequence[Request]) -> None:
    if d.state_of(requests) not in (d.State.OPEN, d.State.REMINDED):
        raise Refused(d.REFUSED["ended"])


def _nothing_waits(writer: Writer, kept: Kept) -> None:
    if waits(writer.reports, kept):
        raise Refused(d.REFUSED["waiting"])
