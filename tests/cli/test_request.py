"""supplychain request: asking for an answer without the site."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run
from tests.desk import letters

CLAIM = "l-openai-sama"


@pytest.fixture
def signed(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the seeds, whose letters say from whom they come."""
    monkeypatch.setenv("SUPPLYCHAIN_CONTACT", "answers@labour.example")
    monkeypatch.setenv("SUPPLYCHAIN_OPERATOR", "A Test")
    return seeded


def test_a_request_from_the_command_line(call: Run, signed: Path, tmp_path: Path) -> None:
    asked = call("request", "ask", "openai", CLAIM, "--channel", "mail", "--to", "press@openai.example", "--json")
    assert asked.exit_code == 0, asked.stderr
    seen = json.loads(asked.stdout)
    id = seen["inquiry"]["id"]
    (letter,) = letters(signed)
    assert seen["link"] in letter.get_content()
    listed = json.loads(call("request", "list", "--json").stdout)["inquiries"]
    assert [(x["id"], x["state"], x["step"]) for x in listed] == [(id, "prepared", "send")]
    seen = json.loads(call("request", "sent", id, "--json").stdout)
    listed = json.loads(call("request", "list", "--json").stdout)["inquiries"]
    assert [(x["id"], x["state"], x["step"]) for x in listed] == [(id, "open", "wait")]
    assert call("request", "answer-link", id).stdout.strip() == seen["link"]
    due = seen["inquiry"]["requests"][0]["due_on"]
    longer = json.loads(call("request", "extend", id, "--json").stdout)
    assert longer["inquiry"]["requests"][0]["due_on"] > due
    for words, said in (
        (("silent", id), "only after two requests"),
        (("extend", id), "once already"),
        (("remind", id, "--channel", "letter", "--to", "OpenAI"), "not due yet"),
        (("silent", "q-nothing"), "no request"),
        (("ask", "openai", CLAIM, "--channel", "mail", "--to", "a@b.example"), "being asked about"),
    ):
        refused = call("request", *words)
        assert (refused.exit_code, said in refused.stderr) == (1, True), refused.stderr
    with closing(Store(Settings.from_env().database_url)) as store, store.view() as view:
        assert view.verify().problems == ()
        assert [r.actor for r in view.revisions()][-2:] == ["editor", "editor"]


def test_a_questionnaire_says_when_its_days_begin_and_whom_nobody_knows(call: Run, signed: Path) -> None:
    to = ("--channel", "mail", "--to", "press@openai.example")
    asked = call("disclosure", "ask", "openai", "--about", "chatgpt", *to)
    assert asked.exit_code == 0, asked.stderr
    assert "Due: not yet, the letter has not gone; its days begin when it does." in asked.stderr
    assert "None" not in asked.stderr
    for words in (("disclosure", "ask", "openaii", *to), ("request", "ask", "openaii", CLAIM, *to)):
        refused = call(*words)
        assert refused.exit_code == 1
        assert "There is no entity with the id" in refused.stderr
        assert "openai (OpenAI)" in refused.stderr


def test_a_letter_to_print(call: Run, signed: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "letter.pdf"
    to = ("--to", "Sama\nNairobi", "--language", "de", "--pdf", pdf)
    assert call("request", "ask", "sama", CLAIM, "--channel", "letter", *to).exit_code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert not list(signed.glob("outbox/*.eml")), "it is printed, not sent"


@pytest.mark.parametrize("missing", ["SUPPLYCHAIN_CONTACT", "SUPPLYCHAIN_OPERATOR"])
def test_no_letter_without_a_sender(call: Run, signed: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.delenv(missing)
    refused = call("request", "ask", "openai", CLAIM, "--channel", "mail", "--to", "press@openai.example")
    assert (refused.exit_code, "SUPPLYCHAIN_CONTACT" in refused.stderr) == (1, True)
    assert not list(signed.glob("outbox/*.eml"))
    assert json.loads(call("request", "list", "--json").stdout)["inquiries"] == []
