"""Recording: a writer compares what it is given with what is live, closes and opens versions, and ends in one revision."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from supplychain.domain.errors import Conflict, NotFound, shown
from supplychain.domain.inquiries import AnswerFile
from supplychain.domain.packages import TABLE_OF
from supplychain.domain.pay_gate import Gate, OwnReport
from supplychain.domain.records import Claim, Entity, Record, Wage
from supplychain.domain.sentences import sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.store import own_pay, reply_files
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
from supplychain.store.claims import CLAIMS
from supplychain.store.entities import ENTITIES
from supplychain.store.layout import Layout, Writing, version_key
from supplychain.store.layouts import LAYOUTS, key_of, layout_of
from supplychain.store.ledger import JUDGEMENTS
from supplychain.store.own_pay import Released
from supplychain.store.raw import version_document
from supplychain.store.references import check_references
from supplychain.store.replies import Replies
from supplychain.store.reports import Reports
from supplychain.store.sources import SOURCES
from supplychain.store.view import Snapshots, View

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What came of records that were put, counted by table of the package."""

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a revision says about itself, and where the salts of its rows come from."""

    actor: str
    summary: str
    now: datetime
    salt: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Live:
    """A live version: where it is, since when, its digest."""

    id: int
    rec_from: int
    digest: str


class Writer(View):
    """A view that also records. What it was given becomes one revision when its block ends well, else nothing."""

    def __init__(self, connection: sa.Connection, snapshots: Snapshots, stamp: Stamp) -> None:
        """Take a connection whose transaction keeps all other writers out."""
        super().__init__(connection, snapshots)
        self._stamp = stamp
        self._changes: list[Change] = []
        self._released = False
        self.next = self.revision + 1
        """The revision that this block will be."""
        self.redacted = False
        """Whether this block took text away."""
        self.reports = Reports(connection)
        """The reports that people sent in: what is decided on one stands or falls with what it publishes."""
        self.replies = Replies(connection)
        """Our letters for an answer, which stand or fall with the requests that are recorded."""

    def snapshot(self) -> Snapshot:
        """Give everything that is live, with what this block changed so far."""
        if self._changes:
            return self._snapshots.with_more(self._connection, self.next)
        return super().snapshot()

    # -- what can be recorded --------------------------------------------------------------------------------------

    def put(self, records: Iterable[Record]) -> Changes:
        """Record what is new or changed; the order does not matter. Raises Conflict when it does not fit what is there."""
        state = self.snapshot()
        before = _by_key(state)
        given = _given(records)
        changes = Changes()
        kinds = {id: entity.kind for id, entity in state.entities.items()}
        todo: dict[Layout, list[tuple[Key, Record]]] = {}
        for layout in LAYOUTS:
            for key, record in sorted(given[layout.version.name].items()):
                old = before[layout.version.name].get(key)
                _check_kind(old, record)
                table = TABLE_OF[type(record)].name
                if old is not None and old.model_dump_json() == record.model_dump_json():
                    changes.unchanged[table] += 1
                    continue
                (changes.new if old is None else changes.changed)[table] += 1
                todo.setdefault(layout, []).append((key, record))
                if isinstance(record, Entity):
                    kinds[record.id] = record.kind
        if taken := own_pay.taken(self._connection, (id for (id, *_), _ in todo.get(CLAIMS, ()))):
            raise Conflict(sentence("The id %(taken)s is taken: give the claim another one.", taken=shown(taken[0])))
        check_references((record for found in todo.values() for _, record in found), before, given, kinds)
        self._write(todo, kinds)
        return changes

    def end(self, judgement: tuple[str, str]) -> None:
        """Take a judgement back: the two ids are judged no longer. Raises NotFound."""
        live = self._live(JUDGEMENTS)
        if judgement not in live:
            raise NotFound("judgement", " ".join(judgement))
        self._close(JUDGEMENTS, [live[judgement]])

    def end_rows(self, records: Iterable[Record]) -> None:
        """End records that are live: there is no version of them any more. Raises Conflict for what keeps its page for ever."""
        for name, found in _given(records).items():
            layout = next(layout for layout in LAYOUTS if layout.version.name == name)
            if found and layout.root is not None:
                raise Conflict(sentence("An entity, a source or a claim is never ended: a claim can be withdrawn."))
            live = self._live(layout) if found else {}
            if missing := sorted(key for key in found if key not in live):
                raise Conflict(sentence("%(id)s is not there any more.", id=shown(" ".join(missing[0]))))
            self._close(layout, [live[key] for key in sorted(found)])

    def redact(self, table: str, id: int, reason: str) -> None:
        """Take the text and the salt of one version away for ever; its digest stays and shows the hole."""
        layout = next((layout for layout in LAYOUTS if layout.version.name == table), None)
        if layout is None:
            raise NotFound("table of versions", table)
        version = layout.version
        at = version.c.id == id
        found = self._connection.execute(sa.select(version.c.salt).where(at)).one_or_none()
        if found is None:
            raise NotFound(f"row in {table}", str(id))
        if found.salt is None:
            raise Conflict(sentence("Row %(id)s of %(table)s is redacted already.", id=id, table=table))
        if not _blanks(version):
            raise Conflict(sentence("The table %(table)s holds no text that could be redacted.", table=table))
        redaction_id = self._next_id(t.redaction)
        row = {
            "id": redaction_id,
            "revision": self.next,
            "table_name": table,
            "row_id": id,
            "reason": reason,
        }
        self._connection.execute(sa.insert(t.redaction), [row])
        self.redacted = True
        self._connection.execute(sa.update(version).where(at).values(salt=None, **_blanks(version)))
        for child in layout.children:
            if blanks := _blanks(child):
                self._connection.execute(sa.update(child).where(version_key(child) == id).values(**blanks))
        left = left_digest(version_document(self._connection, layout, id), t.METADATA.tables)
        self._changes.append((t.redaction.name, redaction_id, "open", redaction_digest(row, left)))

    def publish_file(self, claim: str, file: AnswerFile, data: bytes) -> None:
        """Publish a file with an answer."""
        reply_files.keep(self._connection, claim, file, data)

    def drop_file(self, claim: str, number: int) -> None:
        """Take a published file away for ever. It makes no revision. Raises NotFound."""
        reply_files.drop(self._connection, claim, number)
        self.redacted = True

    # -- pay that workers reported to us -----------------------------------------------------------------------------

    def put_own(self, wage: Wage, own: OwnReport) -> None:
        """Keep a pay report that rests on a worker's own submission. It is no claim and makes no revision. Raises Conflict."""
        own_pay.keep(self._connection, wage, own, self.snapshot().entities)

    def forget_own(self, id: str) -> None:
        """Take such a report away for ever; what was released with it stays. Raises NotFound."""
        own_pay.forget(self._connection, id)
        self.redacted = True

    def own_reports(self) -> dict[str, tuple[Wage, OwnReport]]:
        """Give every such report, by id. No view gives them."""
        return own_pay.reports(self._connection)

    def released_pay(self) -> Released:
        """Give what was released of them so far, with the people behind it."""
        return own_pay.released(self._connection)

    def release_pay(self, gate: Gate, quarter: str, day: date) -> bool:
        """Record a batch and say whether it changes what is shown; then this block is a revision, and shows it."""
        before = self.released_pay()
        new = len(gate.releases) - len(before.releases)
        self._released = bool(new) or gate.published.held_back != before.held_back
        revision = self.next if self._released else self.revision
        own_pay.remember(self._connection, gate, quarter, day, revision, new)
        return self._released

    def finish(self) -> bool:
        """Write the revision, if there is anything to record, and say whether there was."""
        if not self._changes and not self._released:
            return False
        query = sa.select(t.revision.c.hash).where(t.revision.c.seq == self.revision)
        prev_hash = self._connection.scalar(query) or ""
        recorded_at = self._stamp.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        payload = payload_digest(self._changes)
        said = (self.next, recorded_at, self._stamp.actor, self._stamp.summary, payload)
        row = dict(
            zip(
                ("seq", "recorded_at", "actor", "summary", "payload_digest", "prev_hash", "hash"),
                (*said, prev_hash, revision_hash(prev_hash, *said)),
                strict=True,
            )
        )
        self._connection.execute(sa.insert(t.revision), [row])
        return True

    # -- how it is recorded ----------------------------------------------------------------------------------------

    def _write(self, todo: Mapping[Layout, list[tuple[Key, Record]]], kinds: Mapping[str, str]) -> None:
        """Close what changed, then insert everything: roots first, for versions and children refer to them."""
        rows: Rows = defaultdict(list)
        citation_ids = itertools.count(self._next_id(t.citation))
        for layout, found in todo.items():
            live = self._live(layout)
            self._close(layout, [live[key] for key, _ in found if key in live])
            roots = self._roots(layout, found, live)
            for id, (key, record) in enumerate(found, self._next_id(layout.version)):
                own = layout.write(record, Writing(id, kinds, citation_ids))
                own[layout.version.name][0]["rec_from"] = self.next
                if layout.root is not None:
                    own[layout.root.name] = [roots[key[0]]]
                self._sign(own, layout, id)
                for name, more in own.items():
                    if not (layout.root is not None and name == layout.root.name and key in live):
                        rows[name] += more
        for table in _INSERT_ORDER:
            if rows[table.name]:
                self._connection.execute(sa.insert(table), rows[table.name])

    def _sign(self, own: Rows, layout: Layout, id: int) -> None:
        (version,) = own[layout.version.name]
        salt = self._stamp.salt()
        digest = row_digest(salt, own, t.METADATA.tables)
        version |= {"salt": salt, "digest": digest, "rec_to": None}
        self._changes.append((layout.version.name, id, "open", digest))

    def _roots(self, layout: Layout, found: list[tuple[Key, Record]], live: Mapping[Key, Live]) -> dict[str, Row]:
        """Give the root of every record: the one that is there, or a new one."""
        if layout.root is None:
            return {}
        there = {}
        if any(key in live for key, _ in found):
            there = {row.id: dict(row._mapping) for row in self._connection.execute(sa.select(layout.root))}
        for (id,), record in found:
            if id not in there:
                kind = {"kind": record.kind} if isinstance(record, Entity | Claim) else {}
                there[id] = {"id": id, **kind, "rec_from": self.next}
        return there

    def _live(self, layout: Layout) -> dict[Key, Live]:
        version = layout.version
        owner = [version.c[name] for name in layout.owner]
        query = sa.select(version.c.id, version.c.rec_from, version.c.digest, *owner)
        found = self._connection.execute(query.where(version.c.rec_to.is_(None)))
        return {tuple(row[3:]): Live(*row[:3]) for row in found}

    def _close(self, layout: Layout, rows: list[Live]) -> None:
        if not rows:
            return
        if any(row.rec_from == self.next for row in rows):
            raise Conflict(sentence("The same record cannot be changed twice in one revision."))
        version = layout.version
        closing = sa.update(version).where(version.c.id == sa.bindparam("row")).values(rec_to=self.next)
        self._connection.execute(closing, [{"row": row.id} for row in rows])
        self._changes += [(version.name, row.id, "close", row.digest) for row in rows]

    def _next_id(self, table: sa.Table) -> int:
        return (self._connection.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1


_INSERT_ORDER = (
    *(layout.root for layout in LAYOUTS if layout.root is not None),
    *(layout.version for layout in LAYOUTS),
    *(table for layout in LAYOUTS for table in layout.children),
)


def _blanks(table: sa.Table) -> dict[str, Any]:
    """Give what takes the place of every text that a redaction takes away; where there was none, none is shown."""
    return {
        column.name: sa.case((column != "", sa.literal_column(column.info["redacted"])), else_=column)
        for column in table.columns
        if "redacted" in column.info
    }


def _by_key(state: Snapshot) -> dict[str, dict[Key, Record]]:
    """Give what is live: version table -> key -> record."""
    found: dict[str, dict[Key, Record]] = {layout.version.name: {} for layout in LAYOUTS}
    found[ENTITIES.version.name] = {(id,): record for id, record in state.entities.items()}
    found[SOURCES.version.name] = {(id,): record for id, record in state.sources.items()}
    found[CLAIMS.version.name] = {(id,): record for id, record in state.claims.items()}
    for record in (*state.judgements, *state.requests, *state.verifications, *state.reference_rows):
        found[layout_of(record).version.name][key_of(record)] = record
    return found


def _given(records: Iterable[Record]) -> dict[str, dict[Key, Record]]:
    found: dict[str, dict[Key, Record]] = {layout.version.name: {} for layout in LAYOUTS}
    for record in records:
        key = key_of(record)
        first = found[layout_of(record).version.name].setdefault(key, record)
        if first is not record and first.model_dump_json() != record.model_dump_json():
            raise Conflict(sentence("%(id)s is given twice with different content.", id=shown(" ".join(key))))
    return found


def _check_kind(old: Record | None, new: Record) -> None:
    if isinstance(old, Entity | Claim) and isinstance(new, Entity | Claim) and old.kind != new.kind:
        raise Conflict(
            sentence(
                "%(id)s is recorded as %(kind)s and cannot become %(new)s: make a new one, and judge the two the same "
                "or withdraw the old one.",
                id=shown(new.id),
                kind=old.kind,
                new=new.kind,
            )
        )
