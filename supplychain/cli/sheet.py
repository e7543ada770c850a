"""supplychain sheet: one product on one page, for people who advise others."""

from __future__ import annotations

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.dossier import written_sheet
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session


@click.command()
@click.argument("id", metavar="PRODUCT")
@click.option("--lang", type=click.Choice(["en", "de"]), default="en", help="Language of the text.")
@as_of_option
@answers
@pass_session
def sheet(session: Session, id: str, lang: str, as_of: int | None, json: bool, csv: bool) -> None:
    """Show a product on one page: who makes it, whose labour is reported, what is paid, what is not known.

    The page to print stands on the site under /tools/PRODUCT/sheet.
    """
    from supplychain.services.sheet import show_sheet

    with session.store() as store:
        with store.view(as_of) as view:
            answer = show_sheet(view, id)
        if json or csv:
            write(answer, json, csv)
            return
        click.echo(written_sheet(session, store, answer.tool.id, lang, as_of))
