"""Employers side by side, by their ids or names, and what a name may mean where it means no one employer."""

from collections.abc import Sequence

from supplychain.domain import chart_practices as m
from supplychain.domain import vocabulary as v
from supplychain.domain.compare import FEWEST, MOST, Choice, Comparison, compared
from supplychain.domain.compose import names_in, sources_in
from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.parties import Party
from supplychain.domain.pay_answers import released
from supplychain.domain.pay_share import shares
from supplychain.domain.search import find, fold, near
from supplychain.domain.snapshot import Snapshot
from supplychain.store.database import View

_CHOICES = 8


def compare(view: View, typed: Sequence[str], money: str) -> Comparison:
    """Compare two to six employers. Raises NotFound for what means no one employer, and Invalid for a wrong number."""
    answer = offer(view, typed, money)
    if answer.unclear:
        first = answer.unclear[0]
        raise NotFound("employer", first.typed, [(party.id, party.name) for party in first.choices])
    if len(answer.employers) < FEWEST or answer.left_out:
        words = f"{len(answer.employers) + len(answer.left_out)} employers cannot be compared."
        raise Invalid([Problem("employers", words, f"Name {FEWEST} to {MOST}.")])
    return answer


def offer(view: View, typed: Sequence[str], money: str) -> Comparison:
    """Compare what can be compared; what means no one employer, and what is too much, is said beside it."""
    snapshot = view.snapshot()
    found: dict[str, None] = {}
    unclear: list[Choice] = []
    for text in typed:
        id, choices = meant(snapshot, text)
        if id:
            found[id] = None
        else:
            parties = tuple(Party.of(snapshot.entities[choice]) for choice in choices[:_CHOICES])
            unclear.append(Choice(typed=text, choices=parties))
    mains = list(found)
    return _side_by_side(snapshot, mains[:MOST], mains[MOST:], unclear, money)


def meant(snapshot: Snapshot, text: str) -> tuple[str, list[str]]:
    """Give the canonical id that a text means: it is an id, or the whole name of one, or a part of the name of one employer.

    Else give what it may mean. A name that only comes near is never taken for what was meant.
    """
    if text in snapshot.entities:
        return snapshot.canonical(text), []
    hits = find(snapshot, text)
    exact = [id for id, name in hits if fold(name) == fold(text)]
    employing = [id for id, _ in hits if _employs(snapshot, id)]
    for ids in (exact, employing):
        if len(ids) == 1:
            return ids[0], []
    close = [id for id, _ in near(snapshot, text) if _employs(snapshot, id)]
    return "", exact or employing or [id for id, _ in hits] or close


def _employs(snapshot: Snapshot, id: str) -> bool:
    kind = snapshot.entities[id].kind
    return kind in v.EMPLOYER_KINDS or bool(snapshot.wages_at(id) or snapshot.practices_at(id))


def _side_by_side(
    snapshot: Snapshot, mains: Sequence[str], over: Sequence[str], unclear: Sequence[Choice], money: str
) -> Comparison:
    published = released(snapshot).wages
    reports = m.reports_at(snapshot, mains, list(v.PRACTICES))
    practices, cells = m.practice_cells(snapshot, reports, mains, list(v.PRACTICES))
    side = []
    for id in mains:
        wages = [w for w in published if snapshot.canonical(w.employer) == id]
        own = [cell for cell in cells if cell.employer == id]
        found = shares(wages, snapshot.reference, snapshot.canonical)
        side.append(compared(snapshot, id, wages, found, own, money))
    shown = [s for c in side for s in (*c.wages, *c.prices, *c.answers)]
    return Comparison(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, (*shown, *reports), *mains),
        sources=sources_in(snapshot, (*shown, *reports)),
        money=money,
        employers=tuple(side),
        practices=practices,
        unclear=tuple(unclear),
        left_out=tuple(Party.of(snapshot.entities[id]) for id in over),
    )
