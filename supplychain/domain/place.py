"""Whether a claim at an employer is about this product, about the employer, or about somebody else's work."""

from enum import StrEnum

from supplychain.domain.reach import Path, Reach, Strength, strength_of
from supplychain.domain.records import PracticeReport, Wage
from supplychain.domain.snapshot import Snapshot


class Place(StrEnum):
    """Where a claim at an employer stands to the product that was asked about."""

    THIS_TOOL = "this_tool"
    AT_EMPLOYER = "at_employer"
    OTHER_CLIENTS = "other_clients"


def place(snapshot: Snapshot, reach: Reach, path: Path, claim: Wage | PracticeReport) -> Place:
    """Tell where a claim stands.

    It is about another client when it names products and none of these, or names clients and none of those along the
    path to the employer.
    """
    tools = {snapshot.canonical(tool) for tool in claim.tools}
    if tools:
        return Place.THIS_TOOL if tools & set(reach.products) else Place.OTHER_CLIENTS
    clients = {snapshot.canonical(client) for client in claim.clients}
    upstream = {*reach.products, *reach.vendors, *(hop.source for hop in path)}
    return Place.OTHER_CLIENTS if clients and not clients & upstream else Place.AT_EMPLOYER


def products_named(snapshot: Snapshot, reach: Reach, path: Path) -> tuple[str, ...]:
    """Which products of the trace the labour links of a path name; only the product asked for when it is among them."""
    tools = {snapshot.canonical(tool) for hop in path if hop.labour for tool in hop.link.tools}
    found = tools & set(reach.products)
    return (reach.tool,) if reach.tool in found else tuple(sorted(found))


def named_for(snapshot: Snapshot, reach: Reach, path: Path) -> bool:
    """Whether a path is named for the product asked for itself, not only for something that it is built on."""
    return strength_of(path) is Strength.NAMED and reach.tool in products_named(snapshot, reach, path)
