"""supplychain reference: the tables that pay is read against, their rows, and what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.reference import REFERENCE_TYPES, USES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.pay_missing import ReferenceStatus
    from supplychain.domain.reference import ReferenceRow
    from supplychain.domain.reference_answers import ReferenceList, ReferenceOverview, ReferenceRowAnswer

TABLES = [kind.table.replace("_", "-") for kind in REFERENCE_TYPES]


@click.group()
def reference() -> None:
    """The tables that pay is read against: minimum and living wages, rates, parities, consumer prices."""


@reference.command("list")
@click.argument("table", type=click.Choice(TABLES), required=False)
@click.option("--country", metavar="CODE", help="Only of this country, such as KE.")
@click.option("--currency", metavar="CODE", help="Only of this currency, such as KES.")
@click.option("--year", type=click.IntRange(1900, 2200), metavar="YEAR", help="Only what may be of this year.")
@click.option("--use", type=click.Choice(list(USES)), help="Only rows of this use.")
@click.option("--source", metavar="ID", help="Only what was taken from this source.")
@as_of_option
@answers
@pass_session
def list_(session: Session, /, table: str | None, as_of: int | None, json: bool, csv: bool, **wanted: Any) -> None:
    """List the rows of a TABLE; without one, the tables with how much is in them."""
    from supplychain.domain.reference_answers import Wanted
    from supplychain.services.reference import list_rows, show_overview

    given = {name: value for name, value in wanted.items() if value}
    if table is None and given:
        raise click.UsageError(f"Name a table for --{next(iter(given))}: {', '.join(TABLES)}.")
    with session.view(as_of) as view:
        answer = list_rows(view, table, Wanted(**given)) if table else show_overview(view)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_text(answer)))


@reference.command()
@as_of_option
@answers
@pass_session
def status(session: Session, as_of: int | None, json: bool, csv: bool) -> None:
    """Say for which country and year of a pay report a benchmark, a rate or a parity is missing."""
    from supplychain.services.pay import reference_status

    with session.view(as_of) as view:
        answer = reference_status(view)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_status_text(answer)))


def _status_text(answer: ReferenceStatus) -> Iterator[str]:
    heading = None
    for line in answer.lines:
        if heading != (heading := (line.country, line.year)):
            yield f"{line.country} {line.year or 'year not recorded'}"
        rows = f" {', '.join(line.rows)}." if line.rows else ""
        yield f"  {line.words}{rows} ({', '.join(line.wages)})"
    if answer.placeless:
        yield "No country is recorded, so nothing can be missing:"
        yield f"  {', '.join(answer.placeless)}"


def _text(answer: ReferenceOverview | ReferenceList) -> Iterator[str]:
    from supplychain.domain.reference_answers import ReferenceList

    if isinstance(answer, ReferenceList):
        yield from _list_text(answer)
        return
    for table, summary in zip(TABLES, answer.tables, strict=True):
        years = f", {summary.first_year} to {summary.last_year}" if summary.first_year else ""
        yield f"{table}: {summary.rows} rows{years}; {summary.check} with doubt, {summary.no} not to be used"
        yield f"  {summary.wages} pay reports are read against it; it lacks something for {summary.lacking}"
    yield f"There are pay reports for {answer.asked} countries and years: supplychain reference status"


def _list_text(answer: ReferenceList) -> Iterator[str]:
    for used in answer.rows:
        yield from row_lines(used.row)
        if used.wages:
            yield f"  Read against it: {', '.join(used.wages)}"
    yield f"{answer.total} rows" if answer.total else "No row fits."
    for line in answer.lacking:
        yield f"Lacking for {line.country} {line.year or 'without a year'}: {line.words} ({', '.join(line.wages)})"


def row_lines(row: ReferenceRow) -> Iterator[str]:
    """Write a row in a few lines: figure, place and time, doubts, source."""
    from supplychain.formats.rows import cells

    full = {name: text for name, text in cells(row).items() if text}
    apart = {name: full.pop(name, "") for name in ("id", "use", "source", "locator", "note")}
    yield f"{apart['id']}: " + "; ".join(f"{name} {text}" for name, text in full.items())
    yield f"  Use: {USES[apart['use']].label}" + (f". {apart['note']}" if apart["note"] else "")
    yield f"  Source: {apart['source']}, {apart['locator']}"


def title_of(answer: ReferenceRowAnswer) -> str:
    """Write a row and its source above the pay reports that are read against it."""
    s = answer.source
    lines = [*row_lines(answer.row), *([f"    {s.title}, {s.publisher}\n    {s.url}"] if s else [])]
    return "\n".join([*lines, "Read against it:" if answer.wages else "No published pay report is read against it."])
