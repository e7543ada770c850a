"""Feeds: each belongs to a page, stands beside it in every language, and is written as Atom (RFC 4287, paged as in RFC 5005)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from inspect import signature
from typing import Any, TypeVar

from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supplychain.domain.change_answers import Feed
from supplychain.store.database import View
from supplychain.web import access, links
from supplychain.web.answers import Moved, unless_known
from supplychain.web.asking import parameters_of, read_query
from supplychain.web.asking_changes import FeedAsking
from supplychain.web.i18n import LANGUAGES
from supplychain.web.pages import Form, Page, endpoint

MEDIA_TYPE = "application/atom+xml"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML may hold, such as somebody can type into a search."""
V = TypeVar("V", bound=Callable[..., Feed])


@dataclass(frozen=True)
class Declared:
    """A feed with the page to which it belongs."""

    word: str
    """Of the page."""
    asking: type[FeedAsking]
    view: Callable[..., Feed]


@dataclass
class Feeds:
    """The feeds that a module of views declares."""

    declared: list[Declared] = field(default_factory=list)

    def feed(self, word: str, asking: type[FeedAsking] = FeedAsking) -> Callable[[V], V]:
        """Declare the feed of a page."""

        def declare(view: V) -> V:
            self.declared.append(Declared(word, asking, view))
            return view

        return declare


def add(app: Flask, feeds: Feeds, pages: Iterable[Page]) -> None:
    """Give all of them their addresses: that of the page with .atom at its end."""
    by_word = {page.word: page for page in pages}
    takes: dict[str, frozenset[str]] = {}
    for feed in feeds.declared:
        page = by_word[feed.word]
        takes[feed.word] = frozenset(p.name for p in parameters_of(feed.asking)) - {"page"}
        for language in LANGUAGES:
            name = endpoint(f"{language}-feed", feed.word)
            prefix = "" if language == LANGUAGES[0] else f"/{language}"
            app.add_url_rule(f"{prefix}{page.rule}.{Form.ATOM}", name, partial(respond, feed, page))
            access.allow(app, name, access.Open.EVERYBODY)
    app.extensions[links.FEEDS] = takes


def respond(feed: Declared, page: Page, **parts: str) -> ResponseReturnValue:
    """Read the query, ask the view, write the feed."""
    g.page, g.form = page, Form.ATOM
    asked = read_query(feed.asking, request.args)
    given: Mapping[str, Any] = {"asking": asked} if "asking" in signature(feed.view).parameters else {}

    def write(view: View) -> Response:
        answer = feed.view(view, **given, page=asked.page, **parts)
        g.names, g.recorded_on = answer.names, answer.recorded_on
        response = Response(write_feed(answer), mimetype=MEDIA_TYPE)
        response.last_modified = answer.updated
        response.headers["Link"] = f'<{links.lang_url(LANGUAGES[0])}>; rel="alternate"; type="text/html"'
        return response

    try:
        response = unless_known(asked.as_of, write)
        response.make_conditional(request)
        return response
    except Moved as moved:
        return redirect(moved.address, moved.status)


def write_feed(feed: Feed) -> str:
    """Write a feed for the request at hand."""
    return _NO_XML.sub("", render_template("feeds/feed.xml", feed=feed))


def moved_to(id: str) -> Moved:
    """Say that the feed of a party stands under the id that it has now."""
    return Moved(links.again({"id": id}, {}), HTTPStatus.MOVED_PERMANENTLY)
