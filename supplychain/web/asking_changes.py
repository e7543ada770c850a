"""What the queries for changes and for feeds may ask."""

from dataclasses import dataclass

from supplychain.domain.change_answers import MOST, PAGE
from supplychain.domain.errors import Invalid
from supplychain.domain.vocabulary import ENTITY_KINDS
from supplychain.domain.watch import Watch, WatchKind, read_place
from supplychain.web.asking import (
    RECORD_TABLES,
    Asking,
    Unreadable,
    asks,
    one_of,
    read_id,
    read_page,
    read_text,
    read_whole,
)
from supplychain.web.i18n import gettext as _


def read_since(text: str) -> str:
    """Read a revision, or a place in one."""
    try:
        return str(read_place(text))
    except Invalid:
        raise Unreadable(
            _("is neither a revision nor the “next” of an answer"), _("Give the number of a revision, such as 1.")
        ) from None


def read_limit(text: str) -> int:
    """Read how many there may be in one answer."""
    number = read_whole(text)
    if not 1 <= number <= MOST:
        raise Unreadable(_("is too few or too many"), _("Give a number from 1 to %(most)s.", most=MOST))
    return number


@dataclass(frozen=True)
class ChangesAsking(Asking):
    """What the list of changes since a revision takes; `as_of` is the revision up to which it goes."""

    since: str = asks(
        read_since,
        "Revision after which changes begin, or the “next” of an answer; without it, the one before the newest.",
        "",
    )
    limit: int = asks(read_limit, f"Changes in one answer, at most {MOST}.", PAGE)
    entity: str = asks(read_id, "Id of a party or product: only what is about it.", "")
    kind: str = asks(one_of(RECORD_TABLES), "Table of the data package; without it, all.", "")

    @property
    def watch(self) -> Watch:
        """What is asked about."""
        return Watch(kind=WatchKind.ENTITIES, ids=(self.entity,)) if self.entity else Watch(kind=WatchKind.EVERYTHING)


@dataclass(frozen=True)
class FeedAsking(Asking):
    """What a feed takes."""

    page: int = asks(read_page, "Page of the feed; the first is the newest.", 1)


@dataclass(frozen=True)
class ChangesFeedAsking(FeedAsking):
    """What the feed of all changes takes."""

    entity: str = asks(read_id, "Id of a party or product: only what is about it.", "")
    kind: str = asks(one_of(RECORD_TABLES), "Table of the data package; without it, all.", "")


@dataclass(frozen=True)
class SearchFeedAsking(FeedAsking):
    """What the feed of a search takes."""

    q: str = asks(read_text, "Words of a name.", "")
    kind: str = asks(one_of(ENTITY_KINDS), "Kind of entity; without it, all.", "")
