"""The right of reply at the site: the desk asks, the respondent answers by link, readers see both."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from supplychain.domain.people import Role
from supplychain.services import replies, requests
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join, letters, set_up_codes
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

ED, CLAIM = "ed@labour.example", "l-openai-sama"


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(seeded_sqlite_url)) as store:
        yield replace(desk_for(store, tmp_path, Clock()), contact="answers@labour.example")


@pytest.fixture
def inside(desk: Desk, tmp_path: Path) -> Flask:
    return create_app(settings_for(str(desk.store.url), tmp_path), desk.store, desk)


@pytest.fixture
def editor(desk: Desk, inside: Flask) -> Visitor:
    """Somebody who may publish, signed in."""
    app, _ = set_up_codes(desk, join(desk, ED, Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(inside)
    assert visitor.sign_in(ED, PASSWORD, app.at(desk.clock())).status_code == 303
    return visitor


def told(response) -> str:
    page = Read(response.text)
    assert page.faults() == []
    return page.text()


def ask(editor: Visitor) -> str:
    """Ask OpenAI about one claim, page by page; give the address of the request at the desk."""
    assert "OpenAI" in told(editor.get(f"/desk/requests/new?claims={CLAIM}"))
    chosen = f"/desk/requests/new?respondent=openai&claims={CLAIM}&note=We+wrote+before."
    page = told(editor.get(chosen))
    assert "We wrote before." in page
    assert "⟨link⟩" in page
    sent = editor.send(chosen, "/desk/requests/ask", channel="mail", to="press@openai.example")
    assert sent.status_code == 303, sent.text
    return sent.location


def reply_page(desk: Desk, request: str) -> str:
    return requests.look(desk, request.rpartition("/")[2]).link.removeprefix("https://labour.example")


def test_from_the_question_to_the_published_answer(editor: Visitor, desk: Desk, inside: Flask, tmp_path: Path) -> None:
    request = ask(editor)
    page = told(editor.get(request))
    assert "the letter lies in the outbox and has not gone" in page
    assert any(x["To"] == "press@openai.example" for x in letters(tmp_path))
    address, firm = reply_page(desk, request), Visitor(inside)
    assert "This statement about you" in told(firm.get(address))

    failed = firm.send(address, text="Write to boss@openai.example", language="en", stance_1="denies", sure="yes")
    assert failed.status_code == 400
    assert "e-mail address" in told(failed)
    assert "Write to boss@openai.example" in failed.text, "what was typed stands there again"
    bold = "<script>alert(1)</script> We deny it.\n\nSecond paragraph."
    failed = firm.send(address, text=bold, language="en", sure="yes")
    assert "Say for at least one" in told(failed)
    failed = firm.send(address, text=bold, language="en", stance_1="denies")
    assert failed.status_code == 400
    failed = firm.send(address, text="We \u202edeny", language="en", stance_1="denies", sure="yes")
    assert failed.status_code == 400
    sent = firm.send(address, text=bold, language="en", stance_1="denies", sure="yes")
    assert (sent.status_code, sent.location) == (303, address)
    assert "Your answer has arrived." in told(firm.get(address))
    assert "disputed" not in told(editor.get(f"/claims/{CLAIM}"))

    assert "Check the answer" in told(editor.get("/desk/requests"))
    published = editor.send(request, f"{request}/publish", point_1="yes")
    assert published.status_code == 303, published.text
    claim = editor.get(f"/claims/{CLAIM}")
    page = told(claim)
    assert "disputed" in page
    assert "We deny it." in page
    assert "Second paragraph." in page
    assert "<script>alert" not in claim.text
    assert page.index("↳") < page.index("As recorded"), "above the fold"
    assert "published in full" in told(firm.get(address))
    assert "Asked 1 time: 1 answered, 0 silent, 0 still open." in told(editor.get("/entities/openai"))

    ledger = told(editor.get("/requests"))
    assert "answered" in ledger
    rows = list(csv.DictReader(io.StringIO(editor.get("/requests.csv").text)))
    assert [(r["respondent"], r["outcome"], r["state"], r["channel"]) for r in rows] == [
        ("openai", "answered", "answered", "mail")
    ]
    assert editor.get("/requests.json?respondent=sama").json["inquiries"] == []
    assert editor.get("/requests?respondent=nobody-at-all").status_code == 404


def test_silence_is_refused_after_one_request(editor: Visitor, desk: Desk) -> None:
    request = ask(editor)
    token = editor.hidden(request, f"{request}/extend")
    refused = editor.post(f"{request}/silent", token)
    assert refused.status_code == 409
    assert f"{request}/silent" not in editor.get(request).text, "not even offered"


def test_an_answer_goes_back_and_comes_again(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    address, firm = reply_page(desk, request), Visitor(inside)
    firm.send(address, text="Our people said otherwise.", language="en", stance_1="denies", sure="yes")
    sent = editor.send(request, f"{request}/return", reason="personal", words="Name nobody.")
    assert sent.status_code == 303, sent.text
    page = told(firm.get(address))
    assert "Name nobody." in page
    assert "Our people said otherwise." in firm.get(address).text
    sent = firm.send(address, text="We deny it.", language="en", stance_1="denies", sure="yes")
    assert sent.status_code == 303
    assert replies.open_reply(desk, address.rpartition("/")[2]).answer.text == "We deny it."
    wrong = editor.send(request, f"{request}/return", reason="not_credible", words="We do not believe it.")
    assert wrong.status_code in (400, 409)


def test_a_letter_is_given_as_pdf(editor: Visitor, desk: Desk) -> None:
    request = ask(editor)
    answer = editor.get(f"/desk/requests/letters/{request.rpartition('/')[2]}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_strange_links_are_told_in_words(inside: Flask, desk: Desk, editor: Visitor) -> None:
    ask(editor)
    visitor = Visitor(inside)
    for address in ("/reply/x", "/reply/0000-0000-0000-0000-0000-0000", "/de/reply/abc"):
        answer = visitor.get(address)
        assert answer.status_code == 409
        assert answer.headers["Cache-Control"] == "no-store"
