"""Lists that an account saved: saved, looked at, renamed, deleted, run again with what changed since."""

from flask import g, request, url_for

from supplychain.domain import people as d
from supplychain.domain.errors import NotFound
from supplychain.services import list_work
from supplychain.services import saved_lists as service
from supplychain.services.lists import settle_all
from supplychain.web import feeding, links
from supplychain.web.access import Open, desk, somebody
from supplychain.web.asking import read_query
from supplychain.web.asking_changes import FeedAsking
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import LANGUAGES, language, mark
from supplychain.web.rooms import Context, Done, Given, Rooms

rooms = Rooms()
ACCOUNT = d.Right.ACCOUNT
SHOWN = 500
"""Rows that the page of a list shows."""


class Naming(Sent):
    """The name of a list."""

    name: str = entry(mark("Name of the list"), longest=d.MAX_NAME)


class Nothing(Sent):
    """A form that is only a button."""


@rooms.room("/lists/mine", "lists/mine.html", ACCOUNT)
def my_lists() -> Context:
    """The lists of the account."""
    return {"lists": service.list_saved(desk(), somebody().person).lists}


@rooms.room("/lists/mine/<id>", "lists/saved.html", ACCOUNT)
def saved_list(id: str) -> Context:
    """A saved list with its rows, and what can be done with it."""
    found = service.show_saved(desk(), somebody().person, id)
    with open_view() as view:
        newest, snapshot = view.revision, view.snapshot()
    rows = settle_all(snapshot, found.lines[:SHOWN])
    g.names = {row.party: snapshot.entities[row.party].name for row in rows if row.party}
    place = "files.list_feed" if language() == LANGUAGES[0] else "files.list_feed_de"
    feed = links.absolute(url_for(place, key=service.feed_key(desk(), id)))
    hooks = service.watched_by(desk(), somebody().person, id)
    return {"found": found, "rows": rows, "newest": newest, "feed": feed, "hooks": hooks}


@rooms.download("/lists/feed/<key>.atom", Open.VISITOR)
def list_feed(key: str) -> Given:
    """What changed of the parties of a saved list, for whoever knows the address."""
    return _feed(key)


@rooms.download("/de/lists/feed/<key>.atom", Open.VISITOR)
def list_feed_de(key: str) -> Given:
    """The same in German."""
    return _feed(key)


def _feed(key: str) -> Given:
    asked = read_query(FeedAsking, request.args)
    answer = service.feed_of_list(desk(), key, asked.page)
    g.names = answer.names
    return Given(feeding.write_feed(answer).encode(), feeding.MEDIA_TYPE, "list.atom")


@rooms.form("/lists/mine/<id>/name", Naming, ACCOUNT, "saved_list")
def rename_list(sent: Naming, id: str) -> Done:
    """Give it another name."""
    service.rename_list(desk(), somebody().person, id, sent.name)
    return Done(links.page_url("saved_list", id=id), mark("The list has its new name."))


@rooms.form("/lists/mine/<id>/delete", Nothing, ACCOUNT, "saved_list")
def delete_list(sent: Nothing, id: str) -> Done:
    """Delete it for good."""
    service.delete_list(desk(), somebody().person, id)
    return Done(links.page_url("my_lists"), mark("The list is deleted."))


@rooms.form("/lists/mine/<id>/run", Nothing, ACCOUNT, "saved_list")
def run_list(sent: Nothing, id: str) -> Done:
    """Look everything up anew, and show what changed since."""
    token = service.run_again(desk(), somebody().person, id)
    return Done(links.page_url("list_at", token=token))


@rooms.room("/lists/<token>/save", "lists/save.html", ACCOUNT)
def list_save(token: str) -> Context:
    """Where a list that is being worked on gets a name to be saved under."""
    work, name = list_work.open_work(desk(), token), ""
    if work.saved:
        try:
            name = service.show_saved(desk(), somebody().person, work.saved).about.name
        except NotFound:
            name = ""
    return {"work": work, "name": name}


@rooms.form("/lists/<token>/save", Naming, ACCOUNT, "list_save")
def save_list(sent: Naming, token: str) -> Done:
    """Save it."""
    id = service.save_list(desk(), somebody().person, token, sent.name)
    return Done(links.page_url("saved_list", id=id), mark("The list is saved."))
