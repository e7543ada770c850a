"""supplychain report: send rows in one go, look at them before, follow what became of a report, take it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.codes import WAYS, code_argument, code_option
from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.errors import Invalid, Problem

if TYPE_CHECKING:
    from supplychain.domain.reports import Report
    from supplychain.domain.uploads import Upload
    from supplychain.formats.sheets import Read
    from supplychain.services.desk import Desk
    from supplychain.services.reports import Sender

file = click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
one_file = click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
table_option = click.option("--table", default="", help="Table of a CSV, where its first row does not say.")
as_option = click.option("--as", "email", metavar="EMAIL", default="", help="Send with this account.")


@click.group()
def report() -> None:
    """Send reports and follow them: CSV, XLSX, JSON, or a data package as a folder or ZIP."""


def _read(path: Path, table: str) -> Read:
    from supplychain.domain.uploads import MAX_BYTES
    from supplychain.formats.descriptor import FILE
    from supplychain.formats.uploads import read_files, read_upload

    too_large = f"It is larger than {MAX_BYTES // 1024 // 1024} MB."
    if path.is_dir():
        files = [
            found for found in path.iterdir() if found.is_file() and (found.suffix == ".csv" or found.name == FILE)
        ]
        if sum(found.stat().st_size for found in files) > MAX_BYTES:
            raise Invalid([Problem("file", too_large)])
        return read_files({found.name: found.read_bytes() for found in files})
    with path.open("rb") as stream:
        return read_upload(stream.read(MAX_BYTES + 1), table, path.name)


def _sender(desk: Desk, email: str) -> Sender:
    from supplychain.services.people import find_person
    from supplychain.services.reports import Sender
    from supplychain.services.sign_in import Identity

    if not email:
        return Sender()
    person = find_person(desk, email)
    return Sender(Identity(person, person.rights))


@report.command()
@file
@table_option
@answers
@pass_session
def check(session: Session, file: Path, table: str, json: bool, csv: bool) -> None:
    """Say what FILE comes to: what is new, matched, recorded already or wrong. Nothing is kept."""
    from supplychain.domain.reports import Content
    from supplychain.services.uploads import look

    with session.desk() as desk:
        upload = look(desk, _read(file, table), Content()).upload
    write(upload, json, csv)
    _tell(session, upload, json or csv)
    if upload.faults:
        raise click.exceptions.Exit(1)


def _tell(session: Session, upload: Upload, quiet: bool) -> None:
    for note in upload.notes:
        session.say(f"Look at {note.problem()}")
    if not quiet:
        for fault in upload.faults:
            click.echo(str(fault.problem()))
    counts = (upload.new, upload.matched, upload.changed, upload.unchanged, upload.wrong)
    words = ("new", "matched", "changed", "unchanged", "wrong")
    session.say(", ".join(f"{number:,} {word}" for number, word in zip(counts, words, strict=True)) + ".")


@report.command()
@file
@table_option
@as_option
@code_option
@click.option("--confirm", multiple=True, metavar="KEY", help="Let stand what looks like a name and is no worker's.")
@json_option
@pass_session
def submit(
    session: Session, file: Path, table: str, email: str, code: str, confirm: tuple[str, ...], json: bool
) -> None:
    """Send what is new in FILE as one report, all of it or nothing. Sent again under the same account or code, it sends nothing.

    Without an account the receipt code is printed: it is shown this once, and nobody can find it out.
    """
    from supplychain.services.reports import Sender, follow
    from supplychain.services.upload_sending import submit as service

    if email and code:
        raise click.UsageError("--as and --code exclude each other.")
    read = _read(file, table)
    with session.desk() as desk:
        sender = Sender(code=follow(desk, code)) if code else _sender(desk, email)
        made = service(desk, sender, read, confirm)
    if json:
        write(made, json=True)
        return
    if not made.id:
        session.say(made.said)
        return
    click.echo(made.id)
    if made.code:
        click.echo(made.code)
        session.say("The second line is the receipt code. Write it down: nobody can find it out for you.")
    session.say(f"Sent: {made.new:,} new, {made.changed:,} changed; {made.unchanged:,} were known already.")


@report.command(epilog=WAYS)
@code_argument
@json_option
@pass_session
def follow(session: Session, code: str, json: bool) -> None:
    """Say what became of the reports that CODE opens."""
    from supplychain.domain.report_log import OWN_PAY_KEPT, is_own_pay, published
    from supplychain.domain.reports import TERMS
    from supplychain.domain.uploads import Followed
    from supplychain.services.reports import Sender, list_reports
    from supplychain.services.reports import follow as read

    with session.desk() as desk:
        found = list_reports(desk, Sender(code=read(desk, code)))
    if json:
        write(Followed(reports=found), json=True)
        return
    for one in found:
        click.echo(f"{one.id}: {TERMS['report_state'][one.state].label}")
        for decision in one.decisions:
            reason = f", {TERMS['report_reason'][decision.reason].label}" if decision.reason else ""
            said = f"{TERMS['report_decision'][decision.decision].label}{reason} {decision.words}".rstrip()
            click.echo(f"  {decision.day}: {said}{f'; {said_of}' if (said_of := published(decision)) else ''}")
            if is_own_pay(one, decision):
                click.echo(f"  {OWN_PAY_KEPT}")
        for message in one.messages:
            click.echo(f"  {message.day}, {message.side}: {message.text}")


@report.command(epilog=WAYS)
@code_argument
@click.argument("id")
@json_option
@pass_session
def withdraw(session: Session, code: str, id: str, json: bool) -> None:
    """Take back the report ID that CODE opens."""
    from supplychain.domain.uploads import Withdrawn
    from supplychain.services.reports import Sender
    from supplychain.services.reports import follow as read
    from supplychain.services.reports import withdraw as service

    with session.desk() as desk:
        service(desk, Sender(code=read(desk, code)), id)
    if json:
        write(Withdrawn(id=id), json=True)
    session.say(f"{id} is taken back; what it said is deleted.")


@report.command(epilog=WAYS)
@code_argument
@click.argument("id")
@click.argument("text")
@json_option
@pass_session
def message(session: Session, code: str, id: str, text: str, json: bool) -> None:
    """Write TEXT to the desk about the report ID that CODE opens."""
    from supplychain.services.reports import Sender, open_report
    from supplychain.services.reports import follow as read
    from supplychain.services.reports import write as service

    with session.desk() as desk:
        sender = Sender(code=read(desk, code))
        service(desk, sender, id, text)
        found = open_report(desk, sender, id)
    _say(session, found, "The message is sent.", json)


@report.command(epilog=WAYS)
@code_argument
@click.argument("id")
@one_file
@json_option
@pass_session
def attach(session: Session, code: str, id: str, file: Path, json: bool) -> None:
    """Add FILE to the report ID that CODE opens: cleaned for the reviewers, its original sealed or not kept."""
    from supplychain.services.reports import Sender, open_report
    from supplychain.services.reports import attach as service
    from supplychain.services.reports import follow as read

    with session.desk() as desk:
        sender = Sender(code=read(desk, code))
        kept = service(desk, sender, id, file.read_bytes())
        found = open_report(desk, sender, id)
    removed = f" Taken off: {'; '.join(kept.removed)}." if kept.removed else ""
    _say(session, found, f"The file is kept.{removed}", json)


@report.command(epilog=WAYS)
@code_argument
@click.argument("id")
@file
@table_option
@click.option("--confirm", multiple=True, metavar="KEY", help="Let stand what looks like a name and is no worker's.")
@json_option
@pass_session
def mend(session: Session, code: str, id: str, file: Path, table: str, confirm: tuple[str, ...], json: bool) -> None:
    """Send the report ID that CODE opens again, with the rows of FILE in the place of all that it held.

    FILE is what `report submit` takes, or the content that `report follow --json` gives.
    """
    from supplychain.services.reports import Sender
    from supplychain.services.reports import follow as code_of
    from supplychain.services.upload_sending import mend as service

    read = _read(file, table)
    with session.desk() as desk:
        found = service(desk, Sender(code=code_of(desk, code)), id, read, confirm)
    _say(session, found, f"{id} is sent again.", json)


def _say(session: Session, found: Report, words: str, json: bool) -> None:
    if json:
        click.echo(found.model_dump_json(indent=2))
    session.say(words)


@report.command()
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to: a workbook, or with a name that ends in .zip one CSV file for each table.",
)
@json_option
@pass_session
def template(session: Session, output: Path, json: bool) -> None:
    """Write a template to fill in: a workbook (.xlsx), or CSV files in one archive (.zip) that can be sent as it is."""
    from supplychain.domain.errors import Refused
    from supplychain.domain.uploads import Written
    from supplychain.formats.template import make_template
    from supplychain.formats.template_csv import make_csv_template

    data = make_csv_template() if output.suffix.lower() == ".zip" else make_template()
    try:
        output.write_bytes(data)
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from error
    if json:
        write(Written(path=str(output), size=len(data)), json=True)
    session.say(f"The template was written to {output}.")
