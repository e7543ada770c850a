"""Migrations: they build what the tables declare, go down and up again, and lean on nothing that may change."""

import ast
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from supplychain.assets import asset_dir
from supplychain.domain import people, reports
from supplychain.domain import vocabulary as v
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.packages import TERMS
from supplychain.store import migrate
from supplychain.store.database import Store
from supplychain.store.tables import METADATA
from tests import factories as f

VERSIONS = sorted((asset_dir("migrations") / "versions").glob("*.py"))
POSTGRES_OBJECTS = {
    "columns": """
        SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default, collation_name
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, condeferrable, condeferred, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def engine(url: str) -> sa.Engine:
    return sa.create_engine(url, poolclass=sa.NullPool)


def schema(url: str) -> dict[str, Any]:
    """Everything of a database that is not rows: on SQLite the statements that made it, on PostgreSQL its catalogue."""
    with engine(url).connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            return {f"{kind} {name}": _words(sql) for kind, name, sql in rows if name != "alembic_version"}
        return {
            name: sorted(tuple(row) for row in connection.exec_driver_sql(query) if row[0] != "alembic_version")
            for name, query in POSTGRES_OBJECTS.items()
        }


def _words(sql: str) -> list[str]:
    """The clauses of a statement; the order of constraints after the columns means nothing."""
    return sorted(re.split(r",?\s+", sql.replace('"', "")))


def test_migrations_build_what_the_tables_declare(new_database: Callable[[str, str], str], kind: str) -> None:
    migrated, declared = new_database(kind, "migrated"), new_database(kind, "empty")
    METADATA.create_all(engine(declared))
    assert schema(migrated) == schema(declared)
    migrate.check(migrated)


def test_dropping_the_tables_leaves_nothing(database_url: str) -> None:
    nothing = schema(database_url)
    METADATA.create_all(engine(database_url))
    assert schema(database_url) != nothing
    METADATA.drop_all(engine(database_url))
    assert schema(database_url) == nothing


def test_check_finds_a_difference(migrated_url: str) -> None:
    with engine(migrated_url).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE redaction ADD COLUMN mood TEXT")
    with pytest.raises(migrate.StoreError, match="are not those of this program"):
        migrate.check(migrated_url)


def test_every_migration_goes_down_and_up_again(database_url: str) -> None:
    migrate.upgrade(database_url)
    newest, rows = schema(database_url), _terms(database_url)
    for number in [*reversed([path.name[:4] for path in VERSIONS[:-1]]), "base"]:
        migrate.downgrade(database_url, number)
        assert migrate.current(database_url) == (None if number == "base" else number)
    migrate.upgrade(database_url)
    assert schema(database_url) == newest
    assert _terms(database_url) == rows
    assert migrate.current(database_url) == migrate.head()


def test_an_upgrade_of_what_is_new_changes_nothing(migrated_url: str) -> None:
    before = schema(migrated_url)
    migrate.upgrade(migrated_url)
    assert schema(migrated_url) == before


def test_a_migration_that_fails_leaves_nothing(database_url: str) -> None:
    with engine(database_url).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE entity (id INTEGER)")
    before = schema(database_url)
    with pytest.raises(migrate.StoreError):
        migrate.upgrade(database_url)
    assert schema(database_url) == before
    assert migrate.current(database_url) is None


def _terms(url: str) -> dict[str, set[Any]]:
    names = [
        name for name, table in METADATA.tables.items() if not {"recorded", "private", "people"} & table.info.keys()
    ]
    with engine(url).connect() as connection:
        rows = {name: connection.execute(sa.select(METADATA.tables[name])) for name in names}
        return {name: {tuple(row) for row in found} for name, found in rows.items()}


def test_the_vocabularies_are_those_of_the_domain(migrated_url: str) -> None:
    """A new term needs a migration: this fails until there is one."""
    wanted: dict[str, set[Any]] = {
        name: {(code,) for code in terms}
        for name, terms in (TERMS | people.TERMS | reports.TERMS).items()
        if name != "practice"
    }
    wanted["practice"] = set(v.PRACTICE_GROUP.items())
    wanted["country"] = {(code,) for code in v.COUNTRIES}
    wanted["currency"] = {(code,) for code in v.CURRENCIES}
    wanted["relation_pair"] = set(v.RELATION_PAIRS)
    assert _terms(migrated_url) == wanted


def test_every_gap_that_can_be_found_can_be_named_by_a_criterion_and_a_question(migrated_url: str) -> None:
    assert _terms(migrated_url)["unknown"] == {(code.value,) for code in GapCode}
    named = tuple(GapCode)
    with closing(Store(migrated_url)) as store:
        with _writer(store) as write:
            write.put([f.source(), f.criterion(gaps=named), f.question(gaps=named)])
        with store.view() as view:
            found = view.snapshot().checklist
    assert [row.gaps for row in (*found.criteria.values(), *found.questions)] == [named, named]


def test_a_gap_that_a_question_names_stays_when_its_migration_goes(migrated_url: str) -> None:
    with closing(Store(migrated_url)) as store, _writer(store) as write:
        write.put([f.source(), f.criterion(), f.question(gaps=("no_answer_known",))])
    every = {code.value for code in GapCode}
    migrate.downgrade(migrated_url, "0015")
    gone = {"no_buyer_known", "pay_place_not_stated", "pay_time_not_stated", "no_conditions_known"}
    assert _codes(migrated_url) == every - gone
    migrate.upgrade(migrated_url)
    assert _codes(migrated_url) == every


def _writer(store: Store) -> Any:
    return store.writer("editor", "for a test", datetime(2030, 5, 6, 7, tzinfo=UTC), lambda: "1" * 32)


def _codes(url: str) -> set[str]:
    with engine(url).connect() as connection:
        return set(connection.scalars(sa.text("SELECT code FROM unknown")))


def test_the_migrations_are_one_line() -> None:
    numbers = [path.name[:4] for path in VERSIONS]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    for before, path in zip([None, *numbers], VERSIONS, strict=False):
        said = {
            target.id: ast.literal_eval(node.value)
            for node in _tree(path).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id in ("revision", "down_revision")
        }
        assert said == {"revision": path.name[:4], "down_revision": before}
    assert migrate.head() == numbers[-1]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_means_the_same_in_two_years(path: Path) -> None:
    """It imports nothing that this program may change."""
    imported = {
        name.split(".")[0]
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= {"alembic", "sqlalchemy", "collections", "pathlib", "runpy"}  # runpy: what 0003 makes


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
