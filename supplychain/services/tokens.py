"""Tokens for programs: made, listed, taken back. The token itself is shown once; only its hash is kept."""

from collections.abc import Collection
from datetime import timedelta

from supplychain.domain import people as d
from supplychain.services.desk import Desk, digest
from supplychain.services.sign_in import Identity

PREFIX = "sct_"
"""By which scanners for secrets that got lost can tell one of ours."""
DAYS = (30, 90, 365)
"""How long a token can last."""


def create_token(desk: Desk, who: Identity, name: str, scopes: Collection[d.Right], days: int) -> str:
    """Make a token and give it. Raises Invalid for a right that the person does not have."""
    if not scopes or not set(scopes) <= who.rights & frozenset(d.SCOPES):
        raise d.wrong("scopes", "scope")
    name = d.read_name(name, "name")
    secret, now = PREFIX + desk.chance(), desk.clock()
    with desk.store.accounts(change=True) as accounts:
        accounts.access.add_token(
            desk.chance()[:12], who.person.id, digest(secret), name, scopes, now, now + timedelta(days=days)
        )
    return secret


def list_tokens(desk: Desk, person: d.Person) -> d.Tokens:
    """List the tokens of a person."""
    with desk.store.accounts() as accounts:
        return d.Tokens(person=person.email, tokens=accounts.access.tokens(person.id))


def revoke_token(desk: Desk, person: d.Person, id: str) -> int:
    """Take a token back; one that is not theirs or was taken back already changes nothing. Give how many it were."""
    with desk.store.accounts(change=True) as accounts:
        return accounts.access.revoke_tokens(person.id, desk.clock(), only=id)
