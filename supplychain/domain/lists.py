"""A list that a buyer checks: every row matched by the published table, what is known and not known behind each, and gaps.

A row is answered by itself: neither its place nor the rows around it change what is found for it. No party gets a score.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.list_lines import ListState, Settled
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.list_rows import ENGLISH, ListedCriterion, ListRow, Words, flat_rows
from supplychain.domain.records import Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.uploads import Fault


class ListChange(Record):
    """One thing that is otherwise than at an earlier revision."""

    row: int = Field(description="Row of the list.")
    party: str = Field(description="Id of the party; empty where there is none.")
    what: str = Field(description="What changed: the row, or what is known behind the party.")
    code: str = Field(description="Practice, condition of pay, kind of gap or nearness; empty where that says nothing.")
    added: tuple[str, ...] = Field(description="What came in.")
    gone: tuple[str, ...] = Field(description="What went.")


class Since(Record):
    """What changed since an earlier revision."""

    revision: int = Field(description="The earlier revision.")
    recorded_on: str = Field(description="Its day.")
    changes: tuple[ListChange, ...] = Field(description="What is otherwise now, row by row.")


class ListAnswer(Answer):
    """A list with what is known and not known behind every row."""

    row_type: ClassVar[type[Record]] = ListRow

    counts: dict[ListState, int] = Field(description="Rows by how they stand.")
    rows: tuple[Settled, ...] = Field(description="The rows, in the order in which they were given.")
    parties: tuple[ListedParty, ...] = Field(description="The parties that they mean, each once, by id.")
    criteria: tuple[ListedCriterion, ...] = Field((), description="The criteria that are named, by id.")
    notes: tuple[Fault, ...] = Field((), description="What should be looked at and stops nothing.")
    since: Since | None = Field(None, description="What changed since an earlier revision, where that was asked for.")
    base_url: str = Field("", exclude=True, description="Address of the site.")

    def table(self) -> tuple[ListRow, ...]:
        """One row a row."""
        return self.table_in(ENGLISH)

    def table_in(self, words: Words) -> tuple[ListRow, ...]:
        """The same in another language."""
        parties, criteria = {p.id: p for p in self.parties}, {c.id: c for c in self.criteria}
        dossiers = f"{self.base_url}{words.prefix}/dossier/%(id)s?as_of={self.revision}"
        return flat_rows(self.rows, parties, criteria, dossiers, words)


def answer_list(
    snapshot: Snapshot, rows: Iterable[Settled], parties: Mapping[str, ListedParty], **more: Any
) -> ListAnswer:
    """Put the rows and the parties that they mean together."""
    settled = tuple(rows)
    used = sorted({s.party for s in settled if s.party})
    counted = Counter(s.state for s in settled)
    mentioned = {m.id for s in settled for m in s.candidates} | {
        id for u in used for ids in parties[u].employers.values() for id in ids
    }
    return ListAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names={id: snapshot.entities[id].name for id in sorted({*mentioned, *used})},
        counts={state: counted[state] for state in ListState},
        rows=settled,
        parties=tuple(parties[id] for id in used),
        criteria=tuple(_criteria(snapshot, {id for u in used for id in parties[u].criteria})),
        **more,
    )


def _criteria(snapshot: Snapshot, ids: Collection[str]) -> Iterable[ListedCriterion]:
    for id in sorted(ids):
        c = snapshot.checklist.criteria[id]
        yield ListedCriterion(
            id=id,
            name=f"{c.instrument.split(',')[0]}, {c.article}",
            name_de=f"{c.instrument_de.split(',')[0]}, {c.article_de}",
        )


# -- what changed ------------------------------------------------------------------------------------------------------


def changes(before: ListAnswer, now: ListAnswer) -> tuple[ListChange, ...]:
    """Say row by row what is otherwise now; both answer the same lines."""
    old, new = ({p.id: p for p in a.parties} for a in (before, now))
    found: list[ListChange] = []
    for was, row in zip(before.rows, now.rows, strict=True):
        here: dict[str, Any] = {"row": row.line.row, "party": row.party}
        if (was.state, was.party) != (row.state, row.party):
            gone, added = ((s.state.value, *((s.party,) if s.party else ())) for s in (was, row))
            found.append(ListChange(**here, what="row", code="", added=added, gone=gone))
        if row.party and was.party:
            first, second = _parts(old[was.party]), _parts(new[row.party])
            for what, code in sorted({*first, *second}):
                gone_here, added_here = first.get((what, code), frozenset()), second.get((what, code), frozenset())
                if gone_here != added_here:
                    added, gone = tuple(sorted(added_here - gone_here)), tuple(sorted(gone_here - added_here))
                    found.append(ListChange(**here, what=what, code=code, added=added, gone=gone))
    return tuple(found)


def _parts(party: ListedParty) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], Collection[str]] = {("employers", n.value): ids for n, ids in party.employers.items()}
    found |= {(f.kind.value, f.code): (*f.claims, *f.possible) for f in party.findings}
    found |= {
        ("pay_reports", ""): (*party.pay, *party.pay_possible),
        ("answers", ""): party.answers,
        ("silences", ""): party.silences,
        ("disputed", ""): party.disputed,
        ("not_known", ""): {gap.code.value for gap in party.gaps},
    }
    return {key: frozenset(values) for key, values in found.items()}
