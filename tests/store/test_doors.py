"""The doors: a view cannot write, writers wait for each other, and a database that is not ours says so in one sentence."""

import itertools
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from supplychain.domain.errors import Conflict, StoreError
from supplychain.domain.records import Link
from supplychain.store import engines, errors, migrate
from supplychain.store.database import Store
from supplychain.store.engines import parse_url, place
from supplychain.store.errors import explained
from supplychain.store.tables import METADATA
from tests import factories as f
from tests.store.conftest import NOON, WORLD, Behind, Recorder


def test_a_view_cannot_write(store: Store, record: Recorder) -> None:
    record(*WORLD)

    def write(statement: str) -> None:
        with store.view() as view:
            view._connection.execute(sa.text(statement))

    for statement in (
        "INSERT INTO entity VALUES ('ghost', 'tool', 1)",
        "UPDATE entity_version SET rec_to = 2",
        "CREATE TABLE mine (id INTEGER)",
        "DROP TABLE redaction",
    ):
        with pytest.raises(StoreError, match="a view cannot write"):
            write(statement)
    with store.view() as view:
        assert view.verify().problems == ()


def test_a_view_sees_one_state_from_beginning_to_end(store: Store, record: Recorder) -> None:
    record(*WORLD)
    with store.view() as view:
        assert view.revision == 1
        record(f.entity("sora"))
        assert view.revision == 1
        assert "sora" not in view.snapshot().entities
        assert len(view.revisions()) == 1


def test_two_writers_at_once_lose_nothing(migrated_url: str) -> None:
    """Each adds one link to what it read: without turns the second would overwrite the first."""
    threads, rounds = 4, 5
    failures: list[BaseException] = []
    with closing(Store(migrated_url)) as first:
        Recorder(first)(*WORLD)

    def work(name: int) -> None:
        with closing(Store(migrated_url)) as own:
            for number in range(rounds):
                try:
                    with own.writer("editor", "add", NOON, itertools.count().__str__) as writer:
                        old = writer.snapshot().claims["l-1"]
                        assert isinstance(old, Link)
                        writer.put([old.model_copy(update={"sites": (*old.sites, f"{name}-{number}")})])
                except (StoreError, Conflict, AssertionError) as error:
                    failures.append(error)

    workers = [threading.Thread(target=work, args=(name,)) for name in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    with closing(Store(migrated_url)) as store, store.view() as view:
        link = view.snapshot().claims["l-1"]
        assert isinstance(link, Link)
        assert sorted(link.sites) == sorted(f"{n}-{i}" for n in range(threads) for i in range(rounds))
        assert view.revision == 1 + threads * rounds
        assert view.verify().problems == ()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for others."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 1)


@pytest.mark.usefixtures("impatient")
def test_who_does_not_get_a_turn_is_told(migrated_url: str) -> None:
    with closing(Store(migrated_url)) as one, closing(Store(migrated_url)) as other:
        with one.writer("editor", "x", NOON, str) as first:
            with pytest.raises(StoreError, match="is busy, because another process is writing"):
                other.writer("editor", "x", NOON, str).__enter__()
            first.put(WORLD)
        with other.writer("editor", "x", NOON, str) as second:
            assert second.revision == 1


# -- databases that are not ours ---------------------------------------------------------------------------------------


def refused(url: str) -> str:
    with closing(Store(url)) as store, pytest.raises(StoreError) as caught, store.view():
        pass
    return str(caught.value)


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "missing.db"
    assert refused(f"sqlite:///{file}") == f"There is no database at {file}: make one with `supplychain init`."
    with closing(Store(f"sqlite:///{file}")) as store, pytest.raises(StoreError):
        store.writer("editor", "x", NOON, str).__enter__()
    assert not file.exists()
    assert migrate.current(f"sqlite:///{file}") is None
    assert not file.exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    said = f"{file} is not a database, or it is damaged: name another file, or restore a copy."
    assert refused(f"sqlite:///{file}") == said
    for use in (migrate.current, migrate.upgrade):
        with pytest.raises(StoreError) as caught:
            use(f"sqlite:///{file}")
        assert str(caught.value) == said
    assert file.read_text().startswith("Dear Sir")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"The folder .* cannot be made: Not a directory"):
        migrate.upgrade(f"sqlite:///{tmp_path}/file/below/my.db")


def test_an_empty_database_has_no_tables(database_url: str, kind: str) -> None:
    if kind == "sqlite":
        Path(str(parse_url(database_url).database)).touch()
    assert "holds no database of ours yet: make its tables with `supplychain init`" in refused(database_url)


@pytest.mark.parametrize(("number", "words"), [("0000", "older version (0000"), ("9999", "newer version (9999)")])
def test_another_version_says_what_to_do(migrated_url: str, number: str, words: str) -> None:
    engine = sa.create_engine(migrated_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :n"), {"n": number})
    assert words in refused(migrated_url)
    assert migrate.current(migrated_url) == number
    if number == "9999":
        with pytest.raises(StoreError, match="cannot be brought to another state"):
            migrate.upgrade(migrated_url)


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    said = refused("postgresql://me:secret@127.0.0.1:1/mine")
    assert "postgresql+psycopg://me:***@127.0.0.1:1/mine cannot be reached" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://host/name", "postgresql+psycopg"),
        ("postgres://host/name", "postgresql+psycopg"),
        ("postgresql+psycopg://host/name", "postgresql+psycopg"),
        ("postgresql+psycopg2://host/name", "postgresql+psycopg"),
        ("sqlite:///a.db", "sqlite"),
    ],
)
def test_addresses_are_read_as_people_write_them(given: str, driver: str) -> None:
    assert parse_url(given).drivername == driver


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("mysql://host/name", "of the kind mysql"),
        ("a.db", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql://host:port/name", "cannot be read"),
    ],
)
def test_other_addresses_are_refused(given: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        Store(given)


def test_a_place_can_be_named() -> None:
    assert place(parse_url("sqlite:////var/a.db")) == "/var/a.db"
    assert place(parse_url("postgres://me:secret@host/a")) == "postgresql+psycopg://me:***@host/a"


# -- the last resort ---------------------------------------------------------------------------------------------------


def test_what_the_database_finds_alone_is_said_in_plain_words(record: Recorder, behind: Behind) -> None:
    record(*WORLD)
    for statement, words in (
        (
            "INSERT INTO revision SELECT 2, 'now', 'editor', '', 'x', hash, 'x' FROM revision",
            "must say what it is about",
        ),
        ("INSERT INTO entity VALUES ('new', 'ghost', 2)", "refers to a record or a term that is not there"),
        (
            "INSERT INTO redaction VALUES (1, 9, 'entity_version', 1, 'x')",
            "refers to a record or a term that is not there",
        ),
        ("INSERT INTO redaction VALUES (1, 2, 'entity_version', 1, '')", "must give its reason"),
        ("DELETE FROM entity", "entity: what is recorded stays; DELETE is refused"),
        ("INSERT INTO entity VALUES ('sama', 'tool', 2)", "pk_entity"),
    ):
        with pytest.raises(Conflict, match=words), explained(parse_url("sqlite:///a.db")):
            behind.run(statement)


def test_every_constraint_that_has_words_exists() -> None:
    names = {str(c.name) for table in METADATA.tables.values() for c in (*table.constraints, *table.indexes)}
    assert set(errors._WORDS) <= names
