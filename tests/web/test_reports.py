"""Sending a report in a browser without an account: begun, filled in, mended, sent, followed by code; nobody else sees it."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from supplychain.domain import reports as d
from supplychain.formats.sealing import new_keys, open_sealed
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from supplychain.web.row_forms import FORMS
from tests.desk import join
from tests.reports import EARLY
from tests.web.inside import Visitor
from tests.web.pages import Read

PRACTICE = {
    "employer": "Sama",
    "practice": "webcam_capture",
    "countries": "Kenya",
    "asserted_by": "worker",
    "source": "own",
    "size": "200",
    "description": "The camera takes a picture every few minutes.",
}
PAY = {
    "employer": "sama",
    "low": "250",
    "currency": "USD",
    "unit": "month",
    "basis": "net",
    "countries": "KE",
    "asserted_by": "worker",
    "source": "own",
    "own_pay": "yes",
    "start": "2026",
    "end": "2026",
    "size": "80",
}


def told(response) -> str:
    page = Read(response.text)
    assert page.faults() == []
    assert response.headers["Cache-Control"] == "no-store"
    return page.text()


def begin(visitor: Visitor) -> tuple[str, str]:
    """Begin a report; give its address and the code."""
    answer = visitor.send("/report", "/report/begin")
    assert answer.status_code == 303
    place = answer.headers["Location"]
    code = re.search(r"<code>([0-9a-z-]{29})</code>", visitor.get(place).text)
    assert code
    return place, unescape(code[1])


def test_from_the_first_word_to_the_decision(visitor: Visitor, desk: Desk, inside: Flask) -> None:
    assert "Do not use a device" in told(visitor.get("/report"))
    place, code = begin(visitor)
    assert code not in visitor.get(place).text  # shown once
    answer = visitor.send(f"{place}/add/practice", **PRACTICE)
    assert answer.status_code == 303
    text = told(visitor.get(place))
    assert "webcam capture" in text
    assert "Kenya" in text
    assert "sent without an account" in text
    assert visitor.send(f"{place}/add/pay", **PAY).status_code == 303
    assert "never shown by itself" in told(visitor.get(place))
    assert visitor.send(place, f"{place}/send").status_code == 303
    assert "Waits for a reviewer" in told(visitor.get(place))

    other = Visitor(inside)  # another device, with the code
    assert other.get(place).status_code == 404
    other.send("/report/follow", code=code.upper().replace("-", " "))
    assert "Waits for a reviewer" in told(other.get(place))

    reviewer, id = join(desk, "rev@labour.example").person, place.rpartition("/")[2]
    review.claim(desk, reviewer, id)
    review.comment(desk, reviewer, id, "Is it so in the night shift too?", internal=False)
    review.comment(desk, reviewer, id, "Looks right to me", internal=True)
    text = told(other.get(place))
    assert "night shift" in text
    assert "Looks right" not in text
    other.send(place, f"{place}/message", text="Yes.\nIn both shifts.")
    version = review.look(desk, reviewer, id).report.version
    review.return_(desk, reviewer, id, version, d.Reason.UNCLEAR, "Since when?")
    assert "Since when?" in told(visitor.get(place))
    with desk.store.reports() as found:
        row = found.get(id).report.content.rows("practices")[0]["id"]
    assert visitor.send(f"{place}/practice/{row}", **PRACTICE, start="2026-01").status_code == 303
    visitor.send(place, f"{place}/send")
    review.claim(desk, reviewer, id)
    review.accept(desk, reviewer, id, review.look(desk, reviewer, id).report.version, words=EARLY)
    assert "Published with revision 2" in told(other.get(place))
    assert "250" not in told(other.get(place))
    assert "January 2026" in Read(visitor.get(f"/claims/{row}").text).text()


def test_every_form_opens_and_says_what_is_missing(visitor: Visitor) -> None:
    place, _ = begin(visitor)
    for word in FORMS:
        told(visitor.get(f"{place}/add/{word}"))
        answer = visitor.send(f"{place}/add/{word}")
        assert answer.status_code == 400
        assert "This is missing" in told(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"employer": "Samma"}, "Nothing recorded has this name"),
        ({"countries": "Kenia-Land"}, "This is not a country"),
        ({"practice": "dancing"}, "not a term"),
        ({"start": "2026-13"}, "no month"),
        ({"start": "2026", "end": "2020"}, "before it begins"),
        ({"description": "Ask boss@firm.example"}, "e-mail"),
        ({"size": "some"}, "does not fit"),
        ({"source": "sama"}, "no source"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_what_was_typed_stays(visitor: Visitor, changes: dict, words: str) -> None:
    place, _ = begin(visitor)
    answer = visitor.send(f"{place}/add/practice", **PRACTICE | changes)
    assert answer.status_code == 400
    text = told(answer)
    assert words in text
    assert "every few minutes" in answer.text or "description" in changes
    assert visitor.get(place).text.count('class="card"') == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"countries": ""}, "Own pay is counted by country"),
        ({"countries": "KE; UG"}, "Own pay is counted by country"),
        ({"start": "", "end": ""}, "Own pay is counted by year"),
        ({"start": "2031", "end": "2031"}, "“2031” has not come yet."),
        ({"start": "2024", "end": "2027-01"}, "give a time up to today"),
        ({"high": "300"}, "Own pay has one figure"),
        ({"source": "sama"}, "known from yourself"),
    ],
)
def test_own_pay_that_no_group_could_hold_is_told(visitor: Visitor, changes: dict, words: str) -> None:
    place, _ = begin(visitor)
    answer = visitor.send(f"{place}/add/pay", **PAY | changes)
    assert answer.status_code == 400
    assert words in told(answer)


def test_a_new_party_a_source_and_a_link_between_them(visitor: Visitor, desk: Desk) -> None:
    place, _ = begin(visitor)
    visitor.send(f"{place}/add/party", name="Nowhere Labels", kind="outsourcer", country="KE")
    visitor.send(
        f"{place}/add/source",
        title="A report",
        url="https://example.org/r",
        publisher="A union",
        date="2026",
        kind="ngo_report",
    )
    fields = {
        "subject": "OpenAI",
        "relation": "data_work_by",
        "object": "nowhere labels",
        "asserted_by": "worker_organisation",
    }
    page = visitor.get(f"{place}/add/link").text
    source = re.search(r'<option value="(a-union-[^"]+)">', page)
    assert source
    answer = visitor.send(f"{place}/add/link", **fields, source=source[1], locator="page 3")
    assert answer.status_code == 303
    assert "A report · page 3" in told(visitor.get(place))
    assert visitor.send(place, f"{place}/send").status_code == 303
    with desk.store.reports() as found:
        content = found.get(place.rpartition("/")[2]).report.content
    assert content.rows("links")[0]["object"] == "nowhere-labels"


def test_the_other_kinds(visitor: Visitor) -> None:
    place, _ = begin(visitor)
    visitor.send(f"{place}/add/retraction", claim="w-sama-ke-openai", reason="The paper took it back.")
    visitor.send(f"{place}/add/identity", left="sama", right="cloudfactory", judgement="different", reason="Two firms.")
    answer = {"respondent": "sama", "date": "2026-01", "claim": "w-sama-ke-openai", "answer_stance": "denies"}
    sent = visitor.send(f"{place}/add/answer", **answer, asserted_by="firm_itself", source="own")
    assert sent.status_code == 303
    assert visitor.send(place, f"{place}/send").status_code == 303
    assert visitor.send(place, f"{place}/withdraw").status_code == 303
    assert "What it held is deleted" in told(visitor.get(place))


def test_things_are_taken_out(visitor: Visitor) -> None:
    place, _ = begin(visitor)
    visitor.send(f"{place}/add/practice", **PRACTICE)
    hidden = visitor.hidden(place, f"{place}/remove")
    assert visitor.post(f"{place}/remove", hidden).status_code == 303
    assert "Nothing yet" in visitor.get(place).text
    assert 'name="row" value="p-' not in visitor.get(place).text
    assert visitor.send(place, f"{place}/withdraw").status_code == 303
    assert visitor.get(place).status_code == 404  # a draft goes without a trace


def test_names_are_confirmed_one_by_one(visitor: Visitor) -> None:
    place, _ = begin(visitor)
    visitor.send(f"{place}/add/practice", **PRACTICE | {"description": "Told by the boss, Mr Otieno, to all"})
    assert "Mr Otieno" in told(visitor.get(place))
    with pytest.raises(AssertionError, match="no form"):
        visitor.send(place, f"{place}/send")
    key = re.search(r'name="keys" value="([0-9a-f]+)"', visitor.get(place).text)
    assert key
    visitor.send(place, f"{place}/confirm", keys=key[1])
    assert visitor.send(place, f"{place}/send").status_code == 303


def photograph(marker: bytes) -> bytes:
    """A picture as a phone makes it, with a place and a device in it."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = marker.decode()
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif, comment=marker)
    assert marker in out.getvalue()
    return out.getvalue()


def test_a_photographed_payslip_is_cleaned_and_its_original_sealed(visitor: Visitor, desk: Desk, inside: Flask) -> None:
    keys = new_keys()
    object.__setattr__(desk, "seal_to", keys.recipient)
    place, _ = begin(visitor)
    id, original = place.rpartition("/")[2], photograph(b"PhoneOfSomebody")
    there = f"{place}/files"
    answer = visitor.post(there, {**visitor.hidden(place, there), "file": (io.BytesIO(original), "Jane Doe.jpg")})
    assert answer.status_code == 303
    text = told(visitor.get(place))
    assert "File 1 · JPEG" in text
    assert "The original is kept, sealed." in text
    assert "Jane" not in visitor.get(place).text
    visitor.send(place, f"{place}/note", note="Ask me about the blue kettle.")
    assert "sealed" in told(visitor.get(place))
    with desk.store.reports() as found:
        file = found.file(id, found.get(id).report.files[0].id)
        note = found.note(id)
    assert b"PhoneOfSomebody" not in file.data
    assert file.sealed is not None
    assert open_sealed(keys.secret, file.sealed) == original
    assert note is not None
    assert open_sealed(keys.secret, note) == b"Ask me about the blue kettle."
    for name in Path(str(desk.store.url.database)).parent.glob("*.db*"):
        assert b"PhoneOfSomebody" not in name.read_bytes()
        assert b"blue kettle" not in name.read_bytes()
    answer = visitor.post(
        there, {**visitor.hidden(place, there), "file": (io.BytesIO(b"PK\x03\x04\xff\xfe\x80" + b"x" * 99), "a.docx")}
    )
    assert answer.status_code == 400
    assert "office program" in told(answer)
    visitor.send(place, f"{place}/files/remove")
    assert "File 1" not in told(visitor.get(place))


def test_without_a_key_no_note_is_kept(visitor: Visitor) -> None:
    place, _ = begin(visitor)
    assert "Confidential note" not in told(visitor.get(place))
    fields = {**visitor.hidden("/report", "/report/begin"), "note": "something"}
    assert visitor.post(f"{place}/note", fields).status_code == 409


def test_a_trap_catches_programs(visitor: Visitor, desk: Desk) -> None:
    answer = visitor.send("/report", "/report/begin", homepage="https://spam.example")
    assert answer.headers["Location"] == "/report"
    with desk.store.reports() as found:
        assert found.of(Sender(code="x" * 29).holder()) == ()


def test_nobody_guesses_a_report(visitor: Visitor, inside: Flask, desk: Desk) -> None:
    place, _ = begin(visitor)
    visitor.send(f"{place}/add/practice", **PRACTICE)
    stranger = Visitor(inside)
    for address in (place, f"{place}/add/practice", f"{place}/practice/x"):
        assert stranger.get(address).status_code == 404
    token = stranger.hidden("/report", "/report/begin")
    for action in ("send", "withdraw", "confirm", "message", "remove", "add/practice"):
        fields = {**token, **PRACTICE, "text": "x", "table": "practices", "row": "x", "keys": "x"}
        assert stranger.post(f"{place}/{action}", fields).status_code == 404
    assert stranger.send("/report/follow", code="0000-0000-0000-0000-0000-0000").status_code == 400
    assert reports.list_reports(desk, Sender()) == ()


@pytest.mark.parametrize("length", [4_001, 60_000, 150_000])
def test_a_text_that_is_too_long_comes_back_to_be_cut(visitor: Visitor, length: int) -> None:
    place, _ = begin(visitor)
    text = "ä" * length
    visitor.send(f"{place}/add/practice", **PRACTICE)
    visitor.send(place, f"{place}/send")
    answer = visitor.send(place, f"{place}/message", text=text)
    assert answer.status_code == 400
    assert f"it has {length:,} characters, and at most 4,000 fit" in told(answer)
    assert text in answer.text
    assert "maxlength" not in answer.text.partition("<textarea")[2].partition(">")[0], (
        "what is pasted is not cut without a word"
    )
