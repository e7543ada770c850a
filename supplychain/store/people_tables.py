"""How people lie in the database: accounts and what belongs to them. No part of the recorded history: rows change and go."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from supplychain.store import pieces as p

_FORM = "%Y-%m-%dT%H:%M:%SZ"
KEPT = {"people": True}
"""Stands in the `info` of every table here."""


class Moment(sa.types.TypeDecorator[datetime]):
    """A second in UTC, as text that sorts like time on both databases."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else value.astimezone(UTC).strftime(_FORM)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Read it."""
        return None if value is None else datetime.strptime(value, _FORM).replace(tzinfo=UTC)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment, nullable=nullable)


def _of_person(**more: Any) -> sa.Column[Any]:
    return sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, **more)


for _name in ("role", "access_right", "person_state"):
    sa.Table(_name, p.METADATA, p.key("code", sa.Text))

organisation = sa.Table(
    "organisation",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _moment("created"),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
    info=KEPT,
)
person = sa.Table(
    "person",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    p.text("name"),
    p.ref("role"),
    sa.Column("organisation_id", sa.Text, sa.ForeignKey("organisation.id")),
    p.ref("state", "person_state"),
    sa.Column("password", sa.Text),
    sa.Column("totp_secret", sa.Text),
    _moment("totp_since", nullable=True),
    sa.Column("totp_step", sa.Integer),
    _moment("created"),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
    sa.CheckConstraint("state <> 'active' OR password IS NOT NULL", name="active_with_password"),
    sa.CheckConstraint("totp_since IS NULL OR totp_secret IS NOT NULL", name="codes_with_secret"),
    info=KEPT,
)
recovery_code = sa.Table(
    "recovery_code",
    p.METADATA,
    _of_person(primary_key=True, autoincrement=False),
    p.key("hash", sa.Text),
    info=KEPT,
)
session = sa.Table(
    "session",
    p.METADATA,
    p.key("id", sa.Text),
    _of_person(index=True),
    _moment("created"),
    _moment("last_seen"),
    _moment("ended", nullable=True),
    info=KEPT,
)
api_token = sa.Table(
    "api_token",
    p.METADATA,
    p.key("id", sa.Text),
    _of_person(index=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    p.text("name"),
    _moment("created"),
    _moment("expires"),
    sa.Column("last_used", sa.Text),
    _moment("revoked", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
    info=KEPT,
)
api_token_scope = sa.Table(
    "api_token_scope",
    p.METADATA,
    sa.Column("token_id", sa.Text, sa.ForeignKey("api_token.id"), primary_key=True, autoincrement=False),
    p.ref("scope", "access_right", primary_key=True),
    info=KEPT,
)
used_link = sa.Table("used_link", p.METADATA, p.key("id", sa.Text), _moment("expires"), info=KEPT)
throttle = sa.Table(
    "throttle",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    _moment("last"),
    _moment("until"),
    sa.CheckConstraint("attempts > 0", name="attempts_count"),
    info=KEPT,
)
saved_list = sa.Table(
    "saved_list",
    p.METADATA,
    p.key("id", sa.Text),
    _of_person(index=True),
    p.text("name"),
    sa.Column("revision", sa.Integer, nullable=False),
    _moment("created"),
    _moment("changed"),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
    sa.CheckConstraint("revision >= 0", name="revision_counts"),
    info=KEPT,
)
saved_list_row = sa.Table(
    "saved_list_row",
    p.METADATA,
    sa.Column("list_id", sa.Text, sa.ForeignKey("saved_list.id"), primary_key=True, autoincrement=False),
    p.key("position"),
    sa.Column("row_number", sa.Integer, nullable=False),
    *(p.text(name) for name in ("name", "country", "website", "lei", "vat", "party")),
    info=KEPT,
)
