"""The webhooks of an account: made, paused, tested, given another secret, deleted; and the log of their deliveries."""

import base64
import hashlib
import hmac
from typing import NamedTuple

from supplychain.domain import webhooks as d
from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.people import Person
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.domain.watch import Watch, WatchKind
from supplychain.services.browse import meant
from supplychain.services.changes import newest_place
from supplychain.services.desk import Desk, digest
from supplychain.store.database import View
from supplychain.store.webhooks import Kept

LOG = 50
"""Deliveries that are shown."""


class Shown(NamedTuple):
    """A webhook with its log."""

    hook: d.Webhook
    log: tuple[d.Delivery, ...]


def secret_for(desk: Desk, chance: str) -> str:
    """Make the secret of a webhook again: the database alone, or the key of the installation alone, do not give it."""
    key = hmac.new(desk.key.encode(), f"webhook\n{chance}".encode(), hashlib.sha256).digest()
    return d.secret_of(key)


def read_watch(view: View, kind: WatchKind, text: str, field: str = "what") -> Watch:
    """Read what is to be watched from what somebody typed. Raises Invalid for the field."""
    if kind is WatchKind.EVERYTHING:
        return Watch(kind=kind)
    if not text.strip():
        raise d.wrong(field, "watch_missing")
    if kind is WatchKind.SEARCH:
        return Watch(kind=kind, query=text.strip())
    snapshot = view.snapshot()
    named = [text.strip()] if kind is WatchKind.TRACE else [part.strip() for part in text.split(",") if part.strip()]
    ids = []
    for name in named:
        try:
            ids.append(meant(snapshot, name))
        except NotFound:
            raise d.wrong(field, "watch_unknown", text=name) from None
    if kind is WatchKind.TRACE and snapshot.entities[snapshot.canonical(ids[0])].kind not in PRODUCTS:
        raise d.wrong(field, "watch_no_product", text=named[0])
    return Watch(kind=kind, ids=tuple(dict.fromkeys(ids)))


def add_webhook(
    desk: Desk, person: Person, address: str, kind: WatchKind, what: str, language: str = "en"
) -> tuple[d.Webhook, str]:
    """Make a webhook that begins with what changes from now on; gives it and its secret, once. Raises Invalid."""
    address = d.read_address(address, desk.loopback)
    with desk.store.view() as view:
        watch = _of_list(desk, person, what) if kind is WatchKind.LIST else read_watch(view, kind, what)
        place = newest_place(view)
    chance = desk.chance()
    secret = secret_for(desk, chance)
    with desk.store.webhooks(change=True) as webhooks:
        if len(webhooks.of(person.id)) >= d.MOST:
            raise d.wrong("address", "too_many")
        hook = d.Webhook(
            id=desk.chance()[:12],
            address=address,
            watch=watch,
            state=d.HookState.ACTIVE,
            created=desk.clock(),
            place=place,
        )
        webhooks.add(Kept(hook, person.id, chance, digest(secret), "", language))
    return hook, secret


def _of_list(desk: Desk, person: Person, id: str) -> Watch:
    """Watch a list of one's own; whom it means is looked up whenever something changed. Raises Invalid."""
    with desk.store.saved_lists() as saved:
        if id not in {one.id for one in saved.lists(person.id)}:
            raise d.wrong("saved", "list_missing")
    return Watch(kind=WatchKind.LIST, query=id)


def own_lists(desk: Desk, person: Person) -> dict[str, str]:
    """Name the lists of an account that can be watched, by id."""
    with desk.store.saved_lists() as saved:
        return {one.id: one.name for one in saved.lists(person.id)}


def list_webhooks(desk: Desk, person: Person) -> tuple[d.Webhook, ...]:
    """List the webhooks of an account."""
    with desk.store.webhooks() as webhooks:
        return webhooks.of(person.id)


def list_all(desk: Desk) -> d.WebhookList:
    """List the webhooks of all accounts."""
    with desk.store.webhooks() as webhooks:
        found = webhooks.all()
    rows = (
        d.WebhookRow(
            id=kept.hook.id,
            owner=email,
            address=kept.hook.address,
            watch=d.watch_words(kept.hook.watch),
            state=kept.hook.state,
            place=kept.hook.place,
            waiting=waits,
        )
        for kept, email, waits in found
    )
    return d.WebhookList(webhooks=tuple(rows))


def show_webhook(desk: Desk, person: Person, id: str) -> Shown:
    """Show a webhook with its log. Raises NotFound for one of somebody else."""
    with desk.store.webhooks() as webhooks:
        return Shown(webhooks.get(id, person.id).hook, webhooks.deliveries(id, LOG))


def names_watched(desk: Desk, *hooks: d.Webhook) -> dict[str, str]:
    """Name what webhooks watch."""
    with desk.store.view() as view:
        entities = view.snapshot().entities
    return {id: entities[id].name for hook in hooks for id in hook.watch.ids if id in entities}


def pause_webhook(desk: Desk, person: Person, id: str) -> None:
    """Send nothing more; what waits is taken back and sent when it goes on. Raises NotFound."""
    with desk.store.webhooks(change=True) as webhooks:
        hook = webhooks.get(id, person.id).hook
        waiting = webhooks.waiting(id, d.Sort.CHANGES)
        webhooks.change(id, state=d.HookState.PAUSED, place=waiting[0].since if waiting else hook.place)
        webhooks.drop(one.id for one in waiting)


def resume_webhook(desk: Desk, person: Person, id: str) -> None:
    """Go on, with all that changed meanwhile. Raises NotFound, and Refused where the list that it watched is gone."""
    lists = own_lists(desk, person)
    with desk.store.webhooks(change=True) as webhooks:
        watch = webhooks.get(id, person.id).hook.watch
        if watch.kind is WatchKind.LIST and watch.query not in lists:
            raise Refused(d.REFUSED["list_gone"])
        webhooks.change(id, state=d.HookState.ACTIVE)


def rotate_secret(desk: Desk, person: Person, id: str) -> str:
    """Give a webhook another secret; for a day deliveries are signed with both. Gives it, once. Raises NotFound."""
    chance = desk.chance()
    secret = secret_for(desk, chance)
    with desk.store.webhooks(change=True) as webhooks:
        before = webhooks.get(id, person.id).chance
        until = desk.clock() + d.BOTH_HOLD
        webhooks.change(id, chance=chance, secret_hash=digest(secret), old_chance=before, old_until=until)
    return secret


def send_test(desk: Desk, person: Person, id: str) -> None:
    """Have a delivery without changes sent with the next round. Raises NotFound."""
    with desk.store.view() as view:
        revision = view.as_of
    with desk.store.webhooks(change=True) as webhooks:
        webhooks.get(id, person.id)
        if not webhooks.waiting(id, d.Sort.TEST):
            webhooks.add_delivery(new_delivery(desk, id, d.Sort.TEST, str(revision), revision, 0))


def delete_webhook(desk: Desk, person: Person, id: str) -> None:
    """Take a webhook away with its log. Raises NotFound."""
    with desk.store.webhooks(change=True) as webhooks:
        webhooks.delete(webhooks.get(id, person.id).hook.id)


def new_delivery(desk: Desk, hook: str, sort: d.Sort, since: str, revision: int, changes: int) -> d.Delivery:
    """Make a delivery that is due at once."""
    return d.Delivery(
        id=f"msg_{base64.urlsafe_b64encode(desk.chance().encode())[:24].decode()}",
        webhook=hook,
        sort=sort,
        since=since,
        revision=revision,
        changes=changes,
        state=d.DeliveryState.WAITING,
        attempts=0,
        due=desk.clock(),
        status=None,
        fault=d.Fault.NONE,
        created=desk.clock(),
    )
