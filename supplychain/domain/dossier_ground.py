"""What a dossier stands on: the employers and claims behind a product, or behind and at an organisation.

Of a product it is its trace and nothing else, so that a link for another product changes nothing. Of an organisation it is
the traces of the products that it offers, the firms that it buys work from directly, and what is reported at itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from supplychain.domain.dossier_answer import DossierEmployer, Nearness
from supplychain.domain.parties import Party
from supplychain.domain.reach import Asked, Strength
from supplychain.domain.records import PracticeReport, Response, Target, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, Shown, show
from supplychain.domain.trace import trace
from supplychain.domain.trace_answer import Employer, LinkUsed, Trace, Vendor
from supplychain.domain.values import OnDate
from supplychain.domain.vocabulary import LABOUR_RELATIONS, PRODUCTS

_ORDER = list(Nearness)


@dataclass
class Ground:
    """Employers and claims with how near they are."""

    subject: str
    traces: tuple[Trace, ...] = ()
    employers: dict[str, DossierEmployer] = field(default_factory=dict)
    claims: dict[str, tuple[Shown, str, Nearness]] = field(default_factory=dict)
    """Claim id -> the pay or practice report, its employer, how near."""
    links: dict[tuple[str, str, str], LinkUsed] = field(default_factory=dict)
    """(claim, source, target) -> link."""
    organised_by: dict[str, Shown] = field(default_factory=dict)
    not_counted: set[str] = field(default_factory=set)
    """Reports at these employers about other products or clients."""
    replies: list[Reply] = field(default_factory=list)

    def meet(self, employer: DossierEmployer) -> None:
        """Take an employer, or keep what is known of it when that is nearer."""
        old = self.employers.get(employer.entity.id)
        if old is None or (_ORDER.index(employer.nearness), employer.grade, employer.tier) < (
            _ORDER.index(old.nearness),
            old.grade,
            old.tier,
        ):
            self.employers[employer.entity.id] = employer

    def count(self, shown: Iterable[Shown], employer: str, nearness: Nearness) -> None:
        """Take reports at an employer."""
        for s in shown:
            old = self.claims.get(s.claim.id)
            if old is None or _ORDER.index(nearness) < _ORDER.index(old[2]):
                self.claims[s.claim.id] = (s, employer, nearness)

    def link(self, used: LinkUsed) -> None:
        """Take a link."""
        self.links.setdefault((used.shown.claim.id, used.source, used.target), used)


def ground_of(snapshot: Snapshot, id: str, asked: Asked) -> Ground:
    """Gather it for a product or an organisation. `id` must be known."""
    main = snapshot.canonical(id)
    if snapshot.entities[main].kind in PRODUCTS:
        ground = Ground(main, (trace(snapshot, id, asked),))
        _add_traces(snapshot, ground)
        return ground
    offered = {snapshot.canonical(x.subject) for x in snapshot.links_to([main], ("provided_by",)) if _stands(x.stance)}
    products = sorted(i for i in offered if snapshot.entities[i].kind in PRODUCTS)
    ground = Ground(main, tuple(trace(snapshot, product, asked) for product in products))
    _add_own(snapshot, ground)
    _add_traces(snapshot, ground)
    return ground


def _stands(stance: str) -> bool:
    return stance in ("affirms", "inferred")


# -- from traces -------------------------------------------------------------------------------------------------------


def _add_traces(snapshot: Snapshot, ground: Ground) -> None:
    for found in ground.traces:
        for link in found.links:
            ground.link(link)
        for employer in found.employers:
            nearness = _nearness(employer, found)
            ground.meet(_employer(employer, nearness))
            _add_reports(snapshot, ground, employer, found, nearness)
            ground.organised_by |= {s.claim.id: s for s in employer.organised_by}
        for vendor in found.vendors:
            if vendor.entity.id != ground.subject:
                _add_reports(snapshot, ground, vendor, found, Nearness.POSSIBLE)
    for found in ground.traces:
        for replies in (*(e.responses for e in found.employers), *(v.responses for v in found.vendors)):
            _add_replies(ground, replies)


def _nearness(employer: Employer, found: Trace) -> Nearness:
    match employer.strength:
        case Strength.NAMED:
            return Nearness.ITSELF if found.tool.id in employer.behind else Nearness.BASE
        case Strength.ALL:
            return Nearness.ALL
        case _:
            return Nearness.POSSIBLE


def _employer(employer: Employer, nearness: Nearness) -> DossierEmployer:
    own = {name: getattr(employer, name) for name in DossierEmployer.model_fields if hasattr(employer, name)}
    return DossierEmployer(**own | {"nearness": nearness, "products": employer.behind, "wages": (), "practices": ()})


def _add_reports(
    snapshot: Snapshot, ground: Ground, party: Employer | Vendor, found: Trace, nearness: Nearness
) -> None:
    for split in (party.wages, party.practices):
        for shown in split.this_tool:
            claim = shown.claim
            assert isinstance(claim, Wage | PracticeReport), "what stands at an employer is pay or a practice"
            named = found.tool.id in {snapshot.canonical(tool) for tool in claim.tools}
            ground.count([shown], party.entity.id, Nearness.ITSELF if named else Nearness.BASE)
        ground.count(split.at_employer, party.entity.id, nearness)
        ground.not_counted |= {s.claim.id for s in split.other_clients}


def _add_replies(ground: Ground, replies: Iterable[Reply]) -> None:
    """Take answers that speak to what is shown here, or to a party as a whole."""
    here = {*ground.claims, *(claim for claim, _, _ in ground.links)}
    for reply in replies:
        if (reply.target.claim is None or reply.target.claim in here) and reply not in ground.replies:
            ground.replies.append(reply)


# -- of an organisation ------------------------------------------------------------------------------------------------


def _add_own(snapshot: Snapshot, ground: Ground) -> None:
    """Take what is reported at an organisation, and the firms from which it buys work without a firm in between."""
    main = ground.subject
    own = [*snapshot.wages_at(main), *snapshot.practices_at(main)]
    ground.count((show(c, snapshot) for c in own), main, Nearness.OWN)
    for shown in _around(snapshot, main):
        ground.organised_by[shown.claim.id] = shown
    offered = {found.tool.id for found in ground.traces}
    for link in sorted(snapshot.links_from([main], LABOUR_RELATIONS), key=lambda x: x.id):
        if not link.object or not _stands(link.stance):
            continue
        target = snapshot.canonical(link.object)
        shown = show(link, snapshot)
        ground.link(
            LinkUsed(
                source=main,
                target=target,
                strength=Strength.NAMED,
                labour=True,
                on_path=True,
                on=OnDate.NOT_STATED,
                shown=shown,
            )
        )
        ground.meet(
            DossierEmployer(
                entity=Party.of(snapshot.entities[target]),
                nearness=Nearness.ITSELF,
                strength=Strength.NAMED,
                grade=shown.evidence.grade,
                tier=1,
                products=tuple(sorted({snapshot.canonical(t) for t in link.tools})),
                countries=link.countries,
                work_types=link.work_types,
                path=(link.id,),
                states=shown.states,
            )
        )
        _count_direct(snapshot, ground, target, offered)
        ground.organised_by |= {s.claim.id: s for s in _around(snapshot, target)}
    _add_replies(ground, (Reply(response=r, target=t) for r, t in _replies(snapshot, ground)))


def _count_direct(snapshot: Snapshot, ground: Ground, employer: str, offered: set[str]) -> None:
    """Count the reports at a direct supplier, unless they name other products or other clients only."""
    reports: list[Wage | PracticeReport] = [*snapshot.wages_at(employer), *snapshot.practices_at(employer)]
    for claim in reports:
        tools = {snapshot.canonical(t) for t in claim.tools}
        clients = {snapshot.canonical(c) for c in claim.clients}
        if (tools & offered) or ground.subject in clients or not (tools or clients):
            ground.count([show(claim, snapshot)], employer, Nearness.ITSELF)
        else:
            ground.not_counted.add(claim.id)


def _around(snapshot: Snapshot, id: str) -> Iterator[Shown]:
    for link in sorted(snapshot.links_to([id], ("organises",)), key=lambda x: x.id):
        yield show(link, snapshot)


def _replies(snapshot: Snapshot, ground: Ground) -> Iterator[tuple[Response, Target]]:
    for id in (ground.subject, *ground.employers):
        yield from snapshot.responses_to_entity(id)
    for claim in (*ground.claims, *dict.fromkeys(c for c, _, _ in ground.links)):
        yield from snapshot.responses_to_claim(claim)
