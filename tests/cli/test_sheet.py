"""supplychain sheet as somebody types it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from supplychain.cli import main


@pytest.fixture(autouse=True)
def _seeds(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)


def call(*words: str):
    return CliRunner().invoke(main, ["sheet", *words])


def test_text_json_and_csv_say_the_same() -> None:
    found = json.loads(call("ChatGPT", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(call("chatgpt", "--csv").stdout)))
    assert [e["entity"]["id"] for e in found["employers"]] == [r["code"] for r in rows if r["section"] == "employer"]
    assert [g["code"] for g in found["gaps"]] == [r["code"] for r in rows if r["section"] == "gap"]
    assert "sama" in call("chatgpt").stdout


def test_an_organisation_has_none() -> None:
    found = call("openai")
    assert found.exit_code == 1
    assert "There is no product with the id “openai”. Did you mean" in found.stderr
