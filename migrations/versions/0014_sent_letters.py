"""Letters count from the day on which somebody says that they went; notice before a claim is published; files with answers."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_asking",
        sa.Column("link_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("respondent", sa.Text, nullable=False),
        sa.Column("claims", sa.Text, nullable=False),
        sa.Column("report_id", sa.Text),
        sa.Column("statements", sa.Text, nullable=False),
        sa.Column("recorded", sa.Boolean, nullable=False),
        sa.Column("points", sa.Text),
        sa.PrimaryKeyConstraint("link_id", name="pk_reply_asking"),
        sa.ForeignKeyConstraint(["link_id"], ["reply_link.request_id"], name="fk_reply_asking_link_id_reply_link"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_reply_asking_report_id_report"),
    )
    op.create_index("ix_reply_asking_report_id", "reply_asking", ["report_id"])
    op.create_table(
        "reply_posting",
        sa.Column("request_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("sent_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_reply_posting"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["reply_letter.request_id"], name="fk_reply_posting_request_id_reply_letter"
        ),
        sa.ForeignKeyConstraint(["outcome"], ["request_outcome.code"], name="fk_reply_posting_outcome_request_outcome"),
        sa.CheckConstraint("days > 0", name=op.f("ck_reply_posting_days_given")),
        sa.CheckConstraint("(sent_on IS NULL) = (due_on IS NULL)", name=op.f("ck_reply_posting_due_once_sent")),
    )
    op.create_table(
        "reply_file",
        sa.Column("claim_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "number", name="pk_reply_file"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_reply_file_claim_id_claim"),
    )
    op.create_table(
        "report_unannounced",
        sa.Column("report_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("claims", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "position", name="pk_report_unannounced"),
        sa.ForeignKeyConstraint(
            ["report_id", "position"],
            ["report_ruling.report_id", "report_ruling.position"],
            name="fk_report_unannounced_report_id_report_ruling",
        ),
    )


def downgrade() -> None:
    for table in ("report_unannounced", "reply_file", "reply_posting", "reply_asking"):
        op.drop_table(table)
