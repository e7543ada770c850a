"""What holds for every request and every answer: well-formed addresses, the language, the security headers."""

from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException, RequestURITooLarge
from werkzeug.exceptions import NotFound as NoPage

from supplychain.web import links
from supplychain.web.i18n import LANGUAGES
from supplychain.web.pages import Form, wanted_form

MAX_ADDRESS = 4_000
MAX_BODY = 64 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def set_up(app: Flask) -> None:
    """Stand before and behind every request."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(choose_language)
    app.before_request(refuse_broken)
    app.before_request(leave_out_slash)
    app.after_request(protect)


def choose_language() -> None:
    """Take the language from the address and from nothing else."""
    first = request.path.split("/", 2)[1]
    g.lang = first if first in LANGUAGES[1:] else LANGUAGES[0]


def refuse_broken() -> None:
    """Refuse addresses that are too long, that are not UTF-8, or that hold NUL characters."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1")
    query = request.query_string
    if len(path) + len(query) > MAX_ADDRESS:
        raise RequestURITooLarge
    for part in (path, unquote_to_bytes(query)):
        try:
            text = part.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadRequest from error
        if "\x00" in text:
            raise BadRequest
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge


def leave_out_slash() -> ResponseReturnValue | None:
    """Send who typed a slash too many to the address without it."""
    bare = request.path.rstrip("/")
    if not isinstance(request.routing_exception, NoPage) or bare == request.path or not bare:
        return None
    adapter = request_context.url_adapter
    try:
        found = adapter is not None and adapter.match(bare, method=request.method)
    except HTTPException:
        return None
    return redirect(links.without_slash(bare), 308) if found else None


def protect(response: Response) -> Response:
    """Put the headers on an answer that belong on every one."""
    response.headers.extend(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    if wanted_form(request.path) is not Form.HTML:
        response.headers.extend(OPEN_TO_ALL)
        if request.method == "OPTIONS":
            response.headers.extend(PREFLIGHT)
    return response
