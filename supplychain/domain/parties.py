"""Parties in short, and which of them claims mention."""

from pydantic import Field

from supplychain.domain.records import Claim, Entity, Record
from supplychain.domain.snapshot import Snapshot


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
