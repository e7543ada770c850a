"""Who is who: what is judged and what may be the same, for everybody; judging it, for those who publish."""

from supplychain.domain.identity import IdentitiesAnswer
from supplychain.domain.people import Right
from supplychain.services import identity as service
from supplychain.services.identity import Hand
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.access import desk, somebody
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark
from supplychain.web.pages import Pages
from supplychain.web.rooms import Context, Done, Rooms

pages, rooms = Pages(), Rooms()
PUBLISH = Right.PUBLISH
_REASON = 600


class Judging(Sent):
    """A judgement on two ids."""

    judgement: str = entry(mark("Judgement"), kind="select", terms="judgement")
    reason: str = entry(
        mark("Reason"), mark("Everybody can read it. Say what shows it, and name no person."), longest=_REASON
    )
    source: str = entry(mark("Source"), mark("Id of a recorded source that shows it."), default="", longest=120)


class TakingBack(Sent):
    """Only a button."""


@pages.page("/identities", "pages/identities.html")
def identities(view: View) -> IdentitiesAnswer:
    """Which ids were judged to mean one party and which not, and which may and were not judged, with the reasons."""
    return service.list_identities(view)


@rooms.room("/desk/identities", "desk/identities.html", PUBLISH)
def identity_queue() -> Context:
    """What waits to be judged."""
    with desk().store.view() as view:
        return {"found": service.list_identities(view)}


@rooms.room("/desk/identities/<left>/<right>", "desk/identity.html", PUBLISH)
def identity_pair(left: str, right: str) -> Context:
    """Two parties side by side."""
    with desk().store.view() as view:
        return {"pair": service.show_pair(view, left, right)}


@rooms.form("/desk/identities/<left>/<right>", Judging, PUBLISH, "identity_pair")
def judge_pair(sent: Judging, left: str, right: str) -> Done:
    """Judge the two."""
    service.judge(desk().store, left, right, sent.judgement, sent.reason, sent.source, _hand())
    return Done(links.page_url("identity_queue"), mark("The judgement is recorded. It can be taken back."))


@rooms.form("/desk/identities/<left>/<right>/undo", TakingBack, PUBLISH, "identity_pair")
def unjudge_pair(sent: TakingBack, left: str, right: str) -> Done:
    """Take the judgement back."""
    service.unjudge(desk().store, left, right, _hand())
    address = links.page_url("identity_pair", left=left, right=right)
    return Done(address, mark("The judgement is taken back. Both ids answer for themselves again."))


def _hand() -> Hand:
    return Hand(somebody().person.role.value, desk().clock(), desk().chance)
