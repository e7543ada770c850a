"""A program to call: in this process for most tests, as a process of its own where that matters."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main
from tests.conftest import NewDatabase

Run = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which nothing was done yet."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("SUPPLYCHAIN_INSTANCE", str(folder))
    monkeypatch.delenv("SUPPLYCHAIN_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def call(instance: Path) -> Run:
    """Call a command in this process."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


def _installed(instance: Path, url: str) -> Path:
    """Put the database of a URL where the installation looks for its own: making one anew takes half a second or two."""
    instance.mkdir()
    Path(url.removeprefix("sqlite:///")).rename(instance / "supplychain.db")
    return instance


@pytest.fixture
def ready(instance: Path, call: Run, new_database: NewDatabase) -> Path:
    """An installation with tables and no data."""
    _installed(instance, new_database("sqlite", "migrated"))
    assert call("init", "--empty").exit_code == 0
    return instance


@pytest.fixture
def seeded(instance: Path, call: Run, new_database: NewDatabase) -> Path:
    """An installation with the seeds."""
    _installed(instance, new_database("sqlite", "seeded"))
    assert call("init").exit_code == 0
    return instance


def process(*words: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Call a command as a process of its own."""
    command = [sys.executable, "-m", "supplychain", *map(str, words)]
    environment = {**os.environ, **environ}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
