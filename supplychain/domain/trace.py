"""The answer to the main question: which labour sits behind this product, what it is paid, how it is watched, who says so."""

from collections.abc import Iterable, Sequence

from supplychain.domain.gaps import find_gaps
from supplychain.domain.parties import Party, mentioned
from supplychain.domain.pay_gate import employers_of
from supplychain.domain.place import Place, place, products_named
from supplychain.domain.reach import (
    ANYTHING,
    Asked,
    Hop,
    LeftOut,
    Path,
    Reach,
    Strength,
    grade_of,
    overlap_of,
    strength_of,
    tier_of,
    walk,
)
from supplychain.domain.records import Claim, Link, PracticeReport, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, Shown, State, show
from supplychain.domain.trace_answer import (
    Employer,
    LinkUsed,
    Omission,
    Product,
    Split,
    Summary,
    Trace,
    Vendor,
)
from supplychain.domain.vocabulary import LABOUR_RELATIONS
from supplychain.domain.work_classes import WorkClass, work_class


def trace(snapshot: Snapshot, tool: str, asked: Asked = ANYTHING) -> Trace:
    """Trace the labour behind a product. `tool` must be the id of a tool, model or data set of the snapshot."""
    reach = walk(snapshot, tool, asked)
    employers = tuple(sorted((_employer(snapshot, reach, id, asked) for id in reach.employers), key=_order))
    vendors = tuple(_vendor(snapshot, reach, id) for id in sorted(reach.vendors))
    links = _links(snapshot, reach, asked)
    left_out = _omissions(snapshot, reach)
    claims = _claims_used(employers, vendors, links, left_out)
    sources = sorted({c.source for claim in claims.values() for c in claim.citations})
    products = tuple(
        Product(entity=_party(snapshot, id), distance=len(path), path=_hop_ids(path), grade=grade_of(path))
        for id, path in sorted(reach.products.items(), key=lambda item: (len(item[1]), item[0]))
    )
    return Trace(
        tool=snapshot.entities[reach.tool],
        asked_id=tool,
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        on=asked.on,
        min_grade=asked.min_grade,
        summary=_summary(reach.tool, employers, len(claims), len(sources)),
        products=products,
        vendors=vendors,
        employers=employers,
        links=links,
        left_out=left_out,
        gaps=find_gaps(snapshot, reach, asked),
        sources=tuple(snapshot.sources[id] for id in sources),
        names=_names(snapshot, reach, claims.values(), (*employers, *vendors)),
    )


def _order(employer: Employer) -> tuple[int, bool, str, int, str]:
    """Surest first; work that is no work on AI after work that is; then best evidence, then nearest."""
    support_only = employer.work_classes == (WorkClass.CUSTOMER_SUPPORT,)
    strength = list(Strength).index(employer.strength)
    return (strength, support_only, employer.grade, employer.tier, employer.entity.id)


def _party(snapshot: Snapshot, id: str) -> Party:
    return Party.of(snapshot.entities[snapshot.canonical(id)])


def _hop_ids(path: Path) -> tuple[str, ...]:
    return tuple(hop.key for hop in path)


def _employer(snapshot: Snapshot, reach: Reach, id: str, asked: Asked) -> Employer:
    path = reach.employers[id]
    links = [hop.link for hop in path if hop.labour]
    work_types = tuple(dict.fromkeys(w for link in links for w in link.work_types))
    wages = split(snapshot, reach, path, snapshot.wages_at(id))
    practices = split(snapshot, reach, path, snapshot.practices_at(id))
    upstream = {(snapshot.canonical(x.subject), x.relation, snapshot.canonical(x.object or "")) for x in links}
    further = [h.link for h in reach.hops if h.labour and h.target == id and h not in path]
    denied = [x for x in reach.left_out.get(LeftOut.DENIED, ()) if _edge(snapshot, x) in upstream]
    return Employer(
        entity=_party(snapshot, id),
        strength=strength_of(path),
        grade=grade_of(path),
        tier=tier_of(path),
        overlap=overlap_of(path, asked.on),
        countries=tuple(sorted({c for hop in path if hop.labour and hop.target == id for c in hop.link.countries})),
        work_types=work_types,
        work_classes=tuple(c for c in WorkClass if c in {work_class(w) for w in work_types}),
        behind=products_named(snapshot, reach, path),
        path=_hop_ids(path),
        other_links=tuple(link.id for link in further),
        not_then=tuple(x.id for x in reach.left_out.get(LeftOut.NOT_THEN, ()) if _leads_to(snapshot, x, id)),
        states=_states(snapshot, [hop.link for hop in path]),
        other_states=_states(snapshot, further),
        denied_by=tuple(x.id for x in denied),
        wages=wages,
        practices=practices,
        responses=_responses(snapshot, id, [*links, *(s.claim for s in (*wages.all, *practices.all))]),
        organised_by=_around(snapshot, snapshot.links_to([id], ("organises",))),
        owners=_around(snapshot, snapshot.links_from([id], ("owned_by", "operated_by"))),
        cells=snapshot.cells_at(id),
        held_back=snapshot.held_back_at(id),
    )


def _states(snapshot: Snapshot, links: Iterable[Link]) -> tuple[State, ...]:
    found = {state for link in links for state in show(link, snapshot).states}
    return tuple(state for state in State if state in found)


def _leads_to(snapshot: Snapshot, link: Link, employer: str) -> bool:
    return link.relation in LABOUR_RELATIONS and snapshot.canonical(link.object or "") == employer


def _edge(snapshot: Snapshot, link: Link) -> tuple[str, str, str]:
    return (snapshot.canonical(link.subject), link.relation, snapshot.canonical(link.object or ""))


def split(snapshot: Snapshot, reach: Reach, path: Path, claims: Sequence[Wage | PracticeReport]) -> Split:
    """Tell the claims at an employer apart by their place."""
    parts: dict[Place, list[Shown]] = {kind: [] for kind in Place}
    for claim in claims:
        parts[place(snapshot, reach, path, claim)].append(show(claim, snapshot))
    return Split(**{kind.value: tuple(shown) for kind, shown in parts.items()})


def _responses(snapshot: Snapshot, party: str, claims: Iterable[Claim]) -> tuple[Reply, ...]:
    found = [pair for claim in claims for pair in snapshot.responses_to_claim(claim.id)]
    found += snapshot.responses_to_entity(party)
    unique = dict.fromkeys(found)
    return tuple(Reply(response=r, target=t) for r, t in sorted(unique, key=lambda p: (p[0].date or "9999", p[0].id)))


def _around(snapshot: Snapshot, links: Iterable[Link]) -> tuple[Shown, ...]:
    return tuple(show(x, snapshot) for x in sorted(links, key=lambda x: x.id))


def _vendor(snapshot: Snapshot, reach: Reach, id: str) -> Vendor:
    path = reach.vendors[id]
    offers = sorted({h.source for h in reach.hops if h.target == id and not h.labour and h.source in reach.products})
    wages = split(snapshot, reach, path, snapshot.wages_at(id))
    practices = split(snapshot, reach, path, snapshot.practices_at(id))
    return Vendor(
        entity=_party(snapshot, id),
        offers=tuple(offers),
        path=_hop_ids(path),
        grade=grade_of(path),
        owners=_around(snapshot, snapshot.links_from([id], ("owned_by",))),
        wages=wages,
        practices=practices,
        responses=_responses(snapshot, id, [s.claim for s in (*wages.all, *practices.all)]),
        cells=snapshot.cells_at(id),
        held_back=snapshot.held_back_at(id),
    )


def _links(snapshot: Snapshot, reach: Reach, asked: Asked) -> tuple[LinkUsed, ...]:
    best = [*reach.products.values(), *reach.vendors.values(), *reach.employers.values()]
    on_path = {(h.source, h.target, h.key) for path in best for h in path}

    def used(hop: Hop) -> LinkUsed:
        return LinkUsed(
            source=hop.source,
            target=hop.target,
            strength=hop.strength,
            labour=hop.labour,
            on_path=(hop.source, hop.target, hop.key) in on_path,
            on=overlap_of((Hop(hop.source, hop.target, hop.link, hop.strength, hop.grade, labour=True),), asked.on),
            shown=show(hop.link, snapshot),
        )

    return tuple(used(hop) for hop in reach.hops)


def _omissions(snapshot: Snapshot, reach: Reach) -> tuple[Omission, ...]:
    found = []
    for reason, links in reach.left_out.items():
        by_party: dict[str, list[Link]] = {}
        for link in links:
            by_party.setdefault(snapshot.canonical(link.subject), []).append(link)
        for party, own in sorted(by_party.items()):
            shown = tuple(show(x, snapshot) for x in own)
            found.append(Omission.of(reason, snapshot.entities[party], shown))
    return tuple(found)


def _claims_used(
    employers: Sequence[Employer], vendors: Sequence[Vendor], links: Sequence[LinkUsed], left_out: Sequence[Omission]
) -> dict[str, Claim]:
    shown: list[Shown] = [link.shown for link in links]
    replies: list[Reply] = []
    for employer in employers:
        shown += (*employer.wages.all, *employer.practices.all, *employer.organised_by, *employer.owners)
        replies += employer.responses
    for vendor in vendors:
        shown += (*vendor.owners, *vendor.wages.all, *vendor.practices.all)
        replies += vendor.responses
    shown += (s for omission in left_out for s in omission.claims)
    claims: dict[str, Claim] = {s.claim.id: s.claim for s in shown}
    return claims | {r.response.id: r.response for r in replies}


def _summary(tool: str, employers: Sequence[Employer], claims: int, sources: int) -> Summary:
    named = [e for e in employers if e.strength is Strength.NAMED and tool in e.behind]
    others = [e for e in employers if e not in named]
    countries = {c for e in named for c in e.countries}
    return Summary(
        employers=len(employers),
        named=len(named),
        named_behind=sum(e.strength is Strength.NAMED for e in others),
        all_products=sum(e.strength is Strength.ALL for e in employers),
        possible=sum(e.strength is Strength.POSSIBLE for e in employers),
        undisclosed=sum(e.entity.kind == "undisclosed" for e in employers),
        countries=tuple(sorted(countries)),
        possible_countries=tuple(sorted({c for e in others for c in e.countries} - countries)),
        wages=sum(len(e.wages.this_tool) + len(e.wages.at_employer) for e in employers),
        practices=sum(len(e.practices.this_tool) + len(e.practices.at_employer) for e in employers),
        claims=claims,
        sources=sources,
    )


def _names(
    snapshot: Snapshot, reach: Reach, claims: Iterable[Claim], who: Iterable[Employer | Vendor]
) -> dict[str, str]:
    ids = {reach.tool, *reach.products, *reach.vendors, *reach.employers}
    ids |= {id for one in who for id in employers_of(one.cells, one.held_back)}
    for claim in claims:
        ids |= mentioned(claim)
    return {id: snapshot.entities[id].name for id in sorted(ids | {snapshot.canonical(i) for i in ids})}
