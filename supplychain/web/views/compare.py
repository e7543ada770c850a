"""Employers side by side."""

from http import HTTPStatus

from flask import g

from supplychain.domain.compare import Comparison
from supplychain.services import compare as service
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.answers import Moved
from supplychain.web.asking import CompareAsking
from supplychain.web.pages import Form, Pages

pages = Pages()


@pages.page("/compare", "pages/compare.html", CompareAsking)
def compare(view: View, asking: CompareAsking) -> Comparison:
    """Two to six employers side by side: pay, distances from minimum and living wages, practices, answers, what is not known."""
    typed = (*asking.employers, *((asking.add,) if asking.add else ()))
    if g.form is not Form.HTML:
        return service.compare(view, typed, asking.money)
    answer = service.offer(view, typed, asking.money)
    ids = [compared.party.id for compared in answer.employers]
    clear = not answer.unclear and not answer.left_out
    if clear and (asking.add or ids != list(asking.employers)):
        raise Moved(links.here(employers=",".join(ids), add=None), HTTPStatus.FOUND)
    return answer
