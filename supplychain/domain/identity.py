"""Who is who: what was judged, what may be the same and why, what a judgement would change, what cannot stand together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, NamedTuple

import networkx as nx
from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.errors import Conflict, shown
from supplychain.domain.match_table import Code, Reason, reason
from supplychain.domain.matching import matcher_of, weigh_entities
from supplychain.domain.parties import Party, mentioned
from supplychain.domain.records import Entity, Judgement, Record
from supplychain.domain.sentences import sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS

Pair = tuple[str, str]


class Stamped(NamedTuple):
    """Since when a judgement holds, and in which role it was made."""

    revision: int
    recorded_at: str
    actor: str


class Judged(Record):
    """A judgement in force, with the two parties as their own ids name them."""

    left: Party = Field(description="The party whose id comes first in order.")
    right: Party = Field(description="The other party.")
    judgement: str = Field(description="Same, different or undecided.")
    reason: str = Field(description="Why.")
    source: str | None = Field(description="Source that shows it.")
    score: str | None = Field(description="Similarity from 0 to 100 when it was judged, where it was computed.")
    since: int = Field(description="Revision that recorded it.")
    since_on: str = Field(description="Day of that revision.")
    actor: str = Field(description="Role in which it was judged.")


class Candidate(Record):
    """Two parties that may be one, not yet judged."""

    left: Party = Field(description="The party whose id comes first in order.")
    right: Party = Field(description="The other party.")
    score: int | None = Field(description="From 0 to 100, by the published table; empty where no name is alike.")
    proposed: bool = Field(description="Whether somebody proposed it, beside what is computed.")
    reasons: tuple[Reason, ...] = Field(description="What speaks for it and what against it.")


class IdentityRow(Record):
    """A judgement or a candidate as a row."""

    left: str = Field(description="The id that comes first in order.")
    left_name: str = Field(description="Its name.")
    right: str = Field(description="The other id.")
    right_name: str = Field(description="Its name.")
    state: str = Field(description="The judgement; “candidate” where nobody has judged.")
    score: str = Field(description="Similarity from 0 to 100; empty where none was computed.")
    reasons: tuple[str, ...] = Field(description="Why it was judged so, or what speaks for and against it.")
    source: str = Field(description="Source that shows it.")


class IdentitiesAnswer(Answer):
    """Every judgement in force, and what may be the same and was not judged."""

    row_type: ClassVar[type[Record]] = IdentityRow

    judgements: tuple[Judged, ...] = Field(description="Judged the same or different, by their ids.")
    undecided: tuple[Judged, ...] = Field(description="Looked at and parked, by their ids.")
    candidates: tuple[Candidate, ...] = Field(description="Not yet judged: the highest score first, then by their ids.")

    def table(self) -> tuple[IdentityRow, ...]:
        """One row a pair."""
        judged = [
            _row(j, j.judgement, j.score or "", (j.reason,), j.source or "")
            for j in (*self.judgements, *self.undecided)
        ]
        open_ = [
            _row(c, "candidate", "" if c.score is None else str(c.score), tuple(r.words for r in c.reasons))
            for c in self.candidates
        ]
        return (*judged, *open_)


def _row(pair: Judged | Candidate, state: str, score: str, reasons: tuple[str, ...], source: str = "") -> IdentityRow:
    return IdentityRow(
        left=pair.left.id,
        left_name=pair.left.name,
        right=pair.right.id,
        right_name=pair.right.name,
        state=state,
        score=score,
        reasons=reasons,
        source=source,
    )


class Side(Record):
    """One of two parties that are compared."""

    entity: Entity = Field(description="The party as it is recorded under this id.")
    canonical: str = Field(description="Id under which it is shown today.")
    claims: int = Field(description="Live claims that name this very id.")


class PairAnswer(Answer):
    """Two parties side by side, what is judged of them, and what a judgement would change."""

    left: Side = Field(description="The party whose id comes first in order.")
    right: Side = Field(description="The other party.")
    judged: Judged | None = Field(description="The judgement in force, if there is one.")
    candidate: Candidate = Field(description="What speaks for one party and what against it.")
    stays: str = Field(description="Id under which both are shown when they are judged the same.")
    leads_on: tuple[str, ...] = Field(description="Ids whose pages would lead there; they stay and can be had back.")
    refused: str = Field(description="Why they cannot be judged the same; empty when they can.")


def in_order(left: str, right: str) -> Pair:
    """Give two ids as a judgement holds them."""
    return (left, right) if left < right else (right, left)


# -- candidates --------------------------------------------------------------------------------------------------------


def judged_pairs(snapshot: Snapshot) -> set[Pair]:
    """Give the pairs of canonical ids about which somebody has judged anything, undecided too."""
    return {in_order(snapshot.canonical(j.left), snapshot.canonical(j.right)) for j in snapshot.judgements}


def candidates(snapshot: Snapshot) -> tuple[Candidate, ...]:
    """Give what may be the same and was not judged: what somebody proposed, and what is alike; worked out once for a state."""
    kept = snapshot.derived.get(("candidates", ""))
    if isinstance(kept, tuple):
        return kept
    done, proposed = judged_pairs(snapshot), set(_proposed(snapshot))
    computed = {(left, match.id) for left, match in matcher_of(snapshot).pairs()}
    found = [candidate(snapshot, *pair) for pair in (proposed | computed) - done]
    found.sort(key=lambda c: (c.score is None, -(c.score or 0), c.left.id, c.right.id))
    snapshot.derived["candidates", ""] = tuple(found)
    return tuple(found)


def candidate(snapshot: Snapshot, left: str, right: str) -> Candidate:
    """Compare two parties, or two ids of one; what is undisclosed has no name to compare."""
    first, second = in_order(left, right)
    if snapshot.canonical(first) == first and snapshot.canonical(second) == second:
        match = matcher_of(snapshot).weigh(first, second)
    else:
        match = weigh_entities(snapshot.entities[first], snapshot.entities[second])
    proposed = in_order(snapshot.canonical(first), snapshot.canonical(second)) in set(_proposed(snapshot))
    said = (reason(Code.PROPOSED),) if proposed else ()
    return Candidate(
        left=Party.of(snapshot.entities[first]),
        right=Party.of(snapshot.entities[second]),
        score=None if match is None else match.score,
        proposed=proposed,
        reasons=(*said, *(() if match is None else match.reasons)),
    )


def _proposed(snapshot: Snapshot) -> Iterator[Pair]:
    """Yield what was proposed, as canonical ids. A product and an organisation are never one party."""
    for entity in snapshot.entities.values():
        for other in entity.same_as_candidates:
            pair = (
                in_order(snapshot.canonical(entity.id), snapshot.canonical(other))
                if other in snapshot.entities
                else None
            )
            if pair is not None and pair[0] != pair[1] and not _apart(snapshot.entities[i].kind for i in pair):
                yield pair


def _apart(kinds: Iterable[str]) -> bool:
    return len({kind in PRODUCTS for kind in kinds if kind != "undisclosed"}) > 1


def may_be_the_same(snapshot: Snapshot, id: str) -> tuple[str, ...]:
    """Give the parties of which a canonical one may be another name, by their ids: its own proposals, and what is alike."""
    own = {other for member in snapshot.members(id) for other in snapshot.entities[member].same_as_candidates}
    mains = {snapshot.canonical(other) for other in own if other in snapshot.entities}
    found = [c for c in candidates(snapshot) if id in (c.left.id, c.right.id)]
    others = [(c.right.id if c.left.id == id else c.left.id, c) for c in found]
    return tuple(sorted(other for other, c in others if other in mains or c.score is not None))


# -- what is judged ------------------------------------------------------------------------------------------------------


def show_judged(snapshot: Snapshot, judgement: Judgement, stamp: Stamped) -> Judged:
    """Show a judgement with the two parties."""
    return Judged(
        left=Party.of(snapshot.entities[judgement.left]),
        right=Party.of(snapshot.entities[judgement.right]),
        judgement=judgement.judgement,
        reason=judgement.reason,
        source=judgement.source,
        score=None if judgement.score is None else f"{judgement.score:f}",
        since=stamp.revision,
        since_on=stamp.recorded_at[:10],
        actor=stamp.actor,
    )


def identities(snapshot: Snapshot, stamps: Mapping[Pair, Stamped]) -> IdentitiesAnswer:
    """Show every judgement in force and every candidate."""
    judged = [show_judged(snapshot, j, stamps[j.left, j.right]) for j in snapshot.judgements]
    open_ = candidates(snapshot)
    pairs: tuple[Judged | Candidate, ...] = (*judged, *open_)
    parties = (p for pair in pairs for p in (pair.left, pair.right))
    return IdentitiesAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names={p.id: p.name for p in sorted(parties, key=lambda p: p.id)},
        judgements=tuple(j for j in judged if j.judgement != "unsure"),
        undecided=tuple(j for j in judged if j.judgement == "unsure"),
        candidates=open_,
    )


def pair_of(snapshot: Snapshot, left: str, right: str, stamps: Mapping[Pair, Stamped]) -> PairAnswer:
    """Put two ids side by side, with what judging them the same would change."""
    first, second = in_order(left, right)
    found = next((j for j in snapshot.judgements if (j.left, j.right) == (first, second)), None)
    joined = Judgement(left=first, right=second, judgement="same", reason="asked")
    others = [j for j in snapshot.judgements if j is not found]
    kinds = {id: e.kind for id, e in snapshot.entities.items()}
    refused = ""
    try:
        refuse_contradiction(joined, others, kinds)
    except Conflict as error:
        refused = str(error)
    after = Snapshot(
        snapshot.revision,
        snapshot.recorded_on,
        snapshot.entities,
        judgements=(*others, joined),
        first_seen=snapshot.first_seen,
    )
    stays = after.canonical(first)
    return PairAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names={id: snapshot.entities[id].name for id in after.members(first)},
        left=_side(snapshot, first),
        right=_side(snapshot, second),
        judged=None if found is None else show_judged(snapshot, found, stamps[first, second]),
        candidate=candidate(snapshot, first, second),
        stays=stays,
        leads_on=tuple(id for id in after.members(first) if id != stays),
        refused=refused,
    )


def _side(snapshot: Snapshot, id: str) -> Side:
    claims = sum(id in mentioned(claim) for claim in snapshot.live)
    return Side(entity=snapshot.entities[id], canonical=snapshot.canonical(id), claims=claims)


# -- what cannot stand together ------------------------------------------------------------------------------------------


def refuse_contradiction(new: Judgement, others: Iterable[Judgement], kinds: Mapping[str, str]) -> None:
    """Raise Conflict when a judgement contradicts others along a chain; the chain is named. `others` leave out the pair's own."""
    kept = list(others)
    same: nx.Graph[str] = nx.Graph((j.left, j.right) for j in kept if j.judgement == "same")
    same.add_nodes_from((new.left, new.right))
    if new.judgement != "same":
        if nx.has_path(same, new.left, new.right):
            raise Conflict(
                sentence(
                    "%(left)s and %(right)s are the same along other judgements: %(chain)s. Take one of these back first.",
                    left=shown(new.left),
                    right=shown(new.right),
                    chain=_chain(same, new.left, new.right),
                )
            )
        return
    same.add_edge(new.left, new.right)
    family = nx.node_connected_component(same, new.left)
    for j in kept:
        if j.judgement == "different" and {j.left, j.right} <= family:
            raise Conflict(
                sentence(
                    "%(left)s and %(right)s are judged different, and would be the same along %(chain)s. "
                    "Take that judgement back first.",
                    left=shown(j.left),
                    right=shown(j.right),
                    chain=_chain(same, j.left, j.right),
                )
            )
    named = sorted(id for id in family if kinds[id] != "undisclosed")
    products = [id for id in named if kinds[id] in PRODUCTS]
    organisations = [id for id in named if kinds[id] not in PRODUCTS]
    if products and organisations:
        raise Conflict(
            sentence(
                "%(products)s is a product and %(organisations)s is an organisation, and they would be the same along %(chain)s.",
                products=shown(products[0]),
                organisations=shown(organisations[0]),
                chain=_chain(same, products[0], organisations[0]),
            )
        )


def _chain(same: "nx.Graph[str]", left: str, right: str) -> str:
    return " = ".join(nx.shortest_path(same, left, right))
