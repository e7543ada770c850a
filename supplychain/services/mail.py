"""Where letters go: into the outbox of the installation, and from there to the mail server, if one is set up.

A letter is written to the outbox first and sent by a thread of its own, so that nobody waits for the mail server. What
cannot be sent stays in the outbox, and the log says so, without saying for whom.
"""

import logging
import os
import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from supplychain.domain.errors import StoreError, SupplychainError
from supplychain.formats.letters import Letter

SECONDS = 30
_LOCAL = ("localhost", "127.0.0.1", "::1")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Post:
    """An outbox with or without a mail server behind it."""

    outbox: Path
    url: str = ""
    """smtp:// or smtps:// with user and password where the server wants them; empty: letters stay in the outbox."""
    sender: str = "supplychain@localhost"
    _under_way: list[threading.Thread] = field(default_factory=list)

    def send(self, letter: Letter, now: datetime, chance: str) -> None:
        """Take a letter. Raises StoreError when it cannot be put into the outbox."""
        message, file = self._put(letter, now, chance)
        if self.url:
            self._begin(partial(self._deliver, message, file))

    def hand_over(self, letter: Letter, now: datetime, chance: str) -> bool:
        """Take a letter and wait until the mail server has it; say whether it took it. Else it lies in the outbox.

        Raises StoreError when it cannot be put there.
        """
        message, file = self._put(letter, now, chance)
        return bool(self.url) and self._deliver(message, file)

    def _put(self, letter: Letter, now: datetime, chance: str) -> tuple[EmailMessage, Path]:
        """Put a letter into the outbox."""
        message = self._message(letter, now, chance)
        file = self.outbox / f"{now:%Y%m%dT%H%M%SZ}-{letter.name}-{chance[:8]}.eml"
        try:
            self.outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(message.as_bytes())
        except OSError as error:
            raise StoreError(f"A letter cannot be put into {self.outbox}: {error.strerror}.") from error
        if not self.url:
            _log.warning("no mail server is set up (SUPPLYCHAIN_MAIL_URL): a letter lies in %s", file)
        return message, file

    def later(self, job: Callable[[], None]) -> None:
        """Do something about a letter in a thread of its own: how long an answer takes must not say whether one is due."""

        def do() -> None:
            try:
                job()
            except SupplychainError as error:
                _log.error("a letter could not be written: %s", error.code)

        self._begin(do)

    def _begin(self, job: Callable[[], object]) -> None:
        thread = threading.Thread(target=job, name="letter")
        self._under_way[:] = [t for t in self._under_way if t.is_alive()]
        self._under_way.append(thread)
        thread.start()

    def wait(self) -> bool:
        """Wait until all letters are sent or have failed; say whether any server is set up and the outbox is empty."""
        while self._under_way:
            self._under_way.pop().join()
        return bool(self.url) and not any(self.outbox.glob("*.eml"))

    def _message(self, letter: Letter, now: datetime, chance: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, letter.to, letter.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{chance[8:40]}@{self.sender.partition('@')[2].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message["Content-Language"] = letter.language
        return message

    def _deliver(self, message: EmailMessage, file: Path) -> bool:
        try:
            self._give(message)
        except (OSError, smtplib.SMTPException) as error:
            _log.error("a letter could not be sent (%s) and stays in %s", type(error).__name__, file)
            return False
        file.unlink()
        return True

    def _give(self, message: EmailMessage) -> None:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
        with server:
            server.ehlo()
            covered = parts.scheme == "smtps"
            if not covered and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
                covered = True
            if parts.username:
                if not covered and host not in _LOCAL:
                    raise smtplib.SMTPNotSupportedError("the server takes a password only in the clear")
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
