"""Signing in and out, and who asks: sessions of people, tokens of programs."""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from supplychain.domain import people as d
from supplychain.domain.errors import TooMany, Unidentified
from supplychain.domain.throttle import LETTERS, SIGN_IN, Pace, after_attempt, wait_now
from supplychain.services.codes import takes_code
from supplychain.services.desk import Desk, digest
from supplychain.services.passwords import hash_password, is_outdated, is_password
from supplychain.store.database import Accounts

IDLE, LONGEST = timedelta(hours=12), timedelta(days=14)
"""A session ends when it was not used for so long, and after so long in any case."""
SEEN = timedelta(minutes=5)
"""How exactly it is kept when a session was last used."""


class Identity(NamedTuple):
    """Somebody who asks, and what they may do by the way in which they ask."""

    person: d.Person
    rights: frozenset[d.Right]
    session: str = ""
    """Id of the session; empty for a token."""


def sign_in(desk: Desk, email: str, password: str, code: str, before: str = "") -> str:
    """Begin a session and give what the browser is to hold. A session that the browser held `before` ends.

    Raises Invalid with the same words for whatever is wrong, TooMany after too many attempts.
    """
    address = d.same_email(email)
    count_attempt(desk, "sign-in", address, SIGN_IN)
    with desk.store.accounts() as accounts:
        person = accounts.people.find(address)
        kept = accounts.people.secrets(person.id).password if person else ""
    right = is_password(kept, password)
    if person is None or not right:
        raise d.wrong("", "sign_in")
    renewed = hash_password(d.same_password(password)) if is_outdated(kept) else ""
    with desk.store.accounts(change=True) as accounts:
        now, person = desk.clock(), accounts.people.person(person.id)
        held = person.state is d.State.ACTIVE and accounts.people.secrets(person.id).password == kept
        if not held or (person.has_codes and not takes_code(desk, accounts, person, code)):
            raise d.wrong("", "sign_in")
        if renewed:
            accounts.people.set_password(person.id, renewed)
        forget_attempts(desk, accounts, address)
        if before:
            accounts.access.end_sessions(person.id, now, only=digest(before))
        return begin_session(desk, accounts, person.id)


def begin_session(desk: Desk, accounts: Accounts, person: str) -> str:
    """Begin a session and give what the browser is to hold."""
    held = desk.chance()
    accounts.access.add_session(digest(held), person, desk.clock())
    return held


def identify(desk: Desk, held: str) -> Identity | None:
    """Say who holds a session; None when it is not known or has ended."""
    now = desk.clock()
    with desk.store.accounts() as accounts:
        found = accounts.access.session(digest(held))
        if found is None or not _lasts(found[1], now):
            return None
        id, session = found
        person = accounts.people.person(id)
    if person.state is not d.State.ACTIVE:
        return None
    if now - session.last_seen >= SEEN:
        with desk.store.accounts(change=True) as accounts:
            accounts.access.see_session(session.id, now)
    return Identity(person, person.rights, session.id)


def _lasts(session: d.Session, now: datetime) -> bool:
    return now - session.last_seen < IDLE and now - session.created < LONGEST


def identify_token(desk: Desk, secret: str) -> Identity:
    """Say whose token it is and what it may do. Raises Unidentified when it does not hold."""
    now = desk.clock()
    with desk.store.accounts() as accounts:
        owned = accounts.access.token(digest(secret))
        if owned is None or owned.token.revoked or owned.token.expires <= now:
            raise Unidentified(d.BAD_TOKEN)
        person = accounts.people.person(owned.person)
    if person.state is not d.State.ACTIVE:
        raise Unidentified(d.BAD_TOKEN)
    if owned.token.last_used != now.date().isoformat():
        with desk.store.accounts(change=True) as accounts:
            accounts.access.see_token(owned.token.id, now.date())
    return Identity(person, d.rights_of_token(person.role, person.has_codes, owned.token.scopes))


def introduce(who: Identity) -> d.Identified:
    """Say who somebody is, and what they may do by the way in which they ask."""
    person, rights = who.person, tuple(right for right in d.Right if right in who.rights)
    return d.Identified(
        email=person.email, name=person.name, role=person.role, organisation=person.organisation, rights=rights
    )


def sign_out(desk: Desk, who: Identity) -> None:
    """End the session at hand."""
    end_session(desk, who, who.session)


def list_sessions(desk: Desk, who: Identity) -> tuple[d.Session, ...]:
    """List the sessions of the person that still last."""
    now = desk.clock()
    with desk.store.accounts() as accounts:
        return tuple(s for s in accounts.access.sessions(who.person.id) if _lasts(s, now))


def end_session(desk: Desk, who: Identity, id: str) -> None:
    """End one session of the person; one that has ended already, or is not theirs, changes nothing."""
    with desk.store.accounts(change=True) as accounts:
        accounts.access.end_sessions(who.person.id, desk.clock(), only=id)


def end_other_sessions(desk: Desk, who: Identity) -> int:
    """End all sessions of the person but the one at hand. Give how many ended."""
    with desk.store.accounts(change=True) as accounts:
        return accounts.access.end_sessions(who.person.id, desk.clock(), but=who.session)


# -- attempts ----------------------------------------------------------------------------------------------------------


def count_attempt(desk: Desk, purpose: str, address: str, pace: Pace) -> None:
    """Count an attempt at an account, whether or not there is one. Raises TooMany when it comes too soon."""
    key, now = _key(desk, purpose, address), desk.clock()
    with desk.store.accounts(change=True) as accounts:
        before = accounts.access.attempts(key)
        wait = wait_now(before, now)
        if not wait:
            accounts.access.tidy(now, now - pace.forgotten, now - IDLE)
            accounts.access.keep_attempts(key, after_attempt(before, now, pace))
    if wait:
        raise TooMany(d.TOO_OFTEN, ceil(wait.total_seconds()))


def forget_attempts(desk: Desk, accounts: Accounts, address: str) -> None:
    """Forget the attempts to sign in to an account."""
    accounts.access.forget_attempts(_key(desk, "sign-in", address))


def check_password(desk: Desk, who: Identity, password: str, field: str) -> None:
    """Ask for the password again before something grave. Raises Invalid for the field, TooMany as signing in does."""
    count_attempt(desk, "sign-in", who.person.email, SIGN_IN)
    with desk.store.accounts() as accounts:
        kept = accounts.people.secrets(who.person.id).password
    if not is_password(kept, password):
        raise d.wrong(field, "password_wrong")
    with desk.store.accounts(change=True) as accounts:
        forget_attempts(desk, accounts, who.person.email)


def count_letter(desk: Desk, address: str) -> None:
    """Count a letter that was asked for. Raises TooMany when it comes too soon."""
    count_attempt(desk, "letter", address, LETTERS)


def _key(desk: Desk, purpose: str, address: str) -> str:
    """Name an account in the table of attempts so that the table does not say whom somebody tried."""
    return desk.seal(purpose, address)[:32]
