"""The difference of two versions: it leads from one to the other, says nothing of equal ones, and keeps every word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain.field_changes import FieldChange, FieldKind, ItemChange, ItemState, PieceState
from supplychain.domain.history import FIELD_WORDS, differences, words_of, written
from supplychain.domain.packages import TABLES, item_type
from supplychain.domain.records import Citation, Name, Record
from tests import factories as f
from tests.strategies import databases, words

REMOVED, INSERTED, SAME = PieceState.REMOVED, PieceState.INSERTED, PieceState.SAME


def applied(kind: type[Record], old: Record | None, changes: tuple[FieldChange, ...]) -> Record:
    """Make the new version of the old one and of nothing but the differences."""
    fields: dict[str, Any] = {} if old is None else {name: getattr(old, name) for name in kind.model_fields}
    for change in changes:
        if change.kind is FieldKind.RECORDS:
            inner = item_type(kind.model_fields[change.field].annotation)
            fields[change.field] = tuple(_records(inner, fields.get(change.field, ()), change.items))
        elif change.kind is FieldKind.LIST:
            fields[change.field] = tuple(p.text for p in change.pieces if p.state is not REMOVED)
        elif change.after:
            fields[change.field] = True if kind.model_fields[change.field].annotation is bool else change.after
            if kind.model_fields[change.field].annotation in (int, int | None):
                fields[change.field] = int(change.after)
        else:
            fields.pop(change.field, None)
    return kind.model_validate(fields)


def _records(kind: type[Record], old: tuple[Record, ...], items: tuple[ItemChange, ...]) -> list[Record]:
    table = next(t for t in TABLES if t.record is kind)
    left = [(tuple(written(getattr(r, n)) for n in table.key if n != table.parent), r) for r in old]
    made = []
    for item in items:
        if item.state is ItemState.INSERTED:
            made.append(applied(kind, None, item.changes))
        elif item.state is not ItemState.REMOVED:
            found = next(pair for pair in left if pair[0] == (item.was or item.key))
            left.remove(found)
            made.append(applied(kind, found[1], item.changes))
    return made


@st.composite
def two_versions(draw: Any) -> tuple[Record, Record]:
    """Two records of one type."""
    found = draw(databases()) + draw(databases())
    first = draw(st.sampled_from(found))
    return first, draw(st.sampled_from([r for r in found if type(r) is type(first)]))


@settings(max_examples=40)
@given(two_versions())
def test_the_differences_lead_from_the_old_to_the_new(pair: tuple[Record, Record]) -> None:
    old, new = pair
    assert applied(type(old), old, differences(old, new)).model_dump_json() == new.model_dump_json()
    assert applied(type(old), None, differences(None, new)).model_dump_json() == new.model_dump_json()


@settings(max_examples=15)
@given(two_versions())
def test_only_what_differs_differs(pair: tuple[Record, Record]) -> None:
    old, new = pair
    assert differences(old, old) == ()
    assert (differences(old, new) == ()) == (old.model_dump_json() == new.model_dump_json())
    changed = {change.field for change in differences(old, new)}
    for name in type(old).model_fields:
        assert (name in changed) == (written_whole(old, name) != written_whole(new, name)), name


def written_whole(record: Record, name: str) -> str:
    return record.model_dump_json(include={name})


sentences = st.lists(st.sampled_from(["people", "label", "pictures", "for", "1.32", "an", "hour", "  "]) | words).map(
    " ".join
)


@given(sentences, sentences)
def test_the_words_give_back_both_texts(before: str, after: str) -> None:
    pieces = words_of(before, after)
    assert "".join(p.text for p in pieces if p.state is not INSERTED) == before
    assert "".join(p.text for p in pieces if p.state is not REMOVED) == after
    if before == after:
        assert {p.state for p in pieces} <= {SAME}


def test_words_are_marked_and_not_letters() -> None:
    pieces = words_of("Screens are filmed all day.", "Screens and faces are filmed.")
    assert [(p.state, p.text) for p in pieces] == [
        (SAME, "Screens"),
        (INSERTED, " and faces"),
        (SAME, " are "),
        (REMOVED, "filmed all day."),
        (INSERTED, "filmed."),
    ]


def test_very_long_texts_are_compared_as_wholes() -> None:
    before, after = "a " * 3000, "b " * 3000
    assert [(p.state, p.text) for p in words_of(before, after)] == [(REMOVED, before), (INSERTED, after)]


def test_citations_are_matched_by_key_and_then_by_source() -> None:
    def cited(*pairs: tuple[str, str], **more: str) -> Any:
        made = tuple(Citation(source=source, locator=locator, **more) for source, locator in pairs)
        return f.wage("w-1", "sama", citations=made)

    (change,) = differences(
        cited(("a", "page 1"), ("b", "page 2")), cited(("b", "page 2"), ("a", "page 9"), ("c", "x"))
    )
    found = {item.key: (item.state, item.was, [c.field for c in item.changes]) for item in change.items}
    assert found == {
        ("b", "page 2"): (ItemState.MOVED, (), []),
        ("a", "page 9"): (ItemState.CHANGED, ("a", "page 1"), ["locator"]),
        ("c", "x"): (ItemState.INSERTED, (), ["source", "stance", "locator"]),
    }
    (change,) = differences(cited(("a", "1"), ("b", "2"), ("c", "3")), cited(("c", "3"), ("a", "1"), ("b", "2")))
    assert [item.state for item in change.items] == [ItemState.MOVED, ItemState.SAME, ItemState.SAME]


def test_what_was_redacted_is_not_compared() -> None:
    old = f.practice("p-1", "sama", description="It named somebody.", stance="reported")
    new = old.model_copy(update={"description": "[redacted]", "stance": "ended"})
    description, stance = sorted(differences(old, new, holes=True), key=lambda change: change.field)
    assert (description.hidden, description.pieces, stance.hidden) == (True, (), False)
    assert not differences(old, new)[0].hidden


def test_terms_and_ids_say_what_they_are() -> None:
    old = f.link("l-1", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",))
    changes = {c.field: c for c in differences(None, old)}
    assert changes["relation"].vocabulary == "relation"
    assert changes["countries"].vocabulary == "country"
    assert changes["tools"].refers == changes["subject"].refers == "entities"
    (citation,) = changes["citations"].items
    assert {c.field: c.refers for c in citation.changes}["source"] == "sources"


def test_a_record_that_ends_is_told_as_what_it_was() -> None:
    name = Name(name="Samasource", kind="former")
    assert [(c.field, c.before, c.after) for c in differences(name, None)] == [
        ("name", "Samasource", ""),
        ("kind", "former", ""),
    ]
    assert differences(None, None) == ()


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_field_has_a_word(table: Any) -> None:
    assert set(table.record.model_fields) <= set(FIELD_WORDS)


def test_every_word_has_a_field() -> None:
    assert set(FIELD_WORDS) == {name for table in TABLES for name in table.record.model_fields}
