"""Sheets on paper: one side of A4, for the products of which most is said, in both languages."""

import io
import re
from urllib.request import urlopen

import pikepdf
import pytest

from tests.e2e.conftest import Open

pytestmark = pytest.mark.e2e
A4 = (595, 842)


SPLIT = """() => [...document.querySelectorAll(".sheet :is(section, h2)")]
    .filter((part) => part.getClientRects().length > 1).map((part) => part.innerText.slice(0, 40))"""


PRINTED = 40
"""So many are printed in each language: those with the most text, which are the first to need a second side."""


def longest(base_url: str, prefix: str) -> list[str]:
    """The addresses of the sheets with the most text, of all that there are."""

    def read(path: str) -> str:
        with urlopen(base_url + path) as answer:
            return str(answer.read().decode())

    paths = sorted(set(re.findall(r"<loc>[^<]*?(/tools/[^<]*/sheet)</loc>", read("/sitemap.xml"))))
    assert len(paths) > 100
    texts = {prefix + path: re.sub(r"<[^>]*>|\s+", "", read(prefix + path)) for path in paths}
    return sorted(texts, key=lambda path: -len(texts[path]))[:PRINTED]


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/de"])
def test_a_sheet_is_one_side_of_paper(visit: Open, base_url: str, prefix: str) -> None:
    every = longest(base_url, prefix)
    page = visit(every[0])
    for path in every:
        page.goto(base_url + path)
        written = page.pdf(prefer_css_page_size=True)
        with pikepdf.open(io.BytesIO(written)) as pdf:
            assert len(pdf.pages) == 1, path
            assert tuple(round(float(n)) for n in pdf.pages[0].mediabox[2:]) == A4


@pytest.mark.parametrize("id", ["facebook", "tiktok", "chatgpt", "microsoft-copilot"])
@pytest.mark.parametrize("prefix", ["", "/de"])
def test_no_section_and_no_heading_is_split_between_columns(visit: Open, prefix: str, id: str) -> None:
    page = visit(f"{prefix}/tools/{id}/sheet")
    page.set_viewport_size({"width": 680, "height": 1000})  # as wide as what is printed on A4
    page.emulate_media(media="print")
    assert page.locator(".sheet").evaluate("e => getComputedStyle(e).columnCount") == "2"
    assert page.evaluate(SPLIT) == []


def test_paper_keeps_addresses_and_leaves_the_frame(visit: Open) -> None:
    page = visit("/tools/chatgpt/sheet")
    page.emulate_media(media="print")
    assert page.get_by_role("banner").count() == 0
    assert page.locator(".end .plain").is_hidden()
    assert "/tools/chatgpt/trace" in page.locator("main").inner_text()
