"""One product on one side of paper, for people who advise others."""

from http import HTTPStatus

from supplychain.domain.sheet import SheetAnswer
from supplychain.services.sheet import show_sheet
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import MergedAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/tools/<id>/sheet", "pages/sheet.html", MergedAsking)
def sheet(view: View, id: str) -> SheetAnswer:
    """One product on one side of paper: who makes it, whose labour is reported, what is paid, what is not known."""
    answer = show_sheet(view, id)
    main = answer.tool.id
    if id != main:
        merged = {"merged": id} if id in view.snapshot().entities else {}
        raise Moved(links.again({"id": main}, merged), HTTPStatus.MOVED_PERMANENTLY)
    return answer
