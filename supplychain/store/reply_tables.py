"""How our letters for an answer lie in the database: to whom they went and which link is in them. The requests are recorded."""

import sqlalchemy as sa

from supplychain.store import pieces as p
from supplychain.store.people_tables import KEPT

reply_link = sa.Table(
    "reply_link",
    p.METADATA,
    p.key("request_id", sa.Text),
    # The secret itself is nowhere: the key of the installation makes it again from the chance.
    p.text("chance"),
    sa.Column("secret_hash", sa.Text, nullable=False, unique=True),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("extended", sa.Boolean, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.id"), unique=True),
    sa.CheckConstraint("secret_hash <> ''", name="secret_hash_there"),
    info=KEPT,
)
questionnaire = sa.Table(
    "questionnaire",
    p.METADATA,
    sa.Column("request_id", sa.Text, sa.ForeignKey("reply_link.request_id"), primary_key=True, autoincrement=False),
    p.text("about"),
    p.text("questions"),
    # The questions are those of this revision, whatever became of them since.
    p.at_revision("list_revision"),
    p.text("draft"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("version >= 0", name="version_counts"),
    info=KEPT,
)
reply_letter = sa.Table(
    "reply_letter",
    p.METADATA,
    p.key("request_id", sa.Text),
    sa.Column("link_id", sa.Text, sa.ForeignKey("reply_link.request_id"), nullable=False, index=True),
    p.text("sent_to"),
    p.text("language"),
    p.text("subject"),
    p.text("text"),
    sa.Column("written_on", sa.Date, nullable=False),
    info=KEPT,
)
reply_asking = sa.Table(
    "reply_asking",
    p.METADATA,
    sa.Column("link_id", sa.Text, sa.ForeignKey("reply_link.request_id"), primary_key=True, autoincrement=False),
    p.text("respondent"),
    p.text("claims"),
    # A notice: whose rows it is about, until that report is decided.
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.id"), index=True),
    p.text("statements"),
    sa.Column("recorded", sa.Boolean, nullable=False),
    # What was found of an answer to a notice: it waits to be published with the rows.
    sa.Column("points", sa.Text),
    info=KEPT,
)
"""What an inquiry asks about, until it is recorded: a letter that has not gone asked nobody."""
reply_posting = sa.Table(
    "reply_posting",
    p.METADATA,
    sa.Column("request_id", sa.Text, sa.ForeignKey("reply_letter.request_id"), primary_key=True, autoincrement=False),
    p.text("channel"),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("sent_on", sa.Date),
    sa.Column("due_on", sa.Date),
    p.ref("outcome", "request_outcome"),
    sa.CheckConstraint("days > 0", name="days_given"),
    sa.CheckConstraint("(sent_on IS NULL) = (due_on IS NULL)", name="due_once_sent"),
    info=KEPT,
)
"""How and when a letter went; letters that were written before this was kept have no row, and went when they were written."""
reply_file = sa.Table(
    "reply_file",
    p.METADATA,
    p.ref("claim_id", "claim", primary_key=True),
    p.key("number"),
    p.text("media_type"),
    p.text("digest"),
    sa.Column("data", sa.LargeBinary, nullable=False),
    info=KEPT,
)
"""Files that were published with an answer, cleaned."""
