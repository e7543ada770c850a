"""supplychain people: accounts from the command line; the first administrator is invited here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click
from pydantic import Field

from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.people import Person, Role
from supplychain.domain.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from supplychain.services.desk import Desk
    from supplychain.services.links import Link

_ROLES = click.Choice([role.value for role in Role])
_LANGUAGES = click.Choice(["en", "de"])


class HandedOver(Record):
    """A link that was made, and whether a letter with it was sent."""

    row_type: ClassVar[type[Record]]

    email: str = Field(description="Address of the person.")
    link: str = Field(description="Link that lets the person in, once; empty when a letter with it was sent.")
    until: str = Field(description="When the link runs out, in UTC.")
    sent: bool = Field(description="Whether a letter was sent.")

    def table(self) -> tuple[HandedOver, ...]:
        """Only one row."""
        return (self,)


HandedOver.row_type = HandedOver


@click.group()
def people() -> None:
    """Look after accounts: invite, list, change roles, end access."""


def _hand_over(session: Session, email: str, make: Callable[[Desk], Link], json: bool) -> None:
    """Make a link and send it; print it where no letter could go."""
    with session.desk() as desk:
        link = make(desk)
        sent = desk.post.wait()
    until = f"{link.until:%Y-%m-%dT%H:%MZ}"
    answer = HandedOver(email=email, link="" if sent else link.address, until=until, sent=sent)
    if json:
        write(answer, json=True)
    elif sent:
        session.say(f"A letter with a link was sent to {email}. The link holds until {until}.")
    else:
        session.say(f"Hand this link over yourself. It works once, until {until}:")
        click.echo(link.address)


@people.command()
@click.argument("email")
@click.option("--role", type=_ROLES, required=True, help="What the person is to be.")
@click.option("--name", default="", help="Name that others see; the person may choose another.")
@click.option("--language", type=_LANGUAGES, default="en", help="Language of the letter.")
@json_option
@pass_session
def invite(session: Session, email: str, role: str, name: str, language: str, json: bool) -> None:
    """Make an account for EMAIL and send its invitation; without a mail server the link is printed."""
    from supplychain.services.people import invite as service

    _hand_over(session, email, lambda desk: service(desk, email, Role(role), name, language=language), json)


@people.command()
@click.argument("email")
@click.option("--codes", is_flag=True, help="Also turn off the codes of somebody who lost the app.")
@click.option("--language", type=_LANGUAGES, default="en", help="Language of the letter.")
@json_option
@pass_session
def reset(session: Session, email: str, codes: bool, language: str, json: bool) -> None:
    """Send EMAIL a link for a new password, or the invitation again; without a mail server the link is printed."""
    from supplychain.domain.people import State
    from supplychain.services.codes import drop_codes
    from supplychain.services.people import find_person, invite_again, send_reset

    def make(desk: Desk) -> Link:
        person = find_person(desk, email)
        if codes:
            drop_codes(desk, person.id)
        return (invite_again if person.state is State.INVITED else send_reset)(desk, person.id, language)

    _hand_over(session, email, make, json)


@people.command("list")
@answers
@pass_session
def list_(session: Session, json: bool, csv: bool) -> None:
    """List all accounts."""
    from supplychain.services.people import list_people

    with session.desk() as desk:
        write(list_people(desk), json, csv)


@people.command()
@click.argument("email")
@click.argument("role", type=_ROLES)
@json_option
@pass_session
def role(session: Session, email: str, role: str, json: bool) -> None:
    """Give EMAIL another ROLE."""
    from supplychain.services.people import find_person, set_role

    with session.desk() as desk:
        person = set_role(desk, find_person(desk, email).id, Role(role))
    _say(session, person, json)


@people.command()
@click.argument("email")
@click.option("--undo", is_flag=True, help="Open the account again.")
@json_option
@pass_session
def deactivate(session: Session, email: str, undo: bool, json: bool) -> None:
    """Close the account of EMAIL: sessions end, tokens are taken back."""
    from supplychain.services.people import activate_again, find_person
    from supplychain.services.people import deactivate as service

    with session.desk() as desk:
        person = (activate_again if undo else service)(desk, find_person(desk, email).id)
    _say(session, person, json)


@people.command()
@click.argument("email")
@click.option("--revoke", metavar="ID", default="", help="Take back the token with this id first.")
@answers
@pass_session
def tokens(session: Session, email: str, revoke: str, json: bool, csv: bool) -> None:
    """List the tokens of EMAIL; the tokens themselves are kept nowhere."""
    from supplychain.domain.errors import NotFound
    from supplychain.services.people import find_person
    from supplychain.services.tokens import list_tokens, revoke_token

    with session.desk() as desk:
        person = find_person(desk, email)
        if revoke and not revoke_token(desk, person, revoke):
            raise NotFound("token that still holds", revoke)
        write(list_tokens(desk, person), json, csv)


def _say(session: Session, person: Person, json: bool) -> None:
    if json:
        click.echo(person.model_dump_json(indent=2))
    else:
        session.say(f"{person.email}: {person.role}, {person.state}.")
