"""The questionnaire on its whole way: sent by the desk, answered by link, published, read, taken along elsewhere."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from supplychain.cli import main
from supplychain.domain.dossier import compile_dossier
from supplychain.domain.people import Role
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.store.migrate import upgrade
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join, letters, set_up_codes
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

ED, TOOL = "ed@labour.example", "chatgpt"
SAID = "We work with two firms.\n\nBoth are listed below."


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def site(desk: Desk, tmp_path: Path) -> Flask:
    return create_app(settings_for(desk.store.url.render_as_string(False), tmp_path), desk.store, desk)


def told(response) -> str:
    page = Read(response.text)
    assert page.faults() == []
    return page.text()


def there(response) -> str:
    assert response.status_code == 303, told(response)
    return response.headers["Location"]


def test_the_questionnaire_on_its_way(desk: Desk, site: Flask, tmp_path: Path, seeded_url: str) -> None:
    app, _ = set_up_codes(desk, join(desk, ED, Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    editor = Visitor(site)
    assert editor.sign_in(ED, PASSWORD, app.at(desk.clock())).status_code == 303

    # The desk chooses by tool, looks at the letter, and sends it.
    assert "OpenAI" in told(editor.get(f"/desk/questionnaires/new?respondent={TOOL}"))
    chosen = f"/desk/questionnaires/new?respondent=openai&about={TOOL}&which=core"
    assert "⟨link⟩" in told(editor.get(chosen))
    sent = editor.send(chosen, "/desk/questionnaires/ask", channel="mail", to="press@openai.example")
    place = there(sent)
    id = place.rpartition("/")[2]
    assert desk_requests(desk) == 0
    there(editor.send(place, f"{place}/sent", day="2026-11-26", channel="mail"))
    assert desk_requests(desk) == 1
    link = next(
        line for x in letters(tmp_path) if x["To"] == "press@openai.example" for line in x.get_content().splitlines()
        if "/disclosure/" in line
    )  # fmt: skip
    page = link.removeprefix(desk.base_url)

    # The vendor fills it in bit by bit.
    vendor = Visitor(site)
    assert "0 of" in told(vendor.get(page))
    chain = f"{page}/chain"
    assert "Sama" in told(vendor.get(chain))
    there(vendor.send(chain, f"{chain}/keep", stance_1="answers", text_1=SAID, stance_2="refuses"))
    supplier = f"{page}/rows/supplier/qu-a1"
    refused = vendor.send(supplier, object="Nobody Knows It Ltd", countries="Kenya")
    assert refused.status_code == 400
    assert "Nothing recorded has this name" in told(refused)
    there(vendor.send(supplier, object="Nobody Knows It Ltd", new_kind="outsourcer", countries="Kenya"))
    there(vendor.send(supplier, object="", countries="India"))
    pay = f"{page}/rows/pay/qu-b1"
    there(
        vendor.send(
            pay, employer="Nobody Knows It Ltd", low="310", currency="KES", unit="hour", basis="gross", start="2026"
        )
    )
    there(vendor.send(f"{page}/pay", f"{page}/pay/keep", stance_4="does_not_know", text_4="We have not measured it."))
    there(vendor.send(f"{page}/rows/practice/qu-d1", practice="screen_recording", countries="Kenya"))
    assert "3 of" not in told(vendor.get(chain))
    assert "Nobody Knows It Ltd" in told(vendor.get(chain))

    # It sends once.
    assert vendor.send(page, language="en").status_code == 400  # not said who answers
    there(vendor.send(page, language="en", sure="yes"))
    assert "have arrived" in told(vendor.get(page))
    with desk.store.view() as view:
        asked = view.snapshot().checklist.questions
    assert f"{asked[0].number} {asked[0].text_de}" in told(vendor.get(f"/de{page}"))
    assert asked[0].text not in told(vendor.get(f"/de{page}"))
    assert vendor.get(chain).status_code == 404

    # The desk looks at the form and publishes: one revision.
    before = desk_revision(desk)
    waiting = told(editor.get(place))
    assert "We work with two firms." in waiting
    assert "refuses to answer" in waiting
    there(editor.send(place, f"{place}/publish"))
    assert desk_revision(desk) == before + 1
    assert site.test_client().get("/history.json").json["rows"][0]["actor"] == "editor", (
        "the role of whoever published it"
    )
    assert "published in full" in told(vendor.get(page))

    # Readers see it.
    client = site.test_client()
    read = told(client.get(f"/dossier/{TOOL}"))
    for words in ("We work with two firms.", "refused to answer, 26 November 2026", "says that it does not know"):
        assert words in read
    dossier = client.get(f"/dossier/{TOOL}.json").json
    answers = {a["question"]["number"]: a["answers"] for a in dossier["questions"] if a["answers"]}
    assert [a["stance"] for a in answers["A1"]] == ["answers"]
    assert answers["A2"][0]["stance"] == "refuses"
    assert {one["state"] for one in rows(client, f"/api/v1/dossier/{TOOL}.csv") if one["section"] == "answer"} >= {
        "answers",
        "refuses",
        "does_not_know",
    }
    trace = client.get(f"/tools/{TOOL}/trace.json").json
    named = {e["entity"]["id"]: e for e in trace["employers"]}
    assert (named["nobody-knows-it-ltd"]["strength"], named["nobody-knows-it-ltd"]["grade"]) == ("named", "B")
    assert "Nobody Knows It Ltd" in told(client.get(f"/tools/{TOOL}/trace"))
    assert "Answers to the questionnaire" in told(client.get("/entities/openai"))
    assert "310" in told(client.get("/entities/nobody-knows-it-ltd"))
    (wage,) = client.get("/entities/nobody-knows-it-ltd.json").json["wages"]
    assert wage["evidence"]["grade"] == "D"  # what a client says of pay counts little until somebody else says so
    told_of = told(client.get("/requests"))
    assert "15 questions" in told_of
    (tally,) = client.get("/requests.json").json["tallies"]
    counted = [tally[f"questions{end}"] for end in ("", "_answered", "_refused", "_not_known")]
    assert counted == [15, 3, 1, 1]
    claim = answers["A2"][0]["response"]
    assert "which models and datasets" in told(client.get(f"/claims/{claim}")).casefold()

    # From the command line, and elsewhere from the package.
    run = CliRunner().invoke(main, ["dossier", TOOL, "--json"], env={"SUPPLYCHAIN_DATABASE_URL": seeded_url})
    assert "We work with two firms." in run.stdout
    run = CliRunner().invoke(main, ["history", "verify"], env={"SUPPLYCHAIN_DATABASE_URL": seeded_url})
    assert run.exit_code == 0, run.output
    package, other = tmp_path / "package", f"sqlite:///{tmp_path / 'other.db'}"
    run = CliRunner().invoke(main, ["package", "export", str(package)], env={"SUPPLYCHAIN_DATABASE_URL": seeded_url})
    assert run.exit_code == 0, run.output
    assert id in (package / "requests.csv").read_text(encoding="utf-8")
    upgrade(other)
    run = CliRunner().invoke(main, ["package", "import", str(package)], env={"SUPPLYCHAIN_DATABASE_URL": other})
    assert run.exit_code == 0, run.output
    assert answers_in(desk.store) == answers_in(Store(other))


def rows(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def desk_revision(desk: Desk) -> int:
    with desk.store.view() as view:
        return view.snapshot().revision


def desk_requests(desk: Desk) -> int:
    with desk.store.view() as view:
        return len(view.snapshot().requests)


def answers_in(store: Store) -> str:
    with store.view() as view:
        dossier = compile_dossier(view.snapshot(), TOOL)
    return json.dumps([[a.model_dump(mode="json") for a in q.answers] for q in dossier.questions])
