"""What a set of records went through between two revisions, in order; and which records belong to something that is watched.

Pure functions over spans (which version of which record held from which revision to which) and states of the data. The moves
from a to b, then those from b to c, are the moves from a to c: that is why a place among them can be left and found again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.packages import TABLE_OF, TABLES
from supplychain.domain.parties import mentioned
from supplychain.domain.reach import Asked, LeftOut
from supplychain.domain.records import Claim, Judgement, Record, Request, Response, Verification
from supplychain.domain.search import find, known
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.trace import trace
from supplychain.domain.trace_answer import Employer, Split, Trace, Vendor
from supplychain.domain.vocabulary import PRODUCTS

Keys = Mapping[str, frozenset[str]]
"""Table of the package -> ids of records; of a judgement or a second reading the parts of its key with blanks between them."""
ORDER = {table.name: number for number, table in enumerate(TABLES)}
_HOLES = 50
"""Redactions of a revision come after all else that it did."""
_END = 99
_PLACE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,2})-([0-9]{1,12}))?")


class Place(NamedTuple):
    """A place in the log: after a move, or, for a whole revision, after all that it did."""

    revision: int
    order: int = _END
    row: int = 0

    def __str__(self) -> str:
        """Write it: a revision as its number, a place within one with two numbers more."""
        return str(self.revision) if self.order == _END else f"{self.revision}-{self.order}-{self.row}"


def read_place(text: str) -> Place:
    """Read a place as it is written. Raises Invalid."""
    match = _PLACE.fullmatch(text)
    if match is None:
        what = "This is neither a revision nor the “next” of an answer."
        raise Invalid([Problem("since", what, "Give the number of a revision, such as 1.")])
    revision, order, row = match.groups()
    return Place(int(revision)) if order is None else Place(int(revision), int(order), int(row))


class Span(NamedTuple):
    """A version of a record: where it lies, and from which revision to which it held."""

    table: str
    id: str
    row: int
    since: int
    until: int | None


class Erased(NamedTuple):
    """A version whose text was taken away, and in which revision."""

    span: Span
    revision: int


class Move(NamedTuple):
    """What a revision did to one record; of what it only took away, the version is both before and after."""

    revision: int
    order: int
    row: int
    table: str
    id: str
    before: int | None
    """Row of the version that held until then."""
    after: int | None
    """Row of the version that holds from then on."""
    erased: bool = False
    held: bool = True
    """Of a redaction: whether the version still held when its text was taken away."""

    @property
    def place(self) -> Place:
        """Where it stands in the log."""
        return Place(self.revision, self.order, self.row)


def moves(spans: Iterable[Span], erased: Iterable[Erased], since: Place, until: int) -> list[Move]:
    """Give what was done after a place up to and with a revision, in order. `spans` may be more than touch that time."""
    own: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        own[span.table, span.id].append(span)
    found = [move for versions in own.values() for move in _of_record(sorted(versions, key=lambda s: s.since))]
    found += [_erasing(one) for one in erased]
    return sorted(move for move in found if move.revision <= until and move.place > since)


def _of_record(versions: Sequence[Span]) -> Iterator[Move]:
    for number, span in enumerate(versions):
        before = versions[number - 1] if number and versions[number - 1].until == span.since else None
        at = (ORDER[span.table], span.row, span.table, span.id)
        yield Move(span.since, *at, before.row if before else None, span.row)
        follows = number + 1 < len(versions) and versions[number + 1].since == span.until
        if span.until is not None and not follows:
            yield Move(span.until, *at, span.row, None)


def _erasing(one: Erased) -> Move:
    span = one.span
    held = span.since <= one.revision and (span.until is None or one.revision < span.until)
    at = (_HOLES + ORDER[span.table], span.row, span.table, span.id)
    return Move(one.revision, *at, span.row, span.row, erased=True, held=held)


# -- what is watched ---------------------------------------------------------------------------------------------------


class WatchKind(StrEnum):
    """What can be watched."""

    EVERYTHING = "everything"
    ENTITIES = "entities"
    TRACE = "trace"
    SEARCH = "search"
    LIST = "list"


class Watch(Record):
    """What is watched."""

    kind: WatchKind = Field(description="Everything, entities, the trace of a product, a search, or a saved list.")
    ids: tuple[str, ...] = Field(
        (), description="Ids of the entities, of the product, or of the parties that a list means."
    )
    query: str = Field("", description="Words of a search; of a saved list its id.")
    entity_kind: str = Field("", description="Kind of entity that is searched for; empty for all.")


def ever(snapshot: Snapshot, past: Iterable[Record]) -> Snapshot:
    """Give a state in which everything stands that ever stood: what was withdrawn, and versions that were replaced.

    What belongs to something has to be looked for in it: that a link was taken back is news for the product that lost it.
    `past` are the versions that no longer hold. Kept as long as the state.
    """
    kept = snapshot.derived.get(("ever", ""))
    if isinstance(kept, Snapshot):
        return kept
    claims = {id: c.model_copy(update={"withdrawn_reason": ""}) for id, c in snapshot.claims.items()}
    others: dict[type[Record], list[Record]] = defaultdict(list)
    for number, record in enumerate(past):
        if isinstance(record, Claim):
            claims[f"{record.id}~{number}"] = record.model_copy(update={"withdrawn_reason": ""})
        else:
            others[type(record)].append(record)
    made = replace(
        snapshot,
        claims=claims,
        requests=(*snapshot.requests, *(r for r in others[Request] if isinstance(r, Request))),
        verifications=(*snapshot.verifications, *(r for r in others[Verification] if isinstance(r, Verification))),
        derived={},
    )
    made.derived["judged", ""] = (*snapshot.judgements, *others[Judgement])
    snapshot.derived["ever", ""] = made
    return made


def keys_of(watch: Watch, whole: Snapshot) -> Keys | None:
    """Say which records belong to what is watched, in a state made by `ever`; None is all of them. Raises NotFound."""
    match watch.kind:
        case WatchKind.EVERYTHING:
            return None
        case WatchKind.ENTITIES:
            for id in watch.ids:
                known(whole, "entity", id)
            return about(whole, watch.ids)
        case WatchKind.LIST:
            return about(whole, (id for id in watch.ids if id in whole.entities))
        case WatchKind.TRACE:
            return behind(whole, watch.ids[0])
        case WatchKind.SEARCH:
            kinds = [watch.entity_kind] if watch.entity_kind else []
            return about(whole, (id for id, _ in find(whole, watch.query, kinds)))


def about(whole: Snapshot, ids: Iterable[str]) -> Keys:
    """Say which records are about some parties: themselves, the claims that mention them, and what belongs to these."""
    parties = {member for id in ids for member in whole.members(id)}
    index = _mentioning(whole)
    return _with_belongings(whole, parties, {claim for id in parties for claim in index.get(id, ())})


def behind(whole: Snapshot, product: str) -> Keys:
    """Say which records belong to the trace of a product: the whole chain, and what is reported at the employers in it."""
    known(whole, "tool", product)
    if whole.entities[whole.canonical(product)].kind not in PRODUCTS:
        raise NotFound("product", product)
    found = trace(whole, product, Asked())
    chain = [found.tool.id, *(x.entity.id for x in found.products), *(x.entity.id for x in _reached(found))]
    return _with_belongings(whole, {m for id in chain for m in whole.members(id)}, set(_claims_in(found)))


def _reached(found: Trace) -> tuple[Vendor | Employer, ...]:
    return (*found.vendors, *found.employers)


def _claims_in(found: Trace) -> Iterator[str]:
    yield from (used.shown.claim.id for used in found.links)
    for party in _reached(found):
        splits: tuple[Split, ...] = (party.wages, party.practices)
        yield from (shown.claim.id for split in splits for shown in split.all)
        yield from (shown.claim.id for shown in party.owners)
        yield from (reply.response.id for reply in party.responses)
    for employer in found.employers:
        yield from (shown.claim.id for shown in employer.organised_by)
    for omission in found.left_out:
        if omission.reason is not LeftOut.OTHER_PRODUCT:
            yield from (shown.claim.id for shown in omission.claims)


def _mentioning(whole: Snapshot) -> Mapping[str, Sequence[str]]:
    kept = whole.derived.get(("mentioning", ""))
    if isinstance(kept, dict):
        return kept
    found: dict[str, list[str]] = defaultdict(list)
    for claim_id, claim in whole.claims.items():
        for id in mentioned(claim):
            found[id].append(claim_id)
    whole.derived["mentioning", ""] = found
    return found


def _with_belongings(whole: Snapshot, parties: set[str], claims: set[str]) -> Keys:
    """Add what belongs to claims and parties: answers, second readings, requests, judgements, and the sources themselves."""
    real = {id.partition("~")[0] for id in claims}
    for claim_id, claim in whole.claims.items():
        if isinstance(claim, Response) and any(t.claim in real or t.entity in parties for t in claim.targets):
            claims = claims | {claim_id}
    keys: dict[str, set[str]] = defaultdict(set)
    keys["entities"] = parties
    for claim in (whole.claims[id] for id in claims):
        keys[TABLE_OF[type(claim)].name].add(claim.id)
        keys["sources"] |= {citation.source for citation in claim.citations}
    keys["verifications"] = {f"{v.claim} {v.source} {v.verified_by}" for v in whole.verifications if v.claim in real}
    keys["requests"] = {r.id for r in whole.requests if r.respondent in parties or not real.isdisjoint(r.claims)}
    judged = whole.derived.get(("judged", ""), whole.judgements)
    for one in judged if isinstance(judged, tuple) else ():
        if one.left in parties or one.right in parties:
            keys["judgements"].add(f"{one.left} {one.right}")
    return {table: frozenset(ids) for table, ids in keys.items() if ids}
