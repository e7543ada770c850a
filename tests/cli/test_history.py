"""supplychain history verify."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

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
