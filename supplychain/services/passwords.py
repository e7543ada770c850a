"""Passwords as they are kept: hashed with argon2id, compared in the same time whether or not there is an account."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from supplychain.domain.people import same_password

_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
"""Above what OWASP asks for at least (19 MiB, 2 rounds), and small enough that eight at once fit a small server."""


def hash_password(password: str) -> str:
    """Hash a password."""
    return _HASHER.hash(password)


def is_password(kept: str, typed: str) -> bool:
    """Compare what was typed with the hash that is kept; without one it takes as long, and the answer is no."""
    try:
        _HASHER.verify(kept or _nobodys(), same_password(typed))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Say whether a hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
