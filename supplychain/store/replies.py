"""Our letters for an answer: to whom they went and when, the links in them, what became of the links. Requests themselves are
recorded elsewhere, once a letter has gone.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.replies import LEAST_DAYS, REFUSED
from supplychain.domain.reports import ENDED
from supplychain.store.reply_tables import questionnaire, reply_asking, reply_letter, reply_link, reply_posting
from supplychain.store.report_tables import report


class Link(NamedTuple):
    """The link of an inquiry, as far as it is kept."""

    request: str
    """Id of the first request."""
    chance: str
    expires: date
    extended: bool
    ended: date | None
    report: str
    """Id of the report that the answer became; empty for none."""
    list_revision: int | None = None
    """Of a questionnaire the revision whose questions are asked; None where claims are."""
    secret_hash: str = ""


class Asking(NamedTuple):
    """What an inquiry asks about, kept from the day on which its first letter is written."""

    request: str
    respondent: str
    claims: tuple[str, ...]
    report: str = ""
    """Id of the report whose rows a notice is about; empty where the claims are recorded."""
    notice: str = ""
    """What a notice puts before the respondent, as JSON."""
    recorded: bool = False
    """Whether the requests of a notice stand in the history by now."""
    dropped: bool = False
    """Whether what a notice is about was decided on, and not published."""
    points: Mapping[str, str] | None = None
    """What was found of an answer to a notice, by claim; None as long as nobody looked."""
    about: str = ""
    """Of a questionnaire the party that it is about."""
    questions: tuple[str, ...] = ()
    """Ids of the questions of a questionnaire, which stand in the place of claims."""


class Written(NamedTuple):
    """A letter as it was written; where the link and the days stood, marks stand."""

    request: str
    link: str
    sent_to: str
    """Empty once it was taken away."""
    language: str
    subject: str
    text: str
    written: date
    channel: str
    days: int
    """Calendar days that the respondent has from the day on which it goes."""
    sent: date | None = None
    """The day on which it went; None as long as nobody said so."""
    due: date | None = None
    outcome: str = "open"
    """What came of it, where that is not recorded yet."""


_L, _T, _A, _P, _Q = reply_link.c, reply_letter.c, reply_asking.c, reply_posting.c, questionnaire.c
_LINKS = sa.select(reply_link, _Q.list_revision).select_from(
    sa.outerjoin(reply_link, questionnaire, _Q.request_id == _L.request_id)
)
_ASKINGS = sa.select(reply_asking, report.c.state, _Q.about, _Q.questions).select_from(
    sa.outerjoin(reply_asking, report, report.c.id == _A.report_id).outerjoin(
        questionnaire, _Q.request_id == _A.link_id
    )
)


class Replies:
    """Links and letters, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    # -- links ---------------------------------------------------------------------------------------------------------

    def add(self, chance: str, secret_hash: str, expires: date, asking: Asking) -> None:
        """Keep the link of a new inquiry, and what it asks about."""
        link = {"request_id": asking.request, "chance": chance, "secret_hash": secret_hash, "expires_on": expires}
        row: dict[str, Any] = {
            "link_id": asking.request,
            "respondent": asking.respondent,
            "claims": json.dumps(asking.claims),
        }
        row |= {"report_id": asking.report or None, "statements": asking.notice}
        self._connection.execute(sa.insert(reply_link), [{**link, "extended": False}])
        self._connection.execute(sa.insert(reply_asking), [{**row, "recorded": asking.recorded}])

    def add_questions(self, asking: Asking, list_revision: int) -> None:
        """Note of a new inquiry that it asks questions, as they were at a revision."""
        asked = {"about": asking.about, "questions": json.dumps(asking.questions), "list_revision": list_revision}
        row = {"request_id": asking.request, **asked, "draft": "", "version": 0}
        self._connection.execute(sa.insert(questionnaire), [row])

    def link(self, request: str) -> Link:
        """Give the link of an inquiry. Raises NotFound."""
        row = self._connection.execute(_LINKS.where(_L.request_id == request)).one_or_none()
        if row is None:
            raise NotFound("request with a link", request)
        return _link(row)

    def links(self) -> dict[str, Link]:
        """Give every link, by the id of the first request."""
        return {row.request_id: _link(row) for row in self._connection.execute(_LINKS)}

    def find(self, secret_hash: str) -> Link:
        """Give the link with this secret. Raises Refused where there is none."""
        row = self._connection.execute(_LINKS.where(_L.secret_hash == secret_hash)).one_or_none()
        if row is None:
            raise Refused(REFUSED["link_broken"])
        return _link(row)

    def change(self, request: str, **values: Any) -> None:
        """Change what is kept of a link."""
        self._connection.execute(sa.update(reply_link).where(_L.request_id == request).values(**values))

    def take_answer(self, request: str, answer: str, before: str) -> None:
        """Tie a report to the link that it came by, in the place of the one before (empty: none). Raises Refused."""
        at = (_L.request_id == request, _L.report_id == before if before else _L.report_id.is_(None))
        if not self._connection.execute(sa.update(reply_link).where(*at).values(report_id=answer)).rowcount:
            raise Refused(REFUSED["link_used"])

    # -- what is asked -------------------------------------------------------------------------------------------------

    def asking(self, request: str) -> Asking | None:
        """Give what an inquiry asks about; None for one that was begun before this was kept."""
        row = self._connection.execute(_ASKINGS.where(_A.link_id == request)).one_or_none()
        return None if row is None else _asking(row)

    def askings(self, report: str = "") -> tuple[Asking, ...]:
        """Give what every inquiry asks about; or the notices about the rows of one report."""
        query = _ASKINGS.order_by(_A.link_id)
        query = query.where(_A.report_id == report) if report else query
        return tuple(_asking(row) for row in self._connection.execute(query))

    def change_asking(self, request: str, **values: Any) -> None:
        """Change what is kept of what is asked."""
        kept = {
            name: json.dumps(value) if name == "points" and value is not None else value
            for name, value in values.items()
        }
        self._connection.execute(sa.update(reply_asking).where(_A.link_id == request).values(**kept))

    # -- the draft of an answer to a questionnaire ---------------------------------------------------------------------

    def draft(self, request: str) -> str:
        """Give what is filled in of a questionnaire so far; empty for nothing."""
        return self._connection.scalar(sa.select(_Q.draft).where(_Q.request_id == request)) or ""

    def keep_draft(self, request: str, draft: str) -> None:
        """Keep what is filled in of a questionnaire."""
        kept = sa.update(questionnaire).where(_Q.request_id == request)
        self._connection.execute(kept.values(draft=draft, version=_Q.version + 1))

    # -- letters -------------------------------------------------------------------------------------------------------

    def add_letter(self, letter: Written) -> None:
        """Keep a letter."""
        row = letter._asdict()
        kept = {name: row[name] for name in ("sent_to", "language", "subject", "text")}
        kept |= {"request_id": letter.request, "link_id": letter.link, "written_on": letter.written}
        posting = {"request_id": letter.request, "channel": letter.channel, "days": letter.days}
        self._connection.execute(sa.insert(reply_letter), [kept])
        posting |= {"sent_on": letter.sent, "due_on": letter.due, "outcome": letter.outcome}
        self._connection.execute(sa.insert(reply_posting), [posting])

    def letters(self, link: str) -> tuple[Written, ...]:
        """Give the letters of an inquiry, oldest first."""
        return self.all_letters(link).get(link, ())

    def all_letters(self, link: str = "") -> dict[str, tuple[Written, ...]]:
        """Give the letters of every inquiry, or of one, oldest first, by the id of the first request."""
        posted = _P.request_id.is_not(None).label("posted")
        query = sa.select(reply_letter, posted, _P.channel, _P.days, _P.sent_on, _P.due_on, _P.outcome)
        query = query.outerjoin(reply_posting, _P.request_id == _T.request_id).order_by(_T.written_on, _T.request_id)
        query = query.where(_T.link_id == link) if link else query
        found: dict[str, list[Written]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.link_id].append(_written(row))
        return {id: tuple(letters) for id, letters in found.items()}

    def change_posting(self, request: str, **values: Any) -> None:
        """Change what is kept of how a letter went."""
        self._connection.execute(sa.update(reply_posting).where(_P.request_id == request).values(**values))

    def change_letter(self, request: str, **values: Any) -> None:
        """Change a letter."""
        self._connection.execute(sa.update(reply_letter).where(_T.request_id == request).values(**values))

    # -- taking away ---------------------------------------------------------------------------------------------------

    def drop_letters(self, requests: Iterable[str]) -> None:
        """Take letters away."""
        ids = list(requests)
        self._connection.execute(sa.delete(reply_posting).where(_P.request_id.in_(ids)))
        self._connection.execute(sa.delete(reply_letter).where(_T.request_id.in_(ids)))

    def drop(self, request: str) -> None:
        """Take an inquiry away of which no letter went."""
        self.drop_letters([letter.request for letter in self.letters(request)])
        self._connection.execute(sa.delete(reply_asking).where(_A.link_id == request))
        self._connection.execute(sa.delete(questionnaire).where(_Q.request_id == request))
        self._connection.execute(sa.delete(reply_link).where(_L.request_id == request))

    def tidy(self, ended_before: date, written_before: date) -> None:
        """Take away to whom letters of ended inquiries went, what was drafted there, and letters kept long enough."""
        ended = sa.select(_L.request_id).where(_L.ended_on < ended_before)
        self._connection.execute(sa.update(reply_letter).where(_T.link_id.in_(ended)).values(sent_to=""))
        self._connection.execute(sa.update(questionnaire).where(_Q.request_id.in_(ended)).values(draft=""))
        old = self._connection.scalars(sa.select(_T.request_id).where(_T.written_on < written_before)).all()
        if old:
            self.drop_letters(old)


def _link(row: Any) -> Link:
    kept = (row.request_id, row.chance, row.expires_on, row.extended, row.ended_on, row.report_id or "")
    return Link(*kept, row.list_revision, row.secret_hash)


def _asking(row: Any) -> Asking:
    points = json.loads(row.points) if row.points else None
    claims, report = tuple(json.loads(row.claims)), row.report_id or ""
    asked = (row.about or "", tuple(json.loads(row.questions)) if row.questions else ())
    dropped = not row.recorded and row.state in ENDED
    return Asking(row.link_id, row.respondent, claims, report, row.statements, row.recorded, dropped, points, *asked)


def _written(row: Any) -> Written:
    kept = (row.request_id, row.link_id, row.sent_to, row.language, row.subject, row.text, row.written_on)
    if not row.posted:  # written before this was kept: then a letter went at once
        return Written(*kept, "", LEAST_DAYS, row.written_on)
    return Written(*kept, row.channel, row.days, row.sent_on, row.due_on, row.outcome)
