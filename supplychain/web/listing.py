"""A list on its pages: cut into pages, with the words of what changed, and as files."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import Flask, g

from supplychain.domain.dossier_answer import FindingKind
from supplychain.domain.list_lines import ListState, Settled
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.list_rows import ListedCriterion, ListRow, Words
from supplychain.domain.lists import ListAnswer, ListChange
from supplychain.domain.match_table import Reason
from supplychain.formats.archives import write_zip
from supplychain.formats.list_sheets import write_list
from supplychain.formats.rows import dump_csv
from supplychain.web import words
from supplychain.web.i18n import LANGUAGES, language, mark
from supplychain.web.i18n import gettext as _

PAGE = 100
"""Rows on one page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHANGES = {
    "row": mark("what the row means"),
    "employers": mark("employers"),
    "pay_reports": mark("pay reports"),
    "answers": mark("answers"),
    "silences": mark("asked, and no answer"),
    "disputed": mark("disputed claims"),
    "not_known": mark("what is not known"),
    "surveillance": mark("surveillance that is reported"),
    "conditions": mark("conditions that are reported"),
    "good_practice": mark("good practice that is reported"),
    "pay": mark("conditions of pay that are reported"),
}


class PageWords(Words):
    """Says in the language of the page what a list holds as codes."""

    def __init__(self) -> None:
        """Take the language of the page."""
        self.language = language()
        self.prefix = "" if self.language == LANGUAGES[0] else f"/{self.language}"

    def say(self, text: str, /, **filled: str | int) -> str:
        """Say a text of the code."""
        return _(text, **filled)

    def criterion(self, criterion: ListedCriterion) -> str:
        """Name a criterion."""
        return criterion.name_de if self.language == "de" else criterion.name

    def reason(self, reason: Reason) -> str:
        """Say why a name was matched."""
        return words.match_words(reason)


class Seen(NamedTuple):
    """A row as the page shows it."""

    settled: Settled
    row: ListRow
    party: ListedParty | None

    def times(self, code: str, *, possible: bool = False) -> int:
        """Count the claims that report something."""
        found = [f for f in self.party.findings if f.code == code] if self.party else []
        return sum(len(f.possible if possible else f.claims) for f in found)

    def reports(self, kind: str, *, possible: bool = False) -> int:
        """Count what is reported of a kind."""
        return self.party.times(FindingKind(kind), possible=possible) if self.party else 0


class Cut(NamedTuple):
    """The rows of one page."""

    rows: Sequence[Seen]
    page: int
    pages: int
    shown: str
    """State that the rows are narrowed to; empty: all."""


def cut(answer: ListAnswer, page: str, shown: str) -> Cut:
    """Cut a page out of a list. What cannot be read counts as the first page, and as all rows."""
    shown = shown if shown in list(ListState) else ""
    parties = {p.id: p for p in answer.parties}
    seen = [
        Seen(s, row, parties.get(s.party)) for s, row in zip(answer.rows, answer.table_in(PageWords()), strict=True)
    ]
    kept = [one for one in seen if shown in ("", one.settled.state)]
    pages = max(1, -(-len(kept) // PAGE))
    number = min(max(int(page), 1), pages) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Cut(kept[(number - 1) * PAGE : number * PAGE], number, pages, shown)


def page_of_row(answer: ListAnswer, row: int) -> int:
    """Say on which page a row stands."""
    place = next((n for n, s in enumerate(answer.rows) if s.line.row == row), 0)
    return place // PAGE + 1


def change_words(change: ListChange) -> str:
    """Say what sort of thing changed."""
    said = _(_CHANGES[change.what])
    return f"{said}: {_code_words(change.what, change.code)}" if change.code else said


def changed_words(change: ListChange, code: str) -> str:
    """Say what came in or went."""
    if change.what == "not_known":
        return words.label("gap", code)
    if change.what == "row":
        return words.label("list_state", code) if code in list(ListState) else words.name(code)
    return words.name(code)


def _code_words(what: str, code: str) -> str:
    vocabulary = {"employers": "nearness", "pay": "pay_condition"}.get(what, "practice")
    return words.label(vocabulary, code)


def as_csv(answer: ListAnswer) -> bytes:
    """The list as CSV."""
    return dump_csv(answer.row_type, answer.table()).encode()


def as_json(answer: ListAnswer) -> bytes:
    """The list as JSON."""
    return answer.model_dump_json().encode()


def as_xlsx(answer: ListAnswer) -> bytes:
    """The list as a workbook in the language of the page."""
    return write_list(answer, PageWords())


def xlsx_in(app: Flask, answer: ListAnswer, tongue: str) -> bytes:
    """The list as a workbook in a language, without a page at hand."""
    with app.app_context(), app.test_request_context():
        g.lang = tongue
        return as_xlsx(answer)


def as_zip(answer: ListAnswer, dossiers: Sequence[tuple[str, bytes]]) -> bytes:
    """The list in every form, with the dossiers, as one archive."""
    own = [("list.csv", as_csv(answer)), ("list.json", as_json(answer)), ("list.xlsx", as_xlsx(answer))]
    return write_zip([*own, *dossiers], datetime.fromisoformat(answer.recorded_on))


CALLS = (change_words, changed_words)
