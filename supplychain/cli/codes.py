"""Receipt codes as commands take them: not only as an argument, which everybody at the machine can see while the command runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

VARIABLE = "SUPPLYCHAIN_CODE"
WAYS = (
    f"Instead of the code itself, which others at this machine could see, - takes it from {VARIABLE}, else asks for it or "
    "reads the first line of what is piped in; @FILE takes it from a file."
)
"""Stands in the help of every command that takes a code."""


class ReceiptCode(click.ParamType[str]):
    """A receipt code, or where to take it from."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the code."""
        if value == "-":
            return os.environ.get(VARIABLE, "").strip() or _asked()
        if not value.startswith("@"):
            return value
        try:
            return Path(value[1:]).read_text(encoding="utf-8").partition("\n")[0].strip()
        except (OSError, UnicodeDecodeError):
            self.fail(f"No code can be read from {value[1:]}.", param, ctx)


def _asked() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Receipt code", hide_input=True, err=True)).strip()
    return sys.stdin.readline().strip()


code_argument = click.argument("code", type=ReceiptCode())
code_option = click.option(
    "--code", default="", type=ReceiptCode(), help=f"Receipt code under which the report is to lie, too. {WAYS}"
)
