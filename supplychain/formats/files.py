"""Reads one CSV file of a package strictly, a row at a time: every fault of the file itself has its place and its words."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from supplychain.domain.errors import shown
from supplychain.domain.packages import Table
from supplychain.formats.problems import Problems, did_you_mean, either

LONGEST_CELL = 10_000
LARGEST_FILE = 200_000_000
_LONGEST_LINE = 1_000_000
_LONG_CELL = f"A cell is longer than {LONGEST_CELL:,} characters."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number as a spreadsheet shows it (the header is row 1), its cells by column."""

    number: int
    cells: dict[str, str]
    whole: bool = True
    """False: the row cannot be read; its first key cell stands here if it could be made out, so that others find it."""


def read_lines(path: Path, table: Table, problems: Problems) -> Iterator[Line] | None:
    """Read a file's rows; None when its header does not say which cell is which.

    Columns that are missing, unknown or out of order are problems; the rows are read all the same, so that everything
    that is wrong is said at once.
    """
    before = len(problems)
    lines = _lines(path, table.name, problems)
    _, header, _ = next(lines, (0, None, ""))
    if header is None:
        if len(problems) == before:
            problems.add(table.name, 1, "", "The header is missing.", f"Begin with {','.join(table.columns)}.")
        return None
    if not _check_header(header, table, problems):
        return None
    return _named(lines, header, table, problems)


def _named(
    lines: Iterator[tuple[int, list[str] | None, str]], header: list[str], table: Table, problems: Problems
) -> Iterator[Line]:
    known, key = set(table.columns), header.index(table.key[0])
    for number, found, raw in lines:
        if found is not None and len(found) == len(header):
            yield Line(number, {name: text for name, text in zip(header, found, strict=True) if name in known})
            continue
        if found == []:
            problems.add(table.name, number, "", "The row is empty.", "Take the line out.")
        elif found is not None:
            mend = "Put cells that hold commas into double quotes." if len(found) > len(header) else ""
            problems.add(table.name, number, "", f"The row has {len(found)} cells, the header {len(header)}.", mend)
        guess = found if found is not None else raw.split(",")
        yield Line(number, {table.key[0]: guess[key].strip()} if key < len(guess) else {}, whole=False)


def _check_header(header: list[str], table: Table, problems: Problems) -> bool:
    """Compare with the columns of the table; False when the rows cannot be told apart by it."""
    expected = table.columns
    twice = sorted({name for name in header if header.count(name) > 1})
    for name in twice:
        problems.add(table.name, 1, "", f"The column {shown(name)} stands there twice.")
    for name in dict.fromkeys(header):
        if name not in expected:
            near = did_you_mean(name, set(expected) - set(header))
            problems.add(table.name, 1, "", f"There is no column {shown(name)} in this table.", near)
    missing = [name for name in expected if name not in header]
    if missing:
        problems.add(
            table.name, 1, "", f"The column {either(missing).replace(' or ', ' and ')} is missing.", _columns(expected)
        )
    elif sorted(header) == sorted(expected) and tuple(header) != expected:
        problems.add(table.name, 1, "", "The columns are out of order.", _columns(expected))
    return not twice and not set(table.key) & set(missing)


def _columns(expected: Sequence[str]) -> str:
    return f"The columns are {','.join(expected)}."


def _lines(path: Path, name: str, problems: Problems) -> Iterator[tuple[int, list[str] | None, str]]:
    """Yield each line: number, cells (None when it cannot be split) and text. LF, CR LF and CR end a line.

    A byte-order mark is dropped.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline=None) as stream:
        number = 0
        while line := stream.readline(_LONGEST_LINE):
            number += 1
            if not line.endswith("\n") and len(line) >= _LONGEST_LINE:
                problems.add(name, number, "", _LONG_CELL, "The rest of the file was not read.")
                return
            if fault := _fault(line):
                problems.add(name, number, "", *fault)
            yield number, None if fault else _split(line, name, number, problems), line


def _fault(line: str) -> tuple[str, str] | None:
    if not line.isascii() and any("\ud800" <= c <= "\udfff" for c in line):
        return "The line is not UTF-8.", "Save the file again as CSV, UTF-8."
    if "\x00" in line:
        return "The line holds NUL characters.", "Save the file again as CSV, UTF-8."
    return None


def _split(line: str, name: str, number: int, problems: Problems) -> list[str] | None:
    try:
        cells = next(csv.reader([line.removesuffix("\n")], strict=True), [])
    except csv.Error as error:
        if "field larger" in str(error):
            problems.add(name, number, "", _LONG_CELL)
        elif "unexpected end" in str(error):
            what = "A cell that begins with a double quote does not end on its line."
            problems.add(
                name, number, "", what, "No cell may hold a line break; within quotes, write a double quote twice."
            )
        else:
            what = "After a closing double quote stands something other than a comma."
            problems.add(name, number, "", what, "Within quotes, write a double quote twice.")
        return None
    if any(len(text) > LONGEST_CELL for text in cells):
        problems.add(name, number, "", _LONG_CELL)
        return None
    return cells
