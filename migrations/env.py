"""How Alembic reaches a database: handed over by supplychain.store.migrate, or named by `alembic -x url=...`."""

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine import URL

from supplychain.store.engines import BUSY_SECONDS, LOCK, parse_url
from supplychain.store.tables import METADATA

STATEMENT_SECONDS = 300


def _url() -> URL:
    given = context.config.attributes.get("url")
    return given if isinstance(given, URL) else parse_url(context.get_x_argument(as_dictionary=True).get("url", ""))


def _engine(url: URL) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        sa.event.listen(engine, "begin", _take_turn)
    return engine


def _prepare(connection: object, _: object) -> None:
    connection.isolation_level = None  # the driver would put no CREATE TABLE into a transaction
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")


def _take_turn(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


with _engine(_url()).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
