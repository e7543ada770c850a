"""Reads uploads that are text: CSV as spreadsheets of all kinds write it, and JSON."""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from supplychain.domain.errors import Invalid, Problem, shown
from supplychain.domain.reports import EXTRA
from supplychain.domain.sentences import joined, sentence
from supplychain.formats.columns import BETWEEN, NO, YES
from supplychain.formats.problems import did_you_mean
from supplychain.formats.sheets import READABLE, Read, add_row, begin_sheet

CONFIRMED = "confirmed"
"""Beside the tables: keys of what looks like a name and was confirmed to be no worker's."""
_SEPARATORS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8 = sentence("Save it again as CSV, UTF-8.")
GUESSED = (
    sentence("The file is not UTF-8: it was read as Windows-1252."),
    joined(
        sentence("Look whether letters such as ä and é came out right."),
        sentence("If not: save it again as CSV, UTF-8."),
    ),
)
"""What is said of a file in an encoding that does not say itself, and how to mend it."""


def wrong(what: str, mend: str = "") -> Invalid:
    """Make the error of a file that cannot be read at all."""
    return Invalid([Problem("file", what, mend)])


def decode(data: bytes) -> tuple[str, str]:
    """Read bytes as text and name the encoding. Raises Invalid."""
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for encoding in [bom] if bom else _guesses(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise wrong(sentence("It cannot be told how the file's letters are encoded, or it is no text."), _UTF8)


def _guesses(data: bytes) -> Iterable[str]:
    head = data[:2_000]
    if head[1::2].count(0) > len(head) // 4:
        return ("utf-16-le",)
    if head[::2].count(0) > len(head) // 4:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


# -- CSV ---------------------------------------------------------------------------------------------------------------


def read_csv(read: Read, name: str, data: bytes, table: str) -> None:
    """Read one CSV file of one table. Raises Invalid where it is no text."""
    text, encoding = decode(data)
    if encoding == "cp1252":
        read.note(name, *GUESSED)
    skipped, rows = csv_rows(text)
    begun = None
    number = skipped
    try:
        for number, cells in rows:
            if begun is None:
                if any(cell.strip() for cell in cells):
                    begun = begin_sheet(read, name, cells, table, number)
                    if begun is None:
                        return
            elif not add_row(read, begun[0], number, begun[1], cells):
                break
    except csv.Error as error:
        read.fault(name, number + 1, "", *told(str(error)))
    if begun is None:
        if number <= skipped or not read.faults:
            read.fault(name, 0, "", sentence("The file is empty."), sentence("Its first row names the columns."))
        return
    read.sheets.append(begun[0])


def csv_rows(text: str) -> tuple[int, Iterator[tuple[int, list[str]]]]:
    """Split CSV as spreadsheets of all kinds write it: how many lines are passed over, and the rows with their numbers.

    The rows raise csv.Error where they cannot be split.
    """
    first, _, rest = text.partition("\n")
    skipped = 0
    if re.fullmatch(r"\"?sep=.\"?\s*", first):
        text, skipped = rest, 1
        first = rest.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(first), strict=True)
    return skipped, enumerate(rows, 1 + skipped)


def _separator(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_SEPARATORS, key=outside.count)


def told(error: str) -> tuple[str, str]:
    """Say why a row could not be split, and how to mend it."""
    if "field larger" in error:
        return sentence("A cell is far too long; the rest of the file was not read."), sentence(
            "Is a double quote missing?"
        )
    if "unexpected end" in error:
        what = sentence("A cell that begins with a double quote does not end; the file may have been cut.")
        return what, sentence("Close the quote. Within quotes, write a double quote twice.")
    what = sentence("After a closing double quote stands something other than a separator; the rest was not read.")
    return what, sentence("Within quotes, write a double quote twice.")


# -- JSON --------------------------------------------------------------------------------------------------------------


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(text: str) -> Any:
    raise _Twice(text)


def load_json(data: bytes) -> Any:
    """Read JSON strictly: figures as the text in which they stand, no name twice. Raises Invalid."""
    text, _ = decode(data)
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=str,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except _Twice as error:
        raise wrong(
            sentence("The name %(error)s stands twice in one object, or is no number.", error=shown(str(error))),
            sentence("Give it once."),
        ) from None
    except json.JSONDecodeError as error:
        what = sentence(
            "It is not JSON: a fault in line %(lineno)s, sign %(colno)s.", lineno=error.lineno, colno=error.colno
        )
        raise wrong(what, sentence("Check that it was not cut.")) from None
    except RecursionError:
        raise wrong(sentence("It is nested too deeply."), sentence("Rows are flat: names and texts.")) from None


def read_json(read: Read, given: Any) -> None:
    """Read rows by table. Raises Invalid where they are none."""
    for table, rows in _by_table(read, given).items():
        if table not in READABLE:
            near = did_you_mean(table[:60], READABLE) or sentence(
                "A report may fill %(names)s.", names=", ".join(READABLE)
            )
            read.fault(table, 0, "", sentence("There is no such table in a report."), near)
        elif not isinstance(rows, list):
            read.fault(table, 0, "", sentence("The table is no list of rows."), sentence("Write [{…}, {…}]."))
        else:
            _table(read, table, rows)


def _by_table(read: Read, given: Any) -> dict[str, Any]:
    """Give what stands in “tables”, and what stands beside it: nothing that was sent is passed over in silence."""
    inside = given.get("tables", {}) if isinstance(given, dict) else None
    if not isinstance(inside, dict):
        raise wrong(
            sentence("Rows are given by table."),
            sentence("Write %(example)s.", example='{"practices": [{"employer": "…"}], "sources": […]}'),
        )
    beside = {name: found for name, found in given.items() if name != "tables"}
    read.beside |= beside.keys()
    for name in sorted(beside.keys() & inside.keys()):
        read.fault(name, 0, "", sentence("It stands in “tables” and beside it."), sentence("Give it once."))
    found = {**beside, **inside}
    confirmed = found.pop(CONFIRMED, [])
    if isinstance(confirmed, list) and all(isinstance(key, str) for key in confirmed):
        read.confirmed += confirmed
    else:
        read.fault(
            CONFIRMED, 0, "", sentence("This is no list of keys."), sentence("Write %(example)s.", example='["…"]')
        )
    return found


def _table(read: Read, table: str, rows: list[Any]) -> None:
    names: dict[str, None] = {}
    for row in rows:
        if isinstance(row, dict):
            names |= dict.fromkeys(row)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            read.fault(
                table,
                number,
                "",
                sentence("The row is no object."),
                sentence("Write %(example)s.", example='{"column": "text"}'),
            )
    begun = begin_sheet(read, table, list(names), table, 0)
    if begun is None:
        return
    place = {given: name for given, name in zip(names, begun[1], strict=True) if name}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            continue
        cells = {name: _text(read, table, number, name, row[given]) for given, name in place.items() if given in row}
        if not add_row(read, begun[0], number, list(cells), list(cells.values())):
            break
    read.sheets.append(begun[0])


def _text(read: Read, table: str, number: int, name: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case True | False:
            return YES if value else ("" if table in EXTRA else NO)
        case str():
            return value
        case list() if all(isinstance(item, str) for item in value):
            if any(BETWEEN in item for item in value):
                read.fault(
                    table,
                    number,
                    name,
                    sentence("An item of the list holds the sign |."),
                    sentence("It parts the items of a list."),
                )
            return BETWEEN.join(value)
        case _:
            read.fault(
                table, number, name, sentence("This is no text, number or list of texts."), sentence("Rows are flat.")
            )
            return ""
