"""The answers that look at the whole: counts, starting points taken from the data, the lists of countries and practices."""

from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import ClassVar

from pydantic import Field

from supplychain.domain import vocabulary as v
from supplychain.domain.browse import Answer, Merged
from supplychain.domain.compose import parties_at
from supplychain.domain.parties import Party, mentions
from supplychain.domain.records import Claim, Entity, Link, PracticeReport, Record, Wage
from supplychain.domain.snapshot import Snapshot

EXAMPLES = 6


class CountRow(Record):
    """One count as a row."""

    of: str = Field(description="What is counted: entities, claims, sources, sources_seen or countries.")
    kind: str = Field(description="Of which kind; empty = all.")
    count: int = Field(description="How many.")


class Overview(Answer):
    """How much there is, and where to begin."""

    row_type: ClassVar[type[Record]] = CountRow

    entities: int = Field(description="Parties and products; those judged the same count once.")
    claims: int = Field(description="Claims that stand.")
    withdrawn: int = Field(description="Claims that were withdrawn and keep their page.")
    sources: int = Field(description="Sources.")
    countries: int = Field(description="Countries in which claims place work.")
    entity_counts: dict[str, int] = Field(description="Kind of entity -> how many.")
    claim_counts: dict[str, int] = Field(description="Kind of claim -> how many stand.")
    source_counts: dict[str, int] = Field(description="Kind of source -> how many.")
    seen_counts: dict[str, int] = Field(description="How far sources were read -> how many.")
    tools: tuple[Party, ...] = Field(description="The tools that most claims mention.")
    employers: tuple[Party, ...] = Field(description="The employers that most claims mention.")
    vendors: tuple[Party, ...] = Field(description="The vendors that most claims mention.")
    most_countries: tuple[str, ...] = Field(description="The countries in which most claims place work.")
    most_practices: tuple[str, ...] = Field(description="The practices that are reported most often.")

    def table(self) -> tuple[CountRow, ...]:
        """One row a count."""
        totals = {
            "entities": self.entities,
            "claims": self.claims,
            "sources": self.sources,
            "countries": self.countries,
        }
        kinds = {
            "entities": self.entity_counts,
            "claims": self.claim_counts,
            "sources": self.source_counts,
            "sources_seen": self.seen_counts,
        }
        rows = [CountRow(of=of, kind="", count=count) for of, count in totals.items()]
        rows += [CountRow(of=of, kind=kind, count=n) for of, counts in kinds.items() for kind, n in counts.items()]
        return tuple(rows)


class CountryRow(Record):
    """One country as a row of the list."""

    country: str = Field(description="ISO 3166-1 alpha-2.")
    employers: int = Field(description="Employers for which a claim places work there.")
    links: int = Field(description="Links that place work there.")
    wages: int = Field(description="Pay reports from there.")
    practices: int = Field(description="Practice reports from there.")


class CountryListAnswer(Answer):
    """Every country in which some claim places work."""

    row_type: ClassVar[type[Record]] = CountryRow

    rows: tuple[CountryRow, ...] = Field(description="The countries, by code.")

    def table(self) -> tuple[CountryRow, ...]:
        """One row a country."""
        return self.rows


class PracticeRow(Record):
    """One practice as a row of the list."""

    practice: str = Field(description="Code of the practice.")
    group: str = Field(description="Surveillance, conditions or good practice.")
    reports: int = Field(description="Reports that it is or was so.")
    denials: int = Field(description="Statements that it is not so.")
    employers: int = Field(description="Employers at which it is reported.")


class PracticeListAnswer(Answer):
    """Every practice of the vocabulary, also those that nobody has reported."""

    row_type: ClassVar[type[Record]] = PracticeRow

    rows: tuple[PracticeRow, ...] = Field(description="The practices in the order of the vocabulary.")

    def table(self) -> tuple[PracticeRow, ...]:
        """One row a practice."""
        return self.rows


class Contents(Answer):
    """The ids of everything that has a page of its own."""

    entities: tuple[str, ...] = Field(description="Canonical ids of entities.")
    products: tuple[str, ...] = Field(description="Those of them that have a trace.")
    claims: tuple[str, ...] = Field(description="Claims.")
    sources: tuple[str, ...] = Field(description="Sources.")
    countries: tuple[str, ...] = Field(description="Countries in which claims place work.")
    practices: tuple[str, ...] = Field(description="Practices that are reported.")


def _canonical(snapshot: Snapshot) -> list[Entity]:
    return [e for e in snapshot.entities.values() if snapshot.canonical(e.id) == e.id]


def _placed(snapshot: Snapshot) -> Counter[str]:
    """Country -> number of live links, pay reports and practice reports that place work there."""
    return Counter(
        country for c in snapshot.live if isinstance(c, Link | Wage | PracticeReport) for country in c.countries
    )


def _most(counts: Counter[str]) -> tuple[str, ...]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(code for code, _ in ranked[:EXAMPLES])


def _counts(kinds: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counted = Counter(found)
    return {kind: counted[kind] for kind in kinds}


def overview(snapshot: Snapshot) -> Overview:
    """Count everything, and pick the starting points that most claims mention."""
    own, known = _canonical(snapshot), mentions(snapshot)
    placed = _placed(snapshot)
    reported = Counter(c.practice for c in snapshot.live if isinstance(c, PracticeReport) and c.stance != "denied")

    def best(kinds: Iterable[str]) -> tuple[Party, ...]:
        fitting = [e for e in own if e.kind in kinds and known[e.id]]
        return tuple(Party.of(e) for e in sorted(fitting, key=lambda e: (-known[e.id], e.id))[:EXAMPLES])

    return Overview(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        entities=len(own),
        claims=len(snapshot.live),
        withdrawn=len(snapshot.claims) - len(snapshot.live),
        sources=len(snapshot.sources),
        countries=len(placed),
        entity_counts=_counts(v.ENTITY_KINDS, (e.kind for e in own)),
        claim_counts=_counts(v.CLAIM_KINDS, (c.kind for c in snapshot.live)),
        source_counts=_counts(v.SOURCE_KINDS, (s.kind for s in snapshot.sources.values())),
        seen_counts=_counts(v.SOURCE_SEEN, (s.seen for s in snapshot.sources.values())),
        tools=best(("tool",)),
        employers=best(("outsourcer", "platform")),
        vendors=best(("vendor",)),
        most_countries=_most(placed),
        most_practices=_most(reported),
    )


def country_list(snapshot: Snapshot) -> CountryListAnswer:
    """Count the claims that place work in each country."""
    there: dict[str, list[Claim]] = {}
    for claim in snapshot.live:
        for country in getattr(claim, "countries", ()):
            there.setdefault(country, []).append(claim)
    return CountryListAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        rows=tuple(
            CountryRow(
                country=country,
                employers=len(parties_at(snapshot, claims)),
                links=sum(isinstance(c, Link) for c in claims),
                wages=sum(isinstance(c, Wage) for c in claims),
                practices=sum(isinstance(c, PracticeReport) for c in claims),
            )
            for country, claims in sorted(there.items())
        ),
    )


def practice_list(snapshot: Snapshot) -> PracticeListAnswer:
    """Count the reports of each practice."""
    by_code: dict[str, list[PracticeReport]] = {code: [] for code in v.PRACTICES}
    for claim in snapshot.live:
        if isinstance(claim, PracticeReport):
            by_code[claim.practice].append(claim)
    return PracticeListAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        rows=tuple(
            PracticeRow(
                practice=code,
                group=v.PRACTICE_GROUP[code],
                reports=sum(r.stance != "denied" for r in reports),
                denials=sum(r.stance == "denied" for r in reports),
                employers=len(parties_at(snapshot, (r for r in reports if r.stance != "denied"))),
            )
            for code, reports in by_code.items()
        ),
    )


def merged(snapshot: Snapshot, id: str, into: str) -> Merged | None:
    """Say why an id leads to another one; None when it does not."""
    if id == into or id not in snapshot.entities or snapshot.canonical(id) != into:
        return None
    family = set(snapshot.members(into))
    reasons = [j.reason for j in snapshot.judgements if j.judgement == "same" and {j.left, j.right} <= family]
    direct = [j.reason for j in snapshot.judgements if j.judgement == "same" and {j.left, j.right} == {id, into}]
    return Merged(id=id, name=snapshot.entities[id].name, reasons=tuple(dict.fromkeys(direct or reasons)))


def contents(snapshot: Snapshot) -> Contents:
    """List the ids of everything that has a page of its own."""
    own = _canonical(snapshot)

    def ids(wanted: Callable[[Entity], bool]) -> tuple[str, ...]:
        return tuple(e.id for e in own if wanted(e))

    return Contents(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        entities=ids(lambda e: True),
        products=ids(lambda e: e.kind in v.PRODUCTS),
        claims=tuple(snapshot.claims),
        sources=tuple(snapshot.sources),
        countries=tuple(sorted(_placed(snapshot))),
        practices=tuple(r.practice for r in practice_list(snapshot).rows if r.reports + r.denials),
    )


def fingerprint(snapshot: Snapshot) -> str:
    """Give what tells one state of the data from every other; worked out once for a state.

    The number of the revision would not do: a redaction changes what a revision shows, and a database can be made anew.
    """
    kept = snapshot.derived.get(("fingerprint", ""))
    if isinstance(kept, str):
        return kept
    digest = sha256(f"{snapshot.revision} {snapshot.recorded_on}".encode())
    about = (*snapshot.judgements, *snapshot.requests, *snapshot.verifications)
    loose = (*about, *snapshot.reference_rows, *snapshot.cells, *snapshot.held_back)
    for record in (*snapshot.entities.values(), *snapshot.sources.values(), *snapshot.claims.values(), *loose):
        digest.update(record.model_dump_json().encode())
    snapshot.derived["fingerprint", ""] = digest.hexdigest()
    return digest.hexdigest()
