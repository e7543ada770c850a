"""Lists that an account saved: their rows, what was chosen for each, the revision at which they were looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_list",
        sa.Column("id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_list"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_saved_list_person_id_person"),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_list_name_not_empty")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_saved_list_revision_counts")),
    )
    op.create_index("ix_saved_list_person_id", "saved_list", ["person_id"])
    op.create_table(
        "saved_list_row",
        sa.Column("list_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("row_number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("website", sa.Text, nullable=False),
        sa.Column("lei", sa.Text, nullable=False),
        sa.Column("vat", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_saved_list_row"),
        sa.ForeignKeyConstraint(["list_id"], ["saved_list.id"], name="fk_saved_list_row_list_id_saved_list"),
    )


def downgrade() -> None:
    op.drop_table("saved_list_row")
    op.drop_table("saved_list")
