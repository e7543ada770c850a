"""The sheet as a page: plain, from the trace alone, and never good out of silence."""

import pytest
from flask.testing import FlaskClient

from tests.web.pages import Read


def text(client: FlaskClient, id: str) -> str:
    return Read(client.get(f"/tools/{id}/sheet").text).text()


def test_what_is_named_is_told_in_plain_words(client: FlaskClient) -> None:
    said = text(client, "chatgpt")
    assert "ChatGPT is offered by OpenAI." in said
    assert "Sama (Kenya)" in said
    assert "1.32 to 3.74\N{NO-BREAK SPACE}USD an hour, Kenya".replace("\N{NO-BREAK SPACE}", " ") in said
    assert "A report is not a proof" in said
    assert "https://labour.example/tools/chatgpt/trace" in said
    assert "0 report" not in said


def test_nobody_named_is_not_nobody(client: FlaskClient) -> None:
    said = text(client, "microsoft-copilot")
    assert "No source read here names anyone who did the work for Microsoft Copilot itself. That does not mean" in said
    assert "Nobody says that they did." in said


def test_it_says_no_more_than_the_trace(client: FlaskClient) -> None:
    sheet, trace = (client.get(f"/tools/facebook/{word}.json").json for word in ("sheet", "trace"))
    assert sheet["summary"] == trace["summary"]
    assert sheet["gaps"] == trace["gaps"]
    assert [e["entity"] for e in sheet["employers"]] == [e["entity"] for e in trace["employers"]]


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_it_is_linked_and_found_by_name(client: FlaskClient, prefix: str) -> None:
    assert f"{prefix}/tools/chatgpt/sheet" in Read(client.get(f"{prefix}/tools/chatgpt/trace").text).links("/")
    assert client.get(f"{prefix}/tools/ChatGPT/sheet").headers["Location"] == f"{prefix}/tools/chatgpt/sheet"
    assert client.get(f"{prefix}/tools/openai/sheet").status_code == 404
    assert client.get("/tools/openai/sheet.json").json["near"][0]["address"].startswith("/tools/")
    assert f"{prefix}/tools/chatgpt/sheet" in client.get("/sitemap.xml").text
