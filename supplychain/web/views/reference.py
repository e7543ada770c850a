"""The tables that pay is read against: all five, one of them, one row, and what they lack."""

from http import HTTPStatus

from supplychain.domain.pay_missing import ReferenceStatus
from supplychain.domain.reference_answers import ReferenceList, ReferenceOverview, ReferenceRowAnswer, slug_of
from supplychain.services import pay
from supplychain.services import reference as service
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import ReferenceAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/reference", "pages/reference.html")
def reference(view: View) -> ReferenceOverview:
    """The five tables that pay is read against, in numbers, and the series behind them."""
    return service.show_overview(view)


@pages.page("/reference/status", "pages/reference_status.html")
def reference_status(view: View) -> ReferenceStatus:
    """For which country and year of a published pay report the tables lack something."""
    return pay.reference_status(view)


@pages.page("/reference/<table>", "pages/reference_table.html", ReferenceAsking)
def reference_table(view: View, asking: ReferenceAsking, table: str) -> ReferenceList:
    """Rows of one table (minimum-wages, living-wages, exchange-rates, purchasing-power, consumer-prices), a page at a time."""
    return service.list_rows(view, table, asking.wanted, asking.page)


@pages.page("/reference/<table>/<id>", "pages/reference_row.html")
def reference_row(view: View, table: str, id: str) -> ReferenceRowAnswer:
    """One row of a table with its source and the pay reports that are read against it."""
    answer = service.show_row(view, id)
    if table != slug_of(answer.name):
        raise Moved(links.again({"table": slug_of(answer.name)}, {}), HTTPStatus.MOVED_PERMANENTLY)
    return answer
