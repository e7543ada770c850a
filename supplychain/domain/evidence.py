"""How well a claim is supported: the published rule that turns its citations into a grade from A to D (rule version 1).

The grade is computed, never stored, and can be computed again by anyone from the exported tables `citations` and `sources`
and the claim's own row.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import networkx as nx
from pydantic import Field

from supplychain.domain.records import Claim, Link, PracticeReport, Record, Response, Source, Wage
from supplychain.domain.vocabulary import PRACTICE_GROUP, RELAYED_QUALITIES

RULE_VERSION = 1


class Grade(StrEnum):
    """Evidence grade; A is the strongest. Grades compare by their letter."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class EvidenceClass(StrEnum):
    """What one source is worth for one claim."""

    DECISION = "decision"
    PRIMARY = "primary"
    FIRST_HAND = "first_hand"
    RELAYED = "relayed"
    OWN_FAVOURABLE = "own_favourable"


EVIDENCE_CLASSES: dict[EvidenceClass, tuple[str, str]] = {
    EvidenceClass.DECISION: (
        "decision",
        "A court's finding or a public authority's decision, read in the record itself.",
    ),
    EvidenceClass.PRIMARY: (
        "primary",
        "A study or data set by those who measured; a document that the reporter saw; a firm's or client's own statement on "
        "its own supply link, or against its own interest.",
    ),
    EvidenceClass.FIRST_HAND: (
        "first-hand",
        "An original investigation, an NGO's report, a worker's testimony, or a court filing.",
    ),
    EvidenceClass.RELAYED: (
        "relayed",
        "A reference work, a company's page that does not show who speaks, a copy, translation, summary, mirror or digest, "
        "or a source that was only read about.",
    ),
    EvidenceClass.OWN_FAVOURABLE: (
        "own favourable statement",
        "What a firm says in its own favour: on pay, on good practice, in answer to a question about itself, or that it does "
        "not do, or no longer does, what is criticised.",
    ),
}
"""Each class with its label and definition."""
_STRENGTH = {
    EvidenceClass.DECISION: 4,
    EvidenceClass.PRIMARY: 3,
    EvidenceClass.FIRST_HAND: 2,
    EvidenceClass.RELAYED: 1,
    EvidenceClass.OWN_FAVOURABLE: 0,
}
GRADES: dict[Grade, str] = {
    Grade.A: "A court's finding or a public authority's decision; or two independent sources, one of them primary.",
    Grade.B: "One primary source; or two independent first-hand sources.",
    Grade.C: "One first-hand source; or two independent relayed sources. Inferred links are never better than this.",
    Grade.D: "One relayed source, or only a firm's own favourable statement.",
}
"""The rule in words, one sentence a grade."""


class Reading(Record):
    """What one supporting source is worth for this claim, and to which independent voice it belongs."""

    source: str = Field(description="The source.")
    evidence_class: EvidenceClass = Field(description="Its class for this claim.")
    voice: int = Field(description="Number of the independent voice: sources with one number count once.", ge=1)


class Evidence(Record):
    """The grade of a claim with all that it follows from."""

    grade: Grade = Field(description="Evidence grade from A to D.")
    rule_version: int = Field(RULE_VERSION, description="Version of the rule.")
    voices: int = Field(description="Number of independent supporting voices.", ge=1)
    readings: tuple[Reading, ...] = Field(description="The supporting sources.")
    contradicted_by: tuple[str, ...] = Field((), description="Sources that contradict; they are shown, not subtracted.")


def classify(claim: Claim, source: Source) -> EvidenceClass:
    """Say what a source is worth for a claim."""
    if source.kind == "reference" or source.quality in RELAYED_QUALITIES or source.seen != "yes":
        return EvidenceClass.RELAYED
    if (source.kind, claim.asserted_by) in (("court_record", "court_finding"), ("regulator", "regulator")):
        return EvidenceClass.DECISION
    if claim.asserted_by == "firm_itself" and _favours_the_firm(claim):
        return EvidenceClass.OWN_FAVOURABLE
    if source.kind == "company_statement":
        own = claim.asserted_by in ("firm_itself", "client") and not _favours_the_firm(claim)
        return EvidenceClass.PRIMARY if own else EvidenceClass.RELAYED
    measured = source.kind in ("study", "dataset") and claim.asserted_by == "researcher"
    if measured or claim.asserted_by == "reporter_saw":
        return EvidenceClass.PRIMARY
    return EvidenceClass.FIRST_HAND


def _favours_the_firm(claim: Claim) -> bool:
    """Whether a firm says this in its favour: pay, good practice, what we asked it, that a bad practice is not so or ended."""
    if isinstance(claim, PracticeReport):
        return (PRACTICE_GROUP[claim.practice] == "good_practice") == (claim.stance == "reported")
    if isinstance(claim, Response):
        return any(target.question is not None and target.stance == "answers" for target in claim.targets)
    return isinstance(claim, Wage)


def roots(source: str, sources: Mapping[str, Source]) -> frozenset[str]:
    """Give the works that a source goes back to, through any number of repeats; itself when it repeats nothing.

    Origins that are not in the database stand as `copy:<publisher>`. A circle of repeats counts as one root.
    """
    labels: set[str] = set()
    seen, todo = {source}, [source]
    while todo:
        for origin in sources[todo.pop()].origin_of:
            if origin not in sources:
                labels.add(origin)
            elif origin not in seen:
                seen.add(origin)
                todo.append(origin)
    ends = {s for s in seen if not sources[s].origin_of}
    return frozenset(labels | ends) or frozenset({min(seen)})


def voices_of(ids: Iterable[str], sources: Mapping[str, Source]) -> dict[str, int]:
    """Number the independent voices among sources: a shared root or a shared publisher makes two of them one."""
    graph: nx.Graph[str] = nx.Graph()
    for id in sorted(set(ids)):
        graph.add_node(id)
        own = roots(id, sources)
        for root in own:
            label = root.removeprefix("copy:") if root not in sources else sources[root].publisher
            graph.add_edge(id, f"root {root}")
            if label:
                graph.add_edge(id, f"publisher {' '.join(label.casefold().split())}")
    wanted = set(ids)
    components = sorted(sorted(c & wanted) for c in nx.connected_components(graph))
    return {id: number for number, component in enumerate(components, 1) for id in component}


def weigh(claim: Claim, sources: Mapping[str, Source]) -> Evidence:
    """Grade a claim by its supporting citations."""
    supporting = sorted({c.source for c in claim.citations if c.stance == "supports"})
    voices = voices_of(supporting, sources)
    readings = tuple(
        Reading(source=id, evidence_class=classify(claim, sources[id]), voice=voices[id]) for id in supporting
    )
    best: dict[int, int] = {}
    for reading in readings:
        best[reading.voice] = max(best.get(reading.voice, 0), _STRENGTH[reading.evidence_class])
    grade = _grade(sorted(best.values(), reverse=True))
    if isinstance(claim, Link) and claim.stance == "inferred":
        grade = max(grade, Grade.C)
    return Evidence(
        grade=grade,
        voices=len(best),
        readings=readings,
        contradicted_by=tuple(sorted({c.source for c in claim.citations if c.stance == "contradicts"})),
    )


def _grade(strengths: list[int]) -> Grade:
    """Apply the rule to the strengths of the independent voices, strongest first. Own favourable words count for nothing."""
    counted = [s for s in strengths if s > 0]
    match counted:
        case [4, *_] | [3, _, *_]:
            return Grade.A
        case [3] | [2, 2, *_]:
            return Grade.B
        case [2, *_] | [1, 1, *_]:
            return Grade.C
        case _:
            return Grade.D
