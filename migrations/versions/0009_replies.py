"""Letters for an answer and their links: to whom they went, until when they hold. The requests themselves are recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO request_outcome (code) VALUES ('withdrawn')")
    op.create_table(
        "reply_link",
        sa.Column("request_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("chance", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("extended", sa.Boolean, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("report_id", sa.Text),
        sa.PrimaryKeyConstraint("request_id", name="pk_reply_link"),
        sa.UniqueConstraint("secret_hash", name="uq_reply_link_secret_hash"),
        sa.UniqueConstraint("report_id", name="uq_reply_link_report_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_reply_link_report_id_report"),
        sa.CheckConstraint("secret_hash <> ''", name=op.f("ck_reply_link_secret_hash_there")),
    )
    op.create_table(
        "reply_letter",
        sa.Column("request_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("link_id", sa.Text, nullable=False),
        sa.Column("sent_to", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_reply_letter"),
        sa.ForeignKeyConstraint(["link_id"], ["reply_link.request_id"], name="fk_reply_letter_link_id_reply_link"),
    )
    op.create_index("ix_reply_letter_link_id", "reply_letter", ["link_id"])


def downgrade() -> None:
    op.drop_table("reply_letter")
    op.drop_table("reply_link")
    op.execute("DELETE FROM request_outcome WHERE code = 'withdrawn'")
