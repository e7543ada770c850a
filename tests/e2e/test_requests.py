"""Asking and answering in a real browser: no faults in any window, and a second tab loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supplychain.domain.people import Role
from supplychain.domain.replies import Channel
from supplychain.services import replies, reports, requests
from supplychain.services.desk import Desk
from supplychain.services.replies import Given
from supplychain.services.reports import Sender
from supplychain.services.requests import Wanted
from tests.desk import PASSWORD, ask, join, set_up_codes, token_of
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_people import WINDOWS, look
from tests.reports import PRACTICE, practice

pytestmark = pytest.mark.e2e
ED, CLAIM = "ed@labour.example", "l-openai-sama"


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


def enter(inside: Reader, desk: Desk, prefix: str, **window: object) -> Page:
    """An editor, signed in."""
    app, _ = set_up_codes(desk, join(desk, ED, Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    page = inside.open(f"{prefix}/people/sign-in?next={prefix}/desk/requests", **window)
    for field, text in (("email", ED), ("password", PASSWORD), ("code", app.at(desk.clock()))):
        page.fill(f"#enter-{field}", text)
    page.keyboard.press("Enter")
    expect(page.locator("body.page-desk_requests")).to_be_visible()
    return page


@pytest.mark.parametrize("window", WINDOWS)
def test_asking_has_no_faults(inside: Reader, desk: Desk, window: str) -> None:
    prefix = "/de" if "German" in window or window == "narrow" else ""
    waiting = requests.ask(desk, Wanted("openai", (CLAIM,), Channel.LETTER, "OpenAI\nSan Francisco"))
    asked = ask(desk, Wanted("sama", (CLAIM,), Channel.MAIL, "press@sama.example"))
    given = Given("We deny it.\n\nWe pay well.", {CLAIM: "denies"}, "en", files=(b"Our policy.",))
    replies.answer(desk, token_of(asked.link), given)
    report, _ = reports.submit_report(desk, Sender(), practice(description="A camera films people at work."))
    notice = requests.ask(desk, Wanted("sama", (PRACTICE,), Channel.LETTER, "Sama", report=report.id))
    page = enter(inside, desk, prefix, **WINDOWS[window])
    look(page, f"{window} requests")
    for name, address in (
        ("letter not sent", f"/desk/requests/{waiting.id}"),
        ("answer to check", f"/desk/requests/{asked.id}"),
        ("notice", f"/desk/requests/{notice.id}"),
        ("letter to look at", f"/desk/requests/new?respondent=sama&claims={PRACTICE}&report={report.id}"),
        ("report with those named", f"/desk/reports/{report.id}"),
        ("answer page", waiting.link.removeprefix(desk.base_url)),
        ("answer page of a notice", notice.link.removeprefix(desk.base_url)),
        ("answer page, sent", asked.link.removeprefix(desk.base_url)),
    ):
        page.goto(f"{prefix}{address}")
        look(page, f"{window} {name}")


def test_a_second_tab_keeps_what_was_typed(inside: Reader, desk: Desk) -> None:
    asked = ask(desk, Wanted("openai", (CLAIM,), Channel.MAIL, "press@openai.example"))
    first = inside.open(asked.link.removeprefix(desk.base_url))
    second = first.context.new_page()
    second.goto(asked.link)
    for number, page in enumerate((first, second), 1):
        page.select_option("[name=stance_1]", "denies")
        page.fill("[name=text]", f"Answer {number}.")
        page.check("[name=sure]")
    first.locator("form.form button").click()
    expect(first.locator("h2").first).to_be_visible()
    second.locator("form.form button").click()
    expect(second.locator("#typed")).to_have_value("Answer 2.")
    expect(second.locator(".answer-text")).to_contain_text("Answer 1.")
