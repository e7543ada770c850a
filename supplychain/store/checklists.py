"""How criteria, questions and clauses lie in tables: a version row each, and one child row for each item of their lists."""

from typing import Any

import sqlalchemy as sa

from supplychain.domain.criteria import Clause, Criterion, Question
from supplychain.domain.records import Record
from supplychain.domain.reference import ListedRow
from supplychain.store import reference_tables as t
from supplychain.store.canonical import Row, Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text

_LISTS = {
    "criteria": "criterion_key",
    "practices": "practice",
    "conditions": "pay_condition",
    "gaps": "unknown",
    "facts": "question_fact",
}
"""Field that holds a list -> column of the child table."""


def _layout(record: type[ListedRow], version: sa.Table, part: sa.Table) -> Layout:
    key = f"{version.name}_key"
    lists = {name: column for name, column in _LISTS.items() if name in record.model_fields}
    renamed = {"id": key, "source": "source_id"}
    columns = {name: renamed.get(name, name) for name in record.model_fields if name not in lists}
    empty = dict.fromkeys(lists.values())

    def write(row: Any, writing: Writing) -> Rows:
        own: Row = {"id": writing.version, **{column: getattr(row, name) for name, column in columns.items()}}
        parts = [empty | {column: item} for name, column in lists.items() for item in getattr(row, name)]
        return {version.name: [own], part.name: numbered(parts, **{f"{version.name}_id": writing.version})}

    def read(row: Any, own: Own) -> ListedRow:
        found = {name: _value(version.c[column], getattr(row, column)) for name, column in columns.items()}
        parts = own(part)
        for name, column in lists.items():
            found[name] = tuple(item for found_part in parts if (item := getattr(found_part, column)) is not None)
        return record.model_validate(found)

    return Layout(version, (key,), (part,), write, read)


def _value(column: sa.Column[Any], stored: Any) -> Any:
    return text(stored) if "redacted" in column.info else stored


CRITERIA = _layout(Criterion, t.criterion, t.criterion_part)
CHECKLISTS: dict[type[Record], Layout] = {
    Criterion: CRITERIA,
    Question: _layout(Question, t.question, t.question_part),
    Clause: _layout(Clause, t.clause, t.clause_part),
}
"""What a buyer looks at, by its type of record."""
