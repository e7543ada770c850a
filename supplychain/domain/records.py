"""The published records: one type is one row of the data package, one JSON object and one thing that a page shows.

A record with nested records (names, citations, targets) is written to the package as a row and rows of a second table;
the title, the description and the vocabulary of a field live here and only here.
"""

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supplychain.domain import vocabulary as v
from supplychain.domain.coded import (
    AddressesPoint,
    AssertedBy,
    Basis,
    CitationStance,
    Country,
    Currency,
    EntityKind,
    JudgementKind,
    LinkStance,
    NameKind,
    ObjectState,
    PayKind,
    Practice,
    PracticeStance,
    Quality,
    Reason,
    Relation,
    RequestOutcome,
    ResponseStance,
    Scheme,
    ScopeMode,
    Seen,
    SourceKind,
    Unit,
    UnknownTopic,
    VerificationOutcome,
    term,
)
from supplychain.domain.errors import Unfit, shown
from supplychain.domain.sentences import sentence
from supplychain.domain.values import Address, Boundary, Item, PartialDate, Period, Reported, Slug, Text, Words, edtf


class Record(BaseModel):
    """Anything published: it cannot change, and it refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Name(Record):
    """Another name of an entity."""

    name: Words = Field(description="The name as it is written.")
    kind: NameKind = term("name_kind", "What kind of name it is.", "alias")
    language: Text = Field("", description="Language of the name, BCP 47; empty when not recorded.", max_length=35)
    script: Text = Field("", description="Script of the name, ISO 15924; empty when not recorded.", max_length=4)
    source: Slug | None = Field(None, description="Source that uses the name.")


class Identifier(Record):
    """A number or code under which a register knows the entity."""

    scheme: Scheme = term("identifier_scheme", "The register.")
    value: Words = Field(description="The number or code.")
    source: Slug | None = Field(None, description="Source that gives it.")


class Entity(Record):
    """A party or a thing in the chain."""

    id: Slug = Field(description="Permanent id, a short slug. Never used again for another entity.")
    name: Words = Field(
        description="The name in use; of an undisclosed party, our words for how the source describes it."
    )
    kind: EntityKind = term("entity_kind", "What it mainly is; its roles follow from the links.")
    country: Country | None = Field(
        None,
        description="Country of the head office, ISO 3166-1 alpha-2. General knowledge, without a source of its own.",
    )
    website: Address = Field("", description="Address of its site.")
    description: Text = Field("", description="What it is, in one or two neutral sentences.")
    undisclosed_reason: Reason | None = term("undisclosed_reason", "Why an undisclosed party is not named.", None)
    same_as_candidates: tuple[Slug, ...] = Field(
        (), description="Ids that may mean the same party: proposals for a judgement, not judgements."
    )
    names: tuple[Name, ...] = Field((), description="Other names.")
    identifiers: tuple[Identifier, ...] = Field((), description="Identifiers in registers.")

    @model_validator(mode="after")
    def _reason_belongs_to_undisclosed(self) -> Self:
        if (self.kind == "undisclosed") != (self.undisclosed_reason is not None):
            raise ValueError(sentence("undisclosed_reason must be given for kind undisclosed, and only there"))
        return self


class Source(Record):
    """A document that says something."""

    id: Slug = Field(description="Permanent id.")
    title: Words = Field(description="Title; shortened where it carries a worker's name.")
    authors: Text = Field("", description="Authors as printed.")
    publisher: Text = Field("", description="Who published it.")
    date: PartialDate = Field("", description="Date of publication, as far as known.")
    url: Address = Field("", description="Address under which it was read.")
    language: Text = Field("", description="Language, BCP 47.", max_length=35)
    kind: SourceKind = term("source_kind", "What kind of document it is.")
    seen: Seen = term("source_seen", "Whether the passage itself was read.")
    quality: Quality = term("source_quality", "Whether it is the work itself or repeats another.")
    origin_of: tuple[Item, ...] = Field(
        (),
        description="What it repeats: ids of sources, or copy:<publisher> where the original is not in the database. "
        "Repeats of one origin count once.",
    )


class Citation(Record):
    """Where a source says what a claim says."""

    source: Slug = Field(description="The source.")
    stance: CitationStance = term("citation_stance", "Whether it supports or contradicts the claim.", "supports")
    locator: Words = Field(description="Where in the source; “not recorded” where it was not written down.")
    locator_shared: bool = Field(
        False, description="The locator was recorded once for several sources: it may fit only one of them."
    )
    quote: Text = Field(
        "",
        description="A few words of the source by which the passage can be found again; of an answer to a request of ours "
        "the whole answer, with ¶ between its paragraphs.",
    )
    read_by: Text = Field("", description="Who read the passage, by role; empty when not recorded.")


class Claim(Record):
    """What a source says. Never without a citation that supports it."""

    kind: ClassVar[str]

    id: Slug = Field(description="Permanent id of the claim.")
    start: Boundary = Field("", description="Since when, as the source says it; empty = not said.")
    end: Boundary = Field("", description="Until when, as the source says it; empty = not said, not “goes on”.")
    reported_on: PartialDate = Field("", description="Date of the report.")
    asserted_by: AssertedBy = term("asserted_by", "Who says so, in the source.", "unknown")
    description: Text = Field("", description="What is claimed, in our words.")
    note: Text = Field("", description="Doubts and remarks of those who read the source.")
    editor_note: Text = Field("", description="What the grade's rule cannot see, said by an editor.")
    withdrawn_reason: Text = Field("", description="Why the claim was withdrawn; empty while it stands.")
    citations: tuple[Citation, ...] = Field(description="Where it is said.", min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        Period.of(self.start, self.end)
        if not any(c.stance == "supports" for c in self.citations):
            raise ValueError(sentence("at least one citation must support the claim"))
        keys = [(c.source, c.locator) for c in self.citations]
        if len(set(keys)) < len(keys):
            raise ValueError(sentence("the same source is cited twice with the same locator"))
        return self

    @property
    def period(self) -> Period:
        """When it holds."""
        return Period.of(self.start, self.end)

    @property
    def valid_edtf(self) -> str:
        """When it holds, as EDTF level 1."""
        return edtf(self.start, self.end)


class Link(Claim):
    """A claim that one party is supplied by another, from the demand side to the supply side."""

    kind = "link"

    subject: Slug = Field(description="The using or buying side.")
    relation: Relation = term("relation", "What the supplying side does for the other.")
    object: Slug | None = Field(None, description="The supplying side; empty unless object_state is known.")
    object_state: ObjectState = term("object_state", "Whether the supplying side is known.", "known")
    stance: LinkStance = term("link_stance", "What the source does with the link.", "affirms")
    scope_mode: ScopeMode = term("scope_mode", "For which products it holds.")
    tools: tuple[Slug, ...] = Field((), description="Products that the work was for, where the source names them.")
    countries: tuple[Country, ...] = Field((), description="Where the work is done.")
    sites: tuple[Item, ...] = Field((), description="Cities, regions or sites.")
    work_types: tuple[Item, ...] = Field((), description="Kinds of work, in the words of the source.")

    @model_validator(mode="after")
    def _scope_fits(self) -> Self:
        if self.object == self.subject:
            what = sentence("The same party, %(id)s, stands on both sides.", id=shown(self.subject))
            raise Unfit("object", what, sentence("Name the other party, or say that it is not known."))
        if (self.object_state == "known") != (self.object is not None):
            raise ValueError(sentence("object must be given when object_state is known, and only then"))
        if self.tools and self.scope_mode != "listed":
            raise ValueError(sentence("scope_mode must be listed when tools are named"))
        if self.scope_mode == "listed" and not (self.tools or self.countries or self.sites or self.work_types):
            raise ValueError(
                sentence("scope_mode listed needs at least one entry in tools, countries, sites or work_types")
            )
        return self


class Wage(Claim):
    """A claim about pay at an employer, as reported. Nothing converted is stored."""

    kind = "wage"

    employer: Slug = Field(description="Who employs or engages the people.")
    countries: tuple[Country, ...] = Field((), description="Where the work is done.")
    sites: tuple[Item, ...] = Field((), description="City, region or wider area, where the source names it.")
    work_types: tuple[Item, ...] = Field((), description="Kinds of work, in the words of the source.")
    clients: tuple[Slug, ...] = Field((), description="For whom the work was done, where the source says so.")
    tools: tuple[Slug, ...] = Field((), description="For which product, where the source says so.")
    low: Reported | None = Field(
        None, description="The figure, or the lower end; alone when the source says “at least”."
    )
    high: Reported | None = Field(None, description="The figure, or the upper end; alone when the source says “up to”.")
    mean: Reported | None = Field(None, description="Average, only where the source says so.")
    median: Reported | None = Field(None, description="Median, only where the source says so.")
    currency: Currency = Field(description="Currency of the figure, ISO 4217.")
    unit: Unit = term("unit", "Pay for what.")
    basis: Basis = term("basis", "Before or after tax, or the client's price.")
    pay_kind: PayKind = term("pay_kind", "Paid, offered, promised, claimed ...", "reported")
    sample_size: int | None = Field(None, ge=1, le=100_000_000, description="Number of people behind the figure.")
    hours_per_week: Reported | None = Field(None, description="Paid hours a week, where the source says so.")
    unpaid_hours_per_week: Reported | None = Field(None, description="Unpaid hours a week, where the source says so.")

    @model_validator(mode="after")
    def _has_a_figure(self) -> Self:
        if self.low is None and self.high is None and self.mean is None and self.median is None:
            raise ValueError(sentence("at least one of low, high, mean, median must be given"))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(sentence("low (%(low)s) is greater than high (%(high)s)", low=self.low, high=self.high))
        return self


class PracticeReport(Claim):
    """A claim about how people are watched or treated at an employer."""

    kind = "practice"

    employer: Slug = Field(description="Who employs or engages the people.")
    practice: Practice = term("practice", "What is done.")
    stance: PracticeStance = term("practice_stance", "Whether it is reported, denied or ended.", "reported")
    countries: tuple[Country, ...] = Field((), description="Where the work is done.")
    sites: tuple[Item, ...] = Field((), description="City, region or site.")
    work_types: tuple[Item, ...] = Field((), description="Kinds of work, in the words of the source.")
    clients: tuple[Slug, ...] = Field((), description="For whom the work was done, where the source says so.")
    tools: tuple[Slug, ...] = Field((), description="For which product, where the source says so.")


class Figure(Claim):
    """A claim about a number, with what it counts."""

    kind = "figure"

    topic: Words = Field(description="What is counted, in a word or two.")
    value: Reported | None = Field(None, description="The number as reported; empty where the source gives none.")
    unit: Text = Field("", description="What the number counts.")
    qualifier: Text = Field("", description="How the source qualifies it: about, at least, up to ...")
    scope: Text = Field("", description="Who or what is counted: the population of the number.")
    about: Slug | None = Field(None, description="The entity that it is about, if it is about one.")


class Target(Record):
    """What a response speaks to: one claim, an entity as a whole, or a question that was asked about an entity."""

    claim: Slug | None = Field(None, description="The claim that it speaks to.")
    entity: Slug | None = Field(None, description="The entity that it speaks to, where no single claim is meant.")
    question: Slug | None = Field(
        None,
        description="The question of the questionnaire that it answers about the entity. The question as it was asked "
        "stands in the description of the response.",
    )
    stance: ResponseStance = term("response_stance", "What it says about it.")
    addresses_point: AddressesPoint = term("addresses_point", "Whether it speaks to what is claimed.", "unknown")

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.claim is None) == (self.entity is None):
            raise ValueError(sentence("give either a claim or an entity"))
        if self.question is not None and self.entity is None:
            raise ValueError(sentence("question needs the entity about which it was asked"))
        if (self.question is not None) != (self.stance in v.QUESTION_STANCES):
            codes = ", ".join(v.QUESTION_STANCES)
            raise ValueError(sentence("stance must be one of %(codes)s for a question, and only there", codes=codes))
        return self


class Response(Claim):
    """A claim that an organisation answered, or was asked and did not."""

    kind = "response"

    respondent: Slug = Field(description="Whose answer it is.")
    date: PartialDate = Field("", description="Date of the answer.")
    told_by: Text = Field("", description="Who reports the answer, when it is not the respondent's own publication.")
    does_not_know: tuple[UnknownTopic, ...] = term("unknown_topic", "What the respondent says it does not know.", ())
    targets: tuple[Target, ...] = Field(description="What it speaks to.", min_length=1)


class Judgement(Record):
    """A judgement on whether two ids mean one party. Claims keep the id that their source meant."""

    left: Slug = Field(description="The id that comes first in order.")
    right: Slug = Field(description="The id that comes second in order.")
    judgement: JudgementKind = term("judgement", "Same, different or undecided.")
    reason: Words = Field(description="Why.")
    source: Slug | None = Field(None, description="Source that shows it.")
    score: Reported | None = Field(None, description="Similarity from 0 to 100, where it was computed.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.left == self.right:
            what = sentence("The same party, %(id)s, stands on both sides.", id=shown(self.left))
            raise Unfit("right", what, sentence("Name two parties: a judgement says whether two ids mean one."))
        if self.left > self.right:
            raise ValueError(sentence("left must come before right in order; one row for each pair"))
        return self


class Request(Record):
    """That we asked an organisation to answer."""

    id: Slug = Field(
        description="Permanent id; that of a second request about the same is the first one's with -2 at its end."
    )
    respondent: Slug = Field(description="Who was asked.")
    asked_on: PartialDate = Field(description="When.", min_length=1)
    channel: Words = Field(description="How: mail, letter, form.")
    due_on: PartialDate = Field("", description="By when an answer was asked for.")
    outcome: RequestOutcome = term("request_outcome", "What came of it.", "open")
    claims: tuple[Slug, ...] = Field((), description="The claims that it was about; none where questions were asked.")
    about: Slug | None = Field(None, description="Of a questionnaire the entity that it was about.")
    questions: tuple[Slug, ...] = Field((), description="The questions of the questionnaire that were asked.")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if bool(self.claims) == bool(self.questions):
            raise ValueError(sentence("give either claims or questions"))
        if bool(self.questions) != (self.about is not None):
            raise ValueError(sentence("about must be given with questions, and only there"))
        return self


class Verification(Record):
    """That a second person read the passage."""

    claim: Slug = Field(description="The claim.")
    source: Slug = Field(description="The source that was read again.")
    verified_by: Words = Field(description="Who read it, by role; never the one who entered it.")
    outcome: VerificationOutcome = term("verification_outcome", "What came of it.")


CLAIM_TYPES: dict[str, type[Claim]] = {
    "link": Link,
    "wage": Wage,
    "practice": PracticeReport,
    "figure": Figure,
    "response": Response,
}
"""Every kind of claim with its record type."""
