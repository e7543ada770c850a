"""Webhooks and their deliveries: read, made, changed, and taken by one process at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.people import State
from supplychain.domain.watch import Watch
from supplychain.domain.webhooks import Delivery, DeliveryState, Fault, HookState, Sort, Webhook
from supplychain.store import people_tables as people
from supplychain.store.webhook_tables import webhook, webhook_delivery

_W, _D = webhook.c, webhook_delivery.c


class Kept(NamedTuple):
    """A webhook with what its owner never sees."""

    hook: Webhook
    person: str
    chance: str
    secret_hash: str
    old_chance: str
    language: str


class Webhooks:
    """Webhooks and deliveries, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    # -- webhooks ------------------------------------------------------------------------------------------------------

    def add(self, kept: Kept) -> None:
        """Keep a new webhook."""
        row = {
            "id": kept.hook.id,
            "person_id": kept.person,
            "address": kept.hook.address,
            "watch": kept.hook.watch.model_dump_json(),
            "state": kept.hook.state,
            "chance": kept.chance,
            "secret_hash": kept.secret_hash,
            "place": kept.hook.place,
            "language": kept.language,
            "created": kept.hook.created,
        }
        self._connection.execute(sa.insert(webhook), [row])

    def of(self, person: str) -> tuple[Webhook, ...]:
        """Give the webhooks of an account, oldest first."""
        query = sa.select(webhook).where(_W.person_id == person).order_by(_W.created, _W.id)
        return tuple(_kept(row).hook for row in self._connection.execute(query))

    def get(self, id: str, person: str = "") -> Kept:
        """Give a webhook; with a person, only one of theirs. Raises NotFound."""
        query = sa.select(webhook).where(_W.id == id, *([_W.person_id == person] if person else []))
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("webhook", id)
        return _kept(row)

    def change(self, id: str, **values: Any) -> None:
        """Change what is kept of a webhook."""
        self._connection.execute(sa.update(webhook).where(_W.id == id).values(**values))

    def delete(self, id: str) -> None:
        """Take a webhook away with its log."""
        self._connection.execute(sa.delete(webhook_delivery).where(_D.webhook_id == id))
        self._connection.execute(sa.delete(webhook).where(_W.id == id))

    def all(self) -> list[tuple[Kept, str, int]]:
        """Give every webhook with the address of its account and the number of deliveries that wait."""
        waits = sa.select(sa.func.count()).where(_D.webhook_id == _W.id, _D.state == DeliveryState.WAITING)
        query = sa.select(webhook, people.person.c.email, waits.scalar_subquery().label("waits"))
        query = query.join(people.person, _W.person_id == people.person.c.id)
        found = [(_kept(row), row.email, row.waits) for row in self._connection.execute(query)]
        return sorted(found, key=lambda one: (one[1], one[0].hook.id))

    def at_rest(self) -> list[Kept]:
        """Give every active webhook of an active account of which nothing waits to be sent, in order of their ids."""
        waits = sa.select(_D.id).where(
            _D.webhook_id == _W.id, _D.state == DeliveryState.WAITING, _D.sort == Sort.CHANGES
        )
        query = sa.select(webhook).join(people.person, _W.person_id == people.person.c.id)
        query = query.where(_W.state == HookState.ACTIVE, people.person.c.state == State.ACTIVE, ~waits.exists())
        return [_kept(row) for row in self._connection.execute(query.order_by(_W.id))]

    def advance(self, id: str, before: str, place: str) -> bool:
        """Note how far a webhook got; False when somebody else was quicker, or it is active no longer."""
        where = (_W.id == id, _W.place == before, _W.state == HookState.ACTIVE)
        return bool(self._connection.execute(sa.update(webhook).where(*where).values(place=place)).rowcount)

    def switch_off(self, id: str) -> bool:
        """Switch an active webhook off; False when it was not active."""
        where = (_W.id == id, _W.state == HookState.ACTIVE)
        return bool(self._connection.execute(sa.update(webhook).where(*where).values(state=HookState.OFF)).rowcount)

    # -- deliveries ----------------------------------------------------------------------------------------------------

    def add_delivery(self, made: Delivery) -> None:
        """Keep a new delivery."""
        row = made.model_dump()
        row["webhook_id"] = row.pop("webhook")
        self._connection.execute(sa.insert(webhook_delivery), [row])

    def deliveries(self, id: str, most: int) -> tuple[Delivery, ...]:
        """Give the newest deliveries of a webhook, newest first."""
        query = sa.select(webhook_delivery).where(_D.webhook_id == id).order_by(_D.created.desc(), _D.id.desc())
        return tuple(_delivery(row) for row in self._connection.execute(query.limit(most)))

    def waiting(self, id: str, sort: Sort) -> list[Delivery]:
        """Give the deliveries of a webhook that wait, oldest first."""
        query = sa.select(webhook_delivery).where(
            _D.webhook_id == id, _D.state == DeliveryState.WAITING, _D.sort == sort
        )
        return [_delivery(row) for row in self._connection.execute(query.order_by(_D.created, _D.id))]

    def due(self, now: datetime) -> list[Delivery]:
        """Give what is to be sent now: deliveries of active webhooks, and tests of any, of active accounts."""
        query = sa.select(webhook_delivery).join(webhook, _D.webhook_id == _W.id)
        query = query.join(people.person, _W.person_id == people.person.c.id)
        query = query.where(
            _D.state == DeliveryState.WAITING,
            _D.due <= now,
            people.person.c.state == State.ACTIVE,
            sa.or_(_W.state == HookState.ACTIVE, _D.sort == Sort.TEST),
        )
        return [_delivery(row) for row in self._connection.execute(query.order_by(_D.due, _D.id))]

    def claim(self, id: str, claim: str, now: datetime, until: datetime) -> bool:
        """Take a delivery that is due; False when another process has it or was done with it first."""
        where = (
            _D.id == id,
            _D.state == DeliveryState.WAITING,
            _D.due <= now,
            sa.or_(_D.claimed_until.is_(None), _D.claimed_until <= now),
        )
        change = sa.update(webhook_delivery).where(*where).values(claimed=claim, claimed_until=until)
        return bool(self._connection.execute(change).rowcount)

    def settle(self, id: str, claim: str, **values: Any) -> bool:
        """Note what came of a delivery and give it back; False when it was taken away meanwhile."""
        change = sa.update(webhook_delivery).where(_D.id == id, _D.claimed == claim)
        return bool(self._connection.execute(change.values(claimed=None, claimed_until=None, **values)).rowcount)

    def drop(self, ids: Iterable[str]) -> None:
        """Take deliveries away."""
        self._connection.execute(sa.delete(webhook_delivery).where(_D.id.in_(list(ids))))

    def tidy(self, before: datetime) -> None:
        """Take away the log of deliveries that are done with and were made long ago."""
        where = (_D.created < before, _D.state != DeliveryState.WAITING)
        self._connection.execute(sa.delete(webhook_delivery).where(*where))


def _kept(row: Any) -> Kept:
    hook = Webhook(
        id=row.id,
        address=row.address,
        watch=Watch.model_validate_json(row.watch),
        state=HookState(row.state),
        created=row.created,
        place=row.place,
        both_until=row.old_until,
    )
    return Kept(hook, row.person_id, row.chance, row.secret_hash, row.old_chance or "", row.language)


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        webhook=row.webhook_id,
        sort=Sort(row.sort),
        since=row.since,
        revision=row.revision,
        changes=row.changes,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        due=row.due,
        status=row.status,
        fault=Fault(row.fault),
        created=row.created,
    )
