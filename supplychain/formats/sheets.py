"""Sheets of an upload: rows of text with the numbers that a spreadsheet shows, whatever file they came from.

People's files are read more kindly than packages: columns may be left out or stand in any order, blanks around a cell do not
count. What is meant is never guessed: what cannot be told is said, with its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from supplychain.domain.errors import shown
from supplychain.domain.packages import CLAIM_TABLES
from supplychain.domain.reports import EXTRA, PROPOSED
from supplychain.domain.sentences import Counted, joined, sentence
from supplychain.domain.uploads import INLINE, MAX_ROWS, REMARK, Fault
from supplychain.formats.columns import Column, columns_of, table_columns
from supplychain.formats.files import LONGEST_CELL
from supplychain.formats.problems import did_you_mean, either

READABLE = (*PROPOSED, *EXTRA)
FRIENDLY = {
    "organisations and tools": "entities",
    "pay": "wages",
    "numbers": "figures",
    "answers": "responses",
}
"""Other names of sheets."""
PASSED_OVER = frozenset({"read me", "bitte lesen", "lists"})
"""Sheets of our template that hold no rows."""
_FAULTS = 5_000
_SAVE_CUT = sentence("Take out what is too long, or cut it into several rows.")


@dataclass(slots=True)
class Sheet:
    """Rows of one table as they were read."""

    name: str
    table: str
    columns: tuple[str, ...]
    """Columns that stand there, empty or not."""
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Number and cells; empty cells are left out."""


@dataclass(slots=True)
class Read:
    """What an upload holds, as far as it could be read."""

    sheets: list[Sheet] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    more: int = 0
    """Faults that were counted only."""
    confirmed: list[str] = field(default_factory=list)
    """Keys of what looks like a name and is no worker's, as JSON may give them."""
    beside: set[str] = field(default_factory=set)
    """Tables that stand in JSON outside of “tables”."""
    taken: int = 0
    """Rows that were taken so far."""

    @property
    def count(self) -> int:
        """Rows in all."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    def fault(self, sheet: str, row: int, column: str, what: str, mend: str = "") -> None:
        """Note something that is wrong."""
        if len(self.faults) < _FAULTS:
            self.faults.append(Fault(sheet=sheet[:100], row=row, column=column[:60], what=what, mend=mend))
        else:
            self.more += 1

    def note(self, sheet: str, what: str, mend: str = "") -> None:
        """Note something that should be looked at."""
        self.notes.append(Fault(sheet=sheet[:100], what=what, mend=mend))


@cache
def readable_columns(table: str) -> tuple[Column, ...]:
    """Give the columns of a table of a report."""
    return columns_of(EXTRA[table]) if table in EXTRA else table_columns(table)


@cache
def allowed(table: str) -> frozenset[str]:
    """Give every column that a sheet of a table may have."""
    own = {column.name for column in readable_columns(table)}
    return frozenset(own | set(INLINE if table in CLAIM_TABLES else ()))


def table_named(name: str) -> str:
    """Give the table that a sheet is named after; empty: none."""
    plain = " ".join(name.replace("_", " ").split()).casefold()
    found = FRIENDLY.get(plain, plain.replace(" ", "_"))
    return found if found in READABLE else ""


def plain_header(cells: Iterable[str]) -> list[str]:
    """Write the names of columns as ours: “Source title” is source_title."""
    return ["_".join(text.replace("_", " ").split()).casefold() for text in cells]


def tables_of(header: Sequence[str]) -> list[str]:
    """Say which tables a header may belong to: the one that fits best, or all that fit as well."""
    names = {name for name in header if name and name != REMARK}

    def lacking(table: str) -> tuple[int, int]:
        needed = {c.name for c in readable_columns(table) if c.required and c.name != "id"}
        return len(names - allowed(table)), len(needed - names)

    fitting = [table for table in READABLE if len(names & allowed(table)) * 2 > len(names)]
    best = min(map(lacking, fitting), default=(0, 0))
    return [table for table in fitting if lacking(table) == best]


def begin_sheet(
    read: Read, name: str, header: Sequence[str], table: str, row: int = 1
) -> tuple[Sheet, list[str]] | None:
    """Take a header: give the sheet and the name of every column, empty for those that are passed over."""
    names = plain_header(header)
    if not table:
        found = tables_of(names)
        if len(found) != 1:
            what = sentence("The first row does not say which table this is.")
            mend = (
                sentence("It may be %(names)s: choose one.", names=either(found))
                if found
                else sentence("A report may fill %(names)s.", names=", ".join(READABLE))
            )
            read.fault(name, row, "", what, joined(mend, sentence("The template shows the columns of each.")))
            return None
        table = found[0]
    known, kept = allowed(table), []
    for column in names:
        if column and column != REMARK and column not in known:
            near = did_you_mean(column, known)
            read.fault(
                name,
                row,
                "",
                sentence("There is no column %(column)s in the table %(table)s.", column=shown(column), table=table),
                near or sentence("Take it out."),
            )
        if column in known and column in kept:
            read.fault(name, row, column, sentence("The column stands there twice."), sentence("Take one of them out."))
        kept.append(column if column in known and column not in kept else "")
    if not any(kept):
        return None
    return Sheet(name, table, tuple(filter(None, kept))), kept


def add_row(read: Read, sheet: Sheet, number: int, names: Sequence[str], texts: Sequence[str]) -> bool:
    """Take a row; one without a word in it is passed over. False: no more fit in."""
    cells = {}
    for name, text in zip(names, texts, strict=False):
        kept = text.strip()
        if not name or not kept:
            continue
        if kept[0] == "'" and kept[1:2] in ("=", "+", "-", "@"):
            kept = kept[1:]  # the sign by which spreadsheets, and our files of wrong rows, keep a formula from running
        if len(kept) > LONGEST_CELL:
            read.fault(
                sheet.name,
                number,
                name,
                sentence("The cell is longer than %(longest_cell)s characters.", longest_cell=Counted(LONGEST_CELL)),
                _SAVE_CUT,
            )
            kept = kept[:LONGEST_CELL]
        if "\n" in kept or "\r" in kept:
            what = sentence("The cell holds a line break.")
            read.fault(sheet.name, number, name, what, sentence("Write it as one line."))
            kept = " ".join(kept.split())
        cells[name] = kept
    if len(texts) > len(names) and any(text.strip() for text in texts[len(names) :]):
        what = sentence("The row has %(count)s cells, the header %(columns)s.", count=len(texts), columns=len(names))
        read.fault(sheet.name, number, "", what, sentence("Put cells that hold the separator into double quotes."))
    if not cells:
        return True
    if read.taken >= MAX_ROWS:
        mend = sentence("Send it in several parts.")
        read.fault(
            "",
            0,
            "",
            sentence(
                "An upload may hold %(max_rows)s rows; what comes after was not read.", max_rows=Counted(MAX_ROWS)
            ),
            mend,
        )
        return False
    read.taken += 1
    sheet.rows.append((number, cells))
    return True
