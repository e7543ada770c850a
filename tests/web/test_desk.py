"""The desk as a reviewer meets it: through forms and through the API, with what strangers wrote in it."""

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from supplychain.domain import reports as d
from supplychain.domain.people import Right, Role
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.people import find_person
from supplychain.services.reports import Sender
from supplychain.services.sign_in import Identity
from supplychain.services.tokens import create_token
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join, set_up_codes
from tests.reports import EARLY, PRACTICE, cited, pay, practice, worker
from tests.web.conftest import settings_for
from tests.web.inside import Visitor

SECOND = "p-00000001t"
NASTY = "<script>alert(1)</script><b>x</b> {{ 7*7 }} \u200fgnp.exe\u200f \u200fend &quot;"


def desk_at(url: str, folder: Path) -> Iterator[Desk]:
    with closing(Store(url)) as store:
        yield desk_for(store, folder, Clock())


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    yield from desk_at(seeded_sqlite_url, tmp_path)


@pytest.fixture
def both_desks(seeded_url: str, tmp_path: Path) -> Iterator[Desk]:
    """On SQLite and on PostgreSQL."""
    yield from desk_at(seeded_url, tmp_path)


def site_of(desk: Desk) -> Flask:
    return create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk)


def enter(desk: Desk, site: Flask, name: str, role: Role = Role.REVIEWER) -> tuple[Visitor, Identity]:
    """Somebody who is signed in."""
    identity = join(desk, f"{name}@labour.example", role)
    app, _ = set_up_codes(desk, identity.person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(site)
    assert visitor.sign_in(identity.person.email, PASSWORD, app.at(desk.clock())).status_code == 303
    return visitor, identity


def sent(desk: Desk, content: d.Content, sender: Sender | None = None) -> str:
    """The address of a report that waits."""
    return f"/desk/reports/{reports.submit_report(desk, sender or Sender(), content)[0].id}"


def kept(page: str) -> list[str]:
    """What is ticked."""
    return re.findall(r'name="kept" value="([^"]+)" form="accept-form" checked', page)


def accept(visitor: Visitor, at: str, **more: object):
    return visitor.send(at, f"{at}/accept", **{"kept": kept(visitor.get(at).text), "words": EARLY, **more})


def test_from_the_queue_to_the_history(desk: Desk) -> None:
    site = site_of(desk)
    first, second = sent(desk, practice()), sent(desk, practice(SECOND))
    desk.clock.pass_(days=1)
    ada, who = enter(desk, site, "ada")
    first, second = sorted((first, second))
    queue = ada.get("/desk/reports").text
    assert first in queue
    assert "1 day" in queue
    assert ada.send(first, f"{first}/claim").status_code == 303
    page = ada.get(first).text
    assert "You review this report now." in page
    assert "Evidence grade: C" in page
    assert "Recorded already, says nearly the same" in page
    done = accept(ada, first)
    assert (done.status_code, done.location) == (303, second)  # on to the next one
    assert "The report is accepted." in ada.get(second).text
    ada.send(second, f"{second}/claim")
    refused = ada.send(second, f"{second}/refuse", reason="already_there", words="")
    assert refused.location == "/desk/reports"
    assert "Nothing waits." in ada.get("/desk/reports").text
    with desk.store.view() as view:
        assert len({PRACTICE, SECOND} & set(view.snapshot().claims)) == 1
    log = ada.get("/reports/log").text
    assert "already there" in log
    assert 'href="/?as_of=2"' in log
    assert who.person.name not in log


def test_a_part_that_is_not_ticked_needs_a_reason(desk: Desk) -> None:
    ada, _ = enter(desk, site_of(desk), "ada")
    both = practice().adding("practices", {**practice().rows("practices")[0], "id": SECOND, "practice": "screenshots"})
    both = both.adding("citations", cited(SECOND, "report-x")).adding(d.GROUPS, {"claim": SECOND, "size": "99"})
    at = sent(desk, both)
    ada.send(at, f"{at}/claim")
    some = [choice for choice in kept(ada.get(at).text) if SECOND not in choice]
    again = accept(ada, at, kept=some)
    assert again.status_code == 400
    assert "Why a part is left out: This is missing." in again.text
    assert kept(again.text) == some  # what was unticked stays so
    lacking = accept(ada, at, kept=[f"practices {PRACTICE}"], reason="unclear")
    assert lacking.status_code == 409  # without its source
    assert accept(ada, at, kept=[], reason="unclear").status_code == 409
    assert accept(ada, at, kept=some, reason="unclear", words="In which year?").status_code == 303
    assert [x["decision"] for x in ada.get("/reports/log.json").json["decisions"]] == ["partly_accepted"]


def test_what_was_decided_stays_decided(desk: Desk) -> None:
    ada, _ = enter(desk, site_of(desk), "ada")
    at = sent(desk, practice())
    ada.send(at, f"{at}/claim")
    fields = {**ada.hidden(at, f"{at}/accept"), "kept": kept(ada.get(at).text), "words": EARLY}
    assert ada.post(f"{at}/accept", fields).status_code == 303
    twice = ada.post(f"{at}/accept", fields)
    assert twice.status_code == 409
    assert "somebody else was quicker, or it is decided" in twice.text
    assert "Accept what is ticked" not in twice.text
    assert ada.get("/reports/log.json").json["total"] == 1


def test_a_version_that_is_stale_is_not_decided_on(desk: Desk) -> None:
    ada, who = enter(desk, site_of(desk), "ada")
    at = sent(desk, practice())
    ada.send(at, f"{at}/claim")
    fields = {**ada.hidden(at, f"{at}/accept"), "kept": kept(ada.get(at).text), "words": EARLY}
    review.amend(desk, who.person, at.rpartition("/")[2], practice(start="2025"))
    stale = ada.post(f"{at}/accept", fields)
    assert stale.status_code == 409
    assert "The report was changed in the meantime." in stale.text
    assert "changed since:" in stale.text  # what was sent stands beside it
    assert accept(ada, at).status_code == 303


def test_of_two_browsers_at_once_one_wins(both_desks: Desk) -> None:
    desk = both_desks
    site = site_of(desk)
    ada, bob = enter(desk, site, "ada")[0], enter(desk, site, "bob")[0]
    at = sent(desk, practice())
    forms = [(visitor, visitor.hidden(at, f"{at}/claim")) for visitor in (ada, bob)]
    barrier, came = threading.Barrier(2), {}

    def press(visitor: Visitor, fields: dict) -> None:
        barrier.wait()
        came[visitor] = visitor.post(f"{at}/claim", fields)

    threads = [threading.Thread(target=press, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in came.values()) == [303, 409]
    winner, loser = sorted((ada, bob), key=lambda visitor: came[visitor].status_code)
    told = came[loser].text
    assert "somebody else was quicker" in told or "changed in the meantime" in told
    assert f"{'Ada' if winner is ada else 'Bob'} reviews this report." in told
    assert accept(winner, at).status_code == 303


def test_own_reports_have_no_buttons(desk: Desk) -> None:
    ada, who = enter(desk, site_of(desk), "ada")
    at = sent(desk, practice(), Sender(who))
    page = ada.get(at).text
    assert "You sent this report yourself" in page
    assert f'action="{at}/claim"' not in page
    token = ada.hidden(at, f"{at}/message")["token_of_form"]
    for word in ("claim", "agree", "accept", "return", "refuse", "release"):
        answer = ada.post(f"{at}/{word}", {"token_of_form": token, "version": "2", "reason": "spam", "kept": ["x y"]})
        assert answer.status_code in (409, 400), word
    assert ada.get("/reports/log.json").json["total"] == 0


def test_a_small_group_is_read_twice(desk: Desk) -> None:
    site = site_of(desk)
    ada, bob = enter(desk, site, "ada")[0], enter(desk, site, "bob")[0]
    at = sent(desk, practice(size=7))
    ada.send(at, f"{at}/claim")
    assert "A second reader has to agree" in ada.get(at).text
    assert f'action="{at}/agree"' not in ada.get(at).text
    assert "a second reader has to agree" in accept(ada, at).text
    assert at in bob.get("/desk/reports?mine=second").text
    assert bob.send(at, f"{at}/agree").status_code == 303
    assert "Bob agreed as the second reader." in ada.get(at).text
    assert accept(ada, at).status_code == 303


def test_messages_and_files_are_told_apart(desk: Desk) -> None:
    ada, _ = enter(desk, site_of(desk), "ada")
    report, code = reports.submit_report(desk, Sender(), practice())
    at = f"/desk/reports/{report.id}"
    reports.write(desk, Sender(code=code), report.id, NASTY)
    with desk.store.reports(change=True) as found:
        found.attach(report.id, "f1", b"%PDF", "application/pdf", ["author"], b"sealed")
        found.change(found.get(report.id).report, note=b"age-encryption.org/v1")
    ada.send(at, f"{at}/message", to="sender", text="In which year?")
    ada.send(at, f"{at}/message", to="desk", text="Ask the union, too.")
    page = ada.get(at).text
    assert "Note of the desk: the sender does not see it" in page
    assert "The original, sealed" in page
    assert "age --decrypt" in page
    mine = [m.text for m in reports.open_report(desk, Sender(code=code), report.id).messages]
    assert mine == [NASTY, "In which year?"]
    file, note = ada.get(f"{at}/files/f1"), ada.get(f"{at}/note")
    assert (file.data, file.headers["Content-Disposition"]) == (b"%PDF", "attachment; filename=file-1.pdf")
    assert note.headers["Content-Disposition"] == f"attachment; filename={report.id}-note.age"
    assert ada.get(f"{at}/files/f2").status_code == 404


def nasty_content() -> d.Content:
    """Every text field of everything that can be proposed, filled with what must not be taken for anything but text."""
    from supplychain.formats.columns import columns_of, table_columns

    content = d.Content()
    for table in (*d.PROPOSED, *d.EXTRA):
        columns = columns_of(d.EXTRA[table]) if table in d.EXTRA else table_columns(table)
        content = content.with_rows(table, [{c.name: NASTY for c in columns}, {NASTY: NASTY}])
    return content


def clean(page: str) -> None:
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f]", page)


def test_what_strangers_write_comes_out_as_text(desk: Desk) -> None:
    ada, who = enter(desk, site_of(desk), "ada")
    texts = {"description": NASTY, "note": NASTY, "work_types": NASTY, "sites": NASTY}
    content = practice(**texts).with_rows("sources", [{**worker("report-x"), "title": NASTY, "publisher": NASTY}])
    content = content.with_rows("citations", [{**cited(PRACTICE, "report-x", NASTY), "quote": NASTY}])
    firm = {"id": "new-firm", "name": NASTY, "kind": "outsourcer", "description": NASTY}
    content = content.adding("entities", firm).adding("names", {"entity": "new-firm", "name": NASTY, "kind": "alias"})
    figure = {"id": "f-00000001t", "topic": NASTY, "value": "3", "unit": NASTY, "scope": NASTY, "about": "new-firm"}
    content = content.adding("figures", figure)
    content = content.adding("citations", cited("f-00000001t", "report-x"))
    content = content.adding("retractions", {"claim": "f-appen-1m", "reason": NASTY})
    at = sent(desk, content)
    ada.send(at, f"{at}/claim")
    page = ada.get(at).text
    clean(page)
    assert "[U+200F]" in page
    assert "&lt;script&gt;" in page
    review.amend(desk, who.person, at.rpartition("/")[2], nasty_content())
    unreadable = ada.get(at)
    assert unreadable.status_code == 200
    assert "It cannot be read as it stands" in unreadable.text
    clean(unreadable.text)
    clean(ada.get("/desk/reports").text)
    assert ada.send(at, f"{at}/return", reason="unclear", words=f"\u202e{NASTY}").status_code == 400
    assert ada.send(at, f"{at}/return", reason="unclear", words=NASTY).status_code == 303
    clean(ada.get("/reports/log").text)


# -- programs ------------------------------------------------------------------------------------------------------------


def bearer(desk: Desk, who: Identity, *scopes: Right) -> dict[str, str]:
    known = who._replace(person=find_person(desk, who.person.email))  # with the codes that were set up since
    known = known._replace(rights=known.person.rights)
    return {"Authorization": f"Bearer {create_token(desk, known, 'a program', scopes, 30)}"}


def test_a_program_reviews(desk: Desk) -> None:
    site = site_of(desk)
    _, who = enter(desk, site, "ada")
    client, headers = site.test_client(), bearer(desk, who, Right.REVIEW)
    api = f"/api/v1{sent(desk, practice())}"

    def post(word: str, body: object, status: int = 201) -> dict:
        answer = client.post(f"{api}/{word}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
        return answer.json

    queue = client.get("/api/v1/desk/reports?mine=free", headers=headers).json
    assert [one["id"] for one in queue["reports"]] == [api.rpartition("/")[2]]
    assert post("claim", {})["mine"] is True
    assert post("comment", {"text": "Ask again.", "internal": True})["report"]["messages"][0]["side"] == "internal"
    assert "errors" in post("comment", {"text": "\u202eno", "internal": True}, 400)
    post("comment", {"text": "Write to boss@firm.example"}, 400)
    version = client.get(api, headers=headers).json["report"]["version"]
    post("accept", {"version": version + 1}, 409)
    wrong = post("accept", {"version": "x", "colour": "red"}, 400)
    assert {e["parameter"] for e in wrong["errors"]} == {"version", "colour"}
    post("refuse", {"version": version, "reason": "because"}, 400)
    post("agree", {"version": version}, 409)
    seen = post("accept", {"version": version, "words": EARLY})
    assert seen["report"]["decisions"][0]["revision"] == 2
    assert post("accept", {"version": version, "words": EARLY}, 409)["code"] == "refused"
    assert client.post(f"{api}/claim", data="{", headers=headers).status_code == 400


def test_a_token_without_the_scope_reviews_nothing(desk: Desk) -> None:
    site = site_of(desk)
    _, who = enter(desk, site, "ada")
    _, sender = enter(desk, site, "eve", Role.SENDER)
    api = f"/api/v1{sent(desk, pay())}"
    for headers in (bearer(desk, who, Right.SEND), bearer(desk, sender, Right.SEND)):
        for address in ("/api/v1/desk/reports", api, "/api/v1/desk/reports/report-zzzzzzzz0"):
            assert site.test_client().get(address, headers=headers).status_code == 403
        for word in ("claim", "release", "comment", "agree", "accept", "return", "refuse"):
            assert site.test_client().post(f"{api}/{word}", json={}, headers=headers).status_code == 403


def test_the_log_is_new_after_every_decision(desk: Desk) -> None:
    """Decisions make no revision: what a reader has kept must not pass for the newest."""
    site = site_of(desk)
    ada, _ = enter(desk, site, "ada")
    reader = site.test_client()
    at = sent(desk, practice())
    first = reader.get("/reports/log.json")
    assert reader.get("/reports/log.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    ada.send(at, f"{at}/claim")
    ada.send(at, f"{at}/refuse", reason="spam", words="Empty.")
    again = reader.get("/reports/log.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.json["total"], again.json["waiting"]) == (200, 1, 0)
    assert (
        reader.get("/reports/log.csv").text.splitlines()[0]
        == "report,decision,reason,words,day,revision,undone_by,undone_on,early"
    )
    assert reader.get("/reports/log.json?decision=accepted").json["decisions"] == []
    assert reader.get("/reports/log.json?reason=spam").json["total"] == 1
    assert reader.get("/reports/log?page=2").status_code == 404
    assert reader.get("/reports/log?decision=maybe").status_code == 400


def test_pay_that_is_held_back_looks_like_any_other_in_the_log(desk: Desk) -> None:
    site = site_of(desk)
    ada, _ = enter(desk, site, "ada")
    for content in (practice(), practice(), pay()):  # the second changes nothing, the third is held back
        at = sent(desk, content)
        ada.send(at, f"{at}/claim")
        assert accept(ada, at).status_code == 303
    rows = site.test_client().get("/reports/log.json").json["decisions"]
    without = [{k: v for k, v in row.items() if k != "report"} for row in rows if row["revision"] is None]
    assert len(without) == 2
    assert without[0] == without[1]


def test_a_report_that_was_undone_is_called_so_everywhere(desk: Desk) -> None:
    site = site_of(desk)
    report, code = reports.submit_report(desk, Sender(), practice())
    ada, _ = enter(desk, site, "ada")
    at = f"/desk/reports/{report.id}"
    ada.send(at, f"{at}/claim")
    assert accept(ada, at).status_code == 303
    editor, _ = enter(desk, site, "eve", Role.EDITOR)
    plan = editor.get("/desk/undo/2").text
    assert f"This revision published the report {report.id}." in plan
    assert "that pay stays" in plan
    assert "that pay stays" not in editor.get("/desk/undo/1").text
    assert editor.send("/desk/undo/2", reason="the wrong firm").status_code == 303
    day = "26 November"
    log = Visitor(site).get("/reports/log").text
    assert f"undone on {day}" in log
    assert 'href="/history/3"' in log
    (one,) = Visitor(site).get("/reports/log.json").json["decisions"]
    assert (one["revision"], one["undone_by"], one["undone_on"]) == (2, 3, "2026-11-26")
    assert "revision,undone_by,undone_on" in Visitor(site).get("/reports/log.csv").text
    assert "undone on" in ada.get(at).text
    sender = Visitor(site)
    sender.send("/report/follow", code=code)
    assert "what it published does not stand any more" in sender.get(f"/reports/{report.id}").text


def test_the_queue_is_read_page_by_page(desk: Desk) -> None:
    site = site_of(desk)
    for _ in range(102):
        sent(desk, practice())
    ada, who = enter(desk, site, "ada")
    first = ada.get("/desk/reports?kind=practices").text
    assert "102 reports wait" in first
    assert first.count("data-step") == 100
    assert 'href="/desk/reports?kind=practices&amp;page=2"' in first
    assert ada.get("/desk/reports?kind=practices&page=2").text.count("data-step") == 2
    assert ada.get("/desk/reports?page=3").status_code == 404
    second = site.test_client().get("/api/v1/desk/reports?page=2", headers=bearer(desk, who, Right.REVIEW)).json
    assert (len(second["reports"]), second["page"], second["pages"]) == (2, 2, 2)
