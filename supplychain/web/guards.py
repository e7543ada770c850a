"""What holds for every request and every answer: well-formed addresses, the language, the security headers."""

from http import HTTPStatus
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.exceptions import NotFound as NoPage
from werkzeug.routing import RequestRedirect

from supplychain.web.i18n import LANGUAGES, language
from supplychain.web.pages import FILE_TYPES, Form, wanted_form

MAX_ADDRESS = 4_000
MAX_BODY = 64 * 1024
LARGEST_BODY = 64 * 1024 * 1024
"""Nothing larger is read at any address."""
_BODIES = "supplychain.bodies"
_FRAMES = "supplychain.frames"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *",
}
"""On pages that other sites may show within their own, in place of what stands above: they hold no form and no script."""
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # else browsers would not say where a form comes from
    "X-Robots-Tag": "noindex",
}
"""On answers that are not for everybody, in place of what stands above."""
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def set_up(app: Flask) -> None:
    """Stand before and behind every request."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(choose_language)
    app.before_request(refuse_broken)
    app.before_request(mend_slashes)
    app.after_request(protect)


def allow_body(app: Flask, endpoint: str, largest: int) -> None:
    """Let an endpoint take more bytes than is usual; 0: what is usual."""
    if largest:
        app.extensions.setdefault(_BODIES, {})[endpoint] = min(largest, LARGEST_BODY)


def allow_frames(app: Flask, endpoint: str) -> None:
    """Let other sites show a page within their own."""
    app.extensions.setdefault(_FRAMES, set()).add(endpoint)


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
    g.broken = not (_is_text(path) and _is_text(unquote_to_bytes(query)))
    if g.broken:
        raise BadRequest
    largest = current_app.extensions.get(_BODIES, {}).get(request.endpoint, MAX_BODY)
    request.max_content_length = largest
    request.max_form_memory_size = max(largest, MAX_BODY)
    g.largest_body = largest
    if (request.content_length or 0) > largest:
        raise RequestEntityTooLarge


def _is_text(part: bytes) -> bool:
    try:
        return "\x00" not in part.decode("utf-8")
    except UnicodeDecodeError:
        return False


def mend_slashes() -> ResponseReturnValue | None:
    """Send who typed a slash too many or too few to the address that was meant, on whatever host it was asked for."""
    wrong = request.routing_exception
    if isinstance(wrong, RequestRedirect):
        return _to(unquote(urlsplit(wrong.new_url).path.removeprefix(request.root_path)))
    bare = request.path.rstrip("/")
    if not isinstance(wrong, NoPage) or bare in ("", request.path):
        return None
    try:
        current_app.url_map.bind_to_environ(request.environ).match(bare, method=request.method)
    except HTTPException:
        return None
    return _to(bare)


def _to(path: str) -> ResponseReturnValue:
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    address = request.root_path + quote("/" + path.lstrip("/")) + query
    return redirect(address, HTTPStatus.PERMANENT_REDIRECT)


def protect(response: Response) -> Response:
    """Put the headers on an answer that belong on every one."""
    private = g.get("private", False)
    headers = {**HEADERS, **(PRIVATE if private else {})}
    if request.endpoint in current_app.extensions.get(_FRAMES, ()):
        headers = {name: value for name, value in {**headers, **FRAMED}.items() if name != "X-Frame-Options"}
    response.headers.extend(headers)
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
    data = wanted_form(request.path) is not Form.HTML or response.mimetype in FILE_TYPES.values()
    if data and not private:
        response.headers.extend(OPEN_TO_ALL)
        if request.method == "OPTIONS":
            asked = {"Access-Control-Allow-Methods": ", ".join(sorted(response.allow))} if response.allow else {}
            response.headers.extend({**PREFLIGHT, **asked})
    return response
