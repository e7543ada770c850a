"""What a report rests on: the report itself, or a source whose id no other report hits by chance."""

from collections.abc import Mapping
from typing import NamedTuple

from supplychain.domain.ids import make_id, slug
from supplychain.domain.recorded import own_words
from supplychain.domain.reports import Cells, Report

OWN = "own"
"""Stands for the sender's own knowledge where a source is named; on the page, in files and for programs."""
PLACE = own_words("report")
"""Where in the source, when the source is the report itself."""
_TESTIMONY = "worker_testimony"


class Own(NamedTuple):
    """A report as a source of what it says."""

    id: str
    by: str
    """Organisation for which it is sent; empty for none."""
    year: int

    def row(self, asserted_by: str = "") -> Cells:
        """Make the source that stands for the report itself. It says the year and no more."""
        first_hand = not self.by or asserted_by in ("worker", "workers")
        return {
            "id": self.id,
            "title": own_words("source_report_of", name=self.by) if self.by else own_words("source_report"),
            "publisher": self.by,
            "date": str(self.year),
            "kind": _TESTIMONY if first_hand else "ngo_report",
            "seen": "yes",
            "quality": "original",
        }


def own_of(report: Report) -> Own:
    """Give a report as a source of what it says."""
    return Own(report.id, report.organisation, report.created.year)


def is_private(row: Mapping[str, str]) -> bool:
    """Whether a source cannot be the one of somebody else: what a worker said, or a title with nothing to find it by."""
    found = row.get("url") or (row.get("kind") != _TESTIMONY and (row.get("publisher") or row.get("date")))
    return not found


def new_source_id(row: Mapping[str, str], salt: str, label: str = "") -> str:
    """Give a new source its id. The same document has the same id whoever sends it, so that it stays one source; what only
    its sender can have has one of theirs: `salt` is different for each, and nobody else can tell it from the id.
    """
    known = row.get("url") or "\n".join(row.get(name, "") for name in ("title", "publisher", "date"))
    chance = f"{salt}\n{label}\n{known}" if is_private(row) else known
    plain = slug(label or f"{row.get('publisher', '')} {row.get('title', '')}"[:60], set(), "")
    return make_id(plain if label or row.get("title") else "source", chance)
