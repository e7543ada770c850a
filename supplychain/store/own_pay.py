"""How pay that workers reported to us lies in tables: reports that nobody is shown, and what was released of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from supplychain.domain.errors import Conflict, NotFound, Tampered, shown
from supplychain.domain.pay_gate import Cell, Gate, Held, HeldBack, OwnReport, Release, newest
from supplychain.domain.records import Wage
from supplychain.domain.sentences import sentence
from supplychain.store import tables as t


@dataclass(frozen=True, slots=True)
class Released:
    """Everything that was released so far, as far as the gate has to know it."""

    quarter: str
    """Of the last batch; empty before the first."""
    releases: tuple[Release, ...]
    """Every figure that was ever shown, oldest first."""
    held: Held
    """Who was held back in the last batch."""
    held_back: tuple[HeldBack, ...]
    """The same, as it is shown."""


# -- reports -----------------------------------------------------------------------------------------------------------


def keep(connection: sa.Connection, wage: Wage, own: OwnReport, entities: Iterable[str]) -> None:
    """Keep a report. Raises Conflict when its id is taken or it names a party that is not recorded."""
    if taken(connection, [wage.id]) or connection.scalar(sa.select(t.claim.c.id).where(t.claim.c.id == wage.id)):
        raise Conflict(
            sentence("The id %(id)s is taken: what is public cannot be held back any more.", id=shown(wage.id))
        )
    if missing := sorted({wage.employer, *wage.clients, *wage.tools}.difference(entities)):
        raise Conflict(
            sentence(
                "The report %(id)s refers to the entity %(missing)s, which is not there.",
                id=shown(wage.id),
                missing=shown(missing[0]),
            )
        )
    row = {
        "claim_id": wage.id,
        "wage": wage.model_dump_json(),
        "submitter": own.submitter,
        "described_group": own.group,
        "group_size": own.group_size,
        "received": own.received,
        "channel": own.channel,
    }
    connection.execute(sa.insert(t.own_report), [row])


def forget(connection: sa.Connection, id: str) -> None:
    """Take a report away with all that it said. Raises NotFound."""
    if not connection.execute(sa.delete(t.own_report).where(t.own_report.c.claim_id == id)).rowcount:
        raise NotFound("report", id)


def taken(connection: sa.Connection, ids: Iterable[str]) -> list[str]:
    """Say which of these are ids of reports, in order."""
    wanted = set(ids)
    return sorted(id for id in connection.scalars(sa.select(t.own_report.c.claim_id)) if id in wanted)


def reports(connection: sa.Connection) -> dict[str, tuple[Wage, OwnReport]]:
    """Give every report that is there, by id."""
    return {row.claim_id: _report(row) for row in connection.execute(sa.select(t.own_report).order_by("claim_id"))}


def _report(row: Any) -> tuple[Wage, OwnReport]:
    try:
        own = OwnReport(
            submitter=row.submitter,
            group=row.described_group,
            group_size=row.group_size,
            received=row.received,
            channel=row.channel,
        )
        return Wage.model_validate_json(row.wage), own
    except ValidationError:  # whose words would hold the report
        raise Tampered("A row of own_report can no longer be read.") from None


# -- what was released -------------------------------------------------------------------------------------------------


def released(connection: sa.Connection) -> Released:
    """Give what the gate has to remember."""
    cells = connection.execute(sa.select(t.pay_release_cell).order_by("pay_release_id", "position"))
    releases = tuple(Release(_cell(row.cell), frozenset(json.loads(row.members))) for row in cells)
    last = connection.execute(sa.select(t.pay_release).order_by(t.pay_release.c.id.desc()).limit(1)).first()
    if last is None:
        return Released("", releases, {}, ())
    own = t.pay_release_held.c.pay_release_id == last.id
    rows = connection.execute(sa.select(t.pay_release_held).where(own).order_by("employer_id")).all()
    held = {row.employer_id: frozenset(json.loads(row.members)) for row in rows}
    return Released(last.quarter, releases, held, tuple(_held_back(row) for row in rows))


def remember(connection: sa.Connection, gate: Gate, quarter: str, day: date, revision: int, new: int) -> None:
    """Record a batch: the last `new` figures of the gate, and who is held back, shown from a revision on."""
    id = (connection.scalar(sa.select(sa.func.max(t.pay_release.c.id))) or 0) + 1
    batch = {"id": id, "quarter": quarter, "released_on": day, "revision": revision}
    connection.execute(sa.insert(t.pay_release), [batch])
    cells = [
        {
            "pay_release_id": id,
            "position": position,
            "cell": release.cell.model_dump_json(),
            "members": json.dumps(sorted(release.members)),
        }
        for position, release in enumerate(gate.releases[len(gate.releases) - new :])
    ]
    held = [
        {
            "pay_release_id": id,
            "employer_id": item.employer,
            "reports": item.reports,
            "members": json.dumps(sorted(gate.held[item.employer])),
        }
        for item in gate.published.held_back
    ]
    if cells:
        connection.execute(sa.insert(t.pay_release_cell), cells)
    if held:
        connection.execute(sa.insert(t.pay_release_held), held)


def shown_at(connection: sa.Connection, revision: int) -> tuple[tuple[Cell, ...], tuple[HeldBack, ...]]:
    """Give the figures and the classes of what is held back that were shown at a revision."""
    batches = list(
        connection.scalars(
            sa.select(t.pay_release.c.id).where(t.pay_release.c.revision <= revision).order_by(t.pay_release.c.id)
        )
    )
    if not batches:
        return (), ()
    cell, held = t.pay_release_cell, t.pay_release_held
    among = sa.select(cell.c.cell).where(cell.c.pay_release_id <= batches[-1])
    cells = connection.scalars(among.order_by(cell.c.pay_release_id, cell.c.position))
    last = sa.select(held.c.employer_id, held.c.reports).where(held.c.pay_release_id == batches[-1])
    held_back = tuple(_held_back(row) for row in connection.execute(last.order_by("employer_id")))
    return newest(Release(_cell(text), frozenset()) for text in cells), held_back


def _cell(text: str) -> Cell:
    try:
        return Cell.model_validate_json(text)
    except ValidationError:
        raise Tampered("A row of pay_release_cell can no longer be read.") from None


def _held_back(row: Any) -> HeldBack:
    return HeldBack(employer=row.employer_id, reports=row.reports)
