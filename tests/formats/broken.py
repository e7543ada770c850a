"""A small package that is right, and what can be done to it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from supplychain.domain.packages import TABLE
from supplychain.domain.records import Figure, Name, Request
from supplychain.formats.packages import write_package
from tests import pay_rows
from tests.factories import checklist, cite, entity, link, practice, response, same, source, wage

RECORDS = [
    source("s-1"),
    source("s-2", origin_of=("s-1", "copy:The Paper")),
    entity("chat-tool", names=(Name(name="Chat"), Name(name="The Chat", kind="former", source="s-1"))),
    entity("maker", "vendor"),
    entity("firm", "outsourcer", country="KE"),
    entity("firm-two", "outsourcer", same_as_candidates=("firm",)),
    link("l-1", "chat-tool", "provided_by", "maker", citations=cite("s-1", "s-2")),
    link("l-2", "maker", "data_work_by", "firm", "chat-tool", citations=cite("s-1")),
    wage("w-1", "firm", citations=cite("s-1")),
    practice("p-1", "firm", citations=cite("s-1")),
    response("r-1", "firm", claim="w-1", citations=cite("s-2")),
    Figure(id="x-1", topic="workers", value="78", about="firm", citations=cite("s-1")),
    same("firm", "firm-two", "unsure"),
    Request(id="q-1", respondent="firm", asked_on="2023-01", channel="letter", claims=("w-1", "p-1")),
    *pay_rows.one_of_each("s-1"),
    *checklist("s-1"),
]


def good(folder: Path) -> Path:
    """Write the package that is right."""
    write_package(folder, RECORDS)
    return folder


Break = Callable[[Path], None]


def cell(at: str, text: str) -> Break:
    """Put something else into a cell; `at` is its table, the first cell of its row, its column."""
    table, key, column = at.split()

    def do(folder: Path) -> None:
        path = folder / f"{table}.csv"
        place = TABLE[table].columns.index(column)
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines[1:], 1):
            parts = line.split(",")
            if parts[0] == key:
                parts[place] = text
                lines[number] = ",".join(parts)
                break
        else:
            raise LookupError(key)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return do


def row(table: str, **cells: str) -> Break:
    """Add a row at the end."""

    def do(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write(",".join(cells.get(name, "") for name in TABLE[table].columns) + "\n")

    return do


def raw(table: str, change: Callable[[bytes], bytes]) -> Break:
    """Change the bytes of a file."""

    def do(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return do


def swap(table: str, old: str, new: str) -> Break:
    """Put something in the place of its first occurrence in a file."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return raw(table, change)


def listing(change: Callable[[dict], object]) -> Break:
    """Change datapackage.json."""

    def do(folder: Path) -> None:
        path = folder / "datapackage.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    return do


def resource(table: str, **changes: object) -> Break:
    """Change what datapackage.json says of a table."""
    return listing(lambda d: next(r for r in d["resources"] if r["name"] == table).update(changes))


def each(*breaks: Break) -> Break:
    """Do several things."""

    def do(folder: Path) -> None:
        for change in breaks:
            change(folder)

    return do


def write(name: str, content: str | bytes) -> Break:
    """Write a file."""
    return lambda folder: (
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content) and None
    )


def right_hash(folder: Path, table: str) -> str:
    """Give the hash that datapackage.json may name for a table."""
    return "sha256:" + hashlib.sha256((folder / f"{table}.csv").read_bytes()).hexdigest()
