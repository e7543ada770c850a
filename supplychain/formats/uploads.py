"""Reads a file that somebody sends, by what is in it and never by its name; packs what was read, and writes the wrong rows."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.sentences import freeze, sentence, thaw
from supplychain.domain.uploads import MAX_BYTES, REMARK, Fault
from supplychain.formats.descriptor import FILE
from supplychain.formats.rows import write_csv
from supplychain.formats.sheets import READABLE, Read, Sheet
from supplychain.formats.texts import load_json, read_csv, read_json, wrong
from supplychain.formats.workbook import is_workbook, open_archive, read_package_files, read_workbook

_LARGEST_PACKED = 400 * 1024 * 1024
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        sentence("This is an old .xls workbook, or one with a password."),
        sentence("Save it as .xlsx, without a password."),
    ),
    (b"%PDF", sentence("This is a PDF."), sentence("Rows are read from CSV, XLSX or JSON.")),
    (b"<", sentence("This is a page or XML."), sentence("Rows are read from CSV, XLSX or JSON.")),
    (b"\x89PNG", sentence("This is a picture."), sentence("Rows are read from CSV, XLSX or JSON.")),
    (b"\xff\xd8\xff", sentence("This is a picture."), sentence("Rows are read from CSV, XLSX or JSON.")),
    (b"\x1f\x8b", sentence("This is packed with gzip."), sentence("Unpack it, or send a ZIP.")),
)
NOT_OURS = sentence("What was sent is not what this page gave out. Upload the file again.")


def read_upload(data: bytes, table: str = "", name: str = "file") -> Read:
    """Read a file; `table` says of which table a CSV is, where its header does not. Raises Invalid, and nothing else."""
    if len(data) > MAX_BYTES:
        raise wrong(
            sentence("The file is larger than %(max_bytes)s MB.", max_bytes=MAX_BYTES // 1024 // 1024),
            sentence("Send it in several parts."),
        )
    if table and table not in READABLE:
        raise Invalid([Problem("table", sentence("There is no such table in a report."))])
    read = Read()
    head = head_of(data)
    if head.startswith(b"PK"):
        _archive(read, data, table)
    elif head[:1] in (b"{", b"["):
        read_json(read, load_json(data))
    elif not data.strip():
        raise wrong(sentence("The file is empty."))
    else:
        read_csv(read, name, data, table)
    return read


def head_of(data: bytes) -> bytes:
    """Give the first signs of a file. Raises Invalid where they are those of a file from which no rows are read."""
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:8]
    for sign, what, mend in _FOREIGN:
        if head.startswith(sign):
            raise wrong(what, mend)
    return head


def _archive(read: Read, data: bytes, table: str) -> None:
    parts = open_archive(data)
    packages = [part for part in parts if part == FILE or part.endswith(f"/{FILE}")]
    if is_workbook(parts) and not packages:
        read_workbook(read, parts, table)
    elif len(packages) == 1 and not is_workbook(parts):
        folder = packages[0].removesuffix(FILE)
        files = {part.removeprefix(folder): found for part, found in parts.items() if part.startswith(folder)}
        read_package_files(read, files)
    else:
        raise wrong(
            sentence("The archive holds neither one workbook nor one data package."),
            sentence("A package has a %(file)s.", file=FILE),
        )


def read_files(files: Mapping[str, bytes]) -> Read:
    """Read a data package from its files by name. Raises Invalid."""
    read = Read()
    if FILE not in files:
        raise wrong(sentence("There is no %(file)s in the folder.", file=FILE))
    read_package_files(read, files)
    return read


def read_rows(given: object) -> Read:
    """Read rows by table as a program gives them. Raises Invalid."""
    read = Read()
    read_json(read, given)
    return read


# -- carrying what was read from one page to the next --------------------------------------------------------------------


def pack(read: Read) -> str:
    """Write what was read as a text that a page can carry: nothing of it is kept here."""
    sheets = [[s.name, s.table, s.columns, s.rows] for s in read.sheets]
    said = [[_frozen(fault) for fault in faults] for faults in (read.faults, read.notes)]
    text = json.dumps([sheets, *said, read.more], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 6)).decode()


def unpack(text: str) -> Read:
    """Read what `pack` wrote; who calls has made sure that it is ours. Raises Invalid."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.urlsafe_b64decode(text.encode()), _LARGEST_PACKED)
        sheets, faults, notes, more = json.loads(data)
        return Read(
            [
                Sheet(name, table, tuple(columns), [(number, dict(cells)) for number, cells in rows])
                for name, table, columns, rows in sheets
            ],
            list(map(_thawed, faults)),
            list(map(_thawed, notes)),
            more,
        )
    except (ValueError, zlib.error, TypeError):
        raise Invalid([Problem("", NOT_OURS)]) from None


def _frozen(fault: Fault) -> dict[str, Any]:
    return {**fault.model_dump(), "what": freeze(fault.what), "mend": freeze(fault.mend)}


def _thawed(kept: dict[str, Any]) -> Fault:
    return Fault.model_validate({**kept, "what": thaw(kept["what"]), "mend": thaw(kept["mend"])})


def write_rows(sheet: Sheet, remarks: Mapping[int, Iterable[str]]) -> bytes:
    """Write rows of a sheet as CSV with a column that says what is wrong; it can be sent again once it is mended."""
    rows = [
        {**{name: _defused(text) for name, text in cells.items()}, REMARK: _defused(" ".join(remarks[number]))}
        for number, cells in sheet.rows
        if number in remarks
    ]
    return b"\xef\xbb\xbf" + write_csv([REMARK, *sheet.columns], rows).encode()


def _defused(text: str) -> str:
    """Keep a spreadsheet from running what is wrong in a row."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
