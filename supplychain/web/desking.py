"""The desk in words of the page's language: what a report proposes, field by field, with links to what it mentions."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from flask import g

from supplychain.domain.changes import items_of
from supplychain.domain.packages import TABLE
from supplychain.domain.records import Record
from supplychain.domain.reports import GROUPS, OWN_PAY, RETRACTIONS, Cells, Content
from supplychain.domain.review import KINDS, RISKS, Part, Risk, Seen, sent_rows
from supplychain.formats.columns import Column, Holds, columns_of
from supplychain.web import links, words
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark, ngettext

_TURNING = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that cannot be seen, or that turn the direction of what follows: here they must not mislead anybody."""
TABLES: dict[str, str] = {
    "entities": mark("Party"),
    "names": mark("Name"),
    "identifiers": mark("Identifier"),
    "sources": mark("Source"),
    "links": mark("Link"),
    "wages": mark("Pay"),
    "practices": mark("Practice"),
    "figures": mark("Figure"),
    "responses": mark("Response"),
    "targets": mark("Answers what"),
    "citations": mark("Where it is said"),
    "judgements": mark("Same or different"),
    RETRACTIONS: mark("Claim to be withdrawn"),
    OWN_PAY: mark("Own pay"),
    GROUPS: mark("How many people"),
}
"""What a table holds, as it is called beside one record of it."""
CONTENTS = ("links", "wages", OWN_PAY, "practices", "figures", "responses", "entities", "judgements", RETRACTIONS)
"""Kinds of content by which the queue can be filtered."""
FIELDS: dict[str, str] = {
    "about": mark("About"), "addresses_point": mark("Addresses the point"), "asserted_by": mark("Who says so"),
    "authors": mark("Authors"), "basis": mark("Gross or net"), "citations": mark("Where it is said"),
    "claim": mark("Claim"), "clients": mark("For which client"), "countries": mark("Countries"),
    "country": mark("Country"), "currency": mark("Currency"), "date": mark("Date"), "description": mark("Description"),
    "does_not_know": mark("Says it does not know"), "editor_note": mark("Editor’s note"), "employer": mark("Employer"),
    "end": mark("Until"), "entity": mark("Party"), "high": mark("At most"), "hours_per_week": mark("Hours a week"),
    "id": mark("Id"), "identifiers": mark("Identifiers"), "judgement": mark("Judgement"), "kind": mark("Kind"),
    "language": mark("Language"), "left": mark("One party"), "locator": mark("Place in the source"),
    "locator_shared": mark("Place recorded once for several"), "low": mark("Figure, or at least"), "mean": mark("Mean"),
    "median": mark("Median"), "name": mark("Name"), "names": mark("Other names"), "note": mark("Note"),
    "object": mark("Supplying side"), "object_state": mark("Supplying side known"), "origin_of": mark("Repeats"),
    "pay_kind": mark("Kind of pay"), "practice": mark("Practice"), "publisher": mark("Publisher"),
    "qualifier": mark("Qualified as"), "quality": mark("Original or copy"),
    "question": mark("Question"), "quote": mark("Quotation"),
    "read_by": mark("Read by"), "reason": mark("Reason"), "relation": mark("Relation"),
    "reported_on": mark("Reported on"), "respondent": mark("Who answers"), "response": mark("Response"),
    "right": mark("Other party"), "same_as_candidates": mark("May be the same as"), "sample_size": mark("From how many people"),
    "scheme": mark("Register"), "scope": mark("Counts what"), "scope_mode": mark("For which products"),
    "score": mark("Similarity"), "script": mark("Script"), "seen": mark("Passage read"), "sites": mark("Sites"),
    "size": mark("How many people"), "source": mark("Source"), "stance": mark("Stance"), "start": mark("Since"),
    "subject": mark("Buying side"), "targets": mark("Answers what"), "title": mark("Title"), "told_by": mark("Told by"),
    "tools": mark("For which product"), "topic": mark("What is counted"), "undisclosed_reason": mark("Why not named"),
    "unit": mark("Unit"), "unpaid_hours_per_week": mark("Unpaid hours a week"), "url": mark("Address"),
    "value": mark("Value"), "wage": mark("Pay report"), "website": mark("Website"),
    "withdrawn_reason": mark("Why withdrawn"), "work_types": mark("Kinds of work"),
}  # fmt: skip
"""What a field is called on a card."""
_APART = {"id", "citations"}
"""Fields that a card shows in its head or at its foot."""


class Piece(NamedTuple):
    """One text of a field, with where it leads."""

    text: str
    address: str = ""
    outside: bool = False
    """Leads to another site."""


class Fact(NamedTuple):
    """A field with what is understood, and with the text that was sent for it."""

    name: str
    pieces: tuple[Piece, ...]
    sent: str
    altered: bool
    """Changed since it was sent."""

    @property
    def is_verbatim(self) -> bool:
        """Whether it reads as it was sent."""
        return self.sent == ", ".join(piece.text for piece in self.pieces)


class Differs(NamedTuple):
    """A field with what it holds now and what it would hold."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


class Verbatim(NamedTuple):
    """One row as it was sent."""

    table: str
    cells: tuple[tuple[str, str], ...]


def table_words(table: str) -> str:
    """What a table holds."""
    return _(TABLES[table]) if table in TABLES else plain(table)


def field_words(name: str) -> str:
    """What a field is called."""
    return _(FIELDS[name]) if name in FIELDS else plain(name)


def content_kinds(tables: Iterable[str]) -> list[str]:
    """The kinds of content among the tables that a report fills."""
    there = set(tables)
    return [table for table in CONTENTS if table in there]


def kind_words(part: Part) -> str:
    """How a part stands to what is recorded."""
    return _(KINDS[part.kind])


def risk_words(risk: Risk) -> str:
    """What could show who spoke."""
    return _(RISKS[risk.kind])


def days_words(days: int) -> str:
    """How long something waits."""
    return _("today") if days < 1 else ngettext("%(num)s day", "%(num)s days", days)


def plain(text: str) -> str:
    """A text of strangers with every character that cannot be seen written out."""
    return _TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def facts(part: Part, seen: Seen) -> list[Fact]:
    """Every field of a proposed record that holds something, in words, beside the text that was sent for it."""
    record = part.record
    if record is None:
        return []
    now, sent = _own_row(seen.report.content, part), _own_row(seen.as_sent, part)
    found = []
    for name in type(record).model_fields:
        held = _pieces(record, name, items_of(record, name))
        text, altered = sent.get(name, ""), bool(sent) and sent.get(name, "") != now.get(name, "")
        if name not in _APART and (held or text):
            found.append(Fact(name, held, plain(text), altered))
    return found


def was_sent(part: Part, seen: Seen) -> bool:
    """Whether a part was in what was sent at first, or nothing is known of that any more."""
    return seen.as_sent is None or bool(_own_row(seen.as_sent, part))


def _own_row(content: Content | None, part: Part) -> Cells:
    rows = sent_rows(content, part.table, part.id) if content is not None else ()
    return rows[0][1] if rows else {}


def differing(part: Part) -> list[Differs]:
    """What a changed record would change, in words."""
    record = part.record
    if record is None:
        return []
    return [
        Differs(c.field, _pieces(record, c.field, c.before), _pieces(record, c.field, c.after)) for c in part.changes
    ]


def all_rows(content: Content) -> list[Verbatim]:
    """Every row of what was sent, cell by cell."""
    return [_row(table, cells) for table, rows in content.tables.items() for cells in rows]


def gone_rows(seen: Seen) -> list[Verbatim]:
    """Rows that were sent and are in the report no longer, or not like this."""
    now = set(all_rows(seen.report.content))
    return [row for row in all_rows(seen.as_sent) if row not in now] if seen.as_sent is not None else []


def _row(table: str, cells: dict[str, str]) -> Verbatim:
    return Verbatim(table, tuple(cells.items()))


def _pieces(record: Record, field: str, items: Sequence[str]) -> tuple[Piece, ...]:
    column = next((c for c in columns_of(type(record)) if c.name == field), None)
    table = next((t for t in TABLE.values() if t.record is type(record)), None)
    to = table.references.get(field, "") if table is not None else ""
    return tuple(_piece(column, to, item) for item in items)


def _piece(column: Column | None, to: str, item: str) -> Piece:
    """One item in words; nested records, which have no column, are told as they are."""
    if column is None:
        return Piece(plain(item))
    if to == "entities":
        return party_piece(item)
    if to == "sources":
        return Piece(item, links.source_url(item))
    match column.holds:
        case Holds.TERM if column.vocabulary == "country":
            return Piece(words.country_name(item))
        case Holds.TERM if column.vocabulary != "currency":
            return Piece(words.label(column.vocabulary, item))
        case Holds.DATE | Holds.BOUNDARY:
            return Piece(_("going on") if item == ".." else words.date_words(item))
        case Holds.NUMBER | Holds.INTEGER:
            return Piece(_figure(item))
        case Holds.ADDRESS:
            return Piece(plain(item), item, outside=True)
        case Holds.FLAG:
            return Piece(_("yes"))
        case _:
            return Piece(plain(item))


def _figure(text: str) -> str:
    try:
        return words.amount(Decimal(text))
    except InvalidOperation:
        return plain(text)


def party_piece(id: str) -> Piece:
    """A party by its name: what is new here leads to its card, what is recorded to its page."""
    seen: Seen | None = g.get("seen")
    names = seen.names if seen is not None else {}
    if seen is not None and any(p.table == "entities" and p.id == id and p.kind == "new" for p in seen.compared.parts):
        return Piece(plain(names.get(id, id)), f"#part-entities-{id}")
    return Piece(plain(names.get(id, id)), links.entity_url(id))


def card_order(parts: Sequence[Part]) -> list[Part]:
    """Claims first, then what they stand on: the order in which somebody can judge them."""
    late = {"entities": 1, "judgements": 2, "sources": 3}
    return sorted(parts, key=lambda part: late.get(part.table, 0))


def part_id(part: Part) -> str:
    """The id of a card on the page."""
    return f"part-{part.table}-{part.id.replace('~', '--')}"


def file_name(number: int, media_type: str) -> str:
    """The name under which a file of a report is handed over: the one under which it came is not kept."""
    endings = {
        "application/pdf": "pdf",
        "image/jpeg": "jpg",
        "image/png": "png",
        "text/plain": "txt",
        "text/csv": "csv",
    }
    return f"file-{number}.{endings.get(media_type, 'bin')}"


def desk_url(what: str, **parts: str) -> str:
    """The address of something that is handed over at the desk."""
    return links.place(f"files.{what}", parts)


CALLS = (
    table_words, field_words, content_kinds, kind_words, risk_words, days_words, plain, facts, was_sent, differing, all_rows,
    gone_rows, party_piece, card_order, part_id, file_name, desk_url,
)  # fmt: skip
"""What templates are given."""
