"""Reads uploads that are archives: XLSX workbooks and zipped data packages. An archive is looked through before it is opened.

What a workbook brings besides cells (macros, links to other files, embedded things) is refused. The parts that are needed
are unpacked under limits and handed to the reader as a new archive, so that no two programs can read it differently.
"""

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from supplychain.domain.errors import Invalid, shown
from supplychain.domain.packages import TABLE
from supplychain.domain.sentences import Counted, sentence
from supplychain.domain.uploads import MAX_ROWS
from supplychain.formats.columns import NO, YES
from supplychain.formats.descriptor import FILE
from supplychain.formats.sheets import (
    PASSED_OVER,
    READABLE,
    Read,
    add_row,
    begin_sheet,
    plain_header,
    table_named,
    tables_of,
)
from supplychain.formats.texts import read_csv, wrong

_ENTRIES = 1_000
_LARGEST = 256 * 1024 * 1024
_RATIO = 200
_SMALL = 1024 * 1024
_SPELLED_OUT = 512 * 1024 * 1024
"""Bytes of text that a workbook may come to once every cell has its own copy."""
_CONTENT_TYPES = "[Content_Types].xml"
HIDDEN = sentence("The sheet is hidden: it was not read.")
_SAVE = sentence("Save it anew with a spreadsheet program, as .xlsx.")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="[A-Z]{1,3}[0-9]{1,7}"')
_FAR_RIGHT = re.compile(rb'\sr="(?:[A-Z]{3}|[C-Z][A-Z])[0-9]')
_FAR_DOWN = re.compile(rb'\sr="[A-Z]*(?:[0-9]{7,}|[2-9][0-9]{5}|1[1-9][0-9]{4}|10[1-9][0-9]{3})"')
_SHARED = re.compile(rb'\st="s"[^<>]*>\s*<(?:\w+:)?v>\s*([0-9]+)\s*<')
_ITEM = re.compile(rb"<(?:\w+:)?si[\s>].*?</(?:\w+:)?si>", re.DOTALL)
_LOST = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?r="([A-Z]{1,3})([0-9]{1,7})"(?:(?=[^<>]*\st="e")[^<>]*>|[^<>]*(?<!/)>\s*<(?:\w+:)?f[\s/>])'
    rb"(?:(?!</(?:\w+:)?c>).)*",
    re.DOTALL,
)


def open_archive(data: bytes) -> dict[str, bytes]:
    """Unpack an archive under limits. Raises Invalid.

    The errors are those that zipfile and zlib raise for files that are broken, cut, locked or packed in a way they do not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(archive, _listed(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise wrong(sentence("The archive is broken or was cut."), sentence("Save and send it again.")) from None


def _listed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(archive.infolist()) > _ENTRIES:
        raise wrong(sentence("The archive has more than %(entries)s parts.", entries=Counted(_ENTRIES)), _SAVE)
    names = [info.filename for info in infos]
    if len({name.casefold() for name in names}) < len(names):
        raise wrong(sentence("Two parts of the archive have the same name."), _SAVE)
    for info in infos:
        name = info.filename
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name or not name.isprintable():
            raise wrong(
                sentence("The part %(name)s leads outside the archive.", name=shown(name)),
                sentence("Pack the files anew."),
            )
        if info.flag_bits & 0x1:
            raise wrong(sentence("The archive is encrypted."), sentence("Take the password off and send it again."))
        if info.file_size > max(info.compress_size * _RATIO, _SMALL):
            raise wrong(sentence("The archive would grow beyond measure when unpacked."), _SAVE)
    if sum(info.file_size for info in infos) > _LARGEST:
        raise wrong(
            sentence("The archive holds more than %(largest)s MB.", largest=_LARGEST // 1024 // 1024),
            sentence("Send it in several parts."),
        )
    return infos


def _unpack(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Read every part, and no more of it than it says it holds."""
    found = {}
    for info in infos:
        with archive.open(info) as stream:
            part = stream.read(info.file_size + 1)
        if len(part) > info.file_size:
            raise zipfile.BadZipFile
        found[info.filename] = part
    return found


# -- packages ----------------------------------------------------------------------------------------------------------


def read_package_files(read: Read, files: Mapping[str, bytes]) -> None:
    """Read a data package from its files by name. Raises Invalid."""
    try:
        given = json.loads(files[FILE])
    except (ValueError, RecursionError):
        raise wrong(sentence("%(file)s is not JSON.", file=FILE)) from None
    listed = given.get("resources") if isinstance(given, dict) else None
    found = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    if not found:
        raise wrong(sentence("%(file)s lists no files.", file=FILE))
    for item in found:
        name, path = item.get("name"), item.get("path")
        if not isinstance(name, str) or not isinstance(path, str):
            read.fault(FILE, 0, "", sentence("A resource has no name, or no path to one file."))
        elif path not in files:
            read.fault(path, 0, "", sentence("There is no such file in the package."))
        elif name not in READABLE:
            if name not in TABLE:
                read.fault(
                    path,
                    0,
                    "",
                    sentence("%(name)s is no table.", name=shown(name)),
                    sentence("The tables are %(names)s.", names=", ".join(READABLE)),
                )
            elif files[path].count(b"\n") > 1:
                read.note(path, sentence("A report cannot change the table %(name)s: it was not read.", name=name))
        elif files[path].strip():
            read_csv(read, path, files[path], name)


# -- workbooks ---------------------------------------------------------------------------------------------------------


def is_workbook(parts: Mapping[str, bytes]) -> bool:
    """Whether an archive is a workbook."""
    return _CONTENT_TYPES in parts and any(name.startswith("xl/") for name in parts)


def read_workbook(read: Read, parts: Mapping[str, bytes], table: str) -> None:
    """Read a workbook. Raises Invalid where it cannot be opened, or holds what may not come in."""
    with _opened(parts) as found:
        lost = _lost_cells(parts)
        kept = [(name, sheet) for name, sheet in found if name.strip().casefold() not in PASSED_OVER]
        for name, sheet in kept:
            if sheet is None:
                read.note(name, HIDDEN, "Show it, or delete it.")
                continue
            meant = table_named(name) or (table if len(kept) == 1 else "")
            _sheet(read, sheet, name, meant, len(kept) == 1, lost)


class Grid(NamedTuple):
    """A sheet as it lies there: rows of texts, whatever table they are meant to be."""

    name: str
    rows: list[tuple[int, list[str]]]
    """Number and cells of every row that holds something."""
    merged: list[tuple[int, int]]
    """First and last row of cells that are merged."""
    lost: dict[int, set[str]]
    """Row -> columns of the workbook that hold an error, or a formula without a value."""


def read_grids(parts: Mapping[str, bytes], most: int) -> tuple[list[Grid], list[str]]:
    """Read the sheets of a workbook, at most so many rows of each, and name those that are hidden. Raises Invalid."""
    found, hidden = [], []
    with _opened(parts) as sheets:
        lost = _lost_cells(parts)
        for name, sheet in sheets:
            if sheet is None:
                hidden.append(name)
                continue
            rows = [(number, [_text(value) for value in values]) for number, values in enumerate(sheet.iter_rows(), 1)]
            full = [(number, cells) for number, cells in rows if any(text.strip() for text in cells)]
            merged = [(top + 1, bottom + 1) for (top, _), (bottom, _) in sheet.merged_cell_ranges]
            found.append(Grid(name, full[:most], merged, lost))
    return found, hidden


@contextmanager
def _opened(parts: Mapping[str, bytes]) -> Iterator[list[tuple[str, Any]]]:
    """Open a workbook that was looked through: its sheets by name, None in the place of one that is hidden."""
    _look_through(parts)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                archive.writestr(name, part)
    packed.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(packed)
        kept = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        shown_ = [meta.visible == SheetVisibleEnum.Visible for meta in kept]
        yield [
            (meta.name, book.get_sheet_by_name(meta.name) if is_shown else None)
            for meta, is_shown in zip(kept, shown_, strict=True)
        ]
    except CalamineError:
        raise wrong(sentence("The workbook cannot be read."), _SAVE) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise wrong(sentence("The workbook cannot be read."), _SAVE) from None


def _look_through(parts: Mapping[str, bytes]) -> None:
    names = [name.casefold() for name in parts]
    types = parts[_CONTENT_TYPES].lower()
    if any(n.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in n for n in names) or b"macro" in types:
        raise wrong(sentence("The workbook holds macros."), sentence("Save it as .xlsx, without macros."))
    if any("/externallinks/" in n or n.endswith("connections.xml") or "/querytables/" in n for n in names):
        raise wrong(
            sentence("The workbook is tied to other files."),
            sentence("Break the links (Data, Edit links), then save it again."),
        )
    if any("/embeddings/" in n or "/activex/" in n or "/ctrlprops/" in n for n in names):
        raise wrong(sentence("The workbook holds embedded files or controls."), sentence("Take them out."))
    if any(name.endswith(".bin") and name.startswith("xl/workbook") for name in names):
        raise wrong(sentence("This kind of workbook is not read."), _SAVE)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part or _is_wide(part)):
            raise wrong(sentence("A part of the workbook is no plain XML."), _SAVE)
    sheets = [part for name, part in parts.items() if name.startswith("xl/") and _CELL.search(part)]
    for part in sheets:
        if sum(1 for _ in _CELL.finditer(part)) != sum(1 for _ in _PLACED.finditer(part)):
            raise wrong(sentence("The workbook does not say where its cells stand."), _SAVE)
        if _FAR_RIGHT.search(part):
            raise wrong(
                sentence("A sheet has more than 78 columns."),
                sentence("Delete the columns beside the table, also empty ones."),
            )
        if _FAR_DOWN.search(part):
            raise wrong(
                sentence("A sheet has more than %(max_rows)s rows.", max_rows=Counted(MAX_ROWS)),
                sentence("Delete the rows below the table, or send parts."),
            )
    _measure_texts(parts, sheets)


def _is_wide(part: bytes) -> bool:
    return part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in part[:100]


def _measure_texts(parts: Mapping[str, bytes], sheets: list[bytes]) -> None:
    """Refuse a workbook in which few long texts stand in very many cells: each cell gets a copy."""
    shared = b"".join(part for name, part in parts.items() if name.casefold().endswith("sharedstrings.xml"))
    lengths = [match.end() - match.start() for match in _ITEM.finditer(shared)]
    uses = sum(part.count(b't="s"') for part in sheets)
    if max(lengths, default=0) * uses <= _SPELLED_OUT:
        return
    counted: Counter[bytes] = Counter()
    for part in sheets:
        counted.update(_SHARED.findall(part))
    if (
        counted.total() < uses
        or sum(lengths[int(at)] * number for at, number in counted.items() if int(at) < len(lengths)) > _SPELLED_OUT
    ):
        raise wrong(
            sentence("The workbook would grow beyond measure when read."), sentence("Send it in several parts.")
        )


def _lost_cells(parts: Mapping[str, bytes]) -> dict[int, set[str]]:
    """Find cells that hold an error, or a formula of which no value was saved: they would come out empty. By row."""
    found: dict[int, set[str]] = {}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and (b't="e"' in part or re.search(rb"<(?:\w+:)?f[\s/>]", part)):
            for match in _LOST.finditer(part):
                text = match[0]
                if b't="e"' in text.split(b">", 1)[0] or not re.search(rb"<(?:\w+:)?v>[^<]", text):
                    found.setdefault(int(match[2]), set()).add(match[1].decode())
    return found


def _sheet(read: Read, sheet: Any, name: str, table: str, alone: bool, lost: dict[int, set[str]]) -> None:
    begun = None
    dates = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        if begun is None:
            if not any(str(value).strip() for value in values):
                continue
            header = [_text(value) for value in values]
            if not table and not alone and len(tables_of(plain_header(header))) != 1:
                read.note(
                    name,
                    sentence("The sheet is named after no table: it was not read."),
                    sentence("Name it after its table."),
                )
                return
            begun = begin_sheet(read, name, header, table, number)
            if begun is None:
                return
            continue
        dates += sum(isinstance(value, date) for value in values)
        if number in lost:
            what = sentence(
                "A cell of this row holds an error, or a formula without a value (column %(columns)s of the sheet).",
                columns=", ".join(sorted(lost[number])),
            )
            read.fault(name, number, "", what, sentence("Write the value itself."))
        if not add_row(read, begun[0], number, begun[1], [_text(value) for value in values]):
            break
    if begun is None:
        if alone:
            read.fault(name, 0, "", sentence("The sheet is empty."), sentence("Its first row names the columns."))
        return
    for (top, _), (bottom, _) in sheet.merged_cell_ranges:
        read.fault(
            name,
            top + 1,
            "",
            sentence("Cells are merged down to row %(bottom)s.", bottom=bottom + 1),
            sentence("Unmerge them, fill in each cell."),
        )
    if dates:
        what = sentence(
            "%(dates)s cells hold dates of the spreadsheet: they were read as whole days.", dates=Counted(dates)
        )
        read.note(name, what, sentence("Where only the month or year is known, write it as text, such as 2023-01."))
    read.sheets.append(begun[0])


def _text(value: Any) -> str:
    """Write a cell as the package does, no more exact than the spreadsheet shows it."""
    match value:
        case bool():
            return YES if value else NO
        case float():
            return _number(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _number(value: float) -> str:
    text = f"{value:.15g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in text and abs(value) < 1e15 else text


__all__ = ["Grid", "Invalid", "is_workbook", "open_archive", "read_grids", "read_package_files", "read_workbook"]
