"""The questionnaire as a workbook to send: the questions with room for answers, the reports to answer, their sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

from supplychain.domain.dossier_answer import Dossier, FindingKind
from supplychain.web import words
from supplychain.web.dossier.buying import holdings
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.phrases import Phrases, both
from supplychain.web.dossier.runs import plain
from supplychain.web.i18n import gettext as _

Cells = Sequence[str | int]


def write_xlsx(dossier: Dossier) -> bytes:
    """Write it in the language of the page; the same dossier gives the same bytes."""
    from openpyxl import Workbook  # heavy, and needed by nothing else

    x = Phrases(dossier)
    sources = compose(dossier, x).sources  # so that each has the number that it has on the page
    day = datetime.fromisoformat(dossier.recorded_on)
    book = Workbook()
    book.properties.creator, book.properties.title = (
        "supplychain",
        _("Questionnaire: %(name)s", name=dossier.subject.name),
    )
    book.properties.created = book.properties.modified = day
    del book["Sheet"]
    _sheet(book, _("Read first"), ("",), ((line,) for line in _about(dossier)), (100,))
    head: Cells = (_("No."), _("Short form"), _("Topic"), _("Question"), _("Evidence that counts"), _("What this database holds"),
            _("Your answer"), _("Evidence attached"))  # fmt: skip
    _sheet(book, _("Questions"), head, _questions(x), (6, 8, 18, 55, 32, 55, 55, 30))
    head = (_("Claim"), _("What it is about"), _("Employer"), _("What is claimed"), _("How near"), _("Evidence"), _("Sources"),
            _("Your answer"))  # fmt: skip
    _sheet(book, _("Reports to answer"), head, _reports(x), (22, 24, 24, 70, 20, 9, 14, 55))
    head = (_("No."), _("Title"), _("By whom, when"), _("Address"))
    rows = ((s.number, s.title, s.about, s.url) for s in sources)
    _sheet(book, _("Sources"), head, rows, (6, 70, 50, 60))
    return _same_bytes(book, day)


def _about(dossier: Dossier) -> Iterable[str]:
    date = words.date_words(dossier.recorded_on)
    yield _("Questionnaire: %(name)s", name=dossier.subject.name)
    yield _("Revision %(number)s of %(date)s", number=dossier.revision, date=date)
    yield _("Please answer every question; those marked in the second column are the short form. Where reports stand under a "
            "question, please answer them one by one on the sheet of reports.")  # fmt: skip
    yield _("An answer is evidence of what you say. It is set beside the reports and deletes none of them.")
    yield _("This questionnaire is no legal advice and no accusation: reports are those of their sources.")


def _questions(x: Phrases) -> Iterable[Cells]:
    for a in x.dossier.questions:
        q = a.question
        known = "\n".join(plain(line) for line in holdings(x, a))
        theme = words.first_up(words.label("theme", q.theme))
        core = _("yes") if q.core else ""
        yield (q.number, core, theme, both(q, "text"), both(q, "evidence"), known, "", "")


def _reports(x: Phrases) -> Iterable[Cells]:
    for f in x.dossier.findings:
        if f.kind is FindingKind.GOOD_PRACTICE:
            continue
        near = words.label("nearness", f.nearness)
        numbers = ", ".join(str(x.numbers[s]) for s in f.sources if s in x.numbers)
        said = x.shown[f.claim].claim.description
        yield (f.claim, words.first_up(x.code(f.code)), x.dossier.names[f.employer], said, near, f.grade, numbers, "")


def _sheet(book: Workbook, title: str, head: Cells, rows: Iterable[Cells], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title[:31])
    if any(head):
        sheet.append(list(head))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append(list(row))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # whatever it begins with, it is text and no formula
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _same_bytes(book: Workbook, day: datetime) -> bytes:
    """Save it with the day of the revision in place of the time of day."""
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
