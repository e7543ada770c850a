"""What differs between two versions of a record: field by field, texts by words, lists by items, records in it by key."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple

from supplychain.domain.coded import vocabulary_of
from supplychain.domain.field_changes import FieldChange, FieldKind, ItemChange, ItemState, Piece, PieceState
from supplychain.domain.packages import TABLE_OF, is_nested, item_type
from supplychain.domain.records import Record

REDACTED = "[redacted]"
"""What stands where text was taken away."""
_TOKEN = re.compile(r"\s+|\S+")
_MOST = 2_000_000  # pairs of words up to which two texts are compared word by word
_ISO = {"country": "country", "countries": "country", "currency": "currency"}


def differences(old: Record | None, new: Record | None, holes: bool = False) -> tuple[FieldChange, ...]:
    """Give every field that differs, in order. Nothing on one side means that the record came in, or that it ended.

    With `holes`, one of the two was redacted: what stands where its text was is not compared.
    """
    known = new if new is not None else old
    if known is None:
        return ()
    return tuple(_changes(type(known), old, new, holes))


def _changes(kind: type[Record], old: Record | None, new: Record | None, holes: bool) -> Iterator[FieldChange]:
    before: Any
    after: Any
    for name, field in kind.model_fields.items():
        before, after = _value(old, name), _value(new, name)
        if before == after and type(before) is type(after) and written(before) == written(after):
            continue
        inner = item_type(field.annotation)
        table = TABLE_OF.get(kind)
        base = FieldChange(
            field=name,
            kind=FieldKind.VALUE,
            vocabulary=vocabulary_of(field) or _ISO.get(name, ""),
            refers=table.references.get(name, "") if table else "",
        )
        if is_nested(field.annotation):
            items = tuple(_items(before or (), after or (), holes))
            yield base.model_copy(update={"kind": FieldKind.RECORDS, "items": items})
            continue
        told: dict[str, Any] = {"before": written(before), "after": written(after)}
        hidden = holes and any(REDACTED.rstrip("]") in text for text in told.values())
        if inner is not None:
            pieces = tuple(_pieces(before or (), after or ()))
            told |= {"kind": FieldKind.LIST, "pieces": pieces}
        elif isinstance(before or after, str) and not base.vocabulary and not base.refers:
            words = any(" " in text for text in (told["before"], told["after"]))
            told |= {"kind": FieldKind.TEXT if words else FieldKind.VALUE}
            told |= {"pieces": words_of(told["before"], told["after"]) if words and before and after else ()}
        if told["before"] or told["after"] or old is not None:
            yield base.model_copy(update={**told, **({"hidden": True, "pieces": ()} if hidden else {})})


def _value(record: Record | None, name: str) -> object:
    """Give what a record says in a field; of a record that is not there, what says nothing."""
    found = getattr(record, name, None)
    return None if record is not None and found in ("", ()) else found


def written(value: object) -> str:
    """Write a value; what is not given is empty, and so is a flag that is not set."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case Decimal():
            return f"{value:f}"
        case tuple():
            return "|".join(map(written, value))
        case _:
            return str(value)


# -- texts and lists ---------------------------------------------------------------------------------------------------


def words_of(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts by words; the pieces that are not inserted give back the old one, those not removed the new one."""
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(left) * len(right) > _MOST:
        left, right = [before], [after]
    return tuple(_joined(_pieces(left, right)))


def _pieces(before: Sequence[object], after: Sequence[object]) -> Iterator[Piece]:
    """Compare two lists item by item."""
    left, right = [written(item) for item in before], [written(item) for item in after]
    for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Piece(state=PieceState.SAME, text=text) for text in left[i:j])
            continue
        yield from (Piece(state=PieceState.REMOVED, text=text) for text in left[i:j])
        yield from (Piece(state=PieceState.INSERTED, text=text) for text in right[k:m])


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put together what belongs together; a mere blank between two changes belongs to both."""
    found = list(pieces)
    removed = inserted = same = ""
    for number, piece in enumerate(found):
        if piece.state is PieceState.SAME:
            within = 0 < number < len(found) - 1 and found[number + 1].state is not PieceState.SAME
            if piece.text.isspace() and within and (removed or inserted):
                removed, inserted = removed + piece.text, inserted + piece.text
                continue
            yield from _said(removed, inserted)
            removed = inserted = ""
            same += piece.text
            continue
        if same:
            yield Piece(state=PieceState.SAME, text=same)
            same = ""
        if piece.state is PieceState.REMOVED:
            removed += piece.text
        else:
            inserted += piece.text
    yield from _said(removed, inserted)
    if same:
        yield Piece(state=PieceState.SAME, text=same)


def _said(removed: str, inserted: str) -> Iterator[Piece]:
    if removed:
        yield Piece(state=PieceState.REMOVED, text=removed)
    if inserted:
        yield Piece(state=PieceState.INSERTED, text=inserted)


# -- records that stand in others --------------------------------------------------------------------------------------


class _Keyed(NamedTuple):
    """A record that stands in another one, with what tells it from the others there."""

    key: tuple[str, ...]
    number: int
    """Of those with the same key."""
    record: Record


def _keyed(records: Iterable[Record]) -> list[_Keyed]:
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for record in records:
        table = TABLE_OF[type(record)]
        key = tuple(written(getattr(record, name)) for name in table.key if name != table.parent)
        found.append(_Keyed(key, seen[key], record))
        seen[key] += 1
    return found


def _items(before: Iterable[Record], after: Iterable[Record], holes: bool) -> Iterator[ItemChange]:
    """Compare records by their keys; those that are left over are matched once more by the first part of the key."""
    left, right = _keyed(before), _keyed(after)
    partner = _partners(left, right)
    stays = _in_order([partner[n] for n in range(len(right)) if partner[n] is not None])
    for number, new in enumerate(right):
        old = partner[number]
        if old is None:
            changes = differences(None, new.record, holes)
            yield ItemChange(key=new.key, state=ItemState.INSERTED, changes=changes)
        elif changes := differences(left[old].record, new.record, holes):
            was = left[old].key if left[old].key != new.key else ()
            yield ItemChange(key=new.key, state=ItemState.CHANGED, was=was, changes=changes)
        else:
            yield ItemChange(key=new.key, state=ItemState.SAME if old in stays else ItemState.MOVED)
    for number, gone in enumerate(left):
        if number not in partner.values():
            yield ItemChange(key=gone.key, state=ItemState.REMOVED, changes=differences(gone.record, None, holes))


def _partners(left: Sequence[_Keyed], right: Sequence[_Keyed]) -> dict[int, int | None]:
    found: dict[int, int | None] = dict.fromkeys(range(len(right)))
    free = list(range(len(left)))
    ways: tuple[Callable[[_Keyed], object], ...] = (lambda k: (k.key, k.number), lambda k: k.key[0])
    for way in ways:
        for number, new in enumerate(right):
            if found[number] is None and way(new):
                same = next((n for n in free if way(left[n]) == way(new)), None)
                if same is not None:
                    found[number] = same
                    free.remove(same)
    return found


def _in_order(places: Sequence[int | None]) -> set[int]:
    """Say which of the places stayed in order with the others."""
    found = [place for place in places if place is not None]
    if all(a < b for a, b in pairwise(found)):
        return set(found)
    matcher = SequenceMatcher(None, sorted(found), found, autojunk=False)
    return {found[n] for block in matcher.get_matching_blocks() for n in range(block.b, block.b + block.size)}


# -- what fields are called --------------------------------------------------------------------------------------------

_WORDS = """
id | id
name | name
kind | kind
country | country
website | website
description | description
undisclosed_reason | why it is not named
same_as_candidates | may be the same as
names | other names
identifiers | identifiers
language | language
script | script
source | source
scheme | register
value | value
title | title
authors | authors
publisher | publisher
date | date
url | address
seen | how it was read
quality | original or repeat
origin_of | what it repeats
stance | stance
locator | place in the source
locator_shared | place recorded for several sources
quote | quotation
read_by | read by
start | since
end | until
reported_on | date of the report
asserted_by | who says so
note | doubts and remarks
editor_note | editor’s note
withdrawn_reason | why it was withdrawn
citations | citations
subject | demand side
relation | relation
object | supply side
object_state | whether the supply side is known
scope_mode | for which products
tools | products
countries | countries
sites | sites
work_types | kinds of work
employer | employer
clients | clients
low | figure or lower end
high | figure or upper end
mean | mean
median | median
currency | currency
unit | unit
basis | gross or net
pay_kind | kind of figure
sample_size | people behind the figure
hours_per_week | paid hours a week
unpaid_hours_per_week | unpaid hours a week
practice | practice
topic | topic
qualifier | qualifier
scope | scope
about | about
claim | claim
entity | entity
question | question
questions | questions
addresses_point | whether it speaks to the point
respondent | respondent
told_by | who tells of it
does_not_know | says it does not know
targets | what it speaks to
left | first id
right | second id
judgement | judgement
reason | reason
score | similarity
asked_on | asked on
channel | way of asking
due_on | answer due on
outcome | outcome
claims | claims
verified_by | read again by
use | use
group | workers
amount | amount
hours_low | hours, lower figure
hours_high | hours, upper figure
hours_per | hours of what
hours_note | what is said on hours
area | area
places | places
place | place
method | method
covers | what it covers
household | household
bound | end of a range
year | year
per_usd | for one US dollar
several_rates | several rates far apart
per_international_dollar | for one international dollar
implied | implied by the ILO
change | change in percent
instrument | law or standard
instrument_de | law or standard, in German
article | article
article_de | article, in German
title_de | title, in German
practices | practices
conditions | conditions of pay
gaps | what is not known
evidence | evidence to ask for
evidence_de | evidence, in German
binds | whom it binds
binds_de | whom it binds, in German
caution | caution
caution_de | caution, in German
text_date | date of the text
text_seen | whether the text was read
number | number
theme | theme
core | in the short form
text | text
text_de | text, in German
criteria | criteria
facts | facts of the database
"""
FIELD_WORDS: dict[str, str] = dict(line.split(" | ", 1) for line in _WORDS.strip().splitlines())
"""Field of any record -> what readers call it."""
