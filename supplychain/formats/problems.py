"""Problems of a package: collected with their place, put into plain words, shown up to a bound."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from supplychain.domain.errors import Problem, shown
from supplychain.domain.packages import TABLES
from supplychain.formats.columns import Column, Holds

SHOWN = 1_000
"""How many problems are shown; the rest is counted."""
_SEARCHES = 100
_NEAR, _NEAR_ID = 60, 70
"""How alike two words have to be, out of 100; ids are short and many, and look alike sooner."""
_ALL_TERMS = 20
_ORDER = {table.name: place for place, table in enumerate(TABLES, 1)}
_ID = "Ids are made of the letters a to z, digits and single hyphens, such as open-ai."
_DATE = "Write 2023, 2023-01 or 2023-01-18, as far as the source says it."
_MENDED_BY: Mapping[Holds, str] = {
    Holds.DATE: _DATE,
    Holds.BOUNDARY: f"{_DATE} Two points (..) mean that the source says it is open.",
    Holds.ADDRESS: "Write it like https://example.org/page.",
    Holds.NUMBER: "Write it as 1200 or 12.50, without signs for currency or thousands.",
    Holds.INTEGER: "Write a whole number such as 120.",
    Holds.FLAG: "Write yes, or leave the cell empty.",
}


class Placed(NamedTuple):
    """A problem with its place taken apart."""

    table: str
    row: int
    column: str
    problem: Problem


class Problems:
    """Collects problems; a table that is wrong throughout does not crowd out the others."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[Placed] = []
        self._counted: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        """Table -> name of its file, where it is not the table's own name."""

    def __len__(self) -> int:
        """Count all that were found."""
        return self._counted.total()

    def add(self, table: str, row: int, column: str, what: str, mend: str | Callable[[], str] = "") -> None:
        """Note one. `row` 0 means the whole file; `mend` may be a function where the answer takes time to find."""
        self._counted[table] += 1
        if self._counted[table] > SHOWN:
            return
        name = self.names.get(table, f"{table}.csv" if table in _ORDER else table)
        where = name + (f", row {row}" if row else "") + (f", column {column}" if column else "")
        problem = Problem(where, what, mend if isinstance(mend, str) else mend())
        self._found.append(Placed(table, row, column, problem))

    def placed(self) -> list[Placed]:
        """Give them with their places, in the order of the package, at most `SHOWN`."""
        return sorted(self._found, key=lambda f: (_ORDER.get(f.table, 0), f.row))[:SHOWN]

    def listed(self) -> tuple[Problem, ...]:
        """Give them in the order of the package, at most `SHOWN`, and a last one that counts the others."""
        found = [placed.problem for placed in self.placed()]
        if (more := len(self) - len(found)) > 0:
            found.append(Problem("package", f"and {more:,} more."))
        return tuple(found)


class Near:
    """Finds ids that come close to a mistyped one; gives up after a number of searches, for each takes time."""

    def __init__(self) -> None:
        """Begin with nothing looked for."""
        self._known: dict[tuple[str, str], str] = {}

    def mend(self, kind: str, id: str, candidates: Iterable[str]) -> str:
        """Say which ids of a kind come close."""
        if (kind, id) not in self._known:
            if len(self._known) >= _SEARCHES:
                return ""
            self._known[kind, id] = did_you_mean(id, candidates, _NEAR_ID)
        return self._known[kind, id]


def did_you_mean(text: str, candidates: Iterable[str], least: int = _NEAR) -> str:
    """Ask whether one of the nearest was meant; empty when none is near."""
    found = process.extract(text, list(candidates), scorer=fuzz.ratio, limit=3, score_cutoff=least)
    names = [name for name, _, _ in sorted(found, key=lambda f: (-f[1], f[0]))]
    return f"Did you mean {either(names)}?" if names else ""


def either(names: Sequence[str]) -> str:
    """Write names as “a, b or c”."""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def explain(error: ValidationError, columns: Sequence[Column], cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Put what pydantic found in one row into our words: (column, what, how to mend it)."""
    known = {column.name: column for column in columns}
    found: list[tuple[str, str, str]] = []
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        found.append(
            (name, *_of_cell(detail, known[name], cells.get(name, ""))) if name else _of_row(_sentence(detail), known)
        )
    return found


def _of_row(words: str, known: Mapping[str, Column]) -> tuple[str, str, str]:
    """Place what was said about a row as a whole: at the column with which it begins, if it does."""
    first = words.split(" ", 1)[0]
    return (
        (first if first in known else ""),
        f"{words[:1].upper() if first not in known else words[:1]}{words[1:]}.",
        "",
    )


def _of_cell(detail: Any, column: Column, cell: str) -> tuple[str, str]:
    text = detail["input"] if isinstance(detail["input"], str) else cell
    if detail["type"] == "missing":
        return "The cell is empty.", column.description
    if not text:
        return "An item of the list is empty.", "Take out the sign | that is too many."
    context = detail.get("ctx", {})
    match detail["type"]:
        case "string_too_long":
            return f"{shown(text, 30)} is longer than {context['max_length']:,} characters.", ""
        case "string_pattern_mismatch":
            return f"{shown(text)} is not written as an id.", _ID
        case "greater_than_equal":
            return f"{shown(text)} is less than {context['ge']:,}.", ""
        case "less_than_equal":
            return f"{shown(text)} is more than {context['le']:,}.", ""
        case "value_error" if column.holds is Holds.TERM:
            return f"{shown(text)} is not a term of the vocabulary {column.vocabulary}.", _terms_near(text, column)
        case "value_error":
            return _joined(shown(text), _sentence(detail)), _MENDED_BY.get(column.holds, "")
        case _:
            return f"{shown(text)} does not fit here.", _MENDED_BY.get(column.holds, "")


def _sentence(detail: Any) -> str:
    """Take the words of our own check out of pydantic's."""
    return str(detail["ctx"]["error"])


def _joined(subject: str, words: str) -> str:
    return f"{subject} {words}." if words.startswith(("must ", "is ")) else f"{subject}: {words}."


def _terms_near(text: str, column: Column) -> str:
    if near := did_you_mean(text.casefold(), column.terms) or did_you_mean(text.upper(), column.terms):
        return near
    if len(column.terms) <= _ALL_TERMS:
        return f"Its terms are {', '.join(column.terms)}."
    return "The data dictionary lists its terms."
