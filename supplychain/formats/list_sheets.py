"""Writes a list that was checked as a workbook: the same rows as the CSV, what is reported, what is not known, changes."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from supplychain.domain.lists import LIST_GAPS, ListAnswer, ListChange, ListRow
from supplychain.formats.columns import Holds, columns_of
from supplychain.formats.rows import cell, cells

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEETS = ("List", "Reported", "Not known", "Candidates", "What changed", "Columns")
_NUMBERS = {column.name for column in columns_of(ListRow) if column.holds is Holds.INTEGER}


def write_list(answer: ListAnswer) -> bytes:
    """Write it; the same answer gives the same bytes."""
    from openpyxl import Workbook  # heavy, and needed by nothing else

    book = Workbook()
    book.properties.creator, book.properties.title = "supplychain", "List"
    day = datetime.fromisoformat(answer.recorded_on)
    book.properties.created = book.properties.modified = day
    del book["Sheet"]
    rows = [cells(row) for row in answer.table()]
    names = [column.name for column in columns_of(ListRow)]
    list_, reported, unknown, candidates, changed, columns = SHEETS
    _sheet(book, list_, names, ([_value(name, row[name]) for name in names] for row in rows))
    _sheet(book, reported, ("rows", "party", "kind", "code", "claims", "claims_possible"), _reported(answer))
    _sheet(book, unknown, ("rows", "party", "code", "words"), _unknown(answer))
    _sheet(book, candidates, ("row", "party", "name", "kind", "score", "reasons"), _candidates(answer))
    if answer.since is not None:
        names = [column.name for column in columns_of(ListChange)]
        said = (cells(change) for change in answer.since.changes)
        _sheet(book, changed, names, ([row[name] for name in names] for row in said))
    _sheet(book, columns, ("column", "what it holds"), ([c.name, c.description] for c in columns_of(ListRow)))
    return _saved(book, day)


def _rows_of(answer: ListAnswer) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in answer.rows:
        if row.party:
            found.setdefault(row.party, []).append(str(row.line.row))
    return {party: ", ".join(rows) for party, rows in found.items()}


def _reported(answer: ListAnswer) -> Iterable[Sequence[str | int]]:
    rows = _rows_of(answer)
    for party in answer.parties:
        for found in party.findings:
            claims = cell(found.claims), cell(found.possible)
            yield rows[party.id], party.id, found.kind.value, found.code, *claims


def _unknown(answer: ListAnswer) -> Iterable[Sequence[str | int]]:
    rows = _rows_of(answer)
    for settled in answer.rows:
        for code in settled.not_known:
            yield str(settled.line.row), "", code, LIST_GAPS[code]
    for party in answer.parties:
        for gap in party.gaps:
            yield rows[party.id], party.id, gap.code.value, gap.words


def _candidates(answer: ListAnswer) -> Iterable[Sequence[str | int]]:
    for settled in answer.rows:
        for match in settled.candidates:
            reasons = "; ".join(reason.words for reason in match.reasons)
            yield settled.line.row, match.id, match.name, match.kind, match.score, reasons


def _value(name: str, text: str) -> str | int:
    return int(text) if name in _NUMBERS and text else text


def _sheet(book: "Workbook", title: str, head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for at in sheet[1]:
        at.font = Font(bold=True)
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for number, name in enumerate(head, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(name) + 2)
    sheet.freeze_panes = "A2"
    for line in sheet.iter_rows():
        for at in line:
            if isinstance(at.value, str):
                at.data_type = "s"  # whatever it begins with, it is text and no formula


def _saved(book: "Workbook", day: datetime) -> bytes:
    from openpyxl.writer.excel import ExcelWriter

    first, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(first, "w") as archive:
        ExcelWriter(book, archive).write_data()
    with zipfile.ZipFile(first) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(archive.namelist()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, archive.read(name))
    return out.getvalue()
