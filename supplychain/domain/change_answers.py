"""The answers on what changed since a revision: a page of changes with all that a mirror needs, and a feed of them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.browse import Answer
from supplychain.domain.history_answers import ChangeRow, RecordStep, StepState, change_rows
from supplychain.domain.records import Record, Response
from supplychain.domain.watch import Watch

PAGE = 100
"""Changes in one answer, when no limit is given."""
MOST = 1000
"""The highest limit."""
FEED_PAGE = 50
"""Entries of a feed on one page."""


class Act(StrEnum):
    """What a copy of the data package has to do about a change."""

    PUT = "put"
    DROP = "drop"
    LEAVE = "leave"


class Told(StrEnum):
    """What a response tells."""

    NOTHING = ""
    ANSWERED = "answered"
    DISPUTED = "disputed"
    SILENCE = "silence"


_DISPUTES = {"denies", "partly_denies"}


class Change(RecordStep):
    """What one revision did to one record, with the record before and since."""

    revision: int = Field(description="Revision in which it was done.")
    recorded_at: datetime = Field(description="When, UTC.")
    version_before: int | None = Field(
        description="Revision of the version that held until then; empty where none did."
    )
    version: int | None = Field(description="Revision of the version that holds since then; empty where none does.")
    before: SerializeAsAny[Record] | None = Field(description="The record until then; empty where none was recorded.")
    copy_has_to: Act = Field(
        description="What a copy of the package has to do: put the record in place of its own, drop it, or leave all as it is."
    )

    @property
    def told(self) -> Told:
        """What a response that came in tells; nothing of any other change."""
        if not isinstance(self.record, Response) or self.state not in (StepState.NEW, StepState.RESTORED):
            return Told.NOTHING
        stances = {target.stance for target in self.record.targets}
        if stances & _DISPUTES:
            return Told.DISPUTED
        return Told.SILENCE if stances == {"no_answer"} else Told.ANSWERED


class NotedRevision(Record):
    """A revision, with its hash in the chain."""

    seq: int = Field(description="Number of the revision.")
    recorded_at: datetime = Field(description="When, UTC.")
    actor: str = Field(description="In which role it was made; never a person.")
    summary: str = Field(description="What it is about.")
    hash: str = Field(description="Hash of the revision, in which that of the one before it is contained.")
    prev_hash: str = Field(description="Hash of the revision before it; empty for the first.")


class ChangesAnswer(Answer):
    """What was done since a revision, in order, a page at a time. `revision` is the one up to which it goes."""

    row_type: ClassVar[type[Record]] = ChangeRow

    since: str = Field(description="Revision, or place in one, after which the changes begin.")
    hash: str = Field(description="Hash of the revision up to which the answer goes; empty while nothing is recorded.")
    watch: Watch = Field(description="What was asked about.")
    kind: str = Field(description="Table that was asked for; empty for all.")
    total: int = Field(description="How many changes there are since then, these and those of later pages.")
    next: str = Field(description="What to give as `since` for the next page; empty on the last one.")
    revisions: tuple[NotedRevision, ...] = Field(
        description="The revisions of these changes, oldest first; on the last page also the one up to which it goes."
    )
    changes: tuple[Change, ...] = Field(description="The changes, oldest first.")

    def table(self) -> tuple[ChangeRow, ...]:
        """One row a field that differs."""
        return tuple(r for c in self.changes for r in change_rows(c.revision, c.table, c.id, c.state, c.changes))


class FeedEntry(Record):
    """One change as an entry of a feed."""

    change: Change = Field(description="The change.")
    updated: datetime = Field(
        description="When the entry last became another: when it was made, or its text taken away."
    )


class Feed(Answer):
    """What changed of something that is watched, newest first, a page at a time."""

    watch: Watch = Field(description="What is watched.")
    kind: str = Field(description="Table that was asked for; empty for all.")
    about: str = Field(description="Name of what is watched, where it is one thing.")
    own: str = Field(
        description="Id of the list of which it is the feed; empty where what is watched tells it from others."
    )
    updated: datetime = Field(description="When the feed last became another.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    entries: tuple[FeedEntry, ...] = Field(description="The entries, newest first.")
