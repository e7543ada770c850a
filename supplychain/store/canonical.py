"""Bytes and hashes that are the same on every database and machine: canonical JSON, digests of documents, the chain."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Table name -> its rows: everything that one version of a document is written as."""

_NOT_CONTENT = ("salt", "digest", "rec_to")
Change = tuple[str, int, str, str]
"""What a revision did to one row: table, id of the row, "open" or "close", digest of the row."""


def canonical(value: Any) -> bytes:
    """Write a value as JSON: keys sorted, no spaces, decimals, dates and booleans as text."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value


def _sha256(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def row_digest(salt: str, rows: Rows, tables: Mapping[str, sa.Table]) -> str:
    """Hash a whole version: its row, the row of its root and its children, with a salt that a redaction takes away.

    What is empty is left out, so that a column or a child table that comes later changes no digest.
    """
    document = {
        name: [
            {key: item for key, item in row.items() if item is not None and key not in _NOT_CONTENT}
            for row in _in_order(own, tables[name])
        ]
        for name, own in rows.items()
        if own
    }
    return _sha256(salt.encode(), canonical(document))


def _in_order(rows: Sequence[Row], table: sa.Table) -> Sequence[Row]:
    if len(rows) < 2:
        return rows
    names = [column.name for column in table.primary_key]
    return sorted(rows, key=lambda row: [row[name] for name in names])


def redaction_digest(row: Mapping[str, Any], left: str = "") -> str:
    """Hash a row of the table of redactions, with the digest of what the redaction left of its version.

    The version's own digest can no longer be worked out; without a second one, what stayed could be changed unseen.
    """
    return _sha256(canonical(row), left.encode())


def left_digest(rows: Rows, tables: Mapping[str, sa.Table]) -> str:
    """Hash what a redaction left of a version."""
    return row_digest("", rows, tables)


def payload_digest(changes: Iterable[Change]) -> str:
    """Hash what a revision opened and closed, whatever the order in which it did so."""
    return _sha256(canonical(sorted(changes)))


def revision_hash(prev_hash: str, seq: int, recorded_at: str, actor: str, summary: str, payload: str) -> str:
    """Hash a revision together with the hash of the one before it."""
    return _sha256(
        canonical(
            {
                "prev_hash": prev_hash,
                "seq": seq,
                "recorded_at": recorded_at,
                "actor": actor,
                "summary": summary,
                "payload_digest": payload,
            }
        )
    )
