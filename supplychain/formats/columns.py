"""What each column of a table holds, read off the record types: reading, writing, schemas and messages follow it."""

import re
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from supplychain.domain import vocabulary as v
from supplychain.domain.coded import Country, Currency, vocabulary_of
from supplychain.domain.packages import TABLE, TERMS, is_nested, item_type
from supplychain.domain.records import Record
from supplychain.domain.reference import Change, Rate, TimeUnit
from supplychain.domain.values import Address, Boundary, Item, PartialDate, Reported, Slug, Text, Words

BETWEEN = "|"
"""Parts the items of a list in a cell."""
YES, NO = "yes", "no"
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


class Holds(StrEnum):
    """What a cell, or an item of a list in a cell, holds."""

    ID = "id"
    TERM = "term"
    DATE = "date"
    BOUNDARY = "boundary"
    ADDRESS = "address"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"
    TEXT = "text"


_HOLDS: tuple[tuple[object, Holds], ...] = (
    (Slug, Holds.ID),
    (PartialDate, Holds.DATE),
    (Boundary, Holds.BOUNDARY),
    (Address, Holds.ADDRESS),
    (Reported, Holds.NUMBER),
    (Rate, Holds.NUMBER),
    (Change, Holds.NUMBER),
    (Decimal, Holds.NUMBER),
    (bool, Holds.FLAG),
    (int, Holds.INTEGER),
)
_ISO: tuple[tuple[object, str], ...] = ((Country, "country"), (Currency, "currency"))
_FREE = (Text, Words, Item)
_CODES = frozenset({"language", "script"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    holds: Holds
    many: bool
    """A list in one cell."""
    required: bool
    """No cell of it may be empty."""
    description: str
    terms: tuple[str, ...] = ()
    """The terms that it may hold, where it holds terms."""
    vocabulary: str = ""
    minus: bool = False
    """Holds numbers that may be below zero."""
    prose: bool = False
    """Holds words that somebody wrote: the place where an address or a phone number could slip in."""


def is_slug(text: str) -> bool:
    """Say whether a cell is written as an id."""
    return re.fullmatch(SLUG, text) is not None


@cache
def columns_of(record_type: type[Record]) -> tuple[Column, ...]:
    """Describe the columns of a record type in the order of its fields; nested records are left out."""
    hints = typing.get_type_hints(record_type, include_extras=True)
    return tuple(
        _column(record_type, name, hints[name])
        for name, field in record_type.model_fields.items()
        if not is_nested(field.annotation)
    )


@cache
def table_columns(name: str) -> tuple[Column, ...]:
    """Describe the columns of a table of the package in their order there."""
    table = TABLE[name]
    own = {column.name: column for column in columns_of(table.record)}
    if table.parent:
        words = f"Id of the row in {' or '.join(table.parents)} to which this belongs."
        own[table.parent] = Column(table.parent, Holds.ID, many=False, required=True, description=words)
    return tuple(own[name] for name in table.columns)


def _column(record_type: type[Record], name: str, hint: object) -> Column:
    field = record_type.model_fields[name]
    hint = _without_none(hint)
    many = item_type(field.annotation) is not None
    if many:
        hint = typing.get_args(hint)[0]
    vocabulary = vocabulary_of(field) or next((name for kind, name in _ISO if hint == kind), "")
    free = any(hint == kind for kind in _FREE) and name not in _CODES and not vocabulary
    return Column(
        name,
        Holds.TERM if vocabulary else next((holds for kind, holds in _HOLDS if hint == kind), Holds.TEXT),
        many,
        field.is_required(),
        field.description or "",
        tuple(code for code in _terms(vocabulary) if hint != TimeUnit or code != "task"),
        vocabulary,
        minus=hint == Change,
        prose=free and (record_type.__name__, name) != ("Identifier", "value"),
    )


def _without_none(hint: object) -> object:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _terms(vocabulary: str) -> tuple[str, ...]:
    codes = {"": (), "country": v.COUNTRIES, "currency": v.CURRENCIES}.get(vocabulary)
    return tuple(TERMS[vocabulary]) if codes is None else tuple(sorted(codes))
