"""Pay made comparable, with its working: the same answers as `supplychain pay`."""

from http import HTTPStatus

from supplychain.domain.pay_answers import ClaimPay, CountryPay, EmployerPay
from supplychain.services.pay import pay_of
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import ClaimAsking
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/pay/<id>", "pages/pay.html", ClaimAsking)
def pay(view: View, asking: ClaimAsking, id: str) -> ClaimPay | EmployerPay | CountryPay:
    """Pay of one report, of an employer or in a country, every number with its working."""
    answer = pay_of(view, id, asking.prices_of)
    if isinstance(answer, EmployerPay) and id != answer.employer.id:
        raise Moved(links.again({"id": answer.employer.id}, {}), HTTPStatus.MOVED_PERMANENTLY)
    return answer
