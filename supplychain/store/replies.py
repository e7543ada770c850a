"""Our letters for an answer: to whom they went, the links in them, what became of the links. Requests are recorded elsewhere."""

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.replies import REFUSED
from supplychain.store.reply_tables import questionnaire, reply_letter, reply_link


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
    """Of a questionnaire the revision whose questions were asked."""


class SentLetter(NamedTuple):
    """A letter as it was sent; where the link stood, a mark stands."""

    request: str
    link: str
    sent_to: str
    """Empty once it was taken away."""
    language: str
    subject: str
    text: str
    written: date


_L, _T, _Q = reply_link.c, reply_letter.c, questionnaire.c
_LINKS = sa.select(reply_link, _Q.list_revision).select_from(
    sa.outerjoin(reply_link, questionnaire, _Q.request_id == _L.request_id)
)


class Replies:
    """Links and letters, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    def add(self, request: str, chance: str, secret_hash: str, expires: date) -> None:
        """Keep the link of a new inquiry."""
        row = {"request_id": request, "chance": chance, "secret_hash": secret_hash, "expires_on": expires}
        self._connection.execute(sa.insert(reply_link), [{**row, "extended": False}])

    def add_questions(self, request: str, list_revision: int) -> None:
        """Note of a new inquiry that it asks the questions as they were at a revision."""
        row = {"request_id": request, "list_revision": list_revision, "draft": "", "version": 0}
        self._connection.execute(sa.insert(questionnaire), [row])

    def draft(self, request: str) -> str:
        """Give what is filled in of a questionnaire so far; empty for nothing."""
        return self._connection.scalar(sa.select(_Q.draft).where(_Q.request_id == request)) or ""

    def keep_draft(self, request: str, draft: str) -> None:
        """Keep what is filled in of a questionnaire."""
        kept = sa.update(questionnaire).where(_Q.request_id == request)
        self._connection.execute(kept.values(draft=draft, version=_Q.version + 1))

    def add_letter(self, letter: SentLetter) -> None:
        """Keep a letter."""
        row = letter._asdict()
        names = {"request": "request_id", "link": "link_id", "written": "written_on"}
        self._connection.execute(sa.insert(reply_letter), [{names.get(k, k): value for k, value in row.items()}])

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

    def letters(self, link: str) -> tuple[SentLetter, ...]:
        """Give the letters of an inquiry, oldest first."""
        query = sa.select(reply_letter).where(_T.link_id == link).order_by(_T.written_on, _T.request_id)
        return tuple(
            SentLetter(r.request_id, r.link_id, r.sent_to, r.language, r.subject, r.text, r.written_on)
            for r in self._connection.execute(query)
        )

    def change(self, request: str, **values: Any) -> None:
        """Change what is kept of a link."""
        self._connection.execute(sa.update(reply_link).where(_L.request_id == request).values(**values))

    def take_answer(self, request: str, report: str, before: str) -> None:
        """Tie a report to the link that it came by, in the place of the one before (empty: none). Raises Refused."""
        at = (_L.request_id == request, _L.report_id == before if before else _L.report_id.is_(None))
        if not self._connection.execute(sa.update(reply_link).where(*at).values(report_id=report)).rowcount:
            raise Refused(REFUSED["link_used"])

    def tidy(self, ended_before: date, written_before: date) -> None:
        """Take away to whom letters of ended inquiries went, and letters that have been kept long enough."""
        ended = sa.select(_L.request_id).where(_L.ended_on < ended_before)
        self._connection.execute(sa.update(reply_letter).where(_T.link_id.in_(ended)).values(sent_to=""))
        self._connection.execute(sa.update(questionnaire).where(_Q.request_id.in_(ended)).values(draft=""))
        self._connection.execute(sa.delete(reply_letter).where(_T.written_on < written_before))


def _link(row: Any) -> Link:
    return Link(
        row.request_id,
        row.chance,
        row.expires_on,
        row.extended,
        row.ended_on,
        row.report_id or "",
        row.list_revision,
    )
