"""A list as a flat table: a row each, with codes for programs and the same in words for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from supplychain.domain.dossier_answer import FindingKind, Nearness
from supplychain.domain.list_gaps import MOST_NAMES, ShortGap
from supplychain.domain.list_lines import LIST_GAPS, LIST_STATES, NONE, ListState, Settled
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.match_table import Reason
from supplychain.domain.packages import TERMS
from supplychain.domain.records import Record

_NAMED = (Nearness.ITSELF, Nearness.BASE)
_AND_MORE = "%(names)s and %(count)s more"


class ListedCriterion(Record):
    """A criterion by its name."""

    id: str = Field(description="Id.")
    name: str = Field(description="Law or standard, and article.")
    name_de: str = Field(description="The same in German.")


class Words:
    """Says in a language what a list holds as codes; this one in English."""

    language = "en"
    prefix = ""
    """Begins the addresses of pages in the language."""

    def say(self, text: str, /, **filled: str | int) -> str:
        """Say a text of the code."""
        return text % filled if filled else text

    def term(self, vocabulary: str, code: str) -> str:
        """Say a term by its label."""
        return self.say(TERMS[vocabulary][code].label)

    def criterion(self, criterion: ListedCriterion) -> str:
        """Name a criterion."""
        return criterion.name

    def reason(self, reason: Reason) -> str:
        """Say why a name was matched."""
        return reason.words

    def gap(self, gap: ShortGap) -> str:
        """Say what is not known, in short, and for which products."""
        what = self.say(gap.pattern, **gap.parameters)
        if not gap.products:
            return what
        names, rest = ", ".join(gap.products[:MOST_NAMES]), len(gap.products) - MOST_NAMES
        products = self.say(_AND_MORE, names=names, count=rest) if rest > 0 else names
        return f"{what} ({products})"


ENGLISH = Words()
SAID = (_AND_MORE,)
"""Texts that are said here and nowhere else."""


class ListRow(Record):
    """One row of the list with what is known and not known. Empty numbers: nothing was looked up."""

    row: int = Field(description="Row of the list.")
    name: str = Field(description="Name as it was given.")
    country: str = Field(description="Country as it was given.")
    website: str = Field(description="Website as it was given.")
    lei: str = Field(description="LEI as it was given.")
    vat: str = Field(description="VAT number as it was given.")
    state: ListState = Field(description="How the row stands.")
    state_words: str = Field(description="How the row stands, in words.")
    party: str = Field(description="Id of the party that it means; “none” where somebody said that it is none.")
    party_name: str = Field(description="Name of the party.")
    party_kind: str = Field(description="Kind of the party.")
    party_kind_words: str = Field(description="Kind of the party, in words.")
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
    prices: int | None = Field(description="Reports on what a client pays.")
    prices_possible: int | None = Field(description="The same at employers that are possible only.")
    pay_conditions: int | None = Field(
        description="Conditions of pay that follow from the pay reports, each time counted."
    )
    pay_conditions_possible: int | None = Field(description="The same, possible only.")
    pay: tuple[str, ...] = Field(description="Conditions of pay that follow from the pay reports.")
    pay_words: tuple[str, ...] = Field(description="Conditions of pay, in words.")
    pay_possible: tuple[str, ...] = Field(description="The same, possible only.")
    pay_possible_words: tuple[str, ...] = Field(description="The same, possible only, in words.")
    surveillance: tuple[str, ...] = Field(description="Surveillance that is reported.")
    surveillance_words: tuple[str, ...] = Field(description="Surveillance, in words.")
    surveillance_possible: tuple[str, ...] = Field(description="The same, possible only.")
    surveillance_possible_words: tuple[str, ...] = Field(description="The same, possible only, in words.")
    conditions: tuple[str, ...] = Field(description="Conditions of work that are reported.")
    conditions_words: tuple[str, ...] = Field(description="Conditions of work, in words.")
    conditions_possible: tuple[str, ...] = Field(description="The same, possible only.")
    conditions_possible_words: tuple[str, ...] = Field(description="The same, possible only, in words.")
    good_practice: tuple[str, ...] = Field(description="Good practice that is reported.")
    good_practice_words: tuple[str, ...] = Field(description="Good practice, in words.")
    good_practice_possible: tuple[str, ...] = Field(description="The same, possible only.")
    good_practice_possible_words: tuple[str, ...] = Field(description="The same, possible only, in words.")
    criteria: tuple[str, ...] = Field(description="Criteria to which findings or gaps point.")
    criteria_words: tuple[str, ...] = Field(description="Criteria, in words.")
    answers: int | None = Field(description="Answers to what is reported.")
    silences: int | None = Field(description="Organisations that were asked and, as reported, gave no answer.")
    disputed: int | None = Field(description="Claims that are disputed, at least in part.")
    not_known: tuple[str, ...] = Field(description="Codes of what is not known; never a good sign.")
    not_known_words: tuple[str, ...] = Field(description="What is not known, in words.")
    open_questions: int | None = Field(description="Questions to the vendor under which nothing is recorded.")
    dossier: str = Field(description="Address of the dossier at this revision.")


def flat_rows(
    rows: Sequence[Settled],
    parties: Mapping[str, ListedParty],
    criteria: Mapping[str, ListedCriterion],
    dossiers: str,
    words: Words = ENGLISH,
) -> tuple[ListRow, ...]:
    """Give the rows as they stand in a table; `dossiers` is the address of a dossier with a place for the id."""
    alike = Counter(s.party for s in rows if s.party)
    found = (_flat(s, parties.get(s.party), alike[s.party], dossiers) for s in rows)
    return tuple(ListRow.model_validate(row | _words(row, parties.get(row["party"]), criteria, words)) for row in found)


def _flat(settled: Settled, party: ListedParty | None, alike: int, dossiers: str) -> dict[str, Any]:
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
        "dossier": dossiers % {"id": party.id} if party else "",
    }
    return {**given, **about, **(_known(party) if party else _unknown(settled))}


_VOCABULARIES = {
    "pay": "pay_condition",
    "surveillance": "practice",
    "conditions": "practice",
    "good_practice": "practice",
}


def _words(
    row: Mapping[str, Any], party: ListedParty | None, criteria: Mapping[str, ListedCriterion], words: Words
) -> dict[str, Any]:
    """Say in words what stands in a row as codes."""
    found: dict[str, Any] = {
        f"{name}{end}_words": tuple(words.term(vocabulary, code) for code in row[f"{name}{end}"])
        for name, vocabulary in _VOCABULARIES.items()
        for end in ("", "_possible")
    }
    return {
        **found,
        "state_words": words.say(LIST_STATES[row["state"]].label),
        "party_kind_words": words.term("entity_kind", row["party_kind"]) if row["party_kind"] else "",
        "criteria_words": tuple(words.criterion(criteria[id]) for id in row["criteria"]),
        "not_known_words": tuple(map(words.gap, party.short))
        if party
        else tuple(words.say(LIST_GAPS[code]) for code in row["not_known"]),
    }


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
        "prices": len(party.prices),
        "prices_possible": len(party.prices_possible),
        "pay_conditions": party.times(FindingKind.PAY),
        "pay_conditions_possible": party.times(FindingKind.PAY, possible=True),
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
    "pay_reports_possible", "prices", "prices_possible", "pay_conditions", "pay_conditions_possible", "answers",
    "silences", "disputed", "open_questions",
)  # fmt: skip


def _unknown(settled: Settled) -> dict[str, Any]:
    kinds = [f"{kind.value}{end}" for kind in FindingKind for end in ("", "_possible")]
    return {
        **dict.fromkeys(_NUMBERS),
        **dict.fromkeys((*kinds, "countries", "possible_countries", "criteria"), ()),
        "employs": False,
        "not_known": settled.not_known,
    }
