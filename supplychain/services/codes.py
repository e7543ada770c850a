"""Codes from an app (RFC 6238) as the second proof of who signs in, and recovery codes for the day on which it is lost."""

import logging
from base64 import b32encode
from datetime import datetime
from hmac import compare_digest
from typing import NamedTuple
from urllib.parse import urlsplit

import pyotp

from supplychain.domain import people as d
from supplychain.domain.errors import Refused
from supplychain.formats.locking import is_locked, lock, locked_by, unlock
from supplychain.services.desk import Desk, digest
from supplychain.store.database import Accounts

_LOG = logging.getLogger(__name__)
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is easily mistaken."""
_GROUPS, _GROUP = 4, 4


class Setup(NamedTuple):
    """What somebody types or shows to their app."""

    secret: str
    uri: str


def begin_codes(desk: Desk, person: d.Person) -> None:
    """Begin to set up codes. Raises Refused where they are set up already."""
    with desk.store.accounts(change=True) as accounts:
        if accounts.people.person(person.id).has_codes:
            raise Refused(d.REFUSED["codes_already"])
        accounts.people.begin_codes(person.id, lock(desk.key, _secret(desk), person.id, desk.chance()))


def show_setup(desk: Desk, person: d.Person) -> Setup | None:
    """Give what the app needs; None where nothing is being set up."""
    with desk.store.accounts() as accounts:
        secret = _read_secret(desk, accounts, person.id)
        if not secret or accounts.people.person(person.id).has_codes:
            return None
    issuer = f"supplychain {urlsplit(desk.base_url).netloc}"
    return Setup(secret, pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=issuer))


def confirm_codes(desk: Desk, person: d.Person, code: str) -> tuple[str, ...]:
    """Take the first code of the app; from then on codes are asked for. Give the recovery codes. Raises Invalid."""
    recovery = tuple(_recovery_code(desk) for _ in range(RECOVERY_CODES))
    with desk.store.accounts(change=True) as accounts:
        secret = _read_secret(desk, accounts, person.id)
        if not secret or accounts.people.person(person.id).has_codes:
            raise d.wrong("", "no_codes")
        step = matching_step(secret, code, desk.clock())
        if step is None:
            raise d.wrong("code", "code")
        accounts.people.confirm_codes(person.id, step, map(_kept, recovery), desk.clock())
    return recovery


def drop_codes(desk: Desk, id: str) -> None:
    """Ask somebody for codes no longer; what their role may do only with codes, they may not do from now on."""
    with desk.store.accounts(change=True) as accounts:
        accounts.people.drop_codes(accounts.people.person(id).id)


def recovery_left(desk: Desk, person: d.Person) -> int:
    """Count the recovery codes that are left."""
    with desk.store.accounts() as accounts:
        return accounts.people.recovery_left(person.id)


def takes_code(desk: Desk, accounts: Accounts, person: d.Person, code: str) -> bool:
    """Say whether a code is right, and use it up: each works once, a recovery code as well."""
    secret = _read_secret(desk, accounts, person.id)
    step = matching_step(secret, code, desk.clock()) if secret else None
    if step is not None:
        return accounts.people.take_step(person.id, step)
    return accounts.people.take_recovery(person.id, _kept(code))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Give the step of the clock of which this is the code: now, or one step (30 seconds) before or after."""
    typed, totp = "".join(code.split()), pyotp.TOTP(secret)
    step = totp.timecode(now)
    found = [s for s in (step - 1, step, step + 1) if compare_digest(totp.generate_otp(s).encode(), typed.encode())]
    return found[-1] if found else None


def lock_secrets(desk: Desk) -> int:
    """Lock every secret that is not locked yet, or with a key that is not in force any more; give how many were."""
    with desk.store.accounts() as accounts:
        kept = accounts.people.kept_secrets()
    stale = [id for id, secret in kept.items() if not locked_by(desk.key, secret)]
    if not stale:
        return 0
    done = 0
    with desk.store.accounts(change=True, wipe=True) as accounts:
        for id, kept_now in accounts.people.kept_secrets().items():
            if id in stale and (secret := _opened(desk, kept_now, id)):
                accounts.people.keep_secret(id, lock(desk.key, secret, id, desk.chance()))
                done += 1
    if done < len(stale):
        _LOG.warning("the secrets of codes of %d accounts open with no key that is known here", len(stale) - done)
    return done


def _read_secret(desk: Desk, accounts: Accounts, id: str) -> str:
    """Give the secret of somebody's codes; empty where there is none, or none that can be opened: a recovery code still works."""
    kept = accounts.people.secrets(id).totp_secret
    return _opened(desk, kept, id) if kept else ""


def _opened(desk: Desk, kept: str, id: str) -> str:
    if not is_locked(kept):  # of a time when they were kept as they are
        return kept
    return unlock(desk.keys(), kept, id) or ""


def _secret(desk: Desk) -> str:
    """Make a secret of 160 bits, as RFC 4226 asks for."""
    return b32encode(bytes.fromhex(digest(desk.chance()))[:20]).decode()


def _recovery_code(desk: Desk) -> str:
    number = int(digest(desk.chance()), 16)
    letters = []
    for _ in range(_GROUPS * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "-".join("".join(letters[i : i + _GROUP]) for i in range(0, len(letters), _GROUP))


def _kept(code: str) -> str:
    """Give the form in which a recovery code is kept; how it was spaced when typed does not matter."""
    return digest("".join(c for c in code.lower() if c.isalnum()))
