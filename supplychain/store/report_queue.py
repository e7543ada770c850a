"""The queue of the desk as it is read: everything that waits in one query, however much it is."""

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from supplychain.domain.reports import WAITING, Content, State
from supplychain.store import report_tables as t
from supplychain.store.people_tables import person


class Queued(NamedTuple):
    """A report that waits, as far as the queue has to know it."""

    id: str
    state: State
    organisation: str
    person: str
    """Account that sent it; empty for none."""
    sent: date
    reviewer: str
    reviewer_name: str
    has_second_reader: bool
    rounds: int
    """How often it was returned."""
    text: str
    """What it proposes, as it is kept."""

    @property
    def content(self) -> Content:
        """What it proposes."""
        return Content.model_validate_json(self.text)


_R = t.report.c
_ORDER = (_R.sent_on, _R.id)


def queue(connection: sa.Connection) -> list[Queued]:
    """Give what waits for the desk, oldest first."""
    ruling = t.report_ruling.c
    rounds = sa.select(ruling.report_id, sa.func.count().label("rounds")).group_by(ruling.report_id).subquery()
    columns = (_R.id, _R.state, _R.organisation, _R.person_id, _R.created_on, _R.sent_on, _R.reviewer_id)
    query = (
        sa.select(*columns, _R.second_reader_id, _R.content, person.c.name, rounds.c.rounds)
        .outerjoin(person, person.c.id == _R.reviewer_id)
        .outerjoin(rounds, rounds.c.report_id == _R.id)
        .where(_R.state.in_(sorted(WAITING)))
        .order_by(*_ORDER)
    )
    return [
        Queued(
            id=row.id,
            state=State(row.state),
            organisation=row.organisation,
            person=row.person_id or "",
            sent=row.sent_on or row.created_on,
            reviewer=row.reviewer_id or "",
            reviewer_name=row.name or "",
            has_second_reader=row.second_reader_id is not None,
            rounds=row.rounds or 0,
            text=row.content,
        )
        for row in connection.execute(query)
    ]


def returned(connection: sa.Connection) -> int:
    """Count the reports that are back at their senders."""
    return connection.scalar(sa.select(sa.func.count()).where(_R.state == State.RETURNED)) or 0


def to_take(connection: sa.Connection, who: str) -> list[tuple[str, bool]]:
    """Give every report that waits, oldest first, and whether this person can go to work on it."""
    query = sa.select(_R.id, _R.state, _R.person_id, _R.reviewer_id).where(_R.state.in_(sorted(WAITING)))
    return [
        (row.id, row.person_id != who and (row.reviewer_id == who or row.state == State.SUBMITTED))
        for row in connection.execute(query.order_by(*_ORDER))
    ]
