"""Inquiries as the desk has them: those that are recorded, and those of which no letter has gone or whose rows are not published.

What nobody was asked yet stands in no history. A notice before publication stands there from the revision that publishes.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.ids import make_code
from supplychain.domain.inquiries import Inquiry, inquiries
from supplychain.domain.parties import Party
from supplychain.domain.records import Request
from supplychain.domain.replies import OPEN_AFTER_DUE, REFUSED, State, last_day, state_of
from supplychain.domain.reply_answers import Notice, Printed
from supplychain.domain.snapshot import Snapshot
from supplychain.services.desk import Desk
from supplychain.services.reply_waiting import waits
from supplychain.store.database import Writer
from supplychain.store.replies import Asking, Link, Replies, Written

ACTOR = "editor"
CLOSED = "withdrawn"
"""Outcome of a letter whose record was undone, once its inquiry is closed."""


class Asked(NamedTuple):
    """An inquiry that was begun, or the next letter of one."""

    id: str
    """Id of the inquiry."""
    link: str
    letter: str = ""
    """Id of the request whose letter was written."""
    sent: bool = False
    """Whether the letter has gone."""


# -- finding ---------------------------------------------------------------------------------------------------------------


def all_inquiries(snapshot: Snapshot, replies: Replies) -> list[Inquiry]:
    """Give every inquiry: recorded or not."""
    found = {i.id: i for i in inquiries(snapshot)}
    letters = replies.all_letters()
    kept = [_kept(one, letters.get(one.request, ()), snapshot) for one in replies.askings() if one.request not in found]
    return [*found.values(), *kept]


def find_inquiry(snapshot: Snapshot, replies: Replies, id: str) -> Inquiry:
    """Give an inquiry: recorded or not. Raises NotFound."""
    found = next((i for i in inquiries(snapshot) if i.id == id), None)
    if found is not None:
        return found
    asking = replies.asking(id)
    if asking is None:
        raise NotFound("request", id)
    return _kept(asking, replies.letters(id), snapshot)


def _kept(asking: Asking, letters: Sequence[Written], snapshot: Snapshot) -> Inquiry:
    gone = undone(snapshot, asking, letters)
    requests = () if gone else tuple(request_of(asking, letter) for letter in letters if letter.sent is not None)
    state = State.WITHDRAWN if asking.dropped else State.UNDONE if gone else state_of(requests)
    return Inquiry(
        id=asking.request,
        respondent=asking.respondent,
        state=state,
        claims=asking.claims,
        requests=requests,
        about=asking.about,
        questions=asking.questions,
    )


def request_of(asking: Asking, letter: Written) -> Request:
    """Give the request that a letter was which went."""
    return Request(
        id=letter.request,
        respondent=asking.respondent,
        asked_on=f"{letter.sent}",
        channel=letter.channel,
        due_on=f"{letter.due}",
        outcome=letter.outcome,
        claims=asking.claims,
        about=asking.about or None,
        questions=asking.questions,
    )


def undone(snapshot: Snapshot, asking: Asking | None, letters: Iterable[Written]) -> tuple[Written, ...]:
    """Give the letters that went and stand in no history any more, because a revision was undone; nothing counts from them."""
    if asking is None or (asking.report and not asking.recorded):
        return ()
    there = {request.id for request in snapshot.requests}
    gone = (one for one in letters if one.sent is not None and one.request not in there)
    return tuple(one for one in gone if one.outcome != CLOSED)


def refuse_undone(writer: Writer, id: str) -> None:
    """Refuse what must not be done while the record of a letter is undone. Raises Refused."""
    if undone(writer.snapshot(), writer.replies.asking(id), writer.replies.letters(id)):
        raise Refused(REFUSED["undone"])


def unsent(letters: Iterable[Written]) -> Written | None:
    """Give the letter that was written and has not gone."""
    return next((letter for letter in letters if letter.sent is None), None)


def respondent_of(snapshot: Snapshot, inquiry: Inquiry, asking: Asking | None) -> Party:
    """Give who is asked; a notice may name somebody who is not recorded yet."""
    if inquiry.respondent in snapshot.entities or asking is None or not asking.notice:
        return Party.of(snapshot.entities[inquiry.respondent])
    notice = Notice.model_validate_json(asking.notice)
    return Party(id=inquiry.respondent, name=notice.name, kind=notice.kind)


def statements_of(snapshot: Snapshot, inquiry: Inquiry, asking: Asking | None) -> tuple[Printed, ...]:
    """Give what is put before the respondent: recorded claims, or what a notice said."""
    if asking is not None and asking.notice:
        return Notice.model_validate_json(asking.notice).claims
    return printed(snapshot, inquiry.claims)


def printed(snapshot: Snapshot, claims: Iterable[str]) -> tuple[Printed, ...]:
    """Give recorded claims as they are put before a respondent."""
    return tuple(Printed.of(snapshot.claims[id], snapshot.sources) for id in claims)


# -- links -----------------------------------------------------------------------------------------------------------------


def link_of(desk: Desk, kept: Link) -> str:
    """Write the address of the answer page."""
    word = "reply" if kept.list_revision is None else "disclosure"
    return f"{desk.base_url}/{word}/{code_of(desk, kept.request, kept.chance)}"


def code_of(desk: Desk, request: str, chance: str) -> str:
    """Make the secret of a link: only the key of this installation can, and nobody can guess it."""
    return make_code(desk.seal("reply", f"{request}\n{chance}"))


def expires(due: date) -> date:
    """Give the last day on which a link holds."""
    return due + OPEN_AFTER_DUE


# -- changing --------------------------------------------------------------------------------------------------------------


def record(writer: Writer, id: str, requests: Sequence[Request]) -> None:
    """Record requests; those of a notice are kept beside the history until its rows are published."""
    asking = writer.replies.asking(id)
    if asking is None or not asking.report or asking.recorded:
        writer.put(requests)
        return
    for request in requests:
        sent, due = last_day(request.asked_on), last_day(request.due_on)
        change = {"sent_on": sent, "due_on": due, "channel": request.channel, "outcome": request.outcome}
        writer.replies.change_posting(request.id, **change)


def refuse_while_waiting(writer: Writer, kept: Link) -> None:
    """Refuse what must not be done while an answer waits. Raises Refused."""
    if waits(writer.reports, kept):
        raise Refused(REFUSED["waiting"])


def refuse_unsent(letters: Sequence[Written]) -> None:
    """Refuse what must not be done while a letter waits to be sent. Raises Refused."""
    if unsent(letters) is not None:
        raise Refused(REFUSED["unsent" if len(letters) > 1 else "not_sent"])
