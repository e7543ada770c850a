"""Databases for the tests: every test gets its own, as a copy of one that was made once a run.

A test that takes `database_url`, `migrated_url` or `seeded_url` runs twice: on SQLite and on PostgreSQL.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from supplychain.assets import asset_dir
from supplychain.store import database
from tests.postgres import Server, find_server, leave_server, locked
from tests.shared_state import SharedSnapshots

# How long an example takes says more about the machine than about the code. Whoever runs the tests gets the same
# examples, so that a change is judged by what it changes; --hypothesis-profile=search looks for new ones.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

FOLDER = "SUPPLYCHAIN_TEST_FOLDER"

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers share (a short path: a Unix socket's has to be), and keep off real databases."""
    if not hasattr(config, "workerinput"):
        for name in [
            name for name in os.environ if name.startswith("SUPPLYCHAIN_") or name in {"DATABASE_URL", "PORT"}
        ]:
            del os.environ[name]
        os.environ["PYTHON_DOTENV_DISABLED"] = "1"
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="supplychain-test-", dir="/tmp")
        os.environ["SUPPLYCHAIN_INSTANCE"] = os.environ[FOLDER] + "/instance"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take it away again, with the server or the databases made for it."""
    if not hasattr(config, "workerinput") and (name := os.environ.pop(FOLDER, None)):
        try:
            leave_server(Path(name))
        finally:
            shutil.rmtree(name)


@pytest.fixture(autouse=True)
def shared_state(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the seeds once for all tests but those of the store itself."""
    if "store" not in request.path.relative_to(request.config.rootpath).parts:
        monkeypatch.setattr(database, "Snapshots", SharedSnapshots)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """The folder that all workers of this run share."""
    return Path(os.environ[FOLDER])


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Server:
    """The PostgreSQL server that all workers of this run share."""
    return find_server(run_folder)


@pytest.fixture(scope="session")
def postgres_url(postgres: Server) -> str:
    """The server's own database, to connect to; tables go into a database of the test's own."""
    return postgres.url_of(postgres.url.database)


def _build(content: str, url: str) -> None:
    """Fill an empty database."""
    from supplychain.services.packages import import_package
    from supplychain.store.database import Store
    from supplychain.store.migrate import upgrade

    upgrade(url)
    if content == "seeded":
        with closing(Store(url)) as store:
            clock = datetime(2026, 11, 23, 12, tzinfo=UTC)
            import_package(store, asset_dir("seeds"), "editor", "the seed data", clock, lambda: "0" * 32)


def _sqlite_copy(content: str, folder: Path, target: Path) -> str:
    """Return the URL of a new SQLite file; what is in it is made by the first worker to ask."""
    if content != "empty":
        template = folder / f"{content}.db"
        with locked(folder / f"{content}.sqlite.lock"):
            if not template.exists():
                unfinished = folder / f"{content}.unfinished.db"
                _build(content, f"sqlite:///{unfinished}")
                with closing(sqlite3.connect(unfinished)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                unfinished.rename(template)
        shutil.copyfile(template, target)
    return f"sqlite:///{target}"


def _postgres_copy(content: str, folder: Path, server: Server) -> str:
    """Return the URL of a new PostgreSQL database; what is in it is made by the first worker to ask."""
    if content == "empty":
        return server.create()
    with locked(folder / f"{content}.postgresql.lock") as done:
        if not done.read():
            _build(content, server.create(name=f"{folder.name}-{content}"))
            done.write("done")
    return server.create(template=f"{folder.name}-{content}")


NewDatabase = Callable[[str, str], str]


@pytest.fixture
def new_database(request: pytest.FixtureRequest, run_folder: Path, tmp_path: Path) -> Iterator[NewDatabase]:
    """Make databases: `new_database("sqlite" or "postgresql", "empty" or "migrated" or "seeded")` gives a URL."""
    dropped_later: list[str] = []

    def make(kind: str, content: str) -> str:
        if kind == "sqlite":
            return _sqlite_copy(content, run_folder, tmp_path / f"{content}-{len(list(tmp_path.iterdir()))}.db")
        url = _postgres_copy(content, run_folder, request.getfixturevalue("postgres"))
        dropped_later.append(url)
        return url

    yield make
    for url in dropped_later:
        request.getfixturevalue("postgres").drop(url)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(kind: str, new_database: NewDatabase) -> str:
    """An empty database."""
    return new_database(kind, "empty")


@pytest.fixture
def migrated_url(kind: str, new_database: NewDatabase) -> str:
    """A database with all tables and no rows of ours."""
    return new_database(kind, "migrated")


@pytest.fixture
def seeded_url(kind: str, new_database: NewDatabase) -> str:
    """A database with the seeds in it."""
    return new_database(kind, "seeded")


@pytest.fixture
def seeded_sqlite_url(new_database: NewDatabase) -> str:
    """The seeds on SQLite only, for tests that are not about the database."""
    return new_database("sqlite", "seeded")
