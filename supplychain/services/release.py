"""Release pay that workers reported to us: one batch a quarter goes through the gate, all else is held back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.pay_gate import HeldBack, newest, publishable, quarter_of
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Record
from supplychain.store.database import Store

ACTOR = "release"


class ReleaseReport(Record):
    """What a batch shows and what it holds back."""

    row_type: ClassVar[type[Record]] = HeldBack

    quarter: str = Field(description="The quarter of the batch.")
    revision: int = Field(description="Newest revision; the one that shows the batch, when something changed.")
    released: bool = Field(description="Whether this call released it; in a quarter only the first one does.")
    groups: int = Field(description="Groups that are shown.")
    new_groups: int = Field(description="Figures that this call showed for the first time.")
    held_back: tuple[HeldBack, ...] = Field(description="What is not shown, by employer.")

    def table(self) -> tuple[HeldBack, ...]:
        """One row an employer of which something is held back."""
        return self.held_back


def release_pay(store: Store, on: date | None, now: datetime, salt: Callable[[], str]) -> ReleaseReport:
    """Release the batch of the quarter of a day (None = today); a second time in a quarter nothing is released.

    Raises Invalid for a day that has not come, which would cut the delay short, and Refused for a quarter that is over.
    """
    day = on or now.date()
    if day > now.date():
        raise Invalid([Problem("Day of the release", f"{day} has not come yet.", "Give a day up to today.")])
    quarter = quarter_of(day)
    with store.writer(ACTOR, own_words("release", quarter=quarter), now, salt) as writer:
        before = writer.released_pay()
        if quarter < before.quarter:
            raise Refused(f"Pay was released in {before.quarter} already, so nothing can be released in {quarter}.")
        if quarter == before.quarter or not writer.revision:
            cells = len(newest(before.releases))
            return _report(quarter, writer.revision, before.held_back, released=False, groups=cells, new=0)
        reports = writer.own_reports()
        wages, own = [wage for wage, _ in reports.values()], {id: own for id, (_, own) in reports.items()}
        gate = publishable(wages, own, day, before.releases, before.held)
        changed = writer.release_pay(gate, quarter, day)
        return _report(
            quarter,
            writer.next if changed else writer.revision,
            gate.published.held_back,
            released=True,
            groups=len(gate.published.cells),
            new=len(gate.releases) - len(before.releases),
        )


def _report(
    quarter: str, revision: int, held_back: tuple[HeldBack, ...], *, released: bool, groups: int, new: int
) -> ReleaseReport:
    return ReleaseReport(
        quarter=quarter, revision=revision, released=released, groups=groups, new_groups=new, held_back=held_back
    )
