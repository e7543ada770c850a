"""Reports: what somebody sends in, the states it goes through, who may move it, and what is said of it in public.

What a report proposes is kept as rows of the data package, in the words in which they were given: forms, spreadsheets, packages
and programs fill in the same rows, and one reader checks them all.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from supplychain.domain.errors import Problem, Refused
from supplychain.domain.packages import CLAIM_TABLES, TABLE, TABLES
from supplychain.domain.records import Record
from supplychain.domain.values import Sentence, Slug, Words
from supplychain.domain.vocabulary import Term

Cells = dict[str, str]
"""One row as text, by column; a cell that is empty is left out."""
MAX_MESSAGE = 4_000
MAX_FILES = 10


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done with a report."""

    SEND = "send"
    CLAIM = "claim"
    RELEASE = "release"
    RETURN = "return"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


MOVES: dict[Move, tuple[frozenset[State], State]] = {
    Move.SEND: (frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
    Move.CLAIM: (frozenset({State.SUBMITTED}), State.IN_REVIEW),
    Move.RELEASE: (frozenset({State.IN_REVIEW}), State.SUBMITTED),
    Move.RETURN: (frozenset({State.IN_REVIEW}), State.RETURNED),
    Move.ACCEPT: (frozenset({State.IN_REVIEW}), State.ACCEPTED),
    Move.REFUSE: (frozenset({State.IN_REVIEW}), State.REFUSED),
    Move.WITHDRAW: (
        frozenset({State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED}),
        State.WITHDRAWN,
    ),
}
"""The one table of what may follow what."""
OPEN = frozenset({State.DRAFT, State.RETURNED})
"""States in which the sender may change the report."""
WAITING = frozenset({State.SUBMITTED, State.IN_REVIEW})
ENDED = frozenset({State.ACCEPTED, State.REFUSED, State.WITHDRAWN})


class Reason(StrEnum):
    """Why a report goes back or is refused. The list is public."""

    NO_SOURCE = "no_source"
    NOT_SUPPORTED = "not_supported"
    UNCLEAR = "unclear"
    ALREADY_THERE = "already_there"
    OUT_OF_SCOPE = "out_of_scope"
    PERSONAL = "personal"
    ENDANGERS = "endangers"
    NOT_CREDIBLE = "not_credible"
    UNLAWFUL = "unlawful"
    SPAM = "spam"


class Decision(StrEnum):
    """What a reviewer decided."""

    RETURNED = "returned"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"


class Side(StrEnum):
    """Who wrote a message, and who may read it."""

    SENDER = "sender"
    DESK = "desk"
    INTERNAL = "internal"


def _terms(words: Mapping[StrEnum, tuple[str, str]]) -> dict[str, Term]:
    return {str(code): Term(str(code), *said) for code, said in words.items()}


TERMS: dict[str, dict[str, Term]] = {
    "report_state": _terms(
        {
            State.DRAFT: ("draft", "Not sent yet; nobody but its sender sees it."),
            State.SUBMITTED: ("sent", "Waits for a reviewer."),
            State.IN_REVIEW: ("in review", "A reviewer looks at it."),
            State.RETURNED: ("returned", "Waits for its sender to mend or complete it."),
            State.ACCEPTED: ("accepted", "Published, whole or in part."),
            State.REFUSED: ("refused", "Will not be published; the reason is said."),
            State.WITHDRAWN: ("withdrawn", "Taken back by its sender."),
        }
    ),
    "report_reason": _terms(
        {
            Reason.NO_SOURCE: ("source missing", "It is not said where this is known from."),
            Reason.NOT_SUPPORTED: ("source does not say so", "The source does not say what is claimed."),
            Reason.UNCLEAR: ("unclear", "It cannot be told what is claimed, or of whom."),
            Reason.ALREADY_THERE: ("already there", "The database holds this already."),
            Reason.OUT_OF_SCOPE: ("out of scope", "It is not about the labour behind AI tools."),
            Reason.PERSONAL: ("names a person", "It holds something that reaches or identifies a person."),
            Reason.ENDANGERS: ("could expose somebody", "Published, it could show who spoke."),
            Reason.NOT_CREDIBLE: ("not credible", "It contradicts itself, or what can be checked."),
            Reason.UNLAWFUL: ("cannot lawfully be published", "The law forbids publishing it."),
            Reason.SPAM: ("no report", "It is advertising, a test, or empty of content."),
        }
    ),
    "report_decision": _terms(
        {
            Decision.RETURNED: ("returned", "Sent back to be mended or completed."),
            Decision.ACCEPTED: ("accepted", "Published as it is or with changes by the reviewer."),
            Decision.PARTLY_ACCEPTED: ("accepted in part", "Published in part; the rest was left out."),
            Decision.REFUSED: ("refused", "Not published."),
        }
    ),
}
"""The closed lists of this part; each has a table in the database."""

REFUSED: dict[str, str] = {
    "state": "This cannot be done with the report as it stands now: somebody else was quicker, or it is decided. Look again.",
    "own": "Nobody decides on a report of their own. Leave it to somebody else.",
    "not_yours": "Another reviewer looks at this report. Ask them to give it back first.",
    "changed": "The report was changed in the meantime. Look at it again, then decide.",
    "empty": "There is nothing in this report yet. Add at least one thing that you know.",
    "same_reader": "The second reader has to be somebody else.",
    "second_reader": "This report names an employer of a small group: a second reader has to agree before it is accepted.",
    "nothing_chosen": "Nothing is chosen to be accepted. Choose something, or refuse the report with a reason.",
    "unsealed": "Confidential notes cannot be kept here: this installation has no key to seal them with.",
    "files": "No more than ten files fit into one report.",
    "reply": "This is an answer to a request of ours: only its form is checked. It is published as it is, or goes back for a "
    "reason of form.",
}
"""What the state of things can forbid."""
LEFT_OUT_WHY = "Say why a part is left out."
WRONG: dict[str, tuple[str, str]] = {
    "code_unknown": ("No report has this code.", "It has six groups of four letters and digits. Check every group."),
    "code_broken": ("This is not a whole code.", "It has six groups of four letters and digits. Check every group."),
    "country": ("This is not a country.", "Write its name or its code, such as KE."),
    "own_source": (
        "Your own pay is known from yourself, not from a source.",
        "Choose your own knowledge, or take the mark away.",
    ),
}
"""What can be wrong with what a sender fills in, and how to mend it."""


def wrong(field: str, code: str) -> Problem:
    """Make the problem of one field."""
    return Problem(field, *WRONG[code])


def move(state: State, what: Move) -> State:
    """Give the state that follows. Raises Refused where it does not follow."""
    from_, to = MOVES[what]
    if state not in from_:
        raise Refused(REFUSED["state"])
    return to


# -- what a report proposes ------------------------------------------------------------------------------------------------


class OwnPay(Record):
    """Marks a pay report as the sender's own pay: it is never published by itself, only in groups."""

    wage: Slug = Field(description="The pay report.")


class Group(Record):
    """How many people a claim could come from: the smaller the group, the easier it is to guess who spoke."""

    claim: Slug = Field(description="The claim.")
    size: Annotated[int, Field(ge=1, le=10_000_000)] = Field(
        description="How many people do this work at the employer, as far as the sender knows."
    )


class Retraction(Record):
    """That a claim should be withdrawn."""

    claim: Slug = Field(description="The claim.")
    reason: Words = Field(description="Why.")


OWN_PAY, GROUPS, RETRACTIONS = "own_pay", "groups", "retractions"
EXTRA: dict[str, type[Record]] = {OWN_PAY: OwnPay, GROUPS: Group, RETRACTIONS: Retraction}
"""Tables that a report has beside those of the package."""
KEYS = {OWN_PAY: "wage", GROUPS: "claim", RETRACTIONS: "claim"}
"""Column by which a row of these tables is known."""
PROPOSED = ("entities", "names", "identifiers", "sources", *CLAIM_TABLES, "targets", "citations", "judgements")
"""Tables of the package that a report may fill."""


class Content(Record):
    """What a report proposes, as rows by table."""

    tables: dict[str, tuple[Cells, ...]] = Field({}, description="Rows by table, as text by column.")

    def rows(self, table: str) -> tuple[Cells, ...]:
        """Give the rows of a table."""
        return self.tables.get(table, ())

    @property
    def count(self) -> int:
        """How many things are proposed: rows that stand for themselves."""
        alone = [name for name in (*PROPOSED, RETRACTIONS) if name == RETRACTIONS or not TABLE[name].parent]
        return sum(len(self.rows(name)) for name in alone if name != "sources")

    def with_rows(self, table: str, rows: Iterable[Cells]) -> "Content":
        """Put rows in the place of those of a table."""
        kept = tuple({k: v for k, v in row.items() if v} for row in rows)
        tables = {**self.tables, table: kept}
        return Content(tables={name: found for name, found in tables.items() if found})

    def adding(self, table: str, *rows: Cells) -> "Content":
        """Add rows; one with the id of a row that is there takes its place."""
        key = KEYS.get(table, "id")
        ids = {row[key] for row in rows if key in row}
        kept = [row for row in self.rows(table) if row.get(key, object()) not in ids]
        return self.with_rows(table, [*kept, *rows])

    def without(self, table: str, id: str) -> "Content":
        """Take a row away with everything that belongs to it."""
        key = KEYS.get(table, "id")
        found = self.with_rows(table, [row for row in self.rows(table) if row.get(key) != id])
        for nested in TABLES:
            if table in nested.parents:
                kept = [row for row in found.rows(nested.name) if row.get(nested.parent) != id]
                found = found.with_rows(nested.name, kept)
        if table in CLAIM_TABLES:
            found = found.with_rows(OWN_PAY, [row for row in found.rows(OWN_PAY) if row.get("wage") != id])
            found = found.with_rows(GROUPS, [row for row in found.rows(GROUPS) if row.get("claim") != id])
        return found

    def without_idle_sources(self) -> "Content":
        """Take away the sources that nothing in the report cites."""
        used = {
            row.get("source") for name in ("citations", "names", "identifiers", "judgements") for row in self.rows(name)
        }
        used |= {origin for row in self.rows("sources") for origin in row.get("origin_of", "").split("|")}
        return self.with_rows("sources", [row for row in self.rows("sources") if row.get("id") in used])

    @property
    def own_wages(self) -> frozenset[str]:
        """Ids of pay reports about the sender's own pay."""
        return frozenset(row.get("wage", "") for row in self.rows(OWN_PAY))


class Message(Record):
    """A word between the sender and the desk, or among those at the desk."""

    side: Side = Field(description="Who wrote it.")
    text: str = Field(description="What was written.")
    day: date = Field(description="When.")


class Attached(Record):
    """A file that belongs to a report, as far as it is shown: the cleaned copy is given to reviewers only."""

    id: str = Field(description="Id of the file.")
    number: int = Field(description="Its number in the report; the name under which it came is not kept.")
    media_type: str = Field(description="What it is.")
    size: int = Field(description="Size of the cleaned copy in bytes.")
    removed: tuple[Sentence, ...] = Field((), description="What was taken off.")
    sealed: bool = Field(description="Whether the original is kept, sealed.")


class Decided(Record):
    """One decision on a report, as it stands in the public log: never the sender, never who decided."""

    report: str = Field(description="Number of the report.")
    decision: Decision = Field(description="What was decided.")
    reason: Reason | None = Field(None, description="Why, where it was not accepted whole.")
    words: str = Field("", description="What was added to the reason.")
    day: date = Field(description="When.")
    revision: int | None = Field(None, description="Revision that published it; empty where nothing was recorded.")
    undone_by: int | None = Field(None, description="Revision that undid that one; empty while it stands.")
    undone_on: date | None = Field(None, description="Day on which it was undone.")
    early: tuple[str, ...] = Field(
        (),
        description="Ids of new claims that were published before those whom they name had 14 days to answer; "
        "the words say why.",
    )


class Report(Record):
    """A report with all that its sender may see of it."""

    id: str = Field(description="Number of the report.")
    state: State = Field(description="Where it stands.")
    version: int = Field(description="Counts every change, so that two people cannot decide at once.")
    organisation: str = Field("", description="Organisation for which it was sent; empty for none.")
    anonymous: bool = Field(description="Sent without an account.")
    created: date = Field(description="Day on which it was begun.")
    sent: date | None = Field(None, description="Day on which it was sent last.")
    decided: date | None = Field(None, description="Day of the decision.")
    content: Content = Field(description="What it proposes.")
    confirmed: tuple[str, ...] = Field((), description="Finds in its words that the sender has looked at.")
    messages: tuple[Message, ...] = Field((), description="Words between sender and desk, oldest first.")
    files: tuple[Attached, ...] = Field((), description="Files that belong to it.")
    note_sealed: bool = Field(False, description="Whether a confidential note lies with it, sealed.")
    decisions: tuple[Decided, ...] = Field((), description="Decisions on it, oldest first.")

    @property
    def is_open(self) -> bool:
        """Whether its sender may change it."""
        return self.state in OPEN


class Waiting(Record):
    """A report in the queue."""

    id: str = Field(description="Number of the report.")
    state: State = Field(description="Where it stands.")
    organisation: str = Field(description="Organisation for which it was sent; empty for none.")
    anonymous: bool = Field(description="Sent without an account.")
    sent: date = Field(description="Day on which it was sent last.")
    kinds: tuple[str, ...] = Field(description="Tables that it fills.")
    count: int = Field(description="Things that it proposes.")
    rounds: int = Field(description="How often it was returned.")
    reviewer: str = Field("", description="Who looks at it; empty for nobody.")
    mine: bool = Field(False, description="Whether the one who asks looks at it.")
    own: bool = Field(False, description="Whether the one who asks sent it.")
    days: int = Field(0, description="Days since it was sent last.")
    wants_second: bool = Field(False, description="Whether a second reader is needed and nobody agreed yet.")

    @property
    def can_take(self) -> bool:
        """Whether the one who asks can go to work on it."""
        return not self.own and (self.mine or self.state is State.SUBMITTED)


class Wanted(NamedTuple):
    """Which of the waiting reports are asked for; what is empty asks for all."""

    state: str = ""
    kind: str = ""
    account: str = ""
    """With or without."""
    mine: str = ""
    """Mine, free (nobody has it), or second (wants a second reader, who may be the one who asks)."""
    age: int = 0
    """So many days at least."""

    def fits(self, one: Waiting) -> bool:
        """Whether a report is asked for."""
        whose = {
            "": True,
            "mine": one.mine,
            "free": one.state is State.SUBMITTED and not one.own,
            "second": one.wants_second and not one.mine and not one.own,
        }
        return (
            self.state in ("", one.state)
            and (not self.kind or self.kind in one.kinds)
            and self.account in ("", "without" if one.anonymous else "with")
            and whose[self.mine]
            and one.days >= self.age
        )


class Queue(Record):
    """Reports that wait for a decision, a page at a time."""

    row_type: ClassVar[type[Record]] = Waiting

    total: int = Field(0, description="How many wait in all, whatever is asked for.")
    returned: int = Field(0, description="How many more are back at their senders, to be mended.")
    fitting: int = Field(0, description="How many of them are asked for.")
    page: int = Field(1, description="Page, from 1.")
    pages: int = Field(1, description="How many pages there are.")
    reports: tuple[Waiting, ...] = Field(description="Oldest first.")

    def table(self) -> tuple[Waiting, ...]:
        """One row a report."""
        return self.reports
