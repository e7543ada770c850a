"""What holds for every request and every answer: well-formed addresses, the language, the security headers."""

from http import HTTPStatus
from urllib.parse import quote, unquote_to_bytes

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.exceptions import NotFound as NoPage

from supplychain.web.i18n import LANGUAGES, language
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
    if not isinstance(request.routing_exception, NoPage) or bare in ("", request.path):
        return None
    try:
        current_app.url_map.bind_to_environ(request.environ).match(bare, method=request.method)
    except HTTPException:
        return None
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(request.root_path + quote(bare) + query, HTTPStatus.PERMANENT_REDIRECT)


def protect(response: Response) -> Response:
    """Put the headers on an answer that belong on every one."""
    response.headers.extend(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
    if wanted_form(request.path) is not Form.HTML:
        response.headers.extend(OPEN_TO_ALL)
        if request.method == "OPTIONS":
            response.headers.extend(PREFLIGHT)
    return response
