"""Reads what a report proposes: rows in, records out, by the same reader and with the same faults as a data package."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import ValidationError

from supplychain.domain.errors import Problem, shown
from supplychain.domain.packages import CLAIM_TABLES, TABLES
from supplychain.domain.records import Record, Wage
from supplychain.domain.reports import (
    EXTRA,
    GROUPS,
    OWN_PAY,
    PROPOSED,
    RETRACTIONS,
    Cells,
    Content,
    Group,
    OwnPay,
    Retraction,
)
from supplychain.domain.sentences import sentence
from supplychain.domain.values import OPEN, partial_days
from supplychain.formats.checks import Known, check
from supplychain.formats.columns import columns_of, table_columns
from supplychain.formats.contents import Reader, Row
from supplychain.formats.files import Line
from supplychain.formats.personal import all_that_reaches, find_personal
from supplychain.formats.problems import Placed, Problems, did_you_mean, explain
from supplychain.formats.rows import values

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a report proposes, as far as it can be read."""

    records: tuple[Record, ...]
    """Whole records of the package; none when there are problems."""
    own_pay: frozenset[str]
    """Ids of the pay reports that are the sender's own."""
    groups: Mapping[str, int]
    """Id of a claim -> how many people it could come from."""
    retractions: tuple[Retraction, ...]
    placed: tuple[Placed, ...]
    """What is wrong, with its place."""
    problems: tuple[Problem, ...]


def read_content(content: Content, known: Known, today: date | None = None) -> Proposal:
    """Read and check what a report proposes, in itself and against what is recorded. Everything wrong is said at once.

    With a day, own pay of a time that has not come is refused.
    """
    problems = Problems()
    problems.names = {name: name for name in (*PROPOSED, *EXTRA)}
    reader = Reader(problems, Problems(), lambda rows: None)
    nested_first = sorted((t for t in TABLES if t.name in PROPOSED), key=lambda t: not t.parent)
    contents = reader.read_tables(
        (table, _lines(content.rows(table.name), table.name, problems)) for table in nested_first
    )
    check(contents, known, problems)
    _unknown_tables(content, problems)
    own = list(_extra(content, OWN_PAY, OwnPay, problems))
    groups = list(_extra(content, GROUPS, Group, problems))
    retractions = list(_extra(content, RETRACTIONS, Retraction, problems))
    here = {id for name in CLAIM_TABLES for id in contents.ids[name]}
    _leads_somewhere(OWN_PAY, "wage", [(n, o.wage) for n, o in own], contents.ids["wages"], problems)
    _can_be_counted({mark.wage for _, mark in own}, contents.rows["wages"], today, problems)
    _leads_somewhere(GROUPS, "claim", [(n, g.claim) for n, g in groups], here, problems)
    _leads_somewhere(RETRACTIONS, "claim", [(n, r.claim) for n, r in retractions], known.claims, problems)
    records = () if problems else tuple(r.record for t in TABLES if not t.parent for r in contents.rows[t.name])
    return Proposal(
        records,
        frozenset(mark.wage for _, mark in own),
        {group.claim: group.size for _, group in groups},
        tuple(r for _, r in retractions),
        tuple(problems.placed()),
        problems.listed(),
    )


def _lines(rows: Iterable[Cells], table: str, problems: Problems) -> Iterator[Line]:
    names = {column.name for column in table_columns(table)}
    for number, row in enumerate(rows, 1):
        for name in row.keys() - names:
            problems.add(
                table,
                number,
                "",
                sentence("There is no column %(name)s in this table.", name=name[:60]),
                did_you_mean(name, names),
            )
        yield Line(number, {name: row.get(name, "") for name in names})


def _unknown_tables(content: Content, problems: Problems) -> None:
    for name in content.tables:
        if name not in PROPOSED and name not in EXTRA:
            mend = did_you_mean(name, (*PROPOSED, *EXTRA)) or sentence(
                "A report may fill %(names)s.", names=", ".join((*PROPOSED, *EXTRA))
            )
            problems.add(name, 0, "", sentence("There is no such table in a report."), mend)


def _extra(content: Content, table: str, kind: type[R], problems: Problems) -> Iterator[tuple[int, R]]:
    columns = columns_of(kind)
    for number, row in enumerate(content.rows(table), 1):
        for name in row.keys() - {column.name for column in columns}:
            problems.add(table, number, "", sentence("There is no column %(name)s in this table.", name=name[:60]))
        for column in columns:
            if column.prose and (found := find_personal(row.get(column.name, ""))) and found.certain:
                holds = sentence("Holds %(what)s.", what=all_that_reaches(row[column.name]) or found.what)
                problems.add(table, number, column.name, holds, sentence("Take it out."))
        try:
            yield number, kind.model_validate(values(columns, row))
        except ValidationError as error:
            for name, what, mend in explain(error, columns, row):
                problems.add(table, number, name, what, mend)


def _leads_somewhere(
    table: str, column: str, ids: Iterable[tuple[int, str]], known: Collection[str], problems: Problems
) -> None:
    for number, id in ids:
        if id not in known:
            what = sentence("There is no such claim in this report: %(id)s.", id=shown(id))
            if table == RETRACTIONS:
                what = sentence("There is no such claim recorded: %(id)s.", id=shown(id))
            problems.add(table, number, column, what, did_you_mean(id, known, 70))


def _can_be_counted(own: Collection[str], rows: Iterable[Row], today: date | None, problems: Problems) -> None:
    """Own pay is shown only in groups: what fits into none, by country, year or figure, would be sent for nothing."""
    for row in rows:
        wage = row.record
        if not isinstance(wage, Wage) or wage.id not in own:
            continue
        at = ("wages", row.number)
        if len(wage.countries) != 1:
            problems.add(
                *at,
                "countries",
                sentence("Own pay is counted by country."),
                sentence("Name the one country in which you work."),
            )
        if all(text in ("", OPEN) for text in (wage.start, wage.end, wage.reported_on)):
            problems.add(
                *at, "start", sentence("Own pay is counted by year."), sentence("Say in which year you were paid so.")
            )
        for column, text in (("start", wage.start), ("end", wage.end), ("reported_on", wage.reported_on)):
            if today is not None and text not in ("", OPEN) and partial_days(text)[0] > today:
                what = sentence("%(period)s has not come yet.", period=shown(text))
                mend = sentence("Own pay is what you were paid: give a time up to today.")
                problems.add(*at, column, what, mend)
        if wage.mean is None and wage.median is None and (wage.low is None or wage.low != wage.high):
            problems.add(
                *at, "low", sentence("Own pay has one figure."), sentence("Give the same figure as low and as high.")
            )
