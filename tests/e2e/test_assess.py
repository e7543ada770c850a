"""The burden of proof in a real browser: the whole way without scripts, on a phone, saved, and without faults in any window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supplychain.domain.assess_form import FIELDS, QUESTIONS, STEPS
from supplychain.domain.people import Role
from supplychain.services.desk import Desk
from tests.assessing import ANSWERS, SCORES
from tests.desk import join
from tests.e2e.conftest import Open, Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_people import ADA, WINDOWS, look, sign_in

pytestmark = pytest.mark.e2e
CHOSEN = {"client_data", "banned", "blind", "no_worse", "serious_error", "time_written", "can_stop", "outcome"}


def fill(page: Page, step: str, **other: str) -> None:
    """Fill in a step."""
    own = {q.number for q in QUESTIONS if q.step == step}
    for name in (f.name for f in FIELDS if f.number in own):
        field, text = page.locator(f"[name={name}]"), other.get(name, ANSWERS.get(name, ""))
        if name in CHOSEN:
            field.select_option(text)
        else:
            field.fill(text)
    if step == "weigh":
        for code, score in SCORES.items():
            page.locator(f"[name=score_{code}]").select_option(score)
            page.locator(f"[name=reason_{code}]").fill(f"Because of {code}")
        page.locator("[name=measure_watch]").fill("Ask the vendor")
    if step == "decide":
        page.locator("[name=despite_stop_3]").fill("The vendor was asked.")
        page.locator("[name=despite_sum]").fill("The works council wants the pilot.")


def press(page: Page, go: str) -> None:
    page.locator(f"form.burden .presses button[value={go}], form.burden nav button[value={go}]").first.click()
    page.wait_for_load_state("load")


def through(page: Page) -> None:
    for step in STEPS:
        fill(page, step.code)
        press(page, "next")


@pytest.mark.parametrize("scripts", [False, True])
def test_the_whole_way_on_a_phone(visit: Open, tmp_path: Path, scripts: bool) -> None:
    page = visit("/assess", width=390, height=844, scripts=scripts)
    page.get_by_label("The tool", exact=True).select_option("facebook")
    page.get_by_role("button", name="Begin", exact=True).click()
    fill(page, "frame")
    press(page, "next")
    fill(page, "relief", minutes_today="three")
    press(page, "next")
    expect(page.get_by_role("alert")).to_contain_text("1.1: Minutes a case, in the median: this is no number")
    expect(page.locator("[name=time_use]")).to_have_value(ANSWERS["time_use"])
    fill(page, "relief")
    press(page, "next")
    fill(page, "costs")
    page.get_by_text("What it holds").nth(2).click()
    expect(page.get_by_role("link", name="p-sama-ke-forced-labour-claim").first).to_be_visible()
    press(page, "frame")
    expect(page.locator("[name=task]")).to_have_value(ANSWERS["task"])
    press(page, "costs")
    expect(page.locator("[name=bias]")).to_have_value(ANSWERS["bias"])
    press(page, "next")
    fill(page, "weigh")
    press(page, "next")
    expect(page.get_by_role("heading", name="Stop 3: condition met")).to_be_visible()
    fill(page, "decide")
    with page.expect_download() as kept:
        press(page, "json")
    draft = tmp_path / "draft.json"
    kept.value.save_as(draft)
    assert json.loads(draft.read_text(encoding="utf-8"))["complete"]
    press(page, "next")
    expect(page.get_by_text("Released with measures").first).to_be_visible()
    with page.expect_download() as printed:
        press(page, "pdf")
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF-")

    page.goto("/de/assess")
    page.set_input_files("input[type=file]", str(draft))
    page.locator("form[enctype] button").click()
    expect(page.locator("[name=task]")).to_have_value(ANSWERS["task"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Rahmen")
    page.get_by_role("contentinfo").get_by_role("button", name="In English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Frame")
    expect(page.locator("[name=task]")).to_have_value(ANSWERS["task"])


@pytest.mark.parametrize("window", WINDOWS)
def test_steps_have_no_faults(visit: Open, window: str) -> None:
    prefix = "/de" if "German" in window or window == "narrow" else ""
    page = visit(f"{prefix}/assess", **WINDOWS[window])
    look(page, "start")
    page.goto(f"{prefix}/assess?tool=facebook")
    for step in STEPS:
        fill(page, step.code)
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        look(page, step.code)
        press(page, "next")
    look(page, "result")
    press(page, "relief")
    fill(page, "relief", minutes_today="three", cases_today="x" * 61)
    press(page, "next")
    look(page, "wrong")


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


def test_an_account_saves_it_and_is_told_of_its_review(inside: Reader, desk: Desk) -> None:
    join(desk, ADA, Role.SENDER)
    page = inside.open("/people/sign-in?next=/assess", scripts=False)
    sign_in(page)
    page.goto("/assess?tool=facebook")
    through(page)
    page.get_by_role("button", name="Save it for my account").click()
    expect(page.get_by_role("status")).to_contain_text("only this account can read it")
    look_without = page.get_by_role("heading", name="What changed in the data since")
    expect(look_without).to_be_visible()
    page.get_by_role("link", name="My assessments").first.click()
    expect(page.get_by_role("link", name=ANSWERS["task"])).to_be_visible()
    desk.clock.pass_(days=200)
    page.goto("/people/sign-in?next=/assessments/mine")
    sign_in(page)
    page.goto("/assessments/mine")
    expect(page.get_by_text("overdue")).to_be_visible()
    page.get_by_role("link", name=ANSWERS["task"]).click()
    page.get_by_role("button", name="Renew it with the data of today").click()
    expect(page.locator("[name=task]")).to_have_value(ANSWERS["task"])
    press(page, "result")
    page.get_by_role("button", name="Save it for my account").click()
    expect(page.get_by_text("Renews", exact=True)).to_be_visible()
    page.get_by_text("Delete it", exact=True).click()
    page.get_by_role("button", name="Delete it for ever").click()
    expect(page.get_by_role("status")).to_contain_text("The assessment is deleted.")


@pytest.mark.parametrize("window", WINDOWS)
def test_saved_ones_have_no_faults(inside: Reader, desk: Desk, window: str) -> None:
    join(desk, ADA, Role.SENDER)
    page = inside.open("/people/sign-in", **WINDOWS[window])
    sign_in(page)
    prefix = "/de" if "German" in window or window == "narrow" else ""
    page.goto(f"{prefix}/assessments/mine")
    look(page, "none")
    page.goto(f"{prefix}/assess?tool=facebook")
    through(page)
    look(page, "to save")
    page.locator("form[action$='/assessments/save'] button").click()
    look(page, "saved")
    page.goto(f"{prefix}/assessments/mine")
    look(page, "mine")
