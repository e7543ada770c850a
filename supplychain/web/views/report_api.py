"""Reports for programs: sent in one go, followed, answered, taken back; with a token, or with a receipt code, or with neither."""

from http import HTTPStatus

from flask import request

from supplychain.domain import people as p
from supplychain.domain.errors import Forbidden, Invalid, Problem
from supplychain.domain.reports import MAX_MESSAGE, Content, Report, State
from supplychain.domain.uploads import MAX_BYTES
from supplychain.formats.evidence_limits import LARGEST
from supplychain.formats.texts import load_json
from supplychain.formats.uploads import read_rows, read_upload
from supplychain.services import reports, uploads
from supplychain.services.reports import Sender
from supplychain.services.upload_base import rows_given
from supplychain.web.access import Open, desk, who
from supplychain.web.rooms import Made, Rooms

rooms = Rooms()
ANYBODY = Open.VISITOR
CODE_HEADER = "Report-Code"


@rooms.answer("/reports", ANYBODY, sent=True, largest=MAX_BYTES, raw=True)
def submit_data(body: bytes) -> Made:
    """Take rows by table, or a CSV, XLSX or zipped package as it is, and send it all as one report, or nothing."""
    asker = _sender()
    confirmed: list[str] = request.args.getlist("confirmed")
    if body.lstrip()[:1] == b"{":
        given = load_json(body)
        read = read_rows(given)
        confirmed += _texts(given.get("confirmed", []))
    else:
        read = read_upload(body, request.args.get("table", ""))
    reports.keep_pace(desk(), asker)
    made = uploads.submit(desk(), asker, read, confirmed)
    return Made(made, HTTPStatus.CREATED if made.id else HTTPStatus.OK)


@rooms.answer("/reports/<id>", ANYBODY)
def report_data(id: str) -> Report:
    """Give a report to its sender."""
    return reports.open_report(desk(), _sender(), id)


@rooms.answer("/reports/<id>/messages", ANYBODY, sent=True)
def write_data(body: object, id: str) -> Report:
    """Take a word to the desk."""
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_MESSAGE:
        what = f"A message is a text of 1 to {MAX_MESSAGE:,} characters."
        raise Invalid([Problem("text", what, 'Send {"text": "…"}.')])
    reports.write(desk(), _sender(), id, text.strip())
    return reports.open_report(desk(), _sender(), id)


@rooms.answer("/reports/<id>/rows", ANYBODY, sent=True, largest=MAX_BYTES, raw=True)
def mend_data(body: bytes, id: str) -> Made:
    """Take the rows of a report that was returned, mended, in the place of those that it has, and send it again."""
    given: object = load_json(body)
    content = Content(tables=rows_given(given))
    made = reports.mend_report(desk(), _sender(), id, content, _texts(_of(given, "confirmed")))
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


def _of(given: object, name: str) -> object:
    return given.get(name, []) if isinstance(given, dict) else []


def _texts(given: object) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise Invalid([Problem("confirmed", "This is no list of keys.", 'Write ["…"].')])
    return given
