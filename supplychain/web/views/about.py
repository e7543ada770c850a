"""The first page and the pages about the site: method, dictionary, privacy, imprint, data."""

from http import HTTPStatus

from supplychain.domain.browse import Answer
from supplychain.domain.overview import Overview
from supplychain.services import overview
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import HomeAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/", "pages/home.html", HomeAsking, data=False)
def home(view: View, asking: HomeAsking) -> Overview:
    """The search, what this is, how much there is, and where to begin."""
    if asking.q:
        raise Moved(links.page_url("search", q=asking.q), HTTPStatus.FOUND)
    return overview.show_overview(view)


@pages.page("/about/data", "about/data.html")
def data(view: View) -> Overview:
    """How much there is, how far it was read, and under which licence it stands."""
    return overview.show_overview(view)


@pages.page("/about/method", "about/method.html", data=False)
def method(view: View) -> Answer:
    """How claims are made, graded and followed."""
    return overview.show_revision(view)


@pages.page("/about/dictionary", "about/dictionary.html", data=False)
def dictionary(view: View) -> Answer:
    """Every table, column and term."""
    return overview.show_revision(view)


@pages.page("/about/privacy", "about/privacy.html", data=False)
def privacy(view: View) -> Answer:
    """What is kept about readers: nothing."""
    return overview.show_revision(view)


@pages.page("/about/imprint", "about/imprint.html", data=False)
def imprint(view: View) -> Answer:
    """Who answers for the site."""
    return overview.show_revision(view)
