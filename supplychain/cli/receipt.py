"""supplychain receipt: fix a dossier as a signed file, and check such a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import json_option
from supplychain.cli.session import Session, pass_session
from supplychain.domain.receipt import BECAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.receipt import Since
    from supplychain.services.receipt import Checked

_MOST = 20
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def receipt() -> None:
    """Fix what this database holds as a signed file, and check such a file."""


@receipt.command()
@click.argument("id", metavar="PRODUCT|ORGANISATION")
@click.option("-o", "--output", type=_FILE, help="Write the file; without it, it goes to stdout.")
@as_of_option
@json_option
@pass_session
def make(session: Session, id: str, output: Path | None, as_of: int | None, json: bool) -> None:
    """Fix the dossier of a product or an organisation. The same question at the same revision gives the same bytes.

    The receipt itself is JSON: --json is the same as no -o.
    """
    from supplychain.services.receipt import fix_dossier

    if json and output is not None:
        raise click.UsageError("-o excludes --json.")
    with session.store() as store, store.view(as_of) as view:
        made, file = fix_dossier(view, id, session.settings.desk(store).receipt_keys)
    if output is None:
        click.echo(file, nl=False)
        return
    try:
        output.write_bytes(file)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    address = f"{session.settings.base_url}/receipts/{made.revision}/{made.about}"
    session.say(f"{output} was written: what this database held of {made.about} at revision {made.revision}.")
    session.say(f"Its permanent address: {address}")


@receipt.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", type=_FILE, help="Public key (PEM) of another installation; the database is then not asked.")
@json_option
@pass_session
def verify(session: Session, file: Path, key: Path | None, json: bool) -> None:
    """Check a file: signed by whom, changed or not, held by this database or not. Exits with 1 unless it is genuine."""
    from supplychain.services import receipt as service
    from supplychain.services.receipt_keys import fingerprint_of, read_public

    data = _read(file)
    if key is not None:
        public = read_public(_read(key), str(key))
        checked = service.check_signature({fingerprint_of(public): public}, data)
    else:
        with session.store() as store, store.view() as view:
            checked = service.check_receipt(view, session.settings.desk(store).receipt_keys, data)
    if json:
        click.echo(checked.model_dump_json(indent=2))
        if not checked.genuine:
            raise click.exceptions.Exit(1)
        return
    if not checked.genuine:
        raise click.ClickException(f"{file}: {checked.words}")
    click.echo("\n".join(_text(checked, elsewhere=key is not None)))


@receipt.command()
@json_option
@pass_session
def key(session: Session, json: bool) -> None:
    """Write the public key with which receipts of this installation are checked, as PEM."""
    with session.store() as store:
        keys = session.settings.desk(store).receipt_keys
    if json:
        click.echo(keys.published().model_dump_json(indent=2))
        return
    click.echo(keys.pem(keys.fingerprint), nl=False)
    session.say(f"Fingerprint (SHA-256 of its DER form): {keys.fingerprint}")


def _read(file: Path) -> bytes:
    from supplychain.formats.receipts import LARGEST

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error


def _text(checked: Checked, *, elsewhere: bool) -> Iterator[str]:
    said = checked.receipt
    assert said is not None, "a genuine receipt can be read"
    yield (
        "This receipt is genuine: the key given signed it, and nothing in it was changed."
        if elsewhere
        else checked.words
    )
    yield f"It fixes the dossier of {said.about} at revision {said.revision} ({said.recorded_at})."
    only = sum(c.only_possible for c in said.criteria)
    yield (
        f"It names {len(said.claims):,} claims, {len(said.gaps):,} gaps and {len(said.criteria) - only:,} criteria to which "
        "something points"
        + (
            f"; and {only:,} to which only what is possible points, and which the dossier counts apart."
            if only
            else "."
        )
    )
    yield said.says
    if checked.same_again is True:
        yield f"Asked again about revision {said.revision}, this database gives the same."
    elif checked.same_again is False:
        yield (
            f"Asked again about revision {said.revision}, this program works out another answer today: its rules changed, or a "
            "text that counts was taken away."
        )
    if checked.since is not None:
        yield checked.since_words
        yield from _moved(checked.since)


def _moved(since: Since) -> Iterator[str]:
    """Name the claims of the receipt that did not stay as they were; new ones are counted alone."""
    moved = [row for row in since.moved if row.recorded_in is not None]
    for row in moved[:_MOST]:
        yield f"  {row.claim}: {BECAME[row.became][0]}{', text taken away' if row.redacted else ''}"
    if len(moved) > _MOST:
        yield f"  and {len(moved) - _MOST:,} more: --json names all."
