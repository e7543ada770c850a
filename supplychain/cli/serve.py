"""supplychain serve: the one command that starts the web."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from typing import TYPE_CHECKING

import click

from supplychain.cli.session import Session, pass_session
from supplychain.domain.errors import Refused

if TYPE_CHECKING:
    from supplychain.settings import Settings


@click.command()
@click.option("--host", help="Address to listen on; else HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on; else PORT, else 8000.")
@pass_session
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Serve the site until it is stopped with Ctrl-C or SIGTERM."""
    from supplychain.services.codes import lock_secrets
    from supplychain.web.app import create_app
    from supplychain.web.server import make_server

    settings = session.settings.listening(host or session.settings.host, port or session.settings.port)
    with session.store() as store:
        with store.view() as view:  # a database that is missing or too old is said now, not at the first request
            revision = view.revision
        lock_secrets(settings.desk(store))
        with _take_port(settings) as port_taken:
            server = make_server(create_app(settings, store), port_taken)
            logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
            logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait a moment is no news
            signal.signal(signal.SIGTERM, _stop)
            session.say(f"Serving http://{_in_address(settings.host)}:{settings.port}")
            session.say(
                f"from {settings.database_file or settings.shown_database_url}, revision {revision}. Ctrl-C stops it."
            )
            server.run()
            server.close()
    session.say("Stopped.")


def _take_port(settings: Settings) -> socket.socket:
    """Take the port. Raises Refused when it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where = f"{settings.host}, port {settings.port}"
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except UnicodeError as error:
        raise Refused(f"{settings.host} is not an address: give another --host.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"Something else listens on {where} already: stop it, or give another --port.") from error
        reason = str(error.strerror).partition(" (")[0]
        raise Refused(f"It cannot listen on {where}: {reason}.") from error


def _stop(number: int, frame: object) -> None:
    """End the server's loop, which takes this as the wish to stop and lets open requests end."""
    raise SystemExit(0)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
