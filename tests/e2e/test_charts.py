"""Charts in a browser: the colours of the theme, one of two pictures, words that fit, the comparison without a script."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open

pytestmark = pytest.mark.e2e
CHARTS = [
    "/charts/pay?employers=sama,majorel",
    "/charts/country/KE",
    "/charts/price/sama",
    "/charts/practices?employers=sama,appen",
]


def brightness(colour: str) -> float:
    """How bright a computed colour is, from 0 to 255."""
    return sum(float(part) for part in colour.strip("rgba()").split(",")[:3]) / 3


@pytest.mark.parametrize("address", CHARTS)
def test_the_picture_takes_the_colours_of_the_theme(visit: Open, address: str) -> None:
    for scheme, dark_words in (("light", True), ("dark", False)):
        page = visit(address, scheme=scheme)
        inks = page.eval_on_selector_all(
            ".chart-w text", "found => [...new Set(found.map((t) => getComputedStyle(t).fill))]"
        )
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert all((brightness(ink) < brightness(paper)) == dark_words for ink in inks if ink != paper)
        assert "rgb(0, 0, 0)" not in inks


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1400, ".chart-w", ".chart-n"), (390, ".chart-n", ".chart-w")])
def test_one_of_the_two_pictures_is_there(visit: Open, width: int, shown: str, hidden: str) -> None:
    page = visit(CHARTS[0], width=width)
    expect(page.locator(f"{shown} svg")).to_be_visible()
    expect(page.locator(f"{hidden} svg")).to_be_hidden()
    expect(page.get_by_role("img", name="Pay an hour: Sama, Majorel")).to_have_count(1)


@pytest.mark.parametrize("address", ["/entities/sama", "/countries/KE", "/practices/productivity_quota", *CHARTS])
@pytest.mark.parametrize("width", [1400, 390])
def test_no_two_words_of_a_picture_lie_on_each_other(visit: Open, address: str, width: int) -> None:
    page = visit(address, width=width)
    overlaps = """(shown) => {
      const edge = (t) => getComputedStyle(t).stroke !== "none";
      const turned = (t) => /rotate/.test(t.getAttribute("transform"));
      const texts = [...document.querySelectorAll(shown + " text")].filter((t) => !edge(t) && !turned(t))
        .map((t) => [t.textContent.slice(0, 40), t.getBoundingClientRect()]);
      const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
      const found = texts.length ? [] : ["no words"];
      for (const [i, [one, a]] of texts.entries())
        for (const [other, b] of texts.slice(i + 1)) if (meet(a, b)) found.push([one, other]);
      return found;
    }"""
    assert page.evaluate(overlaps, ".chart-w" if width == 1400 else ".chart-n") == []


def test_an_employer_is_added_and_removed_without_a_script(visit: Open) -> None:
    page = visit("/compare?employers=sama,cloudfactory", scripts=False)
    page.get_by_label("Add an employer").fill("remotasks")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sama, CloudFactory and Remotasks")
    assert page.url.endswith("/compare?employers=sama,cloudfactory,remotasks")
    page.get_by_role("link", name="remove CloudFactory").click()
    assert page.url.endswith("/compare?employers=sama,remotasks")
    page.get_by_label("Add an employer").fill("clodfactory")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("alert").get_by_role("link", name="CloudFactory", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sama, Remotasks and CloudFactory")


def test_from_an_employer_to_the_comparison_and_on_to_a_claim(visit: Open) -> None:
    page = visit("/entities/sama")
    page.get_by_role("link", name="Compare with others").click()
    expect(page.get_by_text("Add at least one more")).to_be_visible()
    page = visit(CHARTS[0])
    page.get_by_role("row", name="w-sama-ke-openai").get_by_role("link").first.click()
    assert page.url.endswith("/claims/w-sama-ke-openai")
