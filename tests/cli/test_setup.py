"""supplychain init and supplychain config."""

import json
import re
from pathlib import Path

import pytest

from supplychain.domain.packages import TABLES
from supplychain.store import migrate
from supplychain.store.database import Store
from tests.cli.conftest import Run


def holds(instance: Path) -> tuple[int, int]:
    """Revision and number of claims."""
    store = Store(f"sqlite:///{instance}/supplychain.db")
    with store.view() as view:
        found = view.revision, len(view.snapshot().claims)
    store.close()
    return found


def test_init_makes_and_fills_a_database_once(call: Run, instance: Path) -> None:
    first = call("init")
    assert first.exit_code == 0
    assert first.stdout == ""
    made, loaded, then = first.stderr.splitlines()
    assert made == f"The tables of sqlite:///{instance}/supplychain.db were made."
    assert re.fullmatch(r"[0-9],[0-9]{3} rows were loaded as revision 1\.", loaded)
    assert then == "Next: supplychain serve"
    before = holds(instance)
    assert before[0] == 1
    assert before[1] > 1_000
    second = call("init")
    assert second.exit_code == 0
    assert "up to date" in second.stderr
    assert "holds data already (revision 1); nothing was loaded" in second.stderr
    assert holds(instance) == before


def test_an_empty_one_stays_empty_until_it_is_filled(call: Run, instance: Path) -> None:
    assert "It is empty; nothing was loaded." in call("init", "--empty").stderr
    assert holds(instance) == (0, 0)
    assert call("init").exit_code == 0
    assert holds(instance)[0] == 1


def test_init_as_json(call: Run, instance: Path) -> None:
    first = json.loads(call("init", "--json").stdout)
    assert (first["schema_before"], first["schema_after"], first["revision"]) == (None, migrate.head(), 1)
    assert [t["table"] for t in first["loaded"]["tables"]] == [t.name for t in TABLES]
    second = json.loads(call("init", "--json").stdout)
    assert (second["schema_before"], second["revision"], second["loaded"]) == (migrate.head(), 1, None)


def test_init_brings_an_older_database_up_to_date(call: Run, ready: Path) -> None:
    migrate.downgrade(f"sqlite:///{ready}/supplychain.db", "base")
    result = call("init", "--empty")
    assert (result.exit_code, holds(ready)) == (0, (0, 0))


@pytest.mark.postgres
def test_init_on_postgresql(call: Run, instance: Path, new_database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", new_database("postgresql", "empty"))
    assert "loaded as revision 1" in call("init").stderr
    assert "nothing was loaded" in call("init").stderr
    assert not (instance / "supplychain.db").exists()


def test_a_folder_that_cannot_be_made_is_said(call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance.write_text("a file")
    result = call("init")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("supplychain: SUPPLYCHAIN_INSTANCE: ")
    monkeypatch.setenv("SUPPLYCHAIN_INSTANCE", str(instance / "below"))
    result = call("init")
    assert result.exit_code == 1
    assert "cannot be made: Not a directory" in result.stderr


def test_config_shows_what_is_in_force_and_no_password(
    call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:geheim@db.example/data")
    monkeypatch.setenv("PORT", "8123")
    text = call("config")
    assert text.exit_code == 0
    assert "postgresql+psycopg://somebody:***@db.example/data" in text.stdout
    settings = {s["variable"]: s["value"] for s in json.loads(call("config", "--json").stdout)["settings"]}
    assert settings["PORT"] == "8123"
    assert settings["SUPPLYCHAIN_INSTANCE"] == str(instance)
    assert settings["SUPPLYCHAIN_BASE_URL"] == "http://127.0.0.1:8123"
    assert "geheim" not in text.output + json.dumps(settings)


def test_wrong_settings_are_lines_and_help_needs_none(
    call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("SUPPLYCHAIN_BASE_URL", "y")
    result = call("config")
    assert result.exit_code == 1
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()] == [
        ["supplychain", "PORT"],
        ["supplychain", "SUPPLYCHAIN_BASE_URL"],
    ]
    assert call("config", "--help").exit_code == 0
    assert call("--version").exit_code == 0
