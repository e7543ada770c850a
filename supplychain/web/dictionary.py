"""What the dictionary shows: every table of the package with its columns, every vocabulary, and what readers call them."""

from collections.abc import Iterator
from typing import NamedTuple

from supplychain.domain.packages import TABLES
from supplychain.formats.columns import Column, table_columns
from supplychain.web.i18n import mark
from supplychain.web.words import TERMS

_NESTED = {
    "names": (mark("Names"), mark("Other names of an entity.")),
    "identifiers": (mark("Identifiers"), mark("Numbers and codes under which registers know an entity.")),
    "targets": (mark("What answers speak to"), mark("A claim, an entity as a whole, or a question that was asked.")),
    "citations": (mark("Citations"), mark("Where a source says what a claim says.")),
}
_VOCABULARIES = {
    "addresses_point": mark("Whether an answer speaks to the point"),
    "area": mark("How far a minimum wage reaches"),
    "asserted_by": mark("Who says so"),
    "basis": mark("Before or after tax"),
    "bound": mark("Single figure or end of a range"),
    "citation_stance": mark("How a source stands to a claim"),
    "entity_kind": mark("Kinds of entities"),
    "hours_per": mark("Periods for hours"),
    "identifier_scheme": mark("Registers"),
    "judgement": mark("Judgements"),
    "link_stance": mark("What is said of a link"),
    "living_covers": mark("What a living wage covers"),
    "minimum_kind": mark("Kinds of minimum wages"),
    "name_kind": mark("Kinds of names"),
    "object_state": mark("Whether the other side is known"),
    "pay_condition": mark("Conditions of pay"),
    "pay_kind": mark("Kinds of pay figures"),
    "practice": mark("Practices"),
    "practice_stance": mark("What is said of a practice"),
    "question_fact": mark("What is known under a question"),
    "rate_kind": mark("Kinds of average rates"),
    "reference_use": mark("Whether a figure may be used"),
    "relation": mark("Relations"),
    "request_outcome": mark("What came of a request"),
    "response_stance": mark("What an answer says"),
    "scope_mode": mark("For which products a link holds"),
    "source_kind": mark("Kinds of sources"),
    "source_quality": mark("Original or repeat"),
    "source_seen": mark("How a source was read"),
    "text_seen": mark("Whether a text was read"),
    "theme": mark("Themes of questions"),
    "undisclosed_reason": mark("Why a party is not named"),
    "unit": mark("Units of pay"),
    "unknown": mark("What is not known"),
    "unknown_topic": mark("What a firm says it does not know"),
    "verification_outcome": mark("What came of a second reading"),
    "worker_group": mark("For whom a minimum wage holds"),
}


class Table(NamedTuple):
    """A table of the package; its words are marked for translation."""

    name: str
    label: str
    about: str
    columns: tuple[Column, ...]


class Vocabulary(NamedTuple):
    """A closed list of terms of which a column holds some; its label is marked for translation."""

    name: str
    label: str


def tables() -> list[Table]:
    """Every table in the order of the package."""
    return [Table(table.name, *_words(table.name), table_columns(table.name)) for table in TABLES]


def vocabularies() -> list[Vocabulary]:
    """Every vocabulary in the order in which columns name it; lists of the ISO stand in standards and not here."""
    named = dict.fromkeys(column.vocabulary for table in tables() for column in table.columns)
    return [Vocabulary(name, _VOCABULARIES[name]) for name in named if name in TERMS]


def descriptions() -> Iterator[str]:
    """What each column holds, in words: they are written with the types of records, and translated where they are shown."""
    for table in tables():
        yield from (column.description for column in table.columns)


def _words(name: str) -> tuple[str, str]:
    if name in _NESTED:
        return _NESTED[name]
    term = TERMS["record_table"][name]
    return term.label, term.definition
