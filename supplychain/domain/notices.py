"""Notice before a claim is first published: whom a new claim names, and whether they had fourteen days to answer.

No notice is needed for what a named public source has printed already, for what a firm says of itself, and for pay that is
held back. Editorial imports need none either: they hold what was printed elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from supplychain.domain.inquiries import Inquiry
from supplychain.domain.parties import mentioned
from supplychain.domain.records import Claim, Record, Response, Source
from supplychain.domain.replies import has_run_out, last_day, reached
from supplychain.domain.vocabulary import PRODUCTS, Term

NOT_ASKED = (*PRODUCTS, "undisclosed")
"""Kinds of parties that can be asked nothing."""
TOO_EARLY = (
    "Those whom it names have not had 14 days to answer.",
    "Ask them first and wait, or say in the words of the decision why it is published now: they stand in the public log.",
)


class Told(StrEnum):
    """Whether somebody whom a new claim names was told of it before."""

    NOT_TOLD = "not_told"
    RUNS = "runs"
    OVER = "over"
    ANSWERED = "answered"


TERMS: dict[str, dict[str, Term]] = {
    "notice": {
        str(code): Term(str(code), label, words)
        for code, label, words in (
            (Told.NOT_TOLD, "not told", "Nobody has asked them about this sentence."),
            (Told.RUNS, "time runs", "They were told; the day by which an answer is asked for is not over."),
            (Told.OVER, "told", "They were told, and the day by which an answer was asked for is over."),
            (Told.ANSWERED, "answered", "Their answer came, and its form was checked: it is published with the claim."),
        )
    }
}
"""The closed list of this part; it has no table, for it follows from the notices."""


class Notified(Record):
    """Whether one whom a new claim names was told of it."""

    claim: str = Field(description="Id of the new claim.")
    respondent: str = Field(description="Whom it names.")
    name: str = Field(description="Name of whom it names.")
    told: Told = Field(description="Whether they were told.")
    request: str = Field("", description="Id of the notice; empty for none.")
    due: date | None = Field(None, description="The last day on which their answer is in time.")

    @property
    def is_open(self) -> bool:
        """Whether the claim would be published before they had their time."""
        return self.told in (Told.NOT_TOLD, Told.RUNS)


class Given(NamedTuple):
    """A notice that was written."""

    inquiry: Inquiry
    sentences: Mapping[str, str]
    """Id of a claim -> the sentence that was put before the respondent."""
    checked: bool
    """Whether an answer came and its form was checked."""


def needs_notice(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether those whom a new claim names are to be told first: nobody has printed it, and it is no word of their own."""
    if isinstance(claim, Response) or claim.asserted_by == "firm_itself":
        return False
    return not any(sources[c.source].url for c in claim.citations if c.stance == "supports")


def named_in(claim: Claim, kinds: Mapping[str, str]) -> list[str]:
    """Give the organisations that a claim names."""
    return sorted(id for id in mentioned(claim) if kinds[id] not in NOT_ASKED)


def notified(
    claim: Claim, sentence: str, names: Mapping[str, str], given: Iterable[Given], today: date
) -> Iterable[Notified]:
    """Say of each organisation that a claim names (id -> name) whether it was told of this very sentence."""
    found = [one for one in given if one.sentences.get(claim.id) == sentence]
    for id, name in names.items():
        own = [one for one in found if one.inquiry.respondent == id and reached(one.inquiry.requests)]
        states = [(_told(one, today), one) for one in own]
        order: Sequence[Told] = (Told.ANSWERED, Told.OVER, Told.RUNS)
        told, notice = min(states, key=lambda pair: order.index(pair[0]), default=(Told.NOT_TOLD, None))
        due = (
            max(filter(None, (last_day(r.due_on) for r in reached(notice.inquiry.requests))), default=None)
            if notice
            else None
        )
        request = notice.inquiry.id if notice else ""
        yield Notified(claim=claim.id, respondent=id, name=name, told=told, request=request, due=due)


def _told(notice: Given, today: date) -> Told:
    if notice.checked:
        return Told.ANSWERED
    return Told.OVER if has_run_out(notice.inquiry.requests, today) else Told.RUNS
