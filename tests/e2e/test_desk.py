"""The desk in a real browser: fifty reports without the mouse, and pages without faults in every window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supplychain.domain import reports as d
from supplychain.domain.ids import make_id
from supplychain.domain.people import Role
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from tests.desk import PASSWORD, join, set_up_codes
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_people import WINDOWS, look
from tests.reports import cited, practice

pytestmark = pytest.mark.e2e
ADA = "ada@example.org"
MANY = 50


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A site on the seeds."""
    with served(tmp_path, seeded=True) as made:
        yield made


@pytest.fixture
def inside(browser: Browser, desk: Desk) -> Iterator[Reader]:
    """A reader of that site; the test fails when the browser complained."""
    with reading(browser, desk) as someone:
        yield someone


def enter(inside: Reader, desk: Desk, prefix: str = "", **window: object) -> Page:
    """A reviewer, signed in by keyboard."""
    person = join(desk, ADA, Role.REVIEWER).person
    app, _ = set_up_codes(desk, person)
    desk.clock.pass_(seconds=30)
    page = inside.open(f"{prefix}/people/sign-in?next={prefix}/desk/reports", **window)
    page.locator("#enter-email").focus()
    for text in (ADA, PASSWORD, app.at(desk.clock())):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("body.page-desk_reports")).to_be_visible()
    page.wait_for_load_state("load")
    return page


def test_fifty_reports_are_worked_through_without_the_mouse(inside: Reader, desk: Desk) -> None:
    for _ in range(MANY):
        reports.submit_report(desk, Sender(), practice(make_id("p", desk.chance()), url="https://press.example/report"))
    page = enter(inside, desk)
    press = page.keyboard.press
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr[data-step]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")  # opens the first one
    for number in range(MANY):
        page.wait_for_url("**/desk/reports/report-*")
        address = page.url
        with page.expect_navigation():
            press("c")
        expect(page.locator(".notice")).to_have_text("You review this report now.")
        press("j")
        expect(page.locator(".card").first).to_be_focused()
        if number % 2:
            press("x")
            expect(page.locator("#desk-refuse-reason")).to_be_focused()
            page.keyboard.type("source missing")
            press("Tab")
            page.keyboard.type("Where is it said?")  # keys are letters here
            press("Tab")
        else:
            press("a")
            expect(page.get_by_role("button", name="Accept what is ticked")).to_be_focused()
        with page.expect_navigation():
            press("Enter")
        expect(page.locator(".notice")).to_have_text(
            "The report is refused." if number % 2 else "The report is accepted."
        )
        assert page.url != address
    expect(page.locator(".lead")).to_have_text("Nothing waits. Every report is decided.")
    with desk.store.view() as view:
        assert view.revision == 1 + MANY // 2
        assert not view.verify().problems
    page.goto("/reports/log?reason=no_source")
    expect(page.locator("tbody tr")).to_have_count(MANY // 2)


def test_everything_is_reached_by_tab_alone_without_scripts(inside: Reader, desk: Desk) -> None:
    reports.submit_report(desk, Sender(), practice(url="https://press.example/report"))
    page = enter(inside, desk, scripts=False)
    for words in ("Go on with the oldest that is free", "Take this report", "Accept what is ticked"):
        tab_to(page, words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_have_text("The report is accepted.")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until a link or button of this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text().startswith(words):
            return
    raise AssertionError(f"Tab does not lead to “{words}”")


def full_report(desk: Desk) -> str:
    """A report with everything that a page of it can show."""
    content = practice(size=20, start="2026-03-04", sites="Nairobi", description="The camera runs all day.")
    firm = {"id": "new-data-works", "name": "New Data Works", "kind": "outsourcer", "country": "KE"}
    link = {"id": "l-000000002", "subject": "openai", "relation": "data_work_by", "object": firm["id"]}
    link |= {"object_state": "known", "stance": "affirms", "scope_mode": "unstated", "asserted_by": "worker"}
    content = content.adding("entities", firm).adding("links", link).adding("citations", cited(link["id"], "report-x"))
    content = content.adding(d.RETRACTIONS, {"claim": "f-appen-1m", "reason": "The firm has corrected the number."})
    report, code = reports.submit_report(desk, Sender(), content)
    reports.write(desk, Sender(code=code), report.id, "I can send the contract.\nIt is in Swahili.")
    with desk.store.reports(change=True) as found:
        found.attach(report.id, "f1", b"x" * 2000, "application/pdf", ["author"], b"sealed")
        found.change(found.get(report.id).report, note=b"sealed")
    return report.id


@pytest.mark.parametrize("window", WINDOWS)
def test_the_desk_has_no_faults(inside: Reader, desk: Desk, window: str) -> None:
    prefix = "/de" if "German" in window or window == "narrow" else ""
    id = full_report(desk)
    page = enter(inside, desk, prefix, **WINDOWS[window])
    look(page, f"{window} queue")
    page.goto(f"{prefix}/desk/reports/{id}")
    look(page, f"{window} report, free")
    person = review.act_as(desk, ADA)
    review.claim(desk, person, id)
    review.comment(desk, person, id, "Ask the union, too.", internal=True)
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("r")
    look(page, f"{window} report, in review")
    page.locator("#accept button").click()
    look(page, f"{window} report, second reader missing")
    review.return_(desk, person, id, review.look(desk, person, id).report.version, d.Reason.UNCLEAR, "In which year?")
    page.goto(f"{prefix}/desk/reports/{id}")
    look(page, f"{window} report, returned")
    page.goto(f"{prefix}/desk/reports")
    look(page, f"{window} queue, empty")
    page.goto(f"{prefix}/reports/log")
    look(page, f"{window} log")
