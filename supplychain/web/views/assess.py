"""The burden of proof: may we use this tool? A form that keeps nothing here, its files, and what an account saves of it."""

from http import HTTPStatus

from flask import request

from supplychain.domain.assess import LONGEST_NAME, Assessment
from supplychain.domain.assess_result import AssessmentResult, lack_words
from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.people import Person, Right
from supplychain.formats.assess import LARGEST, read_assessment, write_answers, write_result
from supplychain.services import assess as service
from supplychain.services import assess_saved as saved_service
from supplychain.web import links
from supplychain.web.access import Open, desk, somebody
from supplychain.web.assess import filling
from supplychain.web.assess.document import compose, outcome_words
from supplychain.web.assess.pdf import write_pdf
from supplychain.web.assess.walk import walk
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark
from supplychain.web.rooms import Beside, Context, Done, Given, Made, Rooms

rooms = Rooms()
ANYBODY = Open.VISITOR
CARRIED = 1024 * 1024
"""Bytes that a step may send: what is carried, and its fields."""
_SAVED = mark("It is saved: only this account can read it.")
_DELETED = mark("The assessment is deleted.")
_NO_FILE = mark("Choose the .json file of an assessment.")


class Going(Sent):
    """A step with the draft that it carries; its own fields are read beside."""

    draft: str = entry("", kind="hidden", longest=CARRIED)
    step: str = entry("", kind="hidden", default="")
    go: str = entry("", kind="hidden", default="next")
    saved: str = entry("", kind="hidden", default="")


class File(Sent):
    """The file of a draft."""

    file: bytes = entry(mark("The file"), mark("The .json file as you got it; at most 2 MB."), "file", default=b"")


class Nothing(Sent):
    """A form that is only a button."""


# -- the form ----------------------------------------------------------------------------------------------------------


@rooms.room("/assess", "assess/assess.html", ANYBODY)
def assess() -> Context:
    """Where an assessment is begun, and where its steps are shown."""
    if request.method == "POST":  # what was sent could not be taken: it stands there again
        try:
            return _place(filling.carried(request.form), request.form.get("step", ""), request.form.get("saved", ""))
        except Invalid:
            return _start()
    tool, name = (request.args.get(word, "")[:LONGEST_NAME].strip() for word in ("tool", "name"))
    if not tool and not name:
        return _start()
    with open_view() as view:
        try:
            a = service.begin(view, tool) if tool else service.begin_unrecorded(view, name)
        except Invalid:
            return _start(name)
        except NotFound as none:
            if none.kind == service.PRODUCT:  # an organisation: its products are offered there
                raise
            return _start(tool)
    return _place(a, filling.PLACES[0], "")


@rooms.form("/assess", Going, ANYBODY, "assess", largest=CARRIED)
def go_on(sent: Going) -> Beside | Given:
    """Take a step with what it sent, and show the next one, or hand over a file."""
    a = filling.carried(request.form)
    result = _work_out(a)
    if sent.go == "json":
        return Given(write_result(result), "application/json", f"{_file_name(result)}.json")
    if sent.go == "pdf":
        return Given(write_pdf(result), "application/pdf", f"{_file_name(result)}-{language()}.pdf")
    place = sent.go if sent.go in filling.PLACES else filling.after(sent.step)
    if sent.go == "next" and (wrong := filling.wrong_in(result, sent.step)):
        raise Invalid([Problem(k.number, lack_words(k, language())) for k in wrong])
    return Beside(_place(a, place, sent.saved, result))


@rooms.form("/assess/open", File, ANYBODY, "assess", largest=LARGEST + 64 * 1024)
def open_assessment(sent: File) -> Beside:
    """Open the file of a draft."""
    if not sent.file:
        raise Invalid([Problem("file", _(_NO_FILE))])
    return Beside(_place(read_assessment(sent.file), filling.PLACES[0], ""))


def _work_out(a: Assessment) -> AssessmentResult:
    with open_view() as view:
        return service.work_out(view, a)


def _start(unknown: str = "") -> Context:
    """Where it is begun; `unknown` is what was asked for and is not in the database."""
    with open_view() as view:
        alike = service.tools_alike(view, unknown) if unknown else ()
        return {"walk": None, "tools": service.tools_of(view), "unknown": unknown, "alike": alike}


def _place(a: Assessment, place: str, saved: str, result: AssessmentResult | None = None) -> Context:
    return {"walk": walk(result or _work_out(a), place, saved), "tools": (), "unknown": "", "alike": ()}


def _file_name(result: AssessmentResult) -> str:
    return f"assessment-{result.tool.id}-r{result.assessment.revision}"


# -- what an account keeps ---------------------------------------------------------------------------------------------


def _person() -> Person:
    return somebody().person


@rooms.form("/assessments/save", Going, Right.ACCOUNT, "assess", largest=CARRIED)
def save_assessment(sent: Going) -> Done:
    """Save it for the account, in the place of what it was opened from."""
    a = filling.carried(request.form)
    _work_out(a)
    id, _colon, version = sent.saved.partition(":")
    number = int(version) if version.isdecimal() and len(version) < 8 else 0
    id = saved_service.save(desk(), _person(), a, id, number)
    return Done(links.page_url("saved_assessment", id=id), _SAVED)


@rooms.room("/assessments/mine", "assess/mine.html", Right.ACCOUNT)
def my_assessments() -> Context:
    """The assessments of an account with the days of their reviews."""
    with open_view() as view:
        names = {id: e.name for id, e in view.snapshot().entities.items()}
    return {"listed": saved_service.list_saved(desk(), _person()), "tool_names": names, "outcome_words": outcome_words}


@rooms.room("/assessments/mine/<id>", "assess/saved.html", Right.ACCOUNT)
def saved_assessment(id: str) -> Context:
    """One of them, with what changed in the data since."""
    kept = saved_service.open_saved(desk(), _person(), id)
    with open_view() as view:
        result = service.work_out(view, kept.assessment)
        changed = saved_service.changed_since(desk(), view, kept.assessment)
        again = service.renew(view, kept.assessment)
    return {
        "kept": kept,
        "result": result,
        "doc": compose(result),
        "answer": changed,
        "draft": write_answers(kept.assessment),
        "renewed": write_answers(again),
    }


@rooms.form("/assessments/mine/<id>/delete", Nothing, Right.ACCOUNT, "saved_assessment")
def delete_assessment(sent: Nothing, id: str) -> Done:
    """Delete it for ever."""
    saved_service.delete(desk(), _person(), id)
    return Done(links.page_url("my_assessments"), _DELETED)


# -- for programs ------------------------------------------------------------------------------------------------------


@rooms.answer("/assess", ANYBODY, sent=True, largest=LARGEST + 64 * 1024, raw=True)
def assess_data(body: bytes) -> Made:
    """Work out an assessment that was sent. Nothing of it is kept."""
    return Made(_work_out(read_assessment(body)), HTTPStatus.OK)


@rooms.answer("/assess/<id>", ANYBODY)
def assess_new_data(id: str) -> AssessmentResult:
    """Give an empty assessment of a tool with what the database knows."""
    with open_view() as view:
        return service.work_out(view, service.begin(view, id))


ROOM = next(room for room in rooms.rooms if room.word == "assess")
"""The page of the form, on which a file made elsewhere stands."""
