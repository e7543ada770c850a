"""What of a trace or dossier its picture shows: which party is a box in which column, which link is a line of which state."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.parties import Party
from supplychain.domain.picture import Box, BoxState, Line, LineState, Picture, draw
from supplychain.domain.reach import LeftOut
from supplychain.domain.records import Link
from supplychain.domain.standing import State
from supplychain.domain.trace_answer import LinkUsed, Trace

MAX_BOXES = 150
TOOL, BUILT_ON, VENDORS, LABOUR = range(4)
"""The columns; further tiers of labour follow. Of an organisation: itself, what it offers, what that stands on, and labour."""


class Wording(NamedTuple):
    """What the picture says, in the language of its reader."""

    caption: Callable[[Party, tuple[str, ...]], str]
    """What stands below the name of a party that works in these countries."""
    line: Callable[[str, LineState], str]
    """What a line of a relation and a state says."""
    href: Callable[[str], str]
    """Where a click on a party leads."""
    heading: Callable[[int, bool], str]
    """The name of a column, in the picture of an organisation or of a product."""


class Role(NamedTuple):
    """A party as it is shown."""

    party: Party
    column: int
    state: BoxState
    countries: tuple[str, ...]


def roles(answer: Trace | Dossier) -> dict[str, Role]:
    """Give every party its place, most important first; who has two roles keeps the one nearer to what was asked about."""
    return _of_trace(answer) if isinstance(answer, Trace) else _of_organisation(answer)


def drawn_from(dossier: Dossier) -> Trace | Dossier:
    """Of a product, the picture of a dossier is that of its trace."""
    first = next(iter(dossier.traces), None)
    return first if first is not None and first.tool.id == dossier.subject.id else dossier


def _of_organisation(dossier: Dossier) -> dict[str, Role]:
    subject = Party.of(dossier.subject)
    found = {subject.id: Role(subject, TOOL, _hidden(subject) or "structure", ())}
    for column, parties in ((BUILT_ON, dossier.products), (VENDORS, (*dossier.bases, *dossier.vendors))):
        for party in parties:
            found.setdefault(party.id, Role(party, column, _hidden(party) or "structure", ()))
    return _with_employers(found, dossier)


def _of_trace(trace: Trace) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for product in trace.products:
        column = BUILT_ON if product.distance else TOOL
        found.setdefault(product.entity.id, Role(product.entity, column, "structure", ()))
    for vendor in trace.vendors:
        found.setdefault(vendor.entity.id, Role(vendor.entity, VENDORS, _hidden(vendor.entity) or "structure", ()))
    return _with_employers(found, trace)


def _with_employers(found: dict[str, Role], answer: Trace | Dossier) -> dict[str, Role]:
    for employer in answer.employers:
        state = _hidden(employer.entity) or employer.strength.value
        role = Role(employer.entity, LABOUR + employer.tier - 1, state, employer.countries)
        found.setdefault(employer.entity.id, role)
    return found


def _hidden(party: Party) -> BoxState | None:
    return "undisclosed" if party.kind == "undisclosed" else None


def draw_chain(answer: Trace | Dossier, wording: Wording, *, narrow: bool = False) -> Picture:
    """Draw a trace, or the dossier of an organisation; of more than MAX_BOXES parties the strongest and nearest."""
    drawn = dict(list(roles(answer).items())[:MAX_BOXES])
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
    columns = range(max(role.column for role in drawn.values()) + 1)
    headings = [wording.heading(column, isinstance(answer, Dossier)) for column in columns]
    return draw(boxes, _lines(answer, drawn, wording), headings, narrow=narrow)


def not_drawn(answer: Trace | Dossier) -> int:
    """Say how many parties the picture leaves out."""
    return max(0, len(roles(answer)) - MAX_BOXES)


def _lines(answer: Trace | Dossier, drawn: Mapping[str, Role], wording: Wording) -> Iterator[Line]:
    ends = [(x.source, x.target, x.shown.claim, _state(x)) for x in answer.links]
    # A denial is no hop; it is shown where both sides are there anyway, so that nobody sees the link without it.
    known = {raw: id for x in answer.links for raw, id in _ends(x)}
    ends += [
        (omission.about, known.get(shown.claim.object, shown.claim.object), shown.claim, "denied")
        for omission in answer.left_out
        if omission.reason is LeftOut.DENIED
        for shown in omission.claims
        if isinstance(shown.claim, Link) and shown.claim.object
    ]
    for source, target, claim, state in ends:
        if source in drawn and target in drawn and source != target and isinstance(claim, Link):
            if state == "structure" and drawn[source].column > drawn[target].column == TOOL:
                source, target = target, source  # an organisation stands before what it offers
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
