"""A report on its whole way, through the faces: sent, returned, mended, accepted, shown, asked about, answered, undone by nobody;
and the sender is found nowhere."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from supplychain.cli import main
from supplychain.domain import replies as a
from supplychain.domain import reports as d
from supplychain.domain.people import Role
from supplychain.services import replies, review
from supplychain.services.desk import Desk
from supplychain.services.release import release_pay
from supplychain.services.replies import Given
from supplychain.services.requests import Wanted
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, ask, desk_for, join, remind, set_up_codes, token_of
from tests.reports import EARLY, pay, practice
from tests.web.conftest import settings_for
from tests.web.pages import Read

AGENT = "Browser-Of-Somebody/7.1"
TOOL = "chatgpt"
PRACTICE = "p-00000000r"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, clock)


@pytest.fixture
def site(desk: Desk, tmp_path: Path) -> Flask:
    return create_app(settings_for(desk.store.url.render_as_string(False), tmp_path), desk.store, desk)


def send(site: Flask, content: d.Content) -> dict:
    """Send a report as a program without an account does."""
    body = json.dumps({"tables": {name: list(rows) for name, rows in content.tables.items()}})
    headers = {"User-Agent": AGENT, "X-Forwarded-For": "203.0.113.77"}
    answer = site.test_client().post("/api/v1/reports", data=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json


def accept(desk: Desk, who, id: str) -> int | None:
    review.claim(desk, who, id)
    return review.accept(desk, who, id, review.look(desk, who, id).report.version, words=EARLY)


def test_a_report_on_its_way(desk: Desk, site: Flask, clock: Clock, tmp_path: Path, caplog, seeded_url: str) -> None:
    caplog.set_level(logging.DEBUG)
    client, reviewer = site.test_client(), join(desk, "rev@labour.example", Role.REVIEWER)
    editor = join(desk, "ed@labour.example", Role.EDITOR)
    set_up_codes(desk, reviewer.person)
    sent = send(site, practice(tools=TOOL))
    id, code = sent["id"], {"Report-Code": sent["code"]}

    # Returned, answered, mended, accepted by somebody else.
    review.claim(desk, reviewer.person, id)
    version = review.look(desk, reviewer.person, id).report.version
    review.return_(desk, reviewer.person, id, version, d.Reason.UNCLEAR, "Since when?")
    told = client.get(f"/api/v1/reports/{id}", headers=code).json
    assert (told["state"], told["decisions"][0]["words"]) == ("returned", "Since when?")
    assert client.get(f"/api/v1/reports/{id}").status_code == 404
    run = CliRunner().invoke(
        main, ["report", "follow", sent["code"], "--json"], env={"SUPPLYCHAIN_DATABASE_URL": seeded_url}
    )
    assert "Since when?" in run.stdout, run.output
    content = told["content"]
    content["tables"]["practices"][0]["start"] = "2025"
    mended = client.post(f"/api/v1/reports/{id}/rows", data=json.dumps(content), headers=code)
    assert (mended.status_code, mended.json["state"]) == (200, "submitted")
    revision = accept(desk, reviewer.person, id)
    claim = content["tables"]["practices"][0]["id"]

    # The practice stands in the trace, with its grade.
    trace = client.get(f"/tools/{TOOL}/trace.json").json
    (sama,) = [e for e in trace["employers"] if e["entity"]["id"] == "sama"]
    (shown,) = [s for part in ("for_this_tool", "practices") for s in _claims(sama) if s["claim"]["id"] == claim][:1]
    assert shown["evidence"]["grade"] == "C"
    assert claim in client.get(f"/tools/{TOOL}/trace").text

    # Pay is held back until five have reported, and a quarter has passed.
    for number in range(5):
        one = send(site, pay(f"w-0000000{number}r"))
        assert accept(desk, reviewer.person, one["id"]) is None
        if number == 0:
            clock.pass_(days=190)
            release_pay(desk.store, None, clock(), desk.chance)
            page = Read(client.get("/entities/sama").text).text()
            assert "fewer than 5 reports of workers are held back" in page.casefold()
            assert '"median":"250"' not in client.get("/entities/sama.json").text
    clock.pass_(days=190)
    release_pay(desk.store, None, clock(), desk.chance)
    assert '"median":"250"' in client.get("/entities/sama.json").text

    # The company is asked twice, and answers.
    asked = ask(desk, Wanted("sama", (claim,), a.Channel.MAIL, "press@sama.example"))
    clock.pass_(days=20)
    again = remind(desk, asked.id, a.Channel.LETTER, "Sama\nNairobi")
    given = Given("No camera is used.\nIt never was.", {claim: "denies"}, "en")
    replies.answer(desk, token_of(again.link), given)
    answer = next(w for w in review.list_queue(desk, editor.person).reports)
    review.claim(desk, editor.person, answer.id)
    version = review.look(desk, editor.person, answer.id).report.version
    replies.publish_answer(desk, editor.person, asked.id, version, {claim: "yes"})
    page = Read(client.get(f"/claims/{claim}").text).text()
    assert "No camera is used." in page
    assert "disputed" in page.casefold()
    ledger = client.get("/requests.json").text
    assert ledger.count(f'"{claim}"') >= 2

    # All of it stands in the history, and the chain holds.
    assert client.get(f"/history/{revision}").status_code == 200
    assert id in client.get(f"/history/{revision}").text
    run = CliRunner().invoke(main, ["history", "verify"], env={"SUPPLYCHAIN_DATABASE_URL": seeded_url})
    assert run.exit_code == 0, run.output

    # And nobody finds the sender: not in the log, not in any file of the installation.
    secrets = [sent["code"], sent["code"].replace("-", ""), AGENT, "203.0.113.77"]
    for secret in secrets:
        assert secret not in caplog.text
        for file in tmp_path.rglob("*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def _claims(employer: dict) -> list[dict]:
    """Every claim that a trace shows of an employer."""
    found = []
    todo: list = [employer]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            if isinstance(one.get("claim"), dict) and "id" in one["claim"]:
                found.append(one)
            todo += one.values()
        elif isinstance(one, list):
            todo += one
    return found
