"""A list on the command line: the same answer as everywhere, in every form, with all dossiers as one archive."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main
from supplychain.formats.lists import read_list
from tests.cli.conftest import Run

LIST = "name;country\nSama;KE\nNobody in Particular;\nsama;Atlantis\nClickworkr;\n"


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, instance: Path) -> Run:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: object, **more: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], **more)

    return call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "vendors.csv"
    found.write_text(LIST, encoding="utf-8")
    return found


def test_a_list_is_told_row_by_row(run: Run, file: Path) -> None:
    told = run("list", "check", file)
    assert told.exit_code == 0, told.output
    assert "4 rows (2 matched, 1 to be settled, 1 not found), 1 parties" in told.stdout
    assert "2. Sama: matched" in told.stdout
    assert "may be clickworker" in told.stdout
    assert "? What is known of it? Nothing is recorded here under this name" in told.stdout
    assert "row 4, column country: “Atlantis” is no country" in told.stderr
    assert run("list", "check", "-", input=LIST.encode()).stdout == told.stdout


def test_text_says_words_and_each_gap_once(run: Run, file: Path) -> None:
    file.write_text("name\nOpenAI\n", encoding="utf-8")
    told = run("list", "check", file).stdout
    assert "time tracking" in told
    assert "_" not in told.replace("as_of", "")
    gaps = [line.split(":")[0] for line in told.splitlines() if line.startswith("  ? ")]
    assert len(gaps) == len(set(gaps))
    assert "No employer is named for 4 of 10 products themselves (CLIP, GPT-3, GPT-4, GPT-4o)" in told


def test_the_workbook_is_written_in_german_too(run: Run, file: Path, tmp_path: Path) -> None:
    for lang in ("en", "de"):
        assert run("list", "check", file, "-o", tmp_path / f"{lang}.xlsx", "--lang", lang).exit_code == 0
    english, german = ((tmp_path / f"{lang}.xlsx").read_bytes() for lang in ("en", "de"))
    assert english != german
    assert read_list(english).lines == read_list(german).lines


def test_every_form_says_the_same(run: Run, file: Path, tmp_path: Path) -> None:
    answer = json.loads(run("list", "check", file, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("list", "check", file, "--csv").stdout)))
    assert [(r["line"]["name"], r["state"], r["party"]) for r in answer["rows"]] == [
        (r["name"], r["state"], r["party"]) for r in rows
    ]
    for end in ("xlsx", "csv", "json"):
        out = tmp_path / f"out.{end}"
        assert run("list", "check", file, "-o", out).exit_code == 0
        assert [line.name for line in read_list(out.read_bytes()).lines] == [r["name"] for r in rows]


def test_all_dossiers_go_into_one_archive(run: Run, file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "all.zip"
    assert run("list", "check", file, "--dossiers", packed).exit_code == 0
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist() == ["list.csv", "list.json", "list.xlsx", "dossiers/sama.html", "dossiers/sama.json"]
        assert json.loads(archive.read("dossiers/sama.json"))["subject"]["id"] == "sama"
        assert b"<style>" in archive.read("dossiers/sama.html")


def test_what_cannot_be_done_ends_in_plain_lines(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text("name\n=1\n\n@x\n", encoding="utf-8")
    wrong = run("list", "check", file)
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert [line.split(": ")[1] for line in wrong.stderr.splitlines()] == ["row 2, column name", "row 4, column name"]
    assert run("list", "check", tmp_path / "nothing.csv").exit_code == 1
    assert run("list", "check", file, "-o", "x.doc").exit_code == 2
    assert run("list", "check", file, "-o", "x.csv", "--json").exit_code == 2
