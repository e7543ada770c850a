"""Assessments that accounts keep: kept, read, changed, taken away, always for the one account whose they are."""

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.store.assess_tables import assessment

_C = assessment.c


class KeptAssessment(NamedTuple):
    """An assessment as it is kept."""

    id: str
    document: str
    predecessor: str
    """Id of the one that it renews; empty for none."""
    version: int
    created: date
    changed: date


class Assessments:
    """The assessments of accounts, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    def of(self, person: str) -> tuple[KeptAssessment, ...]:
        """Give those of an account, in the order of their ids."""
        rows = self._connection.execute(sa.select(assessment).where(_C.person_id == person))
        return tuple(sorted(map(_kept, rows), key=lambda k: k.id))

    def get(self, person: str, id: str) -> KeptAssessment:
        """Give one of an account. Raises NotFound, also for one of somebody else."""
        row = self._connection.execute(sa.select(assessment).where(*_own(person, id))).one_or_none()
        if row is None:
            raise NotFound("assessment", id)
        return _kept(row)

    def find(self, person: str, digest: str) -> str:
        """Give the id of the one of an account with a digest; empty where there is none."""
        query = sa.select(sa.func.min(_C.id)).where(_C.person_id == person, _C.digest == digest)
        return str(self._connection.scalar(query) or "")

    def count(self, person: str) -> int:
        """Count those of an account."""
        return int(self._connection.scalar(sa.select(sa.func.count()).where(_C.person_id == person)) or 0)

    def add(self, person: str, kept: KeptAssessment, digest: str) -> None:
        """Keep a new one."""
        row = {"person_id": person, "id": kept.id, "document": kept.document, "digest": digest}
        more = {"predecessor_id": kept.predecessor or None, "version": kept.version}
        days = {"created_on": kept.created, "changed_on": kept.changed}
        self._connection.execute(sa.insert(assessment), [{**row, **more, **days}])

    def change(self, person: str, id: str, version: int, document: str, digest: str, today: date) -> bool:
        """Put another text in the place of the one of a version; False where it is not the one that lies there."""
        values = {"document": document, "digest": digest, "version": version + 1, "changed_on": today}
        found = sa.update(assessment).where(*_own(person, id), _C.version == version).values(**values)
        return self._connection.execute(found).rowcount == 1

    def remove(self, person: str, id: str) -> None:
        """Take one away for ever; those that renewed it stay. Raises NotFound."""
        self.get(person, id)
        self._connection.execute(sa.update(assessment).where(_C.predecessor_id == id).values(predecessor_id=None))
        self._connection.execute(sa.delete(assessment).where(*_own(person, id)))


def _own(person: str, id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (_C.person_id == person, _C.id == id)


def _kept(row: Any) -> KeptAssessment:
    return KeptAssessment(row.id, row.document, row.predecessor_id or "", row.version, row.created_on, row.changed_on)
