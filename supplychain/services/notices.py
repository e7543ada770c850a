"""Notice before the rows of a report are published: what is put before those whom they name, and what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from supplychain.domain import notices as n
from supplychain.domain import replies as d
from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.ids import PREFIXES
from supplychain.domain.inquiries import Inquiry
from supplychain.domain.parties import Party, mentioned
from supplychain.domain.records import Claim, Entity, Record, Request, Response, Source
from supplychain.domain.reply_answers import Notice, Printed
from supplychain.domain.reports import WAITING
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.checks import Known
from supplychain.formats.proposals import Proposal, read_content
from supplychain.services.packages import known_of
from supplychain.services.request_book import find_inquiry
from supplychain.store.replies import Replies
from supplychain.store.reports import Reports


def notice_of(snapshot: Snapshot, reports: Reports, report: str, respondent: str, claims: Sequence[str]) -> Notice:
    """Make the notice about rows of a report that waits: the sentences to be printed and the kinds of their basis, no more.

    Raises Invalid, NotFound.
    """
    held = reports.get(report)
    proposal = read_content(held.report.content, known_of(snapshot))
    if held.report.state not in WAITING or held.reply_to or proposal.problems:
        raise _wrong("claims", "not_under_review")
    entities = {**snapshot.entities, **{r.id: r for r in proposal.records if isinstance(r, Entity)}}
    sources = _sources(snapshot, proposal.records)
    named = entities.get(respondent)
    if named is None:
        raise NotFound("entity", respondent)
    if named.kind in n.NOT_ASKED:
        raise _wrong("respondent", "respondent")
    there = {c.id: c for c in new_claims(snapshot, proposal)}
    for id in claims:
        if id not in there:
            raise _wrong("claims", "not_new")
        if respondent not in mentioned(there[id]):
            raise _wrong("claims", "not_named")
    printed = tuple(Printed.of(there[id], sources) for id in claims)
    return Notice(name=named.name, kind=named.kind, claims=printed)


def offered(snapshot: Snapshot, reports: Reports, report: str) -> list[tuple[Party, tuple[Printed, ...]]]:
    """Give whom the new claims of a report name, each with those claims as they are to be printed. Raises NotFound."""
    held = reports.get(report)
    if held.report.state not in WAITING or held.reply_to:
        return []
    proposal = read_content(held.report.content, known_of(snapshot))
    entities = {**snapshot.entities, **{r.id: r for r in proposal.records if isinstance(r, Entity)}}
    sources, found = _sources(snapshot, proposal.records), dict[str, list[Printed]]()
    for claim in new_claims(snapshot, proposal):
        if isinstance(claim, Response):
            continue
        for id in n.named_in(claim, {id: entity.kind for id, entity in entities.items()}):
            found.setdefault(id, []).append(Printed.of(claim, sources))
    return [(Party.of(entities[id]), tuple(claims)) for id, claims in sorted(found.items())]


def _wrong(field: str, code: str) -> Invalid:
    return Invalid([Problem(field, *d.WRONG[code])])


def _sources(snapshot: Snapshot, records: Iterable[Record]) -> Mapping[str, Source]:
    return {**snapshot.sources, **{r.id: r for r in records if isinstance(r, Source)}}


def new_claims(snapshot: Snapshot, proposal: Proposal) -> list[Claim]:
    """Give the new claims of a report that would be published by themselves."""
    return [
        r
        for r in proposal.records
        if isinstance(r, Claim) and r.id not in snapshot.claims and r.id not in proposal.own_pay
    ]


def notified(
    snapshot: Snapshot, replies: Replies, report: str, proposal: Proposal, today: date
) -> tuple[n.Notified, ...]:
    """Say of each new claim of a report that needs notice, and of each whom it names, whether they were told."""
    sources = _sources(snapshot, proposal.records)
    claims = [c for c in new_claims(snapshot, proposal) if n.needs_notice(c, sources)]
    if not claims:
        return ()
    entities = {**snapshot.entities, **{r.id: r for r in proposal.records if isinstance(r, Entity)}}
    kinds = {id: entity.kind for id, entity in entities.items()}
    given = [one for one, _ in _given(snapshot, replies, report)]
    return tuple(
        one
        for claim in claims
        for one in n.notified(
            claim,
            Printed.of(claim, sources).sentence,
            {id: entities[id].name for id in n.named_in(claim, kinds)},
            given,
            today,
        )
    )


def _given(snapshot: Snapshot, replies: Replies, report: str) -> Iterable[tuple[n.Given, Inquiry]]:
    for asking in replies.askings(report):
        inquiry = find_inquiry(snapshot, replies, asking.request)
        sentences = {p.id: p.sentence for p in Notice.model_validate_json(asking.notice).claims}
        yield n.Given(inquiry, sentences, asking.points is not None), inquiry


def known_with_notices(snapshot: Snapshot, replies: Replies) -> Known:
    """Say what an answer can lean on: what is recorded, and the rows about which notice was given."""
    known = known_of(snapshot)
    entities, claims = dict(known.entities), dict(known.claims)
    for asking in replies.askings():
        if asking.notice:
            entities.setdefault(asking.respondent, Notice.model_validate_json(asking.notice).kind)
            claims |= {id: _table_of(id) for id in asking.claims if id not in claims}
    return replace(known, entities=entities, claims=claims)


def _table_of(id: str) -> str:
    """Tell from its id to which table a claim of a report belongs."""
    return next((table for table, prefix in PREFIXES.items() if id.startswith(f"{prefix}-")), "practices")


# -- publishing ------------------------------------------------------------------------------------------------------------


def requests_to_record(
    snapshot: Snapshot, replies: Replies, report: str, published: Iterable[str], answers: Iterable[str]
) -> list[Request]:
    """Give the requests of the notices about what is published now; those of `answers` are answered."""
    there, answered, found = set(published), set(answers), list[Request]()
    for asking in replies.askings(report):
        claims = tuple(id for id in asking.claims if id in there)
        inquiry = find_inquiry(snapshot, replies, asking.request)
        if not claims or asking.recorded or not inquiry.requests:
            continue
        requests = [r.model_copy(update={"claims": claims}) for r in inquiry.requests]
        ended = d.ended(requests, "answered") if asking.request in answered else []
        changed = {r.id: r for r in ended}
        found += [changed.get(r.id, r) for r in requests]
    return found


def without_targets(records: Iterable[Record], published: Iterable[str]) -> list[Record]:
    """Leave out of an answer what it says about rows that are not published; an answer to none of them goes as a whole."""
    there, found = set(published), list[Record]()
    for record in records:
        if isinstance(record, Response):
            targets = tuple(t for t in record.targets if not t.claim or t.claim in there)
            if not targets:
                return []
            record = record.model_copy(update={"targets": targets})
        found.append(record)
    return found
