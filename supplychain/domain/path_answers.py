"""The answers about what stands between and beside parties: the shortest ways between two, and the neighbours of one."""

from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import SourcedAnswer
from supplychain.domain.parties import Party
from supplychain.domain.records import Entity, Link, Record
from supplychain.domain.reverse import ReverseTrace, Step
from supplychain.domain.standing import Shown


class PathRow(Record):
    """One step of one way as a row."""

    way: int = Field(description="Number of the way.")
    step: int = Field(description="Number of the step.")
    source: str = Field(description="Id where the step starts.")
    relation: str = Field(description="Relation of the link.")
    forward: bool = Field(description="Whether the step runs from the demand side to the supply side.")
    target: str = Field(description="Id where it ends.")
    claim: str = Field(description="Id of the link.")
    grade: str = Field(description="Evidence grade of the link.")


class PathAnswer(SourcedAnswer):
    """The shortest ways between two parties."""

    row_type: ClassVar[type[Record]] = PathRow

    left: Party = Field(description="Where the ways start.")
    right: Party = Field(description="Where they end.")
    ways: tuple[tuple[Step, ...], ...] = Field(description="The shortest ways; empty when there is none.")

    def table(self) -> tuple[PathRow, ...]:
        """One row a step."""
        return tuple(_path_row(w, s, step) for w, way in enumerate(self.ways, 1) for s, step in enumerate(way, 1))


def _path_row(way: int, number: int, step: Step) -> PathRow:
    relation = step.shown.claim.relation if isinstance(step.shown.claim, Link) else ""
    return PathRow(
        way=way,
        step=number,
        source=step.source.id,
        relation=relation,
        forward=step.forward,
        target=step.target.id,
        claim=step.shown.claim.id,
        grade=step.shown.evidence.grade,
    )


class NeighbourRow(Record):
    """One product or supplier beside an organisation, as a row."""

    product: str = Field(description="Id of the product, or of the supplier; empty where the supplier is not named.")
    name: str = Field(description="Its name.")
    role: str = Field(
        description="offers: the organisation offers it; stands_on: the product stands on it; buys: from whom."
    )
    strength: str = Field(description="How surely it stands on it; empty where it is offered.")
    path: tuple[str, ...] = Field(description="Claim ids.")


class Neighbour(SourcedAnswer):
    """The useful answer when a trace was asked of an organisation: its products, and what stands on it."""

    row_type: ClassVar[type[Record]] = NeighbourRow

    tool: None = Field(None, description="Empty: what was asked for is no tool.")
    entity: Entity = Field(description="The organisation.")
    asked_id: str = Field(description="The id that was asked for.")
    offers: tuple[Party, ...] = Field(description="Tools, models and data sets that it offers; each has a trace.")
    offers_by: dict[str, str] = Field(description="Id of the product -> claim that says so.")
    uses: tuple[Party, ...] = Field((), description="Tools that it uses; each has a trace.")
    buys: tuple[Shown, ...] = Field((), description="Links to those who do data work for it, named or not.")
    stands_on_it: ReverseTrace = Field(description="What stands on it.")

    def table(self) -> tuple[NeighbourRow, ...]:
        """One row a product."""
        offered = [
            NeighbourRow(product=p.id, name=p.name, role="offers", strength="", path=(self.offers_by[p.id],))
            for p in self.offers
        ]
        standing = [
            NeighbourRow(product=s.entity.id, name=s.entity.name, role="stands_on", strength=s.strength, path=s.path)
            for s in self.stands_on_it.products
        ]
        bought = [
            NeighbourRow(product=id, name=self.names.get(id, ""), role="buys", strength="", path=(s.claim.id,))
            for s in self.buys
            for id in [getattr(s.claim, "object", None) or ""]
        ]
        return (*offered, *standing, *bought)
