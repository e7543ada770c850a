"""The right of reply at the site: the desk asks, the respondent answers by link, readers see both."""

import csv
import io
import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from supplychain.domain import replies as d
from supplychain.domain.errors import Refused
from supplychain.domain.people import Role
from supplychain.services import replies, reports, requests
from supplychain.services.desk import Desk
from supplychain.services.replies import Given
from supplychain.services.reports import Sender
from supplychain.services.requests import Wanted
from supplychain.services.undo import undo_revision
from supplychain.web.app import create_app
from tests.desk import PASSWORD, join, letters, set_up_codes
from tests.desk import ask as ask_and_send
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

ED, CLAIM = "ed@labour.example", "l-openai-sama"


@pytest.fixture
def editor(desk: Desk, inside: Flask) -> Visitor:
    """Somebody who may publish, signed in."""
    return enter(inside, desk)


def enter(site: Flask, desk: Desk) -> Visitor:
    app, _ = set_up_codes(desk, join(desk, ED, Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(site)
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


def send_it(editor: Visitor, request: str, day: str = "2026-11-26", **more: str) -> None:
    """Say that the letter went."""
    sent = editor.send(request, f"{request}/sent", **{"day": day, "channel": "mail", **more})
    assert sent.status_code == 303, sent.text


def reply_page(desk: Desk, request: str) -> str:
    return requests.look(desk, request.rpartition("/")[2]).link.removeprefix("https://labour.example")


def test_from_the_question_to_the_published_answer(editor: Visitor, desk: Desk, inside: Flask, tmp_path: Path) -> None:
    request = ask(editor)
    page = told(editor.get(request))
    assert "the letter lies in the outbox and has not gone" in page
    assert "Nobody was asked before it goes" in page
    assert editor.get("/requests.json").json["inquiries"] == []
    assert "not sent yet" in told(editor.get("/desk/requests"))
    for day, words in (("2026-11-27", "still to come"), ("2026-11-25", "not written yet"), ("soon", "no day")):
        wrong = editor.send(request, f"{request}/sent", day=day, channel="letter")
        assert wrong.status_code == 400
        assert words in told(wrong)
    send_it(editor, request)
    (inquiry,) = editor.get("/requests.json").json["inquiries"]
    assert [(r["asked_on"], r["due_on"]) for r in inquiry["requests"]] == [("2026-11-26", "2026-12-10")]
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
    send_it(editor, request)
    token = editor.hidden(request, f"{request}/extend")
    refused = editor.post(f"{request}/silent", token)
    assert refused.status_code == 409
    assert f"{request}/silent" not in editor.get(request).text, "not even offered"


def test_an_answer_goes_back_and_comes_again(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
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


def test_a_second_tab_is_told_and_loses_nothing(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    given = {"language": "en", "stance_1": "denies", "sure": "yes"}
    second = firm.hidden(address, address)
    assert firm.send(address, text="The first answer.", **given).status_code == 303
    for stage in ("sent", "published"):
        late = firm.post(address, {**second, **given, "text": "The second <b>answer</b>."})
        assert late.status_code == 409
        page = told(late)
        assert "already" in page
        assert "The second <b>answer</b>." in page, stage
        if stage == "sent":
            assert editor.send(request, f"{request}/publish", point_1="yes").status_code == 303
    assert "The second" not in editor.get(f"/claims/{CLAIM}").text


def test_documents_come_with_an_answer(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    given = {"text": "See our policy.", "language": "en", "stance_1": "denies", "sure": "yes"}
    bad = firm.send(address, **given, file_1=(io.BytesIO(b"PK\x03\x04\x00\x00"), "policy.zip"))
    assert bad.status_code == 400
    assert "See our policy." in bad.text
    assert "Copy the text into a new plain text file" in told(bad)
    files = {f"file_{n}": (io.BytesIO(f"Policy {n}".encode()), f"Jane Doe {n}.txt") for n in (1, 3)}
    assert firm.send(address, **given, **files).status_code == 303
    assert "With it came 2 documents." in told(firm.get(address))
    page = told(editor.get(request))
    assert "Document 2" in page
    report = requests.look(desk, request.rpartition("/")[2]).answer
    assert report is not None
    assert editor.get(f"/desk/reports/{report.report}/files/{report.files[0].id}").data.strip() == b"Policy 1"
    assert inside.test_client().get(f"/claims/{report.response}/files/1").status_code == 404
    assert editor.send(request, f"{request}/publish", point_1="yes").status_code == 303
    shown = inside.test_client().get(f"/claims/{report.response}.json").json["files"]
    assert [f["number"] for f in shown] == [1, 2]
    given_out = inside.test_client().get(f"/claims/{report.response}/files/2")
    assert given_out.data.strip() == b"Policy 3"
    assert sha256(given_out.data).hexdigest() == shown[1]["sha256"]
    assert "Jane" not in str(given_out.headers)
    assert given_out.headers["Content-Disposition"].startswith("attachment")
    page = told(editor.get(f"/claims/{report.response}"))
    assert "Document 2" in page
    assert inside.test_client().get(f"/claims/{report.response}/files/3").status_code == 404


def document(text: str, name: str = "a.txt") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


def test_documents_of_an_answer_that_has_to_be_mended_are_kept(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    given = {"text": "Ask jane@example.org or +254 712 345 678.", "language": "en", "stance_1": "denies", "sure": "yes"}
    zipped = (io.BytesIO(b"PK\x03\x04\x00\x00"), "b.zip")
    refused = firm.send(address, **given, file_1=document("A document.", "Jane Doe.txt"), file_2=zipped)
    assert refused.status_code == 400
    page = told(refused)
    assert page.count("Holds an e-mail address, a phone number.") == 2  # in the list, and beside the field
    assert page.count("Copy the text into a new plain text file") == 2
    assert "1 document is kept with your answer: you need not choose it again." in page
    assert "Document 1 · text, 1 kB" in page
    assert "Choose it again" not in page
    assert "Jane Doe" not in page
    assert 'name="file_3"' not in refused.text  # two more fit
    assert "no answer yet" in told(editor.get(request))
    without_text = firm.send(address, language="en", file_1=document("Another one."))
    assert "2 documents are kept with your answer" in told(without_text)
    first = re.search(r'name="gone" value="([^"]+)"', without_text.text)
    assert first is not None
    assert firm.send(address, **{**given, "text": "No."}, gone=first[1]).status_code == 303
    report = requests.look(desk, request.rpartition("/")[2]).answer
    assert report is not None
    assert len(report.files) == 1
    assert editor.get(f"/desk/reports/{report.report}/files/{report.files[0].id}").data.strip() == b"Another one."


def test_no_more_than_three_documents_are_kept(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    files = {f"file_{n}": document(f"Document {n}") for n in (1, 2, 3)}
    full = firm.send(address, text="No.", **files)
    assert "3 documents are kept with your answer" in told(full)
    assert "No more than three documents fit." in told(full)
    given = {"text": "No.", "language": "en", "stance_1": "denies", "sure": "yes"}
    assert "These are too many files." in told(firm.send(address, **given, file_1=document("A fourth.")))
    gone = re.findall(r'name="gone" value="([^"]+)"', full.text)
    page = told(firm.send(address, **{**given, "text": ""}, gone=gone[:2]))
    assert "1 document is kept with your answer" in page
    assert firm.send(address, **given).status_code == 303
    assert "With it came 1 document." in told(firm.get(address))


def test_documents_of_an_answer_that_is_never_sent_go_with_the_drafts(
    editor: Visitor, desk: Desk, inside: Flask
) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    firm.send(address, text="", file_1=document("A document."))
    assert "1 document is kept" in told(firm.get(address))
    for days, there in ((30, True), (31, False)):
        later = desk.clock() + timedelta(days=days)
        reports.begin(replace(desk, clock=lambda then=later: then), Sender())
        assert ("1 document is kept" in told(firm.get(address))) is there
    assert editor.get(request).text.count("Document 1") == 0


def test_a_program_sends_its_documents_in_the_place_of_those_kept(editor: Visitor, desk: Desk, inside: Flask) -> None:
    request = ask(editor)
    send_it(editor, request)
    address, firm = reply_page(desk, request), Visitor(inside)
    firm.send(address, text="", file_1=document("A document."))
    program = inside.test_client()
    assert len(program.get(f"/api/v1{address}").json["files"]) == 1
    body = {"text": "No.", "stances": {CLAIM: "denies"}, "files": [b64encode(b"The right one.").decode()]}
    answered = program.post(f"/api/v1{address}", json=body)
    assert answered.status_code == 201
    report = answered.json["answer"]
    assert len(report["files"]) == 1
    file = editor.get(f"/desk/reports/{report['report']}/files/{report['files'][0]['id']}")
    assert file.data.strip() == b"The right one."


def test_no_letter_without_a_sender(desk: Desk, tmp_path: Path) -> None:
    bare = replace(desk, contact="")
    visitor = enter(create_app(settings_for(str(desk.store.url), tmp_path), desk.store, bare), desk)
    for page in ("/desk/requests", "/desk/requests/new", f"/desk/requests/new?respondent=openai&claims={CLAIM}"):
        assert "SUPPLYCHAIN_CONTACT" in told(visitor.get(page)), page
    assert "/desk/requests/ask" not in visitor.get(f"/desk/requests/new?respondent=openai&claims={CLAIM}").text
    with pytest.raises(Refused, match="would not say from whom"):
        requests.ask(bare, Wanted("openai", (CLAIM,), d.Channel.LETTER, "OpenAI"))


def test_what_an_answer_does_not_speak_to(editor: Visitor, desk: Desk, inside: Flask) -> None:
    with desk.store.view() as view:
        other = next(x.id for x in view.snapshot().links if x.subject == "openai" and x.object and x.id != CLAIM)
    asked = ask_and_send(desk, Wanted("openai", (CLAIM, other), d.Channel.LETTER, "OpenAI"))
    replies.answer(desk, asked.link.rpartition("/")[2], Given("We deny it.", {CLAIM: "denies"}, "en"))
    request = f"/desk/requests/{asked.id}"
    assert editor.send(request, f"{request}/publish", point_1="yes").status_code == 303
    assert "disputed" in told(editor.get(f"/claims/{CLAIM}"))
    assert "not on this point" not in told(editor.get(f"/claims/{CLAIM}"))
    page = told(editor.get(f"/claims/{other}"))
    assert "asked, answered, not on this point" in page
    assert "We deny it." not in page
    assert "disputed" not in page
    assert f"{other} ( not on this point )" in " ".join(
        told(editor.get("/requests")).replace("(", "( ").replace(")", " )").split()
    )
    rows = list(csv.DictReader(io.StringIO(editor.get("/requests.csv").text)))
    assert rows[0]["not_on_point"] == other


def test_a_record_that_was_undone_is_told_and_settled(editor: Visitor, desk: Desk) -> None:
    request = ask(editor)
    send_it(editor, request)
    with desk.store.view() as view:
        last = f"{view.as_of}"
    undo_revision(desk.store, last, "editor", "not yet", desk.clock(), desk.chance)
    page = told(editor.get(request))
    assert "The record of a letter was undone" in page
    assert "record undone" in told(editor.get("/desk/requests"))
    assert editor.send(request, f"{request}/record").status_code == 303
    assert "The record of a letter was undone" not in told(editor.get(request))
