"""Signed links: each is made for one person and one purpose, runs out, and works once."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.people import REFUSED, Person
from supplychain.services.desk import Desk, digest
from supplychain.store.database import Accounts

INVITATION, RESET = "invitation", "reset"
_LASTS = {INVITATION: timedelta(days=7), RESET: timedelta(hours=2)}


class Link(NamedTuple):
    """A link as it goes into a letter."""

    address: str
    until: datetime


class Opened(NamedTuple):
    """A link that was read and holds."""

    person: Person
    id: str
    until: datetime


def make_link(desk: Desk, accounts: Accounts, purpose: str, person: Person, language: str) -> Link:
    """Make a link to the page of a purpose, in a language."""
    until = (desk.clock() + _LASTS[purpose]).astimezone(UTC).replace(microsecond=0)
    content = [person.id, desk.chance()[:22], int(until.timestamp()), _state_of(desk, accounts, person)]
    token = _signer(desk, purpose).dumps(content)
    prefix = "" if language == "en" else f"/{language}"
    return Link(f"{desk.base_url}{prefix}/people/{purpose}/{token}", until)


def open_link(desk: Desk, accounts: Accounts, purpose: str, token: str) -> Opened:
    """Read a link without using it. Raises Refused when it is not ours, has run out or was used."""
    try:
        id, chance, until, state = _signer(desk, purpose).loads(token)
    except (BadData, ValueError, TypeError):
        raise Refused(REFUSED["link_broken"]) from None
    if until <= desk.clock().timestamp():
        raise Refused(REFUSED["link_old"])
    try:
        person = accounts.people.person(id)
    except NotFound:
        raise Refused(REFUSED["link_broken"]) from None
    if accounts.access.is_used(digest(chance)) or state != _state_of(desk, accounts, person):
        raise Refused(REFUSED["link_used"])
    return Opened(person, digest(chance), datetime.fromtimestamp(until, UTC))


def use_link(desk: Desk, accounts: Accounts, purpose: str, token: str) -> Person:
    """Read a link and use it up. Raises Refused."""
    opened = open_link(desk, accounts, purpose, token)
    accounts.access.use_link(opened.id, opened.until)
    return opened.person


def _signer(desk: Desk, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(desk.key, salt=f"supplychain.{purpose}")


def _state_of(desk: Desk, accounts: Accounts, person: Person) -> str:
    """Seal the state for which a link is made: with another password or state, all links made before are void."""
    return desk.seal("link", f"{person.email}\n{person.state}\n{accounts.people.secrets(person.id).password}")[:16]
