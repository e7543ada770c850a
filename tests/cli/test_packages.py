"""supplychain package: what goes to stdout, what to stderr, and with which code it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from supplychain.assets import asset_dir
from supplychain.formats.packages import write_package
from supplychain.store.database import Store
from tests.cli.conftest import Run, process
from tests.factories import entity
from tests.formats.broken import RECORDS, cell, each, good
from tests.formats.ways import WAYS, Broken

SEEDS = asset_dir("seeds")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good(tmp_path / "package")


def revisions(instance: Path) -> list[tuple[str, str]]:
    store = Store(f"sqlite:///{instance}/supplychain.db")
    with store.view() as view:
        found = [(r.actor, r.summary) for r in view.revisions()]
    store.close()
    return found


def no_traceback(result: Result, instance: Path) -> None:
    assert "Traceback" not in result.output
    assert not (instance / "supplychain.log").exists()


def test_check_says_what_an_import_would_do(call: Run, ready: Path, folder: Path) -> None:
    result = call("package", "check", folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "table             rows  new  changed  unchanged  removed",
        "entities          4     4    0        0          0",
    ]
    assert result.stderr == "Nothing is wrong with it.\n"
    assert revisions(ready) == []


def test_import_then_export_gives_the_same_bytes(call: Run, ready: Path, tmp_path: Path) -> None:
    result = call("package", "import", SEEDS)
    assert (result.exit_code, result.stderr) == (0, "Recorded as revision 1.\n")
    ((actor, summary),) = revisions(ready)
    assert actor == "editor"
    assert "no notice was given" in summary
    result = call("package", "export", tmp_path / "out")
    assert (result.exit_code, result.stderr.split(" rows")[1]) == (
        0,
        f" of revision 1 were written to {tmp_path}/out.\n",
    )
    for path in SEEDS.iterdir():
        if path.suffix in (".csv", ".json"):
            assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_the_second_import_says_that_nothing_is_new(call: Run, ready: Path, folder: Path) -> None:
    call("package", "import", folder, "--summary", " from the archive ")
    result = call("package", "import", folder)
    assert result.exit_code == 0
    assert result.stderr == "Nothing is new in it: everything is as in revision 1.\n"
    assert revisions(ready) == [("editor", "from the archive")]


def test_what_is_recorded_otherwise_is_named(call: Run, ready: Path, folder: Path) -> None:
    call("package", "import", folder)
    cell("wages w-1 note", "Mr Kamau read it again")(folder)
    result = call("package", "check", folder)
    assert result.exit_code == 0
    assert "Recorded otherwise: wages w-1\n" in result.stderr
    assert "Look at wages.csv, row 2, column note: Holds what looks like the name of a person" in result.stderr


def test_many_that_are_recorded_otherwise_are_counted(call: Run, ready: Path, tmp_path: Path) -> None:
    write_package(tmp_path / "p", [entity(f"e-{i}") for i in range(30)])
    call("package", "import", tmp_path / "p")
    write_package(tmp_path / "p", [entity(f"e-{i}", description="x") for i in range(30)])
    result = call("package", "check", tmp_path / "p")
    assert result.stderr.count("Recorded otherwise: entities ") == 20
    assert "Recorded otherwise: 10 more; --json names all." in result.stderr


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_wrong_package_is_refused_in_plain_lines(way: Broken, call: Run, ready: Path, folder: Path) -> None:
    way.do(folder)
    for command in ("check", "import"):
        result = call("package", command, folder)
        assert result.exit_code == 1
        said = result.stdout if command == "check" else result.stderr
        assert way.what in said
        assert way.where in said
        no_traceback(result, ready)
    assert all(line.startswith("supplychain: ") for line in result.stderr.splitlines())
    assert result.stdout == ""
    assert revisions(ready) == []


def test_json_is_all_that_stands_on_stdout(call: Run, ready: Path, folder: Path, tmp_path: Path) -> None:
    for words in (("check", folder), ("import", folder), ("export", tmp_path / "out")):
        result = call("package", *words, "--json")
        assert result.exit_code == 0
        report = json.loads(result.stdout)
        assert [t["table"] for t in report["tables"]][:2] == ["entities", "names"]
    each(cell("wages w-1 low", "two"), cell("links l-1 stance", "yes"))(folder)
    result = call("package", "check", folder, "--json")
    assert result.exit_code == 1
    assert [p["where"] for p in json.loads(result.stdout)["problems"]] == [
        "links.csv, row 2, column stance",
        "wages.csv, row 2, column low",
    ]


def test_quiet_says_nothing_on_stderr(call: Run, ready: Path, folder: Path) -> None:
    result = call("--quiet", "package", "import", folder)
    assert (result.exit_code, result.stderr) == (0, "")


def test_an_older_revision_is_exported(call: Run, ready: Path, folder: Path, tmp_path: Path) -> None:
    call("package", "import", folder)
    cell("wages w-1 note", "x")(folder)
    call("package", "import", folder)
    assert call("package", "export", tmp_path / "old", "--as-of", "1").exit_code == 0
    write_package(tmp_path / "expected", RECORDS)
    assert (tmp_path / "old" / "wages.csv").read_bytes() == (tmp_path / "expected" / "wages.csv").read_bytes()
    result = call("package", "export", tmp_path / "older", "--as-of", "3")
    assert (result.exit_code, result.stderr) == (1, "supplychain: There is no revision with the id “3”.\n")
    assert not (tmp_path / "older").exists()


def test_a_folder_with_other_things_is_not_overwritten(call: Run, ready: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    result = call("package", "export", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("supplychain: ")
    assert "something other than a package" in result.stderr


@pytest.mark.parametrize("words", [("check",), ("import", "a", "b"), ("import", "a", "--summary", " "), ("drop", "a")])
def test_wrong_use_ends_with_two(words: tuple[str, ...], call: Run, ready: Path) -> None:
    result = call("package", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize("command", ["check", "import", "export"])
def test_without_a_database_it_says_how_to_make_one(command: str, call: Run, instance: Path, folder: Path) -> None:
    result = call("package", command, folder)
    assert result.exit_code == 1
    assert "supplychain init" in result.stderr
    no_traceback(result, instance)


def on_a_terminal(*words: object) -> tuple[str, str]:
    """Call a command whose stderr is a terminal; give stdout and what the terminal got."""
    main, other = pty.openpty()
    command = [sys.executable, "-m", "supplychain", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=other, env={**os.environ, "COLUMNS": "80"}) as run:
        os.close(other)
        told = b""
        try:
            while part := os.read(main, 4096):
                told += part
        except OSError:  # Linux says so when the other side is closed
            pass
        os.close(main)
        assert run.stdout is not None
        return run.stdout.read().decode(), told.decode()


def test_progress_is_shown_to_a_person_and_to_nobody_else(ready: Path, folder: Path) -> None:
    answer, told = on_a_terminal("package", "check", SEEDS, "--json")
    assert "Reading" in told
    assert "100%" in told
    assert json.loads(answer)["problems"] == []
    assert "Reading" not in on_a_terminal("package", "check", folder)[1]
    assert "Reading" not in on_a_terminal("-q", "package", "check", SEEDS)[1]
    assert process("package", "check", SEEDS).stderr == "Nothing is wrong with it.\n"
