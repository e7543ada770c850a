"""supplychain disclosure: sending the questionnaire to a vendor and publishing its answers, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import json_option, plain
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from supplychain.services.desk import Desk

_CHANNELS = click.Choice(["mail", "letter", "form"])
_LANGUAGES = click.Choice(["en", "de"])


@click.group()
def disclosure() -> None:
    """Send the questionnaire to a vendor, look at its answers, publish them.

    That the letter went, asking again, more time and silence are as for other requests: see `supplychain request`.
    """


@disclosure.command()
@click.argument("respondent")
@click.option("--about", default="", help="Id of the tool, model or data set; without it, the organisation itself.")
@click.option("--questions", default="core", show_default=True, help="core, all, or numbers such as A1,B2.")
@click.option("--channel", type=_CHANNELS, required=True, help="How to ask.")
@click.option("--to", required=True, help="E-mail address, address for the envelope, or address of the form.")
@click.option("--language", type=_LANGUAGES, default="en", help="Language of the letter.")
@click.option("--note", default="", help="A sentence of your own.")
@click.option(
    "--days", type=click.IntRange(14, 60), default=14, show_default=True, help="Calendar days for the answer."
)
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write the letter to this file.")
@json_option
@pass_session
def ask(
    session: Session,
    respondent: str,
    about: str,
    questions: str,
    channel: str,
    to: str,
    language: str,
    note: str,
    days: int,
    pdf: Path | None,
    json: bool,
) -> None:
    """Write to RESPONDENT with the questionnaire. It counts once the mail server took the letter, or you say that it went:
    `supplychain request sent`. Gives the address of the answer page.
    """
    from supplychain.domain.replies import Channel
    from supplychain.services.request_letters import print_letter
    from supplychain.services.requests import Wanted, with_questions
    from supplychain.services.requests import ask as service

    with session.desk() as desk:
        wanted = Wanted(respondent, (), Channel(channel), to, language, note, days)
        asked = service(desk, with_questions(desk, wanted, about, questions))
        if pdf is not None:
            pdf.write_bytes(print_letter(desk, asked.letter))
        if not asked.sent:
            session.say(f"The letter has not gone. Send it, then say so: supplychain request sent {asked.id}")
        _say(session, desk, asked.id, json)


@disclosure.command()
@click.argument("id")
@json_option
@pass_session
def show(session: Session, id: str, json: bool) -> None:
    """Show the questionnaire ID: how it stands, the address of its answer page, and answers that wait to be published."""
    with session.desk() as desk:
        _say(session, desk, id, json)


@disclosure.command()
@click.argument("id")
@click.option("--as", "email", metavar="EMAIL", required=True, help="In whose name; the account may publish.")
@json_option
@pass_session
def publish(session: Session, id: str, email: str, json: bool) -> None:
    """Publish the answers to the questionnaire ID as they are. Look at their form first: `supplychain disclosure show`."""
    from supplychain.domain.errors import Refused
    from supplychain.domain.people import Right
    from supplychain.domain.replies import REFUSED
    from supplychain.services.replies import publish_answer
    from supplychain.services.requests import look
    from supplychain.services.review import act_as

    with session.desk() as desk:
        seen = look(desk, id)
        if seen.answer is None:
            raise Refused(REFUSED["no_answer_yet"])
        publish_answer(desk, act_as(desk, email, Right.PUBLISH), id, seen.answer.version, {})
        _say(session, desk, id, json)


def _say(session: Session, desk: Desk, id: str, json: bool) -> None:
    """Show a questionnaire as it stands now."""
    from supplychain.services.requests import look

    seen = look(desk, id)
    sent = seen.answer.questionnaire if seen.answer is not None else None
    if json:
        click.echo(seen.model_dump_json(indent=2))
        return
    inquiry = seen.inquiry
    session.say(f"{inquiry.id}: {seen.name} on {inquiry.about}, {len(inquiry.questions)} questions, {inquiry.state}.")
    due = inquiry.due or "not yet, the letter has not gone; its days begin when it does"
    session.say(f"Next: {seen.step}. Due: {due}.")
    for one in sent.answers if sent else ():
        session.say(f"- {plain(one.description)}")
        if one.text:
            session.say(f"  {plain(one.text)}")
    for row in sent.rows if sent else ():
        session.say(f"- {plain(row)}")
    if seen.link:
        click.echo(seen.link)
