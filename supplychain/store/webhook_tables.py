"""How webhooks lie in the database: where each sends to, what it watches, how far it got, and the log of its deliveries."""

import sqlalchemy as sa

from supplychain.store import pieces as p
from supplychain.store.people_tables import KEPT, Moment

webhook = sa.Table(
    "webhook",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, index=True),
    p.text("address"),
    p.text("watch"),
    p.text("state"),
    # The secret itself is nowhere: the key of the installation makes it again from the chance.
    p.text("chance"),
    p.text("secret_hash"),
    sa.Column("old_chance", sa.Text),
    sa.Column("old_until", Moment),
    p.text("place"),
    p.text("language"),
    sa.Column("created", Moment, nullable=False),
    sa.CheckConstraint("state IN ('active', 'paused', 'off')", name="state_known"),
    sa.CheckConstraint("address <> ''", name="address_there"),
    sa.CheckConstraint("(old_chance IS NULL) = (old_until IS NULL)", name="old_with_its_end"),
    info=KEPT,
)
webhook_delivery = sa.Table(
    "webhook_delivery",
    p.METADATA,
    p.key("id", sa.Text),
    sa.Column("webhook_id", sa.Text, sa.ForeignKey("webhook.id"), nullable=False, index=True),
    p.text("sort"),
    p.text("since"),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changes", sa.Integer, nullable=False),
    p.text("state"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due", Moment, nullable=False),
    sa.Column("claimed", sa.Text),
    sa.Column("claimed_until", Moment),
    sa.Column("status", sa.Integer),
    p.text("fault"),
    sa.Column("created", Moment, nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state_known"),
    sa.CheckConstraint("sort IN ('changes', 'test')", name="sort_known"),
    sa.CheckConstraint("attempts >= 0", name="attempts_count"),
    info=KEPT,
)
