"""Assessments that accounts keep: no part of the recorded history, readable and deletable by their account alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("predecessor_id", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_on", sa.Date, nullable=False),
        sa.Column("changed_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_assessment_person_id_person"),
        sa.ForeignKeyConstraint(["predecessor_id"], ["assessment.id"], name="fk_assessment_predecessor_id_assessment"),
        sa.CheckConstraint("version > 0", name=op.f("ck_assessment_version_counts")),
    )
    op.create_index("ix_assessment_person_id", "assessment", ["person_id"])
    op.create_index("ix_assessment_predecessor_id", "assessment", ["predecessor_id"])


def downgrade() -> None:
    op.drop_table("assessment")
