"""Lists that accounts saved: read, kept, renamed, taken away. Every question names the account whose list it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.list_lines import Line
from supplychain.domain.saved_lists import SavedList
from supplychain.store.people_tables import saved_list, saved_list_row

_L, _R = saved_list.c, saved_list_row.c
_TEXTS = ("name", "country", "website", "lei", "vat", "party")
_COUNT = sa.select(sa.func.count()).where(_R.list_id == _L.id).scalar_subquery()
_LISTS = sa.select(saved_list, _COUNT.label("rows_in_it"))


class SavedListStore:
    """Saved lists, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    def lists(self, person: str) -> tuple[SavedList, ...]:
        """Give the lists of an account, last saved first."""
        query = _LISTS.where(_L.person_id == person).order_by(_L.changed.desc(), _L.id)
        return tuple(_read(row) for row in self._connection.execute(query))

    def get(self, person: str, id: str) -> SavedList:
        """Give a list of an account. Raises NotFound, also for one of somebody else."""
        row = self._connection.execute(_LISTS.where(_L.id == id, _L.person_id == person)).one_or_none()
        if row is None:
            raise NotFound("list", id)
        return _read(row)

    def lines(self, person: str, id: str) -> tuple[Line, ...]:
        """Give the rows of a list. Raises NotFound."""
        self.get(person, id)
        return self._lines(id)

    def behind_feed(self, id: str) -> tuple[str, tuple[Line, ...]]:
        """Give the name and the rows of a list to whoever holds the key to its feed. Raises NotFound."""
        name = self._connection.scalar(sa.select(_L.name).where(_L.id == id))
        if name is None:
            raise NotFound("list", id)
        return name, self._lines(id)

    def _lines(self, id: str) -> tuple[Line, ...]:
        query = sa.select(saved_list_row).where(_R.list_id == id).order_by(_R.position)
        return tuple(
            Line(row=r.row_number, **{name: getattr(r, name) for name in _TEXTS})
            for r in self._connection.execute(query)
        )

    def add(self, id: str, person: str, name: str, revision: int, lines: Sequence[Line], now: datetime) -> None:
        """Keep a new list."""
        row = {"id": id, "person_id": person, "name": name, "revision": revision, "created": now, "changed": now}
        self._connection.execute(sa.insert(saved_list), [row])
        self._add_rows(id, lines)

    def replace(self, person: str, id: str, name: str, revision: int, lines: Sequence[Line], now: datetime) -> None:
        """Keep a list anew in the place of what it was. Raises NotFound."""
        self.get(person, id)
        self._connection.execute(
            sa.update(saved_list).where(_L.id == id).values(name=name, revision=revision, changed=now)
        )
        self._connection.execute(sa.delete(saved_list_row).where(_R.list_id == id))
        self._add_rows(id, lines)

    def rename(self, person: str, id: str, name: str) -> None:
        """Give a list another name. Raises NotFound."""
        self.get(person, id)
        self._connection.execute(sa.update(saved_list).where(_L.id == id).values(name=name))

    def delete(self, person: str, id: str) -> None:
        """Take a list away. Raises NotFound."""
        self.get(person, id)
        self._connection.execute(sa.delete(saved_list_row).where(_R.list_id == id))
        self._connection.execute(sa.delete(saved_list).where(_L.id == id))

    def _add_rows(self, id: str, lines: Sequence[Line]) -> None:
        rows = [
            {"list_id": id, "position": at, "row_number": line.row, **line.model_dump(include=set(_TEXTS))}
            for at, line in enumerate(lines)
        ]
        if rows:
            self._connection.execute(sa.insert(saved_list_row), rows)


def _read(row: Any) -> SavedList:
    return SavedList(
        id=row.id, name=row.name, revision=row.revision, created=row.created, changed=row.changed, rows=row.rows_in_it
    )
