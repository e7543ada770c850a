"""People: accounts, organisations, sessions, tokens, links that were used, attempts. No part of the recorded history."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TERMS = {
    "role": "sender reviewer editor administrator",
    "access_right": "account send review publish people",
    "person_state": "invited active deactivated",
}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PEOPLE = sa.MetaData(naming_convention=NAMES)


def _key(name: str = "id") -> sa.Column:
    return sa.Column(name, sa.Text, primary_key=True, autoincrement=False)


def _text(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _ref(name: str, target: str, nullable: bool = False, primary_key: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


for name in TERMS:
    sa.Table(name, PEOPLE, _key("code"))
sa.Table(
    "organisation",
    PEOPLE,
    _key(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _text("created"),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
sa.Table(
    "person",
    PEOPLE,
    _key(),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    _text("name"),
    _ref("role", "role.code"),
    _ref("organisation_id", "organisation.id", nullable=True),
    _ref("state", "person_state.code"),
    _text("password", nullable=True),
    _text("totp_secret", nullable=True),
    _text("totp_since", nullable=True),
    sa.Column("totp_step", sa.Integer),
    _text("created"),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
    sa.CheckConstraint("state <> 'active' OR password IS NOT NULL", name="active_with_password"),
    sa.CheckConstraint("totp_since IS NULL OR totp_secret IS NOT NULL", name="codes_with_secret"),
)
sa.Table("recovery_code", PEOPLE, _ref("person_id", "person.id", primary_key=True), _key("hash"))
sa.Table(
    "session",
    PEOPLE,
    _key(),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, index=True),
    _text("created"),
    _text("last_seen"),
    _text("ended", nullable=True),
)
sa.Table(
    "api_token",
    PEOPLE,
    _key(),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    _text("name"),
    _text("created"),
    _text("expires"),
    _text("last_used", nullable=True),
    _text("revoked", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
sa.Table(
    "api_token_scope",
    PEOPLE,
    _ref("token_id", "api_token.id", primary_key=True),
    sa.Column("scope", sa.Text, sa.ForeignKey("access_right.code"), primary_key=True),
)
sa.Table("used_link", PEOPLE, _key(), _text("expires"))
sa.Table(
    "throttle",
    PEOPLE,
    _key(),
    sa.Column("attempts", sa.Integer, nullable=False),
    _text("last"),
    _text("until"),
    sa.CheckConstraint("attempts > 0", name="attempts_count"),
)


def upgrade() -> None:
    PEOPLE.create_all(op.get_bind(), checkfirst=False)
    for name, codes in TERMS.items():
        op.bulk_insert(PEOPLE.tables[name], [{"code": code} for code in codes.split()])


def downgrade() -> None:
    PEOPLE.drop_all(op.get_bind(), checkfirst=False)
