"""The public log of what was decided on reports: every decision with its reason and its day, and never a sender."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from statistics import median_low
from typing import ClassVar, NamedTuple

from pydantic import Field

from supplychain.domain.browse import Answer, page_of
from supplychain.domain.records import Record
from supplychain.domain.reports import Decided, Decision, Report


class LogWanted(NamedTuple):
    """Which decisions are asked for; what is empty asks for all."""

    decision: str = ""
    reason: str = ""

    def fits(self, one: Decided) -> bool:
        """Whether a decision is asked for."""
        return self.decision in ("", one.decision) and self.reason in ("", one.reason)


def published(one: Decided) -> str:
    """Say in English what became of what a decision published; empty where nothing was recorded."""
    if one.revision is None:
        return ""
    undone = f", undone on {one.undone_on} by revision {one.undone_by}" if one.undone_by else ""
    return f"revision {one.revision}{undone}"


OWN_PAY_KEPT = (
    "What it said of your own pay is kept apart and never shown by itself: it counts in the next release for a group of at "
    "least 5 reports out of at least 50 people, after three months at the earliest. The files that came with it are deleted."
)
"""What became of a report that said what its sender is paid, and nothing else."""


def is_own_pay(report: Report, one: Decided) -> bool:
    """Whether all that an accepted report held is kept apart as own pay: nothing was recorded, and nothing stays in it."""
    accepted = one.decision in (Decision.ACCEPTED, Decision.PARTLY_ACCEPTED)
    return accepted and one.revision is None and not report.content.tables


class Log(Answer):
    """The public log of decisions on reports, a page at a time. It always shows the newest state."""

    row_type: ClassVar[type[Record]] = Decided

    decision: str = Field(description="Decision that was asked for; empty = all.")
    reason: str = Field(description="Reason that was asked for; empty = all.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many decisions fit.")
    counts: dict[str, int] = Field(description="Decision -> how often it was taken, in all.")
    reasons: dict[str, int] = Field(description="Reason -> how often it was given, in all.")
    waiting: int = Field(description="Reports that wait for a decision.")
    median_days: int | None = Field(
        description="Half of them wait no longer than so many days; empty where none waits."
    )
    decisions: tuple[Decided, ...] = Field(description="Newest first.")

    def table(self) -> tuple[Decided, ...]:
        """One row a decision."""
        return self.decisions


def read_log(
    rulings: Sequence[Decided],
    waiting: Sequence[date],
    today: date,
    wanted: LogWanted,
    page: int,
    revision: int,
    recorded_on: str,
) -> Log:
    """Make the log from every decision and from the days since which reports wait. Raises NotFound for no such page."""
    chosen = [one for one in rulings if wanted.fits(one)]
    shown, pages = page_of(chosen, page)
    return Log(
        revision=revision,
        recorded_on=recorded_on,
        decision=wanted.decision,
        reason=wanted.reason,
        page=page,
        pages=pages,
        total=len(chosen),
        counts=dict(Counter(one.decision.value for one in rulings)),
        reasons=dict(Counter(one.reason.value for one in rulings if one.reason is not None)),
        waiting=len(waiting),
        median_days=median_low([(today - day).days for day in waiting]) if waiting else None,
        decisions=tuple(shown),
    )
