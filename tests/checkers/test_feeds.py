"""Our feeds, read by a program that reads the feeds of everybody."""

import feedparser
import pytest
from flask import Flask

from tests.checkers.conftest import SITE


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("address", ["/changes", "/entities/sama", "/tools/chatgpt/trace", "/search?q=scale"])
def test_every_kind_of_feed(site: Flask, address: str, language: str) -> None:
    reader = site.test_client()
    path, _, query = address.partition("?")
    at = f"{'/de' if language == 'de' else ''}{path}.atom" + (f"?{query}" if query else "")
    seen: set[str] = set()
    pages = 0
    while at:
        response = reader.get(at)
        assert response.status_code == 200
        feed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
        assert not feed.bozo, feed.get("bozo_exception")
        assert (feed.version, feed.feed.language) == ("atom10", language)
        assert feed.feed.title
        assert feed.feed.updated_parsed
        for entry in feed.entries:
            assert entry.title
            assert entry.updated_parsed
            assert entry.link.startswith(f"{SITE}/")
            assert entry.id not in seen
            seen.add(entry.id)
        at = next((link.href.removeprefix(SITE) for link in feed.feed.links if link.rel == "next"), "")
        pages += 1
        if pages == 3:
            break
    assert seen
