"""The burden of proof on the site: nothing is lost between the steps, nothing is kept, every face says the same."""

import io
import json
import re
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from supplychain.cli import main
from supplychain.domain.assess_form import FIELDS, QUESTIONS, STEPS
from supplychain.domain.assess_result import empty
from supplychain.formats.assess import read_assessment, write_answers
from supplychain.services.receipt import show_receipt
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.assessing import ANSWERS, SCORES, filled
from tests.desk import PASSWORD, Clock, desk_for, join
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Walker(Visitor):
    """Somebody who walks through the form."""

    def __init__(self, site: Flask, prefix: str = "") -> None:
        super().__init__(site)
        self.address, self.page = f"{prefix}/assess", ""

    def begin(self, tool: str = "facebook") -> "Walker":
        self.page = self.get(f"{self.address}?tool={tool}").text
        return self

    def carried(self) -> dict[str, str]:
        form = self.page.split('<form class="form burden"')[1].split("</form>")[0]
        return {name: unescape(value) for name, value in _HIDDEN.findall(form)}

    def go(self, go: str, status: int = 200, **fields: str) -> "Walker":
        answer = self.post(self.address, {**self.carried(), **fields, "go": go})
        assert answer.status_code == status, answer.text
        self.page = answer.text
        return self

    def step(self) -> str:
        return self.carried()["step"]

    def draft(self) -> dict:
        return json.loads(self.carried()["draft"])


def of_step(step: str) -> dict[str, str]:
    own = {q.number for q in QUESTIONS if q.step == step}
    found = {f.name: ANSWERS.get(f.name, "") for f in FIELDS if f.number in own}
    if step == "weigh":
        for code, score in SCORES.items():
            found |= {f"score_{code}": score, f"reason_{code}": f"Because of {code}"}
            found |= {f"measure_{code}": "Ask the vendor"} if score == "-2" else {}
        found |= {"others_ecological": "yes", "others_bias": "yes"}
    if step == "decide":
        found |= {"despite_stop_3": "The vendor was asked.", "despite_sum": "The works council wants the pilot."}
    return found


def through(walker: Walker) -> Walker:
    for step in STEPS:
        assert walker.step() == step.code
        walker.go("next", **of_step(step.code))
    return walker


@pytest.fixture
def walker(site: Flask) -> Walker:
    return Walker(site)


def test_every_step_leads_to_the_result(walker: Walker) -> None:
    through(walker.begin())
    assert "Released with measures" in walker.page
    assert "The vendor was asked." in walker.page
    assert "This is a draft" not in walker.page
    a = read_assessment(json.dumps(walker.draft()).encode())
    assert {name: a.said(name) for name in ANSWERS} == ANSWERS
    assert [a.weight(code).score for code in SCORES] == list(SCORES.values())


def test_nothing_is_lost_on_the_way_back_and_forth(walker: Walker) -> None:
    through(walker.begin())
    whole = walker.draft()
    for place in ("weigh", "frame", "result", "costs", "decide", "relief", "frame"):
        walker.go(place, **(of_step(walker.step()) if walker.step() else {}))
    assert walker.draft() == whole
    assert f'value="{ANSWERS["task"]}"' in walker.page
    walker.go("frame", **(of_step("frame") | {"task": ""}))
    assert walker.draft()["answers"]["task"] == ""


def test_what_was_typed_wrong_stands_there_again_with_all_else(walker: Walker) -> None:
    walker.begin().go("next", **of_step("frame"))
    walker.go("next", status=400, **(of_step("relief") | {"minutes_today": "three", "judged_how": "Kept"}))
    assert 'href="#q-1-1">1.1:' in walker.page
    assert 'value="three"' in walker.page
    assert "Kept" in walker.page
    assert walker.draft()["answers"]["task"] == ANSWERS["task"]
    walker.go("costs")  # going on by name is never stopped
    assert walker.step() == "costs"
    walker.go("result")
    assert "this is no number" in walker.page


def test_a_box_that_is_taken_away_is_away(walker: Walker) -> None:
    walker.begin().go("costs").go("costs", **{"none_2.6": "yes"})
    assert walker.draft()["no_evidence"] == ["2.6"]
    walker.go("relief", **{"none_2.6": "yes"}).go("costs", **{"none_1.3": "yes"})
    assert walker.draft()["no_evidence"] == ["1.3", "2.6"]
    walker.go("costs")
    assert walker.draft()["no_evidence"] == ["1.3"]


def test_the_draft_is_a_file_that_is_opened_again(walker: Walker) -> None:
    through(walker.begin())
    file = walker.post(walker.address, {**walker.carried(), "go": "json"})
    assert file.headers["Content-Disposition"].startswith("attachment; filename=assessment-facebook-r1.json")
    token = walker.carried()["token_of_form"]
    sent = {"token_of_form": token, "file": (io.BytesIO(file.data), "a.json")}
    opened = walker.client.post("/de/assess/open", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert opened.status_code == 200
    assert "Welche einzelne Aufgabe" in opened.text
    whole = walker.draft()
    walker.page = opened.text
    assert walker.draft() == whole


@pytest.mark.parametrize("data", [b"", b"{}", b"nonsense", b'{"format": "supplychain assessment", "version": 1}'])
def test_a_file_that_is_none_is_told(walker: Walker, data: bytes) -> None:
    token = walker.begin().carried()["token_of_form"]
    sent = {"token_of_form": token, "file": (io.BytesIO(data), "a.json")}
    answer = walker.client.post("/assess/open", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert "This could not be taken" in answer.text
    assert "Open a draft" in answer.text


@pytest.mark.parametrize("draft", ["", "x", "{}", write_answers(empty("nobody-at-all", 1, ""))])
def test_a_draft_that_was_spoilt_breaks_nothing(walker: Walker, draft: str) -> None:
    walker.begin()
    answer = walker.post(walker.address, {**walker.carried(), "draft": draft, "go": "next"})
    assert answer.status_code in (400, 404)


def test_it_says_what_is_known_and_what_is_not_where_it_is_asked(walker: Walker) -> None:
    page = walker.begin("microsoft-copilot").go("costs").page
    part = page.split('id="q-2-3"')[1].split('id="q-2-4"')[0]
    assert "revision 1 of" in part
    assert "only at employers that no source names for the tool" in part
    assert "Not known:" in part
    assert 'name="none_2.3"' in part
    assert 'name="none_2.3"' not in Walker(walker.client.application).begin().go("costs").page


def test_the_site_decides_nothing(walker: Walker) -> None:
    page = through(walker.begin()).go("decide", outcome="").page
    assert '<option value="not_released">' in page
    walker.go("result", **(of_step("decide") | {"outcome": ""}))
    assert "Not released: no decision is recorded" in walker.page


def test_a_release_against_a_stop_without_a_reason_is_no_release(walker: Walker) -> None:
    through(walker.begin())
    walker.go("decide").go("result", **(of_step("decide") | {"despite_stop_3": ""}))
    assert "Not released: this is a draft" in walker.page
    assert "It is released although something speaks against it (stop 3)" in walker.page


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_tools_lead_to_it(client, prefix: str) -> None:
    for address in ("tools/chatgpt/trace", "tools/chatgpt/sheet", "dossier/chatgpt", "entities/chatgpt"):
        page = client.get(f"{prefix}/{address}").text
        assert f'href="{prefix}/assess?tool=chatgpt"' in page, address
    assert "assess?tool=" not in client.get("/entities/openai").text
    page = client.get(f"{prefix}/assess?tool=ChatGPT")
    assert page.status_code == 200
    assert client.get(f"{prefix}/assess?tool=openai").status_code == 404


def test_a_tool_that_is_not_in_the_database_is_assessed_by_its_name(walker: Walker) -> None:
    page = walker.get("/assess?tool=Perplexity+Pro").text
    assert "“Perplexity Pro” is not in this database" in page
    assert 'name="name" value="Perplexity Pro"' in page
    assert 'href="/assess?tool=chatgpt"' in walker.get("/assess?tool=ChatGPT+Enterprise").text
    assert walker.get("/assess?name=").status_code == 200
    walker.page = walker.get("/assess?name=Perplexity+%3Cb%3E").text
    assert "Burden of proof: Perplexity &lt;b&gt;" in walker.page
    assert "/dossier/not-recorded" not in walker.page
    assert walker.draft()["no_evidence"] == ["2.2", "2.3", "2.4", "2.5"]
    assert walker.draft()["name"] == "Perplexity <b>"
    walker.go("result", **of_step("frame"))
    assert "not in this database: nothing is known of the labour behind it" in walker.page
    assert "/entities/not-recorded" not in walker.page
    made = walker.post("/assess", {**walker.carried(), "go": "json"})
    result = made.json
    assert {k["number"]: (k["state"], k["claims"]) for k in result["known"]} == {
        number: ("nothing", []) for number in ("2.2", "2.3", "2.4", "2.5")
    }
    assert [q["number"] for q in result["questions"] if q["no_evidence"]] == ["2.2", "2.3", "2.4", "2.5"]
    assert walker.post("/assess", {**walker.carried(), "go": "pdf"}).data.startswith(b"%PDF-")


def test_the_draft_of_a_recorded_tool_has_no_name_in_it(walker: Walker) -> None:
    assert "name" not in walker.begin().draft()


def test_the_language_changes_with_the_draft(walker: Walker) -> None:
    walker.begin()
    page = Read(walker.page)
    assert not [a for a in page.all("a") if a.get("hreflang") == "de"], "no link leads away from a draft"
    buttons = [b for b in page.all("button") if b.get("formaction", "").startswith("/de/assess")]
    assert len(buttons) == 2, "one in the form, one where other pages have the link"
    assert {(b.get("form"), b.get("name"), b.get("value")) for b in buttons} == {("burden", "go", "frame")}
    assert [form.get("id") for form in page.all("form") if form.get("action") == "/assess"] == ["burden"]
    assert "/de/assess" in Read(walker.get("/assess").text).links("/"), "without a draft it is a link"
    walker.address = "/de/assess"
    walker.go("frame", **of_step("frame"))
    assert "Welche einzelne Aufgabe" in walker.page
    assert ANSWERS["task"] in walker.page


def test_markup_stays_text(walker: Walker) -> None:
    walker.begin().go("result", **(of_step("frame") | {"task": "<script>alert(1)</script>"}))
    assert "<script>alert" not in walker.page
    assert "&lt;script&gt;alert" in walker.page


def test_page_program_and_command_line_say_the_same(seeded_url: str, tmp_path: Path, monkeypatch) -> None:
    """On both databases."""
    with closing(Store(seeded_url)) as store:
        site = create_app(settings_for(seeded_url, tmp_path), store, desk_for(store, tmp_path, Clock()))
        walker = through(Walker(site).begin())
        by_page = json.loads(walker.post(walker.address, {**walker.carried(), "go": "json"}).data)
        body = json.dumps(walker.draft())
        by_program = site.test_client().post("/api/v1/assess", data=body).json
        fresh = site.test_client().get("/api/v1/assess/facebook").json
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_url)
    file = tmp_path / "a.json"
    file.write_text(body)
    by_command = json.loads(CliRunner().invoke(main, ["assess", "render", str(file), "--json"]).stdout)
    assert by_page == by_program == by_command
    assert by_page["complete"]
    assert fresh["known"] == by_page["known"]
    assert {"assessment", "known", "stops", "weighing", "against", "sources", "says"} <= set(by_page)
    assert "outcome" not in set(by_page)


def test_programs_are_told_by_number(site: Flask) -> None:
    answer = site.test_client().post(
        "/api/v1/assess", data=json.dumps({"format": "supplychain assessment", "version": 1})
    )
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert site.test_client().get("/api/v1/assess/openai").status_code == 404


# -- for an account ----------------------------------------------------------------------------------------------------


@pytest.fixture
def account(seeded_sqlite_url: str, tmp_path: Path):
    with closing(Store(seeded_sqlite_url)) as store:
        desk = desk_for(store, tmp_path, Clock())
        site = create_app(settings_for(seeded_sqlite_url, tmp_path), store, desk)
        for email in ("ada@example.org", "eve@example.org"):
            join(desk, email)
        walker = Walker(site)
        walker.sign_in("ada@example.org", PASSWORD)
        yield walker, desk


def saved(walker: Walker) -> str:
    answer = walker.post("/assessments/save", {**walker.carried()})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_an_account_saves_opens_renews_and_deletes(account) -> None:
    walker, desk = account
    through(walker.begin())
    place = saved(walker)
    page = walker.get(place).text
    assert "Only this account" not in page
    assert "It is saved" in page
    assert "Released with measures" in page
    assert "Nothing: revision 1 is the newest." in page
    assert ANSWERS["task"] in walker.get("/assessments/mine").text

    forms = re.findall(r'<form class="press" method="post" action="/assess">(.*?)</form>', page, re.DOTALL)
    opened = {name: unescape(value) for name, value in _HIDDEN.findall(forms[0])}
    walker.page = walker.post("/assess", {**opened, "go": "frame"}).text
    walker.go("result", **(of_step("frame") | {"task": "Another task"}))
    assert "Save it anew" in walker.page
    assert saved(walker) == place
    assert walker.post("/assessments/save", {**walker.carried()}).status_code == 409  # it is older than what lies there

    with desk.store.view() as view:
        known = {row.claim for row in show_receipt(view, 1, "facebook", desk.receipt_keys).since.rows}
        gone = next(c for c in view.snapshot().live if c.id in known and c.kind == "practice")
    with desk.store.writer("editor", "later", desk.clock(), desk.chance) as write:
        write.put([gone.model_copy(update={"withdrawn_reason": "a test says so"})])
    page = walker.get(place).text
    assert "1 claim that stood here when this was assessed was withdrawn since." in page
    assert "receipt" not in Read(page).text().partition("What changed in the data since")[2].partition("Decision")[0]

    desk.clock.pass_(days=300)
    walker.sign_in("ada@example.org", PASSWORD)
    assert "overdue" in walker.get("/assessments/mine").text
    page = walker.get(place).text
    assert "The term has ended" in page
    forms = re.findall(r'<form class="press" method="post" action="/assess">(.*?)</form>', page, re.DOTALL)
    again = {name: unescape(value) for name, value in _HIDDEN.findall(forms[1])}
    walker.page = walker.post("/assess", {**again, "go": "frame"}).text
    assert "Another task" in walker.page
    newer = saved(walker.go("result"))
    assert newer != place
    assert place in walker.get(newer).text
    assert newer in walker.get(place).text
    token = walker.hidden(place, f"{place}/delete")
    assert walker.post(f"{place}/delete", token).status_code == 303
    assert walker.get(place).status_code == 404
    assert walker.get(newer).status_code == 200


def test_nobody_else_sees_it(account) -> None:
    walker, _desk = account
    place = saved(through(walker.begin()))
    other = Walker(walker.client.application)
    assert other.get(place).status_code == 303
    other.sign_in("eve@example.org", PASSWORD)
    assert other.get(place).status_code == 404
    assert "There are none" in other.get("/assessments/mine").text
    other.begin().go("result")
    mine = {**other.carried(), "saved": f"{place.rpartition('/')[2]}:1"}
    assert other.post("/assessments/save", mine).status_code == 404


def test_without_an_account_nothing_is_kept(account) -> None:
    walker, desk = account
    visitor = through(Walker(walker.client.application).begin())
    assert "Save it" not in visitor.page
    assert visitor.post("/assessments/save", visitor.carried()).status_code == 401
    with desk.store.assessments() as kept, desk.store.accounts() as accounts:
        assert all(kept.count(p.id) == 0 for p in accounts.people.persons())


def test_filled_helper_is_whole() -> None:
    assert read_assessment(write_answers(filled(empty("facebook", 1, ""))).encode())
