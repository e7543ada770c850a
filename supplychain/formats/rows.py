"""Records as flat rows of text: CSV, and aligned tables for a terminal.

No cell is escaped against formulas: a text that begins with = + - or @ is refused wherever it could come in. The only
figures below zero are changes in percent, plain numbers that a spreadsheet reads as such. So what is written can be read
back as it is.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from supplychain.domain.packages import Table
from supplychain.domain.records import Record
from supplychain.formats.columns import BETWEEN, NO, YES, Column, Holds, columns_of

_WHOLE = re.compile(r"[0-9]{1,18}")
_UNREADABLE = ()
"""No flag and no number: the record type would also take “true”, “on”, “1_000” and other ways to write one."""
_CUT = "…"
_GAP = "  "
_LEAST = 4


def cell(value: object) -> str:
    """Write one value."""
    match value:
        case None | False:
            return ""
        case True:
            return YES
        case tuple():
            return BETWEEN.join(map(cell, value))
        case Decimal():
            return f"{value:f}"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case str() | int():
            return str(value)
        case _:
            raise TypeError(f"a {type(value).__name__} does not go into one cell")


def cells(record: Record) -> dict[str, str]:
    """Write a record as cells by column; records that stand in it are left out."""
    return {column.name: cell(getattr(record, column.name)) for column in columns_of(type(record))}


def table_rows(table: Table, records: Iterable[Record]) -> Iterator[dict[str, str]]:
    """Yield the rows that records (of any type, in any order) have in a table of the package."""
    for record in records:
        if not table.parent:
            if isinstance(record, table.record):
                yield cells(record)
        else:
            for nested in getattr(record, table.nested_in, ()):
                yield {table.parent: str(getattr(record, "id", "")), **cells(nested)}


def values(columns: Sequence[Column], row: Mapping[str, str]) -> dict[str, object]:
    """Read cells as the values that a record is made of. An empty cell stands for a field that was not given."""
    return {c.name: _value(c, text) for c in columns if (text := row.get(c.name, ""))}


def _value(column: Column, text: str) -> object:
    if column.many:
        return tuple(text.split(BETWEEN))
    match column.holds:
        case Holds.FLAG:
            return {YES: True, NO: False}.get(text, _UNREADABLE)
        case Holds.INTEGER:
            return int(text) if _WHOLE.fullmatch(text) else _UNREADABLE
        case _:
            return text


def write_csv(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV, header first, LF at the end of each line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def dump_csv(record_type: type[Record], rows: Iterable[Record]) -> str:
    """Write records of one type as CSV. Of no records it is the header."""
    return write_csv([c.name for c in columns_of(record_type)], map(cells, rows))


def to_text(record_type: type[Record], rows: Iterable[Record], width: int | None = None) -> str:
    """Write records of one type as an aligned table; columns that are empty throughout are left out.

    No line is wider than `width` (None: as wide as it has to be): the widest columns give way, cut cells end in “…”.
    """
    lines = [[_printable(text) for text in cells(row).values()] for row in rows]
    names = [c.name for c in columns_of(record_type)]
    used = [i for i in range(len(names)) if any(line[i] for line in lines)] or list(range(len(names)))
    table = [[names[i] for i in used], *([line[i] for i in used] for line in lines)]
    wanted = [max(_width(line[i]) for line in table) for i in range(len(used))]
    widths = wanted if width is None else _narrowed(wanted, width - len(_GAP) * (len(used) - 1))
    out = [_GAP.join(_fit(text, w) for text, w in zip(line, widths, strict=True)).rstrip() for line in table]
    return "\n".join(line if width is None else _fit(line, width).rstrip() for line in out)


def _narrowed(widths: list[int], room: int) -> list[int]:
    """Take from the widest columns until they fit into the room, or none can give more."""
    widest = max(widths)
    while sum(min(w, widest) for w in widths) > room and widest > _LEAST:
        widest -= 1
    return [min(w, widest) for w in widths]


def _printable(text: str) -> str:
    """Keep what could steer the terminal out of it."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fit(text: str, width: int) -> str:
    """Cut or fill a text to a width in columns of the terminal."""
    if (missing := width - _width(text)) >= 0:
        return text + " " * missing
    kept, used = [], len(_CUT)
    for char in text:
        used += _columns(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + _CUT + " " * (width - _width("".join(kept)) - len(_CUT))
