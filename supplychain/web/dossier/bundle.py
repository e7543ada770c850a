"""A dossier as files, written by a site that runs: with the words, links and looks that it has there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, g

from supplychain.domain.dossier_answer import Dossier
from supplychain.web.doors import held
from supplychain.web.dossier.pdf import write_pdf
from supplychain.web.dossier.xlsx import write_xlsx
from supplychain.web.i18n import LANGUAGES

_STYLE = '<link rel="stylesheet" href="/static/site.css">'
_SCRIPT = '<script src="/static/site.js" defer></script>\n'


@contextmanager
def standing_at(app: Flask, dossier: Dossier, language: str, as_of: int | None) -> Iterator[None]:
    """Stand where the page of the dossier stands, so that links and words are those of the site."""
    with app.app_context(), app.test_request_context(_address(dossier, language, as_of)):  # with a `g` of its own
        g.lang, g.as_of = language, as_of
        yield


def _address(dossier: Dossier, language: str, as_of: int | None) -> str:
    query = f"?{urlencode({'as_of': as_of})}" if as_of is not None else ""
    before = "" if language == LANGUAGES[0] else f"/{language}"
    return f"{before}/dossier/{quote(dossier.subject.id)}{query}"


def write_in(app: Flask, dossier: Dossier, kind: str, language: str, as_of: int | None) -> bytes:
    """Write a dossier as "pdf", "xlsx" or "html". A page in a file carries its style with it; its links lead to the site."""
    with standing_at(app, dossier, language, as_of):
        if kind == "pdf":
            return write_pdf(dossier)
        if kind == "xlsx":
            return write_xlsx(dossier)
        base_url = held().settings.base_url
    with app.app_context():
        page = app.test_client().get(_address(dossier, language, as_of)).text
    style = (Path(__file__).resolve().parents[1] / "static" / "site.css").read_text(encoding="utf-8")
    page = page.replace(_STYLE, f"<style>\n{style}</style>").replace(_SCRIPT, "")
    for attribute in ("href", "action"):
        page = page.replace(f'{attribute}="/', f'{attribute}="{base_url}/')
    return page.encode()


def both_files(app: Flask, dossier: Dossier, kind: str, language: str, as_of: int) -> list[tuple[str, bytes]]:
    """Write a dossier for people and for programs, each with its name in an archive."""
    name = f"dossiers/{dossier.subject.id}"
    for_people = write_in(app, dossier, kind, language, as_of)
    return [(f"{name}.{kind}", for_people), (f"{name}.json", dossier.model_dump_json().encode())]
