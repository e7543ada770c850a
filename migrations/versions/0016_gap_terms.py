"""Five more things that may be unknown, so that criteria and questions can name every gap there is."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TERMS = "no_buyer_known pay_place_not_stated pay_time_not_stated no_conditions_known no_answer_known".split()
_UNKNOWN = sa.table("unknown", sa.column("code", sa.Text))


def upgrade() -> None:
    op.bulk_insert(_UNKNOWN, [{"code": code} for code in TERMS])


def downgrade() -> None:
    """Refused by the database while a criterion or a question names one of them."""
    op.execute(sa.delete(_UNKNOWN).where(_UNKNOWN.c.code.in_(TERMS)))
