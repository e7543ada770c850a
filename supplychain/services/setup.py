"""Set up an installation: bring its database to the newest state, and fill it when it is empty."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from supplychain.domain.recorded import own_words
from supplychain.domain.records import Record
from supplychain.services.packages import PackageReport, TableCount, import_package
from supplychain.store import migrate
from supplychain.store.database import Store

ACTOR = "installation"
SUMMARY = own_words("first_data")


class SetupReport(Record):
    """What was done to set up an installation."""

    row_type: ClassVar[type[Record]] = TableCount

    schema_before: str | None = Field(description="State of the tables before; empty when there was no database.")
    schema_after: str = Field(description="State of the tables now.")
    revision: int = Field(description="Newest revision; 0 when nothing is recorded.")
    loaded: PackageReport | None = Field(
        description="What was loaded; empty when something was recorded already or none was asked for."
    )

    def table(self) -> tuple[TableCount, ...]:
        """One row a table that was loaded."""
        return self.loaded.tables if self.loaded else ()


def set_up(url: str, seeds: Path | None, now: datetime, salt: Callable[[], str]) -> SetupReport:
    """Make the database or bring it up to date, and load a package into it if nothing was ever recorded. Safe to repeat."""
    before = migrate.current(url)
    migrate.upgrade(url)
    store = Store(url)
    try:
        with store.view() as view:
            revision = view.revision
        loaded = None
        if seeds is not None and revision == 0:
            loaded = import_package(store, seeds, ACTOR, SUMMARY, now, salt)
            revision = loaded.revision
    finally:
        store.close()
    return SetupReport(schema_before=before, schema_after=migrate.head(), revision=revision, loaded=loaded)
