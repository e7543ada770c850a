"""The right of reply: what an inquiry is, when it is due, when silence may be said, and who answered how often.

An inquiry is what we asked one respondent about the same claims. Each letter of it is a recorded request with a date and a
channel of its own: the first has an id such as `q-3k9xw2mq7`, the next one ends in `-2`. How an inquiry stands follows from
these records alone, so whoever has an export can work it out again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.records import Request
from supplychain.domain.values import partial_days
from supplychain.domain.vocabulary import Term

LEAST_DAYS = 14
"""Calendar days that a respondent has at the least, and as long as nothing else is said."""
MOST_DAYS = 60
EXTENSION = 5
"""Working days by which a due date is moved, once."""
OPEN_AFTER_DUE = timedelta(days=60)
"""So long after the last due date the link to the answer page holds."""
MOST_CLAIMS = 20
MAX_ANSWER = 9_000
MAX_NOTE = 600
MAX_FILES = 3
"""Files that may come with an answer."""
_FOLLOWS = re.compile(r"(.+)-([2-9])")


C = TypeVar("C", bound=StrEnum)


class Channel(StrEnum):
    """Ways on which we ask."""

    MAIL = "mail"
    LETTER = "letter"
    FORM = "form"


class State(StrEnum):
    """How an inquiry stands."""

    PREPARED = "prepared"
    OPEN = "open"
    REMINDED = "reminded"
    ANSWERED = "answered"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


RUNNING = frozenset({State.PREPARED, State.OPEN, State.REMINDED, State.UNDONE})
"""States in which the same is not asked anew."""


class Step(StrEnum):
    """What is to be done about an inquiry next, the most pressing first."""

    RECORD = "record"
    CHECK = "check"
    SEND = "send"
    CLOSE = "close"
    REMIND = "remind"
    WAIT = "wait"
    NOTHING = "nothing"


CHANNELS: dict[Channel, tuple[str, str]] = {
    Channel.MAIL: ("mail", "An e-mail to an address that the respondent names for such questions."),
    Channel.LETTER: ("letter", "A printed letter by post."),
    Channel.FORM: ("form", "The respondent's own form for questions."),
}
STATES: dict[State, tuple[str, str]] = {
    State.PREPARED: ("not sent yet", "The letter is written, and nobody has said that it went: nobody was asked yet."),
    State.OPEN: ("asked", "Asked once; no answer yet. That says nothing: only two requests over two channels do."),
    State.REMINDED: ("asked twice", "Asked twice, over two channels; no answer yet."),
    State.ANSWERED: ("answered", "An answer came and is published in full."),
    State.SILENT: ("silent", "Asked twice, over two channels; both times no answer came by the day it was due."),
    State.WITHDRAWN: ("withdrawn", "We took the request back."),
    State.UNDONE: ("record undone", "A letter went, but its public record was undone: as it stands, nobody was asked."),
}
STEPS: dict[Step, tuple[str, str]] = {
    Step.RECORD: (
        "record again, or close",
        "The record of a letter was undone. Until this is settled nothing counts from it.",
    ),
    Step.CHECK: ("check the answer", "An answer has come: look at its form and publish it."),
    Step.SEND: ("send the letter", "A letter is written. Send it, then say here on which day it went, and how."),
    Step.CLOSE: ("say that no answer came", "Both requests have run out of time without an answer."),
    Step.REMIND: ("ask again", "The first request has run out of time: ask again, over another channel."),
    Step.WAIT: ("wait", "The answer is not due yet."),
    Step.NOTHING: ("nothing", "It has ended."),
}


def _terms(words: Mapping[C, tuple[str, str]]) -> dict[str, Term]:
    return {str(code): Term(str(code), *said) for code, said in words.items()}


TERMS: dict[str, dict[str, Term]] = {
    "reply_channel": _terms(CHANNELS),
    "reply_state": _terms(STATES),
    "reply_step": _terms(STEPS),
}
"""The closed lists of this part; none has a table, for all of it follows from the requests."""
SAYS: dict[str, str] = {
    "denies": "This is wrong.",
    "partly_denies": "A part of this is wrong.",
    "acknowledges": "This is right.",
    "remedied": "It was so, and we have changed it.",
    "clarifies": "We comment on it without saying either.",
}
"""What a respondent can say about a claim, by stance, in the words of the answer page."""
FORM_REASONS = ("personal", "unclear", "unlawful", "spam")
"""Why an answer may go back or be refused: never for what it says."""
REFUSED: dict[str, str] = {
    "answered": "This was answered already.",
    "ended": "This inquiry has ended.",
    "channel": "The second request has to go over another channel than the first.",
    "twice": "This was asked twice already. Nobody is asked a third time.",
    "not_yet": "The first request is not due yet. Ask again once its time has run out.",
    "extended": "The time was extended once already.",
    "silence": "Silence can be said only after two requests over two channels whose time has run out without an answer.",
    "waiting": "An answer has come and waits for its form to be checked. Look at it first.",
    "link_broken": "This link is not whole, or it was not made here. Copy it from the letter again, to its very end.",
    "link_old": "This link has run out. Write to the contact address below: an answer is still taken.",
    "link_withdrawn": "We took this request back. Nothing has to be answered.",
    "link_used": "An answer was sent with this link already.",
    "no_answer_yet": "No answer waits to be checked.",
    "no_sender": "Letters cannot be written yet: they would not say from whom they come. Set SUPPLYCHAIN_OPERATOR and "
    "SUPPLYCHAIN_CONTACT for this installation first.",
    "unsent": "A letter is written that has not gone. Send it and say so, or throw it away.",
    "not_sent": "The letter has not gone yet: nobody was asked.",
    "all_sent": "No letter waits to be sent.",
    "with_rows": "This answers a notice: it is published together with the rows that it is about. Check its form at the request.",
    "answer_first": "An answer to a notice about these rows has come. Look at its form first: it is published with them.",
    "rows_gone": "What it answers was not published.",
    "undone": "The record of a letter was undone: record it again or close the inquiry first.",
    "not_undone": "No record of a letter of this inquiry was undone.",
    "claims_gone": "None of the claims that it asks about stands any more: the inquiry can only be closed.",
    "later_stands": "A later letter of this inquiry is still recorded. Record this one again, or undo the later one too.",
    "sent_day": "It is not said yet on which day the letter went. Say that first.",
}
"""What the state of things can forbid."""


WRONG: dict[str, tuple[str, str]] = {
    "empty": ("The answer is missing.", "Write at least one sentence."),
    "long": ("The answer is too long.", "At most 9,000 characters fit. Publish the rest and give its address."),
    "unseen": (
        "The answer holds signs that cannot be seen.",
        "Take out marks that turn the direction of a text. Type it anew.",
    ),
    "begins": ("The answer begins with = + - or @.", "Begin with a letter: spreadsheets would take it for a formula."),
    "stances": ("It is not said what is answered.", "Say for at least one of the sentences what you say about it."),
    "names": (
        "What looks like the name of a person stands in the answer.",
        "Take it out, or confirm below that it is no worker's.",
    ),
    "claims": ("There is nothing to ask about.", "Choose at least one claim, and at most 20."),
    "claim": ("There is no such claim, or it was withdrawn.", "Choose among the claims that stand."),
    "own_answer": ("This is an answer of the respondent's own.", "Ask about what others say."),
    "respondent": ("This can be asked nothing.", "Choose an organisation that is named."),
    "running": (
        "The respondent is being asked about one of these claims already.",
        "Wait for the answer, or ask again there.",
    ),
    "not_under_review": (
        "Rows of this report cannot be put before anybody.",
        "Only a report that waits for a decision, and that can be read, has rows to ask about.",
    ),
    "not_new": (
        "This is no new claim of the report.",
        "Choose among its new claims; own pay is never put before anybody.",
    ),
    "not_named": ("This claim does not name the respondent.", "Choose among the claims that name it."),
    "url": ("This is not the address of a web page.", "It begins with https:// or http://."),
    "to": ("It is not said to whom the letter goes.", "Give the address to which it goes."),
    "day": ("This is no day such as 2026-12-01.", "Write year, month and day, parted by hyphens."),
    "day_later": ("This day is still to come.", "Give the day on which the letter went."),
    "day_before": ("The letter was not written yet on this day.", "Give the day on which the letter went."),
    "day_answered": ("The answer had come by then.", "Give the day on which the letter went."),
    "files": ("These are too many files.", "Send at most three. Publish the others and give their address."),
}
"""What can be wrong with what is filled in, and how to mend it."""


# -- days ------------------------------------------------------------------------------------------------------------------


def due_on(asked: date, days: int = LEAST_DAYS) -> date:
    """Give the last day on which an answer is in time."""
    return asked + timedelta(days=min(max(days, LEAST_DAYS), MOST_DAYS))


def extended(due: date) -> date:
    """Move a due date by five working days, Monday to Friday."""
    left = EXTENSION
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5
    return due


def read_day(text: str, written: date, today: date, answered: date | None = None) -> date:
    """Read the day on which a letter went. Raises Invalid where it cannot be that day."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid([Problem("day", *WRONG["day"])]) from None
    wrong = (
        "day_later"
        if day > today
        else "day_before"
        if day < written
        else "day_answered"
        if answered is not None and day > answered
        else ""
    )
    if wrong:
        raise Invalid([Problem("day", *WRONG[wrong])])
    return day


def last_day(text: str) -> date | None:
    """Give the last day that a recorded date can mean; None where it is empty."""
    return partial_days(text)[1] if text else None


# -- how an inquiry stands ---------------------------------------------------------------------------------------------------


def first_id(id: str) -> str:
    """Give the id under which an inquiry began."""
    match = _FOLLOWS.fullmatch(id)
    return match[1] if match else id


def next_id(requests: Sequence[Request]) -> str:
    """Give the id of the next request of an inquiry."""
    return f"{requests[0].id}-{len(requests) + 1}"


def reached(requests: Iterable[Request]) -> list[Request]:
    """Give the requests that count: what could not be delivered or was taken back asked nobody."""
    return [r for r in requests if r.outcome not in ("undeliverable", "withdrawn")]


def way(channel: str) -> str:
    """Give a channel as it is compared."""
    return channel.strip().casefold()


def twice_over_two_channels(requests: Iterable[Request]) -> bool:
    """Whether two requests on two days over two channels reached the respondent."""
    found = reached(requests)
    return any(
        way(a.channel) != way(b.channel) and a.asked_on != b.asked_on
        for n, a in enumerate(found)
        for b in found[n + 1 :]
    )


def state_of(requests: Sequence[Request]) -> State:
    """Say how an inquiry stands. `silent` needs two dated requests over two channels that both ran out without an answer."""
    outcomes = {r.outcome for r in requests}
    if not requests:
        return State.PREPARED
    if "answered" in outcomes:
        return State.ANSWERED
    counted = reached(requests)
    if not counted and "withdrawn" in outcomes:
        return State.WITHDRAWN
    if not twice_over_two_channels(counted):
        return State.OPEN
    return State.SILENT if all(r.outcome == "no_answer" for r in counted) else State.REMINDED


def has_run_out(requests: Iterable[Request], today: date) -> bool:
    """Whether the time of every request that counts has run out; one without a due date never does."""
    counted = reached(requests)
    dues = [last_day(r.due_on) for r in counted]
    return bool(counted) and all(due is not None and due < today for due in dues)


def check_reminder(requests: Sequence[Request], channel: str, today: date) -> None:
    """Refuse a second request that would not count as one. Raises Refused."""
    state, counted = state_of(requests), reached(requests)
    if state in (State.ANSWERED, State.WITHDRAWN):
        raise Refused(REFUSED["answered" if state is State.ANSWERED else "ended"])
    if state is State.PREPARED:
        raise Refused(REFUSED["not_sent"])
    if state is not State.OPEN:
        raise Refused(REFUSED["twice"])
    if any(way(r.channel) == way(channel) for r in counted):
        raise Refused(REFUSED["channel"])
    if counted and not has_run_out(counted, today):
        raise Refused(REFUSED["not_yet"])


def check_running(requests: Sequence[Request]) -> None:
    """Refuse what can be done only while an inquiry runs. Raises Refused."""
    state = state_of(requests)
    if state is State.PREPARED:
        raise Refused(REFUSED["not_sent"])
    if state not in (State.OPEN, State.REMINDED):
        raise Refused(REFUSED["ended"])


def check_extension(requests: Sequence[Request], used: bool) -> None:
    """Refuse a second extension, and one of what has ended. Raises Refused."""
    check_running(requests)
    if used:
        raise Refused(REFUSED["extended"])


def may_be_silent(requests: Sequence[Request], today: date) -> bool:
    """Whether it may be said that no answer came."""
    return state_of(requests) is State.REMINDED and has_run_out(requests, today)


def ended(requests: Iterable[Request], outcome: str) -> list[Request]:
    """Give what is to be recorded when an inquiry ends: the requests that count, with their outcome."""
    return [r.model_copy(update={"outcome": outcome}) for r in reached(requests) if r.outcome != outcome]


def next_step(
    requests: Sequence[Request],
    today: date,
    answer_waits: bool = False,
    letter_waits: bool = False,
    undone: bool = False,
) -> Step:
    """Say what is to be done next. A letter that has not gone comes before its answer, which is no answer without it; one
    whose record was undone comes before all.
    """
    state = state_of(requests)
    if undone:
        return Step.RECORD
    if letter_waits and not (answer_waits and requests):
        return Step.SEND
    if answer_waits:
        return Step.CHECK
    if state not in (State.OPEN, State.REMINDED):
        return Step.NOTHING
    if may_be_silent(requests, today):
        return Step.CLOSE
    counted = reached(requests)
    if state is State.OPEN and (not counted or has_run_out(counted, today)):
        return Step.REMIND
    return Step.WAIT
