"""supplychain identity: what may be the same, judging it, taking it back, and all judgements as a file."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import Field

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.records import Record
from supplychain.domain.vocabulary import JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.identity import IdentitiesAnswer
    from supplychain.services.identity import Hand, IdentityReport

ACTOR = "editor"


class Written(Record):
    """A file that was written."""

    path: str = Field(description="The file.")
    revision: int = Field(description="Revision whose judgements it holds.")
    lines: int = Field(description="Lines in it.")


@click.group()
def identity() -> None:
    """Who is who: which ids mean one party, and which may."""


@identity.command()
@as_of_option
@answers
@pass_session
def candidates(session: Session, as_of: int | None, json: bool, csv: bool) -> None:
    """List what is judged and what may be the same, with the reasons."""
    from supplychain.services.identity import list_identities

    with session.view(as_of) as view:
        answer = list_identities(view)
    if json or csv:
        write(answer, json, csv)
        return
    for line in _lines(answer):
        click.echo(line)


def _lines(answer: IdentitiesAnswer) -> Iterator[str]:
    for judged in (*answer.judgements, *answer.undecided):
        yield f"{judged.left.id} and {judged.right.id}: {JUDGEMENTS[judged.judgement].label} (revision {judged.since})"
        yield f"  {judged.reason}"
    for pair in answer.candidates:
        score = "no score" if pair.score is None else f"{pair.score} of 100"
        yield f"{pair.left.id} ({pair.left.name}) and {pair.right.id} ({pair.right.name}): not judged, {score}"
        yield from (f"  {reason.words}" for reason in pair.reasons)


@identity.command()
@click.argument("left")
@click.argument("right")
@click.argument("judgement", type=click.Choice(list(JUDGEMENTS)))
@click.option("--reason", required=True, help="Why; everybody can read it.")
@click.option("--source", default="", metavar="ID", help="Recorded source that shows it.")
@json_option
@pass_session
def judge(session: Session, left: str, right: str, judgement: str, reason: str, source: str, json: bool) -> None:
    """Record whether LEFT and RIGHT mean one party. It can be taken back with `undo`."""
    from supplychain.services.identity import judge as service

    with session.store() as store:
        report = service(store, left, right, judgement, reason, source, _hand())
    _say(session, report, json)


@identity.command()
@click.argument("left")
@click.argument("right")
@json_option
@pass_session
def undo(session: Session, left: str, right: str, json: bool) -> None:
    """Take the judgement on LEFT and RIGHT back: both ids answer for themselves again."""
    from supplychain.services.identity import unjudge

    with session.store() as store:
        report = unjudge(store, left, right, _hand())
    _say(session, report, json)


@identity.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; without it, stdout."
)
@as_of_option
@json_option
@pass_session
def export(session: Session, output: Path | None, as_of: int | None, json: bool) -> None:
    """Write every judgement as a resolver file of nomenklatura (a JSON list a line)."""
    from supplychain.services.identity import export_resolver

    if json and output is None:
        raise click.UsageError("--json says what was written to a file: give one with --output.")
    with session.view(as_of) as view:
        text, revision = export_resolver(view), view.as_of
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    lines = len(text.splitlines())
    if json:
        click.echo(Written(path=str(output), revision=revision, lines=lines).model_dump_json(indent=2))
    else:
        session.say(f"{lines} lines written to {output}.")


def _hand() -> Hand:
    from supplychain.services.identity import Hand

    return Hand(ACTOR, datetime.now(UTC), lambda: secrets.token_hex(16))


def _say(session: Session, report: IdentityReport, json: bool) -> None:
    if json:
        click.echo(report.model_dump_json(indent=2))
        return
    what = JUDGEMENTS[report.judgement].label if report.judgement else "not judged"
    done = f"recorded as revision {report.revision}" if report.recorded else "nothing changed"
    one, other = report.shown_as
    shown = f"both are shown as {one}" if one == other else f"they are shown as {one} and {other}"
    session.say(f"{report.left} and {report.right}: {what}; {done}; {shown}.")
