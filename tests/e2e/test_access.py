"""What a checker of accessibility and a narrow window find on every kind of page: nothing."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.places import ALIKE, KINDS, german

pytestmark = pytest.mark.e2e
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""All of it that depends on the colours; a page is built of the same parts in the dark."""
UNFOLD = "for (const part of [...document.querySelectorAll('details')].slice(0, %s)) part.open = true"
TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter((e) =>
    e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide, .scroll'))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""


def violations(page: Page, options: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Say what the checker finds: the rule, and the first parts that break it."""
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_by_day_and_by_night(visit: Open, kind: str) -> None:
    page = visit(KINDS[kind], width=1400, reduced_motion="reduce")
    page.evaluate(UNFOLD % 12)
    assert violations(page, RULES) == []
    if kind not in ALIKE:
        page.emulate_media(color_scheme="dark")
        assert violations(page, CONTRAST) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_german_phone_shows_all_of_it(visit: Open, kind: str) -> None:
    page = visit(german(KINDS[kind]), width=390, height=844)
    if kind not in ALIKE:
        page.evaluate(UNFOLD % 12)
        assert violations(page, RULES) == []
    page.evaluate(UNFOLD % 999)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_reader(visit: Open, scheme: str) -> None:
    page = visit("/", scheme=scheme)
    red = int(page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))
    assert (red > 200) == (scheme == "light")


@pytest.mark.parametrize(("wish", "found"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_wants_none_of_it(visit: Open, wish: str, found: str) -> None:
    page = visit("/", reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == found
