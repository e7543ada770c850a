"""Which layout each sort of record has, and what tells one record from all others of its sort."""

from supplychain.domain.packages import TABLE_OF
from supplychain.domain.records import Claim, Entity, Judgement, Record, Request, Source, Verification
from supplychain.store.benchmarks import BENCHMARKS
from supplychain.store.checklists import CHECKLISTS
from supplychain.store.claims import CLAIMS
from supplychain.store.entities import ENTITIES
from supplychain.store.layout import Layout
from supplychain.store.ledger import JUDGEMENTS, REQUESTS, VERIFICATIONS
from supplychain.store.sources import SOURCES

LAYOUTS = (ENTITIES, SOURCES, CLAIMS, JUDGEMENTS, REQUESTS, VERIFICATIONS, *BENCHMARKS.values(), *CHECKLISTS.values())
"""Every sort of record, in the order in which they can be inserted."""
_BY_TYPE: dict[type[Record], Layout] = {
    Entity: ENTITIES,
    Source: SOURCES,
    Judgement: JUDGEMENTS,
    Request: REQUESTS,
    Verification: VERIFICATIONS,
    **BENCHMARKS,
    **CHECKLISTS,
}


def layout_of(record: Record) -> Layout:
    """Give the layout of a record."""
    return layout_for(type(record))


def layout_for(kind: type[Record]) -> Layout:
    """Give the layout of a type of records."""
    return CLAIMS if issubclass(kind, Claim) else _BY_TYPE[kind]


def key_of(record: Record) -> tuple[str, ...]:
    """Give what tells a record from all others of its sort."""
    return tuple(getattr(record, name) for name in TABLE_OF[type(record)].key)
