"""A buyer checks a list in a browser without scripts: progress, choices, a search, the dossiers as one ZIP."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from supplychain.services import list_work
from supplychain.services.desk import Desk
from tests.e2e.conftest import Reader
from tests.e2e.inside import reading, served
from tests.e2e.test_access import RULES, UNFOLD

pytestmark = pytest.mark.e2e

PASTED = "Sama\tKE\nClickworkr\nNobody in Particular\nSartorius"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served(tmp_path_factory.mktemp("lists"), seeded=True) as made:
        yield made


@pytest.fixture
def buyer(browser: Browser, desk: Desk) -> Iterator[Reader]:
    with reading(browser, desk) as someone:
        yield someone


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_a_list_is_checked_settled_and_taken_away(
    buyer: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: int, scheme: str
) -> None:
    monkeypatch.setattr(list_work, "SHARE", 1)
    monkeypatch.setattr(list_work, "SHARES", {"html": 1, "pdf": 1})
    page = buyer.open("/lists", width=width, scheme=scheme, scripts=False)
    page.get_by_label("Names").fill(PASTED)
    page.get_by_role("button", name="Check the list").click()
    expect(page.locator("table.listed")).to_be_visible(
        timeout=30_000
    )  # the page loaded itself again until it was there
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#row-3")).to_contain_text("no good sign and no bad one")

    page.get_by_label("Who is meant in row 2").select_option(index=1)
    page.get_by_role("button", name="Take over what I chose").click()
    expect(page.locator("#row-2")).to_contain_text("chosen by hand")

    page.locator("#row-3").get_by_role("link", name="Look, search or change").click()
    page.get_by_label("Name", exact=True).fill("appen")
    page.locator("main").get_by_role("button", name="Search").click()
    page.locator("#party-appen").check()
    page.get_by_role("button", name="Take it over").click()
    expect(page.locator("#row-3")).to_contain_text("Appen")

    page.get_by_role("button", name="Write the dossiers").click()
    ready = page.get_by_role("link", name="All dossiers as one ZIP")
    expect(ready).to_be_visible(timeout=30_000)
    with page.expect_download() as begun:
        ready.click()
    begun.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"list.xlsx", "dossiers/sama.html", "dossiers/appen.json"} <= set(archive.namelist())


@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (390, "light")])
def test_axe_finds_nothing_on_the_pages_of_a_list(buyer: Reader, width: int, scheme: str) -> None:
    page = buyer.open("/de/lists", width=width, scheme=scheme)
    page.locator("textarea").fill(PASTED)
    page.locator("main form.form button").click()
    expect(page.locator("table.listed")).to_be_visible(timeout=30_000)
    row = page.locator("#row-2 a").last.get_attribute("href")
    for there in (page.url, row or ""):
        page.goto(there)
        page.evaluate(UNFOLD % 99)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
