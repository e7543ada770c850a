"""supplychain request: asking those who are named for an answer, from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.services.desk import Desk

_CHANNELS = click.Choice(["mail", "letter", "form"])
_LANGUAGES = click.Choice(["en", "de"])
_PDF = click.Path(dir_okay=False, path_type=Path)


@click.group()
def request() -> None:
    """Ask those who are named for an answer: list, ask, ask again, give time, record silence."""


@contextmanager
def _desk(session: Session) -> Iterator[Desk]:
    with session.store() as store:
        yield session.settings.desk(store)


@request.command("list")
@answers
@pass_session
def list_(session: Session, json: bool, csv: bool) -> None:
    """List every request with what is to be done next."""
    from supplychain.services.requests import list_desk

    with _desk(session) as desk:
        write(list_desk(desk), json, csv)


@request.command()
@click.argument("respondent")
@click.argument("claims", nargs=-1, required=True)
@click.option("--channel", type=_CHANNELS, required=True, help="How to ask.")
@click.option("--to", required=True, help="E-mail address, address for the envelope, or address of the form.")
@click.option("--language", type=_LANGUAGES, default="en", help="Language of the letter.")
@click.option("--note", default="", help="A sentence of your own, after the statements.")
@click.option(
    "--days", type=click.IntRange(14, 60), default=14, show_default=True, help="Calendar days for the answer."
)
@click.option("--pdf", type=_PDF, help="Write the letter to this file, to be printed.")
@json_option
@pass_session
def ask(
    session: Session,
    respondent: str,
    claims: tuple[str, ...],
    channel: str,
    to: str,
    language: str,
    note: str,
    days: int,
    pdf: Path | None,
    json: bool,
) -> None:
    """Ask RESPONDENT about CLAIMS (ids). The request is public at once; the letter goes out or is printed with --pdf."""
    from supplychain.domain.replies import Channel
    from supplychain.services.requests import Wanted
    from supplychain.services.requests import ask as service

    with _desk(session) as desk:
        id = service(desk, Wanted(respondent, claims, Channel(channel), to, language, note, days)).id
        desk.post.wait()
        _say(session, desk, id, json, pdf, id)


@request.command()
@click.argument("id")
@click.option("--channel", type=_CHANNELS, required=True, help="Another way than the first time.")
@click.option("--to", required=True, help="E-mail address, address for the envelope, or address of the form.")
@click.option("--language", type=_LANGUAGES, default="en", help="Language of the letter.")
@click.option("--note", default="", help="A sentence of your own, after the statements.")
@click.option("--pdf", type=_PDF, help="Write the letter to this file, to be printed.")
@json_option
@pass_session
def remind(
    session: Session, id: str, channel: str, to: str, language: str, note: str, pdf: Path | None, json: bool
) -> None:
    """Ask a second time about the inquiry ID, over another channel, once the first time has run out."""
    from supplychain.domain.replies import Channel
    from supplychain.services.requests import remind as service

    with _desk(session) as desk:
        letter = service(desk, id, Channel(channel), to, language, note).letter
        desk.post.wait()
        _say(session, desk, id, json, pdf, letter)


@request.command()
@click.argument("id")
@json_option
@pass_session
def extend(session: Session, id: str, json: bool) -> None:
    """Move the due date of the inquiry ID by five working days; once."""
    from supplychain.services.requests import extend as service

    with _desk(session) as desk:
        service(desk, id)
        _say(session, desk, id, json)


@request.command()
@click.argument("id")
@json_option
@pass_session
def silent(session: Session, id: str, json: bool) -> None:
    """Record that no answer came to the inquiry ID; only after two requests over two channels."""
    from supplychain.services.requests import close_silent

    with _desk(session) as desk:
        close_silent(desk, id)
        _say(session, desk, id, json)


@request.command("answer-link")
@click.argument("id")
@json_option
@pass_session
def answer_link(session: Session, id: str, json: bool) -> None:
    """Show the inquiry ID with the address of its answer page, to hand it over yourself."""
    with _desk(session) as desk:
        _say(session, desk, id, json)


def _say(session: Session, desk: Desk, id: str, json: bool, pdf: Path | None = None, letter: str = "") -> None:
    """Show an inquiry as it stands now, and write its letter."""
    from supplychain.services.requests import look, print_letter

    if pdf is not None:
        pdf.write_bytes(print_letter(desk, letter))
    seen = look(desk, id)
    if json:
        click.echo(seen.model_dump_json(indent=2))
        return
    session.say(f"{seen.inquiry.id}: {seen.name}, {seen.inquiry.state}. Next: {seen.step}. Due: {seen.inquiry.due}.")
    if seen.link:
        click.echo(seen.link)
