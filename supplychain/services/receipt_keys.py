"""The keys of receipts (Ed25519): the one that signs, and the public parts of all that ever signed here.

The public part of every key that was in use stays in a folder, so that receipts from before a change of key still verify.
"""

import base64
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from pydantic import Field

from supplychain.domain.errors import StoreError
from supplychain.domain.records import Record

KEY_FILE = "receipt_key"
KNOWN_FOLDER = "receipt_keys"
_SEED = re.compile("[A-Za-z0-9_-]{43}=?")
_log = logging.getLogger(__name__)


class PublicKey(Record):
    """The public part of a key."""

    fingerprint: str = Field(description="SHA-256 of its DER form.")
    pem: str = Field(description="The key as PEM.")
    older: tuple[str, ...] = Field(description="Fingerprints of keys that signed here before.")


@dataclass(frozen=True)
class ReceiptKeys:
    """What signs, and what is known to have signed."""

    own: Ed25519PrivateKey
    known: Mapping[str, Ed25519PublicKey]
    """Fingerprint -> public key, the own one too."""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key that signs now."""
        return fingerprint_of(self.own.public_key())

    def sign(self, body: bytes) -> bytes:
        """Sign; the same bytes give the same signature."""
        return self.own.sign(body)

    @property
    def older(self) -> tuple[str, ...]:
        """Fingerprints of keys that signed here before."""
        return tuple(sorted(set(self.known) - {self.fingerprint}))

    def published(self) -> PublicKey:
        """Give what everybody may know of the key."""
        return PublicKey(fingerprint=self.fingerprint, pem=self.pem(self.fingerprint), older=self.older)

    def pem(self, fingerprint: str) -> str:
        """Give a public key as PEM. Raises KeyError."""
        return pem_of(self.known[fingerprint])


def load_keys(seed: str, folder: Path) -> ReceiptKeys:
    """Make the key of a seed, and read the public keys in a folder; the own one is put there."""
    own = key_of(seed)
    name = fingerprint_of(own.public_key())
    known = dict(_read_known(folder))
    if name not in known:
        known[name] = own.public_key()
        _keep(folder / f"{name}.pem", own.public_key())
    return ReceiptKeys(own, known)


def key_of(seed: str) -> Ed25519PrivateKey:
    """Make the key of a seed: 32 bytes, as 43 characters of base64url. Raises StoreError."""
    if not _SEED.fullmatch(seed):
        raise StoreError("The key of receipts is not 32 bytes in base64url (43 characters).")
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(seed[:43] + "="))


def verifies(key: Ed25519PublicKey, body: bytes, signature: bytes) -> bool:
    """Whether a key signed these bytes."""
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return False
    return True


def pem_of(key: Ed25519PublicKey) -> str:
    """Write a public key as PEM, as openssl takes it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """Hash a public key: the SHA-256 of its DER form, as `openssl pkey -pubin -outform DER | sha256sum` gives it."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def read_public(data: bytes, where: str) -> Ed25519PublicKey:
    """Read a public key from PEM. Raises StoreError."""
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise StoreError(f"{where} is not a public Ed25519 key in PEM.")
    return key


def _read_known(folder: Path) -> Mapping[str, Ed25519PublicKey]:
    found = {}
    try:
        for file in sorted(folder.glob("*.pem")):
            key = read_public(file.read_bytes(), str(file))
            found[fingerprint_of(key)] = key
    except OSError as error:
        raise StoreError(f"The keys in {folder} cannot be read: {error}.") from error
    return found


def _keep(file: Path, key: Ed25519PublicKey) -> None:
    """Keep it for the time after a change of key; where nothing can be written, the operator is told."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_suffix(".new")
        made.write_text(pem_of(key), encoding="ascii")
        made.replace(file)
    except OSError as error:
        _log.warning("The public key of receipts could not be kept in %s: %s", file, error)
