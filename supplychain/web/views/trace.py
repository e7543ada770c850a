"""The trace of a product, and the neighbouring answer for an organisation."""

from http import HTTPStatus

from supplychain.domain.path_answers import Neighbour
from supplychain.domain.trace_answer import Trace
from supplychain.services.trace import trace_tool
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import TraceAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/tools/<id>/trace", {Trace: "pages/trace.html", Neighbour: "pages/neighbour.html"}, TraceAsking)
def trace(view: View, asking: TraceAsking, id: str) -> Trace | Neighbour:
    """Which labour sits behind a product, what it is paid, how it is watched, and who says so."""
    answer = trace_tool(view, id, asking.asked)
    main = answer.tool.id if isinstance(answer, Trace) else answer.entity.id
    if id != main:
        raise Moved(links.again({"id": main}, {"merged": id}), HTTPStatus.MOVED_PERMANENTLY)
    return answer
