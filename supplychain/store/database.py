"""The doors of the database: views, which cannot write; writers, which record all of their block or nothing; accounts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import StoreError
from supplychain.store import migrate
from supplychain.store.access import Access
from supplychain.store.assessments import Assessments
from supplychain.store.audit import Audit, Hole
from supplychain.store.engines import parse_url, place, reading_engine, sqlite_file, writing_engine
from supplychain.store.errors import explained
from supplychain.store.log import Entry, Step
from supplychain.store.people import People
from supplychain.store.reading import Mark, Revision, Version
from supplychain.store.replies import Replies
from supplychain.store.reports import Reports
from supplychain.store.saved_lists import SavedListStore
from supplychain.store.view import Snapshots, View
from supplychain.store.webhooks import Webhooks
from supplychain.store.writer import Changes, Stamp, Writer

__all__ = [
    "Accounts",
    "Audit",
    "Changes",
    "Entry",
    "Hole",
    "Mark",
    "Revision",
    "Step",
    "Store",
    "Version",
    "View",
    "Writer",
]


class Accounts(NamedTuple):
    """What is kept about people who have an account here, beside the recorded history."""

    people: People
    access: Access


class Store:
    """One database with two doors. Two engines, because a switch to read-only would leak through a shared pool."""

    def __init__(self, url: str) -> None:
        """Take an address; nothing is opened before it is used."""
        self.url = parse_url(url)
        self._reading, self._writing = reading_engine(self.url), writing_engine(self.url)
        self._snapshots = Snapshots()
        self._checked = False

    def close(self) -> None:
        """Close every connection."""
        self._reading.dispose()
        self._writing.dispose()

    @contextmanager
    def view(self, as_of: int | None = None) -> Iterator[View]:
        """Open a view. Raises NotFound for a revision that is not there, StoreError for a database that is not ours."""
        with self._open(self._reading) as connection:
            yield View(connection, self._snapshots, as_of)

    @contextmanager
    def writer(self, actor: str, summary: str, now: datetime, salt: Callable[[], str]) -> Iterator[Writer]:
        """Open a writer; `actor` is a role, never a person. All of its block becomes one revision, or nothing does."""
        if now.tzinfo is None:
            raise ValueError("the time of a revision needs a time zone")
        with self._open(self._writing) as connection:
            writer = Writer(connection, self._snapshots, Stamp(actor, summary, now, salt))
            yield writer
            writer.finish()
        if writer.redacted and sqlite_file(self.url):
            self._empty_log()

    @contextmanager
    def accounts(self, *, change: bool = False, wipe: bool = False) -> Iterator[Accounts]:
        """Open what is kept about people, to look at it or to change it: all of the block, or nothing. No revision.

        `wipe`: what the block took away must not stay in the log beside the file.
        """
        with self._open(self._writing if change else self._reading) as connection:
            yield Accounts(People(connection), Access(connection))
        if wipe and sqlite_file(self.url):
            self._empty_log()

    @contextmanager
    def reports(self, *, change: bool = False) -> Iterator[Reports]:
        """Open the reports that people sent in, to look at them or to change them: all of the block, or nothing."""
        with self._open(self._writing if change else self._reading) as connection:
            yield Reports(connection)
        if change and sqlite_file(self.url):  # what was taken away must not stay in the log beside the file
            self._empty_log()

    @contextmanager
    def replies(self, *, change: bool = False) -> Iterator[Replies]:
        """Open our letters for an answer, to look at them or to change them: all of the block, or nothing."""
        with self._open(self._writing if change else self._reading) as connection:
            yield Replies(connection)
        if change and sqlite_file(self.url):
            self._empty_log()

    @contextmanager
    def webhooks(self, *, change: bool = False) -> Iterator[Webhooks]:
        """Open the webhooks of accounts, to look at them or to change them: all of the block, or nothing."""
        with self._open(self._writing if change else self._reading) as connection:
            yield Webhooks(connection)

    @contextmanager
    def saved_lists(self, *, change: bool = False) -> Iterator[SavedListStore]:
        """Open the lists that accounts saved, to look at them or to change them: all of the block, or nothing."""
        with self._open(self._writing if change else self._reading) as connection:
            yield SavedListStore(connection)
        if change and sqlite_file(self.url):
            self._empty_log()

    @contextmanager
    def assessments(self, *, change: bool = False) -> Iterator[Assessments]:
        """Open the assessments that accounts keep, to look at them or to change them: all of the block, or nothing."""
        with self._open(self._writing if change else self._reading) as connection:
            yield Assessments(connection)
        if change and sqlite_file(self.url):
            self._empty_log()

    def _empty_log(self) -> None:
        """Bring SQLite's write-ahead log into the file: what a redaction took away still stands in it."""
        connection = self._writing.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    @contextmanager
    def _open(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        file = sqlite_file(self.url)
        if file is not None and not file.is_file():  # else SQLite would make an empty one
            raise StoreError(f"There is no database at {file}: make one with `supplychain init`.")
        with explained(self.url), engine.connect() as connection, connection.begin():
            if not self._checked:
                self._check(migrate.current_of(connection))
                self._checked = True
            yield connection

    def _check(self, found: str | None) -> None:
        where, known = place(self.url), migrate.head()
        if found is None:
            raise StoreError(f"{where} holds no database of ours yet: make its tables with `supplychain init`.")
        if found < known:
            raise StoreError(
                f"The database {where} is of an older version ({found}, not {known}): run `supplychain init`."
            )
        if found > known:
            raise StoreError(
                f"The database {where} is of a newer version ({found}) than this program ({known}): "
                "install the newer program."
            )
