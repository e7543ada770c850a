"""What each revision did: counted by table, and its records a page at a time, each with the version that it took the place of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from supplychain.domain.packages import TABLES
from supplychain.domain.records import Claim, Record
from supplychain.domain.watch import Keys, Move, Span
from supplychain.store import reading
from supplychain.store import tables as t
from supplychain.store.audit import Hole
from supplychain.store.claims import CLAIMS
from supplychain.store.layout import Layout
from supplychain.store.layouts import layout_for
from supplychain.store.ledger import JUDGEMENTS, REQUESTS, VERIFICATIONS
from supplychain.store.reading import Revision, Version


class Part(NamedTuple):
    """One table of the package, as it lies in the database; claims of every kind lie in one."""

    table: str
    layout: Layout
    kind: str

    def own(self, version: sa.FromClause) -> sa.ColumnElement[bool]:
        """Say which rows of the version table are of this table."""
        return version.c.kind == self.kind if self.kind else sa.true()


PARTS = tuple(
    Part(table.name, layout_for(table.record), table.record.kind if issubclass(table.record, Claim) else "")
    for table in TABLES
    if not table.parent
)
"""Every table of the package that holds records, in the order of the package."""


@dataclass(slots=True)
class Count:
    """How many records of a table a revision brought, changed or ended."""

    new: int = 0
    changed: int = 0
    ended: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.changed + self.ended


@dataclass(frozen=True, slots=True)
class Step:
    """What a revision did to one record: what was there before, what since; one of the two may be missing."""

    table: str
    before: Version | None
    after: Version | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A revision, with what it did by table."""

    revision: Revision
    counts: dict[str, Count] = field(default_factory=dict)
    redactions: int = 0


def entries(connection: sa.Connection, revisions: Sequence[Revision]) -> list[Entry]:
    """Count what each of these revisions did. As many queries for one as for fifty."""
    if not revisions:
        return []
    seqs = [revision.seq for revision in revisions]
    lo, hi = min(seqs), max(seqs)
    counts: dict[int, dict[str, Count]] = defaultdict(dict)
    for table, seq, opened, following in connection.execute(sa.union_all(*(_opened(part, lo, hi) for part in PARTS))):
        count = counts[seq].setdefault(table, Count())
        count.new, count.changed = opened - following, following
    for table, seq, ended in connection.execute(sa.union_all(*(_ended(part, lo, hi) for part in PARTS))):
        counts[seq].setdefault(table, Count()).ended = ended
    query = sa.select(t.redaction.c.revision, sa.func.count()).where(t.redaction.c.revision.between(lo, hi))
    redacted: dict[int, int] = {row[0]: row[1] for row in connection.execute(query.group_by(t.redaction.c.revision))}
    return [Entry(r, _ordered(counts.get(r.seq, {})), redacted.get(r.seq, 0)) for r in revisions]


def _ordered(counts: dict[str, Count]) -> dict[str, Count]:
    return {part.table: counts[part.table] for part in PARTS if part.table in counts}


def _beside(part: Part, version: sa.FromClause, other: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(*(version.c[name] == other.c[name] for name in part.layout.owner))


def _opened(part: Part, lo: int, hi: int) -> sa.Select[Any]:
    """Count what came in by revision, and how much of it took the place of a version before."""
    version, before = part.layout.version.alias("v"), part.layout.version.alias("b")
    follows = sa.and_(_beside(part, version, before), before.c.rec_to == version.c.rec_from)
    name = sa.literal(part.table).label("part")
    query = sa.select(name, version.c.rec_from, sa.func.count(), sa.func.count(before.c.id))
    query = query.select_from(version.outerjoin(before, follows)).where(part.own(version))
    return query.where(version.c.rec_from.between(lo, hi)).group_by(version.c.rec_from)


def _ended(part: Part, lo: int, hi: int) -> sa.Select[Any]:
    """Count what went by revision and was followed by nothing."""
    version, after = part.layout.version.alias("v"), part.layout.version.alias("a")
    follows = sa.and_(_beside(part, version, after), after.c.rec_from == version.c.rec_to)
    name = sa.literal(part.table).label("part")
    query = sa.select(name, version.c.rec_to, sa.func.count()).select_from(version.outerjoin(after, follows))
    query = query.where(part.own(version), after.c.id.is_(None), version.c.rec_to.between(lo, hi))
    return query.group_by(version.c.rec_to)


# -- the records of one revision ---------------------------------------------------------------------------------------


def steps(
    connection: sa.Connection, entry: Entry, table: str = "", skip: int = 0, most: int | None = None
) -> list[Step]:
    """Give what a revision did to records, by table and then in the order in which they were written, from one place on."""
    found: list[Step] = []
    for part in PARTS:
        left = None if most is None else most - len(found)
        if table not in ("", part.table) or part.table not in entry.counts or left == 0:
            continue
        total = entry.counts[part.table].total
        if skip >= total:
            skip -= total
            continue
        pairs = _pairs(part, entry.revision.seq)
        found += _loaded(
            connection, part, connection.execute((pairs.offset(skip) if skip else pairs).limit(left)).all()
        )
        skip = 0
    return found


def _pairs(part: Part, seq: int) -> sa.Select[Any]:
    """Choose the versions that a revision closed and opened, one row for each record."""
    version = part.layout.version
    closed = sa.func.max(sa.case((version.c.rec_to == seq, version.c.id)))
    opened = sa.func.max(sa.case((version.c.rec_from == seq, version.c.id)))
    query = sa.select(closed.label("closed"), opened.label("opened")).where(part.own(version))
    query = query.where(sa.or_(version.c.rec_from == seq, version.c.rec_to == seq))
    return query.group_by(*(version.c[name] for name in part.layout.owner)).order_by(sa.func.max(version.c.id))


def _loaded(connection: sa.Connection, part: Part, rows: Sequence[Any]) -> Iterator[Step]:
    ids = [id for row in rows for id in row if id is not None]
    if not ids:
        return
    version = part.layout.version
    condition = version.c.id.in_(ids) if len(ids) < 500 else version.c.id.between(min(ids), max(ids))
    wanted = set(ids)
    found = {
        row.id: Version(version.name, row.id, row.rec_from, row.rec_to, record)
        for row, record in reading.load(connection, part.layout, condition)
        if row.id in wanted
    }
    for closed, opened in rows:
        yield Step(part.table, found.get(closed), found.get(opened))


# -- the moves of a set of records -------------------------------------------------------------------------------------

_AT_ONCE = 5_000
"""Ids that one query names."""


def spans(connection: sa.Connection, keys: Keys | None, since: int, until: int) -> list[Span]:
    """Give every version of some records (None: of all) that opened or closed from one revision to another."""
    found: list[Span] = []
    for part in PARTS:
        version = part.layout.version
        id = _id_of(part)
        query = sa.select(id, version.c.id, version.c.rec_from, version.c.rec_to).where(part.own(version))
        touched = sa.or_(version.c.rec_from.between(since, until), version.c.rec_to.between(since, until))
        for own in [None] if keys is None else batched(sorted(keys.get(part.table, ())), _AT_ONCE):
            asked = query.where(touched) if own is None else query.where(touched, id.in_(own))
            found += [Span(part.table, *row) for row in connection.execute(asked)]
    return found


T = TypeVar("T")


def batched(ids: Sequence[T], size: int) -> list[Sequence[T]]:
    """Cut a list into pieces."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _id_of(part: Part) -> sa.ColumnElement[str]:
    """Write the id of a record as one text, as the history does."""
    written: sa.ColumnElement[str] = part.layout.version.c[part.layout.owner[0]]
    for name in part.layout.owner[1:]:
        written = written.concat(" ").concat(part.layout.version.c[name])
    return written


def moved(connection: sa.Connection, found: Sequence[Move]) -> dict[tuple[str, int], Version]:
    """Give the versions before and after some moves: table of the package and row -> version."""
    rows: dict[str, set[int]] = defaultdict(set)
    for move in found:
        rows[move.table] |= {row for row in (move.before, move.after) if row is not None}
    made: dict[tuple[str, int], Version] = {}
    for part in PARTS:
        for own in batched(sorted(rows[part.table]), _AT_ONCE):
            version = part.layout.version
            for row, record in reading.load(connection, part.layout, version.c.id.in_(own)):
                made[part.table, row.id] = Version(version.name, row.id, row.rec_from, row.rec_to, record)
    return made


def past(connection: sa.Connection, revision: int) -> list[Record]:
    """Give every version of claims, judgements, requests and second readings that held before a revision and not in it."""
    found: list[Record] = []
    for layout in (CLAIMS, JUDGEMENTS, REQUESTS, VERIFICATIONS):
        found += [record for _, record in reading.load(connection, layout, layout.version.c.rec_to <= revision)]
    return found


def returned(connection: sa.Connection, seq: int) -> dict[tuple[str, int], int]:
    """Say which of the versions that a revision closed for good were followed later all the same, and when."""
    found: dict[tuple[str, int], int] = {}
    for layout in dict.fromkeys(part.layout for part in PARTS):
        gone, later = layout.version.alias("g"), layout.version.alias("l")
        same = sa.and_(*(gone.c[name] == later.c[name] for name in layout.owner), later.c.rec_from > seq)
        query = sa.select(gone.c.id, sa.func.min(later.c.rec_from)).select_from(gone.join(later, same))
        for id, since in connection.execute(query.where(gone.c.rec_to == seq).group_by(gone.c.id)):
            found[layout.version.name, id] = since
    return found


# -- the log -----------------------------------------------------------------------------------------------------------


def revisions_among(connection: sa.Connection, seqs: Iterable[int]) -> dict[int, Revision]:
    """Give these revisions, by number."""
    query = sa.select(t.revision).where(t.revision.c.seq.in_(sorted(set(seqs))))
    return {row.seq: Revision(*row) for row in connection.execute(query)}


def page_of_revisions(connection: sa.Connection, newest: int, skip: int, most: int) -> list[Revision]:
    """Give revisions up to one, newest first."""
    query = sa.select(t.revision).where(t.revision.c.seq <= newest).order_by(t.revision.c.seq.desc())
    return [Revision(*row) for row in connection.execute(query.offset(skip).limit(most))]


def holes(connection: sa.Connection) -> list[Hole]:
    """Give every redaction; there are few."""
    query = sa.select(t.redaction).order_by(t.redaction.c.id)
    return [Hole(r.table_name, r.row_id, r.revision, r.reason) for r in connection.execute(query)]


def versions_at(connection: sa.Connection, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Version]:
    """Give the versions in these rows: (table of versions, row)."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name, row in places:
        ids[name].append(row)
    found: dict[tuple[str, int], Version] = {}
    for layout in {part.layout.version.name: part.layout for part in PARTS}.values():
        name = layout.version.name
        if name in ids:
            for row, record in reading.load(connection, layout, layout.version.c.id.in_(ids[name])):
                found[name, row.id] = Version(name, row.id, row.rec_from, row.rec_to, record)
    return found
