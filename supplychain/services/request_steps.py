"""What becomes of an inquiry: a letter has gone, came back or is thrown away; more time, silence, taking it back."""

from datetime import date

from supplychain.domain import replies as d
from supplychain.domain.errors import Refused
from supplychain.domain.inquiries import requests_of
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Request
from supplychain.services.desk import Desk
from supplychain.services.request_book import (
    ACTOR,
    CLOSED,
    Asked,
    expires,
    find_inquiry,
    link_of,
    record,
    refuse_undone,
    refuse_unsent,
    refuse_while_waiting,
    request_of,
    undone,
    unsent,
)
from supplychain.store.database import Writer
from supplychain.store.replies import Link
from supplychain.store.reports import Reports


def mark_sent(desk: Desk, id: str, day: str = "", channel: d.Channel | None = None) -> Asked:
    """Say on which day a letter went, and how, where that is not as it was meant: from then on it counts as a request.

    Without a day it went today. Raises Refused, Invalid.
    """
    today = desk.clock().date()
    with desk.store.writer(ACTOR, own_words("asked", id=id), desk.clock(), desk.chance) as writer:
        kept, letters = writer.replies.link(id), writer.replies.letters(id)
        letter = unsent(letters)
        if letter is None:
            raise Refused(d.REFUSED["all_sent"])
        refuse_undone(writer, id)
        inquiry = find_inquiry(writer.snapshot(), writer.replies, id)
        sent = d.read_day(day or f"{today}", letter.written, today, _answered(writer.reports, kept))
        way = channel.value if channel is not None else letter.channel
        if inquiry.requests:
            d.check_reminder(inquiry.requests, way, sent)
        due = d.due_on(sent, letter.days)
        request = Request(
            id=letter.request,
            respondent=inquiry.respondent,
            asked_on=f"{sent}",
            channel=way,
            due_on=f"{due}",
            claims=inquiry.claims,
            about=inquiry.about or None,
            questions=inquiry.questions,
        )
        record(writer, id, [request])
        writer.replies.change_posting(letter.request, sent_on=sent, due_on=due, channel=way)
        writer.replies.change(id, expires_on=expires(due))
    return Asked(id, link_of(desk, kept), letter.request, sent=True)


def _answered(reports: Reports, kept: Link) -> date | None:
    return reports.get(kept.report).report.sent if kept.report else None


def discard_letter(desk: Desk, id: str) -> bool:
    """Throw a letter away that has not gone; say whether its inquiry stays. With the first letter it goes: nobody was asked.

    Raises Refused.
    """
    with desk.store.writer(ACTOR, own_words("not_sent", id=id), desk.clock(), desk.chance) as writer:
        kept, letters = writer.replies.link(id), writer.replies.letters(id)
        letter = unsent(letters)
        if letter is None:
            raise Refused(d.REFUSED["all_sent"])
        if len(letters) > 1:
            writer.replies.drop_letters([letter.request])
            return True
        if kept.report:
            raise Refused(d.REFUSED["sent_day"])
        writer.replies.drop(id)
    return False


def extend(desk: Desk, id: str) -> Asked:
    """Move the due date by five working days, once. Raises Refused."""
    with desk.store.writer(ACTOR, own_words("extended", id=id), desk.clock(), desk.chance) as writer:
        kept, requests = _open(writer, id)
        d.check_extension(requests, kept.extended)
        last = d.reached(requests)[-1]
        due = d.last_day(last.due_on)
        assert due is not None
        longer = d.extended(due)
        record(writer, id, [last.model_copy(update={"due_on": f"{longer}"})])
        writer.replies.change_posting(last.id, due_on=longer)
        writer.replies.change(id, extended=True, expires_on=expires(longer))
    return Asked(id, link_of(desk, kept), sent=True)


def close_silent(desk: Desk, id: str) -> None:
    """Say that no answer came. Raises Refused before two requests over two channels have run out of time."""
    today = desk.clock().date()
    with desk.store.writer(ACTOR, own_words("unanswered", id=id), desk.clock(), desk.chance) as writer:
        kept, requests = _open(writer, id)
        refuse_while_waiting(writer, kept)
        if not d.may_be_silent(requests, today):
            raise Refused(d.REFUSED["silence"])
        refuse_unsent(writer.replies.letters(id))
        record(writer, id, d.ended(requests, "no_answer"))
        writer.replies.change(id, ended_on=today)


def withdraw_request(desk: Desk, id: str) -> None:
    """Take a request back; a letter that has not gone is thrown away. Where the record of one was undone, nothing is recorded.

    Raises Refused where it has ended or an answer waits.
    """
    today = desk.clock().date()
    with desk.store.writer(ACTOR, own_words("withdrawn", id=id), desk.clock(), desk.chance) as writer:
        if _close_undone(writer, id, today):
            return
        kept, requests = _open(writer, id)
        d.check_running(requests)
        refuse_while_waiting(writer, kept)
        letter = unsent(writer.replies.letters(id))
        if letter is not None:
            writer.replies.drop_letters([letter.request])
        last = requests[-1].model_copy(update={"outcome": "withdrawn"})
        record(writer, id, d.ended(requests, "withdrawn") or [last])
        writer.replies.change(id, ended_on=today)


def _close_undone(writer: Writer, id: str, today: date) -> bool:
    """Close an inquiry as far as its record was undone; say whether there was anything to close. Raises Refused."""
    snapshot, letters = writer.snapshot(), writer.replies.letters(id)
    gone = undone(snapshot, writer.replies.asking(id), letters)
    if not gone:
        return False
    kept = writer.replies.link(id)
    refuse_while_waiting(writer, kept)
    letter = unsent(letters)
    if letter is not None:
        writer.replies.drop_letters([letter.request])
    if requests_of(snapshot, id):  # its first letter stands: only what came after goes
        writer.replies.drop_letters([one.request for one in gone])
        return True
    if any(d.first_id(request.id) == id for request in snapshot.requests):
        raise Refused(d.REFUSED["later_stands"])
    for one in gone:
        writer.replies.change_posting(one.request, outcome=CLOSED)
    writer.replies.change(id, ended_on=today)
    return True


def record_again(desk: Desk, id: str) -> None:
    """Record again what was undone: the letters that went, with their days. Raises Refused."""
    with desk.store.writer(ACTOR, own_words("recorded_again", id=id), desk.clock(), desk.chance) as writer:
        snapshot, asking = writer.snapshot(), writer.replies.asking(id)
        gone = undone(snapshot, asking, writer.replies.letters(id))
        if asking is None or not gone:
            raise Refused(d.REFUSED["not_undone"])
        stand = (claim for claim in asking.claims if claim in snapshot.claims)
        if asking.claims and all(snapshot.claims[claim].withdrawn_reason for claim in stand):
            raise Refused(d.REFUSED["claims_gone"])
        writer.put(request_of(asking, letter) for letter in gone)
        writer.replies.change(id, ended_on=None)


def came_back(desk: Desk, id: str) -> None:
    """Say that the last letter could not be delivered: it counts as no request. Raises Refused."""
    with desk.store.writer(ACTOR, own_words("not_delivered", id=id), desk.clock(), desk.chance) as writer:
        _, requests = _open(writer, id)
        d.check_running(requests)
        counted = d.reached(requests)
        if not counted:
            raise Refused(d.REFUSED["ended"])
        record(writer, id, [counted[-1].model_copy(update={"outcome": "undeliverable"})])


def _open(writer: Writer, id: str) -> tuple[Link, tuple[Request, ...]]:
    """Give the link and the requests of an inquiry. Raises NotFound, and Refused while the record of a letter is undone."""
    kept = writer.replies.link(id)
    refuse_undone(writer, id)
    return kept, find_inquiry(writer.snapshot(), writer.replies, id).requests
