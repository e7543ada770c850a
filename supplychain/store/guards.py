"""Triggers that keep what was recorded: no row goes, none changes but by closing and redacting, none is added afterwards.

The row of a revision is written last: once it is there, nothing more can say that it came with that revision.

Version tables have a column `rec_to`; child tables say in their `info` whose children they are; a column whose text may be
redacted says in its `info` what takes its place.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from supplychain.store.engines import LOCK

_SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
END $$"""
# A row that another connection adds to the revision just being written would come to light only once it is recorded.
_TURN = f"PERFORM pg_advisory_xact_lock({LOCK});"
_RAISE = "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {message};"


def attach(metadata: sa.MetaData) -> None:
    """Make the triggers whenever all tables are made, and take their functions away with the tables."""

    def make(_: object, connection: sa.Connection, **__: Any) -> None:
        for statement in statements(metadata, connection.dialect.name):
            connection.exec_driver_sql(statement)

    def remove(_: object, connection: sa.Connection, **__: Any) -> None:
        for statement in removals(metadata, connection.dialect.name):
            connection.exec_driver_sql(statement)

    sa.event.listen(metadata, "after_create", make)
    sa.event.listen(metadata, "after_drop", remove)


def statements(metadata: sa.MetaData, dialect: str) -> Iterator[str]:
    """Yield the statements that make every trigger."""
    if dialect == "postgresql":
        body = _RAISE.format(message="TG_TABLE_NAME || ': what is recorded stays; ' || TG_OP || ' is refused'")
        yield _FUNCTION.format(name="refuse_change", body=body)
    for table in _recorded(metadata):
        yield from _on_sqlite(table) if dialect == "sqlite" else _on_postgresql(table)


def removals(metadata: sa.MetaData, dialect: str) -> Iterator[str]:
    """Yield the statements that take away what dropping the tables leaves."""
    if dialect == "postgresql":
        for table in _recorded(metadata):
            yield f"DROP FUNCTION guard_new_{table.name}()"
            if _allowed(table, dialect):
                yield f"DROP FUNCTION guard_{table.name}()"
        yield "DROP FUNCTION refuse_change()"


def _recorded(metadata: sa.MetaData) -> list[sa.Table]:
    return [table for name, table in sorted(metadata.tables.items()) if "recorded" in table.info]


# -- what may change ---------------------------------------------------------------------------------------------------


def _allowed(table: sa.Table, dialect: str) -> str:
    """Write the condition under which a row may be updated; empty when it never may."""
    texts = {c.name: c.info["redacted"] for c in table.columns if "redacted" in c.info}
    if "rec_to" in table.c:
        closing = ["OLD.rec_to IS NULL", "NEW.rec_to > OLD.rec_from", _being_written("rec_to")]
        closing += _unchanged(table, dialect, "rec_to")
        ways = [_all(closing)]
        if texts:
            recorded = f"SELECT 1 FROM redaction WHERE table_name = '{table.name}' AND row_id = OLD.id"  # noqa: S608
            salt = ["OLD.salt IS NOT NULL", "NEW.salt IS NULL", f"EXISTS ({recorded})"]
            ways.append(_all([*salt, *_unchanged(table, dialect, "salt", *texts), *_redacted(texts, dialect)]))
        return " OR ".join(f"({way})" for way in ways)
    if texts:
        version, key = table.info["version_table"], table.info["version_key"]
        gone = f"EXISTS (SELECT 1 FROM {version} WHERE id = OLD.{key} AND salt IS NULL)"  # noqa: S608
        return _all([gone, *_unchanged(table, dialect, *texts), *_redacted(texts, dialect)])
    return ""


def _unchanged(table: sa.Table, dialect: str, *but: str) -> list[str]:
    same = _SAME[dialect]
    return [f"NEW.{c.name} {same} OLD.{c.name}" for c in table.columns if c.name not in but]


def _redacted(texts: dict[str, str], dialect: str) -> list[str]:
    """Demand the marker where there was a text, and nothing where there was none."""
    same = _SAME[dialect]
    return [
        f"NEW.{name} {same} CASE WHEN OLD.{name} <> '' THEN {marker.replace('position', 'OLD.position')} "
        f"ELSE OLD.{name} END"
        for name, marker in texts.items()
    ]


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions)


def _being_written(column: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM revision WHERE seq >= NEW.{column})"  # noqa: S608


def _changes(table: sa.Table) -> str:
    ways = "closed or redacted" if "rec_to" in table.c else "redacted with its version"
    return f"{table.name}: what is recorded stays; a row can only be {ways}"


# -- what may be added -------------------------------------------------------------------------------------------------


def _fits(table: sa.Table) -> str:
    """Write the condition under which a row may be added: what is recorded stays as it is."""
    if table.name == "revision":
        return (
            "NEW.seq = (SELECT coalesce(max(seq), 0) + 1 FROM revision) AND "
            "NEW.prev_hash = coalesce((SELECT hash FROM revision ORDER BY seq DESC LIMIT 1), '')"
        )
    if "version_table" in table.info:
        version, key = table.info["version_table"], table.info["version_key"]
        parent = f"SELECT 1 FROM {version} AS parent JOIN revision ON revision.seq >= parent.rec_from"  # noqa: S608
        return f"NOT EXISTS ({parent} WHERE parent.id = NEW.{key})"
    return _being_written("rec_from" if "rec_from" in table.c else "revision")


def _additions(table: sa.Table) -> str:
    if table.name == "revision":
        return "revision: a revision follows on the last one, by its seq and its prev_hash"
    of = "a recorded version" if "version_table" in table.info else "a recorded revision"
    return f"{table.name}: what is recorded stays; nothing is added to {of}"


# -- SQLite ------------------------------------------------------------------------------------------------------------


def _on_sqlite(table: sa.Table) -> Iterator[str]:
    name = table.name
    yield (
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} BEGIN "
        f"SELECT RAISE(ABORT, '{name}: what is recorded stays; DELETE is refused'); END"
    )
    # INSERT OR REPLACE takes rows away without a word to the triggers on DELETE.
    reasons = [*_already_there(table), (_additions(table), f"({_fits(table)}) IS NOT TRUE")]
    refused = "; ".join(f"SELECT RAISE(ABORT, '{reason}') WHERE {found}" for reason, found in reasons)
    yield f"CREATE TRIGGER {name}_no_addition BEFORE INSERT ON {name} BEGIN {refused}; END"
    allowed = _allowed(table, "sqlite")
    message = _changes(table) if allowed else f"{name}: what is recorded stays; UPDATE is refused"
    where = f" WHERE NOT coalesce({allowed}, FALSE)" if allowed else ""
    yield (
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} BEGIN SELECT RAISE(ABORT, '{message}'){where}; END"
    )


def _already_there(table: sa.Table) -> Iterator[tuple[str, str]]:
    """Yield every name under which a row is unique, with the condition that such a row is there."""
    keys = [(f"pk_{table.name}", [c.name for c in table.primary_key], "")]
    for constraint in sorted(
        (c for c in table.constraints if isinstance(c, sa.UniqueConstraint)), key=lambda c: [x.name for x in c.columns]
    ):
        columns = [c.name for c in constraint.columns]
        if not set(keys[0][1]) <= set(columns):
            keys.append((f"uq_{table.name}_{columns[0]}", columns, ""))
    for index in sorted(table.indexes, key=lambda i: str(i.name)):
        if index.unique:
            live = "NEW.rec_to IS NULL AND rec_to IS NULL AND "
            keys.append((str(index.name), [c.name for c in index.columns], live))
    for name, columns, live in keys:
        same = _all([f"{column} = NEW.{column}" for column in columns])
        yield name, f"EXISTS (SELECT 1 FROM {table.name} WHERE {live}{same})"  # noqa: S608


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


def _on_postgresql(table: sa.Table) -> Iterator[str]:
    name = table.name
    yield (f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    yield (
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    yield _guard(f"guard_new_{name}", _fits(table), _additions(table))
    yield f"CREATE TRIGGER {name}_no_addition BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION guard_new_{name}()"
    allowed = _allowed(table, "postgresql")
    if allowed:
        yield _guard(f"guard_{name}", allowed, _changes(table))
    function = f"guard_{name}" if allowed else "refuse_change"
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _guard(name: str, condition: str, message: str) -> str:
    refuse = _RAISE.format(message=f"'{message}'")
    body = f"{_TURN}\n    IF ({condition}) IS TRUE THEN RETURN NEW; END IF;\n    {refuse}"
    return _FUNCTION.format(name=name, body=body)
