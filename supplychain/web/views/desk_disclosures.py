"""Sending the questionnaire to a vendor: whom, about what, which questions, and the letter. What follows is as for requests."""

from collections.abc import Sequence

from flask import request

from supplychain.domain import replies as d
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.people import Right
from supplychain.formats.letters import Letter
from supplychain.services import questionnaire_choice, request_letters
from supplychain.services import requests as service
from supplychain.web import links
from supplychain.web.access import desk
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import language, mark
from supplychain.web.posting import sent_words
from supplychain.web.rooms import Context, Done, Rooms

rooms = Rooms()
PUBLISH = Right.PUBLISH
OWN_NAMES = [("en", "English"), ("de", "Deutsch")]
_TO_HINT = mark("An e-mail address, the address for the envelope (line by line), or the address of the form.")


class First(Sent):
    """The first letter; what is asked was chosen on the page before."""

    channel: d.Channel = entry(mark("How to ask"), kind="select", terms="reply_channel")
    to: str = entry(mark("To whom"), _TO_HINT, "area", longest=service.MAX_TO)

    respondent: str = entry("", kind="hidden")
    about: str = entry("", kind="hidden")
    which: str = entry("", kind="hidden")
    letter_language: str = entry("", kind="hidden", default="en")
    note: str = entry("", kind="hidden", default="", longest=d.MAX_NOTE)


@rooms.room("/desk/questionnaires/new", "desk/questionnaire_new.html", PUBLISH)
def desk_questionnaire_new() -> Context:
    """Choose whom to ask, about what, and which questions; look at the letter."""
    given = request.values  # a form that could not be taken stands here again
    typed, about = given.get("respondent", "")[:120].strip(), given.get("about", "")[:120].strip()
    which, note = given.get("which", ""), given.get("note", "")[: d.MAX_NOTE]
    tongue = given.get("letter_language") or given.get("language", language())
    with open_view() as view:
        offer = questionnaire_choice.offer(view, typed)
        questions = view.snapshot().checklist.questions
    letter: Letter | None = None
    wrongs: Sequence[Problem] = ()
    has_sender = request_letters.has_sender(desk())
    if offer.respondent and about and which and has_sender:
        try:
            letter = service.preview(desk(), _wanted(offer.respondent.id, about, which, tongue, note))
        except Invalid as error:
            wrongs = error.problems
    return {
        "typed": typed,
        "offer": offer,
        "about": about,
        "which": which,
        "counts": {"core": sum(q.core for q in questions), "all": len(questions)},
        "note": note,
        "tongue": tongue,
        "tongues": OWN_NAMES,
        "letter": letter,
        "wrongs": wrongs,
        "has_sender": has_sender,
    }


def _wanted(respondent: str, about: str, which: str, tongue: str, note: str) -> service.Wanted:
    with open_view() as view:
        questions = questionnaire_choice.choose(view.snapshot(), which)
    ids = tuple(q.id for q in questions)
    wanted = service.Wanted(respondent, (), d.Channel.LETTER, "", tongue, note)
    return wanted._replace(about=about, questions=ids)


@rooms.form("/desk/questionnaires/ask", First, PUBLISH, "desk_questionnaire_new")
def send_questionnaire(sent: First) -> Done:
    """Write the letter; it goes out, or is ready to be printed. It counts from the day on which it went."""
    wanted = _wanted(sent.respondent, sent.about, sent.which, sent.letter_language, sent.note)
    asked = service.ask(desk(), wanted._replace(channel=sent.channel, to=sent.to))
    return Done(links.page_url("desk_request", id=asked.id), sent_words(sent.channel, asked.sent))
