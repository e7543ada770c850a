"""Files that people send: read by what is in them, every fault with its place, and nothing that can harm gets in."""

import contextlib
import csv
import io
import json
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from supplychain.domain.errors import Invalid
from supplychain.domain.packages import CLAIM_TABLES
from supplychain.domain.uploads import MAX_ROWS
from supplychain.formats.descriptor import FILE
from supplychain.formats.sheets import READABLE, Read
from supplychain.formats.template import SHEETS, make_template, sheet_columns
from supplychain.formats.template_csv import make_csv_template
from supplychain.formats.uploads import pack, read_files, read_rows, read_upload, unpack, write_rows
from tests.formats.nasty_uploads import archive, changed, part_of, saved, workbook

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = ("employer", "practice", "countries", "start", "description")
ROW = ("sama", "webcam_capture", "KE", "2023", "Filmed – während der Arbeit")


def text(*rows: tuple[str, ...], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def cells(read: Read) -> list[dict[str, str]]:
    return [row for sheet in read.sheets for _, row in sheet.rows]


def told(read: Read) -> str:
    return " / ".join(f"{f.sheet} {f.row} {f.column} {f.what}" for f in (*read.faults, *read.notes))


def refused(data: bytes) -> str:
    with pytest.raises(Invalid) as error:
        read_upload(data)
    return str(error.value)


# -- CSV ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_spreadsheets_csv_is_read(encoding: str, separator: str) -> None:
    read = read_upload(text(HEAD, ROW, separator=separator).encode(encoding))
    assert cells(read) == [dict(zip(HEAD, ROW, strict=True))]
    assert read.sheets[0].table == "practices"
    assert not read.faults
    assert ("Windows-1252" in told(read)) == (encoding == "cp1252")


def test_a_header_may_be_written_as_people_do_and_rows_keep_their_numbers() -> None:
    read = read_upload(b"sep=;\nPractice;Employer;Source title;what_is_wrong\n\nphone_ban;sama;T;x\n")
    assert read.sheets[0].rows == [(4, {"practice": "phone_ban", "employer": "sama", "source_title": "T"})]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'employer,practice\nsama,"a\nb"\n', "line break"),
        (b'employer,practice\nsama,"a\n', "does not end"),
        (b'employer,practice\nsama,"a"b\n', "closing double quote"),
        (b"employer,practice,employr\nsama,a,b\n", "no column"),
        (b"employer,practice,practice\nsama,a,b\n", "twice"),
        (b"employer,practice\nsama,a,b\n", "3 cells"),
        (b"name,colour\nx,y\n", "which table"),
        (b"id,description\nx,y\n", "which table"),
        (b"employer,practice\nsama," + b"x" * 10_001, "longer than"),
    ],
)
def test_what_is_wrong_with_a_csv_is_said_with_its_place(data: bytes, what: str) -> None:
    read = read_upload(data)
    assert what in told(read)
    assert read.faults


def test_a_table_can_be_chosen() -> None:
    assert read_upload(b"id,description\nx,y\n", "figures").sheets[0].table == "figures"


@pytest.mark.parametrize(
    "data", [b"", b" \n ", b"\xff\xfe\x00", b"\x81\x8d\x00x", b"a\x00b,c\n", b"%PDF-1.7", b"<html>"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert refused(data)


def test_more_rows_than_fit_are_told_and_not_read() -> None:
    read = read_upload(b"employer,practice\n" + b"sama,phone_ban\n" * (MAX_ROWS + 50))
    assert read.count <= MAX_ROWS + 1
    assert "100,000 rows" in told(read)


def test_the_most_rows_are_read() -> None:
    read = read_upload(b"employer,practice\n" + b"sama,phone_ban\n" * MAX_ROWS)
    assert (read.count, read.faults) == (MAX_ROWS, [])


# -- workbooks -----------------------------------------------------------------------------------------------------------


def test_cells_become_text_and_nothing_is_made_more_exact() -> None:
    head = ("employer", "low", "high", "start", "end", "sample_size", "description")
    row = (
        "sama",
        12.5,
        5.0,
        date(2023, 1, 18),
        datetime(2023, 2, 1),  # noqa: DTZ001 a workbook knows no zones
        True,
        0.1 + 0.2,
    )
    read = read_upload(workbook({"Pay": [head, row, (), row]}))
    found = {"employer": "sama", "low": "12.5", "high": "5", "start": "2023-01-18", "end": "2023-02-01"}
    assert read.sheets[0].rows == [(number, {**found, "sample_size": "yes", "description": "0.3"}) for number in (2, 4)]
    assert "whole days" in told(read)


def test_merged_hidden_empty_and_lost_cells_are_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "practices"
    sheet.append(HEAD)
    sheet.append(ROW)
    sheet.append(("=A2", "phone_ban"))
    sheet["A4"], sheet["B4"] = "#REF!", "phone_ban"
    sheet["A4"].data_type = "e"
    sheet.append(ROW)
    sheet.merge_cells("A5:B6")
    hidden = book.create_sheet("wages")
    hidden.append(("employer",))
    hidden.sheet_state = "hidden"
    book.create_sheet("links")
    book.create_sheet("My notes").append(("whatever", "I like"))
    read = read_upload(saved(book))
    said = told(read)
    assert "practices 3  A cell of this row holds an error, or a formula without a value (column A" in said
    assert "practices 4  A cell of this row" in said
    assert "practices 5  Cells are merged down to row 6" in said
    assert "wages 0  The sheet is hidden" in said
    assert "My notes 0  The sheet is named after no table" in said
    assert [s.table for s in read.sheets] == ["practices"]


def test_an_empty_workbook_is_told() -> None:
    assert "empty" in told(read_upload(workbook({"practices": []})))


def test_what_a_workbook_may_not_bring() -> None:
    plain = workbook({"practices": [HEAD, ROW]})
    assert "macros" in refused(changed(plain, xl__vbaProject_dot_bin=b"x"))
    types = part_of(plain, "[Content_Types].xml").replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert "macros" in refused(changed(plain, **{"[Content_Types]_dot_xml": types}))
    assert "tied to other files" in refused(changed(plain, xl__externalLinks__externalLink1_dot_xml="<x/>"))
    assert "embedded" in refused(changed(plain, xl__embeddings__o_dot_bin=b"x"))
    sheet = part_of(plain, "xl/worksheets/sheet1.xml")
    entity = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + sheet
    assert "no plain XML" in refused(changed(plain, xl__worksheets__sheet1_dot_xml=entity))
    assert "encrypted" not in refused(b"\xd0\xcf\x11\xe0" + b"x" * 600)


def test_a_workbook_that_would_fill_the_memory_is_refused() -> None:
    plain = workbook({"practices": [HEAD, ROW]})
    sheet = part_of(plain, "xl/worksheets/sheet1.xml")
    for cell, what in ((b"XFD2", "columns"), (b"A1048576", "rows"), (b"CA2", "columns"), (b"A150000", "rows")):
        far = sheet.replace(b'r="A2"', b'r="' + cell + b'"')
        assert what in refused(changed(plain, xl__worksheets__sheet1_dot_xml=far))
    bare = sheet.replace(b'r="A2" ', b"")
    assert "where its cells stand" in refused(changed(plain, xl__worksheets__sheet1_dot_xml=bare))
    assert "beyond measure" in refused(changed(plain, xl__worksheets__sheet1_dot_xml=b"<x>" + b" " * 50_000_000))


def test_a_long_text_in_very_many_cells_is_refused() -> None:
    plain = workbook({"practices": [HEAD]})
    sheet = part_of(plain, "xl/worksheets/sheet1.xml").decode()
    strings = (
        f'<sst xmlns="{SPREADSHEET}">' + "".join(f"<si><t>{'x' * 9_000}{n}</t></si>" for n in range(100)) + "</sst>"
    )
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="s"><v>{n % 100}</v></c>' for c in "ABCDE") + "</row>"
        for n in range(2, 20_000)
    )
    head = sheet.split("</sheetData>")[0]
    many = f"{head}{rows}</sheetData></worksheet>"
    assert "beyond measure" in refused(
        changed(plain, xl__worksheets__sheet1_dot_xml=many, xl__sharedStrings_dot_xml=strings)
    )


# -- archives ------------------------------------------------------------------------------------------------------------


def test_archives_that_are_bombs_lead_outside_or_are_two_things() -> None:
    assert "beyond measure" in refused(archive({"a.csv": b"0" * 30_000_000}))
    assert "parts" in refused(archive({f"{n}.csv": b"x" for n in range(1_001)}))
    assert "outside" in refused(archive({"../a.csv": b"x", "datapackage.json": b"{}"}))
    assert "outside" in refused(archive({"/etc/a.csv": b"x"}))
    assert "same name" in refused(archive({"A.csv": b"x", "a.csv": b"x"}))
    assert "neither" in refused(archive({"a.csv": b"x"}))
    both = changed(workbook({"practices": [HEAD, ROW]}), datapackage_dot_json=b"{}")
    assert "neither" in refused(both)
    lying = bytearray(archive({"datapackage.json": b"{}" * 500}, zipfile.ZIP_STORED))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refused(bytes(lying))


def test_a_file_that_is_an_archive_behind_a_text_is_read_as_text() -> None:
    read = read_upload(b"employer,practice\nsama,phone_ban\n" + b"#")
    assert cells(read)[0]["employer"] == "sama"
    hidden = b"employer,practice\nsama,phone_ban\n" + archive({"a.csv": b"x"})
    try:
        read = read_upload(hidden)
    except Invalid:
        return
    assert read.faults or cells(read)


def test_a_package_is_read_from_an_archive() -> None:
    listed = {"resources": [{"name": "practices", "path": "data/p.csv"}, {"name": "criteria", "path": "c.csv"}]}
    parts = {
        "mine/datapackage.json": json.dumps(listed),
        "mine/data/p.csv": text(HEAD, ROW),
        "mine/c.csv": "id\nx\ny\n",
    }
    read = read_upload(archive(parts))
    assert cells(read) == [dict(zip(HEAD, ROW, strict=True))]
    assert "cannot change the table criteria" in told(read)
    assert "no such file" in told(read_files({"datapackage.json": json.dumps(listed).encode()}))


# -- JSON ----------------------------------------------------------------------------------------------------------------


def test_figures_keep_their_text_and_lists_are_joined() -> None:
    data = b'{"wages": [{"employer": "sama", "low": 12.50, "sample_size": 5, "countries": ["KE", "UG"], "high": null}]}'
    assert cells(read_upload(data)) == [{"employer": "sama", "low": "12.50", "sample_size": "5", "countries": "KE|UG"}]


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"a":' * 100_000, b"{", b"[1]", b'{"wages": [{"low": NaN}]}', b'{"wages": "x"}',
        b'{"wags": []}', b'{"wages": [1]}', b'{"wages": [{"low": {"x": 1}}]}', b'{"wages": [{"countries": ["a|b"]}]}',
        b"{\"tables\": 5}", b'{"wages": [{"low": [[1]]}]}',
    ],
)  # fmt: skip
def test_json_that_is_no_rows_is_told(data: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert read_upload(data).faults


# -- whatever comes ------------------------------------------------------------------------------------------------------

_BOOK = workbook({"practices": [HEAD, ROW, ROW], "wages": [("employer", "low"), ("sama", 5)]})
_STARTS = [
    b"",
    b"PK\x03\x04",
    b"{",
    b"[",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'employer,practice\n"',
    b"employer;practice\n",
]


@given(st.sampled_from(_STARTS), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert isinstance(read_upload(start + rest), Read)


@settings(max_examples=150)
@given(st.integers(0, len(_BOOK) - 1), st.binary(max_size=8), st.booleans())
def test_a_damaged_workbook_is_read_or_refused(at: int, put: bytes, cut: bool) -> None:
    with contextlib.suppress(Invalid):
        assert isinstance(read_upload(_BOOK[:at] + put + (b"" if cut else _BOOK[at + len(put) :])), Read)


@settings(max_examples=150)
@given(st.data())
def test_damaged_xml_in_a_whole_archive_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]))
    part = part_of(_BOOK, name)
    at = data.draw(st.integers(0, len(part)))
    put = data.draw(
        st.binary(max_size=12) | st.sampled_from([b'r="A9999999"', b"<c/>", b"<row>", b't="e"', b"<f/>", b"<v>"])
    )
    damaged = part[:at] + put + part[at + data.draw(st.integers(0, 20)) :]
    with contextlib.suppress(Invalid):
        assert isinstance(read_upload(changed(_BOOK, **{name.replace("/", "__").replace(".", "_dot_"): damaged})), Read)


_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_json = st.recursive(
    _values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@given(
    st.dictionaries(
        st.sampled_from(READABLE), st.lists(st.dictionaries(st.sampled_from(HEAD), _json, max_size=4), max_size=3)
    )
)
def test_any_json_is_read_or_told(tables: dict) -> None:
    read = read_rows(tables)
    assert all(isinstance(text, str) for row in cells(read) for text in row.values())
    again = unpack(pack(read))
    assert (again.sheets, again.faults, again.notes) == (read.sheets, read.faults, read.notes)


# -- the template and the wrong rows ---------------------------------------------------------------------------------------


def test_the_template_is_a_workbook_of_which_nothing_is_read() -> None:
    read = read_upload(make_template())
    assert (cells(read), read.faults, read.notes) == ([], [], [])
    assert {s.table for s in read.sheets} == set(SHEETS)
    book = load_workbook(io.BytesIO(make_template()))
    assert book.sheetnames[:2] == ["Read me", "Bitte lesen"]
    for table in CLAIM_TABLES:
        names = [cell.value for cell in book[table][1]]
        assert names == [column.name for column in sheet_columns(table)]
        assert all(cell.comment for cell in book[table][1])
    offered = {str(rule.sqref).split("2")[0] for rule in book["practices"].data_validations.dataValidation}
    letters = {
        cell.column_letter for cell in book["practices"][1] if cell.value in ("practice", "stance", "source_kind")
    }
    assert letters <= offered
    assert book["practices"].column_dimensions["A"].number_format == "@"
    assert not any(str(c.value or "").startswith(("=", "+", "-", "@")) for s in book for row in s for c in row)


def test_the_csv_template_comes_back_as_it_is_filled_in() -> None:
    made = make_csv_template()
    assert made == make_csv_template()
    read = read_upload(made)
    assert (cells(read), read.faults, read.notes) == ([], [], [])
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert {f"{table}.csv" for table in SHEETS} | {"README.txt", "BITTE-LESEN.txt", "columns.csv", FILE} == files.keys()
    told = list(csv.DictReader(io.StringIO(files["columns.csv"].decode("utf-8-sig"))))
    listed = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in json.loads(files[FILE])["resources"]}
    for table in SHEETS:
        header = files[f"{table}.csv"].decode("utf-8-sig").strip().split(",")
        assert header == [c.name for c in sheet_columns(table)] == listed[table]
        assert header == [row["column"] for row in told if row["table"] == table]
    assert all(row["description"] for row in told)
    assert "sheet" not in files["README.txt"].decode()
    assert "Blatt" not in files["BITTE-LESEN.txt"].decode()
    row = dict.fromkeys(next(csv.reader([files["practices.csv"].decode("utf-8-sig").strip()])), "")
    row |= {"employer": "sama", "practice": "webcam_capture", "source_title": "A study", "locator": "page 3"}
    files["practices.csv"] += (",".join(row.values()) + "\n").encode()
    again = read_upload(archive(files))
    assert (again.faults, again.notes) == ([], [])
    assert cells(again) == [{name: text for name, text in row.items() if text}]


def test_wrong_rows_come_back_harmless_and_can_be_sent_again() -> None:
    read = read_upload(b"employer,practice,description\nsama,phone_ban,=1+1\nsama,x,fine\n")
    data = write_rows(read.sheets[0], {2: ["bad"], 3: ["no such practice"]})
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[1][0] == "bad"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert cells(read_upload(data)) == cells(read)
