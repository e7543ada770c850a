"""supplychain webhooks: what is sent to addresses of others when something changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import answers, json_option, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from supplychain.domain.webhooks import Round


@click.group()
def webhooks() -> None:
    """List the webhooks of all accounts, and send what is due."""


@webhooks.command("list")
@answers
@pass_session
def list_command(session: Session, json: bool, csv: bool) -> None:
    """List all webhooks: whose, where to, what is watched, where each stands. Secrets are never shown."""
    from supplychain.services.webhooks import list_all

    with session.store() as store:
        write(list_all(session.settings.desk(store)), json, csv)


@webhooks.command()
@click.option("--every", type=click.IntRange(5), metavar="SECONDS", help="Go on for ever, with a round so often.")
@json_option
@pass_session
def deliver(session: Session, every: int | None, json: bool) -> None:
    """Send what changed, once: run it from cron each minute, or with --every as a service. Two at once are safe."""
    from supplychain.services.webhook_delivery import deliver as service

    with session.store() as store:
        desk = session.settings.desk(store)
        while True:
            done = service(desk)
            desk.post.wait()
            if json:
                click.echo(done.model_dump_json())
            elif every is None or any(done.model_dump().values()):
                session.say(_text(done))
            if every is None:
                return
            time.sleep(every)


def _text(done: Round) -> str:
    return (
        f"New deliveries: {done.made}. Taken: {done.delivered}, failed and tried again later: {done.failed}, "
        f"given up: {done.given_up}. Webhooks switched off: {done.switched_off}."
    )
