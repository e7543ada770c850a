"""supplychain assess: the burden of proof as a file: begun for a tool, checked, written as PDF, page or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import json_option
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from supplychain.domain.assess_result import AssessmentResult

_FILE = click.Path(path_type=Path, dir_okay=False)
_LANG = click.option(
    "--lang", type=click.Choice(["en", "de"]), default="en", help="Language of what is said or written."
)


@click.group()
def assess() -> None:
    """May we use this tool? An assessment as a file. The default is “not released”; the organisation decides."""


@assess.command()
@click.argument("tool", metavar="TOOL")
@click.option("-o", "--output", type=_FILE, help="Write the file; without it, it goes to stdout.")
@click.option("--not-recorded", is_flag=True, help="The tool is not in the database: begin with its name alone.")
@json_option
@pass_session
def new(session: Session, tool: str, output: Path | None, not_recorded: bool, json: bool) -> None:
    """Begin an assessment: a JSON file to be edited, with what the database knows of the tool filled in.

    The file itself is JSON: --json is the same as no -o.
    """
    from supplychain.formats.assess import write_draft
    from supplychain.services.assess import begin, begin_unrecorded, work_out

    if json and output is not None:
        raise click.UsageError("-o excludes --json.")
    start = begin_unrecorded if not_recorded else begin
    with session.view() as view:
        result = work_out(view, start(view, tool))
    file = write_draft(result)
    if output is None:
        click.echo(file, nl=False)
        return
    _write(output, file)
    session.say(
        f"{output} was written. Fill in what stands under “assessment”, then: supplychain assess check {output}"
    )


@assess.command()
@click.argument("file", type=click.Path(path_type=Path))
@_LANG
@json_option
@pass_session
def check(session: Session, file: Path, lang: str, json: bool) -> None:
    """Say what is open or cannot stand, by the number of the question, and how to mend it. Exits with 1 unless it is complete."""
    result = _read(session, file)
    if json:
        click.echo(result.model_dump_json(indent=2))
    else:
        _tell(result, lang)
    if not result.complete:
        raise click.exceptions.Exit(1)


@assess.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=_FILE, help="Write a file: .pdf, .html or .json.")
@_LANG
@json_option
@pass_session
def render(session: Session, file: Path, output: Path | None, lang: str, json: bool) -> None:
    """Write an assessment with all that follows from it: as PDF, as a page, or as canonical JSON (--json)."""
    from supplychain.formats.assess import write_result

    if json == (output is not None):
        raise click.UsageError("Give either -o FILE or --json.")
    kind = output.suffix.lower() if output else ".json"
    if kind not in (".pdf", ".html", ".json"):
        raise click.UsageError(f"{output.name!r} must end with one of .pdf, .html, .json." if output else "")
    result = _read(session, file)
    if output is None:
        click.echo(write_result(result))
        return
    if kind == ".json":
        _write(output, write_result(result))
    else:
        from supplychain.web.assess.files import write_file

        with session.store() as store:
            _write(output, write_file(session.settings, store, result, kind[1:], lang))
    session.say(
        f"{output} was written."
        + ("" if result.complete else " It is a draft: run “assess check” to see what is open.")
    )


def _read(session: Session, file: Path) -> AssessmentResult:
    from supplychain.formats.assess import LARGEST, read_assessment
    from supplychain.services.assess import work_out

    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    a = read_assessment(data)
    with session.view() as view:
        return work_out(view, a)


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _tell(result: AssessmentResult, lang: str) -> None:
    from supplychain.domain.assess_form import OUTCOMES, STOPS
    from supplychain.domain.assess_result import against_words, lack_words, why_words

    german = lang == "de"
    for lack in result.lacks:
        click.echo(f"{lack.number}: {lack_words(lack, lang, labels=False)}")
    for stop, worded in zip(result.stops, STOPS, strict=True):
        label = worded.label_de if german else worded.label
        met = (
            ("Bedingung erfüllt" if stop.met else "Bedingung nicht erfüllt")
            if german
            else ("condition met" if stop.met else "condition not met")
        )
        click.echo(f"{label}: {met}. {' '.join(why_words(why, lang) for why in stop.why)}")
        for claim in stop.claims:
            click.echo(f"  {claim}")
    click.echo(f"{'Summe' if german else 'Sum'}: {result.weighing.working}")
    for s in result.against:
        label = "Spricht gegen eine Freigabe" if german else "Speaks against a release"
        click.echo(f"{label}: {against_words(s.code, lang)}. {s.reason}".rstrip())
    chosen = next((o for o in OUTCOMES if o.code == result.assessment.outcome), None)
    none = "keine: nicht freigegeben" if german else "none: not released"
    decided = (chosen.label_de if german else chosen.label) if chosen else none
    click.echo(f"{'Entscheidung' if german else 'Decision'}: {decided}")
    if result.lacks:
        click.echo("Nicht vollständig: nicht freigegeben." if german else "Not complete: it releases nothing.")
