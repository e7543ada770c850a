"""Records: the log, and entities, sources, claims, judgements, requests and verifications in versions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The tables as they were when this was written: what supplychain declares today may be something else.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
RECORDS = sa.MetaData(naming_convention=NAMES)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
VOCABULARIES = """
    addresses_point asserted_by basis citation_stance claim_kind country currency entity_kind identifier_scheme judgement
    link_stance name_kind object_state pay_kind practice practice_stance relation request_outcome response_stance
    scope_dimension scope_mode source_kind source_quality source_seen undisclosed_reason unit unknown_topic
    verification_outcome
""".split()
for name in VOCABULARIES:
    sa.Table(name, RECORDS, sa.Column("code", sa.Text, primary_key=True))
PAIR = ("relation", "subject_kind", "object_kind")
sa.Table("relation_pair", RECORDS, *(sa.Column(name, sa.Text, primary_key=True) for name in PAIR))


def upgrade() -> None:
    RECORDS.create_all(op.get_bind(), tables=_own(), checkfirst=False)


def downgrade() -> None:
    RECORDS.drop_all(op.get_bind(), tables=_own(), checkfirst=False)


def _own() -> list[sa.Table]:
    return [table for name, table in RECORDS.tables.items() if name not in (*VOCABULARIES, "relation_pair")]


def _key(name: str = "id", kind: type[sa.Integer | sa.Text] = sa.Integer) -> sa.Column:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _free(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, info={"redacted": True})


def _ref(name: str, target: str = "", nullable: bool = False, primary_key: bool = False) -> sa.Column:
    to = f"{target or name}.{'id' if target in ('entity', 'source', 'claim') else 'code'}"
    return sa.Column(name, sa.Text, sa.ForeignKey(to), nullable=nullable, primary_key=primary_key)


def _revision(name: str, nullable: bool = False) -> sa.Column:
    to = sa.ForeignKey("revision.seq", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Integer, to, nullable=nullable)


def _root(name: str, *more: sa.schema.SchemaItem) -> None:
    sa.Table(name, RECORDS, _key("id", sa.Text), *more, _revision("rec_from"))


def _versions(name: str, owner: tuple[str, ...], *more: sa.schema.SchemaItem) -> None:
    table = sa.Table(
        name,
        RECORDS,
        _key(),
        *more,
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
    keys = [table.c[key] for key in owner]
    sa.Index(f"uq_{name}_live", *keys, unique=True, sqlite_where=live, postgresql_where=live)
    sa.Index(None, *keys)


def _children(name: str, parent: str, *more: sa.schema.SchemaItem) -> None:
    column, target = f"{parent}_id", f"{parent}.id"
    if parent == "response_detail":
        column, target = "claim_version_id", "response_detail.claim_version_id"
    key = sa.Column(column, sa.Integer, sa.ForeignKey(target), primary_key=True, autoincrement=False)
    sa.Table(name, RECORDS, key, *more)


def _detail(kind: str, *more: sa.schema.SchemaItem) -> None:
    sa.Table(
        f"{kind}_detail",
        RECORDS,
        _key("claim_version_id"),
        _text("kind"),
        *more,
        sa.CheckConstraint(f"kind = '{kind}'", name="kind"),
        sa.ForeignKeyConstraint(["claim_version_id", "kind"], ["claim_version.id", "claim_version.kind"]),
    )


def _one_of(*names: str) -> str:
    return " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in names) + " = 1"


# -- the log -----------------------------------------------------------------------------------------------------------

sa.Table(
    "revision",
    RECORDS,
    _key("seq"),
    _text("recorded_at"),
    _text("actor"),
    _text("summary"),
    _text("payload_digest"),
    _text("prev_hash"),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("seq > 0", name="seq_counts"),
    sa.CheckConstraint("actor <> ''", name="actor_there"),
    sa.CheckConstraint("summary <> ''", name="summary_there"),
)

# -- entities ----------------------------------------------------------------------------------------------------------

_root("entity", _ref("kind", "entity_kind"), sa.UniqueConstraint("id", "kind"))
_versions(
    "entity_version",
    ("entity_id",),
    _ref("entity_id", "entity"),
    _free("name"),
    _ref("country", nullable=True),
    _free("website"),
    _free("description"),
    _ref("undisclosed_reason", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
_children(
    "entity_name",
    "entity_version",
    _key("position"),
    _text("name"),
    _ref("kind", "name_kind"),
    _text("language"),
    _text("script"),
    _ref("source_id", "source", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
_children(
    "entity_identifier",
    "entity_version",
    _key("position"),
    _ref("scheme", "identifier_scheme"),
    _text("value"),
    _ref("source_id", "source", nullable=True),
    sa.CheckConstraint("value <> ''", name="value_not_empty"),
)
_children("entity_candidate", "entity_version", _key("position"), _ref("candidate_id", "entity"))

# -- sources -----------------------------------------------------------------------------------------------------------

_root("source")
_versions(
    "source_version",
    ("source_id",),
    _ref("source_id", "source"),
    _free("title"),
    _free("authors"),
    _text("publisher"),
    _text("date"),
    _free("url"),
    _text("language"),
    _ref("kind", "source_kind"),
    _ref("seen", "source_seen"),
    _ref("quality", "source_quality"),
    sa.CheckConstraint("title <> ''", name="title_not_empty"),
)
_children(
    "source_origin",
    "source_version",
    _key("position"),
    _ref("origin_id", "source", nullable=True),
    sa.Column("publisher", sa.Text),
    sa.CheckConstraint(_one_of("origin_id", "publisher"), name="one_origin"),
)

# -- claims ------------------------------------------------------------------------------------------------------------

_root("claim", _ref("kind", "claim_kind"), sa.UniqueConstraint("id", "kind"))
_versions(
    "claim_version",
    ("claim_id",),
    _ref("claim_id", "claim"),
    _ref("kind", "claim_kind"),
    _text("valid_edtf"),
    sa.Column("valid_lo", sa.Date, nullable=False),
    sa.Column("valid_hi", sa.Date, nullable=False),
    sa.Column("sure_lo", sa.Date),
    sa.Column("sure_hi", sa.Date),
    _text("reported_on"),
    _ref("asserted_by"),
    _free("description"),
    _free("note"),
    _free("editor_note"),
    _free("withdrawn_reason"),
    sa.Column("first_citation_id", sa.Integer, nullable=False),
    _text("first_citation_stance"),
    sa.UniqueConstraint("id", "kind"),
    sa.ForeignKeyConstraint(
        ["claim_id", "kind"], ["claim.id", "claim.kind"], name="fk_claim_version_claim_id_kind_claim"
    ),
    # No claim without a source: checked when the transaction ends, because the citation names the version in turn.
    sa.ForeignKeyConstraint(
        ["first_citation_id", "id", "first_citation_stance"],
        ["citation.id", "citation.claim_version_id", "citation.stance"],
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    sa.CheckConstraint("first_citation_stance = 'supports'", name="cited"),
    sa.CheckConstraint("valid_lo <= valid_hi", name="period_in_order"),
    sa.CheckConstraint(
        "(sure_lo IS NULL AND sure_hi IS NULL) OR (sure_lo IS NOT NULL AND sure_hi IS NOT NULL"
        " AND valid_lo <= sure_lo AND sure_lo <= sure_hi AND sure_hi <= valid_hi)",
        name="sure_within_valid",
    ),
)
sa.Table(
    "citation",
    RECORDS,
    _key(),
    sa.Column("claim_version_id", sa.Integer, sa.ForeignKey("claim_version.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    _ref("source_id", "source"),
    _ref("stance", "citation_stance"),
    _text("locator"),
    sa.Column("locator_shared", sa.Boolean, nullable=False),
    _text("quote"),
    _text("read_by"),
    sa.UniqueConstraint("claim_version_id", "source_id", "locator"),
    sa.UniqueConstraint("id", "claim_version_id", "stance"),
    sa.CheckConstraint("locator <> ''", name="locator_not_empty"),
)
_children(
    "claim_scope",
    "claim_version",
    _ref("dimension", "scope_dimension", primary_key=True),
    _key("position"),
    _ref("entity_id", "entity", nullable=True),
    _ref("country", nullable=True),
    sa.Column("text", sa.Text),
    sa.CheckConstraint(_one_of("entity_id", "country", "text"), name="one_value"),
    sa.CheckConstraint("(dimension IN ('tool', 'client')) = (entity_id IS NOT NULL)", name="entity_where_it_belongs"),
    sa.CheckConstraint("(dimension = 'country') = (country IS NOT NULL)", name="country_where_it_belongs"),
)
_detail(
    "link",
    _ref("relation"),
    _text("subject_id"),
    _text("subject_kind"),
    sa.Column("object_id", sa.Text),
    sa.Column("object_kind", sa.Text),
    _ref("object_state"),
    _ref("stance", "link_stance"),
    _ref("scope_mode"),
    sa.ForeignKeyConstraint(["subject_id", "subject_kind"], ["entity.id", "entity.kind"]),
    sa.ForeignKeyConstraint(["object_id", "object_kind"], ["entity.id", "entity.kind"]),
    sa.ForeignKeyConstraint(
        ["relation", "subject_kind", "object_kind"],
        ["relation_pair.relation", "relation_pair.subject_kind", "relation_pair.object_kind"],
    ),
    sa.CheckConstraint("(object_state = 'known') = (object_id IS NOT NULL)", name="object_when_known"),
    sa.CheckConstraint("(object_id IS NULL) = (object_kind IS NULL)", name="object_has_kind"),
)
FIGURES = ("low", "high", "mean", "median", "hours_per_week", "unpaid_hours_per_week")
_detail(
    "wage",
    _ref("employer_id", "entity"),
    *(sa.Column(name, sa.Text) for name in FIGURES),
    _ref("currency"),
    _ref("unit"),
    _ref("basis"),
    _ref("pay_kind"),
    sa.Column("sample_size", sa.Integer),
    sa.CheckConstraint("coalesce(low, high, mean, median) IS NOT NULL", name="has_a_figure"),
    sa.CheckConstraint("CAST(low AS NUMERIC) <= CAST(high AS NUMERIC)", name="low_not_above_high"),
    *(sa.CheckConstraint(f"CAST({name} AS NUMERIC) >= 0", name=f"{name}_not_negative") for name in FIGURES),
    sa.CheckConstraint("sample_size > 0", name="sample_size_counts"),
)
_detail("practice", _ref("employer_id", "entity"), _ref("practice"), _ref("stance", "practice_stance"))
_detail(
    "figure",
    _text("topic"),
    sa.Column("value", sa.Text),
    _text("unit"),
    _text("qualifier"),
    _text("scope"),
    _ref("about_id", "entity", nullable=True),
    sa.CheckConstraint("topic <> ''", name="topic_not_empty"),
    sa.CheckConstraint("CAST(value AS NUMERIC) >= 0", name="value_not_negative"),
)
_detail("response", _ref("respondent_id", "entity"), _text("date"), _text("told_by"))
_children(
    "response_target",
    "response_detail",
    _key("position"),
    _ref("claim_id", "claim", nullable=True),
    _ref("entity_id", "entity", nullable=True),
    _ref("stance", "response_stance"),
    _ref("addresses_point"),
    sa.CheckConstraint(_one_of("claim_id", "entity_id"), name="one_target"),
)
_children("response_unknown", "response_detail", _key("position"), _ref("topic", "unknown_topic"))

# -- judgements, requests, verifications, redactions -------------------------------------------------------------------

_versions(
    "identity_judgement",
    ("left_id", "right_id"),
    sa.Column("left_id", ORDERED, sa.ForeignKey("entity.id"), nullable=False),
    sa.Column("right_id", ORDERED, sa.ForeignKey("entity.id"), nullable=False),
    _ref("judgement"),
    _free("reason"),
    _ref("source_id", "source", nullable=True),
    sa.Column("score", sa.Text),
    sa.CheckConstraint("left_id < right_id", name="in_order"),
    sa.CheckConstraint("reason <> ''", name="reason_not_empty"),
)
_versions(
    "response_request",
    ("request_id",),
    _text("request_id"),
    _ref("respondent_id", "entity"),
    _text("asked_on"),
    _free("channel"),
    _text("due_on"),
    _ref("outcome", "request_outcome"),
    sa.CheckConstraint("channel <> ''", name="channel_not_empty"),
)
_children("response_request_claim", "response_request", _key("position"), _ref("claim_id", "claim"))
_versions(
    "verification",
    ("claim_id", "source_id", "verified_by"),
    _ref("claim_id", "claim"),
    _ref("source_id", "source"),
    _text("verified_by"),
    _ref("outcome", "verification_outcome"),
    sa.CheckConstraint("verified_by <> ''", name="verified_by_not_empty"),
)
sa.Table(
    "redaction",
    RECORDS,
    _key(),
    _revision("revision"),
    _text("table_name"),
    sa.Column("row_id", sa.Integer, nullable=False),
    _text("reason"),
    sa.UniqueConstraint("table_name", "row_id"),
    sa.CheckConstraint("reason <> ''", name="reason_not_empty"),
)
