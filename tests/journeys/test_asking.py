"""A company is asked twice, answers, and the claim is disputed: once by programs alone, once from the command line alone."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from supplychain.cli import main
from supplychain.domain import reports as r
from supplychain.domain.disclosures import Said
from supplychain.domain.people import Right, Role
from supplychain.services import codes, disclosures, reports, review
from supplychain.services.desk import Desk
from supplychain.services.people import find_person
from supplychain.services.reports import Sender
from supplychain.services.tokens import create_token
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, desk_for, join, set_up_codes
from tests.reports import practice
from tests.web.conftest import settings_for
from tests.web.pages import Read

CLAIM, TOOL = "l-openai-sama", "chatgpt"
ED = "ed@labour.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, clock)


@pytest.fixture
def site(desk: Desk, tmp_path: Path) -> Flask:
    return create_app(settings_for(desk.store.url.render_as_string(False), tmp_path), desk.store, desk)


class Program:
    """A program with a token."""

    def __init__(self, site: Flask, desk: Desk, email: str, role: Role, *scopes: Right) -> None:
        who = join(desk, email, role)
        set_up_codes(desk, who.person)
        known = who._replace(person=find_person(desk, email))
        known = known._replace(rights=known.person.rights)
        self.headers = {"Authorization": f"Bearer {create_token(desk, known, 'a program', scopes, 90)}"}
        self.client = site.test_client()

    def get(self, address: str) -> dict:
        answer = self.client.get(f"/api/v1{address}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json

    def post(self, address: str, body: object, status: int = 200) -> dict:
        answer = self.client.post(f"/api/v1{address}", json=body, headers=self.headers)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
        return answer.json


def check_disputed(site: Flask, text: str) -> None:
    """The claim is disputed, with the answer beside it, on every face."""
    client = site.test_client()
    page = Read(client.get(f"/claims/{CLAIM}").text).text()
    assert text in page
    assert "disputed" in page.casefold()
    assert "disputed" in client.get(f"/api/v1/claims/{CLAIM}").json["shown"]["states"]
    assert '"disputed"' in client.get(f"/tools/{TOOL}/trace.json").text
    (inquiry,) = client.get("/api/v1/requests").json["inquiries"]
    assert (inquiry["state"], [x["channel"] for x in inquiry["requests"]]) == ("answered", ["mail", "letter"])


def test_by_programs(desk: Desk, site: Flask, clock: Clock) -> None:
    editor = Program(site, desk, ED, Role.EDITOR, Right.PUBLISH)
    weak = Program(site, desk, "rev@labour.example", Role.REVIEWER, Right.REVIEW)
    asking = {"respondent": "openai", "claims": [CLAIM], "channel": "mail", "to": "press@openai.example"}
    weak.post("/desk/requests", asking, 403)
    assert {e["parameter"] for e in editor.post("/desk/requests", {"channel": "fax"}, 400)["errors"]} >= {
        "channel",
        "to",
    }
    assert editor.post("/desk/requests", {**asking, "claims": ["l-nothing"]}, 400)["errors"]
    seen = editor.post("/desk/requests", asking, 201)
    id, at = seen["inquiry"]["id"], f"/desk/requests/{seen['inquiry']['id']}"
    assert (seen["inquiry"]["state"], seen["step"], seen["letter_waits"]) == ("prepared", "send", id)
    assert site.test_client().get("/api/v1/requests").json["inquiries"] == [], "nobody was asked yet"
    editor.post(f"{at}/extend", {}, 409)
    editor.post(f"{at}/sent", {"day": "2027-01-01"}, 400)
    clock.pass_(days=3)
    seen = editor.post(f"{at}/sent", {"day": "2026-11-27"})
    assert seen["inquiry"]["requests"][0]["due_on"] == "2026-12-11"
    assert editor.post(f"{at}/extend", {})["inquiry"]["requests"][0]["due_on"] == "2026-12-18"
    editor.post(f"{at}/silent", {}, 409)
    second = {"channel": "letter", "to": "OpenAI\nSan Francisco", "language": "de"}
    editor.post(f"{at}/remind", second, 409)
    clock.pass_(days=25)
    assert editor.get("/desk/requests")["inquiries"][0]["step"] == "remind"
    assert editor.post(f"{at}/remind", second, 201)["step"] == "send"
    clock.pass_(days=1)
    mail, letter = (x["text"] for x in editor.get(at)["letters"])
    assert "10 December 2026" in mail, "as it went, not as it was extended"
    assert "8. Januar 2027" in letter, "as it would go today"
    assert editor.post(f"{at}/discard", {})["letter_waits"] == ""
    editor.post(f"{at}/remind", second, 201)
    assert editor.post(f"{at}/sent", {})["inquiry"]["state"] == "reminded"

    # The company opens the link and answers.
    token = editor.get(at)["link"].rpartition("/")[2]
    firm = site.test_client()
    opened = firm.get(f"/api/v1/reply/{token}").json
    assert [c["id"] for c in opened["claims"]] == [CLAIM]
    assert firm.get("/api/v1/reply/xxxx").status_code == 409
    given = {"text": "We never hired them.", "stances": {CLAIM: "denies"}, "language": "en"}
    assert firm.post(f"/api/v1/reply/{token}", json={**given, "files": ["no base64"]}).status_code == 400
    given["files"] = [b64encode(b"Our list of suppliers.").decode()]
    answer = firm.post(f"/api/v1/reply/{token}", json=given)
    assert (answer.status_code, answer.json["stage"]) == (201, "sent")
    assert firm.post(f"/api/v1/reply/{token}", json=given).status_code == 409

    # It goes back once for its form, then it is published.
    waiting = editor.get(at)["answer"]
    editor.post(f"{at}/return", {"version": waiting["version"], "reason": "not_credible"}, 409)
    waiting = editor.get(at)["answer"]
    editor.post(f"{at}/return", {"version": waiting["version"], "reason": "unclear", "words": "Whom?"})
    assert firm.get(f"/api/v1/reply/{token}").json["told"][0]["words"] == "Whom?"
    again = {**given, "text": "We never hired Sama.", "files": []}
    assert firm.post(f"/api/v1/reply/{token}", json=again).json["stage"] == "sent"
    version = editor.get(at)["answer"]["version"]
    editor.post(f"{at}/publish", {"version": version + 5}, 409)
    done = editor.post(f"{at}/publish", {"version": version, "points": {CLAIM: "yes"}})
    assert done["inquiry"]["state"] == "answered"
    check_disputed(site, "We never hired Sama.")
    (id,) = done["inquiry"]["answers"]
    assert site.test_client().get(f"/claims/{id}/files/1").data.strip() == b"Our list of suppliers."

    # Taking back and a letter that came back.
    for word, state in (("withdraw", "withdrawn"), ("back", "open")):
        other = {**asking, "respondent": "sama", "channel": "form", "to": "https://sama.example/contact"}
        id = editor.post("/desk/requests", other, 201)["inquiry"]["id"]
        editor.post(f"/desk/requests/{id}/sent", {"channel": "letter"})
        seen = editor.post(f"/desk/requests/{id}/{word}", {})
        assert (seen["inquiry"]["state"], seen["inquiry"]["requests"][0]["channel"]) == (state, "letter")


def test_from_the_command_line(
    seeded_url: str, desk: Desk, site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("INSTANCE", f"{tmp_path}/instance"), ("DATABASE_URL", seeded_url), ("CONTACT", "a@b.example"), ("OPERATOR", "A Test")
    ):  # fmt: skip
        monkeypatch.setenv(f"SUPPLYCHAIN_{name}", value)
    own = Settings.from_env().desk(desk.store)
    person = join(own, ED, Role.EDITOR).person
    codes.begin_codes(own, person)
    setup = codes.show_setup(own, person)
    assert setup is not None
    codes.confirm_codes(own, person, pyotp.TOTP(setup.secret).at(own.clock()))

    def call(*words: object, fails: str = "") -> Result:
        done = CliRunner().invoke(main, ["request", *map(str, words)])
        assert (done.exit_code != 0) == bool(fails), done.output
        assert fails in done.stderr
        return done

    seen = json.loads(
        call("ask", "openai", CLAIM, "--channel", "mail", "--to", "press@openai.example", "--json").stdout
    )
    id, today = seen["inquiry"]["id"], datetime.now(UTC).date()
    call("came-back", id, fails="has not gone yet")
    call("sent", id, "--day", today + timedelta(days=1), fails="still to come")
    assert json.loads(call("sent", id, "--json").stdout)["inquiry"]["state"] == "open"
    call("sent", id, fails="No letter waits")
    again = ("remind", id, "--channel", "letter", "--to", "OpenAI")
    call(*again, fails="not due yet")
    _let_time_pass(own, id)
    written = call(*again)
    assert "has not gone" in written.stderr
    assert "by letter: has not gone" in call("show", id).stdout
    assert json.loads(call("sent", id, "--json").stdout)["inquiry"]["state"] == "reminded"

    (tmp_path / "answer.txt").write_text("We never hired Sama.\n\nNot once.")
    (tmp_path / "list.csv").write_text("supplier\nnobody\n")
    given = ("--text", tmp_path / "answer.txt", "--attach", tmp_path / "list.csv")
    call("answer", id, *given, "--says", f"{CLAIM}=nonsense", fails="not said what is answered")
    call("answer", id, *given, "--says", f"{CLAIM}=denies")
    call("publish", id, "--as", "nobody@labour.example", fails="no person")
    call("return", id, "--as", ED, "--reason", "unclear", "--words", "Whom?")
    call("publish", id, "--as", ED, fails="No answer waits")
    call("answer", id, *given, "--says", f"{CLAIM}=denies")
    assert "We never hired Sama." in call("show", id).stdout
    call("publish", id, "--as", ED, "--point", f"{CLAIM}=perhaps", fails="none of yes")
    assert json.loads(call("publish", id, "--as", ED, "--point", f"{CLAIM}=yes", "--json").stdout)["inquiry"]["answers"]
    check_disputed(site, "We never hired Sama.")
    (answered,) = site.test_client().get("/api/v1/requests").json["inquiries"]
    file = f"/claims/{answered['answers'][0]}/files/1"
    assert site.test_client().get(file).data.startswith(b"supplier")
    assert json.loads(call("remove-file", answered["answers"][0], 1, "--json").stdout)["files"] == []
    call("remove-file", answered["answers"][0], 1, fails="no file")
    assert site.test_client().get(file).status_code == 404
    other = json.loads(call("ask", "sama", CLAIM, "--channel", "form", "--to", "https://sama.example", "--json").stdout)
    call("sent", other["inquiry"]["id"])
    call("withdraw", other["inquiry"]["id"])
    third = json.loads(call("ask", "sama", CLAIM, "--channel", "form", "--to", "https://sama.example", "--json").stdout)
    left = json.loads(call("discard", third["inquiry"]["id"], "--json").stdout)["inquiries"]
    assert third["inquiry"]["id"] not in {x["id"] for x in left}
    assert CliRunner().invoke(main, ["history", "verify"]).exit_code == 0


def _let_time_pass(desk: Desk, id: str) -> None:
    """Have the request be older: the command line takes the time from the machine."""
    with desk.store.writer("editor", "older", desk.clock(), desk.chance) as writer:
        (request,) = writer.snapshot().requests
        writer.put([request.model_copy(update={"asked_on": "2026-01-02", "due_on": "2026-01-16"})])


def test_notice_before_a_claim_is_published(desk: Desk, site: Flask, clock: Clock) -> None:
    editor = Program(site, desk, ED, Role.EDITOR, Right.PUBLISH, Right.REVIEW)
    report, _ = reports.submit_report(desk, Sender(), practice(description="A camera films people at work."))
    at, claim = f"/desk/reports/{report.id}", "p-00000000r"
    told = editor.get(at)["notified"]
    assert [(x["claim"], x["respondent"], x["told"]) for x in told] == [(claim, "sama", "not_told")]
    editor.post(f"{at}/claim", {}, 201)
    version = editor.get(at)["report"]["version"]
    refused = editor.post(f"{at}/accept", {"version": version}, 400)
    assert refused["errors"][0]["parameter"] == "words"

    asking = {"respondent": "sama", "claims": [claim], "channel": "letter", "to": "Sama", "report": report.id}
    editor.post("/desk/requests", {**asking, "respondent": "openai"}, 400)
    editor.post("/desk/requests", {**asking, "claims": [CLAIM]}, 400)
    seen = editor.post("/desk/requests", asking, 201)
    notice = f"/desk/requests/{seen['inquiry']['id']}"
    letter = seen["letters"][0]["text"]
    assert "A camera films people at work." in letter
    assert "what workers report" in letter
    assert not any(text in letter for text in (report.id, "report-x", "Report to this database", f"/claims/{claim}"))
    assert editor.get(at)["notified"][0]["told"] == "not_told"
    editor.post(f"{notice}/sent", {})
    assert (editor.get(at)["notified"][0]["told"], desk_revision(desk)) == ("runs", 1), "nothing of it is public"
    assert site.test_client().get("/api/v1/requests").json["inquiries"] == []
    editor.post(f"{at}/accept", {"version": version}, 400)

    # The answer comes in time, its form is checked, and it is published in the revision of the claim.
    token = editor.get(notice)["link"].rpartition("/")[2]
    firm = site.test_client()
    assert firm.get(f"/api/v1/reply/{token}").json["notice"] is True
    assert "is to be printed" in Read(firm.get(f"/reply/{token}").text).text()
    given = {"text": "There is no camera.", "stances": {claim: "denies"}, "language": "en"}
    assert firm.post(f"/api/v1/reply/{token}", json=given).status_code == 201
    editor.post(f"{at}/accept", {"version": version, "words": "Danger."}, 409)
    waiting = editor.get(notice)["answer"]
    seen = editor.post(f"{notice}/publish", {"version": waiting["version"], "points": {claim: "yes"}})
    assert (seen["checked"], desk_revision(desk)) == (True, 1)
    assert editor.get(at)["notified"][0]["told"] == "answered"
    done = editor.post(f"{at}/accept", {"version": version}, 201)
    assert [x["revision"] for x in done["report"]["decisions"]] == [2]
    assert desk_revision(desk) == 2
    client = site.test_client()
    page = Read(client.get(f"/claims/{claim}").text).text()
    assert "There is no camera." in page
    assert "disputed" in page.casefold()
    (inquiry,) = client.get("/api/v1/requests").json["inquiries"]
    assert (inquiry["state"], inquiry["claims"], len(inquiry["answers"])) == ("answered", [claim], 1)
    assert firm.get(f"/api/v1/reply/{token}").json["stage"] == "published"
    decided = client.get("/api/v1/reports/log").json["decisions"]
    assert {tuple(x["early"]) for x in decided} == {()}
    with desk.store.view() as view:
        assert view.verify().problems == ()


def test_early_with_a_reason_or_late_without(desk: Desk, site: Flask, clock: Clock) -> None:
    reviewer = join(desk, "rev@labour.example", Role.REVIEWER).person
    early, _ = reports.submit_report(desk, Sender(), practice())
    review.claim(desk, reviewer, early.id)
    version = review.look(desk, reviewer, early.id).report.version
    review.accept(desk, reviewer, early.id, version, words="They would be found out.")
    (one,) = site.test_client().get("/api/v1/reports/log").json["decisions"]
    assert (one["early"], one["words"]) == (["p-00000000r"], "They would be found out.")
    assert "Before those named had 14 days" in Read(site.test_client().get("/reports/log").text).text()

    # Told, silent, published when the days are over: the request stands in the ledger from then on.
    editor = Program(site, desk, ED, Role.EDITOR, Right.PUBLISH, Right.REVIEW)
    late, _ = reports.submit_report(desk, Sender(), practice("p-00000001t"))
    asking = {"respondent": "sama", "claims": ["p-00000001t"], "channel": "letter", "to": "Sama", "report": late.id}
    id = editor.post("/desk/requests", asking, 201)["inquiry"]["id"]
    editor.post(f"/desk/requests/{id}/sent", {})
    clock.pass_(days=15)
    assert editor.get(f"/desk/reports/{late.id}")["notified"][0]["told"] == "over"
    review.claim(desk, reviewer, late.id)
    version = review.look(desk, reviewer, late.id).report.version
    assert review.accept(desk, reviewer, late.id, version) == 3
    (inquiry,) = site.test_client().get("/api/v1/requests").json["inquiries"]
    assert (inquiry["id"], inquiry["state"], inquiry["requests"][0]["asked_on"]) == (id, "open", "2026-11-26")

    # What was printed elsewhere needs no notice; a report that is refused takes its notice with it.
    printed, _ = reports.submit_report(desk, Sender(), practice("p-00000002v", url="https://press.example/report"))
    assert editor.get(f"/desk/reports/{printed.id}")["notified"] == []
    gone, _ = reports.submit_report(desk, Sender(), practice("p-00000003x"))
    asking |= {"claims": ["p-00000003x"], "report": gone.id}
    link = editor.post("/desk/requests", asking, 201)["link"]
    review.claim(desk, reviewer, gone.id)
    version = review.look(desk, reviewer, gone.id).report.version
    review.refuse(desk, reviewer, gone.id, version, r.Reason.SPAM, "")
    assert site.test_client().get(f"/api/v1/reply/{link.rpartition('/')[2]}").status_code == 409


def desk_revision(desk: Desk) -> int:
    with desk.store.view() as view:
        return view.revision


def test_a_questionnaire_by_programs(desk: Desk, site: Flask) -> None:
    """Sent, looked at and published by a program; the vendor answers over its link."""
    editor = Program(site, desk, ED, Role.EDITOR, Right.PUBLISH)
    asking = {"respondent": "openai", "about": TOOL, "questions": "A1,B2", "channel": "letter", "to": "OpenAI"}
    wrong = editor.post("/desk/requests", {**asking, "claims": [CLAIM]}, 400)
    assert [e["parameter"] for e in wrong["errors"]] == ["questions"]
    editor.post("/desk/requests", {**asking, "questions": "Z9"}, 400)
    seen = editor.post("/desk/requests", asking, 201)
    at = f"/desk/requests/{seen['inquiry']['id']}"
    assert seen["inquiry"]["questions"] == ["qu-a1", "qu-b2"]
    assert editor.post(f"{at}/sent", {})["inquiry"]["state"] == "open"
    token = seen["link"].rpartition("/")[2]
    found = disclosures.open_disclosure(desk, token)
    for id, said in (("qu-a1", Said(text="Two firms.")), ("qu-b2", Said(stance="refuses"))):
        theme = next(q.theme for q in found.questions if q.id == id)
        found = disclosures.open_disclosure(desk, token)
        disclosures.save_theme(desk, token, theme, found.draft.mark(found.of_theme(theme)), {id: said})
    disclosures.send(desk, token, "en", names_meant=False)
    waiting = editor.get(at)["answer"]
    assert [(x["stance"], x["text"]) for x in waiting["questionnaire"]["answers"]] == [
        ("answers", "Two firms."),
        ("refuses", ""),
    ]
    done = editor.post(f"{at}/publish", {"version": waiting["version"]})
    assert (done["inquiry"]["state"], done["inquiry"]["said"]) == ("answered", {"qu-a1": "answers", "qu-b2": "refuses"})
    assert "Two firms." in site.test_client().get(f"/dossier/{TOOL}.json").text
