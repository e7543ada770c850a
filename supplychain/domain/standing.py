"""How a claim stands: disputed, denied, refuted, ended, withdrawn. Derived from what is recorded, never set by hand."""

from enum import StrEnum

from pydantic import Field, SerializeAsAny

from supplychain.domain.evidence import Evidence, weigh
from supplychain.domain.pay_brief import PayBrief, brief_of
from supplychain.domain.records import (
    Citation,
    Claim,
    Figure,
    Link,
    PracticeReport,
    Record,
    Response,
    Target,
    Wage,
)
from supplychain.domain.snapshot import Snapshot

AnyClaim = Link | Wage | PracticeReport | Figure | Response


class State(StrEnum):
    """A way in which a claim may differ from a plain live one; a claim can have several."""

    WITHDRAWN = "withdrawn"
    REFUTED = "refuted"
    DENIED = "denied"
    INFERRED = "inferred"
    DISPUTED = "disputed"
    PARTLY_DISPUTED = "partly_disputed"
    CONTRADICTED = "contradicted"
    ENDED = "ended"


STATES: dict[State, tuple[str, str]] = {
    State.WITHDRAWN: ("withdrawn", "The claim was taken back by us; the reason stands with it."),
    State.REFUTED: ("refuted", "It was reported and has since been shown to be wrong. It is never followed."),
    State.DENIED: ("says it is not so", "The source says that it is not so."),
    State.INFERRED: ("inferred", "A reader put it together; no source says it in one place."),
    State.DISPUTED: ("disputed", "A response denies this very claim."),
    State.PARTLY_DISPUTED: ("partly disputed", "A response denies a part of this very claim."),
    State.CONTRADICTED: ("contradicted by a source", "A cited source says the opposite."),
    State.ENDED: ("ended", "The source says that it has come to an end."),
}
"""Each state with its label and definition."""


class Reply(Record):
    """One response to one claim or party."""

    response: Response = Field(description="The response.")
    target: Target = Field(description="What it speaks to, and how.")


class Shown(Record):
    """A claim as it is shown everywhere: with its grade, its states and every response to it."""

    claim: SerializeAsAny[AnyClaim] = Field(description="The claim.")
    kind: str = Field(description="Kind of the claim.")
    evidence: Evidence = Field(description="How well it is supported.")
    states: tuple[State, ...] = Field(description="Ways in which it differs from a plain live claim.")
    replies: tuple[Reply, ...] = Field((), description="Responses to this very claim.")
    pay: PayBrief | None = Field(None, description="A live pay report made comparable, in short.")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The claim's citations."""
        return self.claim.citations


def states_of(claim: Claim, snapshot: Snapshot) -> tuple[State, ...]:
    """Derive the states of a claim, in the order of `State`."""
    found: set[State] = set()
    if claim.withdrawn_reason:
        found.add(State.WITHDRAWN)
    stance = claim.stance if isinstance(claim, Link | PracticeReport) else ""
    by_stance = {
        "refuted": State.REFUTED,
        "denies": State.DENIED,
        "denied": State.DENIED,
        "inferred": State.INFERRED,
        "ended": State.ENDED,
    }
    if stance in by_stance:
        found.add(by_stance[stance])
    if isinstance(claim, Link | PracticeReport) and claim.period.has_ended:
        found.add(State.ENDED)
    if any(c.stance == "contradicts" for c in claim.citations):
        found.add(State.CONTRADICTED)
    answers = {target.stance for _, target in snapshot.responses_to_claim(claim.id)}
    if "denies" in answers:
        found.add(State.DISPUTED)
    elif "partly_denies" in answers:
        found.add(State.PARTLY_DISPUTED)
    return tuple(s for s in State if s in found)


def show(claim: Claim, snapshot: Snapshot) -> Shown:
    """Put beside a claim all that must travel with it."""
    kept = snapshot.derived.get(("shown", claim.id))
    if isinstance(kept, Shown) and kept.claim is claim:
        return kept
    if not isinstance(claim, Link | Wage | PracticeReport | Figure | Response):
        raise TypeError(f"{type(claim).__name__} is not a kind of claim that is shown")
    replies = tuple(Reply(response=r, target=t) for r, t in snapshot.responses_to_claim(claim.id))
    shown = Shown(
        claim=claim,
        kind=claim.kind,
        evidence=weigh(claim, snapshot.sources),
        states=states_of(claim, snapshot),
        replies=replies,
        pay=brief_of(snapshot, claim) if isinstance(claim, Wage) and not claim.withdrawn_reason else None,
    )
    snapshot.derived["shown", claim.id] = shown
    return shown
