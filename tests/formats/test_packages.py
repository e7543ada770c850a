"""Reading a package: what is right comes back as it was, what is wrong is said with its place and how to mend it."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.domain.packages import TABLES, Table
from supplychain.domain.records import Claim, Record
from supplychain.formats.packages import Known, count_rows, read_package, write_package
from tests.factories import cite, entity, link, source, wage
from tests.formats import broken as b
from tests.formats.broken import cell, each, good, listing, raw, resource, right_hash, row, write
from tests.formats.ways import WAYS, Broken

NOTHING = Known()
THEIR_WORDS = re.compile(
    r"String should|Input should|Value error|Field required|valid |pydantic|type=|NoneType|\[type|Traceback"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good(tmp_path / "package")


def test_the_good_package_is_good(folder: Path) -> None:
    package = read_package(folder, NOTHING)
    assert package.problems == package.warnings == ()
    assert sorted(package.records, key=repr) == sorted(b.RECORDS, key=repr)
    assert package.counted["citations"] == 7


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_what_is_wrong_is_said(way: Broken, folder: Path) -> None:
    way.do(folder)
    package = read_package(folder, NOTHING)
    assert package.records == ()
    said = [p for p in package.problems if way.what in p.what]
    assert len(said) == 1, package.problems
    assert said[0].where.endswith(way.where) or said[0].where == way.where
    assert way.mend in said[0].mend
    if way.alone:
        assert len(package.problems) == 1, package.problems
    for problem in package.problems:
        assert not THEIR_WORDS.search(str(problem)), problem
        assert problem.what.endswith((".", ":")) or "copy:" in problem.what


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_no_column_that_refers_to_something_is_left_out(table: Table, folder: Path) -> None:
    example = {"identifiers": {"entity": "firm", "scheme": "lei", "value": "1"}}
    example["verifications"] = {"claim": "w-1", "source": "s-1", "verified_by": "a reader", "outcome": "confirmed"}
    if table.name in example:
        row(table.name, **example[table.name])(folder)
    key = (folder / f"{table.name}.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    for column in table.references:
        path = folder / f"{table.name}.csv"
        before = path.read_bytes()
        cell(f"{table.name} {key} {column}", "not-there")(folder)
        said = [p.where for p in read_package(folder, NOTHING).problems if "“not-there”" in p.what]
        assert said == [f"{table.name}.csv, row 2, column {column}"]
        path.write_bytes(before)


def test_everything_that_is_wrong_is_said_at_once_and_in_order(folder: Path) -> None:
    each(
        cell("entities firm country", "Kenya"),
        cell("wages w-1 low", "two"),
        cell("wages w-1 employer", "firn"),
        cell("wages w-1 note", "jane@example.org"),
        cell("citations l-2 stance", "yes"),
        row("names", entity="nobody", name="No", kind="alias"),
        resource("links", hash="sha256:" + "0" * 64),
        cell("links l-2 scope_mode", "all"),
    )(folder)
    said = [(p.where, p.what.split(" ")[0]) for p in read_package(folder, NOTHING).problems]
    assert said == [
        ("entities.csv, row 3, column country", "“Kenya”"),
        ("names.csv, row 4, column entity", "The"),
        ("links.csv", "Its"),
        ("links.csv, row 3, column scope_mode", "scope_mode"),
        ("wages.csv, row 2, column note", "Holds"),
        ("wages.csv, row 2, column low", "“two”"),
        ("wages.csv, row 2, column employer", "There"),
        ("citations.csv, row 4, column stance", "“yes”"),
    ]


def test_what_reaches_a_person_is_not_repeated(folder: Path) -> None:
    cell("wages w-1 note", "jane@example.org")(folder)
    assert "jane" not in str(read_package(folder, NOTHING).problems)


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b"\xef\xbb\xbf" + b,
        lambda b: b.replace(b"\n", b"\r\n"),
        lambda b: b.replace(b"\n", b"\r"),
        lambda b: b.removesuffix(b"\n"),
        lambda b: b"\xef\xbb\xbf" + b'"' + b.replace(b",", b'","').replace(b"\n", b'"\r\n"').removesuffix(b'"'),
    ],
    ids=["byte-order mark", "CR LF", "CR", "no line end at the end", "as spreadsheets write it"],
)
def test_files_may_be_written_in_other_ways(change: object, folder: Path) -> None:
    expected = read_package(folder, NOTHING)
    for table in TABLES:
        raw(table.name, change)(folder)
    assert read_package(folder, NOTHING) == expected


def test_a_right_hash_is_right(folder: Path) -> None:
    resource("links", hash=right_hash(folder, "links").upper().replace("SHA", "sha"))(folder)
    assert not read_package(folder, NOTHING).problems


def test_a_file_may_lie_elsewhere_in_the_folder_under_another_name(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "links.csv").rename(folder / "data" / "chain.csv")
    (folder / "also.csv").symlink_to("data/chain.csv")
    resource("links", path="also.csv")(folder)
    assert not read_package(folder, NOTHING).problems
    resource("links", path="data/chain.csv")(folder)
    raw("data/chain", lambda b: b.replace(b"affirms", b"yes", 1))(folder)
    assert [p.where for p in read_package(folder, NOTHING).problems] == ["data/chain.csv, row 2, column stance"]


@pytest.mark.parametrize("table", ["entities", "sources", "wages", "citations", "targets"])
def test_a_table_that_cannot_be_read_is_all_that_is_said(table: str, folder: Path) -> None:
    """What leans on it is not called dangling: nobody knows what is in it."""
    write(f"{table}.csv", "a,b\n1,2\n")(folder)
    problems = read_package(folder, NOTHING).problems
    assert {p.where for p in problems} == {f"{table}.csv, row 1"}


def test_a_row_that_cannot_be_read_is_all_that_is_said(folder: Path) -> None:
    """Its id is made out, so that what leans on it is not called dangling."""
    raw("entities", lambda b: b.replace(b"firm,Firm", b'firm,"Fi"rm'))(folder)
    assert [p.where for p in read_package(folder, NOTHING).problems] == ["entities.csv, row 3"]


def test_at_most_a_thousand_are_shown_and_the_others_counted(folder: Path) -> None:
    lines = "".join(f"chat-tool,Name {i},nick,,,\n" for i in range(1_500))
    raw("names", lambda b: b + lines.encode())(folder)
    cell("wages w-1 low", "two")(folder)
    problems = read_package(folder, NOTHING).problems
    assert len(problems) == 1_001
    assert problems[0].where == "names.csv, row 4, column kind"
    assert str(problems[-1]) == "package: and 501 more."


def test_the_nearest_ids_are_looked_for_in_bounded_time(folder: Path) -> None:
    lines = "".join(f"chat-tool,Name {i},alias,,,sourcee-{i}\n" for i in range(900))
    raw("names", lambda b: b + lines.encode())(folder)
    problems = read_package(folder, Known(sources={f"source-{i}": () for i in range(900)})).problems
    assert len(problems) == 900
    assert "source-5" in problems[5].mend
    assert problems[500].mend == "Add it to sources.csv."


def test_an_empty_cell_stands_for_what_is_usual(folder: Path) -> None:
    raw("citations", lambda b: b.replace(b"l-2,s-1,supports", b"l-2,s-1,"))(folder)
    (claim,) = [r for r in read_package(folder, NOTHING).records if getattr(r, "id", "") == "l-2"]
    assert claim.citations[0].stance == "supports"


def test_a_file_that_is_not_listed_is_pointed_out(folder: Path) -> None:
    listing(lambda d: d["resources"].pop())(folder)
    package = read_package(folder, NOTHING)
    assert not package.problems
    assert [(w.where, "was not read" in w.what) for w in package.warnings] == [("clauses.csv", True)]


def test_what_looks_like_a_name_is_pointed_out(folder: Path) -> None:
    cell("wages w-1 note", "so said Mr Kamau")(folder)
    package = read_package(folder, NOTHING)
    assert len(package.records) == len(b.RECORDS)
    assert [w.where for w in package.warnings] == ["wages.csv, row 2, column note"]
    assert "“Mr Kamau”" in package.warnings[0].what


def test_progress_and_size(folder: Path) -> None:
    told: list[int] = []
    read_package(folder, NOTHING, told.append)
    assert sum(told) == count_rows(folder) == sum(read_package(folder, NOTHING).counted.values())


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "path", "hash", "x"]), inner, max_size=3)
    ),
)


@given(
    table=st.sampled_from(TABLES),
    content=st.binary(max_size=200) | st.text(alphabet='a1,|"\n\r =.-\ud7ff', max_size=200).map(str.encode),
    with_header=st.booleans(),
    listed=st.none() | st.lists(_JSON, max_size=3),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_a_folder_holds_makes_it_fail(
    table: Table, content: bytes, with_header: bool, listed: list | None, folder: Path
) -> None:
    shutil.rmtree(folder)
    good(folder)
    header = (",".join(table.columns) + "\n").encode() if with_header else b""
    (folder / f"{table.name}.csv").write_bytes(header + content)
    if listed is not None:
        listing(lambda d: d.update(resources=d["resources"] + listed))(folder)
    for problem in read_package(folder, NOTHING).problems:
        assert problem.where
        assert problem.what
        assert not THEIR_WORDS.search(str(problem))


# -- beside what is recorded already -----------------------------------------------------------------------------------

KNOWN = Known(
    entities={"tool": "tool", "maker": "vendor", "firm": "outsourcer"},
    sources={"s-1": (), "s-2": ("s-1",)},
    claims={"w-1": "wages"},
)


def part(folder: Path, *records: object, tables: tuple[str, ...]) -> Path:
    """Write a package with some tables only."""
    write_package(folder, records)
    listing(lambda d: d.update(resources=[r for r in d["resources"] if r["name"] in tables]))(folder)
    for table in TABLES:
        if table.name not in tables:
            (folder / f"{table.name}.csv").unlink()
    return folder


def test_a_package_may_lean_on_what_is_recorded(tmp_path: Path) -> None:
    new = link("l-1", "maker", "data_work_by", "firm", "tool", citations=cite("s-1"))
    folder = part(tmp_path / "p", new, tables=("links", "citations"))
    assert read_package(folder, KNOWN).records == (new,)
    assert len(read_package(folder, NOTHING).problems) == 4


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (link("l-1", "maker", "uses", "firm"), "uses cannot join maker (vendor) to firm (outsourcer)"),
        (entity("firm", "platform"), "“firm” is recorded as outsourcer"),
        (entity("w-1"), "“w-1” is that of a claim"),
        (link("w-1", "maker", "data_work_by", "firm"), "“w-1” is already that of a pay report"),
        (wage("firm", "firm"), "“firm” is that of an entity"),
        (source("s-1", origin_of=("s-2",)), "in a circle: s-1, s-2"),
    ],
    ids=lambda x: x.id if isinstance(x, Record) else None,
)
def test_a_package_may_not_get_in_the_way_of_what_is_recorded(record: Record, what: str, tmp_path: Path) -> None:
    if isinstance(record, Claim):
        record = record.model_copy(update={"citations": cite("s-1")})
    folder = tmp_path / "p"
    write_package(folder, [record])
    (problem,) = read_package(folder, KNOWN).problems
    assert what in problem.what
