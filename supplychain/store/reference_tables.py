"""How what claims are read against lies in the database: the tables for pay; criteria, questions and clauses of buyers."""

import sqlalchemy as sa

from supplychain.store import pieces as p

# -- reference tables --------------------------------------------------------------------------------------------------


def _reference(name: str, letters: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Make a version table of figures that pay is read against; its ids begin with letters of their own."""
    return p.versions(
        name,
        ("reference_id",),
        p.text("reference_id"),
        *more,
        p.ref("use", "reference_use"),
        p.ref("source_id", "source"),
        p.free("locator"),
        p.free("note"),
        sa.CheckConstraint(f"substr(reference_id, 1, {len(letters) + 1}) = '{letters}-'", name="id_of_its_table"),
        sa.CheckConstraint("locator <> ''", name="locator_not_empty"),
    )


def _in_force() -> tuple[sa.schema.SchemaItem, ...]:
    """Columns of what holds in a country for a time."""
    return (
        p.ref("country"),
        p.text("valid_edtf"),
        sa.Column("valid_lo", sa.Date, nullable=False),
        sa.Column("valid_hi", sa.Date, nullable=False),
        p.free("scope"),
        p.ref("area"),
        sa.CheckConstraint("valid_lo <= valid_hi", name="period_in_order"),
        sa.CheckConstraint("scope <> ''", name="scope_not_empty"),
    )


def _year() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("year", sa.Integer, nullable=False),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name="year_counts"),
    )


def _above_zero(name: str, nullable: bool = False) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(name, p.Figure, nullable=nullable),
        sa.CheckConstraint(f"CAST({name} AS NUMERIC) > 0", name=f"{name}_above_zero"),
    )


minimum_wage = _reference(
    "minimum_wage",
    "mw",
    *_in_force(),
    p.ref("kind", "minimum_kind"),
    p.ref("worker_group"),
    *_above_zero("amount", nullable=True),
    p.ref("currency"),
    p.ref("unit"),
    p.ref("basis"),
    *_above_zero("hours_low", nullable=True),
    *_above_zero("hours_high", nullable=True),
    p.ref("hours_per", nullable=True),
    p.free("hours_note"),
    sa.CheckConstraint("(kind = 'none') = (amount IS NULL)", name="amount_unless_none"),
    sa.CheckConstraint("unit <> 'task'", name="paid_by_time"),
    sa.CheckConstraint(
        "(hours_low IS NULL) = (hours_high IS NULL) AND (hours_low IS NULL) = (hours_per IS NULL)",
        name="hours_together",
    ),
    sa.CheckConstraint("CAST(hours_low AS NUMERIC) <= CAST(hours_high AS NUMERIC)", name="hours_in_order"),
)
minimum_wage_place = p.children("minimum_wage_place", "minimum_wage", p.key("position"), p.free("place", p.MARKED))
living_wage = _reference(
    "living_wage",
    "lw",
    *_in_force(),
    p.free("place"),
    p.text("method"),
    p.ref("covers", "living_covers"),
    p.free("household"),
    p.ref("bound"),
    *_above_zero("amount"),
    p.ref("currency"),
    p.ref("unit"),
    p.ref("basis"),
    p.free("hours_note"),
    sa.CheckConstraint("unit <> 'task'", name="paid_by_time"),
    sa.CheckConstraint("place <> ''", name="place_not_empty"),
    sa.CheckConstraint("method <> ''", name="method_not_empty"),
)
living_wage_place = p.children("living_wage_place", "living_wage", p.key("position"), p.free("place", p.MARKED))
exchange_rate = _reference(
    "exchange_rate",
    "xr",
    *_year(),
    p.ref("currency"),
    *_above_zero("per_usd"),
    p.ref("kind", "rate_kind"),
    sa.Column("several_rates", sa.Boolean, nullable=False),
)
purchasing_power = _reference(
    "purchasing_power",
    "pp",
    *_year(),
    p.ref("country"),
    p.ref("currency"),
    *_above_zero("per_international_dollar"),
    *_above_zero("implied", nullable=True),
)
consumer_price = _reference(
    "consumer_price",
    "cp",
    *_year(),
    p.ref("country"),
    sa.Column("change", p.Figure, nullable=False),
    sa.CheckConstraint("CAST(change AS NUMERIC) > -100", name="change_above_minus_100"),
)

# -- criteria, questions, clauses --------------------------------------------------------------------------------------


def _listed(name: str, letters: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Make a version table of what a buyer looks at; its ids begin with letters of their own."""
    begins = sa.CheckConstraint(f"substr({name}_key, 1, 3) = '{letters}-'", name="id_of_its_table")
    return p.versions(name, (f"{name}_key",), p.text(f"{name}_key"), *more, begins)


def _said(*names: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Columns of words that must say something, each in English and in German."""
    both = [found for name in names for found in (name, f"{name}_de")]
    checks = (sa.CheckConstraint(f"{name} <> ''", name=f"{name}_not_empty") for name in both)
    return (*map(p.free, both), *checks)


criterion = _listed(
    "criterion",
    "cr",
    *_said("instrument", "article", "title", "evidence", "binds"),
    p.free("caution"),
    p.free("caution_de"),
    p.text("text_date"),
    p.ref("text_seen"),
    p.ref("source_id", "source"),
)
criterion_part = p.children(
    "criterion_part",
    "criterion",
    p.key("position"),
    p.ref("practice", nullable=True),
    p.ref("pay_condition", nullable=True),
    p.ref("unknown", nullable=True),
    sa.CheckConstraint(p.one_of("practice", "pay_condition", "unknown"), name="one_value"),
)
question = _listed(
    "question",
    "qu",
    p.text("number"),
    p.ref("theme"),
    sa.Column("core", sa.Boolean, nullable=False),
    *_said("text", "evidence"),
    sa.CheckConstraint("number <> ''", name="number_not_empty"),
)
_QUESTION_PARTS = ("criterion_key", "practice", "pay_condition", "unknown", "question_fact")
question_part = p.children(
    "question_part",
    "question",
    p.key("position"),
    sa.Column("criterion_key", sa.Text),
    *(p.ref(name, nullable=True) for name in _QUESTION_PARTS[1:]),
    sa.CheckConstraint(p.one_of(*_QUESTION_PARTS), name="one_value"),
)
clause = _listed("clause", "cl", p.ref("theme"), *_said("title", "text"))
clause_part = p.children("clause_part", "clause", p.key("position"), p.text("criterion_key"))
