"""supplychain init and supplychain config: make an installation ready, and say what is in force."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

import click
from pydantic import Field

from supplychain.cli.output import json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.errors import StoreError
from supplychain.domain.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.services.setup import SetupReport


@click.command()
@click.option("--empty", is_flag=True, help="Make the tables only; load no data.")
@json_option
@pass_session
def init(session: Session, empty: bool, json: bool) -> None:
    """Make the database, or bring its tables up to date; load the first data if it is empty. Safe to repeat."""
    from supplychain.assets import asset_dir
    from supplychain.services.codes import lock_secrets
    from supplychain.services.setup import set_up

    settings = session.settings
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {settings.instance} cannot be made: {error.strerror}.") from error
    seeds = None if empty else asset_dir("seeds")
    report = set_up(settings.database_url, seeds, datetime.now(UTC), lambda: secrets.token_hex(16))
    with session.store() as store:
        lock_secrets(settings.desk(store))
    if json:
        click.echo(report.model_dump_json(indent=2))
        return
    for line in _what_was_done(report, settings.shown_database_url):
        session.say(line)


def _what_was_done(report: SetupReport, database: str) -> Iterator[str]:
    if report.schema_before == report.schema_after:
        yield f"The tables of {database} are up to date."
    else:
        done = (
            "made" if report.schema_before is None else f"brought from {report.schema_before} to {report.schema_after}"
        )
        yield f"The tables of {database} were {done}."
    if report.loaded is not None:
        yield f"{report.loaded.total:,} rows were loaded as revision {report.revision}."
    elif report.revision:
        yield f"It holds data already (revision {report.revision}); nothing was loaded."
    else:
        yield "It is empty; nothing was loaded."
    yield "Next: supplychain serve"


class Setting(Record):
    """One setting as a row."""

    variable: str = Field(description="Environment variable.")
    value: str = Field(description="What is in force.")


class Configuration(Record):
    """Every setting that is in force; passwords are masked."""

    row_type: ClassVar[type[Record]] = Setting

    settings: tuple[Setting, ...] = Field(description="By environment variable.")

    def table(self) -> tuple[Setting, ...]:
        """One row a setting."""
        return self.settings


@click.command()
@json_option
@pass_session
def config(session: Session, json: bool) -> None:
    """Show what is in force. Passwords are masked."""
    from supplychain.services.desk import KEY_FILE
    from supplychain.services.receipt_keys import KEY_FILE as RECEIPT_KEY_FILE

    settings = session.settings
    in_force = {
        "SUPPLYCHAIN_DATABASE_URL": settings.shown_database_url,
        "SUPPLYCHAIN_INSTANCE": str(settings.instance),
        "SUPPLYCHAIN_BASE_URL": settings.base_url,
        "SUPPLYCHAIN_CONTACT": settings.contact,
        "SUPPLYCHAIN_OPERATOR": settings.operator,
        "SUPPLYCHAIN_SECRET_KEY": "(given)" if settings.secret_key else f"(in {settings.instance / KEY_FILE})",
        "SUPPLYCHAIN_FORMER_KEY": "(given)" if settings.former_key else "(not set)",
        "SUPPLYCHAIN_RECEIPT_KEY": "(given)"
        if settings.receipt_key
        else f"(in {settings.instance / RECEIPT_KEY_FILE})",
        "SUPPLYCHAIN_MAIL_URL": settings.shown_mail_url or f"(not set: letters stay in {settings.outbox})",
        "SUPPLYCHAIN_MAIL_FROM": settings.mail_from,
        "SUPPLYCHAIN_SEAL_TO": settings.seal_to or "(not set: originals and confidential notes are not kept)",
        "SUPPLYCHAIN_WEBHOOKS_LOOPBACK": "yes" if settings.loopback else "no",
        "HOST": settings.host,
        "PORT": str(settings.port),
    }
    write(Configuration(settings=tuple(Setting(variable=k, value=v) for k, v in in_force.items())), json)
