"""What the matrix of practices shows: for every employer and practice what is reported, and that nothing is known."""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from supplychain.domain import vocabulary as v
from supplychain.domain.charts import Chart
from supplychain.domain.parties import Party
from supplychain.domain.records import PracticeReport, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown, show

STANCES = ("reported", "ended", "denied")
"""What may be said of a practice, in the order in which it is shown; where nothing is said, it is not known."""


class PracticeCell(Record):
    """What is known of one practice at one employer."""

    group: str = Field(description="Surveillance, conditions or good practice.")
    practice: str = Field(description="Code of the practice.")
    employer: str = Field(description="Id of the employer.")
    known: bool = Field(description="Whether anything is reported. No says nothing about the practice.")
    stances: tuple[str, ...] = Field(description="reported, ended, denied: all that is said; empty = not known.")
    claims: tuple[str, ...] = Field(description="Ids of the reports.")
    grade: str = Field(description="Best evidence grade of the reports; empty where there is none.")
    disputed: bool = Field(description="A response denies one of the reports, or a source contradicts it.")


class PracticeChart(Chart):
    """Employers beside each other, practice by practice."""

    row_type: ClassVar[type[Record]] = PracticeCell
    kind: ClassVar[str] = "practices"

    practice: str = Field(description="The practice that was asked for; empty when employers were.")
    employers: tuple[Party, ...] = Field(description="The employers, in the order asked for.")
    practices: tuple[str, ...] = Field(description="Practices of which something is known at one of them.")
    silent: tuple[str, ...] = Field(description="Practices of which nothing is known at any of them.")
    reports: tuple[Shown, ...] = Field(description="The reports.")
    cells: tuple[PracticeCell, ...] = Field(description="Every cell, practice by practice.")

    def table(self) -> tuple[PracticeCell, ...]:
        """One row a cell."""
        return self.cells

    def cell(self, practice: str, employer: str) -> PracticeCell:
        """Give one cell."""
        return next(c for c in self.cells if (c.practice, c.employer) == (practice, employer))


def reports_at(snapshot: Snapshot, employers: Sequence[str], practices: Sequence[str]) -> tuple[Shown, ...]:
    """Every report of these practices at these (canonical) employers."""
    found = [c for id in employers for c in snapshot.practices_at(id) if c.practice in practices]
    return tuple(show(claim, snapshot) for claim in sorted(found, key=lambda claim: claim.id))


def practice_cells(
    snapshot: Snapshot, reports: Sequence[Shown], employers: Sequence[str], practices: Sequence[str]
) -> tuple[tuple[str, ...], tuple[PracticeCell, ...]]:
    """Make a cell for every employer and every practice of which something is known at one of the employers.

    Gives these practices in the order of the vocabulary, and the cells.
    """
    found: dict[tuple[str, str], list[Shown]] = {}
    for shown in reports:
        claim = shown.claim
        assert isinstance(claim, PracticeReport), "a report of a practice"
        found.setdefault((claim.practice, snapshot.canonical(claim.employer)), []).append(shown)
    known = tuple(p for p in v.PRACTICES if p in practices and any((p, e) in found for e in employers))
    return known, tuple(_cell(p, e, found.get((p, e), [])) for p in known for e in employers)


def _cell(practice: str, employer: str, found: Sequence[Shown]) -> PracticeCell:
    said = {str(getattr(s.claim, "stance", "")) for s in found}
    return PracticeCell(
        group=v.PRACTICE_GROUP[practice],
        practice=practice,
        employer=employer,
        known=bool(found),
        stances=tuple(stance for stance in STANCES if stance in said),
        claims=tuple(s.claim.id for s in found),
        grade=min((s.evidence.grade.value for s in found), default=""),
        disputed=any({"disputed", "partly_disputed", "contradicted"} & set(s.states) for s in found),
    )
