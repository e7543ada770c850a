"""How sources lie in tables, with what they repeat."""

from typing import Any

from supplychain.domain.records import Source
from supplychain.store import tables as t
from supplychain.store.canonical import Row, Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text

COPY = "copy:"
"""Begins an origin that is no source of the database: the publisher's name follows."""


def _write(source: Source, writing: Writing) -> Rows:
    return {
        "source_version": [
            {
                "id": writing.version,
                "source_id": source.id,
                "title": source.title,
                "authors": source.authors,
                "publisher": source.publisher,
                "date": source.date,
                "url": source.url,
                "language": source.language,
                "kind": source.kind,
                "seen": source.seen,
                "quality": source.quality,
            }
        ],
        "source_origin": numbered([_origin(item) for item in source.origin_of], source_version_id=writing.version),
    }


def _origin(item: str) -> Row:
    if item.startswith(COPY):
        return {"origin_id": None, "publisher": item.removeprefix(COPY)}
    return {"origin_id": item, "publisher": None}


def _read(row: Any, own: Own) -> Source:
    return Source(
        id=row.source_id,
        title=text(row.title),
        authors=text(row.authors),
        publisher=row.publisher,
        date=row.date,
        url=text(row.url),
        language=row.language,
        kind=row.kind,
        seen=row.seen,
        quality=row.quality,
        origin_of=tuple(f"{COPY}{o.publisher}" if o.origin_id is None else o.origin_id for o in own(t.source_origin)),
    )


SOURCES = Layout(t.source_version, ("source_id",), (t.source_origin,), _write, _read, t.source)
