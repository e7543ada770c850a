"""The options that say at which revision, at which time and from which grade on an answer is wanted."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class On(click.ParamType[str]):
    """A year, a month or a day."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check it; an approximate date is no date to ask for."""
        from supplychain.domain.values import partial_days

        try:
            partial_days(value)
        except ValueError as error:
            self.fail(f"{value!r}: {error}.", param, ctx)
        if value[-1] in "~?%":
            self.fail(f"{value!r} must be a plain year, month or day.", param, ctx)
        return value


def as_of(command: F) -> F:
    """Give a command the option `--as-of`."""
    words = "What was recorded at this revision; without it, the newest."
    return click.option("--as-of", type=click.IntRange(0), metavar="REVISION", help=words)(command)


def asked(command: F) -> F:
    """Give a command the options of a trace."""
    grade = click.option(
        "--min-grade", type=click.Choice(["A", "B", "C", "D"]), default="D", help="Lowest grade followed."
    )
    on = click.option("--on", type=On(), help="Year, month or day at which the links hold.")
    depth = click.option("--depth", type=click.IntRange(1, 12), default=12, help="How many labour hops are walked.")
    return as_of(on(grade(depth(command))))
