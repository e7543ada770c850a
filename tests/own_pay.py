"""Workers' own pay reports for the tests, full of marks that no face may show."""

from datetime import date
from typing import Any

from supplychain.domain.pay_gate import OwnReport
from supplychain.domain.records import Citation, Wage
from tests import factories as f

MARK = "zzsecret"
"""Stands in everything of a report that is not to be seen: its id, its texts, its source, its keys."""
EARLY = date(2024, 1, 10)


def report(number: int, amount: object = 1777, employer: str = "sama", **changes: Any) -> tuple[Wage, OwnReport]:
    """A worker's report of shillings an hour in Kenya in 2023; `submitter`, `group_size`, `received`... are changed alike."""
    own = {
        "submitter": f"{MARK}-person-{number}",
        "group": f"{MARK} group at {employer}",
        "group_size": 80,
        "received": EARLY,
        "channel": f"{MARK} drive",
    }
    own |= {name: changes.pop(name) for name in list(changes) if name in own}
    base: dict[str, Any] = {
        "low": str(amount),
        "high": str(amount),
        "currency": "KES",
        "countries": ("KE",),
        "sites": (f"{MARK} site",),
        "start": "2023",
        "work_types": (f"{MARK} image annotation",),
        "description": f"{MARK} description",
        "note": f"{MARK} note",
        "citations": (Citation(source=f"{MARK}-source", stance="supports", locator=f"{MARK} place", quote=f"{MARK}!"),),
    }
    id = changes.pop("id", f"w-{MARK}-{number}")
    return f.wage(id, employer, **base | changes), OwnReport(**own)
