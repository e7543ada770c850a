"""Sending something to an address that somebody else chose: only to public places, never further, never for long.

The name is looked up once, every address that it leads to is looked at, and the connection goes to one of these: a name that
leads elsewhere a moment later changes nothing. Of the answer only the status is read.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from supplychain.domain.webhooks import Fault, is_loopback, is_public, split_address

SECONDS = 10.0
"""From the beginning of the connection to the status of the answer."""
_PORTS = {"https": 443, "http": 80}


class Outcome(NamedTuple):
    """What came of sending something."""

    status: int | None
    fault: Fault


def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    loopback: bool = False,
    trusted: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> Outcome:
    """Send a body. `loopback` allows this machine too, and there http; `trusted` takes the place of the system's roots."""
    parts = split_address(address)
    if parts is None or parts.hostname is None:
        return Outcome(None, Fault.NO_NAME)
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Outcome(None, Fault.NO_NAME)
    places = list(dict.fromkeys(str(place[0]) for *_, place in found))
    here = loopback and all(map(is_loopback, places))
    if not places or not (here or (parts.scheme == "https" and all(map(is_public, places)))):
        return Outcome(None, Fault.NOT_PUBLIC)
    context = (trusted or ssl.create_default_context()) if parts.scheme == "https" else None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    named = host if parts.port is None else f"{host}:{port}"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    clock = _Deadline(seconds)
    try:
        with clock.running(), _connected(places[0], port, seconds) as plain:
            covered = clock.watch(_covered(plain, parts.hostname, context))
            if isinstance(covered, ssl.SSLSocket):
                covered.do_handshake()
            status = _asked(covered, target, body, {"Host": named, "Connection": "close", **headers})
    except ssl.SSLError:
        return Outcome(None, Fault.TOO_SLOW if clock.struck else Fault.TLS)
    except TimeoutError:
        return Outcome(None, Fault.TOO_SLOW)
    except OSError:
        return Outcome(None, Fault.TOO_SLOW if clock.struck else Fault.NO_CONNECTION)
    except (HTTPException, ValueError):
        return Outcome(None, Fault.TOO_SLOW if clock.struck else Fault.NO_HTTP)
    if clock.struck:  # what came until then may end anywhere
        return Outcome(None, Fault.TOO_SLOW)
    if 300 <= status < 400:
        return Outcome(status, Fault.REDIRECT)
    return Outcome(status, Fault.NONE if 200 <= status < 300 else Fault.STATUS)


def _asked(connected: socket.socket, target: str, body: bytes, headers: Mapping[str, str]) -> int:
    connection = HTTPConnection("")  # the Host is among the headers
    connection.sock = connected
    try:
        connection.request("POST", target, body, headers)
        with connection.getresponse() as response:
            return response.status
    finally:
        connection.close()


@contextmanager
def _connected(place: str, port: int, seconds: float) -> Iterator[socket.socket]:
    with socket.create_connection((place, port), timeout=seconds) as plain:
        yield plain


def _covered(plain: socket.socket, host: str, context: ssl.SSLContext | None) -> socket.socket:
    if context is None:
        return plain
    return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


class _Deadline:
    """Cuts a connection at a time, whoever keeps it alive with a byte now and then."""

    def __init__(self, seconds: float) -> None:
        self.struck = False
        self._watched: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    @contextmanager
    def running(self) -> Iterator[None]:
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()
            if self._watched is not None:
                self._watched.close()

    def watch(self, connection: socket.socket) -> socket.socket:
        self._watched = connection
        if self.struck:
            raise TimeoutError
        return connection

    def _strike(self) -> None:
        self.struck = True
        if self._watched is not None:
            with suppress(OSError):  # past the methods of TLS, which another thread is just using
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)
