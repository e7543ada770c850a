"""Forms for what a report proposes, made from the record types: one form a kind, its fields are columns of the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import create_model

from supplychain.domain.packages import CLAIM_TABLES
from supplychain.domain.reports import EXTRA, RETRACTIONS, Attached, Content
from supplychain.domain.vocabulary import CURRENCIES, QUESTION_STANCES
from supplychain.formats.columns import BETWEEN, Column, Holds, columns_of, table_columns
from supplychain.services.own_source import OWN
from supplychain.web import words
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark

_LABELS: dict[str, str] = {
    "employer": mark("Employer"),
    "practice": mark("What is done"),
    "stance": mark("What is said of it"),
    "countries": mark("Country of the work"),
    "sites": mark("City or site"),
    "work_types": mark("Kind of work"),
    "clients": mark("For which client"),
    "tools": mark("For which tool"),
    "start": mark("Since when"),
    "end": mark("Until when"),
    "reported_on": mark("Date of the report"),
    "asserted_by": mark("Who says so"),
    "description": mark("In your words"),
    "low": mark("Pay, or the lower end"),
    "high": mark("Upper end"),
    "mean": mark("Average"),
    "median": mark("Median"),
    "currency": mark("Currency"),
    "unit": mark("Pay for one"),
    "basis": mark("Before or after tax"),
    "pay_kind": mark("Paid, offered or promised"),
    "sample_size": mark("People behind the figure"),
    "hours_per_week": mark("Paid hours a week"),
    "unpaid_hours_per_week": mark("Unpaid hours a week"),
    "subject": mark("Who uses or buys"),
    "relation": mark("What the other does for it"),
    "object": mark("Who does the work or supplies"),
    "object_state": mark("Is that party known?"),
    "scope_mode": mark("For which products it holds"),
    "respondent": mark("Who answered"),
    "date": mark("Date"),
    "told_by": mark("Who reports the answer"),
    "does_not_know": mark("What it says it does not know"),
    "name": mark("Name"),
    "kind": mark("What it is"),
    "country": mark("Country of the head office"),
    "website": mark("Website"),
    "undisclosed_reason": mark("Why it is not named"),
    "left": mark("One party"),
    "right": mark("The other party"),
    "judgement": mark("Are they the same?"),
    "reason": mark("Why"),
    "claim": mark("The claim"),
    "title": mark("Title"),
    "authors": mark("Authors"),
    "publisher": mark("Publisher"),
    "url": mark("Address on the web"),
    "language": mark("Language"),
    "seen": mark("Was the passage itself read?"),
    "quality": mark("Is it the work itself?"),
    "source": mark("Where this is known from"),
    "locator": mark("Where in the source"),
    "quote": mark("A few words of the source"),
    "addresses_point": mark("Does it speak to the point?"),
    "size": mark("How many people do this work there?"),
}
_HINTS: dict[str, str] = {
    "practice": "",
    "description": mark("What you know, in a few sentences. No names of persons."),
    "reason": "",
    "name": mark("As it calls itself."),
    "currency": "",
    "kind": "",
    "title": mark("As it is printed."),
    "low": mark("A plain number such as 250 or 1.20. If there is only one figure, it stands here."),
}
"""Hints that say more than the description of the column, or nothing where the label says it all."""
_LISTS = mark("Several are parted by a semicolon.")
_PARTY = mark("Name or id. Choose one that is recorded, or add a new one to the report first.")
_PARTIES = frozenset(
    {"employer", "subject", "object", "respondent", "left", "right", "clients", "tools", "about", "entity"}
)
_LONG = frozenset({"description", "reason", "quote"})


@dataclass(frozen=True)
class RowForm:
    """A form for one kind of thing that can be reported."""

    word: str
    table: str
    title: str
    fields: tuple[str, ...]
    folded: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()

    @property
    def is_claim(self) -> bool:
        """Whether it needs to be said where it is known from."""
        return self.table in CLAIM_TABLES

    @property
    def columns(self) -> dict[str, Column]:
        """The columns that the form fills, by name."""
        own = columns_of(EXTRA[self.table]) if self.table in EXTRA else table_columns(self.table)
        return {column.name: column for column in own if column.name in (*self.fields, *self.folded)}


_PLACE = ("countries", "sites", "work_types")
_FOR = ("clients", "tools")
FORMS: dict[str, RowForm] = {
    form.word: form
    for form in (
        RowForm(
            "practice",
            "practices",
            mark("How people are watched or treated"),
            ("employer", "practice", "countries", "description"),
            ("stance", "start", "end", "sites", "work_types", *_FOR, "reported_on"),
        ),
        RowForm(
            "pay",
            "wages",
            mark("What people are paid"),
            ("start", "employer", "low", "high", "currency", "unit", "basis", "countries"),
            (
                *(
                    "mean",
                    "median",
                    "hours_per_week",
                    "unpaid_hours_per_week",
                    "end",
                    "sites",
                    "work_types",
                    *_FOR,
                ),
                *("pay_kind", "sample_size", "reported_on", "description"),
            ),
            frozenset({"low"}),
        ),
        RowForm(
            "link",
            "links",
            mark("Who works for whom"),
            ("subject", "relation", "object", "scope_mode", "tools", "description"),
            ("object_state", "stance", *_PLACE, "start", "end", "reported_on"),
        ),
        RowForm(
            "answer",
            "responses",
            mark("What a company answered"),
            ("respondent", "date", "description"),
            ("told_by", "does_not_know", "start", "end", "reported_on"),
        ),
        RowForm(
            "party",
            "entities",
            mark("A party that is missing"),
            ("name", "kind", "country", "website"),
            ("description", "undisclosed_reason"),
        ),
        RowForm(
            "identity",
            "judgements",
            mark("Two parties are the same, or not"),
            ("left", "right", "judgement", "reason"),
        ),
        RowForm("retraction", RETRACTIONS, mark("A claim is wrong"), ("claim", "reason")),
        RowForm(
            "source",
            "sources",
            mark("A source"),
            ("title", "url", "publisher", "date", "kind"),
            ("authors", "language", "seen", "quality"),
        ),
    )
}
"""Every form, in the order in which they are offered."""
_CITED = {
    "source": (
        mark("Your own knowledge, or a source that stands in this report already."),
        "select",
        "",
    ),
    "locator": (
        mark(
            "Page, paragraph or minute; the words “not recorded” if you do not know. Not needed for your own knowledge."
        ),
        "text",
        "",
    ),
}
_DEFAULTS = {
    "stance": "",
    "scope_mode": "",
    "seen": "yes",
    "quality": "original",
    "object_state": "known",
    "pay_kind": "reported",
}


def model_of(form: RowForm) -> type[Sent]:
    """Make the model of a form from the columns of its table."""
    fields: dict[str, Any] = {}
    for name in (*form.fields, *form.folded):
        fields[name] = _field(form, form.columns[name], fold=name in form.folded)
    if form.table == "responses":
        claim = entry(
            _LABELS["claim"], mark("Id of the claim that is answered, such as w-sama-ke-openai."), longest=120
        )
        fields["claim"] = (str, claim)
        fields["answer_stance"] = (str, entry(mark("What it says about it"), kind="select", terms="response_stance"))
        point = entry(_LABELS["addresses_point"], kind="select", terms="addresses_point", default="unknown")
        fields["addresses_point"] = (str, point)
    if form.is_claim:
        fields["asserted_by"] = (str, entry(_LABELS["asserted_by"], kind="select", terms="asserted_by"))
        for name, (hint, kind, default) in _CITED.items():
            fields[name] = (str, entry(_LABELS[name], hint, kind, default=... if name == "source" else default))
        fields["size"] = (str, entry(_LABELS["size"], _SIZE, default="", longest=10))
    if form.table == "wages":
        own = entry(mark("Is this your own pay?"), _OWN, "checks", default=())
        since = entry(mark("Year of the pay, or since when"), _YEAR, default="", longest=1_000, needed=_NEEDED)
        fields = {"own_pay": (tuple[str, ...], own), **fields, "start": (str, since)}
        fields = {name: fields[name] for name in ("own_pay", "start", *fields)}
    return create_model(f"Row_{form.word}", __base__=Sent, **fields)


_SIZE = mark(
    "Asked for reports from one's own knowledge only: the fewer there are, the easier it is to guess who spoke. An estimate "
    "will do."
)
_OWN = mark(
    "Then it is never shown by itself: only in groups of at least 5 reports out of at least 50 people, as a median, and only "
    "after months. A payslip or "
    "contract can be added to the report to show that it is true; it is not published."
)


_YEAR = mark(
    "Own pay is counted by year: give the year in which you were paid so, such as 2025. No day or month of it is kept."
)
_NEEDED = mark("needed for your own pay")


def _field(form: RowForm, column: Column, *, fold: bool) -> tuple[Any, Any]:
    hint, kind, terms, longest = _HINTS.get(column.name, column.description), "text", "", 1_000
    if column.many and column.holds is Holds.TERM and column.name != "countries":
        kind, terms = "checks", column.vocabulary
        return tuple[str, ...], entry(_LABELS[column.name], hint, kind, terms=terms, default=(), fold=fold)
    if column.many:
        hint = _LISTS
    if column.holds is Holds.TERM and column.name not in ("countries", "currency", "country"):
        kind, terms = "select", column.vocabulary
    elif column.name in ("currency", "country"):
        kind = "select"
    elif column.name in _PARTIES:
        kind, hint = "suggest", (_LISTS if column.many else _PARTY)
    elif column.name in _LONG:
        kind, longest = "area", 4_000
    needed = (column.required and column.name not in _DEFAULTS) or column.name in form.required
    default: Any = ... if needed else _DEFAULTS.get(column.name, "")
    return str, entry(_LABELS[column.name], hint, kind, terms=terms, default=default, longest=longest, fold=fold)


def choices_of(form: RowForm, sources: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Give what a form offers beside the terms of vocabularies: currencies, countries, sources."""
    found: dict[str, list[tuple[str, str]]] = {
        "currency": [(code, code) for code in sorted(CURRENCIES)],
        "country": sorted(((code, words.country_name(code)) for code in _countries()), key=lambda pair: pair[1]),
        "source": [(OWN, words.own_knowledge()), *sources.items()],
        "own_pay": [("yes", words.own_pay_words())],
        "answer_stance": [
            (t.code, words.first_up(t.label)) for t in words.terms("response_stance") if t.code not in QUESTION_STANCES
        ],
    }
    return {name: listed for name, listed in found.items() if name in model_fields(form)}


def model_fields(form: RowForm) -> frozenset[str]:
    """Name the fields of a form."""
    return frozenset(MODELS[form.word].model_fields)


def _countries() -> tuple[str, ...]:
    return next(c.terms for c in table_columns("entities") if c.name == "country")


def values_of(form: RowForm, row: Mapping[str, str]) -> dict[str, str]:
    """Give what is filled in where a row is mended."""
    return {
        name: "; ".join(text.split(BETWEEN)) if column.many else text
        for name, column in form.columns.items()
        if (text := row.get(name, ""))
    }


MODELS: dict[str, type[Sent]] = {word: model_of(form) for word, form in FORMS.items()}


def label_of_column(name: str) -> str:
    """What a column is called in forms."""
    return _(_LABELS[name]) if name in _LABELS else name


def cell_words(column: Column, text: str) -> str:
    """A cell as people read it: terms by label, countries by name."""
    return (
        "; ".join(_item_words(column, item) for item in text.split(BETWEEN))
        if column.many
        else _item_words(column, text)
    )


def _item_words(column: Column, text: str) -> str:
    if column.vocabulary == "country":
        return words.country_name(text)
    if column.name in _PARTIES:
        return words.name(text)
    known = column.vocabulary in words.TERMS and text in words.TERMS[column.vocabulary]
    return words.label(column.vocabulary, text) if known else text


def source_words(content: Content, cited: Mapping[str, str]) -> str:
    """Where a claim is known from, as people read it."""
    title = next((r.get("title", "") for r in content.rows("sources") if r.get("id") == cited.get("source")), "")
    return " · ".join(filter(None, (title or cited.get("source", ""), cited.get("locator", ""))))


_MEDIA = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "text/plain": mark("text"),
    "text/csv": "CSV",
}


def file_words(file: Attached) -> str:
    """What a file is, and how large."""
    medium = _(_MEDIA[file.media_type])
    return f"{medium}, {max(round(file.size / 1000), 1)} kB"


def form_word(table: str) -> str:
    """Which form changes rows of a table; empty for none."""
    return next((form.word for form in FORMS.values() if form.table == table), "")


CALLS = (form_word, file_words, label_of_column, cell_words, source_words)
"""What templates call."""
