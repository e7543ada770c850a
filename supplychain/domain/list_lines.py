"""The rows of a list as they are given, and what each of them means.

Nothing is guessed: where a name may mean several parties, the row stays unsettled until somebody chooses.
"""

from enum import StrEnum

from pydantic import Field

from supplychain.domain.matching import Match, Wanted, certain, matcher_of
from supplychain.domain.records import Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import Term

MOST_ROWS = 5_000
"""Rows of a list."""
LONGEST_NAME = 200
NONE = "none"
"""Stands in the column `party` of a row whose party is none of those that were found."""
CANDIDATES = 5
_LOOKED_AT = 20
"""So many are looked at before a row is called certain."""
NOT_RECORDED = "not_recorded"
NOT_SETTLED = "not_settled"


class ListState(StrEnum):
    """How a row stands."""

    MATCHED = "matched"
    CHOSEN = "chosen"
    UNSETTLED = "unsettled"
    NONE_OF_THESE = "none_of_these"
    NOT_FOUND = "not_found"


LIST_STATES: dict[str, Term] = {
    state.value: Term(state.value, label, said)
    for state, label, said in (
        (ListState.MATCHED, "matched", "The same name or the same number, and of one party only."),
        (ListState.CHOSEN, "chosen by hand", "Somebody chose the party."),
        (ListState.UNSETTLED, "to be settled", "The name may mean one or several parties. Somebody has to choose."),
        (ListState.NONE_OF_THESE, "none of these", "Somebody said that it is none of the parties that were found."),
        (
            ListState.NOT_FOUND,
            "not found",
            "Nothing is recorded under such a name. That says nothing about the vendor.",
        ),
    )
}
LIST_GAPS: dict[str, str] = {
    NOT_RECORDED: "What is known of it? Nothing is recorded here under this name, and that is no good sign and no bad one.",
    NOT_SETTLED: "Who is meant? Nothing is looked up before that is settled.",
}
"""What is not known of a row that means no party, by its code."""


class Line(Record):
    """One row of a list as it was given."""

    row: int = Field(description="Row as a spreadsheet shows it.")
    name: str = Field("", description="Name of a vendor, a tool or another organisation.")
    country: str = Field("", description="Country of its head office, ISO 3166-1 alpha-2.")
    website: str = Field("", description="Its website.")
    lei: str = Field("", description="Its LEI.")
    vat: str = Field("", description="Its VAT number.")
    party: str = Field("", description="Id of the party that was chosen for it; “none”: none of those that were found.")

    @property
    def wanted(self) -> Wanted:
        """The same as the matcher takes it."""
        numbers = tuple(pair for pair in (("lei", self.lei), ("vat", self.vat)) if pair[1])
        return Wanted(self.name, country=self.country, website=self.website, identifiers=numbers)


class Settled(Record):
    """One row with what it means."""

    line: Line = Field(description="The row as it was given.")
    state: ListState = Field(description="How it stands.")
    party: str = Field(description="Canonical id of the party that it means; empty where that is open or nobody.")
    candidates: tuple[Match, ...] = Field(description="Parties that may be meant, best first, with scores and reasons.")
    not_known: tuple[str, ...] = Field((), description="Codes of what is not known of a row that means no party.")


def settle(snapshot: Snapshot, line: Line) -> Settled:
    """Say what a row means. An id that is not recorded is no choice."""
    found = matcher_of(snapshot).find(line.wanted, _LOOKED_AT)
    candidates = found[:CANDIDATES]
    state, party, open_ = ListState.NOT_FOUND, "", NOT_RECORDED
    if line.party in snapshot.entities:
        state, party = ListState.CHOSEN, snapshot.canonical(line.party)
    elif line.party == NONE:
        state = ListState.NONE_OF_THESE
    elif candidates:
        party = certain(found)
        state, open_ = ListState.MATCHED if party else ListState.UNSETTLED, NOT_SETTLED
    return Settled(line=line, state=state, party=party, candidates=candidates, not_known=() if party else (open_,))
