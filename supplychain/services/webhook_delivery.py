"""One round of deliveries: what changed is put up for each webhook, what is due is sent, what failed is repeated later.

Two rounds at once are safe: a webhook is moved on, and a delivery taken, by whoever changes its row first. A delivery whose
process died is sent again, under the same id: receivers may get one twice, and never lose one.
"""

import ssl
from collections import Counter
from datetime import datetime

from supplychain.domain import webhooks as d
from supplychain.domain.change_answers import PAGE, ChangesAnswer
from supplychain.domain.errors import NotFound
from supplychain.domain.watch import WatchKind
from supplychain.formats.letters import write_letter
from supplychain.services.changes import list_changes, newest_place
from supplychain.services.desk import Desk, digest
from supplychain.services.outgoing import SECONDS, Outcome, post
from supplychain.services.saved_lists import meant_by
from supplychain.services.webhooks import new_delivery, secret_for
from supplychain.store.database import View
from supplychain.store.webhooks import Kept


def deliver(desk: Desk, *, trusted: ssl.SSLContext | None = None, seconds: float = SECONDS) -> d.Round:
    """Make one round."""
    done: Counter[str] = Counter()
    with desk.store.webhooks() as webhooks:
        resting = webhooks.at_rest()
    if resting:
        with desk.store.view() as view:
            for kept in resting:
                done["made"] += _put_up(desk, view, kept)
    with desk.store.webhooks() as webhooks:
        due = webhooks.due(desk.clock())
    for delivery in due:
        done.update(_attempt(desk, delivery, trusted, seconds))
    with desk.store.webhooks(change=True) as webhooks:
        webhooks.tidy(desk.clock() - d.LOG_KEPT)
    return d.Round(**{name: done[name] for name in d.Round.model_fields})


def _put_up(desk: Desk, view: View, kept: Kept) -> bool:
    """Put up what changed for a webhook, as much as fits one body, and move it on."""
    hook = kept.hook
    if hook.place == newest_place(view):
        return False
    try:
        hook = _looked_up(desk, view, kept)
        answer = _fitting(view, hook)
    except NotFound:  # what it watched is no product any more, or gone: nothing of the others must wait for that
        return False
    place = answer.next or newest_place(view)
    number = len(answer.changes)
    with desk.store.webhooks(change=True) as webhooks:
        if not webhooks.advance(hook.id, hook.place, place):
            return False
        if hook.watch != kept.hook.watch:  # what is sent later is about the same parties, whatever became of the list
            webhooks.change(hook.id, watch=hook.watch.model_dump_json())
        if number:
            webhooks.add_delivery(new_delivery(desk, hook.id, d.Sort.CHANGES, hook.place, view.as_of, number))
    return bool(number)


def _looked_up(desk: Desk, view: View, kept: Kept) -> d.Webhook:
    """Look up whom a saved list means now. Raises NotFound."""
    hook = kept.hook
    if hook.watch.kind is not WatchKind.LIST:
        return hook
    with desk.store.saved_lists() as saved:
        lines = saved.lines(kept.person, hook.watch.query)
    return hook.model_copy(update={"watch": hook.watch.model_copy(update={"ids": meant_by(view, lines)})})


def _fitting(view: View, hook: d.Webhook) -> ChangesAnswer:
    limit = PAGE
    while True:
        answer = list_changes(view, hook.place, hook.watch, limit=limit)
        if limit == 1 or len(answer.model_dump_json().encode()) <= d.LARGEST:
            return answer
        limit = max(1, limit // 2)


def _body(desk: Desk, delivery: d.Delivery, hook: d.Webhook) -> bytes:
    """Write a delivery: nothing of it is kept, so that what was redacted meanwhile is not sent either."""
    with desk.store.view(delivery.revision) as view:
        watched = list_changes(view, delivery.since, hook.watch, limit=max(delivery.changes, 1))
    return watched.model_dump_json().encode()


def _attempt(desk: Desk, delivery: d.Delivery, trusted: ssl.SSLContext | None, seconds: float) -> list[str]:
    claim, now = desk.chance(), desk.clock()
    with desk.store.webhooks(change=True) as webhooks:
        if not webhooks.claim(delivery.id, claim, now, now + d.CLAIMED):
            return []
        try:
            kept = webhooks.get(delivery.webhook)
        except NotFound:  # deleted a moment ago, and the delivery with it
            return []
    secret = secret_for(desk, kept.chance)
    if digest(secret) != kept.secret_hash:
        outcome = Outcome(None, d.Fault.KEY)
    else:
        body = _body(desk, delivery, kept.hook)
        outcome = post(
            kept.hook.address,
            _headers(desk, delivery, kept, secret, body, now),
            body,
            loopback=desk.loopback,
            trusted=trusted,
            seconds=seconds,
        )
    return _settle(desk, delivery, kept, claim, outcome)


def _headers(desk: Desk, delivery: d.Delivery, kept: Kept, secret: str, body: bytes, now: datetime) -> dict[str, str]:
    secrets = [secret]
    if kept.old_chance and kept.hook.both_until is not None and now < kept.hook.both_until:
        secrets.append(secret_for(desk, kept.old_chance))
    return {
        "Content-Type": "application/json",
        "User-Agent": f"supplychain ({desk.base_url})",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(d.sign(one, delivery.id, now, body) for one in secrets),
    }


def _settle(desk: Desk, delivery: d.Delivery, kept: Kept, claim: str, outcome: Outcome) -> list[str]:
    """Note what came of an attempt, and what follows from it."""
    attempts, now = delivery.attempts + 1, desk.clock()
    taken, test = outcome.fault is d.Fault.NONE, delivery.sort is d.Sort.TEST
    again = None if taken or test or outcome.status == d.GONE else d.next_attempt(attempts, now)
    state = d.DeliveryState.WAITING if again else d.DeliveryState.DELIVERED if taken else d.DeliveryState.FAILED
    off = False
    with desk.store.webhooks(change=True) as webhooks:
        values = {"attempts": attempts, "due": again or now, "status": outcome.status, "fault": outcome.fault}
        if not webhooks.settle(delivery.id, claim, state=state, **values):
            return []
        if state is d.DeliveryState.FAILED and not test:
            off = webhooks.switch_off(kept.hook.id)
            if off:
                webhooks.change(kept.hook.id, place=delivery.since)
    if off:
        _tell(desk, kept, outcome)
    said = {"waiting": "failed", "delivered": "delivered", "failed": "given_up"}[state]
    return [said, "switched_off"] if off else [said]


def _tell(desk: Desk, kept: Kept, outcome: Outcome) -> None:
    with desk.store.accounts() as accounts:
        person = accounts.people.person(kept.person)
    prefix = "" if kept.language == "en" else f"/{kept.language}"
    letter = write_letter(
        "webhook_off",
        kept.language,
        person.email,
        address=kept.hook.address,
        status=outcome.status,
        page=f"{desk.base_url}{prefix}/webhooks/{kept.hook.id}",
        base_url=desk.base_url,
        attempts=len(d.RETRIES) + 1,
        gone=outcome.status == d.GONE,
    )
    desk.post.send(letter, desk.clock(), desk.chance())
