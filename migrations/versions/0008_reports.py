"""Reports that people send in: content, messages, files, rulings. No part of the recorded history, nothing about the sender."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TERMS = {
    "report_state": "draft submitted in_review returned accepted refused withdrawn",
    "report_reason": "no_source not_supported unclear already_there out_of_scope personal endangers not_credible unlawful spam",
    "report_decision": "returned accepted partly_accepted refused",
}


def upgrade() -> None:
    for name, codes in TERMS.items():
        table = op.create_table(name, _key("code"), sa.PrimaryKeyConstraint("code", name=f"pk_{name}"))
        op.bulk_insert(table, [{"code": code} for code in codes.split()])
    op.create_table(
        "report",
        _key("id"),
        sa.Column("code_hash", sa.Text),
        sa.Column("person_id", sa.Text),
        _text("organisation"),
        _text("state"),
        _text("content"),
        sa.Column("as_sent", sa.Text),
        _text("confirmed"),
        sa.Column("note", sa.LargeBinary),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_on", sa.Date, nullable=False),
        sa.Column("sent_on", sa.Date),
        sa.Column("decided_on", sa.Date),
        sa.Column("emptied", sa.Boolean, nullable=False),
        sa.Column("reviewer_id", sa.Text),
        sa.Column("second_reader_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        _to("report", "person_id", "person.id"),
        _to("report", "state", "report_state.code"),
        _to("report", "reviewer_id", "person.id"),
        _to("report", "second_reader_id", "person.id"),
        sa.CheckConstraint(
            "CASE WHEN code_hash IS NULL THEN 0 ELSE 1 END + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_report_one_holder"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_report_version_counts")),
        sa.CheckConstraint(
            "state <> 'in_review' OR reviewer_id IS NOT NULL", name=op.f("ck_report_reviewed_by_somebody")
        ),
    )
    op.create_index("ix_report_code_hash", "report", ["code_hash"])
    op.create_index("ix_report_person_id", "report", ["person_id"])
    op.create_table(
        "report_message",
        _key("report_id"),
        _number("position"),
        _text("side"),
        _text("text"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person_id", sa.Text),
        sa.PrimaryKeyConstraint("report_id", "position", name="pk_report_message"),
        _to("report_message", "report_id", "report.id"),
        _to("report_message", "person_id", "person.id"),
        sa.CheckConstraint("side IN ('sender', 'desk', 'internal')", name=op.f("ck_report_message_side_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_report_message_text_not_empty")),
    )
    op.create_table(
        "report_file",
        _key("id"),
        _text("report_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("media_type"),
        _text("removed"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_report_file"),
        _to("report_file", "report_id", "report.id"),
        sa.UniqueConstraint("report_id", "number", name="uq_report_file_report_id"),
    )
    op.create_index("ix_report_file_report_id", "report_file", ["report_id"])
    op.create_table(
        "report_ruling",
        _key("report_id"),
        _number("position"),
        _text("decision"),
        sa.Column("reason", sa.Text),
        _text("words"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer),
        _text("person_id"),
        sa.PrimaryKeyConstraint("report_id", "position", name="pk_report_ruling"),
        _to("report_ruling", "report_id", "report.id"),
        _to("report_ruling", "decision", "report_decision.code"),
        _to("report_ruling", "reason", "report_reason.code"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.seq"],
            name="fk_report_ruling_revision_revision",
            deferrable=True,
            initially="DEFERRED",
        ),
        _to("report_ruling", "person_id", "person.id"),
    )


def downgrade() -> None:
    for name in ("report_ruling", "report_file", "report_message", "report", *TERMS):
        op.drop_table(name)


def _key(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, autoincrement=False, nullable=False)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=name)
