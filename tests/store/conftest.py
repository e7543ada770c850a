"""A store on an empty migrated database, a way to record with fixed clock and salts, and a way past the application."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from supplychain.domain.records import Figure, Identifier, Name, Record, Request, Verification
from supplychain.store.database import Changes, Store
from tests import factories as f
from tests import pay_rows

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Recorder:
    """Records with a clock that stands still and salts that can be counted."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers = itertools.count()

    def salt(self) -> str:
        return f"{next(self._numbers):032x}"

    def writer(self, summary: str = "for a test") -> Any:
        return self.store.writer("editor", summary, NOON, self.salt)

    def __call__(self, *records: Record, summary: str = "for a test") -> Changes:
        with self.writer(summary) as writer:
            return writer.put(records)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with closing(Store(migrated_url)) as made:
        yield made


@pytest.fixture
def record(store: Store) -> Recorder:
    return Recorder(store)


FIRST_WORLD = (
    f.source(),
    f.source("a-copy", origin_of=("a-report", "copy:Reuters"), quality="copy"),
    f.entity("chatgpt"),
    f.entity("openai", "vendor"),
    f.entity(
        "sama",
        "outsourcer",
        names=(Name(name="Samasource", kind="former", source="a-report"),),
        identifiers=(Identifier(scheme="wikidata", value="Q1"),),
        same_as_candidates=("openai",),
    ),
    f.entity("someone", "undisclosed"),
    f.link("l-1", "openai", "data_work_by", "sama", "chatgpt", countries=("KE", "UG"), work_types=("labelling",)),
    f.wage("w-1", "sama", low="12.50", high="13"),
    f.practice("p-1", "sama", start="2021-03", end="2022", description="Screens are filmed."),
    Figure(id="f-1", topic="workers", value="1000", unit="people", citations=f.cite("a-report")),
    f.response("r-1", "sama", claim="p-1", does_not_know=("pay",)),
    f.same("sama", "someone", "unsure"),
    Request(id="q-1", respondent="sama", asked_on="2026-01", channel="letter", claims=("p-1", "w-1")),
    Verification(claim="l-1", source="a-report", verified_by="reviewer", outcome="confirmed"),
)
SECOND_WORLD = (*FIRST_WORLD, *pay_rows.one_of_each(f.SOURCE))
THIRD_WORLD = (*SECOND_WORLD, *f.checklist())
QUESTIONNAIRE = Request(
    id="q-2", respondent="openai", asked_on="2026-02", channel="mail", about="chatgpt", questions=("qu-1", "qu-2")
)
WORLD = (*THIRD_WORLD, QUESTIONNAIRE)
"""At least one row for every table that records something, but for redactions."""
SAMA, P_1 = WORLD[4], WORLD[8]


@pytest.fixture
def sqlite_store(new_database: Callable[[str, str], str]) -> Iterator[Store]:
    """For what does not depend on the database."""
    with closing(Store(new_database("sqlite", "migrated"))) as made:
        yield made


Copies = list[tuple[str, str, dict[str, Any]]]


class Behind:
    """Statements that go past the application."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url, poolclass=sa.NullPool)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys = ON"))

    def run(self, *statements: str, **values: Any) -> None:
        """Run them in one transaction."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement), values)

    def refused(self, *statements: str, **values: Any) -> str:
        """Run them and give the words of the database, which has to refuse; at commit at the latest."""
        with pytest.raises(sa.exc.DBAPIError) as caught:
            self.run(*statements, **values)
        return str(caught.value.orig)

    def copy(self, rows: Copies, past: tuple[str, ...] = ()) -> None:
        """Insert rows made of recorded ones, in one transaction: (table, condition for the model row, changes)."""
        with self.engine.begin() as connection:
            for statement in past:
                connection.exec_driver_sql(statement)
            for table, like, changes in rows:
                found = connection.execute(sa.text(f"SELECT * FROM {table} WHERE {like}")).mappings().first()
                row = {**found, **changes}
                names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
                connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)

    def copy_refused(self, rows: Copies) -> str:
        """Insert such rows and give the words of the database, which has to refuse."""
        with pytest.raises(sa.exc.DBAPIError) as caught:
            self.copy(rows)
        return str(caught.value.orig)

    def value(self, statement: str) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(sa.text(statement)).scalar()


@pytest.fixture
def behind(migrated_url: str) -> Behind:
    return Behind(migrated_url)
