"""Uploads: files and programs bring many rows at once; what is made of each, said before anything is kept."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from supplychain.domain.errors import PlacedProblem, Problem
from supplychain.domain.matching import Match
from supplychain.domain.records import Record
from supplychain.domain.reports import Content, Report
from supplychain.domain.reports import State as ReportState
from supplychain.domain.sentences import place_words
from supplychain.domain.values import Sentence
from supplychain.domain.vocabulary import Term

MAX_ROWS = 100_000
MAX_BYTES = 64 * 1024 * 1024
SHOWN = 1_000
"""How many rows and faults are shown; the rest is counted."""
NEW_PARTY = "new"
"""Chosen for a name that is none of the parties it resembles."""
MISSING = "not recorded"
"""Stands where nobody wrote down the place in the source."""

INLINE: dict[str, str] = {
    "source": "Id, title or address of a source that is recorded or stands in the sheet sources; “own”: your own knowledge.",
    "source_title": "Title of the source; with it no sheet sources is needed.",
    "source_url": "Address of the source.",
    "source_publisher": "Who published it.",
    "source_date": "Date of publication, as far as known.",
    "source_kind": "What kind of document it is.",
    "source_seen": "Whether the passage itself was read; empty: yes.",
    "source_quality": "Whether it is the work itself or repeats another; empty: original.",
    "locator": "Where in the source: page, section, minute.",
    "group_size": "How many people do this work there: the smaller the group, the easier it is to guess who spoke.",
}
"""Columns that a sheet of claims may have beside its own, so that one sheet is enough."""
REMARK = "what_is_wrong"
"""Column of our own in the files of wrong rows; it is passed over when they come back."""

EVERYTHING_KNOWN = "Everything in it is recorded already: nothing was changed."


class RowState(StrEnum):
    """What is made of a row."""

    NEW = "new"
    MATCHED = "matched"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


ROW_STATES: dict[str, Term] = {
    state.value: Term(state.value, label, said)
    for state, label, said in (
        (RowState.NEW, "new", "Not recorded yet."),
        (RowState.MATCHED, "matched", "A name in it was found among what is recorded."),
        (RowState.CHANGED, "changed", "Recorded with other content, which it would replace."),
        (RowState.UNCHANGED, "unchanged", "Recorded as it is, or it lies in the report already: nothing happens."),
        (RowState.WRONG, "wrong", "Cannot be taken as it is."),
    )
}


class Fault(Record):
    """One thing that is wrong with an upload, with its place."""

    sheet: str = Field("", description="Sheet or file; empty for the upload as a whole.")
    row: int = Field(0, description="Row as a spreadsheet shows it; 0 for the whole sheet.")
    column: str = Field("", description="Column; empty for the whole row.")
    what: Sentence = Field(description="What is wrong.")
    mend: Sentence = Field("", description="How to mend it.")

    def problem(self, pointer: str = "") -> Problem:
        """Put it as a problem."""
        return PlacedProblem(place_words(self.sheet, self.row, self.column), self.what, self.mend, pointer)


class RowSeen(Record):
    """One row of an upload and what is made of it."""

    sheet: str = Field(description="Sheet or file.")
    row: int = Field(description="Row as a spreadsheet shows it.")
    table: str = Field(description="Table to which it belongs.")
    state: RowState = Field(description="What is made of it.")
    says: str = Field(description="What it says, in short.")
    matches: tuple[Match, ...] = Field((), description="What its names were matched with, with score and reasons.")


class Unsettled(Record):
    """A name that may mean something recorded: somebody has to choose."""

    name: str = Field(description="The name as it was written.")
    places: int = Field(description="How often it stands in the upload.")
    may_be_new: bool = Field(description="Stands in the sheet entities, so it may be new.")
    candidates: tuple[Match, ...] = Field(description="What it may mean, best first.")


class Upload(Record):
    """What an upload comes to, before anything is kept."""

    row_type: ClassVar[type[Record]] = RowSeen

    new: int = Field(0, description="Rows that are not recorded yet.")
    matched: int = Field(0, description="Rows with a name that was found among what is recorded.")
    changed: int = Field(0, description="Rows that are recorded with other content.")
    unchanged: int = Field(0, description="Rows that are recorded as they are, or lie in the report already.")
    wrong: int = Field(0, description="Rows that cannot be taken as they are.")
    rows: tuple[RowSeen, ...] = Field((), description="Row by row, at most 1,000: those that need a look come first.")
    faults: tuple[Fault, ...] = Field((), description="What is wrong, at most 1,000.")
    more_faults: int = Field(0, description="How many more things are wrong.")
    unsettled: tuple[Unsettled, ...] = Field((), description="Names for which somebody has to choose.")
    notes: tuple[Fault, ...] = Field((), description="What should be looked at and stops nothing.")
    content: Content = Field(
        Content(), exclude=True, description="What is new or changed and right, as a report proposes it."
    )

    def table(self) -> tuple[RowSeen, ...]:
        """One row a row."""
        return self.rows

    @property
    def total(self) -> int:
        """Rows in all."""
        return self.new + self.matched + self.changed + self.unchanged + self.wrong


class Submitted(Record):
    """What became of something that was sent in one go."""

    row_type: ClassVar[type[Record]]

    id: str = Field("", description="Number of the report; empty where nothing was new, and so nothing was sent.")
    state: ReportState | None = Field(None, description="Where it stands.")
    code: str = Field("", description="Receipt code, shown this once; empty with an account, or where one was given.")
    new: int = Field(
        description="Things that are new, as the report's page counts them: claims, parties, judgements; not their sources, "
        "citations and marks."
    )
    changed: int = Field(description="Things that are recorded with other content.")
    unchanged: int = Field(description="Things that are recorded as they are, or were sent already.")
    said: str = Field("", description="What there is to say about it.")

    def table(self) -> "tuple[Submitted, ...]":
        """Only one row."""
        return (self,)


Submitted.row_type = Submitted


class Followed(Record):
    """The reports of a sender."""

    row_type: ClassVar[type[Record]] = Report

    reports: tuple[Report, ...] = Field(description="Newest first.")

    def table(self) -> tuple[Report, ...]:
        """One row a report."""
        return self.reports


class Withdrawn(Record):
    """That a report was taken back."""

    row_type: ClassVar[type[Record]]

    id: str = Field(description="Number of the report.")
    state: ReportState = Field(ReportState.WITHDRAWN, description="Where it stands.")

    def table(self) -> "tuple[Withdrawn, ...]":
        """Only one row."""
        return (self,)


class Written(Record):
    """That a file was written."""

    row_type: ClassVar[type[Record]]

    path: str = Field(description="Where it is.")
    size: int = Field(description="Its size in bytes.")

    def table(self) -> "tuple[Written, ...]":
        """Only one row."""
        return (self,)


Withdrawn.row_type, Written.row_type = Withdrawn, Written
