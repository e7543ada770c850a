"""What is published beside a report: the answer that it is, the answers to notices about its rows, our requests, files."""

from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from supplychain.domain import reports as r
from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.inquiries import AnswerFile, answered, requests_of
from supplychain.domain.notices import TOO_EARLY
from supplychain.domain.people import Person
from supplychain.domain.records import Record, Response
from supplychain.domain.replies import REFUSED, first_id
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.proposals import Proposal, read_content
from supplychain.services.notices import (
    known_with_notices,
    new_claims,
    notified,
    requests_to_record,
    without_targets,
)
from supplychain.services.request_book import refuse_undone, unsent
from supplychain.store.database import Writer
from supplychain.store.reports import Held


class Ready(NamedTuple):
    """An answer to a notice whose form was checked."""

    request: str
    held: Held
    records: list[Record]
    """What of it is published: nothing where all that it speaks to was left out."""


class Beside(NamedTuple):
    """What goes with the rows of a report."""

    records: tuple[Record, ...] = ()
    early: tuple[str, ...] = ()
    """Ids of new claims that are published before those whom they name had their time."""
    answers: tuple[Ready, ...] = ()
    notices: tuple[str, ...] = ()
    """Ids of the notices that are recorded now."""


# -- an answer to a request ------------------------------------------------------------------------------------------------


def close_request(writer: Writer, state: Snapshot, held: Held, today: date) -> list[Record]:
    """Give what is recorded of a request when its answer is published. Raises Refused where no letter was said to have gone."""
    asking = writer.replies.asking(held.reply_to)
    if asking is not None and asking.report and not asking.recorded:
        raise Refused(REFUSED["with_rows"])
    refuse_undone(writer, held.reply_to)
    letter = unsent(writer.replies.letters(held.reply_to))
    if letter is not None:
        if not requests_of(state, held.reply_to):
            raise Refused(REFUSED["sent_day"])
        writer.replies.drop_letters([letter.request])
    writer.replies.change(held.reply_to, ended_on=today)
    return list[Record](answered(state, held.reply_to))


def publish_files(writer: Writer, held: Held, records: Iterable[Record]) -> None:
    """Publish the files that came with an answer; those of a questionnaire were for those who check its form alone."""
    if held.reply_to and writer.replies.link(held.reply_to).list_revision is not None:
        return
    response = next((one.id for one in records if isinstance(one, Response)), "")
    for file in held.report.files if response else ():
        data = writer.reports.file(held.report.id, file.id).data
        kept = AnswerFile(
            number=file.number, media_type=file.media_type, size=len(data), sha256=sha256(data).hexdigest()
        )
        writer.publish_file(response, kept, data)


# -- a report about whose rows notice was given ----------------------------------------------------------------------------


def beside(
    writer: Writer, state: Snapshot, held: Held, proposal: Proposal, kept: Collection[str], words: str, today: date
) -> Beside:
    """Say what goes with the claims of a report that are kept. Raises Invalid where one is too early and no word says why, and
    Refused while the form of an answer to a notice was not checked.
    """
    if held.reply_to:
        return Beside()
    id = held.report.id
    published = [c.id for c in new_claims(state, proposal) if c.id in kept]
    told = [one for one in notified(state, writer.replies, id, proposal, today) if one.claim in published]
    early = tuple(dict.fromkeys(one.claim for one in told if one.is_open))
    if early and not words:
        raise Invalid([Problem("words", *TOO_EARLY)])
    answers = tuple(_ready(writer, state, id, published))
    requests = requests_to_record(state, writer.replies, id, published, (one.request for one in answers if one.records))
    notices = tuple(dict.fromkeys(first_id(one.id) for one in requests))
    return Beside((*requests, *(x for one in answers for x in one.records)), early, answers, notices)


def _ready(writer: Writer, state: Snapshot, report: str, published: Collection[str]) -> Iterable[Ready]:
    for asking in writer.replies.askings(report):
        link = writer.replies.link(asking.request)
        held = writer.reports.get(link.report) if link.report else None
        if held is None or held.report.state not in r.WAITING:
            continue
        if asking.points is None:
            raise Refused(REFUSED["answer_first"])
        proposal = read_content(held.report.content, known_with_notices(state, writer.replies))
        if proposal.problems:
            raise Invalid(proposal.problems)
        yield Ready(asking.request, held, without_targets(proposal.records, published))


def settle(writer: Writer, who: Person, found: Beside, revision: int | None, today: date) -> None:
    """Note what became of the notices and the answers that were published beside a report."""
    for request in found.notices:
        writer.replies.change_asking(request, recorded=True)
    for one in found.answers:
        report = one.held.report
        writer.replies.change(one.request, ended_on=today)
        if not one.records:
            writer.reports.change(report, state=r.State.WITHDRAWN, decided_on=today, reviewer_id=None)
            writer.reports.empty(report.id)
            continue
        publish_files(writer, one.held, one.records)
        writer.reports.change(report, state=r.State.ACCEPTED, decided_on=today, reviewer_id=None)
        writer.reports.rule(report.id, r.Decision.ACCEPTED, None, "", today, who.id, revision)
