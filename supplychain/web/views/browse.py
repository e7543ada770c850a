"""Search and look: entities, claims, sources, figures, countries, practices, ways between two parties."""

from http import HTTPStatus

from supplychain.domain import browse as b
from supplychain.domain.overview import CountryListAnswer, PracticeListAnswer
from supplychain.domain.path_answers import PathAnswer
from supplychain.domain.reach import ANYTHING
from supplychain.domain.vocabulary import COUNTRIES
from supplychain.services import browse, overview
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import (
    ClaimAsking,
    EntitiesAsking,
    MoneyAsking,
    PartyAsking,
    PathsAsking,
    SearchAsking,
    SourcesAsking,
    missing,
)
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/search", "pages/search.html", SearchAsking)
def search(view: View, asking: SearchAsking) -> b.SearchAnswer:
    """Entities by their names and aliases, in any spelling."""
    return browse.search(view, asking.q, asking.kind)


@pages.page("/entities", "pages/entities.html", EntitiesAsking)
def entities(view: View, asking: EntitiesAsking) -> b.EntityListAnswer:
    """All entities by name, a page at a time."""
    return browse.list_entities(view, asking.kind, asking.page)


@pages.page("/entities/<id>", "pages/entity.html", PartyAsking)
def entity(view: View, asking: PartyAsking, id: str) -> b.EntityAnswer:
    """Everything that is recorded about one party or product."""
    answer = browse.show_entity(view, id, ANYTHING, asking.merged)
    if id != answer.entity.id:
        raise Moved(links.again({"id": answer.entity.id}, {"merged": id}), HTTPStatus.MOVED_PERMANENTLY)
    return answer


@pages.page("/claims/<id>", "pages/claim.html", ClaimAsking)
def claim(view: View, asking: ClaimAsking, id: str) -> b.ClaimAnswer:
    """One claim with its sources, its grade and every response to it; a pay report with the working."""
    return browse.show_claim(view, id, asking.prices_of)


@pages.page("/sources", "pages/sources.html", SourcesAsking)
def sources(view: View, asking: SourcesAsking) -> b.SourceListAnswer:
    """All sources by title, a page at a time."""
    return browse.list_sources(view, asking.kind, asking.page)


@pages.page("/sources/<id>", "pages/source.html")
def source(view: View, id: str) -> b.SourceAnswer:
    """One source with every claim that leans on it."""
    return browse.show_source(view, id)


@pages.page("/figures", "pages/figures.html", MoneyAsking)
def figures(view: View) -> b.FiguresAnswer:
    """Every figure about the field, with what it counts."""
    return browse.list_figures(view)


@pages.page("/countries", "pages/countries.html")
def countries(view: View) -> CountryListAnswer:
    """Every country in which some claim places work."""
    return overview.list_countries(view)


@pages.page("/countries/<code>", "pages/country.html", MoneyAsking)
def country(view: View, code: str) -> b.CountryAnswer:
    """What is reported about work in one country, and what stands on it."""
    if code not in COUNTRIES and code.upper() in COUNTRIES:
        raise Moved(links.again({"code": code.upper()}, {}), HTTPStatus.MOVED_PERMANENTLY)
    return browse.show_country(view, code, ANYTHING)


@pages.page("/practices", "pages/practices.html")
def practices(view: View) -> PracticeListAnswer:
    """Every practice of the vocabulary with the number of its reports."""
    return overview.list_practices(view)


@pages.page("/practices/<code>", "pages/practice.html", MoneyAsking)
def practice(view: View, code: str) -> b.PracticeAnswer:
    """Where one practice is reported, and what stands on it."""
    return browse.show_practice(view, code, ANYTHING)


@pages.page("/paths", "pages/path.html", PathsAsking)
def paths(view: View, asking: PathsAsking) -> PathAnswer | None:
    """The shortest ways between two parties along links of any kind."""
    if not asking.left and not asking.right:
        return None
    if not asking.left or not asking.right:
        raise missing("to" if asking.left else "from")
    return browse.find_paths(view, asking.left, asking.right)
