"""Criteria, questions and clauses: what a buyer looks at, in guarded versions."""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The tables and triggers as they were when this was written: what supplychain declares today may be something else.
TERMS = {
    "text_seen": "yes secondary no",
    "pay_condition": "below_minimum below_minimum_all_hours no_effective_minimum below_living_wage piece_without_hours "
    "small_share long_week",
    "unknown": "nothing_known nothing_named party_not_named undisclosed_party no_supplier_list no_wage_report "
    "old_wage_reports no_surveillance_known country_not_stated undated_links single_source asked_no_answer "
    "does_not_know bound_hit",
    "theme": "chain pay hours surveillance health association grievance subcontracting verification",
    "question_fact": "suppliers base pay hours price organised subcontracts remedies answers",
}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WORDS = {
    "clause": ("title", "text"),
    "criterion": ("instrument", "article", "title", "evidence", "binds"),
    "question": ("text", "evidence"),
}


def _both(names: tuple[str, ...]) -> list[str]:
    return [found for name in names for found in (name, f"{name}_de")]


# Table -> column -> what takes the place of its text.
REDACTED: dict[str, dict[str, str]] = {table: dict.fromkeys(_both(names), "NULL") for table, names in WORDS.items()}
REDACTED["criterion"] |= {"caution": "NULL", "caution_de": "NULL"}
REDACTED |= {"clause_part": {}, "criterion_part": {}, "question_part": {}}
PARENT = {"clause_part": "clause", "criterion_part": "criterion", "question_part": "question"}
GUARDS = runpy.run_path(str(Path(__file__).with_name("0003_guards.py")))

RECORDS = sa.MetaData(naming_convention=NAMES)
for name in (*TERMS, "practice"):
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


def _text(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _free(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, info={"redacted": True})


def _ref(name: str, target: str = "", nullable: bool = False) -> sa.Column:
    to = f"{target or name}.{'id' if target == 'source' else 'code'}"
    return sa.Column(name, sa.Text, sa.ForeignKey(to), nullable=nullable)


def _revision(name: str, nullable: bool = False) -> sa.Column:
    to = sa.ForeignKey("revision.seq", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Integer, to, nullable=nullable)


def _said(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    both = _both(WORDS[table])
    return (*map(_free, both), *(sa.CheckConstraint(f"{name} <> ''", name=f"{name}_not_empty") for name in both))


def _versions(name: str, letters: str, *more: sa.schema.SchemaItem) -> None:
    table = sa.Table(
        name,
        RECORDS,
        _key(),
        _text(f"{name}_key"),
        *more,
        sa.CheckConstraint(f"substr({name}_key, 1, 3) = '{letters}-'", name="id_of_its_table"),
        _text("salt", nullable=True),
        _text("digest"),
        _revision("rec_from"),
        _revision("rec_to", nullable=True),
        sa.CheckConstraint("rec_to IS NULL OR rec_to > rec_from", name="closed_later"),
    )
    for column in table.columns:
        if "redacted" in column.info:
            check = f"salt IS NULL OR {column.name} IS NOT NULL"
            table.append_constraint(sa.CheckConstraint(check, name=f"{column.name}_there"))
    live, key = table.c.rec_to.is_(None), table.c[f"{name}_key"]
    sa.Index(f"uq_{name}_live", key, unique=True, sqlite_where=live, postgresql_where=live)
    sa.Index(None, key)


def _parts(parent: str, *more: sa.schema.SchemaItem) -> None:
    key = sa.Column(f"{parent}_id", sa.Integer, sa.ForeignKey(f"{parent}.id"), primary_key=True, autoincrement=False)
    sa.Table(f"{parent}_part", RECORDS, key, _key("position"), *more)


def _one_of(*names: str) -> sa.CheckConstraint:
    found = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in names)
    return sa.CheckConstraint(f"{found} = 1", name="one_value")


# -- tables ------------------------------------------------------------------------------------------------------------

_versions(
    "criterion",
    "cr",
    *_said("criterion"),
    _free("caution"),
    _free("caution_de"),
    _text("text_date"),
    _ref("text_seen"),
    _ref("source_id", "source"),
)
_PARTS = ("practice", "pay_condition", "unknown")
_parts("criterion", *(_ref(name, nullable=True) for name in _PARTS), _one_of(*_PARTS))
_versions(
    "question",
    "qu",
    _text("number"),
    _ref("theme"),
    sa.Column("core", sa.Boolean, nullable=False),
    *_said("question"),
    sa.CheckConstraint("number <> ''", name="number_not_empty"),
)
_ASKED = (*_PARTS, "question_fact")
_parts(
    "question",
    _text("criterion_key", nullable=True),
    *(_ref(name, nullable=True) for name in _ASKED),
    _one_of("criterion_key", *_ASKED),
)
_versions("clause", "cl", _ref("theme"), *_said("clause"))
_parts("clause", _text("criterion_key"))
