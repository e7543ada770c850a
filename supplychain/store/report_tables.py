"""How reports lie in the database until they are decided: no part of the recorded history, nothing about who sent them."""

import sqlalchemy as sa

from supplychain.store import pieces as p
from supplychain.store.people_tables import KEPT

for _name in ("report_state", "report_reason", "report_decision"):
    sa.Table(_name, p.METADATA, p.key("code", sa.Text))

report = sa.Table(
    "report",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("code_hash", sa.Text, index=True),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), index=True),
    p.text("organisation"),
    p.ref("state", "report_state"),
    p.text("content"),
    sa.Column("as_sent", sa.Text),
    p.text("confirmed"),
    sa.Column("note", sa.LargeBinary),
    sa.Column("version", sa.Integer, nullable=False),
    # Days, not times: a time would help to tell who sent it.
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Column("sent_on", sa.Date),
    sa.Column("decided_on", sa.Date),
    sa.Column("emptied", sa.Boolean, nullable=False),
    sa.Column("reviewer_id", sa.Text, sa.ForeignKey("person.id")),
    sa.Column("second_reader_id", sa.Text, sa.ForeignKey("person.id")),
    sa.CheckConstraint(p.one_of("code_hash", "person_id"), name="one_holder"),
    sa.CheckConstraint("version > 0", name="version_counts"),
    sa.CheckConstraint("state <> 'in_review' OR reviewer_id IS NOT NULL", name="reviewed_by_somebody"),
    info=KEPT,
)
report_message = sa.Table(
    "report_message",
    p.METADATA,
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.id"), primary_key=True, autoincrement=False),
    p.key("position"),
    p.text("side"),
    p.text("text"),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id")),
    sa.CheckConstraint("side IN ('sender', 'desk', 'internal')", name="side_known"),
    sa.CheckConstraint("text <> ''", name="text_not_empty"),
    info=KEPT,
)
report_file = sa.Table(
    "report_file",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    p.text("media_type"),
    p.text("removed"),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.UniqueConstraint("report_id", "number"),
    info=KEPT,
)
report_ruling = sa.Table(
    "report_ruling",
    p.METADATA,
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.id"), primary_key=True, autoincrement=False),
    p.key("position"),
    p.ref("decision", "report_decision"),
    p.ref("reason", "report_reason", nullable=True),
    p.text("words"),
    sa.Column("day", sa.Date, nullable=False),
    p.at_revision("revision", nullable=True),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
    info=KEPT,
)
# That a revision does not stand any more. Its log line is for ever; this says which later one put things back.
revision_undo = sa.Table(
    "revision_undo",
    p.METADATA,
    sa.Column(
        "revision",
        sa.Integer,
        sa.ForeignKey("revision.seq", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    ),
    p.at_revision("undone_by"),
    sa.CheckConstraint("undone_by > revision", name="undone_later"),
    info=KEPT,
)
report_unannounced = sa.Table(
    "report_unannounced",
    p.METADATA,
    p.key("report_id", sa.Text),
    p.key("position"),
    p.text("claims"),
    sa.ForeignKeyConstraint(["report_id", "position"], ["report_ruling.report_id", "report_ruling.position"]),
    info=KEPT,
)
"""Claims that were published before those whom they name had time to answer; the words of the ruling say why."""
