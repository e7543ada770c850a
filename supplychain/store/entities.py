"""How entities lie in tables, with their names, identifiers and candidates."""

from typing import Any

from supplychain.domain.records import Entity, Identifier, Name
from supplychain.store import tables as t
from supplychain.store.canonical import Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text


def _write(entity: Entity, writing: Writing) -> Rows:
    parent = {"entity_version_id": writing.version}
    return {
        "entity_version": [
            {
                "id": writing.version,
                "entity_id": entity.id,
                "name": entity.name,
                "country": entity.country,
                "website": entity.website,
                "description": entity.description,
                "undisclosed_reason": entity.undisclosed_reason,
            }
        ],
        "entity_name": numbered(
            [
                {"name": n.name, "kind": n.kind, "language": n.language, "script": n.script, "source_id": n.source}
                for n in entity.names
            ],
            **parent,
        ),
        "entity_identifier": numbered(
            [{"scheme": i.scheme, "value": i.value, "source_id": i.source} for i in entity.identifiers], **parent
        ),
        "entity_candidate": numbered([{"candidate_id": id} for id in entity.same_as_candidates], **parent),
    }


def _read(row: Any, own: Own) -> Entity:
    return Entity(
        id=row.entity_id,
        name=text(row.name),
        kind=row.root_kind,
        country=row.country,
        website=text(row.website),
        description=text(row.description),
        undisclosed_reason=row.undisclosed_reason,
        same_as_candidates=tuple(c.candidate_id for c in own(t.entity_candidate)),
        names=tuple(
            Name(name=n.name, kind=n.kind, language=n.language, script=n.script, source=n.source_id)
            for n in own(t.entity_name)
        ),
        identifiers=tuple(
            Identifier(scheme=i.scheme, value=i.value, source=i.source_id) for i in own(t.entity_identifier)
        ),
    )


ENTITIES = Layout(
    t.entity_version,
    ("entity_id",),
    (t.entity_name, t.entity_identifier, t.entity_candidate),
    _write,
    _read,
    t.entity,
)
