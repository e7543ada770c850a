"""The command line: which commands there are, and how errors leave it. A command's module is read when it is called."""

import importlib
import logging
import secrets
import sys
from typing import Any

import click

from supplychain.cli.session import Session
from supplychain.domain.errors import Invalid, NotFound, SupplychainError

COMMANDS: tuple[str, ...] = (
    "supplychain.cli.setup:init",
    "supplychain.cli.setup:config",
    "supplychain.cli.serve:serve",
    "supplychain.cli.trace:trace",
    "supplychain.cli.browse:search",
    "supplychain.cli.browse:show",
    "supplychain.cli.trace:path",
    "supplychain.cli.dossier:dossier",
    "supplychain.cli.receipt:receipt",
    "supplychain.cli.sheet:sheet",
    "supplychain.cli.assess:assess",
    "supplychain.cli.pay:pay",
    "supplychain.cli.reference:reference",
    "supplychain.cli.release:release",
    "supplychain.cli.compare:compare",
    "supplychain.cli.lists:list",
    "supplychain.cli.packages:package",
    "supplychain.cli.identity:identity",
    "supplychain.cli.reports:report",
    "supplychain.cli.history:history",
    "supplychain.cli.changes:changes",
    "supplychain.cli.webhooks:webhooks",
    "supplychain.cli.people:people",
    "supplychain.cli.keys:keys",
    "supplychain.cli.review:review",
    "supplychain.cli.request:request",
    "supplychain.cli.disclosure:disclosure",
)
"""Every command as `module:name`, in the order in which help shows them."""


class Failed(click.ClickException):
    """An error of ours as it is shown: a line for each thing that is wrong."""

    exit_code = 1

    def __init__(self, *lines: str) -> None:
        """Take the lines."""
        super().__init__("\n".join(lines))
        self.lines = lines

    def show(self, file: Any = None) -> None:
        """Write to stderr."""
        for line in self.lines:
            click.echo(f"supplychain: {line}", file=file or sys.stderr)


class Unexpected(Failed):
    """A fault of the program."""

    exit_code = 70


class Group(click.Group):
    """A group that reads the module of a command when it is called, and shows our errors in plain lines."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of `COMMANDS`."""
        return [entry.partition(":")[2] for entry in COMMANDS]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Read the module in which a command is."""
        module = next((m for m, _, own in (entry.partition(":") for entry in COMMANDS) if own == name), None)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises ends in plain lines, never in a traceback."""
        try:
            return super().invoke(ctx)
        except SupplychainError as error:
            raise Failed(*_lines(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            raise Unexpected(_logged(ctx, error)) from error


def _lines(error: SupplychainError) -> list[str]:
    match error:
        case Invalid():
            return [str(problem) for problem in error.problems]
        case NotFound() if error.near:
            return [f"{error} Did you mean {', '.join(f'{id} ({name})' for id, name in error.near)}?"]
        case _:
            return [str(error)]


def _logged(ctx: click.Context, error: Exception) -> str:
    """Write what nobody expected into the log under a number, and say the number."""
    number = secrets.token_hex(4)
    try:
        path = ctx.ensure_object(Session).settings.log
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8")
    except (SupplychainError, OSError) as other:
        return f"Something went wrong that should not ({type(error).__name__}), and it cannot be logged: {other}"
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("supplychain.cli")
    logger.addHandler(handler)
    logger.propagate = False
    logger.error("fault %s", number, exc_info=error)
    logger.removeHandler(handler)
    handler.close()
    return f"Something went wrong that should not: fault {number}, written down in {path}."


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="supplychain", prog_name="supplychain", message="%(prog)s %(version)s")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but what is wrong.")
@click.pass_context
def main(ctx: click.Context, quiet: bool) -> None:
    """Which labour sits behind an AI tool, what it is paid, how it is watched, and who says so."""
    ctx.ensure_object(Session).quiet = quiet
