"""Sending reports: begun, filled in, checked, sent, followed, mended, taken back; with an account, or with a code and without.

Of a sender without an account nothing is kept but the hash of a code that they alone have.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from babel import Locale

from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, NotFound, Problem, Refused
from supplychain.domain.ids import make_code, make_id, read_code
from supplychain.domain.own_years import years_only
from supplychain.domain.recorded import own_words
from supplychain.domain.search import names_of
from supplychain.domain.sentences import place_words, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.throttle import Pace
from supplychain.formats.columns import columns_of, table_columns
from supplychain.formats.evidence import Cleaned, clean
from supplychain.formats.personal import all_that_reaches, scan
from supplychain.formats.proposals import Proposal, read_content
from supplychain.services.desk import Desk, digest
from supplychain.services.notices import known_with_notices
from supplychain.services.sign_in import Identity, count_attempt
from supplychain.store.reports import Held, Holder, Reports

EMPTIED_AFTER = timedelta(days=180)
"""What a report said is taken away so long after the decision; the number and the decision stay."""
DRAFTS_KEPT = timedelta(days=30)
ANONYMOUS = Pace(300, timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=10))
"""All reports together that are begun without an account: nothing is kept of where they come from."""
ACCOUNT = Pace(60, timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1))
"""Reports that one account begins."""


class Sender(NamedTuple):
    """Who sends: somebody with an account, or whoever holds a code, or somebody who has neither yet."""

    who: Identity | None = None
    code: str = ""

    def holder(self) -> Holder | None:
        """Give under what the reports of this sender lie; None where there is nothing yet."""
        if self.who is not None:
            return Holder(person=self.who.person.id)
        return Holder(code_hash=digest(self.code)) if self.code else None


class Begun(NamedTuple):
    """A report that was begun, and the code that opens it; empty with an account."""

    id: str
    code: str


class Find(NamedTuple):
    """Something in the words of a report that reaches or identifies a person, or looks like it."""

    table: str
    row: int
    column: str
    what: str
    text: str
    shown: str
    """As a page shows it: of what is certain only the ends."""
    certain: bool

    @property
    def key(self) -> str:
        """What is kept once somebody has looked at it: a hash, so that the text stands in one place only."""
        return digest(f"{self.table}\n{self.column}\n{self.text}")[:16]


class Checked(NamedTuple):
    """What is to be mended or confirmed before a report can be sent."""

    proposal: Proposal
    finds: tuple[Find, ...]
    """What was not confirmed yet."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent."""
        return not self.proposal.problems and not self.finds


# -- reports of one sender -----------------------------------------------------------------------------------------------


def begin(desk: Desk, sender: Sender, id: str = "") -> Begun:
    """Begin a report, under the number that was made for it. Who has neither account nor code is given a code."""
    code = "" if sender.who is not None else sender.code or make_code(desk.chance())
    holder = Sender(sender.who, code).holder()
    if holder is None:
        raise ValueError("a report needs somebody who holds it")
    id = id or make_id("report", desk.chance())
    organisation = sender.who.person.organisation if sender.who is not None else ""
    with desk.store.reports(change=True) as reports:
        tidy(desk, reports)
        reports.add(id, holder, organisation, desk.clock().date())
    return Begun(id, code)


def keep_pace(desk: Desk, sender: Sender) -> None:
    """Count a report that somebody begins. Raises TooMany."""
    if sender.who is not None:
        count_attempt(desk, "report", sender.who.person.id, ACCOUNT)
    else:
        count_attempt(desk, "report", "anonymous", ANONYMOUS)


def tidy(desk: Desk, reports: Reports) -> None:
    """Take away what is kept no longer: what decided reports said, and drafts that nobody went on with."""
    today = desk.clock().date()
    ended, drafts = reports.stale(today - EMPTIED_AFTER, today - DRAFTS_KEPT)
    for id in ended:
        reports.empty(id)
    for id in drafts:
        reports.discard(id)


def list_reports(desk: Desk, sender: Sender) -> tuple[d.Report, ...]:
    """List the reports of a sender, newest first."""
    holder = sender.holder()
    if holder is None:
        return ()
    with desk.store.reports() as reports:
        return tuple(map(for_sender, reports.of(holder)))


def follow(desk: Desk, text: str) -> str:
    """Read a code as it was typed, and give it as it is kept in the browser. Raises Invalid where it opens nothing."""
    code = read_code(text)
    with desk.store.reports() as reports:
        if not code or not reports.knows(digest(code)):
            raise Invalid([d.wrong("code", "code_unknown" if code else "code_broken")])
    return code


def open_report(desk: Desk, sender: Sender, id: str) -> d.Report:
    """Open a report for its sender. Raises NotFound for every other, as if it were not there."""
    with desk.store.reports() as reports:
        return for_sender(_own(reports, sender, id).report)


def for_sender(report: d.Report) -> d.Report:
    """Leave out what only the desk may read."""
    return report.model_copy(update={"messages": tuple(m for m in report.messages if m.side is not d.Side.INTERNAL)})


def check(desk: Desk, report: d.Report) -> Checked:
    """Say what is wrong with a report and what has to be looked at."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies:
        known = known_with_notices(snapshot, replies)
    return Checked(
        read_content(report.content, known, desk.clock().date()),
        find(report.content, report.confirmed, names_known(snapshot)),
    )


def names_known(snapshot: Snapshot) -> frozenset[str]:
    """Give the names that are no person's: of recorded parties, and of countries."""
    names = {name for entity in snapshot.entities.values() for name in names_of(entity)}
    return frozenset(names | {str(name) for lang in ("en", "de") for name in Locale.parse(lang).territories.values()})


def find(content: d.Content, confirmed: Iterable[str] = (), known: Collection[str] = ()) -> tuple[Find, ...]:
    """Find what reaches or identifies a person and was not confirmed; what is certain cannot be."""
    seen, found = set(confirmed), []
    known = frozenset({*known, *(row.get("name", "") for row in content.rows("entities"))})
    for table, rows in content.tables.items():
        columns = (
            columns_of(d.EXTRA[table]) if table in d.EXTRA else table_columns(table) if table in d.PROPOSED else ()
        )
        for number, row in enumerate(rows, 1):
            for column in columns:
                for hit in scan(row.get(column.name, ""), known) if column.prose else ():
                    one = Find(table, number, column.name, hit.what, hit.text, hit.shown, hit.certain)
                    if one.certain or (column.name in _SPOKEN and one.key not in seen):
                        found.append(one)
    return tuple(found)


_SPOKEN = frozenset(
    {"description", "note", "editor_note", "reason", "quote", "locator", "told_by", "scope", "qualifier"}
)
"""Columns in which people write sentences: what may be a name there has to be looked at. Titles and names are names anyway."""


def find_in_words(text: str, where: str) -> None:
    """Refuse words that reach a person: a message cannot be confirmed. Raises Invalid."""
    if what := all_that_reaches(text):
        mend = sentence("Take it out: nothing that reaches a person is kept here.")
        raise Invalid([Problem(where, sentence("Holds %(what)s.", what=what), mend)])


# -- changing ------------------------------------------------------------------------------------------------------------


def save(desk: Desk, sender: Sender, id: str, content: d.Content, *, mended: bool = False) -> d.Report:
    """Keep what a report proposes, right or wrong. An answer to a request of ours is only `mended` on its own page.

    Raises NotFound, Refused.
    """
    with desk.store.reports(change=True) as reports:
        held = _own_open(reports, sender, id)
        if held.reply_to and not mended:
            raise Refused(d.REFUSED["reply"])
        reports.change(held.report, content=years_only(content))
        return for_sender(reports.get(id).report)


def confirm(desk: Desk, sender: Sender, id: str, keys: Iterable[str]) -> None:
    """Note that the sender has looked at finds and lets them stand."""
    with desk.store.reports(change=True) as reports:
        held = _own_open(reports, sender, id)
        there = {f.key for f in find(held.report.content) if not f.certain}
        reports.change(held.report, confirmed=sorted({*held.report.confirmed, *keys} & there))


def send(desk: Desk, sender: Sender, id: str) -> d.Report:
    """Send a report to the desk. Raises Invalid with all that is wrong, Refused."""
    report = open_report(desk, sender, id)
    if not report.content.count:
        raise Refused(d.REFUSED["empty"])
    checked = check(desk, report)
    if not checked.is_ready:
        raise Invalid([*checked.proposal.problems, *map(said, checked.finds)])
    with desk.store.reports(change=True) as reports:
        held = _own(reports, sender, id)
        state = d.move(held.report.state, d.Move.SEND)
        if held.report.version != report.version:
            raise Refused(d.REFUSED["changed"])
        kept = {} if held.as_sent is not None else {"as_sent": report.content}
        reports.change(held.report, state=state, sent_on=desk.clock().date(), reviewer_id=None, **kept)
        return for_sender(reports.get(id).report)


def said(find: Find) -> Problem:
    """Put a find into the words of a problem."""
    where = place_words(find.table, find.row, find.column)
    mend = (
        sentence("Take it out.")
        if find.certain
        else sentence("No worker may be named: take it out, or confirm that it is no worker.")
    )
    return Problem(where, sentence("Holds %(what)s.", what=find.what), mend)


def submit_report(
    desk: Desk, sender: Sender, content: d.Content, confirmed: Iterable[str] = (), draft: str = ""
) -> tuple[d.Report, str]:
    """Begin, fill in and send a report in one go, or go on with a draft; give it with its code.

    Raises Invalid, and then nothing is kept.
    """
    finds = _refuse_wrong(desk, content, confirmed)
    begun = Begun(draft, sender.code) if draft else begin(desk, sender)
    mine = Sender(sender.who, begun.code)
    save(desk, mine, begun.id, content)
    confirm(desk, mine, begun.id, (f.key for f in finds))
    return send(desk, mine, begun.id), begun.code


def mend_report(desk: Desk, sender: Sender, id: str, content: d.Content, confirmed: Iterable[str] = ()) -> d.Report:
    """Put other content into a report that is open, and send it, or change nothing. Raises Invalid, NotFound, Refused."""
    if not open_report(desk, sender, id).is_open:
        raise Refused(d.REFUSED["state"])
    finds = _refuse_wrong(desk, content, confirmed)
    save(desk, sender, id, content)
    confirm(desk, sender, id, (f.key for f in finds))
    return send(desk, sender, id)


def _refuse_wrong(desk: Desk, content: d.Content, confirmed: Iterable[str]) -> tuple[Find, ...]:
    """Give what was confirmed in a content that is right. Raises Invalid with all that is wrong or not confirmed."""
    if not content.count:
        raise Refused(d.REFUSED["empty"])
    checked = check(desk, _draft(desk, content))
    open_finds = tuple(f for f in checked.finds if f.certain or f.key not in set(confirmed))
    if checked.proposal.problems or open_finds:
        raise Invalid([*checked.proposal.problems, *map(said, open_finds)])
    return checked.finds


def _draft(desk: Desk, content: d.Content) -> d.Report:
    today = desk.clock().date()
    return d.Report(id="report", state=d.State.DRAFT, version=1, anonymous=True, created=today, content=content)


def withdraw(desk: Desk, sender: Sender, id: str) -> None:
    """Take a report back: a draft goes without a trace, of a sent report only the number stays."""
    with desk.store.reports(change=True) as reports:
        held = _own(reports, sender, id)
        state = d.move(held.report.state, d.Move.WITHDRAW)
        if held.report.state is d.State.DRAFT:
            reports.discard(id)
            return
        reports.change(held.report, state=state, decided_on=desk.clock().date(), reviewer_id=None)
        reports.empty(id)


def forget_own_pay(desk: Desk, sender: Sender) -> int:
    """Take back every report on own pay of a sender that was accepted; give how many. What was shown with them stays."""
    holder = sender.holder()
    if holder is None:
        return 0
    key = desk.seal("submitter", holder.person or holder.code_hash)
    with desk.store.writer("sender", own_words("own_pay_gone"), desk.clock(), desk.chance) as writer:
        mine = [id for id, (_, own) in writer.own_reports().items() if own.submitter == key]
        for id in mine:
            writer.forget_own(id)
    return len(mine)


def write(desk: Desk, sender: Sender, id: str, text: str) -> None:
    """Write to the desk. Raises Invalid, NotFound, Refused."""
    find_in_words(text, "text")
    with desk.store.reports(change=True) as reports:
        held = _own(reports, sender, id)
        if held.report.state in d.ENDED:
            raise Refused(d.REFUSED["state"])
        reports.say(id, d.Side.SENDER, text, desk.clock().date())


# -- files and a confidential note ------------------------------------------------------------------------------------------


def attach(desk: Desk, sender: Sender, id: str, data: bytes) -> d.Attached:
    """Keep a file: the cleaned copy for the reviewers, the original only sealed. Raises Invalid, NotFound, Refused."""
    open_report(desk, sender, id)
    return keep_file(desk, sender, id, data, clean(data))


def keep_file(desk: Desk, sender: Sender, id: str, data: bytes, cleaned: Cleaned) -> d.Attached:
    """Keep a file that was cleaned already. Raises NotFound, Refused."""
    with desk.store.reports(change=True) as reports:
        held = _own(reports, sender, id)
        if not held.report.is_open and held.report.state is not d.State.SUBMITTED:
            raise Refused(d.REFUSED["state"])
        if len(held.report.files) >= d.MAX_FILES:
            raise Refused(d.REFUSED["files"])
        file = desk.chance()[:16]
        reports.attach(id, file, cleaned.data, cleaned.kind, cleaned.removed, desk.put_away(data))
        reports.change(held.report)
        return reports.file(id, file).attached


def detach(desk: Desk, sender: Sender, id: str, file: str) -> None:
    """Take a file away again, with its sealed original."""
    with desk.store.reports(change=True) as reports:
        held = _own_open(reports, sender, id)
        reports.detach(id, file)
        reports.change(held.report)


def keep_note(desk: Desk, sender: Sender, id: str, text: str) -> None:
    """Keep a confidential note, sealed: this server cannot read it again. An empty one takes it away. Raises Refused."""
    sealed = desk.put_away(text.encode()) if text else None
    if text and sealed is None:
        raise Refused(d.REFUSED["unsealed"])
    with desk.store.reports(change=True) as reports:
        reports.change(_own_open(reports, sender, id).report, note=sealed)


def _own(reports: Reports, sender: Sender, id: str) -> Held:
    held, holder = reports.get(id), sender.holder()
    if holder is None or held.holder != holder:
        raise NotFound("report", id)
    return held


def _own_open(reports: Reports, sender: Sender, id: str) -> Held:
    held = _own(reports, sender, id)
    if not held.report.is_open:
        raise Refused(d.REFUSED["state"])
    return held
