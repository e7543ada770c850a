"""Whether what is recorded is what was recorded: every row against its digest, every revision against the chain.

Somebody who can write past the triggers and works out every hash anew, or takes away the last revision with all that it
did, is found only by comparing the newest hash with one that was published elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from supplychain.domain.errors import Problem
from supplychain.store import reading
from supplychain.store import tables as t
from supplychain.store.canonical import Change, Row, payload_digest, redaction_digest, revision_hash, row_digest
from supplychain.store.layout import Layout, version_key
from supplychain.store.layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class Hole:
    """A version whose text was redacted: only its digest can still be compared, not its content."""

    table: str
    row: int
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What was compared and what does not agree."""

    revisions: int
    rows: int
    hash: str
    """Of the newest revision; empty when nothing was recorded."""
    holes: tuple[Hole, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Found:
    problems: list[Problem] = field(default_factory=list)
    changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    """Revision -> what the rows say that it did."""
    rows: int = 0

    def say(self, where: str, what: str) -> None:
        self.problems.append(Problem(where, what))


def verify(connection: sa.Connection) -> Audit:
    """Compare every row with its digest and every revision with what its rows say and with the one before it."""
    found = _Found()
    holes = {(hole.table, hole.row): hole for hole in _holes(connection, found)}
    for layout in LAYOUTS:
        try:
            _verify_layout(connection, layout, holes, found)
        except (ValueError, TypeError, ArithmeticError) as error:
            found.say(layout.version.name, f"holds something that is no value of its kind: {error}.")
    revisions = reading.revisions(connection)
    _verify_chain(revisions, found)
    newest = revisions[-1].hash if revisions else ""
    return Audit(len(revisions), found.rows, newest, tuple(holes.values()), tuple(found.problems))


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows(connection: sa.Connection, table: sa.Table) -> list[Row]:
    return [dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()]


def _holes(connection: sa.Connection, found: _Found) -> Iterator[Hole]:
    for row in _rows(connection, t.redaction):
        found.changes[row["revision"]].append((t.redaction.name, row["id"], "open", redaction_digest(row)))
        yield Hole(row["table_name"], row["row_id"], row["revision"], row["reason"])


def _verify_layout(
    connection: sa.Connection, layout: Layout, holes: dict[tuple[str, int], Hole], found: _Found
) -> None:
    name = layout.version.name
    children = {table.name: _children(connection, table) for table in layout.children}
    roots = {} if layout.root is None else {row["id"]: row for row in _rows(connection, layout.root)}
    without = set(roots)
    for row in _rows(connection, layout.version):
        id, where = row["id"], f"{name} {row['id']}"
        own = {name: [row], **{child: rows.pop(id) for child, rows in children.items() if id in rows}}
        if layout.root is not None:
            root = row[layout.owner[0]]
            own[layout.root.name] = [roots[root]] if root in roots else []
            without.discard(root)
        found.rows += 1
        found.changes[row["rec_from"]].append((name, id, "open", row["digest"]))
        if row["rec_to"] is not None:
            found.changes[row["rec_to"]].append((name, id, "close", row["digest"]))
        if row["salt"] is None:
            _verify_hole(layout, row, (name, id) in holes, where, found)
        elif (name, id) in holes:
            found.say(where, "is said to be redacted and is not.")
        elif row_digest(row["salt"], own, t.METADATA.tables) != row["digest"]:
            found.say(where, "the row, its root or one of its children is not what was recorded.")
    for child, rows in children.items():
        for id in rows:
            found.say(f"{child} of {name} {id}", "belongs to a version that is not there.")
    for id in sorted(without):
        found.say(f"{layout.owner[0].removesuffix('_id')} {id}", "has no version.")


def _children(connection: sa.Connection, table: sa.Table) -> dict[int, list[Row]]:
    key = version_key(table).name
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(connection, table):
        grouped[row[key]].append(row)
    return grouped


def _verify_hole(layout: Layout, row: Row, recorded: bool, where: str, found: _Found) -> None:
    if not recorded:
        found.say(where, "its text was taken away and no redaction says so.")
    texts = [c.name for c in layout.version.columns if "redacted" in c.info]
    if any(row[name] for name in texts):
        found.say(where, "was given another text after its redaction.")


# -- revisions ---------------------------------------------------------------------------------------------------------


def _verify_chain(revisions: Sequence[reading.Revision], found: _Found) -> None:
    before, last = "", 0
    for revision in revisions:
        where = f"revision {revision.seq}"
        if revision.seq != last + 1:
            found.say(where, f"comes after revision {last}: what stood between them is not there.")
        if revision.prev_hash != before:
            found.say(where, "does not follow on the revision before it.")
        if payload_digest(found.changes.pop(revision.seq, [])) != revision.payload_digest:
            found.say(where, "what it opened, closed or redacted is not what is there.")
        said = (revision.seq, revision.recorded_at, revision.actor, revision.summary, revision.payload_digest)
        if revision_hash(revision.prev_hash, *said) != revision.hash:
            found.say(where, "the entry of the log is not what was recorded.")
        before, last = revision.hash, revision.seq
    for seq, changes in sorted(found.changes.items(), key=str):
        named = ", ".join(f"{table} {id}" for table, id, _, _ in changes[:5])
        found.say(f"revision {seq}", f"is not there, and rows say that it made them: {named}.")
