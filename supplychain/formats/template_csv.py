"""The template as a package of CSV files, for programs and for those without a spreadsheet: filled in, it is sent as it is."""

import io
import json
import zipfile

from supplychain.formats.columns import Column
from supplychain.formats.descriptor import FILE, field_schema
from supplychain.formats.rows import write_csv
from supplychain.formats.template import BITTE_LESEN, READ_ME, SHEETS, described, sheet_columns

COLUMNS = "columns.csv"
_BOM = "\ufeff"
"""Without it, spreadsheet programs take UTF-8 for something else."""
_WHEN = (2026, 1, 1, 0, 0, 0)
_OTHERWISE = {
    "sheets": "files",
    "sheet": "file",
    "Save as .xlsx and": "Save them as CSV, UTF-8, pack all of them as a ZIP again and",
}
_SONST = {
    "Die anderen Blätter": "Die anderen Dateien", "in die Blätter": "in die Dateien", "im Blatt": "in der Datei",
    "Speichern Sie als .xlsx und laden Sie die Datei hoch": "Speichern Sie als CSV, UTF-8, packen Sie alles wieder als ZIP "
    "und laden Sie es hoch",
}  # fmt: skip


def make_csv_template() -> bytes:
    """Make the package: one CSV for each table, its columns told, how to fill it in. The same template has the same bytes."""
    files = {
        "README.txt": _words(READ_ME, _OTHERWISE, f"What every column holds stands in {COLUMNS}."),
        "BITTE-LESEN.txt": _words(BITTE_LESEN, _SONST, f"Was in jeder Spalte steht, sagt {COLUMNS} (auf Englisch)."),
        COLUMNS: _BOM + write_csv(("table", "column", "needed", "terms", "description"), map(_told, _columns())),
        FILE: _descriptor(),
        **{f"{table}.csv": _BOM + write_csv([c.name for c in sheet_columns(table)], ()) for table in SHEETS},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _words(texts: tuple[str, ...], otherwise: dict[str, str], last: str) -> str:
    """Say what the workbook says, of files in place of sheets."""
    text = "\n\n".join((*texts, last))
    for old, new in otherwise.items():
        text = text.replace(old, new)
    return text + "\n"


def _columns() -> list[tuple[str, Column]]:
    return [(table, column) for table in SHEETS for column in sheet_columns(table)]


def _is_needed(column: Column) -> bool:
    return column.required and column.name != "id"


def _told(at: tuple[str, Column]) -> dict[str, str]:
    table, column = at
    needed = _is_needed(column)
    return {
        "table": table,
        "column": column.name,
        "needed": "yes" if needed else "",
        "terms": "|".join(column.terms),
        "description": described(column, needed),
    }


def _descriptor() -> str:
    """Describe the files as a data package (v2), as it can be sent back."""
    found = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "supplychain-report",
        "title": "A report to the database of the labour behind AI tools",
        "resources": [
            {
                "name": table,
                "type": "table",
                "path": f"{table}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": [_field(column) for column in sheet_columns(table)],
                },
            }
            for table in SHEETS
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _field(column: Column) -> dict[str, object]:
    """Describe a column; an id may stay empty in a report."""
    field = field_schema(column)
    if column.name == "id" and isinstance(limits := field.get("constraints"), dict):
        limits.pop("required", None)
    return field
