"""People in a real browser: from the invitation to a token that works, with and without scripts, on a phone, in the dark."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from supplychain.domain.people import Role
from supplychain.services import people
from supplychain.services.desk import Desk
from tests.desk import PASSWORD, join, set_up_codes
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_access import RULES

pytestmark = pytest.mark.e2e
ADA = "ada@example.org"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A site with nobody in it."""
    with served(tmp_path, seeded=False) as made:
        yield made


@pytest.fixture
def inside(browser: Browser, desk: Desk) -> Iterator[Reader]:
    """A reader of that site; the test fails when the browser complained."""
    with reading(browser, desk) as someone:
        yield someone


def path_of(link: str) -> str:
    return urlsplit(link).path


def sign_in(page: Page, password: str = PASSWORD, code: str = "", email: str = ADA) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_invitation_to_a_token_that_works(inside: Reader, desk: Desk, scripts: bool) -> None:
    link = people.invite(desk, ADA, Role.REVIEWER)
    page = inside.open(path_of(link.address), scripts=scripts)
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("alert")).to_contain_text("The password is too short.")
    expect(page.get_by_label("Your name")).to_have_value("Ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("status")).to_contain_text("Your account is ready")
    expect(page.get_by_role("heading", name="A new token")).to_have_count(0)

    page.get_by_role("button", name="Set up codes").click()
    app = pyotp.TOTP(page.locator(".key-text").inner_text())
    expect(page.get_by_role("img", name="The key as a picture")).to_be_visible()
    page.get_by_label("Code that the app shows").fill(app.at(desk.clock()))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator(".once li")).to_have_count(10)
    page.reload()
    expect(page.locator(".once")).to_have_count(0)

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out.")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    desk.clock.pass_(seconds=30)
    sign_in(page)
    expect(page.get_by_role("alert")).to_contain_text("E-mail address, password or code are not right.")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    sign_in(page, code=app.at(desk.clock()))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    desk.clock.pass_(seconds=30)
    other = inside.open("/people/account", scripts=scripts)
    sign_in(other, code=app.at(desk.clock()))
    page.reload()
    page.get_by_role("button", name=re.compile("^End the session")).click()
    expect(page.get_by_role("status")).to_contain_text("The session has ended.")
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")

    page.get_by_label("What it is for").fill("a program")
    page.get_by_label(re.compile("^Review")).check()
    page.get_by_label(re.compile("^Send ")).check()
    page.get_by_role("button", name="Make the token").click()
    token = page.locator(".once code").inner_text()
    used = page.request.get("/api/v1/people/me", headers={"Authorization": f"Bearer {token}"})
    assert used.json()["email"] == ADA
    refused = page.request.get("/api/v1/people", headers={"Authorization": f"Bearer {token}"})
    assert refused.status == 403
    page.get_by_role("button", name="Take back a program").click()
    expect(page.get_by_role("status")).to_contain_text("The token is taken back.")
    assert page.request.get("/api/v1/people/me", headers={"Authorization": f"Bearer {token}"}).status == 401


WINDOWS = {
    "light": {"width": 1400},
    "dark": {"width": 1400, "scheme": "dark"},
    "phone, German": {"width": 390, "height": 844},
    "narrow": {"width": 320, "height": 700},
}


@pytest.mark.parametrize("window", WINDOWS)
def test_rooms_have_no_faults(inside: Reader, desk: Desk, window: str, tmp_path: Path) -> None:
    prefix, german = ("/de", True) if "German" in window or window == "narrow" else ("", False)
    root = join(desk, "root@example.org", Role.ADMINISTRATOR)
    app, _ = set_up_codes(desk, root.person)
    people.add_organisation(desk, "Data Workers’ Inquiry and its friends in many countries")
    invited = people.invite(desk, ADA, Role.SENDER)
    eve = join(desk, "eve.with-quite-a-long-address@an-organisation-with-a-long-name.example").person
    reset = people.send_reset(desk, eve.id)
    desk.clock.pass_(seconds=30)
    page = inside.open(f"{prefix}/people/sign-in", **WINDOWS[window])
    look(page, f"{window} door")
    page.locator("button[type=submit]").last.click()
    look(page, f"{window} door, wrong")
    for address in (path_of(invited.address), path_of(reset.address), "/people/reset"):
        page.goto(prefix + address)
        look(page, f"{window} {address[:18]}")
    page.goto(f"{prefix}/people/sign-in")
    page.locator("#enter-email").fill("root@example.org")
    page.locator("#enter-password").fill(PASSWORD)
    page.locator("#enter-code").fill(app.at(desk.clock()))
    page.locator("#enter-code").press("Enter")
    page.locator("#create-token-name").fill("my program")
    page.locator("#create-token-scopes-send").check()
    page.locator("#create-token-name").press("Enter")
    for address in ("/people/account", "/people", f"/people/accounts/{eve.id}"):
        page.goto(prefix + address)
        look(page, f"{window} {address[:18]}")
    page.goto(f"{prefix}/people/account")
    page.locator("#change-password-password").fill("short")
    page.locator("#change-password-password").press("Enter")
    look(page, f"{window} account, wrong")
    page.goto(f"{prefix}/people")
    page.locator("#invite-email").fill("nobody")
    page.locator("#invite-email").press("Enter")
    look(page, f"{window} people, wrong")
    join(desk, "bob@example.org")
    fresh = inside.open(f"{prefix}/people/account", **WINDOWS[window])
    fresh.locator("#enter-email").fill("bob@example.org")
    fresh.locator("#enter-password").fill(PASSWORD)
    fresh.locator("#enter-password").press("Enter")
    look(fresh, f"{window} account without codes")
    fresh.get_by_role("button", name="Codes einrichten" if german else "Set up codes").click()
    look(fresh, f"{window} codes")
    fresh.goto(f"{prefix}/people")
    look(fresh, f"{window} not open")


def look(page: Page, name: str) -> None:
    """Find nothing wrong with a page: neither for a checker of accessibility nor in its width."""
    page.wait_for_load_state("load")  # a form was sent: without its style every target would be too small
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(name, v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found] == []
    width = page.viewport_size["width"]
    too_wide = """() => [...document.querySelectorAll('body *')].filter((e) =>
        e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide, .scroll'))
        .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, page.evaluate(too_wide))
