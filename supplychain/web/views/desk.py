"""The desk: reports that wait, one report beside what is recorded, and what a reviewer can do with it."""

from typing import Annotated

from flask import g, request
from pydantic import StringConstraints

from supplychain.domain import reports as d
from supplychain.domain.errors import Conflict, NotFound, Refused
from supplychain.domain.people import Right
from supplychain.domain.review import Seen
from supplychain.domain.sentences import error_words
from supplychain.services import review
from supplychain.web import links
from supplychain.web.access import desk, somebody
from supplychain.web.asking import DeskAsking, read_query
from supplychain.web.bodies import Body, Said, read_body
from supplychain.web.desking import CONTENTS, file_name, plain
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark
from supplychain.web.rooms import Context, Done, Given, Rooms

rooms = Rooms()
REVIEW = Right.REVIEW
REASON = mark("Reason")
WORDS = mark("In your words")
IN_PUBLIC = mark("Everybody can read this in the public log: nothing that could show who spoke.")


class Nothing(Sent):
    """A form that is only a button."""


class AtVersion(Sent):
    """What is done with a report as it was seen."""

    version: Annotated[str, StringConstraints(pattern="^[0-9]{1,9}$")] = entry("", kind="hidden")

    @property
    def at(self) -> int:
        """The version as a number."""
        return int(self.version)


class Writing(Sent):
    """A message."""

    to: str = entry(mark("Who reads it"), kind="select")
    text: str = entry(mark("Message"), kind="area", longest=d.MAX_MESSAGE)


class Accepting(AtVersion):
    """What is accepted of a report."""

    kept: tuple[str, ...] = entry(mark("What is accepted"), kind="checks", default=())
    reason: d.Reason | None = entry(
        mark("Why a part is left out"),
        mark("Only where you left something out."),
        "select",
        default=None,
        terms="report_reason",
    )
    words: str = entry(WORDS, IN_PUBLIC, "area", default="", longest=1000)


class Deciding(AtVersion):
    """Why a report is returned or refused."""

    reason: d.Reason = entry(REASON, kind="select", terms="report_reason")
    words: str = entry(WORDS, IN_PUBLIC, "area", default="", longest=1000)


# -- looking -----------------------------------------------------------------------------------------------------------


@rooms.room("/desk/reports", "desk/reports.html", REVIEW)
def desk_reports() -> Context:
    """What waits for a decision, oldest first."""
    asked = read_query(DeskAsking, request.args)
    me = somebody().person
    return {
        "queue": review.list_queue(desk(), me, asked.wanted, asked.page),
        "wanted": asked.wanted,
        "contents": CONTENTS,
        "next": review.next_report(desk(), me),
    }


@rooms.room("/desk/reports/<id>", "desk/report.html", REVIEW)
def desk_report(id: str) -> Context:
    """One report beside what is recorded."""
    me = somebody().person
    seen = review.look(desk(), me, id)
    g.seen, g.names = seen, {one: plain(name) for one, name in seen.names.items()}
    return {
        "seen": seen,
        "at": {"version": str(seen.report.version)},
        "next": review.next_report(desk(), me, id),
        "sources": {source.id: source for source in seen.sources},
        "near": {shown.claim.id: shown for shown in seen.near},
    }


@rooms.download("/desk/reports/<id>/files/<file>", REVIEW)
def desk_file(id: str, file: str) -> Given:
    """The cleaned copy of a file."""
    found = review.give_file(desk(), id, file)
    return Given(found.data, found.attached.media_type, file_name(found.attached.number, found.attached.media_type))


@rooms.download("/desk/reports/<id>/originals/<file>", REVIEW)
def desk_original(id: str, file: str) -> Given:
    """The original of a file, sealed."""
    found = review.give_file(desk(), id, file)
    if found.sealed is None:
        raise NotFound("file", file)
    return Given(found.sealed, "application/octet-stream", f"{id}-original-{found.attached.number}.age")


@rooms.download("/desk/reports/<id>/note", REVIEW)
def desk_note(id: str) -> Given:
    """The confidential note, sealed."""
    return Given(review.give_note(desk(), id), "application/octet-stream", f"{id}-note.age")


# -- doing -------------------------------------------------------------------------------------------------------------


@rooms.form("/desk/reports/<id>/claim", Nothing, REVIEW, "desk_report")
def desk_claim(sent: Nothing, id: str) -> Done:
    """Take a report to review."""
    review.claim(desk(), somebody().person, id)
    return _report(id, mark("You review this report now."))


@rooms.form("/desk/reports/<id>/release", Nothing, REVIEW, "desk_report")
def desk_release(sent: Nothing, id: str) -> Done:
    """Give a report back to the queue."""
    review.release(desk(), somebody().person, id)
    return Done(links.page_url("desk_reports"), mark("The report waits in the queue again."))


@rooms.form("/desk/reports/<id>/message", Writing, REVIEW, "desk_report")
def desk_message(sent: Writing, id: str) -> Done:
    """Write to the sender, or a note for the desk."""
    internal = sent.to != "sender"
    review.comment(desk(), somebody().person, id, sent.text, internal)
    return _report(id, mark("The note is kept.") if internal else mark("The message is kept: the sender sees it."))


@rooms.form("/desk/reports/<id>/agree", AtVersion, REVIEW, "desk_report")
def desk_agree(sent: AtVersion, id: str) -> Done:
    """Agree as the second reader."""
    review.agree(desk(), somebody().person, id, sent.at)
    return _report(id, mark("You agreed as the second reader."))


@rooms.form("/desk/reports/<id>/accept", Accepting, REVIEW, "desk_report")
def desk_accept(sent: Accepting, id: str) -> Done:
    """Publish a report, or what is ticked of it."""
    me = somebody().person
    following = review.next_report(desk(), me, id)
    parts = review.look(desk(), me, id).compared.parts
    left_out = {part.choice for part in parts} - set(sent.kept)
    try:
        review.accept(desk(), me, id, sent.at, left_out, sent.words, sent.reason if left_out else None)
    except Conflict as error:  # a part needs another one that was left out, or the history went on
        raise Refused(error_words(error)) from error
    return _next(following, mark("The report is accepted."))


@rooms.form("/desk/reports/<id>/return", Deciding, REVIEW, "desk_report")
def desk_return(sent: Deciding, id: str) -> Done:
    """Send a report back to be mended."""
    following = review.next_report(desk(), somebody().person, id)
    review.return_(desk(), somebody().person, id, sent.at, sent.reason, sent.words)
    return _next(following, mark("The report is returned to its sender."))


@rooms.form("/desk/reports/<id>/refuse", Deciding, REVIEW, "desk_report")
def desk_refuse(sent: Deciding, id: str) -> Done:
    """Refuse a report."""
    following = review.next_report(desk(), somebody().person, id)
    review.refuse(desk(), somebody().person, id, sent.at, sent.reason, sent.words)
    return _next(following, mark("The report is refused."))


def _report(id: str, notice: str) -> Done:
    return Done(links.page_url("desk_report", id=id), notice)


def _next(following: str, notice: str) -> Done:
    """Go on with the next report that waits, else with the queue."""
    address = links.page_url("desk_report", id=following) if following else links.page_url("desk_reports")
    return Done(address, notice)


# -- for programs ------------------------------------------------------------------------------------------------------


class NoBody(Body):
    """Nothing has to be said."""


class MessageBody(Body):
    """A message."""

    text: Said
    internal: bool = False


class VersionBody(Body):
    """The version that was looked at."""

    version: int


class AcceptBody(VersionBody):
    """What is accepted: all, or all but what is left out, by choice or by id."""

    left_out: tuple[str, ...] = ()
    reason: d.Reason | None = None
    words: Said = ""


class DecisionBody(VersionBody):
    """Why a report is returned or refused."""

    reason: d.Reason
    words: Said = ""


@rooms.answer("/desk/reports", REVIEW)
def desk_reports_data() -> d.Queue:
    """What waits for a decision, oldest first."""
    asked = read_query(DeskAsking, request.args)
    return review.list_queue(desk(), somebody().person, asked.wanted, asked.page)


@rooms.answer("/desk/reports/<id>", REVIEW)
def desk_report_data(id: str) -> Seen:
    """One report beside what is recorded."""
    return review.look(desk(), somebody().person, id)


@rooms.answer("/desk/reports/<id>/claim", REVIEW, sent=True)
def desk_claim_sent(sent: object, id: str) -> Seen:
    """Take a report to review."""
    read_body(NoBody, sent)
    review.claim(desk(), somebody().person, id)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/release", REVIEW, sent=True)
def desk_release_sent(sent: object, id: str) -> Seen:
    """Give a report back to the queue."""
    read_body(NoBody, sent)
    review.release(desk(), somebody().person, id)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/comment", REVIEW, sent=True)
def desk_comment_sent(sent: object, id: str) -> Seen:
    """Write to the sender, or a note for the desk."""
    body = read_body(MessageBody, sent)
    review.comment(desk(), somebody().person, id, body.text, body.internal)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/agree", REVIEW, sent=True)
def desk_agree_sent(sent: object, id: str) -> Seen:
    """Agree as the second reader."""
    review.agree(desk(), somebody().person, id, read_body(VersionBody, sent).version)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/accept", REVIEW, sent=True)
def desk_accept_sent(sent: object, id: str) -> Seen:
    """Publish a report, or what is not left out of it."""
    body = read_body(AcceptBody, sent)
    review.accept(desk(), somebody().person, id, body.version, body.left_out, body.words, body.reason)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/return", REVIEW, sent=True)
def desk_return_sent(sent: object, id: str) -> Seen:
    """Send a report back to be mended."""
    body = read_body(DecisionBody, sent)
    review.return_(desk(), somebody().person, id, body.version, body.reason, body.words)
    return desk_report_data(id)


@rooms.answer("/desk/reports/<id>/refuse", REVIEW, sent=True)
def desk_refuse_sent(sent: object, id: str) -> Seen:
    """Refuse a report."""
    body = read_body(DecisionBody, sent)
    review.refuse(desk(), somebody().person, id, body.version, body.reason, body.words)
    return desk_report_data(id)
