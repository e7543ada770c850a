"""The Reconciliation API 0.2, asked as OpenRefine asks it."""

import json

import pytest
from flask.testing import FlaskClient

from supplychain.domain.matching import Wanted, matcher_of
from supplychain.domain.reconcile import FETCHED, MOST_QUERIES, TYPES
from supplychain.store.database import Store

BASE = "https://labour.example"


def ask(client: FlaskClient, queries: object, method: str = "POST"):
    sent = {"queries": queries if isinstance(queries, str) else json.dumps(queries)}
    return client.post("/reconcile", data=sent) if method == "POST" else client.get("/reconcile", query_string=sent)


def test_the_manifest_says_what_the_specification_wants(client: FlaskClient) -> None:
    answer = client.get("/reconcile")
    manifest = answer.json
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "0.2" in manifest["versions"]
    assert all(isinstance(manifest[name], str) for name in ("name", "identifierSpace", "schemaSpace"))
    assert manifest["view"]["url"] == f"{BASE}/entities/{{{{id}}}}"
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for service in services:
        there = (service["service_url"] + service["service_path"]).removeprefix(BASE)
        assert client.get(there).status_code == 200
    assert {one["id"] for one in manifest["defaultTypes"]} == set(TYPES)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_is_answered_by_the_matcher(client: FlaskClient, seeded_store: Store, method: str) -> None:
    given = {
        "q0": {"query": "Sama", "properties": [{"pid": "country", "v": "KE"}]},
        "q1": {"query": "Clickworkr", "limit": 2},
        "q2": {"query": "Nobody in Particular"},
        "q3": {"query": "ChatGPT", "type": "organisation"},
        "q4": {"query": "ChatGPT", "type": ["product", "client"], "type_strict": "any"},
        "q5": {"properties": [{"pid": "website", "v": ["openai.com"]}]},
    }
    answer = ask(client, given, method)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.json
    assert found.keys() == given.keys()
    with seeded_store.view() as view:
        match = matcher_of(view.snapshot()).find(Wanted("Sama", country="KE"))[0]
    first = found["q0"]["result"][0]
    assert (first["id"], first["score"], first["match"]) == ("sama", match.score, True)
    assert match.reasons[0].words in first["description"]
    assert {f["id"]: f["value"] for f in first["features"]} == {r.code.value: not r.against for r in match.reasons}
    assert [c["match"] for c in found["q1"]["result"]][:1] == [False]
    assert found["q2"]["result"] == []
    assert all(c["type"][0]["id"] not in ("tool", "model", "dataset") for c in found["q3"]["result"])
    assert found["q4"]["result"][0]["id"] == "chatgpt"
    for candidates in found.values():
        for candidate in candidates["result"]:
            assert isinstance(candidate["score"], int)
            assert isinstance(candidate["id"], str)
            assert isinstance(candidate["name"], str)


@pytest.mark.parametrize(
    "queries",
    ["", "{", "[]", "1", {"q": 1}, {"q": {}}, {"q": {"query": 1}}, {"q": {"query": "x", "limit": "y"}},
     {"q": {"query": "x", "limit": 0}}, {"q": {"query": "x", "properties": [1]}},
     {f"q{n}": {"query": "x"} for n in range(MOST_QUERIES + 1)}, "[" * 100_000],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_batch_that_cannot_be_read_is_refused_in_words(client: FlaskClient, queries: object) -> None:
    answer = ask(client, queries)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["errors"]


def test_suggestions_fit_what_somebody_began_to_type(client: FlaskClient) -> None:
    found = client.get("/reconcile/suggest/entity?prefix=sam").json["result"]
    assert "sama" in [one["id"] for one in found]
    assert found[0].keys() == {"id", "name", "description", "notable"}
    assert client.get("/reconcile/suggest/entity?prefix=").json == {"result": []}
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=9x").status_code == 200
    assert client.get("/reconcile/suggest/type?prefix=vend").json == {"result": [{"id": "vendor", "name": "vendor"}]}
    assert [p["id"] for p in client.get("/reconcile/suggest/property?prefix=").json["result"]] == [
        "country", "website", "lei", "vat",
    ]  # fmt: skip


def test_values_are_fetched_as_the_list_says_them(client: FlaskClient) -> None:
    proposed = client.get("/reconcile/extend/propose?type=vendor").json
    assert [p["id"] for p in proposed["properties"]] == list(FETCHED)
    given = {"ids": ["sama", "openai", "nobody-at-all"], "properties": [{"id": name} for name in FETCHED]}
    answer = client.post("/reconcile", data={"extend": json.dumps(given)}).json
    assert [m["id"] for m in answer["meta"]] == list(FETCHED)
    row = client.post("/api/v1/list", json=["Sama"]).json["parties"][0]
    sama = answer["rows"]["sama"]
    assert sama["pay_reports"] == [{"int": len(row["pay"])}]
    assert sama["not_known"] == [{"str": gap["words"]} for gap in row["gaps"]]
    assert sama["dossier"] == [{"str": f"{BASE}/dossier/sama"}]
    assert all(values == [] for values in answer["rows"]["nobody-at-all"].values())


@pytest.mark.parametrize(
    "extend", ["{}", '{"ids": [1], "properties": []}', '{"ids": [], "properties": [{"id": "mood"}]}', "x"]
)
def test_an_extension_that_cannot_be_read_is_refused(client: FlaskClient, extend: str) -> None:
    assert client.post("/reconcile", data={"extend": extend}).status_code == 400
    assert client.post("/reconcile").status_code == 400


def test_the_preview_may_be_framed_and_nothing_else_may(client: FlaskClient) -> None:
    page = client.get("/reconcile/preview?id=sama")
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert "<form" not in page.text
    assert "<script" not in page.text
    assert f'href="{BASE}/dossier/sama"' in page.text
    assert client.get("/reconcile/preview?id=nobody-at-all").status_code == 404
    assert client.get("/entities/sama").headers["X-Frame-Options"] == "DENY"


def test_a_browser_that_asks_first_is_told_what_it_may_send(client: FlaskClient) -> None:
    asked = client.open("/reconcile", method="OPTIONS", headers={"Origin": "http://127.0.0.1:3333"})
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    elsewhere = client.open("/entities.json", method="OPTIONS", headers={"Origin": "http://127.0.0.1:3333"})
    assert "POST" not in elsewhere.headers["Access-Control-Allow-Methods"]


def test_an_ambiguous_name_offers_all_and_is_no_match(client: FlaskClient) -> None:
    found = ask(client, {"q0": {"query": "Copilot"}, "q1": {"query": "OpenAI ChatGPT"}}).json
    assert [(c["id"], c["match"]) for c in found["q0"]["result"]] == [
        ("microsoft-copilot", False),
        ("github-copilot", False),
    ]
    assert [(c["id"], c["match"]) for c in found["q1"]["result"]] == [("chatgpt", True)]
