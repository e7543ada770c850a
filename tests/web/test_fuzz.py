"""Whatever address somebody makes up, the site answers below 500."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.addresses import PAGES

IDS = ["chatgpt", "openai", "sama", "l-1", "", "x" * 130, "KE", "screenshots", "CHATGPT", "a b", "%", "..", "\u202e"]
parts = st.sampled_from(IDS) | st.text(max_size=30)
words = st.sampled_from(
    [
        "entities",
        "tools",
        "trace",
        "claims",
        "sources",
        "countries",
        "practices",
        "reference",
        "minimum-wages",
        "about",
        "api",
        "v1",
        "de",
    ]
)
paths = st.lists(words | parts, max_size=5).map("/".join) | st.sampled_from([a.lstrip("/") for a in PAGES.values()])
suffixes = st.sampled_from(["", ".json", ".csv", ".xml", "/", ".json.json"])
names = st.sampled_from(
    [
        "q",
        "kind",
        "on",
        "as_of",
        "min_grade",
        "depth",
        "page",
        "from",
        "to",
        "merged",
        "country",
        "currency",
        "year",
        "use",
        "source",
        "fmt",
        "form",
        "id",
        "_external",
    ]
)
values = st.sampled_from(["1", "0", "-1", "A", "2023", "2023-13", "tool", "openai", "sama"]) | st.text(max_size=40)
queries = st.lists(st.tuples(names | st.text(max_size=8), values), max_size=4)


@pytest.fixture(scope="session")
def fuzzed(site: Flask):
    return site.test_client()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=paths, suffix=suffixes, query=queries)
def test_no_address_breaks_the_site(fuzzed, path, suffix, query):
    raw = f"/{path}{suffix}".encode("utf-8", "surrogatepass").decode("latin-1")
    response = fuzzed.get("/", query_string=query, environ_overrides={"PATH_INFO": raw})
    assert response.status_code < 500, (raw, query)
    assert response.content_type
    assert "Traceback" not in response.get_data(as_text=True)


@settings(max_examples=150, deadline=None)
@given(path=st.binary(max_size=60), query=st.binary(max_size=60))
def test_no_bytes_break_the_site(fuzzed, path, query):
    overrides = {"PATH_INFO": "/" + path.decode("latin-1"), "QUERY_STRING": query.decode("latin-1")}
    response = fuzzed.get("/", environ_overrides=overrides)
    assert response.status_code < 500


@settings(max_examples=100, deadline=None)
@given(header=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60))
def test_no_tag_breaks_the_site(fuzzed, header):
    assert fuzzed.get("/healthz", headers={"If-None-Match": header}).status_code == 200
    assert fuzzed.get("/countries.json", headers={"If-None-Match": header}).status_code == 200
