"""What went wrong, told to people and to programs: the one table from errors to status, and one page for all of them."""

import json
import logging
from http import HTTPStatus
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from supplychain.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    StoreError,
    SupplychainError,
    Tampered,
    TooMany,
    Unidentified,
)
from supplychain.domain.sentences import Said, error_words
from supplychain.web import links, words
from supplychain.web.guards import LARGEST_BODY
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark, quoted, said
from supplychain.web.pages import Form, wanted_form

STATUS: dict[type[SupplychainError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Invalid: HTTPStatus.BAD_REQUEST,
    Conflict: HTTPStatus.CONFLICT,
    Refused: HTTPStatus.CONFLICT,
    Unidentified: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    Tampered: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The one table. Every error that a caller may catch stands here."""

_TITLES: dict[int, str] = {
    400: mark("This cannot be read"),
    401: mark("Please sign in"),
    403: mark("This is not open to you"),
    404: mark("There is no such page"),
    405: mark("This address can only be read"),
    409: mark("This does not fit what is there"),
    413: mark("That is too much"),
    414: mark("The address is too long"),
    429: mark("Too many attempts"),
    500: mark("Something is broken here"),
    503: mark("The database cannot be read just now"),
}
_DETAILS: dict[int, str] = {
    400: mark("The address or the request is broken."),
    404: mark("There is nothing at this address."),
    405: mark("Nothing can be sent to this address."),
    413: mark(
        "What was sent is too large: at most %(size)s can be sent to this address, in at most %(fields)s fields."
    ),
    414: mark("Shorten the address."),
    500: mark("The fault is ours. It was written down under the number below; tell us the number if you like."),
    503: mark("Please come back in a moment."),
}
_METHODS = mark("This address does not take %(method)s")
_TAKES = mark("It takes %(methods)s.")
_NOT_FOUND: dict[str, str] = {
    "tool": mark("There is no tool, model, data set or organisation with the id %(id)s."),
    "entity": mark("There is no entity with the id %(id)s."),
    "claim": mark("There is no claim with the id %(id)s."),
    "source": mark("There is no source with the id %(id)s."),
    "country": mark("There is no country with the code %(id)s."),
    "practice": mark("There is no practice with the code %(id)s."),
    "reference table": mark("There is no reference table with the name %(id)s."),
    "reference row": mark("There is no reference row with the id %(id)s."),
    "report": mark("There is no report %(id)s, or it is not yours."),
    "person": mark("There is no account %(id)s."),
    "product": mark("%(id)s is no tool, model or data set: there is no sheet of it."),
    "tool, model or data set": mark("%(id)s is no tool, model or data set, and only these are assessed."),
    "assessment": mark("There is no assessment %(id)s, or it is not yours."),
    "key": mark("There is no key of receipts with the fingerprint %(id)s."),
    "file": mark("There is no file %(id)s in this report."),
    "request": mark("There is no request with the id %(id)s."),
    "request with a link": mark("There is no request with the id %(id)s, or it has no link."),
    "letter": mark("There is no letter %(id)s."),
    "currency": mark("There is no currency with the code %(id)s."),
    "judgement": mark("There is no judgement about %(id)s."),
    "part of this report": mark("There is nothing with the id %(id)s in this report."),
    "report that can be changed": mark("There is no report %(id)s, or it cannot be changed."),
    "pay report": mark("There is no pay report with the id %(id)s."),
    "note": mark("No note lies with the report %(id)s."),
    "webhook": mark("There is no webhook %(id)s, or it is not yours."),
    "list": mark("There is no such list. One that nobody saved is deleted an hour after it was last used."),
    "page": mark("The list has no page %(id)s."),
    "revision": mark("There is no revision %(id)s yet."),
}


class Near(NamedTuple):
    """Something whose name comes close to what was asked for."""

    id: str
    name: str
    address: str


class Wrong(NamedTuple):
    """One parameter that cannot be read."""

    parameter: str
    reason: str
    mend: str
    pointer: str = ""
    """JSON pointer into what a program sent."""


class Told(NamedTuple):
    """A problem as pages and programs are told of it."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[Wrong, ...] = ()
    near: tuple[Near, ...] = ()
    number: str = ""
    limit: int = 0
    """Bytes that would fit, where too many came."""


_log = logging.getLogger(__name__)


class Site(Flask):
    """An app that writes each fault of its own down once, under a number by which a reader can name it."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault."""
        g.fault = token_hex(4)
        # The rule, not the address: that may hold a link which lets somebody in.
        _log.error("fault %s at %s", g.fault, request.url_rule or "no rule", exc_info=exc_info)


def set_up(app: Flask) -> None:
    """Answer every error with words."""
    app.register_error_handler(SupplychainError, tell_ours)
    app.register_error_handler(HTTPException, tell_http)


def status_of(error: SupplychainError) -> HTTPStatus:
    """Give the status that tells of an error of ours."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def tell_ours(error: SupplychainError) -> ResponseReturnValue:
    """Tell of an error of ours."""
    status = status_of(error)
    title, detail = _(_TITLES[status]), ""
    match error:
        case NotFound():
            sentence = _NOT_FOUND.get(error.kind, _NOT_FOUND["entity"])
            return _answer(Told(status, error.code, title, _(sentence, id=quoted(error.id)), near=_near(error)))
        case Invalid():
            # A place is a sentence, or the name of a parameter or field, which is the same in every language.
            places = ((p, said(p.where) if isinstance(p.where, Said) else p.where) for p in error.problems)
            wrong = tuple(Wrong(at, said(p.what), said(p.mend), getattr(p, "pointer", "")) for p, at in places)
            return _answer(Told(status, error.code, title, _("Please mend what is named here."), wrong))
        case StoreError() | Tampered():
            # The words may name files and servers of ours: they are for the log.
            _log.error("%s: %s", error.code, error)
            detail = _(_DETAILS[status])
        case _:
            detail = said(error_words(error))
    response = _answer(Told(status, error.code, title, detail))
    if isinstance(error, Unidentified | Forbidden):
        response.headers["WWW-Authenticate"] = _challenge(error)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _challenge(error: Unidentified | Forbidden) -> str:
    """Say how a program shows who it is (RFC 6750)."""
    challenge = 'Bearer realm="supplychain"'
    if isinstance(error, Forbidden):
        return f'{challenge}, error="insufficient_scope"'
    return f'{challenge}, error="invalid_token"' if "Authorization" in request.headers else challenge


def tell_http(error: HTTPException) -> ResponseReturnValue:
    """Tell of an error of the protocol, or of a bug of ours."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    title = _(_TITLES[status]) if status in _TITLES else error.name
    limit = int(g.get("largest_body", LARGEST_BODY)) if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else 0
    if limit:
        detail = _(_DETAILS[status], size=words.size_words(limit), fields=words.amount(request.max_form_parts or 0))
    else:
        detail = _(_DETAILS[status]) if status in _DETAILS else error.description or error.name
    if isinstance(error, MethodNotAllowed) and (takes := _written(error)):
        title, detail = _(_METHODS, method=request.method), _(_TAKES, methods=takes)
    number = g.get("fault", "") if status == HTTPStatus.INTERNAL_SERVER_ERROR else ""
    response = _answer(Told(status, error.name.lower().replace(" ", "_"), title, detail, number=number, limit=limit))
    response.headers.extend(h for h in error.get_headers() if h[0] not in ("Content-Type", "Content-Length"))
    return response


def _written(error: MethodNotAllowed) -> str:
    """Name the methods of an address to which something can be sent; empty for one that can only be read."""
    methods = sorted(set(error.valid_methods or ()) - {"HEAD", "OPTIONS"})
    return "" if methods == ["GET"] else ", ".join(methods)


def _near(error: NotFound) -> tuple[Near, ...]:
    """The names that come close, each with the address that was probably meant."""
    return tuple(Near(id, name, _meant(error, id)) for id, name in error.near)


def _meant(error: NotFound, id: str) -> str:
    for name, value in request.args.items():
        if value == error.id:
            return links.again({}, {name: id})
    part = next((name for name, value in (request.view_args or {}).items() if value == error.id), "")
    return links.again({part: id}, {}) if part else links.entity_url(id)


def _answer(told: Told) -> Response:
    g.problem = told.code
    if wanted_form(request.path) is Form.HTML:
        return Response(render_template("problems/problem.html", problem=told), told.status, mimetype="text/html")
    content: dict[str, Any] = {
        "type": f"urn:supplychain:problem:{told.code}",
        "title": told.title,
        "status": int(told.status),
        "detail": told.detail,
        "instance": quote(request.root_path + request.path),
        "code": told.code,
    }
    if told.errors:
        content["errors"] = [{k: v for k, v in w._asdict().items() if v or k != "pointer"} for w in told.errors]
    if told.near:
        content["near"] = [n._asdict() for n in told.near]
    if told.limit:
        content["limit"] = told.limit
    if told.number:
        content["number"] = told.number
    return Response(json.dumps(content, ensure_ascii=False), told.status, content_type="application/problem+json")
