"""What differs between two states of a record, as the desk shows it: each item by itself, so that it can be a link.

The history has its own form of a difference (`supplychain.domain.history`), which also holds what a redaction took away.
"""

from pydantic import Field

from supplychain.domain.history import written
from supplychain.domain.records import Record


class Change(Record):
    """One field that differs."""

    field: str = Field(description="Name of the field.")
    before: tuple[str, ...] = Field(description="What is recorded; nothing where it was empty.")
    after: tuple[str, ...] = Field(description="What would be recorded; nothing where it would be empty.")


def changes(old: Record, new: Record) -> tuple[Change, ...]:
    """Give the fields in which two states of a record differ, in the order of the record."""
    found = ((name, items_of(old, name), items_of(new, name)) for name in type(new).model_fields)
    return tuple(Change(field=name, before=b, after=a) for name, b, a in found if b != a)


def items_of(record: Record, field: str) -> tuple[str, ...]:
    """Give what a field holds as texts: one for a plain value, one for each item of a list, none where it is empty."""
    value = getattr(record, field)
    return tuple(filter(None, map(_text, value))) if isinstance(value, tuple) else tuple(filter(None, (_text(value),)))


def _text(value: object) -> str:
    """Write a value as the history does; a record that stands in another one as its fields in a row."""
    if isinstance(value, Record):
        return " · ".join(text for name in type(value).model_fields for text in items_of(value, name))
    return written(value)
