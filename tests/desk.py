"""A desk with a clock that only moves when it is told to, and people who use it."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyotp

from supplychain.domain.people import Person, Role
from supplychain.services import codes, people, request_steps, requests
from supplychain.services.desk import Desk
from supplychain.services.mail import Post
from supplychain.services.request_book import Asked
from supplychain.services.requests import Wanted
from supplychain.services.sign_in import Identity, identify
from supplychain.store.database import Store

START = datetime(2026, 11, 26, 9, tzinfo=UTC)
PASSWORD = "four plain words there"


@dataclass
class Clock:
    """A clock that stands still."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@dataclass
class Chance:
    """Texts that look like chance and are the same in every run."""

    numbers: itertools.count = field(default_factory=itertools.count)

    def __call__(self) -> str:
        return sha256(f"chance {next(self.numbers)}".encode()).hexdigest()[:43]


def desk_for(store: Store, folder: Path, clock: Clock, base_url: str = "https://labour.example") -> Desk:
    """Make a desk whose letters stay in an outbox."""
    said = {"contact": "answers@labour.example", "operator": "A Test"}
    return Desk(store, base_url, folder, "k" * 40, clock, Chance(), Post(folder / "outbox"), **said)


def letters(folder: Path) -> list:
    """Letters in the outbox, oldest first."""
    files = sorted((folder / "outbox").glob("*.eml"), key=lambda f: f.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def ask(desk: Desk, wanted: Wanted) -> Asked:
    """Ask somebody, and say that the letter went today."""
    return request_steps.mark_sent(desk, requests.ask(desk, wanted).id)


def remind(desk: Desk, id: str, *how: Any) -> Asked:
    """Ask a second time, and say that the letter went today."""
    requests.remind(desk, id, *how)
    return request_steps.mark_sent(desk, id)


def token_of(link: str) -> str:
    """The signed part of a link."""
    return link.rpartition("/")[2]


def join(desk: Desk, email: str, role: Role = Role.SENDER, password: str = PASSWORD) -> Identity:
    """Invite somebody who accepts at once."""
    link = people.invite(desk, email, role)
    held = people.accept_invitation(desk, token_of(link.address), email.partition("@")[0].title(), password)
    found = identify(desk, held)
    assert found is not None
    return found


def set_up_codes(desk: Desk, person: Person) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """Set up codes as somebody with an app does."""
    codes.begin_codes(desk, person)
    setup = codes.show_setup(desk, person)
    assert setup is not None
    app = pyotp.TOTP(setup.secret)
    return app, codes.confirm_codes(desk, person, app.at(desk.clock()))
