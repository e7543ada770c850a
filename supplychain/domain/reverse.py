"""The question from the other end: which tools and clients stand on an employer, a country, a practice; how two parties join."""

from collections.abc import Iterable
from itertools import islice, pairwise

import networkx as nx
from pydantic import Field

from supplychain.domain.evidence import Grade
from supplychain.domain.parties import Party
from supplychain.domain.reach import ANYTHING, RANK, Asked, Path, Reach, Strength, grade_of, strength_of, tier_of, walk
from supplychain.domain.records import Link, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown, show
from supplychain.domain.vocabulary import LABOUR_RELATIONS, PRODUCTS

MAX_PATHS = 5


class StandsOn(Record):
    """A product that stands on an employer."""

    entity: Party = Field(description="The product.")
    employer: Party = Field(description="The employer on which it stands.")
    strength: Strength = Field(description="How surely: the weakest hop of the path.")
    grade: Grade = Field(description="Lowest evidence grade on the path.")
    tier: int = Field(description="Labour hops on the path.")
    path: tuple[str, ...] = Field(description="Claim ids of the path.")


class Buyer(Record):
    """An organisation that buys the employer's work, directly or through others."""

    entity: Party = Field(description="The buyer.")
    employer: Party = Field(description="The employer.")
    tier: int = Field(description="Labour hops between the two; 1 is a direct buyer.")
    path: tuple[str, ...] = Field(description="Claim ids of the path.")
    grade: Grade = Field(description="Lowest evidence grade on the path.")
    tools: tuple[str, ...] = Field(description="Products that the links name; empty when none is named.")


class ReverseTrace(Record):
    """Everything that stands on one employer, or on several."""

    products: tuple[StandsOn, ...] = Field(description="Tools, models and data sets, surest first.")
    buyers: tuple[Buyer, ...] = Field(description="Vendors, clients and others that buy the work, nearest first.")


def _reach(snapshot: Snapshot, tool: str, asked: Asked) -> Reach:
    """Walk, or take the walk that was made before at this state of the data."""
    key = (f"reach {asked.on} {asked.min_grade} {asked.depth}", tool)
    kept = snapshot.derived.get(key)
    if not isinstance(kept, Reach):
        kept = snapshot.derived[key] = walk(snapshot, tool, asked)
    return kept


def _upstream(snapshot: Snapshot, start: Iterable[str]) -> set[str]:
    """Every party from which some chain of links, whatever its scope, could lead here: candidates, no answer."""
    seen = {snapshot.canonical(id) for id in start}
    frontier = sorted(seen)
    while frontier:
        follow = (*LABOUR_RELATIONS, "provided_by", "built_on")
        above = {snapshot.canonical(x.subject) for x in snapshot.links_to(frontier, follow)}
        above |= {
            snapshot.canonical(x.object or "") for x in snapshot.links_from(frontier, ("operated_by",)) if x.object
        }
        # A vendor is reached from its products; they come in by provided_by above.
        frontier = sorted(above - seen)
        seen |= above
    return seen


def stands_on(snapshot: Snapshot, employers: Iterable[str], asked: Asked = ANYTHING) -> ReverseTrace:
    """Find the products and buyers that stand on these employers, by the same rules as the trace."""
    wanted = {snapshot.canonical(id) for id in employers}
    candidates = [id for id in sorted(_upstream(snapshot, wanted)) if snapshot.entities[id].kind in PRODUCTS]
    products = []
    for tool in candidates:
        found = _reach(snapshot, tool, asked).employers
        products += [_stands(snapshot, tool, id, found[id]) for id in sorted(wanted & set(found))]
    products.sort(key=lambda p: (-RANK[p.strength], p.grade, p.tier, p.entity.id, p.employer.id))
    buyers = [b for id in sorted(wanted) for b in _buyers(snapshot, id, asked)]
    return ReverseTrace(
        products=tuple(products),
        buyers=tuple(sorted(buyers, key=lambda b: (b.tier, b.grade, b.entity.id, b.employer.id))),
    )


def _stands(snapshot: Snapshot, tool: str, employer: str, path: Path) -> StandsOn:
    return StandsOn(
        entity=Party.of(snapshot.entities[tool]),
        employer=Party.of(snapshot.entities[employer]),
        strength=strength_of(path),
        grade=grade_of(path),
        tier=tier_of(path),
        path=tuple(hop.key for hop in path),
    )


def _buyers(snapshot: Snapshot, employer: str, asked: Asked) -> list[Buyer]:
    """Walk labour links upstream; a subcontract that was let for one product is not joined to another product's link."""
    found: dict[str, Buyer] = {}
    level: list[tuple[str, tuple[Link, ...], frozenset[str]]] = [(employer, (), frozenset())]
    while level and len(level[0][1]) < asked.depth:
        ahead = []
        for id, path, tools in level:
            for link in sorted(snapshot.links_to([id], LABOUR_RELATIONS), key=lambda x: x.id):
                own = frozenset(snapshot.canonical(t) for t in link.tools)
                if link.stance not in ("affirms", "inferred") or (own and tools and not own & tools):
                    continue
                buyer = snapshot.canonical(link.subject)
                longer = (link, *path)
                grade = max(show(x, snapshot).evidence.grade for x in longer)
                if buyer in found or buyer == employer or grade > asked.min_grade:
                    continue
                scope = (own & tools) or own or tools
                ahead.append((buyer, longer, scope))
                if snapshot.entities[buyer].kind in PRODUCTS:
                    continue
                found[buyer] = Buyer(
                    entity=Party.of(snapshot.entities[buyer]),
                    employer=Party.of(snapshot.entities[employer]),
                    tier=len(longer),
                    path=tuple(x.id for x in longer),
                    grade=grade,
                    tools=tuple(sorted(scope)),
                )
        level = ahead
    return list(found.values())


def strongest_in(snapshot: Snapshot, found: ReverseTrace, country: str) -> ReverseTrace:
    """Keep strengths only where the last link of the path says that the work is done in this country; else: possible."""

    def placed(p: StandsOn) -> StandsOn:
        last = snapshot.claims[p.path[-1]]
        there = isinstance(last, Link) and country in last.countries
        return p if there else p.model_copy(update={"strength": Strength.POSSIBLE})

    products = sorted(
        (placed(p) for p in found.products), key=lambda p: (-RANK[p.strength], p.grade, p.tier, p.entity.id)
    )
    return found.model_copy(update={"products": tuple(products)})


class Step(Record):
    """One link on the way between two parties."""

    source: Party = Field(description="Where the step starts.")
    target: Party = Field(description="Where it ends.")
    forward: bool = Field(description="Whether the step runs from the demand side to the supply side.")
    shown: Shown = Field(description="The link.")


def paths_between(snapshot: Snapshot, left: str, right: str, limit: int = MAX_PATHS) -> tuple[tuple[Step, ...], ...]:
    """Find up to `limit` shortest ways between two parties along links of any relation, in either direction.

    Refuted and denied links are no way. Scope is not tested: a way is no trace.
    """
    graph: nx.Graph[str] = nx.Graph()
    best: dict[tuple[str, str], Link] = {}
    for link in snapshot.links:
        if link.object is None or link.stance not in ("affirms", "inferred"):
            continue
        a, b = snapshot.canonical(link.subject), snapshot.canonical(link.object)
        graph.add_edge(a, b)
        for pair in ((a, b), (b, a)):
            kept = best.get(pair)
            if kept is None or _worth(snapshot, link) < _worth(snapshot, kept):
                best[pair] = link
    start, end = snapshot.canonical(left), snapshot.canonical(right)
    if start == end or start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return ()
    ways = islice(nx.all_shortest_paths(graph, start, end), 200)
    chosen = sorted(ways)[:limit]
    return tuple(tuple(_step(snapshot, a, b, best[a, b]) for a, b in pairwise(way)) for way in chosen)


def _worth(snapshot: Snapshot, link: Link) -> tuple[Grade, str]:
    return (show(link, snapshot).evidence.grade, link.id)


def _step(snapshot: Snapshot, a: str, b: str, link: Link) -> Step:
    return Step(
        source=Party.of(snapshot.entities[a]),
        target=Party.of(snapshot.entities[b]),
        forward=snapshot.canonical(link.subject) == a,
        shown=show(link, snapshot),
    )
