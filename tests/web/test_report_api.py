"""Reports from programs and from the command line: own pay, own knowledge, and nothing is passed over in silence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from supplychain.cli import main
from supplychain.domain import reports as d
from supplychain.domain.people import Right, Role
from supplychain.services import review
from supplychain.services.desk import Desk
from supplychain.services.people import find_person
from supplychain.services.tokens import create_token
from tests.desk import join, set_up_codes
from tests.reports import EARLY
from tests.web.inside import Visitor

API = "/api/v1/reports"
ROW = {
    "id": "p1",
    "employer": "Sama",
    "practice": "webcam_capture",
    "countries": "KE",
    "start": "2025",
    "source": "own",
}
WAGE = {
    "id": "w1", "employer": "Sama", "countries": "KE", "low": "250", "high": "250", "currency": "USD", "unit": "month",
    "basis": "net", "start": "2025-03-17", "end": "2025-03", "source": "own", "sites": "Nairobi",
}  # fmt: skip
OWN = [{"wage": "w1"}]
TOLD = {"source_title": "Report to this database", "source_kind": "worker_testimony"}


@pytest.fixture
def program(inside: Flask) -> FlaskClient:
    return inside.test_client()


def run(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, ["report", *words], env={"SUPPLYCHAIN_DATABASE_URL": str(desk.store.url)})


def held(desk: Desk, id: str) -> d.Content:
    with desk.store.reports() as found:
        return found.get(id).report.content


def accept(desk: Desk, id: str) -> None:
    reviewer = join(desk, f"{id}@labour.example", Role.REVIEWER).person
    review.claim(desk, reviewer, id)
    second = join(desk, f"{id}-2@labour.example", Role.REVIEWER).person
    version = review.look(desk, reviewer, id).report.version
    review.agree(desk, second, id, version)
    review.accept(desk, reviewer, id, review.look(desk, reviewer, id).report.version, words=EARLY)


@pytest.mark.parametrize("beside", [True, False])
def test_own_pay_is_kept_apart_wherever_it_is_marked(beside: bool, program: FlaskClient, desk: Desk) -> None:
    marks = {"own_pay": OWN, "groups": [{"claim": "w1", "size": 80}]}
    body = {"tables": {"wages": [WAGE]}, **marks} if beside else {"tables": {"wages": [WAGE], **marks}}
    made = program.post(API, json=body)
    assert (made.status_code, made.json["new"]) == (201, 1)
    content = held(desk, made.json["id"])
    assert content.own_wages == {content.rows("wages")[0]["id"]}
    assert content.rows("groups")[0]["size"] == "80"
    assert "2025-03" not in content.model_dump_json()  # own pay is counted by year: no day and no month is kept
    assert content.rows("wages")[0]["start"] == "2025"
    reviewer = join(desk, "rev@labour.example", Role.REVIEWER).person
    risks = {risk.kind.value for risk in review.look(desk, reviewer, made.json["id"]).compared.risks}
    assert risks == {"site"}
    again = program.post(API, json=body, headers={"Report-Code": made.json["code"]})
    assert (again.json["id"], again.json["unchanged"]) == ("", 1)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"tables": {"wages": [WAGE]}, "own-pay": OWN}, "own-pay"),
        ({"wages": [WAGE], "personal": []}, "personal"),
        ({"tables": {"wages": [WAGE]}, "wages": [WAGE]}, "wages"),
        ({"tables": {"wages": [{**WAGE, "own_pay": True}]}}, "own_pay"),
        ({"tables": {"practices": [ROW]}, "confirmed": "x"}, "confirmed"),
    ],
)
def test_what_is_not_known_is_refused_by_name(
    body: dict, named: str, program: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    answer = program.post(API, json=body)
    assert answer.status_code == 400
    assert named in answer.text
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    for command in ("check", "submit"):
        told = run(desk, command, str(file))
        assert (told.exit_code, named in told.output) == (1, True)
    assert program.post(f"{API}?own_pay=w1", json={"tables": {"practices": [ROW]}}).status_code == 400
    with desk.store.reports() as found:
        assert not found.waiting()


def test_each_report_from_own_knowledge_is_a_source_of_its_own(
    program: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    first = program.post(API, json={"practices": [ROW], "groups": [{"claim": "p1", "size": 200}]}).json["id"]
    accept(desk, first)
    sources = [held(desk, first).rows("sources")]
    file = tmp_path / "rows.json"
    file.write_text(json.dumps({"practices": [ROW | {"start": "2024"}]}), encoding="utf-8")
    second = run(desk, "submit", str(file)).stdout.split()[0]
    sources.append(held(desk, second).rows("sources"))
    assert [[row["id"] for row in rows] for rows in sources] == [[first], [second]]
    assert sources[0][0]["title"] == "Report to this database, sent without an account"
    assert held(desk, second).rows("citations")[0]["locator"] == "the report"
    odd = program.post(API, json={"practices": [{**ROW, "source_title": "T"}]})
    assert (odd.status_code, "source_title" in odd.text) == (400, True)


def test_two_senders_never_share_a_source_by_its_title_or_label(program: FlaskClient, desk: Desk) -> None:
    bare = {k: v for k, v in ROW.items() if k != "source"}
    inline = {"practices": [{**bare, **TOLD}]}
    source = {"id": "s1", "title": "What I saw", "kind": "worker_testimony", "seen": "yes", "quality": "original"}
    labelled = {"practices": [{**bare, "source": "s1", "locator": "p. 1"}], "sources": [source]}
    for body in (inline, labelled):
        first = program.post(API, json=body).json["id"]
        waits = program.post(API, json=body).json["id"]
        accept(desk, first)
        later = program.post(API, json=body).json["id"]
        ids = [held(desk, id).rows("sources")[0]["id"] for id in (first, waits, later)]
        assert len(set(ids)) == 3
        assert [held(desk, id).rows("citations")[0]["source"] for id in (first, waits, later)] == ids


def test_a_report_is_mended_with_what_it_is_sent_with(program: FlaskClient, desk: Desk, tmp_path: Path) -> None:
    made = program.post(API, json={"practices": [ROW]}).json
    reviewer = join(desk, "rev@labour.example", Role.REVIEWER).person

    def send_back() -> None:
        review.claim(desk, reviewer, made["id"])
        version = review.look(desk, reviewer, made["id"]).report.version
        review.return_(desk, reviewer, made["id"], version, d.Reason.UNCLEAR, "Since when?")

    send_back()
    file = tmp_path / "rows.csv"
    file.write_text("employer,practice,countries,start,source\nSama,webcam_capture,KE,2023,own\n", encoding="utf-8")
    sent = run(desk, "mend", made["code"], made["id"], str(file))
    assert sent.exit_code == 0, sent.output
    assert [row["start"] for row in held(desk, made["id"]).rows("practices")] == ["2023"]
    assert [row["id"] for row in held(desk, made["id"]).rows("sources")] == [made["id"]]
    send_back()
    there, head = f"{API}/{made['id']}", {"Report-Code": made["code"]}
    content = program.get(there, headers=head).json["content"]
    ids = [row["id"] for row in content["tables"]["practices"]]
    for wrong in ({**content, "own pay": []}, {"tables": content["tables"], "x": 1}):
        assert program.post(f"{there}/rows", json=wrong, headers=head).status_code == 400
    assert program.post(f"{there}/rows", json=content, headers=head).json["state"] == "submitted"
    assert [row["id"] for row in held(desk, made["id"]).rows("practices")] == ids


def test_words_fit_what_an_address_takes(program: FlaskClient, desk: Desk) -> None:
    told = program.get(API)
    assert (told.status_code, told.json["detail"]) == (405, "It takes POST.")
    assert "read" not in told.json["title"]
    large = program.post(f"{API}/report-x/files", data=b"x" * 11_000_000)
    assert (large.status_code, "at most 10 MB" in large.json["detail"]) == (413, True)
    both = {"practices": [ROW | {"description": "Ask jane@example.org or +254 712 345 678."}]}
    refused = program.post(API, json=both).text
    assert "an e-mail address, a phone number" in refused


def test_at_the_desk(program: FlaskClient, inside: Flask, desk: Desk) -> None:
    editor = join(desk, "ed@labour.example", Role.EDITOR)
    set_up_codes(desk, editor.person)
    person = find_person(desk, "ed@labour.example")
    known = editor._replace(person=person, rights=person.rights)
    head = {"Authorization": f"Bearer {create_token(desk, known, 'a program', (Right.REVIEW, Right.PUBLISH), 30)}"}
    id = program.post(API, json={"practices": [ROW]}).json["id"]
    assert program.post(f"/api/v1/desk/reports/{id}/claim", headers=head).status_code == 201
    assert program.post(f"/api/v1/desk/reports/{id}/return", headers=head).status_code == 400
    version = program.get(f"/api/v1/desk/reports/{id}", headers=head).json["report"]["version"]
    back = {"version": version, "reason": "unclear"}
    assert program.post(f"/api/v1/desk/reports/{id}/return", headers=head, json=back).status_code == 201
    queue = program.get("/api/v1/desk/reports", headers=head).json
    assert (queue["total"], queue["returned"]) == (0, 1)
    missing = program.get("/api/v1/desk/requests/q-x", headers=head)
    assert (missing.status_code, "no request" in missing.json["detail"]) == (404, True)


def test_the_forms_name_what_is_needed_and_what_is_wrong(inside: Flask) -> None:
    visitor = Visitor(inside)
    place = visitor.send("/report", "/report/begin").headers["Location"]
    turned = visitor.send(f"{place}/add/practice", **{**ROW, "id": "", "description": "a \u202e b"})
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in turned.text
    page = visitor.get(f"{place}/add/pay").text
    assert page.index("Year of the pay") < page.index("More, as far as you know it")
    assert "needed for your own pay" in page
