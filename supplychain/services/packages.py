"""Check, import and export a data package; what is said about it is one report for every face."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.packages import TABLE_OF, TABLES, Table
from supplychain.domain.records import Record
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.packages import Known, Package, Progress, read_package, write_package
from supplychain.formats.rows import table_rows
from supplychain.store.database import Store, View

Keyed = dict[str, dict[tuple[str, ...], Record]]
"""Table -> key -> record."""
_COUNTED = ("new", "changed", "unchanged", "removed")


class TableCount(Record):
    """What there is of one table."""

    table: str = Field(description="Name of the table.")
    rows: int = Field(description="Rows in the package.")
    new: int | None = Field(None, description="Rows that are not recorded yet; empty when that was not compared.")
    changed: int | None = Field(None, description="Rows that are recorded with other content.")
    unchanged: int | None = Field(None, description="Rows that are recorded as they are.")
    removed: int | None = Field(
        None, description="Rows of a name, citation ... that the package's record no longer has."
    )


class PackageReport(Record):
    """What a package holds, what it would change or has changed, and what is wrong with it."""

    row_type: ClassVar[type[Record]] = TableCount

    path: str = Field(description="The folder.")
    revision: int = Field(description="Revision with which it was compared, which it made, or of which it is a copy.")
    recorded: bool = Field(
        False, description="Whether something was recorded; a package that changes nothing makes no revision."
    )
    tables: tuple[TableCount, ...] = Field(description="Counts by table.")
    changed_ids: tuple[str, ...] = Field(
        (), description="What is recorded otherwise, as “table id”: an import replaces it."
    )
    problems: tuple[Problem, ...] = Field(
        (), description="What is wrong; while there is anything, nothing is recorded."
    )
    warnings: tuple[Problem, ...] = Field((), description="What somebody should look at.")

    def table(self) -> tuple[TableCount, ...]:
        """One row a table."""
        return self.tables

    @property
    def total(self) -> int:
        """Rows in all tables."""
        return sum(count.rows for count in self.tables)


def _ignore(rows: int) -> None:
    """Nobody wants to know about progress."""


def check_package(view: View, path: Path, progress: Progress = _ignore) -> PackageReport:
    """Say what is wrong with a package and what an import would change. Nothing is recorded."""
    snapshot = view.snapshot()
    package = read_package(path, known_of(snapshot), progress)
    return _compared(path, package, snapshot)[0]


def import_package(
    store: Store,
    path: Path,
    actor: str,
    summary: str,
    now: datetime,
    salt: Callable[[], str],
    progress: Progress = _ignore,
) -> PackageReport:
    """Record what is new or changed in a package as one revision; the same package again records nothing.

    Rows that the package does not hold stay as they are. Raises Invalid with every problem; then nothing is recorded.
    """
    with store.view() as view:  # reading a large package takes time, in which nobody else should have to wait
        snapshot = view.snapshot()
    package = read_package(path, known_of(snapshot), progress)
    report, todo = _compared(path, package, snapshot)
    if package.problems:
        raise Invalid(package.problems)
    if not todo:
        return report
    with store.writer(actor, summary, now, salt) as writer:
        if writer.revision != snapshot.revision:  # somebody recorded something in the meantime
            snapshot = writer.snapshot()
            package = read_package(path, known_of(snapshot))
            report, todo = _compared(path, package, snapshot)
            if package.problems:
                raise Invalid(package.problems)
        if not todo:
            return report
        writer.put(todo)
        return report.model_copy(update={"revision": writer.next, "recorded": True})


def export_package(view: View, path: Path) -> PackageReport:
    """Write everything that is live as a package. Raises Refused when the folder holds something else."""
    snapshot = view.snapshot()
    counted = write_package(path, _records(snapshot))
    tables = tuple(TableCount(table=name, rows=rows) for name, rows in counted.items())
    return PackageReport(path=str(path), revision=snapshot.revision, tables=tables)


def _records(snapshot: Snapshot) -> Iterator[Record]:
    yield from snapshot.entities.values()
    yield from snapshot.sources.values()
    yield from snapshot.claims.values()
    yield from snapshot.judgements
    yield from snapshot.requests
    yield from snapshot.verifications
    yield from snapshot.reference_rows


def known_of(snapshot: Snapshot) -> Known:
    """Say what a package or a report can lean on."""
    return Known(
        entities={id: entity.kind for id, entity in snapshot.entities.items()},
        sources={id: source.origin_of for id, source in snapshot.sources.items()},
        claims={id: TABLE_OF[type(claim)].name for id, claim in snapshot.claims.items()},
        criteria=snapshot.checklist.criteria,
    )


def _compared(path: Path, package: Package, snapshot: Snapshot) -> tuple[PackageReport, list[Record]]:
    """Compare with what is live; give the report and the records that are new or changed."""
    comparison = _Comparison(package, snapshot)
    for record in package.records:
        comparison.add(record)
    report = PackageReport(
        path=str(path),
        revision=snapshot.revision,
        tables=tuple(comparison.counts()),
        changed_ids=tuple(comparison.changed_ids),
        problems=package.problems,
        warnings=package.warnings,
    )
    return report, comparison.todo


class _Comparison:
    """Compares row by row as it is written, so that 12.50 differs from 12.5 and the order of citations does not count."""

    def __init__(self, package: Package, snapshot: Snapshot) -> None:
        self._package = package
        self._live = _by_key(_records(snapshot))
        self._counts = {table.name: dict.fromkeys(_COUNTED, 0) for table in TABLES if table.name in package.counted}
        self.todo: list[Record] = []
        self.changed_ids: list[str] = []

    def counts(self) -> Iterator[TableCount]:
        for name, counts in self._counts.items():
            compared = {} if self._package.problems else counts
            yield TableCount(table=name, rows=self._package.counted[name], **compared)

    def add(self, record: Record) -> None:
        own, key = TABLE_OF[type(record)].name, _key(record)
        old = self._live[own].get(key)
        tables = [table for table in TABLES if own in (table.name, *table.parents)]
        for table in tables:
            if old is not None and table.name not in self._counts:  # a table that is absent leaves its rows as they are
                record = record.model_copy(update={table.nested_in: getattr(old, table.nested_in)})
        differing = [self._differs(table, record, old) for table in tables if table.name in self._counts]
        if not any(differing):
            return
        self.todo.append(record)
        if old is not None:
            self.changed_ids.append(f"{own} {' '.join(key)}")

    def _differs(self, table: Table, new: Record, old: Record | None) -> bool:
        """Count the rows that a record has in one table and say whether any differs."""
        rows = {_row_key(table, row): row for row in table_rows(table, [new])}
        before = {_row_key(table, row): row for row in table_rows(table, [old] if old is not None else [])}
        found = Counter(
            "new" if key not in before else "unchanged" if before[key] == row else "changed"
            for key, row in rows.items()
        )
        found["removed"] = len(before.keys() - rows.keys())
        for what, number in found.items():
            self._counts[table.name][what] += number
        return bool(found.total() - found["unchanged"])


def _row_key(table: Table, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _key(record: Record) -> tuple[str, ...]:
    return tuple(getattr(record, name) for name in TABLE_OF[type(record)].key)


def _by_key(records: Iterable[Record]) -> Keyed:
    found: Keyed = {table.name: {} for table in TABLES}
    for record in records:
        found[TABLE_OF[type(record)].name][_key(record)] = record
    return found
