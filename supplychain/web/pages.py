"""Pages: each is declared once and stands under every address that it has: English, German, JSON and CSV, and the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from inspect import signature
from typing import Any, Protocol, TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue

from supplychain.domain.browse import Answer
from supplychain.domain.records import Record
from supplychain.domain.trace_answer import Trace
from supplychain.store.database import View
from supplychain.web.asking import Asking
from supplychain.web.i18n import LANGUAGES

API = "/api/v1"
Given = Answer | Trace | None
"""What a view hands on; None is a form that nobody has filled in."""
V = TypeVar("V", bound=Callable[..., Given])


class Form(StrEnum):
    """The forms in which an answer is written."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"
    SVG = "svg"
    PDF = "pdf"
    XLSX = "xlsx"
    ATOM = "atom"


FILE_TYPES = {
    Form.PDF: "application/pdf",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Forms that are files of one language, with the types of their content."""


def wanted_form(path: str) -> Form:
    """Say in which form an address answers, whether or not there is anything at it."""
    for form in (Form.JSON, Form.CSV, Form.SVG, Form.ATOM):
        if path.endswith(f".{form}"):
            return form
    if f"{path}/".startswith("/reconcile/") and path != "/reconcile/preview":
        return Form.JSON
    return Form.JSON if f"{path}/".startswith("/api/") else Form.HTML


class Addressed(Protocol):
    """What stands under the same word in every language."""

    @property
    def word(self) -> str:
        """Names it everywhere."""
        ...

    @property
    def data(self) -> bool:
        """Whether it also stands as JSON and CSV."""
        ...

    @property
    def drawn(self) -> bool:
        """Whether it also stands as a picture."""
        ...


@dataclass(frozen=True)
class Page:
    """One view with all that its addresses need."""

    word: str
    """Names the page everywhere: in endpoints, in templates, in the index of the API."""
    rule: str
    templates: Mapping[type[Record], str]
    """Type of answer -> template; the first fitting one is taken."""
    asking: type[Asking]
    view: Callable[..., Given]
    data: bool
    """Whether it also stands as JSON and CSV."""
    drawn: bool
    """Whether it is a chart: it also stands as SVG, its JSON is the specification, and both are in the reader's language."""
    takes_query: bool
    """Whether the view itself looks at the query."""
    files: Mapping[Form, Callable[[Any], bytes]] = field(default_factory=dict)
    """Forms in which it also stands as a file of its language, each with what writes it."""
    beside: Callable[[], str] | None = None
    """Gives what tells its state from every other where it shows something that makes no revision."""

    @property
    def about(self) -> str:
        """Say in one sentence what it answers."""
        return (self.view.__doc__ or "").partition("\n")[0]

    def ask(self, view: View, asked: Asking, **parts: str) -> Given:
        """Ask the view."""
        return self.view(view, asked, **parts) if self.takes_query else self.view(view, **parts)

    def template_for(self, answer: Given) -> str:
        """Choose the template of an answer."""
        return next(t for kind, t in self.templates.items() if answer is None or isinstance(answer, kind))


class Pages:
    """The pages that a module of views declares."""

    def __init__(self) -> None:
        """Begin with none."""
        self.declared: list[Page] = []

    def page(
        self,
        rule: str,
        template: str | Mapping[type[Record], str],
        asking: type[Asking] = Asking,
        *,
        data: bool = True,
        drawn: bool = False,
        files: Mapping[Form, Callable[[Any], bytes]] | None = None,
        beside: Callable[[], str] | None = None,
    ) -> Callable[[V], V]:
        """Declare a page; its word is the name of the function. Templates may depend on the type of the answer."""
        templates = {Record: template} if isinstance(template, str) else template

        def declare(view: V) -> V:
            takes_query = "asking" in signature(view).parameters
            self.declared.append(
                Page(view.__name__, rule, templates, asking, view, data, drawn, takes_query, files or {}, beside)
            )
            return view

        return declare


Respond = Callable[..., ResponseReturnValue]
_SUFFIX = ".<any(json,csv):form>"
_DRAWN = ".<any(json,csv,svg):form>"


def endpoint(face: str, word: str) -> str:
    """Name the endpoint of a page in a language ("en", "de"), as its twins ("data") or in the API ("api")."""
    return f"{face}.{word}"


def add_page(app: Flask, page: Page, respond: Respond) -> list[str]:
    """Give a page all its addresses. `respond(page, form=..., **parts of the address)` answers at each; gives endpoints."""
    added = []

    def add(face: str, rule: str, **fixed: Any) -> None:
        added.append(endpoint(face, page.word))
        app.add_url_rule(rule, added[-1], partial(respond, page, **fixed))

    add(LANGUAGES[0], page.rule, form=Form.HTML)
    for language in LANGUAGES[1:]:
        add(language, f"/{language}{page.rule}", form=Form.HTML)
    if page.files:
        files = f".<any({','.join(page.files)}):form>"
        for number, language in enumerate(LANGUAGES):
            add(f"{language}-files", f"{f'/{language}' if number else ''}{page.rule}{files}")
    suffix = _DRAWN if page.drawn else _SUFFIX
    if page.data:
        add("data", page.rule + suffix)
        add("api", API + page.rule, form=Form.JSON)
        add("api-data", API + page.rule + suffix)
    for language in LANGUAGES[1:] if page.drawn else ():
        add(f"data-{language}", f"/{language}{page.rule}{suffix}")
    return added
