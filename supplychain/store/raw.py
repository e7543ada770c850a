"""Rows as they lie in the database, before anything is read into them: 012.50 is another text than 12.50, and 2 is no yes."""

from typing import Any

import sqlalchemy as sa

from supplychain.store.canonical import Row, Rows
from supplychain.store.layout import Layout, version_key
from supplychain.store.pieces import Figure

_AS_TEXT = (Figure, sa.Date)
"""Kinds of columns that would read different texts as one value."""


def raw_rows(connection: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool] | None = None) -> list[Row]:
    """Give the rows of a table, in order of its key, so that they are hashed as they were when they were recorded."""
    query = sa.select(*map(_plain, table.columns)).order_by(*table.primary_key)
    flags = [column.name for column in table.columns if isinstance(column.type, sa.Boolean)]
    found = []
    for row in connection.execute(query if condition is None else query.where(condition)):
        made = dict(zip(table.columns.keys(), row, strict=True))
        found.append(made | {name: _flag(made[name]) for name in flags})
    return found


def _plain(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, _AS_TEXT):
        return sa.type_coerce(column, sa.Text)
    return sa.type_coerce(column, sa.Integer) if isinstance(column.type, sa.Boolean) else column


def _flag(stored: Any) -> Any:
    """Read a flag; what is neither yes nor no stays apart from both."""
    return bool(stored) if isinstance(stored, int) and stored in (0, 1) else [stored]


def version_document(connection: sa.Connection, layout: Layout, id: int) -> Rows:
    """Give all rows of one version: its own, that of its root and its children."""
    own = {layout.version.name: raw_rows(connection, layout.version, layout.version.c.id == id)}
    for child in layout.children:
        own[child.name] = raw_rows(connection, child, version_key(child) == id)
    if layout.root is not None:
        root = own[layout.version.name][0][layout.owner[0]]
        own[layout.root.name] = raw_rows(connection, layout.root, layout.root.c.id == root)
    return own
