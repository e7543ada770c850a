"""Choosing whom to ask about what: a respondent by id or name, and the claims that it may be asked about."""

from collections.abc import Sequence
from typing import NamedTuple

from supplychain.domain.parties import Party, mentioned
from supplychain.domain.records import Claim, Response
from supplychain.domain.reply_answers import Printed
from supplychain.domain.search import find, known
from supplychain.domain.snapshot import Snapshot
from supplychain.services.desk import Desk
from supplychain.services.notices import offered
from supplychain.services.request_book import printed
from supplychain.store.database import View

_MEANT = 8


class Offer(NamedTuple):
    """What can be chosen."""

    respondent: Party | None
    """Who was meant, where one was."""
    meant: tuple[Party, ...]
    """Who may be meant, where it is not clear."""
    claims: tuple[Printed, ...]
    """What the respondent may be asked about; what was chosen already comes first."""


def offer(view: View, typed: str, chosen: Sequence[str]) -> Offer:
    """Offer respondents for what was typed, or the claims to ask one about. Without a word, those whom a claim names."""
    snapshot = view.snapshot()
    there = [id for id in chosen if id in snapshot.claims]
    if typed not in snapshot.entities:
        ids = [id for id, _ in find(snapshot, typed)] if typed else _named(snapshot, there)
        return Offer(None, tuple(Party.of(snapshot.entities[id]) for id in ids[:_MEANT]), ())
    offered = claims_to_ask(view, typed)
    listed = {claim.id for claim in offered}
    more = printed(snapshot, (id for id in there if id not in listed))
    first = sorted((*more, *offered), key=lambda claim: claim.id not in there)
    return Offer(Party.of(snapshot.entities[typed]), (), tuple(first))


def offer_rows(desk: Desk, report: str, typed: str) -> Offer:
    """Offer whom the new claims of a report name, or the claims that name the one who was typed. Raises NotFound."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.reports() as reports:
        found = offered(snapshot, reports, report)
    for party, claims in found:
        if typed in (party.id, party.name):
            return Offer(party, (), claims)
    return Offer(None, tuple(party for party, _ in found), ())


def _named(snapshot: Snapshot, claims: Sequence[str]) -> list[str]:
    ids = {id for claim in claims for id in _parties(snapshot, snapshot.claims[claim])}
    return sorted(ids)


def claims_to_ask(view: View, respondent: str) -> tuple[Printed, ...]:
    """Give the claims that a respondent may be asked about: those that name it, and to a worker organisation the answers of
    those whose people it organises. Raises NotFound.
    """
    snapshot = view.snapshot()
    known(snapshot, "entity", respondent)
    who = snapshot.canonical(respondent)
    found = [c for c in snapshot.live if not isinstance(c, Response) and who in _parties(snapshot, c)]
    if snapshot.entities[who].kind == "worker_organisation":
        at = {snapshot.canonical(x.object) for x in snapshot.links_from([who], ["organises"]) if x.object}
        found += [r for r in snapshot.responses if at & _spoken_of(snapshot, r)]
    return printed(snapshot, (c.id for c in found))


def _parties(snapshot: Snapshot, claim: Claim) -> set[str]:
    return {snapshot.canonical(id) for id in mentioned(claim)}


def _spoken_of(snapshot: Snapshot, response: Response) -> set[str]:
    found = {snapshot.canonical(response.respondent)}
    for target in response.targets:
        if target.claim:
            found |= _parties(snapshot, snapshot.claims[target.claim])
    return found
