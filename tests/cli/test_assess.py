"""supplychain assess as somebody types it: a file begun, edited, checked, written."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main
from supplychain.formats.assess import read_assessment, write_answers
from tests.assessing import filled


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["assess", *map(str, words)])

    return call


@pytest.fixture
def whole(run: Any, tmp_path: Path) -> Path:
    """A file with everything filled in."""
    path = tmp_path / "whole.json"
    assert run("new", "facebook", "-o", path).exit_code == 0
    path.write_text(write_answers(filled(read_assessment(path.read_bytes()))), encoding="utf-8")
    return path


def test_a_new_file_holds_what_is_known_and_room_for_the_rest(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    made = run("new", "ChatGPT", "-o", path)
    assert made.exit_code == 0, made.output
    assert "assess check" in made.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert next(iter(found)) == "assessment"
    assert found["assessment"]["answers"]["task"] == ""
    assert found["known"][1]["claims"][0]["sources"]
    checked = run("check", path)
    assert checked.exit_code == 1
    assert "0.1: This is not answered. Fill it in; open is: task, group, how_often, today" in checked.stdout
    assert "Decision: none: not released" in checked.stdout
    assert json.loads(run("new", "chatgpt", "--json").stdout) == found


def test_a_whole_file_passes_and_is_not_judged(run: Any, whole: Path) -> None:
    checked = run("check", whole)
    assert checked.exit_code == 0, checked.output
    assert "Stop 3: condition met." in checked.stdout
    assert "p-sama-ke-forced-labour-claim" in checked.stdout
    assert "= -3" in checked.stdout
    assert "Speaks against a release: stop 3. The vendor was asked." in checked.stdout
    assert "Decision: Released with measures" in checked.stdout
    german = run("check", whole, "--lang", "de").stdout
    assert "Stopp 3: Bedingung erfüllt." in german
    assert "33,1" in german
    assert json.loads(run("check", whole, "--json").stdout)["complete"] is True


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("end", "begins"), [(".pdf", b"%PDF-"), (".html", b"<!doctype html>"), (".json", b'{"against"')]
)
def test_files(run: Any, whole: Path, end: str, begins: bytes, language: str) -> None:
    path = whole.with_suffix(f".out{end}")
    found = run("render", whole, "-o", path, "--lang", language)
    assert found.exit_code == 0, found.output
    assert path.read_bytes().startswith(begins)
    first = path.read_bytes()
    run("render", whole, "-o", path, "--lang", language)
    assert path.read_bytes() == first, "the same assessment gives the same bytes"


def test_a_page_in_a_file_needs_no_other_file(run: Any, whole: Path) -> None:
    path = whole.with_suffix(".html")
    run("render", whole, "-o", path)
    page = path.read_text(encoding="utf-8")
    assert "<style>" in page
    assert '="/' not in page
    assert "<script" not in page
    assert "<button" not in page.split("<main")[1]


def test_what_is_written_is_read_again(run: Any, whole: Path) -> None:
    path = whole.with_suffix(".out.json")
    run("render", whole, "-o", path)
    assert run("render", path, "--json").stdout.strip() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", "nobody-at-all"], "There is no entity with the id “nobody-at-all”"),
        (["new", "openai"], "Did you mean"),
        (["new", "chatgpt", "-o", "a.json", "--json"], "-o excludes --json"),
        (["check", "/nowhere/a.json"], "cannot be read"),
        (["render", "FILE"], "Give either -o FILE or --json"),
        (["render", "FILE", "-o", "a.docx"], "must end with one of .pdf, .html, .json"),
        (["render", "FILE", "-o", "/nowhere/at/all/a.json"], "cannot be written"),
    ],
)
def test_what_is_refused(run: Any, whole: Path, words: list[str], said: str) -> None:
    found = run(*(whole if word == "FILE" else word for word in words))
    assert found.exit_code != 0
    assert said in found.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes_today": "three"}, "1.1: minutes_today: this is no number. Write it with digits"),
        ({"review_on": "2028-01-01"}, "4.6: The review is too late. It has to be on or before 2027-11-26"),
        ({"outcome": "sure"}, "4.2: outcome: this is none of the choices"),
    ],
)
def test_errors_name_the_question_and_how_to_mend_it(run: Any, whole: Path, change: dict[str, str], said: str) -> None:
    whole.write_text(write_answers(filled(read_assessment(whole.read_bytes()), **change)), encoding="utf-8")
    found = run("check", whole)
    assert found.exit_code == 1
    assert said in found.stdout
    broken = json.loads(whole.read_text(encoding="utf-8"))
    broken["answers"]["blind"] = ["yes"]
    whole.write_text(json.dumps(broken), encoding="utf-8")
    assert "1.4: answers.blind is no text. Write it in quotes." in run("check", whole).output
