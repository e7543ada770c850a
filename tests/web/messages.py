"""Every text that pages can show in another language: from templates, from code, from the closed lists of the field.

`python -m tests.web.messages` prints them as a .pot file.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from supplychain.assets import asset_dir
from supplychain.domain import disclosures, notices, people, replies, reports, saved_lists, webhooks
from supplychain.domain.assess_known import KNOWN_STATES
from supplychain.domain.compare import UNKNOWN
from supplychain.domain.dossier_steps import REASONS
from supplychain.domain.gaps import GAPS, RULES
from supplychain.domain.history import FIELD_WORDS
from supplychain.domain.history_answers import REASON_WRONG, UNDO_OWN_PAY, UNDO_REFUSED, UNDO_WORDS
from supplychain.domain.list_gaps import SHORT, SHORT_OF_PRODUCTS
from supplychain.domain.list_lines import LIST_GAPS
from supplychain.domain.list_rows import SAID, ListRow
from supplychain.domain.match_table import REASONS as MATCH_REASONS
from supplychain.domain.pay_gate import COUNT_CLASSES, DOMINATED_WORDS, HELD_BACK_WORDS
from supplychain.domain.pay_results import APPLIES, PAY_POINTS
from supplychain.domain.pay_words import ASSUMED, MEASURES, PAY_STATES, PAY_WORDS, ROUNDING, VERDICTS
from supplychain.domain.recorded import OWN_WORDS
from supplychain.domain.reference_answers import SERIES_TERMS, TERMS_NOT_RECORDED
from supplychain.domain.report_log import OWN_PAY_KEPT
from supplychain.domain.review import KINDS, RISKS
from supplychain.domain.trace_answer import OMISSIONS
from supplychain.domain.work_classes import UNSORTED
from supplychain.formats.assess import WRONG as NO_ASSESSMENT
from supplychain.formats.columns import columns_of
from supplychain.formats.list_sheets import HEADS, IN_WORDS, POSSIBLE, REPORTED, SHEETS
from supplychain.formats.sheets import READABLE, readable_columns
from supplychain.services import list_work
from supplychain.services import receipt as receipts
from supplychain.services.assess_saved import REFUSED as NOT_SAVED
from supplychain.settings import NO_CONTACT, NO_OPERATOR
from supplychain.web import dictionary, disclosure_forms, paying, row_forms, words
from supplychain.web.i18n import catalogue_file

Text = str | tuple[str, str]
"""A text, or its singular and plural."""
_SITE = Path(words.__file__).resolve().parent
_KEYWORDS = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2)}


def in_lists() -> Iterator[str]:
    """Texts of the closed lists; the grades are letters in every language."""
    for vocabulary, terms in words.TERMS.items():
        for term in terms.values():
            yield from (term.definition,) if vocabulary == "grade" else (term.label, term.definition)
    yield from GAPS.values()
    yield from (*LIST_GAPS.values(), *saved_lists.REFUSED.values(), list_work.TOO_MANY, list_work.NOT_READY)
    yield from (*RULES.values(), *SHORT.values(), *SHORT_OF_PRODUCTS.values(), *SAID)
    yield from (*SHEETS, *IN_WORDS, *(word for head in HEADS.values() for word in head), POSSIBLE, *REPORTED.values())
    yield from (column.description for column in columns_of(ListRow))
    yield from UNKNOWN.values()
    yield from OMISSIONS.values()
    for said in (PAY_WORDS, ASSUMED, MEASURES, PAY_STATES, VERDICTS, PAY_POINTS, APPLIES, COUNT_CLASSES, paying.MONEYS):
        yield from said.values()
    yield from (ROUNDING, HELD_BACK_WORDS, DOMINATED_WORDS)
    yield from (*SERIES_TERMS.values(), TERMS_NOT_RECORDED)
    yield from REASONS.values()
    yield from MATCH_REASONS.values()
    yield from (*FIELD_WORDS.values(), *UNDO_WORDS.values(), *UNDO_REFUSED.values(), UNDO_OWN_PAY, OWN_PAY_KEPT)
    for wrong in REASON_WRONG.values():
        yield from wrong
    yield from receipts.VERDICTS.values()
    for said in (*KNOWN_STATES.values(), *NO_ASSESSMENT.values()):
        yield from said
    yield from NOT_SAVED.values()
    yield from (NO_CONTACT, NO_OPERATOR)
    for wrong in people.WRONG.values():
        yield from wrong
    yield from (*people.REFUSED.values(), *people.ALSO_SAID, *replies.REFUSED.values(), *replies.SAYS.values())
    yield from (*disclosures.REFUSED.values(), *webhooks.REFUSED.values())
    yield from (*reports.REFUSED.values(), reports.LEFT_OUT_WHY, *KINDS.values(), *RISKS.values())
    yield from notices.TOO_EARLY
    more = (*webhooks.WRONG.values(), *saved_lists.WRONG.values(), *disclosures.WRONG.values())
    for wrong in (*reports.WRONG.values(), *replies.WRONG.values(), *more):
        yield from wrong
    yield from OWN_WORDS.values()
    for model in (*row_forms.MODELS.values(), *disclosure_forms.ROW_MODELS.values()):
        for entry in model.model_fields.values():
            yield from filter(None, (entry.title, entry.description))
    yield from (*UNSORTED, *dictionary.descriptions())
    yield from missing_cells()


def missing_cells() -> Iterator[str]:
    """What belongs into a cell that must not be empty: it is said where an upload leaves one out."""
    for columns in map(readable_columns, READABLE):
        yield from (column.description for column in columns if column.required)


def in_files() -> Iterator[Text]:
    """Texts of templates and of the site's code."""
    jinja, given = "jinja2.ext.babel_extract", {"trimmed": "true", "newstyle_gettext": "true"}
    options = {"**.html": given, "**.xml": given}
    found = [
        *extract_from_dir(asset_dir("templates"), [("**.html", jinja), ("**.xml", jinja)], options, _KEYWORDS),
        *extract_from_dir(_SITE, [("**.py", "python")], keywords=_KEYWORDS),
        *extract_from_dir(_SITE.parent, [("**.py", "python")], keywords={"sentence": None}),
    ]
    for _, _, message, _, _ in found:
        if message:
            yield message


def wanted() -> set[Text]:
    """All of them, each once."""
    return {*in_lists(), *in_files()}


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it is written."""
    with catalogue_file(code).open("rb") as stream:
        return read_po(stream, locale=code)


def template() -> str:
    """Write all texts as a .pot file."""
    made = Catalog(project="supplychain", fuzzy=False)
    for text in sorted(wanted(), key=str):
        made.add(text)
    out = BytesIO()
    write_po(out, made, width=120, omit_header=False, sort_output=True)
    return out.getvalue().decode()


if __name__ == "__main__":
    sys.stdout.write(template())
