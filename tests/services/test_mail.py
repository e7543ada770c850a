"""Letters leave through a real mail server on this machine, or stay in the outbox."""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from supplychain.domain.replies import Channel, Step
from supplychain.formats.letters import Letter, write_letter
from supplychain.services import requests
from supplychain.services.mail import Post
from supplychain.services.requests import Wanted
from supplychain.store.database import Store
from tests.desk import START, Clock, desk_for

CHANCE = "abcdefgh" * 5
SENDER = "letters@labour.example"


class Server:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.greeted: list[tuple[str, str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope.content)
        return "250 OK" if b"refuse" not in envelope.content else "554 no"

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.greeted.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"p@ss word", handled=False)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def served() -> Iterator[tuple[Server, int]]:
    server, port = Server(), free_port()
    controller = Controller(
        server, "127.0.0.1", port, authenticator=server.authenticate, auth_require_tls=False, auth_required=False
    )
    controller.start()
    yield server, port
    controller.stop()


def letter(text: str = "Grüße\n") -> Letter:
    return Letter("invitation", "de", "ada@example.org", "Ihre Einladung", text)


def test_a_letter_is_sent_and_leaves_the_outbox(served, tmp_path: Path, caplog) -> None:
    server, port = served
    post = Post(tmp_path / "outbox", f"smtp://127.0.0.1:{port}", SENDER)
    post.send(letter(), START, CHANCE)
    assert post.wait()
    (received,) = [message_from_bytes(m, policy=policy.default) for m in server.received]
    assert (received["From"], received["To"], received["Subject"]) == (SENDER, "ada@example.org", "Ihre Einladung")
    assert received["Date"].datetime == START
    assert received["Message-ID"].endswith("@labour.example>")
    assert received.get_content().strip() == "Grüße"
    assert "ada@example.org" not in caplog.text


def test_with_user_and_password(served, tmp_path: Path) -> None:
    server, port = served
    post = Post(tmp_path, f"smtp://us%40er:p%40ss%20word@127.0.0.1:{port}", SENDER)
    post.send(letter(), START, CHANCE)
    assert post.wait()
    assert server.greeted == [("us@er", "p@ss word")]


@pytest.mark.parametrize("taken", [True, False])
def test_a_request_counts_once_the_server_took_it(served, seeded_sqlite_url: str, tmp_path: Path, taken: bool) -> None:
    server, port = served
    note = "Please answer." if taken else "They refuse it."
    with closing(Store(seeded_sqlite_url)) as store:
        post = Post(tmp_path / "outbox", f"smtp://127.0.0.1:{port}", SENDER)
        desk = replace(desk_for(store, tmp_path, Clock()), post=post)
        wanted = Wanted("openai", ("l-openai-sama",), Channel.MAIL, "press@openai.example", note=note)
        asked = requests.ask(desk, wanted)
        seen = requests.look(desk, asked.id)
        with store.view() as view:
            recorded = view.snapshot().requests
    assert (asked.sent, len(recorded)) == (taken, int(taken))
    assert (seen.step, bool(seen.letter_waits)) == ((Step.WAIT, False) if taken else (Step.SEND, True))
    assert any((tmp_path / "outbox").glob("*.eml")) is not taken
    said = message_from_bytes(server.received[-1], policy=policy.default).get_content()
    assert asked.link in said
    assert "10 December 2026" in said


@pytest.mark.parametrize("trouble", ["wrong password", "refused", "nobody there", "not that name"])
def test_what_cannot_be_sent_stays_and_the_log_says_so(served, tmp_path: Path, caplog, trouble: str) -> None:
    _, port = served
    where = {
        "wrong password": f"smtp://user:wrong@127.0.0.1:{port}",
        "nobody there": f"smtp://127.0.0.1:{free_port()}",
        "not that name": f"smtps://127.0.0.1:{port}",
    }.get(trouble, f"smtp://127.0.0.1:{port}")
    post = Post(tmp_path, where, SENDER)
    post.send(letter("refuse me\n" if trouble == "refused" else "hello\n"), START, CHANCE)
    assert not post.wait()
    (file,) = tmp_path.iterdir()
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR and r.name.startswith("supplychain")]
    assert str(file) in record.getMessage()
    for hidden in ("ada@example.org", "wrong@", "user"):
        assert hidden not in record.getMessage()


def test_without_a_server_letters_stay_with_one_line_in_the_log(tmp_path: Path, caplog) -> None:
    post = Post(tmp_path / "outbox")
    post.send(letter(), START, CHANCE)
    assert not post.wait()
    (file,) = (tmp_path / "outbox").iterdir()
    (record,) = caplog.records
    assert str(file) in record.getMessage()
    assert "ada" not in caplog.text
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "ada@example.org"


@pytest.mark.parametrize("name", ["invitation", "reset"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_letter_in_every_language(name: str, language: str) -> None:
    filled = {"link": "https://labour.example/x", "until": "2026-12-03 09:00", "base_url": "https://labour.example"}
    written = write_letter(name, language, "ada@example.org", **filled)
    assert written.subject
    assert "\n" not in written.subject
    assert "\nhttps://labour.example/x\n" in written.text
    assert "2026-12-03 09:00 (UTC)" in written.text
    assert not any(mark in written.text for mark in ("{{", "}}", "Subject:"))


def test_letters_differ_by_language() -> None:
    filled = {"link": "x", "until": "x", "base_url": "x"}
    assert write_letter("reset", "en", "a", **filled) != write_letter("reset", "de", "a", **filled)
    assert write_letter("reset", "fr", "a", **filled).language == "en"
