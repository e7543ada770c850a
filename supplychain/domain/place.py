"""Whether a claim at an employer is about this product, about the employer, or about somebody else's work."""

from enum import StrEnum

from supplychain.domain.reach import Path, Reach
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
