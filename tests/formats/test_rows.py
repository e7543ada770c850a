"""Rows, CSV and tables for a terminal."""

import csv
import io
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain.packages import TABLE, TABLES
from supplychain.domain.records import Citation, Name, Record, Wage
from supplychain.formats.columns import Holds, columns_of, table_columns
from supplychain.formats.rows import cell, cells, dump_csv, table_rows, to_text, values
from tests.factories import cite, entity, wage
from tests.strategies import databases


class Colour(StrEnum):
    RED = "red"


class Row(Record):
    kind: ClassVar[str] = "row"

    id: str
    name: str | None = None
    colour: Colour = Colour.RED
    many: tuple[str, ...] = ()
    flag: bool = False
    number: int = 0
    nested: tuple[Name, ...] = ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, ""),
        (("a", "b"), "a|b"),
        ((), ""),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.000001"), "0.000001"),
        (Colour.RED, "red"),
        (0, "0"),
        ("x", "x"),
    ],
)
def test_a_value_as_a_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_record_does_not_go_into_a_cell() -> None:
    with pytest.raises(TypeError, match="Row"):
        cell(Row(id="a"))


def test_columns_of_every_table_are_those_of_the_package() -> None:
    for table in TABLES:
        assert tuple(c.name for c in table_columns(table.name)) == table.columns


def test_every_column_is_described() -> None:
    assert not [(t.name, c.name) for t in TABLES for c in table_columns(t.name) if not c.description]


def test_columns_know_what_they_hold() -> None:
    holds = {c.name: c for c in table_columns("wages")}
    assert (holds["low"].holds, holds["sample_size"].holds, holds["start"].holds) == (
        Holds.NUMBER,
        Holds.INTEGER,
        Holds.BOUNDARY,
    )
    assert holds["countries"].many
    assert "KE" in holds["countries"].terms
    assert holds["unit"].terms == ("hour", "day", "week", "month", "year", "task")
    assert holds["note"].prose
    assert not holds["unit"].prose


def test_csv_of_nothing_is_its_header() -> None:
    assert dump_csv(Row, []) == "id,name,colour,many,flag,number\n"


def test_csv_ends_lines_with_lf_and_quotes_what_must_be() -> None:
    rows = [Row(id="a", name='say "x", y', many=("p", "q"), flag=True)]
    assert dump_csv(Row, rows) == 'id,name,colour,many,flag,number\na,"say ""x"", y",red,p|q,yes,0\n'


def test_rows_of_nested_records_stand_under_their_parents_id() -> None:
    claim = wage("w-1", "sama", citations=cite("s-1", "s-2"))
    rows = list(table_rows(TABLE["citations"], [claim, entity("sama", "outsourcer")]))
    assert [(r["claim"], r["source"]) for r in rows] == [("w-1", "s-1"), ("w-1", "s-2")]
    assert list(table_rows(TABLE["wages"], [claim])) == [cells(claim)]
    assert list(table_rows(TABLE["names"], [claim])) == []


@given(databases())
@settings(max_examples=25, deadline=None)
def test_every_record_survives_its_cells(records: list[Record]) -> None:
    for record in records:
        columns = columns_of(type(record))
        nested = {name: getattr(record, name) for name in type(record).model_fields if name not in cells(record)}
        assert type(record).model_validate(values(columns, cells(record)) | nested) == record


@given(databases())
@settings(max_examples=25, deadline=None)
def test_csv_is_read_back_as_it_was_written_and_no_cell_is_a_formula(records: list[Record]) -> None:
    for kind in {type(record) for record in records}:
        own = [record for record in records if type(record) is kind]
        read = list(csv.DictReader(io.StringIO(dump_csv(kind, own), newline="")))
        assert read == [cells(record) for record in own]
        formulas = [(c, text) for row in read for c, text in row.items() if text.startswith(("=", "+", "-", "@"))]
        assert all(column == "change" and float(text) < 0 for column, text in formulas)


def test_figures_keep_their_digits() -> None:
    assert [values(columns_of(Wage), cells(wage("w-1", "e", low=x, high=None)))["low"] for x in ("12.50", "12.5")] == [
        "12.50",
        "12.5",
    ]


def test_a_flag_reads_yes_and_no() -> None:
    column = columns_of(Citation)
    assert values(column, {"locator_shared": "yes"}) == {"locator_shared": True}
    assert values(column, {"locator_shared": "no"}) == {"locator_shared": False}
    assert values(column, {"locator_shared": ""}) == {}


def test_text_is_aligned_and_leaves_out_empty_columns() -> None:
    rows = [Row(id="a", number=1), Row(id="bcd", number=22)]
    assert to_text(Row, rows) == "id   colour  number\na    red     1\nbcd  red     22"


def test_text_of_nothing_is_its_header() -> None:
    assert to_text(Row, []) == "id  name  colour  many  flag  number"


def test_the_widest_columns_give_way_to_the_width_of_the_terminal() -> None:
    lines = to_text(Row, [Row(id="a" * 50, name="b" * 10)], width=40).splitlines()
    assert lines == ["id            name        colour  number", f"{'a' * 11}…  bbbbbbbbbb  red     0"]


def test_a_terminal_too_narrow_for_all_columns_gets_the_first() -> None:
    assert to_text(Row, [Row(id="a", name="b")], width=5).splitlines() == ["id  …", "a   …"]


def test_wide_and_combining_letters_are_measured_in_columns() -> None:
    lines = to_text(Row, [Row(id="監視員", name="x"), Row(id="e\u0301", name="y")]).splitlines()
    assert lines == ["id      name  colour  number", "監視員  x     red     0", "e\u0301       y     red     0"]
    assert to_text(Row, [Row(id="監視員監視員", name="x")], width=28).splitlines()[1] == "監視…   x     red     0"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.integers(1, 60))
def test_text_never_steers_the_terminal(texts: list[str], width: int) -> None:
    written = to_text(Row, [Row(id=text) for text in texts], width)
    assert all(c.isprintable() for c in written.replace("\n", ""))
    assert len(written.splitlines()) == len(texts) + 1
