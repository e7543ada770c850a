"""Every page parses without an error, has one heading, labels its fields, and leads only to pages that are there."""

import re

import pytest
from flask.testing import FlaskClient

from supplychain.store.database import Store
from tests.web.addresses import PAGES
from tests.web.pages import Read

MORE = [
    "/paths",
    "/paths?from=chatgpt&to=chatgpt",
    "/search",
    "/search?q=zzzz",
    "/search?q=opneai",
    "/tools/openai/trace",
    "/tools/sama/trace",
    "/tools/chatgpt/trace?on=1990",
    "/tools/chatgpt/trace?min_grade=A&depth=1&as_of=1",
    "/tools/gpt-4o/trace",
    "/entities?page=2",
    "/countries/AD",
    "/practices/sick_pay",
    "/reference/minimum-wages?page=6",
    "/reference/minimum-wages?source=ref-faidihr-2025",
    "/reference/living-wages?country=in&use=check",
    "/reference/exchange-rates?currency=LBP",
    "/reference/purchasing-power?country=PS",
    "/reference/consumer-prices?year=2022",
    "/reference/consumer-prices?country=IS",
    "/reference/living-wages/lw-in-2016-08-anker-tiruppur-city-urban-tamil-nadu",
    "/reference/exchange-rates/xr-lbp-2022",
    "/reference/purchasing-power/pp-ng-2023",
    "/reference/consumer-prices/cp-ve-2018",
    "/reference/minimum-wages/mw-fi-2023-12-none",
    "/entities/sama?as_of=0",
]


@pytest.fixture(scope="session")
def addresses(seeded_store: Store) -> list[str]:
    """One page of every kind of thing, and pages at the edges."""
    with seeded_store.view() as view:
        snapshot = view.snapshot()
    kinds: dict[str, str] = {}
    for entity in snapshot.entities.values():
        kinds.setdefault(entity.kind, f"/entities/{entity.id}")
    for claim in snapshot.claims.values():
        state = "withdrawn" if claim.withdrawn_reason else getattr(claim, "stance", "")
        kinds.setdefault(f"{claim.kind} {state}", f"/claims/{claim.id}")
    for source in snapshot.sources.values():
        kinds.setdefault(f"{source.kind} {source.quality} {source.seen}", f"/sources/{source.id}")
    plain = [a for a in PAGES.values() if "{" not in a]
    return [*plain, *MORE, *kinds.values()]


def check(client: FlaskClient, address: str) -> Read:
    """Get a page and find nothing wrong with it."""
    response = client.get(address)
    assert response.status_code in (200, 404), address
    page = Read(response.text)
    assert page.faults() == [], address
    assert page.all("html")[0].attrib["lang"] == ("de" if address.startswith("/de/") else "en")
    return page


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_pages_have_no_faults(client: FlaskClient, addresses, prefix):
    titles = {}
    for address in addresses:
        page = check(client, prefix + address)
        titles.setdefault("".join(page.all("title")[0].itertext()), []).append(address)
    paths = {title: {a.partition("?")[0] for a in found} for title, found in titles.items()}
    assert {title: found for title, found in paths.items() if len(found) > 1} == {}


def test_links_lead_somewhere(client: FlaskClient, addresses):
    """A sample of the links of pages of all kinds is followed, also those to JSON and CSV."""
    found: dict[str, str] = {}
    for number, address in enumerate(addresses[::2]):
        here = ("/de" if number % 2 else "") + address
        response = client.get(here)
        for link in Read(response.text).links(here) if response.status_code == 200 else ():
            found.setdefault(link, here)
    some = sorted(found)[:: max(1, len(found) // 200)]
    wrong = {link: found[link] for link in some if client.get(link, buffered=True).status_code != 200}
    assert wrong == {}


@pytest.mark.slow
def test_everything_that_is_recorded_has_a_page(client: FlaskClient, seeded_store: Store):
    """What the sitemap names, and claims: a third of them, in one of the languages; some are read strictly."""
    sitemap = client.get("/sitemap.xml").text
    places = re.findall(r"<loc>https://labour\.example([^<]*)</loc>", sitemap)[::2]
    with seeded_store.view() as view:
        places += [f"/claims/{id}" for id in view.snapshot().claims]
    for number, place in enumerate(places[::3]):
        address = f"/de{place}" if number % 2 else place
        if number % 20 == 0:
            check(client, address)
        assert client.get(address).status_code == 200, address


def test_pages_keep_the_revision_in_their_links(client: FlaskClient):
    inside = re.compile(r"^(/de)?/(entities|tools|claims|sources|countries|practices|figures|reference)")
    for address in (
        "/entities/sama?as_of=1",
        "/de/tools/chatgpt/trace?as_of=1",
        "/countries/KE?as_of=1",
        "/reference/minimum-wages?as_of=1",
    ):
        path = address.partition("?")[0]
        links = [link for link in Read(client.get(address).text).links(address) if inside.match(link)]
        lost = [link for link in links if "as_of=1" not in link and not link.startswith(path)]
        assert lost == []


def test_german_pages_lead_to_german_pages(client: FlaskClient):
    for address in ("/de/", "/de/entities/sama", "/de/tools/chatgpt/trace"):
        english = address.removeprefix("/de")
        links = Read(client.get(address).text).links(address)
        pages = {a for a in links if not re.search(r"\.(json|csv|xml|txt|css|js|svg|ico)(\?|$)", a)}
        outside = {a for a in pages if not a.startswith("/de/") and a != english and not a.startswith("/api/")}
        assert outside == set()
