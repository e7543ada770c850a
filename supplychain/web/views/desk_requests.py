"""The desk of those who ask for answers: the list with what is due, a new request, one request with all that can be done."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import request
from pydantic import create_model

from supplychain.domain import replies as d
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.people import Right
from supplychain.domain.reports import Reason
from supplychain.formats.letters import Letter
from supplychain.services import disclosures, replies, request_choice, request_letters
from supplychain.services import request_steps as steps
from supplychain.services import requests as service
from supplychain.web import links, words
from supplychain.web.access import desk, somebody
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import language, mark
from supplychain.web.posting import sent_words
from supplychain.web.rooms import Context, Done, Given, Rooms

rooms = Rooms()
PUBLISH = Right.PUBLISH
OWN_NAMES = [("en", "English"), ("de", "Deutsch")]
_TO_HINT = mark("An e-mail address, the address for the envelope (line by line), or the address of the form.")
_NOTE = mark("A sentence of your own")
_NOTE_HINT = mark("Stands in the letter after the statements. Nothing about sources.")


class Nothing(Sent):
    """A form that is only a button."""


class Sending(Sent):
    """How a letter goes out."""

    channel: d.Channel = entry(mark("How to ask"), kind="select", terms="reply_channel")
    to: str = entry(mark("To whom"), _TO_HINT, "area", longest=service.MAX_TO)


class First(Sending):
    """The first letter; what is asked was chosen on the page before."""

    respondent: str = entry("", kind="hidden")
    claims: str = entry("", kind="hidden", longest=4_000)
    letter_language: str = entry("", kind="hidden", default="en")
    note: str = entry("", kind="hidden", default="", longest=d.MAX_NOTE)
    report: str = entry("", kind="hidden", default="")


class Gone(Sent):
    """That a letter has gone."""

    day: str = entry(
        mark("On which day it went"), mark("Year-month-day, such as 2026-12-01. The time for an answer runs from it.")
    )
    channel: d.Channel = entry(mark("How it went"), kind="select", terms="reply_channel")


class Second(Sending):
    """The second letter."""

    letter_language: str = entry(mark("Language of the letter"), kind="select")
    note: str = entry(_NOTE, _NOTE_HINT, "area", default="", longest=d.MAX_NOTE)


class Back(Sent):
    """Why an answer goes back."""

    version: str = entry("", kind="hidden")
    reason: Reason = entry(mark("Reason"), mark("Only for its form, never for what it says."), "select")
    words: str = entry(
        mark("What is to be mended"),
        mark("The respondent reads it, and it stands in the public log."),
        "area",
        longest=1_000,
    )


class Publishing(Sent):
    """Whether the answer speaks to each claim."""

    version: str = entry("", kind="hidden")


_POINT: Any = partial(entry, mark("Does the answer speak to it?"), kind="select", terms="addresses_point")
_points: Any = {f"point_{n}": (str, _POINT(default="unknown")) for n in range(1, d.MOST_CLAIMS + 1)}
Points: type[Publishing] = create_model("Points", __base__=Publishing, **_points)


@rooms.room("/desk/requests", "desk/requests.html", PUBLISH)
def desk_requests() -> Context:
    """Every inquiry, what is to be done first at the top."""
    return {"inquiries": service.list_desk(desk()).inquiries, "has_sender": request_letters.has_sender(desk())}


@rooms.room("/desk/requests/new", "desk/request_new.html", PUBLISH)
def desk_request_new() -> Context:
    """Choose whom to ask, what about, and look at the letter."""
    given = request.values  # a form that could not be taken stands here again
    typed, chosen = given.get("respondent", "")[:120].strip(), _chosen()
    note = given.get("note", "")[: d.MAX_NOTE]
    tongue = given.get("letter_language") or given.get("language", language())
    report = given.get("report", "")[:120].strip()
    if report:
        offer = request_choice.offer_rows(desk(), report, typed)
    else:
        with open_view() as view:
            offer = request_choice.offer(view, typed, chosen)
    letter: Letter | None = None
    wrongs: Sequence[Problem] = ()
    has_sender = request_letters.has_sender(desk())
    if offer.respondent and chosen and has_sender:
        try:
            letter = service.preview(
                desk(),
                service.Wanted(offer.respondent.id, tuple(chosen), d.Channel.LETTER, "", tongue, note, report=report),
            )
        except Invalid as error:
            wrongs = error.problems
    return {
        "typed": typed,
        "offer": offer,
        "chosen": chosen,
        "note": note,
        "tongue": tongue,
        "tongues": OWN_NAMES,
        "letter": letter,
        "wrongs": wrongs,
        "most": d.MOST_CLAIMS,
        "report": report,
        "has_sender": has_sender,
    }


def _chosen() -> list[str]:
    ids = (id.strip() for text in request.values.getlist("claims") for id in text.split(","))
    return list(dict.fromkeys(id for id in ids if id and len(id) <= 120))


@rooms.form("/desk/requests/ask", First, PUBLISH, "desk_request_new")
def ask_for_answer(sent: First) -> Done:
    """Record the request; the letter goes out, or is ready to be printed."""
    wanted = service.Wanted(
        sent.respondent,
        tuple(sent.claims.split(",")),
        sent.channel,
        sent.to,
        sent.letter_language,
        sent.note,
        report=sent.report,
    )
    asked = service.ask(desk(), wanted)
    return _there(asked.id, sent_words(sent.channel, asked.sent))


@rooms.room("/desk/requests/<id>", "desk/request.html", PUBLISH)
def desk_request(id: str) -> Context:
    """One inquiry: its letters, its answer, what is to be done."""
    seen = service.look(desk(), id)
    used = {r.channel for r in d.reached(seen.inquiry.requests)}
    channels = [(t.code, words.first_up(t.label)) for t in words.terms("reply_channel") if t.code not in used]
    reasons = [(code, words.first_up(words.label("report_reason", code))) for code in d.FORM_REASONS]
    files = {x.id: links.place("files.letter_pdf", {"id": x.id}) for x in seen.letters}
    asked = seen.inquiry.questions
    return {
        "seen": seen,
        "disclosed": seen.answer.questionnaire if seen.answer else None,
        "about_name": disclosures.name_of(desk(), seen.inquiry.about) if asked else "",
        "files": files,
        "channels": channels,
        "reasons": reasons,
        "tongues": OWN_NAMES,
        "language_here": language(),
        "has_sender": request_letters.has_sender(desk()),
    }


@rooms.form("/desk/requests/<id>/remind", Second, PUBLISH, "desk_request")
def remind_respondent(sent: Second, id: str) -> Done:
    """Ask a second time."""
    asked = service.remind(desk(), id, sent.channel, sent.to, sent.letter_language, sent.note)
    return _there(id, sent_words(sent.channel, asked.sent))


@rooms.form("/desk/requests/<id>/sent", Gone, PUBLISH, "desk_request")
def letter_has_gone(sent: Gone, id: str) -> Done:
    """The letter that waited has gone: from that day it counts."""
    steps.mark_sent(desk(), id, sent.day, sent.channel)
    return _there(id, mark("It is recorded that the letter went. The time for an answer runs from that day."))


@rooms.form("/desk/requests/<id>/discard", Nothing, PUBLISH, "desk_request")
def discard_letter(sent: Nothing, id: str) -> Done:
    """The letter that waited is not sent."""
    left = steps.discard_letter(desk(), id)
    notice = mark("The letter is thrown away: it asked nobody.")
    return _there(id, notice) if left else Done(links.page_url("desk_requests"), notice)


@rooms.form("/desk/requests/<id>/extend", Nothing, PUBLISH, "desk_request")
def extend_request(sent: Nothing, id: str) -> Done:
    """Give more time, once."""
    steps.extend(desk(), id)
    return _there(id, mark("The date is moved by five working days."))


@rooms.form("/desk/requests/<id>/back", Nothing, PUBLISH, "desk_request")
def letter_came_back(sent: Nothing, id: str) -> Done:
    """The last letter could not be delivered."""
    steps.came_back(desk(), id)
    return _there(id, mark("It is recorded that the letter came back. It counts as no request."))


@rooms.form("/desk/requests/<id>/silent", Nothing, PUBLISH, "desk_request")
def close_silent(sent: Nothing, id: str) -> Done:
    """Say that no answer came."""
    steps.close_silent(desk(), id)
    return _there(id, mark("It is recorded that no answer came."))


@rooms.form("/desk/requests/<id>/record", Nothing, PUBLISH, "desk_request")
def record_request(sent: Nothing, id: str) -> Done:
    """Record again what was undone."""
    steps.record_again(desk(), id)
    return _there(id, mark("The request is recorded again, with the days on which its letters went."))


@rooms.form("/desk/requests/<id>/close", Nothing, PUBLISH, "desk_request")
def close_undone(sent: Nothing, id: str) -> Done:
    """Close what was undone: nothing is recorded."""
    steps.withdraw_request(desk(), id)
    return _there(id, mark("It is closed. Nothing of it counts."))


@rooms.form("/desk/requests/<id>/withdraw", Nothing, PUBLISH, "desk_request")
def withdraw_request(sent: Nothing, id: str) -> Done:
    """Take the request back."""
    steps.withdraw_request(desk(), id)
    return _there(id, mark("The request is taken back."))


@rooms.form("/desk/requests/<id>/publish", Points, PUBLISH, "desk_request")
def publish_answer(sent: Publishing, id: str) -> Done:
    """Publish the answer as it is."""
    claims = service.look(desk(), id).inquiry.claims
    points = {claim: getattr(sent, f"point_{n}") for n, claim in enumerate(claims, 1)}
    revision = replies.publish_answer(desk(), somebody().person, id, _number(sent.version), points)
    if revision is None:
        return _there(id, mark("The form of the answer is checked. It is published together with the rows."))
    return _there(id, mark("The answer is published beside every claim that it answers."))


@rooms.form("/desk/requests/<id>/return", Back, PUBLISH, "desk_request")
def return_answer(sent: Back, id: str) -> Done:
    """Send the answer back to be mended in its form."""
    replies.return_answer(desk(), somebody().person, id, _number(sent.version), sent.reason, sent.words)
    return _there(id, mark("The answer went back. The link in the letter opens it again."))


@rooms.download("/desk/requests/letters/<id>.pdf", PUBLISH)
def letter_pdf(id: str) -> Given:
    """A letter to be printed."""
    return Given(request_letters.print_letter(desk(), id), "application/pdf", f"letter-{id}.pdf")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _there(id: str, notice: str) -> Done:
    return Done(links.page_url("desk_request", id=id), notice)
