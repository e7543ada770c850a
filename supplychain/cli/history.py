"""supplychain history: whether what is recorded is what was recorded."""

import click

from supplychain.cli.output import json_option
from supplychain.cli.session import Session, pass_session


@click.group()
def history() -> None:
    """Look into the log of everything that was ever recorded."""


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
