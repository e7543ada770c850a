"""What a document is made of: runs of text in blocks in sections. A run is text and never markup."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, NamedTuple


class Run(NamedTuple):
    """A stretch of text."""

    text: str
    href: str = ""
    """Address within the site to which it leads."""
    source: int = 0
    """Number of the source to which it leads."""
    english: bool = False
    """The text is that of the data, which is in English whatever the language of the document."""
    bold: bool = False
    soft: bool = False


Runs = tuple[Run, ...]
Style = Literal["plain", "lead", "notice", "unknown", "group", "binds"]


def run(*parts: str | Run | Iterable[Run]) -> Runs:
    """Put runs together; a plain text becomes one, an empty one is left out."""
    found: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            found += [Run(part)] if part else []
        elif isinstance(part, Run):
            found += [part] if part.text else []
        else:
            found += part
    return tuple(found)


def joined(parts: Iterable[Runs], between: str = ", ") -> Runs:
    """Put runs one after the other with a text between them."""
    found: list[Run] = []
    for part in parts:
        if part:
            found += [Run(between), *part] if found else part
    return tuple(found)


def softened(runs: Runs) -> Runs:
    """The same, less prominent."""
    return tuple(r._replace(soft=True) for r in runs)


def plain(runs: Runs) -> str:
    """The text alone."""
    return "".join(r.text for r in runs)


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    runs: Runs
    style: Style = "plain"
    kind: str = "paragraph"


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Runs, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Grid:
    """A table; a cell holds one paragraph or several."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Runs, ...], ...], ...]
    widths: tuple[float, ...]
    """Shares of the width."""
    kind: str = "grid"


@dataclass(frozen=True)
class Chain:
    """The place of the picture."""

    kind: str = "chain"


@dataclass(frozen=True)
class SourceList:
    """The place of the numbered sources."""

    kind: str = "sources"


Block = Paragraph | Heading | Items | Grid | Chain | SourceList


@dataclass(frozen=True)
class Section:
    """A chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    brief: bool = False
    """Whether the terminal shows it."""


class Numbered(NamedTuple):
    """A source with its number."""

    number: int
    id: str
    title: str
    about: str
    """Author, publisher, date, kind."""
    url: str
    language: str


@dataclass(frozen=True)
class Document:
    """A dossier in one language."""

    language: str
    title: str
    kicker: str
    subject: str
    state: str
    """Which revision of which day."""
    running_head: str
    notice: str
    sections: tuple[Section, ...]
    sources: tuple[Numbered, ...]
    picture_words: str = ""
    words: dict[str, str] = field(default_factory=dict)
    """Words that the PDF alone needs."""


def as_data(value: Any, absolute: Callable[[str], str]) -> Any:
    """Turn a document into what JSON can hold; addresses within the site become absolute."""
    if isinstance(value, Run):
        return value._asdict() | {"href": absolute(value.href) if value.href else ""}
    if isinstance(value, Numbered):
        return value._asdict()
    if isinstance(value, tuple):
        return [as_data(item, absolute) for item in value]
    if is_dataclass(value):
        return {f.name: as_data(getattr(value, f.name), absolute) for f in fields(value)}
    return value
