"""How everything recorded lies in the database: every table, key and constraint. Nothing outside the store reads this."""

import sqlalchemy as sa

from supplychain.store import people_tables  # noqa: F401  # declares the tables of people beside the recorded ones
from supplychain.store import pieces as p
from supplychain.store.guards import attach
from supplychain.store.seclusion import seclude

METADATA = p.METADATA

# -- the log -----------------------------------------------------------------------------------------------------------

revision = sa.Table(
    "revision",
    METADATA,
    p.key("seq"),
    p.text("recorded_at"),
    p.text("actor"),
    p.text("summary"),
    p.text("payload_digest"),
    p.text("prev_hash"),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("seq > 0", name="seq_counts"),
    sa.CheckConstraint("actor <> ''", name="actor_there"),
    sa.CheckConstraint("summary <> ''", name="summary_there"),
    info={"recorded": True},
)

# -- vocabularies ------------------------------------------------------------------------------------------------------

_PLAIN = """
    entity_kind relation link_stance scope_mode object_state asserted_by unit basis pay_kind practice_group practice_stance
    source_kind source_seen source_quality citation_stance response_stance addresses_point unknown_topic undisclosed_reason
    name_kind identifier_scheme judgement request_outcome verification_outcome scope_dimension claim_kind country currency
    reference_use minimum_kind area worker_group hours_per bound living_covers rate_kind
    text_seen pay_condition unknown theme question_fact
""".split()
for _name in _PLAIN:
    sa.Table(_name, METADATA, p.key("code", sa.Text))
sa.Table("practice", METADATA, p.key("code", sa.Text), p.ref("practice_group"))
sa.Table(
    "relation_pair",
    METADATA,
    p.ref("relation", primary_key=True),
    p.ref("subject_kind", "entity_kind", primary_key=True),
    p.ref("object_kind", "entity_kind", primary_key=True),
)

# -- entities ----------------------------------------------------------------------------------------------------------

entity = p.root("entity", p.ref("kind", "entity_kind"), sa.UniqueConstraint("id", "kind"))
entity_version = p.versions(
    "entity_version",
    ("entity_id",),
    p.ref("entity_id", "entity"),
    p.free("name"),
    p.ref("country", nullable=True),
    p.free("website"),
    p.free("description"),
    p.ref("undisclosed_reason", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
entity_name = p.children(
    "entity_name",
    "entity_version",
    p.key("position"),
    p.free("name", p.MARKED),
    p.ref("kind", "name_kind"),
    p.text("language"),
    p.text("script"),
    p.ref("source_id", "source", nullable=True),
    sa.CheckConstraint("name <> ''", name="name_not_empty"),
)
entity_identifier = p.children(
    "entity_identifier",
    "entity_version",
    p.key("position"),
    p.ref("scheme", "identifier_scheme"),
    p.free("value", p.MARKED),
    p.ref("source_id", "source", nullable=True),
    sa.CheckConstraint("value <> ''", name="value_not_empty"),
)
entity_candidate = p.children("entity_candidate", "entity_version", p.key("position"), p.ref("candidate_id", "entity"))

# -- sources -----------------------------------------------------------------------------------------------------------

source = p.root("source")
source_version = p.versions(
    "source_version",
    ("source_id",),
    p.ref("source_id", "source"),
    p.free("title"),
    p.free("authors"),
    p.text("publisher"),
    p.text("date"),
    p.free("url"),
    p.text("language"),
    p.ref("kind", "source_kind"),
    p.ref("seen", "source_seen"),
    p.ref("quality", "source_quality"),
    sa.CheckConstraint("title <> ''", name="title_not_empty"),
)
source_origin = p.children(
    "source_origin",
    "source_version",
    p.key("position"),
    p.ref("origin_id", "source", nullable=True),
    sa.Column("publisher", sa.Text),
    sa.CheckConstraint(p.one_of("origin_id", "publisher"), name="one_origin"),
)

# -- claims ------------------------------------------------------------------------------------------------------------

claim = p.root("claim", p.ref("kind", "claim_kind"), sa.UniqueConstraint("id", "kind"))
claim_version = p.versions(
    "claim_version",
    ("claim_id",),
    p.ref("claim_id", "claim"),
    p.ref("kind", "claim_kind"),
    p.text("valid_edtf"),
    sa.Column("valid_lo", sa.Date, nullable=False),
    sa.Column("valid_hi", sa.Date, nullable=False),
    sa.Column("sure_lo", sa.Date),
    sa.Column("sure_hi", sa.Date),
    p.text("reported_on"),
    p.ref("asserted_by"),
    p.free("description"),
    p.free("note"),
    p.free("editor_note"),
    p.free("withdrawn_reason"),
    sa.Column("first_citation_id", sa.Integer, nullable=False),
    p.text("first_citation_stance"),
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
citation = sa.Table(
    "citation",
    METADATA,
    p.key(),
    sa.Column("claim_version_id", sa.Integer, sa.ForeignKey("claim_version.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    p.ref("source_id", "source"),
    p.ref("stance", "citation_stance"),
    p.free("locator", p.NUMBERED),
    sa.Column("locator_shared", sa.Boolean, nullable=False),
    p.free("quote", p.MARKED),
    p.text("read_by"),
    sa.UniqueConstraint("claim_version_id", "source_id", "locator"),
    sa.UniqueConstraint("id", "claim_version_id", "stance"),
    sa.CheckConstraint("locator <> ''", name="locator_not_empty"),
    info=p.child_of("claim_version"),
)
claim_scope = p.children(
    "claim_scope",
    "claim_version",
    p.ref("dimension", "scope_dimension", primary_key=True),
    p.key("position"),
    p.ref("entity_id", "entity", nullable=True),
    p.ref("country", nullable=True),
    sa.Column("text", sa.Text, info={"redacted": p.MARKED}),
    sa.CheckConstraint(p.one_of("entity_id", "country", "text"), name="one_value"),
    sa.CheckConstraint("(dimension IN ('tool', 'client')) = (entity_id IS NOT NULL)", name="entity_where_it_belongs"),
    sa.CheckConstraint("(dimension = 'country') = (country IS NOT NULL)", name="country_where_it_belongs"),
)
link_detail = p.detail(
    "link",
    p.ref("relation"),
    p.text("subject_id"),
    p.text("subject_kind"),
    sa.Column("object_id", sa.Text),
    sa.Column("object_kind", sa.Text),
    p.ref("object_state"),
    p.ref("stance", "link_stance"),
    p.ref("scope_mode"),
    sa.ForeignKeyConstraint(["subject_id", "subject_kind"], ["entity.id", "entity.kind"]),
    sa.ForeignKeyConstraint(["object_id", "object_kind"], ["entity.id", "entity.kind"]),
    sa.ForeignKeyConstraint(
        ["relation", "subject_kind", "object_kind"],
        ["relation_pair.relation", "relation_pair.subject_kind", "relation_pair.object_kind"],
    ),
    sa.CheckConstraint("(object_state = 'known') = (object_id IS NOT NULL)", name="object_when_known"),
    sa.CheckConstraint("(object_id IS NULL) = (object_kind IS NULL)", name="object_has_kind"),
)
_FIGURES = ("low", "high", "mean", "median", "hours_per_week", "unpaid_hours_per_week")
wage_detail = p.detail(
    "wage",
    p.ref("employer_id", "entity"),
    *(sa.Column(name, p.Figure) for name in _FIGURES),
    p.ref("currency"),
    p.ref("unit"),
    p.ref("basis"),
    p.ref("pay_kind"),
    sa.Column("sample_size", sa.Integer),
    sa.CheckConstraint("coalesce(low, high, mean, median) IS NOT NULL", name="has_a_figure"),
    sa.CheckConstraint("CAST(low AS NUMERIC) <= CAST(high AS NUMERIC)", name="low_not_above_high"),
    *(sa.CheckConstraint(f"CAST({name} AS NUMERIC) >= 0", name=f"{name}_not_negative") for name in _FIGURES),
    sa.CheckConstraint("sample_size > 0", name="sample_size_counts"),
)
practice_detail = p.detail(
    "practice", p.ref("employer_id", "entity"), p.ref("practice"), p.ref("stance", "practice_stance")
)
figure_detail = p.detail(
    "figure",
    p.free("topic", p.MARKED),
    sa.Column("value", p.Figure),
    p.free("unit", p.MARKED),
    p.free("qualifier", p.MARKED),
    p.free("scope", p.MARKED),
    p.ref("about_id", "entity", nullable=True),
    sa.CheckConstraint("topic <> ''", name="topic_not_empty"),
    sa.CheckConstraint("CAST(value AS NUMERIC) >= 0", name="value_not_negative"),
)
response_detail = p.detail("response", p.ref("respondent_id", "entity"), p.text("date"), p.free("told_by", p.MARKED))
response_target = p.children(
    "response_target",
    "response_detail",
    p.key("position"),
    p.ref("claim_id", "claim", nullable=True),
    p.ref("entity_id", "entity", nullable=True),
    p.ref("stance", "response_stance"),
    p.ref("addresses_point"),
    sa.CheckConstraint(p.one_of("claim_id", "entity_id"), name="one_target"),
)
response_unknown = p.children("response_unknown", "response_detail", p.key("position"), p.ref("topic", "unknown_topic"))

# -- judgements, requests, verifications, redactions -------------------------------------------------------------------

identity_judgement = p.versions(
    "identity_judgement",
    ("left_id", "right_id"),
    sa.Column("left_id", p.ORDERED, sa.ForeignKey("entity.id"), nullable=False),
    sa.Column("right_id", p.ORDERED, sa.ForeignKey("entity.id"), nullable=False),
    p.ref("judgement"),
    p.free("reason"),
    p.ref("source_id", "source", nullable=True),
    sa.Column("score", p.Figure),
    sa.CheckConstraint("left_id < right_id", name="in_order"),
    sa.CheckConstraint("reason <> ''", name="reason_not_empty"),
)
response_request = p.versions(
    "response_request",
    ("request_id",),
    p.text("request_id"),
    p.ref("respondent_id", "entity"),
    p.text("asked_on"),
    p.free("channel"),
    p.text("due_on"),
    p.ref("outcome", "request_outcome"),
    sa.CheckConstraint("channel <> ''", name="channel_not_empty"),
)
response_request_claim = p.children(
    "response_request_claim", "response_request", p.key("position"), p.ref("claim_id", "claim")
)
verification = p.versions(
    "verification",
    ("claim_id", "source_id", "verified_by"),
    p.ref("claim_id", "claim"),
    p.ref("source_id", "source"),
    p.text("verified_by"),
    p.ref("outcome", "verification_outcome"),
    sa.CheckConstraint("verified_by <> ''", name="verified_by_not_empty"),
)
redaction = sa.Table(
    "redaction",
    METADATA,
    p.key(),
    p.at_revision("revision"),
    p.text("table_name"),
    sa.Column("row_id", sa.Integer, nullable=False),
    p.text("reason"),
    sa.UniqueConstraint("table_name", "row_id"),
    sa.CheckConstraint("reason <> ''", name="reason_not_empty"),
    info={"recorded": True},
)

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

# -- pay that workers reported to us -----------------------------------------------------------------------------------

# No claim and no document of the chain: a report that only waits must leave no revision, no count and no hash behind.
own_report = sa.Table(
    "own_report",
    METADATA,
    p.key("claim_id", sa.Text),
    p.text("wage"),
    p.text("submitter"),
    p.text("described_group"),
    sa.Column("group_size", sa.Integer),
    sa.Column("received", sa.Date, nullable=False),
    p.text("channel"),
    sa.CheckConstraint("group_size > 0", name="group_size_counts"),
    sa.CheckConstraint("submitter <> ''", name="submitter_there"),
    info={"private": "until it is taken back"},
)
pay_release = sa.Table(
    "pay_release",
    METADATA,
    p.key(),
    sa.Column("quarter", sa.Text, nullable=False, unique=True),
    sa.Column("released_on", sa.Date, nullable=False),
    p.at_revision("revision"),
    info={"private": "for ever"},
)
pay_release_cell = sa.Table(
    "pay_release_cell",
    METADATA,
    sa.Column("pay_release_id", sa.Integer, sa.ForeignKey("pay_release.id"), primary_key=True, autoincrement=False),
    p.key("position"),
    p.text("cell"),
    p.text("members"),
    info={"private": "for ever"},
)
pay_release_held = sa.Table(
    "pay_release_held",
    METADATA,
    sa.Column("pay_release_id", sa.Integer, sa.ForeignKey("pay_release.id"), primary_key=True, autoincrement=False),
    p.ref("employer_id", "entity", primary_key=True),
    p.text("reports"),
    p.text("members"),
    info={"private": "for ever"},
)

attach(METADATA)
seclude(METADATA)
