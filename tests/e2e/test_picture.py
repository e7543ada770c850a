"""The picture of a trace: the same links as its twin in text, reached by keyboard, once for a screen reader."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.places import TRACES

pytestmark = pytest.mark.e2e


def drawn(page: Page, picture: str) -> set[tuple[str, str, str]]:
    """Every link that a picture draws: from, to, claim."""
    lines = page.eval_on_selector_all(
        f"{picture} .lines .line", "found => found.map((l) => [l.dataset.from, l.dataset.to, l.dataset.claims])"
    )
    return {(start, end, claim) for start, end, claims in lines for claim in claims.split()}


def told(page: Page) -> list[tuple[str, str, str]]:
    """Every link that the table tells."""
    rows = page.eval_on_selector_all(
        ".twin tbody tr", "found => found.map((r) => [r.dataset.from, r.dataset.to, r.dataset.claim])"
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("kind", TRACES)
def test_picture_and_table_tell_the_same(visit: Open, kind: str) -> None:
    page = visit(TRACES[kind])
    table = told(page)
    assert table
    assert drawn(page, ".chain-w") == set(table)
    assert drawn(page, ".chain-n") == set(table)
    assert len(table) == len(set(table))


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1400, ".chain-w", ".chain-n"), (390, ".chain-n", ".chain-w")])
def test_one_of_the_two_pictures_is_there(visit: Open, width: int, shown: str, hidden: str) -> None:
    page = visit("/tools/chatgpt/trace", width=width)
    expect(page.locator(shown)).to_be_visible()
    expect(page.locator(hidden)).to_be_hidden()
    names = page.get_by_role("region", name="Picture of the chain").get_by_role("link").all()
    assert len(names) == page.locator(f"{shown} .box").count()


def test_the_keyboard_reaches_every_box(visit: Open) -> None:
    page = visit("/tools/gpt-4o/trace")
    wanted = page.eval_on_selector_all(".chain-w .box", "found => found.map((b) => b.dataset.id)")
    page.get_by_role("region", name="Picture of the chain").focus()
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.id"))
    assert sorted(reached) == sorted(wanted)


def test_a_box_leads_to_its_employer_even_where_it_is_folded(visit: Open) -> None:
    page = visit("/tools/gpt-4o/trace")
    box = page.locator(".chain-w .box", has_text="Remotasks")
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#e-remotasks")).to_be_in_viewport()


def test_a_focused_box_brings_out_its_own_chain(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace")
    page.get_by_role("region", name="Picture of the chain").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".chain-w")).to_have_class("chain chain-w dim")
    assert page.locator(".chain-w .box.on").count() > 1


def test_every_box_is_named_in_words(visit: Open) -> None:
    page = visit("/tools/chatgpt/trace")
    labels = page.eval_on_selector_all(".chain-w .box", "found => found.map((b) => b.getAttribute('aria-label'))")
    assert any(label.startswith("Sama, outsourcer") and "named for this product" in label for label in labels)
    assert any(label.startswith("Remotasks, platform") and label.endswith("possible") for label in labels)
