"""Lists that an account saved. What they hold is seen by that account alone."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from supplychain.domain.list_lines import Line
from supplychain.domain.records import Record

MOST_SAVED = 100
"""Lists of one account."""
REFUSED: dict[str, str] = {
    "too_many": "You have saved 100 lists, and more do not fit. Delete one first.",
}
"""What the state of things can forbid."""
WRONG: dict[str, tuple[str, str]] = {
    "list_name": (
        "This cannot be the name of a list: it is empty or too long, or begins with = + - or @.",
        "Give at most 80 characters that begin with a letter.",
    ),
}
"""What can be wrong with what somebody fills in."""


class SavedList(Record):
    """A saved list in short."""

    id: str = Field(description="Id of the list.")
    name: str = Field(description="Its name.")
    revision: int = Field(description="Revision at which it was looked at.")
    created: datetime = Field(description="When it was saved first.")
    changed: datetime = Field(description="When it was saved last.")
    rows: int = Field(description="How many rows it has.")


class SavedLists(Record):
    """The saved lists of an account."""

    row_type: ClassVar[type[Record]] = SavedList

    lists: tuple[SavedList, ...] = Field(description="The lists, last saved first.")

    def table(self) -> tuple[SavedList, ...]:
        """One row a list."""
        return self.lists


class SavedRows(Record):
    """A saved list with its rows."""

    about: SavedList = Field(description="The list.")
    lines: tuple[Line, ...] = Field(description="Its rows, with what was chosen for each.")
