"""Who is who: candidates with their reasons, what a judgement would change, and what cannot stand together."""

import pytest

from supplychain.assets import asset_dir
from supplychain.domain import identity as i
from supplychain.domain.errors import Conflict
from supplychain.domain.records import Judgement
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.packages import Known, read_package
from tests import factories as f

KINDS = dict.fromkeys("abcd", "vendor") | {"tool": "tool", "hidden": "undisclosed", "firm": "vendor"}


def pairs(*records) -> list[tuple[str, str, int | None]]:
    return [(c.left.id, c.right.id, c.score) for c in i.candidates(f.snapshot(*records))]


def firm(id: str, name: str, **more):
    return f.entity(id, "vendor", name=name, **more)


def test_what_is_alike_and_what_was_proposed_are_candidates() -> None:
    parties = [
        firm("a", "Gamma Works", same_as_candidates=("c",)),
        firm("b", "Gamma Works Ltd"),
        firm("c", "Something Else"),
        f.entity("d", "tool", name="Gamma Works", same_as_candidates=("a",)),
    ]
    assert pairs(*parties) == [("a", "b", 100), ("a", "c", None)]
    (first, second) = i.candidates(f.snapshot(*parties))
    assert [r.code for r in first.reasons] == ["legal_form_off"]
    assert [r.code for r in second.reasons] == ["proposed"]


@pytest.mark.parametrize("judgement", ["same", "different", "unsure"])
def test_what_was_judged_is_no_candidate_again(judgement: str) -> None:
    parties = [firm("a", "Gamma Works", same_as_candidates=("b",)), firm("b", "Gamma Works")]
    assert pairs(*parties) == [("a", "b", 100)]
    assert pairs(*parties, f.same("a", "b", judgement)) == []


def test_a_judgement_on_one_name_of_a_party_counts_for_all_its_names() -> None:
    parties = [firm("a", "Gamma Works"), firm("b", "Delta"), firm("c", "Delta Ltd")]
    assert pairs(*parties, f.same("a", "b"), f.same("b", "c", "different")) == []
    assert pairs(*parties, f.same("a", "b")) == [("a", "c", 100)]


def test_candidates_of_the_seeds_are_ordered_and_explained() -> None:
    found = i.candidates(Snapshot.of(read_package(asset_dir("seeds"), Known()).records))
    scores = [-1 if c.score is None else c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    by_pair = {(c.left.id, c.right.id): c for c in found}
    assert by_pair["lionbridge", "lionbridge-ai"].proposed
    assert by_pair["lionbridge", "lionbridge-ai"].score == 87
    assert by_pair["amazon-mechanical-turk", "undisclosed-amazon-crowd-platform"].score is None
    assert len(by_pair) == len(found)
    assert all(c.reasons for c in found)


def test_side_by_side_says_what_would_change() -> None:
    records = [f.entity("a-firm", "undisclosed"), firm("zeta", "Zeta"), f.entity("tool", "tool")]
    records.append(f.link("l-1", "tool", "data_work_by", "a-firm"))
    asked = i.pair_of(f.snapshot(*records), "zeta", "a-firm", {})
    assert (asked.left.entity.id, asked.left.claims, asked.right.claims) == ("a-firm", 1, 0)
    assert (asked.stays, asked.leads_on, asked.refused, asked.judged) == ("zeta", ("a-firm",), "", None)
    refused = i.pair_of(f.snapshot(*records), "zeta", "tool", {}).refused
    assert "is a product" in refused
    stamp = {("a-firm", "zeta"): i.Stamped(3, "2026-11-01T12:00:00Z", "editor")}
    judged = i.pair_of(f.snapshot(*records, f.same("a-firm", "zeta")), "a-firm", "zeta", stamp).judged
    assert judged is not None
    assert (judged.since, judged.since_on, judged.actor) == (3, "2026-11-01", "editor")


def test_two_ids_of_one_party_are_still_compared() -> None:
    joined = f.snapshot(firm("a", "Gamma Works"), firm("b", "Gamma Works Ltd"), f.same("a", "b"))
    stamps = {("a", "b"): i.Stamped(1, "2026-11-01T12:00:00Z", "editor")}
    assert i.pair_of(joined, "a", "b", stamps).candidate.score == 100


def new(left: str, right: str, judgement: str) -> Judgement:
    return f.same(left, right, judgement)


@pytest.mark.parametrize(
    ("added", "others", "chain"),
    [
        (("a", "c", "different"), [("a", "b", "same"), ("b", "c", "same")], "a = b = c"),
        (("a", "c", "unsure"), [("a", "b", "same"), ("b", "c", "same")], "a = b = c"),
        (("b", "c", "same"), [("a", "b", "same"), ("c", "d", "same"), ("a", "d", "different")], "a = b = c = d"),
        (("hidden", "tool", "same"), [("firm", "hidden", "same")], "tool = hidden = firm"),
    ],
)
def test_contradictions_name_the_chain(added, others, chain: str) -> None:
    with pytest.raises(Conflict, match=chain):
        i.refuse_contradiction(new(*added), [f.same(*other) for other in others], KINDS)


@pytest.mark.parametrize(
    ("added", "others"),
    [
        (("a", "c", "same"), [("a", "b", "same"), ("b", "c", "same")]),
        (("a", "c", "different"), [("a", "b", "same"), ("b", "c", "different")]),
        (("a", "b", "different"), [("c", "d", "same")]),
        (("a", "b", "same"), [("c", "d", "different"), ("b", "c", "unsure")]),
    ],
)
def test_what_does_not_contradict_is_taken(added, others) -> None:
    i.refuse_contradiction(new(*added), [f.same(*other) for other in others], KINDS)
