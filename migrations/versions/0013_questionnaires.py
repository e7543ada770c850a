"""Questionnaires: questions that a request asks and a response answers, and the draft of an answer until it is sent."""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ASKED = "request_question"
PARENT = {ASKED: "response_request"}
GUARDS = runpy.run_path(str(Path(__file__).with_name("0003_guards.py")))


def upgrade() -> None:
    op.execute("INSERT INTO response_stance (code) VALUES ('answers'), ('refuses'), ('does_not_know')")
    op.add_column("response_target", sa.Column("question", sa.Text))
    op.create_table(
        ASKED,
        sa.Column("response_request_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("about_id", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("response_request_id", "position", name=f"pk_{ASKED}"),
        sa.ForeignKeyConstraint(
            ["response_request_id"], ["response_request.id"], name=f"fk_{ASKED}_response_request_id_response_request"
        ),
        sa.ForeignKeyConstraint(["about_id"], ["entity.id"], name=f"fk_{ASKED}_about_id_entity"),
    )
    op.create_table(
        "questionnaire",
        sa.Column("request_id", sa.Text, autoincrement=False, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("list_revision", sa.Integer, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_questionnaire"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["reply_link.request_id"], name="fk_questionnaire_request_id_reply_link"
        ),
        sa.ForeignKeyConstraint(
            ["list_revision"],
            ["revision.seq"],
            name="fk_questionnaire_list_revision_revision",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_questionnaire_version_counts")),
    )
    GUARDS["guard"]([ASKED], {}, PARENT)


def downgrade() -> None:
    GUARDS["unguard"]([ASKED], {}, PARENT)
    op.drop_table("questionnaire")
    op.drop_table(ASKED)
    op.drop_column("response_target", "question")
    op.execute("DELETE FROM response_stance WHERE code IN ('answers', 'refuses', 'does_not_know')")
