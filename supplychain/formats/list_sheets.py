"""Writes a list that was checked as a workbook: the same rows as the CSV, what is reported, what is not known, changes."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from babel import Locale

from supplychain.domain.dossier_answer import FindingKind
from supplychain.domain.gap_codes import UNKNOWNS
from supplychain.domain.gaps import GAPS
from supplychain.domain.list_lines import LIST_GAPS
from supplychain.domain.list_rows import ENGLISH, ListRow, Words
from supplychain.domain.lists import ListAnswer, ListChange
from supplychain.formats.columns import Holds, columns_of
from supplychain.formats.rows import cell, cells

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEETS = ("In words", "List", "Reported", "Not known", "Candidates", "What changed", "Columns")
"""Each sheet by its title. The first is for people; the second holds what can be brought back."""
IN_WORDS = ("Row", "Name as given", "How it stands", "Who is meant", "Employers named", "Employers, possible only",
            "Places of work", "Pay reports", "Conditions of pay", "Surveillance", "Conditions of work", "Good practice",
            "Answers", "Asked, and no answer", "Claims disputed", "Not known", "Questions with nothing recorded",
            "Criteria", "Dossier")  # fmt: skip
HEADS = {
    "Reported": ("rows", "party", "kind", "code", "in words", "claims", "claims, possible only"),
    "Not known": ("rows", "party", "code", "in words", "as a question", "products"),
    "Candidates": ("row", "party", "name", "kind", "score", "reasons"),
    "Columns": ("column", "what it holds"),
}
POSSIBLE = "%(what)s (possible only)"
REPORTED = {"surveillance": "surveillance", "conditions": "conditions", "good_practice": "good practice", "pay": "pay"}
"""What is said here and nowhere else."""
_NUMBERS = {column.name for column in columns_of(ListRow) if column.holds is Holds.INTEGER}
_WIDE = 34


def write_list(answer: ListAnswer, words: Words = ENGLISH) -> bytes:
    """Write it in a language; the same answer gives the same bytes."""
    from openpyxl import Workbook  # heavy, and needed by nothing else

    book = Workbook()
    book.properties.creator, book.properties.title = "supplychain", words.say("List")
    day = datetime.fromisoformat(answer.recorded_on)
    book.properties.created = book.properties.modified = day
    del book["Sheet"]
    table = answer.table_in(words)
    names = [column.name for column in columns_of(ListRow)]
    spoken, list_, reported, unknown, candidates, changed, columns = map(words.say, SHEETS)
    heads = {words.say(title): tuple(map(words.say, head)) for title, head in HEADS.items()}
    _sheet(book, spoken, tuple(map(words.say, IN_WORDS)), (_spoken(row, words) for row in table), wide=True)
    _sheet(book, list_, names, ([_value(name, row[name]) for name in names] for row in map(cells, table)))
    _sheet(book, reported, heads[reported], _reported(answer, words))
    _sheet(book, unknown, heads[unknown], _unknown(answer, words))
    _sheet(book, candidates, heads[candidates], _candidates(answer, words))
    if answer.since is not None:
        names = [column.name for column in columns_of(ListChange)]
        said = (cells(change) for change in answer.since.changes)
        _sheet(book, changed, names, ([row[name] for name in names] for row in said))
    _sheet(book, columns, heads[columns], ([c.name, words.say(c.description)] for c in columns_of(ListRow)))
    return _saved(book, day)


def _spoken(row: ListRow, words: Words) -> Sequence[str | int]:
    """A row as people read it: one thing a line."""
    countries = Locale(words.language).territories

    def both(firm: Iterable[str], possible: Iterable[str]) -> str:
        return "\n".join([*firm, *(words.say(POSSIBLE, what=what) for what in possible)])

    def places(codes: Iterable[str]) -> list[str]:
        return sorted(countries.get(code, code) for code in codes)

    def number(count: int | None) -> str | int:
        return "" if count is None else count

    return (
        row.row,
        row.name,
        row.state_words,
        row.party_name,
        number(row.employers_named),
        number(row.employers_possible),
        both(places(row.countries), places(row.possible_countries)),
        number(row.pay_reports),
        both(row.pay_words, row.pay_possible_words),
        both(row.surveillance_words, row.surveillance_possible_words),
        both(row.conditions_words, row.conditions_possible_words),
        both(row.good_practice_words, row.good_practice_possible_words),
        number(row.answers),
        number(row.silences),
        number(row.disputed),
        "\n".join(row.not_known_words),
        number(row.open_questions),
        "\n".join(row.criteria_words),
        row.dossier,
    )


def _rows_of(answer: ListAnswer) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in answer.rows:
        if row.party:
            found.setdefault(row.party, []).append(str(row.line.row))
    return {party: ", ".join(rows) for party, rows in found.items()}


def _reported(answer: ListAnswer, words: Words) -> Iterable[Sequence[str | int]]:
    rows = _rows_of(answer)
    for party in answer.parties:
        for found in party.findings:
            claims = cell(found.claims), cell(found.possible)
            said = words.term("pay_condition" if found.kind is FindingKind.PAY else "practice", found.code)
            yield rows[party.id], party.id, words.say(REPORTED[found.kind]), found.code, said, *claims


def _unknown(answer: ListAnswer, words: Words) -> Iterable[Sequence[str | int]]:
    rows = _rows_of(answer)
    for settled in answer.rows:
        for code in settled.not_known:
            yield str(settled.line.row), "", code, "", words.say(LIST_GAPS[code]), ""
    for party in answer.parties:
        for gap in party.gaps:
            label, question = words.say(UNKNOWNS[gap.code].label), words.say(GAPS[gap.code], **gap.parameters)
            yield rows[party.id], party.id, gap.code.value, label, question, cell(gap.products)


def _candidates(answer: ListAnswer, words: Words) -> Iterable[Sequence[str | int]]:
    for settled in answer.rows:
        for match in settled.candidates:
            reasons = "; ".join(map(words.reason, match.reasons))
            yield settled.line.row, match.id, match.name, words.term("entity_kind", match.kind), match.score, reasons


def _value(name: str, text: str) -> str | int:
    return int(text) if name in _NUMBERS and text else text


def _sheet(
    book: "Workbook", title: str, head: Sequence[str], rows: Iterable[Sequence[str | int]], *, wide: bool = False
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for at in sheet[1]:
        at.font = Font(bold=True)
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for number, name in enumerate(head, 1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            _WIDE if wide and number > 1 else max(14, len(name) + 2)
        )
    sheet.freeze_panes = "A2"
    for line in sheet.iter_rows():
        for at in line:
            if wide:
                at.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(at.value, str):
                at.data_type = "s"  # whatever it begins with, it is text and no formula


def _saved(book: "Workbook", day: datetime) -> bytes:
    from openpyxl.writer.excel import ExcelWriter

    first, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(first, "w") as archive:
        ExcelWriter(book, archive).write_data()
    with zipfile.ZipFile(first) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(archive.namelist()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, archive.read(name))
    return out.getvalue()
