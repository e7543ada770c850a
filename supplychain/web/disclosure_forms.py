"""Forms in which the questionnaire is answered: what is said to a question, and rows made of the fields of reports."""

from copy import copy
from typing import Any

from pydantic import create_model

from supplychain.domain.disclosures import MAX_SAID, MOST_QUESTIONS
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark
from supplychain.web.row_forms import MODELS

NAMES = mark("The names in them are those of people who speak for us in public.")
SURE = mark("I may answer for the organisation that was asked.")
_PARTY = mark("Name or id. One that is not recorded yet is added, if you say below what it is.")


class Part(Sent):
    """What is said to the questions of one topic; the fields are numbered in the order of the whole questionnaire."""

    mark: str = entry("", kind="hidden", default="")


_NUMBERS = range(1, MOST_QUESTIONS + 1)
_HINT = mark("It is printed word by word. At most 9,000 characters. No names of persons.")
_fields: dict[str, Any] = {}
for _n in _NUMBERS:
    _fields[f"stance_{_n}"] = (str, entry(mark("What do you say?"), kind="select", default=""))
    _fields[f"text_{_n}"] = (str, entry(mark("In your words"), _HINT, "area", default="", longest=MAX_SAID))
PartForm: type[Part] = create_model("PartForm", __base__=Part, **_fields)


class Sending(Sent):
    """Sending all of it."""

    language: str = entry(mark("Language of the answers"), kind="select")
    names_meant: tuple[str, ...] = entry(
        mark("Names"), mark("Only if names of people stand in the answers."), "checks", default=()
    )
    sure: tuple[str, ...] = entry(mark("Who answers"), kind="checks")


class Document(Sent):
    """A document."""

    file: bytes = entry(mark("A document"), mark("PDF, JPEG, PNG, WebP, TXT or CSV, at most 10 MB."), "file")


class WhichDocument(Sent):
    """Which document is taken away."""

    file: str = entry("", kind="hidden")


class Dropping(Sent):
    """Which row is taken away."""

    row: str = entry("", kind="hidden")


_OPEN = frozenset({"countries", "work_types", "start"})
"""Fields that stand open here, though they are folded in a report."""


def _model(name: str, word: str, fields: str, **more: Any) -> type[Sent]:
    """Make the form of a row of fields of a report, and of more."""
    made: dict[str, Any] = dict(more)
    for field in fields.split():
        found = copy(MODELS[word].model_fields[field])
        extra = dict(found.json_schema_extra) if isinstance(found.json_schema_extra, dict) else {}
        found.json_schema_extra = {**extra, "fold": extra.get("fold", False) and field not in _OPEN}
        made.setdefault(field, (found.annotation, found))
    return create_model(f"Said_{name}", __base__=Sent, **made)


def _new_kind(hint: str) -> Any:
    return str, entry(mark("What it is, if it is not recorded yet"), hint, "select", default="")


_SUPPLIER = {
    "object": (
        str,
        entry(
            mark("Who does the work"),
            mark("Name or id. If you withhold the name, leave it empty and say at least the country."),
            "suggest",
            default="",
        ),
    ),
    "new_kind": _new_kind(mark("A firm with its own workers, or a platform on which people take tasks.")),
}
_EMPLOYER = entry(mark("Employer"), mark("Name or id. Empty: your own organisation."), "suggest", default="")
_WHEN_WHERE = "countries sites work_types start end"
ROW_MODELS: dict[str, type[Sent]] = {
    "supplier": _model("supplier", "link", _WHEN_WHERE, **_SUPPLIER),
    "base": _model(
        "base",
        "link",
        "start end",
        object=(str, entry(mark("Model or data set"), _PARTY, "suggest")),
        new_kind=_new_kind(""),
    ),
    "subcontract": _model(
        "subcontract",
        "link",
        _WHEN_WHERE,
        subject=(str, entry(mark("Who passes the work on"), mark("Name or id of a supplier."), "suggest")),
        object=(str, entry(mark("To whom"), _PARTY, "suggest")),
        new_kind=_new_kind(""),
    ),
    "pay": _model(
        "pay",
        "pay",
        f"low high median currency unit basis {_WHEN_WHERE} hours_per_week unpaid_hours_per_week",
        employer=(str, _EMPLOYER),
    ),
    "price": _model(
        "price",
        "pay",
        f"low high currency unit {_WHEN_WHERE}",
        employer=(str, entry(mark("To which supplier"), mark("Name or id."), "suggest")),
    ),
    "practice": _model(
        "practice",
        "practice",
        f"{_WHEN_WHERE}",
        employer=(str, _EMPLOYER),
        practice=(str, entry(mark("What is done"), kind="select")),
        description=(str, entry(mark("In your words"), kind="area", default="", longest=900)),
    ),
}
"""Sort of row -> its form."""
TITLES: dict[str, str] = {
    "supplier": mark("Add a supplier"),
    "base": mark("Add what it is built on"),
    "subcontract": mark("Add who passes work on to whom"),
    "pay": mark("Add what people are paid"),
    "price": mark("Add what you pay a supplier"),
    "practice": mark("Add a practice"),
}
NEW_KINDS: dict[str, tuple[str, ...]] = {
    "supplier": ("outsourcer", "platform"),
    "subcontract": ("outsourcer", "platform"),
    "base": ("model", "dataset", "tool"),
}
