"""Who may come in: every address names what it needs, and what names nothing is closed. Cookies, and forms that are ours.

Addresses for everybody never look at who asks: they read no cookie and set none, so that everybody gets the same bytes.
"""

import hmac
import secrets
from enum import StrEnum
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from supplychain.domain import people as d
from supplychain.domain.errors import Forbidden, Unidentified
from supplychain.services import list_work
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from supplychain.services.sign_in import Identity, identify, identify_token
from supplychain.web import links
from supplychain.web.doors import held
from supplychain.web.i18n import mark
from supplychain.web.pages import API

NOT_OURS = mark(
    "This form did not come from this site, or your browser keeps no cookies. Load the page again, then send the form anew."
)
_NEEDS = "supplychain.needs"


class Open(StrEnum):
    """Needs of addresses for which nobody has to be signed in."""

    EVERYBODY = "everybody"
    VISITOR = "visitor"
    """For somebody at the door: not cached, with a form, but no account is needed."""


Need = d.Right | Open


def allow(app: Flask, endpoint: str, need: Need) -> None:
    """Say what an endpoint needs."""
    app.extensions.setdefault(_NEEDS, {})[endpoint] = need


def needs(app: Flask) -> dict[str, Need]:
    """Give what each endpoint needs."""
    return cast(dict[str, Need], app.extensions.get(_NEEDS, {}))


def set_up(app: Flask) -> None:
    """Stand before every address."""
    allow(app, "static", Open.EVERYBODY)
    app.before_request(let_in)
    app.after_request(write_cookies)


def desk() -> Desk:
    """Give the desk of the app at hand."""
    return held().desk


def who() -> Identity | None:
    """Give who asks, at an address that is not for everybody."""
    found: Identity | None = g.get("identity")
    return found


def somebody() -> Identity:
    """Give who asks, where somebody has to."""
    found = who()
    if found is None:
        raise Unidentified(d.SIGN_IN_FIRST)
    return found


def let_in() -> ResponseReturnValue | None:
    """Let the request pass, or send it to the door, or refuse it."""
    if request.endpoint is None or request.method == "OPTIONS":
        return None
    need, by_program = needs(current_app).get(request.endpoint), f"{request.path}/".startswith(f"{API}/")
    if by_program and "Authorization" in request.headers:
        g.identity = _by_token(request.headers["Authorization"])
    if need is Open.EVERYBODY:
        return None
    g.private = True
    list_work.tidy(desk())  # whatever is asked for: what nobody used for an hour goes
    if need is None:
        raise Forbidden(d.NOT_YOURS)
    if not by_program and (cookie := request.cookies.get(cookie_name())):
        g.identity = identify(desk(), cookie)
    if isinstance(need, d.Right):
        if who() is None and request.method in ("GET", "HEAD") and not by_program:
            return redirect(links.page_url("sign_in", next=request.path), HTTPStatus.SEE_OTHER)
        _refuse_without(need, somebody())
    if request.method == "POST" and not by_program:  # programs have no cookies of which a strange form could make use
        _refuse_foreign()
    return None


def _by_token(header: str) -> Identity:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unidentified(d.BAD_TOKEN)
    return identify_token(desk(), token.strip())


def _refuse_without(need: d.Right, identity: Identity) -> None:
    if need in identity.rights:
        return
    if not identity.session:
        raise Forbidden(d.NOT_IN_SCOPE)
    raise Forbidden(d.NEEDS_CODES if need in d.RIGHTS[identity.person.role] else d.NOT_YOURS)


# -- forms that are ours -----------------------------------------------------------------------------------------------


def _refuse_foreign() -> None:
    """Take a form only from our own pages: by what the browser says of its origin, and by a token tied to its cookie."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    public = urlsplit(held().settings.base_url)
    own = {f"{public.scheme}://{public.netloc}", f"http://{request.host}", f"https://{request.host}"}
    ours = site == "same-origin" if site is not None else origin is None or origin in own
    token = _form_token(_form_cookie())
    if not ours or not token or not hmac.compare_digest(token.encode(), request.form.get("token_of_form", "").encode()):
        raise Forbidden(NOT_OURS)


def form_token() -> str:
    """Give the token of a form on this page; who is not signed in gets a cookie for it that ends with the browser."""
    if not _form_cookie():
        g.form_cookie = secrets.token_urlsafe(16)
    return _form_token(_form_cookie())


def _form_cookie() -> str:
    """Give the cookie to which forms are tied: that of the session, else one that says nothing about anybody."""
    if who() is not None:
        return str(request.cookies.get(cookie_name(), ""))
    return str(g.get("form_cookie") or request.cookies.get(cookie_name("form"), ""))


def _form_token(cookie: str) -> str:
    return desk().seal("form", cookie) if cookie else ""


# -- cookies -----------------------------------------------------------------------------------------------------------


def cookie_name(what: str = "session") -> str:
    """Name a cookie; under https no other host can set one of this name."""
    return f"__Host-supplychain-{what}" if _is_secure() else f"supplychain-{what}"


def _is_secure() -> bool:
    return held().settings.base_url.startswith("https:")


def keep_session(value: str) -> None:
    """Have the browser hold a session; empty: hold none."""
    g.session_cookie = value


def sender() -> Sender:
    """Give who sends a report: the account that is signed in, else whoever holds the code that the browser keeps."""
    return Sender(who(), "" if who() is not None else str(request.cookies.get(cookie_name("report"), "")))


def keep_code(code: str) -> None:
    """Have the browser keep a receipt code until it is closed; empty: keep none."""
    g.report_cookie = code


def write_cookies(response: Response) -> Response:
    """Write the cookies that the request brought about."""
    for what, seconds in (("session", None), ("form", None), ("once", 120), ("report", None)):
        value: str | None = g.get(f"{what}_cookie")
        if value is None:
            continue
        kept = {"httponly": True, "secure": _is_secure(), "samesite": "Lax", "path": "/"}
        if value:
            response.set_cookie(cookie_name(what), value, max_age=seconds, **kept)  # type: ignore[arg-type]
        else:
            response.delete_cookie(cookie_name(what), **kept)  # type: ignore[arg-type]
    return response


def after_signing_in(wanted: str) -> str:
    """Give the address where somebody wanted to go before they were asked to sign in; their account, if it is none of ours."""
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        found, parts = adapter.match(wanted, method="GET")
    except (HTTPException, ValueError):
        found, parts = "", {}
    if not isinstance(needs(current_app).get(found), d.Right):
        return links.page_url("account")
    return links.place(found, parts)
