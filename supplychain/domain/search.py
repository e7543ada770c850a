"""Finding entities by what people type: any name or alias, in any spelling, with the nearest names when nothing fits."""

import unicodedata
from collections.abc import Iterable, Iterator

from pydantic import Field
from rapidfuzz import fuzz, process

from supplychain.domain.errors import NotFound
from supplychain.domain.parties import Party, mentions
from supplychain.domain.records import Entity, Record
from supplychain.domain.snapshot import Snapshot

NEAR = 70
"""Similarity (0 to 100) from which a name counts as near."""
MAX_QUERY = 200


class Hit(Record):
    """One entity that fits what was typed."""

    entity: Party = Field(description="The entity.")
    matched: str = Field(description="The name that fits; differs from the entity's when an alias fits.")
    description: str = Field(description="What it is.")
    claims: int = Field(description="How many live claims mention it.")


class HitRow(Record):
    """One hit as a row."""

    id: str = Field(description="Id of the entity.")
    name: str = Field(description="Its name.")
    kind: str = Field(description="Its kind.")
    country: str | None = Field(description="Country of the head office.")
    matched: str = Field(description="The name that fits.")
    description: str = Field(description="What it is.")
    claims: int = Field(description="How many live claims mention it.")

    @classmethod
    def of(cls, hit: Hit) -> "HitRow":
        """Flatten a hit."""
        return cls(**hit.entity.model_dump(), matched=hit.matched, description=hit.description, claims=hit.claims)


def fold(text: str) -> str:
    """Fold a name for comparison: no accents, no case, single blanks, hyphens and dots as blanks."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(" " if c in "-–—_./,·" else c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.split())


def names_of(entity: Entity) -> Iterator[str]:
    """Every name under which an entity may be looked for."""
    yield entity.name
    yield entity.id
    yield from (name.name for name in entity.names)
    yield from (identifier.value for identifier in entity.identifiers)


def index_of(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Every (folded name, name, canonical id), made once for a state of the data."""
    kept = snapshot.derived.get(("names", ""))
    if not isinstance(kept, list):
        kept = [(fold(n), n, snapshot.canonical(e.id)) for e in snapshot.entities.values() for n in names_of(e)]
        snapshot.derived["names", ""] = kept
    return kept


def _rank(name: str, query: str, words: list[str]) -> int | None:
    """How well a folded name fits; smaller is better, None is not at all."""
    if name == query:
        return 0
    if all(f" {word}" in f" {name}" for word in words):
        return 1
    return 2 if all(word in name for word in words) else None


def find(snapshot: Snapshot, text: str, kinds: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give (canonical id, name that fits) of every entity whose names hold all words typed.

    The whole name comes before the beginnings of words, these before parts of words; then what more claims mention.
    """
    query = fold(text[:MAX_QUERY])
    words, wanted = query.split(), frozenset(kinds)
    best: dict[str, tuple[int, str, str]] = {}
    for name, written, id in index_of(snapshot) if words else ():
        rank = _rank(name, query, words)
        if rank is not None and (not wanted or snapshot.entities[id].kind in wanted):
            best[id] = min(best.get(id, (9, "", "")), (rank, name, written))
    known = mentions(snapshot)
    return [(i, best[i][2]) for i in sorted(best, key=lambda i: (best[i][0], -known[i], best[i][1], i))]


def near(snapshot: Snapshot, text: str, limit: int = 5) -> list[tuple[str, str]]:
    """Give (canonical id, name) of the entities whose names come nearest to what was typed."""
    query = fold(text[:MAX_QUERY])
    index = index_of(snapshot)
    found = process.extract(
        query, [name for name, _, _ in index], scorer=fuzz.WRatio, score_cutoff=NEAR, limit=limit * 6
    )
    ids = dict.fromkeys(index[position][2] for _, _, position in sorted(found, key=lambda f: (-f[1], f[0])))
    return [(id, snapshot.entities[id].name) for id in list(ids)[:limit]]


def known(snapshot: Snapshot, what: str, id: str) -> None:
    """Raise NotFound with the nearest names when no entity has the id."""
    if id not in snapshot.entities:
        raise NotFound(what, id, near(snapshot, id))
