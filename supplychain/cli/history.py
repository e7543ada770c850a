"""supplychain history: the log, a revision, the versions of a record; whether all of it agrees; and undoing a revision."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from supplychain.domain.field_changes import FieldChange
    from supplychain.domain.history_answers import (
        HistoryAnswer,
        RecordHistory,
        RecordStep,
        RevisionAnswer,
        RevisionRow,
        UndoPlan,
    )

_STAMP = "%Y-%m-%d %H:%M UTC"


@click.group()
def history() -> None:
    """Look into the log of everything that was ever recorded, and undo a revision by a new one."""


@history.command("list")
@click.option("--page", type=click.IntRange(1), default=1, help="Page of the list; 50 revisions each.")
@as_of_option
@answers
@pass_session
def list_command(session: Session, page: int, as_of: int | None, json: bool, csv: bool) -> None:
    """List revisions, newest first: when, in which role, what about, how many records."""
    from supplychain.services.history import list_history

    with session.view(as_of) as view:
        answer = list_history(view, page)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_log_text(answer)))


@history.command()
@click.argument("what")
@click.option("--page", type=click.IntRange(1), default=1, help="Of a revision, page of its records; 50 each.")
@as_of_option
@answers
@pass_session
def show(session: Session, what: str, page: int, as_of: int | None, json: bool, csv: bool) -> None:
    """Show what a revision did, or every version of a record. WHAT is a number, or the id of a record."""
    from supplychain.domain.history_answers import RevisionAnswer
    from supplychain.services.history import find_history, show_revision

    with session.view(as_of) as view:
        answer = show_revision(view, what, page=page) if what.isdigit() else find_history(view, what)
    if json or csv:
        write(answer, json, csv)
        return
    lines = _revision_text(answer) if isinstance(answer, RevisionAnswer) else _record_text(answer)
    click.echo("\n".join(lines))


@history.command()
@click.argument("seq")
@click.option("--reason", required=True, help="Why; everybody can read it, for ever.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@json_option
@pass_session
def undo(session: Session, seq: str, reason: str, dry_run: bool, json: bool) -> None:
    """Undo revision SEQ by a new one: every record that it touched becomes what it was before, or none does."""
    from supplychain.services.undo import plan_undo, undo_revision

    with session.store() as store:
        if dry_run:
            with store.view() as view:
                plan = plan_undo(view, seq)
        else:
            plan = undo_revision(store, seq, "editor", reason, datetime.now(UTC), lambda: secrets.token_hex(16))
    if json:
        click.echo(plan.model_dump_json(indent=2))
    else:
        click.echo("\n".join(_plan_text(plan)))
    if plan.in_the_way:
        raise click.exceptions.Exit(1)


@history.command()
@json_option
@pass_session
def verify(session: Session, json: bool) -> None:
    """Compare all that was ever recorded with the chain of hashes. Exits with 1 when something does not agree."""
    from supplychain.services.history import verify_history

    with session.view() as view:
        report = verify_history(view)
    if json:
        click.echo(report.model_dump_json(indent=2))
    else:
        click.echo(
            f"{report.revisions:,} revisions, {report.rows:,} versions compared; newest hash: {report.hash or 'none'}"
        )
        for hole in report.holes:
            click.echo(f"Redacted in revision {hole.revision}: row {hole.row} of {hole.table}: {hole.reason}")
        for problem in report.problems:
            click.echo(str(problem))
    if report.problems:
        raise click.exceptions.Exit(1)
    session.say("Everything agrees.")


# -- as text -----------------------------------------------------------------------------------------------------------


def _log_text(answer: HistoryAnswer) -> Iterator[str]:
    for row in answer.rows:
        yield from _head(row)
    pages = f", page {answer.page} of {answer.pages}" if answer.pages > 1 else ""
    yield f"{answer.total} revisions{pages}"


def _head(row: RevisionRow) -> Iterator[str]:
    yield f"{row.seq}: {row.recorded_at:{_STAMP}}, {row.actor}: {row.summary}"
    for count in row.counts:
        words = (
            f"{n} {what}" for n, what in ((count.new, "new"), (count.changed, "changed"), (count.ended, "ended")) if n
        )
        yield f"  {count.table}: {', '.join(words)}"
    if row.redacted:
        yield f"  versions redacted: {row.redacted}"


def _revision_text(answer: RevisionAnswer) -> Iterator[str]:
    yield from _head(answer.entry)
    yield f"  hash {answer.entry.hash}"
    yield f"  hash of the revision before {answer.prev_hash or 'none'}"
    yield f"  digest of what it did {answer.payload_digest}"
    for seq in answer.undone_by:
        yield f"Undone by revision {seq}"
    for hole in answer.redactions:
        yield f"Redacted: {hole.table} {hole.id}, the version of revision {hole.version}: {hole.reason}"
    for step in answer.steps:
        yield f"{step.table} {step.id}: {step.state}"
        yield from _step_text(step)
    if answer.pages > 1:
        yield f"Page {answer.page} of {answer.pages}, {answer.total} records"


def _record_text(answer: RecordHistory) -> Iterator[str]:
    yield f"{answer.of_table} {answer.id}"
    for version in answer.versions:
        yield f"Revision {version.revision}, {version.recorded_at:{_STAMP}}, {version.actor}: {version.state}. {version.summary}"
        yield from _step_text(version)


def _step_text(step: RecordStep) -> Iterator[str]:
    if step.hole:
        yield f"  Redacted in revision {step.hole.revision}: {step.hole.reason}"
    yield from changes_text(step.changes, "  ")


def changes_text(changes: Iterable[FieldChange], indent: str) -> Iterator[str]:
    """Write how fields differ."""
    for change in changes:
        if not change.items:
            yield f"{indent}{change.field}: {change.before or '-'} -> {change.after or '-'}"
        for item in change.items:
            if item.state != "same":
                yield f"{indent}{change.field} {' '.join(item.key).strip()}: {item.state}"
                yield from changes_text(item.changes, f"{indent}  ")


def _plan_text(plan: UndoPlan) -> Iterator[str]:
    from supplychain.domain.history_answers import UNDO_ACTIONS, UNDO_OWN_PAY, why_words

    for step in plan.steps:
        done = UNDO_ACTIONS[step.action][0] if step.action else "stands in the way"
        yield f"{step.table} {step.id}: {done}. {why_words(step)}".rstrip()
        yield from changes_text(step.changes, "  ")
    if plan.report:
        yield UNDO_OWN_PAY % {"report": plan.report}
    if plan.made:
        yield f"Revision {plan.undone.seq} is undone by revision {plan.made}."
    else:
        yield f"Revision {plan.undone.seq}: {len(plan.acting)} records would change; nothing was done."
