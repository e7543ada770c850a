"""What the desk and the respondent see of an inquiry."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from supplychain.domain.answer_text import says_in_full
from supplychain.domain.disclosures import Sent
from supplychain.domain.inquiries import Inquiry
from supplychain.domain.parties import Party
from supplychain.domain.records import Claim, Record, Request, Source
from supplychain.domain.replies import State, Step
from supplychain.domain.reports import Attached, Decided
from supplychain.domain.reports import State as ReportState
from supplychain.domain.review import label_of


class Printed(Record):
    """A claim as it is put before a respondent: the sentence that is printed and the kind of its basis, no more."""

    id: str = Field(description="Id of the claim.")
    sentence: str = Field(description="The sentence that is printed.")
    bases: tuple[str, ...] = Field(description="Kinds of its sources.")

    @classmethod
    def of(cls, claim: Claim, sources: Mapping[str, Source]) -> "Printed":
        """Put a claim into the words that are printed."""
        kinds = {sources[c.source].kind for c in claim.citations if c.stance == "supports"}
        sentence = says_in_full(claim) or claim.description or label_of(claim)
        return cls(id=claim.id, sentence=sentence, bases=tuple(sorted(kinds)))


class Notice(Record):
    """What is put before somebody whom a report names, before its rows are published."""

    name: str = Field(description="Name of the respondent.")
    kind: str = Field(description="Kind of the respondent.")
    claims: tuple[Printed, ...] = Field(description="What is to be printed.")


class LetterSeen(Record):
    """A letter of ours as the desk sees it."""

    id: str = Field(description="Id of the request.")
    request: Request | None = Field(description="The request, once the letter has gone; empty before.")
    channel: str = Field(description="How it went, or is to go.")
    written: date = Field(description="When it was written.")
    sent_to: str = Field(description="To whom it goes or went; empty once that was taken away.")
    language: str = Field(description="Language of the letter.")
    subject: str = Field(description="Its subject.")
    text: str = Field(description="What it says, with the link.")
    undone: date | None = Field(None, description="When it went, where the record of that was undone; else empty.")


class Waiting(Record):
    """An answer that waits for its form to be checked."""

    report: str = Field(description="Id of the report that it became.")
    response: str = Field(description="Id of the claim that it proposes.")
    state: ReportState = Field(description="How it stands.")
    version: int = Field(description="Counts its changes.")
    text: str = Field(description="The answer, word by word.")
    language: str = Field(description="Its language.")
    url: str = Field(description="Address of a published statement; empty for none.")
    stances: dict[str, str] = Field(description="Id of a claim -> what is said about it.")
    does_not_know: tuple[str, ...] = Field(description="What the respondent says it does not know.")
    files: tuple[Attached, ...] = Field((), description="Files that came with it: cleaned copies.")
    sent: date | None = Field(None, description="When it came.")
    questionnaire: Sent | None = Field(
        None, description="What is said to each question; empty for an answer about claims."
    )


class Stage(StrEnum):
    """What the answer page is for just now."""

    OPEN = "open"
    SENT = "sent"
    RETURNED = "returned"
    PUBLISHED = "published"


class Opened(Record):
    """What somebody sees who opens the link of a letter."""

    inquiry: Inquiry = Field(description="What was asked, and when.")
    respondent: Party = Field(description="Who is asked.")
    claims: tuple[Printed, ...] = Field(description="What is printed, or is to be printed.")
    due: date | None = Field(description="By when an answer is asked for.")
    late: bool = Field(description="Whether that day is over: an answer is still taken.")
    stage: Stage = Field(description="What the link is for just now.")
    answer: Waiting | None = Field(description="What was sent.")
    told: tuple[Decided, ...] = Field(description="What was said of it, when it came back.")
    notice: bool = Field(description="Whether the statements are not published yet.")
    files: tuple[Attached, ...] = Field(
        (),
        description="Documents that are kept with an answer that can still be changed: they go with it once it is sent.",
    )


class Seen(Record):
    """An inquiry as the desk sees it."""

    inquiry: Inquiry = Field(description="The inquiry as it is recorded.")
    name: str = Field(description="Name of the respondent.")
    step: Step = Field(description="What is to be done next.")
    today: date = Field(description="The day for which that holds.")
    claims: tuple[Printed, ...] = Field(description="The claims that it is about.")
    letters: tuple[LetterSeen, ...] = Field(description="Our letters, oldest first.")
    link: str = Field(description="Address of the answer page; empty where the inquiry was recorded elsewhere.")
    expires: date | None = Field(description="Until when the address holds.")
    extended: bool = Field(description="Whether the time was extended.")
    letter_waits: str = Field("", description="Id of the letter that is written and has not gone; empty for none.")
    answer: Waiting | None = Field(None, description="An answer that was sent and is not published.")
    report: str = Field(
        "", description="Id of the report whose rows a notice is about, as long as they are not published; else empty."
    )
    checked: bool = Field(
        False, description="Whether the form of an answer to a notice was checked: it is published with the rows."
    )


class DeskRow(Record):
    """One inquiry in the list of the desk."""

    id: str = Field(description="Id of the first request.")
    respondent: str = Field(description="Id of the respondent.")
    name: str = Field(description="Name of the respondent.")
    state: State = Field(description="How it stands.")
    step: Step = Field(description="What is to be done next.")
    due: date | None = Field(description="By when an answer is asked for.")
    channels: tuple[str, ...] = Field(description="Ways on which we asked.")
    claims: tuple[str, ...] = Field(description="Ids of the claims.")
    report: str = Field("", description="Id of the report whose rows a notice is about; empty for recorded claims.")
    questions: int = Field(0, description="Of a questionnaire the number of its questions.")


class DeskList(Record):
    """Every inquiry, the most pressing first."""

    row_type: ClassVar[type[Record]] = DeskRow

    inquiries: tuple[DeskRow, ...] = Field(description="The most pressing first, then by due date.")

    def table(self) -> tuple[DeskRow, ...]:
        """One row an inquiry."""
        return self.inquiries
