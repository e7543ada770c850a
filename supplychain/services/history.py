"""Say whether what is recorded is what was recorded."""

from typing import ClassVar

from pydantic import Field

from supplychain.domain.errors import Problem
from supplychain.domain.records import Record
from supplychain.store.database import View


class Hole(Record):
    """A version whose text was taken away: its digest is all that can still be compared."""

    table: str = Field(description="Table of versions.")
    row: int = Field(description="Row in it.")
    revision: int = Field(description="Revision that took the text away.")
    reason: str = Field(description="Why.")


class HistoryReport(Record):
    """What was compared with the chain of hashes, and what does not agree."""

    row_type: ClassVar[type[Record]] = Hole

    revisions: int = Field(description="Revisions that were compared.")
    rows: int = Field(description="Versions of records that were compared.")
    hash: str = Field(
        description="Hash of the newest revision, to compare with one published elsewhere; empty when nothing is recorded."
    )
    holes: tuple[Hole, ...] = Field((), description="What was redacted.")
    problems: tuple[Problem, ...] = Field((), description="What does not agree.")

    def table(self) -> tuple[Hole, ...]:
        """One row a hole."""
        return self.holes


def verify_history(view: View) -> HistoryReport:
    """Compare everything that was ever recorded with its digests and with the chain of revisions."""
    audit = view.verify()
    return HistoryReport(
        revisions=audit.revisions,
        rows=audit.rows,
        hash=audit.hash,
        holes=tuple(Hole(table=h.table, row=h.row, revision=h.revision, reason=h.reason) for h in audit.holes),
        problems=audit.problems,
    )
