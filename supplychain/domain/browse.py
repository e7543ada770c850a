"""The answers behind the pages that are not a trace: an entity, a claim, a source, lists, a country, a practice, a path."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.criteria import Criterion
from supplychain.domain.disclosures import Answered
from supplychain.domain.errors import NotFound
from supplychain.domain.inquiries import AnswerFile, Tally
from supplychain.domain.parties import Party, mentioned
from supplychain.domain.pay_gate import Cell, HeldBack
from supplychain.domain.records import (
    Citation,
    Claim,
    Entity,
    Figure,
    Judgement,
    Link,
    PracticeReport,
    Record,
    Request,
    Response,
    Source,
    Verification,
    Wage,
)
from supplychain.domain.reference import ReferenceRow
from supplychain.domain.reverse import ReverseTrace
from supplychain.domain.search import Hit, HitRow
from supplychain.domain.standing import Reply, Shown

PAGE_SIZE = 100
T = TypeVar("T")


def page_of(rows: Sequence[T], page: int) -> tuple[Sequence[T], int]:
    """Cut a page, from 1, out of a list, and count the pages. Raises NotFound for a page that is not there."""
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound("page", str(page))
    return rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], pages


class ClaimRow(Record):
    """One claim as a row of a list."""

    id: str = Field(description="Id of the claim.")
    kind: str = Field(description="Kind of claim.")
    what: str = Field(description="Relation, practice, unit of pay, topic or respondent.")
    parties: tuple[str, ...] = Field(description="Ids of the entities that it mentions.")
    start: str = Field(description="Since when, as the source says it.")
    end: str = Field(description="Until when, as the source says it.")
    reported_on: str = Field(description="Date of the report.")
    asserted_by: str = Field(description="Who says so, in the source.")
    grade: str = Field(description="Evidence grade.")
    states: tuple[str, ...] = Field(description="Ways in which it differs from a plain live claim.")
    description: str = Field(description="What is claimed.")
    note: str = Field(description="Doubts and remarks.")
    sources: tuple[str, ...] = Field(description="Ids of the sources.")

    @classmethod
    def of(cls, shown: Shown) -> "ClaimRow":
        """Flatten a claim."""
        claim = shown.claim
        return cls(
            id=claim.id,
            kind=claim.kind,
            what=_what(claim),
            parties=tuple(sorted(mentioned(claim))),
            start=claim.start,
            end=claim.end,
            reported_on=claim.reported_on,
            asserted_by=claim.asserted_by,
            grade=shown.evidence.grade,
            states=tuple(shown.states),
            description=claim.description,
            note=claim.note,
            sources=tuple(sorted({c.source for c in claim.citations})),
        )


def _what(claim: Claim) -> str:
    match claim:
        case Link():
            return claim.relation
        case Wage():
            return claim.unit
        case PracticeReport():
            return claim.practice
        case Figure():
            return claim.topic
        case Response():
            return claim.respondent
    return ""


class Answer(Record):
    """What every page's answer holds besides its own."""

    row_type: ClassVar[type[Record]] = ClaimRow

    revision: int = Field(description="Revision of the database that answers.")
    recorded_on: str = Field(description="Day of that revision.")
    names: dict[str, str] = Field({}, description="Id -> name of every party that the answer mentions.")


class SourcedAnswer(Answer):
    """An answer that shows claims, with every source of theirs."""

    sources: tuple[Source, ...] = Field(
        (), description="Every source of the claims shown and of the responses to them."
    )


class SearchAnswer(Answer):
    """What was found for what was typed."""

    row_type: ClassVar[type[Record]] = HitRow

    query: str = Field(description="What was typed.")
    kind: str = Field(description="Kind that was asked for; empty = all.")
    total: int = Field(description="How many fit.")
    hits: tuple[Hit, ...] = Field(description="The first of them, best first.")
    near: tuple[Party, ...] = Field((), description="Entities with similar names, when nothing fits.")

    def table(self) -> tuple[HitRow, ...]:
        """One row a hit."""
        return tuple(HitRow.of(hit) for hit in self.hits)


class EntityListRow(Record):
    """One entity as a row of a list."""

    id: str = Field(description="Id.")
    name: str = Field(description="Name.")
    kind: str = Field(description="Kind.")
    country: str | None = Field(description="Country of the head office.")
    description: str = Field(description="What it is.")
    claims: int = Field(description="Live claims that mention it.")


class EntityListAnswer(Answer):
    """Entities, a page at a time."""

    row_type: ClassVar[type[Record]] = EntityListRow

    kind: str = Field(description="Kind that was asked for; empty = all.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many entities there are.")
    counts: dict[str, int] = Field(description="How many there are of each kind.")
    rows: tuple[EntityListRow, ...] = Field(description="The entities of this page, by name.")

    def table(self) -> tuple[EntityListRow, ...]:
        """One row an entity."""
        return self.rows


class Merged(Record):
    """That an id leads to another one, because the two were judged the same."""

    id: str = Field(description="The id that was asked for.")
    name: str = Field(description="The name recorded under it.")
    reasons: tuple[str, ...] = Field(description="Why they were judged the same.")


class EntityAnswer(SourcedAnswer):
    """Everything that is recorded about one party."""

    entity: Entity = Field(description="The party.")
    asked_id: str = Field(description="The id that was asked for.")
    merged: Merged | None = Field(
        None, description="Why the id asked for leads here; empty when it is this party's own."
    )
    members: tuple[Entity, ...] = Field((), description="Entities judged the same as this one.")
    judgements: tuple[Judgement, ...] = Field((), description="Judgements that touch it.")
    candidates: tuple[Party, ...] = Field((), description="Parties proposed as the same, not yet judged.")
    links_out: tuple[Shown, ...] = Field((), description="Links toward the supply side.")
    links_in: tuple[Shown, ...] = Field((), description="Links from the demand side.")
    wages: tuple[Shown, ...] = Field(
        (), description="Pay reports: at this employer, for this client, for this product."
    )
    practices: tuple[Shown, ...] = Field((), description="Practice reports, likewise.")
    cells: tuple[Cell, ...] = Field((), description="Pay that workers reported to us, in groups.")
    held_back: tuple[HeldBack, ...] = Field((), description="Reports of workers that are not shown.")
    figures: tuple[Shown, ...] = Field((), description="Figures about it.")
    answers_given: tuple[Shown, ...] = Field((), description="Its own responses, or that it gave none.")
    answers_about: tuple[Reply, ...] = Field((), description="Responses that speak to it as a whole.")
    disclosed: tuple[Answered, ...] = Field(
        (), description="What it answered to the questionnaire, and what others answered there about it."
    )
    question_numbers: dict[str, str] = Field({}, description="Id of a question -> its number in the questionnaire.")
    requests: tuple[Request, ...] = Field((), description="Requests of ours for an answer.")
    not_on_point: dict[str, tuple[str, ...]] = Field({}, description="Answered request -> claims that no answer meets.")
    tally: Tally | None = Field(None, description="How often it was asked and answered; empty where nobody asked.")
    stands_on_it: ReverseTrace | None = Field(None, description="What stands on it, when it is an employer.")

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a claim."""
        groups = (self.links_out, self.links_in, self.wages, self.practices, self.figures, self.answers_given)
        return tuple(ClaimRow.of(s) for group in groups for s in group)


class ClaimAnswer(SourcedAnswer):
    """One claim with all that belongs to it."""

    shown: Shown = Field(description="The claim, its grade, its states, the responses to it.")
    verifications: tuple[Verification, ...] = Field((), description="Second readings.")
    requests: tuple[Request, ...] = Field((), description="Requests of ours for an answer to it.")
    not_on_point: dict[str, tuple[str, ...]] = Field({}, description="Answered request -> claims that no answer meets.")
    about: tuple[Shown, ...] = Field((), description="Claims to which a response speaks.")
    files: tuple[AnswerFile, ...] = Field((), description="Files that came with an answer to a request of ours.")

    def table(self) -> tuple[ClaimRow, ...]:
        """The claim as one row."""
        return (ClaimRow.of(self.shown),)


class SourceAnswer(Answer):
    """One source with every claim that leans on it."""

    source: Source = Field(description="The source.")
    roots: tuple[str, ...] = Field(description="The works that it goes back to, itself when it repeats nothing.")
    origins: tuple[Source, ...] = Field((), description="Sources that it repeats.")
    repeated_by: tuple[Source, ...] = Field((), description="Sources that repeat it.")
    claims: tuple[Shown, ...] = Field(description="Claims that cite it.")
    reference: tuple[SerializeAsAny[ReferenceRow], ...] = Field(
        (), description="Reference rows that were taken from it."
    )
    criteria: tuple[Criterion, ...] = Field((), description="Criteria whose text it is.")

    def citation_of(self, claim: Claim) -> tuple[Citation, ...]:
        """Where this source is cited in a claim."""
        return tuple(c for c in claim.citations if c.source == self.source.id)

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a claim."""
        return tuple(ClaimRow.of(s) for s in self.claims)


class SourceListRow(Record):
    """One source as a row of a list."""

    id: str = Field(description="Id.")
    title: str = Field(description="Title.")
    publisher: str = Field(description="Publisher.")
    date: str = Field(description="Date.")
    kind: str = Field(description="Kind.")
    quality: str = Field(description="Original or repeat.")
    seen: str = Field(description="Whether the passage itself was read.")
    language: str = Field(description="Language.")
    url: str = Field(description="Address.")
    claims: int = Field(description="Claims that cite it.")
    reference: int = Field(description="Reference rows that were taken from it.")


class SourceListAnswer(Answer):
    """Sources, a page at a time."""

    row_type: ClassVar[type[Record]] = SourceListRow

    kind: str = Field(description="Kind that was asked for; empty = all.")
    page: int = Field(description="Page, from 1.")
    pages: int = Field(description="How many pages there are.")
    total: int = Field(description="How many sources there are.")
    counts: dict[str, int] = Field(description="How many there are of each kind.")
    rows: tuple[SourceListRow, ...] = Field(description="The sources of this page, by title.")

    def table(self) -> tuple[SourceListRow, ...]:
        """One row a source."""
        return self.rows


class FiguresAnswer(SourcedAnswer):
    """Every figure, with what it counts."""

    figures: tuple[Shown, ...] = Field(description="The figures, by topic.")
    pay: tuple[Shown, ...] = Field(
        description="Pay surveyed among people of several employers that are not told apart."
    )

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a figure."""
        return tuple(ClaimRow.of(s) for s in (*self.figures, *self.pay))


class CountryAnswer(SourcedAnswer):
    """What is reported about work in one country."""

    country: str = Field(description="ISO 3166-1 alpha-2.")
    employers: tuple[Party, ...] = Field(description="Employers for which a claim places work there.")
    links: tuple[Shown, ...] = Field(description="Links that place work there.")
    wages: tuple[Shown, ...] = Field(description="Pay reports from there.")
    practices: tuple[Shown, ...] = Field(description="Practice reports from there.")
    cells: tuple[Cell, ...] = Field((), description="Pay that workers there reported to us, in groups.")
    held_back: tuple[HeldBack, ...] = Field(
        (), description="Reports of workers of these employers that are not shown, wherever they work."
    )
    stands_on_it: ReverseTrace = Field(description="Products and buyers that stand on these employers.")

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a claim."""
        return tuple(ClaimRow.of(s) for s in (*self.links, *self.wages, *self.practices))


class PracticeAnswer(SourcedAnswer):
    """Where one practice is reported."""

    practice: str = Field(description="Code of the practice.")
    group: str = Field(description="Surveillance, conditions or good practice.")
    reports: tuple[Shown, ...] = Field(description="The reports, by employer.")
    wages: tuple[Shown, ...] = Field((), description="Pay reported at the employers where it is reported.")
    employers: tuple[Party, ...] = Field(description="Employers at which it is reported.")
    stands_on_it: ReverseTrace = Field(description="Products and buyers that stand on these employers.")

    def table(self) -> tuple[ClaimRow, ...]:
        """One row a report."""
        return tuple(ClaimRow.of(s) for s in self.reports)
