"""What a reviewer has to know of a report: what is new, what would change, what is there already, what could expose somebody."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import ClassVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.changes import Change, changes
from supplychain.domain.evidence import weigh
from supplychain.domain.notices import Notified
from supplychain.domain.packages import TABLES
from supplychain.domain.pay_gate import LEAST_WORKERS
from supplychain.domain.records import (
    Claim,
    Entity,
    Figure,
    Judgement,
    Link,
    PracticeReport,
    Record,
    Response,
    Source,
    Wage,
)
from supplychain.domain.reports import KEYS, RETRACTIONS, Cells, Content, Report, Retraction, State
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown
from supplychain.domain.values import Sentence


class Kind(StrEnum):
    """How a part of a report stands to what is recorded."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    TAKEN_BACK = "taken_back"
    HELD_BACK = "held_back"


KINDS: dict[Kind, str] = {
    Kind.NEW: "new",
    Kind.CHANGED: "changes what is recorded",
    Kind.UNCHANGED: "is recorded like this already",
    Kind.TAKEN_BACK: "takes back a claim",
    Kind.HELD_BACK: "own pay: held back, shown only in groups",
}


class RiskKind(StrEnum):
    """What could show who spoke."""

    SMALL_GROUP = "small_group"
    GROUP_UNKNOWN = "group_unknown"
    EXACT_DAY = "exact_day"
    SITE = "site"
    NAME_CONFIRMED = "name_confirmed"
    FILE = "file"


RISKS: dict[RiskKind, str] = {
    RiskKind.SMALL_GROUP: "It rests on a worker's word and describes fewer than 50 people.",
    RiskKind.GROUP_UNKNOWN: "It rests on a worker's word and does not say how many people it describes.",
    RiskKind.EXACT_DAY: "It rests on a worker's word and names an exact day.",
    RiskKind.SITE: "It rests on a worker's word and names a single site.",
    RiskKind.NAME_CONFIRMED: "The sender confirmed that a name in it is no worker's: look again.",
    RiskKind.FILE: "A file lies with it: nothing of it may be published.",
}
"""Each risk in a sentence."""
NEED_SECOND = frozenset({RiskKind.SMALL_GROUP, RiskKind.GROUP_UNKNOWN})
"""Risks for which a second reader has to agree."""


class Risk(Record):
    """Something that could show who spoke."""

    kind: RiskKind = Field(description="What it is.")
    claim: str = Field("", description="The claim; empty where it is about the report.")


class Part(Record):
    """One record that a report proposes, beside what is recorded."""

    table: str = Field(description="Table of the package.")
    id: str = Field(description="Id of the record.")
    kind: Kind = Field(description="How it stands to what is recorded.")
    label: str = Field(description="What it says, in a line.")
    alike: tuple[str, ...] = Field((), description="Claims that say nearly the same.")
    against: tuple[str, ...] = Field((), description="Claims that say the opposite.")
    grade_before: str = Field("", description="Evidence grade of the claim as it is recorded; empty for none.")
    grade_after: str = Field("", description="Evidence grade of the claim as it would be recorded; empty for none.")
    record: SerializeAsAny[Record] | None = Field(
        None, description="The record itself; of a claim that is taken back, as recorded."
    )
    changes: tuple[Change, ...] = Field((), description="What it would change, field by field.")
    reason: str = Field("", description="Why a claim should be taken back.")
    group_size: int | None = Field(None, description="How many people the claim could come from, as the sender knows.")
    choice: str = Field(description="By which it is accepted or left out.")


class Compared(Record):
    """A report beside what is recorded."""

    parts: tuple[Part, ...] = Field(description="What it proposes, in the order of the tables.")
    risks: tuple[Risk, ...] = Field((), description="What could show who spoke.")

    @property
    def needs_second(self) -> bool:
        """Whether a second reader has to agree."""
        return any(risk.kind in NEED_SECOND for risk in self.risks)


_TABLES: dict[type[Record], str] = {
    Entity: "entities",
    Source: "sources",
    Link: "links",
    Wage: "wages",
    PracticeReport: "practices",
    Figure: "figures",
    Response: "responses",
    Judgement: "judgements",
}


def compare_report(
    records: Iterable[Record],
    own_pay: Collection[str],
    groups: Mapping[str, int],
    retractions: Iterable[Retraction],
    state: Snapshot,
    report: Report,
) -> Compared:
    """Put what a report proposes beside what is recorded."""
    records = tuple(records)
    sources = {**state.sources, **{r.id: r for r in records if isinstance(r, Source)}}
    parts = [_part(record, own_pay, groups, state, sources) for record in records]
    parts += [_taken_back(r, state) for r in retractions]
    risks = _claim_risks(records, own_pay, groups, sources)
    risks += [Risk(kind=RiskKind.NAME_CONFIRMED)] if report.confirmed else []
    risks += [Risk(kind=RiskKind.FILE)] if report.files else []
    return Compared(parts=tuple(parts), risks=tuple(risks))


def _claim_risks(
    records: Iterable[Record], own_pay: Collection[str], groups: Mapping[str, int], sources: Mapping[str, Source]
) -> list[Risk]:
    claims = [r for r in records if isinstance(r, Claim)]
    return [risk for r in claims for risk in (_too_exact(r) if r.id in own_pay else _risks(r, groups, sources))]


def needs_second(
    records: Iterable[Record], own_pay: Collection[str], groups: Mapping[str, int], state: Snapshot
) -> bool:
    """Say whether a second reader has to agree, without comparing everything."""
    records = tuple(records)
    sources = {**state.sources, **{r.id: r for r in records if isinstance(r, Source)}}
    return any(risk.kind in NEED_SECOND for risk in _claim_risks(records, own_pay, groups, sources))


def _part(
    record: Record, own_pay: Collection[str], groups: Mapping[str, int], state: Snapshot, sources: Mapping[str, Source]
) -> Part:
    id, table = record_id(record), _TABLES[type(record)]
    old = _recorded(record, state)
    differs = () if old is None else changes(old, record)
    kind = Kind.NEW if old is None else Kind.CHANGED if differs else Kind.UNCHANGED
    grades = {}
    if isinstance(record, Claim):
        kind = Kind.HELD_BACK if id in own_pay else kind
        before = weigh(old, state.sources).grade if isinstance(old, Claim) else ""
        grades = {"grade_before": before, "grade_after": "" if id in own_pay else weigh(record, sources).grade}
    alike, against = _near(record, state) if isinstance(record, Claim) else ((), ())
    return Part(
        table=table,
        id=id,
        kind=kind,
        label=label_of(record),
        alike=alike,
        against=against,
        record=record,
        changes=differs,
        group_size=groups.get(id) if isinstance(record, Claim) else None,
        choice=choice_of(table, id),
        **grades,
    )


def _taken_back(retraction: Retraction, state: Snapshot) -> Part:
    claim = state.claims.get(retraction.claim)
    return Part(
        table=RETRACTIONS,
        id=retraction.claim,
        kind=Kind.TAKEN_BACK,
        label=f"{retraction.claim}: {retraction.reason}",
        grade_before="" if claim is None else weigh(claim, state.sources).grade,
        record=claim,
        reason=retraction.reason,
        choice=choice_of(RETRACTIONS, retraction.claim),
    )


def cited_by(records: Iterable[Record]) -> set[str]:
    """Give the ids of the sources that records cite, or repeat."""
    found: set[str] = set()
    for r in records:
        found |= {c.source for c in r.citations} if isinstance(r, Claim) else set()
        if isinstance(r, Entity):
            found |= {n.source for n in r.names if n.source} | {n.source for n in r.identifiers if n.source}
        found |= {r.source} if isinstance(r, Judgement) and r.source else set()
        found |= set(r.origin_of) if isinstance(r, Source) else set()
    return found


def choice_of(table: str, id: str) -> str:
    """Give the text by which a part of a report is chosen or left out."""
    return f"{table} {id}"


def record_id(record: Record) -> str:
    """Give the id by which a part of a report is chosen."""
    return f"{record.left}~{record.right}" if isinstance(record, Judgement) else str(getattr(record, "id", ""))


def _recorded(record: Record, state: Snapshot) -> Record | None:
    match record:
        case Entity():
            return state.entities.get(record.id)
        case Source():
            return state.sources.get(record.id)
        case Claim():
            return state.claims.get(record.id)
        case Judgement():
            return next((j for j in state.judgements if (j.left, j.right) == (record.left, record.right)), None)
        case _:
            return None


def label_of(record: Record) -> str:
    """Say in a line what a record says."""
    match record:
        case Entity():
            return f"{record.name} ({record.kind})"
        case Source():
            return " · ".join(filter(None, (record.title, record.publisher, record.date)))
        case Link():
            return f"{record.subject} {record.relation} {record.object or record.object_state}"
        case Wage():
            figures = (record.low, record.high, record.mean, record.median)
            return f"{record.employer}: {'–'.join(f'{f:f}' for f in figures if f is not None)} {record.currency} / {record.unit}"
        case PracticeReport():
            return f"{record.employer}: {record.practice} ({record.stance})"
        case Figure():
            return f"{record.topic}: {record.value or ''} {record.unit}"
        case Response():
            return f"{record.respondent} answers {', '.join(t.claim or t.entity or '' for t in record.targets)}"
        case Judgement():
            return f"{record.left} and {record.right}: {record.judgement}"
        case _:
            return ""


def _about(claim: Claim) -> tuple[str, ...] | None:
    """Give what two claims have in common when they are about the same thing."""
    match claim:
        case Link():
            return ("link", claim.subject, claim.relation, claim.object or "")
        case Wage():
            return ("wage", claim.employer, claim.currency, claim.unit, *sorted(claim.countries))
        case PracticeReport():
            return ("practice", claim.employer, claim.practice)
        case _:
            return None


def _near(claim: Claim, state: Snapshot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the claims about the same thing: those that say the same, and those that say the opposite."""
    about = _about(claim)
    found = [
        c for c in state.claims.values() if about and c.id != claim.id and not c.withdrawn_reason and _about(c) == about
    ]
    against = tuple(sorted(c.id for c in found if _opposite(claim, c)))
    return tuple(sorted(c.id for c in found if c.id not in against)), against


def _opposite(left: Claim, right: Claim) -> bool:
    stances = (getattr(left, "stance", ""), getattr(right, "stance", ""))
    denying = [stance in ("denies", "denied", "refuted") for stance in stances]
    return denying[0] != denying[1]


def _risks(claim: Claim, groups: Mapping[str, int], sources: Mapping[str, Source]) -> Iterable[Risk]:
    if not any(sources[c.source].kind == "worker_testimony" and not sources[c.source].url for c in claim.citations):
        return
    size = groups.get(claim.id)
    if size is None or size < LEAST_WORKERS:
        yield Risk(kind=RiskKind.GROUP_UNKNOWN if size is None else RiskKind.SMALL_GROUP, claim=claim.id)
    yield from _too_exact(claim)


def _too_exact(claim: Claim) -> Iterable[Risk]:
    """What could be told from a worker's word, also from own pay, of which the size of the group is counted at its release."""
    if any(len(day.strip("~?%")) == 10 for day in (claim.start, claim.end, claim.reported_on)):
        yield Risk(kind=RiskKind.EXACT_DAY, claim=claim.id)
    if getattr(claim, "sites", ()):
        yield Risk(kind=RiskKind.SITE, claim=claim.id)


# -- as a reviewer sees it -------------------------------------------------------------------------------------------------


class Trouble(Record):
    """Why a report cannot be read as it stands now."""

    where: Sentence = Field(description="Table, row and column.")
    what: Sentence = Field(description="What is wrong.")
    mend: Sentence = Field("", description="How to mend it.")


class Seen(Record):
    """A report as a reviewer sees it."""

    row_type: ClassVar[type[Record]]

    report: Report = Field(description="The report.")
    as_sent: Content | None = Field(description="What was sent at first; empty once it was taken away.")
    compared: Compared = Field(description="What it proposes, beside what is recorded.")
    problems: tuple[Trouble, ...] = Field(
        (), description="Why it cannot be read as it stands now; then nothing is compared."
    )
    near: tuple[Shown, ...] = Field((), description="Recorded claims that say nearly the same, or the opposite.")
    names: dict[str, str] = Field({}, description="Id -> name of every party that is mentioned.")
    sources: tuple[Source, ...] = Field((), description="Sources that are cited, as recorded or as proposed.")
    reviewer: str = Field("", description="Who looks at it; empty for nobody.")
    second_reader: str = Field("", description="Who agreed as the second reader; empty for nobody.")
    mine: bool = Field(description="Whether the one who asks looks at it.")
    own: bool = Field(description="Whether the one who asks sent it: they may not decide on it.")
    reply_to: str = Field(
        "",
        description="Id of the request of ours that it answers: then only its form is checked; empty for other reports.",
    )
    notified: tuple[Notified, ...] = Field(
        (), description="Whom its new claims name, and whether they were told before, as far as notice is needed."
    )
    days: int = Field(description="Days since it was sent last.")

    @property
    def can_change(self) -> bool:
        """Whether the one who asks may change what it proposes: of an answer to a request only the form is checked."""
        return self.mine and not self.own and not self.reply_to and self.report.state is State.IN_REVIEW

    def table(self) -> tuple["PartRow", ...]:
        """One row a part."""
        return tuple(PartRow(**{name: getattr(p, name) for name in PartRow.model_fields}) for p in self.compared.parts)


class PartRow(Record):
    """One part of a report as a row of a list."""

    table: str = Field(description="Table of the package.")
    id: str = Field(description="Id of the record.")
    kind: Kind = Field(description="How it stands to what is recorded.")
    label: str = Field(description="What it says, in a line.")
    grade_before: str = Field(description="Evidence grade of the claim as it is recorded; empty for none.")
    grade_after: str = Field(description="Evidence grade of the claim as it would be recorded; empty for none.")
    alike: tuple[str, ...] = Field(description="Claims that say nearly the same.")
    against: tuple[str, ...] = Field(description="Claims that say the opposite.")


Seen.row_type = PartRow


def sent_rows(content: Content, table: str, id: str) -> tuple[tuple[str, Cells], ...]:
    """Give the rows by which something was sent, as text: its own row and those that belong to it, each with its table."""
    if table == "judgements":
        own = [row for row in content.rows(table) if f"{row.get('left')}~{row.get('right')}" == id]
    else:
        own = [row for row in content.rows(table) if row.get(KEYS.get(table, "id")) == id]
    found = [(table, row) for row in own]
    for nested in TABLES:
        if table in nested.parents:
            found += [(nested.name, row) for row in content.rows(nested.name) if row.get(nested.parent) == id]
    return tuple(found)
