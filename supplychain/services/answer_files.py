"""Documents of an answer that is not sent yet: kept with it once they passed the check, taken away, gone with other drafts."""

from collections.abc import Collection, Mapping

from supplychain.domain import replies as d
from supplychain.domain import reports as r
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.ids import make_id
from supplychain.formats.evidence import clean
from supplychain.services import replies, reports
from supplychain.services.desk import Desk
from supplychain.services.reply_waiting import draft_for
from supplychain.services.reports import DRAFTS_KEPT, Sender
from supplychain.store.replies import Link
from supplychain.store.reports import Holder

__all__ = ["DRAFTS_KEPT", "keep", "keep_one"]


def keep(desk: Desk, token: str, files: Mapping[str, bytes], gone: Collection[str] = ()) -> list[Problem]:
    """Keep files, by field, with an answer that could not be sent, and take others away, by id.

    Gives what is wrong with the files that were not kept. Raises Refused where nothing can be answered.
    """
    kept, code = replies.find_link(desk, token)
    opened = replies.open_to_answer(desk, kept)
    sender, problems = Sender(code=code), []
    replies.take_away(desk, sender, kept, opened, gone)
    room = d.MAX_FILES - sum(file.id not in gone for file in opened.files)
    for field, data in files.items():
        if not room:
            problems.append(Problem(field, *d.WRONG["files"]))
            continue
        try:
            keep_one(desk, sender, kept, replies.place_of(desk, kept, opened), data)
            room -= 1
        except Invalid as error:
            problems += [Problem(field, p.what, p.mend) for p in error.problems]
    return problems


def keep_one(desk: Desk, sender: Sender, kept: Link, place: str, data: bytes) -> r.Attached:
    """Keep a file in a report, or without one in the draft of an answer, which is begun. Raises Invalid, Refused."""
    cleaned = clean(data)
    return reports.keep_file(desk, sender, place or _draft(desk, kept), data, cleaned)


def _draft(desk: Desk, kept: Link) -> str:
    with desk.store.reports(change=True) as found:
        reports.tidy(desk, found)
        draft = draft_for(found, kept)
        if draft is not None:
            return draft.id
        id = make_id("report", desk.chance())
        found.add(id, Holder(code_hash=kept.secret_hash), "", desk.clock().date())
        return id
