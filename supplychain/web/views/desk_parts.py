"""Changing what a report proposes while it is reviewed: a room and a form for each kind of thing, for who has the report."""

from collections.abc import Callable
from typing import Any

from supplychain.domain.errors import NotFound
from supplychain.domain.people import Right
from supplychain.services import report_parts, review
from supplychain.web import links
from supplychain.web.access import desk, somebody
from supplychain.web.forms import Sent
from supplychain.web.i18n import mark
from supplychain.web.part_forms import filled_in, parties, sources_in, values_in
from supplychain.web.rooms import Context, Done, Rooms
from supplychain.web.row_forms import FORMS, MODELS, RowForm, choices_of

rooms = Rooms()


def _open(form: RowForm, id: str, row: str) -> Context:
    seen = review.look(desk(), somebody().person, id)
    if not seen.can_change:
        raise NotFound("report that can be changed", id)
    return {
        "report": seen.report,
        "form": form,
        "slip": f"amend_{form.word}",
        "values": values_in(form, seen.report, row),
        "choices": choices_of(form, sources_in(seen.report)),
        "lists": parties(),
    }


def _keep(form: RowForm, sent: Sent, id: str, row: str) -> Done:
    who = somebody().person
    seen = review.look(desk(), who, id)
    content, _ = report_parts.put_part(desk(), seen.report, filled_in(form, sent), row)
    review.amend(desk(), who, id, content)
    return Done(links.page_url("desk_report", id=id), mark("Changed. What was sent is kept beside it."))


def _declare(form: RowForm) -> None:
    def show(id: str, row: str) -> Context:
        return _open(form, id, row)

    def keep(sent: Sent, id: str, row: str) -> Done:
        return _keep(form, sent, id, row)

    rule = f"/desk/reports/<id>/{form.word}/<row>"
    rooms.room(rule, "desk/part.html", Right.REVIEW)(_named(f"desk_{form.word}", show))
    rooms.form(rule, MODELS[form.word], Right.REVIEW, f"desk_{form.word}")(_named(f"amend_{form.word}", keep))


def _named(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    view.__name__ = name
    return view


for _form in FORMS.values():
    _declare(_form)
