"""The program as a whole: help, version, how errors leave it, and what it does not do before it has to."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from supplychain.assets import asset_dir
from supplychain.cli import COMMANDS, main
from supplychain.domain import errors
from tests.cli.conftest import Run, process


def test_version_reads_nothing_large(instance: Path) -> None:
    code = (
        "import sys\nfrom supplychain.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit as end:\n    code = end.code\n"
        "print(code, sorted({'sqlalchemy', 'alembic', 'networkx', 'flask', 'pydantic', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"supplychain {version('supplychain')}\n0 []\n"


def commands() -> list[tuple[str, ...]]:
    context = click.Context(main)
    found: list[tuple[str, ...]] = [()]
    for name in main.list_commands(context):
        found.append((name,))
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.commands]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...], call: Run, instance: Path) -> None:
    for option in ("-h", "--help"):
        result = call(*words, option)
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")
        assert result.stderr == ""
    assert not instance.exists()


def test_every_option_is_described() -> None:
    context = click.Context(main)
    for words in commands():
        command: click.Command = main
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(context, word)
        assert command.help
        assert not [p.name for p in command.params if isinstance(p, click.Option) and not p.help], words


def test_every_command_that_answers_takes_json() -> None:
    context = click.Context(main)
    without = []
    for words in commands():
        command: click.Command = main
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(context, word)
        if not isinstance(command, click.Group) and "--json" not in {o for p in command.params for o in p.opts}:
            without.append(words)
    assert without == [("serve",)]


def test_commands_stand_in_the_order_of_the_list(call: Run) -> None:
    names = [entry.split(":")[1] for entry in COMMANDS]
    shown = re.findall(r"^  ([a-z]+) ", call("--help").stdout.split("Commands:")[1], re.MULTILINE)
    assert shown == names


def test_an_unknown_command_is_wrong_use(call: Run) -> None:
    result = call("nonsense")
    assert (result.exit_code, "No such command" in result.stderr) == (2, True)


EXAMPLES = {
    errors.TooMany: errors.TooMany("What is wrong.", 15),
    errors.NotFound: errors.NotFound("tool", "chatgtp", [("chatgpt", "ChatGPT")]),
    errors.Invalid: errors.Invalid([errors.Problem("a.csv, row 2", "Wrong.", "Mend it."), errors.Problem("b", "Too.")]),
}
LINES = {
    errors.NotFound: ["There is no tool with the id “chatgtp”. Did you mean chatgpt (ChatGPT)?"],
    errors.Invalid: ["a.csv, row 2: Wrong. Mend it.", "b: Too."],
}


def kinds(kind: type[errors.SupplychainError]) -> list[type[errors.SupplychainError]]:
    return [kind, *(inner for sub in kind.__subclasses__() for inner in kinds(sub))]


def raising(error: BaseException) -> click.Command:
    @click.command()
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize("kind", kinds(errors.SupplychainError))
def test_every_error_of_ours_ends_in_plain_lines(
    kind: type[errors.SupplychainError], call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = EXAMPLES.get(kind) or kind("What is wrong.")
    monkeypatch.setattr(type(main), "get_command", lambda *_: raising(error))
    result = call("fail")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"supplychain: {line}" for line in LINES.get(kind, ["What is wrong."])]
    assert result.stdout == ""
    assert not instance.exists()


def test_what_nobody_expected_is_a_number_here_and_a_traceback_in_the_log(
    call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(main), "get_command", lambda *_: raising(ZeroDivisionError("by nothing")))
    result = call("fail")
    assert result.exit_code == 70
    assert result.stderr.count("\n") == 1
    assert "by nothing" not in result.stderr
    (number,) = re.findall(r"fault ([0-9a-f]{8}), written down in ", result.stderr)
    log = (instance / "supplychain.log").read_text(encoding="utf-8")
    assert f"fault {number}" in log
    assert "Traceback" in log
    assert "ZeroDivisionError: by nothing" in log


def test_a_log_that_cannot_be_written_is_said(call: Run, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (instance / "supplychain.log").mkdir(parents=True)
    monkeypatch.setattr(type(main), "get_command", lambda *_: raising(ZeroDivisionError()))
    result = call("fail")
    assert result.exit_code == 70
    assert result.stderr.count("\n") == 1
    assert "ZeroDivisionError" in result.stderr
    assert "cannot be logged" in result.stderr


def test_a_closed_pipe_ends_it_quietly(instance: Path) -> None:
    process("init")
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "supplychain", "package", "check", str(asset_dir("seeds")), "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 1
    assert done.stderr == ""
    assert not (instance / "supplychain.log").exists()


def test_nothing_is_coloured(instance: Path) -> None:
    done = process("config", FORCE_COLOR="1", NO_COLOR="1")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
