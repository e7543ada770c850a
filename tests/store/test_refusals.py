"""What the database itself refuses, whoever writes to it and however."""

from typing import Any

import pytest

from supplychain.domain import vocabulary as v
from supplychain.domain.errors import Conflict
from tests import factories as f
from tests.store.conftest import WORLD, Behind, Copies, Recorder

DETAIL = {
    "l-1": "link_detail",
    "w-1": "wage_detail",
    "p-1": "practice_detail",
    "f-1": "figure_detail",
    "r-1": "response_detail",
}


@pytest.fixture(autouse=True)
def world(record: Recorder) -> None:
    """Everything below is made of rows that were recorded, with one thing changed."""
    record(*WORLD)


def a_claim(
    behind: Behind,
    like: str = "l-1",
    version: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    citation: dict[str, Any] | None = None,
) -> Copies:
    """Rows of a new claim that is like a recorded one; without changes the database takes them."""
    id = behind.value(f"SELECT id FROM claim_version WHERE claim_id = '{like}'")
    own = {"id": 900, "claim_id": "x-1", "first_citation_id": 900, "digest": "x", "rec_from": 2}
    cited = {"id": 900, "claim_version_id": 900}
    rows: Copies = [
        ("claim", f"id = '{like}'", {"id": "x-1", "rec_from": 2}),
        ("claim_version", f"id = {id}", own | (version or {})),
        (DETAIL[like], f"claim_version_id = {id}", {"claim_version_id": 900} | (detail or {})),
    ]
    return [*rows, ("citation", f"claim_version_id = {id}", cited | citation)] if citation is not None else rows


def recorded(behind: Behind, rows: Copies) -> Copies:
    """With the revision that they belong to, which comes last."""
    last = behind.value("SELECT hash FROM revision WHERE seq = 1")
    return [*rows, ("revision", "seq = 1", {"seq": 2, "prev_hash": last, "hash": "x"})]


def assert_refused(behind: Behind, rows: Copies, constraint: str) -> None:
    """The database refuses these rows, and for this reason; SQLite does not say which foreign key it was."""
    said = behind.copy_refused(recorded(behind, rows))
    on_sqlite = behind.engine.dialect.name == "sqlite"
    assert ("FOREIGN KEY" if on_sqlite and constraint.startswith("fk_") else constraint) in said, rows


@pytest.mark.parametrize("like", DETAIL)
def test_a_claim_with_its_citation_is_taken(behind: Behind, like: str) -> None:
    behind.copy(recorded(behind, a_claim(behind, like, citation={})))
    assert behind.value("SELECT count(*) FROM claim_version WHERE id = 900") == 1


CITED = "fk_claim_version_first_citation_id_citation"


def test_no_claim_without_a_citation(behind: Behind) -> None:
    assert_refused(behind, a_claim(behind), CITED)
    assert behind.value("SELECT count(*) FROM claim WHERE id = 'x-1'") == 0


def test_no_claim_with_a_citation_that_does_not_support_it(behind: Behind) -> None:
    assert_refused(behind, a_claim(behind, citation={"stance": "contradicts"}), CITED)
    assert_refused(behind, a_claim(behind, citation={"stance": "mentions"}), CITED)
    bent = {"first_citation_stance": "contradicts"}
    assert_refused(behind, a_claim(behind, version=bent, citation={"stance": "contradicts"}), "ck_claim_version_cited")


def test_no_claim_with_the_citation_of_another(behind: Behind) -> None:
    borrowed = {"first_citation_id": behind.value("SELECT min(id) FROM citation")}
    assert_refused(behind, a_claim(behind, version=borrowed), CITED)
    assert_refused(behind, a_claim(behind, version=borrowed, citation={}), CITED)


CITATION: list[Any] = [
    ({"locator": ""}, "ck_citation_locator_not_empty"),
    ({"locator": None}, "locator"),
    ({"source_id": "no-source"}, "fk_citation_source_id_source"),
    ({"stance": "maybe"}, "fk_citation_stance_citation_stance"),
]


def test_no_citation_without_source_or_place(behind: Behind) -> None:
    for citation, constraint in CITATION:
        assert_refused(behind, a_claim(behind, citation=citation), constraint)


def test_the_same_place_is_cited_once(behind: Behind) -> None:
    rows = a_claim(behind, citation={})
    table, like, cited = rows[-1]
    assert_refused(behind, [*rows, (table, like, cited | {"id": 901})], "uq_citation_claim_version_id")
    behind.copy(recorded(behind, [*rows, (table, like, cited | {"id": 901, "locator": "another page"})]))


VERSION: list[Any] = [
    ({"valid_lo": "2023-01-02", "valid_hi": "2023-01-01"}, "period_in_order"),
    ({"sure_lo": "2023-01-02"}, "sure_within_valid"),
    ({"sure_lo": "2023-01-02", "sure_hi": "2023-01-01"}, "sure_within_valid"),
    ({"valid_lo": "2023-01-02", "sure_lo": "2023-01-01", "sure_hi": "2023-01-03"}, "sure_within_valid"),
    ({"valid_hi": "2023-01-02", "sure_lo": "2023-01-01", "sure_hi": "2023-01-03"}, "sure_within_valid"),
    ({"rec_to": 1}, "closed_later"),
    ({"rec_from": 7}, "fk_claim_version_rec_from_revision"),
    ({"kind": "wage"}, "fk_claim_version_claim_id_kind_claim"),
    ({"asserted_by": "a-bird"}, "fk_claim_version_asserted_by_asserted_by"),
    ({"description": None}, "description_there"),
    ({"claim_id": "l-1"}, "uq_claim_version_live"),
]


def test_no_version_that_cannot_be(behind: Behind) -> None:
    for version, constraint in VERSION:
        assert_refused(behind, a_claim(behind, version=version, citation={}), constraint)


def test_no_second_live_version(behind: Behind) -> None:
    versions = ("entity_version", "source_version", "claim_version")
    benchmarks = ("minimum_wage", "living_wage", "exchange_rate", "purchasing_power", "consumer_price")
    for table in (*versions, *benchmarks, "identity_judgement", "response_request", "verification"):
        first = behind.value(f"SELECT min(id) FROM {table}")
        assert_refused(behind, [(table, f"id = {first}", {"id": 900, "rec_from": 2})], f"uq_{table}_live")


LINK: list[Any] = [
    ({"relation": "provided_by"}, "fk_link_detail_relation_relation_pair"),
    ({"relation": "befriends"}, "fk_link_detail_relation_relation"),
    ({"subject_kind": "tool"}, "fk_link_detail_subject_id_entity"),
    ({"subject_id": "sama", "subject_kind": "outsourcer"}, "fk_link_detail_relation_relation_pair"),
    ({"object_kind": None}, "object_has_kind"),
    ({"object_id": None, "object_kind": None}, "object_when_known"),
    ({"object_state": "none"}, "object_when_known"),
    ({"object_state": "some"}, "object_when_known"),
    (
        {"object_state": "perhaps", "object_id": None, "object_kind": None},
        "fk_link_detail_object_state_object_state",
    ),
    ({"stance": "denied"}, "fk_link_detail_stance_link_stance"),
    ({"scope_mode": "some"}, "fk_link_detail_scope_mode_scope_mode"),
    ({"kind": "wage"}, "ck_link_detail_kind"),
]


def test_no_link_that_cannot_be(behind: Behind) -> None:
    for detail, constraint in LINK:
        assert_refused(behind, a_claim(behind, detail=detail, citation={}), constraint)


WAGE: list[Any] = [
    ({"low": "13.01"}, "low_not_above_high"),
    ({"low": "100", "high": "13"}, "low_not_above_high"),
    ({"low": None, "high": None}, "has_a_figure"),
    ({"low": "-1"}, "low_not_negative"),
    ({"mean": "-0.01"}, "mean_not_negative"),
    ({"hours_per_week": "-1"}, "hours_per_week_not_negative"),
    ({"sample_size": 0}, "sample_size_counts"),
    ({"unit": "fortnight"}, "fk_wage_detail_unit_unit"),
    ({"currency": "XXX"}, "fk_wage_detail_currency_currency"),
    ({"basis": "black"}, "fk_wage_detail_basis_basis"),
    ({"pay_kind": "dreamt"}, "fk_wage_detail_pay_kind_pay_kind"),
    ({"employer_id": "nobody"}, "fk_wage_detail_employer_id_entity"),
]


def test_no_wage_that_cannot_be(behind: Behind) -> None:
    for detail, constraint in WAGE:
        assert_refused(behind, a_claim(behind, "w-1", detail=detail, citation={}), constraint)


PRACTICE: list[Any] = [
    ({"practice": "tickling"}, "fk_practice_detail_practice_practice"),
    ({"stance": "affirms"}, "fk_practice_detail_stance_practice_stance"),
    ({"employer_id": "nobody"}, "fk_practice_detail_employer_id_entity"),
]


def test_no_practice_that_nobody_defined(behind: Behind) -> None:
    for detail, constraint in PRACTICE:
        assert_refused(behind, a_claim(behind, "p-1", detail=detail, citation={}), constraint)


def test_a_detail_belongs_to_the_kind_of_its_claim(behind: Behind) -> None:
    rows = a_claim(behind, "p-1", citation={})
    wage = ("wage_detail", "1 = 1", {"claim_version_id": 900})
    target = ("response_target", "1 = 1", {"claim_version_id": 900})
    assert_refused(behind, [*rows, wage], "fk_wage_detail_claim_version_id_claim_version")
    assert_refused(behind, [*rows, target], "fk_response_target_claim_version_id_response_detail")


ROOT = ("entity", "id = 'sama'", {"id": "new", "rec_from": 2})
NEW: dict[str, tuple[str, dict[str, Any]]] = {
    "claim_scope": ("dimension = 'tool'", {"claim_version_id": 900}),
    "clause": ("1 = 1", {"id": 900, "clause_key": "cl-9", "rec_from": 2}),
    "clause_part": ("1 = 1", {"clause_id": 900}),
    "consumer_price": ("1 = 1", {"id": 900, "reference_id": "cp-9", "rec_from": 2}),
    "criterion": ("1 = 1", {"id": 900, "criterion_key": "cr-9", "rec_from": 2}),
    "criterion_part": ("position = 0", {"criterion_id": 900}),
    "entity": ("id = 'sama'", {"id": "new", "rec_from": 2}),
    "entity_candidate": ("1 = 1", {"entity_version_id": 900}),
    "entity_identifier": ("1 = 1", {"entity_version_id": 900}),
    "entity_name": ("1 = 1", {"entity_version_id": 900}),
    "exchange_rate": ("1 = 1", {"id": 900, "reference_id": "xr-9", "rec_from": 2}),
    "identity_judgement": ("1 = 1", {"id": 900, "left_id": "openai", "right_id": "sama", "rec_from": 2}),
    "living_wage": ("1 = 1", {"id": 900, "reference_id": "lw-9", "rec_from": 2}),
    "living_wage_place": ("1 = 1", {"living_wage_id": 900}),
    "minimum_wage": ("1 = 1", {"id": 900, "reference_id": "mw-9", "rec_from": 2}),
    "minimum_wage_place": ("position = 0", {"minimum_wage_id": 900}),
    "practice": ("1 = 1", {"code": "x"}),
    "purchasing_power": ("1 = 1", {"id": 900, "reference_id": "pp-9", "rec_from": 2}),
    "question": ("1 = 1", {"id": 900, "question_key": "qu-9", "rec_from": 2}),
    "question_part": ("position = 0", {"question_id": 900}),
    "relation_pair": ("relation = 'uses' AND subject_kind = 'client'", {"object_kind": "worker_organisation"}),
    "response_request": ("1 = 1", {"id": 901, "request_id": "q-8", "rec_from": 2}),
    "response_request_claim": ("position = 0", {"response_request_id": 900}),
    "response_target": ("1 = 1", {"claim_version_id": 900}),
    "response_unknown": ("1 = 1", {"claim_version_id": 900}),
    "source_origin": ("origin_id IS NOT NULL", {"source_version_id": 900}),
    "verification": ("1 = 1", {"id": 900, "verified_by": "another", "rec_from": 2}),
}
"""For a table: the row to take as a model, and what makes it a new one that the database takes."""


def parents(behind: Behind, table: str) -> Copies:
    """Rows of a new version, to which a new row of a child table can belong; nothing recorded is added to."""
    match table:
        case "claim_scope":
            return a_claim(behind, citation={})
        case "entity_candidate" | "entity_identifier" | "entity_name":
            return [ROOT, ("entity_version", "entity_id = 'sama'", {"id": 900, "entity_id": "new", "rec_from": 2})]
        case "clause_part" | "criterion_part" | "question_part":
            name = table.removesuffix("_part")
            return [(name, "1 = 1", {"id": 900, f"{name}_key": f"{name[:2]}-8", "rec_from": 2})]
        case "living_wage_place":
            return [("living_wage", "1 = 1", {"id": 900, "reference_id": "lw-8", "rec_from": 2})]
        case "minimum_wage_place":
            return [("minimum_wage", "1 = 1", {"id": 900, "reference_id": "mw-8", "rec_from": 2})]
        case "response_request_claim":
            return [("response_request", "1 = 1", {"id": 900, "request_id": "q-9", "rec_from": 2})]
        case "response_target" | "response_unknown":
            return a_claim(behind, "r-1", citation={})
        case "source_origin":
            root = ("source", "id = 'a-copy'", {"id": "new", "rec_from": 2})
            return [root, ("source_version", "source_id = 'a-copy'", {"id": 900, "source_id": "new", "rec_from": 2})]
        case _:
            return []


@pytest.mark.parametrize("table", NEW)
def test_a_row_like_a_recorded_one_is_taken(behind: Behind, table: str) -> None:
    before = behind.value(f"SELECT count(*) FROM {table}")
    behind.copy(recorded(behind, [*parents(behind, table), (table, *NEW[table])]))
    assert behind.value(f"SELECT count(*) FROM {table}") == before + 1


ROW: list[Any] = [
    ("claim_scope", {"dimension": "country"}, "where_it_belongs"),
    ("claim_scope", {"dimension": "site"}, "where_it_belongs"),
    ("claim_scope", {"dimension": "tool", "entity_id": None, "text": "x"}, "entity_where_it_belongs"),
    ("claim_scope", {"dimension": "client", "text": "x"}, "one_value"),
    ("claim_scope", {"dimension": "weather", "entity_id": None, "text": "x"}, "fk_claim_scope_dimension_"),
    ("claim_scope", {"entity_id": "nobody"}, "fk_claim_scope_entity_id_entity"),
    ("claim_scope", {"claim_version_id": 9000}, "fk_claim_scope_claim_version_id_claim_version"),
    ("entity", {"kind": "ghost"}, "fk_entity_kind_entity_kind"),
    ("entity", {"id": "sama"}, "pk_entity"),
    ("entity", {"rec_from": 7}, "fk_entity_rec_from_revision"),
    ("entity_candidate", {"candidate_id": "nobody"}, "fk_entity_candidate_candidate_id_entity"),
    ("entity_identifier", {"scheme": "passport"}, "fk_entity_identifier_scheme_identifier_scheme"),
    ("entity_name", {"name": ""}, "name_not_empty"),
    ("entity_name", {"kind": "nickname"}, "fk_entity_name_kind_name_kind"),
    ("source_origin", {"publisher": "Reuters"}, "one_origin"),
    ("source_origin", {"origin_id": None}, "one_origin"),
    ("source_origin", {"origin_id": "no-source"}, "fk_source_origin_origin_id_source"),
    ("response_target", {"entity_id": "sama"}, "one_target"),
    ("response_target", {"claim_id": None}, "one_target"),
    ("response_target", {"stance": "shrugs"}, "fk_response_target_stance_response_stance"),
    ("response_target", {"addresses_point": "hm"}, "fk_response_target_addresses_point_"),
    ("response_target", {"claim_version_id": 9000}, "fk_response_target_claim_version_id_response_detail"),
    ("response_unknown", {"topic": "weather"}, "fk_response_unknown_topic_unknown_topic"),
    ("response_request", {"outcome": "lost"}, "fk_response_request_outcome_request_outcome"),
    ("response_request", {"channel": ""}, "channel_not_empty"),
    ("response_request_claim", {"claim_id": "no-claim"}, "fk_response_request_claim_claim_id_claim"),
    ("identity_judgement", {"left_id": "someone"}, "in_order"),
    ("identity_judgement", {"left_id": "sama"}, "in_order"),
    ("identity_judgement", {"right_id": "sora"}, "fk_identity_judgement_right_id_entity"),
    ("identity_judgement", {"judgement": "perhaps"}, "fk_identity_judgement_judgement_judgement"),
    ("identity_judgement", {"reason": ""}, "reason_not_empty"),
    ("identity_judgement", {"reason": None}, "reason_there"),
    ("verification", {"verified_by": ""}, "verified_by_not_empty"),
    ("verification", {"outcome": "fine"}, "fk_verification_outcome_verification_outcome"),
    ("relation_pair", {"object_kind": "ghost"}, "fk_relation_pair_object_kind_entity_kind"),
    ("practice", {"practice_group": "other"}, "fk_practice_practice_group_practice_group"),
]


def test_no_row_that_cannot_be(behind: Behind) -> None:
    for table, changes, constraint in ROW:
        like, new = NEW[table]
        assert_refused(behind, [*parents(behind, table), (table, like, new | changes)], constraint)


def test_no_revision_that_says_nothing(behind: Behind) -> None:
    ((table, like, new),) = recorded(behind, [])
    assert "summary_there" in behind.copy_refused([(table, like, new | {"summary": ""})])
    assert "actor_there" in behind.copy_refused([(table, like, new | {"actor": ""})])
    behind.copy([(table, like, new)])


REFERENCE: list[Any] = [
    ("consumer_price", {"reference_id": "mw-9"}, "id_of_its_table"),
    ("consumer_price", {"reference_id": "cp-1"}, "uq_consumer_price_live"),
    ("consumer_price", {"change": "-100"}, "change_above_minus_100"),
    ("consumer_price", {"change": None}, "change"),
    ("consumer_price", {"country": "XX"}, "fk_consumer_price_country_country"),
    ("consumer_price", {"use": "maybe"}, "fk_consumer_price_use_reference_use"),
    ("consumer_price", {"source_id": "no-source"}, "fk_consumer_price_source_id_source"),
    ("consumer_price", {"locator": ""}, "locator_not_empty"),
    ("consumer_price", {"note": None}, "note_there"),
    ("consumer_price", {"year": 20160}, "year_counts"),
    ("consumer_price", {"rec_to": 1}, "closed_later"),
    ("exchange_rate", {"per_usd": "0"}, "per_usd_above_zero"),
    ("exchange_rate", {"currency": "XXX"}, "fk_exchange_rate_currency_currency"),
    ("exchange_rate", {"kind": "black"}, "fk_exchange_rate_kind_rate_kind"),
    ("exchange_rate", {"several_rates": None}, "several_rates"),
    ("purchasing_power", {"per_international_dollar": "-1"}, "per_international_dollar_above_zero"),
    ("purchasing_power", {"implied": "0.000"}, "implied_above_zero"),
    ("minimum_wage", {"amount": "0"}, "amount_above_zero"),
    ("minimum_wage", {"amount": None}, "amount_unless_none"),
    ("minimum_wage", {"kind": "none"}, "amount_unless_none"),
    ("minimum_wage", {"kind": "guess"}, "fk_minimum_wage_kind_minimum_kind"),
    ("minimum_wage", {"area": "moon"}, "fk_minimum_wage_area_area"),
    ("minimum_wage", {"worker_group": "all"}, "fk_minimum_wage_worker_group_worker_group"),
    ("minimum_wage", {"unit": "task"}, "paid_by_time"),
    ("minimum_wage", {"hours_low": "8.6"}, "hours_in_order"),
    ("minimum_wage", {"hours_low": "10"}, "hours_in_order"),
    ("minimum_wage", {"hours_low": "0"}, "hours_low_above_zero"),
    ("minimum_wage", {"hours_low": None}, "hours_together"),
    ("minimum_wage", {"hours_per": None}, "hours_together"),
    ("minimum_wage", {"hours_per": "year"}, "fk_minimum_wage_hours_per_hours_per"),
    ("minimum_wage", {"valid_lo": "2024-01-01", "valid_hi": "2023-01-01"}, "period_in_order"),
    ("minimum_wage", {"scope": ""}, "scope_not_empty"),
    ("criterion", {"criterion_key": "qu-1"}, "id_of_its_table"),
    ("criterion", {"criterion_key": "cr-law-1"}, "uq_criterion_live"),
    ("criterion", {"title_de": ""}, "title_de_not_empty"),
    ("criterion", {"title_de": None}, "title_de_there"),
    ("criterion", {"text_seen": "maybe"}, "fk_criterion_text_seen_text_seen"),
    ("criterion", {"source_id": "no-source"}, "fk_criterion_source_id_source"),
    ("criterion_part", {"practice": None}, "one_value"),
    ("criterion_part", {"unknown": "nothing_known"}, "one_value"),
    ("criterion_part", {"practice": "juggling"}, "fk_criterion_part_practice_practice"),
    ("question", {"theme": "weather"}, "fk_question_theme_theme"),
    ("question", {"number": ""}, "number_not_empty"),
    ("question_part", {"practice": "screenshots"}, "one_value"),
    ("clause", {"clause_key": "cr-1"}, "id_of_its_table"),
    ("clause_part", {"criterion_key": None}, "criterion_key"),
    ("minimum_wage_place", {"place": None}, "place"),
    ("minimum_wage_place", {"minimum_wage_id": 9000}, "fk_minimum_wage_place_minimum_wage_id_minimum_wage"),
    ("living_wage", {"amount": None}, "amount"),
    ("living_wage", {"unit": "task"}, "paid_by_time"),
    ("living_wage", {"covers": "wishes"}, "fk_living_wage_covers_living_covers"),
    ("living_wage", {"bound": "middle"}, "fk_living_wage_bound_bound"),
    ("living_wage", {"method": ""}, "method_not_empty"),
    ("living_wage", {"place": ""}, "place_not_empty"),
]


def test_no_reference_row_that_cannot_be(behind: Behind) -> None:
    for table, changes, constraint in REFERENCE:
        like, new = NEW[table]
        assert_refused(behind, [*parents(behind, table), (table, like, new | changes)], constraint)


def test_a_country_without_minimum_wage_needs_no_amount(behind: Behind) -> None:
    like, new = NEW["minimum_wage"]
    behind.copy(recorded(behind, [("minimum_wage", like, new | {"kind": "none", "amount": None})]))
    assert behind.value("SELECT kind FROM minimum_wage WHERE id = 900") == "none"


ENTITY: list[Any] = [
    ({"undisclosed_reason": "shyness"}, "fk_entity_version_undisclosed_reason_undisclosed_reason"),
    ({"country": "XX"}, "fk_entity_version_country_country"),
    ({"name": ""}, "name_not_empty"),
    ({"name": None}, "name_there"),
]


def test_no_entity_that_cannot_be(behind: Behind) -> None:
    like, new = "entity_id = 'sama'", {"id": 900, "entity_id": "new", "rec_from": 2}
    for changes, constraint in ENTITY:
        assert_refused(behind, [ROOT, ("entity_version", like, new | changes)], constraint)
    behind.copy(recorded(behind, [ROOT, ("entity_version", like, new)]))


# -- what the writer refuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("product", v.PRODUCTS)
def test_a_product_is_not_the_same_as_an_organisation(record: Recorder, product: str) -> None:
    record(f.entity("a-product", product))
    for kind in sorted(set(v.ENTITY_KINDS) - {*v.PRODUCTS, "undisclosed"}):
        for other in ("a-firm", "z-firm"):
            words = rf"a-product” \({product}\) is a product and .{other}” \({kind}\) is an organisation"
            with pytest.raises(Conflict, match=words):
                record(f.entity(other, kind), f.same("a-product", other))
    record(f.same("a-product", "sama", "different"), f.same("a-product", "openai", "unsure"))


def test_what_may_be_the_same(record: Recorder) -> None:
    record(f.entity("a-model", "model"), f.entity("zeta", "company"), f.entity("who", "undisclosed"))
    pairs = [("a-model", "chatgpt"), ("openai", "zeta"), ("a-model", "who"), ("sama", "who"), ("someone", "who")]
    assert record(*(f.same(*pair) for pair in pairs)).new == {"judgements": len(pairs)}
