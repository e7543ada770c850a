"""How assessments lie in the database that accounts keep: no part of the recorded history, the account's alone."""

import sqlalchemy as sa

from supplychain.store import pieces as p
from supplychain.store.people_tables import KEPT

assessment = sa.Table(
    "assessment",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, index=True),
    p.text("document"),
    p.text("digest"),
    sa.Column("predecessor_id", sa.Text, sa.ForeignKey("assessment.id"), index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Column("changed_on", sa.Date, nullable=False),
    sa.CheckConstraint("version > 0", name="version_counts"),
    info=KEPT,
)
