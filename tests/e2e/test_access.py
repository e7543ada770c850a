"""What a checker of accessibility and a narrow window find on every kind of page: nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import Open
from tests.e2e.places import ALIKE, KINDS, german

pytestmark = pytest.mark.e2e
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WINDOWS = {
    "light": {"width": 1400},
    "dark": {"width": 1400, "scheme": "dark"},
    "phone, German": {"width": 390, "height": 844},
}


UNFOLD = "for (const part of [...document.querySelectorAll('details')].slice(0, %s)) part.open = true"


@pytest.mark.parametrize(
    ("kind", "window"),
    [(kind, window) for kind in KINDS for window in WINDOWS if window == "light" or kind not in ALIKE],
)
def test_axe_finds_nothing(visit: Open, kind: str, window: str) -> None:
    path = german(KINDS[kind]) if "German" in window else KINDS[kind]
    page = visit(path, **WINDOWS[window])
    page.evaluate(UNFOLD % 12)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found] == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(visit: Open, kind: str, width: int) -> None:
    page = visit(german(KINDS[kind]), width=width, height=700)
    page.evaluate(UNFOLD % 999)
    too_wide = """() => [...document.querySelectorAll('body *')].filter((e) =>
        e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide, .scroll'))
        .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(too_wide)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_reader(visit: Open, scheme: str) -> None:
    page = visit("/", scheme=scheme)
    red = int(page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))
    assert (red > 200) == (scheme == "light")


@pytest.mark.parametrize(("wish", "found"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_wants_none_of_it(visit: Open, wish: str, found: str) -> None:
    page = visit("/", reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == found
