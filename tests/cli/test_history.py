"""supplychain history: list, show, undo, verify."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from supplychain.services.history import claim_history, list_history, show_revision
from supplychain.store.database import Store
from tests.cli.conftest import Run
from tests.formats.broken import good


def filled(call: Run, tmp_path: Path) -> None:
    assert call("package", "import", good(tmp_path / "p")).exit_code == 0


def test_what_was_not_touched_agrees(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    result = call("history", "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 revisions, ")
    assert result.stderr == "Everything agrees.\n"
    report = json.loads(call("history", "verify", "--json").stdout)
    assert (report["revisions"], report["problems"], len(report["hash"])) == (1, [], 64)


def test_what_was_changed_behind_its_back_is_found(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    with closing(sqlite3.connect(ready / "supplychain.db")) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE wage_detail SET low = '1'")
        connection.commit()
    result = call("history", "verify")
    assert result.exit_code == 1
    assert "claim_version" in result.stdout
    assert "Everything agrees" not in result.stderr
    assert json.loads(call("history", "verify", "--json").stdout)["problems"]


def test_the_log_is_the_same_answer_everywhere(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    with closing(Store(f"sqlite:///{ready / 'supplychain.db'}")) as store, store.view() as view:
        log, first = list_history(view), show_revision(view, "1")
        id = next(s.id for s in first.steps if s.table == "wages")
        claim = claim_history(view, id)
    assert json.loads(call("history", "list", "--json").stdout) == json.loads(log.model_dump_json())
    assert json.loads(call("history", "show", "1", "--json").stdout) == json.loads(first.model_dump_json())
    assert json.loads(call("history", "show", id, "--json").stdout) == json.loads(claim.model_dump_json())
    rows = list(csv.DictReader(io.StringIO(call("history", "show", id, "--csv").stdout)))
    assert {row["field"] for row in rows} >= {"currency", "citations.source"}
    assert {(row["revision"], row["state"]) for row in rows} == {("1", "new")}
    assert "1 revisions" in call("history", "list").stdout
    text = call("history", "show", "1").stdout
    assert first.entry.hash in text
    assert f"wages {id}: new" in text
    assert f"wages {id}" in call("history", "show", id).stdout


def test_what_is_not_there_is_said(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    for what in ("9", "nobody", "mw-nothing"):
        result = call("history", "show", what)
        assert result.exit_code == 1
        assert "There is no" in result.stderr
    assert call("history", "list", "--page", 2).exit_code == 1


def test_a_revision_is_undone(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    planned = call("history", "undo", 1, "--reason", "a test", "--dry-run")
    assert planned.exit_code == 0
    assert "would change; nothing was done." in planned.stdout
    made = call("history", "undo", 1, "--reason", "a test")
    assert "Revision 1 is undone by revision 2." in made.stdout
    assert "withdrawn" in made.stdout
    log = json.loads(call("history", "list", "--json").stdout)
    assert (log["rows"][0]["summary"], log["rows"][0]["actor"]) == ("Undo of revision 1: a test", "editor")
    again = call("history", "undo", 1, "--reason", "a test")
    assert again.exit_code == 1
    assert "changed again in revision 2" in again.stderr
    assert call("history", "undo", 1, "--reason", "a test", "--dry-run").exit_code == 1
    back = json.loads(call("history", "undo", 2, "--reason", "it was right", "--json").stdout)
    assert back["made"] == 3
    assert call("history", "verify").exit_code == 0
    assert call("history", "undo", 1).exit_code == 2
