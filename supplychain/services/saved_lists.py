"""Lists that an account saved: kept with their choices and the revision, renamed, deleted, run again."""

import hmac
from collections.abc import Iterable

from supplychain.domain import saved_lists as d
from supplychain.domain.change_answers import Feed
from supplychain.domain.errors import Invalid, NotFound, Problem, Refused
from supplychain.domain.list_lines import Line
from supplychain.domain.people import Person, read_name
from supplychain.domain.watch import Watch, WatchKind
from supplychain.domain.webhooks import HookState, Sort
from supplychain.services import changes, list_work
from supplychain.services.desk import Desk
from supplychain.services.lists import meant, settle_all
from supplychain.store.database import View


def list_saved(desk: Desk, person: Person) -> d.SavedLists:
    """List what an account saved."""
    with desk.store.saved_lists() as saved:
        return d.SavedLists(lists=saved.lists(person.id))


def show_saved(desk: Desk, person: Person, id: str) -> d.SavedRows:
    """Show a saved list. Raises NotFound, also for one of somebody else."""
    with desk.store.saved_lists() as saved:
        return d.SavedRows(about=saved.get(person.id, id), lines=saved.lines(person.id, id))


def save_list(desk: Desk, person: Person, token: str, name: str) -> str:
    """Save a list that is being worked on; one that came from a saved list takes its place. Gives its id.

    Raises NotFound, Invalid, Refused.
    """
    work, named = list_work.open_work(desk, token), _read_name(name)
    with desk.store.saved_lists(change=True) as saved:
        own = saved.lists(person.id)
        if work.saved in {one.id for one in own}:
            saved.replace(person.id, work.saved, named, work.revision, work.lines, desk.clock())
            return work.saved
        if len(own) >= d.MOST_SAVED:
            raise Refused(d.REFUSED["too_many"])
        id = desk.chance()[:12]
        saved.add(id, person.id, named, work.revision, work.lines, desk.clock())
    list_work.tie(desk, work, id)
    return id


def rename_list(desk: Desk, person: Person, id: str, name: str) -> None:
    """Give a saved list another name. Raises NotFound, Invalid."""
    named = _read_name(name)
    with desk.store.saved_lists(change=True) as saved:
        saved.rename(person.id, id, named)


def delete_list(desk: Desk, person: Person, id: str) -> None:
    """Take a saved list away for good; webhooks that watch it end. Raises NotFound."""
    with desk.store.saved_lists(change=True) as saved:
        saved.delete(person.id, id)
    with desk.store.webhooks(change=True) as webhooks:
        for hook in webhooks.of(person.id):
            if hook.watch.kind is WatchKind.LIST and hook.watch.query == id:
                webhooks.drop(one.id for one in webhooks.waiting(hook.id, Sort.CHANGES))
                webhooks.change(hook.id, state=HookState.OFF)


def watched_by(desk: Desk, person: Person, id: str) -> int:
    """Count the webhooks that watch a list."""
    with desk.store.webhooks() as webhooks:
        hooks = webhooks.of(person.id)
    return sum(hook.watch.kind is WatchKind.LIST and hook.watch.query == id for hook in hooks)


def meant_by(view: View, lines: Iterable[Line]) -> tuple[str, ...]:
    """Give the ids of the parties whom the rows of a list mean now: what its feed and its webhooks are about."""
    return tuple(meant(settle_all(view.snapshot(), tuple(lines))))


def run_again(desk: Desk, person: Person, id: str) -> str:
    """Begin to work on a saved list at the newest revision, with what changed since it was saved. Gives the token."""
    found = show_saved(desk, person, id)
    return list_work.begin(desk, found.lines, since=found.about.revision, saved=id)


def feed_key(desk: Desk, id: str) -> str:
    """Give what opens the feed of a list, for readers that cannot sign in: nobody can guess it, and it ends with the list."""
    return f"{id}-{desk.seal('feed of a list', id)[:32]}"


def feed_of_list(desk: Desk, key: str, page: int = 1) -> Feed:
    """Give what changed of the parties that the rows of a list mean now, newest first. Raises NotFound."""
    id = key.partition("-")[0]
    if not hmac.compare_digest(key.encode(), feed_key(desk, id).encode()):
        raise NotFound("list", "")
    with desk.store.saved_lists() as saved:
        name, lines = saved.behind_feed(id)
    with desk.store.view() as view:
        watch = Watch(kind=WatchKind.ENTITIES, ids=meant_by(view, lines))
        return changes.feed_of(view, watch, page=page, own=id, named=name)


def _read_name(name: str) -> str:
    try:
        return read_name(name, "name")
    except Invalid:
        raise Invalid([Problem("name", *d.WRONG["list_name"])]) from None
