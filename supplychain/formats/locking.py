"""Locks short secrets that this installation has to read again: AES-256-GCM under a key made from the installation's own.

A locked text names the key that opens it, and opens only for whom it was locked: put beside another account it is worthless.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MARK = "locked1"
_NONCE = 12


def is_locked(text: str) -> bool:
    """Whether a text is one that `lock` made."""
    return text.startswith(f"{_MARK}.")


def locked_by(key: str, text: str) -> bool:
    """Whether a text was locked with a key."""
    return text.startswith(f"{_MARK}.{_name(_made(key))}.")


def lock(key: str, text: str, whose: str, chance: str) -> str:
    """Lock a text for somebody; `chance` is never used twice."""
    made, nonce = _made(key), sha256(chance.encode()).digest()[:_NONCE]
    sealed = nonce + AESGCM(made).encrypt(nonce, text.encode(), whose.encode())
    return f"{_MARK}.{_name(made)}.{urlsafe_b64encode(sealed).decode()}"


def unlock(keys: Iterable[str], locked: str, whose: str) -> str | None:
    """Open what was locked for somebody with one of these keys; None where none opens it."""
    try:
        _, name, packed = locked.split(".")
        sealed = urlsafe_b64decode(packed)
    except ValueError:
        return None
    for made in map(_made, keys):
        if _name(made) == name:
            try:
                return AESGCM(made).decrypt(sealed[:_NONCE], sealed[_NONCE:], whose.encode()).decode()
            except (InvalidTag, ValueError):
                return None
    return None


def _made(key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"supplychain: secrets of codes").derive(key.encode())


def _name(made: bytes) -> str:
    """Name a key without giving it away."""
    return sha256(b"name\n" + made).hexdigest()[:12]
