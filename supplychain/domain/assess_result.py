"""What an assessment comes to: the answers, what the database knew, the weighing, the stops, what is open, the sources.

It is worked out from what the organisation wrote and from the revision named in it alone. It never says whether the tool may
be used: the organisation does.
"""

from collections.abc import Iterator

from pydantic import Field

from supplychain.domain.assess import UNRECORDED, Assessment, Lack, Weight, lacks
from supplychain.domain.assess_form import CRITERIA, FIELDS, QUESTIONS, STOPS, criterion_label, field_label
from supplychain.domain.assess_known import Known, KnownState, NumberedSource, Numbers, known_of
from supplychain.domain.assess_weigh import (
    Speaking,
    Stop,
    Weighing,
    Why,
    speaks_against,
    stop_1,
    stop_2,
    stop_3,
    weigh_all,
)
from supplychain.domain.assess_words import AGAINST, LACKS, WHY
from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import Dossier, Pointed
from supplychain.domain.parties import Party
from supplychain.domain.records import Entity, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, show

SAYS = (
    "This assessment is the organisation’s own. What this database knew stands under 2.2 to 2.5; it describes what is recorded, "
    "not the work. The stops, the sum and what is open were worked out; the decision was not."
)
ON_LABOUR = ("2.2", "2.3", "2.4", "2.5")
"""Numbers of the questions on the labour behind a tool, which the database fills in."""
BANNED = "cr-aia-5-1-f"
"""The criterion of the practice that the second stop names."""


class AnsweredQuestion(Record):
    """A question with what was answered, in the words of the form."""

    number: str = Field(description="Its number.")
    text: str = Field(description="The question.")
    text_de: str = Field(description="The same in German.")
    fields: tuple[str, ...] = Field(description="Names of the fields under it.")
    no_evidence: bool = Field(description="There is no evidence: it counts against release.")


class Told(Record):
    """A sentence that was worked out, in both languages."""

    where: str = Field(description="Number of a question or criterion, or code of a stop.")
    text: str = Field(description="The sentence.")
    text_de: str = Field(description="The same in German.")


class AssessmentResult(Record):
    """An assessment with all that follows from it but the decision."""

    assessment: Assessment = Field(description="What the organisation wrote.")
    says: str = Field(SAYS, description="What this says, and what it does not say.")
    tool: Party = Field(description="The tool.")
    recorded_on: str = Field(description="Day of the revision that was looked at.")
    complete: bool = Field(description="Whether nothing is open. An assessment that is not complete releases nothing.")
    lacks: tuple[Lack, ...] = Field(description="What is open or cannot stand.")
    told: tuple[Told, ...] = Field(description="The same, and why each stop stands as it does, in words.")
    questions: tuple[AnsweredQuestion, ...] = Field(description="The questions of the form.")
    known: tuple[Known, ...] = Field(description="What the database knew under 2.2 to 2.5.")
    stops: tuple[Stop, ...] = Field(description="The stops.")
    weighing: Weighing = Field(description="The weighing.")
    against: tuple[Speaking, ...] = Field(description="What speaks against a release.")
    names: dict[str, str] = Field(description="Names of the parties that claims mention.")
    sources: tuple[NumberedSource, ...] = Field(description="Every source, numbered once.")
    dossier: Dossier = Field(exclude=True, description="The dossier behind it.")

    @property
    def recorded(self) -> bool:
        """Whether the tool is in the database; else nothing is known but the name that was typed."""
        return not self.assessment.name

    @property
    def without_evidence(self) -> tuple[str, ...]:
        """Numbers of the questions to which there is no evidence."""
        return tuple(q.number for q in self.questions if q.no_evidence)

    def stop(self, code: str) -> Stop:
        """One of the stops."""
        return next(stop for stop in self.stops if stop.code == code)


def assess(snapshot: Snapshot, a: Assessment) -> AssessmentResult:
    """Work it out. The tool must be known at the revision at hand."""
    dossier = compile_dossier(snapshot, a.tool)
    numbers = Numbers(dossier.sources)
    answers = {r.response.id: show(r.response, snapshot) for r in dossier.responses}
    known = known_of(dossier, answers, numbers)
    weighing = weigh_all(a)
    replies: dict[str, list[Reply]] = {}
    for s in (*dossier.wages, *dossier.practices):
        replies[s.claim.id] = list(s.replies)
    banned = next((p for p in dossier.criteria if p.criterion.id == BANNED), None)
    stops = (stop_1(a), stop_2(a, _claims(banned)), stop_3(dossier.findings, replies))
    if banned is not None and stops[1].beside:
        numbers.of([banned.criterion.source])
    against = speaks_against(a, weighing, stops)
    near = {k.number: k.state is KnownState.KNOWN for k in known}
    missing = lacks(a, near, {s.code: s.number for s in against})
    return AssessmentResult(
        assessment=a,
        tool=Party.of(dossier.subject),
        recorded_on=dossier.recorded_on,
        complete=not missing,
        lacks=missing,
        told=tuple(_told(missing, stops)),
        questions=tuple(_question(a, number) for number in (q.number for q in QUESTIONS)),
        known=known,
        stops=stops,
        weighing=weighing,
        against=against,
        names=dossier.names,
        sources=numbers.listed(),
        dossier=dossier,
    )


def assess_unrecorded(snapshot: Snapshot, a: Assessment) -> AssessmentResult:
    """Work it out for a tool that is not in the database: nothing is known of it but its name."""
    named = Entity(id=UNRECORDED, name=a.name, kind="tool")
    bare = Snapshot(
        snapshot.revision, snapshot.recorded_on, {UNRECORDED: named}, reference_rows=snapshot.reference_rows
    )
    return assess(bare, a)


def empty_unrecorded(name: str, revision: int, revision_hash: str) -> Assessment:
    """An assessment of a tool that is not in the database: on its labour there is no evidence, and that is ticked."""
    made = empty(UNRECORDED, revision, revision_hash)
    return made.model_copy(update={"name": name, "no_evidence": ON_LABOUR})


def empty(tool: str, revision: int, revision_hash: str) -> Assessment:
    """An assessment of a tool in which every field stands and nothing is answered."""
    unscored = Assessment(tool=tool, revision=revision)
    return Assessment(
        tool=tool,
        revision=revision,
        revision_hash=revision_hash,
        answers={f.name: "" for f in FIELDS},
        weighing={c.code: unscored.weight(c.code) for c in CRITERIA},
        despite={stop.code: "" for stop in STOPS} | {"sum": ""},
    )


def renewed(old: Assessment, digest: str, revision: int, revision_hash: str) -> Assessment:
    """The same asked again of a newer state: answers stay to be looked through, the decision is open again."""
    open_again = ("outcome", "reasons", "dissent", "decided_by", "decided_on", "review_on")
    return old.model_copy(
        update={
            "revision": revision,
            "revision_hash": revision_hash,
            "answers": old.answers | dict.fromkeys(open_again, ""),
            "weighing": {code: Weight(**w.model_dump() | {"score": ""}) for code, w in old.weighing.items()},
            "despite": dict.fromkeys(old.despite, ""),
            "predecessor": digest,
        }
    )


def _claims(pointed: Pointed | None) -> tuple[str, ...]:
    return tuple(f.claim for f in pointed.findings) if pointed is not None else ()


def _question(a: Assessment, number: str) -> AnsweredQuestion:
    q = next(q for q in QUESTIONS if q.number == number)
    return AnsweredQuestion(
        number=number,
        text=q.text,
        text_de=q.text_de,
        fields=tuple(f.name for f in FIELDS if f.number == number),
        no_evidence=a.lacks_evidence(number),
    )


def against_words(code: str, language: str) -> str:
    """Say what speaks against a release."""
    bare = code.removeprefix("bare_")
    filled = {"criterion": criterion_label(bare, language)} if bare != code else {}
    return AGAINST["bare" if filled else code].in_(language) % filled


def lack_words(lack: Lack, language: str, *, labels: bool = True) -> str:
    """Say what is open: with the labels of fields, or with their names as they stand in a file."""
    filled = dict(lack.parameters)
    if labels:
        if "field" in filled:
            filled["field"] = field_label(filled["field"], language)
        if "fields" in filled:
            filled["fields"] = "; ".join(field_label(name, language) for name in filled["fields"].split(", "))
        if "what" in filled:
            filled["what"] = against_words(filled["what"], language)
    return LACKS[lack.code].in_(language) % filled


def why_words(why: Why, language: str) -> str:
    """Say why a stop stands as it does."""
    filled = dict(why.parameters)
    if language == "de" and "percent" in filled:
        filled["percent"] = filled["percent"].replace(".", ",")
    return WHY[why.code].in_(language) % filled


def _told(missing: tuple[Lack, ...], stops: tuple[Stop, ...]) -> Iterator[Told]:
    for lack in missing:
        yield Told(where=lack.number, text=lack_words(lack, "en"), text_de=lack_words(lack, "de"))
    for stop in stops:
        for why in stop.why:
            yield Told(where=stop.code, text=why_words(why, "en"), text_de=why_words(why, "de"))
