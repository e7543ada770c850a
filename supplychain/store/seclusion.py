"""Triggers around what is kept and not public: it is never changed in place, and no id is both a claim and a report held back.

The private tables say in their `info` how long a row is kept: "until it is taken back" or "for ever".
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

APART = {"own_report": ("claim_id", "claim", "id"), "claim": ("id", "own_report", "claim_id")}
"""Table into which something comes -> its id, the table that must not have it, and the column there."""
_TAKEN = "the id is taken"
_FUNCTION = """CREATE FUNCTION keep_apart_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM {other} WHERE {column} = NEW.{id}) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{name}: {taken}';
    END IF;
    RETURN NEW;
END $$"""


def seclude(metadata: sa.MetaData) -> None:
    """Make the triggers whenever all tables are made, after the guards, and take their functions away with the tables."""

    def make(_: object, connection: sa.Connection, **__: Any) -> None:
        for statement in statements(metadata, connection.dialect.name):
            connection.exec_driver_sql(statement)

    def remove(_: object, connection: sa.Connection, **__: Any) -> None:
        if connection.dialect.name == "postgresql":
            for name in APART:
                connection.exec_driver_sql(f"DROP FUNCTION keep_apart_{name}()")

    sa.event.listen(metadata, "after_create", make)
    sa.event.listen(metadata, "after_drop", remove)


def statements(metadata: sa.MetaData, dialect: str) -> Iterator[str]:
    """Yield the statements that make every trigger."""
    on = _on_sqlite if dialect == "sqlite" else _on_postgresql
    for _, table in sorted(metadata.tables.items()):
        if "private" in table.info:
            yield from on(table, stays=table.info["private"] == "for ever")
    for name, (id, other, column) in sorted(APART.items()):
        if dialect == "sqlite":
            there = f"EXISTS (SELECT 1 FROM {other} WHERE {column} = NEW.{id})"  # noqa: S608 - names of our own tables
            taken = f"SELECT RAISE(ABORT, '{name}: {_TAKEN}') WHERE {there}"
            yield f"CREATE TRIGGER {name}_apart BEFORE INSERT ON {name} BEGIN {taken}; END"
        else:
            yield _FUNCTION.format(name=name, id=id, other=other, column=column, taken=_TAKEN)
            yield f"CREATE TRIGGER {name}_apart BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION keep_apart_{name}()"


def _on_sqlite(table: sa.Table, stays: bool) -> Iterator[str]:
    name = table.name
    for what in ("UPDATE", "DELETE") if stays else ("UPDATE",):
        refused = f"SELECT RAISE(ABORT, '{name}: what is kept stays as it is; {what} is refused')"
        yield f"CREATE TRIGGER {name}_no_{what.lower()} BEFORE {what} ON {name} BEGIN {refused}; END"
    # INSERT OR REPLACE takes rows away without a word to the triggers on DELETE.
    unique = [[c.name for c in table.primary_key], *([c.name] for c in table.columns if c.unique)]
    there = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in unique)
    refused = f"SELECT RAISE(ABORT, 'pk_{name}') WHERE EXISTS (SELECT 1 FROM {name} WHERE {there})"  # noqa: S608 - names of our own tables
    yield f"CREATE TRIGGER {name}_no_replacement BEFORE INSERT ON {name} BEGIN {refused}; END"


def _on_postgresql(table: sa.Table, stays: bool) -> Iterator[str]:
    name = table.name
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    if stays:
        yield f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        yield (
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
