"""The answers on the history: the log, one revision with what it did, one record with its versions, and a revision undone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.browse import Answer
from supplychain.domain.field_changes import FieldChange, ItemState
from supplychain.domain.packages import TABLE_OF
from supplychain.domain.parties import mentioned
from supplychain.domain.records import Claim, Record

LOG_PAGE = 50
"""Revisions, or records of a revision, on one page."""


class StepState(StrEnum):
    """What a revision did to a record."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    ENDED = "ended"
    REDACTED = "redacted"


STEP_STATES = {
    StepState.NEW: ("new", "It was not recorded before."),
    StepState.CHANGED: ("changed", "It is recorded with other content than before."),
    StepState.WITHDRAWN: ("withdrawn", "The claim was taken back. It keeps its page and counts nowhere."),
    StepState.RESTORED: ("restored", "It was withdrawn or ended before, and stands again."),
    StepState.ENDED: ("ended", "It is not recorded any more; its versions stay here."),
    StepState.REDACTED: ("redacted", "The text of a version was taken away for ever; the hole stays and can be seen."),
}


class UndoAction(StrEnum):
    """What undoing a revision does to a record."""

    RESTORE = "restore"
    WITHDRAW = "withdraw"
    END = "end"
    LEAVE = "leave"


UNDO_ACTIONS = {
    UndoAction.RESTORE: ("put back", "It becomes what it was before that revision."),
    UndoAction.WITHDRAW: ("withdrawn", "The claim was new in that revision; it is withdrawn and keeps its page."),
    UndoAction.END: ("ended", "It was new in that revision and is not recorded any more."),
    UndoAction.LEAVE: ("left", "It stays as it is."),
}
UNDO_WORDS: dict[str, str] = {
    "keeps_id": "It was new. An entity or a source keeps its id and its page for ever, since other records may name it.",
    "came_withdrawn": "It came in withdrawn.",
    "changed_again": "It was changed again in revision %(revision)s. Undo that revision first, or change the record itself.",
    "came_back": "It was recorded again in revision %(revision)s.",
    "was_redacted": "The version before was redacted in revision %(revision)s, so that it cannot be put back.",
    "stood_on": "It was new, and %(names)s would stand on nothing.",
}
"""Why a record is left as it is, or stands in the way of undoing."""
REASON_WRONG: dict[str, tuple[str, str]] = {
    "missing": ("This is missing.", "Say in a sentence why the revision is undone."),
    "unfit": ("This cannot be kept.", "Give at most 300 characters that can be printed."),
    "personal": (
        "It holds an e-mail address, a phone number or a number that identifies somebody.",
        "Everybody can read the reason, for ever: leave this out.",
    ),
}
UNDO_REFUSED: dict[str, str] = {
    "nothing": "There is nothing to undo in this revision.",
    "meantime": "Something was recorded in the meantime: look again at what would change.",
}


UNDO_OWN_PAY = (
    "This revision published the report %(report)s. If the sender's own pay was accepted with it, that pay stays: it is kept "
    "apart, in no revision, and nothing tells any more in which report it came. Its sender can take it back."
)
"""What is said before a revision that published a report is undone."""


class TableChanges(Record):
    """What a revision did in one table."""

    table: str = Field(description="Table of the data package.")
    new: int = Field(description="Records that were not there before.")
    changed: int = Field(description="Records that got other content; a withdrawn claim is one of them.")
    ended: int = Field(description="Records that are not there any more.")

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.changed + self.ended


class RevisionRow(Record):
    """One revision in the log."""

    seq: int = Field(description="Number of the revision.")
    recorded_at: datetime = Field(description="When, UTC.")
    actor: str = Field(description="In which role it was made; never a person.")
    summary: str = Field(description="What it is about.")
    new: int = Field(description="Records that were not there before.")
    changed: int = Field(description="Records that got other content.")
    ended: int = Field(description="Records that are not there any more.")
    redacted: int = Field(description="Versions whose text it took away.")
    hash: str = Field(description="Hash of the revision, in which that of the one before it is contained.")
    counts: tuple[TableChanges, ...] = Field((), description="The same by table of the data package.")


class HistoryAnswer(Answer):
    """The log, a page at a time."""

    row_type: ClassVar[type[Record]] = RevisionRow

    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many revisions there are.")
    rows: tuple[RevisionRow, ...] = Field(description="The revisions of this page, newest first.")

    def table(self) -> tuple[RevisionRow, ...]:
        """One row a revision."""
        return self.rows


class Redaction(Record):
    """A version whose text was taken away for ever; what stays of it is a hole that can be seen."""

    table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record.")
    version: int = Field(description="Revision from which on the version held.")
    revision: int = Field(description="Revision that took the text away.")
    reason: str = Field(description="Why.")


class RecordStep(Record):
    """What a revision did to one record."""

    table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record; of a judgement or a second reading the parts of its key.")
    state: StepState = Field(description="New, changed, withdrawn, restored or ended.")
    record: SerializeAsAny[Record] = Field(description="The record since then; of one that ended, as it was.")
    hole: Redaction | None = Field(None, description="The redaction of this version, if its text was taken away.")
    before_hole: Redaction | None = Field(None, description="The redaction of the version before it.")
    changes: tuple[FieldChange, ...] = Field((), description="How its fields differ from the version before.")


class ChangeRow(Record):
    """One field that differs, as a row."""

    revision: int = Field(description="Revision in which it changed.")
    table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record.")
    state: str = Field(description="What became of the record.")
    field: str = Field(description="The field; of a record that stands in this one, after a point.")
    item: str = Field(description="What tells a record that stands in this one from the others there.")
    before: str = Field(description="What it was.")
    after: str = Field(description="What it is.")


def change_rows(revision: int, table: str, id: str, state: str, changes: Iterable[FieldChange]) -> Iterator[ChangeRow]:
    """Flatten differences."""

    def row(field: str, item: str, before: str, after: str) -> ChangeRow:
        told = {"revision": revision, "table": table, "id": id, "state": state}
        return ChangeRow.model_validate({**told, "field": field, "item": item, "before": before, "after": after})

    for change in changes:
        if not change.items:
            yield row(change.field, "", change.before, change.after)
        for item in change.items:
            if item.state is ItemState.MOVED:
                yield row(change.field, " ".join(item.key), "", "")
            for inner in item.changes:
                yield row(f"{change.field}.{inner.field}", " ".join(item.key), inner.before, inner.after)


class RevisionAnswer(Answer):
    """One revision with what it did."""

    row_type: ClassVar[type[Record]] = ChangeRow

    entry: RevisionRow = Field(description="The revision.")
    payload_digest: str = Field(description="Hash of what it opened, closed and redacted.")
    prev_hash: str = Field(description="Hash of the revision before it; empty for the first.")
    kind: str = Field(description="Table that was asked for; empty = all.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many records it touched, of the table that was asked for.")
    redactions: tuple[Redaction, ...] = Field((), description="What it redacted.")
    undone_by: tuple[int, ...] = Field((), description="Later revisions that undid it; empty while none did.")
    steps: tuple[RecordStep, ...] = Field(description="What it did to the records of this page.")

    def table(self) -> tuple[ChangeRow, ...]:
        """One row a field that differs."""
        return tuple(r for s in self.steps for r in change_rows(self.entry.seq, s.table, s.id, s.state, s.changes))


class VersionStep(RecordStep):
    """One version of a record."""

    number: int = Field(description="Number of the version, from 1.")
    revision: int = Field(description="Revision that made it; of one that ended, the revision that ended it.")
    recorded_at: datetime = Field(description="When, UTC.")
    actor: str = Field(description="In which role.")
    summary: str = Field(description="What that revision is about.")
    until: int | None = Field(description="Revision that took its place or ended it; empty while it stands.")


class RecordHistory(Answer):
    """Every version of one record, newest first."""

    row_type: ClassVar[type[Record]] = ChangeRow

    of_table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record.")
    record: SerializeAsAny[Record] = Field(description="The record as it is; of one that ended, as it was.")
    versions: tuple[VersionStep, ...] = Field(description="Its versions, newest first.")

    def table(self) -> tuple[ChangeRow, ...]:
        """One row a field that differs."""
        return tuple(r for v in self.versions for r in change_rows(v.revision, v.table, v.id, v.state, v.changes))


class UndoStep(Record):
    """What undoing would do to one record, or why it cannot."""

    table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record.")
    action: UndoAction | None = Field(description="What is done; empty where the record stands in the way.")
    why: str = Field("", description="Why it is left, or stands in the way, as a code.")
    revision: int | None = Field(None, description="The later revision that stands in the way.")
    names: tuple[str, ...] = Field((), description="Ids of what would stand on nothing.")
    record: SerializeAsAny[Record] = Field(description="The record as it is, or as it was last.")
    changes: tuple[FieldChange, ...] = Field((), description="How its fields will differ from what they are.")

    @property
    def parameters(self) -> Mapping[str, object]:
        """What is filled into the words of `why`."""
        return {"revision": self.revision, "names": ", ".join(self.names)}


class UndoRow(Record):
    """One record as a row."""

    table: str = Field(description="Table of the data package.")
    id: str = Field(description="Id of the record.")
    action: str = Field(description="What is done; empty where the record stands in the way.")
    why: str = Field(description="Why it is left, or stands in the way.")


class UndoPlan(Answer):
    """What undoing a revision would do, or did."""

    row_type: ClassVar[type[Record]] = UndoRow

    undone: RevisionRow = Field(description="The revision that is undone.")
    made: int | None = Field(None, description="The revision that undid it; empty while that was not done.")
    steps: tuple[UndoStep, ...] = Field(description="What is done to its records.")
    report: str = Field("", description="Number of the report that the revision published; empty where it was none.")

    @property
    def in_the_way(self) -> tuple[UndoStep, ...]:
        """Records because of which nothing can be done."""
        return tuple(s for s in self.steps if s.action is None)

    @property
    def acting(self) -> tuple[UndoStep, ...]:
        """Records to which something is done."""
        return tuple(s for s in self.steps if s.action not in (None, UndoAction.LEAVE))

    def table(self) -> tuple[UndoRow, ...]:
        """One row a record."""
        return tuple(UndoRow(table=s.table, id=s.id, action=s.action or "", why=why_words(s)) for s in self.steps)


def why_words(step: UndoStep) -> str:
    """Say in English why a record is left or stands in the way."""
    return UNDO_WORDS[step.why] % step.parameters if step.why else ""


def id_of(record: Record) -> str:
    """Give what tells a record from all others of its table, as one text."""
    return " ".join(str(getattr(record, name)) for name in TABLE_OF[type(record)].key)


def state_of(before: Record | None, after: Record | None) -> StepState:
    """Say what became of a record."""
    if before is None:
        return StepState.NEW
    if after is None:
        return StepState.ENDED
    if isinstance(before, Claim) and isinstance(after, Claim):
        stood, stands = not before.withdrawn_reason, not after.withdrawn_reason
        if stood != stands:
            return StepState.RESTORED if stands else StepState.WITHDRAWN
    return StepState.CHANGED


def parties_in(record: Record, changes: Iterable[FieldChange]) -> set[str]:
    """Give the id of every entity that a record or its differences name."""
    found = mentioned(record) if isinstance(record, Claim) else set()
    for change in changes:
        if change.refers == "entities":
            found |= {id for text in (change.before, change.after) for id in text.split("|") if id}
        for item in change.items:
            found |= parties_in(record, item.changes)
    for name, table in TABLE_OF[type(record)].references.items():
        if table == "entities" and isinstance(id := getattr(record, name, None), str):
            found.add(id)
    return found
