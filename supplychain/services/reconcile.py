"""The Reconciliation API (0.2): candidates for names by the matcher of this database, suggestions, values to fetch."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from supplychain.domain import reconcile as d
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.matching import Match, certain, matcher_of
from supplychain.domain.records import Entity
from supplychain.domain.search import find, known
from supplychain.domain.snapshot import Snapshot
from supplychain.services.lists import in_short
from supplychain.store.database import View

Json = dict[str, Any]
SUGGESTED = 20
_FIND = 50
"""So many candidates are looked at before they are narrowed to types."""


def answer_queries(view: View, given: object) -> Json:
    """Answer a batch of questions. Raises Invalid that names each question that cannot be read."""
    if not isinstance(given, dict):
        raise Invalid([Problem("queries", "The batch is no object.", 'Send {"q0": {"query": "…"}}.')])
    _refuse_many(given)
    queries, problems = {}, []
    for key, query in given.items():
        try:
            if not isinstance(query, dict):
                raise ValueError("the query is no object")  # told with the others
            queries[key] = d.read_query(query)
        except ValueError as error:
            problems.append(Problem(f"queries.{key}"[:80], f"{error}."))
    if problems:
        raise Invalid(problems)
    snapshot = view.snapshot()
    return {key: {"result": _candidates(snapshot, query)} for key, query in queries.items()}


def _refuse_many(given: Mapping[str, object] | Sequence[object]) -> None:
    if len(given) > d.MOST_QUERIES:
        raise Invalid([Problem("batch", f"More than {d.MOST_QUERIES} at once.", "Send it in several parts.")])


def _candidates(snapshot: Snapshot, query: d.Query) -> list[Json]:
    found = matcher_of(snapshot).find(query.wanted, _FIND)
    kept = [m for m in found if not query.kinds or m.kind in query.kinds]
    sure = certain(kept)
    return [_candidate(snapshot, m, m.id == sure) for m in kept[: query.limit]]


def _candidate(snapshot: Snapshot, match: Match, sure: bool) -> Json:
    reasons = "; ".join(reason.words for reason in match.reasons)
    return {
        "id": match.id,
        "name": match.name,
        "description": f"{snapshot.entities[match.id].description} Match: {reasons}.".strip(),
        "score": match.score,
        "match": sure,
        "type": _types(match.kind),
        "features": [{"id": reason.code.value, "value": not reason.against} for reason in match.reasons],
    }


def _types(kind: str) -> list[Json]:
    return [{"id": kind, "name": d.TYPES[kind]}] if kind in d.TYPES else []


def suggest_entities(view: View, prefix: str, cursor: int = 0) -> Json:
    """Suggest parties whose names fit what somebody began to type."""
    snapshot = view.snapshot()
    ids = (
        list(dict.fromkeys(snapshot.canonical(id) for id, _ in find(snapshot, prefix[:200]))) if prefix.strip() else []
    )
    named = [snapshot.entities[id] for id in ids if snapshot.entities[id].kind != "undisclosed"]
    return {
        "result": [
            {"id": e.id, "name": e.name, "description": e.description, "notable": _types(e.kind)}
            for e in named[cursor : cursor + SUGGESTED]
        ]
    }


def suggest_terms(terms: Mapping[str, str], prefix: str) -> Json:
    """Suggest types or properties by the beginning of a word in their names, or of their ids."""
    plain = prefix.strip().casefold()
    fitting = [(id, name) for id, name in terms.items() if _fits(plain, id, name)]
    return {"result": [{"id": id, "name": name} for id, name in fitting]}


def _fits(plain: str, id: str, name: str) -> bool:
    return id.startswith(plain) or any(word.startswith(plain) for word in name.casefold().split())


def extend(view: View, given: object, base_url: str) -> Json:
    """Fetch values of properties for ids. Raises Invalid."""
    ids = given.get("ids") if isinstance(given, dict) else None
    wanted = given.get("properties") if isinstance(given, dict) else None
    if not isinstance(ids, list) or not isinstance(wanted, list) or not all(isinstance(id, str) for id in ids):
        what = "An extension is an object with lists of ids and of properties."
        raise Invalid([Problem("extend", what, 'Send {"ids": ["sama"], "properties": [{"id": "countries"}]}.')])
    _refuse_many(ids)
    names = [str(item.get("id", "")) if isinstance(item, dict) else "" for item in wanted]
    unknown = [name for name in names if name not in d.FETCHED]
    if unknown:
        mend = f"There are {', '.join(d.FETCHED)}."
        raise Invalid([Problem("extend.properties", f"There is no property {name[:60]}.", mend) for name in unknown])
    snapshot = view.snapshot()
    return {
        "meta": [{"id": name, "name": d.FETCHED[name].name} for name in names],
        "rows": {id: _values(snapshot, id, names, base_url) for id in ids},
    }


def _values(snapshot: Snapshot, id: str, names: Sequence[str], base_url: str) -> Json:
    """Give the values of one party; of one that is not recorded there are none."""
    if id not in snapshot.entities:
        return {name: [] for name in names}
    party = in_short(snapshot, snapshot.canonical(id))
    found: Json = {}
    for name in names:
        values = d.FETCHED[name].read(party)
        if name == "dossier":
            found[name] = [{"str": f"{base_url}/dossier/{value}"} for value in values]
        else:
            found[name] = [{"int": value} if isinstance(value, int) else {"str": value} for value in values]
    return found


def propose_properties(kind: str) -> Json:
    """Name the properties that can be fetched: the same for every type."""
    return {
        "type": kind,
        "properties": [{"id": id, "name": fetched.name} for id, fetched in d.FETCHED.items()],
    }


class Preview(NamedTuple):
    """A party in short."""

    entity: Entity
    party: ListedParty


def preview(view: View, id: str) -> Preview:
    """Give a party in short. Raises NotFound."""
    snapshot = view.snapshot()
    known(snapshot, "entity", id)
    entity = snapshot.entities[snapshot.canonical(id)]
    return Preview(entity, in_short(snapshot, entity.id))
