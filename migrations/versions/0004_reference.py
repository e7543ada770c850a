"""Reference tables: minimum wages, living wages, exchange rates, parities and consumer prices, in guarded versions."""

from collections.abc import Iterator

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
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
END $$"""
RAISE = "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {message};"

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
    for table in _recorded():
        for statement in _on_sqlite(table) if bind.dialect.name == "sqlite" else _on_postgresql(table):
            op.execute(statement)


def downgrade() -> None:
    bind = op.get_bind()
    vocabularies = [RECORDS.tables[name] for name in TERMS]
    RECORDS.drop_all(bind, tables=[*_recorded(), *vocabularies], checkfirst=False)  # their triggers go with them
    if bind.dialect.name == "postgresql":
        for table in _recorded():
            op.execute(f"DROP FUNCTION guard_{table.name}()")


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


# -- what may change ---------------------------------------------------------------------------------------------------


def _allowed(table: sa.Table, dialect: str) -> str:
    texts = REDACTED.get(table.name, {})
    if "rec_to" in table.c:
        closing = ["OLD.rec_to IS NULL", "NEW.rec_to > OLD.rec_from", *_unchanged(table, dialect, "rec_to")]
        ways = [_all(closing)]
        if texts:
            recorded = f"SELECT 1 FROM redaction WHERE table_name = '{table.name}' AND row_id = OLD.id"  # noqa: S608
            salt = ["OLD.salt IS NOT NULL", "NEW.salt IS NULL", f"EXISTS ({recorded})"]
            ways.append(_all([*salt, *_unchanged(table, dialect, "salt", *texts), *_redacted(texts, dialect)]))
        return " OR ".join(f"({way})" for way in ways)
    if texts:
        version = PARENT[table.name]
        key = f"{version}_id"
        gone = f"EXISTS (SELECT 1 FROM {version} WHERE id = OLD.{key} AND salt IS NULL)"  # noqa: S608
        return _all([gone, *_unchanged(table, dialect, *texts), *_redacted(texts, dialect)])
    return ""


def _unchanged(table: sa.Table, dialect: str, *but: str) -> list[str]:
    same = SAME[dialect]
    return [f"NEW.{c.name} {same} OLD.{c.name}" for c in table.columns if c.name not in but]


def _redacted(texts: dict[str, str], dialect: str) -> list[str]:
    same = SAME[dialect]
    return [
        f"NEW.{name} {same} CASE WHEN OLD.{name} <> '' THEN {marker.replace('position', 'OLD.position')} "
        f"ELSE OLD.{name} END"
        for name, marker in texts.items()
    ]


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions)


def _changes(table: sa.Table) -> str:
    ways = "closed or redacted" if "rec_to" in table.c else "redacted with its version"
    return f"{table.name}: what is recorded stays; a row can only be {ways}"


# -- SQLite ------------------------------------------------------------------------------------------------------------


def _on_sqlite(table: sa.Table) -> Iterator[str]:
    name = table.name
    yield (
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} BEGIN "
        f"SELECT RAISE(ABORT, '{name}: what is recorded stays; DELETE is refused'); END"
    )
    # INSERT OR REPLACE takes rows away without a word to the triggers on DELETE.
    refused = "; ".join(f"SELECT RAISE(ABORT, '{key}') WHERE {found}" for key, found in _already_there(table))
    yield f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} BEGIN {refused}; END"
    allowed = _allowed(table, "sqlite")
    message = _changes(table) if allowed else f"{name}: what is recorded stays; UPDATE is refused"
    where = f" WHERE NOT coalesce({allowed}, FALSE)" if allowed else ""
    yield (
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} BEGIN SELECT RAISE(ABORT, '{message}'){where}; END"
    )


def _already_there(table: sa.Table) -> Iterator[tuple[str, str]]:
    keys = [(f"pk_{table.name}", [c.name for c in table.primary_key], "")]
    for constraint in sorted(
        (c for c in table.constraints if isinstance(c, sa.UniqueConstraint)), key=lambda c: [x.name for x in c.columns]
    ):
        columns = [c.name for c in constraint.columns]
        if not set(keys[0][1]) <= set(columns):
            keys.append((f"uq_{table.name}_{columns[0]}", columns, ""))
    for index in sorted(table.indexes, key=lambda i: str(i.name)):
        if index.unique:
            live = "NEW.rec_to IS NULL AND rec_to IS NULL AND "
            keys.append((str(index.name), [c.name for c in index.columns], live))
    for name, columns, live in keys:
        same = _all([f"{column} = NEW.{column}" for column in columns])
        yield name, f"EXISTS (SELECT 1 FROM {table.name} WHERE {live}{same})"  # noqa: S608


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


def _on_postgresql(table: sa.Table) -> Iterator[str]:
    name = table.name
    yield (f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    yield (
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    allowed = _allowed(table, "postgresql")
    if allowed:
        refuse = RAISE.format(message=f"'{_changes(table)}'")
        body = f"IF ({allowed}) IS TRUE THEN RETURN NEW; END IF;\n    {refuse}"
        yield FUNCTION.format(name=f"guard_{name}", body=body)
    function = f"guard_{name}" if allowed else "refuse_change"
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}()"
