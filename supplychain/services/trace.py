"""Trace the labour behind a product, or give the useful neighbouring answer for an organisation."""

from supplychain.domain.compose import names_in, shown_all, sources_in
from supplychain.domain.parties import Party
from supplychain.domain.path_answers import Neighbour
from supplychain.domain.reach import Asked
from supplychain.domain.reverse import stands_on
from supplychain.domain.search import known
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import show
from supplychain.domain.trace import trace
from supplychain.domain.trace_answer import Trace
from supplychain.domain.vocabulary import LABOUR_RELATIONS, PRODUCTS
from supplychain.store.database import View


def trace_tool(view: View, id: str, asked: Asked) -> Trace | Neighbour:
    """Trace a tool, model or data set. An organisation gets its products and what stands on it. Raises NotFound."""
    snapshot = view.snapshot()
    known(snapshot, "tool", id)
    if snapshot.entities[snapshot.canonical(id)].kind in PRODUCTS:
        return trace(snapshot, id, asked)
    return neighbour(snapshot, id, asked)


def neighbour(snapshot: Snapshot, id: str, asked: Asked) -> Neighbour:
    """Answer for an organisation."""
    entity = snapshot.entities[snapshot.canonical(id)]
    offered = {snapshot.canonical(x.subject): x for x in snapshot.links_to([entity.id], ("provided_by",))}
    used = [x for x in snapshot.links_from([entity.id], ("uses",)) if x.object]
    below = stands_on(snapshot, [entity.id], asked)
    buys = shown_all(snapshot, snapshot.links_from([entity.id], LABOUR_RELATIONS))
    path_claims = {c for p in below.products for c in p.path} | {c for p in below.buyers for c in p.path}
    shown = [show(snapshot.claims[c], snapshot) for c in sorted(path_claims)]
    return Neighbour(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, [*shown, *buys, *(show(x, snapshot) for x in (*offered.values(), *used))], entity.id),
        sources=sources_in(snapshot, buys),
        entity=entity,
        asked_id=id,
        offers=tuple(Party.of(snapshot.entities[i]) for i in sorted(offered)),
        offers_by={i: offered[i].id for i in sorted(offered)},
        buys=buys,
        uses=tuple(Party.of(snapshot.entities[i]) for i in sorted({snapshot.canonical(x.object or "") for x in used})),
        stands_on_it=below,
    )
