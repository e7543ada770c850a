"""Seals bytes to a public key (age, X25519), so that whoever holds only that key can put away and never look again.

What is sealed is an ordinary file of age (age-encryption.org): the private key opens it with this program or with any other that
knows the format. The private key belongs to people, not to the server.
"""

import re
from typing import NamedTuple

import pyrage  # type: ignore[import-untyped]  # comes without types

from supplychain.domain.errors import Invalid, Problem, shown

_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE)
_MAKE = "`supplychain keys new` makes a pair of keys and prints the public one: it begins with age1."


class Keys(NamedTuple):
    """A new pair. Whoever has `secret` can open all that is sealed to `recipient`."""

    secret: str
    recipient: str


def new_keys() -> Keys:
    """Make a pair of keys; chance comes from the operating system."""
    identity = pyrage.x25519.Identity.generate()
    return Keys(str(identity), str(identity.to_public()))


def read_recipient(text: str, where: str = "recipient") -> str:
    """Read a public key. Raises Invalid, which never repeats a private key that was given in its place."""
    text = text.strip()
    if _SECRET.search(text):
        what = "This is a private key; only the public one belongs here."
        mend = f"Take it away from here and from the history of the terminal. {_MAKE}"
        raise Invalid([Problem(where, what, mend)])
    try:
        return str(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError:
        raise Invalid([Problem(where, f"{shown(text, 20)} is not a public key.", _MAKE)]) from None


def seal(recipient: str, data: bytes) -> bytes:
    """Seal to a public key. The same bytes sealed twice look different. Raises Invalid where the key is none."""
    key = pyrage.x25519.Recipient.from_str(read_recipient(recipient))
    sealed: bytes = pyrage.encrypt(data, [key])
    return sealed


def read_secret(text: str) -> str:
    """Find the private key in the text of a key file. Raises Invalid, without repeating anything of it."""
    found = _SECRET.findall(text)
    try:
        (key,) = found
        return str(pyrage.x25519.Identity.from_str(key.upper()))
    except (ValueError, pyrage.IdentityError):
        what = "It holds no private key." if not found else "It does not hold one whole private key."
        raise Invalid([Problem("key", what, "The file that `supplychain keys new` wrote has one.")]) from None


def open_sealed(secret: str, data: bytes) -> bytes:
    """Open what was sealed, with the private key. Raises Invalid where it does not fit or something was changed."""
    identity = pyrage.x25519.Identity.from_str(read_secret(secret))
    try:
        opened: bytes = pyrage.decrypt(data, [identity])
    except pyrage.DecryptError:
        what = "It cannot be opened: it is not sealed to this key, or it is not whole."
        raise Invalid([Problem("file", what, "Look for the key that was in force when it was sealed.")]) from None
    return opened
