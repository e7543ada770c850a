"""The data package: which tables it has, in what order, which columns, and which references must hold."""

import typing
from dataclasses import dataclass, field

from supplychain.domain.criteria import CRITERIA_VOCABULARIES, Clause, Criterion, Question
from supplychain.domain.records import (
    Citation,
    Claim,
    Entity,
    Figure,
    Identifier,
    Judgement,
    Link,
    Name,
    PracticeReport,
    Record,
    Request,
    Response,
    Source,
    Target,
    Verification,
    Wage,
)
from supplychain.domain.reference import REFERENCE_TYPES, REFERENCE_VOCABULARIES, ReferenceRow
from supplychain.domain.vocabulary import VOCABULARIES, Term


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the package: a record type, or the nested records of one under the id of their parent."""

    name: str
    record: type[Record]
    key: tuple[str, ...]
    parent: str = ""
    """Column that names the parent's id (the table is nested), else empty."""
    nested_in: str = ""
    """Field of the parent's record that holds these rows."""
    parents: tuple[str, ...] = ()
    """Tables whose records hold these rows."""
    references: dict[str, str] = field(default_factory=dict)
    """Column -> table in which its id or ids must be found; `claims` means any of the five tables of claims."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in order."""
        own = [n for n, f in self.record.model_fields.items() if not is_nested(f.annotation)]
        common = next((kind for kind in (Claim, ReferenceRow) if issubclass(self.record, kind)), None)
        if common is not None:  # what is particular to the table stands beside the id
            shared = [n for n in own if n in common.model_fields and n != "id"]
            own = [n for n in own if n not in shared] + shared
        return (self.parent, *own) if self.parent else tuple(own)


def item_type(annotation: object) -> object | None:
    """Give the type of the items of a tuple field, else None."""
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is tuple else None


def is_nested(annotation: object) -> bool:
    """Say whether a field holds records, which go to a table of their own."""
    inner = item_type(annotation)
    return isinstance(inner, type) and issubclass(inner, Record)


_PLACED = {"tools": "entities", "clients": "entities"}
CLAIM_TABLES = ("links", "wages", "practices", "figures", "responses")
TABLES: tuple[Table, ...] = (
    Table("entities", Entity, ("id",), references={"same_as_candidates": "entities"}),
    Table(
        "names", Name, ("entity", "kind", "name", "language", "script"), "entity", "names", ("entities",),
        {"entity": "entities", "source": "sources"},
    ),
    Table(
        "identifiers", Identifier, ("entity", "scheme", "value"), "entity", "identifiers", ("entities",),
        {"entity": "entities", "source": "sources"},
    ),
    Table("sources", Source, ("id",)),
    Table("links", Link, ("id",), references={"subject": "entities", "object": "entities", "tools": "entities"}),
    Table("wages", Wage, ("id",), references={"employer": "entities", **_PLACED}),
    Table("practices", PracticeReport, ("id",), references={"employer": "entities", **_PLACED}),
    Table("figures", Figure, ("id",), references={"about": "entities"}),
    Table("responses", Response, ("id",), references={"respondent": "entities"}),
    Table(
        "targets", Target, ("response", "claim", "entity", "question"), "response", "targets", ("responses",),
        {"response": "responses", "claim": "claims", "entity": "entities"},
    ),
    Table(
        "citations", Citation, ("claim", "source", "locator"), "claim", "citations", CLAIM_TABLES,
        {"claim": "claims", "source": "sources"},
    ),
    Table("judgements", Judgement, ("left", "right"), references={"left": "entities", "right": "entities", "source": "sources"}),
    Table("requests", Request, ("id",), references={"respondent": "entities", "claims": "claims", "about": "entities"}),
    Table("verifications", Verification, ("claim", "source", "verified_by"), references={"claim": "claims", "source": "sources"}),
    *(Table(record.table, record, ("id",), references={"source": "sources"}) for record in REFERENCE_TYPES),
    Table("criteria", Criterion, ("id",), references={"source": "sources"}),
    *(Table(record.table, record, ("id",), references={"criteria": "criteria"}) for record in (Question, Clause)),
)  # fmt: skip
"""Every table of a package in the order in which it is written and read."""
TABLE = {table.name: table for table in TABLES}
TABLE_OF: dict[type[Record], Table] = {table.record: table for table in TABLES}
TERMS: dict[str, dict[str, Term]] = {**VOCABULARIES, **REFERENCE_VOCABULARIES, **CRITERIA_VOCABULARIES}
"""Every vocabulary of which a column of a package may hold terms."""
