"""The history for everybody: the log, a revision, the versions of a record; and the room in which a revision is undone."""

from http import HTTPStatus

from flask import g

from supplychain.domain.history_answers import HistoryAnswer, RecordHistory, RevisionAnswer
from supplychain.domain.people import Right
from supplychain.domain.reference_answers import slug_of
from supplychain.services import history as service
from supplychain.services.undo import MAX_REASON, plan_undo, undo_revision
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.access import desk, somebody
from supplychain.web.answers import Moved
from supplychain.web.asking import HistoryAsking, RevisionAsking
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark
from supplychain.web.pages import Pages
from supplychain.web.rooms import Context, Done, Rooms

pages = Pages()
rooms = Rooms()


@pages.page("/history", "pages/history.html", HistoryAsking)
def history(view: View, asking: HistoryAsking) -> HistoryAnswer:
    """Every revision, newest first: when, in which role, what about, and how many records it touched."""
    return service.list_history(view, asking.page)


@pages.page("/history/<seq>", "pages/history_revision.html", RevisionAsking)
def revision(view: View, asking: RevisionAsking, seq: str) -> RevisionAnswer:
    """One revision with every record that it opened, changed or closed, field by field, and its hashes."""
    return service.show_revision(view, seq, asking.kind, asking.page)


@pages.page("/claims/<id>/history", "pages/history_record.html")
def claim_history(view: View, id: str) -> RecordHistory:
    """Every version of a claim, also of a withdrawn one, with what differs."""
    return service.claim_history(view, id)


@pages.page("/entities/<id>/history", "pages/history_record.html")
def entity_history(view: View, id: str) -> RecordHistory:
    """Every version of an entity with what differs; of one judged the same as another, its own."""
    return service.entity_history(view, id)


@pages.page("/sources/<id>/history", "pages/history_record.html")
def source_history(view: View, id: str) -> RecordHistory:
    """Every version of a source with what differs."""
    return service.source_history(view, id)


@pages.page("/reference/<table>/<id>/history", "pages/history_record.html")
def reference_history(view: View, table: str, id: str) -> RecordHistory:
    """Every version of a row of a reference table with what differs."""
    answer = service.row_history(view, id)
    if table != slug_of(answer.of_table):
        raise Moved(links.again({"table": slug_of(answer.of_table)}, {}), HTTPStatus.MOVED_PERMANENTLY)
    return answer


# -- undoing -----------------------------------------------------------------------------------------------------------


class Undoing(Sent):
    """That a revision is to be undone, and why."""

    reason: str = entry(
        mark("Why it is undone"),
        mark("One sentence. Everybody can read it, for ever: no name of a person, no address."),
        longest=MAX_REASON,
    )
    newest: str = entry("", kind="hidden", longest=9)


@rooms.room("/desk/undo", "desk/undo_list.html", Right.PUBLISH)
def undo_list() -> Context:
    """The newest revisions, to choose the one that is undone."""
    with desk().store.view() as view:
        return {"log": service.list_history(view)}


@rooms.room("/desk/undo/<seq>", "desk/undo.html", Right.PUBLISH)
def undo(seq: str) -> Context:
    """What undoing a revision would do, and the form that does it."""
    with desk().store.view() as view:
        plan = plan_undo(view, seq)
    g.names = plan.names
    return {"plan": plan}


@rooms.form("/desk/undo/<seq>", Undoing, Right.PUBLISH, "undo")
def undo_now(sent: Undoing, seq: str) -> Done:
    """Undo a revision by a new one, if nothing was recorded since the plan was shown."""
    seen = int(sent.newest) if sent.newest.isascii() and sent.newest.isdigit() else -1
    role = somebody().person.role.value
    made = undo_revision(desk().store, seq, role, sent.reason, desk().clock(), desk().chance, seen).made
    return Done(links.page_url("revision", seq=made))
