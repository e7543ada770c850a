"""Which revisions were undone by which; those of before are found by the words of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WORDS = "Undo of revision "


def upgrade() -> None:
    table = op.create_table(
        "revision_undo",
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("undone_by", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("revision", name="pk_revision_undo"),
        _to_revision("revision"),
        _to_revision("undone_by"),
        sa.CheckConstraint("undone_by > revision", name=op.f("ck_revision_undo_undone_later")),
    )
    undone = _found(op.get_bind().execute(sa.text("SELECT seq, summary FROM revision ORDER BY seq")))
    if undone:
        op.bulk_insert(table, [{"revision": seq, "undone_by": by} for seq, by in undone.items()])


def _found(log: sa.CursorResult) -> dict[int, int]:
    """Read the log from the oldest on: when an undo is undone, what it took away stands again."""
    undone: dict[int, int] = {}
    for seq, summary in log:
        number = summary.removeprefix(_WORDS).partition(":")[0] if summary.startswith(_WORDS) else ""
        if not (number.isascii() and number.isdigit() and len(number) < 10 and 0 < int(number) < seq):
            continue
        undone = {one: by for one, by in undone.items() if by != int(number)}
        undone[int(number)] = seq
    return undone


def downgrade() -> None:
    op.drop_table("revision_undo")


def _to_revision(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["revision.seq"], name=f"fk_revision_undo_{column}_revision", deferrable=True, initially="DEFERRED"
    )
