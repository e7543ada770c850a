"""What the sources of an upload are called: the report itself, a document that is recorded, or one that the upload brings."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supplychain.domain.sentences import sentence
from supplychain.formats.columns import is_slug
from supplychain.formats.sheets import Read
from supplychain.services.own_source import OWN, Own, is_private, new_source_id
from supplychain.services.upload_base import Base
from supplychain.services.upload_names import plain

COLUMNS = {f"source_{name}": name for name in ("title", "url", "publisher", "date", "kind", "seen", "quality")}
"""Column of a claim that describes its source -> column of the source."""


class Into(NamedTuple):
    """The report into which an upload goes, or that it becomes."""

    own: Own
    salt: str
    """What makes the ids of sources that only this sender can have."""
    before: Base
    """What the report held, where an upload takes the place of all of it: what is still there keeps its ids."""
    others: tuple[str, ...] = ()
    """Other reports of the same sender: what they know from themselves there, they know from themselves here."""


class Sources:
    """Sources by what they may be called in one upload."""

    def __init__(self, read: Read, into: Into, bases: Iterable[Base]) -> None:
        """Take what was read, where it goes, and what is there already."""
        self._read, self.into = read, into
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        """Id that a source has in the file -> its id."""
        self._made: set[str] = set()
        self._kept = {into.own.id, *(id for (id,) in into.before.rows["sources"])}
        for base in bases:
            for (id,), row in base.rows["sources"].items():
                self._kept.add(id)
                self.know(id, row)

    def label(self, sheet: str, number: int, row: Mapping[str, str]) -> None:
        """Take the id that a row gives: it only holds the rows of a file together, for two senders may both write s1."""
        if not (id := row.get("id", "")):
            return
        if id == OWN:
            what = sentence("The word “own” stands for your own knowledge.")
            self._read.fault(sheet, number, "id", what, sentence("Give the source another id."))
        kept = id in self._kept or not is_slug(id)
        self._labels[id] = id if kept else new_source_id(row, self.into.salt, id)

    def make(self, row: Mapping[str, str]) -> str:
        """Give the id of a source that the upload brings."""
        id = self._labels.get(row.get("id", ""), "") or new_source_id(row, self.into.salt)
        self._made.add(id)
        for name in _names(id, row):
            self._names[name] = id
        return id

    def know(self, id: str, row: Mapping[str, str]) -> None:
        """Note what a source that is there already may be called by."""
        for name in _names(id, row):
            self._names.setdefault(name, id)

    def find(self, row: Mapping[str, str]) -> str:
        """Find a source of which address, or title, publisher and date, are the same; never what only its sender can have."""
        if is_private(row):
            id = new_source_id(row, self.into.salt)
            return id if id in self._made else ""
        together = self._names.get(plain(_together(row)), "")
        return self._names.get(plain(row.get("url", "")), "") or together

    def named(self, text: str) -> str:
        """Give the source that a cell names by the word for own knowledge, a label of the file, an id, a title, an address."""
        if is_own(text):
            return self.into.own.id
        return self._labels.get(text, "") or self._names.get(plain(text), text)

    def refuse_more(self, sheet: str, row: int, cells: Mapping[str, str]) -> None:
        """Say what cannot stand beside own knowledge."""
        for column in (name for name in COLUMNS if name in cells):
            what = sentence("Your own knowledge has no title, address or date.")
            self._read.fault(
                sheet, row, column, what, sentence("Take it out, or name the source in the place of “own”.")
            )


def is_own(text: str) -> bool:
    """Whether a cell says that something is known from oneself."""
    return text.strip().casefold() == OWN


def _names(id: str, row: Mapping[str, str]) -> list[str]:
    """Give what a source may be called by in an upload."""
    return [plain(name) for name in (id, row.get("url", ""), row.get("title", ""), _together(row)) if name]


def _together(row: Mapping[str, str]) -> str:
    parts = [row.get(name, "") for name in ("title", "publisher", "date")]
    return "\n".join(parts) if parts[0] else ""
