"""Reviewing reports: the queue, a report beside what is recorded, and the decision, which stands or falls with its revision."""

from collections.abc import Collection, Iterable
from datetime import date

from supplychain.domain import reports as d
from supplychain.domain.browse import page_of
from supplychain.domain.compose import shown_all
from supplychain.domain.errors import Forbidden, Invalid, NotFound, Problem, Refused, shown
from supplychain.domain.own_years import years_only
from supplychain.domain.packages import TABLE_OF
from supplychain.domain.parties import mentioned
from supplychain.domain.pay_gate import OwnReport
from supplychain.domain.people import NEEDS_CODES, NOT_YOURS, RIGHTS, Person, Right
from supplychain.domain.people import State as PersonState
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Claim, Entity, Judgement, Record, Source, Wage
from supplychain.domain.replies import FORM_REASONS
from supplychain.domain.review import (
    Compared,
    Seen,
    Trouble,
    choice_of,
    cited_by,
    compare_report,
    needs_second,
    record_id,
)
from supplychain.domain.sentences import sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.proposals import Proposal, read_content
from supplychain.services import reply_publishing as publishing
from supplychain.services.desk import Desk
from supplychain.services.notices import known_with_notices, notified
from supplychain.services.packages import known_of
from supplychain.services.people import find_person
from supplychain.services.reports import find_in_words, tidy
from supplychain.store.database import Writer
from supplychain.store.report_queue import Queued
from supplychain.store.reports import File, Held, Reports

_ALL = d.Wanted()


def list_queue(desk: Desk, who: Person, wanted: d.Wanted = _ALL, page: int = 1) -> d.Queue:
    """List what waits for a decision, oldest first, a page at a time. Raises NotFound for a page that is not there."""
    with desk.store.reports() as reports:
        waiting, returned = reports.waiting(), reports.returned()
    with desk.store.view() as view:
        state = view.snapshot()
    today, every = desk.clock().date(), wanted.mine == "second"
    found = ((queued, _waiting(queued, who, today, state, every)) for queued in waiting)
    fitting = [(queued, one) for queued, one in found if wanted.fits(one)]
    shown, pages = page_of(fitting, page)
    return d.Queue(
        total=len(waiting),
        returned=returned,
        fitting=len(fitting),
        page=page,
        pages=pages,
        reports=tuple(
            one if every else one.model_copy(update={"wants_second": _wants_second(queued, state)})
            for queued, one in shown
        ),
    )


def _waiting(queued: Queued, who: Person, today: date, state: Snapshot, compare: bool) -> d.Waiting:
    """Say of a report what the queue says; whether it wants a second reader only where that is asked for: it takes long."""
    content = queued.content
    return d.Waiting(
        id=queued.id,
        state=queued.state,
        organisation=queued.organisation,
        anonymous=not queued.person,
        sent=queued.sent,
        kinds=tuple(content.tables),
        count=content.count,
        rounds=queued.rounds,
        reviewer=queued.reviewer_name,
        mine=queued.reviewer == who.id,
        own=queued.person == who.id,
        days=(today - queued.sent).days,
        wants_second=compare and _wants_second(queued, state),
    )


def _wants_second(queued: Queued, state: Snapshot) -> bool:
    if queued.state is not d.State.IN_REVIEW or queued.has_second_reader:
        return False
    proposal = read_content(queued.content, known_of(state))
    return needs_second(proposal.records, proposal.own_pay, proposal.groups, state)


def next_report(desk: Desk, who: Person, after: str = "") -> str:
    """Give the report to go on with: the next in the queue that one may work on, else the oldest; empty where none is left."""
    with desk.store.reports() as reports:
        queue = reports.to_take(who.id)
    at = next((place for place, (id, _) in enumerate(queue) if id == after), -1)
    open_ = [id for id, free in (*queue[at + 1 :], *queue[: at + 1]) if free and id != after]
    return open_[0] if open_ else ""


def look(desk: Desk, who: Person, id: str) -> Seen:
    """Show a report beside what is recorded. Raises NotFound; drafts are nobody's business."""
    with desk.store.reports() as reports:
        held = _sent(reports, id)
    with desk.store.view() as view:
        state = view.snapshot()
    with desk.store.replies() as replies:
        proposal = read_content(held.report.content, known_with_notices(state, replies), desk.clock().date())
        told = () if held.reply_to else notified(state, replies, id, proposal, desk.clock().date())
    with desk.store.accounts() as accounts:
        readers = [accounts.people.person(one).name if one else "" for one in (held.reviewer, held.second_reader)]
    compared = _compared(proposal, state, held.report)
    records = [part.record for part in compared.parts if part.record is not None]
    near = {claim for part in compared.parts for claim in (*part.alike, *part.against)}
    return Seen(
        report=held.report,
        as_sent=held.as_sent,
        compared=compared,
        problems=tuple(Trouble(where=p.where, what=p.what, mend=p.mend) for p in proposal.problems),
        near=shown_all(state, (state.claims[claim] for claim in near)),
        names=_names(records, near, state),
        sources=_sources(records, state),
        reviewer=readers[0],
        second_reader=readers[1],
        mine=held.reviewer == who.id,
        own=held.holder.person == who.id,
        reply_to=held.reply_to,
        notified=told if held.report.state in d.WAITING else (),
        days=(desk.clock().date() - (held.report.sent or held.report.created)).days,
    )


def _names(records: Iterable[Record], near: Iterable[str], state: Snapshot) -> dict[str, str]:
    """Name every party that is mentioned, as proposed or as recorded."""
    ids: set[str] = set()
    proposed = {r.id: r.name for r in records if isinstance(r, Entity)}
    for record in (*records, *(state.claims[claim] for claim in near)):
        match record:
            case Claim():
                ids |= mentioned(record)
            case Judgement():
                ids |= {record.left, record.right}
            case Entity():
                ids |= {record.id, *record.same_as_candidates}
            case _:
                pass
    recorded = {id: state.entities[id].name for id in ids if id in state.entities}
    return dict(sorted({**recorded, **proposed}.items()))


def _sources(records: Iterable[Record], state: Snapshot) -> tuple[Source, ...]:
    """Every source that is cited, as proposed or as recorded."""
    known = {**state.sources, **{r.id: r for r in records if isinstance(r, Source)}}
    return tuple(known[id] for id in sorted(cited_by(records)) if id in known)


def _sent(reports: Reports, id: str) -> Held:
    held = reports.get(id)
    if held.report.state is d.State.DRAFT:
        raise NotFound("report", id)
    return held


def _compared(proposal: Proposal, state: Snapshot, report: d.Report) -> Compared:
    return compare_report(proposal.records, proposal.own_pay, proposal.groups, proposal.retractions, state, report)


def claim(desk: Desk, who: Person, id: str) -> None:
    """Take a report to review. Raises Refused where another has it, or it is one's own."""
    with desk.store.reports(change=True) as reports:
        held = _sent(reports, id)
        _not_own(held, who)
        reports.change(held.report, state=d.move(held.report.state, d.Move.CLAIM), reviewer_id=who.id)


def release(desk: Desk, who: Person, id: str) -> None:
    """Give a report back to the queue."""
    with desk.store.reports(change=True) as reports:
        held = _mine(reports, who, id)
        reports.change(held.report, state=d.move(held.report.state, d.Move.RELEASE), reviewer_id=None)


def comment(desk: Desk, who: Person, id: str, text: str, internal: bool) -> None:
    """Write to the sender, or to the others at the desk."""
    find_in_words(text, "text")
    with desk.store.reports(change=True) as reports:
        _sent(reports, id)
        reports.say(id, d.Side.INTERNAL if internal else d.Side.DESK, text, desk.clock().date(), who.id)


def amend(desk: Desk, who: Person, id: str, content: d.Content) -> None:
    """Change what a report proposes while reviewing it; what was sent is kept beside it. Agreement has to be given anew."""
    with desk.store.reports(change=True) as reports:
        held = _mine(reports, who, id)
        if held.reply_to:
            raise Refused(d.REFUSED["reply"])
        reports.change(held.report, content=years_only(content), second_reader_id=None)


def agree(desk: Desk, who: Person, id: str, version: int) -> None:
    """Agree as the second reader."""
    with desk.store.reports(change=True) as reports:
        held = _sent(reports, id)
        _not_own(held, who)
        if held.report.state is not d.State.IN_REVIEW or held.report.version != version:
            raise Refused(d.REFUSED["changed"])
        if held.reviewer == who.id:
            raise Refused(d.REFUSED["same_reader"])
        reports.change(held.report, second_reader_id=who.id)


def return_(desk: Desk, who: Person, id: str, version: int, reason: d.Reason, words: str) -> None:
    """Send a report back to be mended. What is said stands in the public log."""
    _end(desk, who, id, version, d.Move.RETURN, d.Decision.RETURNED, reason, words)


def refuse(desk: Desk, who: Person, id: str, version: int, reason: d.Reason, words: str) -> None:
    """Refuse a report with a reason of the public list."""
    _end(desk, who, id, version, d.Move.REFUSE, d.Decision.REFUSED, reason, words)


def _end(
    desk: Desk, who: Person, id: str, version: int, what: d.Move, decision: d.Decision, reason: d.Reason, words: str
) -> None:
    find_in_words(words, "words")
    today = desk.clock().date()
    with desk.store.reports(change=True) as reports:
        held = _mine(reports, who, id, version)
        if held.reply_to and reason not in FORM_REASONS:
            raise Refused(d.REFUSED["reply"])
        ended = {"decided_on": today} if what is d.Move.REFUSE else {}
        reports.change(held.report, state=d.move(held.report.state, what), reviewer_id=who.id, **ended)
        reports.rule(id, decision, reason, words, today, who.id)
        tidy(desk, reports)


def accept(
    desk: Desk,
    who: Person,
    id: str,
    version: int,
    left_out: Collection[str] = (),
    words: str = "",
    reason: d.Reason | None = None,
) -> int | None:
    """Publish a report, or what is not left out of it: one transaction, one revision. Gives the revision; None where nothing
    was recorded, as for pay that is held back. Raises Refused, Invalid, Conflict; then nothing is changed.
    """
    find_in_words(words, "words")
    if left_out and reason is None:
        raise Invalid([Problem("reason", sentence("This is missing."), d.LEFT_OUT_WHY)])
    now = desk.clock()
    summary = own_words("accepted", id=id)
    with desk.store.writer(who.role.value, summary, now, desk.chance) as writer:
        held = _mine(writer.reports, who, id, version)
        report, state = held.report, writer.snapshot()
        if held.reply_to and left_out:
            raise Refused(d.REFUSED["reply"])
        after = d.move(report.state, d.Move.ACCEPT)
        closed = publishing.close_request(writer, state, held, now.date()) if held.reply_to else []
        proposal = read_content(years_only(report.content), known_of(state), now.date())
        if proposal.problems:
            raise Invalid(proposal.problems)
        compared = _compared(proposal, state, report)
        if compared.needs_second and not held.second_reader:
            raise Refused(d.REFUSED["second_reader"])
        left_out = _chosen(compared, left_out)
        kept = [r for r in proposal.records if choice_of(TABLE_OF[type(r)].name, record_id(r)) not in left_out]
        taken_back = [r for r in proposal.retractions if choice_of(d.RETRACTIONS, r.claim) not in left_out]
        if not kept and not taken_back:
            raise Refused(d.REFUSED["nothing_chosen"])
        own = [r for r in kept if isinstance(r, Wage) and r.id in proposal.own_pay]
        beside = publishing.beside(writer, state, held, proposal, {record_id(r) for r in kept}, words, now.date())
        public = _needed([r for r in kept if r not in own])
        public += [_withdrawn(state, r.claim, r.reason) for r in taken_back]
        public += [*closed, *beside.records]
        changes = writer.put(public) if public else None
        for wage in own:
            writer.put_own(wage, _own_report(desk, held, wage, proposal.groups.get(wage.id)))
        recorded = changes is not None and bool(changes.new or changes.changed)
        if held.reply_to:
            publishing.publish_files(writer, held, public)
        _close(desk, writer, held, after, own)
        partly = bool(left_out)
        decision = d.Decision.PARTLY_ACCEPTED if partly else d.Decision.ACCEPTED
        revision = writer.next if recorded else None
        said = reason if partly else None
        writer.reports.rule(id, decision, said, words, now.date(), who.id, revision, beside.early)
        publishing.settle(writer, who, beside, revision, now.date())
        tidy(desk, writer.reports)
    return revision


def _chosen(compared: Compared, choices: Collection[str]) -> set[str]:
    """Read what is left out: by its choice, or by its id alone. Raises Invalid for what is not in the report."""
    found: set[str] = set()
    for choice in choices:
        fitting = {part.choice for part in compared.parts if choice in (part.choice, part.id)}
        if not fitting:
            raise Invalid(
                [
                    Problem(
                        "part",
                        sentence("This report proposes no %(choice)s.", choice=shown(choice)),
                        sentence("Look at its parts again."),
                    )
                ]
            )
        found |= fitting
    return found


def all_but(desk: Desk, who: Person, id: str, chosen: Collection[str]) -> frozenset[str]:
    """Give everything that a report proposes but what is chosen. Raises NotFound, Invalid for what is not in it."""
    compared = look(desk, who, id).compared
    return frozenset(part.choice for part in compared.parts) - _chosen(compared, chosen)


def _needed(records: list[Record]) -> list[Record]:
    """Leave out new sources that nothing cites any more: a report on one's own pay leaves no source behind."""
    cited = cited_by(records)
    return [r for r in records if not isinstance(r, Source) or r.id in cited]


def _withdrawn(state: Snapshot, claim: str, reason: str) -> Record:
    return state.claims[claim].model_copy(update={"withdrawn_reason": reason})


def _own_report(desk: Desk, held: Held, wage: Wage, size: int | None) -> OwnReport:
    received = held.report.sent or desk.clock().date()
    quarter = f"{received.year}-Q{(received.month + 2) // 3}"
    group = " / ".join((wage.employer, *wage.sites, *wage.work_types, quarter))
    submitter = desk.seal("submitter", held.holder.person or held.holder.code_hash)
    return OwnReport(
        submitter=submitter, group=group[:1000], group_size=size, received=received, channel=held.report.organisation
    )


def _close(desk: Desk, writer: Writer, held: Held, after: d.State, own: list[Wage]) -> None:
    """End a report. Of pay that is held back nothing stays in it, and what proved it has been seen and goes."""
    content, as_sent = held.report.content, held.as_sent
    for wage in own:
        content, as_sent = content.without("wages", wage.id), as_sent and as_sent.without("wages", wage.id)
    if own:
        content, as_sent = content.without_idle_sources(), as_sent and as_sent.without_idle_sources()
        writer.redacted = True
        for file in held.report.files:
            writer.reports.detach(held.report.id, file.id)
    writer.reports.change(
        held.report, state=after, content=content, as_sent=as_sent, decided_on=desk.clock().date(), reviewer_id=None
    )
    if own and not content.count:
        writer.reports.empty(held.report.id)


def _mine(reports: Reports, who: Person, id: str, version: int = 0) -> Held:
    held = _sent(reports, id)
    _not_own(held, who)
    if held.report.state is d.State.IN_REVIEW and held.reviewer != who.id:
        raise Refused(d.REFUSED["not_yours"])
    if held.report.state is not d.State.IN_REVIEW:
        raise Refused(d.REFUSED["state"])
    if version and held.report.version != version:
        raise Refused(d.REFUSED["changed"])
    return held


def _not_own(held: Held, who: Person) -> None:
    if held.holder.person == who.id:
        raise Refused(d.REFUSED["own"])


def give_file(desk: Desk, id: str, file: str) -> File:
    """Give the cleaned copy of a file to a reviewer. Raises NotFound."""
    with desk.store.reports() as reports:
        _sent(reports, id)
        return reports.file(id, file)


def give_note(desk: Desk, id: str) -> bytes:
    """Give the confidential note of a report, sealed as it came; the program cannot open it. Raises NotFound."""
    with desk.store.reports() as reports:
        _sent(reports, id)
        note = reports.note(id)
    if note is None:
        raise NotFound("note", id)
    return note


def act_as(desk: Desk, email: str, right: Right = Right.REVIEW) -> Person:
    """Give the account in whose name somebody at the machine reviews, or does more. Raises NotFound, Forbidden."""
    person = find_person(desk, email)
    if person.state is not PersonState.ACTIVE or right not in RIGHTS[person.role]:
        raise Forbidden(NOT_YOURS)
    if right not in person.rights:
        raise Forbidden(NEEDS_CODES)
    return person
