"""The questionnaire in a real browser: filled in on a phone without scripts, sent, and without faults in every window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from supplychain.domain import replies as a
from supplychain.services.desk import Desk
from supplychain.services.requests import Wanted
from tests.desk import ask
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_people import WINDOWS, look

pytestmark = pytest.mark.e2e
ASKED = ("qu-a1", "qu-a2", "qu-b1", "qu-d1")


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


@pytest.fixture
def path(desk: Desk) -> str:
    """The link of a questionnaire."""
    wanted = Wanted("openai", (), a.Channel.LETTER, "OpenAI", about="chatgpt", questions=ASKED)
    return ask(desk, wanted).link.removeprefix(desk.base_url)


def test_it_is_answered_on_a_phone_without_scripts(inside: Reader, path: str) -> None:
    page = inside.open(path, width=390, height=844, scripts=False)
    page.get_by_role("link", name="Disclosure of the chain").click()
    page.locator("#save-disclosure-stance-1").select_option("answers")
    page.locator("#save-disclosure-text-1").fill("Two firms.\n\nSee below.")
    page.locator("#save-disclosure-stance-2").select_option("refuses")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("2 of 2 filled in")).to_be_visible()
    page.get_by_role("link", name="Disclosure of the chain").click()
    page.get_by_role("link", name="Add a supplier").click()
    page.locator("[name=object]").fill("Sama")
    page.locator("[name=countries]").fill("Kenya")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Sama does data work for ChatGPT")).to_be_visible()
    page.get_by_role("button", name="Take away").click()
    expect(page.get_by_text("Sama does data work for ChatGPT")).to_have_count(0)
    expect(page.locator("#save-disclosure-text-1")).to_have_value("Two firms.\n\nSee below.")
    page.get_by_role("link", name="All topics").click()
    page.get_by_role("checkbox", name="I may answer").check()
    page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_text("Your answers have arrived.").first).to_be_visible()
    expect(page.get_by_text("See below.")).to_be_visible()


@pytest.mark.parametrize("window", WINDOWS)
def test_its_pages_have_no_faults(inside: Reader, path: str, window: str) -> None:
    prefix = "/de" if "German" in window or window == "narrow" else ""
    page = inside.open(prefix + path, **WINDOWS[window])
    look(page, window)
    for further in ("/chain", "/surveillance", "/rows/supplier/qu-a1", "/rows/pay/qu-b1", "/rows/practice/qu-d1"):
        page.goto(prefix + path + further)
        look(page, f"{window} {further}")
