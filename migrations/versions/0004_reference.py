"""Reference tables: minimum wages, living wages, exchange rates, parities and consumer prices, in guarded versions."""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The tables and triggers as they were when this was written: what supplychain declares today may be something else.
TERMS = {
    "reference_use": "yes check no",
    "minimum_kind": "rate series recommended extra none not_effective",
    "area": "country places elsewhere urban rural",
    "worker_group": "general office age particular",
    "hours_per": "day week month",
    "bound": "point low high",
    "living_covers": "worker family food survey voluntary_rate",
    "rate_kind": "official_average market_average implied_average company_average",
}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
MARKED = "'[redacted]'"
# Table -> column -> what takes the place of its text.
REDACTED = {
    "consumer_price": {"locator": "NULL", "note": "NULL"},
    "exchange_rate": {"locator": "NULL", "note": "NULL"},
    "living_wage": dict.fromkeys(("scope", "place", "household", "hours_note", "locator", "note"), "NULL"),
    "living_wage_place": {"place": MARKED},
    "minimum_wage": dict.fromkeys(("scope", "hours_note", "locator", "note"), "NULL"),
    "minimum_wage_place": {"place": MARKED},
    "purchasing_power": {"locator": "NULL", "note": "NULL"},
}
PARENT = {"living_wage_place": "living_wage", "minimum_wage_place": "minimum_wage"}
GUARDS = runpy.run_path(str(Path(__file__).with_name("0003_guards.py")))

RECORDS = sa.MetaData(naming_convention=NAMES)
for name in (*TERMS, "country", "currency", "unit", "basis"):
    sa.Table(name, RECORDS, sa.Column("code", sa.Text, primary_key=True, autoincrement=False))
sa.Table("source", RECORDS, sa.Column("id", sa.Text, primary_key=True))
sa.Table("revision", RECORDS, sa.Column("seq", sa.Integer, primary_key=True))


def upgrade() -> None:
    bind = op.get_bind()
    vocabularies = [RECORDS.tables[name] for name in TERMS]
    RECORDS.create_all(bind, tables=[*vocabularies, *_recorded()], checkfirst=False)
    for table in vocabularies:
        op.bulk_insert(table, [{"code": code} for code in TERMS[table.name].split()])
    GUARDS["guard"](REDACTED, REDACTED, PARENT)


def downgrade() -> None:
    GUARDS["unguard"](REDACTED, REDACTED, PARENT)
    vocabularies = [RECORDS.tables[name] for name in TERMS]
    RECORDS.drop_all(op.get_bind(), tables=[*_recorded(), *vocabularies], checkfirst=False)


def _recorded() -> list[sa.Table]:
    return [RECORDS.tables[name] for name in REDACTED]


# -- pieces of tables --------------------------------------------------------------------------------------------------


def _key(name: str = "id") -> sa.Column:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _free(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, info={"redacted": True})


def _ref(name: str, target: str = "", nullable: bool = False) -> sa.Column:
    to = f"{target or name}.{'id' if target == 'source' else 'code'}"
    return sa.Column(name, sa.Text, sa.ForeignKey(to), nullable=nullable)


def _revision(name: str, nullable: bool = False) -> sa.Column:
    to = sa.ForeignKey("revision.seq", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Integer, to, nullable=nullable)


def _versions(name: str, letters: str, *more: sa.schema.SchemaItem) -> None:
    table = sa.Table(
        name,
        RECORDS,
        _key(),
        _text("reference_id"),
        *more,
        _ref("use", "reference_use"),
        _ref("source_id", "source"),
        _free("locator"),
        _free("note"),
        sa.CheckConstraint(f"substr(reference_id, 1, {len(letters) + 1}) = '{letters}-'", name="id_of_its_table"),
        sa.CheckConstraint("locator <> ''", name="locator_not_empty"),
        sa.Column("salt", sa.Text),
        _text("digest"),
        _revision("rec_from"),
        _revision("rec_to", nullable=True),
        sa.CheckConstraint("rec_to IS NULL OR rec_to > rec_from", name="closed_later"),
    )
    for column in table.columns:
        if "redacted" in column.info:
            check = f"salt IS NULL OR {column.name} IS NOT NULL"
            table.append_constraint(sa.CheckConstraint(check, name=f"{column.name}_there"))
    live = table.c.rec_to.is_(None)
    sa.Index(f"uq_{name}_live", table.c.reference_id, unique=True, sqlite_where=live, postgresql_where=live)
    sa.Index(None, table.c.reference_id)


def _places(name: str, parent: str) -> None:
    key = sa.Column(f"{parent}_id", sa.Integer, sa.ForeignKey(f"{parent}.id"), primary_key=True, autoincrement=False)
    sa.Table(name, RECORDS, key, _key("position"), _text("place"))


def _in_force() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        _ref("country"),
        _text("valid_edtf"),
        sa.Column("valid_lo", sa.Date, nullable=False),
        sa.Column("valid_hi", sa.Date, nullable=False),
        _free("scope"),
        _ref("area"),
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
        sa.Column(name, sa.Text, nullable=nullable),
        sa.CheckConstraint(f"CAST({name} AS NUMERIC) > 0", name=f"{name}_above_zero"),
    )


# -- tables ------------------------------------------------------------------------------------------------------------

_versions(
    "minimum_wage",
    "mw",
    *_in_force(),
    _ref("kind", "minimum_kind"),
    _ref("worker_group"),
    *_above_zero("amount", nullable=True),
    _ref("currency"),
    _ref("unit"),
    _ref("basis"),
    *_above_zero("hours_low", nullable=True),
    *_above_zero("hours_high", nullable=True),
    _ref("hours_per", nullable=True),
    _free("hours_note"),
    sa.CheckConstraint("(kind = 'none') = (amount IS NULL)", name="amount_unless_none"),
    sa.CheckConstraint("unit <> 'task'", name="paid_by_time"),
    sa.CheckConstraint(
        "(hours_low IS NULL) = (hours_high IS NULL) AND (hours_low IS NULL) = (hours_per IS NULL)",
        name="hours_together",
    ),
    sa.CheckConstraint("CAST(hours_low AS NUMERIC) <= CAST(hours_high AS NUMERIC)", name="hours_in_order"),
)
_places("minimum_wage_place", "minimum_wage")
_versions(
    "living_wage",
    "lw",
    *_in_force(),
    _free("place"),
    _text("method"),
    _ref("covers", "living_covers"),
    _free("household"),
    _ref("bound"),
    *_above_zero("amount"),
    _ref("currency"),
    _ref("unit"),
    _ref("basis"),
    _free("hours_note"),
    sa.CheckConstraint("unit <> 'task'", name="paid_by_time"),
    sa.CheckConstraint("place <> ''", name="place_not_empty"),
    sa.CheckConstraint("method <> ''", name="method_not_empty"),
)
_places("living_wage_place", "living_wage")
_versions(
    "exchange_rate",
    "xr",
    *_year(),
    _ref("currency"),
    *_above_zero("per_usd"),
    _ref("kind", "rate_kind"),
    sa.Column("several_rates", sa.Boolean, nullable=False),
)
_versions(
    "purchasing_power",
    "pp",
    *_year(),
    _ref("country"),
    _ref("currency"),
    *_above_zero("per_international_dollar"),
    *_above_zero("implied", nullable=True),
)
_versions(
    "consumer_price",
    "cp",
    *_year(),
    _ref("country"),
    sa.Column("change", sa.Text, nullable=False),
    sa.CheckConstraint("CAST(change AS NUMERIC) > -100", name="change_above_minus_100"),
)
