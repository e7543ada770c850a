"""Employers side by side on the command line."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main
from tests.cli.conftest import Run


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def test_employers_stand_side_by_side_as_asked(run: Run) -> None:
    text = run("compare", "sama", "CloudFactory").stdout
    assert text.index("Sama (sama): KE, UG") < text.index("CloudFactory (cloudfactory): KE, NP")
    assert "pay: 1.32 to 2.00 USD for one hour [w-sama-ke-openai; 2023]" in text
    assert "share of the client's price: 10.56 % to 16.00 % [w-sama-ke-openai; w-sama-client-1250]" in text
    assert "practice screenshots: not known" in text
    assert "practice screenshots: reported, grade" in text
    assert "answer: no answer, 2023" in text
    assert "? What does the client pay" in text


def test_json_and_csv_say_the_same(run: Run) -> None:
    answer = json.loads(run("compare", "sama", "cloudfactory", "--money", "local", "--json").stdout)
    assert [one["party"]["id"] for one in answer["employers"]] == ["sama", "cloudfactory"]
    rows = list(csv.DictReader(io.StringIO(run("compare", "sama", "cloudfactory", "--money", "local", "--csv").stdout)))
    assert {row["currency"] for row in rows if row["what"] == "pay" and row["state"] == "comparable"} == {"KES"}


def test_wrong_names_and_numbers_end_in_one_line(run: Run) -> None:
    unknown = run("compare", "sama", "clodfactory")
    assert unknown.exit_code == 1
    assert "Did you mean cloudfactory (CloudFactory)" in unknown.stderr
    alone = run("compare", "sama")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "Name 2 to 6" in alone.stderr
