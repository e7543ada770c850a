"""The dossier of a product or an organisation: page, data, PDF, and the questionnaire as a workbook."""

from http import HTTPStatus

from supplychain.domain.browse import SearchAnswer
from supplychain.domain.dossier_answer import Dossier
from supplychain.services.browse import search
from supplychain.services.dossier import show_dossier
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import MergedAsking, SearchAsking
from supplychain.web.dossier.pdf import write_pdf
from supplychain.web.dossier.xlsx import write_xlsx
from supplychain.web.pages import Form, Pages

pages = Pages()


@pages.page("/dossier", "pages/dossiers.html", SearchAsking)
def dossiers(view: View, asking: SearchAsking) -> SearchAnswer:
    """Search for the tool or vendor whose dossier is wanted."""
    return search(view, asking.q, asking.kind)


@pages.page("/dossier/<id>", "pages/dossier.html", MergedAsking, files={Form.PDF: write_pdf, Form.XLSX: write_xlsx})
def dossier(view: View, id: str) -> Dossier:
    """All that a buyer needs of a product or an organisation: labour, pay, criteria, questions, clauses, next steps."""
    answer = show_dossier(view, id)
    main = answer.subject.id
    if id != main:
        merged = {"merged": id} if id in view.snapshot().entities else {}
        raise Moved(links.again({"id": main}, merged), HTTPStatus.MOVED_PERMANENTLY)
    return answer
