"""What the tables of the database are put together from: keys, references, version tables and their children."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from supplychain.domain.history import REDACTED

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Figure(sa.types.TypeDecorator[Decimal]):
    """A decimal that is kept as the text in which it was reported, so that 12.50 stays 12.50 on both databases."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write it without an exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Read it digit by digit."""
        return None if value is None else Decimal(value)


# PostgreSQL sorts words by the rules of a language unless told otherwise; records compare ids by code point.
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def key(name: str = "id", kind: type[sa.types.TypeEngine[Any]] = sa.Integer) -> sa.Column[Any]:
    """Make a column of the primary key."""
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def text(name: str) -> sa.Column[Any]:
    """Make a column of text that is never NULL."""
    return sa.Column(name, sa.Text, nullable=False)


def free(name: str, marker: str = "") -> sa.Column[Any]:
    """Make a column of a version table whose text a redaction takes away; in a child table, `marker` stands there then."""
    return sa.Column(name, sa.Text, nullable=not marker, info={"redacted": marker or "NULL"})


MARKED = f"'{REDACTED}'"
NUMBERED = "'[redacted ' || position || ']'"


def ref(name: str, target: str = "", nullable: bool = False, primary_key: bool = False) -> sa.Column[Any]:
    """Make a column that names a term of a vocabulary (its own name) or the id of a root."""
    to = f"{target or name}.{'id' if target in ('entity', 'source', 'claim') else 'code'}"
    return sa.Column(name, sa.Text, sa.ForeignKey(to), nullable=nullable, primary_key=primary_key)


def at_revision(name: str, nullable: bool = False) -> sa.Column[Any]:
    """Make a column that names a revision."""
    # The row of the revision comes last, for it holds the digest of all others.
    to = sa.ForeignKey("revision.seq", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Integer, to, nullable=nullable)


def root(name: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Make a root: what all versions of a record have in common."""
    return sa.Table(name, METADATA, key("id", sa.Text), *more, at_revision("rec_from"), info={"recorded": True})


def versions(name: str, owner: tuple[str, ...], *more: sa.schema.SchemaItem) -> sa.Table:
    """Make a version table: immutable rows that can only be closed; one live row for each owner."""
    table = sa.Table(
        name,
        METADATA,
        key(),
        *more,
        sa.Column("salt", sa.Text),
        text("digest"),
        at_revision("rec_from"),
        at_revision("rec_to", nullable=True),
        sa.CheckConstraint("rec_to IS NULL OR rec_to > rec_from", name="closed_later"),
        info={"recorded": True},
    )
    for column in table.columns:
        if "redacted" in column.info:
            check = f"salt IS NULL OR {column.name} IS NOT NULL"
            table.append_constraint(sa.CheckConstraint(check, name=f"{column.name}_there"))
    live = table.c.rec_to.is_(None)
    keys = [table.c[key] for key in owner]
    sa.Index(f"uq_{name}_live", *keys, unique=True, sqlite_where=live, postgresql_where=live)
    sa.Index(None, *keys)
    return table


def children(name: str, parent: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Make a child table: rows of a version in an order, written with it and never changed."""
    column, target = f"{parent}_id", f"{parent}.id"
    if parent == "response_detail":
        parent, column, target = "claim_version", "claim_version_id", "response_detail.claim_version_id"
    key = sa.Column(column, sa.Integer, sa.ForeignKey(target), primary_key=True, autoincrement=False)
    return sa.Table(name, METADATA, key, *more, info=child_of(parent))


def child_of(version: str) -> dict[str, Any]:
    """Say in the `info` of a table whose children its rows are."""
    return {"recorded": True, "version_table": version, "version_key": f"{version}_id"}


def detail(kind: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Make the table of what is particular to one kind of claim; the kind is a column so that it must be the claim's."""
    return sa.Table(
        f"{kind}_detail",
        METADATA,
        key("claim_version_id"),
        text("kind"),
        *more,
        sa.CheckConstraint(f"kind = '{kind}'", name="kind"),
        sa.ForeignKeyConstraint(["claim_version_id", "kind"], ["claim_version.id", "claim_version.kind"]),
        info=child_of("claim_version"),
    )


def one_of(*names: str) -> str:
    """Write the condition that exactly one of these columns is given."""
    return " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in names) + " = 1"
