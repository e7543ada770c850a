"""The public log of decisions on reports."""

from supplychain.domain.report_log import Log
from supplychain.services.report_log import log_state, show_log
from supplychain.store.database import View
from supplychain.web.access import desk
from supplychain.web.asking import LogAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/reports/log", "pages/reports_log.html", LogAsking, beside=lambda: log_state(desk()))
def reports_log(view: View, asking: LogAsking) -> Log:
    """Every decision on a report, with its reason and its day, and how many reports wait; never who sent one."""
    return show_log(desk(), view, asking.wanted, asking.page)
