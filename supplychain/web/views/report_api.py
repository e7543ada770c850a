"""Reports for programs: sent in one go, followed, answered, taken back; with a token, or with a receipt code, or with neither."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import request

from supplychain.domain import people as p
from supplychain.domain.errors import Forbidden, Invalid, Problem
from supplychain.domain.reports import MAX_MESSAGE, Content, Report, State
from supplychain.domain.sentences import sentence
from supplychain.domain.uploads import MAX_BYTES
from supplychain.formats.evidence_limits import LARGEST
from supplychain.formats.sheets import Read
from supplychain.formats.uploads import read_upload
from supplychain.services import reports
from supplychain.services import upload_sending as sending
from supplychain.services.reports import Sender
from supplychain.web.access import Open, desk, who
from supplychain.web.rooms import Made, Rooms

rooms = Rooms()
ANYBODY = Open.VISITOR
CODE_HEADER = "Report-Code"


@rooms.answer("/reports", ANYBODY, sent=True, largest=MAX_BYTES, raw=True)
def submit_data(body: bytes) -> Made:
    """Take rows by table, or a CSV, XLSX or zipped package as it is, and send it all as one report, or nothing."""
    asker = _sender()
    read = _read(body)
    reports.keep_pace(desk(), asker)
    made = sending.submit(desk(), asker, read, request.args.getlist("confirmed"))
    return Made(made, HTTPStatus.CREATED if made.id else HTTPStatus.OK)


@rooms.answer("/reports/<id>", ANYBODY)
def report_data(id: str) -> Report:
    """Give a report to its sender."""
    return reports.open_report(desk(), _sender(), id)


@rooms.answer("/reports/<id>/messages", ANYBODY, sent=True)
def write_data(body: object, id: str) -> Report:
    """Take a word to the desk."""
    text = body.get("text") if isinstance(body, dict) else None
    if isinstance(body, dict):
        _refuse_unknown(body, ("text",))
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_MESSAGE:
        what = f"A message is a text of 1 to {MAX_MESSAGE:,} characters."
        raise Invalid([Problem("text", what, 'Send {"text": "…"}.')])
    reports.write(desk(), _sender(), id, text.strip())
    return reports.open_report(desk(), _sender(), id)


@rooms.answer("/reports/<id>/rows", ANYBODY, sent=True, largest=MAX_BYTES, raw=True)
def mend_data(body: bytes, id: str) -> Made:
    """Take the rows of a report that was returned, mended, in the place of those that it has, and send it again."""
    made = sending.mend(desk(), _sender(), id, _read(body), request.args.getlist("confirmed"))
    return Made(made, HTTPStatus.OK)


@rooms.answer("/reports/<id>/files", ANYBODY, sent=True, largest=LARGEST + 64 * 1024, raw=True)
def attach_data(body: bytes, id: str) -> Made:
    """Take a file as it is: cleaned for the reviewers, its original sealed or not kept."""
    reports.attach(desk(), _sender(), id, body)
    return Made(reports.open_report(desk(), _sender(), id), HTTPStatus.CREATED)


@rooms.answer("/reports/<id>/withdraw", ANYBODY, sent=True, raw=True)
def withdraw_data(body: bytes, id: str) -> Made:
    """Take a report back."""
    asker = _sender()
    report = reports.open_report(desk(), asker, id)
    reports.withdraw(desk(), asker, id)
    gone = {"state": State.WITHDRAWN, "content": Content(), "files": (), "messages": ()}
    return Made(report.model_copy(update=gone), HTTPStatus.OK)


def _sender() -> Sender:
    """Give who sends: the holder of the token, who has to be let send, or of the code in the header, or somebody new."""
    identity = who()
    if identity is not None:
        if p.Right.SEND not in identity.rights:
            raise Forbidden(p.NOT_IN_SCOPE)
        return Sender(identity)
    code = request.headers.get(CODE_HEADER, "")
    return Sender(code=reports.follow(desk(), code)) if code else Sender()


def _read(body: bytes) -> Read:
    """Read rows by table as JSON, or a CSV, XLSX or zipped package as it is."""
    _refuse_unknown(request.args, ("confirmed", "table"))
    return read_upload(body, request.args.get("table", ""))


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...]) -> None:
    """Nothing that was sent is passed over in silence. Raises Invalid."""
    if unknown := sorted(set(given) - set(known)):
        mend = sentence("Write %(names)s, or take it out.", names=", ".join(known))
        raise Invalid([Problem(name[:60], sentence("Nothing of this name is read here."), mend) for name in unknown])
