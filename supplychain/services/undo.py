"""Undo a revision by a new one: every record that it touched becomes what it was before, or nothing does.

A claim that was new is withdrawn, a row of a table ended. Entities and sources stay: an id is given once, other records
may name it, and that it is there claims nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from supplychain.domain import history_answers as h
from supplychain.domain.criteria import Clause, Question
from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.field_changes import FieldChange
from supplychain.domain.history import differences
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Claim, Entity, Record, Request, Source
from supplychain.domain.replies import first_id
from supplychain.formats.personal import find_personal
from supplychain.services.history import Redactions, hole_of, names_for, number_of, redactions_of, revision_row
from supplychain.store.database import Step, Store, View

MAX_REASON = 300


def plan_undo(view: View, seq: str) -> h.UndoPlan:
    """Say what undoing a revision would do to each of its records, and what stands in the way. Raises NotFound."""
    entry = view.log_entry(number_of(seq))
    row = revision_row(entry)
    redactions, returned = redactions_of(view), view.returned(row.seq)
    steps = [_undo_step(step, redactions, returned) for step in view.steps(entry)]
    steps = _unless_stood_on(view, steps)
    return h.UndoPlan(
        revision=view.as_of,
        recorded_on=view.snapshot().recorded_on,
        names=names_for(view, steps),
        undone=row,
        steps=tuple(steps),
        report=view.published_in(row.seq),
    )


def _undo_step(step: Step, redactions: Redactions, returned: Mapping[tuple[str, int], int]) -> h.UndoStep:
    before, after = step.before, step.after
    if after is None and before is not None:
        later, why = returned.get((before.table, before.row)), "came_back"
    else:
        later, why = None if after is None else after.rec_to, "changed_again"
    hole = hole_of(before, redactions)
    if later is not None:
        return _told(step, None, why, later)
    if before is not None and hole is not None:
        return _told(step, None, "was_redacted", hole.revision)
    if before is not None:
        now = None if after is None else after.record
        return _told(
            step, h.UndoAction.RESTORE, changes=differences(now, before.record, hole_of(after, redactions) is not None)
        )
    match None if after is None else after.record:
        case Claim() as claim:
            withdrawn = bool(claim.withdrawn_reason)
            return _told(step, h.UndoAction.LEAVE if withdrawn else h.UndoAction.WITHDRAW, "came_withdrawn" * withdrawn)
        case Entity() | Source():
            return _told(step, h.UndoAction.LEAVE, "keeps_id")
    return _told(step, h.UndoAction.END)


def _told(
    step: Step,
    action: h.UndoAction | None,
    why: str = "",
    revision: int | None = None,
    changes: tuple[FieldChange, ...] = (),
) -> h.UndoStep:
    version = step.after or step.before
    if version is None:
        raise ValueError("a revision that touches a record leaves a version of it")
    record = version.record
    told = {"table": step.table, "id": h.id_of(record), "action": action, "why": why, "revision": revision}
    return h.UndoStep(**told, record=record, changes=changes)  # type: ignore[arg-type]


def _unless_stood_on(view: View, steps: list[h.UndoStep]) -> list[h.UndoStep]:
    """Let a criterion stand in the way when questions or clauses that stay would name what is not there any more."""
    checklist = view.snapshot().checklist
    going = {(s.table, s.id) for s in steps if s.action in (h.UndoAction.END, h.UndoAction.RESTORE)}
    listed: tuple[Question | Clause, ...] = (*checklist.questions, *checklist.clauses)
    staying = [row for row in listed if (row.table, row.id) not in going]
    found = []
    for step in steps:
        names = tuple(r.id for r in staying if step.table == "criteria" and step.id in r.criteria)
        if step.action is h.UndoAction.END and names:
            step = step.model_copy(update={"action": None, "why": "stood_on", "names": names})
        found.append(step)
    return found


def undo_revision(
    store: Store,
    seq: str,
    who: str,
    reason: str,
    now: datetime,
    salt: Callable[[], str],
    seen: int | None = None,
) -> h.UndoPlan:
    """Make a revision that puts back what another one changed, all or nothing. `who` is a role.

    Raises Invalid with everything that stands in the way, Refused when there is nothing to undo, or when something was
    recorded since revision `seen`, of which whoever decided does not know yet.
    """
    summary = own_words("undo", seq=str(number_of(seq)), reason=_checked(reason))
    with store.writer(who, summary, now, salt) as writer:
        if seen is not None and seen != writer.revision:
            raise Refused(h.UNDO_REFUSED["meantime"])
        plan = plan_undo(writer, seq)
        if plan.in_the_way:
            raise Invalid([Problem(f"{s.table} {s.id}", h.why_words(s)) for s in plan.in_the_way])
        if not plan.acting:
            raise Refused(h.UNDO_REFUSED["nothing"])
        done = writer.steps(writer.log_entry(plan.undone.seq))
        before = {(s.table, h.id_of(s.before.record)): s.before.record for s in done if s.before}
        back = list(_put_back(plan, before, summary))
        writer.put(back)
        for record in back:
            if isinstance(record, Request) and record.outcome == "open":  # it runs again, and so does its link
                writer.replies.change(first_id(record.id), ended_on=None)
        writer.end_rows(s.record for s in plan.steps if s.action is h.UndoAction.END)
        writer.reports.note_undone(plan.undone.seq, writer.next)
        return plan.model_copy(update={"made": writer.next})


def _put_back(plan: h.UndoPlan, before: Mapping[tuple[str, str], Record], summary: str) -> Iterator[Record]:
    for step in plan.steps:
        if step.action is h.UndoAction.RESTORE:
            yield before[step.table, step.id]
        elif step.action is h.UndoAction.WITHDRAW:
            yield step.record.model_copy(update={"withdrawn_reason": summary})


def _checked(reason: str) -> str:
    """Read the reason, which everybody will be able to read for ever."""
    text = " ".join(reason.split())
    personal = find_personal(text)
    wrong = ""
    if not text:
        wrong = "missing"
    elif len(text) > MAX_REASON or not text.isprintable():
        wrong = "unfit"
    elif personal is not None and personal.certain:
        wrong = "personal"
    if wrong:
        raise Invalid([Problem("reason", *h.REASON_WRONG[wrong])])
    return text
