"""Lists as people have them: every sensible writing is read the same, and what is wrong is told with row and column."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.errors import Invalid
from supplychain.domain.list_lines import MOST_ROWS, Line
from supplychain.formats.lists import MOST_LEFT_OUT, GivenList, read_list, read_objects, read_pasted
from tests.formats.nasty_uploads import changed, part_of, workbook

ROWS = [
    ["Name", "Country", "Website", "LEI", "VAT"],
    ["Müller & Söhne; Partner", "Deutschland", "mueller.example", "", "DE 123"],
    ["Scale AI, Inc.", "us", "", "549300MLUDYVRQOOXS22", ""],
]
LINES = [
    Line(row=2, name="Müller & Söhne; Partner", country="DE", website="mueller.example", vat="DE 123"),
    Line(row=3, name="Scale AI, Inc.", country="US", lei="549300MLUDYVRQOOXS22"),
]


def csv_text(between: str) -> str:
    return "\r\n".join(between.join(f'"{cell}"' for cell in row) for row in ROWS)


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_any_writing_is_the_same_list(between: str, encoding: str) -> None:
    found = read_list(csv_text(between).encode(encoding))
    assert found.lines == LINES
    assert [n.what for n in found.notes] == (
        ["The file is not UTF-8: it was read as Windows-1252."] if encoding == "cp1252" else []
    )


def test_xlsx_json_and_pasted_rows_are_the_same_list() -> None:
    objects = [{name.lower(): cell for name, cell in zip(ROWS[0], row, strict=True)} for row in ROWS[1:]]
    pasted = "\n".join("\t".join(row) for row in ROWS)
    assert read_list(workbook({"My vendors": ROWS})).lines == LINES
    assert read_pasted(pasted).lines == LINES
    for sent in (objects, {"rows": objects}):
        found = read_list(json.dumps(sent).encode()).lines
        assert [line.model_copy(update={"row": line.row + 1}) for line in found] == LINES


def test_names_alone_need_no_columns() -> None:
    wanted = ["Sama", "Scale AI, Inc.", "OpenAI"]
    for found in (read_pasted("- Sama\n\n* Scale AI, Inc.\n  OpenAI  "), read_list(b"Sama\nScale AI, Inc.\nOpenAI\n")):
        assert [line.name for line in found.lines] == wanted
    assert [line.name for line in read_list(workbook({"x": [["Sama"], ["OpenAI"]]})).lines] == ["Sama", "OpenAI"]
    assert [line.name for line in read_objects(["Sama", "OpenAI"]).lines] == ["Sama", "OpenAI"]
    mixed = read_pasted("Appen, AU\nScale AI, Inc.\nOpenAI").lines
    assert [(line.name, line.country) for line in mixed] == [("Appen", "AU"), ("Scale AI, Inc.", ""), ("OpenAI", "")]
    two = read_pasted("Sama; Kenya\nAppen;AU")
    assert [(line.name, line.country) for line in two.lines] == [("Sama", "KE"), ("Appen", "AU")]
    assert "have no names" in two.notes[0].what


def test_other_columns_and_unclear_countries_are_said_and_lose_nothing() -> None:
    found = read_list(b"Vendor;Spend;Country\nSama;12000;Atlantis\n;;\nOpenAI;3;\n")
    assert [(line.row, line.name, line.country) for line in found.lines] == [(2, "Sama", ""), (4, "OpenAI", "")]
    assert [(n.row, n.column, n.what) for n in found.notes] == [
        (1, "", "Columns that were passed over: “Spend”."),
        (2, "country", "“Atlantis” is no country that can be read: the row was looked up without it."),
    ]


def test_sheets_that_are_empty_or_not_read_are_said() -> None:
    found = read_list(workbook({"empty": [], "notes": [["what", "ever"]], "vendors": [["vendor"], ["Sama"]]}))
    assert [line.name for line in found.lines] == ["Sama"]
    assert [(n.sheet, n.what) for n in found.notes] == [("notes", "The sheet was not read: a list is one sheet.")]


def problems(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as told:
        read_list(data)
    return [(p.where, p.what) for p in told.value.problems]


def test_what_is_wrong_is_told_with_row_and_column_all_at_once() -> None:
    long, sign = "x" * 201, "\u202eSama"
    told = problems(f"name;country\n=1+1;KE\n{long};KE\n{sign};KE\n;KE\n".encode())
    assert [where for where, _ in told] == [f"row {row}, column name" for row in (2, 3, 4, 5)]
    assert "begins with = + - or @" in told[0][1]
    assert "201 characters" in told[1][1]
    assert "cannot be seen" in told[2][1]
    assert "no name" in told[3][1]


def test_a_wrong_row_is_left_out_with_its_reason_and_the_others_stay() -> None:
    found = read_list(b"name;country\n=1+1;KE\nSama;KE\n@x;KE\nOpenAI;\n")
    assert [(line.row, line.name) for line in found.lines] == [(3, "Sama"), (5, "OpenAI")]
    assert [(n.row, n.column) for n in found.notes] == [(0, ""), (2, "name"), (4, "name")]
    assert found.notes[0].what == "Rows that were left out, for what is wrong in them: 2, 4."
    many = b"name\nSama\n" + b"=1\n" * (MOST_LEFT_OUT + 1)
    assert len(problems(many)) == MOST_LEFT_OUT + 1, "so many are not told beside a list: it is refused"


@pytest.mark.parametrize("lei", ["BAD", "549300MLUDYVRQOOXS23", "x" * 20])
def test_what_is_no_lei_is_said_with_row_and_column(lei: str) -> None:
    found = read_list(json.dumps([{"name": "Sama", "lei": lei}]).encode())
    assert [(n.row, n.column) for n in found.notes] == [(1, "lei")]
    assert "is no valid LEI" in found.notes[0].what
    assert found.lines[0].lei == lei, "what was given is given back"
    assert read_list(b'[{"name": "Sama", "lei": "hwupkr0mpou8fgxbt394"}]').notes == []


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        (b"", "file", "There is nothing in it."),
        (b" \n\n", "file", "There is nothing in it."),
        (b"name\n", "file", "There is nothing in it."),
        (b"city;country\nNairobi;KE\n", "row 1", "No column holds names."),
        (b"Sama;KE\nAppen;AU\n", "row 1", "No column holds names."),
        (b"name\n" + b"x" * 2_000_000, "row 2", "A cell is far too long; the rest of the file was not read."),
        (b'name\n"Sama', "row 2", "A cell that begins with a double quote does not end; the file may have been cut."),
        (b"name\n" + b"Sama\n" * 50_000, "file", f"A list may have {MOST_ROWS:,} rows; this one has more."),
        (b"\x00\x01\x02\xff" * 9, "file", "It cannot be told how the file's letters are encoded, or it is no text."),
        (b"%PDF-1.7", "file", "This is a PDF."),
        (b"{}", "rows", "There is no list of rows."),
        (b'{"rows": [[1]]}', "row 1", "The row is no text and no object."),
        (b'{"rows": [{"name": ["x"]}]}', "row 1, column name", "This is no text."),
        (b"PK\x03\x04broken", "file", "The archive is broken or was cut."),
        (workbook({"a": [], "b": []}), "file", "Every sheet of the workbook is empty."),
    ],
    # A workbook holds the time at which it was made: what all workers collect has to be the same.
    ids=lambda value: (
        value[:10].decode("latin-1").encode("unicode_escape").decode() if isinstance(value, bytes) else ""
    ),
)
def test_a_list_that_cannot_be_read_is_refused_in_words(data: bytes, where: str, what: str) -> None:
    assert (where, what) in problems(data)


def test_workbooks_bring_nothing_but_cells() -> None:
    book = workbook({"v": [["name", "country"], ["Sama", "KE"], ["OpenAI", "US"]]})
    sheet = part_of(book, "xl/worksheets/sheet1.xml")
    merged = sheet.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')
    told = problems(changed(book, **{"xl/worksheets/sheet1.xml": merged}))
    assert told == [("v, row 2", "Cells are merged down to row 3.")]
    assert problems(changed(book, **{"xl/vbaProject.bin": b"x"})) == [("file", "The workbook holds macros.")]
    links = changed(book, **{"xl/externalLinks/externalLink1.xml": b"<x/>"})
    assert problems(links) == [("file", "The workbook is tied to other files.")]
    formula = workbook({"v": [["name"], ["=A9"]]})
    assert [where for where, _ in problems(formula)] == ["v, row 2"]


def test_five_thousand_rows_are_read_and_one_more_is_not() -> None:
    assert len(read_list(b"name\n" + b"Sama\n" * MOST_ROWS).lines) == MOST_ROWS
    assert problems(b"name\n" + b"Sama\n" * (MOST_ROWS + 1))[0][0] == "file"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(data: bytes) -> None:
    try:
        found = read_list(data)
    except Invalid:
        return
    assert isinstance(found, GivenList)
    assert found.lines


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        found = read_pasted(text)
    except Invalid:
        return
    assert all(line.row for line in found.lines)
