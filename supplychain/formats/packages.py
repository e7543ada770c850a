"""The data package on disk: a folder with a CSV file for each table and a datapackage.json, read strictly, written whole.

A package holds the current state: no revision, no hash, no time. The same records make the same bytes.
"""

import csv
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from supplychain.domain.errors import Problem, Refused
from supplychain.domain.packages import TABLES
from supplychain.domain.records import Record
from supplychain.formats.checks import Known, check
from supplychain.formats.contents import Progress, Reader
from supplychain.formats.descriptor import FILE, Resource, dump_descriptor, is_package, read_descriptor
from supplychain.formats.problems import Problems
from supplychain.formats.rows import table_rows

__all__ = ["Known", "Package", "Progress", "count_rows", "read_package", "write_package"]


@dataclass(frozen=True, slots=True)
class Package:
    """What a folder holds: the records, or else what is wrong with it."""

    records: tuple[Record, ...]
    """Whole records in the order of the tables; none when there are problems."""
    counted: Mapping[str, int]
    """Rows by table."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read_package(folder: Path, known: Known, progress: Progress = lambda rows: None) -> Package:
    """Read a package and check it in itself and against what is recorded. Everything that is wrong is said at once."""
    problems, warnings = Problems(), Problems()
    resources = read_descriptor(folder, problems)
    contents = Reader(problems, warnings, progress).read(resources)
    check(contents, known, problems)
    _warn_of_strays(folder, resources, warnings)
    records = () if problems else tuple(r.record for t in TABLES if not t.parent for r in contents.rows[t.name])
    return Package(records, contents.counted, problems.listed(), warnings.listed())


def count_rows(folder: Path) -> int:
    """Count the lines of a package's files below their headers, quickly, so that progress can be shown."""
    total = 0
    for resource in read_descriptor(folder, Problems()):
        if resource.path is not None:
            with resource.path.open("rb") as stream:
                total += max(sum(1 for _ in stream) - 1, 0)
    return total


def _warn_of_strays(folder: Path, resources: list[Resource], warnings: Problems) -> None:
    """A file that lies there and is not listed was perhaps meant to be read."""
    listed = {resource.file for resource in resources}
    for table in TABLES:
        file = f"{table.name}.csv"
        if resources and file not in listed and (folder / file).is_file():
            what = f"It lies in the folder, {FILE} does not list it: it was not read."
            warnings.add(table.name, 0, "", what, f"List it in {FILE}, or take it away.")


def write_package(folder: Path, records: Iterable[Record]) -> dict[str, int]:
    """Write a package with every table and give the number of rows of each.

    The folder may be missing, empty, or hold a package, which is replaced; files beside the package stay. The new one is
    made beside it and then takes its place, so that a failure leaves the old one whole. Raises Refused.
    """
    folder = folder.absolute() if folder.name not in ("", "..") else folder.resolve()
    _may_be_written(folder)
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.new")
    try:
        made.mkdir(parents=True)
        counted = _fill(made, list(records))
        _take_along(folder, made)
        _put_in_place(made, folder)
    except OSError as error:
        raise Refused(f"The package cannot be written to {folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return counted


def _may_be_written(folder: Path) -> None:
    if folder.is_symlink():
        raise Refused(f"{folder} is a symbolic link; name the folder itself.")
    if not folder.exists():
        return
    if Path.cwd().is_relative_to(folder):
        raise Refused(f"{folder} is the working directory; go one up and name the folder.")
    if not folder.is_dir():
        raise Refused(f"{folder} is a file; name a folder.")
    if any(folder.iterdir()) and not is_package(folder):
        raise Refused(f"{folder} holds something other than a package; name an empty or a new folder.")


def _fill(folder: Path, records: list[Record]) -> dict[str, int]:
    (folder / FILE).write_text(dump_descriptor(), encoding="utf-8", newline="\n")
    counted: dict[str, int] = {}
    for table in TABLES:
        rows = sorted(table_rows(table, records), key=lambda row: tuple(row[name] for name in table.key))
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, table.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        counted[table.name] = len(rows)
    return counted


def _take_along(folder: Path, made: Path) -> None:
    """Copy what lies beside the old package; symbolic links stay links."""
    if not folder.exists():
        return
    shutil.copymode(folder, made)
    ours = {FILE, *(f"{table.name}.csv" for table in TABLES)}
    for entry in folder.iterdir():
        if entry.name in ours:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, made / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, made / entry.name, follow_symlinks=False)


def _put_in_place(made: Path, folder: Path) -> None:
    if not folder.exists():
        made.rename(folder)
        return
    old = made.with_suffix(".old")
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)
