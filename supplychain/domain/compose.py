"""Putting together the answers that are not a trace: what is found, what is shown, and whom it names."""

from collections.abc import Iterable, Sequence

from supplychain.domain import vocabulary as v
from supplychain.domain.browse import CountryAnswer, PracticeAnswer
from supplychain.domain.parties import Party, mentioned, mentions
from supplychain.domain.path_answers import PathAnswer
from supplychain.domain.pay_gate import employers_of
from supplychain.domain.reach import Asked
from supplychain.domain.records import Claim, Link, PracticeReport, Source, Wage
from supplychain.domain.reverse import paths_between, stands_on, strongest_in
from supplychain.domain.search import Hit, find
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown, show


def names_in(snapshot: Snapshot, shown: Iterable[Shown], *more: str) -> dict[str, str]:
    """Name every party that claims and the responses to them mention."""
    ids = set(more)
    for s in shown:
        ids |= mentioned(s.claim).union(*(mentioned(reply.response) for reply in s.replies))
    ids |= {snapshot.canonical(i) for i in ids}
    return {i: snapshot.entities[i].name for i in sorted(ids)}


def sources_in(snapshot: Snapshot, shown: Iterable[Shown]) -> tuple[Source, ...]:
    """Every source of claims and of the responses to them, by id."""
    claims: list[Claim] = []
    for s in shown:
        claims += (s.claim, *(reply.response for reply in s.replies))
    return tuple(snapshot.sources[id] for id in sorted({c.source for claim in claims for c in claim.citations}))


def shown_all(snapshot: Snapshot, claims: Iterable[Claim]) -> tuple[Shown, ...]:
    """Show claims in order of their ids."""
    return tuple(show(c, snapshot) for c in sorted(claims, key=lambda c: c.id))


def hits_for(snapshot: Snapshot, query: str, kinds: Sequence[str]) -> list[Hit]:
    """Everything that fits what was typed, best first."""
    counts = mentions(snapshot)
    return [
        Hit(
            entity=Party.of(snapshot.entities[id]),
            matched=name,
            description=snapshot.entities[id].description,
            claims=counts[id],
        )
        for id, name in find(snapshot, query, kinds)
    ]


def placed(claim: Claim, country: str) -> bool:
    """Whether a claim places work in a country."""
    return country in getattr(claim, "countries", ())


def parties_at(snapshot: Snapshot, claims: Iterable[Claim]) -> list[str]:
    """Canonical ids of the employers that claims are about, in order."""
    ids: set[str] = set()
    for claim in claims:
        if isinstance(claim, Wage | PracticeReport):
            ids.add(snapshot.canonical(claim.employer))
        elif isinstance(claim, Link) and claim.object and claim.relation in v.LABOUR_RELATIONS:
            ids.add(snapshot.canonical(claim.object))
    return sorted(ids)


def country_answer(snapshot: Snapshot, country: str, asked: Asked) -> CountryAnswer:
    """Everything that claims place in a country."""
    there = [c for c in snapshot.live if placed(c, country)]
    employers = parties_at(snapshot, there)
    shown = shown_all(snapshot, there)
    below = strongest_in(snapshot, stands_on(snapshot, employers, asked), country)
    cells = snapshot.cells_in(country)
    held_back = tuple(h for e in employers for h in snapshot.held_back_at(e))
    return CountryAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, shown, *employers_of(cells, held_back)),
        sources=sources_in(snapshot, shown),
        country=country,
        cells=cells,
        held_back=held_back,
        employers=tuple(Party.of(snapshot.entities[i]) for i in employers),
        links=tuple(s for s in shown if isinstance(s.claim, Link)),
        wages=tuple(s for s in shown if isinstance(s.claim, Wage)),
        practices=tuple(s for s in shown if isinstance(s.claim, PracticeReport)),
        stands_on_it=below,
    )


def practice_answer(snapshot: Snapshot, practice: str, asked: Asked) -> PracticeAnswer:
    """Everywhere that a practice is reported; what stands on an employer where it is only denied is not listed."""
    reports = [c for c in snapshot.live if isinstance(c, PracticeReport) and c.practice == practice]
    reports.sort(key=lambda c: (snapshot.entities[snapshot.canonical(c.employer)].name.casefold(), c.id))
    employers = parties_at(snapshot, (c for c in reports if c.stance != "denied"))
    shown = tuple(show(c, snapshot) for c in reports)
    wages = tuple(show(w, snapshot) for id in employers for w in snapshot.wages_at(id))
    return PracticeAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, (*shown, *wages)),
        sources=sources_in(snapshot, (*shown, *wages)),
        practice=practice,
        group=v.PRACTICE_GROUP[practice],
        reports=shown,
        wages=wages,
        employers=tuple(Party.of(snapshot.entities[i]) for i in employers),
        stands_on_it=stands_on(snapshot, employers, asked),
    )


def path_answer(snapshot: Snapshot, left: str, right: str) -> PathAnswer:
    """The shortest ways between two parties."""
    ways = paths_between(snapshot, left, right)
    shown = [step.shown for way in ways for step in way]
    return PathAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, shown, left, right),
        sources=sources_in(snapshot, shown),
        left=Party.of(snapshot.entities[snapshot.canonical(left)]),
        right=Party.of(snapshot.entities[snapshot.canonical(right)]),
        ways=ways,
    )
