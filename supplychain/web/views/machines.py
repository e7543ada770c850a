"""The addresses that machines ask for: index of the API, sitemap, robots, health, security contact, icon."""

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from flask import Flask, Response, abort, current_app, g, request, send_from_directory
from flask.typing import ResponseReturnValue

from supplychain.domain.errors import NotFound, StoreError
from supplychain.domain.reference import REFERENCE_TYPES
from supplychain.domain.reference_answers import slug_of
from supplychain.formats.resolver import MEDIA_TYPE
from supplychain.services.identity import export_resolver
from supplychain.services.overview import list_contents, show_revision
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.access import Open, allow
from supplychain.web.answers import unless_known
from supplychain.web.asking import Asking, parameters_of, read_query
from supplychain.web.doors import held, open_view
from supplychain.web.i18n import LANGUAGES
from supplychain.web.pages import API, Form, Page

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_KEPT_DAYS = 365
_PLAIN = (
    "home", "entities", "sources", "figures", "countries", "practices", "method", "dictionary", "data", "reference",
    "reference_status", "identities", "history", "reports_log",
)  # fmt: skip
_PART = {"country": "code", "practice": "code", "reference_table": "table"}
"""What the variable part of an address is called, where it is no id."""
_log = logging.getLogger(__name__)


def add(app: Flask, pages: Iterable[Page]) -> None:
    """Give the app these addresses."""
    listed = list(pages)
    for rule, name, view in (
        ("/healthz", "healthz", healthz),
        ("/readyz", "readyz", readyz),
        ("/robots.txt", "robots", robots),
        ("/.well-known/security.txt", "security", security),
        ("/favicon.ico", "favicon", favicon),
        ("/sitemap.xml", "sitemap", sitemap),
        ("/identities/resolver.ijson", "resolver", resolver),
        ("/receipts/key.pem", "receipt_key", receipt_key),
        (API, "api", lambda: index(listed)),
    ):
        app.add_url_rule(rule, name, view)
        allow(app, name, Open.EVERYBODY)


def text(content: str, status: int = 200) -> Response:
    """Answer in plain text."""
    return Response(content, status, content_type="text/plain; charset=utf-8")


def healthz() -> ResponseReturnValue:
    """Say that the process lives; the database is not touched."""
    return text("ok\n")


def readyz() -> ResponseReturnValue:
    """Say whether the database can be read and is of this program's version."""
    try:
        with open_view() as view:
            return text(f"ready, revision {view.revision}\n")
    except StoreError as error:
        _log.warning("not ready: %s", error)
        return text("not ready: the database cannot be read, or is of another version; the log says more\n", 503)


def robots() -> ResponseReturnValue:
    """Everything may be read; searches and ways are no pages of their own."""
    words = (
        "search", "paths", "people", "desk", "receipts", "report", "reports", "webhooks", "lists", "reconcile", "assess",
        "assessments",
    )  # fmt: skip
    rules = ["User-agent: *", *(f"Disallow: /{word}" for word in words), "Disallow: /api/"]
    rules += [f"Disallow: /{code}/{word}" for code in LANGUAGES[1:] for word in words]
    return text("\n".join([*rules, "", f"Sitemap: {links.absolute('/sitemap.xml')}", ""]))


def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116)."""
    contact = held().contact_address
    if not contact:
        abort(404)
    expires = (datetime.now(UTC) + timedelta(days=_KEPT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {contact}", f"Expires: {expires}", f"Preferred-Languages: {', '.join(LANGUAGES)}"]
    return text("\n".join([*lines, f"Canonical: {links.absolute('/.well-known/security.txt')}", ""]))


def receipt_key() -> ResponseReturnValue:
    """The public key with which receipts are checked, as PEM; `of` asks for the one of a fingerprint."""
    keys = held().desk.receipt_keys
    wanted = request.args.get("of", keys.fingerprint)
    if wanted not in keys.known:
        raise NotFound("key", wanted)
    return text(keys.pem(wanted))


def favicon() -> ResponseReturnValue:
    """The icon for those who ask for it at the root."""
    return send_from_directory(str(current_app.static_folder), "favicon.ico")


def index(pages: Iterable[Page]) -> ResponseReturnValue:
    """List every address of the API with what it takes."""
    g.form = Form.JSON

    def write(view: View) -> Response:
        now = show_revision(view)
        content = {
            "revision": now.revision,
            "recorded_on": now.recorded_on,
            "licence": links.LICENCE,
            "cite_as": links.permanent_url(),
            "errors": "application/problem+json (RFC 9457)",
            "addresses": [_described(page) for page in pages if page.data],
        }
        response = Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")
        response.headers["Link"] = links.header(Form.JSON)
        return response

    return unless_known(read_query(Asking, request.args).as_of, write)


def _described(page: Page) -> dict[str, Any]:
    rule = page.rule.replace("<", "{").replace(">", "}")
    return {
        "name": page.word,
        "about": page.about,
        "json": API + rule,
        "csv": f"{API}{rule}.csv",
        "page": rule,
        "feed": f"{rule}.{Form.ATOM}" if page.word in current_app.extensions[links.FEEDS] else "",
        "parameters": [{"name": p.name, "about": p.about} for p in parameters_of(page.asking)],
    }


def sitemap() -> ResponseReturnValue:
    """List the pages of everything recorded, each in every language; of reference tables the list, not each row."""

    def write(view: View) -> Response:
        found = list_contents(view)
        places = [(word, "") for word in _PLAIN]
        places += [("entity", id) for id in found.entities] + [("trace", id) for id in found.products]
        places += [("sheet", id) for id in found.products]
        places += [("source", id) for id in found.sources]
        places += [("country", code) for code in found.countries] + [("practice", code) for code in found.practices]
        places += [("reference_table", slug_of(kind.table)) for kind in REFERENCE_TYPES]
        return Response(_sitemap(places), mimetype="application/xml")

    return unless_known(None, write)


def resolver() -> ResponseReturnValue:
    """Every judgement on identity as a resolver file of nomenklatura."""

    def write(view: View) -> Response:
        response = Response(export_resolver(view), mimetype=MEDIA_TYPE)
        response.headers["Content-Disposition"] = f'attachment; filename="resolver-r{view.as_of}.ijson"'
        return response

    return unless_known(read_query(Asking, request.args).as_of, write)


def _sitemap(places: Iterable[tuple[str, str]]) -> bytes:
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for word, value in places:
        parts = {_PART.get(word, "id"): value} if value else {}
        addresses = {code: links.absolute(links.address(code, word, parts, {})) for code in LANGUAGES}
        for address in addresses.values():
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = address
            for code, twin in addresses.items():
                ET.SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": twin})
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
