"""A dossier for the command line: the same files as the site gives, and the chapters that fit a terminal."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, g

from supplychain.domain.dossier_answer import Dossier
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.pdf import write_pdf
from supplychain.web.dossier.runs import Block, Grid, Heading, Items, Paragraph, Section, plain
from supplychain.web.dossier.xlsx import write_xlsx
from supplychain.web.i18n import LANGUAGES

KINDS = ("pdf", "html", "xlsx")
"""What can be written, by the end of the file's name."""
_STYLE = '<link rel="stylesheet" href="/static/site.css">'


@contextmanager
def _page(settings: Settings, store: Store, dossier: Dossier, language: str, as_of: int | None) -> Iterator[Flask]:
    """Stand where the page of the dossier stands, so that links and words are those of the site."""
    app = create_app(settings, store)
    with app.test_request_context(_address(dossier, language, as_of)):
        g.lang, g.as_of = language, as_of
        yield app


def _address(dossier: Dossier, language: str, as_of: int | None) -> str:
    query = f"?{urlencode({'as_of': as_of})}" if as_of is not None else ""
    before = "" if language == LANGUAGES[0] else f"/{language}"
    return f"{before}/dossier/{quote(dossier.subject.id)}{query}"


def write_file(
    settings: Settings, store: Store, dossier: Dossier, kind: str, language: str, as_of: int | None
) -> bytes:
    """Write a dossier as one of KINDS. A page in a file carries its style with it, and its links lead to the site."""
    with _page(settings, store, dossier, language, as_of) as app:
        if kind == "pdf":
            return write_pdf(dossier)
        if kind == "xlsx":
            return write_xlsx(dossier)
        page = app.test_client().get(_address(dossier, language, as_of)).text
    style = (Path(__file__).resolve().parents[1] / "static" / "site.css").read_text(encoding="utf-8")
    page = page.replace(_STYLE, f"<style>\n{style}</style>")
    page = page.replace('<script src="/static/site.js" defer></script>\n', "")
    for attribute in ("href", "action"):
        page = page.replace(f'{attribute}="/', f'{attribute}="{settings.base_url}/')
    return page.encode()


def terminal_text(
    settings: Settings, store: Store, dossier: Dossier, language: str, as_of: int | None, width: int
) -> str:
    """The chapters that fit a terminal, wrapped to a width."""
    with _page(settings, store, dossier, language, as_of):
        document = compose(dossier)
    lines = [document.title, document.state, "", *textwrap.wrap(document.notice, width)]
    for section in document.sections:
        if section.brief:
            lines += _section(section, width)
    return "\n".join(lines)


def _section(section: Section, width: int) -> Iterator[str]:
    yield from ("", section.title.upper())
    for block in section.blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from textwrap.wrap(plain(block.runs), width)
        case Heading():
            yield from ("", block.text)
        case Items():
            for item in block.items:
                yield from textwrap.wrap(plain(item), width, initial_indent="- ", subsequent_indent="  ")
        case Grid():
            yield from ("", f"{block.caption}:")
            for row in block.rows:
                first, *rest = ["; ".join(map(plain, cell)) for cell in row]
                said = f"{first}: {' | '.join(filter(None, rest))}"
                yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
