"""Reading: versions with their children by a handful of set-based queries, and the state at a revision made of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from supplychain.domain.errors import NotFound, Tampered
from supplychain.domain.identity import Pair, Stamped
from supplychain.domain.records import Entity, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.values import FIRST_DAY
from supplychain.store import own_pay
from supplychain.store import tables as t
from supplychain.store.entities import ENTITIES
from supplychain.store.layout import Layout, version_key
from supplychain.store.layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of the log: what was recorded together."""

    seq: int
    recorded_at: str
    actor: str
    summary: str
    payload_digest: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a record was between two revisions; `rec_to` is None while it still is."""

    table: str
    row: int
    """Where it lies, for whoever has to redact it."""
    rec_from: int
    rec_to: int | None
    record: Record


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a version stands in the log."""

    rec_from: int
    digest: str
    redacted: bool
    """Whether its text was taken away since."""


def live_at(version: sa.Table, revision: int) -> sa.ColumnElement[bool]:
    """Say which rows of a version table were live at a revision."""
    return sa.and_(version.c.rec_from <= revision, sa.or_(version.c.rec_to.is_(None), version.c.rec_to > revision))


def child_rows(
    connection: sa.Connection, layout: Layout, condition: sa.ColumnElement[bool]
) -> dict[str, dict[int, list[Any]]]:
    """Give the rows of every child table of the versions that fulfil a condition: table -> version -> rows in order."""
    found: dict[str, dict[int, list[Any]]] = {}
    for table in layout.children:
        key = version_key(table)
        query = sa.select(table).join(layout.version, key == layout.version.c.id).where(condition).order_by(key)
        if "position" in table.c:
            query = query.order_by(table.c.position)
        at = list(table.c).index(key)
        own: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(query):
            own[row[at]].append(row)
        found[table.name] = own
    return found


def version_rows(connection: sa.Connection, layout: Layout, condition: sa.ColumnElement[bool]) -> Sequence[Any]:
    """Give the rows of the versions that fulfil a condition, oldest first, with the columns of their root."""
    version, root = layout.version, layout.root
    if root is None:
        return connection.execute(sa.select(version).where(condition).order_by(version.c.id)).all()
    beside = [column.label(f"root_{column.name}") for column in root.columns]
    query = sa.select(version, *beside).join(root, version.c[layout.owner[0]] == root.c.id)
    return connection.execute(query.where(condition).order_by(version.c.id)).all()


def load(connection: sa.Connection, layout: Layout, condition: sa.ColumnElement[bool]) -> Iterator[tuple[Any, Record]]:
    """Yield the versions that fulfil a condition, each with the record that it is."""
    children = child_rows(connection, layout, condition)
    for row in version_rows(connection, layout, condition):
        id = row.id
        try:
            record = layout.read(row, lambda table, id=id: children[table.name].get(id, ()))  # type: ignore[misc]
        except (ValidationError, ValueError, LookupError, ArithmeticError) as error:
            where = f"row {id} of {layout.version.name}"
            raise Tampered(f"What is recorded in {where} can no longer be read; verify the database.") from error
        yield row, record


def latest(connection: sa.Connection) -> int:
    """Give the newest revision; 0 when nothing was recorded yet."""
    return connection.scalar(sa.select(sa.func.max(t.revision.c.seq))) or 0


def revisions(connection: sa.Connection) -> list[Revision]:
    """Give the log, oldest first."""
    return [Revision(*row) for row in connection.execute(sa.select(t.revision).order_by(t.revision.c.seq))]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version that was read, with the revision in which its entity came in."""

    record: Record
    first_seen: int | None = None


Known = dict[str, dict[int, Loaded]]
"""Versions by table and id. What was recorded does not change but by a redaction, so they need not be read twice."""
FEW = 500
"""So many versions are asked for one by one; more are quicker to read with all the others."""


def load_known(connection: sa.Connection, revision: int, known: Known) -> Known:
    """Give every version that was live at a revision, reading those that are not known yet."""
    found: Known = {}
    for layout in LAYOUTS:
        name, condition = layout.version.name, live_at(layout.version, revision)
        before = known.get(name, {})
        ids = connection.scalars(sa.select(layout.version.c.id).where(condition)).all()
        fresh = [id for id in ids if id not in before]
        if len(fresh) <= FEW:
            condition = layout.version.c.id.in_(fresh)
        read = {
            row.id: Loaded(record, row.root_rec_from if layout is ENTITIES else None)
            for row, record in (load(connection, layout, condition) if fresh else ())
        }
        found[name] = {id: before.get(id) or read[id] for id in ids}
    return found


def snapshot_of(connection: sa.Connection, revision: int, live: Known) -> Snapshot:
    """Build the state at a revision from all that was live then."""
    query = sa.select(t.revision.c.recorded_at).where(t.revision.c.seq == revision)
    recorded_at = connection.scalar(query) or FIRST_DAY.isoformat()
    cells, held_back = own_pay.shown_at(connection, revision)
    records = (one.record for versions in live.values() for one in versions.values())
    first_seen = {
        one.record.id: one.first_seen
        for one in live[ENTITIES.version.name].values()
        if isinstance(one.record, Entity) and one.first_seen is not None
    }
    plain = Snapshot.of(records, revision, recorded_at[:10])
    return replace(plain, first_seen=first_seen, cells=cells, held_back=held_back)


def marks_at(connection: sa.Connection, layout: Layout, revision: int) -> dict[str, Mark]:
    """Say of everything that was live at a revision where its version stands in the log: id -> mark."""
    version = layout.version
    query = sa.select(version.c[layout.owner[0]], version.c.rec_from, version.c.digest, version.c.salt.is_(None))
    return {row[0]: Mark(*row[1:]) for row in connection.execute(query.where(live_at(version, revision)))}


def history(connection: sa.Connection, layout: Layout, sort: str, id: str) -> list[Version]:
    """Give every version that a record had, oldest first."""
    found = [
        Version(layout.version.name, row.id, row.rec_from, row.rec_to, record)
        for row, record in load(connection, layout, layout.version.c[layout.owner[0]] == id)
    ]
    if not found:
        raise NotFound(sort, id)
    return found


def judgement_stamps(connection: sa.Connection, revision: int) -> dict[Pair, Stamped]:
    """Give, for every judgement that was live at a revision, when it was recorded and in which role."""
    judgement, log = t.identity_judgement, t.revision
    columns = (judgement.c.left_id, judgement.c.right_id, log.c.seq, log.c.recorded_at, log.c.actor)
    query = sa.select(*columns).join(log, log.c.seq == judgement.c.rec_from).where(live_at(judgement, revision))
    return {(row.left_id, row.right_id): Stamped(*row[2:]) for row in connection.execute(query)}
