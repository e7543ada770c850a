"""Uploads: checked and shown before anything is kept, put into a report, or sent in one go. A page, a program and the
command line go the same way and are told the same words.
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.ids import make_id
from supplychain.domain.matching import Match
from supplychain.domain.packages import CLAIM_TABLES, TABLE
from supplychain.domain.sentences import Said, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.uploads import SHOWN, Fault, RowSeen, RowState, Upload
from supplychain.formats.checks import Known
from supplychain.formats.problems import SHOWN as TOLD
from supplychain.formats.proposals import read_content
from supplychain.formats.sheets import Read, Sheet
from supplychain.formats.uploads import NOT_OURS, pack, unpack, write_rows
from supplychain.services.desk import Desk
from supplychain.services.own_source import Own, own_of
from supplychain.services.packages import known_of
from supplychain.services.report_parts import is_part, report_salt
from supplychain.services.reports import Sender, open_report, save
from supplychain.services.upload_base import NESTED, Base
from supplychain.services.upload_rows import Builder, Origin, Unit
from supplychain.services.upload_sources import Into

_ROUNDS = 5
_SHORT = (
    "name", "title", "subject", "employer", "respondent", "topic", "claim", "entity", "relation", "object", "practice", "low",
    "high", "mean", "median", "currency", "unit", "value", "countries", "start",
)  # fmt: skip
"""Columns by which a row is told, as far as they hold something."""
_LOOK_FIRST = (RowState.WRONG, RowState.CHANGED, RowState.MATCHED, RowState.NEW, RowState.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload with what is needed to go on with it."""

    upload: Upload
    merged: d.Content
    """What the report would propose with it."""
    remarks: Mapping[tuple[str, int], tuple[str, ...]]
    """(sheet, row) -> what is wrong."""
    things: Mapping[RowState, int]
    """How many things that stand for themselves are new, and so on: what a report counts, and not its rows."""


def look(
    desk: Desk,
    read: Read,
    draft: d.Content,
    choices: Mapping[str, str] | None = None,
    beside: Sequence[d.Content] = (),
    into: Into | None = None,
) -> Looked:
    """Check what was read against what is recorded, the report itself and other reports `beside` it. Nothing is kept."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    read = replace(read, faults=list(read.faults), notes=list(read.notes))
    bases = Base.of_contents([draft]), Base.of_contents(beside)
    into = into or new_report(desk, Sender())
    builder = Builder(read, snapshot, *bases, into, choices or {}, desk.chance)
    builder.build()
    return _Look(read, builder, draft, snapshot, desk.clock().date()).done()


def new_report(desk: Desk, sender: Sender, others: tuple[str, ...] = ()) -> Into:
    """Give the report that an upload becomes, before it is begun. What one sender sends twice has the same ids."""
    by = sender.who.person.organisation if sender.who is not None else ""
    own = Own(make_id("report", desk.chance()), by, desk.clock().year)
    holder = sender.holder()
    salt = desk.seal("source", holder.person or holder.code_hash) if holder is not None else desk.chance()
    return Into(own, salt, Base(), others)


def look_into(desk: Desk, sender: Sender, id: str, read: Read, choices: Mapping[str, str] | None = None) -> Looked:
    """Check what was read for a report of the sender. Raises NotFound, Refused."""
    report = open_report(desk, sender, id)
    if not report.is_open:
        raise Refused(d.REFUSED["state"])
    into = Into(own_of(report), report_salt(desk, report), Base())
    return look(desk, read, report.content, choices, into=into)


def put_into(desk: Desk, sender: Sender, id: str, read: Read, choices: Mapping[str, str] | None = None) -> Upload:
    """Put what is right and new of an upload into a report, all of it or nothing. Raises NotFound, Refused."""
    looked = look_into(desk, sender, id, read, choices)
    if looked.upload.content.tables:
        save(desk, sender, id, looked.merged)
    return looked.upload


# -- from one page to the next -------------------------------------------------------------------------------------------


def carry(desk: Desk, read: Read) -> str:
    """Write what was read as a text that the page carries: until it is confirmed, nothing of it is kept here."""
    packed = pack(read)
    return f"{desk.seal('upload', sha256(packed.encode()).hexdigest())}.{packed}"


def carried(desk: Desk, text: str) -> Read:
    """Read what `carry` wrote. Raises Invalid for anything else."""
    seal, _, packed = text.partition(".")
    wanted = desk.seal("upload", sha256(packed.encode(errors="replace")).hexdigest())
    if not hmac.compare_digest(seal.encode(errors="replace"), wanted.encode()):
        raise Invalid([Problem("", NOT_OURS)])
    return unpack(packed)


def wrong_rows(read: Read, looked: Looked, place: int, say: Callable[[str], str] = str) -> tuple[str, bytes]:
    """Write the wrong rows of a sheet, by its place among those that have any; `say` puts what is wrong into the reader's
    language. Raises Invalid where there is none.
    """
    sheets = sheets_with_wrong_rows(read, looked)
    if not 0 <= place < len(sheets):
        raise Invalid([Problem("", NOT_OURS)])
    sheet = sheets[place]
    remarks = {row: [*map(say, told)] for (name, row), told in looked.remarks.items() if name == sheet.name}
    return sheet.table, write_rows(sheet, remarks)


def sheets_with_wrong_rows(read: Read, looked: Looked) -> list[Sheet]:
    """Give the sheets that have wrong rows."""
    return [s for s in read.sheets if any((s.name, number) in looked.remarks for number, _ in s.rows)]


# -- looking -------------------------------------------------------------------------------------------------------------


class _Seen(NamedTuple):
    table: str
    origin: Origin
    row: d.Cells
    state: RowState
    matches: Sequence[Match]

    def told(self, state: RowState) -> RowSeen:
        """Tell of it."""
        return RowSeen(
            sheet=self.origin.sheet,
            row=self.origin.row,
            table=self.table,
            state=state,
            says=_in_short(self.table, self.row),
            matches=tuple({m.id: m for m in self.matches}.values())[:5],
        )


class _Look:
    """Lays the units of an upload beside what is there, finds what is wrong, and leaves out what is."""

    def __init__(self, read: Read, builder: Builder, draft: d.Content, snapshot: Snapshot, today: date) -> None:
        self._read, self._builder, self._draft = read, builder, draft
        self._today = today
        self._known = _with(known_of(snapshot), draft)
        self._remarks: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._more = read.more
        self._spoken = {(f.sheet, f.row, f.column) for f in read.faults if f.row}
        for fault in read.faults:
            self._remark(fault)

    def _remark(self, fault: Fault) -> None:
        if fault.row:
            what = fault.what
            if fault.column:
                what = Said("%(column)s: %(what)s", {"column": fault.column, "what": what})
            self._remarks[fault.sheet, fault.row].append(what)

    def done(self) -> Looked:
        units = [u for u in self._builder.units.values() if u.state is not RowState.UNCHANGED]
        wrong = {(f.sheet, f.row) for f in self._read.faults if f.row}
        clean = not any(not f.row for f in self._read.faults)
        read_all = self._check(units)
        wrong |= self._remarks.keys()
        right = [u for u in units if not self._stands_in(u, wrong)]
        whole = clean and read_all
        for _ in range(_ROUNDS):
            if not whole or len(right) == len(units):
                break
            bad = self._bad(right)
            if not bad:
                break
            right = [u for u in right if not self._stands_in(u, bad)]
        else:
            whole = False
        content = _content(_needed(right)) if whole else d.Content()
        upload = self._upload(content)
        remarks = {at: tuple(said) for at, said in self._remarks.items()}
        return Looked(upload, merge(self._draft, content), remarks, self._things())

    def _things(self) -> Mapping[RowState, int]:
        seen = ((one.table, one.state) for one in self._seen())
        return Counter(state for table, state in seen if table != "sources" and is_part(table))

    def _stands_in(self, unit: Unit, rows: set[tuple[str, int]]) -> bool:
        """Whether a unit comes from one of these rows; a source beside a claim only falls with its own columns."""
        if unit.inline:
            own = set(unit.origin.columns.values())
            at = unit.origin.sheet, unit.origin.row
            return any((f.sheet, f.row) == at and f.column in own for f in self._read.faults) if at in rows else False
        return bool(_places(unit) & rows)

    def _check(self, units: Sequence[Unit]) -> bool:
        """Read what is proposed as a report is read. False: more is wrong than is told."""
        content, origins = _laid_out(units)
        proposal = read_content(content, self._known, self._today)
        for placed in proposal.placed:
            origin = origins.get((placed.table, placed.row), Origin(placed.table, placed.row))
            column = origin.columns.get(placed.column, placed.column)
            if (origin.sheet, origin.row, column) in self._spoken:
                continue
            what, mend = placed.problem.what, placed.problem.mend
            fault = Fault(sheet=origin.sheet, row=origin.row, column=column, what=what, mend=mend)
            self._read.faults.append(fault)
            self._remark(fault)
        self._more += sum(_counted(p) for p in proposal.problems if p.where == "package")
        return len(proposal.placed) < TOLD

    def _bad(self, units: Sequence[Unit]) -> set[tuple[str, int]]:
        """Say which rows cannot stand without those that were left out."""
        content, origins = _laid_out(units)
        bad = set()
        for placed in read_content(content, self._known, self._today).placed:
            origin = origins.get((placed.table, placed.row), Origin("", 0))
            bad.add((origin.sheet, origin.row))
            if (origin.sheet, origin.row) not in self._remarks:
                fault = Fault(
                    sheet=origin.sheet,
                    row=origin.row,
                    column=origin.columns.get(placed.column, placed.column),
                    what=sentence("It leans on a row that is wrong."),
                    mend=sentence("It is right itself: it comes in once that row is mended."),
                )
                self._read.faults.append(fault)
                self._remark(fault)
        return bad

    def _upload(self, content: d.Content) -> Upload:
        by_state: dict[RowState, list[_Seen]] = {state: [] for state in _LOOK_FIRST}
        for one in self._seen():
            wrong = (one.origin.sheet, one.origin.row) in self._remarks
            by_state[RowState.WRONG if wrong else one.state].append(one)
        counts = {state.value: len(found) for state, found in by_state.items()}
        first = islice(((state, one) for state, found in by_state.items() for one in found), SHOWN)
        faults = sorted(self._read.faults, key=lambda f: (f.row > 0, f.sheet, f.row))
        return Upload(
            **counts,
            rows=tuple(one.told(state) for state, one in first),
            faults=tuple(faults[:SHOWN]),
            more_faults=self._more + max(len(faults) - SHOWN, 0),
            unsettled=self._builder.names.unsettled(),
            notes=tuple(self._read.notes[:100]),
            content=content,
        )

    def _seen(self) -> Iterable[_Seen]:
        """Say of every row of the file what is made of it, once."""
        told: set[tuple[str, int]] = set()
        for unit in self._builder.units.values():
            parts = [(unit.table, unit.origin, unit.row)] if unit.given and not unit.inline else []
            parts += [(table, origin, row) for table, rows in unit.nested.items() for origin, row in rows]
            for table, origin, row in parts:
                at = (origin.sheet, origin.row)
                if at not in told:
                    told.add(at)
                    yield _Seen(table, origin, row, unit.state, unit.matches)
        for table, origin, state, row, matches in self._builder.passed:
            yield _Seen(table, origin, row, state, matches)


def _places(unit: Unit) -> set[tuple[str, int]]:
    own = {(unit.origin.sheet, unit.origin.row)}
    return own | {(origin.sheet, origin.row) for rows in unit.nested.values() for origin, _ in rows}


def _laid_out(units: Iterable[Unit]) -> tuple[d.Content, dict[tuple[str, int], Origin]]:
    """Lay units out as rows by table, and note where each came from."""
    tables: dict[str, list[d.Cells]] = defaultdict(list)
    origins: dict[tuple[str, int], Origin] = {}
    for unit in units:
        for table, origin, row in _all(unit):
            tables[table].append({name: text for name, text in row.items() if text})
            origins[table, len(tables[table])] = origin
    return d.Content.model_construct(tables={name: tuple(rows) for name, rows in tables.items()}), origins


def _all(unit: Unit) -> Iterable[tuple[str, Origin, d.Cells]]:
    yield unit.table, unit.origin, unit.row
    for table, rows in unit.nested.items():
        for origin, row in rows:
            yield table, origin, row


def _content(units: Iterable[Unit]) -> d.Content:
    return _laid_out(units)[0]


def _needed(units: list[Unit]) -> list[Unit]:
    """Leave out the sources that stood beside claims which are left out."""
    cited = {row.get("source") for unit in units for _, row in unit.nested.get("citations", ())}
    return [unit for unit in units if not unit.inline or unit.key[0] in cited]


def merge(draft: d.Content, content: d.Content) -> d.Content:
    """Add rows to a report; those that stand for the same thing take the place of the old, with all that belongs to it."""
    new = {
        table: {tuple(row.get(k, "") for k in _key(table)) for row in rows} for table, rows in content.tables.items()
    }
    whole = {(table, key[0]) for table, keys in new.items() if table not in NESTED and table in TABLE for key in keys}
    tables: dict[str, tuple[d.Cells, ...]] = {}
    for table in dict.fromkeys((*draft.tables, *content.tables)):
        nested, keys = NESTED.get(table), new.get(table, set())
        kept = [
            row
            for row in draft.rows(table)
            if tuple(row.get(k, "") for k in _key(table)) not in keys
            and not (nested is not None and any((t, row.get(nested.parent)) in whole for t in nested.parents))
        ]
        tables[table] = (*kept, *content.rows(table))
    return d.Content.model_construct(tables={name: rows for name, rows in tables.items() if rows})


def _key(table: str) -> tuple[str, ...]:
    if table in d.KEYS:
        return (d.KEYS[table],)
    return TABLE[table].key if table in TABLE else ("id",)


def _with(known: Known, draft: d.Content) -> Known:
    """Let an upload lean on what the report itself brings."""
    rows = draft.rows
    return Known(
        entities={**known.entities, **{r["id"]: r.get("kind", "") for r in rows("entities") if "id" in r}},
        sources={**known.sources, **{r["id"]: () for r in rows("sources") if "id" in r}},
        claims={**known.claims, **{r["id"]: table for table in CLAIM_TABLES for r in rows(table) if "id" in r}},
        criteria=known.criteria,
    )


def _counted(problem: Problem) -> int:
    digits = "".join(c for c in problem.what if c.isdigit())
    return int(digits or 0)


def _in_short(table: str, row: d.Cells) -> str:
    said_ = [row[name] for name in _SHORT if row.get(name)]
    return " · ".join(said_)[:200] or row.get("id", "")
