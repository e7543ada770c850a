"""supplychain package: check, import and export a data package."""

from __future__ import annotations

import secrets
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.recorded import own_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from supplychain.services.packages import PackageReport

ACTOR = "editor"
SUMMARY = own_words("import")
_MANY_ROWS = 2_000
_LISTED = 20

folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group()
def package() -> None:
    """Check, import and export a data package: a folder of CSV files with a datapackage.json."""


@package.command()
@folder
@json_option
@pass_session
def check(session: Session, folder: Path, json: bool) -> None:
    """Say all that is wrong with the package in DIR and what an import would change. Nothing is recorded."""
    from supplychain.services.packages import check_package

    with session.view() as view, _progress(session, folder) as progress:
        report = check_package(view, folder, progress)
    _show(session, report, json)
    if report.problems:
        raise click.exceptions.Exit(1)
    session.say("Nothing is wrong with it.")


@package.command("import")
@folder
@click.option("--summary", default=SUMMARY, show_default=True, help="What the public log says about it.")
@json_option
@pass_session
def import_(session: Session, folder: Path, summary: str, json: bool) -> None:
    """Record what is new or changed in the package in DIR, all of it or nothing, as one revision."""
    from supplychain.services.packages import import_package

    if not summary.strip():
        raise click.BadParameter("it must say something.", param_hint="--summary")
    with session.store() as store, _progress(session, folder) as progress:
        now, salt = datetime.now(UTC), lambda: secrets.token_hex(16)
        report = import_package(store, folder, ACTOR, summary.strip(), now, salt, progress)
    _show(session, report, json)
    if report.recorded:
        session.say(f"Recorded as revision {report.revision}.")
    else:
        session.say(f"Nothing is new in it: everything is as in revision {report.revision}.")


@package.command()
@folder
@as_of_option
@json_option
@pass_session
def export(session: Session, folder: Path, as_of: int | None, json: bool) -> None:
    """Write everything that is recorded as a package to DIR, which is made, or replaced if it holds a package."""
    from supplychain.services.packages import export_package

    with session.view(as_of) as view:
        report = export_package(view, folder)
    _show(session, report, json)
    session.say(f"{report.total:,} rows of revision {report.revision} were written to {folder}.")


def _show(session: Session, report: PackageReport, json: bool) -> None:
    """Write the report: as text, the counts, then what is wrong."""
    if json or report.tables:
        write(report, json)
    if json:
        return
    for id in report.changed_ids[:_LISTED]:
        session.say(f"Recorded otherwise: {id}")
    if (more := len(report.changed_ids) - _LISTED) > 0:
        session.say(f"Recorded otherwise: {more:,} more; --json names all.")
    for warning in report.warnings:
        session.say(f"Look at {warning}")
    for problem in report.problems:
        click.echo(str(problem))


@contextmanager
def _progress(session: Session, folder: Path) -> Iterator[Callable[[int], None]]:
    """Show how far the reading of a large package is, to a person at a terminal only."""
    from supplychain.formats.packages import count_rows

    rows = count_rows(folder) if sys.stderr.isatty() and not session.quiet else 0
    with click.progressbar(length=rows, label="Reading", file=sys.stderr, hidden=rows <= _MANY_ROWS) as bar:
        yield bar.update
