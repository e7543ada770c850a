"""Reports that people send in: begun, changed, moved, decided, emptied. What they publish is recorded by the writer."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.reports import (
    ENDED,
    REFUSED,
    WAITING,
    Attached,
    Content,
    Decided,
    Decision,
    Message,
    Reason,
    Report,
    Side,
    State,
)
from supplychain.domain.sentences import freeze, thaw
from supplychain.store import report_tables as t
from supplychain.store.reply_tables import reply_link
from supplychain.store.report_queue import Queued, queue, returned, to_take
from supplychain.store.tables import revision


class Holder(NamedTuple):
    """Whose reports they are: an account, or whoever has the code of this hash."""

    person: str = ""
    code_hash: str = ""


class Held(NamedTuple):
    """A report with what only the desk may know of it."""

    report: Report
    holder: Holder
    reviewer: str
    second_reader: str
    as_sent: Content | None
    reply_to: str = ""
    """Id of the request of ours that it answers; empty for other reports."""


class File(NamedTuple):
    """A file with what is in it."""

    attached: Attached
    data: bytes
    sealed: bytes | None


_R = t.report.c
_RULINGS = (
    sa.select(
        t.report_ruling,
        t.report_unannounced.c.claims,
        t.revision_undo.c.undone_by,
        revision.c.recorded_at.label("undone_at"),
    )
    .outerjoin(
        t.report_unannounced,
        sa.and_(
            t.report_unannounced.c.report_id == t.report_ruling.c.report_id,
            t.report_unannounced.c.position == t.report_ruling.c.position,
        ),
    )
    .outerjoin(t.revision_undo, t.revision_undo.c.revision == t.report_ruling.c.revision)
    .outerjoin(revision, revision.c.seq == t.revision_undo.c.undone_by)
)
"""Rulings, each with the claims that were published before notice of them had run out, and what became of its revision."""


class Reports:
    """Reports, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    # -- one report ----------------------------------------------------------------------------------------------------

    def add(self, id: str, holder: Holder, organisation: str, day: date) -> None:
        """Begin a report."""
        row = {
            "id": id,
            "code_hash": holder.code_hash or None,
            "person_id": holder.person or None,
            "organisation": organisation,
            "state": State.DRAFT,
            "content": Content().model_dump_json(),
            "confirmed": "[]",
            "version": 1,
            "created_on": day,
            "emptied": False,
        }
        self._connection.execute(sa.insert(t.report), [row])

    def get(self, id: str) -> Held:
        """Give a report. Raises NotFound."""
        row = self._connection.execute(sa.select(t.report).where(_R.id == id)).one_or_none()
        if row is None:
            raise NotFound("report", id)
        return self._held(row)

    def of(self, holder: Holder) -> tuple[Report, ...]:
        """Give the reports of a holder, newest first."""
        mine = _R.person_id == holder.person if holder.person else _R.code_hash == holder.code_hash
        query = sa.select(t.report).where(mine).order_by(_R.created_on.desc(), _R.id)
        return tuple(self._held(row).report for row in self._connection.execute(query).all())

    def knows(self, code_hash: str) -> bool:
        """Whether a code opens anything."""
        return self._connection.scalar(sa.select(_R.id).where(_R.code_hash == code_hash).limit(1)) is not None

    def change(self, report: Report, **values: Any) -> None:
        """Change a report that nobody changed since it was read; its version goes up. Raises Refused."""
        kept = {name: _text_of(value) for name, value in values.items()}
        at = (_R.id == report.id, _R.version == report.version)
        done = self._connection.execute(sa.update(t.report).where(*at).values(version=report.version + 1, **kept))
        if not done.rowcount:
            raise Refused(REFUSED["changed"])

    def waiting(self) -> list[Queued]:
        """Give what waits for the desk, oldest first."""
        return queue(self._connection)

    def returned(self) -> int:
        """Count the reports that are back at their senders."""
        return returned(self._connection)

    def to_take(self, who: str) -> list[tuple[str, bool]]:
        """Give every report that waits, oldest first, and whether this person can go to work on it."""
        return to_take(self._connection, who)

    # -- messages, files, rulings --------------------------------------------------------------------------------------

    def say(self, id: str, side: Side, text: str, day: date, person: str = "") -> None:
        """Add a message."""
        row = {"report_id": id, "side": side, "text": text, "day": day, "person_id": person or None}
        self._connection.execute(sa.insert(t.report_message), [{**row, "position": self._next(t.report_message, id)}])

    def attach(
        self, report: str, id: str, data: bytes, media_type: str, removed: Iterable[str], sealed: bytes | None
    ) -> int:
        """Keep a file; give its number in the report."""
        number = self._next(t.report_file, report, "number")
        row = {
            "id": id,
            "report_id": report,
            "number": number,
            "media_type": media_type,
            "data": data,
            "sealed": sealed,
        }
        self._connection.execute(
            sa.insert(t.report_file), [{**row, "removed": json.dumps([freeze(words) for words in removed])}]
        )
        return number

    def file(self, report: str, id: str) -> File:
        """Give a file with what is in it. Raises NotFound."""
        at = (t.report_file.c.report_id == report, t.report_file.c.id == id)
        row = self._connection.execute(sa.select(t.report_file).where(*at)).one_or_none()
        if row is None:
            raise NotFound("file", id)
        return File(_attached(row), row.data, row.sealed)

    def detach(self, report: str, id: str) -> None:
        """Take a file away for ever. Raises NotFound."""
        at = (t.report_file.c.report_id == report, t.report_file.c.id == id)
        if not self._connection.execute(sa.delete(t.report_file).where(*at)).rowcount:
            raise NotFound("file", id)

    def note(self, id: str) -> bytes | None:
        """Give the confidential note, sealed."""
        found: bytes | None = self._connection.scalar(sa.select(_R.note).where(_R.id == id))
        return found

    def rule(
        self,
        id: str,
        decision: Decision,
        reason: Reason | None,
        words: str,
        day: date,
        person: str,
        revision: int | None = None,
        early: Iterable[str] = (),
    ) -> None:
        """Note a decision; `early` are claims that were published before those whom they name had time to answer."""
        at, claims = self._next(t.report_ruling, id), list(early)
        row: dict[str, Any] = {"report_id": id, "decision": decision, "reason": reason, "words": words, "day": day}
        row |= {"person_id": person, "revision": revision, "position": at}
        self._connection.execute(sa.insert(t.report_ruling), [row])
        if claims:
            unannounced = {"report_id": id, "position": at, "claims": json.dumps(claims)}
            self._connection.execute(sa.insert(t.report_unannounced), [unannounced])

    def rulings(self) -> tuple[Decided, ...]:
        """Give every decision, newest first."""
        c = t.report_ruling.c
        query = _RULINGS.order_by(c.day.desc(), c.report_id, c.position.desc())
        return tuple(_decided(row) for row in self._connection.execute(query))

    def note_undone(self, revision: int, by: int) -> None:
        """Note that a revision was undone by a later one; what that one had undone stands again."""
        undo = t.revision_undo
        self._connection.execute(sa.delete(undo).where(undo.c.undone_by == revision))
        self._connection.execute(sa.delete(undo).where(undo.c.revision == revision))
        self._connection.execute(sa.insert(undo), [{"revision": revision, "undone_by": by}])

    def waiting_since(self) -> list[date]:
        """Give the days on which the reports that wait were sent, oldest first; nothing else about them."""
        query = sa.select(_R.sent_on).where(_R.state.in_(sorted(WAITING)), _R.sent_on.is_not(None))
        return list(self._connection.scalars(query.order_by(_R.sent_on)))

    # -- taking away ---------------------------------------------------------------------------------------------------

    def discard(self, id: str) -> None:
        """Take a draft away as if it had never been."""
        for table in (t.report_message, t.report_file):
            self._connection.execute(sa.delete(table).where(table.c.report_id == id))
        self._connection.execute(sa.delete(t.report).where(_R.id == id))

    def empty(self, id: str) -> None:
        """Take away what a report said: content, messages, files, note. Its number and the rulings stay."""
        for table in (t.report_message, t.report_file):
            self._connection.execute(sa.delete(table).where(table.c.report_id == id))
        nothing = Content().model_dump_json()
        gone = {"content": nothing, "as_sent": None, "confirmed": "[]", "note": None, "emptied": True}
        self._connection.execute(sa.update(t.report).where(_R.id == id).values(**gone))

    def stale(self, ended_before: date, begun_before: date) -> tuple[list[str], list[str]]:
        """Give the ended reports to be emptied, and the drafts that nobody went on with."""
        ended = sa.select(_R.id).where(
            _R.state.in_(sorted(ENDED)), _R.decided_on < ended_before, _R.emptied.is_(sa.false())
        )
        begun = sa.select(_R.id).where(_R.state == State.DRAFT, _R.created_on < begun_before)
        return list(self._connection.scalars(ended)), list(self._connection.scalars(begun))

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _next(self, table: sa.Table, id: str, column: str = "position") -> int:
        query = sa.select(sa.func.max(table.c[column])).where(table.c.report_id == id)
        return (self._connection.scalar(query) or 0) + 1

    def _rows(self, table: sa.Table, id: str, order: str = "position") -> Iterable[Any]:
        query = sa.select(*(c for c in table.columns if c.name not in ("data", "sealed"))).where(
            table.c.report_id == id
        )
        return self._connection.execute(query.order_by(order)).all()

    def _rulings_on(self, id: str) -> Iterable[Any]:
        c = t.report_ruling.c
        return self._connection.execute(_RULINGS.where(c.report_id == id).order_by(c.position)).all()

    def _held(self, row: Any) -> Held:
        report = Report(
            id=row.id,
            state=row.state,
            version=row.version,
            organisation=row.organisation,
            anonymous=row.person_id is None,
            created=row.created_on,
            sent=row.sent_on,
            decided=row.decided_on,
            content=Content.model_validate_json(row.content),
            confirmed=tuple(json.loads(row.confirmed)),
            messages=tuple(
                Message(side=Side(m.side), text=m.text, day=m.day) for m in self._rows(t.report_message, row.id)
            ),
            files=self._files(row.id),
            note_sealed=row.note is not None,
            decisions=tuple(_decided(d) for d in self._rulings_on(row.id)),
        )
        as_sent = Content.model_validate_json(row.as_sent) if row.as_sent else None
        holder = Holder(row.person_id or "", row.code_hash or "")
        reply_to = self._connection.scalar(sa.select(reply_link.c.request_id).where(reply_link.c.report_id == row.id))
        return Held(report, holder, row.reviewer_id or "", row.second_reader_id or "", as_sent, reply_to or "")

    def _files(self, id: str) -> tuple[Attached, ...]:
        c = t.report_file.c
        sealed = c.sealed.is_not(None).label("has_original")
        size = sa.func.length(c.data).label("size")
        query = (
            sa.select(c.id, c.number, c.media_type, c.removed, size, sealed).where(c.report_id == id).order_by(c.number)
        )
        return tuple(
            Attached(
                id=row.id,
                number=row.number,
                media_type=row.media_type,
                size=row.size,
                removed=tuple(map(thaw, json.loads(row.removed))),
                sealed=bool(row.has_original),
            )
            for row in self._connection.execute(query)
        )


def _attached(row: Any) -> Attached:
    return Attached(
        id=row.id,
        number=row.number,
        media_type=row.media_type,
        size=len(row.data),
        removed=tuple(map(thaw, json.loads(row.removed))),
        sealed=row.sealed is not None,
    )


def _decided(row: Any) -> Decided:
    return Decided(
        report=row.report_id,
        decision=Decision(row.decision),
        reason=None if row.reason is None else Reason(row.reason),
        words=row.words,
        day=row.day,
        revision=row.revision,
        undone_by=row.undone_by,
        undone_on=row.undone_at and date.fromisoformat(row.undone_at[:10]),
        early=tuple(json.loads(row.claims)) if row.claims else (),
    )


def published_in(connection: sa.Connection, seq: int) -> str:
    """Give the number of the report that a revision published; empty where it published none."""
    c = t.report_ruling.c
    return connection.scalar(sa.select(c.report_id).where(c.revision == seq).limit(1)) or ""


def _text_of(value: Any) -> Any:
    if isinstance(value, Content):
        return value.model_dump_json()
    if isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping):
        return json.dumps(list(value), ensure_ascii=False)
    return value
