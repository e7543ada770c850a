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
