"""Look into the history: the log, a revision, the versions of a record; and verify it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from supplychain.domain import history_answers as h
from supplychain.domain.errors import NotFound, Problem, Tampered
from supplychain.domain.history import differences
from supplychain.domain.packages import TABLE, TABLE_OF
from supplychain.domain.recorded import undone_in
from supplychain.domain.records import Record
from supplychain.domain.reference import ListedRow
from supplychain.store.database import Entry, Revision, Step, Version, View

_ROWS = {kind.letters: kind for kind in TABLE_OF if issubclass(kind, ListedRow)}
Redactions = Mapping[tuple[str, int], h.Redaction]
"""By table of versions and row."""


class Hole(Record):
    """A version whose text was taken away: its digest is all that can still be compared."""

    table: str = Field(description="Table of versions.")
    row: int = Field(description="Row in it.")
    revision: int = Field(description="Revision that took the text away.")
    reason: str = Field(description="Why.")


class HistoryReport(Record):
    """What was compared with the chain of hashes, and what does not agree."""

    row_type: ClassVar[type[Record]] = Hole

    revisions: int = Field(description="Revisions that were compared.")
    rows: int = Field(description="Versions of records that were compared.")
    hash: str = Field(
        description="Hash of the newest revision, to compare with one published elsewhere; empty when nothing is recorded."
    )
    holes: tuple[Hole, ...] = Field((), description="What was redacted.")
    problems: tuple[Problem, ...] = Field((), description="What does not agree.")

    def table(self) -> tuple[Hole, ...]:
        """One row a hole."""
        return self.holes


def verify_history(view: View) -> HistoryReport:
    """Compare everything that was ever recorded with its digests and with the chain of revisions."""
    audit = view.verify()
    return HistoryReport(
        revisions=audit.revisions,
        rows=audit.rows,
        hash=audit.hash,
        holes=tuple(Hole(table=x.table, row=x.row, revision=x.revision, reason=x.reason) for x in audit.holes),
        problems=audit.problems,
    )


# -- the log -----------------------------------------------------------------------------------------------------------


def list_history(view: View, page: int = 1) -> h.HistoryAnswer:
    """The log, newest first, a page at a time. Raises NotFound for a page that is not there."""
    pages = _pages(view.as_of, page)
    return h.HistoryAnswer(
        revision=view.as_of,
        recorded_on=view.snapshot().recorded_on,
        page=page,
        pages=pages,
        total=view.as_of,
        rows=tuple(map(revision_row, view.log_page((page - 1) * h.LOG_PAGE, h.LOG_PAGE))),
    )


def show_revision(view: View, seq: str, kind: str = "", page: int = 1) -> h.RevisionAnswer:
    """One revision with what it did, a page of records at a time, of one table or of all. Raises NotFound."""
    entry = view.log_entry(number_of(seq))
    row = revision_row(entry)
    if kind and kind not in TABLE:
        raise NotFound("table", kind)
    total = sum(count.total for count in row.counts if kind in ("", count.table))
    pages = _pages(total, page)
    redactions = redactions_of(view)
    done = view.steps(entry, kind, (page - 1) * h.LOG_PAGE, h.LOG_PAGE)
    steps = tuple(_step(step, redactions) for step in done)
    return h.RevisionAnswer(
        revision=view.as_of,
        recorded_on=view.snapshot().recorded_on,
        names=names_for(view, steps),
        entry=row,
        payload_digest=entry.revision.payload_digest,
        prev_hash=entry.revision.prev_hash,
        kind=kind,
        page=page,
        pages=pages,
        total=total,
        redactions=tuple(r for r in redactions.values() if r.revision == row.seq),
        undone_by=_undone_by(view, row.seq),
        steps=steps,
    )


def _undone_by(view: View, seq: int) -> tuple[int, ...]:
    later = (r for r in view.revisions() if seq < r.seq <= view.as_of)
    return tuple(r.seq for r in later if undone_in(r.summary) == seq)


def number_of(seq: str) -> int:
    """Read the number of a revision. Raises NotFound."""
    if not (seq.isascii() and seq.isdigit() and len(seq) < 10):
        raise NotFound("revision", seq)
    return int(seq)


def _pages(total: int, page: int) -> int:
    pages = max(1, -(-total // h.LOG_PAGE))
    if not 1 <= page <= pages:
        raise NotFound("page", str(page))
    return pages


def moment(revision: Revision) -> datetime:
    """Read when a revision was recorded. Raises Tampered."""
    try:
        return datetime.fromisoformat(revision.recorded_at)
    except ValueError as error:
        raise Tampered(f"The time of revision {revision.seq} can no longer be read; verify the database.") from error


def revision_row(entry: Entry) -> h.RevisionRow:
    """Show a revision as a row of the log."""
    revision = entry.revision
    counts = tuple(
        h.TableChanges(table=table, new=count.new, changed=count.changed, ended=count.ended)
        for table, count in entry.counts.items()
    )
    return h.RevisionRow(
        seq=revision.seq,
        recorded_at=moment(revision),
        actor=revision.actor,
        summary=revision.summary,
        new=sum(count.new for count in counts),
        changed=sum(count.changed for count in counts),
        ended=sum(count.ended for count in counts),
        redacted=entry.redactions,
        hash=revision.hash,
        counts=counts,
    )


def redactions_of(view: View) -> Redactions:
    """Give every redaction by the version that it made a hole of."""
    holes = view.holes()
    there = view.versions_at((x.table, x.row) for x in holes)
    return {
        (x.table, x.row): h.Redaction(
            table=TABLE_OF[type(version.record)].name,
            id=h.id_of(version.record),
            version=version.rec_from,
            revision=x.revision,
            reason=x.reason,
        )
        for x in holes
        if (version := there.get((x.table, x.row))) is not None
    }


def hole_of(version: Version | None, redactions: Redactions) -> h.Redaction | None:
    """Give the redaction of a version, if there was one."""
    return None if version is None else redactions.get((version.table, version.row))


def _step(step: Step, redactions: Redactions) -> h.RecordStep:
    before, after = step.before, step.after
    old = None if before is None else before.record
    new = None if after is None else after.record
    record = new or old
    if record is None:
        raise ValueError("a revision that touches a record leaves a version of it")
    holes = hole_of(before, redactions), hole_of(after, redactions)
    return h.RecordStep(
        table=step.table,
        id=h.id_of(record),
        state=h.state_of(old, new),
        record=record,
        hole=holes[1],
        before_hole=holes[0],
        changes=differences(old, new, any(holes)),
    )


def names_for(view: View, steps: Iterable[h.RecordStep | h.UndoStep]) -> dict[str, str]:
    """Name every entity that records and their differences name."""
    entities = view.snapshot().entities
    found = set().union(*(h.parties_in(step.record, step.changes) for step in steps))
    return {id: entities[id].name for id in sorted(found) if id in entities}


# -- the versions of one record ----------------------------------------------------------------------------------------


def claim_history(view: View, id: str) -> h.RecordHistory:
    """Every version of a claim. Raises NotFound."""
    return _history(view, id, "claim", view.claim_history(id))


def entity_history(view: View, id: str) -> h.RecordHistory:
    """Every version of an entity, under the id that was asked for. Raises NotFound."""
    return _history(view, id, "entity", view.entity_history(id))


def source_history(view: View, id: str) -> h.RecordHistory:
    """Every version of a source. Raises NotFound."""
    return _history(view, id, "source", view.source_history(id))


def row_history(view: View, id: str) -> h.RecordHistory:
    """Every version of a row of a reference table or a checklist, whose letters name its table. Raises NotFound."""
    kind = _ROWS.get(id.partition("-")[0])
    if kind is None:
        raise NotFound("reference row", id)
    return _history(view, id, "reference row", view.row_history(kind, id))


def find_history(view: View, id: str) -> h.RecordHistory:
    """Every version of whatever has this id: a claim, a source, a row of a table, an entity. Raises NotFound."""
    for find in (claim_history, source_history, row_history):
        try:
            return find(view, id)
        except NotFound:
            continue
    return entity_history(view, id)


def _history(view: View, id: str, sort: str, versions: list[Version]) -> h.RecordHistory:
    then = [version for version in versions if version.rec_from <= view.as_of]
    if not then:
        raise NotFound(sort, id)
    redactions = redactions_of(view)
    found = tuple(reversed(list(_version_steps(view, then, redactions))))
    return h.RecordHistory(
        revision=view.as_of,
        recorded_on=view.snapshot().recorded_on,
        names=names_for(view, found),
        of_table=found[0].table,
        id=id,
        record=then[-1].record,
        versions=found,
    )


def _version_steps(view: View, versions: list[Version], redactions: Redactions) -> Iterator[h.VersionStep]:
    ends = {v.rec_to for v in versions if v.rec_to is not None and v.rec_to <= view.as_of}
    revisions = view.revisions_among({v.rec_from for v in versions} | ends)
    table = TABLE_OF[type(versions[0].record)].name
    before: Version | None = None
    for number, version in enumerate(versions, 1):
        until = version.rec_to if version.rec_to in ends else None
        yield _version_step(Step(table, before, version), redactions, number, revisions[version.rec_from], until)
        follows = number < len(versions) and versions[number].rec_from == until
        if until is not None and not follows:
            yield _version_step(Step(table, version, None), redactions, number, revisions[until], None)
        before = version


def _version_step(
    step: Step, redactions: Redactions, number: int, revision: Revision, until: int | None
) -> h.VersionStep:
    made = _step(step, redactions)
    gap = step.before is not None and step.after is not None and step.before.rec_to != step.after.rec_from
    return h.VersionStep(
        **{name: getattr(made, name) for name in h.RecordStep.model_fields if name != "state"},
        state=h.StepState.RESTORED if gap else made.state,
        number=number,
        revision=revision.seq,
        recorded_at=moment(revision),
        actor=revision.actor,
        summary=revision.summary,
        until=until,
    )
