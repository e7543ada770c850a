"""What a difference between two versions of a record is: fields, pieces of texts, items of lists, records within."""

from enum import StrEnum

from pydantic import Field

from supplychain.domain.records import Record


class PieceState(StrEnum):
    """What became of a piece of a text, or of an item of a list."""

    SAME = "same"
    REMOVED = "removed"
    INSERTED = "inserted"


class ItemState(StrEnum):
    """What became of a record that stands in another one."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


class FieldKind(StrEnum):
    """What a field holds, and so how its difference is told."""

    VALUE = "value"
    TEXT = "text"
    LIST = "list"
    RECORDS = "records"


class Piece(Record):
    """A piece of a text, or one item of a list."""

    state: PieceState = Field(description="Whether it is in both versions, only in the old or only in the new one.")
    text: str = Field(description="The words, or the item.")


class FieldChange(Record):
    """How one field differs."""

    field: str = Field(description="Name of the field.")
    kind: FieldKind = Field(description="Value, text of several words, list, or records that stand in this one.")
    vocabulary: str = Field("", description="Vocabulary of its terms, where it holds terms.")
    refers: str = Field("", description="Table to whose records it refers, where it holds ids.")
    before: str = Field("", description="What it was; the items of a list with | between them.")
    after: str = Field("", description="What it is, likewise.")
    hidden: bool = Field(False, description="A redaction took away one of the two, so that they cannot be compared.")
    pieces: tuple[Piece, ...] = Field((), description="Of a text the words, of a list the items, in order.")
    items: tuple["ItemChange", ...] = Field((), description="The records that stand in it, in their new order.")


class ItemChange(Record):
    """What became of a record that stands in another one, such as a citation."""

    key: tuple[str, ...] = Field(description="What tells it from the others of the version in which it stands.")
    state: ItemState = Field(description="What became of it.")
    was: tuple[str, ...] = Field((), description="What told it from the others before, where that changed.")
    changes: tuple[FieldChange, ...] = Field((), description="How its fields differ.")


FieldChange.model_rebuild()
