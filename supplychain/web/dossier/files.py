"""A dossier for the command line: the same files as the site gives, and the chapters that fit a terminal."""

import textwrap
from collections.abc import Iterable, Iterator

from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.lists import ListAnswer
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.dossier import brief
from supplychain.web.dossier.bundle import both_files, standing_at, write_in
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.phrases import Phrases
from supplychain.web.dossier.runs import Block, Grid, Heading, Items, Paragraph, Runs, Section, plain
from supplychain.web.listing import xlsx_in

KINDS = ("pdf", "html", "xlsx")
"""What can be written, by the end of the file's name."""


def write_file(
    settings: Settings, store: Store, dossier: Dossier, kind: str, language: str, as_of: int | None
) -> bytes:
    """Write a dossier as one of KINDS. A page in a file carries its style with it, and its links lead to the site."""
    return write_in(create_app(settings, store), dossier, kind, language, as_of)


def write_all(
    settings: Settings, store: Store, kind: str, language: str, as_of: int, dossiers: Iterable[Dossier]
) -> Iterator[tuple[str, bytes]]:
    """Write several dossiers, each for people and for programs, with their names in an archive."""
    app = create_app(settings, store)
    for dossier in dossiers:
        yield from both_files(app, dossier, kind, language, as_of)


def list_workbook(settings: Settings, store: Store, answer: ListAnswer, language: str) -> bytes:
    """Write a list that was checked as a workbook in a language."""
    return xlsx_in(create_app(settings, store), answer, language)


def terminal_text(
    settings: Settings, store: Store, dossier: Dossier, language: str, as_of: int | None, width: int
) -> str:
    """The chapters that fit a terminal, wrapped to a width."""
    with standing_at(create_app(settings, store), dossier, language, as_of):
        phrases = Phrases(dossier)
        document = compose(dossier, phrases)
        short = {section.id: section for section in (brief.criteria(phrases), brief.questions(phrases))}
    lines = [document.title, document.state, "", *textwrap.wrap(document.notice, width)]
    for section in document.sections:
        if section.brief or section.id in short:
            lines += _section(short.get(section.id, section), width)
    return "\n".join(lines)


def _section(section: Section, width: int) -> Iterator[str]:
    yield from ("", section.title.upper())
    for block in section.blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph():
            indent = "  " if block.style == "group" else ""
            yield from textwrap.wrap(plain(block.runs), width, initial_indent=indent, subsequent_indent=indent)
        case Heading():
            yield from ("", block.text)
        case Items():
            for item in block.items:
                yield from textwrap.wrap(plain(item), width, initial_indent="- ", subsequent_indent="  ")
        case Grid():
            yield from ("", f"{block.caption}:")
            for row in block.rows:
                first, *rest = [_cell(cell) for cell in row]
                said = f"{first}: {' | '.join(filter(None, rest))}"
                yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")


def _cell(cell: tuple[Runs, ...]) -> str:
    """Put the paragraphs of a cell on one line; a full stop ends one already."""
    said = ""
    for part in filter(None, map(plain, cell)):
        said += f"{' ' if said.endswith(('.', ':', '?', '!')) else '; '}{part}" if said else part
    return said
