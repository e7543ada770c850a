"""What of a trace its picture shows: which party is a box in which column, which link is a line of which state."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from supplychain.domain.parties import Party
from supplychain.domain.picture import Box, BoxState, Line, LineState, Picture, draw
from supplychain.domain.reach import LeftOut
from supplychain.domain.records import Link
from supplychain.domain.standing import State
from supplychain.domain.trace_answer import LinkUsed, Trace

MAX_BOXES = 150
TOOL, BUILT_ON, VENDORS, LABOUR = range(4)
"""The columns; further tiers of labour follow."""


class Wording(NamedTuple):
    """What the picture says, in the language of its reader."""

    caption: Callable[[Party, tuple[str, ...]], str]
    """What stands below the name of a party that works in these countries."""
    line: Callable[[str, LineState], str]
    """What a line of a relation and a state says."""
    href: Callable[[str], str]
    """Where a click on a party leads."""
    heading: Callable[[int], str]
    """The name of a column."""


class Role(NamedTuple):
    """A party as it is shown."""

    party: Party
    column: int
    state: BoxState
    countries: tuple[str, ...]


def roles(trace: Trace) -> dict[str, Role]:
    """Give every party of a trace its place, most important first; who has two roles keeps the one nearer to the tool."""
    found: dict[str, Role] = {}
    for product in trace.products:
        column = BUILT_ON if product.distance else TOOL
        found.setdefault(product.entity.id, Role(product.entity, column, "structure", ()))
    for vendor in trace.vendors:
        found.setdefault(vendor.entity.id, Role(vendor.entity, VENDORS, _hidden(vendor.entity) or "structure", ()))
    for employer in trace.employers:
        state = _hidden(employer.entity) or employer.strength.value
        role = Role(employer.entity, LABOUR + employer.tier - 1, state, employer.countries)
        found.setdefault(employer.entity.id, role)
    return found


def _hidden(party: Party) -> BoxState | None:
    return "undisclosed" if party.kind == "undisclosed" else None


def draw_trace(trace: Trace, wording: Wording, *, narrow: bool = False) -> Picture:
    """Draw a trace; of more than MAX_BOXES parties the strongest and nearest."""
    drawn = dict(list(roles(trace).items())[:MAX_BOXES])
    boxes = [
        Box(
            id=id,
            label=role.party.name,
            kind=role.party.kind,
            column=role.column,
            caption=wording.caption(role.party, role.countries),
            state=role.state,
            href=wording.href(id),
        )
        for id, role in drawn.items()
    ]
    headings = [wording.heading(column) for column in range(max(role.column for role in drawn.values()) + 1)]
    return draw(boxes, _lines(trace, drawn, wording), headings, narrow=narrow)


def not_drawn(trace: Trace) -> int:
    """Say how many parties the picture leaves out."""
    return max(0, len(roles(trace)) - MAX_BOXES)


def _lines(trace: Trace, drawn: Mapping[str, Role], wording: Wording) -> Iterator[Line]:
    ends = [(x.source, x.target, x.shown.claim, _state(x)) for x in trace.links]
    # A denial is no hop; it is shown where both sides are there anyway, so that nobody sees the link without it.
    known = {raw: id for x in trace.links for raw, id in _ends(x)}
    ends += [
        (omission.about, known.get(shown.claim.object, shown.claim.object), shown.claim, "denied")
        for omission in trace.left_out
        if omission.reason is LeftOut.DENIED
        for shown in omission.claims
        if isinstance(shown.claim, Link) and shown.claim.object
    ]
    for source, target, claim, state in ends:
        if source in drawn and target in drawn and source != target and isinstance(claim, Link):
            label = wording.line(claim.relation, state)
            yield Line(id=claim.id, source=source, target=target, label=label, state=state)


def _ends(used: LinkUsed) -> Iterator[tuple[str, str]]:
    """The ids as the source meant them, with the ids of the parties that they mean."""
    claim = used.shown.claim
    if isinstance(claim, Link) and claim.object:
        turned = claim.relation == "operated_by" and used.labour
        yield from zip(
            (claim.subject, claim.object),
            (used.target, used.source) if turned else (used.source, used.target),
            strict=True,
        )


def _state(used: LinkUsed) -> LineState:
    if State.ENDED in used.shown.states:
        return "ended"
    return used.strength.value if used.labour else "structure"
