"""supplychain review: the same desk without the site."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.people import Role
from supplychain.services import reports, review
from supplychain.services.codes import begin_codes, confirm_codes, show_setup
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run
from tests.desk import join
from tests.reports import EARLY, PRACTICE, practice

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def desk(seeded: Path):
    settings = Settings.from_env()
    with closing(Store(settings.database_url)) as store:
        desk = settings.desk(store)
        for email in (ADA, BOB):
            with_codes(desk, email)
        yield desk


def with_codes(desk: Desk, email: str) -> None:
    import pyotp

    person = join(desk, email, Role.REVIEWER).person
    begin_codes(desk, person)
    setup = show_setup(desk, person)
    assert setup is not None
    confirm_codes(desk, person, pyotp.TOTP(setup.secret).at(desk.clock()))


def test_a_report_is_reviewed(call: Run, desk: Desk) -> None:
    id = reports.submit_report(desk, Sender(), practice(size=7, description="Red \x1b[31m text"))[0].id
    listed = json.loads(call("review", "list", "--as", ADA, "--json").stdout)
    assert [one["id"] for one in listed["reports"]] == [id]
    assert call("review", "list", "--as", ADA, "--csv").stdout.startswith("id,state,organisation,")
    assert call("review", "list", "--as", ADA, "--days", 3).stdout.count(id) == 0
    assert call("review", "claim", id, "--as", ADA).stderr == f"{id}: in review.\n"
    taken = call("review", "claim", id, "--as", BOB)
    assert (taken.exit_code, "somebody else was quicker" in taken.stderr) == (1, True)
    shown = call("review", "show", id, "--as", ADA).stdout
    assert f"practices {PRACTICE}: new [– → C]" in shown
    assert "Second reader: needed" in shown
    assert "\x1b" not in shown
    seen = json.loads(call("review", "show", id, "--as", ADA, "--json").stdout)
    assert seen == json.loads(review.look(desk, review.act_as(desk, ADA), id).model_dump_json())
    assert call("review", "show", id, "--as", ADA, "--csv").stdout.startswith("table,id,kind,label,")
    assert call("review", "comment", id, "Look twice.", "--internal", "--as", BOB).exit_code == 0
    assert call("review", "agree", id, "--as", BOB).exit_code == 0
    stale = call("review", "accept", id, "--as", ADA, "--version", 1)
    assert (stale.exit_code, "changed in the meantime" in stale.stderr) == (1, True)
    assert call("review", "accept", id, "--as", ADA, "--words", EARLY).stderr == f"{id}: accepted, revision 2.\n"


def test_part_of_it_and_nothing_of_it(call: Run, desk: Desk) -> None:
    two = practice().adding("entities", {"id": "new-firm", "name": "New Firm", "kind": "outsourcer"})
    id = reports.submit_report(desk, Sender(), two)[0].id
    call("review", "claim", id, "--as", ADA)
    no_reason = call("review", "accept", id, "--as", ADA, "--leave-out", "new-firm")
    assert (no_reason.exit_code, "reason" in no_reason.stderr) == (1, True)
    both = call("review", "accept", id, "--as", ADA, "--leave-out", "x", "--only", "y")
    assert both.exit_code == 2
    unknown = call("review", "accept", id, "--as", ADA, "--only", "nothing", "--reason", "unclear")
    assert unknown.exit_code == 1
    kept = ("--only", PRACTICE, "--only", "report-x", "--reason", "unclear", "--words", EARLY, "--json")
    done = json.loads(call("review", "accept", id, "--as", ADA, *kept).stdout)
    assert done["report"]["decisions"][0]["decision"] == "partly_accepted"
    for word, state in (("return", "returned"), ("refuse", "refused")):
        other = reports.submit_report(desk, Sender(), practice("p-00000001t"))[0].id
        call("review", "claim", other, "--as", ADA)
        said = call("review", word, other, "--as", ADA, "--reason", "unclear", "--words", "In which year?")
        assert said.stderr == f"{other}: {state}.\n"
    free = reports.submit_report(desk, Sender(), practice("p-00000002v"))[0].id
    call("review", "claim", free, "--as", ADA)
    assert call("review", "release", free, "--as", ADA).stderr == f"{free}: submitted.\n"


def test_who_may_not_review_is_refused(call: Run, desk: Desk) -> None:
    id = reports.submit_report(desk, Sender(), practice())[0].id
    join(desk, "sender@example.org")
    join(desk, "fresh@example.org", Role.REVIEWER)
    for email, words in (
        ("sender@example.org", "Your role may not"),
        ("fresh@example.org", "codes from an app"),
        ("nobody@example.org", "no account"),
    ):
        for command in (("list",), ("show", id), ("claim", id), ("accept", id)):
            done = call("review", *command, "--as", email)
            assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
            assert words in done.stderr or email == "nobody@example.org"
