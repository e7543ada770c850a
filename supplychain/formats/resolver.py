"""Judgements as a resolver file of nomenklatura: a JSON list a line, as its `Resolver.load` reads it.

A line is [target, source, judgement, score, user, created_at]; the target is the greater of the two ids, where a Wikidata id
comes after an `NK-` id and that after any other. Its canonical ids are of these two kinds only, so each party of several ids
gets one: its Wikidata id where one alone is recorded and no other party has it, else `NK-` and our canonical id.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from supplychain.domain.identity import Pair, Stamped
from supplychain.domain.name_forms import read_identifier
from supplychain.domain.snapshot import Snapshot

MEDIA_TYPE = "application/x-ndjson"
_OTHERS = {"different": "negative", "unsure": "unsure"}
_QID = re.compile(r"Q[1-9]\d*")


def dump_resolver(snapshot: Snapshot, stamps: Mapping[Pair, Stamped]) -> str:
    """Write every judgement in force."""
    return "".join(f"{json.dumps(line)}\n" for line in _lines(snapshot, stamps))


def _lines(snapshot: Snapshot, stamps: Mapping[Pair, Stamped]) -> Iterator[list[str | None]]:
    oldest: dict[str, Stamped] = {}
    for j in snapshot.judgements:
        if j.judgement == "same":
            for id in (j.left, j.right):
                oldest[id] = min(oldest.get(id, stamps[j.left, j.right]), stamps[j.left, j.right])
    canonical = _canonical_ids(snapshot)
    for id in sorted(oldest):
        yield _edge(canonical[snapshot.canonical(id)], id, "positive", oldest[id])
    for j in snapshot.judgements:
        if j.judgement in _OTHERS:
            yield _edge(j.right, j.left, _OTHERS[j.judgement], stamps[j.left, j.right])


def _edge(target: str, source: str, judgement: str, stamp: Stamped) -> list[str | None]:
    return [target, source, judgement, None, stamp.actor, stamp.recorded_at.replace("Z", "+00:00")]


def _canonical_ids(snapshot: Snapshot) -> dict[str, str]:
    """Our canonical id -> the one that nomenklatura takes for canonical, for parties of several ids."""
    items: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for entity in snapshot.entities.values():
        for identifier in entity.identifiers:
            item = read_identifier("wikidata", identifier.value)[1] if identifier.scheme == "wikidata" else ""
            if _QID.fullmatch(item):
                items[snapshot.canonical(entity.id)].add(item)
                holders[item].add(snapshot.canonical(entity.id))
    found = {}
    for main in sorted(set(snapshot.canonical_ids.values())):
        item = min(items[main]) if len(items[main]) == 1 else ""
        found[main] = item if item and len(holders[item]) == 1 else f"NK-{main}"
    return found
