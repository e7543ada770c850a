"""Requests for an answer, for programs: the same steps as at the desk, with a token that may publish."""

from http import HTTPStatus
from typing import Annotated

from pydantic import Field

from supplychain.domain import replies as d
from supplychain.domain.coded import AddressesPoint
from supplychain.domain.people import Right
from supplychain.domain.reply_answers import DeskList, Seen
from supplychain.domain.reports import Reason
from supplychain.services import replies, requests
from supplychain.services import request_steps as steps
from supplychain.services.requests import with_questions
from supplychain.web.access import desk, somebody
from supplychain.web.bodies import Body, Said, read_body
from supplychain.web.rooms import Made, Rooms

rooms = Rooms()
PUBLISH = Right.PUBLISH
Short = Annotated[str, Field(max_length=120)]
To = Annotated[str, Field(max_length=requests.MAX_TO)]


class NoBody(Body):
    """Nothing has to be said."""


class LetterBody(Body):
    """How a letter goes, and to whom."""

    channel: d.Channel
    to: To
    language: Short = "en"
    note: Annotated[Said, Field(max_length=d.MAX_NOTE)] = ""


class AskBody(LetterBody):
    """Whom to ask, and what about: recorded claims, rows of a report before they are published, or a questionnaire."""

    respondent: Short
    claims: Annotated[tuple[Short, ...], Field(max_length=d.MOST_CLAIMS)] = ()
    days: Annotated[int, Field(ge=d.LEAST_DAYS, le=d.MOST_DAYS)] = d.LEAST_DAYS
    report: Short = ""
    about: Short = ""
    questions: Annotated[str, Field(max_length=1_000)] = ""


class SentBody(Body):
    """On which day a letter went, and how, where that is not as it was meant."""

    day: Short = ""
    channel: d.Channel | None = None


class PublishBody(Body):
    """The version that was looked at, and whether the answer speaks to each claim."""

    version: int
    points: dict[Short, AddressesPoint] = Field({})


class ReturnBody(Body):
    """Why an answer goes back."""

    version: int
    reason: Reason
    words: Annotated[Said, Field(max_length=1_000)] = ""


@rooms.answer("/desk/requests", PUBLISH)
def desk_requests_data() -> DeskList:
    """Every inquiry, what is to be done first at the top."""
    return requests.list_desk(desk())


@rooms.answer("/desk/requests/<id>", PUBLISH)
def desk_request_data(id: str) -> Seen:
    """One inquiry: its letters, its answer, what is to be done."""
    return requests.look(desk(), id)


@rooms.answer("/desk/requests", PUBLISH, sent=True)
def ask_sent(sent: object) -> Seen:
    """Write to somebody for an answer."""
    body = read_body(AskBody, sent)
    wanted = requests.Wanted(
        body.respondent, body.claims, body.channel, body.to, body.language, body.note, body.days, body.report
    )
    if body.questions:
        wanted = with_questions(desk(), wanted, body.about, body.questions)
    return requests.look(desk(), requests.ask(desk(), wanted).id)


@rooms.answer("/desk/requests/<id>/remind", PUBLISH, sent=True)
def remind_sent(sent: object, id: str) -> Seen:
    """Write a second time, over another channel."""
    body = read_body(LetterBody, sent)
    requests.remind(desk(), id, body.channel, body.to, body.language, body.note)
    return requests.look(desk(), id)


@rooms.answer("/desk/requests/<id>/sent", PUBLISH, sent=True)
def letter_sent(sent: object, id: str) -> Made:
    """Say that the letter that waited has gone."""
    body = read_body(SentBody, sent)
    steps.mark_sent(desk(), id, body.day, body.channel)
    return _now(id)


@rooms.answer("/desk/requests/<id>/discard", PUBLISH, sent=True)
def discard_sent(sent: object, id: str) -> Made:
    """Throw the letter away that waited; where it was the first, what is left is the list."""
    read_body(NoBody, sent)
    left = steps.discard_letter(desk(), id)
    return _now(id) if left else Made(requests.list_desk(desk()), HTTPStatus.OK)


@rooms.answer("/desk/requests/<id>/back", PUBLISH, sent=True)
def back_sent(sent: object, id: str) -> Made:
    """Say that the last letter came back."""
    read_body(NoBody, sent)
    steps.came_back(desk(), id)
    return _now(id)


@rooms.answer("/desk/requests/<id>/extend", PUBLISH, sent=True)
def extend_sent(sent: object, id: str) -> Made:
    """Give five working days more, once."""
    read_body(NoBody, sent)
    steps.extend(desk(), id)
    return _now(id)


@rooms.answer("/desk/requests/<id>/silent", PUBLISH, sent=True)
def silent_sent(sent: object, id: str) -> Made:
    """Say that no answer came."""
    read_body(NoBody, sent)
    steps.close_silent(desk(), id)
    return _now(id)


@rooms.answer("/desk/requests/<id>/record", PUBLISH, sent=True)
def record_sent(sent: object, id: str) -> Made:
    """Record again what was undone."""
    read_body(NoBody, sent)
    steps.record_again(desk(), id)
    return _now(id)


@rooms.answer("/desk/requests/<id>/withdraw", PUBLISH, sent=True)
def withdraw_sent(sent: object, id: str) -> Made:
    """Take the request back, or close what was undone."""
    read_body(NoBody, sent)
    steps.withdraw_request(desk(), id)
    return _now(id)


@rooms.answer("/desk/requests/<id>/publish", PUBLISH, sent=True)
def publish_sent(sent: object, id: str) -> Made:
    """Publish the answer as it is."""
    body = read_body(PublishBody, sent)
    replies.publish_answer(desk(), somebody().person, id, body.version, body.points)
    return _now(id)


@rooms.answer("/desk/requests/<id>/return", PUBLISH, sent=True)
def return_sent(sent: object, id: str) -> Made:
    """Send the answer back to be mended in its form."""
    body = read_body(ReturnBody, sent)
    replies.return_answer(desk(), somebody().person, id, body.version, body.reason, body.words)
    return _now(id)


def _now(id: str) -> Made:
    return Made(requests.look(desk(), id), HTTPStatus.OK)
