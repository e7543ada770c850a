"""supplychain release: show the next batch of what may only be shown in batches."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from supplychain.cli.output import json_option
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.services.release import ReleaseReport


@click.group()
def release() -> None:
    """Show what may only be shown in batches, so that nobody can be picked out."""


@release.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; today when none is given.")
@json_option
@pass_session
def pay(session: Session, on: datetime | None, json: bool) -> None:
    """Release the pay that workers reported: one batch a quarter, of reports older than 90 days, in groups of 5 or more.

    Run it once a quarter; again in the same quarter it changes nothing.
    """
    from supplychain.services.release import release_pay

    with session.store() as store:
        report = release_pay(store, on and on.date(), datetime.now(UTC), lambda: secrets.token_hex(16))
    if json:
        click.echo(report.model_dump_json(indent=2))
        return
    click.echo("\n".join(_text(report)))


def _text(report: ReleaseReport) -> Iterator[str]:
    from supplychain.domain.pay_gate import COUNT_CLASSES

    done = "released" if report.released else "released before; nothing changes"
    yield f"{report.quarter}: {done}. Revision {report.revision}."
    new = f"; new or renewed: {report.new_groups:,}" if report.released else ""
    yield f"Groups shown: {report.groups:,}{new}."
    for held in report.held_back:
        yield f"Held back of {held.employer}: {COUNT_CLASSES[held.reports]} reports."
    if not report.held_back:
        yield "No report of earlier quarters is held back."
        yield "Reports wait 90 days or more: what came in since then counts in a later quarter."
