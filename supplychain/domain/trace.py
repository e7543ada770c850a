"""The answer to the main question: which labour sits behind this product, what it is paid, how it is watched, who says so."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from pydantic import Field

from supplychain.domain.evidence import RULE_VERSION, Grade
from supplychain.domain.gaps import Gap, find_gaps
from supplychain.domain.place import Place, place
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
from supplychain.domain.records import Claim, Entity, Link, PracticeReport, Record, Source, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, Shown, State, show
from supplychain.domain.values import OnDate
from supplychain.domain.vocabulary import WorkClass, work_class


class Party(Record):
    """An entity in short."""

    id: str = Field(description="Canonical id.")
    name: str = Field(description="Name.")
    kind: str = Field(description="Kind of entity.")
    country: str | None = Field(None, description="Country of the head office; the work may be elsewhere.")

    @classmethod
    def of(cls, entity: Entity) -> "Party":
        """Shorten an entity."""
        return cls(id=entity.id, name=entity.name, kind=entity.kind, country=entity.country)


class Product(Record):
    """The product that was asked about, or one that it is built on."""

    entity: Party = Field(description="The product.")
    distance: int = Field(description="How many built_on links away from what was asked; 0 is the product itself.")
    path: tuple[str, ...] = Field(description="Claim ids of the way there.")
    grade: Grade = Field(description="Lowest grade on the way there.")


class Split(Record):
    """Claims at an employer, told apart by whether they are about this product."""

    this_tool: tuple[Shown, ...] = Field((), description="The claim names this product or one that it is built on.")
    at_employer: tuple[Shown, ...] = Field((), description="The claim names no product, and no other client.")
    other_clients: tuple[Shown, ...] = Field((), description="The claim names another product or another client.")

    @property
    def all(self) -> tuple[Shown, ...]:
        """All of them."""
        return self.this_tool + self.at_employer + self.other_clients


class Vendor(Record):
    """An organisation that offers one of the products."""

    entity: Party = Field(description="The vendor.")
    offers: tuple[str, ...] = Field(description="Ids of the products that it offers.")
    path: tuple[str, ...] = Field(description="Claim ids of the best way there.")
    grade: Grade = Field(description="Lowest grade on the way there.")
    owners: tuple[Shown, ...] = Field((), description="To whom it belongs: shown, never followed.")
    wages: Split = Field(Split(), description="Pay reports with the vendor itself as the employer.")
    practices: Split = Field(Split(), description="Practice reports with the vendor itself as the employer.")
    responses: tuple[Reply, ...] = Field((), description="Responses to these reports, or about the vendor as a whole.")


class Employer(Record):
    """A firm or platform whose people may have done the work."""

    entity: Party = Field(description="The employer.")
    strength: Strength = Field(description="How surely its people worked on this product: the weakest hop of the path.")
    grade: Grade = Field(description="Lowest evidence grade on the path.")
    tier: int = Field(description="Labour hops on the path; the firm that the vendor contracts is tier 1.", ge=1)
    overlap: OnDate = Field(description="Whether the periods of the labour hops meet.")
    countries: tuple[str, ...] = Field(description="Where the work is done, as the links of the path say.")
    work_types: tuple[str, ...] = Field(description="Kinds of work on the path, in the words of the sources.")
    work_classes: tuple[WorkClass, ...] = Field(description="The same in six classes.")
    behind: tuple[str, ...] = Field(
        description="The products that the path is about: this one, or those that it is built on; empty when none is named."
    )
    path: tuple[str, ...] = Field(description="Claim ids of the best path.")
    other_links: tuple[str, ...] = Field(description="Further followed links that lead to this employer.")
    states: tuple[State, ...] = Field(description="States of the links on the path.")
    denied_by: tuple[str, ...] = Field((), description="Claims that deny a link of the path.")
    wages: Split = Field(description="Pay reports.")
    practices: Split = Field(description="Reports on surveillance, conditions and good practice.")
    responses: tuple[Reply, ...] = Field(
        description="Responses to the links of the path, the reports, or the employer."
    )
    organised_by: tuple[Shown, ...] = Field((), description="Worker organisations at the employer.")
    owners: tuple[Shown, ...] = Field((), description="To whom it belongs, or who runs it: shown, never followed.")


class Omission(Record):
    """Links that were met and not followed, with the reason."""

    reason: LeftOut = Field(description="Why.")
    words: str = Field(description="The reason in words.")
    about: str = Field(description="The party whose links they are.")
    claims: tuple[Shown, ...] = Field(description="The links.")


OMISSIONS: dict[LeftOut, str] = {
    LeftOut.OTHER_PRODUCT: "Links of %(name)s that are about other products: %(count)s.",
    LeftOut.NOT_THEN: "Links of %(name)s that do not hold at the time asked for: %(count)s.",
    LeftOut.BELOW_GRADE: "Links of %(name)s with a lower evidence grade than asked for: %(count)s.",
    LeftOut.DENIED: "Statements that a link of %(name)s does not exist: %(count)s.",
    LeftOut.REFUTED: "Links of %(name)s that were reported and have since been refuted: %(count)s.",
    LeftOut.NOT_NAMED: "Statements that %(name)s uses a firm, without its name: %(count)s.",
    LeftOut.SAID_NONE: "Statements that %(name)s uses no such firm: %(count)s.",
}
"""The reasons in words; %(count)s and %(name)s are filled in."""


class LinkUsed(Record):
    """One followed link, as the picture and its text twin show it."""

    source: str = Field(description="Canonical id of the demand side.")
    target: str = Field(description="Canonical id of the supply side.")
    strength: Strength = Field(description="Strength of the hop; for structure it says nothing.")
    labour: bool = Field(description="Whether it is a labour hop; else it is structure.")
    on_path: bool = Field(description="Whether it lies on the best path of some employer, product or vendor.")
    on: OnDate = Field(description="Whether it held at the date asked for.")
    shown: Shown = Field(description="The claim.")


class Summary(Record):
    """The counts that the opening sentence needs."""

    employers: int = Field(description="All employers, of whatever strength.")
    named: int = Field(description="Employers named for this product.")
    all_products: int = Field(description="Employers said to serve all products of the vendor.")
    possible: int = Field(description="Employers that are only possible.")
    undisclosed: int = Field(description="Employers that sources describe and do not name.")
    countries: tuple[str, ...] = Field(description="Countries of work of the named employers, from claims.")
    possible_countries: tuple[str, ...] = Field(description="Countries of work of the others.")
    wages: int = Field(description="Pay reports at these employers that are not about other clients.")
    practices: int = Field(description="Practice reports at these employers that are not about other clients.")
    claims: int = Field(description="Claims used.")
    sources: int = Field(description="Sources used.")


class EmployerRow(Record):
    """One employer as a row."""

    tool: str = Field(description="Id of the product.")
    revision: int = Field(description="Revision of the database.")
    employer: str = Field(description="Id of the employer.")
    name: str = Field(description="Name of the employer.")
    kind: str = Field(description="Kind of entity.")
    strength: str = Field(description="named, all or possible.")
    grade: str = Field(description="Lowest grade on the path.")
    tier: int = Field(description="Labour hops.")
    overlap: str = Field(description="Whether the periods meet.")
    countries: tuple[str, ...] = Field(description="Countries of work on the path.")
    work_types: tuple[str, ...] = Field(description="Kinds of work on the path.")
    behind: tuple[str, ...] = Field(description="Products that the path names.")
    path: tuple[str, ...] = Field(description="Claim ids of the path.")
    states: tuple[str, ...] = Field(description="States of the links on the path.")
    wages_this_tool: tuple[str, ...] = Field(description="Pay reports for this product.")
    wages_at_employer: tuple[str, ...] = Field(description="Pay reports at the employer.")
    wages_other_clients: tuple[str, ...] = Field(description="Pay reports for other clients.")
    practices_this_tool: tuple[str, ...] = Field(description="Practice reports for this product.")
    practices_at_employer: tuple[str, ...] = Field(description="Practice reports at the employer.")
    practices_other_clients: tuple[str, ...] = Field(description="Practice reports for other clients.")
    responses: tuple[str, ...] = Field(description="Responses.")
    sources: tuple[str, ...] = Field(description="Sources of the path.")


class Trace(Record):
    """The labour behind one product, with all that is known, left out and not known."""

    row_type: ClassVar[type[Record]] = EmployerRow

    tool: Entity = Field(description="The product.")
    asked_id: str = Field(
        description="The id that was asked for; differs from the tool's when the two were judged the same."
    )
    revision: int = Field(description="Revision of the database that answers.")
    recorded_on: str = Field(description="Day of that revision.")
    on: str = Field(description="Date asked for; empty = at any time.")
    min_grade: Grade = Field(description="Lowest grade that was followed.")
    rule_version: int = Field(RULE_VERSION, description="Version of the evidence rule.")
    summary: Summary = Field(description="Counts.")
    products: tuple[Product, ...] = Field(description="The product and all that it is built on.")
    vendors: tuple[Vendor, ...] = Field(description="Who offers them.")
    employers: tuple[Employer, ...] = Field(
        description="Employers: surest first; customer support after work on AI; then best grade, then nearest."
    )
    links: tuple[LinkUsed, ...] = Field(description="Every link that was followed.")
    left_out: tuple[Omission, ...] = Field(description="Links that were not followed, with reasons.")
    gaps: tuple[Gap, ...] = Field(description="What is not known.")
    sources: tuple[Source, ...] = Field(description="Every source used.")
    names: dict[str, str] = Field(description="Id -> name of every party that the answer mentions.")

    def table(self) -> tuple[EmployerRow, ...]:
        """One row an employer."""
        return tuple(self._row(employer) for employer in self.employers)

    def _row(self, e: Employer) -> EmployerRow:
        on_path = {x.shown.claim.id: x.shown for x in self.links if x.shown.claim.id in e.path}
        cited = {c.source for shown in on_path.values() for c in shown.claim.citations}
        return EmployerRow(
            tool=self.tool.id,
            revision=self.revision,
            employer=e.entity.id,
            name=e.entity.name,
            kind=e.entity.kind,
            strength=e.strength,
            grade=e.grade,
            tier=e.tier,
            overlap=e.overlap,
            countries=e.countries,
            work_types=e.work_types,
            behind=e.behind,
            path=e.path,
            states=e.states,
            wages_this_tool=_ids(e.wages.this_tool),
            wages_at_employer=_ids(e.wages.at_employer),
            wages_other_clients=_ids(e.wages.other_clients),
            practices_this_tool=_ids(e.practices.this_tool),
            practices_at_employer=_ids(e.practices.at_employer),
            practices_other_clients=_ids(e.practices.other_clients),
            responses=tuple(dict.fromkeys(r.response.id for r in e.responses)),
            sources=tuple(sorted(cited)),
        )


def _ids(shown: Iterable[Shown]) -> tuple[str, ...]:
    return tuple(s.claim.id for s in shown)


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
        summary=_summary(employers, len(claims), len(sources)),
        products=products,
        vendors=vendors,
        employers=employers,
        links=links,
        left_out=left_out,
        gaps=find_gaps(snapshot, reach, asked),
        sources=tuple(snapshot.sources[id] for id in sources),
        names=_names(snapshot, reach, claims.values()),
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
        behind=_behind(snapshot, reach, path),
        path=_hop_ids(path),
        other_links=tuple(h.key for h in reach.hops if h.labour and h.target == id and h not in path),
        states=tuple(s for s in State if any(s in show(hop.link, snapshot).states for hop in path)),
        denied_by=tuple(x.id for x in denied),
        wages=wages,
        practices=practices,
        responses=_responses(snapshot, id, [*links, *(s.claim for s in (*wages.all, *practices.all))]),
        organised_by=_around(snapshot, snapshot.links_to([id], ("organises",))),
        owners=_around(snapshot, snapshot.links_from([id], ("owned_by", "operated_by"))),
    )


def _edge(snapshot: Snapshot, link: Link) -> tuple[str, str, str]:
    return (snapshot.canonical(link.subject), link.relation, snapshot.canonical(link.object or ""))


def _behind(snapshot: Snapshot, reach: Reach, path: Path) -> tuple[str, ...]:
    """Which of the products the path is about; the product asked for comes first."""
    tools = {snapshot.canonical(t) for hop in path if hop.labour for t in hop.link.tools}
    found = tools & set(reach.products)
    return (reach.tool,) if reach.tool in found else tuple(sorted(found))


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
            name = snapshot.entities[party].name
            words = OMISSIONS[reason] % {"count": len(own), "name": name}
            shown = tuple(show(x, snapshot) for x in own)
            found.append(Omission(reason=reason, words=words, about=party, claims=shown))
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


def _summary(employers: Sequence[Employer], claims: int, sources: int) -> Summary:
    named = [e for e in employers if e.strength is Strength.NAMED]
    others = [e for e in employers if e.strength is not Strength.NAMED]
    countries = {c for e in named for c in e.countries}
    return Summary(
        employers=len(employers),
        named=len(named),
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


def mentioned(claim: Claim) -> set[str]:
    """Every entity id that a claim mentions."""
    found: set[str | None] = set()
    for field in ("subject", "object", "employer", "respondent", "about"):
        found.add(getattr(claim, field, None))
    found.update(getattr(claim, "tools", ()), getattr(claim, "clients", ()))
    found.update(t.entity for t in getattr(claim, "targets", ()))
    return {id for id in found if id}


def mentions(snapshot: Snapshot) -> dict[str, int]:
    """Canonical id -> number of live claims that mention it; counted once for a state of the data."""
    kept = snapshot.derived.get(("mentions", ""))
    if isinstance(kept, dict):
        return kept
    counts: dict[str, int] = dict.fromkeys(snapshot.entities, 0)
    for claim in snapshot.live:
        for id in {snapshot.canonical(i) for i in mentioned(claim)}:
            counts[id] += 1
    snapshot.derived["mentions", ""] = counts
    return counts


def _names(snapshot: Snapshot, reach: Reach, claims: Iterable[Claim]) -> dict[str, str]:
    ids = {reach.tool, *reach.products, *reach.vendors, *reach.employers}
    for claim in claims:
        ids |= mentioned(claim)
    return {id: snapshot.entities[id].name for id in sorted(ids | {snapshot.canonical(i) for i in ids})}
