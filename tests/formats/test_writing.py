"""Writing a package: the same records make the same bytes, and nothing that was there before is lost."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain import vocabulary as v
from supplychain.domain.errors import Refused
from supplychain.domain.packages import TABLES
from supplychain.domain.records import Record
from supplychain.formats.columns import table_columns
from supplychain.formats.descriptor import dump_descriptor
from supplychain.formats.packages import Known, read_package, write_package
from tests.factories import cite, entity, source, wage
from tests.formats.broken import RECORDS, good
from tests.strategies import databases

FILES = {"datapackage.json", *(f"{table.name}.csv" for table in TABLES)}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(records=databases(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back_and_written_again_byte_for_byte(
    records: list[Record], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("packages")
    write_package(folder / "one", records)
    package = read_package(folder / "one", Known())
    assert package.problems == ()
    write_package(folder / "two", data.draw(st.permutations(package.records)))
    assert content(folder / "one") == content(folder / "two")


def test_every_table_is_there_even_without_rows(tmp_path: Path) -> None:
    counted = write_package(tmp_path / "p", [])
    assert set(content(tmp_path / "p")) == FILES
    assert counted == {table.name: 0 for table in TABLES}
    for table in TABLES:
        assert (tmp_path / "p" / f"{table.name}.csv").read_bytes() == (",".join(table.columns) + "\n").encode()


def test_rows_are_in_order_of_their_code_points_and_lines_end_with_lf(tmp_path: Path) -> None:
    names = ["b", "a-1", "a", "a0"]
    write_package(tmp_path / "p", [entity(id, name="É, “x”") for id in names])
    written = (tmp_path / "p" / "entities.csv").read_bytes()
    assert [line.split(b",")[0].decode() for line in written.splitlines()[1:]] == ["a", "a-1", "a0", "b"]
    assert b"\r" not in written
    assert 'a,"É, “x”",tool'.encode() in written


def test_rows_that_belong_to_another_are_in_order_too(tmp_path: Path) -> None:
    write_package(tmp_path / "p", [wage("w-1", "firm", citations=cite("s-2", "s-10", "s-1"))])
    lines = (tmp_path / "p" / "citations.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["s-1", "s-10", "s-2"]


def test_figures_are_written_as_reported(tmp_path: Path) -> None:
    write_package(tmp_path / "p", [wage("w-1", "firm", low="12.50", high="12.5", citations=cite("s-1"))])
    assert ",12.50,12.5," in (tmp_path / "p" / "wages.csv").read_text(encoding="utf-8")


# -- where it may be written -------------------------------------------------------------------------------------------


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write_package(tmp_path / "a" / "b" / "p", RECORDS)
    assert set(content(tmp_path / "a" / "b" / "p")) == FILES


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir(mode=0o750)
    write_package(tmp_path / "p", RECORDS)
    assert set(content(tmp_path / "p")) == FILES
    assert stat.S_IMODE((tmp_path / "p").stat().st_mode) == 0o750


def test_a_package_is_replaced_and_what_lies_beside_it_stays(tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    (folder / "README.md").write_text("ours")
    (folder / "notes").mkdir()
    (folder / "notes" / "a.txt").write_text("a")
    (folder / "link").symlink_to("/nowhere")
    write_package(folder, [source("s-9")])
    assert {p.name for p in folder.iterdir()} == FILES | {"README.md", "notes", "link"}
    assert (folder / "notes" / "a.txt").read_text() == "a"
    assert (folder / "link").readlink() == Path("/nowhere")
    assert "s-9" in (folder / "sources.csv").read_text()
    assert (folder / "links.csv").read_text().count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    outside = tmp_path / "outside.csv"
    outside.write_text("keep me")
    (folder / "links.csv").unlink()
    (folder / "links.csv").symlink_to(outside)
    write_package(folder, RECORDS)
    assert outside.read_text() == "keep me"
    assert not (folder / "links.csv").is_symlink()


def _file(folder: Path) -> None:
    folder.write_text("x")


def _other_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("x")


def _package_of_others(folder: Path) -> None:
    folder.mkdir()
    resources = [{"name": "weather", "path": "w.csv"}, {"name": ["links"]}, "links"]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))


def _linked(folder: Path) -> None:
    folder.with_name("real").mkdir()
    folder.symlink_to(folder.with_name("real"))


def _working(folder: Path) -> None:
    folder.mkdir()
    os.chdir(folder)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_file, "is a file"),
        (_other_files, "something other than a package"),
        (_package_of_others, "something other than a package"),
        (_linked, "symbolic link"),
        (_working, "working directory"),
    ],
)
def test_what_is_there_is_not_overwritten(
    make: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # so that it is put back
    make(tmp_path / "p")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refused, match=words):
        write_package(tmp_path / "p", RECORDS)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", [".", "p/.."])
def test_the_working_directory_has_other_names_too(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="working directory"):
        write_package(Path(name), RECORDS)


def test_a_failure_in_the_middle_leaves_the_old_one_whole(tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    before = content(folder)
    (folder / "pipe").symlink_to("x")
    os.mkfifo(folder / "z")  # cannot be copied: fails after the tables were written

    class Power(Exception):
        pass

    def records() -> object:
        yield source("s-9")
        raise Power

    with pytest.raises(Power):
        write_package(folder, records())
    with pytest.raises(Refused, match="cannot be written"):
        write_package(folder, [source("s-9")])
    (folder / "pipe").unlink()
    (folder / "z").unlink()
    assert content(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match=r"cannot be written to .*Not a directory"):
        write_package(tmp_path / "file" / "p", RECORDS)


# -- datapackage.json --------------------------------------------------------------------------------------------------


def test_the_descriptor_says_what_the_columns_are() -> None:
    descriptor = json.loads(dump_descriptor())
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert [r["path"] for r in descriptor["resources"]] == [f"{t.name}.csv" for t in TABLES]
    for table, resource in zip(TABLES, descriptor["resources"], strict=True):
        fields = resource["schema"]["fields"]
        assert tuple(f["name"] for f in fields) == table.columns
        for field, column in zip(fields, table_columns(table.name), strict=True):
            assert field["description"] == column.description
            assert field.get("constraints", {}).get("required", False) == column.required
            if column.vocabulary and not column.many:
                assert field["constraints"]["enum"] == list(column.terms)
    wages = next(r for r in descriptor["resources"] if r["name"] == "wages")["schema"]
    assert wages["primaryKey"] == ["id"]
    assert wages["foreignKeys"] == [{"fields": ["employer"], "reference": {"resource": "entities", "fields": ["id"]}}]
    assert next(f for f in wages["fields"] if f["name"] == "unit")["constraints"]["enum"] == list(v.UNITS)


def test_the_descriptor_holds_nothing_of_the_moment() -> None:
    names: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            names.update(value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(dump_descriptor()))
    assert not names & {"hash", "bytes", "created", "version", "revision", "salt", "modified"}
