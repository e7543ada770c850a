"""The server: waitress, which leaves it to the site to say that a body is too large, and lets whoever sent it read that."""

import socket
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from supplychain.web.guards import LARGEST_BODY

THREADS = 8
_PASSED_OVER = 4 * LARGEST_BODY
"""So many bytes of a body that is refused are read and thrown away: who still sends would not see the answer otherwise."""


class _Parser(HTTPRequestParser):
    """Does not ask for a body that is refused."""

    def received(self, data: bytes) -> int:
        """Take what came in."""
        taken: int = super().received(data)
        if self.error:
            self.expect_continue = False
        return taken


class _Refusal(WSGITask):
    """Has the site answer a request whose body is too large and was not read."""

    def execute(self) -> None:
        """Ask the site, with the length that was announced or has come in."""
        sent: Any = self.request
        sent.headers.setdefault("CONTENT_LENGTH", str(sent.body_bytes_received))
        self.set_close_on_finish()
        super().execute()


class _Fault(ErrorTask):
    """Answers a request that the server did not take."""

    def service(self) -> None:
        """Leave it to the site to say that a body is too large; of what is no request it knows nothing."""
        sent: Any = self.request
        if not isinstance(sent.error, RequestEntityTooLarge):
            super().service()
            return
        if isinstance(self.channel, _Channel):
            self.channel.refused = True
        _Refusal(self.channel, self.request).service()
        self.close_on_finish = True


class _Channel(HTTPChannel):
    """A connection. After a refusal it hears the sender out, within bounds, before it closes."""

    parser_class = _Parser
    error_task_class = _Fault
    refused = False
    _thrown: int | None = None
    """Bytes that were thrown away; None before that begins."""

    def readable(self) -> bool:
        """Whether more is to be read."""
        return self._thrown is not None or bool(super().readable())

    def handle_read(self) -> None:
        """Read; after a refusal, only to throw it away."""
        if self._thrown is None:
            super().handle_read()
            return
        data = b""
        with suppress(OSError):
            data = self.recv(self.adj.recv_bytes)
        self._thrown += len(data)
        if not data or self._thrown > _PASSED_OVER:
            self.handle_close()

    def handle_write(self) -> None:
        """Write; once a refusal is out, end our side and hear the other out."""
        if self.refused and self.close_when_flushed and not self.total_outbufs_len and self._thrown is None:
            self.close_when_flushed, self._thrown = False, 0
            if self.socket is not None:
                with suppress(OSError):
                    self.socket.shutdown(socket.SHUT_WR)
            return
        super().handle_write()


def make_server(app: Flask, port: socket.socket) -> Any:
    """Make the server of a site on a port that was taken; `run` serves until the process is told to stop."""
    server: Any = create_server(
        app, sockets=[port], threads=THREADS, ident="supplychain", max_request_body_size=LARGEST_BODY + 1
    )
    server.channel_class = _Channel
    return server
