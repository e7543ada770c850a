"""The only reader of the environment: every setting with its default and its check."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values

from supplychain.domain.errors import Invalid, Problem, shown
from supplychain.formats.sealing import read_recipient

if TYPE_CHECKING:
    from supplychain.services.desk import Desk
    from supplychain.store.database import Store

NO_CONTACT = "No contact address is set for this installation yet (SUPPLYCHAIN_CONTACT)."
NO_OPERATOR = "Nobody is named yet as operator of this installation (SUPPLYCHAIN_OPERATOR)."
_FILE = "supplychain.db"
_SQLITE = "sqlite:///"
_POSTGRES = "postgresql+psycopg://"
_SHORTEST_KEY = 32
_SEED = re.compile(r"[A-Za-z0-9_-]{43}")
_SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. Values come from the environment, then from `.env` in the working directory, then from here."""

    database_url: str
    instance: Path
    """Folder for the SQLite file, the log, and everything else that this installation writes."""
    base_url: str = "http://127.0.0.1:8000"
    """Address under which readers see the site, without a slash at its end."""
    contact: str = NO_CONTACT
    operator: str = NO_OPERATOR
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    """Signs links and forms; empty: the key in the instance folder, which is made when it is first needed."""
    former_key: str = ""
    """The key that was in force before this one, until everything that it locked is locked anew."""
    receipt_key: str = ""
    """Signs receipts: 32 bytes in base64url; empty: the key in the instance folder."""
    mail_url: str = ""
    """Server that sends letters; empty: they stay in the outbox."""
    mail_from: str = "supplychain@localhost"
    loopback: bool = False
    """Whether webhooks may send to this machine itself."""
    seal_to: str = ""
    """Public key to which originals and confidential notes are sealed; empty: neither is kept."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Self:
        """Read the settings. Raises Invalid that names every variable with a wrong value."""
        folder = folder or Path.cwd()
        environ = os.environ if environ is None else environ
        from_file = {} if environ.get("PYTHON_DOTENV_DISABLED") else _env_file(folder / ".env")
        given = {**from_file, **environ}
        read = _Reader({name: value.strip() for name, value in given.items() if value.strip()})
        instance = read.folder("SUPPLYCHAIN_INSTANCE", folder / "instance", folder)
        host, port = read.words("HOST", "127.0.0.1"), read.port("PORT", 8000)
        name = "DATABASE_URL" if "SUPPLYCHAIN_DATABASE_URL" not in read.given else "SUPPLYCHAIN_DATABASE_URL"
        made = cls(
            database_url=read.database(name, f"{_SQLITE}{instance / _FILE}", folder),
            instance=instance,
            base_url=read.address("SUPPLYCHAIN_BASE_URL", _local_address(host, port)),
            contact=read.words("SUPPLYCHAIN_CONTACT", NO_CONTACT),
            operator=read.words("SUPPLYCHAIN_OPERATOR", NO_OPERATOR),
            host=host,
            port=port,
            secret_key=read.key("SUPPLYCHAIN_SECRET_KEY"),
            former_key=read.key("SUPPLYCHAIN_FORMER_KEY"),
            receipt_key=read.seed("SUPPLYCHAIN_RECEIPT_KEY"),
            mail_url=read.mail("SUPPLYCHAIN_MAIL_URL"),
            mail_from=read.sender("SUPPLYCHAIN_MAIL_FROM", needed="SUPPLYCHAIN_MAIL_URL" in read.given),
            loopback=read.flag("SUPPLYCHAIN_WEBHOOKS_LOOPBACK"),
            seal_to=read.recipient("SUPPLYCHAIN_SEAL_TO"),
        )
        if read.problems:
            raise Invalid(read.problems)
        return made

    @property
    def log(self) -> Path:
        """The file into which faults of the program are written."""
        return self.instance / "supplychain.log"

    @property
    def outbox(self) -> Path:
        """The folder in which letters lie until they are sent."""
        return self.instance / "outbox"

    @property
    def shown_mail_url(self) -> str:
        """The mail server's address without its password."""
        return _masked(self.mail_url)

    @property
    def shown_database_url(self) -> str:
        """The database's address without its password."""
        masked = _masked(self.database_url)
        return re.sub(r"(?i)([?&](?:password|sslpassword)=)[^&]*", r"\1***", masked)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where the database is a server."""
        kind, _, rest = self.database_url.partition(_SQLITE)
        return Path(rest.partition("?")[0]) if rest and not kind else None

    def desk(self, store: Store) -> Desk:
        """Make the desk at which people are seen to: with this installation's key and outbox, the clock and chance."""
        from supplychain.services.desk import Desk
        from supplychain.services.mail import Post

        post = Post(self.outbox, self.mail_url, self.mail_from)
        clock, chance = partial(datetime.now, UTC), partial(token_urlsafe, 32)
        return Desk(
            store,
            self.base_url,
            self.instance,
            self.secret_key,
            clock,
            chance,
            post,
            seal_to=self.seal_to,
            loopback=self.loopback,
            given_receipt_key=self.receipt_key,
            former_key=self.former_key,
            contact="" if self.contact == NO_CONTACT else self.contact,
            operator="" if self.operator == NO_OPERATOR else self.operator,
        )

    def listening(self, host: str, port: int) -> Self:
        """Give the settings of a site that listens elsewhere; its own address follows unless one was set."""
        follows = self.base_url == _local_address(self.host, self.port)
        address = _local_address(host, port) if follows else self.base_url
        return replace(self, host=host, port=port, base_url=address)


def _masked(url: str) -> str:
    return re.sub(r"(?<=://)([^:/@]*):[^/@]*(?=@)", r"\1:***", url)


def _local_address(host: str, port: int) -> str:
    """Write the address under which a site that listens there is reached from the same machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid([Problem(str(path), "cannot be read.", "It must be text in UTF-8.")]) from error


class _Reader:
    """Reads one variable at a time and notes what is wrong with it."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.problems: list[Problem] = []

    def words(self, name: str, default: str) -> str:
        return self.given.get(name, default)

    def folder(self, name: str, default: Path, base: Path) -> Path:
        path = base / Path(self.given.get(name, str(default))).expanduser()
        if path.exists() and not path.is_dir():
            self._wrong(name, f"{path} is not a folder.", "Name a folder; it is made when it is missing.")
        return path

    def port(self, name: str, default: int) -> int:
        text = self.given.get(name, str(default))
        if re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= 65_535:
            return int(text)
        self._wrong(name, f"{shown(text)} is not a port.", "Give a number from 1 to 65535.")
        return default

    def address(self, name: str, default: str) -> str:
        text = self.given.get(name, default)
        parts = _split(text)
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            self._wrong(
                name, f"{shown(text)} is not the address of a site.", "Write it like https://supplychain.example."
            )
        return text.rstrip("/")

    def key(self, name: str) -> str:
        text = self.given.get(name, "")
        if text and len(text) < _SHORTEST_KEY:
            mend = f"Give at least {_SHORTEST_KEY} characters made by chance, or nothing: then a key is made."
            self._wrong(name, "It is too short to be a key.", mend)
        return text

    def seed(self, name: str) -> str:
        text = self.given.get(name, "").rstrip("=")
        if text and not _SEED.fullmatch(text):
            mend = "Give 32 bytes made by chance, in base64url (43 characters), or nothing: then a key is made."
            self._wrong(name, "It is not a key for receipts.", mend)
        return text

    def mail(self, name: str) -> str:
        text = self.given.get(name, "")
        parts = _split(text)
        if text and (parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path):
            # What was given may hold a password: it is not repeated.
            self._wrong(
                name, "It is not the address of a mail server.", "Write smtps://user:password@host or smtp://host:port."
            )
        return text

    def sender(self, name: str, needed: bool) -> str:
        text = self.given.get(name, "")
        if text and not _SENDER.fullmatch(text):
            self._wrong(name, f"{shown(text)} is not a sender.", "Write it like letters@supplychain.example.")
        if needed and not text:
            self._wrong(name, "is missing.", "Say from which address letters come.")
        return text or "supplychain@localhost"

    def flag(self, name: str) -> bool:
        text = self.given.get(name, "no").lower()
        if text not in ("yes", "no"):
            self._wrong(name, f"{shown(text)} is neither yes nor no.", "Write yes or no.")
        return text == "yes"

    def recipient(self, name: str) -> str:
        text = self.given.get(name, "")
        try:
            return read_recipient(text, name) if text else ""
        except Invalid as error:
            self.problems.extend(error.problems)
            return ""

    def database(self, name: str, default: str, base: Path) -> str:
        text = re.sub(r"^postgres(ql)?://", _POSTGRES, self.given.get(name, default))
        if text.startswith(_SQLITE) and (file := text.removeprefix(_SQLITE)) and not file.startswith(":"):
            return f"{_SQLITE}{base / file}"
        parts = _split(text)
        if text.startswith(_POSTGRES) and parts is not None and len(parts.path) > 1:
            return text
        # What was given may hold a password: it is not repeated.
        mend = f"Write {_SQLITE}/folder/file.db or {_POSTGRES}user:password@host/database."
        self._wrong(name, "It is not the address of a database that can be used.", mend)
        return default

    def _wrong(self, name: str, what: str, mend: str) -> None:
        self.problems.append(Problem(name, what, mend))


def _split(text: str) -> SplitResult | None:
    """Take an address apart; None where that cannot be done."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # is read only when asked for, and then may be wrong
    except ValueError:
        return None
    return parts
