"""A list for programs: sent as JSON, CSV or XLSX, answered with what is known and not known behind every row. Nothing is kept."""

from http import HTTPStatus

from flask import request

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.lists import ListAnswer
from supplychain.formats.lists import LARGEST, read_list
from supplychain.services.lists import check_list
from supplychain.web.access import Open, desk
from supplychain.web.doors import open_view
from supplychain.web.rooms import Made, Rooms

rooms = Rooms()


@rooms.answer("/list", Open.VISITOR, sent=True, largest=LARGEST, raw=True)
def list_data(body: bytes) -> Made:
    """Check a list; `as_of` asks for a revision, `since` for what changed after one."""
    given = read_list(body)
    as_of, since = _number("as_of"), _number("since")
    with open_view(as_of) as view:
        answer: ListAnswer = check_list(view, given.lines, given.notes, base_url=desk().base_url, since=since)
    return Made(answer, HTTPStatus.OK)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid([Problem(name, "This is no revision.", "Give the number of a revision.")])
    return int(text) if text else None
