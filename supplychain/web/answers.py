"""One answer, every form: HTML, JSON or CSV, with the headers that belong to it; and "not modified" before any work."""

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import ClassVar, Protocol, cast

from flask import Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supplychain.domain.change_answers import ChangesAnswer
from supplychain.domain.charts import Chart
from supplychain.domain.records import Record
from supplychain.formats.rows import dump_csv
from supplychain.services.overview import explain_merge, identify_log, identify_state
from supplychain.services.receipt import ReceiptAnswer
from supplychain.store.database import View
from supplychain.web import charting, links
from supplychain.web.asking import MergedAsking, missing, read_query
from supplychain.web.doors import held, open_view
from supplychain.web.i18n import language
from supplychain.web.pages import FILE_TYPES, Form, Given, Page


class Moved(Exception):
    """What was asked for stands at another address."""

    def __init__(self, address: str, status: HTTPStatus) -> None:
        super().__init__(address)
        self.address, self.status = address, status


def respond(page: Page, form: str, **parts: str) -> ResponseReturnValue:
    """Read the query, ask the view, write its answer."""
    g.page, g.form = page, Form(form)
    g.asked = asked = read_query(page.asking, request.args)

    def write(view: View) -> Response:
        answer = page.ask(view, asked, **parts)
        if g.form in page.files:
            return _file(page, answer, g.form, parts)
        return _html(view, page, answer) if g.form is Form.HTML else _data(page, answer, g.form, parts)

    try:
        return unless_known(asked.as_of, write)
    except Moved as moved:
        return redirect(moved.address, moved.status)


def unless_known(as_of: int | None, write: Callable[[View], Response]) -> Response:
    """Write an answer from a view of the database, unless the reader has it already."""
    with open_view(as_of) as view:
        g.as_of, g.revision = as_of, view.as_of
        tag = etag(view)
        response = Response(status=HTTPStatus.NOT_MODIFIED) if known_already(tag) else write(view)
    response.set_etag(tag)
    return response


def etag(view: View) -> str:
    """Tell what this address gives now from everything that it gave before or will give."""
    asked = f"{request.path}?{request.query_string.decode()}"
    page: Page | None = g.get("page")
    beside = page.beside() if isinstance(page, Page) and page.beside is not None else ""
    parts = (identify_state(view), identify_log(view), str(view.revision), held().look, asked, beside)
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def known_already(tag: str) -> bool:
    """Whether the reader has this very answer. `*` would fit an address at which there is nothing, so it counts for none."""
    return request.if_none_match.contains_weak(tag) and not request.if_none_match.star_tag


def _html(view: View, page: Page, answer: Given) -> Response:
    merged = None
    if isinstance(g.asked, MergedAsking) and g.asked.merged:
        merged = explain_merge(view, g.asked.merged, (request.view_args or {})["id"])
    g.empty_form = answer is None
    g.view, g.recorded_on, g.names = view, view.snapshot().recorded_on, {} if answer is None else answer.names
    text = render_template(page.template_for(answer), answer=answer, asked=g.asked, merged=merged)
    response = Response(text, mimetype="text/html")
    response.headers["Link"] = links.header(Form.HTML)
    return response


class Tabular(Protocol):
    """An answer that is also a list of flat rows, as every page is that stands as data."""

    row_type: ClassVar[type[Record]]
    revision: int

    def table(self) -> Sequence[Record]:
        """Give the rows."""
        ...

    def model_dump_json(self) -> str:
        """Write the whole answer."""
        ...


def _data(page: Page, given: Given, form: Form, parts: dict[str, str]) -> Response:
    if given is None:
        raise missing("from", "to")
    answer = cast(Tabular, given)
    if isinstance(given, Chart) and form is Form.SVG:
        response = Response(charting.chart_file(given), mimetype="image/svg+xml")
    elif isinstance(given, Chart) and form is Form.JSON:
        response = Response(charting.chart_json(given), mimetype="application/json")
    elif isinstance(given, ReceiptAnswer) and form is Form.JSON:
        response = Response(given.file, mimetype="application/json")
    elif form is Form.JSON:
        response = Response(answer.model_dump_json(), mimetype="application/json")
    else:
        response = Response(dump_csv(answer.row_type, answer.table()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(page, answer, parts)}.{form}"'
    response.headers["Link"] = links.header(form, _neighbours(given))
    return response


def _file_name(page: Page, answer: Tabular, parts: dict[str, str]) -> str:
    plain = (re.sub("[^A-Za-z0-9_-]", "", part) for part in parts.values())
    return "-".join([page.word, *plain, f"r{answer.revision}"])


def _file(page: Page, given: Given, form: Form, parts: dict[str, str]) -> Response:
    """An answer as a file in the language of its address."""
    name = f"{_file_name(page, cast(Tabular, given), parts)}-{language()}.{form}"
    response = Response(page.files[form](given), mimetype=FILE_TYPES[form])
    response.headers["Content-Disposition"] = f'{"inline" if form is Form.PDF else "attachment"}; filename="{name}"'
    response.headers["Content-Language"] = language()
    response.headers["Link"] = links.header(form)
    return response


def _neighbours(answer: Given) -> dict[str, str]:
    """The pages before and after this one of a list."""
    page, pages = getattr(answer, "page", 1), getattr(answer, "pages", 1)
    found = {"prev": page - 1} if page > 1 else {}
    if page < pages:
        found["next"] = page + 1
    there = {rel: links.here(page=number) for rel, number in found.items()}
    return there | (
        {"next": links.here(since=answer.next)} if isinstance(answer, ChangesAnswer) and answer.next else {}
    )
