"""Reports as people send them, for tests."""

from supplychain.domain import reports as d

EARLY = "Notice would endanger people."
"""Why something is published before those whom it names had their time."""
PRACTICE, WAGE = "p-00000000r", "w-00000000r"


def worker(id: str, url: str = "") -> d.Cells:
    """The report itself as a source; with an address it was printed already, and nobody has to be told before."""
    return {
        "url": url,
        "id": id,
        "title": "Report to this database",
        "kind": "worker_testimony",
        "seen": "yes",
        "quality": "original",
    }


def cited(claim: str, source: str, locator: str = "the report") -> d.Cells:
    """Where a claim is said."""
    return {"claim": claim, "source": source, "locator": locator}


def practice(id: str = PRACTICE, size: int = 200, source: str = "report-x", url: str = "", **changes: str) -> d.Content:
    """Somebody at Sama tells that the camera films them."""
    row = {"id": id, "employer": "sama", "practice": "webcam_capture", "countries": "KE", "asserted_by": "worker"}
    content = d.Content().adding("sources", worker(source, url)).adding("practices", {**row, **changes})
    return content.adding("citations", cited(id, source)).adding(d.GROUPS, {"claim": id, "size": str(size)})


def pay(id: str = WAGE) -> d.Content:
    """Somebody tells what they earn themselves."""
    row = {
        "id": id,
        "employer": "sama",
        "countries": "KE",
        "low": "250",
        "high": "250",
        "currency": "USD",
        "unit": "month",
    }
    row |= {"basis": "net", "start": "2026", "end": "2026"}
    content = d.Content().adding("sources", worker("report-y")).adding("wages", row)
    content = content.adding("citations", cited(id, "report-y"))
    return content.adding(d.OWN_PAY, {"wage": id}).adding(d.GROUPS, {"claim": id, "size": "80"})
