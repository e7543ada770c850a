"""The laws of the trace, on random graphs; and an independent judge that must reach the same employers."""

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain.reach import RANK, Asked, LeftOut, Reach, Strength, grade_of, overlap_of, strength_of, walk
from supplychain.domain.records import Link, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.trace import trace
from supplychain.domain.values import OnDate
from supplychain.domain.vocabulary import PRODUCTS, RELATION_PAIRS
from tests import factories as f
from tests.judge import judge

KINDS = (
    "tool",
    "tool",
    "tool",
    "model",
    "dataset",
    "vendor",
    "vendor",
    "outsourcer",
    "outsourcer",
    "platform",
    "undisclosed",
)
ENTITIES = [f.entity(f"{kind}-{n}", kind) for n, kind in enumerate(KINDS)]
BY_ID = {e.id: e for e in ENTITIES}
TOOLS = [e.id for e in ENTITIES if e.kind in PRODUCTS]
SOURCES = [
    f.source("court", kind="court_record"),
    f.source("study", kind="study"),
    f.source("paper"),
    f.source("card", kind="reference"),
]
FOLLOWED = ("built_on", "provided_by", "data_work_by", "subcontracts_to", "operated_by", "owned_by")
PAIRS = [
    (a.id, relation, b.id)
    for a in ENTITIES
    for b in ENTITIES
    for relation in FOLLOWED
    if a.id != b.id and (relation, a.kind, b.kind) in RELATION_PAIRS
]


@st.composite
def links(draw: st.DrawFn, number: int = 14) -> list[Link]:
    """Random links between the entities: scoped or not, denied, refuted, inferred, of every grade."""
    made = []
    for n in range(draw(st.integers(0, number))):
        subject, relation, object = draw(st.sampled_from(PAIRS))
        tools: tuple[str, ...] = ()
        if BY_ID[subject].kind in PRODUCTS and draw(st.integers(0, 5)):
            tools = (subject,)  # as it should be; now and then a row names others, on any relation
        else:
            tools = tuple(draw(st.lists(st.sampled_from(TOOLS), max_size=2, unique=True)))
        changes: dict[str, Any] = {
            "stance": draw(st.sampled_from(["affirms"] * 6 + ["denies", "refuted", "inferred"])),
            "citations": f.cite(draw(st.sampled_from([s.id for s in SOURCES]))),
            "asserted_by": draw(st.sampled_from(["unknown", "researcher", "court_finding"])),
            "start": draw(st.sampled_from(["", "2021", "2022-03"])),
        }
        if not tools:
            changes["scope_mode"] = draw(st.sampled_from(["unstated", "unstated", "all"]))
        made.append(f.link(f"l-{n}", subject, relation, object, *tools, **changes))
    return made


def world(*records: Record) -> Snapshot:
    """A snapshot with all entities and sources."""
    return f.snapshot(*ENTITIES, *SOURCES, *records)


def gist(reach: Reach) -> dict[str, Any]:
    """What the laws speak of: products, employers with strength and grade."""
    employers = {id: (strength_of(p), grade_of(p), [h.key for h in p]) for id, p in reach.employers.items()}
    return {"products": sorted(reach.products), "vendors": sorted(reach.vendors), "employers": employers}


def gaps_of(snapshot: Snapshot, tool: str) -> list[Any]:
    """The gaps behind a tool."""
    return [(g.code, g.about, g.words) for g in trace(snapshot, tool).gaps]


@given(links(), st.data())
def test_a_link_listed_for_one_tool_never_changes_another(made: list[Link], data: st.DataObject) -> None:
    before = world(*made)
    tool_a, tool_b = data.draw(st.permutations([t for t in TOOLS if BY_ID[t].kind == "tool"]))[:2]
    if before.canonical(tool_a) in walk(before, tool_b).products:
        return
    subject, relation, object = data.draw(st.sampled_from(PAIRS))
    stance = data.draw(st.sampled_from(["affirms", "denies", "refuted", "inferred"]))
    state = data.draw(st.sampled_from(["known", "some", "none"]))
    new = f.link(
        "l-new", subject, relation, object if state == "known" else None, tool_a,
        object_state=state, stance=stance, asserted_by=data.draw(st.sampled_from(["client", "unknown"])),
    )  # fmt: skip
    after = world(*made, new)
    assert gist(walk(after, tool_b)) == gist(walk(before, tool_b))
    assert gaps_of(after, tool_b) == gaps_of(before, tool_b)


@given(links())
def test_a_merge_leaks_no_scope(made: list[Link]) -> None:
    """Two outsourcers judged the same: no labour hop of a tool ever names only other products."""
    merged = world(*made, f.same("outsourcer-7", "outsourcer-8"), f.same("vendor-5", "vendor-6"))
    for tool in TOOLS:
        reach = walk(merged, tool)
        for hop in reach.hops:
            if hop.labour and hop.link.tools:
                assert {merged.canonical(t) for t in hop.link.tools} & set(reach.products)


@given(links(), st.data())
def test_removing_a_claim_never_adds_an_employer(made: list[Link], data: st.DataObject) -> None:
    if not made:
        return
    gone = data.draw(st.sampled_from(made))
    before, after = world(*made), world(*(x for x in made if x is not gone))
    for tool in TOOLS:
        full, less = walk(before, tool), walk(after, tool)
        assert set(less.employers) <= set(full.employers)
        for id, path in less.employers.items():
            assert RANK[strength_of(path)] <= RANK[strength_of(full.employers[id])]


@given(links(), st.randoms())
def test_the_order_of_rows_does_not_matter(made: list[Link], shuffler: random.Random) -> None:
    records: list[Record] = [*ENTITIES, *SOURCES, *made, f.same("vendor-5", "vendor-6")]
    mixed = list(records)
    shuffler.shuffle(mixed)
    for tool in TOOLS:
        left, right = trace(f.snapshot(*records), tool), trace(f.snapshot(*mixed), tool)
        assert left.model_dump_json() == right.model_dump_json()


@given(links(number=20))
def test_a_path_is_as_strong_as_its_weakest_hop_and_leads_there(made: list[Link]) -> None:
    snapshot = world(*made)
    for tool in TOOLS:
        reach = walk(snapshot, tool)
        for id, path in reach.employers.items():
            assert path[0].source == snapshot.canonical(tool)
            assert path[-1].target == id
            assert all(a.target == b.source for a, b in pairwise(path))
            assert RANK[strength_of(path)] == min(RANK[h.strength] for h in path)
            assert grade_of(path) == max(h.grade for h in path)
            assert all(h.link.stance in ("affirms", "inferred") for h in path)


@given(links(number=20))
def test_everything_in_the_answer_exists_and_is_live(made: list[Link]) -> None:
    gone = f.link("l-gone", "vendor-5", "data_work_by", "outsourcer-7", withdrawn_reason="an error of ours")
    wages = [f.wage("w-1", "outsourcer-7"), f.wage("w-2", "outsourcer-8", withdrawn_reason="an error of ours")]
    snapshot = world(*made, gone, *wages, f.practice("p-1", "platform-9"))
    live = {c.id for c in snapshot.live}
    for tool in TOOLS:
        answer = trace(snapshot, tool)
        named = {c for e in answer.employers for c in (*e.path, *e.other_links)}
        named |= {s.claim.id for e in answer.employers for s in (*e.wages.all, *e.practices.all)}
        named |= {x.shown.claim.id for x in answer.links} | {s.claim.id for o in answer.left_out for s in o.claims}
        assert named <= live
        for gap in answer.gaps:
            assert all(a in live or a in snapshot.entities for a in gap.about)
        used = {c.source for x in answer.links for c in x.shown.claim.citations}
        assert used <= {s.id for s in answer.sources}


# -- an independent judge ------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(links(number=25))
def test_the_judge_reaches_the_same_employers(made: list[Link]) -> None:
    snapshot = world(*made)
    rows = [x.model_dump() for x in made]  # flat, as in the exported links.csv
    for tool in TOOLS:
        reach = walk(snapshot, tool)
        assert {id: RANK[strength_of(path)] for id, path in reach.employers.items()} == judge(rows, tool)


# -- examples -----------------------------------------------------------------------------------------------------------


def test_cycles_end() -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "built_on", "tool-1", "tool-0"),
        f.link("l-b", "tool-1", "built_on", "tool-0", "tool-1"),
        f.link("l-c", "tool-0", "provided_by", "vendor-5", "tool-0"),
        f.link("l-d", "vendor-5", "data_work_by", "outsourcer-7"),
        f.link("l-e", "outsourcer-7", "subcontracts_to", "outsourcer-8"),
        f.link("l-f", "outsourcer-8", "subcontracts_to", "outsourcer-7"),
    )
    assert set(walk(snapshot, "tool-0").employers) == {"outsourcer-7", "outsourcer-8"}


def test_a_platform_of_the_company_is_only_possible() -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "provided_by", "vendor-5", "tool-0"),
        f.link("l-b", "platform-9", "operated_by", "vendor-5"),
    )
    reach = walk(snapshot, "tool-0")
    assert strength_of(reach.employers["platform-9"]) is Strength.POSSIBLE


def test_a_link_for_another_product_is_left_out_and_counted() -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "provided_by", "vendor-5", "tool-0"),
        f.link("l-b", "vendor-5", "data_work_by", "outsourcer-7", "tool-1"),
        f.link("l-c", "vendor-5", "data_work_by", "outsourcer-8", "tool-2"),
    )
    answer = trace(snapshot, "tool-0")
    assert answer.employers == ()
    assert [(o.reason, o.words) for o in answer.left_out] == [
        (LeftOut.OTHER_PRODUCT, "Links of Vendor 5 that are about other products: 2.")
    ]
    assert "nothing_known" in [g.code for g in answer.gaps]


def test_an_owner_is_shown_and_never_followed() -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "provided_by", "vendor-5", "tool-0"),
        f.link("l-b", "vendor-5", "owned_by", "vendor-6"),
        f.link("l-c", "vendor-6", "data_work_by", "outsourcer-7"),
    )
    answer = trace(snapshot, "tool-0")
    assert answer.employers == ()
    assert [s.claim.id for s in answer.vendors[0].owners] == ["l-b"]


def test_the_stronger_longer_path_wins_over_the_shorter_weaker_one() -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "provided_by", "vendor-5", "tool-0"),
        f.link("l-weak", "vendor-5", "data_work_by", "outsourcer-7"),
        f.link("l-one", "vendor-5", "data_work_by", "outsourcer-8", "tool-0"),
        f.link("l-two", "outsourcer-8", "subcontracts_to", "outsourcer-7", "tool-0"),
    )
    path = walk(snapshot, "tool-0").employers["outsourcer-7"]
    assert [h.key for h in path] == ["l-a", "l-one", "l-two"]


def test_a_bound_that_was_hit_is_said_and_other_products_do_not_count() -> None:
    records = (
        f.link("l-a", "tool-0", "data_work_by", "outsourcer-7", "tool-0"),
        f.link("l-b", "outsourcer-7", "subcontracts_to", "outsourcer-8"),
    )
    assert walk(world(*records), "tool-0", Asked(depth=1)).bound_hit
    assert not walk(world(*records), "tool-0").bound_hit
    other = f.link("l-b", "outsourcer-7", "subcontracts_to", "outsourcer-8", "tool-1")
    assert not walk(world(records[0], other), "tool-0", Asked(depth=1)).bound_hit


@pytest.mark.parametrize(
    ("first", "second", "on", "said"),
    [
        (("2021", "2021"), ("2022", "2022"), "", OnDate.NO),
        (("2021-01-01", "2022-06-30"), ("2022-01-01", "2022-12-31"), "", OnDate.CERTAINLY),
        (("2021", "2022"), ("2022", "2023"), "", OnDate.POSSIBLY),
        (("", ""), ("2022", "2023"), "", OnDate.NOT_STATED),
        (("2021-01-01", "2022-12-31"), ("2021-01-01", "2022-12-31"), "2022-05", OnDate.CERTAINLY),
        (("2021-01-01", "2022-12-31"), ("2021-01-01", "2022-12-31"), "2022-12", OnDate.CERTAINLY),
    ],
)
def test_overlap_of_two_hops(first: tuple[str, str], second: tuple[str, str], on: str, said: OnDate) -> None:
    snapshot = world(
        f.link("l-a", "tool-0", "data_work_by", "outsourcer-7", "tool-0", start=first[0], end=first[1]),
        f.link("l-b", "outsourcer-7", "subcontracts_to", "outsourcer-8", start=second[0], end=second[1]),
    )
    path = walk(snapshot, "tool-0").employers["outsourcer-8"]
    assert overlap_of(path, on) is said


def test_a_link_that_does_not_hold_then_is_left_out() -> None:
    snapshot = world(f.link("l-a", "tool-0", "data_work_by", "outsourcer-7", "tool-0", start="2021", end="2022-02"))
    assert walk(snapshot, "tool-0", Asked(on="2022")).employers
    late = walk(snapshot, "tool-0", Asked(on="2022-03"))
    assert not late.employers
    assert [x.id for x in late.left_out[LeftOut.NOT_THEN]] == ["l-a"]
