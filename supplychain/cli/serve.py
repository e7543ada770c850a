"""supplychain serve: the one command that starts the web."""

from __future__ import annotations

import errno
import logging
import signal
from typing import TYPE_CHECKING, Any

import click

from supplychain.cli.session import Session, pass_session
from supplychain.domain.errors import Refused

if TYPE_CHECKING:
    from supplychain.settings import Settings

THREADS = 8


@click.command()
@click.option("--host", help="Address to listen on; else HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on; else PORT, else 8000.")
@pass_session
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Serve the site until it is stopped with Ctrl-C or SIGTERM."""
    from supplychain.web.app import create_app

    settings = session.settings.listening(host or session.settings.host, port or session.settings.port)
    with session.store() as store:
        with store.view() as view:  # a database that is missing or too old is said now, not at the first request
            revision = view.revision
        server = _listen(create_app(settings, store), settings)
        session.say(f"Serving http://{_in_address(settings.host)}:{settings.port}")
        session.say(
            f"from {settings.database_file or settings.shown_database_url}, revision {revision}. Ctrl-C stops it."
        )
        signal.signal(signal.SIGTERM, _stop)
        logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
        server.run()
        server.close()
    session.say("Stopped.")


def _listen(app: Any, settings: Settings) -> Any:
    """Take the port. Raises Refused when it cannot be had."""
    from waitress.server import create_server

    try:
        return create_server(app, host=settings.host, port=settings.port, threads=THREADS, ident="supplychain")
    except OSError as error:
        where = f"{settings.host}, port {settings.port}"
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"Something else listens on {where} already: stop it, or give another --port.") from error
        raise Refused(f"It cannot listen on {where}: {error.strerror or error}.") from error
    except ValueError as error:  # waitress says so of a host that nobody knows
        raise Refused(f"{settings.host} is not an address of this machine: give another --host.") from error


def _stop(number: int, frame: object) -> None:
    """End the server's loop, which takes this as the wish to stop and lets open requests end."""
    raise SystemExit(0)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
