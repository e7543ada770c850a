"""The webhooks of an account: where each sends to, what it watches, what came of its deliveries."""

from flask import g

from supplychain.domain import webhooks as d
from supplychain.domain.people import Right
from supplychain.domain.watch import WatchKind
from supplychain.services import webhooks as service
from supplychain.web import links
from supplychain.web.access import desk, somebody
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import language, mark
from supplychain.web.rooms import Context, Done, Rooms, blank

rooms = Rooms()
ACCOUNT = Right.ACCOUNT
SECRET = mark("This is the secret with which you check that a delivery is ours. It is shown now and never again:")


class NewWebhook(Sent):
    """Where a webhook sends to, and what it watches."""

    address: str = entry(
        mark("Address"), mark("Begins with https:// and takes a POST with JSON."), longest=d.MAX_ADDRESS
    )
    kind: WatchKind = entry(mark("What it watches"), kind="select", terms="watch_kind")
    what: str = entry(
        mark("Which"),
        mark(
            "Ids or names of parties, with commas between them; one product; or the words of a search. Nothing for everything."
        ),
        longest=500,
        default="",
    )
    saved: str = entry(mark("Which list"), mark("One of your saved lists."), "select", default="")


class Nothing(Sent):
    """A form that is only a button."""


@rooms.room("/webhooks", "people/webhooks.html", ACCOUNT)
def webhooks() -> Context:
    """All of one's webhooks, and a form for another."""
    hooks = service.list_webhooks(desk(), somebody().person)
    g.names = service.names_watched(desk(), *hooks)
    lists = service.own_lists(desk(), somebody().person)
    form = blank("add_webhook", {}, {"saved": list(lists.items())})
    return {"hooks": hooks, "most": d.MOST, "lists": lists, "form": form}


@rooms.form("/webhooks/new", NewWebhook, ACCOUNT, "webhooks")
def add_webhook(sent: NewWebhook) -> Done:
    """Make a webhook; its secret is shown once."""
    what = sent.saved if sent.kind is WatchKind.LIST else sent.what
    hook, secret = service.add_webhook(desk(), somebody().person, sent.address, sent.kind, what, language())
    return Done(links.page_url("webhook", id=hook.id), SECRET, [secret])


@rooms.room("/webhooks/<id>", "people/webhook.html", ACCOUNT)
def webhook(id: str) -> Context:
    """One webhook with the log of its deliveries."""
    shown = service.show_webhook(desk(), somebody().person, id)
    g.names = service.names_watched(desk(), shown.hook)
    more = {"lists": service.own_lists(desk(), somebody().person), "now": desk().clock()}
    return {"hook": shown.hook, "log": shown.log, "retries": d.RETRIES, "kept": d.LOG_KEPT.days, **more}


@rooms.form("/webhooks/<id>/test", Nothing, ACCOUNT, "webhook")
def send_test(sent: Nothing, id: str) -> Done:
    """Have a test sent."""
    service.send_test(desk(), somebody().person, id)
    return _back(id, mark("A test waits and is sent with the next round."))


@rooms.form("/webhooks/<id>/pause", Nothing, ACCOUNT, "webhook")
def pause_webhook(sent: Nothing, id: str) -> Done:
    """Send nothing for now."""
    service.pause_webhook(desk(), somebody().person, id)
    return _back(id, mark("The webhook is paused."))


@rooms.form("/webhooks/<id>/resume", Nothing, ACCOUNT, "webhook")
def resume_webhook(sent: Nothing, id: str) -> Done:
    """Go on."""
    service.resume_webhook(desk(), somebody().person, id)
    return _back(id, mark("The webhook goes on, with all that changed meanwhile."))


@rooms.form("/webhooks/<id>/secret", Nothing, ACCOUNT, "webhook")
def rotate_secret(sent: Nothing, id: str) -> Done:
    """Give it another secret."""
    secret = service.rotate_secret(desk(), somebody().person, id)
    return Done(links.page_url("webhook", id=id), SECRET, [secret])


@rooms.form("/webhooks/<id>/delete", Nothing, ACCOUNT, "webhook")
def delete_webhook(sent: Nothing, id: str) -> Done:
    """Take it away."""
    service.delete_webhook(desk(), somebody().person, id)
    return Done(links.page_url("webhooks"), mark("The webhook is deleted, and its log with it."))


def _back(id: str, notice: str) -> Done:
    return Done(links.page_url("webhook", id=id), notice)
