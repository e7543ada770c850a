"""What is known and not known behind a party of a list: its dossier put in short."""

from collections.abc import Iterable

from pydantic import Field

from supplychain.domain.dossier_answer import Dossier, FindingKind, Nearness
from supplychain.domain.list_gaps import ListedGap, ShortGap, gaps_in_short
from supplychain.domain.records import Record
from supplychain.domain.standing import State
from supplychain.domain.vocabulary import EMPLOYER_KINDS

_DISPUTED = frozenset({State.DISPUTED, State.PARTLY_DISPUTED, State.CONTRADICTED})


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
    prices: tuple[str, ...] = Field(
        description="Reports on what a client pays, at employers that are more than possible."
    )
    prices_possible: tuple[str, ...] = Field(description="The same at employers that are possible only.")
    findings: tuple[Reported, ...] = Field(description="What these and the practice reports say.")
    criteria: tuple[str, ...] = Field(description="Criteria to which more than what is possible points.")
    answers: tuple[str, ...] = Field(description="Ids of answers to what is reported.")
    silences: tuple[str, ...] = Field(description="Organisations that were asked and, as reported, gave no answer.")
    disputed: tuple[str, ...] = Field(description="Claims that count here and are disputed, at least in part.")
    gaps: tuple[ListedGap, ...] = Field(description="What is not known, with the products for which it is not.")
    short: tuple[ShortGap, ...] = Field(description="The same in short, a line for each kind.")
    open_questions: int = Field(description="Questions to the vendor under which nothing is recorded.")

    def codes(self, kind: FindingKind, *, possible: bool = False) -> tuple[str, ...]:
        """Give the codes of findings of a kind; `possible`: those that are possible only."""
        own = [f for f in self.findings if f.kind is kind]
        return tuple(f.code for f in own if (not f.claims if possible else f.claims))

    def times(self, kind: FindingKind, *, possible: bool = False) -> int:
        """Count what is reported of a kind, each practice of each report once."""
        return sum(len(f.possible if possible else f.claims) for f in self.findings if f.kind is kind)


def sum_up(dossier: Dossier) -> ListedParty:
    """Put a dossier in short."""
    subject, near = dossier.subject, {e.entity.id: e.nearness for e in dossier.employers}
    by_nearness: dict[Nearness, tuple[str, ...]] = {
        n: tuple(id for id, own in near.items() if own is n) for n in Nearness if n is not Nearness.OWN
    }
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
        pay=dossier.pay_reports(),
        pay_possible=dossier.pay_reports(possible=True),
        prices=dossier.pay_reports(price=True),
        prices_possible=dossier.pay_reports(possible=True, price=True),
        findings=tuple(_reported(dossier)),
        criteria=tuple(sorted(p.criterion.id for p in dossier.criteria if not p.only_possible)),
        answers=tuple(sorted({r.response.id for r in dossier.responses if r.target.stance != "no_answer"})),
        silences=tuple(sorted({r.response.respondent for r in dossier.responses if r.target.stance == "no_answer"})),
        disputed=tuple(sorted({s.claim.id for s in shown if _DISPUTED & set(s.states)})),
        gaps=tuple(ListedGap(**o.gap.model_dump(), products=o.products) for o in dossier.gaps),
        short=tuple(gaps_in_short(dossier)),
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
