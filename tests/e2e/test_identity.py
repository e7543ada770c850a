"""Judging who is who in a real browser: by the keyboard alone, without scripts, in every window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supplychain.domain.people import Role
from supplychain.services.desk import Desk
from tests.desk import join, set_up_codes
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_people import ADA, WINDOWS, look, sign_in

pytestmark = pytest.mark.e2e
PAIR = "/desk/identities/lionbridge/lionbridge-ai"


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


def enter(inside: Reader, desk: Desk, **window: object) -> Page:
    """Sign in as an editor."""
    app, _ = set_up_codes(desk, join(desk, ADA, Role.EDITOR).person)
    desk.clock.pass_(seconds=30)
    page = inside.open("/people/sign-in", **window)
    sign_in(page, code=app.at(desk.clock()))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    return page


def tab_to(page: Page, id: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"#{id}").evaluate("field => field === document.activeElement"):
            return
    raise AssertionError(f"{id} cannot be reached by Tab")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_editor_judges_with_the_keyboard_and_takes_back(inside: Reader, desk: Desk, scripts: bool) -> None:
    page = enter(inside, desk, scripts=scripts)
    page.get_by_role("link", name="Who is who").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is who: to be judged")
    page.get_by_role("link", name="Side by side Lionbridge, Lionbridge AI").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these one party?")
    tab_to(page, "judge-pair-judgement")
    page.keyboard.type("The same")
    page.keyboard.press("Tab")
    page.keyboard.type("One firm under two names")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The judgement is recorded.")
    page.goto("/entities/lionbridge-ai")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lionbridge")
    expect(page.get_by_text("It was judged to be the same as this one.")).to_be_visible()
    page.goto(PAIR)
    page.get_by_role("button", name="Take the judgement back").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Both ids answer for themselves again.")
    page.goto("/entities/lionbridge-ai")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lionbridge AI")


@pytest.mark.parametrize("window", WINDOWS)
def test_the_rooms_have_no_faults(inside: Reader, desk: Desk, window: str) -> None:
    page = enter(inside, desk, **WINDOWS[window])
    prefix = "/de" if "German" in window or window == "narrow" else ""
    for address in ("/desk/identities", PAIR, "/desk/identities/sama/undisclosed-nairobi-meta-moderation-firm"):
        page.goto(prefix + address)
        look(page, f"{window} {address}")
    page.locator("#judge-pair-reason").fill("=1")
    page.locator("#judge-pair-reason").press("Enter")
    look(page, f"{window}, wrong")
    page.locator("#judge-pair-judgement").select_option("unsure")
    page.locator("#judge-pair-reason").fill("The extract names no firm")
    page.locator("#judge-pair-reason").press("Enter")
    look(page, f"{window}, parked")
    page.goto(f"{prefix}/identities")
    look(page, f"{window}, everybody")
