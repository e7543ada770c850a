"""Problems of a package: collected with their place, put into plain words, shown up to a bound."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from supplychain.domain.errors import Problem, Unfit, shown
from supplychain.domain.packages import TABLES
from supplychain.domain.sentences import Counted, Said, error_words, joined, place_words, sentence
from supplychain.formats.columns import Column, Holds

SHOWN = 1_000
"""How many problems are shown; the rest is counted."""
_SEARCHES = 100
_NEAR, _NEAR_ID = 60, 70
"""How alike two words have to be, out of 100; ids are short and many, and look alike sooner."""
_ALL_TERMS = 20
_ORDER = {table.name: place for place, table in enumerate(TABLES, 1)}
_ID = sentence("Ids are made of the letters a to z, digits and single hyphens, such as open-ai.")
_DATE = sentence("Write 2023, 2023-01 or 2023-01-18, as far as the source says it.")
_MENDED_BY: Mapping[Holds, str] = {
    Holds.DATE: _DATE,
    Holds.BOUNDARY: joined(_DATE, sentence("Two points (..) mean that the source says it is open.")),
    Holds.ADDRESS: sentence("Write it like https://example.org/page."),
    Holds.NUMBER: sentence("Write it as 1200 or 12.50, without signs for currency or thousands."),
    Holds.INTEGER: sentence("Write a whole number such as 120."),
    Holds.FLAG: sentence("Write yes, or leave the cell empty."),
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
        where = place_words(self.file(table), row, column)
        problem = Problem(where, what, mend if isinstance(mend, str) else mend())
        self._found.append(Placed(table, row, column, problem))

    def file(self, table: str) -> str:
        """Give the name of the file of a table."""
        return self.names.get(table, f"{table}.csv" if table in _ORDER else table)

    def placed(self) -> list[Placed]:
        """Give them with their places, in the order of the package, at most `SHOWN`."""
        return sorted(self._found, key=lambda f: (_ORDER.get(f.table, 0), f.row))[:SHOWN]

    def listed(self) -> tuple[Problem, ...]:
        """Give them in the order of the package, at most `SHOWN`, and a last one that counts the others."""
        found = [placed.problem for placed in self.placed()]
        if (more := len(self) - len(found)) > 0:
            found.append(Problem("package", sentence("and %(more)s more.", more=Counted(more))))
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
    return sentence("Did you mean %(names)s?", names=either(names)) if names else ""


def either(names: Sequence[str]) -> str:
    """Write names as “a, b or c”."""
    *first, last = names
    return sentence("%(names)s or %(last)s", names=", ".join(first), last=last) if first else last


def explain(error: ValidationError, columns: Sequence[Column], cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Put what pydantic found in one row into our words: (column, what, how to mend it)."""
    known = {column.name: column for column in columns}
    found: list[tuple[str, str, str]] = []
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        found.append(
            (name, *_of_cell(detail, known[name], cells.get(name, "")))
            if name
            else _of_row(detail["ctx"]["error"], known)
        )
    return found


def _of_row(error: Exception, known: Mapping[str, Column]) -> tuple[str, str, str]:
    """Place what was said about a row as a whole: where it belongs, or at the column with which it begins, if it does."""
    if isinstance(error, Unfit):
        return error.column, error.what, error.mend
    words = error_words(error)
    first = words.split(" ", 1)[0]
    return first if first in known else "", Said("%(words)s.", {"words": words}, raised=first not in known), ""


def _of_cell(detail: Any, column: Column, cell: str) -> tuple[str, str]:
    text = detail["input"] if isinstance(detail["input"], str) else cell
    if detail["type"] == "missing":
        return sentence("The cell is empty."), column.description
    if not text:
        return sentence("An item of the list is empty."), sentence("Take out the sign | that is too many.")
    context = detail.get("ctx", {})
    match detail["type"]:
        case "string_too_long":
            longest = Counted(context["max_length"])
            return sentence(
                "%(cell)s is longer than %(longest)s characters.", cell=shown(text, 30), longest=longest
            ), ""
        case "string_pattern_mismatch":
            return sentence("%(cell)s is not written as an id.", cell=shown(text)), _ID
        case "greater_than_equal":
            return sentence("%(cell)s is less than %(least)s.", cell=shown(text), least=Counted(context["ge"])), ""
        case "less_than_equal":
            return sentence("%(cell)s is more than %(most)s.", cell=shown(text), most=Counted(context["le"])), ""
        case "value_error" if column.holds is Holds.TERM:
            what = sentence(
                "%(cell)s is not a term of the vocabulary %(name)s.", cell=shown(text), name=column.vocabulary
            )
            return what, _terms_near(text, column)
        case "value_error":
            return _together(shown(text), _sentence(detail)), _MENDED_BY.get(column.holds, "")
        case _:
            return sentence("%(cell)s does not fit here.", cell=shown(text)), _MENDED_BY.get(column.holds, "")


def _sentence(detail: Any) -> str:
    """Take the words of our own check out of pydantic's."""
    return error_words(detail["ctx"]["error"])


def _together(subject: str, words: str) -> str:
    pattern = "%(cell)s %(words)s." if words.startswith(("must ", "is ")) else "%(cell)s: %(words)s."
    return Said(pattern, {"cell": subject, "words": words})


def _terms_near(text: str, column: Column) -> str:
    if near := did_you_mean(text.casefold(), column.terms) or did_you_mean(text.upper(), column.terms):
        return near
    if len(column.terms) <= _ALL_TERMS:
        return sentence("Its terms are %(names)s.", names=", ".join(column.terms))
    return sentence("The data dictionary lists its terms.")
