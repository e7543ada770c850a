"""Reads a list of names that a buyer has: pasted, as CSV in any sensible writing, as XLSX, or as JSON.

Columns are known by their names in some languages; other columns are passed over, and that is said. What cannot be taken is
told with row and column, all of it at once.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale

from supplychain.domain.errors import Invalid, Problem, shown
from supplychain.domain.list_lines import LONGEST_NAME, MOST_ROWS, NONE, Line, ListState
from supplychain.domain.sentences import Counted, sentence
from supplychain.domain.uploads import Fault
from supplychain.domain.vocabulary import COUNTRIES
from supplychain.formats.sheets import plain_header
from supplychain.formats.texts import GUESSED, csv_rows, decode, load_json, told, wrong
from supplychain.formats.uploads import head_of
from supplychain.formats.workbook import HIDDEN, is_workbook, open_archive, read_grids

LARGEST = 8 * 1024 * 1024
"""Bytes of a file."""
FIELDS = ("name", "country", "website", "lei", "vat")
"""What a row may hold, in the order of columns without names."""
_HEADERS: dict[str, frozenset[str]] = {
    "name": frozenset(
        """name vendor vendor_name supplier supplier_name company company_name organisation organization firm tool product
        provider lieferant anbieter firma unternehmen hersteller produkt werkzeug fournisseur entreprise nom société proveedor
        empresa nombre fornitore azienda nome""".split()
    ),
    "country": frozenset("country country_code land staat ländercode sitz pays país pais paese".split()),
    "website": frozenset(
        "website web url homepage domain webseite internet site site_web sitio_web webadresse".split()
    ),
    "lei": frozenset("lei lei_code legal_entity_identifier".split()),
    "vat": frozenset(
        """vat vat_number vat_id vat_no ust-id ustid ust_id ust-idnr ust-idnr. ustidnr umsatzsteuer-id tva numéro_de_tva
        nif partita_iva""".split()
    ),
    "party": frozenset(("party",)),
    "state": frozenset(("state",)),
}
_LONGEST = {"name": LONGEST_NAME, "country": 100, "website": 500, "lei": 60, "vat": 60, "party": 120, "state": 40}
_SIGNS = "=+-@"
_LEI = re.compile("[0-9A-Z]{18}[0-9]{2}")
_BULLET = re.compile(r"[-*•·–]\s+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
_MOST_FAULTS = 200
MOST_LEFT_OUT = 50
"""Faults of rows that are left out and told; a list with more is refused as a whole."""
_NO_NAMES = sentence("No column holds names.")
_NAME_IT = sentence("Call the column with the vendors name; others may be country, website, lei and vat.")
_EMPTY = sentence("There is nothing in it.")
_ONE_A_LINE = sentence("Give one name a line.")
_IN_PARTS = sentence("Send it in several parts.")


@dataclass(slots=True)
class GivenList:
    """A list as it was read."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def note(self, what: str, mend: str = "", sheet: str = "", row: int = 0, column: str = "") -> None:
        """Note something that should be looked at."""
        if len(self.notes) < _MOST_FAULTS:
            self.notes.append(Fault(sheet=sheet[:100], row=row, column=column[:60], what=what, mend=mend))


def read_list(data: bytes) -> GivenList:
    """Read a file, by what is in it and never by its name. Raises Invalid with everything that is wrong."""
    if len(data) > LARGEST:
        raise wrong(sentence("The file is larger than %(megabytes)s MB.", megabytes=LARGEST // 1024 // 1024), _IN_PARTS)
    head = head_of(data)
    if head.startswith(b"PK"):
        return _workbook(data)
    if head[:1] in (b"{", b"["):
        return read_objects(load_json(data))
    text, encoding = decode(data)
    given = GivenList()
    if encoding == "cp1252":
        given.note(*GUESSED)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in csv_rows(text)[1]:
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        what, mend = told(str(error))
        raise Invalid([Problem(f"row {number + 1}", what, mend)]) from None
    if rows and not _known(rows[0][1]) and _are_names(rows):
        return _read(given, "", [(n, [line]) for n, line in enumerate(text.split("\n"), 1) if line.strip()])
    return _read(given, "", rows, named=True)


def _are_names(rows: list[tuple[int, list[str]]]) -> bool:
    """Whether the rows are names without columns: one cell each, or cut apart by commas that stand in some names."""
    widths = {len(cells) for _, cells in rows}
    return len(widths) > 1 or widths == {1}


def read_pasted(text: str) -> GivenList:
    """Read what somebody pasted: one a line, further columns after a tab or a semicolon. Raises Invalid."""
    lines = [(n, _BULLET.sub("", line.strip(" \r"), count=1)) for n, line in enumerate(text.split("\n"), 1)]
    full = [(n, line) for n, line in lines if line.strip()]
    between = next((sign for sign in "\t;" if any(sign in line for _, line in full)), "")
    by_comma = [(n, line.split(",")) for n, line in full]
    if not between and by_comma and (len(_known(by_comma[0][1])) > 1 or not _are_names(by_comma)):
        between = ","
    rows = [(n, [_unquoted(c) for c in (line.split(between) if between else _with_country(line))]) for n, line in full]
    return _read(GivenList(), "", rows)


def _with_country(line: str) -> list[str]:
    """Cut "Appen, AU" in two; names keep the commas that are theirs."""
    name, comma, last = line.rpartition(",")
    return [name, last] if comma and name.strip() and read_country(last) else [line]


def _unquoted(cell: str) -> str:
    bare = cell.strip()
    return bare[1:-1].replace('""', '"') if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def read_objects(given: object) -> GivenList:
    """Read what a program sends: a list of names or of objects, or an object with `rows`. Raises Invalid."""
    rows = given.get("rows") if isinstance(given, dict) else given
    if not isinstance(rows, list):
        raise Invalid(
            [
                Problem(
                    "rows",
                    sentence("There is no list of rows."),
                    sentence("Send %(example)s.", example='{"rows": [{"name": "…", "country": "KE"}]}'),
                )
            ]
        )
    if len(rows) > MOST_ROWS:
        raise _too_many()
    found, faults = GivenList(), []
    texts: list[dict[str, str]] = []
    for number, row in enumerate(rows, 1):
        cells = {"name": row} if isinstance(row, str) else row
        if isinstance(cells, dict) and isinstance(cells.get("line"), dict):  # our own answer, brought back
            state = cells.get("state")
            cells = {
                **cells["line"],
                "party": cells.get("party") if state == ListState.CHOSEN else cells["line"].get("party"),
            }
        if not isinstance(cells, dict):
            faults.append(
                Fault(
                    row=number,
                    what=sentence("The row is no text and no object."),
                    mend=sentence("Write %(example)s.", example='{"name": "…"}'),
                )
            )
            continue
        texts.append({})
        for name, value in cells.items():
            if name not in (*FIELDS, "party", "state", "row"):
                found.note(sentence("There is no field %(name)s: it was not read.", name=shown(str(name))), row=number)
            elif name != "row" and value is not None and not isinstance(value, str):
                faults.append(
                    Fault(
                        row=number,
                        column=str(name),
                        what=sentence("This is no text."),
                        mend=sentence("Write it in quotes."),
                    )
                )
            elif name != "row":
                texts[-1][name] = value or ""
    _refuse(faults)
    names = (*FIELDS, "party", "state")
    return _taken(found, "", names, [(n, [t.get(name, "") for name in names]) for n, t in enumerate(texts, 1)])


def _workbook(data: bytes) -> GivenList:
    parts = open_archive(data)
    if not is_workbook(parts):
        raise wrong(sentence("The archive is no workbook."), sentence("Send CSV, XLSX or JSON."))
    grids, hidden = read_grids(parts, MOST_ROWS + 2)
    given = GivenList()
    for name in hidden:
        given.note(HIDDEN, sentence("Show it, or delete it."), sheet=name)
    full = [grid for grid in grids if grid.rows]
    if not full:
        raise wrong(sentence("Every sheet of the workbook is empty."))
    named = [grid for grid in full if "name" in _known(grid.rows[0][1])]
    chosen = named[0] if named else full[0]
    for other in full:
        if other is not chosen:
            given.note(
                sentence("The sheet was not read: a list is one sheet."),
                sentence("Send the others one by one."),
                sheet=other.name,
            )
    full_rows = {number for number, _ in chosen.rows}
    lost_rows = full_rows if len(grids) > 1 else {*full_rows, *chosen.lost}  # of several sheets it is not said which
    _refuse(_lost(chosen.name, chosen.merged, chosen.lost, lost_rows))
    return _read(given, chosen.name, chosen.rows, named=any(sum(map(bool, cells)) > 1 for _, cells in chosen.rows))


def _lost(name: str, merged: Iterable[tuple[int, int]], lost: dict[int, set[str]], rows: set[int]) -> Iterable[Fault]:
    for top, bottom in merged:
        down = sentence("Cells are merged down to row %(number)s.", number=bottom)
        what = down if bottom > top else sentence("Cells of this row are merged.")
        yield Fault(sheet=name, row=top, what=what, mend=sentence("Unmerge them, and fill in each cell."))
    for row in sorted(rows & lost.keys()):
        columns = ", ".join(sorted(lost[row]))
        what = sentence(
            "A cell holds an error, or a formula without a value (column %(columns)s of the sheet).", columns=columns
        )
        yield Fault(sheet=name, row=row, what=what, mend=sentence("Write the value itself."))


# -- rows --------------------------------------------------------------------------------------------------------------


def _known(header: Sequence[str]) -> dict[str, int]:
    """Say which columns a header names, and where each stands; the first of a kind counts."""
    found: dict[str, int] = {}
    for place, text in enumerate(plain_header(header)):
        for name, words in _HEADERS.items():
            if text in words:
                found.setdefault(name, place)
    return found


def _read(given: GivenList, sheet: str, rows: list[tuple[int, list[str]]], *, named: bool = False) -> GivenList:
    """Read rows; `named`: their first one has to name the columns."""
    if not rows:
        raise wrong(_EMPTY, _ONE_A_LINE)
    number, header = rows[0]
    places = _known(header)
    if (places or named) and "name" not in places:
        _refuse([Fault(sheet=sheet, row=number, what=_NO_NAMES, mend=_NAME_IT)])
    if places:
        others = [text.strip() for at, text in enumerate(header) if text.strip() and at not in places.values()]
        if others:
            told_ = ", ".join(shown(text, 40) for text in others[:20])
            given.note(sentence("Columns that were passed over: %(names)s.", names=told_), sheet=sheet, row=number)
        body = [(n, [cells[at] if at < len(cells) else "" for at in places.values()]) for n, cells in rows[1:]]
        return _taken(given, sheet, tuple(places), body)
    if any(len(cells) > 1 for _, cells in rows):
        given.note(
            sentence("The columns have no names: they were read as name, country, website, LEI, VAT number."),
            sheet=sheet,
        )
    over = [Fault(sheet=sheet, row=n, what=sentence("The row has %(number)s cells.", number=len(cells)), mend=_NAME_IT)
            for n, cells in rows if any(c.strip() for c in cells[len(FIELDS):])]  # fmt: skip
    _refuse(over)
    return _taken(given, sheet, FIELDS, rows)


def _taken(given: GivenList, sheet: str, names: Sequence[str], rows: list[tuple[int, list[str]]]) -> GivenList:
    if not rows:
        raise wrong(_EMPTY, _ONE_A_LINE)
    if len(rows) > MOST_ROWS:
        raise _too_many()
    faults: list[Fault] = []
    for number, cells in rows:
        texts = dict(zip(names, (_plain(c) for c in cells), strict=False))
        wrong_here = list(_faults(sheet, number, texts))
        faults += wrong_here
        if not wrong_here and any(texts.values()):
            given.lines.append(_line(given, sheet, number, texts))
    if not given.lines or len(faults) > MOST_LEFT_OUT:
        _refuse(faults)
    if faults:
        rows_ = ", ".join(map(str, sorted({fault.row for fault in faults})))
        out = Fault(
            sheet=sheet, what=sentence("Rows that were left out, for what is wrong in them: %(rows)s.", rows=rows_)
        )
        given.notes[:0] = [out, *faults]
    if not given.lines:
        raise wrong(_EMPTY, _ONE_A_LINE)
    return given


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:2] in _SIGNS else text


def _faults(sheet: str, row: int, texts: dict[str, str]) -> Iterable[Fault]:
    for column, text in texts.items():
        here: dict[str, Any] = {"sheet": sheet, "row": row, "column": column}
        if len(text) > _LONGEST[column]:
            what = sentence(
                "The cell has %(number)s characters, %(most)s at most can be meant.",
                number=Counted(len(text)),
                most=Counted(_LONGEST[column]),
            )
            yield Fault(**here, what=what, mend=sentence("Shorten it. Is a line break missing?"))
        elif _UNSEEN.search(text):
            yield Fault(
                **here, what=sentence("The cell holds signs that cannot be seen."), mend=sentence("Type it anew.")
            )
        elif text and text[0] in _SIGNS:
            yield Fault(**here, what=sentence("The cell begins with = + - or @."), mend=sentence("Take the sign away."))
    if any(texts.values()) and not any(texts.get(c) for c in ("name", "website", "lei", "vat", "party")):
        what = sentence("The row has no name, and no website or number by which a party could be found.")
        yield Fault(sheet=sheet, row=row, column="name", what=what, mend=sentence("Write a name."))


def _line(given: GivenList, sheet: str, row: int, texts: dict[str, str]) -> Line:
    country, party = texts.get("country", ""), texts.get("party", "")
    code = read_country(country)
    if country and not code:
        what = sentence(
            "%(country)s is no country that can be read: the row was looked up without it.", country=shown(country)
        )
        given.note(what, sentence("Write its code, such as KE."), sheet, row, "country")
    if (lei := texts.get("lei", "")) and not is_lei(lei):
        what = sentence("%(lei)s is no valid LEI: nothing can be found by it.", lei=shown(lei))
        given.note(what, sentence("Write its 20 letters and digits as the register has them."), sheet, row, "lei")
    # A match of ours that comes back in our own table is looked up again; what somebody chose stays chosen.
    state = texts.get("state", "")
    if state and state not in (ListState.CHOSEN, ListState.NONE_OF_THESE):
        party = ""
    if state == ListState.NONE_OF_THESE:
        party = NONE
    own = {name: texts.get(name, "") for name in ("name", "website", "lei", "vat")}
    return Line(row=row, **own, country=code, party=party)


def is_lei(text: str) -> bool:
    """Whether a text can be an LEI: 20 letters and digits whose last two fit the others (ISO 17442, ISO 7064 MOD 97-10)."""
    plain = "".join(text.split()).upper()
    return bool(_LEI.fullmatch(plain)) and int("".join(str(int(sign, 36)) for sign in plain)) % 97 == 1


def read_country(text: str) -> str:
    """Give the code of a country that is written as its code or its name; empty where it is none."""
    plain = text.strip().upper()
    return plain if plain in COUNTRIES else _country_names().get(text.strip().casefold(), "")


@cache
def _country_names() -> dict[str, str]:
    found: dict[str, str] = {"uk": "GB", "usa": "US", "u.s.": "US", "u.s.a.": "US"}
    for language in ("en", "de", "fr", "es", "it", "nl", "pl", "pt"):
        for code, name in Locale(language).territories.items():
            if code in COUNTRIES:
                found.setdefault(name.casefold(), code)
    return found


def _too_many() -> Invalid:
    return wrong(sentence("A list may have %(most)s rows; this one has more.", most=Counted(MOST_ROWS)), _IN_PARTS)


def _refuse(faults: Iterable[Fault]) -> None:
    """Raise Invalid with everything that is wrong."""
    found = list(faults)
    if found:
        problems = [fault.problem() for fault in found[:_MOST_FAULTS]]
        if more := len(found) - len(problems):
            problems.append(Problem("file", sentence("and %(number)s more.", number=Counted(more))))
        raise Invalid(problems)
