"""supplychain request: asking those who are named for an answer, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import answers, json_option, plain, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.replies import FORM_REASONS, SAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from supplychain.domain.people import Person
    from supplychain.domain.reply_answers import Seen
    from supplychain.services.desk import Desk
    from supplychain.services.request_book import Asked

_CHANNELS = click.Choice(["mail", "letter", "form"])
_LANGUAGES = click.Choice(["en", "de"])
_PDF = click.Path(dir_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def request() -> None:
    """Ask those who are named for an answer: ask, say that the letter went, ask again, read and publish the answer."""


@request.command("list")
@answers
@pass_session
def list_(session: Session, json: bool, csv: bool) -> None:
    """List every request with what is to be done next."""
    from supplychain.services.requests import list_desk

    with session.desk() as desk:
        write(list_desk(desk), json, csv)


@request.command()
@click.argument("id")
@json_option
@pass_session
def show(session: Session, id: str, json: bool) -> None:
    """Show the inquiry ID: its statements, its letters, the answer that waits."""
    with session.desk() as desk:
        if json:
            _say(session, desk, id, json)
            return
        click.echo("\n".join(_text(_look(desk, id))))


# -- asking ----------------------------------------------------------------------------------------------------------------


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
@click.option("--report", default="", help="CLAIMS are rows of this report: a notice before they are published.")
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
    report: str,
    pdf: Path | None,
    json: bool,
) -> None:
    """Ask RESPONDENT about CLAIMS (ids). It counts once the mail server took the letter, or you say that it went: `sent`."""
    from supplychain.domain.replies import Channel
    from supplychain.services.requests import Wanted
    from supplychain.services.requests import ask as service

    with session.desk() as desk:
        wanted = Wanted(respondent, claims, Channel(channel), to, language, note, days, report)
        _written(session, desk, service(desk, wanted), json, pdf)


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

    with session.desk() as desk:
        _written(session, desk, service(desk, id, Channel(channel), to, language, note), json, pdf)


# -- what becomes of it ----------------------------------------------------------------------------------------------------


@request.command()
@click.argument("id")
@click.option("--day", default="", metavar="DAY", help="When it went, such as 2026-12-01; without it, today.")
@click.option("--channel", type=_CHANNELS, help="How it went, where that is not as it was meant.")
@json_option
@pass_session
def sent(session: Session, id: str, day: str, channel: str | None, json: bool) -> None:
    """Say that the letter of the inquiry ID that waited has gone: the time for an answer runs from that day."""
    from supplychain.domain.replies import Channel
    from supplychain.services.request_steps import mark_sent

    _do(session, id, json, lambda desk: mark_sent(desk, id, day, Channel(channel) if channel else None))


@request.command()
@click.argument("id")
@json_option
@pass_session
def discard(session: Session, id: str, json: bool) -> None:
    """Throw the letter of the inquiry ID away that has not gone; with the first letter the inquiry goes."""
    from supplychain.services.request_steps import discard_letter
    from supplychain.services.requests import list_desk

    with session.desk() as desk:
        left = discard_letter(desk, id)
        if json:
            click.echo((_look(desk, id) if left else list_desk(desk)).model_dump_json(indent=2))
            return
    session.say(f"{id}: the letter is thrown away." if left else f"{id}: thrown away. Nobody was asked.")


@request.command()
@click.argument("id")
@json_option
@pass_session
def extend(session: Session, id: str, json: bool) -> None:
    """Move the due date of the inquiry ID by five working days; once."""
    from supplychain.services.request_steps import extend as service

    _do(session, id, json, lambda desk: service(desk, id))


@request.command("came-back")
@click.argument("id")
@json_option
@pass_session
def came_back(session: Session, id: str, json: bool) -> None:
    """Record that the last letter of the inquiry ID could not be delivered: it counts as no request."""
    from supplychain.services.request_steps import came_back as service

    _do(session, id, json, lambda desk: service(desk, id))


@request.command()
@click.argument("id")
@json_option
@pass_session
def silent(session: Session, id: str, json: bool) -> None:
    """Record that no answer came to the inquiry ID; only after two requests over two channels."""
    from supplychain.services.request_steps import close_silent

    _do(session, id, json, lambda desk: close_silent(desk, id))


@request.command()
@click.argument("id")
@json_option
@pass_session
def record(session: Session, id: str, json: bool) -> None:
    """Record the inquiry ID again whose record was undone; to close it instead, take it back."""
    from supplychain.services.request_steps import record_again

    _do(session, id, json, lambda desk: record_again(desk, id))


@request.command()
@click.argument("id")
@json_option
@pass_session
def withdraw(session: Session, id: str, json: bool) -> None:
    """Take the inquiry ID back: nothing has to be answered."""
    from supplychain.services.request_steps import withdraw_request

    _do(session, id, json, lambda desk: withdraw_request(desk, id))


# -- the answer ------------------------------------------------------------------------------------------------------------


@request.command("answer-link")
@click.argument("id")
@json_option
@pass_session
def answer_link(session: Session, id: str, json: bool) -> None:
    """Show the inquiry ID with the address of its answer page, to hand it over yourself."""
    with session.desk() as desk:
        _say(session, desk, id, json)


@request.command()
@click.argument("id")
@click.option("--text", "file", type=_FILE, required=True, help="File with the words of the answer, UTF-8.")
@click.option("--says", multiple=True, metavar="CLAIM=STANCE", required=True, help=f"One of {', '.join(SAYS)}.")
@click.option("--language", default="en", help="Language of the answer.")
@click.option("--url", default="", help="Address of a published statement.")
@click.option("--attach", multiple=True, type=_FILE, help="A document that came with it; may be given again.")
@click.option("--names-meant", is_flag=True, help="What looks like a name of a person in it is no worker's.")
@json_option
@pass_session
def answer(
    session: Session,
    id: str,
    file: Path,
    says: tuple[str, ...],
    language: str,
    url: str,
    attach: tuple[Path, ...],
    names_meant: bool,
    json: bool,
) -> None:
    """Put in an answer to the inquiry ID that came on paper or by mail, word by word."""
    from supplychain.services.replies import Given
    from supplychain.services.replies import answer as service

    stances = dict(text.partition("=")[::2] for text in says)
    given = Given(
        text=file.read_bytes().decode("utf-8", "replace"),
        stances=stances,
        language=language,
        url=url,
        names_meant=names_meant,
        files=tuple(path.read_bytes() for path in attach),
        replace=True,
    )
    _do(session, id, json, lambda desk: service(desk, _look(desk, id).link.rpartition("/")[2], given))


def _as(command: Callable[..., None]) -> Callable[..., None]:
    words = "Account in whose name this is done: it may publish, and has codes set up."
    version = click.option("--version", type=click.IntRange(1), help="Version that was looked at.")
    return click.option("--as", "email", metavar="EMAIL", required=True, help=words)(version(command))


@request.command()
@click.argument("id")
@_as
@click.option("--point", "points", multiple=True, metavar="CLAIM=yes|partly|no", help="Whether it speaks to a claim.")
@json_option
@pass_session
def publish(session: Session, id: str, email: str, version: int | None, points: tuple[str, ...], json: bool) -> None:
    """Publish the answer that waits as it is; only its form is checked."""
    from supplychain.services.replies import publish_answer

    found = dict(text.partition("=")[::2] for text in points)
    if wrong := sorted(set(found.values()) - {"yes", "partly", "no", "unknown"}):
        raise click.BadParameter(f"{wrong[0]!r} is none of yes, partly, no, unknown.", param_hint="--point")

    def act(desk: Desk) -> None:
        publish_answer(desk, _publisher(desk, email), id, version or _version(desk, id), found)

    _do(session, id, json, act)


@request.command("return")
@click.argument("id")
@_as
@click.option("--reason", type=click.Choice(FORM_REASONS), required=True, help="Only for its form.")
@click.option("--words", default="", help="What is to be mended; it stands in the public log.")
@json_option
@pass_session
def return_(session: Session, id: str, email: str, version: int | None, reason: str, words: str, json: bool) -> None:
    """Send the answer that waits back to be mended in its form; the link opens it again."""
    from supplychain.domain.reports import Reason
    from supplychain.services.replies import return_answer

    def act(desk: Desk) -> None:
        at = version or _version(desk, id)
        return_answer(desk, _publisher(desk, email), id, at, Reason(reason), words)

    _do(session, id, json, act)


@request.command("remove-file")
@click.argument("claim")
@click.argument("number", type=click.IntRange(1))
@json_option
@pass_session
def remove_file(session: Session, claim: str, number: int, json: bool) -> None:
    """Take the document NUMBER of the published answer CLAIM away for ever, as where it shows a person."""
    from supplychain.services.browse import show_claim
    from supplychain.services.replies import remove_file as service

    with session.desk() as desk:
        service(desk, claim, number)
        if json:
            with desk.store.view() as view:
                click.echo(show_claim(view, claim).model_dump_json(indent=2))
            return
    session.say(f"{claim}: document {number} is taken away.")


def _publisher(desk: Desk, email: str) -> Person:
    from supplychain.domain.people import Right
    from supplychain.services.review import act_as

    return act_as(desk, email, Right.PUBLISH)


def _version(desk: Desk, id: str) -> int:
    found = _look(desk, id).answer
    return found.version if found is not None else 0


# -- saying where it stands --------------------------------------------------------------------------------------------------


def _look(desk: Desk, id: str) -> Seen:
    from supplychain.services.requests import look

    return look(desk, id)


def _do(session: Session, id: str, json: bool, act: Callable[[Desk], object]) -> None:
    """Do something with an inquiry, then show where it stands."""
    with session.desk() as desk:
        act(desk)
        _say(session, desk, id, json)


def _written(session: Session, desk: Desk, asked: Asked, json: bool, pdf: Path | None) -> None:
    """Show an inquiry after a letter was written, and write the letter to a file."""
    from supplychain.services.request_letters import print_letter

    if pdf is not None:
        pdf.write_bytes(print_letter(desk, asked.letter))
    if not asked.sent:
        session.say(f"The letter has not gone. Send it, then say so: supplychain request sent {asked.id}")
    _say(session, desk, asked.id, json)


def _say(session: Session, desk: Desk, id: str, json: bool) -> None:
    seen = _look(desk, id)
    if json:
        click.echo(seen.model_dump_json(indent=2))
        return
    state, due = seen.inquiry.state.value.replace("_", " "), seen.inquiry.due
    session.say(f"{seen.inquiry.id}: {seen.name}, {state}. Next: {seen.step}.{f' Due: {due}.' if due else ''}")
    if seen.link:
        click.echo(seen.link)


def _text(seen: Seen) -> Iterator[str]:
    from supplychain.domain.answer_text import paragraphs
    from supplychain.domain.replies import STEPS

    inquiry = seen.inquiry
    yield f"{inquiry.id}: {plain(seen.name)}, {inquiry.state.value}. Next: {STEPS[seen.step][0]}."
    if inquiry.questions:
        yield f"  {len(inquiry.questions)} questions of the questionnaire about {inquiry.about}: supplychain disclosure show"
    for claim in seen.claims:
        yield f"  {claim.id}: {plain(claim.sentence)}"
    for letter in seen.letters:
        request = letter.request
        went = f"went {request.asked_on}, due {request.due_on}, {request.outcome}" if request else "has not gone"
        yield f"{letter.id} by {letter.channel}: {went}"
    if seen.answer is not None:
        yield f"Answer, version {seen.answer.version}, {seen.answer.state.value.replace('_', ' ')}:"
        yield from (f"  {plain(part)}" for part in paragraphs(seen.answer.text))
        yield from (f"  {claim}: {stance}" for claim, stance in seen.answer.stances.items())
        yield from (f"  file {file.number}: {file.media_type}, {file.size} bytes" for file in seen.answer.files)
