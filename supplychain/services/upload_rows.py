"""Makes rows of an upload into what a report proposes: ids for those that have none, parties and sources by name, one
sheet instead of three, and every row beside what is recorded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from supplychain.domain import reports as d
from supplychain.domain.errors import shown
from supplychain.domain.ids import ALPHABET, PREFIXES, check, make_id, slug
from supplychain.domain.matching import Match, Wanted
from supplychain.domain.own_years import by_year
from supplychain.domain.packages import CLAIM_TABLES, TABLE
from supplychain.domain.sentences import joined, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.uploads import INLINE, MISSING, RowState
from supplychain.formats.columns import BETWEEN, is_slug
from supplychain.formats.sheets import Read, Sheet, readable_columns
from supplychain.services.own_source import PLACE
from supplychain.services.upload_base import NESTED, Base, Key, filled, key_of, says
from supplychain.services.upload_names import Names, nearest, plain
from supplychain.services.upload_sources import COLUMNS, Into, Sources, is_own

_FIRST = ("entities", "sources", *CLAIM_TABLES, "names", "identifiers", "targets", "citations", "judgements")
_UNSAID = {"seen": "yes", "quality": "original"}
"""Who gives a source beside a claim has read it there; columns say otherwise."""


class Origin(NamedTuple):
    """Where a row came from."""

    sheet: str
    row: int
    columns: Mapping[str, str] = {}
    """Column of the row that was made -> column of the sheet, where they differ."""


@dataclass(slots=True)
class Unit:
    """A row that stands for itself, with the rows that belong to it."""

    table: str
    key: Key
    origin: Origin
    row: d.Cells
    state: RowState = RowState.NEW
    nested: dict[str, list[tuple[Origin, d.Cells]]] = field(default_factory=lambda: defaultdict(list))
    matches: list[Match] = field(default_factory=list)
    inline: bool = False
    """Made from a row of another table."""
    given: bool = True
    """Stands in the upload itself, not only rows that belong to it."""
    columns: tuple[str, ...] = ()


class Builder:
    """Makes the units of one upload."""

    def __init__(
        self,
        read: Read,
        snapshot: Snapshot,
        own: Base,
        beside: Base,
        into: Into,
        choices: Mapping[str, str],
        chance: Callable[[], str],
    ) -> None:
        """Take what was read, what is recorded, what the report holds, what waits in others of its sender, where it goes,
        and what was chosen.
        """
        self._read, self._snapshot, self._own, self._chance = read, snapshot, own, chance
        self._beside, self._into = beside, into
        parties = {**beside.rows["entities"], **into.before.rows["entities"]}
        self._waiting_parties = {plain(row.get("name", id)): id for (id,), row in parties.items()}
        self._live = Base.of_snapshot(snapshot)
        self.names = Names(snapshot, choices)
        self.units: dict[tuple[str, Key], Unit] = {}
        self.passed: list[tuple[str, Origin, RowState, d.Cells, tuple[Match, ...]]] = []
        """Rows that propose nothing by themselves."""
        self._sources = Sources(read, into, (self._live, own))
        self._labels: dict[tuple[str, str], str] = {}
        """(table, label of a claim in the file) -> id."""
        self._taken = {*snapshot.entities, *snapshot.claims, *(id for (id,) in own.rows["entities"])}

    def build(self) -> None:
        """Make all units and say what is made of each."""
        for row in self._own.rows["entities"].values():
            self.names.bring(row.get("name", ""), row["id"])
        rows = sorted(self._read.sheets, key=lambda s: _FIRST.index(s.table) if s.table in _FIRST else len(_FIRST))
        makers = {"entities": self._entity, "sources": self._source, **dict.fromkeys(CLAIM_TABLES, self._claim)}
        for table in ("entities", "sources", *CLAIM_TABLES):
            for sheet in rows:
                if sheet.table == table:
                    self._register(sheet)
        for sheet in rows:
            for number, cells in sheet.rows:
                makers.get(sheet.table, self._other)(sheet, Origin(sheet.name, number), cells)
        self._count_by_year()
        self._compare()

    # -- ids first, so that rows can name each other in any order --------------------------------------------------------

    def _register(self, sheet: Sheet) -> None:
        for number, cells in sheet.rows:
            id = cells.get("id", "")
            if sheet.table == "entities":
                if id:
                    self.names.bring(cells.get("name", id), id)
                    self._taken.add(id)
            elif sheet.table == "sources":
                self._sources.label(sheet.name, number, cells)
            elif id:
                if (sheet.table, id) in self._labels:
                    self._read.fault(
                        sheet.name, number, "id", sentence("The id %(id)s stands there twice.", id=shown(id))
                    )
                self._labels[sheet.table, id] = id if self._stays(sheet.table, id) else self._make(sheet.table)

    def _stays(self, table: str, id: str) -> bool:
        """Whether an id is one of ours; any other only holds the rows of a file together."""
        there = (id,) in self._own.rows[table] or (id,) in self._into.before.rows[table]
        if not is_slug(id) or id in self._snapshot.claims or there:
            return True
        prefix, _, body = id.partition("-")
        ours = prefix == PREFIXES[table] and len(body) == 9 and all(c in ALPHABET for c in body)
        return ours and check(body[:-1]) == body[-1]

    def _make(self, table: str) -> str:
        return make_id(PREFIXES[table], self._chance())

    # -- one row ---------------------------------------------------------------------------------------------------------

    def _entity(self, sheet: Sheet, origin: Origin, cells: d.Cells) -> None:
        if "id" in cells or "name" not in cells:
            self._add(sheet, origin, cells)
            return
        name = cells["name"]
        wanted = Wanted(name, cells.get("kind", ""), cells.get("country", ""), cells.get("website", ""))
        if id := self.names.here.get(plain(name)):
            state = RowState.UNCHANGED
            self.passed.append((sheet.table, origin, state, {**cells, "id": id}, ()))
            return
        settled = self.names.settle(wanted, may_be_new=True)
        if settled.match is not None:
            self.names.bring(name, settled.id)
            self.passed.append((sheet.table, origin, RowState.MATCHED, cells, (settled.match,)))
        elif settled.new:
            id = self._waiting_parties.get(plain(name), "") or slug(name, self._taken, self._chance())
            self._taken.add(id)
            self.names.bring(name, id)
            self._add(sheet, origin, {"id": id, **cells})
        else:
            what = sentence("%(name)s may be a party that is recorded.", name=shown(name))
            mend = joined(nearest(settled.near), sentence("If it is new, give it an id of its own."))
            self._read.fault(origin.sheet, origin.row, "name", what, mend)
            self.passed.append((sheet.table, origin, RowState.WRONG, cells, settled.near))

    def _source(self, sheet: Sheet, origin: Origin, cells: d.Cells) -> None:
        if "id" not in cells and (id := self._sources.find(cells)):
            self.passed.append((sheet.table, origin, RowState.UNCHANGED, {**cells, "id": id}, ()))
        else:
            self._add(sheet, origin, {**cells, "id": self._sources.make(cells)})

    def _claim(self, sheet: Sheet, origin: Origin, cells: d.Cells) -> None:
        own = {name: text for name, text in cells.items() if name not in INLINE}
        own["id"] = self._labels.get((sheet.table, cells.get("id", "")), "") or self._make(sheet.table)
        unit = self._add(sheet, origin, own)
        if size := cells.get("group_size"):
            row = {"claim": own["id"], "size": size}
            unit.nested[d.GROUPS].append((origin._replace(columns={"size": "group_size"}), row))
        if any(name in cells for name in INLINE if name != "group_size"):
            source, columns = self._cited(origin, cells), {"source": "source"}
            place = PLACE if is_own(cells.get("source", "")) else MISSING
            row = {"claim": own["id"], "source": source, "locator": cells.get("locator", place)}
            unit.nested["citations"].append((origin._replace(columns=columns), row))

    def _other(self, sheet: Sheet, origin: Origin, cells: d.Cells) -> None:
        nested = NESTED.get(sheet.table)
        if nested is None and sheet.table in TABLE:
            self._add(sheet, origin, cells)
            return
        column = nested.parent if nested is not None else d.KEYS[sheet.table]
        parents = nested.parents if nested is not None else CLAIM_TABLES
        matches: list[Match] = []
        row = self._refer(sheet, origin, cells, matches)
        given = cells.get(column, "")
        row[column] = next((self._labels[t, given] for t in parents if (t, given) in self._labels), row.get(column, ""))
        unit = None if sheet.table == d.RETRACTIONS else self._parent(parents, row[column], origin)
        if unit is not None:
            unit.nested[sheet.table].append((origin, row))
            unit.matches += matches
        else:
            self.units[sheet.table, (sheet.name, str(origin.row))] = Unit(
                sheet.table, key_of(sheet.table, row), origin, row
            )

    def _parent(self, parents: tuple[str, ...], id: str, origin: Origin) -> Unit | None:
        """Find the row to which one belongs: in the upload, else in what is recorded or lies in the report."""
        for table in parents:
            if unit := self.units.get((table, (id,))):
                return unit
        for table in parents:
            row = self._own.rows[table].get((id,)) or self._live.rows[table].get((id,))
            if row is not None:
                unit = self.units[table, (id,)] = Unit(table, (id,), origin, dict(row), given=False)
                return unit
        return None

    def _add(self, sheet: Sheet, origin: Origin, cells: d.Cells) -> Unit:
        matches: list[Match] = []
        row = self._refer(sheet, origin, cells, matches)
        key = key_of(sheet.table, row)
        at = (sheet.table, key)
        if at in self.units and self.units[at].given:
            at = (sheet.table, (*key, origin.sheet, str(origin.row)))  # the reader says that it stands there twice
        unit = self.units[at] = Unit(sheet.table, key, origin, row, matches=matches, columns=sheet.columns)
        return unit

    def _refer(self, sheet: Sheet, origin: Origin, cells: d.Cells, matches: list[Match]) -> d.Cells:
        """Put ids in the place of names, wherever a column leads to something."""
        row = dict(cells)
        if sheet.table not in TABLE:
            return row
        many = _many(sheet.table)
        for column, target in TABLE[sheet.table].references.items():
            if not (text := row.get(column, "")):
                continue
            items = [item.strip() for item in text.split(BETWEEN)] if column in many else [text]
            if target == "entities":
                items = [self._party(item, origin, column, matches) for item in items]
            elif target == "sources":
                items = [self._source_of(item, origin) for item in items]
            elif target == "claims":
                items = [self._claim_of(item) for item in items]
            row[column] = BETWEEN.join(items)
        return row

    def _party(self, text: str, origin: Origin, column: str, matches: list[Match]) -> str:
        settled = self.names.refer(text)
        if settled.match is not None:
            matches.append(settled.match)
        if not settled.id:
            what = sentence("Nothing recorded is called %(text)s.", text=shown(text))
            self._read.fault(origin.sheet, origin.row, column, what, nearest(settled.near))
        return settled.id or text

    def _claim_of(self, text: str) -> str:
        return next((self._labels[table, text] for table in CLAIM_TABLES if (table, text) in self._labels), text)

    # -- sources ---------------------------------------------------------------------------------------------------------

    def _source_of(self, text: str, origin: Origin, asserted_by: str = "") -> str:
        if is_own(text):
            self._bring(self._into.own.row(asserted_by), origin)
        return self._sources.named(text)

    def _bring(self, row: d.Cells, origin: Origin) -> None:
        """Add a source that was made from a row of another table; the report itself is a worker's word once a part of it is."""
        before = self.units.get(("sources", (row["id"],)))
        if before is None or (before.inline and before.row.get("kind") != "worker_testimony"):
            self.units["sources", (row["id"],)] = Unit("sources", (row["id"],), origin, row, inline=True)

    def _cited(self, origin: Origin, cells: d.Cells) -> str:
        row = {own: cells[name] for name, own in COLUMNS.items() if name in cells}
        if (given := cells.get("source", "")) or not row:
            if is_own(given):
                self._sources.refuse_more(origin.sheet, origin.row, cells)
            return self._source_of(given, origin, cells.get("asserted_by", ""))
        if id := self._sources.find(row):
            return id
        row = {"id": self._sources.make(row), **_UNSAID, **row}
        back = {own: name for name, own in COLUMNS.items()}
        self._bring(row, Origin(origin.sheet, origin.row, back))
        return row["id"]

    # -- beside what is there ----------------------------------------------------------------------------------------------

    def _count_by_year(self) -> None:
        """Cut what is one's own pay to the year before it is compared, shown or kept."""
        for (table, key), unit in self.units.items():
            if table == "wages" and (unit.nested.get(d.OWN_PAY) or key in self._own.rows[d.OWN_PAY]):
                unit.row = by_year(unit.row)

    def _compare(self) -> None:
        seen: dict[object, str] = {}
        for unit in self.units.values():
            for base in (self._own, self._live):
                if unit.key in base.rows[unit.table]:
                    self._lay_beside(unit, base)
                    break
            else:
                if unit.table in CLAIM_TABLES:
                    said = [says(unit.table, unit.row, c, _rows(unit, "targets")) for c in self._cited_before(unit)]
                    known = (self._own.claims, self._live.claims, self._beside.claims, seen)
                    if any(one in claims for one in said for claims in known):
                        unit.state = RowState.UNCHANGED
                    seen.setdefault(said[0], unit.key[0])
            if unit.state is RowState.NEW and unit.matches:
                unit.state = RowState.MATCHED
        self._leave_waiting()

    def _cited_before(self, unit: Unit) -> Iterator[list[d.Cells]]:
        """Give what a claim cites; where it is the sender's own knowledge, also as another report of theirs would cite it."""
        cited, own = list(_rows(unit, "citations")), self._into.own.id
        yield cited
        if any(row.get("source") == own for row in cited):
            for other in self._into.others:
                yield [{**row, "source": other} if row.get("source") == own else row for row in cited]

    def _leave_waiting(self) -> None:
        """What waits in another report is not sent again, unless something new leans on it."""
        waiting = [
            unit
            for unit in self.units.values()
            if unit.table in ("entities", "sources")
            and unit.state is RowState.NEW
            and self._beside.rows[unit.table].get(unit.key) == filled(unit.table, unit.row)
        ]
        if waiting:
            here = {id(unit) for unit in waiting}
            units = [u for u in self.units.values() if u.state is not RowState.UNCHANGED and id(u) not in here]
            rows = [row for u in units for row in (u.row, *(r for found in u.nested.values() for _, r in found))]
            leant_on = {item for row in rows for text in row.values() for item in text.split(BETWEEN)}
            for unit in waiting:
                if unit.key[0] not in leant_on:
                    unit.state = RowState.UNCHANGED

    def _lay_beside(self, unit: Unit, base: Base) -> None:
        """Complete a row by what is recorded, and say whether it differs: nothing is taken away by leaving it out."""
        before = base.rows[unit.table][unit.key]
        left = {name: text for name, text in before.items() if unit.columns and name not in unit.columns}
        unit.row = {**left, **unit.row}
        same = filled(unit.table, unit.row) == before
        for name, nested in NESTED.items():
            if unit.table in nested.parents:
                kept = dict(base.nested.get((name, unit.key[0]), {}))
                for _, row in unit.nested[name]:
                    same = same and kept.get(key_of(name, row)) == filled(name, row)
                    kept.pop(key_of(name, row), None)
                unit.nested[name] += [(unit.origin, row) for row in kept.values()]
        for name, key in d.KEYS.items():
            for _, row in unit.nested[name]:
                same = same and self._own.rows[name].get((row[key],)) == row
        unit.state = RowState.UNCHANGED if same else RowState.CHANGED


def _rows(unit: Unit, table: str) -> Iterator[d.Cells]:
    return (row for _, row in unit.nested[table])


_MANY: dict[str, frozenset[str]] = {}


def _many(table: str) -> frozenset[str]:
    if table not in _MANY:
        _MANY[table] = frozenset(column.name for column in readable_columns(table) if column.many)
    return _MANY[table]
