"""Addresses: every link keeps the language and the revision that the reader is looking at."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import current_app, g, request, url_for

from supplychain.domain.packages import CLAIM_TABLES, TABLE
from supplychain.domain.reference import ListedRow
from supplychain.domain.reference_answers import slug_of, table_of
from supplychain.web.doors import held
from supplychain.web.i18n import LANGUAGES, language
from supplychain.web.pages import Addressed, Form, endpoint

Value = str | int | None
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAY_PAGES = (
    "entity", "trace", "claim", "country", "practice", "figures", "pay", "compare",
    "chart_pay", "chart_country", "chart_price",
)  # fmt: skip
"""Pages that show pay in the money that the reader chose, and so keep the choice."""
FEEDS = "supplychain.feeds"
"""Where the app holds the words of the pages that have a feed, each with the parameters that the feed takes."""
PARTS = (
    "id", "code", "table", "token", "theme", "question", "row", "file", "left", "right", "seq", "revision",
)  # fmt: skip
"""What the variable parts of our addresses are called."""


def as_of() -> int | None:
    """Give the revision that the reader asked for; None is the newest."""
    found: int | None = g.get("as_of")
    return found


def money_chosen() -> str:
    """Give the money in which the reader sees pay."""
    return str(getattr(g.get("asked"), "money", "usd"))


def page_here() -> Addressed | None:
    """Give the page that answers; None where nothing stands at the address."""
    found: Addressed | None = g.get("page")
    return found


def _with(address: str, query: Mapping[str, Value]) -> str:
    given = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{address}?{urlencode(given, safe=',')}" if given else address


def place(name: str, parts: Mapping[str, Any]) -> str:
    """Write the address of an endpoint."""
    return url_for(name, **parts)


def address(face: str, word: str, parts: Mapping[str, str], query: Mapping[str, Value]) -> str:
    """Write an address; what is None or empty is left out of the query."""
    return _with(place(endpoint(face, word), parts), query)


def page_url(word: str, **query: Value) -> str:
    """The address of a page that needs no id."""
    parts = {name: str(value) for name, value in query.items() if name in PARTS}
    rest = {name: value for name, value in query.items() if name not in PARTS}
    return address(language(), word, parts, {"as_of": as_of(), **_money_kept(word), **rest})


def entity_url(id: str) -> str:
    """The page of an entity."""
    return page_url("entity", id=id)


def trace_url(id: str) -> str:
    """The trace of a product."""
    return page_url("trace", id=id)


def claim_url(id: str) -> str:
    """The page of a claim."""
    return page_url("claim", id=id)


def answer_file_url(claim: str, number: int) -> str:
    """A file that was published with an answer."""
    return place("files.answer_file", {"id": claim, "number": number})


def source_url(id: str) -> str:
    """The page of a source."""
    return page_url("source", id=id)


def pay_url(id: str) -> str:
    """Pay made comparable: of a pay report, an employer or a country."""
    return page_url("pay", id=id)


def country_url(code: str) -> str:
    """The page of a country."""
    return page_url("country", code=code)


def practice_url(code: str) -> str:
    """The page of a practice."""
    return page_url("practice", code=code)


def table_url(table: str, **query: Value) -> str:
    """The list of a reference table, by its name in the package."""
    return page_url("reference_table", table=slug_of(table), **query)


def reference_url(id: str) -> str:
    """The page of a reference row; empty where no table has such ids, as for the id of a claim."""
    table = table_of(id)
    return page_url("reference_row", table=slug_of(table), id=id) if table else ""


def record_url(table: str, id: str) -> str:
    """The page of a record of any table of the package; empty where its records have none of their own."""
    pages = {"entities": entity_url, "sources": source_url, **dict.fromkeys((*CLAIM_TABLES, "claims"), claim_url)}
    return pages[table](id) if table in pages else reference_url(id)


def history_url(table: str, id: str) -> str:
    """The history of a record of any table of the package; empty where its records have none of their own."""
    words = {"entities": "entity", "sources": "source", **dict.fromkeys(CLAIM_TABLES, "claim")}
    if table in words:
        return page_url(f"{words[table]}_history", id=id)
    listed = issubclass(TABLE[table].record, ListedRow)
    return page_url("reference_history", table=slug_of(table), id=id) if listed else ""


def chart_url(kind: str, form: str = "", **query: Value) -> str:
    """The page of a chart; with a form the chart as "svg", "csv" or "json"."""
    word = f"chart_{kind}"
    if not form:
        return page_url(word, **query)
    parts = {name: str(value) for name, value in query.items() if name in PARTS}
    rest = {name: value for name, value in query.items() if name not in PARTS}
    face = "data" if language() == LANGUAGES[0] else f"data-{language()}"
    return address(face, word, {**parts, "form": form}, {**rest, **_money_kept(word), "as_of": as_of()})


def _money_kept(word: str) -> dict[str, str]:
    """The money that the reader chose, for a page that shows pay, where it is not the usual one."""
    chosen = money_chosen()
    return {"money": chosen} if word in PAY_PAGES and chosen != "usd" else {}


def path_url(left: str, right: str) -> str:
    """The ways between two parties."""
    return address(language(), "paths", {}, {"from": left, "to": right, "as_of": as_of()})


def asked_here() -> dict[str, str]:
    """The query of this address; nothing where it is no text."""
    return {} if g.get("broken") else request.args.to_dict()


def _parts() -> dict[str, str]:
    return {name: value for name, value in (request.view_args or {}).items() if name in PARTS}


def again(parts: Mapping[str, str], query: Mapping[str, Value]) -> str:
    """This address with other parts, or with another query; None takes a parameter out."""
    args = {**asked_here(), **query}
    if request.endpoint is None:
        return _with(request.root_path + quote(request.path), args)
    return _with(place(request.endpoint, {**(request.view_args or {}), **parts}), args)


def here(**query: Value) -> str:
    """This address with another query."""
    return again({}, query)


def twin_url(form: str) -> str:
    """This page as "json", "csv" or "svg"; empty where it has no such twin: a problem, or a form that nobody has filled in."""
    page = page_here()
    if page is None or not page.data or "problem" in g or g.get("empty_form"):
        return ""
    if form == Form.SVG and not page.drawn:
        return ""
    args = {**asked_here(), "merged": None}
    parts = {**_parts(), "form": form}
    return address(_data_face(page), page.word, parts, args)


def _data_face(page: Addressed) -> str:
    """Data have no language; pictures and their specifications are in that of the page."""
    return f"data-{language()}" if page.drawn and language() != LANGUAGES[0] else "data"


def file_url(form: str) -> str:
    """This page as a file in the language at hand; empty where it has no such file."""
    page = page_here()
    if page is None or form not in getattr(page, "files", {}) or "problem" in g:
        return ""
    return address(f"{language()}-files", page.word, {**_parts(), "form": form}, {**asked_here(), "merged": None})


def feed_url() -> str:
    """The feed of this page in the language at hand; empty where it has none."""
    page = page_here()
    feeds: Mapping[str, frozenset[str]] = current_app.extensions.get(FEEDS, {})
    if page is None or page.word not in feeds or "problem" in g:
        return ""
    if page.word == "search" and not asked_here().get("q"):
        return ""
    args = {name: value for name, value in asked_here().items() if name in feeds[page.word]}
    return address(feed_face(), page.word, _parts(), args)


def feed_face() -> str:
    """Name the face under which feeds of the language at hand stand."""
    return f"{language()}-feed"


def page_beside() -> str:
    """The page to which the feed at hand belongs."""
    page = page_here()
    word = page.word if page is not None else "home"
    return address(language(), word, _parts(), {**asked_here(), "page": None})


def changes_feed_url() -> str:
    """The feed of everything that changes."""
    return address(feed_face(), "changes", {}, {})


def tag_uri(*parts: str) -> str:
    """Write an id that stays the same for ever, whatever becomes of addresses (RFC 4151)."""
    host = urlsplit(held().settings.base_url).hostname or "localhost"
    return f"tag:{host},2026:{'/'.join(quote(part, safe='') for part in parts if part)}"


def dossier_url(id: str) -> str:
    """The dossier of a product or an organisation."""
    return page_url("dossier", id=id)


def receipt_url(id: str, revision: int | str) -> str:
    """The permanent address of a receipt: what it says depends on nothing else."""
    return address(language(), "receipt", {"id": id, "revision": str(revision)}, {})


def receipt_file_url(id: str, revision: int | str) -> str:
    """The receipt itself."""
    return address("data", "receipt", {"id": id, "revision": str(revision), "form": Form.JSON}, {})


def receipt_key_url(fingerprint: str = "") -> str:
    """The public key with which receipts are checked: the one in use, or the one of a fingerprint."""
    return _with(place("receipt_key", {}), {"of": fingerprint})


def sheet_url(id: str) -> str:
    """One product on one side of paper."""
    return page_url("sheet", id=id)


def lang_url(lang: str) -> str:
    """This page in a language; the first page where nothing stands at the address."""
    page = page_here()
    if page is None:
        return address(lang, "home", {}, {})
    return address(lang, page.word, _parts(), asked_here())


def resolver_url() -> str:
    """All judgements on identity as a file, of the revision that the reader asked for."""
    return _with(place("resolver", {}), {"as_of": as_of()})


def static_url(name: str) -> str:
    """A file of ours."""
    return url_for("static", filename=name)


def absolute(address: str) -> str:
    """The address under which the public finds it: with the site's own name, whatever this request came in by."""
    return held().settings.base_url + address.removeprefix(request.root_path)


def canonical_url() -> str:
    """The one address of this page."""
    return absolute(here(merged=None))


def permanent_url() -> str:
    """The address at which exactly this answer stays."""
    return absolute(here(merged=None, as_of=g.get("revision")))


def permanent_page_url() -> str:
    """The page, in the language at hand, on which exactly this answer stays, in whatever form it was asked for."""
    page = page_here()
    if page is None:
        return permanent_url()
    query = {**asked_here(), "merged": None, "as_of": g.get("revision")}
    return absolute(address(language(), page.word, _parts(), query))


def header(form: Form, more: Mapping[str, str] | None = None) -> str:
    """Write the Link header of an answer: its twins, its languages, where it stays, its licence."""
    page = page_here()
    found = []
    if page is not None and page.data and not g.get("empty_form"):
        twins = {Form.JSON: "application/json", Form.CSV: "text/csv", Form.SVG: "image/svg+xml"}
        twins = {f: kind for f, kind in twins.items() if f is not form and twin_url(f)}
        found = [f'<{twin_url(f)}>; rel="alternate"; type="{kind}"' for f, kind in twins.items()]
    if form is not Form.HTML:
        found.append(f'<{lang_url(LANGUAGES[0])}>; rel="alternate"; type="text/html"')
        found.append(f'<{permanent_url()}>; rel="cite-as"')
        found.append(f'<{LICENCE}>; rel="license"')
        found.append(f'<{address(LANGUAGES[0], "data", {}, {})}>; rel="describedby"; type="text/html"')
    else:
        found += [f'<{lang_url(code)}>; rel="alternate"; hreflang="{code}"' for code in LANGUAGES]
        found.append(f'<{canonical_url()}>; rel="canonical"')
    return ", ".join([*found, *(f'<{target}>; rel="{rel}"' for rel, target in (more or {}).items())])
