"""Files uploaded in a browser and rows sent by programs: shown first, put in once, told in the same words everywhere."""

import io
import json
import re
from hashlib import sha512
from html import unescape

import pytest
from flask import Flask

from supplychain.domain.people import Role
from supplychain.domain.uploads import EVERYTHING_KNOWN
from supplychain.formats.template_csv import make_csv_template
from supplychain.services import reports, tokens
from supplychain.services.desk import Desk
from tests.desk import join
from tests.web.inside import Visitor
from tests.web.pages import Read

HEAD = "employer,practice,countries,start,source_title,source_url,source_kind,locator\n"
RIGHT = "Sama,webcam_capture,KE,2026,Filmed,https://example.org/f,ngo_report,p. 1\n"
WRONG = "Sama,webcam_captur,KE,2025,Filmed,https://example.org/f,ngo_report,p. 2\n"
NEAR = "CloudFactry,screenshots,KE,2024,Filmed,https://example.org/f,ngo_report,p. 3\n"
ROW = dict(zip(HEAD.strip().split(","), RIGHT.strip().split(","), strict=True))
SAID = "“webcam_captur” is not a term of the vocabulary practice."
MEND = "Did you mean webcam_capture?"
API = "/api/v1/reports"


@pytest.fixture
def place(visitor: Visitor) -> str:
    return str(visitor.send("/report", "/report/begin").headers["Location"])


def upload(visitor: Visitor, place: str, text: str | bytes, name: str = "my rows.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    fields = visitor.hidden(f"{place}/upload", f"{place}/upload")
    return visitor.post(f"{place}/upload", {**fields, "file": (io.BytesIO(data), name)})


def told(response) -> str:
    page = Read(response.text)
    assert page.faults() == []
    assert response.headers["Cache-Control"] == "no-store"
    return page.text()


def carried(response) -> dict[str, str]:
    """What the form of the preview holds hidden."""
    inner = response.text.split('name="packed"', 1)
    token = re.search(r'name="token_of_form" value="([^"]+)">\s*<input type="hidden" $', inner[0])
    packed = re.match(r' value="([^"]+)"', inner[1])
    assert token
    assert packed
    return {"token_of_form": unescape(token[1]), "packed": unescape(packed[1])}


def test_a_file_is_shown_then_put_in_and_put_in_once(visitor: Visitor, place: str) -> None:
    told(visitor.get(f"{place}/upload"))
    answer = upload(visitor, place, HEAD + RIGHT + WRONG)
    assert answer.status_code == 200
    text = told(answer)
    assert SAID in text
    assert MEND in text
    assert "Sama (100 of 100: the same name" in text
    assert "my rows" not in text  # the name under which it came is nobody's business
    assert "webcam capture" not in visitor.get(place).text  # nothing is kept yet
    fields = carried(answer)
    wrong = visitor.post(f"{place}/upload/wrong", {**fields, "place": "0"})
    assert wrong.headers["Content-Disposition"] == "attachment; filename=practices-wrong-rows.csv"
    assert wrong.text.startswith("\ufeffwhat_is_wrong,employer,")
    assert wrong.text.count("\n") == 2
    assert "webcam_captur" in wrong.text
    assert visitor.post(f"{place}/upload/keep", fields).headers["Location"] == place
    assert "webcam capture" in told(visitor.get(place))
    assert "lies in the report now" not in visitor.get(place).text  # said once
    again = upload(visitor, place, HEAD + RIGHT)
    assert "there is nothing to put in" in told(again)
    visitor.post(f"{place}/upload/keep", carried(again))
    assert "nothing was changed" in told(visitor.get(place))
    mended = wrong.text.replace("webcam_captur,", "webcam_capture,")
    visitor.post(f"{place}/upload/keep", carried(upload(visitor, place, mended)))
    assert told(visitor.get(place)).count("webcam capture") == 2


def test_a_name_that_comes_near_is_chosen_on_the_page(visitor: Visitor, place: str) -> None:
    answer = upload(visitor, place, HEAD + NEAR)
    assert "CloudFactory (cloudfactory)" in told(answer)
    assert "spelled nearly the same" in answer.text
    fields = {**carried(answer), "choices": "cloudfactory CloudFactry"}
    chosen = visitor.post(f"{place}/upload/choose", fields)
    assert 'name="choices" value="cloudfactory CloudFactry"' in chosen.text
    told(chosen)
    unsettled = visitor.post(f"{place}/upload/keep", carried(answer))
    assert "Nothing of it can be put into the report" in told(unsettled)
    kept = visitor.post(f"{place}/upload/keep", fields)
    assert kept.status_code == 303, told(kept)
    assert "cloudfactory" in told(visitor.get(place)).casefold()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"a,b\n1,2\n", b'{"a":'])
def test_what_cannot_be_read_is_told_on_the_page(visitor: Visitor, place: str, data: bytes) -> None:
    answer = upload(visitor, place, data)
    assert answer.status_code in (200, 400)
    assert any(word in told(answer) for word in ("could not be taken", "How to mend it"))


def test_signs_in_a_file_are_no_signs_of_ours(visitor: Visitor, place: str) -> None:
    rows = "Sama,100%(x)s %d {{ 7 }},KE,2025,<b>,https://example.org/%,ngo_report,p. 2\n50% & <i>,screenshots,KE,,T,,x%s,p\n"
    answer = upload(visitor, place, HEAD + rows)
    assert answer.status_code == 200
    assert "100%(x)s %d {{ 7 }}" in told(answer)


def test_what_the_page_carries_cannot_be_changed(visitor: Visitor, place: str) -> None:
    fields = carried(upload(visitor, place, HEAD + RIGHT))
    for word in ("choose", "keep", "wrong"):
        answer = visitor.post(f"{place}/upload/{word}", {**fields, "packed": fields["packed"][:-8]})
        assert answer.status_code == 400
        assert "Upload the file again" in told(answer)


def test_very_much_can_be_carried(visitor: Visitor, place: str) -> None:
    rows = "".join(RIGHT.replace("p. 1", f"p. {sha512(b'%d' % n).hexdigest()}") for n in range(8_000))
    token = visitor.hidden(f"{place}/upload", f"{place}/upload")["token_of_form"]
    part = "--x\r\nContent-Disposition: form-data; name="
    body = f'{part}"token_of_form"\r\n\r\n{token}\r\n{part}"file"; filename="a"\r\n\r\n{HEAD + rows}\r\n--x--\r\n'
    kind = {"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x"}
    answer = visitor.client.post(f"{place}/upload", data=body.encode(), headers=kind)
    assert "8,000" in told(answer)
    assert len(carried(answer)["packed"]) > 600_000
    assert visitor.post(f"{place}/upload/keep", carried(answer)).status_code == 303


def test_the_template_is_handed_out(visitor: Visitor) -> None:
    packed = visitor.get("/reports/templates.zip")
    assert (packed.mimetype, packed.data) == ("application/zip", make_csv_template())
    assert "supplychain-report.zip" in packed.headers["Content-Disposition"]
    answer = visitor.get("/reports/template.xlsx")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    assert "supplychain-report.xlsx" in answer.headers["Content-Disposition"]


# -- programs --------------------------------------------------------------------------------------------------------------


def test_a_program_sends_follows_writes_and_takes_back(inside: Flask, visitor: Visitor, place: str) -> None:
    program = inside.test_client()
    body = {"tables": {"practices": [ROW]}}
    made = program.post(API, json=body)
    assert made.status_code == 201
    assert made.json["state"] == "submitted"
    assert (made.json["new"], made.json["unchanged"]) == (1, 0)
    where, code = f"{API}/{made.json['id']}", {"Report-Code": made.json["code"]}
    assert program.get(where).status_code == 404
    assert program.get(where, headers={"Report-Code": "0" * 24}).status_code == 400
    assert program.get(where, headers=code).json["content"]["tables"]["practices"][0]["employer"] == "sama"
    assert "code" not in program.get(where, headers=code).json
    again = program.post(API, json=body, headers=code)
    assert (again.status_code, again.json["id"], again.json["said"]) == (200, "", EVERYTHING_KNOWN)
    assert program.post(f"{where}/messages", json={"text": "In both shifts."}, headers=code).status_code == 201
    assert program.post(f"{where}/messages", json={"text": ""}, headers=code).status_code == 400
    assert program.get(where, headers=code).json["messages"][0]["text"] == "In both shifts."
    gone = program.post(f"{where}/withdraw", headers=code)
    assert (gone.status_code, gone.json["state"], gone.json["content"]["tables"]) == (200, "withdrawn", {})
    assert program.post(f"{where}/withdraw", headers=code).status_code == 409


def test_a_program_is_told_the_place_of_every_fault_in_the_words_of_the_page(inside: Flask) -> None:
    body = {"tables": {"practices": [ROW, {**ROW, "practice": "webcam_captur"}]}}
    answer = inside.test_client().post(API, json=body)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"] == [
        {
            "parameter": "practices, row 2, column practice",
            "reason": SAID,
            "mend": MEND,
            "pointer": "/tables/practices/1/practice",
        }
    ]


def test_a_token_sends_as_far_as_it_may(inside: Flask, desk: Desk) -> None:
    program, me = inside.test_client(), join(desk, "rev@labour.example", Role.SENDER)
    send = {"Authorization": "Bearer " + tokens.create_token(desk, me, "sends", ("send",), 30)}
    made = program.post(API, json={"tables": {"practices": [ROW]}}, headers=send)
    assert (made.status_code, made.json["code"]) == (201, "")
    assert program.get(f"{API}/{made.json['id']}", headers=send).status_code == 200
    assert program.post(API, json={"tables": {"practices": [ROW]}}, headers=send).json["said"] == EVERYTHING_KNOWN
    assert program.post(API, data="{}", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_program_may_send_a_file_as_it_is(inside: Flask) -> None:
    made = inside.test_client().post(API, data=(HEAD + RIGHT).encode(), content_type="text/csv")
    assert made.status_code == 201
    assert inside.test_client().post(API, data=b"PK\x03\x04x").status_code == 400


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"5", b'{"tables": []}', b'{"tables": {"practices": 5}}', b'{"tables": {}, "confirmed": 1}'],
)
def test_a_program_that_sends_nonsense_is_told(inside: Flask, data: bytes) -> None:
    answer = inside.test_client().post(API, data=data)
    assert answer.status_code in (400, 409)
    assert json.loads(answer.text)["code"] in ("invalid", "refused")


def test_programs_without_an_account_keep_a_pace_together(
    inside: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ANONYMOUS", reports.ANONYMOUS._replace(free=2))
    program = inside.test_client()
    body = {"tables": {"practices": [{**ROW, "practice": "x"}]}}
    assert [program.post(API, json=body).status_code for _ in range(3)] == [400, 400, 429]
    answer = program.post(API, json=body)
    assert answer.headers["Retry-After"] == "1"
    me = join(desk, "ngo@labour.example")
    send = {"Authorization": "Bearer " + tokens.create_token(desk, me, "sends", ("send",), 30)}
    assert program.post(API, json=body, headers=send).status_code == 400
