"""Whether what is recorded is what was recorded: every row against its digest, every revision against the chain.

Somebody who can write past the triggers and works out every hash anew, or takes away the last revision with all that it
did, is found only by comparing the newest hash with one that was published elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from supplychain.domain.errors import Problem
from supplychain.store import reading
from supplychain.store import tables as t
from supplychain.store.canonical import (
    Change,
    Row,
    Rows,
    left_digest,
    payload_digest,
    redaction_digest,
    revision_hash,
    row_digest,
)
from supplychain.store.layout import Layout, version_key
from supplychain.store.layouts import LAYOUTS
from supplychain.store.raw import raw_rows

_NO_VALUE = (ValueError, TypeError, ArithmeticError, AttributeError, LookupError)
"""What comes of hashing something that is no value of its kind."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A version whose text was redacted: its digest can still be compared, and what is left of it, not its content."""

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


Place = tuple[str, int]
"""A table of versions and a row in it."""


@dataclass(slots=True)
class _Found:
    problems: list[Problem] = field(default_factory=list)
    changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    """Revision -> what the rows say that it did."""
    redactions: list[Row] = field(default_factory=list)
    redacted: set[Place] = field(default_factory=set)
    left: dict[Place, str] = field(default_factory=dict)
    """Version that was redacted -> digest of what is left of it."""
    rows: int = 0

    def say(self, where: str, what: str) -> None:
        self.problems.append(Problem(where, what))


def verify(connection: sa.Connection) -> Audit:
    """Compare every row with its digest and every revision with what its rows say and with the one before it."""
    found = _Found()
    found.redactions = raw_rows(connection, t.redaction)
    found.redacted = {(row["table_name"], row["row_id"]) for row in found.redactions}
    for layout in LAYOUTS:
        _verify_layout(connection, layout, found)
    revisions = reading.revisions(connection)
    _verify_chain(revisions, found)
    holes = (Hole(r["table_name"], r["row_id"], r["revision"], r["reason"]) for r in found.redactions)
    newest = revisions[-1].hash if revisions else ""
    return Audit(len(revisions), found.rows, newest, tuple(holes), tuple(found.problems))


# -- rows --------------------------------------------------------------------------------------------------------------


def _verify_layout(connection: sa.Connection, layout: Layout, found: _Found) -> None:
    name = layout.version.name
    children = {table.name: _children(connection, table) for table in layout.children}
    roots = [] if layout.root is None else raw_rows(connection, layout.root)
    by_id = {row["id"]: row for row in roots}
    without = set(by_id)
    for row in raw_rows(connection, layout.version):
        id = row["id"]
        own = {name: [row], **{child: rows.pop(id) for child, rows in children.items() if id in rows}}
        if layout.root is not None:
            root = row[layout.owner[0]]
            own[layout.root.name] = [by_id[root]] if root in by_id else []
            without.discard(root)
        found.rows += 1
        found.changes[row["rec_from"]].append((name, id, "open", row["digest"]))
        if row["rec_to"] is not None:
            found.changes[row["rec_to"]].append((name, id, "close", row["digest"]))
        _verify_version(layout, row, own, found)
    for child, rows in children.items():
        for id in rows:
            found.say(f"{child} of {name} {id}", "belongs to a version that is not there.")
    sort = layout.owner[0].removesuffix("_id")
    for id in sorted(without, key=str):
        found.say(f"{sort} {id}", "has no version.")
    for id, number in Counter(row["id"] for row in roots).items():
        if number > 1:
            found.say(f"{sort} {id}", "is there more than once.")


def _verify_version(layout: Layout, row: Row, own: Rows, found: _Found) -> None:
    name, id = layout.version.name, row["id"]
    where = f"{name} {id}"
    if row["salt"] is None:
        _verify_hole(layout, row, own, found)
    elif (name, id) in found.redacted:
        found.say(where, "is said to be redacted and is not.")
    elif _hashed(lambda: row_digest(row["salt"], own, t.METADATA.tables)) != row["digest"]:
        found.say(where, "the row, its root or one of its children is not what was recorded.")


def _hashed(work_out: Callable[[], str]) -> str:
    """Give a hash; nothing, which is no hash of anything, where something is no value of its kind."""
    try:
        return work_out()
    except _NO_VALUE:
        return ""


def _children(connection: sa.Connection, table: sa.Table) -> dict[int, list[Row]]:
    key = version_key(table).name
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in raw_rows(connection, table):
        grouped[row[key]].append(row)
    return grouped


def _verify_hole(layout: Layout, row: Row, own: Rows, found: _Found) -> None:
    place = (layout.version.name, row["id"])
    where = f"{layout.version.name} {row['id']}"
    if place not in found.redacted:
        found.say(where, "its text was taken away and no redaction says so.")
    texts = [c.name for c in layout.version.columns if "redacted" in c.info]
    if any(row[name] for name in texts):
        found.say(where, "was given another text after its redaction.")
    found.left[place] = _hashed(lambda: left_digest(own, t.METADATA.tables)) or "no digest"


# -- revisions ---------------------------------------------------------------------------------------------------------


def _verify_chain(revisions: Sequence[reading.Revision], found: _Found) -> None:
    before, last = "", 0
    redactions = _by_revision(found.redactions)
    for revision in revisions:
        where = f"revision {revision.seq}"
        if revision.seq != last + 1:
            found.say(where, f"comes after revision {last}: what stood between them is not there.")
        if revision.prev_hash != before:
            found.say(where, "does not follow on the revision before it.")
        changes, own = found.changes.pop(revision.seq, []), redactions.pop(revision.seq, [])
        _verify_payload(revision, changes, own, found)
        said = (revision.seq, revision.recorded_at, revision.actor, revision.summary, revision.payload_digest)
        prev = revision.prev_hash
        if _hashed(lambda prev=prev, said=said: revision_hash(prev, *said)) != revision.hash:  # type: ignore[misc]
            found.say(where, "the entry of the log is not what was recorded.")
        before, last = revision.hash, revision.seq
    for seq, rows in redactions.items():
        found.changes[seq] += [(t.redaction.name, row["id"], "open", "") for row in rows]
    for seq, changes in sorted(found.changes.items(), key=str):
        named = ", ".join(f"{table} {id}" for table, id, _, _ in changes[:5])
        found.say(f"revision {seq}", f"is not there, and rows say that it made them: {named}.")


def _by_revision(redactions: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in redactions:
        found[row["revision"]].append(row)
    return found


def _verify_payload(
    revision: reading.Revision, changes: Sequence[Change], redactions: Sequence[Row], found: _Found
) -> None:
    """Compare what a revision did. Revisions of the first versions of this program said nothing of what redactions left."""

    def payload(with_left: bool) -> str:
        done = list(changes)
        for row in redactions:
            left = found.left.get((row["table_name"], row["row_id"]), "") if with_left else ""
            done.append((t.redaction.name, row["id"], "open", redaction_digest(row, left)))
        return payload_digest(done)

    where = f"revision {revision.seq}"
    if revision.payload_digest in (_hashed(lambda: payload(True)), _hashed(lambda: payload(False))):
        return
    found.say(where, "what it opened, closed or redacted is not what is there.")
    for row in redactions:
        found.say(
            f"{row['table_name']} {row['row_id']}",
            f"was redacted in revision {revision.seq}, and what the redaction left may not be what is there.",
        )
