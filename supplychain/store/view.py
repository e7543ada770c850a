"""What can be asked of a database without changing it: the state at a revision, the log, the history of a record."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.identity import Pair, Stamped
from supplychain.domain.inquiries import AnswerFile
from supplychain.domain.records import Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.watch import Keys, Move, Span
from supplychain.store import audit, log, reading, reply_files
from supplychain.store import tables as t
from supplychain.store.audit import Audit, Hole
from supplychain.store.claims import CLAIMS
from supplychain.store.entities import ENTITIES
from supplychain.store.layouts import layout_for
from supplychain.store.log import Entry, Step
from supplychain.store.reading import Mark, Revision, Version
from supplychain.store.reports import published_in
from supplychain.store.sources import SOURCES

KEPT = 8
"""How many states are kept in memory."""


class Snapshots:
    """The states that were asked for last. One is made at a time, so that no two threads make the same.

    The versions of the newest one are kept too: after a change only what changed is read. All of it is forgotten after a
    redaction, and when the log is another than the one it was made from (somebody put a backup in its place).
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[int, Snapshot] = OrderedDict()
        self._known: reading.Known = {}
        self._made_of: tuple[int, str, int] = (0, "", 0)
        self._lock = Lock()

    def get(self, connection: sa.Connection, revision: int) -> Snapshot:
        """Give the state at a revision."""
        with self._lock:
            self._forget_if_changed(connection)
            found = self._kept.pop(revision, None)
            if found is None:
                live = reading.load_known(connection, revision, self._known)
                found = reading.snapshot_of(connection, revision, live)
                if revision == self._made_of[0]:
                    self._known = live
            self._kept[revision] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def with_more(self, connection: sa.Connection, revision: int) -> Snapshot:
        """Give the state with what a block has written and may still take back, which is why nothing of it is kept."""
        with self._lock:
            self._forget_if_changed(connection)
            known = self._known
        return reading.snapshot_of(connection, revision, reading.load_known(connection, revision, known))

    def _forget_if_changed(self, connection: sa.Connection) -> None:
        """Compare the log with the one that all of this was made of."""
        redactions = connection.scalar(sa.select(sa.func.count()).select_from(t.redaction)) or 0
        seq, hash, seen = self._made_of
        same = not seq or connection.scalar(sa.select(t.revision.c.hash).where(t.revision.c.seq == seq)) == hash
        if not same or seen != redactions:
            self._kept.clear()
            self._known = {}
        newest = connection.execute(
            sa.select(t.revision.c.seq, t.revision.c.hash).order_by(t.revision.c.seq.desc()).limit(1)
        )
        row = newest.one_or_none()
        self._made_of = (row.seq, row.hash, redactions) if row else (0, "", redactions)


class View:
    """What is recorded, as records: at the newest revision or at the one asked for."""

    def __init__(self, connection: sa.Connection, snapshots: Snapshots, as_of: int | None = None) -> None:
        """Look through a connection whose transaction has begun."""
        self._connection = connection
        self._snapshots = snapshots
        self.revision = reading.latest(connection)
        """The newest revision; 0 when nothing was recorded yet."""
        self.as_of = self.revision if as_of is None else as_of
        """The revision that the snapshot shows."""
        if not 0 <= self.as_of <= self.revision:
            raise NotFound("revision", str(as_of))

    def snapshot(self) -> Snapshot:
        """Give everything that was live."""
        return self._snapshots.get(self._connection, self.as_of)

    def at(self, revision: int) -> "View":
        """Look at another revision through the same connection. Raises NotFound for one that is not there."""
        return View(self._connection, self._snapshots, revision)

    def claim_marks(self) -> dict[str, Mark]:
        """Say of every claim where the version that was live stands in the log."""
        return reading.marks_at(self._connection, CLAIMS, self.as_of)

    def revisions(self) -> list[Revision]:
        """Give the whole log, oldest first."""
        return reading.revisions(self._connection)

    def entity_history(self, id: str) -> list[Version]:
        """Give every version of an entity, oldest first. Raises NotFound."""
        return reading.history(self._connection, ENTITIES, "entity", id)

    def claim_history(self, id: str) -> list[Version]:
        """Give every version of a claim, oldest first. Raises NotFound."""
        return reading.history(self._connection, CLAIMS, "claim", id)

    def judgement_stamps(self) -> dict[Pair, Stamped]:
        """Say since when each judgement of the snapshot holds, and in which role it was made."""
        return reading.judgement_stamps(self._connection, self.as_of)

    def source_history(self, id: str) -> list[Version]:
        """Give every version of a source, oldest first. Raises NotFound."""
        return reading.history(self._connection, SOURCES, "source", id)

    def row_history(self, kind: type[Record], id: str) -> list[Version]:
        """Give every version of a row of a reference table or a checklist, oldest first. Raises NotFound."""
        return reading.history(self._connection, layout_for(kind), "reference row", id)

    def answer_files(self, claim: str) -> tuple[AnswerFile, ...]:
        """List the files that were published with an answer."""
        return reply_files.listed(self._connection, claim)

    def answer_file(self, claim: str, number: int) -> reply_files.Published:
        """Give a file that was published with an answer. Raises NotFound."""
        return reply_files.given(self._connection, claim, number)

    def log_state(self) -> str:
        """Give what tells this log from that of every other database, and from itself before a redaction."""
        hash = sa.select(t.revision.c.hash).where(t.revision.c.seq == self.as_of).scalar_subquery()
        redactions = sa.select(sa.func.count()).select_from(t.redaction).scalar_subquery()
        return " ".join(map(str, self._connection.execute(sa.select(hash, redactions)).one()))

    def log_page(self, skip: int, most: int) -> list[Entry]:
        """Give revisions, newest first, with what each did, from one place on."""
        return log.entries(self._connection, log.page_of_revisions(self._connection, self.as_of, skip, most))

    def log_entry(self, seq: int) -> Entry:
        """Give one revision with what it did. Raises NotFound for one that is not there yet."""
        found = log.revisions_among(self._connection, [seq]) if 0 < seq <= self.as_of else {}
        if seq not in found:
            raise NotFound("revision", str(seq))
        return log.entries(self._connection, [found[seq]])[0]

    def steps(self, entry: Entry, table: str = "", skip: int = 0, most: int | None = None) -> list[Step]:
        """Give what a revision did to records, of one table of the package or of all, from one place on."""
        return log.steps(self._connection, entry, table, skip, most)

    def published_in(self, seq: int) -> str:
        """Give the number of the report that a revision published; empty where it published none."""
        return published_in(self._connection, seq)

    def spans(self, keys: Keys | None, since: int) -> list[Span]:
        """Give every version of some records (None: of all) that opened or closed since a revision."""
        return log.spans(self._connection, keys, since, self.as_of)

    def moved(self, found: Sequence[Move]) -> dict[tuple[str, int], Version]:
        """Give the versions before and after some moves: table of the package and row -> version."""
        return log.moved(self._connection, found)

    def past(self) -> list[Record]:
        """Give every version of a claim or of what hangs on claims that held before and does not hold now."""
        return log.past(self._connection, self.as_of)

    def returned(self, seq: int) -> dict[tuple[str, int], int]:
        """Say what a revision ended and a later one brought back: (table of versions, row) -> the later revision."""
        return log.returned(self._connection, seq)

    def revisions_among(self, seqs: Iterable[int]) -> dict[int, Revision]:
        """Give some revisions, by number."""
        return log.revisions_among(self._connection, seqs)

    def holes(self) -> list[Hole]:
        """Give every redaction there is, whatever revision is looked at: what was taken away is gone everywhere."""
        return log.holes(self._connection)

    def versions_at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Version]:
        """Give the versions in some rows: (table of versions, row) -> version."""
        return log.versions_at(self._connection, places)

    def verify(self) -> Audit:
        """Compare everything with the digests and the chain of hashes under which it was recorded."""
        return audit.verify(self._connection)
