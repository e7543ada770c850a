"""A reader's ways through the site: with the keyboard, without scripts, on paper, in the other language."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.places import KINDS

pytestmark = pytest.mark.e2e


def test_the_first_tab_skips_to_the_content(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_from_the_search_to_the_claim_and_its_source(visit: Open) -> None:
    page = visit("/")
    page.get_by_label("Name of a tool").fill("chat gpt")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="ChatGPT", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The labour behind ChatGPT")
    sama = page.locator("#e-sama")
    expect(sama).to_contain_text("1.32–2")
    sama.get_by_role("link", name="claim in full w-sama-ke-openai").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sama")
    page.locator(".sources a").first.click()
    expect(page.get_by_role("heading", name="What leans on it")).to_be_visible()


def test_everything_works_without_scripts(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace", scripts=False)
    expect(page.locator(".chain-w .box").first).to_be_visible()
    folded = page.locator("details.employer").first
    folded.locator("summary").first.click()
    expect(folded.locator(".steps").first).to_be_visible()
    page.get_by_text("At another time").click()
    page.get_by_label("When").fill("2021-12")
    page.get_by_role("button", name="Trace again").click()
    assert "on=2021-12" in page.url
    expect(page.get_by_text("only what may have held then")).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_needs_a_script_to_say_what_it_says(visit: Open, kind: str) -> None:
    with_scripts = visit(KINDS[kind]).locator("main").inner_text()
    assert visit(KINDS[kind], scripts=False).locator("main").inner_text() == with_scripts


def test_the_other_language_says_the_same_page(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace?min_grade=C")
    page.get_by_role("contentinfo").get_by_role("link", name="Deutsch").click()
    assert page.url.endswith("/de/tools/chatgpt/trace?min_grade=C")
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.get_by_role("heading", level=1)).to_have_text("Die Arbeit hinter ChatGPT")
    assert page.locator(".says > span").first.get_attribute("lang") == "en"


def test_a_fixed_state_stays_in_every_link(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace?as_of=1")
    expect(page.get_by_text("You are reading revision 1")).to_be_visible()
    outside = page.eval_on_selector_all(
        "main a[href^='/'], header a[href^='/']",
        "found => found.map((a) => a.getAttribute('href')).filter((h) => !h.includes('as_of=1'))",
    )
    assert [link for link in outside if not link.endswith("/tools/chatgpt/trace")] == []


@pytest.mark.parametrize("path", ["/tools/chatgpt/trace", "/claims/w-sama-ke-openai"])
def test_paper_has_no_frame_and_the_table_is_open(visit: Open, downloads: Path, path: str) -> None:
    page = visit(path)
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    if "trace" in path:
        expect(page.locator(".twin tbody tr").first).to_be_visible()
        expect(page.locator(".chain-w")).to_be_visible()
        expect(page.locator(".toc")).to_be_hidden()
    address = page.locator(".sources a.out").first
    after = address.evaluate("(a) => getComputedStyle(a, '::after').content")
    assert address.get_attribute("href") in after
    page.pdf(path=downloads / "page.pdf", prefer_css_page_size=True)
    assert (downloads / "page.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_not_known_is_said_first_and_never_good(visit: Open) -> None:
    page = visit("/tools/gpt-4o/trace")
    lead = page.locator(".lead")
    expect(lead).to_contain_text("No source read here names anyone who did the data work for GPT-4o itself")
    expect(lead).to_contain_text("not a sign that nobody did")
    expect(lead).to_contain_text("Not known:")


def test_a_refuted_claim_says_so_before_anything_else(visit: Open) -> None:
    page = visit("/claims/l-builder-ai-undisclosed-builder-ai-700")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Refuted:")
    banner = page.locator(".banner").first
    expect(banner).to_contain_text("shown to be wrong")
    assert banner.bounding_box()["y"] < page.locator(".lead").bounding_box()["y"]


def test_a_trace_carries_the_refuted_link_as_left_out(visit: Open) -> None:
    page = visit("/tools/builder-ai/trace")
    expect(page.locator(".omission", has_text="refuted").locator(".is-refuted")).to_be_visible()
    assert page.locator(".chain-w .box", has_text="Group of 700").count() == 0
