"""Guards: triggers that keep what was recorded; a version can only be closed, or its text redacted, and nothing added."""

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RECORDED = """
    citation claim claim_scope claim_version entity entity_candidate entity_identifier entity_name entity_version
    figure_detail identity_judgement link_detail practice_detail redaction response_detail response_request
    response_request_claim response_target response_unknown revision source source_origin source_version verification
    wage_detail
""".split()
MARKED = "'[redacted]'"
# Table -> column -> what takes the place of its text.
REDACTED = {
    "citation": {"locator": "'[redacted ' || position || ']'", "quote": MARKED},
    "claim_scope": {"text": MARKED},
    "claim_version": {"description": "NULL", "note": "NULL", "editor_note": "NULL", "withdrawn_reason": "NULL"},
    "entity_identifier": {"value": MARKED},
    "entity_name": {"name": MARKED},
    "entity_version": {"name": "NULL", "website": "NULL", "description": "NULL"},
    "figure_detail": {"topic": MARKED, "unit": MARKED, "qualifier": MARKED, "scope": MARKED},
    "identity_judgement": {"reason": "NULL"},
    "response_detail": {"told_by": MARKED},
    "response_request": {"channel": "NULL"},
    "source_version": {"title": "NULL", "authors": "NULL", "url": "NULL"},
}
PARENT = {
    "citation": "claim_version",
    "claim_scope": "claim_version",
    "entity_candidate": "entity_version",
    "entity_identifier": "entity_version",
    "entity_name": "entity_version",
    "figure_detail": "claim_version",
    "link_detail": "claim_version",
    "practice_detail": "claim_version",
    "response_detail": "claim_version",
    "response_request_claim": "response_request",
    "response_target": "claim_version",
    "response_unknown": "claim_version",
    "source_origin": "source_version",
    "wage_detail": "claim_version",
}
Redacted = Mapping[str, Mapping[str, str]]
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
END $$"""
TURN = "PERFORM pg_advisory_xact_lock(7305811160213);"
RAISE = "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {message};"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        body = RAISE.format(message="TG_TABLE_NAME || ': what is recorded stays; ' || TG_OP || ' is refused'")
        op.execute(FUNCTION.format(name="refuse_change", body=body))
    guard(RECORDED, REDACTED, PARENT)


def downgrade() -> None:
    unguard(RECORDED, REDACTED, PARENT)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def guard(names: Iterable[str], redacted: Redacted, parent: Mapping[str, str]) -> None:
    """Make the triggers of these tables. Later migrations call this for theirs, so it stays as it is."""
    dialect = op.get_bind().dialect.name
    for table in _tables(names, redacted, parent):
        for statement in _on_sqlite(table) if dialect == "sqlite" else _on_postgresql(table):
            op.execute(statement)


def unguard(names: Iterable[str], redacted: Redacted, parent: Mapping[str, str]) -> None:
    """Take the triggers of these tables away."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _tables(names, redacted, parent):
        for trigger in ("delete", *(("truncate",) if on_postgresql else ()), "addition", "update"):
            where = f" ON {table.name}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER {table.name}_no_{trigger}{where}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION guard_new_{table.name}()")
            if _allowed(table, "postgresql"):
                op.execute(f"DROP FUNCTION guard_{table.name}()")


def _tables(names: Iterable[str], redacted: Redacted, parent: Mapping[str, str]) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(op.get_bind(), only=list(names))
    for name in names:
        found.tables[name].info.update(redacted=redacted.get(name, {}), parent=parent.get(name))
    return [found.tables[name] for name in names]


# -- what may change ---------------------------------------------------------------------------------------------------


def _allowed(table: sa.Table, dialect: str) -> str:
    texts = table.info["redacted"]
    if "rec_to" in table.c:
        closing = ["OLD.rec_to IS NULL", "NEW.rec_to > OLD.rec_from", _being_written("rec_to")]
        closing += _unchanged(table, dialect, "rec_to")
        ways = [_all(closing)]
        if texts:
            recorded = f"SELECT 1 FROM redaction WHERE table_name = '{table.name}' AND row_id = OLD.id"  # noqa: S608
            salt = ["OLD.salt IS NOT NULL", "NEW.salt IS NULL", f"EXISTS ({recorded})"]
            ways.append(_all([*salt, *_unchanged(table, dialect, "salt", *texts), *_redacted(texts, dialect)]))
        return " OR ".join(f"({way})" for way in ways)
    if texts:
        version = table.info["parent"]
        key = f"{version}_id"
        gone = f"EXISTS (SELECT 1 FROM {version} WHERE id = OLD.{key} AND salt IS NULL)"  # noqa: S608
        return _all([gone, *_unchanged(table, dialect, *texts), *_redacted(texts, dialect)])
    return ""


def _unchanged(table: sa.Table, dialect: str, *but: str) -> list[str]:
    same = SAME[dialect]
    return [f"NEW.{c.name} {same} OLD.{c.name}" for c in table.columns if c.name not in but]


def _redacted(texts: Mapping[str, str], dialect: str) -> list[str]:
    same = SAME[dialect]
    return [
        f"NEW.{name} {same} CASE WHEN OLD.{name} <> '' THEN {marker.replace('position', 'OLD.position')} "
        f"ELSE OLD.{name} END"
        for name, marker in texts.items()
    ]


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions)


def _being_written(column: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM revision WHERE seq >= NEW.{column})"  # noqa: S608


def _changes(table: sa.Table) -> str:
    ways = "closed or redacted" if "rec_to" in table.c else "redacted with its version"
    return f"{table.name}: what is recorded stays; a row can only be {ways}"


# -- what may be added -------------------------------------------------------------------------------------------------


def _fits(table: sa.Table) -> str:
    if table.name == "revision":
        return (
            "NEW.seq = (SELECT coalesce(max(seq), 0) + 1 FROM revision) AND "
            "NEW.prev_hash = coalesce((SELECT hash FROM revision ORDER BY seq DESC LIMIT 1), '')"
        )
    if table.info["parent"]:
        version = table.info["parent"]
        key = f"{version}_id"
        parent = f"SELECT 1 FROM {version} AS parent JOIN revision ON revision.seq >= parent.rec_from"  # noqa: S608
        return f"NOT EXISTS ({parent} WHERE parent.id = NEW.{key})"
    return _being_written("rec_from" if "rec_from" in table.c else "revision")


def _additions(table: sa.Table) -> str:
    if table.name == "revision":
        return "revision: a revision follows on the last one, by its seq and its prev_hash"
    of = "a recorded version" if table.info["parent"] else "a recorded revision"
    return f"{table.name}: what is recorded stays; nothing is added to {of}"


# -- SQLite ------------------------------------------------------------------------------------------------------------


def _on_sqlite(table: sa.Table) -> Iterator[str]:
    name = table.name
    yield (
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} BEGIN "
        f"SELECT RAISE(ABORT, '{name}: what is recorded stays; DELETE is refused'); END"
    )
    # INSERT OR REPLACE takes rows away without a word to the triggers on DELETE.
    reasons = [*_already_there(table), (_additions(table), f"({_fits(table)}) IS NOT TRUE")]
    refused = "; ".join(f"SELECT RAISE(ABORT, '{reason}') WHERE {found}" for reason, found in reasons)
    yield f"CREATE TRIGGER {name}_no_addition BEFORE INSERT ON {name} BEGIN {refused}; END"
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
    yield _guard(f"guard_new_{name}", _fits(table), _additions(table))
    yield f"CREATE TRIGGER {name}_no_addition BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION guard_new_{name}()"
    allowed = _allowed(table, "postgresql")
    if allowed:
        yield _guard(f"guard_{name}", allowed, _changes(table))
    function = f"guard_{name}" if allowed else "refuse_change"
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _guard(name: str, condition: str, message: str) -> str:
    refuse = RAISE.format(message=f"'{message}'")
    body = f"{TURN}\n    IF ({condition}) IS TRUE THEN RETURN NEW; END IF;\n    {refuse}"
    return FUNCTION.format(name=name, body=body)
