"""supplychain review: the desk from the command line, in the name of an account that may review."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from supplychain.cli.output import answers, json_option, plain, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.report_log import published
from supplychain.domain.reports import Reason, State, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from supplychain.domain.people import Person
    from supplychain.domain.review import Seen
    from supplychain.services.desk import Desk

F = TypeVar("F", bound="Callable[..., Any]")
_REASONS = [reason.value for reason in Reason]


@click.group()
def review() -> None:
    """Review reports that people sent in: list, show, claim, decide."""


def _as(command: F) -> F:
    """Give a command the option `--as`: in whose name it acts."""
    words = "Account in whose name this is done: it may review, and has codes set up."
    return click.option("--as", "email", metavar="EMAIL", required=True, help=words)(command)


def _version(command: F) -> F:
    words = "Version that was looked at; without it, the one that is there."
    return click.option("--version", type=click.IntRange(1), help=words)(command)


def _words(command: F) -> F:
    return click.option("--words", default="", help="Words that stand in the public log beside the reason.")(command)


@contextmanager
def _desk(session: Session, email: str) -> Iterator[tuple[Desk, Person]]:
    from supplychain.services.review import act_as

    with session.desk() as desk:
        yield desk, act_as(desk, email)


def _do(session: Session, email: str, id: str, json: bool, act: Callable[[Desk, Person], object]) -> None:
    """Do something with a report, then show where it stands."""
    from supplychain.services.review import look

    with _desk(session, email) as (desk, who):
        act(desk, who)
        seen = look(desk, who, id)
    if json:
        click.echo(seen.model_dump_json(indent=2))
    else:
        last = seen.report.decisions[-1] if seen.report.decisions else None
        said = published(last) if last is not None else ""
        session.say(f"{id}: {seen.report.state.value.replace('_', ' ')}{f', {said}' if said else ''}.")


@review.command("list")
@_as
@click.option("--state", type=click.Choice([State.SUBMITTED.value, State.IN_REVIEW.value]), help="Where it stands.")
@click.option("--kind", default="", metavar="TABLE", help="Only reports that fill this table.")
@click.option("--whose", type=click.Choice(["mine", "free", "second"]), help="Mine, nobody's, for a second reader.")
@click.option("--days", type=click.IntRange(0), default=0, help="Only what waits so many days or more.")
@click.option("--page", type=click.IntRange(1), default=1, help="Page of the list; one holds 100.")
@answers
@pass_session
def list_(session: Session, /, email: str, page: int, json: bool, csv: bool, **chosen: Any) -> None:
    """List what waits for a decision, oldest first."""
    from supplychain.services.review import list_queue

    wanted = Wanted(chosen["state"] or "", chosen["kind"], mine=chosen["whose"] or "", age=chosen["days"])
    with _desk(session, email) as (desk, who):
        queue = list_queue(desk, who, wanted, page)
    write(queue, json, csv)
    if page < queue.pages:
        session.say(f"Page {page} of {queue.pages}; {queue.fitting:,} reports in all: go on with --page {page + 1}.")


@review.command()
@click.argument("id")
@_as
@answers
@pass_session
def show(session: Session, id: str, email: str, json: bool, csv: bool) -> None:
    """Show the report ID beside what is recorded."""
    from supplychain.services.review import look

    with _desk(session, email) as (desk, who):
        seen = look(desk, who, id)
    if json or csv:
        write(seen, json, csv)
    else:
        click.echo("\n".join(_text(seen)))


def _text(seen: Seen) -> Iterator[str]:
    from supplychain.domain.notices import TERMS
    from supplychain.domain.review import KINDS, RISKS

    report = seen.report
    yield f"{report.id}: {report.state.value.replace('_', ' ')}, version {report.version}, {seen.days} days since it was sent."
    if seen.own:
        yield "You sent it yourself: somebody else decides on it."
    elif seen.reviewer:
        yield f"{'You have it' if seen.mine else f'{plain(seen.reviewer)} has it'}."
    for problem in seen.problems:
        yield f"Cannot be read: {plain(problem.where)}: {plain(problem.what)} {plain(problem.mend)}".rstrip()
    for risk in seen.compared.risks:
        yield f"Risk: {RISKS[risk.kind]} {risk.claim}".rstrip()
    if seen.compared.needs_second:
        yield f"Second reader: {plain(seen.second_reader) or 'needed, nobody agreed yet'}."
    for one in seen.notified:
        told = TERMS["notice"][one.told].label
        yield f"Named in {one.claim}: {plain(one.name)}: {told}{f' until {one.due}' if one.told == 'runs' else ''}."
    for part in seen.compared.parts:
        grade = (
            f" [{part.grade_before or '–'} → {part.grade_after or '–'}]"
            if part.grade_before or part.grade_after
            else ""
        )
        yield f"\n{part.choice}: {KINDS[part.kind]}{grade}\n  {plain(part.label)}"
        for change in part.changes:
            before, after = (plain(", ".join(texts)) or "(empty)" for texts in (change.before, change.after))
            yield f"  {change.field}: {before} → {after}"
        for words, ids in (("nearly the same", part.alike), ("the opposite", part.against)):
            if ids:
                yield f"  recorded, says {words}: {', '.join(ids)}"
    for message in report.messages:
        yield f"\
{message.day} {message.side.value}: {plain(message.text)}"
    for ruled in report.decisions:
        why = f" ({ruled.reason.value})" if ruled.reason else ""
        yield f"{ruled.day} {ruled.decision.value}{why} {plain(ruled.words)}".rstrip()
        if said := published(ruled):
            yield f"  {said}"


@review.command()
@click.argument("id")
@_as
@json_option
@pass_session
def claim(session: Session, id: str, email: str, json: bool) -> None:
    """Take the report ID to review."""
    from supplychain.services import review as service

    _do(session, email, id, json, lambda desk, who: service.claim(desk, who, id))


@review.command()
@click.argument("id")
@_as
@json_option
@pass_session
def release(session: Session, id: str, email: str, json: bool) -> None:
    """Give the report ID back to the queue."""
    from supplychain.services import review as service

    _do(session, email, id, json, lambda desk, who: service.release(desk, who, id))


@review.command()
@click.argument("id")
@click.argument("text")
@_as
@click.option("--internal", is_flag=True, help="A note for the desk: the sender does not see it.")
@json_option
@pass_session
def comment(session: Session, id: str, text: str, email: str, internal: bool, json: bool) -> None:
    """Write TEXT to the sender of the report ID, or keep a note for the desk."""
    from supplychain.services import review as service

    _do(session, email, id, json, lambda desk, who: service.comment(desk, who, id, text, internal))


@review.command()
@click.argument("id")
@_as
@_version
@json_option
@pass_session
def agree(session: Session, id: str, email: str, version: int | None, json: bool) -> None:
    """Agree to the report ID as the second reader."""
    from supplychain.services import review as service

    _do(session, email, id, json, lambda desk, who: service.agree(desk, who, id, _at(desk, who, id, version)))


def _at(desk: Desk, who: Person, id: str, version: int | None) -> int:
    from supplychain.services.review import look

    return version or look(desk, who, id).report.version


@review.command("return")
@click.argument("id")
@_as
@click.option("--reason", type=click.Choice(_REASONS), required=True, help="Reason of the public list.")
@_words
@_version
@json_option
@pass_session
def return_(session: Session, id: str, email: str, reason: str, words: str, version: int | None, json: bool) -> None:
    """Send the report ID back to be mended."""
    from supplychain.services import review as service

    def act(desk: Desk, who: Person) -> None:
        service.return_(desk, who, id, _at(desk, who, id, version), Reason(reason), words)

    _do(session, email, id, json, act)


@review.command()
@click.argument("id")
@_as
@click.option("--reason", type=click.Choice(_REASONS), required=True, help="Reason of the public list.")
@_words
@_version
@json_option
@pass_session
def refuse(session: Session, id: str, email: str, reason: str, words: str, version: int | None, json: bool) -> None:
    """Refuse the report ID."""
    from supplychain.services import review as service

    def act(desk: Desk, who: Person) -> None:
        service.refuse(desk, who, id, _at(desk, who, id, version), Reason(reason), words)

    _do(session, email, id, json, act)


@review.command()
@click.argument("id")
@_as
@click.option("--only", multiple=True, metavar="PART", help="Accept only this part, by its id; may be given again.")
@click.option("--leave-out", multiple=True, metavar="PART", help="Accept all but this part; may be given again.")
@click.option("--reason", type=click.Choice(_REASONS), help="Why a part is left out.")
@_words
@_version
@json_option
@pass_session
def accept(
    session: Session,
    id: str,
    email: str,
    only: tuple[str, ...],
    leave_out: tuple[str, ...],
    reason: str | None,
    words: str,
    version: int | None,
    json: bool,
) -> None:
    """Publish the report ID, or a part of it: one transaction, one revision."""
    from supplychain.services import review as service

    if only and leave_out:
        raise click.UsageError("--only and --leave-out exclude each other.")

    def act(desk: Desk, who: Person) -> None:
        left_out = service.all_but(desk, who, id, only) if only else leave_out
        at = _at(desk, who, id, version)
        service.accept(desk, who, id, at, left_out, words, Reason(reason) if reason else None)

    _do(session, email, id, json, act)
