"""Receipts: at their permanent addresses, and checked when somebody brings one."""

import re
from codecs import BOM_UTF8
from http import HTTPStatus

from flask import request

from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.receipt import since_words
from supplychain.formats.receipts import LARGEST
from supplychain.services.receipt import VERDICTS, ReceiptAnswer, check_receipt, show_receipt
from supplychain.store.database import View
from supplychain.web import links
from supplychain.web.access import Open, desk
from supplychain.web.answers import Moved
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark, said
from supplychain.web.pages import Pages
from supplychain.web.rooms import Context, Done, Rooms

pages = Pages()
rooms = Rooms()
SENT = LARGEST + 64 * 1024
"""Bytes that may be sent: what is a little too large is told so in words."""
_REVISION = re.compile("[1-9][0-9]{0,8}")
GENUINE = mark(
    "This receipt is genuine: it was signed here, and nothing in it was changed. Asked again about its revision, this database "
    "gives the same. What changed since then stands below."
)
OTHERWISE_NOW = mark(
    "This receipt is genuine: it was signed here, and nothing in it was changed. Asked again about its revision, this site "
    "works out another answer today: its rules changed, or a text that counts was taken away. What changed since then stands "
    "below."
)
NOTHING = mark("Paste a receipt, or choose its file.")
BOTH = mark("Give the text or the file, not both.")


@pages.page("/receipts/<revision>/<id>", "pages/receipt.html")
def receipt(view: View, revision: str, id: str) -> ReceiptAnswer:
    """What this database held about a product or an organisation at a revision, signed, and what changed since."""
    if not _REVISION.fullmatch(revision):
        raise NotFound("revision", revision)
    answer = show_receipt(view, int(revision), id, desk().receipt_keys)
    if id != answer.receipt.about:
        raise Moved(links.again({"id": answer.receipt.about}, {}), HTTPStatus.MOVED_PERMANENTLY)
    return answer


class Checking(Sent):
    """A receipt that somebody brings."""

    file: bytes = entry(mark("The file"), mark("The .json file as you got it; at most 1 MB."), "file", default=b"")
    receipt: str = entry(
        mark("Or its text"), mark("All of it, from the first bracket to the last."), "area", default="", longest=SENT
    )


@rooms.room("/receipts/verify", "pages/verify_receipt.html", Open.VISITOR)
def verify_receipt() -> Context:
    """Where a receipt is checked."""
    keys = desk().receipt_keys
    about, at = request.args.get("about", "")[:120], request.args.get("at", "")
    at = at if _REVISION.fullmatch(at) else ""
    answer = _answered(at, about) if about and at else None
    told = said(since_words(int(at), answer.since)) if answer is not None else ""
    return {
        "key": keys.fingerprint,
        "older": keys.older,
        "about": about,
        "at": at,
        "answer": answer,
        "since_words": told,
    }


def _answered(at: str, about: str) -> ReceiptAnswer | None:
    """What a receipt that was just checked says and what changed since; nothing where there is no such receipt."""
    try:
        with open_view() as view:
            return show_receipt(view, int(at), about, desk().receipt_keys)
    except NotFound:
        return None


@rooms.form("/receipts/verify", Checking, Open.VISITOR, "verify_receipt", largest=SENT)
def check(sent: Checking) -> Done:
    """Check it."""
    if bool(sent.file) == bool(sent.receipt):
        raise Invalid([Problem("receipt", _(BOTH if sent.file else NOTHING))])
    with open_view() as view:
        checked = check_receipt(view, desk().receipt_keys, sent.file.removeprefix(BOM_UTF8) or sent.receipt.encode())
    found = checked.receipt
    if not checked.genuine or found is None:
        words = _(VERDICTS[checked.verdict], **checked.parameters)
        raise Invalid([Problem("file" if sent.file else "receipt", words)])
    address = links.page_url("verify_receipt", about=found.about, at=found.revision)
    return Done(address, OTHERWISE_NOW if checked.same_again is False else GENUINE)
