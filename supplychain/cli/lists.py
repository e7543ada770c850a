"""supplychain list: check a list of names at once, with all dossiers as one archive if wanted."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.dossier import list_workbook, written_dossiers
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from supplychain.domain.list_rows import ListRow
    from supplychain.domain.lists import ListAnswer

_REPORTED = {
    "pay": "conditions of pay that follow from the reports",
    "surveillance": "surveillance",
    "conditions": "conditions",
    "good_practice": "good practice",
}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def list() -> None:  # the command's own name
    """Check a list of vendors and tools: what is reported behind each, and what nobody discloses."""


@list.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("-o", "--output", type=_FILE, help="Write the table to a file that ends with .xlsx, .csv or .json.")
@click.option("--dossiers", type=_FILE, help="Write all dossiers, and the table, as one ZIP.")
@click.option("--form", type=click.Choice(["html", "pdf"]), default="html", help="Form of the dossiers beside JSON.")
@click.option(
    "--lang", type=click.Choice(["en", "de"]), default="en", help="Language of the dossiers and of the workbook."
)
@click.option("--since", type=click.IntRange(0), metavar="REVISION", help="Say what changed since this revision.")
@as_of_option
@answers
@pass_session
def check(
    session: Session,
    file: Path,
    output: Path | None,
    dossiers: Path | None,
    form: str,
    lang: str,
    since: int | None,
    as_of: int | None,
    json: bool,
    csv: bool,
) -> None:
    """Check a list: CSV, XLSX or JSON with a column called name, or one name a line; - reads stdin.

    Rows that may mean several parties stay unsettled: write the id of the party that is meant into a column called party,
    or none.
    """
    from supplychain.formats.lists import read_list
    from supplychain.services.lists import check_list

    ends: dict[str, Callable[[ListAnswer], bytes]] = {
        ".xlsx": partial(_xlsx, session, lang),
        ".csv": _csv,
        ".json": _json,
    }
    if output is not None and (json or csv):
        raise click.UsageError("-o excludes --json and --csv.")
    if output is not None and output.suffix.lower() not in ends:
        raise click.UsageError(f"{output.name!r} must end with one of {', '.join(ends)}.")
    given = read_list(_read(file))
    with session.store() as store:
        with store.view(as_of) as view:
            base_url = session.settings.base_url
            answer = check_list(view, given.lines, given.notes, base_url=base_url, since=since)
        if dossiers is not None:
            ids = [party.id for party in answer.parties]
            written = written_dossiers(session, store, ids, form, lang, answer.revision)
            _keep(session, dossiers, _archive(answer, _xlsx(session, lang, answer), written))
    for note in answer.notes:
        session.say(str(note.problem()))
    if output is not None:
        _keep(session, output, ends[output.suffix.lower()](answer))
    elif json or csv:
        write(answer, json, csv)
    else:
        click.echo("\n".join(_text(answer)))


def _read(file: Path) -> bytes:
    try:
        with click.open_file(str(file), "rb") as stream:
            data: bytes = stream.read()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    return data


def _keep(session: Session, file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    session.say(f"{file} was written: {len(data):,} bytes.")


def _xlsx(session: Session, lang: str, answer: ListAnswer) -> bytes:
    from supplychain.formats.list_sheets import write_list

    if lang == "en":
        return write_list(answer)
    with session.store() as store:
        return list_workbook(session, store, answer, lang)


def _csv(answer: ListAnswer) -> bytes:
    from supplychain.formats.rows import dump_csv

    return dump_csv(answer.row_type, answer.table()).encode()


def _json(answer: ListAnswer) -> bytes:
    return answer.model_dump_json(indent=2).encode()


def _archive(answer: ListAnswer, xlsx: bytes, files: Iterable[tuple[str, bytes]]) -> bytes:
    from supplychain.formats.archives import write_zip

    own = [("list.csv", _csv(answer)), ("list.json", _json(answer)), ("list.xlsx", xlsx)]
    return write_zip([*own, *files], datetime.fromisoformat(answer.recorded_on))


def _text(answer: ListAnswer) -> Iterator[str]:
    from supplychain.domain.list_lines import LIST_STATES

    counts = ", ".join(f"{number:,} {LIST_STATES[state].label}" for state, number in answer.counts.items() if number)
    yield f"{len(answer.rows):,} rows ({counts}), {len(answer.parties):,} parties"
    yield f"Revision {answer.revision} of {answer.recorded_on}"
    for row in answer.table():
        yield ""
        yield f"{row.row}. {row.name}: {row.state_words}"
        if row.may_be:
            yield f"  may be {', '.join(row.may_be)}"
        if row.party_name:
            yield from _known(row)
        yield from (f"  ? {words[:1].upper()}{words[1:]}" for words in row.not_known_words)
    if answer.since is not None:
        yield ""
        yield f"Changed since revision {answer.since.revision} of {answer.since.recorded_on}: {len(answer.since.changes):,}"
        for change in answer.since.changes:
            what = f"{change.what.replace('_', ' ')} {_label(change.code)}".strip()
            parts = (("new", change.added), ("gone", change.gone))
            moved = [f"; {sign}: {', '.join(map(_label, ids))}" for sign, ids in parts if ids]
            yield f"  row {change.row} {change.party}: {what}{''.join(moved)}"


def _label(code: str) -> str:
    """The words of a code; an id stays as it is."""
    from supplychain.domain.dossier_answer import NEARNESS
    from supplychain.domain.gap_codes import UNKNOWNS
    from supplychain.domain.list_lines import LIST_STATES
    from supplychain.domain.packages import TERMS

    for terms in (TERMS["practice"], TERMS["pay_condition"], UNKNOWNS, LIST_STATES):
        if code in terms:
            return terms[code].label
    return next((label for near, (label, _) in NEARNESS.items() if near == code), code)


def _known(row: ListRow) -> Iterator[str]:
    score = f", {row.score} of 100: {row.reasons}" if row.score is not None else ""
    yield f"  {row.party_name} ({row.party}){score}"
    yield (
        f"  employers: {row.employers_named} named, {row.employers_all} for all products, {row.employers_possible} possible"
        f"{'; gives people this work itself' if row.employs else ''}"
    )
    yield f"  pay reports: {row.pay_reports}, possible only {row.pay_reports_possible}"
    yield f"  prices of clients: {row.prices}, possible only {row.prices_possible}"
    for what, said in _REPORTED.items():
        for end, how in (("", ""), ("_possible", " (possible only)")):
            if words := getattr(row, f"{what}{end}_words"):
                counted = f", {getattr(row, f'pay_conditions{end}')} in all" if what == "pay" else ""
                yield f"  {said}{how}{counted}: {'; '.join(words)}"
    yield f"  answers: {row.answers}, asked without an answer: {row.silences}, disputed claims: {row.disputed}"
    yield f"  {row.dossier}"
