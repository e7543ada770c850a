"""supplychain dossier as somebody types it: text, files, data, and what is refused."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["dossier", *map(str, words)])

    return call


def test_text_says_the_chapters_that_fit_a_terminal(run: Any) -> None:
    found = run("sartorius")
    assert found.exit_code == 0, found.output
    assert "Behind Sartorius, sources name or describe 1 employer: CloudFactory." in found.stdout
    assert "WHAT IS NOT KNOWN" in found.stdout
    assert "no legal advice" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100


def test_text_has_answers_criteria_and_the_short_form_of_the_questions(run: Any) -> None:
    data = json.loads(run("sartorius", "--json").stdout)
    for words, suffix in (((), ""), (("--lang", "de"), "_de")):
        said = run("sartorius", *words).stdout
        whole = " ".join(said.split())
        for asked in data["questions"]:
            shown = f"- {asked['question']['number']} {asked['question'][f'text{suffix}'][:40]}"
            assert (shown in whole) is asked["question"]["core"]
        for pointed in data["criteria"]:
            assert (pointed["criterion"][f"title{suffix}"] in whole) or pointed["only_possible"]
        assert ".;" not in said
        if not suffix:
            for title in ("ANSWERS AND SILENCES", "CRITERIA TO WHICH THIS POINTS", "QUESTIONNAIRE FOR THE VENDOR"):
                assert title in said


def test_german_text(run: Any) -> None:
    found = run("Sartorius", "--lang", "de")
    assert "beschreiben Quellen 1 Arbeitgeber: CloudFactory." in found.stdout
    assert "keine Rechtsberatung" in " ".join(found.stdout.split())


@pytest.mark.parametrize("id", ["sama", "accenture"])
def test_an_employer_has_gaps_of_its_own_in_every_form(run: Any, id: str) -> None:
    gaps = json.loads(run(id, "--json").stdout)["gaps"]
    assert gaps
    text = " ".join(run(id).stdout.split())
    for open_ in gaps:
        assert open_["gap"]["rule"]
        assert open_["gap"]["words"] in text
    assert f"Gaps in what is known: {len(gaps)}." in text
    assert "No gap was found" not in text


def test_data(run: Any) -> None:
    found = json.loads(run("chatgpt", "--json", "--lang", "de").stdout)
    assert {"criteria", "gaps", "questions"} <= set(found)
    rows = list(csv.DictReader(io.StringIO(run("chatgpt", "--csv").stdout)))
    assert {row["section"] for row in rows} == {"finding", "gap", "question"}
    assert sum(row["section"] == "question" for row in rows) == 36


@pytest.mark.parametrize(("end", "begins"), [(".pdf", b"%PDF-"), (".xlsx", b"PK"), (".html", b"<!doctype html>")])
def test_files(run: Any, tmp_path: Path, end: str, begins: bytes) -> None:
    for language in ("en", "de"):
        path = tmp_path / f"d-{language}{end}"
        found = run("sartorius", "-o", path, "--lang", language)
        assert found.exit_code == 0, found.output
        assert path.read_bytes().startswith(begins)


def test_a_page_in_a_file_needs_no_other_file(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "d.html"
    run("sartorius", "-o", path)
    page = path.read_text(encoding="utf-8")
    assert "<style>" in page
    assert '="/' not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody-at-all"], "There is no entity with the id “nobody-at-all”"),
        (["chatgptt"], "Did you mean chatgpt (ChatGPT)"),
        (["chatgpt", "--as-of", "9"], "There is no revision"),
        (["chatgpt", "-o", "d.docx"], "must end with one of .pdf, .html, .xlsx"),
        (["chatgpt", "-o", "d.pdf", "--json"], "-o excludes --json and --csv"),
        (["chatgpt", "--lang", "fr"], "'fr' is not one of"),
        (["chatgpt", "-o", "/nowhere/at/all/d.pdf"], "cannot be written"),
    ],
)
def test_what_is_refused(run: Any, words: list[str], said: str) -> None:
    found = run(*words)
    assert found.exit_code != 0
    assert said in found.output
