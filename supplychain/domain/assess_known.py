"""What the database knows under questions 2.2 to 2.5: claims with grade, date and answers, and plainly what it does not know."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from pydantic import Field

from supplychain.domain.dossier_answer import FIRM, Dossier, Finding, FindingKind, Nearness, Open
from supplychain.domain.dossier_findings import NO_FINDING
from supplychain.domain.evidence import Grade
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.gaps import Gap
from supplychain.domain.pay_brief import MOST_BENCHMARKS
from supplychain.domain.records import PracticeReport, Record, Source, Wage
from supplychain.domain.standing import Shown, State

_GAPS = {
    "2.2": frozenset(GapCode)
    - {GapCode.NO_WAGE_REPORT, GapCode.OLD_WAGE_REPORTS, GapCode.NO_SURVEILLANCE_KNOWN, GapCode.ASKED_NO_ANSWER}
    - {GapCode.DOES_NOT_KNOW, GapCode.SINGLE_SOURCE},
    "2.3": {GapCode.NO_WAGE_REPORT, GapCode.OLD_WAGE_REPORTS},
    "2.4": {GapCode.NO_SURVEILLANCE_KNOWN},
    "2.5": {GapCode.ASKED_NO_ANSWER, GapCode.DOES_NOT_KNOW},
}
"""Question -> kinds of gaps that belong under it."""
_HARM = (FindingKind.SURVEILLANCE, FindingKind.CONDITIONS)


class KnownState(StrEnum):
    """How much the database knows under a question."""

    KNOWN = "known"
    POSSIBLE = "possible"
    NOTHING = "nothing"


KNOWN_STATES: dict[KnownState, tuple[str, str]] = {
    KnownState.KNOWN: ("something is recorded", "Something is recorded for what is named. It is never the whole."),
    KnownState.POSSIBLE: (
        "only possible",
        "Something is recorded only at employers that no source names for the tool.",
    ),
    KnownState.NOTHING: ("not known", "Nothing is recorded. That is no sign that there is nothing."),
}
"""Each with its label and definition."""


class KnownClaim(Record):
    """One claim under a question."""

    claim: str = Field(description="Id of the claim.")
    about: tuple[str, ...] = Field(description="Relation, practice, conditions of pay, or stances of an answer.")
    party: str = Field(description="Id of the employer, of the party supplied, or of who answers.")
    nearness: Nearness | None = Field(description="How near it lies to the tool; empty for links and answers.")
    grade: Grade = Field(description="Evidence grade.")
    states: tuple[State, ...] = Field(description="States of the claim.")
    start: str = Field(description="Since when, as the source says it.")
    end: str = Field(description="Until when, as the source says it.")
    reported_on: str = Field(description="Date of the report.")
    words: str = Field(description="What is claimed.")
    sources: tuple[int, ...] = Field(description="Numbers of the sources.")


class Known(Record):
    """What the database knows under one question."""

    number: str = Field(description="Number of the question.")
    state: KnownState = Field(description="How much it knows.")
    claims: tuple[KnownClaim, ...] = Field(description="Every claim, nearest first.")
    gaps: tuple[Gap, ...] = Field(description="What it does not know.")


class NumberedSource(Record):
    """A source with the one number that it has here."""

    number: int = Field(description="Its number.")
    id: str = Field(description="Its id.")
    title: str = Field(description="Its title.")
    publisher: str = Field(description="Who published it.")
    date: str = Field(description="Its date.")
    url: str = Field(description="Its address.")


class Numbers:
    """Gives every source one number, in the order in which it is first named."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Begin with none."""
        self._sources = {source.id: source for source in sources}
        self.given: dict[str, int] = {}

    def of(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of sources."""
        found = [id for id in dict.fromkeys(ids) if id in self._sources]
        return tuple(sorted(self.given.setdefault(id, len(self.given) + 1) for id in found))

    def listed(self) -> tuple[NumberedSource, ...]:
        """All that were named."""
        return tuple(self._listed())

    def _listed(self) -> Iterator[NumberedSource]:
        for id, number in self.given.items():
            s = self._sources[id]
            yield NumberedSource(number=number, id=id, title=s.title, publisher=s.publisher, date=s.date, url=s.url)


def known_of(dossier: Dossier, answers: Mapping[str, Shown], numbers: Numbers) -> tuple[Known, ...]:
    """Put what a dossier holds under the four questions; `answers` are its responses as they are shown, by id."""
    links = tuple(_links(dossier, numbers))
    wages = tuple(_wages(dossier, numbers))
    found = (
        ("2.2", links, _how_near(e.nearness for e in dossier.employers)),
        ("2.3", wages, _how_near(c.nearness for c in wages if c.nearness)),
        (
            "2.4",
            tuple(_practices(dossier, numbers)),
            _how_near(f.nearness for f in dossier.findings if f.kind in _HARM),
        ),
        (
            "2.5",
            tuple(_answers(dossier, answers, numbers)),
            KnownState.KNOWN if dossier.responses else KnownState.NOTHING,
        ),
    )
    return tuple(
        Known(
            number=number,
            state=state,
            claims=claims,
            gaps=tuple(o.gap for o in _open(dossier.gaps, number)),
        )
        for number, claims, state in found
    )


def _how_near(found: Iterable[Nearness]) -> KnownState:
    near = set(found)
    if near & FIRM:
        return KnownState.KNOWN
    return KnownState.POSSIBLE if near else KnownState.NOTHING


def _open(gaps: Iterable[Open], number: str) -> Iterator[Open]:
    return (o for o in gaps if o.gap.code in _GAPS[number])


def _links(dossier: Dossier, numbers: Numbers) -> Iterator[KnownClaim]:
    for used in dossier.links:
        yield _claim(used.shown, (getattr(used.shown.claim, "relation", ""),), used.target, None, numbers)


def _by_claim(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for f in findings:
        found.setdefault(f.claim, []).append(f)
    return found


def _wages(dossier: Dossier, numbers: Numbers) -> Iterator[KnownClaim]:
    own, near = _by_claim(dossier.findings), {e.entity.id: e.nearness for e in dossier.employers}
    order = list(Nearness)
    rows = []
    for s in dossier.wages:
        wage = s.claim
        if not isinstance(wage, Wage) or NO_FINDING & set(s.states):
            continue
        reported = own.get(wage.id, [])
        nearness = reported[0].nearness if reported else near.get(wage.employer, Nearness.POSSIBLE)
        rows.append((order.index(nearness), wage.id, s, tuple(f.code for f in reported), wage.employer, nearness))
    for _, _, s, codes, employer, nearness in sorted(rows, key=lambda row: row[:2]):
        yield _claim(s, codes, employer, nearness, numbers)
        if s.pay is not None and nearness in FIRM:
            for against in (s.pay.minimum, s.pay.living):
                numbers.of(id for gap in against.gaps[:MOST_BENCHMARKS] for id in gap.benchmark.sources)


def _practices(dossier: Dossier, numbers: Numbers) -> Iterator[KnownClaim]:
    shown = {s.claim.id: s for s in dossier.practices}
    reported = {f.claim: f for f in dossier.findings if f.claim in shown}
    for f in reported.values():
        yield _claim(shown[f.claim], (f.code,), f.employer, f.nearness, numbers)
    for id, s in shown.items():
        if id not in reported and State.DENIED in s.states and isinstance(s.claim, PracticeReport):
            yield _claim(s, (s.claim.practice,), s.claim.employer, None, numbers)


def _answers(dossier: Dossier, answers: Mapping[str, Shown], numbers: Numbers) -> Iterator[KnownClaim]:
    stances: dict[str, list[str]] = {}
    for reply in dossier.responses:
        stances.setdefault(reply.response.id, []).append(reply.target.stance)
    for reply in {r.response.id: r for r in dossier.responses}.values():
        r = reply.response
        said = _claim(answers[r.id], tuple(dict.fromkeys(stances[r.id])), r.respondent, None, numbers)
        yield said.model_copy(update={"start": r.date or said.start})


def _claim(s: Shown, about: tuple[str, ...], party: str, nearness: Nearness | None, numbers: Numbers) -> KnownClaim:
    claim = s.claim
    return KnownClaim(
        claim=claim.id,
        about=about,
        party=party,
        nearness=nearness,
        grade=s.evidence.grade,
        states=s.states,
        start=claim.start,
        end=claim.end,
        reported_on=claim.reported_on,
        words=claim.description,
        sources=numbers.of(c.source for c in claim.citations),
    )
