"""Reads the rows of a package into records: what is wrong with a row by itself is found here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from pydantic import ValidationError

from supplychain.domain.errors import shown
from supplychain.domain.packages import TABLES, Table
from supplychain.domain.records import Citation, Record, Target
from supplychain.domain.sentences import sentence
from supplychain.formats.columns import BETWEEN, table_columns
from supplychain.formats.descriptor import FILE, Resource
from supplychain.formats.files import Line, read_lines
from supplychain.formats.personal import all_that_reaches, find_personal
from supplychain.formats.problems import Problems, explain
from supplychain.formats.rows import cell, values

Progress = Callable[[int], None]
"""Is told how many rows more have been dealt with."""
_EVERY = 200

_STAND_INS: Mapping[str, Record] = {
    "citations": Citation(source="unread", locator="unread"),
    "targets": Target(entity="unread", stance="clarifies"),
}
"""Take the place of rows that are missing or cannot be read, so that the other faults of their parent are still found."""
_NEEDED = {
    "citations": sentence("Every claim needs a citation that supports it."),
    "targets": sentence("Every response needs a target: what it speaks to."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read."""

    number: int
    record: Record
    parent: str = ""


@dataclass(slots=True)
class Contents:
    """What stands in a package, as far as it could be read."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    ids: dict[str, dict[str, int]] = field(default_factory=lambda: {table.name: {} for table in TABLES})
    """Table -> id -> row, of rows that cannot be read too."""
    references: dict[tuple[str, str], list[tuple[str, int, str]]] = field(default_factory=lambda: defaultdict(list))
    """(table, id) -> the cells (table, row, column) that name it."""
    unread: set[str] = field(default_factory=set)
    """Tables that are listed and could not be read: nothing can be said about what is in them."""
    counted: dict[str, int] = field(default_factory=dict)


class Reader:
    """Reads the tables of one package: those that stand in others first, so that each record is made whole."""

    def __init__(self, problems: Problems, warnings: Problems, progress: Progress) -> None:
        """Begin with nothing read."""
        self.contents = Contents()
        self._problems, self._warnings, self._progress = problems, warnings, progress
        self._nested: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self._broken: set[tuple[str, str]] = set()
        """(nested table, id of parent) of rows that cannot be read."""
        self._keys: dict[tuple[str, ...], int] = {}

    def read(self, resources: list[Resource]) -> Contents:
        """Read every table from its file."""
        return self.read_tables((resource.table, self._open(resource)) for resource in _nested_first(resources))

    def read_tables(self, tables: Iterable[tuple[Table, Iterator[Line] | None]]) -> Contents:
        """Read tables from their lines, the nested ones first; None: the lines cannot be told apart."""
        for table, lines in tables:
            if lines is None:
                self.contents.unread.add(table.name)
            else:
                self._read_table(table, lines)
        for rows in self.contents.rows.values():
            rows.sort(key=lambda row: row.number)
        return self.contents

    def _open(self, resource: Resource) -> Iterator[Line] | None:
        if resource.path is None:
            return None
        if resource.sha256 and resource.sha256 != _sha256(resource.path):
            what = sentence("Its content does not have the hash that %(file)s gives.", file=FILE)
            mend = sentence(
                "The file was changed or cut off; write the hash anew or leave it out if the change is meant."
            )
            self._problems.add(resource.table.name, 0, "", what, mend)
        return read_lines(resource.path, resource.table, self._problems)

    def _read_table(self, table: Table, lines: Iterator[Line]) -> None:
        self._keys.clear()
        count = 0
        for count, line in enumerate(lines, 1):
            if table.key == ("id",) and (id := line.cells.get("id")):
                self._note_id(table, id, line.number)
            record = self._record(table, line) if line.whole else None
            if record is not None:
                self._keep(table, line, record)
            elif table.parent and (parent := line.cells.get(table.parent)):
                self._broken.add((table.name, parent))
            if count % _EVERY == 0:
                self._progress(_EVERY)
        self._progress(count % _EVERY)
        self.contents.counted[table.name] = count

    def _note_id(self, table: Table, id: str, number: int) -> None:
        if (first := self.contents.ids[table.name].setdefault(id, number)) != number:
            self._problems.add(
                table.name,
                number,
                "id",
                sentence("The id %(id)s stands already in row %(first)s.", id=shown(id), first=first),
            )

    def _record(self, table: Table, line: Line) -> Record | None:
        """Make the record of a row, or say all that is wrong with it."""
        self._look_for_people(table, line)
        self._note_references(table, line)
        columns = table_columns(table.name)
        given = values(columns, line.cells)
        wrong = False
        if table.parent:
            parent = str(given.pop(table.parent, ""))
            if not parent:
                self._problems.add(table.name, line.number, table.parent, sentence("The cell is empty."))
                wrong = True
        else:
            given |= self._nested_of(table, line)
        try:
            record = table.record.model_validate(given)
        except ValidationError as error:
            for column, what, mend in explain(error, columns, line.cells):
                if not column or column in line.cells:  # of a column that is missing, the header has spoken
                    self._problems.add(table.name, line.number, column, what, mend)
            return None
        return None if wrong else record

    def _nested_of(self, table: Table, line: Line) -> dict[str, object]:
        """Collect the rows that belong to one; where some are missing or broken, put a stand-in among them."""
        id = line.cells.get("id", "")
        found: dict[str, object] = {}
        for nested in (t for t in TABLES if table.name in t.parents):
            rows = list(self._nested.get((nested.name, id), ()))
            if len(rows) > 1:
                rows.sort(key=lambda r: _key(nested, id, r))
            broken = nested.name in self.contents.unread or (nested.name, id) in self._broken
            if nested.nested_in in _STAND_INS and not _suffice(rows):
                if not broken:
                    file = self._problems.file(nested.name)
                    what = sentence("No row in %(file)s belongs to it.", file=file)
                    if rows:
                        what = sentence("None of the rows in %(file)s that belong to it supports it.", file=file)
                    self._problems.add(table.name, line.number, "id", what, _NEEDED[nested.nested_in])
                rows.append(_STAND_INS[nested.nested_in])
            found[nested.nested_in] = tuple(rows)
        return found

    def _keep(self, table: Table, line: Line, record: Record) -> None:
        parent = line.cells[table.parent] if table.parent else ""
        if table.key != ("id",):
            key = _key(table, parent, record)
            if (first := self._keys.setdefault(key, line.number)) != line.number:
                names = ", ".join(table.key)
                self._problems.add(
                    table.name,
                    line.number,
                    "",
                    sentence("Row %(first)s has the same %(names)s already.", first=first, names=names),
                )
                return
        if table.parent:
            self._nested[table.name, parent].append(record)
        self.contents.rows[table.name].append(Row(line.number, record, parent))

    def _note_references(self, table: Table, line: Line) -> None:
        many = {column.name for column in table_columns(table.name) if column.many}
        for column, target in table.references.items():
            if column != table.parent and (text := line.cells.get(column, "")):
                for id in text.split(BETWEEN) if column in many else [text]:
                    self.contents.references[target, id].append((table.name, line.number, column))

    def _look_for_people(self, table: Table, line: Line) -> None:
        for column in table_columns(table.name):
            if column.prose and (found := find_personal(line.cells.get(column.name, ""))):
                at = (table.name, line.number, column.name)
                if found.certain:
                    self._problems.add(
                        *at,
                        sentence("Holds %(what)s.", what=all_that_reaches(line.cells[column.name]) or found.what),
                        sentence("Nothing that reaches or identifies a person may stand here."),
                    )
                else:
                    mend = sentence("No worker may be named; leave it only if it is no worker.")
                    self._warnings.add(
                        *at, sentence("Holds %(what)s: %(text)s.", what=found.what, text=shown(found.text)), mend
                    )


def _nested_first(resources: Iterable[Resource]) -> list[Resource]:
    return sorted(resources, key=lambda r: not r.table.parent)


def _suffice(rows: list[Record]) -> bool:
    return any(not isinstance(row, Citation) or row.stance == "supports" for row in rows)


def _key(table: Table, parent: str, record: Record) -> tuple[str, ...]:
    return tuple(parent if name == table.parent else cell(getattr(record, name)) for name in table.key)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
