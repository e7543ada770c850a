"""supplychain serve: where it listens, how it ends, and what it says when it cannot begin."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from supplychain.store import migrate
from tests.cli.conftest import Run


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as found:
        found.bind((host, 0))
        return found.getsockname()[1]


def _hear_ctrl_c() -> None:
    """Undo what a shell does to jobs in the background, whose children would never hear of it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def serving(*words: str, **environ: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start it and wait until it says that it listens; end it in any case."""
    command = [sys.executable, "-m", "supplychain", "serve", *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environ}
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen(command, preexec_fn=_hear_ctrl_c, **pipes) as run:
        try:
            assert run.stderr is not None
            yield run, [run.stderr.readline().rstrip(), run.stderr.readline().rstrip()]
        finally:
            run.kill()


def fetch(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        return int(answer.status)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(number: signal.Signals, ready: Path) -> None:
    port = free_port()
    with serving("--port", str(port)) as (run, said):
        assert said == [
            f"Serving http://127.0.0.1:{port}",
            f"from {ready}/supplychain.db, revision 0. Ctrl-C stops it.",
        ]
        assert fetch(port) == 200
        run.send_signal(number)
        out, err = run.communicate(timeout=20)
        assert (run.returncode, out, err) == (0, "", "Stopped.\n")
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_the_port_may_come_from_the_environment(ready: Path) -> None:
    port = free_port()
    with serving(PORT=str(port)) as (_, said):
        assert said[0] == f"Serving http://127.0.0.1:{port}"
        assert fetch(port) == 200


def test_a_port_in_use_is_one_line(call: Run, ready: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = call("serve", "--port", port)
    assert result.exit_code == 1
    assert result.stderr == (
        f"supplychain: Something else listens on 127.0.0.1, port {port} already: stop it, or give another --port.\n"
    )


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "a" * 80, "::2"])
def test_an_address_of_another_machine_is_one_line(host: str, call: Run, ready: Path) -> None:
    result = call("serve", "--host", host, "--port", free_port())
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("supplychain: ")
    assert host in result.stderr


def test_a_port_that_is_none_is_wrong_use(call: Run, ready: Path) -> None:
    assert call("serve", "--port", "70000").exit_code == 2


def test_without_a_database_it_says_which_command_makes_one(call: Run, instance: Path) -> None:
    result = call("serve")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "`supplychain init`" in result.stderr
    assert not instance.exists()


def test_an_older_database_is_said_with_the_command_that_helps(call: Run, ready: Path) -> None:
    migrate.downgrade(f"sqlite:///{ready}/supplychain.db", "0001")
    result = call("serve")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "`supplychain init`" in result.stderr
    assert call("init", "--empty").exit_code == 0


def test_an_empty_file_is_no_database(call: Run, instance: Path) -> None:
    instance.mkdir()
    (instance / "supplychain.db").touch()
    result = call("serve")
    assert result.exit_code == 1
    assert "`supplychain init`" in result.stderr


def send(port: int, path: str, head: bytes, body: Iterator[bytes]) -> bytes:
    """Send a request as a browser does that hears nothing before it has sent all; give what comes back."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(b"POST " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        for part in body:
            line.sendall(part)
        while part := line.recv(65_536):
            found += part
    return found


@pytest.mark.slow
def test_a_body_beyond_all_limits_is_refused_in_our_words(ready: Path) -> None:
    """The server would refuse it by itself, and in its own words; who is still sending reads the answer all the same."""
    port, megabyte = free_port(), b"x" * 1024 * 1024
    length = b"Content-Length: %d\r\nConnection: close" % (70 * len(megabyte))
    chunk = b"100000\r\n" + megabyte + b"\r\n"
    with serving("--port", str(port)):
        page = send(port, "/de/people/sign-in", length, iter([megabyte] * 70))
        assert page.startswith(b"HTTP/1.1 413 ")
        assert b"<h1>" in page
        assert b"64" in page
        assert b'lang="de"' in page
        upload = send(port, "/reports/report-x/upload", length, iter([megabyte] * 70)).decode()
        assert "at most 64 MB can be sent to this address" in upload
        told = send(port, "/api/v1/reports", length, iter([megabyte] * 70))
        assert b"application/problem+json" in told
        assert json.loads(told.partition(b"\r\n\r\n")[2])["code"] == "request_entity_too_large"
        chunks = send(port, "/people/sign-in", b"Transfer-Encoding: chunked\r\nConnection: close", iter([chunk] * 70))
        assert b"at most 64 kB" in chunks
        asked = send(port, "/people/sign-in", length + b"\r\nExpect: 100-continue", iter([]))
        assert asked.startswith(b"HTTP/1.1 413 ")
        assert fetch(port) == 200
