"""Sheets on paper: one side of A4, for the products with most and with least to say, in both languages."""

import io
import re
from urllib.request import urlopen

import pikepdf
import pytest

from tests.e2e.conftest import Open

pytestmark = pytest.mark.e2e
A4 = (595, 842)


def lengths(base_url: str, prefix: str) -> dict[str, int]:
    """How much every sheet says."""
    with urlopen(f"{base_url}/sitemap.xml") as answer:
        paths = set(re.findall(r"<loc>[^<]*?(/tools/[^<]*/sheet)</loc>", answer.read().decode()))
    found = {}
    for path in sorted(paths):
        with urlopen(base_url + prefix + path) as answer:
            main = answer.read().decode().partition("<main")[2].partition("</main>")[0]
        found[prefix + path] = len(re.sub(r"<[^>]*>|\s+", "", main))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/de"])
def test_a_sheet_is_one_side_of_paper(visit: Open, base_url: str, prefix: str) -> None:
    found = lengths(base_url, prefix)
    ordered = sorted(found, key=lambda path: found[path])
    assert len(ordered) > 100
    for path in (*ordered[:3], *ordered[-8:]):
        written = visit(path).pdf(prefer_css_page_size=True)
        with pikepdf.open(io.BytesIO(written)) as pdf:
            assert len(pdf.pages) == 1, path
            assert tuple(round(float(n)) for n in pdf.pages[0].mediabox[2:]) == A4


def test_paper_keeps_addresses_and_leaves_the_frame(visit: Open) -> None:
    page = visit("/tools/chatgpt/sheet")
    page.emulate_media(media="print")
    assert page.get_by_role("banner").count() == 0
    assert page.locator(".end .plain").is_hidden()
    assert "/tools/chatgpt/trace" in page.locator("main").inner_text()
