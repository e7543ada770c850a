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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ("Who did the work behind ChatGPT?", "WHO MAKES IT", "ChatGPT is offered by OpenAI.", "- Sama (Kenya).")),
        (
            ("--lang", "de"),
            (
                "Wer hat die Arbeit hinter ChatGPT geleistet?",
                "WER ES HERSTELLT",
                "Evidenzstufe B.",
                "WAS NICHT BEKANNT IST",
            ),
        ),
        (("--as-of", "1"), ("ChatGPT is offered by OpenAI.", "/tools/chatgpt/trace?as_of=1")),
    ],
)
def test_text_is_read_and_no_table(words: tuple[str, ...], said: tuple[str, ...]) -> None:
    found = call("chatgpt", *words)
    assert found.exit_code == 0, found.output
    assert all(one in found.stdout for one in said)
    assert "<" not in found.stdout
    assert "may we use it?" not in found.stdout
    assert "You are reading revision" not in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100


def test_an_organisation_has_none() -> None:
    found = call("openai")
    assert found.exit_code == 1
    assert "There is no product with the id “openai”. Did you mean" in found.stderr
