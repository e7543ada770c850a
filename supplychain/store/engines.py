"""What differs between SQLite and PostgreSQL when a database is opened: addresses, locks, who may write."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from supplychain.domain.errors import StoreError

BUSY_SECONDS = 10
"""How long one waits for another who is writing."""
LOCK = 7_305_811_160_213
"""Key of the advisory lock under which PostgreSQL lets one writer or migration in at a time."""


def parse_url(url: str) -> URL:
    """Read the address of a database; PostgreSQL is always spoken to through psycopg 3."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The address of the database cannot be read: write sqlite:///folder/file.db or postgresql://host/name."
        ) from None
    match parsed.get_backend_name():
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "sqlite":
            raise StoreError("A database in memory cannot be used: name a file, such as sqlite:///folder/file.db.")
        case other:
            raise StoreError(f"A database of the kind {other} cannot be used: only SQLite and PostgreSQL can.")


def place(url: URL) -> str:
    """Say which database it is, without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def sqlite_file(url: URL) -> Path | None:
    """Give the file of an SQLite database."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def reading_engine(url: URL) -> sa.Engine:
    """Make an engine whose connections cannot write and see one state from beginning to end."""
    engine = _engine(url)
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA query_only = ON"))
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing_engine(url: URL) -> sa.Engine:
    """Make an engine of which one connection at a time is in a transaction: the others wait their turn."""
    engine = _engine(url, "IMMEDIATE")
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _prepare_writing)
    else:
        sa.event.listen(engine, "begin", _take_turn)
    return engine


def _engine(url: URL, begin: str = "") -> sa.Engine:
    try:
        if url.get_backend_name() != "sqlite":
            asked = {"connect_timeout": BUSY_SECONDS}
            return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=asked)
        engine = sa.create_engine(url, hide_parameters=True)  # what is held back must not stand in an error or a log
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError("PostgreSQL needs psycopg: pip install 'supplychain[postgres]'.") from error
    sa.event.listen(engine, "connect", _prepare)
    # Without the lock from the first statement on, a transaction that has read cannot write once another one has.
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"BEGIN {begin}"))
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver, which leaves reads out of it
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _prepare_writing(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what a redaction takes away must not stay in free pages


def _take_turn(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
