"""Our packages, judged by frictionless: right as they are, and refused when something is broken on purpose."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from supplychain.assets import asset_dir
from supplychain.formats.packages import write_package
from tests.formats.broken import Break, cell, good, row


def validate(folder: Path) -> tuple[bool, set[tuple[str, str]]]:
    """Whether it is valid, and every error as (table, kind of error)."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    report = json.loads(done.stdout)
    errors = {(task["name"], error["type"]) for task in report["tasks"] for error in task["errors"]}
    errors |= {("", error["type"]) for error in report["errors"]}
    assert (done.returncode == 0) == report["valid"]
    return report["valid"], errors


def test_the_seeds_are_valid() -> None:
    assert validate(asset_dir("seeds")) == (True, set())


@pytest.mark.parametrize("write", [good, lambda folder: write_package(folder, [])], ids=["some rows", "no rows"])
def test_what_we_write_is_valid(write: object, tmp_path: Path) -> None:
    write(tmp_path / "p")
    assert validate(tmp_path / "p") == (True, set())


@pytest.mark.parametrize(
    ("do", "error"),
    [
        (cell("wages w-1 employer", "nobody"), ("wages", "foreign-key")),
        (cell("citations w-1 source", "s-9"), ("citations", "foreign-key")),
        (cell("links l-1 stance", "maybe"), ("links", "constraint-error")),
        (cell("wages w-1 low", "two"), ("wages", "type-error")),
        (cell("wages w-1 sample_size", "1.5"), ("wages", "type-error")),
        (cell("wages w-1 start", "May"), ("wages", "constraint-error")),
        (cell("wages w-1 countries", "KE|Kenya"), ("wages", "constraint-error")),
        (cell("sources s-1 url", "javascript:x"), ("sources", "constraint-error")),
        (cell("sources s-1 title", ""), ("sources", "constraint-error")),
        (row("judgements", left="firm", right="firm-two", judgement="same", reason="x"), ("judgements", "primary-key")),
        (lambda folder: (folder / "links.csv").unlink(), ("links", "scheme-error")),
    ],
)
def test_what_is_broken_is_refused(do: Break, error: tuple[str, str], tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    do(folder)
    valid, errors = validate(folder)
    assert not valid
    assert error in errors
