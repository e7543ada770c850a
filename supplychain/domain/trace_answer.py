"""What a trace answers: the product, who offers it, the employers behind it, what was left out, what is not known."""

from collections.abc import Iterable
from typing import ClassVar, Self

from pydantic import Field

from supplychain.domain.evidence import RULE_VERSION, Grade
from supplychain.domain.gaps import GAPS_RULE, Gap
from supplychain.domain.parties import Party
from supplychain.domain.pay_gate import Cell, HeldBack, held_back_words
from supplychain.domain.reach import LeftOut, Strength
from supplychain.domain.records import Entity, Record, Source
from supplychain.domain.standing import Reply, Shown, State
from supplychain.domain.values import OnDate
from supplychain.domain.work_classes import WorkClass


class Product(Record):
    """The product that was asked about, or one that it is built on."""

    entity: Party = Field(description="The product.")
    distance: int = Field(description="How many built_on links away from what was asked; 0 is the product itself.")
    path: tuple[str, ...] = Field(description="Claim ids of the way there.")
    grade: Grade = Field(description="Lowest grade on the way there.")


class Split(Record):
    """Claims at an employer, told apart by whether they are about this product."""

    this_tool: tuple[Shown, ...] = Field((), description="The claim names this product or one that it is built on.")
    at_employer: tuple[Shown, ...] = Field((), description="The claim names no product, and no other client.")
    other_clients: tuple[Shown, ...] = Field((), description="The claim names another product or another client.")

    @property
    def all(self) -> tuple[Shown, ...]:
        """All of them."""
        return self.this_tool + self.at_employer + self.other_clients


class Vendor(Record):
    """An organisation that offers one of the products."""

    entity: Party = Field(description="The vendor.")
    offers: tuple[str, ...] = Field(description="Ids of the products that it offers.")
    path: tuple[str, ...] = Field(description="Claim ids of the best way there.")
    grade: Grade = Field(description="Lowest grade on the way there.")
    owners: tuple[Shown, ...] = Field((), description="To whom it belongs: shown, never followed.")
    wages: Split = Field(Split(), description="Pay reports with the vendor itself as the employer.")
    practices: Split = Field(Split(), description="Practice reports with the vendor itself as the employer.")
    responses: tuple[Reply, ...] = Field((), description="Responses to these reports, or about the vendor as a whole.")
    cells: tuple[Cell, ...] = Field((), description="Pay that workers reported to us, in groups.")
    held_back: tuple[HeldBack, ...] = Field((), description="Reports of workers that are not shown.")


class Employer(Record):
    """A firm or platform whose people may have done the work."""

    entity: Party = Field(description="The employer.")
    strength: Strength = Field(description="How surely its people worked on this product: the weakest hop of the path.")
    grade: Grade = Field(description="Lowest evidence grade on the path.")
    tier: int = Field(description="Labour hops on the path; the firm that the vendor contracts is tier 1.", ge=1)
    overlap: OnDate = Field(description="Whether the periods of the labour hops meet.")
    countries: tuple[str, ...] = Field(description="Where the work is done, as the links of the path say.")
    work_types: tuple[str, ...] = Field(description="Kinds of work on the path, in the words of the sources.")
    work_classes: tuple[WorkClass, ...] = Field(description="The same in six classes.")
    behind: tuple[str, ...] = Field(
        description="The products that the path is about: this one, or those that it is built on; empty when none is named."
    )
    path: tuple[str, ...] = Field(description="Claim ids of the best path.")
    other_links: tuple[str, ...] = Field(description="Further followed links that lead to this employer.")
    not_then: tuple[str, ...] = Field(
        (), description="Links to this employer whose dates exclude the date asked for: they speak against the path."
    )
    states: tuple[State, ...] = Field(description="States of the links on the path.")
    other_states: tuple[State, ...] = Field((), description="States of the further links that lead to this employer.")
    denied_by: tuple[str, ...] = Field((), description="Claims that deny a link of the path.")
    wages: Split = Field(description="Pay reports.")
    cells: tuple[Cell, ...] = Field((), description="Pay that workers reported to us, in groups.")
    held_back: tuple[HeldBack, ...] = Field((), description="Reports of workers that are not shown.")
    practices: Split = Field(description="Reports on surveillance, conditions and good practice.")
    responses: tuple[Reply, ...] = Field(
        description="Responses to the links of the path, the reports, or the employer."
    )
    organised_by: tuple[Shown, ...] = Field((), description="Worker organisations at the employer.")
    owners: tuple[Shown, ...] = Field((), description="To whom it belongs, or who runs it: shown, never followed.")


class Omission(Record):
    """Links that were met and not followed, with the reason."""

    reason: LeftOut = Field(description="Why.")
    words: str = Field(description="The reason in words.")
    about: str = Field(description="The party whose links they are.")
    claims: tuple[Shown, ...] = Field(description="The links.")

    @classmethod
    def of(cls, reason: LeftOut, about: Entity, claims: tuple[Shown, ...]) -> Self:
        """Say it in words too."""
        words = OMISSIONS[reason] % {"count": len(claims), "name": about.name}
        return cls(reason=reason, words=words, about=about.id, claims=claims)


OMISSIONS: dict[LeftOut, str] = {
    LeftOut.OTHER_PRODUCT: "Links of %(name)s that are about other products: %(count)s.",
    LeftOut.NOT_THEN: "Links of %(name)s that do not hold at the time asked for: %(count)s.",
    LeftOut.BELOW_GRADE: "Links of %(name)s with a lower evidence grade than asked for: %(count)s.",
    LeftOut.DENIED: "Statements that a link of %(name)s does not exist: %(count)s.",
    LeftOut.REFUTED: "Links of %(name)s that were reported and have since been refuted: %(count)s.",
    LeftOut.NOT_NAMED: "Statements that %(name)s uses a firm, without its name: %(count)s.",
    LeftOut.SAID_NONE: "Statements that %(name)s uses no such firm: %(count)s.",
}
"""The reasons in words; %(count)s and %(name)s are filled in."""


class LinkUsed(Record):
    """One followed link, as the picture and its text twin show it."""

    source: str = Field(description="Canonical id of the demand side.")
    target: str = Field(description="Canonical id of the supply side.")
    strength: Strength = Field(description="Strength of the hop; for structure it says nothing.")
    labour: bool = Field(description="Whether it is a labour hop; else it is structure.")
    on_path: bool = Field(description="Whether it lies on the best path of some employer, product or vendor.")
    on: OnDate = Field(description="Whether it held at the date asked for.")
    shown: Shown = Field(description="The claim.")


class Summary(Record):
    """The counts that the opening sentence needs."""

    employers: int = Field(description="All employers, of whatever strength.")
    named: int = Field(description="Employers named for this product itself.")
    named_behind: int = Field(description="Employers named for something that it is built on, and not for it.")
    all_products: int = Field(description="Employers said to serve all products of the vendor.")
    possible: int = Field(description="Employers that are only possible.")
    undisclosed: int = Field(description="Employers that sources describe and do not name.")
    countries: tuple[str, ...] = Field(description="Countries of work of the employers named for it, from claims.")
    possible_countries: tuple[str, ...] = Field(description="Countries of work of the others.")
    wages: int = Field(description="Pay reports at these employers that are not about other clients.")
    practices: int = Field(description="Practice reports at these employers that are not about other clients.")
    claims: int = Field(description="Claims used.")
    sources: int = Field(description="Sources used.")


class EmployerRow(Record):
    """One employer as a row."""

    tool: str = Field(description="Id of the product.")
    revision: int = Field(description="Revision of the database.")
    employer: str = Field(description="Id of the employer.")
    name: str = Field(description="Name of the employer.")
    kind: str = Field(description="Kind of entity.")
    strength: str = Field(description="named, all or possible.")
    grade: str = Field(description="Lowest grade on the path.")
    tier: int = Field(description="Labour hops.")
    overlap: str = Field(description="Whether the periods meet.")
    countries: tuple[str, ...] = Field(description="Countries of work on the path.")
    work_types: tuple[str, ...] = Field(description="Kinds of work on the path.")
    behind: tuple[str, ...] = Field(description="Products that the path names.")
    path: tuple[str, ...] = Field(description="Claim ids of the path.")
    states: tuple[str, ...] = Field(description="States of the links on the path.")
    wages_this_tool: tuple[str, ...] = Field(description="Pay reports for this product.")
    wages_at_employer: tuple[str, ...] = Field(description="Pay reports at the employer.")
    wages_other_clients: tuple[str, ...] = Field(description="Pay reports for other clients.")
    own_pay_groups: int = Field(
        description="Figures on groups at the employer that rest on what workers reported to us."
    )
    own_pay_held_back: str = Field(description="What of such reports is held back, and why; empty = nothing.")
    practices_this_tool: tuple[str, ...] = Field(description="Practice reports for this product.")
    practices_at_employer: tuple[str, ...] = Field(description="Practice reports at the employer.")
    practices_other_clients: tuple[str, ...] = Field(description="Practice reports for other clients.")
    responses: tuple[str, ...] = Field(description="Responses.")
    sources: tuple[str, ...] = Field(description="Sources of the path.")


class Trace(Record):
    """The labour behind one product, with all that is known, left out and not known."""

    row_type: ClassVar[type[Record]] = EmployerRow

    tool: Entity = Field(description="The product.")
    asked_id: str = Field(
        description="The id that was asked for; differs from the tool's when the two were judged the same."
    )
    revision: int = Field(description="Revision of the database that answers.")
    recorded_on: str = Field(description="Day of that revision.")
    on: str = Field(description="Date asked for; empty = at any time.")
    min_grade: Grade = Field(description="Lowest grade that was followed.")
    rule_version: int = Field(RULE_VERSION, description="Version of the evidence rule.")
    gaps_rule: int = Field(GAPS_RULE, description="Version of the rules by which gaps are found.")
    summary: Summary = Field(description="Counts.")
    products: tuple[Product, ...] = Field(description="The product and all that it is built on.")
    vendors: tuple[Vendor, ...] = Field(description="Who offers them.")
    employers: tuple[Employer, ...] = Field(
        description="Employers: surest first; customer support after work on AI; then best grade, then nearest."
    )
    links: tuple[LinkUsed, ...] = Field(description="Every link that was followed.")
    left_out: tuple[Omission, ...] = Field(description="Links that were not followed, with reasons.")
    gaps: tuple[Gap, ...] = Field(description="What is not known.")
    sources: tuple[Source, ...] = Field(description="Every source used.")
    names: dict[str, str] = Field(description="Id -> name of every party that the answer mentions.")

    def table(self) -> tuple[EmployerRow, ...]:
        """One row an employer."""
        return tuple(self._row(employer) for employer in self.employers)

    def _row(self, e: Employer) -> EmployerRow:
        on_path = {x.shown.claim.id: x.shown for x in self.links if x.shown.claim.id in e.path}
        cited = {c.source for shown in on_path.values() for c in shown.claim.citations}
        return EmployerRow(
            tool=self.tool.id,
            revision=self.revision,
            employer=e.entity.id,
            name=e.entity.name,
            kind=e.entity.kind,
            strength=e.strength,
            grade=e.grade,
            tier=e.tier,
            overlap=e.overlap,
            countries=e.countries,
            work_types=e.work_types,
            behind=e.behind,
            path=e.path,
            states=e.states,
            wages_this_tool=_ids(e.wages.this_tool),
            wages_at_employer=_ids(e.wages.at_employer),
            wages_other_clients=_ids(e.wages.other_clients),
            own_pay_groups=len(e.cells),
            own_pay_held_back=" ".join(held_back_words(held) for held in e.held_back),
            practices_this_tool=_ids(e.practices.this_tool),
            practices_at_employer=_ids(e.practices.at_employer),
            practices_other_clients=_ids(e.practices.other_clients),
            responses=tuple(dict.fromkeys(r.response.id for r in e.responses)),
            sources=tuple(sorted(cited)),
        )


def _ids(shown: Iterable[Shown]) -> tuple[str, ...]:
    return tuple(s.claim.id for s in shown)
