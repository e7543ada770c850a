"""One question, every face: page, JSON, CSV, API and command line give the same answer."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from supplychain.cli import main
from supplychain.store.database import Store
from tests.web.pages import Read

ASKED = [
    ("chatgpt", {}),
    ("chatgpt", {"on": "2022-06"}),
    ("chatgpt", {"min_grade": "B", "depth": "1"}),
    ("facebook", {}),
    ("gpt-4o", {}),
    ("alexa", {"as_of": "1"}),
]
Facts = dict[str, tuple[str, str, str]]
"""Employer -> strength, grade, tier."""


def address(tool: str, query: dict[str, str]) -> tuple[str, str]:
    """Path without its suffix, and the query."""
    return f"/tools/{tool}/trace", "&".join(f"{name}={value}" for name, value in query.items())


def from_page(text: str) -> Facts:
    """What the page says of its employers, each as often as it says it."""
    page = Read(text)
    blocks = [e.attrib for e in page.having("data-employer")]
    found = {b["data-employer"]: (b["data-strength"], b["data-grade"], b["data-tier"]) for b in blocks}
    assert len(found) == len(blocks)
    return found


def from_json(text: str) -> Facts:
    """What the JSON says."""
    return {e["entity"]["id"]: (e["strength"], e["grade"], str(e["tier"])) for e in json.loads(text)["employers"]}


def from_csv(text: str) -> Facts:
    """What the CSV says."""
    return {r["employer"]: (r["strength"], r["grade"], r["tier"]) for r in csv.DictReader(io.StringIO(text))}


def from_command(store: Store, tool: str, query: dict[str, str], form: str) -> str:
    """What the command prints."""
    options = [part for name, value in query.items() for part in (f"--{name.replace('_', '-')}", value)]
    result = CliRunner().invoke(
        main, ["trace", tool, *options, form], env={"SUPPLYCHAIN_DATABASE_URL": store.url.render_as_string(False)}
    )
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(("tool", "query"), ASKED)
def test_every_face_names_the_same_employers(client: FlaskClient, seeded_store: Store, tool, query):
    path, asked = address(tool, query)
    faces = {
        "page": from_page(client.get(f"{path}?{asked}").text),
        "JSON": from_json(client.get(f"{path}.json?{asked}").text),
        "CSV": from_csv(client.get(f"{path}.csv?{asked}").text),
        "API": from_json(client.get(f"/api/v1{path}?{asked}").text),
        "API as CSV": from_csv(client.get(f"/api/v1{path}.csv?{asked}").text),
        "command": from_json(from_command(seeded_store, tool, query, "--json")),
        "command as CSV": from_csv(from_command(seeded_store, tool, query, "--csv")),
    }
    assert len(faces["JSON"]) > 0 or query
    for face, facts in faces.items():
        assert facts == faces["JSON"], face


@pytest.mark.parametrize(("tool", "query"), ASKED)
def test_site_and_command_give_the_same_answer_to_the_letter(client: FlaskClient, seeded_store: Store, tool, query):
    path, asked = address(tool, query)
    site = client.get(f"{path}.json?{asked}").text
    assert json.loads(site) == json.loads(from_command(seeded_store, tool, query, "--json"))
    assert client.get(f"{path}.csv?{asked}").text == from_command(seeded_store, tool, query, "--csv")


@pytest.mark.parametrize(("prefix", "tool"), [("", "chatgpt"), ("/de", "alexa")])
def test_the_page_leaves_nothing_out(client: FlaskClient, prefix, tool):
    answer = client.get(f"/tools/{tool}/trace.json").json
    page = Read(client.get(f"{prefix}/tools/{tool}/trace").text)
    assert from_page(client.get(f"{prefix}/tools/{tool}/trace").text) == from_json(json.dumps(answer))
    leads = page.links(f"{prefix}/tools/{tool}/trace")
    text = page.text()
    for link in answer["links"]:
        assert f"{prefix}/claims/{link['shown']['claim']['id']}" in leads
    for omission in answer["left_out"]:
        for shown in omission["claims"]:
            assert f"{prefix}/claims/{shown['claim']['id']}" in leads
    for employer in answer["employers"]:
        assert f"{prefix}/entities/{employer['entity']['id']}" in leads
        for part in ("wages", "practices"):
            for shown in (*employer[part]["this_tool"], *employer[part]["at_employer"]):
                assert f"{prefix}/claims/{shown['claim']['id']}" in leads
    for source in answer["sources"]:
        assert f"{prefix}/sources/{source['id']}" in leads
    for gap in answer["gaps"]:
        if not prefix:
            assert " ".join(gap["words"].split()) in text


def test_a_reader_finds_the_way_from_a_name_to_the_source(client: FlaskClient):
    """From the first page over search, trace and claim to the document that says it, by links alone."""
    (form,) = [f for f in Read(client.get("/").text).all("form") if f.attrib.get("action", "").startswith("/search")]
    assert form.attrib.get("method", "get") == "get"
    found = Read(client.get("/search?q=chat gpt").text).links("/search")
    assert "/tools/chatgpt/trace" in found
    claims = sorted(a for a in Read(client.get("/tools/chatgpt/trace").text).links("/") if a.startswith("/claims/"))
    sources = sorted(a for a in Read(client.get(claims[0]).text).links("/") if a.startswith("/sources/"))
    assert client.get(sources[0]).status_code == 200
