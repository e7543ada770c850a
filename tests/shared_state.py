"""The state of the seeds, read once by each worker.

Most tests begin with a copy of the same database, and reading all of it takes longer than what they test. So a store
begins with what another has read of a copy, under the rule by which it would keep it itself: the log has the same hash.
The tests of the store itself (tests/store) read everything anew.
"""

from collections import OrderedDict
from typing import ClassVar

import sqlalchemy as sa

from supplychain.domain.snapshot import Snapshot
from supplychain.store.reading import Known
from supplychain.store.view import Snapshots


class SharedSnapshots(Snapshots):
    """States of a store that shares what was read of the first revision."""

    read: ClassVar[dict[tuple[str, str], tuple[Known, Snapshot]]] = {}
    """What was read: by the kind of database and the hash of its log."""

    def get(self, connection: sa.Connection, revision: int) -> Snapshot:
        """Give the state at a revision, and keep it for all where it is the first."""
        found = super().get(connection, revision)
        if revision == 1 == self._made_of[0]:
            self.read.setdefault(self._key(connection), (self._known, found))
        return found

    def _forget_if_changed(self, connection: sa.Connection) -> None:
        fresh = not self._made_of[0]
        super()._forget_if_changed(connection)
        if fresh and self._made_of[0] == 1 and (found := self.read.get(self._key(connection))):
            self._known, first = found
            self._kept = OrderedDict({1: first})

    def _key(self, connection: sa.Connection) -> tuple[str, str]:
        return connection.dialect.name, self._made_of[1]
