"""supplychain dossier: what a buyer can know about the labour behind a product or at a vendor, on paper or on screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, terminal_width, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from supplychain.domain.lists import ListAnswer
    from supplychain.store.database import Store

_WIDTH = 100
_ENDS = (".pdf", ".html", ".xlsx")


@click.command()
@click.argument("id", metavar="PRODUCT|ORGANISATION")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a file: .pdf, .html, or .xlsx (the questions).",
)
@click.option("--lang", type=click.Choice(["en", "de"]), default="en", help="Language of the text or the file.")
@as_of_option
@answers
@pass_session
def dossier(
    session: Session, id: str, output: Path | None, lang: str, as_of: int | None, json: bool, csv: bool
) -> None:
    """Show the dossier of a product or an organisation, by its id or its name.

    JSON and CSV hold the texts of criteria, questions and clauses in both languages.
    """
    from supplychain.services.dossier import show_dossier

    if output is not None and (json or csv):
        raise click.UsageError("-o excludes --json and --csv.")
    if output is not None and output.suffix.lower() not in _ENDS:
        raise click.UsageError(f"{output.name!r} must end with one of {', '.join(_ENDS)}.")
    with session.store() as store:
        with store.view(as_of) as view:
            answer = show_dossier(view, id)
        if json or csv:
            write(answer, json, csv)
            return
        from supplychain.web.dossier import files

        if output is None:
            click.echo(files.terminal_text(session.settings, store, answer, lang, as_of, _width()))
            click.echo("\nAll of it: -o FILE.pdf, --json")
            return
        written = files.write_file(session.settings, store, answer, output.suffix.lower()[1:], lang, as_of)
        try:
            output.write_bytes(written)
        except OSError as error:
            raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    session.say(f"{output} was written: {len(written):,} bytes.")


def written_sheet(session: Session, store: Store, id: str, language: str, as_of: int | None) -> str:
    """Write the sheet of a product as it stands on the site, for a terminal."""
    from supplychain.web.sheet_text import terminal_text

    return terminal_text(session.settings, store, id, language, as_of, _width())


def _width() -> int:
    return min(terminal_width() or _WIDTH, _WIDTH)


def written_dossiers(
    session: Session, store: Store, ids: Sequence[str], form: str, language: str, revision: int
) -> Iterator[tuple[str, bytes]]:
    """Write the dossiers of several parties at a revision, with their names in an archive."""
    from supplychain.services.dossier import show_dossier
    from supplychain.web.dossier import files

    with store.view(revision) as view:
        found = (show_dossier(view, id) for id in ids)
        for number, (name, data) in enumerate(
            files.write_all(session.settings, store, form, language, revision, found), 1
        ):
            if number % 20 == 0:
                session.say(f"{number // 2:,} of {len(ids):,} dossiers are written.")
            yield name, data


def list_workbook(session: Session, store: Store, answer: ListAnswer, language: str) -> bytes:
    """Write a list that was checked as a workbook in a language."""
    from supplychain.web.dossier import files

    return files.list_workbook(session.settings, store, answer, language)
