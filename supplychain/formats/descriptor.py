"""datapackage.json: what it says of our tables (Data Package v2, Table Schema), and reading one strictly."""

import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from supplychain.domain.errors import shown
from supplychain.domain.packages import TABLE, TABLES, Table
from supplychain.formats.columns import BETWEEN, NO, SLUG, YES, Column, Holds, table_columns
from supplychain.formats.files import LARGEST_FILE, LONGEST_CELL
from supplychain.formats.problems import Problems, did_you_mean

FILE = "datapackage.json"
NAME = "supplychain"
_LARGEST_DESCRIPTOR = 5_000_000
_MANY_TERMS = 20
_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?"
_PATTERNS = {
    Holds.ID: SLUG,
    Holds.DATE: _DATE,
    Holds.BOUNDARY: rf"({_DATE}|\.\.)",
    Holds.ADDRESS: r"[Hh][Tt][Tt][Pp][Ss]?://[^\s]+",
}
_TYPES = {Holds.NUMBER: "number", Holds.INTEGER: "integer", Holds.FLAG: "boolean"}
_HASH = re.compile(r"sha256:[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of a package."""

    table: Table
    path: Path | None
    """The real file; None when it is not there or may not be read."""
    file: str
    """Its path as the package names it."""
    sha256: str = ""


# -- writing ---------------------------------------------------------------------------------------------------------


def dump_descriptor() -> str:
    """Write the descriptor of a package with every table. It depends on nothing but the record types."""
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "The labour behind AI tools",
        "description": "Which labour sits behind AI tools, what it is paid, how it is watched, and who says so: claims with "
        "their sources, as they stand. A list in one cell is parted by |. An empty cell means that it is not known or not "
        "said, never zero and never no. Every claim has its sources in the table citations; who compiled the data does not "
        "vouch for what the sources say.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "The supplychain contributors", "roles": ["compiler"]}],
        "resources": [_resource(table) for table in TABLES],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    columns = table_columns(table.name)
    required = {column.name for column in columns if column.required}
    key = {"primaryKey": list(table.key)} if set(table.key) <= required else {"uniqueKeys": [list(table.key)]}
    foreign = [
        {"fields": [column.name], "reference": {"resource": target, "fields": ["id"]}}
        for column in columns
        if not column.many and (target := table.references.get(column.name)) in TABLE
    ]
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": (table.record.__doc__ or "").strip(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [field_schema(column) for column in columns],
            **key,
            **({"foreignKeys": foreign} if foreign else {}),
        },
    }


def field_schema(column: Column) -> dict[str, Any]:
    """Describe a column (Table Schema)."""
    kind = "string" if column.many else _TYPES.get(column.holds, "string")
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.terms and not column.many:
        constraints["enum"] = list(column.terms)
    elif pattern := _pattern(column):
        constraints["pattern"] = pattern
    elif kind == "string":
        constraints["maxLength"] = LONGEST_CELL
    if column.holds is Holds.NUMBER:
        constraints["minimum"] = -100 if column.minus else 0
    return {
        "name": column.name,
        "title": column.name.replace("_", " "),
        "type": kind,
        "description": column.description,
        **({"trueValues": [YES], "falseValues": [NO]} if column.holds is Holds.FLAG else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _pattern(column: Column) -> str:
    item = _PATTERNS.get(column.holds, "")
    if not column.many:
        return item
    if column.terms:
        plain = "[A-Z]{2}" if all(len(code) == 2 for code in column.terms) else "[a-z0-9_]+"
        item = f"({'|'.join(column.terms)})" if len(column.terms) <= _MANY_TERMS else plain
    item = item or rf"[^{BETWEEN}]+"
    return rf"{item}(\{BETWEEN}{item})*"


# -- reading ---------------------------------------------------------------------------------------------------------


def read_descriptor(folder: Path, problems: Problems) -> list[Resource]:
    """Read which tables the package has, each with its file if that is there, inside the folder and not too large."""
    if not folder.is_dir():
        problems.add(str(folder), 0, "", "There is no such folder.")
        return []
    given = _load(folder, problems)
    listed = given.get("resources") if isinstance(given, dict) else None
    if given is None:
        return []
    if not isinstance(listed, list) or not listed or not all(isinstance(item, dict) for item in listed):
        mend = "List them under “resources”, each with name and path, such as {“name”: “links”, “path”: “links.csv”}."
        problems.add(FILE, 0, "", "It lists no files.", mend)
        return []
    found: dict[str, Resource] = {}
    for place, item in enumerate(listed, 1):
        resource = _listed(folder, item, place, problems)
        if resource is not None and found.setdefault(resource.table.name, resource) is not resource:
            problems.add(
                FILE, 0, "", f"The table {resource.table.name} is listed twice.", "One file holds a whole table."
            )
    return list(found.values())


def is_package(folder: Path) -> bool:
    """Say whether a folder holds a package with our tables, so that an export may take its place."""
    given = _load(folder, Problems())
    listed = given.get("resources") if isinstance(given, dict) else None
    names = [r.get("name") if isinstance(r, dict) else None for r in listed] if isinstance(listed, list) else []
    return bool(names) and all(isinstance(name, str) and name in TABLE for name in names)


def _load(folder: Path, problems: Problems) -> object:
    path = _inside(folder, FILE, problems, FILE, _LARGEST_DESCRIPTOR)
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8-sig")) or {}
    except UnicodeDecodeError:
        problems.add(FILE, 0, "", "It is not UTF-8.", "Save it again as UTF-8.")
    except json.JSONDecodeError as error:
        problems.add(FILE, 0, "", f"It is not JSON: a fault in line {error.lineno}, sign {error.colno}.")
    except (RecursionError, ValueError):  # the latter of a number with thousands of digits
        problems.add(FILE, 0, "", "It is nested too deeply, or holds a number that is too long.")
    return None


def _listed(folder: Path, item: dict[str, Any], place: int, problems: Problems) -> Resource | None:
    name, file = item.get("name"), item.get("path")
    if not isinstance(name, str) or name not in TABLE:
        near = did_you_mean(name, TABLE) if isinstance(name, str) else ""
        named = f"has the name {shown(str(name))}, which is not a table" if name else "has no name"
        what = f"Resource {place} {named}."
        problems.add(FILE, 0, "", what, near or f"The tables are {', '.join(TABLE)}.")
        return None
    if not isinstance(file, str) or not file:
        problems.add(FILE, 0, "", f"The resource {name} has no path to one file.", f"Write “path”: “{name}.csv”.")
        return Resource(TABLE[name], None, "")
    path = _inside(folder, file, problems, name, LARGEST_FILE)
    return Resource(TABLE[name], path, file, _sha256(item.get("hash"), name, problems))


def _sha256(given: object, name: str, problems: Problems) -> str:
    if given is None:
        return ""
    if isinstance(given, str) and _HASH.fullmatch(given):
        return given.lower().removeprefix("sha256:")
    mend = "Write it as sha256: and 64 hexadecimal digits, or leave it out."
    problems.add(FILE, 0, "", f"The hash of {name} cannot be checked.", mend)
    return ""


def _inside(folder: Path, file: str, problems: Problems, table: str, largest: int) -> Path | None:
    """Find a file of the package; nothing outside the folder is ever opened, whatever a path or a symbolic link says."""
    written = PurePosixPath(file)
    if written.is_absolute() or ".." in written.parts or not file.isprintable() or "\\" in file or ":" in file:
        problems.add(FILE, 0, "", f"The path {shown(file)} leads outside the folder.", "Name a file inside it.")
        return None
    problems.names[table] = file
    path = folder / written
    try:
        real = path.resolve(strict=True)
        status = real.stat()
    except (OSError, RuntimeError):
        problems.add(table, 0, "", "There is no such file in the package.")
        return None
    if not real.is_relative_to(folder.resolve()):
        problems.add(table, 0, "", "It is a link that leads outside the folder.", "Put the file itself there.")
        return None
    if not stat.S_ISREG(status.st_mode):
        problems.add(table, 0, "", "It is not a file.")
        return None
    if status.st_size > largest:
        problems.add(table, 0, "", f"It is larger than {largest // 1_000_000} MB.")
        return None
    return real
