"""What every request about people is given: the store, the key of the installation, clock and chance, and the way letters go."""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from supplychain.domain.errors import StoreError
from supplychain.formats.sealing import seal
from supplychain.services.mail import Post
from supplychain.services.receipt_keys import KEY_FILE as RECEIPT_KEY_FILE
from supplychain.services.receipt_keys import KNOWN_FOLDER, ReceiptKeys, load_keys
from supplychain.store.database import Store

KEY_FILE = "secret_key"


@dataclass(frozen=True)
class Desk:
    """Made once by a face. `chance` gives a new text of 32 random bytes, as 43 characters that can stand in an address."""

    store: Store
    base_url: str
    instance: Path
    given_key: str
    clock: Callable[[], datetime]
    chance: Callable[[], str]
    post: Post
    seal_to: str = ""
    """Public key of those who may read originals and confidential notes; empty: neither is kept."""
    given_receipt_key: str = ""
    former_key: str = ""
    """The key that was in force before: it still opens what was locked with it, and nothing else."""
    loopback: bool = False
    """Whether webhooks may send to this machine itself, in the clear: for tests and for trying out only."""
    contact: str = ""
    """Where people reach us; letters say it."""
    operator: str = ""

    @cached_property
    def key(self) -> str:
        """The key that signs links and forms: the one given, else the one in the instance folder, made when first needed."""
        return self.given_key or read_key(self.instance / KEY_FILE, self.chance)

    @cached_property
    def receipt_keys(self) -> ReceiptKeys:
        """The keys of receipts: the one given, else the one in the instance folder, made when first needed; and older ones."""
        # The file holds 32 bytes as `chance` gives them.
        seed = self.given_receipt_key or read_key(self.instance / RECEIPT_KEY_FILE, self.chance)
        return load_keys(seed, self.instance / KNOWN_FOLDER)

    def seal(self, purpose: str, text: str) -> str:
        """Give a text that only this installation can make, and that says nothing about the one it was made from."""
        return hmac.new(self.key.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()

    def keys(self) -> Iterator[str]:
        """The keys that may have locked something, the one in force first; the one in the folder may have been so before."""
        yield self.key
        if self.former_key:
            yield self.former_key
        if self.given_key and (file := self.instance / KEY_FILE).is_file():
            yield read_key(file, self.chance)

    def put_away(self, data: bytes) -> bytes | None:
        """Seal an original or a confidential note so that this server cannot read it again.

        None where no key is set: then it must not be kept at all, never in the clear.
        """
        return seal(self.seal_to, data) if self.seal_to else None


def digest(secret: str) -> str:
    """Hash a secret that was made by chance: it is long enough to need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def read_key(file: Path, chance: Callable[[], str]) -> str:
    """Read the key of an installation; make it when there is none. Only the owner of the file can read it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make_key(file, chance())
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The key {file} cannot be read or made: {error}.") from error
    if len(key) < 32:
        raise StoreError(f"The key {file} is too short to be one: take it away, and a new one is made.")
    return key


def _make_key(file: Path, key: str) -> None:
    """Write the whole key under another name first: who comes second takes what the first has written."""
    made = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(key + "\n")
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()
