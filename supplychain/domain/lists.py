"""A list that a buyer checks: every row matched by the published table, what is known and not known behind each, and gaps.

A row is answered by itself: neither its place nor the rows around it change what is found for it. Nothing is guessed: where a
name may mean several parties, the row stays unsettled until somebody chooses. No party gets a score.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.dossier_answer import Dossier, FindingKind, Nearness
from supplychain.domain.gaps import Gap
from supplychain.domain.matching import Match, Wanted, certain, matcher_of
from supplychain.domain.records import Record, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import State
from supplychain.domain.uploads import Fault
from supplychain.domain.vocabulary import EMPLOYER_KINDS, Term

MOST_ROWS = 5_000
"""Rows of a list."""
LONGEST_NAME = 200
NONE = "none"
"""Stands in the column `party` of a row whose party is none of those that were found."""
CANDIDATES = 5
_LOOKED_AT = 20
"""So many are looked at before a row is called certain."""
NOT_RECORDED = "not_recorded"
NOT_SETTLED = "not_settled"
_DISPUTED = frozenset({State.DISPUTED, State.PARTLY_DISPUTED, State.CONTRADICTED})
_NAMED = (Nearness.ITSELF, Nearness.BASE)


class ListState(StrEnum):
    """How a row stands."""

    MATCHED = "matched"
    CHOSEN = "chosen"
    UNSETTLED = "unsettled"
    NONE_OF_THESE = "none_of_these"
    NOT_FOUND = "not_found"


LIST_STATES: dict[str, Term] = {
    state.value: Term(state.value, label, said)
    for state, label, said in (
        (ListState.MATCHED, "matched", "The same name or the same number, and of one party only."),
        (ListState.CHOSEN, "chosen by hand", "Somebody chose the party."),
        (ListState.UNSETTLED, "to be settled", "The name may mean one or several parties. Somebody has to choose."),
        (ListState.NONE_OF_THESE, "none of these", "Somebody said that it is none of the parties that were found."),
        (
            ListState.NOT_FOUND,
            "not found",
            "Nothing is recorded under such a name. That says nothing about the vendor.",
        ),
    )
}
LIST_GAPS: dict[str, str] = {
    NOT_RECORDED: "What is known of it? Nothing is recorded here under this name, and that is no good sign and no bad one.",
    NOT_SETTLED: "Who is meant? Nothing is looked up before that is settled.",
}
"""What is not known of a row that means no party, by its code."""


class Line(Record):
    """One row of a list as it was given."""

    row: int = Field(description="Row as a spreadsheet shows it.")
    name: str = Field("", description="Name of a vendor, a tool or another organisation.")
    country: str = Field("", description="Country of its head office, ISO 3166-1 alpha-2.")
    website: str = Field("", description="Its website.")
    lei: str = Field("", description="Its LEI.")
    vat: str = Field("", description="Its VAT number.")
    party: str = Field("", description="Id of the party that was chosen for it; “none”: none of those that were found.")

    @property
    def wanted(self) -> Wanted:
        """The same as the matcher takes it."""
        numbers = tuple(pair for pair in (("lei", self.lei), ("vat", self.vat)) if pair[1])
        return Wanted(self.name, country=self.country, website=self.website, identifiers=numbers)


class Settled(Record):
    """One row with what it means."""

    line: Line = Field(description="The row as it was given.")
    state: ListState = Field(description="How it stands.")
    party: str = Field(description="Canonical id of the party that it means; empty where that is open or nobody.")
    candidates: tuple[Match, ...] = Field(description="Parties that may be meant, best first, with scores and reasons.")
    not_known: tuple[str, ...] = Field((), description="Codes of what is not known of a row that means no party.")


class Reported(Record):
    """A practice or a condition of pay that claims report behind a party."""

    code: str = Field(description="Practice, or condition of pay.")
    kind: FindingKind = Field(description="Surveillance, conditions, good practice or pay.")
    claims: tuple[str, ...] = Field(
        description="Claims about its own people, or at employers that are more than possible."
    )
    possible: tuple[str, ...] = Field(description="Claims at employers that are possible only.")


class ListedParty(Record):
    """What is known and not known behind a party, in short. All of it stands in the dossier."""

    id: str = Field(description="Canonical id.")
    name: str = Field(description="Name.")
    kind: str = Field(description="Kind.")
    country: str | None = Field(description="Country of the head office.")
    employs: bool = Field(description="Whether the party itself gives people this work.")
    employers: dict[Nearness, tuple[str, ...]] = Field(description="Ids of employers behind it, by how near they are.")
    undisclosed: int = Field(description="Employers among them that sources describe and do not name.")
    countries: tuple[str, ...] = Field(description="Countries of work of employers that are more than possible.")
    possible_countries: tuple[str, ...] = Field(description="Countries of work of the others.")
    pay: tuple[str, ...] = Field(
        description="Pay reports about its own people, or at employers that are more than possible."
    )
    pay_possible: tuple[str, ...] = Field(description="Pay reports at employers that are possible only.")
    findings: tuple[Reported, ...] = Field(description="What these and the practice reports say.")
    criteria: tuple[str, ...] = Field(description="Criteria to which more than what is possible points.")
    answers: tuple[str, ...] = Field(description="Ids of answers to what is reported.")
    silences: tuple[str, ...] = Field(description="Organisations that were asked and, as reported, gave no answer.")
    disputed: tuple[str, ...] = Field(description="Claims that count here and are disputed, at least in part.")
    gaps: tuple[Gap, ...] = Field(description="What is not known.")
    open_questions: int = Field(description="Questions to the vendor under which nothing is recorded.")

    def codes(self, kind: FindingKind, *, possible: bool = False) -> tuple[str, ...]:
        """Give the codes of findings of a kind; `possible`: those that are possible only."""
        own = [f for f in self.findings if f.kind is kind]
        return tuple(f.code for f in own if (not f.claims if possible else f.claims))


class ListRow(Record):
    """One row of the list with what is known and not known. Empty numbers: nothing was looked up."""

    row: int = Field(description="Row of the list.")
    name: str = Field(description="Name as it was given.")
    country: str = Field(description="Country as it was given.")
    website: str = Field(description="Website as it was given.")
    lei: str = Field(description="LEI as it was given.")
    vat: str = Field(description="VAT number as it was given.")
    state: ListState = Field(description="How the row stands.")
    party: str = Field(description="Id of the party that it means; “none” where somebody said that it is none.")
    party_name: str = Field(description="Name of the party.")
    party_kind: str = Field(description="Kind of the party.")
    score: int | None = Field(description="How alike, 0 to 100 by the published table; says nothing about the vendor.")
    reasons: str = Field(description="What speaks for the match and what against it.")
    may_be: tuple[str, ...] = Field(description="Ids of the parties that may be meant, while that is open.")
    rows_alike: int = Field(description="Rows of the list that mean this party.")
    employs: bool = Field(description="Whether the party itself gives people this work.")
    employers_named: int | None = Field(description="Employers that a source names for it or for what it is built on.")
    employers_all: int | None = Field(description="Employers said to work for all products of the maker.")
    employers_possible: int | None = Field(description="Employers of which no source says for which product.")
    employers_undisclosed: int | None = Field(description="Employers among these that are described and not named.")
    countries: tuple[str, ...] = Field(description="Countries of work.")
    possible_countries: tuple[str, ...] = Field(description="Countries of work that are possible only.")
    pay_reports: int | None = Field(description="Pay reports.")
    pay_reports_possible: int | None = Field(description="Pay reports at employers that are possible only.")
    pay: tuple[str, ...] = Field(description="Conditions of pay that are reported.")
    pay_possible: tuple[str, ...] = Field(description="The same, possible only.")
    surveillance: tuple[str, ...] = Field(description="Surveillance that is reported.")
    surveillance_possible: tuple[str, ...] = Field(description="The same, possible only.")
    conditions: tuple[str, ...] = Field(description="Conditions of work that are reported.")
    conditions_possible: tuple[str, ...] = Field(description="The same, possible only.")
    good_practice: tuple[str, ...] = Field(description="Good practice that is reported.")
    good_practice_possible: tuple[str, ...] = Field(description="The same, possible only.")
    criteria: tuple[str, ...] = Field(description="Criteria to which findings or gaps point.")
    answers: int | None = Field(description="Answers to what is reported.")
    silences: int | None = Field(description="Organisations that were asked and, as reported, gave no answer.")
    disputed: int | None = Field(description="Claims that are disputed, at least in part.")
    not_known: tuple[str, ...] = Field(description="Codes of what is not known; never a good sign.")
    open_questions: int | None = Field(description="Questions to the vendor under which nothing is recorded.")
    dossier: str = Field(description="Address of the dossier at this revision.")


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
    notes: tuple[Fault, ...] = Field((), description="What should be looked at and stops nothing.")
    since: Since | None = Field(None, description="What changed since an earlier revision, where that was asked for.")
    base_url: str = Field("", exclude=True, description="Address of the site.")

    def table(self) -> tuple[ListRow, ...]:
        """One row a row."""
        return flat_rows(self.rows, {p.id: p for p in self.parties}, self.base_url, self.revision)


def settle(snapshot: Snapshot, line: Line) -> Settled:
    """Say what a row means. An id that is not recorded is no choice."""
    found = matcher_of(snapshot).find(line.wanted, _LOOKED_AT)
    candidates = found[:CANDIDATES]
    state, party, open_ = ListState.NOT_FOUND, "", NOT_RECORDED
    if line.party in snapshot.entities:
        state, party = ListState.CHOSEN, snapshot.canonical(line.party)
    elif line.party == NONE:
        state = ListState.NONE_OF_THESE
    elif candidates:
        party = certain(found)
        state, open_ = ListState.MATCHED if party else ListState.UNSETTLED, NOT_SETTLED
    return Settled(line=line, state=state, party=party, candidates=candidates, not_known=() if party else (open_,))


def sum_up(dossier: Dossier) -> ListedParty:
    """Put a dossier in short."""
    subject, near = dossier.subject, {e.entity.id: e.nearness for e in dossier.employers}
    by_nearness: dict[Nearness, tuple[str, ...]] = {
        n: tuple(id for id, own in near.items() if own is n) for n in Nearness if n is not Nearness.OWN
    }
    at = {claim: e.nearness for e in dossier.employers for claim in (*e.wages, *e.practices)}
    wages = [s.claim for s in dossier.wages if isinstance(s.claim, Wage) and s.claim.basis != "paid_by_client"]
    said = [w.id for w in wages]
    shown = (*dossier.wages, *dossier.practices, *(x.shown for x in dossier.links))
    return ListedParty(
        id=subject.id,
        name=subject.name,
        kind=subject.kind,
        country=subject.country,
        employs=subject.kind in EMPLOYER_KINDS,
        employers=by_nearness,
        undisclosed=dossier.summary.undisclosed,
        countries=dossier.summary.countries,
        possible_countries=dossier.summary.possible_countries,
        pay=tuple(sorted(id for id in said if at.get(id) is not Nearness.POSSIBLE)),
        pay_possible=tuple(sorted(id for id in said if at.get(id) is Nearness.POSSIBLE)),
        findings=tuple(_reported(dossier)),
        criteria=tuple(sorted(p.criterion.id for p in dossier.criteria if not p.only_possible)),
        answers=tuple(sorted({r.response.id for r in dossier.responses if r.target.stance != "no_answer"})),
        silences=tuple(sorted({r.response.respondent for r in dossier.responses if r.target.stance == "no_answer"})),
        disputed=tuple(sorted({s.claim.id for s in shown if _DISPUTED & set(s.states)})),
        gaps=tuple(o.gap for o in dossier.gaps),
        open_questions=dossier.summary.open_questions,
    )


def _reported(dossier: Dossier) -> Iterable[Reported]:
    found: dict[tuple[FindingKind, str], tuple[set[str], set[str]]] = {}
    for f in dossier.findings:
        firm, possible = found.setdefault((f.kind, f.code), (set(), set()))
        (possible if f.nearness is Nearness.POSSIBLE else firm).add(f.claim)
    order = list(FindingKind)
    for (kind, code), (firm, possible) in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        yield Reported(code=code, kind=kind, claims=tuple(sorted(firm)), possible=tuple(sorted(possible)))


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
        **more,
    )


# -- flat --------------------------------------------------------------------------------------------------------------


def flat_rows(
    rows: Sequence[Settled], parties: Mapping[str, ListedParty], base_url: str, revision: int
) -> tuple[ListRow, ...]:
    """Give the rows as they stand in a table."""
    alike = Counter(s.party for s in rows if s.party)
    return tuple(_flat(s, parties.get(s.party), alike[s.party], f"{base_url}/dossier/", revision) for s in rows)


def _flat(settled: Settled, party: ListedParty | None, alike: int, dossier: str, revision: int) -> ListRow:
    line, match = settled.line, next((m for m in settled.candidates if m.id == settled.party), None)
    given = {**line.model_dump(exclude={"party"}), "state": settled.state}
    about: dict[str, Any] = {
        "party": settled.party or (NONE if settled.state is ListState.NONE_OF_THESE else ""),
        "party_name": party.name if party else "",
        "party_kind": party.kind if party else "",
        "score": match.score if match else None,
        "reasons": "; ".join(r.words for r in match.reasons) if match else "",
        "may_be": tuple(m.id for m in settled.candidates) if settled.state is ListState.UNSETTLED else (),
        "rows_alike": alike,
        "dossier": f"{dossier}{party.id}?as_of={revision}" if party else "",
    }
    return ListRow.model_validate({**given, **about, **(_known(party) if party else _unknown(settled))})


def _known(party: ListedParty) -> dict[str, Any]:
    near = {nearness: len(ids) for nearness, ids in party.employers.items()}
    return {
        "employs": party.employs,
        "employers_named": sum(near.get(n, 0) for n in _NAMED),
        "employers_all": near.get(Nearness.ALL, 0),
        "employers_possible": near.get(Nearness.POSSIBLE, 0),
        "employers_undisclosed": party.undisclosed,
        "countries": party.countries,
        "possible_countries": party.possible_countries,
        "pay_reports": len(party.pay),
        "pay_reports_possible": len(party.pay_possible),
        **{kind.value: party.codes(kind) for kind in FindingKind},
        **{f"{kind.value}_possible": party.codes(kind, possible=True) for kind in FindingKind},
        "criteria": party.criteria,
        "answers": len(party.answers),
        "silences": len(party.silences),
        "disputed": len(party.disputed),
        "not_known": tuple(dict.fromkeys(gap.code.value for gap in party.gaps)),
        "open_questions": party.open_questions,
    }


_NUMBERS = (
    "employers_named", "employers_all", "employers_possible", "employers_undisclosed", "pay_reports",
    "pay_reports_possible", "answers", "silences", "disputed", "open_questions",
)  # fmt: skip


def _unknown(settled: Settled) -> dict[str, Any]:
    kinds = [f"{kind.value}{end}" for kind in FindingKind for end in ("", "_possible")]
    return {
        **dict.fromkeys(_NUMBERS),
        **dict.fromkeys((*kinds, "countries", "possible_countries", "criteria"), ()),
        "employs": False,
        "not_known": settled.not_known,
    }


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
