"""Pay that workers reported to us: reports that are held back, and what was released of them; private, with guards."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Table -> the columns by which a row is unique, and whether it stays for ever.
PRIVATE = {
    "own_report": ((("claim_id",),), False),
    "pay_release": ((("id",), ("quarter",)), True),
    "pay_release_cell": ((("pay_release_id", "position"),), True),
    "pay_release_held": ((("pay_release_id", "employer_id"),), True),
}
# No id is both: table into which something comes -> its id, the other table, the column there.
APART = {"claim": ("id", "own_report", "claim_id"), "own_report": ("claim_id", "claim", "id")}
FUNCTION = """CREATE FUNCTION keep_apart_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM {other} WHERE {column} = NEW.{id}) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{name}: the id is taken';
    END IF;
    RETURN NEW;
END $$"""


def upgrade() -> None:
    op.create_table(
        "own_report",
        sa.Column("claim_id", sa.Text, autoincrement=False, nullable=False),
        _text("wage"),
        _text("submitter"),
        _text("described_group"),
        sa.Column("group_size", sa.Integer),
        sa.Column("received", sa.Date, nullable=False),
        _text("channel"),
        sa.PrimaryKeyConstraint("claim_id", name="pk_own_report"),
        sa.CheckConstraint("group_size > 0", name=op.f("ck_own_report_group_size_counts")),
        sa.CheckConstraint("submitter <> ''", name=op.f("ck_own_report_submitter_there")),
    )
    op.create_table(
        "pay_release",
        _number("id"),
        _text("quarter"),
        sa.Column("released_on", sa.Date, nullable=False),
        _number("revision"),
        sa.PrimaryKeyConstraint("id", name="pk_pay_release"),
        sa.UniqueConstraint("quarter", name="uq_pay_release_quarter"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.seq"],
            name="fk_pay_release_revision_revision",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "pay_release_cell",
        _number("pay_release_id"),
        _number("position"),
        _text("cell"),
        _text("members"),
        sa.PrimaryKeyConstraint("pay_release_id", "position", name="pk_pay_release_cell"),
        _release("pay_release_cell"),
    )
    op.create_table(
        "pay_release_held",
        _number("pay_release_id"),
        _text("employer_id"),
        _text("reports"),
        _text("members"),
        sa.PrimaryKeyConstraint("pay_release_id", "employer_id", name="pk_pay_release_held"),
        _release("pay_release_held"),
        sa.ForeignKeyConstraint(["employer_id"], ["entity.id"], name="fk_pay_release_held_employer_id_entity"),
    )
    dialect = op.get_bind().dialect.name
    for name, (unique, stays) in PRIVATE.items():
        for statement in _on_sqlite(name, unique, stays) if dialect == "sqlite" else _on_postgresql(name, stays):
            op.execute(statement)
    for name, (id, other, column) in APART.items():
        if dialect == "sqlite":
            there = f"EXISTS (SELECT 1 FROM {other} WHERE {column} = NEW.{id})"  # noqa: S608 - names of our own tables
            taken = f"SELECT RAISE(ABORT, '{name}: the id is taken') WHERE {there}"
            op.execute(f"CREATE TRIGGER {name}_apart BEFORE INSERT ON {name} BEGIN {taken}; END")
        else:
            op.execute(FUNCTION.format(name=name, id=id, other=other, column=column))
            op.execute(
                f"CREATE TRIGGER {name}_apart BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION keep_apart_{name}()"
            )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER claim_apart{' ON claim' if on_postgresql else ''}")
    for name in reversed(PRIVATE):
        op.drop_table(name)
    if on_postgresql:
        for name in APART:
            op.execute(f"DROP FUNCTION keep_apart_{name}()")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _release(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_pay_release_id_pay_release"
    return sa.ForeignKeyConstraint(["pay_release_id"], ["pay_release.id"], name=name)


def _on_sqlite(name: str, unique: tuple[tuple[str, ...], ...], stays: bool) -> list[str]:
    refused = f"SELECT RAISE(ABORT, '{name}: what is kept stays as it is; {{what}} is refused')"
    found = [
        f"CREATE TRIGGER {name}_no_{what.lower()} BEFORE {what} ON {name} BEGIN {refused.format(what=what)}; END"
        for what in (("UPDATE", "DELETE") if stays else ("UPDATE",))
    ]
    there = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in unique)
    refused = f"SELECT RAISE(ABORT, 'pk_{name}') WHERE EXISTS (SELECT 1 FROM {name} WHERE {there})"  # noqa: S608 - names of our own tables
    return [*found, f"CREATE TRIGGER {name}_no_replacement BEFORE INSERT ON {name} BEGIN {refused}; END"]


def _on_postgresql(name: str, stays: bool) -> list[str]:
    each = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    found = [f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {each}"]
    if stays:
        found.append(f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {each}")
        whole = each.replace("ROW", "STATEMENT")
        found.append(f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} {whole}")
    return found
