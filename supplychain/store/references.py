"""Whether records fit what is there: every id that they name, every pair of kinds that they join. Said with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping

from supplychain.domain.errors import Conflict, shown
from supplychain.domain.packages import TABLE_OF, is_nested
from supplychain.domain.records import Claim, Judgement, Link, Record, Source
from supplychain.domain.sentences import sentence
from supplychain.domain.vocabulary import PRODUCTS, RELATION_PAIRS
from supplychain.store.checklists import CRITERIA
from supplychain.store.claims import CLAIMS
from supplychain.store.entities import ENTITIES
from supplychain.store.layouts import key_of
from supplychain.store.sources import COPY, SOURCES

_HOLDER = {"entities": ENTITIES, "sources": SOURCES, "claims": CLAIMS, "criteria": CRITERIA}
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SORT = {"entities": "entity", "sources": "source", "claims": "claim", "criteria": "criterion"}
Known = Mapping[str, Mapping[tuple[str, ...], Record]]
"""Version table -> key -> record."""


def check_references(records: Iterable[Record], there: Known, given: Known, kinds: Mapping[str, str]) -> None:
    """Raise Conflict when a record names an id that is neither there nor given, or joins kinds that do not go together."""
    for record in records:
        for table, id in _references(record):
            holder = _HOLDER[table].version.name
            if (id,) not in there[holder] and (id,) not in given[holder]:
                raise Conflict(
                    sentence(
                        "%(named)s refers to the %(sort)s %(id)s, which is not there.",
                        named=_named(record),
                        sort=_SORT[table],
                        id=shown(id),
                    )
                )
        if isinstance(record, Link) and record.object is not None:
            pair = (kinds[record.subject], kinds[record.object])
            if (record.relation, *pair) not in RELATION_PAIRS:
                raise Conflict(
                    sentence(
                        "%(named)s cannot be: %(relation)s does not join %(left)s to %(right)s.",
                        named=_named(record),
                        relation=record.relation,
                        left=pair[0],
                        right=pair[1],
                    )
                )
        if isinstance(record, Judgement) and record.judgement == "same":
            _check_same(record, kinds)


def _check_same(judgement: Judgement, kinds: Mapping[str, str]) -> None:
    """Raise Conflict when a product would be the same as an organisation; what is undisclosed may be either."""
    products: list[str] = []
    organisations: list[str] = []
    for id in (judgement.left, judgement.right):
        if kinds[id] != "undisclosed":
            (products if kinds[id] in PRODUCTS else organisations).append(f"{shown(id)} ({kinds[id]})")
    if products and organisations:
        raise Conflict(
            sentence(
                "%(named)s cannot be: %(product)s is a product and %(organisation)s is an organisation, "
                "so they are not the same.",
                named=_named(judgement),
                product=products[0],
                organisation=organisations[0],
            )
        )


def _named(record: Record) -> str:
    noun = record.kind if isinstance(record, Claim) else _WORD.sub(" ", type(record).__name__).lower()
    return sentence("The %(sort)s %(id)s", sort=noun, id=shown(" ".join(key_of(record))))


def _references(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Source):
        yield from (("sources", item) for item in record.origin_of if not item.startswith(COPY))
    for column, table in TABLE_OF[type(record)].references.items():
        if column in type(record).model_fields:  # else it names the parent
            yield from ((table, id) for id in _ids(getattr(record, column)))
    for name, field in type(record).model_fields.items():
        if is_nested(field.annotation):
            for row in getattr(record, name):
                yield from _references(row)


def _ids(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
