"""What changed since a revision, for a reader and for a mirror; and the feeds of what can be watched."""

from supplychain.domain.change_answers import ChangesAnswer, Feed
from supplychain.domain.watch import Watch, WatchKind
from supplychain.services import changes as service
from supplychain.store.database import View
from supplychain.web.asking_changes import ChangesAsking, ChangesFeedAsking, SearchFeedAsking
from supplychain.web.feeding import Feeds, moved_to
from supplychain.web.pages import Pages

pages = Pages()
feeds = Feeds()


@pages.page("/changes", "pages/changes.html", ChangesAsking)
def changes(view: View, asking: ChangesAsking) -> ChangesAnswer:
    """What was recorded, changed, withdrawn or redacted since a revision, in order: enough to bring a copy up to date."""
    return service.list_changes(view, asking.since, asking.watch, asking.kind, asking.limit)


@feeds.feed("changes", ChangesFeedAsking)
def changes_feed(view: View, asking: ChangesFeedAsking, page: int) -> Feed:
    """Everything that changes, or all of a table, or all about one party."""
    watch = Watch(kind=WatchKind.ENTITIES, ids=(asking.entity,)) if asking.entity else service.EVERYTHING
    return service.feed_of(view, watch, asking.kind, page)


@feeds.feed("entity")
def entity_feed(view: View, page: int, id: str) -> Feed:
    """What is recorded anew about a party or a product."""
    return _found(service.feed_of(view, Watch(kind=WatchKind.ENTITIES, ids=(id,)), page=page), id)


@feeds.feed("trace")
def trace_feed(view: View, page: int, id: str) -> Feed:
    """What is recorded anew in the whole chain behind a product."""
    return _found(service.feed_of(view, Watch(kind=WatchKind.TRACE, ids=(id,)), page=page), id)


@feeds.feed("search", SearchFeedAsking)
def search_feed(view: View, asking: SearchFeedAsking, page: int) -> Feed:
    """What is recorded anew about all that a search finds."""
    watch = Watch(kind=WatchKind.SEARCH, query=asking.q, entity_kind=asking.kind)
    return service.feed_of(view, watch, page=page)


def _found(feed: Feed, id: str) -> Feed:
    (canonical,) = feed.watch.ids
    if canonical != id:
        raise moved_to(canonical)
    return feed
