"""Everything that was recorded at one revision, with the indexes that readers of it need. Pure data in memory.

A large database can answer `links_from` and `links_to` by queries instead; the trace asks a frontier for nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from supplychain.domain.criteria import Checklist
from supplychain.domain.pay_gate import Cell, HeldBack
from supplychain.domain.pay_tables import Reference
from supplychain.domain.records import (
    Claim,
    Entity,
    Figure,
    Judgement,
    Link,
    PracticeReport,
    Record,
    Request,
    Response,
    Source,
    Target,
    Verification,
    Wage,
)
from supplychain.domain.reference import ListedRow, ReferenceRow


@dataclass(frozen=True)
class Snapshot:
    """What was live at a revision. Withdrawn claims are in `claims`, for they keep their page; the lists leave them out."""

    revision: int
    recorded_on: str
    """Day of that revision (UTC, ISO date): the only "today" that answers know."""
    entities: Mapping[str, Entity] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    requests: tuple[Request, ...] = ()
    verifications: tuple[Verification, ...] = ()
    first_seen: Mapping[str, int] = field(default_factory=dict)
    """Entity id -> revision in which it came in."""
    reference_rows: tuple[ListedRow, ...] = ()
    """Rows of every reference table and of the criteria, questions and clauses, in order of their ids."""
    cells: tuple[Cell, ...] = ()
    """Pay that workers reported to us, in the groups that were released; the reports themselves are in no snapshot."""
    held_back: tuple[HeldBack, ...] = ()
    """What was not released, by employer."""
    derived: dict[tuple[str, str], object] = field(default_factory=dict, compare=False, repr=False)
    """What was computed from this state already, kept as long as it: (what, of which id) -> result."""

    @classmethod
    def of(cls, records: Iterable[Record], revision: int = 1, recorded_on: str = "2026-01-01") -> "Snapshot":
        """Make one from loose records of any type, in any order."""
        entities: dict[str, Entity] = {}
        sources: dict[str, Source] = {}
        claims: dict[str, Claim] = {}
        judgements: list[Judgement] = []
        requests: list[Request] = []
        verifications: list[Verification] = []
        reference_rows: list[ListedRow] = []
        for record in records:
            match record:
                case Entity():
                    entities[record.id] = record
                case Source():
                    sources[record.id] = record
                case Claim():
                    claims[record.id] = record
                case Judgement():
                    judgements.append(record)
                case Request():
                    requests.append(record)
                case Verification():
                    verifications.append(record)
                case ListedRow():
                    reference_rows.append(record)
                case _:
                    raise TypeError(f"a {type(record).__name__} stands in another record")
        return cls(
            revision,
            recorded_on,
            dict(sorted(entities.items())),
            dict(sorted(sources.items())),
            dict(sorted(claims.items())),
            tuple(sorted(judgements, key=lambda j: (j.left, j.right))),
            tuple(sorted(requests, key=lambda r: r.id)),
            tuple(sorted(verifications, key=lambda x: (x.claim, x.source, x.verified_by))),
            {},
            tuple(sorted(reference_rows, key=lambda r: r.id)),
        )

    @cached_property
    def reference(self) -> Reference:
        """The tables that pay is read against."""
        return Reference.of(row for row in self.reference_rows if isinstance(row, ReferenceRow))

    @cached_property
    def checklist(self) -> Checklist:
        """What a buyer looks at: criteria, questions, clauses."""
        return Checklist.of(self.reference_rows)

    # -- identity ----------------------------------------------------------------------------------------------------

    @cached_property
    def canonical_ids(self) -> Mapping[str, str]:
        """Id -> id of the party that it means: components of the live judgements `same`.

        Within a component a named party comes before an undisclosed one, then the older, then the smaller id.
        """
        same: nx.Graph[str] = nx.Graph()
        same.add_edges_from((j.left, j.right) for j in self.judgements if j.judgement == "same")
        chosen: dict[str, str] = {}
        for component in nx.connected_components(same):
            best = min(component, key=lambda i: (self.entities[i].kind == "undisclosed", self.first_seen.get(i, 0), i))
            chosen.update(dict.fromkeys(component, best))
        return chosen

    def canonical(self, id: str) -> str:
        """Give the id of the party that an id means."""
        return self.canonical_ids.get(id, id)

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id, canonical in self.canonical_ids.items():
            found[canonical].append(id)
        return {canonical: tuple(sorted(ids)) for canonical, ids in found.items()}

    def members(self, id: str) -> tuple[str, ...]:
        """Give every id that means the same party, in order."""
        canonical = self.canonical(id)
        return self._members.get(canonical, (canonical,))

    # -- claims ------------------------------------------------------------------------------------------------------

    @cached_property
    def live(self) -> Sequence[Claim]:
        """Claims that stand, in order of their ids."""
        return [c for c in self.claims.values() if not c.withdrawn_reason]

    @cached_property
    def links(self) -> Sequence[Link]:
        """Links that stand."""
        return [c for c in self.live if isinstance(c, Link)]

    @cached_property
    def _from(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[self.canonical(link.subject)].append(link)
        return found

    @cached_property
    def _to(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.object is not None:
                found[self.canonical(link.object)].append(link)
        return found

    def links_from(self, frontier: Iterable[str], relations: Sequence[str] = ()) -> Iterator[Link]:
        """Yield the live links whose subject is one of these (canonical) parties, of these relations or of all."""
        for id in frontier:
            yield from (x for x in self._from.get(id, ()) if not relations or x.relation in relations)

    def links_to(self, frontier: Iterable[str], relations: Sequence[str] = ()) -> Iterator[Link]:
        """Yield the live links whose object is one of these (canonical) parties, of these relations or of all."""
        for id in frontier:
            yield from (x for x in self._to.get(id, ()) if not relations or x.relation in relations)

    @cached_property
    def _at_employer(self) -> Mapping[str, list[Wage | PracticeReport]]:
        found: dict[str, list[Wage | PracticeReport]] = defaultdict(list)
        for claim in self.live:
            if isinstance(claim, Wage | PracticeReport):
                found[self.canonical(claim.employer)].append(claim)
        return found

    def wages_at(self, employer: str) -> list[Wage]:
        """Pay reports at an employer."""
        return [c for c in self._at_employer.get(self.canonical(employer), ()) if isinstance(c, Wage)]

    def practices_at(self, employer: str) -> list[PracticeReport]:
        """Practice reports at an employer."""
        return [c for c in self._at_employer.get(self.canonical(employer), ()) if isinstance(c, PracticeReport)]

    def cells_at(self, employer: str) -> tuple[Cell, ...]:
        """Figures on the pay that workers of an employer reported to us."""
        main = self.canonical(employer)
        return tuple(c for c in self.cells if c.key.employer and self.canonical(c.key.employer) == main)

    def cells_in(self, country: str) -> tuple[Cell, ...]:
        """Figures on the pay that workers in a country reported to us."""
        return tuple(c for c in self.cells if c.key.country == country)

    def held_back_at(self, employer: str) -> tuple[HeldBack, ...]:
        """What is held back of an employer."""
        main = self.canonical(employer)
        return tuple(h for h in self.held_back if self.canonical(h.employer) == main)

    @cached_property
    def responses(self) -> Sequence[Response]:
        """Responses that stand, oldest first; those without a date last."""
        found = [c for c in self.live if isinstance(c, Response)]
        return sorted(found, key=lambda r: (r.date or "9999", r.id))

    @cached_property
    def _responses_to(self) -> Mapping[str, list[tuple[Response, Target]]]:
        found: dict[str, list[tuple[Response, Target]]] = defaultdict(list)
        for response in self.responses:
            for target in response.targets:
                entity = f"{'question' if target.question else 'entity'}:{self.canonical(target.entity or '')}"
                found[target.claim or entity].append((response, target))
        return found

    def responses_to_claim(self, claim: str) -> list[tuple[Response, Target]]:
        """Responses that speak to this very claim."""
        return self._responses_to.get(claim, [])

    def responses_to_entity(self, entity: str) -> list[tuple[Response, Target]]:
        """Responses that speak to the party as a whole."""
        return self._responses_to.get(f"entity:{self.canonical(entity)}", [])

    def answers_to_questions(self, entity: str) -> list[tuple[Response, Target]]:
        """Responses to questions of the questionnaire that were asked about the party."""
        return self._responses_to.get(f"question:{self.canonical(entity)}", [])

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Figures that stand."""
        return [c for c in self.live if isinstance(c, Figure)]

    @cached_property
    def cited_in(self) -> Mapping[str, list[Claim]]:
        """Source id -> every claim (withdrawn ones too) that cites it."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            for source in sorted({c.source for c in claim.citations}):
                found[source].append(claim)
        return found
