"""A reviewer changes what a report proposes: what was sent stays beside it, and a second reader has to agree anew."""

from flask import Flask

from supplychain.domain import reports as d
from supplychain.domain.people import Role
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from tests.desk import PASSWORD, join, set_up_codes
from tests.reports import EARLY, practice
from tests.web.inside import Visitor
from tests.web.pages import Read


def test_a_reviewer_changes_one_field(desk: Desk, inside: Flask) -> None:
    me = join(desk, "rev@labour.example", Role.REVIEWER)
    app, _ = set_up_codes(desk, me.person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(inside)
    visitor.sign_in("rev@labour.example", PASSWORD, app.at(desk.clock()))
    report, _ = reports.submit_report(desk, Sender(), practice())
    row = report.content.rows("practices")[0]["id"]
    there = f"/desk/reports/{report.id}/practice/{row}"
    assert visitor.get(there).status_code == 404  # nobody has it yet
    review.claim(desk, me.person, report.id)
    page = visitor.get(f"/desk/reports/{report.id}").text
    assert f'href="{there}"' in page
    form = Read(visitor.get(there).text)
    assert form.faults() == []
    sent = {"employer": "Sama", "practice": "webcam_capture", "countries": "Kenya; Uganda", "asserted_by": "worker"}
    assert visitor.send(there, **sent, source="own", size="200").status_code == 303
    with desk.store.reports() as found:
        held = found.get(report.id)
    assert held.report.content.rows("practices")[0]["countries"] == "KE|UG"
    assert held.as_sent is not None
    assert held.as_sent.rows("practices")[0]["countries"] == "KE"
    assert visitor.send(there, **{**sent, "employer": "Nobody at all"}, source="own").status_code == 400
    version = review.look(desk, me.person, report.id).report.version
    review.accept(desk, me.person, report.id, version, words=EARLY)
    assert visitor.get(there).status_code == 404
    assert reports.list_reports(desk, Sender()) == ()
    assert review.look(desk, me.person, report.id).report.state == d.State.ACCEPTED
