"""Writes an answer to stdout in the form asked for; nothing else ever goes there."""

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

import click

from supplychain.domain.records import Record
from supplychain.formats.rows import dump_csv, to_text

F = TypeVar("F", bound=Callable[..., Any])


class Tabular(Protocol):
    """An answer that is also a list of flat rows."""

    row_type: ClassVar[type[Record]]

    def table(self) -> Sequence[Record]:
        """Give the rows."""
        ...

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Write the whole answer."""
        ...


def answers(command: F) -> F:
    """Give a command the options `--json` and `--csv`; it gets them as `json` and `csv` and hands them to `write`."""
    return json_option(click.option("--csv", is_flag=True, help="Write the answer's rows as CSV.")(command))


def json_option(command: F) -> F:
    """Give a command the option `--json`."""
    return click.option("--json", is_flag=True, help="Write the whole answer as JSON, and nothing else.")(command)


def write(answer: Tabular, json: bool, csv: bool = False) -> None:
    """Write an answer. As text it fits the terminal; into a pipe or a file nothing is cut."""
    if json and csv:
        raise click.UsageError("--json and --csv exclude each other.")
    if json:
        click.echo(answer.model_dump_json(indent=2))
    elif csv:
        click.echo(dump_csv(answer.row_type, answer.table()), nl=False)
    else:
        click.echo(to_text(answer.row_type, answer.table(), terminal_width()))


def terminal_width() -> int | None:
    """Say how wide the terminal is; None when stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def plain(text: str) -> str:
    """A text of strangers without anything that could steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"[U+{ord(c):04X}]" for c in text)
