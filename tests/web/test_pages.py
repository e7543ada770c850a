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
    """Every link of the pages of all kinds is followed once, also those to JSON and CSV."""
    found: dict[str, str] = {}
    for address in addresses[::2]:
        for prefix in ("", "/de"):
            for link in Read(client.get(prefix + address).text).links(prefix + address):
                found.setdefault(link, prefix + address)
    some = sorted(found)[:: max(1, len(found) // 400)]
    wrong = {link: found[link] for link in some if client.get(link, buffered=True).status_code != 200}
    assert wrong == {}


@pytest.mark.slow
def test_everything_that_has_a_page_has_a_good_one(client: FlaskClient):
    """Every page that the sitemap names and every claim, in both languages."""
    places = re.findall(r"<loc>https://labour\.example([^<]*)</loc>", client.get("/sitemap.xml").text)
    for address in places:
        assert check(client, address)


@pytest.mark.slow
def test_every_claim_has_a_good_page(client: FlaskClient, seeded_store: Store):
    with seeded_store.view() as view:
        claims = list(view.snapshot().claims)
    for number, id in enumerate(claims):
        check(client, f"{'/de' if number % 2 else ''}/claims/{id}")


def test_pages_keep_the_revision_in_their_links(client: FlaskClient):
    inside = re.compile(r"^(/de)?/(entities|tools|claims|sources|countries|practices|figures)")
    for address in ("/entities/sama?as_of=1", "/de/tools/chatgpt/trace?as_of=1", "/countries/KE?as_of=1"):
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
