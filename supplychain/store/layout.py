"""What it means for a sort of record to lie in tables: a version row, its children, and how to write and read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.history import REDACTED
from supplychain.domain.records import Record
from supplychain.store.canonical import Rows

Own = Callable[[sa.Table], Sequence[Any]]
"""Gives the rows that a version has in a child table, in order."""


class Writing(NamedTuple):
    """What a record needs to know to become rows."""

    version: int
    """Id of its new version."""
    kinds: Mapping[str, str]
    """Id of every entity -> its kind."""
    citation_ids: Iterator[int]


@dataclass(frozen=True, eq=False)
class Layout:
    """How one sort of record lies in tables."""

    version: sa.Table
    owner: tuple[str, ...]
    """Columns of the version table that say whose version it is, in the order of the record's key."""
    children: tuple[sa.Table, ...]
    write: Callable[[Any, Writing], Rows]
    """Record -> the content of its version row and of its children."""
    read: Callable[[Any, Own], Record]
    """Version row (with the columns of its root as `root_...`, if it has one) and children -> record."""
    root: sa.Table | None = None


def version_key(table: sa.Table) -> sa.Column[Any]:
    """Give the column of a child table that holds the id of the version."""
    return table.c[table.info["version_key"]]


def numbered(rows: Sequence[Mapping[str, Any]], **parent: int) -> list[dict[str, Any]]:
    """Give every row its place in the order and the id of its version."""
    return [{**parent, "position": position, **row} for position, row in enumerate(rows)]


def text(stored: str | None) -> str:
    """Read a free text: where a redaction took it away, say so."""
    return REDACTED if stored is None else stored
