"""Sending rows in one go: as a report, or in the place of what a report that came back holds; all of it or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.ids import make_code
from supplychain.domain.sentences import Counted, joined, sentence
from supplychain.domain.uploads import EVERYTHING_KNOWN, Fault, RowState, Submitted, Upload
from supplychain.formats.sheets import Read
from supplychain.services.desk import Desk
from supplychain.services.own_source import own_of
from supplychain.services.report_parts import report_salt
from supplychain.services.reports import (
    Find,
    Sender,
    begin,
    confirm,
    find,
    list_reports,
    mend_report,
    names_known,
    open_report,
    said,
    save,
    send,
)
from supplychain.services.upload_base import Base
from supplychain.services.upload_sources import Into
from supplychain.services.uploads import look, new_report


def submit(desk: Desk, sender: Sender, read: Read, confirmed: Collection[str] = ()) -> Submitted:
    """Send all that is new in an upload as one report. What is recorded already, or waits in a report of the same sender,
    is not sent again. Raises Invalid with all that is wrong, and then nothing is kept.
    """
    mine = sender if sender.holder() is not None else Sender(code=make_code(desk.chance()))
    others = list_reports(desk, sender)
    into = new_report(desk, mine, tuple(r.id for r in others))
    looked = look(desk, read, d.Content(), beside=_waiting(others), into=into)
    upload = looked.upload
    refuse_faults(read, upload)
    things = looked.things
    told = Submitted(
        new=things[RowState.NEW] + things[RowState.MATCHED],
        changed=things[RowState.CHANGED],
        unchanged=things[RowState.UNCHANGED],
    )
    if not upload.content.count:
        if upload.total and not upload.content.tables:
            return told.model_copy(update={"said": EVERYTHING_KNOWN})
        raise Refused(d.REFUSED["empty"])
    finds = _looked_at(desk, upload.content, [*confirmed, *read.confirmed])
    begin(desk, mine, into.own.id)
    save(desk, mine, into.own.id, looked.merged)
    confirm(desk, mine, into.own.id, (f.key for f in finds))
    report = send(desk, mine, into.own.id)
    code = "" if sender.code else mine.code
    return told.model_copy(update={"id": report.id, "state": report.state, "code": code})


def mend(desk: Desk, sender: Sender, id: str, read: Read, confirmed: Collection[str] = ()) -> d.Report:
    """Put what was read in the place of all that a report holds which came back, and send it again, or change nothing.

    What is still in it keeps its ids. Raises Invalid, NotFound, Refused.
    """
    report = open_report(desk, sender, id)
    if not report.is_open:
        raise Refused(d.REFUSED["state"])
    others = [r for r in list_reports(desk, sender) if r.id != id]
    ids = tuple(r.id for r in others)
    into = Into(own_of(report), report_salt(desk, report), Base.of_contents([report.content]), ids)
    looked = look(desk, read, d.Content(), beside=_waiting(others), into=into)
    refuse_faults(read, looked.upload)
    confirmed = [*confirmed, *read.confirmed, *report.confirmed]
    _looked_at(desk, looked.merged, confirmed)
    return mend_report(desk, sender, id, looked.merged, confirmed)


def _waiting(others: Iterable[d.Report]) -> Sequence[d.Content]:
    return [r.content for r in others if r.state in d.WAITING]


def _looked_at(desk: Desk, content: d.Content, confirmed: Collection[str]) -> tuple[Find, ...]:
    """Give the finds in the words of a report. Raises Invalid where one is certain, or was not confirmed."""
    with desk.store.view() as view:
        finds = find(content, (), names_known(view.snapshot()))
    open_finds = [f for f in finds if f.certain or f.key not in set(confirmed)]
    if open_finds:
        raise Invalid([_to_confirm(f.key, said(f)) if not f.certain else said(f) for f in open_finds])
    return finds


def refuse_faults(read: Read, upload: Upload) -> None:
    """Raise Invalid with all that is wrong; nothing happens where nothing is."""
    if upload.faults:
        places = {(s.name, number): (s.table, at) for s in read.sheets for at, (number, _) in enumerate(s.rows)}
        problems = [fault.problem(_pointer(places, fault, read.beside)) for fault in upload.faults]
        if upload.more_faults:
            problems.append(Problem("file", sentence("and %(more)s more.", more=Counted(upload.more_faults))))
        raise Invalid(problems)


def _pointer(places: Mapping[tuple[str, int], tuple[str, int]], fault: Fault, beside: Collection[str]) -> str:
    table, _ = places.get((fault.sheet, fault.row), (fault.sheet, 0))
    above = "" if table in beside else "tables"
    parts = [above, table, str(fault.row - 1) if fault.row else "", fault.column if fault.row else ""]
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts if part)


def _to_confirm(key: str, problem: Problem) -> Problem:
    return Problem(problem.where, problem.what, joined(problem.mend, sentence("Its key is %(key)s.", key=key)))
