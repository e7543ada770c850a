"""Sending a report in a real browser, with and without scripts, and its pages in every window without faults."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.test_people import WINDOWS, look

pytestmark = pytest.mark.e2e
FILLED = {
    "employer": "Sama",
    "practice": "webcam_capture",
    "countries": "Kenya",
    "description": "The camera takes a picture every few minutes.",
    "asserted_by": "worker",
    "source": "own",
    "size": "200",
}


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill in the form of a page and send it."""
    for name, value in fields.items():
        field = page.locator(f"form.form [name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_load_state("load")


def begin(page: Page) -> str:
    """Begin a report; give its address."""
    page.locator("main form.press button").first.click()
    page.wait_for_load_state("load")
    return page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_with_a_photograph_is_sent_and_followed(visit: Open, tmp_path: Path, scripts: bool) -> None:
    page = visit("/report", width=390, height=844, scripts=scripts)
    place = begin(page)
    code = page.locator(".once code").inner_text()
    page.goto(f"{place}/add/practice")
    fill(page, FILLED)
    assert page.url == place
    picture = tmp_path / "payslip.jpg"
    Image.new("RGB", (300, 200), "white").save(picture, exif=Image.Exif())
    page.set_input_files("input[type=file]", str(picture))
    page.get_by_role("button", name="Add the file").click()
    assert page.get_by_text("File 1").is_visible()
    page.get_by_role("button", name="Send the report").click()
    assert page.get_by_text("Waits for a reviewer").is_visible()
    other = visit("/report/follow", scripts=scripts)
    assert other.get_by_text("payslip").count() == 0
    fill(other, {"code": code.upper()})
    other.get_by_role("link", name="report-").click()
    assert other.get_by_text("Waits for a reviewer").is_visible()


@pytest.mark.parametrize("window", WINDOWS)
def test_pages_of_reports_have_no_faults(visit: Open, window: str) -> None:
    prefix = "/de" if "German" in window or window == "narrow" else ""
    page = visit(f"{prefix}/report", **WINDOWS[window])
    look(page, "start")
    place = begin(page)
    look(page, "begun")
    for word in ("practice", "pay", "link", "answer", "party", "identity", "retraction", "source"):
        page.goto(f"{place}/add/{word}")
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        look(page, word)
    fill(page, {})
    look(page, "wrong")
    page.goto(f"{place}/add/practice")
    fill(
        page,
        {
            **FILLED,
            "description": "Told by Mr Otieno and by x@y.example to a firm with a name of sixty-one letters "
            + "x" * 61,
        },
    )
    look(page, "refused")
    fill(page, {"description": "Told by Mr Otieno to everybody. " + "x" * 61})
    assert page.url == place
    look(page, "finds")
    page.goto(f"{place}/upload")
    look(page, "upload")
    for path in ("/report/follow", "/reports/mine"):
        page.goto(prefix + path)
        look(page, path)
