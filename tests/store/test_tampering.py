"""Every value, row and revision that can be tampered with is, in every recorded table, and `verify` finds and names it.

Who tampers owns the database: no trigger, foreign key or check holds. What lies outside of the chain by design is not
here: vocabularies, accounts, pay that workers reported to us, and the last revision taken away with all that it did.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from supplychain.domain.records import Identifier, Name, Target
from supplychain.store.audit import verify
from supplychain.store.canonical import revision_hash
from supplychain.store.database import Store
from supplychain.store.layouts import LAYOUTS
from supplychain.store.migrate import upgrade
from supplychain.store.pieces import Figure
from supplychain.store.tables import METADATA
from supplychain.store.writer import _blanks
from tests import factories as f
from tests.conftest import KINDS
from tests.store.conftest import WORLD, Recorder

RECORDED = sorted(name for name, table in METADATA.tables.items() if "recorded" in table.info)
Row = dict[str, Any]


def changed_world() -> list[Any]:
    """Another version of everything, so that every table has two rows that differ."""
    more = {
        "sama": {
            "names": (Name(name="Samasource Inc", kind="alias"),),
            "identifiers": (Identifier(scheme="lei", value="X2"),),
            "same_as_candidates": ("someone", "openai"),
        },
        "l-1": {"stance": "denies", "citations": (*f.cite("a-copy"), *f.cite("a-report"))},
        "w-1": {"low": Decimal("11.50"), "sample_size": 7},
        "p-1": {"stance": "ended"},
        "f-1": {"value": Decimal(1001), "scope": "people", "about": "sama"},
        "r-1": {
            "date": "2024",
            "told_by": "a paper",
            "does_not_know": ("suppliers", "pay"),
            "targets": (
                Target(entity="sama", stance="clarifies"),
                Target(claim="p-1", stance="partly_denies", addresses_point="partly"),
            ),
        },
        "q-1": {"outcome": "no_answer", "claims": ("w-1", "p-1"), "due_on": "2026-02"},
        "lw-1": {"places": ("Naivasha", "Nakuru")},
        "cl-watching": {"criteria": ("cr-law-2", "cr-law-1")},
    }
    free = ("description", "note", "authors", "locator", "caution", "reason", "channel", "text", "evidence")
    made: list[Any] = [f.criterion("cr-law-2")]
    for record in WORLD:
        id = getattr(record, "id", "")
        text = next(name for name in (*free, "outcome") if name in type(record).model_fields)
        made.append(
            record.model_copy(update={text: "misread" if text == "outcome" else "Changed.", **more.get(id, {})})
        )
    return made


def build(url: str) -> None:
    """Five revisions: everything, everything changed, a hole in the old version of each sort, and a little more."""
    upgrade(url)
    with closing(Store(url)) as store:
        record = Recorder(store)
        record(*WORLD, summary="the first")
        record(*changed_world(), f.entity("sora"), f.source("new"), f.wage("w-2", "sama"), summary="the second")
        with record.writer("the third") as writer:
            for layout in LAYOUTS:
                if _blanks(layout.version):
                    writer.redact(layout.version.name, 1, "a name")
        record(f.entity("dall-e"), summary="the fourth")
        with record.writer("the fifth") as writer:
            writer.redact("claim_version", 2, "another name")
            writer.redact("claim_version", 5, "and another")


def laid_bare(url: str) -> sa.Engine:
    """Open the database as its owner, for whom nothing is refused but what the database cannot do without."""
    engine = sa.create_engine(url, poolclass=sa.pool.StaticPool if url.startswith("sqlite") else sa.pool.QueuePool)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            for kind in ("trigger", "index"):
                query = f"SELECT name FROM sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL"
                for name in connection.exec_driver_sql(query).scalars().all():
                    connection.exec_driver_sql(f'DROP {kind} "{name}"')
        else:
            for table in RECORDED:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            query = (
                "SELECT conrelid::regclass, conname FROM pg_constraint "
                "WHERE contype IN ('c', 'f', 'u') AND connamespace = 'public'::regnamespace"
            )
            for table, name in connection.exec_driver_sql(query).all():
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
            for table in RECORDED:
                for index in METADATA.tables[table].indexes:
                    connection.exec_driver_sql(f'DROP INDEX IF EXISTS "{index.name}"')
        connection.commit()
    return engine


@pytest.fixture(scope="module", params=KINDS)
def owned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """The database, made once; each case is rolled back."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    folder: Path = tmp_path_factory.mktemp("tampering")
    url = server.create() if server else f"sqlite:///{folder / 'tampered.db'}"
    build(url)
    engine = laid_bare(url)
    yield engine
    engine.dispose()
    if server:
        server.drop(url)


@contextmanager
def case(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Somewhere to tamper, and then to be as it was."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def rows_of(connection: sa.Connection, table: sa.Table) -> list[Row]:
    """Rows as they lie there, without our types."""
    names = ", ".join(table.columns.keys())
    order = ", ".join(c.name for c in table.primary_key)
    return [dict(r) for r in connection.execute(sa.text(f"SELECT {names} FROM {table} ORDER BY {order}")).mappings()]


def key_of(table: sa.Table, row: Row) -> Row:
    return {c.name: row[c.name] for c in table.primary_key}


def at(table: sa.Table) -> str:
    return " AND ".join(f"{c.name} = :key_{c.name}" for c in table.primary_key)


def bound(table: sa.Table, row: Row) -> Row:
    return {f"key_{name}": value for name, value in key_of(table, row).items()}


def insert(connection: sa.Connection, table: sa.Table, row: Row) -> None:
    names = ", ".join(row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


def delete(connection: sa.Connection, table: sa.Table, row: Row) -> None:
    done = connection.execute(sa.text(f"DELETE FROM {table} WHERE {at(table)}"), bound(table, row))
    assert done.rowcount == 1


def named(connection: sa.Connection) -> set[str]:
    """Everything that the audit names."""
    return {problem.where for problem in verify(connection).problems}


def places(table: sa.Table, row: Row) -> set[str]:
    """What may be named when something is wrong with a row: its version, or a revision."""
    if table.name == "revision":
        return {f"revision {n}" for n in range(1, 2000)}
    if table.name == "redaction":
        return {f"{row['table_name']} {row['row_id']}", f"revision {row['revision']}"}
    if "version_table" in table.info:
        version = table.info["version_table"]
        id = row[table.info["version_key"]]
        return {f"{version} {id}", f"{table.name} of {version} {id}"}
    if "rec_to" in table.c:
        return {f"{table.name} {row['id']}", f"revision {row['rec_from']}", f"revision {row['rec_to']}"}
    return {f"{table.name} {row['id']}", *(f"{table.name}_version {n}" for n in range(1, 40))}


def others(column: sa.Column, value: Any, dialect: str) -> Iterator[Any]:
    """Other values for a column, some of which a careless reader takes for the same one."""
    if value is not None and column.nullable:
        yield None
    match column.type:
        case Figure():
            yield "9.99"
            if value is not None:
                yield f"0{value}"
                yield f"{value}0" if "." in value else f"{value}.0"
        case sa.Boolean():
            yield not value
            if dialect == "sqlite":
                yield 2
        case sa.Date():
            yield "1999-01-01" if dialect == "sqlite" else dt.date(1999, 1, 1)
            if dialect == "sqlite" and value is not None:
                yield f"{value} "
        case sa.Integer():
            yield 900
            if column.name in ("rec_from", "rec_to", "revision"):
                yield from (n for n in (1, 2, 4) if n != value)
        case sa.Text():
            yield "x" if value is None else f"{value}x"
            if value and not column.primary_key:
                yield ""
            if dialect == "sqlite":
                yield b"x"
        case _:
            raise AssertionError(f"no other value is known for {column}")


def test_nobody_tampered_yet(owned: sa.Engine) -> None:
    with case(owned) as connection:
        checked = verify(connection)
        assert checked.problems == ()
        assert checked.revisions == 5
        assert len(checked.holes) > 10
        for name in RECORDED:
            assert len(rows_of(connection, METADATA.tables[name])) > 1, name


def chosen(connection: sa.Connection, table: sa.Table) -> list[Row]:
    """The first and the last row, and one of a hole: nothing but digests tells what was there."""
    rows = rows_of(connection, table)
    found = [rows[0], rows[-1]]
    version = table.info.get("version_table", table.name if "rec_to" in table.c else "")
    if version:
        holes = set(
            connection.execute(sa.text("SELECT row_id FROM redaction WHERE table_name = :v"), {"v": version}).scalars()
        )
        found += [row for row in rows if row[table.info.get("version_key", "id")] in holes][:1]
    return [row for number, row in enumerate(found) if row not in found[:number]]


@pytest.mark.parametrize("name", RECORDED)
def test_a_changed_value_in_any_column_is_found(owned: sa.Engine, name: str) -> None:
    table, dialect = METADATA.tables[name], owned.dialect.name
    with case(owned) as connection:
        rows = chosen(connection, table)
    for row in rows:
        for column in table.columns:
            for value in others(column, row[column.name], dialect):
                with case(owned) as connection:
                    statement = f"UPDATE {table} SET {column.name} = :value WHERE {at(table)}"
                    try:
                        done = connection.execute(sa.text(statement), {"value": value, **bound(table, row)})
                    except sa.exc.DBAPIError:  # a key that is taken, or that is no number
                        if column.primary_key or column.unique:
                            continue
                        raise
                    assert done.rowcount == 1
                    found = named(connection)
                    assert found & {*places(table, row), f"revision {value}"}, (
                        column,
                        key_of(table, row),
                        value,
                        found,
                    )


@pytest.mark.parametrize("name", RECORDED)
def test_a_deleted_row_is_found(owned: sa.Engine, name: str) -> None:
    table = METADATA.tables[name]
    with case(owned) as connection:
        rows = rows_of(connection, table)
    for row in rows if name != "revision" else rows[:-1]:
        with case(owned) as connection:
            delete(connection, table, row)
            found = named(connection)
            assert found & places(table, row), f"{key_of(table, row)}: {found}"


def fresh(table: sa.Table, row: Row, rows: list[Row]) -> Iterator[Row]:
    """Copies of a row under keys that nothing has yet."""
    unique = [[c.name for c in k.columns] for k in table.constraints if isinstance(k, sa.UniqueConstraint)]
    keys = [c.name for c in table.primary_key]
    for key in keys:
        made = dict(row)
        for name in {key, *(names[-1] for names in unique), *(c.name for c in table.columns if c.unique)}:
            made[name] = 900 if isinstance(row[name], int) else "another"
        yield made
    version = table.info.get("version_key")
    if version and len(keys) == 1 and version in keys:  # the detail of another kind of claim
        yield {**row, version: next(n for n in range(1, 40) if n not in {r[version] for r in rows})}


@pytest.mark.parametrize("name", RECORDED)
def test_an_added_row_is_found(owned: sa.Engine, name: str) -> None:
    table = METADATA.tables[name]
    with case(owned) as connection:
        rows = rows_of(connection, table)
    for row in (rows[0], rows[-1]):
        for new in fresh(table, row, rows):
            with case(owned) as connection:
                insert(connection, table, new)
                found = named(connection)
                assert found & (places(table, new) | {f"revision {new.get('rec_from')}"}), f"{new}: {found}"


@pytest.mark.parametrize("name", RECORDED)
def test_two_rows_that_change_places_are_found(owned: sa.Engine, name: str) -> None:
    table = METADATA.tables[name]
    keys = {c.name for c in table.primary_key}

    def content(row: Row) -> Row:
        return {k: v for k, v in row.items() if k not in keys}

    with case(owned) as connection:
        rows = rows_of(connection, table)
    pairs = [(a, b) for n, a in enumerate(rows) for b in rows[n + 1 :] if content(a) != content(b)]
    if name == "source":
        assert {r["rec_from"] for r in rows} == {1, 2}
    assert pairs
    for left, right in [pairs[0], pairs[-1]]:
        with case(owned) as connection:
            for row in (left, right):
                delete(connection, table, row)
            insert(connection, table, left | content(right))
            insert(connection, table, right | content(left))
            found = named(connection)
            assert found & places(table, left) | found & places(table, right), (left, right, found)


def test_two_versions_that_change_places_with_all_that_is_theirs_are_found(owned: sa.Engine) -> None:
    """Each keeps its content and its digest, and takes the id of the other."""
    children = [t for t in METADATA.tables.values() if t.info.get("version_table") == "claim_version"]
    keys = [(METADATA.tables["claim_version"], "id"), *((t, t.info["version_key"]) for t in children)]
    with case(owned) as connection:
        for old, new in ((3, 901), (4, 3), (901, 4)):
            for table, key in keys:
                connection.execute(sa.text(f"UPDATE {table} SET {key} = :n WHERE {key} = :o"), {"n": new, "o": old})
        assert {"claim_version 3", "claim_version 4"} & named(connection)


@pytest.mark.parametrize("gone", [1, 2, 3, 4])
def test_a_revision_taken_away_with_all_that_it_did_is_found(owned: sa.Engine, gone: int) -> None:
    """All but the last one, whose absence only a hash published elsewhere can show."""
    with case(owned) as connection:
        for layout in LAYOUTS:
            version = layout.version
            ids = [r["id"] for r in rows_of(connection, version) if r["rec_from"] == gone]
            for table in layout.children:
                for id in ids:
                    connection.execute(sa.text(f"DELETE FROM {table} WHERE {table.info['version_key']} = {id}"))
            connection.execute(sa.text(f"DELETE FROM {version} WHERE rec_from = {gone}"))
            connection.execute(sa.text(f"UPDATE {version} SET rec_to = NULL WHERE rec_to = {gone}"))
            if layout.root is not None:
                connection.execute(sa.text(f"DELETE FROM {layout.root} WHERE rec_from = {gone}"))
        connection.execute(sa.text(f"DELETE FROM redaction WHERE revision = {gone}"))
        connection.execute(sa.text(f"DELETE FROM revision WHERE seq = {gone}"))
        assert f"revision {gone + 1}" in named(connection)
        connection.execute(sa.text(f"UPDATE revision SET seq = seq - 1 WHERE seq = {gone + 1}"))
        assert f"revision {gone}" in named(connection)


def test_revisions_in_another_order_are_found(owned: sa.Engine) -> None:
    with case(owned) as connection:
        for old, new in ((2, 901), (3, 2), (901, 3)):
            connection.execute(sa.text("UPDATE revision SET seq = :n WHERE seq = :o"), {"n": new, "o": old})
        assert {"revision 2", "revision 3"} <= named(connection)


def test_a_revision_worked_out_anew_does_not_fit_the_next_one(owned: sa.Engine) -> None:
    """Somebody gives a revision another actor and works out its hash, but not those of all that follow."""
    with case(owned) as connection:
        row = next(r for r in rows_of(connection, METADATA.tables["revision"]) if r["seq"] == 2)
        said = (2, row["recorded_at"], "somebody else", row["summary"], row["payload_digest"])
        values = {"a": "somebody else", "h": revision_hash(row["prev_hash"], *said)}
        connection.execute(sa.text("UPDATE revision SET actor = :a, hash = :h WHERE seq = 2"), values)
        assert named(connection) == {"revision 3"}


def test_what_a_redaction_left_cannot_be_changed_unseen(owned: sa.Engine) -> None:
    """The digest of a hole can no longer be worked out, so that of what is left stands in the chain too."""
    with case(owned) as connection:
        connection.execute(sa.text("UPDATE wage_detail SET low = '1' WHERE claim_version_id = 5"))
        assert {"claim_version 5", "revision 5"} <= named(connection)
    with case(owned) as connection:
        connection.execute(sa.text("DELETE FROM citation WHERE claim_version_id = 2"))
        assert "claim_version 2" in named(connection)
