"""What can be asked of a database without changing it: the state at a revision, the log, the history of a record."""

from collections import OrderedDict
from threading import Lock

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.snapshot import Snapshot
from supplychain.store import audit, reading
from supplychain.store import tables as t
from supplychain.store.audit import Audit
from supplychain.store.claims import CLAIMS
from supplychain.store.entities import ENTITIES
from supplychain.store.reading import Mark, Revision, Version

KEPT = 8
"""How many states are kept in memory."""


class Snapshots:
    """The states that were asked for last. One is made at a time, so that no two threads make the same."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[tuple[int, int], Snapshot] = OrderedDict()
        self._lock = Lock()

    def get(self, connection: sa.Connection, revision: int) -> Snapshot:
        """Give the state at a revision; one that was kept before a redaction is not given again."""
        redactions = connection.scalar(sa.select(sa.func.count()).select_from(t.redaction)) or 0
        with self._lock:
            found = self._kept.pop((revision, redactions), None)
            if found is None:
                found = reading.load_snapshot(connection, revision)
                for stale in [key for key in self._kept if key[1] != redactions]:
                    del self._kept[stale]
            self._kept[revision, redactions] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


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

    def verify(self) -> Audit:
        """Compare everything with the digests and the chain of hashes under which it was recorded."""
        return audit.verify(self._connection)
