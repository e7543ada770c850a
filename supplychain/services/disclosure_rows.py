"""Rows that are given with an answer: a supplier, what a product is built on, pay, the client's price, a practice.

Who says so and where follow from who answers; parties that are not recorded yet are added with them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from supplychain.domain import disclosures as d
from supplychain.domain import reports as r
from supplychain.domain.criteria import Question
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.records import Entity
from supplychain.domain.sentences import sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.services.desk import Desk
from supplychain.services.report_parts import Filled, put_part

_TABLE = {
    "supplier": "links",
    "base": "links",
    "subcontract": "links",
    "pay": "wages",
    "price": "wages",
    "practice": "practices",
}
WORDS = tuple(_TABLE)
"""Sorts of rows."""


class Row(NamedTuple):
    """A row as it was filled in."""

    word: str
    cells: Mapping[str, str]
    """Text by column; `new_kind` says what a party is that is not recorded yet."""

    @property
    def table(self) -> str:
        """The table of the package to which it belongs."""
        return _TABLE[self.word]


class Firm(NamedTuple):
    """Who answers, about what, and under which source."""

    id: str
    name: str
    about: Entity
    canonical: str
    source: str


def put_row(
    desk: Desk, state: Snapshot, content: r.Content, firm: Firm, question: Question, row: Row
) -> tuple[r.Content, str]:
    """Give the content with a row added, and its id. Raises Invalid by field."""
    parties = _Parties(desk, state, content)
    cells = {name: text for name, text in row.cells.items() if name != "new_kind" and text}
    fill = _link if row.table == "links" else _wage if row.table == "wages" else _practice
    cells |= fill(parties, firm, row)
    if parties.problems:
        raise Invalid(parties.problems)
    cells["reported_on"] = f"{desk.clock().date()}"
    filled = Filled(row.table, cells, firm.source, d.place_of(question))
    return put_part(desk, _report(desk, parties.content), filled)


def _report(desk: Desk, content: r.Content) -> r.Report:
    day = desk.clock().date()
    return r.Report(id="report", state=r.State.DRAFT, version=1, anonymous=True, created=day, content=content)


class _Parties:
    """Finds who is named; who is not recorded and of whom it is said what it is comes in."""

    def __init__(self, desk: Desk, state: Snapshot, content: r.Content) -> None:
        self._desk, self._state = desk, state
        self.content = content
        self.problems: list[Problem] = []

    def find(self, field: str, text: str, new_kind: str = "", *, addable: bool = False) -> str:
        """Give the id of a party, and note what is wrong."""
        new = {row["id"]: row.get("name", "") for row in self.content.rows("entities") if "id" in row}
        if not text:
            self.problems.append(Problem(field, *d.WRONG["no_party"]))
            return ""
        if text in self._state.entities or text in new:
            return text
        names = {e.id: (e.name, *(n.name for n in e.names)) for e in self._state.entities.values()}
        names |= {id: (name,) for id, name in new.items()}
        same = _same(text)
        ids = {self._state.canonical(id) for id, own in names.items() if any(_same(name) == same for name in own)}
        if len(ids) == 1:
            return ids.pop()
        if ids:
            what = sentence("Several parties have this name.")
            mend = sentence("Write the id of one: %(listed)s.", listed=", ".join(sorted(ids)))
            self.problems.append(Problem(field, what, mend))
        elif addable and new_kind:
            return self._add(text, new_kind)
        else:
            self.problems.append(Problem(field, *d.WRONG["party" if addable else "party_first"]))
        return ""

    def _add(self, name: str, kind: str) -> str:
        filled = Filled("entities", {"name": name, "kind": kind})
        self.content, id = put_part(self._desk, _report(self._desk, self.content), filled)
        return id

    def canonical(self, id: str) -> str:
        """Give the id of the party that an id means."""
        return self._state.canonical(id)

    def name(self, id: str) -> str:
        """Give the name of a party."""
        new = {row["id"]: row.get("name", "") for row in self.content.rows("entities") if "id" in row}
        return self._state.entities[id].name if id in self._state.entities else new.get(id, id)


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _link(parties: _Parties, firm: Firm, row: Row) -> dict[str, str]:
    subject, given = firm.about.id, row.cells.get("object", "")
    if row.word == "subcontract":
        subject = parties.find("subject", row.cells.get("subject", ""))
    relation = {"base": "built_on", "subcontract": "subcontracts_to"}.get(row.word, "data_work_by")
    if relation == "data_work_by" and firm.about.kind in ("outsourcer", "platform"):
        relation = "subcontracts_to"
    unnamed = row.word == "supplier" and not given
    if unnamed and not row.cells.get("countries"):
        parties.problems.append(Problem("object", *d.WRONG["no_party"]))
    found = "" if unnamed else parties.find("object", given, row.cells.get("new_kind", ""), addable=True)
    scoped = firm.about.kind in PRODUCTS
    buyer, other = parties.name(subject), "a firm that it does not name" if unnamed else parties.name(found)
    does = {
        "base": f"{buyer} is built on {other}",
        "subcontract": f"{buyer} passes work on to {other}",
        "supplier": f"{other} does data work for {buyer}",
    }[row.word]
    return {
        "subject": subject,
        "relation": relation,
        "object": found,
        "object_state": "some" if unnamed else "known",
        "stance": "affirms",
        "scope_mode": "listed" if scoped and row.word != "base" else "unstated",
        "tools": firm.about.id if scoped and row.word != "base" else "",
        "asserted_by": "firm_itself" if row.word == "base" else "client",
        "description": f"{firm.name} says that {does}.",
    }


def _wage(parties: _Parties, firm: Firm, row: Row) -> dict[str, str]:
    employer = parties.find("employer", row.cells.get("employer", "") or firm.id)
    low, ends = row.cells.get("low", ""), ("high", "mean", "median")
    single = {"high": low} if low and not any(row.cells.get(name) for name in ends) else {}
    what = "the client's price" if row.word == "price" else "the pay"
    basis = {"basis": "paid_by_client"} if row.word == "price" else {}
    return {
        **single,
        **basis,
        "employer": employer,
        "pay_kind": "reported",
        "asserted_by": "client" if row.word == "price" else _who(parties, firm, employer),
        "description": f"{firm.name} states {what} at {parties.name(employer)}.",
    }


def _practice(parties: _Parties, firm: Firm, row: Row) -> dict[str, str]:
    employer = parties.find("employer", row.cells.get("employer", "") or firm.id)
    said = row.cells.get("description", "")
    return {
        "employer": employer,
        "stance": "reported",
        "asserted_by": _who(parties, firm, employer),
        "description": said or f"{firm.name} says so of the work at {parties.name(employer)}.",
    }


def _who(parties: _Parties, firm: Firm, employer: str) -> str:
    """Say who speaks: the firm of its own people, or the client of those of another."""
    return "firm_itself" if parties.canonical(employer) == firm.canonical else "client"
