"""Webhooks: where each sends to, what it watches, how far it got, and the log of its deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("chance", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("old_chance", sa.Text),
        sa.Column("old_until", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_webhook_person_id_person"),
        sa.CheckConstraint("state IN ('active', 'paused', 'off')", name=op.f("ck_webhook_state_known")),
        sa.CheckConstraint("address <> ''", name=op.f("ck_webhook_address_there")),
        sa.CheckConstraint("(old_chance IS NULL) = (old_until IS NULL)", name=op.f("ck_webhook_old_with_its_end")),
    )
    op.create_index("ix_webhook_person_id", "webhook", ["person_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("webhook_id", sa.Text, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("claimed", sa.Text),
        sa.Column("claimed_until", sa.Text),
        sa.Column("status", sa.Integer),
        sa.Column("fault", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_delivery"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name="fk_webhook_delivery_webhook_id_webhook"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_webhook_delivery_state_known")),
        sa.CheckConstraint("sort IN ('changes', 'test')", name=op.f("ck_webhook_delivery_sort_known")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_webhook_delivery_attempts_count")),
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id"])


def downgrade() -> None:
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
