"""supplychain keys: the pair of keys to which originals and confidential notes are sealed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click
from pydantic import Field

from supplychain.cli.output import json_option, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.errors import Conflict, Refused, StoreError
from supplychain.domain.records import Record

if TYPE_CHECKING:
    from supplychain.formats.sealing import Keys

_KEY_FILE = Path("supplychain-key.txt")
_STDOUT = Path("-")
_path = click.Path(path_type=Path, dir_okay=False)


class _Row(Record):
    row_type: ClassVar[type[Record]]

    def table(self) -> tuple[Record, ...]:
        """Only one row."""
        return (self,)


class MadeKeys(_Row):
    """A pair of keys that was made; the private one is only in its file."""

    recipient: str = Field(description="Public key, for SUPPLYCHAIN_SEAL_TO.")
    key_file: str = Field(description="File with the private key; only its owner can read it.")


class Opened(_Row):
    """A sealed file that was opened."""

    file: str = Field(description="File that was written; only its owner can read it.")
    bytes: int = Field(description="How many bytes were in it.")


MadeKeys.row_type = MadeKeys
Opened.row_type = Opened


@click.group()
def keys() -> None:
    """Make the keys for sealing, and open what was sealed. The server needs the public key only."""


@keys.command()
@click.option(
    "-o",
    "--output",
    type=_path,
    default=_KEY_FILE,
    show_default=True,
    help="File for the private key; it must not exist. A single - writes it to the terminal.",
)
@json_option
@pass_session
def new(session: Session, output: Path, json: bool) -> None:
    """Make a pair of keys; print the public one, and write the private one into a file.

    Make it on a machine that is not the server. Without the private key nobody can open what was sealed: keep two copies apart.
    """
    from supplychain.formats.sealing import new_keys

    if output == _STDOUT and json:
        raise click.UsageError("-o - excludes --json.")
    made = new_keys()
    if output == _STDOUT:
        click.echo(_as_file(made), nl=False)
    else:
        _keep_apart(session, output)
        _write_new(output, _as_file(made).encode("ascii"))
        answer = MadeKeys(recipient=made.recipient, key_file=str(output))
        if json:
            write(answer, json=True)
        else:
            click.echo(made.recipient)
        session.say(f"The private key is in {output}. Keep it off the server, in two places that do not burn together.")
    session.say(f"Set on the server: SUPPLYCHAIN_SEAL_TO={made.recipient}")


@keys.command("open")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="File with the private key.",
)
@click.option("-o", "--output", type=_path, help="Write into this file, which must not exist. Otherwise: stdout.")
@json_option
@pass_session
def open_(session: Session, file: Path, key: Path, output: Path | None, json: bool) -> None:
    """Open a sealed FILE with the private key."""
    from supplychain.formats.sealing import open_sealed

    if json and output in (None, _STDOUT):
        raise click.UsageError("--json needs -o FILE.")
    opened = open_sealed(_read(key).decode("utf-8", "replace"), _read(file))
    if output is None or output == _STDOUT:
        click.echo(opened, nl=False)
        return
    _write_new(output, opened)
    answer = Opened(file=str(output), bytes=len(opened))
    if json:
        write(answer, json=True)
    session.say(f"{output} was written: {len(opened):,} bytes. Only you can read it; delete it when you are done.")


def _as_file(made: Keys) -> str:
    """Write a private key as the tools of age do."""
    return f"# Opens what supplychain sealed. Keep it off the server.\n# public key: {made.recipient}\n{made.secret}\n"


def _keep_apart(session: Session, output: Path) -> None:
    """Refuse a place that the server reads, or that its backups hold."""
    instance = session.settings.instance.resolve()
    if output.resolve().is_relative_to(instance):
        raise Refused(f"{output} lies in {instance}, beside what it would open. Name a file elsewhere with -o.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that did not exist; from its first moment only its owner can read it."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
    except FileExistsError:
        raise Conflict(f"{path} exists already, and is left as it is. Name another file with -o.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
