"""Assessments that an account keeps: saved, listed with their review, looked at again beside what changed, deleted."""

from datetime import date

from pydantic import Field

from supplychain.domain.assess import Assessment
from supplychain.domain.errors import Conflict, NotFound, Refused
from supplychain.domain.ids import make_id
from supplychain.domain.people import Person
from supplychain.domain.records import Record
from supplychain.formats.assess import digest_of, read_assessment, write_answers
from supplychain.services.desk import Desk
from supplychain.services.receipt import ReceiptAnswer, show_receipt
from supplychain.store.assessments import KeptAssessment
from supplychain.store.database import View

MOST = 200
"""Assessments that one account can keep."""
REFUSED = {
    "full": "This account keeps 200 assessments, and no more fit. Delete one that is not needed any longer.",
    "elsewhere": "It was saved from another window since. Download this one as a file, then open the saved one again.",
}


class Saved(Record):
    """An assessment of an account as a list shows it."""

    id: str = Field(description="Its id.")
    assessment: Assessment = Field(description="What was written.")
    predecessor: str = Field(description="Id of the one that it renews; empty for none.")
    successors: tuple[str, ...] = Field(description="Ids of those that renew it.")
    version: int = Field(description="How often it was saved.")
    created: date = Field(description="Day on which it was first saved.")
    changed: date = Field(description="Day on which it was last saved.")
    review: date | None = Field(description="Day of the review; empty when none is set.")
    overdue: bool = Field(description="Whether that day has come and nothing renews it.")


def list_saved(desk: Desk, person: Person) -> tuple[Saved, ...]:
    """Those of an account: overdue ones first, then by the day of the review, those without one last."""
    with desk.store.assessments() as kept:
        rows = kept.of(person.id)
    today = desk.clock().date()
    found = [_saved(row, rows, today) for row in rows]
    return tuple(sorted(found, key=lambda s: (not s.overdue, s.review or date.max, s.id)))


def open_saved(desk: Desk, person: Person, id: str) -> Saved:
    """One of an account. Raises NotFound, also for one of somebody else."""
    found = next((s for s in list_saved(desk, person) if s.id == id), None)
    if found is None:
        raise NotFound("assessment", id)
    return found


def save(desk: Desk, person: Person, a: Assessment, id: str = "", version: int = 0) -> str:
    """Keep an assessment, in the place of an older version of the same where an id is given. Raises NotFound, Conflict."""
    document, digest, today = write_answers(a), digest_of(a), desk.clock().date()
    with desk.store.assessments(change=True) as kept:
        if id:
            kept.get(person.id, id)
            if not kept.change(person.id, id, version, document, digest, today):
                raise Conflict(REFUSED["elsewhere"])
            return id
        if kept.count(person.id) >= MOST:
            raise Refused(REFUSED["full"])
        before = kept.find(person.id, a.predecessor) if a.predecessor else ""
        made = KeptAssessment(make_id("assessment", desk.chance()), document, before, 1, today, today)
        kept.add(person.id, made, digest)
        return made.id


def delete(desk: Desk, person: Person, id: str) -> None:
    """Take one away for ever. Raises NotFound."""
    with desk.store.assessments(change=True) as kept:
        kept.remove(person.id, id)


def changed_since(desk: Desk, view: View, a: Assessment) -> ReceiptAnswer | None:
    """What changed in the data on the tool since the revision that the assessment looked at. Raises NotFound.

    None for a tool that is not in the database.
    """
    return None if a.name else show_receipt(view, a.revision, a.tool, desk.receipt_keys)


def _saved(row: KeptAssessment, rows: tuple[KeptAssessment, ...], today: date) -> Saved:
    a = read_assessment(row.document.encode())
    review = a.day("review_on")
    successors = tuple(other.id for other in rows if other.predecessor == row.id)
    return Saved(
        id=row.id,
        assessment=a,
        predecessor=row.predecessor,
        successors=successors,
        version=row.version,
        created=row.created,
        changed=row.changed,
        review=review,
        overdue=review is not None and review <= today and not successors,
    )
