"""How everything recorded lies in the database: every table, key and constraint. Nothing outside the store reads this."""

import sqlalchemy as sa

from supplychain.store import (  # noqa: F401  # they declare their tables beside these
    people_tables,
    reference_tables,
    reply_tables,
    report_tables,
)
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
    # A question has versions and no row for all of them: nothing to which this could refer.
    sa.Column("question", sa.Text),
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
request_question = p.children(
    "request_question", "response_request", p.key("position"), p.ref("about_id", "entity"), p.text("question")
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
