"""The public ledger: every request of ours for an answer, and what came of it."""

from supplychain.domain.requests import Requests
from supplychain.services.requests import list_public
from supplychain.store.database import View
from supplychain.web.asking import RequestsAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/requests", "pages/requests.html", RequestsAsking)
def requests(view: View, asking: RequestsAsking) -> Requests:
    """Every request for an answer with its dates, and whether an answer came; how often each was asked and answered."""
    return list_public(view, asking.respondent)
