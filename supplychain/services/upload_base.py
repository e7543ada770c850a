"""What an upload is laid beside: rows that are recorded, and those that lie in reports of the same sender."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

from supplychain.domain.packages import CLAIM_TABLES, TABLE, TABLES
from supplychain.domain.records import Record
from supplychain.domain.reports import KEYS, Cells, Content
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.columns import BETWEEN, Holds, table_columns
from supplychain.formats.rows import cell, table_rows

Key = tuple[str, ...]
NESTED = {table.name: table for table in TABLES if table.parent}
_BESIDE = {"editor_note", "withdrawn_reason"}
"""Columns of editors: they do not make another claim."""
_CITED = ("source", "stance", "locator")


def key_of(table: str, row: Mapping[str, str]) -> Key:
    """Give the key of a row."""
    names = (KEYS[table],) if table in KEYS else TABLE[table].key
    return tuple(row.get(name, "") for name in names)


@cache
def _defaults(table: str) -> Mapping[str, str]:
    fields = TABLE[table].record.model_fields
    found = {}
    for name in TABLE[table].columns:
        field = fields.get(name)
        if field is not None and not field.is_required() and (text := cell(field.get_default())):
            found[name] = text
    return found


def filled(table: str, row: Mapping[str, str]) -> Cells:
    """Give a row with what its empty cells stand for."""
    kept = {name: text for name, text in row.items() if text}
    return {**_defaults(table), **kept} if table in TABLE else kept


class Base:
    """Rows by table and key."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows: dict[str, dict[Key, Cells]] = defaultdict(dict)
        self.nested: dict[tuple[str, str], dict[Key, Cells]] = defaultdict(dict)
        """(nested table, id of the row to which it belongs) -> rows."""
        self.claims: dict[object, str] = {}
        """What a claim says, without its id -> its id."""

    def add(self, table: str, row: Mapping[str, str]) -> None:
        """Add a row."""
        whole = filled(table, row)
        if table in NESTED:
            self.nested[table, whole.get(NESTED[table].parent, "")][key_of(table, whole)] = whole
        else:
            self.rows[table][key_of(table, whole)] = whole

    def index(self) -> None:
        """Note what each claim says."""
        for table in CLAIM_TABLES:
            for (id,), row in self.rows[table].items():
                nested = {name: list(self.nested.get((name, id), {}).values()) for name in ("citations", "targets")}
                self.claims.setdefault(says(table, row, nested["citations"], nested["targets"]), id)

    @classmethod
    def of_contents(cls, contents: Iterable[Content]) -> "Base":
        """Lay out what reports propose."""
        base = cls()
        for content in contents:
            for table, rows in content.tables.items():
                for row in rows if table in TABLE or table in KEYS else ():
                    base.add(table, row)
        base.index()
        return base

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> "Base":
        """Lay out what is recorded; made once for each state."""
        kept = snapshot.derived.get(("rows", ""))
        if not isinstance(kept, Base):
            kept = cls()
            records: list[Record] = [*snapshot.entities.values(), *snapshot.sources.values()]
            records += [*snapshot.claims.values(), *snapshot.judgements]
            for table in TABLES:
                for row in table_rows(table, records):
                    kept.add(table.name, row)
            kept.index()
            snapshot.derived["rows", ""] = kept
        return kept


def says(table: str, row: Mapping[str, str], cited: Iterable[Cells], targets: Iterable[Cells]) -> object:
    """Give what a claim says, so that two that say the same are equal: ids, order and 12.5 for 12.50 do not count."""
    numbers, lists = _kinds(table)
    own = frozenset(
        (name, _plain(name, text, numbers, lists))
        for name, text in filled(table, row).items()
        if name != "id" and name not in _BESIDE
    )
    sources = frozenset(tuple(filled("citations", c).get(name, "") for name in _CITED) for c in cited)
    spoken = frozenset(frozenset((n, t) for n, t in filled("targets", c).items() if n != "response") for c in targets)
    return table, own, sources, spoken


@cache
def _kinds(table: str) -> tuple[frozenset[str], frozenset[str]]:
    columns = table_columns(table)
    return (
        frozenset(c.name for c in columns if c.holds in (Holds.NUMBER, Holds.INTEGER)),
        frozenset(c.name for c in columns if c.many),
    )


def _plain(name: str, text: str, numbers: frozenset[str], lists: frozenset[str]) -> object:
    if name in lists:
        return frozenset(text.split(BETWEEN))
    if name in numbers:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text
