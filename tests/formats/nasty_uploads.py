"""Workbooks and archives as people and attackers make them."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from openpyxl import Workbook


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(sheets: Mapping[str, Iterable[Iterable[object]]]) -> bytes:
    """A workbook with these sheets, row by row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def archive(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def changed(book: bytes, **more: bytes | str) -> bytes:
    """A workbook with parts added or replaced; `__` stands for a slash, `_dot_` for a point."""
    with zipfile.ZipFile(io.BytesIO(book)) as old:
        parts: dict[str, bytes | str] = {name: old.read(name) for name in old.namelist()}
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()}
    return archive({**parts, **named})


def part_of(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as old:
        return old.read(name)
