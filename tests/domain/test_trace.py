"""What the answer says besides the paths: pay and practices told apart, responses, disputes, gaps, the other end."""

from supplychain.domain.reach import Asked, LeftOut, Strength
from supplychain.domain.reverse import paths_between, stands_on
from supplychain.domain.search import find, near
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import State, show
from supplychain.domain.trace import trace
from tests import factories as f

WORLD = (
    f.entity("chatgpt"),
    f.entity("sora"),
    f.entity("gpt-4", "model"),
    f.entity("copilot"),
    f.entity("openai", "vendor"),
    f.entity("microsoft", "vendor"),
    f.entity("meta", "vendor"),
    f.entity("sama", "outsourcer"),
    f.entity("remotasks", "platform"),
    f.link("l-chatgpt", "chatgpt", "provided_by", "openai", "chatgpt"),
    f.link("l-gpt", "gpt-4", "provided_by", "openai", "gpt-4"),
    f.link("l-copilot", "copilot", "provided_by", "microsoft", "copilot"),
    f.link("l-on", "copilot", "built_on", "gpt-4", "copilot"),
    f.link("l-sama", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",), work_types=("text labelling",)),
    f.link("l-remo", "openai", "data_work_by", "remotasks"),
)


def codes(snapshot: Snapshot, tool: str) -> dict[str, tuple[str, ...]]:
    """Gap code -> what it is about."""
    return {g.code.value: g.about for g in trace(snapshot, tool).gaps}


def test_named_for_one_tool_and_only_possible_for_what_stands_on_the_makers_model() -> None:
    snapshot = f.snapshot(*WORLD)
    chatgpt, copilot = trace(snapshot, "chatgpt"), trace(snapshot, "copilot")
    assert [(e.entity.id, e.strength, e.behind) for e in chatgpt.employers] == [
        ("sama", Strength.NAMED, ("chatgpt",)),
        ("remotasks", Strength.POSSIBLE, ()),
    ]
    assert [(e.entity.id, e.strength) for e in copilot.employers] == [("remotasks", Strength.POSSIBLE)]
    assert "nothing_named" in codes(snapshot, "copilot")
    assert copilot.summary.countries == ()
    assert [(p.entity.id, p.distance) for p in copilot.products] == [("copilot", 0), ("gpt-4", 1)]


def test_pay_and_practices_are_told_apart() -> None:
    snapshot = f.snapshot(
        *WORLD,
        f.wage("w-this", "sama", tools=("chatgpt",)),
        f.wage("w-client", "sama", clients=("openai",)),
        f.wage("w-none", "sama"),
        f.wage("w-meta", "sama", clients=("meta",)),
        f.wage("w-sora", "sama", tools=("sora",), clients=("openai",)),
    )
    wages = trace(snapshot, "chatgpt").employers[0].wages
    assert [s.claim.id for s in wages.this_tool] == ["w-this"]
    assert [s.claim.id for s in wages.at_employer] == ["w-client", "w-none"]
    assert [s.claim.id for s in wages.other_clients] == ["w-meta", "w-sora"]


def test_a_denial_disputes_this_very_claim_only() -> None:
    snapshot = f.snapshot(
        *WORLD,
        f.wage("w-a", "sama"),
        f.wage("w-b", "sama"),
        f.response("r-a", "sama", claim="w-a"),
        f.response("r-b", "openai", "partly_denies", claim="l-sama"),
        f.response("r-c", "openai", "clarifies", claim="w-b"),
    )
    assert show(snapshot.claims["w-a"], snapshot).states == (State.DISPUTED,)
    assert show(snapshot.claims["w-b"], snapshot).states == ()
    assert show(snapshot.claims["l-sama"], snapshot).states == (State.PARTLY_DISPUTED,)
    sama = trace(snapshot, "chatgpt").employers[0]
    assert {r.response.id for r in sama.responses} == {"r-a", "r-b", "r-c"}
    assert sama.states == (State.PARTLY_DISPUTED,)


def test_a_withdrawn_response_disputes_nothing() -> None:
    withdrawn = f.response("r-a", "sama", claim="l-sama", withdrawn_reason="an error of ours")
    assert show(f.snapshot(*WORLD, withdrawn).claims["l-sama"], f.snapshot(*WORLD, withdrawn)).states == ()


def test_a_denied_link_is_no_hop_and_is_shown_on_the_one_it_denies() -> None:
    denial = f.link("l-no", "openai", "data_work_by", "sama", "chatgpt", stance="denies")
    alone = f.snapshot(*WORLD[:9], *WORLD[9:13], denial)
    assert trace(alone, "chatgpt").employers == ()
    beside = trace(f.snapshot(*WORLD, denial), "chatgpt")
    assert beside.employers[0].denied_by == ("l-no",)
    assert [o.reason for o in beside.left_out] == [LeftOut.DENIED]


def test_gaps_ask_what_is_not_known() -> None:
    snapshot = f.snapshot(
        *WORLD,
        f.entity("someone", "undisclosed"),
        f.link("l-x", "sama", "subcontracts_to", "someone"),
        f.link("l-some", "openai", "data_work_by", None, object_state="some"),
        f.wage("w-old", "sama", reported_on="2020"),
        f.wage("w-client", "remotasks", basis="paid_by_client", reported_on="2025"),
        f.practice("p-a", "sama"),
        f.response("r-silent", "openai", "no_answer", claim="l-sama"),
        f.response("r-know", "openai", "clarifies", entity="openai", does_not_know=("pay",)),
        recorded_on="2026-11-23",
    )
    found = codes(snapshot, "chatgpt")
    assert found["undisclosed_party"] == ("someone",)
    assert found["party_not_named"] == ("l-some",)
    assert found["no_wage_report"] == ("remotasks", "someone")
    assert found["old_wage_reports"] == ("sama",)
    assert found["no_surveillance_known"] == ("remotasks", "someone")
    assert found["asked_no_answer"] == ("r-silent",)
    assert found["does_not_know"] == ("r-know",)
    assert found["no_supplier_list"] == ("openai",)
    assert found["undated_links"] == ("l-remo", "l-sama", "l-x")
    assert found["single_source"] == ("l-remo", "l-sama", "l-x")
    assert "nothing_known" not in found


def test_a_merge_joins_two_parties_and_its_end_parts_them() -> None:
    records = (*WORLD, f.entity("samasource", "outsourcer"), f.wage("w-a", "samasource"))
    assert trace(f.snapshot(*records), "chatgpt").employers[0].wages.all == ()
    merged = f.snapshot(*records, f.same("sama", "samasource"))
    assert [s.claim.id for s in trace(merged, "chatgpt").employers[0].wages.all] == ["w-a"]
    assert (
        trace(f.snapshot(*records, f.same("sama", "samasource", "different")), "chatgpt").employers[0].wages.all == ()
    )


def test_a_named_party_stands_for_an_undisclosed_one() -> None:
    merged = f.snapshot(f.entity("a-firm", "undisclosed"), f.entity("zeta", "outsourcer"), f.same("a-firm", "zeta"))
    assert merged.canonical("a-firm") == "zeta"


def test_merged_outsourcers_do_not_carry_a_subcontract_to_another_product() -> None:
    snapshot = f.snapshot(
        *WORLD,
        f.entity("twin", "outsourcer"),
        f.entity("far", "outsourcer"),
        f.link("l-far", "twin", "subcontracts_to", "far", "sora"),
        f.same("sama", "twin"),
    )
    assert "far" not in [e.entity.id for e in trace(snapshot, "chatgpt").employers]


def test_the_reverse_trace_follows_the_same_rules() -> None:
    snapshot = f.snapshot(*WORLD)
    sama, remotasks = stands_on(snapshot, ["sama"]), stands_on(snapshot, ["remotasks"])
    assert [(p.entity.id, p.strength) for p in sama.products] == [("chatgpt", Strength.NAMED)]
    assert {p.entity.id for p in remotasks.products} == {"chatgpt", "gpt-4", "copilot"}
    assert [(b.entity.id, b.tools) for b in sama.buyers] == [("openai", ("chatgpt",))]
    for product in remotasks.products:
        assert "remotasks" in [e.entity.id for e in trace(snapshot, product.entity.id).employers]


def test_a_buyer_stands_on_a_subcontractor_only_when_the_products_meet() -> None:
    deep = (f.entity("far", "outsourcer"), f.entity("near", "outsourcer"))
    other = f.link("l-far", "sama", "subcontracts_to", "far", "sora")
    same = f.link("l-near", "sama", "subcontracts_to", "near", "chatgpt")
    snapshot = f.snapshot(*WORLD, *deep, other, same)
    assert [b.entity.id for b in stands_on(snapshot, ["far"]).buyers] == ["sama"]
    assert [b.entity.id for b in stands_on(snapshot, ["near"]).buyers] == ["sama", "openai"]


def test_paths_join_two_parties_and_avoid_what_is_refuted() -> None:
    snapshot = f.snapshot(*WORLD, f.link("l-false", "copilot", "data_work_by", "sama", "copilot", stance="refuted"))
    (way,) = paths_between(snapshot, "copilot", "sama")
    assert [(s.source.id, s.target.id, s.forward) for s in way] == [
        ("copilot", "gpt-4", True),
        ("gpt-4", "openai", True),
        ("openai", "sama", True),
    ]
    assert paths_between(snapshot, "copilot", "meta") == ()


def test_below_the_grade_asked_is_left_out() -> None:
    answer = trace(f.snapshot(*WORLD), "chatgpt", Asked(min_grade=show(WORLD_LINK, f.snapshot(*WORLD)).evidence.grade))
    assert answer.employers
    strict = trace(f.snapshot(*WORLD), "chatgpt", Asked(min_grade=type(answer.min_grade).A))
    assert strict.employers == ()
    assert {o.reason for o in strict.left_out} == {LeftOut.BELOW_GRADE}


WORLD_LINK = next(r for r in WORLD if r.id == "l-sama")


def test_search_folds_spelling_and_offers_near_names() -> None:
    snapshot = f.snapshot(
        f.entity("sama", "outsourcer", name="Sama", names=({"name": "Samasource"},)),
        f.entity("cloudfactory", "outsourcer", name="CloudFactory"),
        f.entity("telus", "outsourcer", name="TELUS Digital"),
        f.entity("peche", "client", name="La Pêche Ltd."),
    )
    assert find(snapshot, "SAMASOURCE") == [("sama", "Samasource")]
    assert find(snapshot, "peche ltd") == [("peche", "La Pêche Ltd.")]
    assert find(snapshot, "digital telus") == [("telus", "TELUS Digital")]
    assert find(snapshot, "telus", ["client"]) == []
    assert find(snapshot, "   ") == []
    assert near(snapshot, "cloud factry")[0][0] == "cloudfactory"


def test_a_structure_link_listed_for_another_product_changes_nothing() -> None:
    before = trace(f.snapshot(*WORLD), "copilot")
    foreign = (
        f.link("l-z1", "copilot", "provided_by", "meta", "sora"),
        f.link("l-z2", "copilot", "built_on", "chatgpt", "sora"),
        f.entity("crowd", "platform"),
        f.link("l-z3", "crowd", "operated_by", "microsoft", "sora"),
    )
    after = trace(f.snapshot(*WORLD, *foreign), "copilot")
    assert [e.entity.id for e in after.employers] == [e.entity.id for e in before.employers]
    assert [v.entity.id for v in after.vendors] == [v.entity.id for v in before.vendors]
    assert after.gaps == before.gaps
    assert {s.claim.id for o in after.left_out for s in o.claims} >= {"l-z1", "l-z2", "l-z3"}


def test_named_for_what_it_is_built_on_is_not_named_for_it() -> None:
    base = f.link("l-base", "gpt-4", "data_work_by", "sama", "gpt-4")
    answer = trace(f.snapshot(*WORLD, base), "copilot")
    sama = next(e for e in answer.employers if e.entity.id == "sama")
    assert (sama.strength, sama.behind) == (Strength.NAMED, ("gpt-4",))
    assert (answer.summary.named, answer.summary.named_behind) == (0, 1)
    assert "nothing_named" in [g.code.value for g in answer.gaps]


def test_a_dated_link_speaks_against_an_undated_path() -> None:
    direct = f.link("l-direct", "chatgpt", "data_work_by", "sama", "chatgpt")
    ended = f.link("l-ended", "openai", "data_work_by", "sama", "chatgpt", start="2021-11", end="2022-02")
    snapshot = f.snapshot(*WORLD, direct, ended)
    sama = trace(snapshot, "chatgpt").employers[0]
    assert (sama.path, sama.not_then) == (("l-direct",), ())
    assert State.ENDED in sama.other_states
    later = trace(snapshot, "chatgpt", Asked(on="2023-06")).employers[0]
    assert (later.path, later.not_then) == (("l-direct",), ("l-ended",))
