"""The template of a workbook with which many rows are reported: a sheet for each table, drop-downs, and how to fill it in."""

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from supplychain.domain.packages import CLAIM_TABLES
from supplychain.domain.uploads import INLINE
from supplychain.formats.columns import Column, Holds
from supplychain.formats.sheets import readable_columns

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEETS = ("practices", "wages", "links", "figures", "responses", "targets", "citations", "sources", "entities", "names")
_LEFT_OUT = frozenset({"editor_note", "withdrawn_reason", "read_by", "same_as_candidates"})
_ROWS = 20_000
"""So many rows have drop-downs."""
_SOURCE_TERMS = {"source_kind": "kind", "source_seen": "seen", "source_quality": "quality"}
_WHEN = datetime(2026, 1, 1)  # noqa: DTZ001 a workbook knows no zones; the same template has the same bytes
READ_ME = (
    "What this is",
    "Fill in one row for each thing that you know, in the sheet of its kind: practices (how people are watched or treated), "
    "wages (pay), links (who works for whom), figures (numbers), responses (answers of organisations). Leave the others empty.",
    "Every row needs a source. The quickest way is in the same row: source_title, source_url, source_publisher, source_date, "
    "source_kind and locator (page, section, minute). A source given so counts as read and as the work itself; source_seen "
    "and source_quality say otherwise. Several sources for one claim go into the sheets sources and citations.",
    "Leave id empty in rows that are new. Where rows name each other, as citations name a claim, write any word such as c1 as "
    "the id; it is replaced by a permanent one.",
    "Organisations and tools are written with their name or their id. One that is not in the database yet gets a row in the "
    "sheet entities, with name and kind. Where a name could mean somebody else, you are asked before anything is kept.",
    "Several items in one cell are parted by |, such as KE|UG. Dates are 2023, 2023-01 or 2023-01-18, as far as the source "
    "says. Numbers are plain: 1200 or 12.50. An empty cell means: not known or not said.",
    "Never write the name of a worker, an e-mail address, a phone number or anything else that leads to a person.",
    "Nothing may begin with = + - or @. Formulas are not read. The sheet of your own pay is the form on the site, not this.",
    "Save as .xlsx and upload it. You see what would be new, what is recorded already and what is wrong, row by row, before "
    "anything is kept. The same file again changes nothing.",
)
BITTE_LESEN = (
    "Was das ist",
    "Tragen Sie je eine Zeile für jede Sache ein, die Sie wissen, im Blatt ihrer Art: practices (wie Menschen überwacht oder "
    "behandelt werden), wages (Bezahlung), links (wer für wen arbeitet), figures (Zahlen), responses (Antworten von "
    "Organisationen). Die anderen Blätter bleiben leer.",
    "Jede Zeile braucht eine Quelle. Am schnellsten steht sie in derselben Zeile: source_title, source_url, source_publisher, "
    "source_date, source_kind und locator (Seite, Abschnitt, Minute). Eine solche Quelle gilt als gelesen und als das Werk "
    "selbst; source_seen und source_quality sagen es anders. Mehrere Quellen für eine Angabe kommen in die Blätter sources "
    "und citations.",
    "Lassen Sie id in neuen Zeilen leer. Wo Zeilen einander nennen, wie citations eine Angabe, schreiben Sie irgendein Wort "
    "wie c1 als id; es wird durch eine dauerhafte ersetzt.",
    "Organisationen und Werkzeuge schreiben Sie mit Namen oder id. Was noch nicht in der Datenbank steht, bekommt eine Zeile "
    "im Blatt entities, mit name und kind. Wo ein Name jemand anderen meinen kann, werden Sie gefragt, bevor etwas bleibt.",
    "Mehrere Einträge in einer Zelle trennt |, zum Beispiel KE|UG. Daten sind 2023, 2023-01 oder 2023-01-18, so weit die "
    "Quelle es sagt. Zahlen stehen schlicht: 1200 oder 12.50, mit Punkt. Eine leere Zelle heißt: nicht bekannt, nicht gesagt.",
    "Schreiben Sie nie den Namen eines Menschen, der dort arbeitet, keine E-Mail-Adresse, keine Telefonnummer und nichts, "
    "was sonst zu jemandem führt.",
    "Nichts darf mit = + - oder @ beginnen. Formeln werden nicht gelesen. Für die eigene Bezahlung ist das Formular auf der "
    "Seite da, nicht diese Datei.",
    "Speichern Sie als .xlsx und laden Sie die Datei hoch. Bevor etwas bleibt, sehen Sie Zeile für Zeile, was neu ist, was "
    "schon dort steht und was falsch ist. Dieselbe Datei noch einmal ändert nichts.",
)


def make_template() -> bytes:
    """Make the workbook. It depends on nothing but the record types and the vocabularies."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, texts in (("Read me", READ_ME), ("Bitte lesen", BITTE_LESEN)):
        _words(book.create_sheet(title), texts)
    lists = book.create_sheet("lists")
    places: dict[tuple[str, ...], str] = {}
    for table in SHEETS:
        _table(book.create_sheet(table), table, lists, places)
    book.move_sheet(lists, len(SHEETS))
    lists.sheet_state = "hidden"
    return _saved(book)


def _words(sheet: "Worksheet", texts: tuple[str, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width = 100
    for number, text in enumerate(texts, 1):
        cell = sheet.cell(number, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)


def sheet_columns(table: str) -> list[Column]:
    """Give the columns of a sheet: those of its table that senders fill in, and those that save further sheets."""
    own = [column for column in readable_columns(table) if column.name not in _LEFT_OUT]
    if table not in CLAIM_TABLES:
        return own
    sources = {column.name: column for column in readable_columns("sources")}
    for name, words in INLINE.items():
        like = sources.get(_SOURCE_TERMS.get(name, ""))
        terms = like.terms if like is not None else ()
        own.append(Column(name, Holds.TERM if terms else Holds.TEXT, False, False, words, terms))
    return own


def _table(sheet: "Worksheet", table: str, lists: "Worksheet", places: dict[tuple[str, ...], str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet_columns(table), 1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, column.name)
        cell.font = Font(bold=True)
        needed = column.required and column.name != "id"
        cell.fill = PatternFill("solid", fgColor="FFE3C4" if needed else "EEEEEE")
        cell.comment = Comment(described(column, needed), "supplychain", height=140, width=320)
        sheet.column_dimensions[letter].width = max(14, len(column.name) + 4)
        sheet.column_dimensions[letter].number_format = "@"
        if column.terms:
            _drop_down(sheet, letter, column, lists, places)
    sheet.freeze_panes = "A2"


def described(column: Column, needed: bool) -> str:
    """Say what a column holds and how it is filled in."""
    words = [column.description, "Must be filled in." if needed else ""]
    if column.name == "id":
        words = ["Leave empty for what is new."]
    if column.many:
        words.append("Several are parted by |.")
    return " ".join(filter(None, words))


def _drop_down(
    sheet: "Worksheet", letter: str, column: Column, lists: "Worksheet", places: dict[tuple[str, ...], str]
) -> None:
    """Offer the terms. Where several may stand in a cell, other texts are taken too."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.terms not in places:
        at = get_column_letter(len(places) + 1)
        for row, term in enumerate(column.terms, 1):
            lists[f"{at}{row}"] = term
        places[column.terms] = f"lists!${at}$1:${at}${len(column.terms)}"
    rule: Any = DataValidation(type="list", formula1=places[column.terms], allow_blank=True)
    rule.showErrorMessage, rule.errorStyle = not column.many, "stop"
    rule.errorTitle, rule.error = "Not in the list", "Choose one of the list."
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")


def _saved(book: "Workbook") -> bytes:
    import zipfile

    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = _WHEN
    book.properties.creator, book.properties.title = (
        "supplychain",
        "Report to the database of the labour behind AI tools",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return out.getvalue()
