"""From what somebody filled in to rows of a report: names become ids, sources are made, faults are told by field."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from babel import Locale

from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.ids import PREFIXES, make_id, slug
from supplychain.domain.packages import CLAIM_TABLES, TABLE
from supplychain.domain.recorded import own_words
from supplychain.domain.search import near
from supplychain.domain.sentences import joined, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import COUNTRIES
from supplychain.formats.columns import BETWEEN, Column, columns_of, table_columns
from supplychain.formats.proposals import read_content
from supplychain.services.desk import Desk
from supplychain.services.packages import known_of

OWN = "own"
PARTIES = {"employer": 1, "subject": 1, "object": 1, "respondent": 1, "left": 1, "right": 1, "clients": 2, "tools": 2}
"""Columns that name parties; 2: several."""
LANGUAGES = ("en", "de")


class Filled(NamedTuple):
    """What somebody filled in for one thing: the cells of its row, and what stands beside it in the form."""

    table: str
    cells: Mapping[str, str]
    source: str = ""
    """Id of a source of the report, or OWN."""
    locator: str = ""
    size: str = ""
    own_pay: bool = False
    target: Mapping[str, str] = {}
    """What a response speaks to: claim, stance, addresses_point."""


def put_part(desk: Desk, report: d.Report, filled: Filled, row: str = "") -> tuple[d.Content, str]:
    """Give the content of a report with one thing added, or mended where it has the id `row`. Raises Invalid by field."""
    with desk.store.view() as view:
        state = view.snapshot()
    resolver = _Resolver(state, report.content)
    cells = resolver.resolve(filled.table, filled.cells)
    content, id = _with_id(desk, report, state, filled.table, cells, row)
    if filled.table in CLAIM_TABLES:
        content = _cited(report, content, id, filled)
    if filled.table == "responses":
        content = _targeted(content, id, filled.target)
    _refuse_wrong(content, filled.table, id, state, desk.clock().date())
    return content, id


class _Resolver:
    """Finds the ids of parties and countries that were named; everything that cannot be found is told at once."""

    def __init__(self, state: Snapshot, content: d.Content) -> None:
        self._state = state
        self._names: dict[str, set[str]] = {}
        for entity in state.entities.values():
            for name in (entity.name, *(n.name for n in entity.names)):
                self._names.setdefault(_same(name), set()).add(state.canonical(entity.id))
        self._new = {row["id"]: row.get("name", "") for row in content.rows("entities") if "id" in row}
        for id, name in self._new.items():
            self._names.setdefault(_same(name), set()).add(id)
        self.problems: list[Problem] = []

    def resolve(self, table: str, cells: Mapping[str, str]) -> dict[str, str]:
        found = {}
        many = {column.name for column in _columns(table) if column.many}
        for name, text in cells.items():
            parts = [p.strip() for p in text.split(";") if p.strip()] if name in many else [" ".join(text.split())]
            if name in PARTIES:
                parts = [self._party(name, part) for part in parts if part]
            if name == "countries":
                parts = [self._country(part) for part in parts]
            found[name] = BETWEEN.join(parts)
        if self.problems:
            raise Invalid(self.problems)
        return found

    def _party(self, field: str, text: str) -> str:
        if text in self._state.entities or text in self._new:
            return text
        ids = self._names.get(_same(text), set())
        if len(ids) == 1:
            return next(iter(ids))
        if ids:
            listed = ", ".join(sorted(ids))
            self.problems.append(
                Problem(
                    field,
                    sentence("Several parties have this name."),
                    sentence("Write the id of one: %(listed)s.", listed=listed),
                )
            )
            return text
        found = near(self._state, text)
        mend = (
            sentence("Did you mean %(names)s? Write the id.", names=", ".join((f"{name} ({id})" for id, name in found)))
            if found
            else ""
        )
        new = sentence("Else add the party to the report first, then name it here.")
        self.problems.append(Problem(field, sentence("Nothing recorded has this name."), joined(mend, new)))
        return text

    def _country(self, text: str) -> str:
        if text.upper() in COUNTRIES:
            return text.upper()
        found = _country_names().get(_same(text), "")
        if not found:
            self.problems.append(
                Problem(
                    "countries", sentence("This is not a country."), sentence("Write its name or its code, such as KE.")
                )
            )
        return found


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _country_names() -> dict[str, str]:
    return {
        _same(name): code
        for lang in LANGUAGES
        for code, name in Locale.parse(lang).territories.items()
        if code in COUNTRIES
    }


def _columns(table: str) -> tuple[Column, ...]:
    return columns_of(d.EXTRA[table]) if table in d.EXTRA else table_columns(table)


def _with_id(
    desk: Desk, report: d.Report, state: Snapshot, table: str, cells: dict[str, str], row: str
) -> tuple[d.Content, str]:
    """Put a row where it belongs; a new one gets an id. What a mended row had beside the form's fields stays."""
    content, key = report.content, d.KEYS.get(table, "id")
    if table == "judgements":
        left, right = sorted((cells.get("left", ""), cells.get("right", "")))
        cells |= {"left": left, "right": right}
        others = [r for r in content.rows(table) if f"{r.get('left')}~{r.get('right')}" not in (row, f"{left}~{right}")]
        return content.with_rows(table, [*others, cells]), f"{left}~{right}"
    before = next((r for r in content.rows(table) if r.get(key) == row), {}) if row else {}
    if key != "id":
        kept = content.with_rows(table, [r for r in content.rows(table) if r.get(key) != row])
        return kept.adding(table, cells), cells.get(key, "")
    id = row or _new_id(desk, content, state, table, cells)
    cleared = {name: text for name, text in before.items() if name not in cells}
    rows = [r for r in content.rows(table) if r.get("id") != id]
    return content.with_rows(table, [*rows, {**cleared, **cells, "id": id}]), id


def _new_id(desk: Desk, content: d.Content, state: Snapshot, table: str, cells: Mapping[str, str]) -> str:
    if table in PREFIXES:
        return make_id(PREFIXES[table], desk.chance())
    taken = {*state.entities, *state.sources, *state.claims, *(r.get("id", "") for r in content.rows(table))}
    name = cells.get("name") or f"{cells.get('publisher', '')} {cells.get('title', '')}"[:60]
    return slug(name, taken, desk.chance())


def _cited(report: d.Report, content: d.Content, id: str, filled: Filled) -> d.Content:
    """Say where a claim is known from, in the place of what was said before by the form; further citations stay."""
    source, locator = filled.source, filled.locator or "not recorded"
    if source == OWN:
        source, locator = report.id, own_words("report")
        content = content.adding("sources", _own_source(report, filled))
    further = [r for r in content.rows("citations") if r.get("claim") == id][1:]
    others = [r for r in content.rows("citations") if r.get("claim") != id]
    first = {"claim": id, "source": source, "locator": locator}
    content = content.with_rows("citations", [*others, first, *(r for r in further if r.get("source") != source)])
    groups = [r for r in content.rows(d.GROUPS) if r.get("claim") != id]
    content = content.with_rows(d.GROUPS, [*groups, *([{"claim": id, "size": filled.size}] if filled.size else [])])
    marks = [r for r in content.rows(d.OWN_PAY) if r.get("wage") != id]
    return content.with_rows(d.OWN_PAY, [*marks, *([{"wage": id}] if filled.own_pay else [])])


def _own_source(report: d.Report, filled: Filled) -> d.Cells:
    """Make the source that stands for the report itself. It says the year and no more."""
    by = report.organisation
    first_hand = not by or filled.cells.get("asserted_by") in ("worker", "workers")
    return {
        "id": report.id,
        "title": own_words("source_report_of", name=by) if by else own_words("source_report"),
        "publisher": by,
        "date": str(report.created.year),
        "kind": "worker_testimony" if first_hand else "ngo_report",
        "seen": "yes",
        "quality": "original",
    }


def _targeted(content: d.Content, id: str, target: Mapping[str, str]) -> d.Content:
    others = [r for r in content.rows("targets") if r.get("response") != id]
    return content.with_rows("targets", [*others, {"response": id, **target}])


def _refuse_wrong(content: d.Content, table: str, id: str, state: Snapshot, today: date) -> None:
    """Tell by field what is wrong with one row and with what belongs to it; the rest of the report is no matter here."""
    wrong = read_content(content, known_of(state), today).placed
    key = "" if table == "judgements" else d.KEYS.get(table, "id")
    own = {
        n for n, r in enumerate(content.rows(table), 1) if (r.get(key) if key else f"{r['left']}~{r['right']}") == id
    }
    nested = {"citations": "claim", "targets": "response", d.GROUPS: "claim", d.OWN_PAY: "wage"}
    problems = []
    for fault in wrong:
        if fault.table == table and fault.row in own:
            problems.append(Problem(fault.column, fault.problem.what, fault.problem.mend))
        elif fault.table in nested and fault.row:
            row = content.rows(fault.table)[fault.row - 1]
            if row.get(nested[fault.table]) == id and table != fault.table:
                problems.append(Problem(fault.column, fault.problem.what, fault.problem.mend))
    if problems:
        raise Invalid(problems)


def names_in(desk: Desk, content: d.Content) -> dict[str, str]:
    """Give the names of the parties that a report mentions, by id."""
    with desk.store.view() as view:
        recorded = view.snapshot().entities
    new = {row["id"]: row.get("name", row["id"]) for row in content.rows("entities") if "id" in row}
    cells = {t for rows in content.tables.values() for row in rows for n, t in row.items() if n in PARTIES}
    ids = {id for text in cells for id in text.split(BETWEEN)}
    return {id: recorded[id].name for id in ids if id in recorded} | new


def is_part(table: str) -> bool:
    """Whether a table holds things that stand for themselves in a report."""
    return table == d.RETRACTIONS or (table in d.PROPOSED and not TABLE[table].parent)
