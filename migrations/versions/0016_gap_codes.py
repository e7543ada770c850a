"""What is not known: the gaps of organisations, so that a criterion or a question can name them too."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CODES = "no_buyer_known pay_place_not_stated pay_time_not_stated no_conditions_known no_answer_known".split()
_UNKNOWN = sa.table("unknown", sa.column("code", sa.Text))
_NAMING = [sa.table(name, sa.column("unknown", sa.Text)) for name in ("criterion_part", "question_part")]


def upgrade() -> None:
    kept = set(op.get_bind().scalars(sa.select(_UNKNOWN.c.code)))
    op.bulk_insert(_UNKNOWN, [{"code": code} for code in CODES if code not in kept])


def downgrade() -> None:
    """Take the codes away, save those that a recorded version names: what is recorded stays, and its words with it."""
    named = [sa.exists().where(part.c.unknown == _UNKNOWN.c.code) for part in _NAMING]
    op.execute(sa.delete(_UNKNOWN).where(_UNKNOWN.c.code.in_(CODES), ~sa.or_(*named)))
