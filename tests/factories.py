"""A valid record of each type with the things that a test cares about changed."""

from typing import Any

from supplychain.domain.records import (
    Citation,
    Entity,
    Judgement,
    Link,
    PracticeReport,
    Response,
    Source,
    Target,
    Wage,
)
from supplychain.domain.snapshot import Snapshot

SOURCE = "a-report"


def source(id: str = SOURCE, **changes: Any) -> Source:
    """An original press investigation that was read."""
    return Source(
        **{
            "id": id,
            "title": id,
            "publisher": f"publisher of {id}",
            "kind": "investigation",
            "seen": "yes",
            "quality": "original",
        }
        | changes
    )


def entity(id: str, kind: str = "tool", **changes: Any) -> Entity:
    """An entity of a kind; an undisclosed one gets its reason."""
    reason = "not_recorded" if kind == "undisclosed" else None
    return Entity(
        **{"id": id, "name": id.replace("-", " ").title(), "kind": kind, "undisclosed_reason": reason} | changes
    )


def cite(*ids: str, stance: str = "supports") -> tuple[Citation, ...]:
    """Citations of sources."""
    return tuple(Citation(source=id, stance=stance, locator="page 1") for id in ids)


def link(id: str, subject: str, relation: str, object: str | None, *tools: str, **changes: Any) -> Link:
    """A link; with tools it is listed, without it is unstated."""
    mode = "listed" if tools else "unstated"
    base = {"id": id, "subject": subject, "relation": relation, "object": object, "tools": tools, "scope_mode": mode}
    return Link(**base | {"citations": cite(SOURCE)} | changes)


def wage(id: str, employer: str, **changes: Any) -> Wage:
    """A pay report of two dollars an hour."""
    base = {
        "id": id,
        "employer": employer,
        "low": "2",
        "high": "2",
        "currency": "USD",
        "unit": "hour",
        "basis": "unknown",
    }
    return Wage(**base | {"citations": cite(SOURCE)} | changes)


def practice(id: str, employer: str, **changes: Any) -> PracticeReport:
    """A report of screenshots."""
    return PracticeReport(
        **{"id": id, "employer": employer, "practice": "screenshots", "citations": cite(SOURCE)} | changes
    )


def response(id: str, respondent: str, stance: str = "denies", **changes: Any) -> Response:
    """A response; give `claim` or `entity`."""
    target = Target(claim=changes.pop("claim", None), entity=changes.pop("entity", None), stance=stance)
    return Response(**{"id": id, "respondent": respondent, "targets": (target,), "citations": cite(SOURCE)} | changes)


def same(left: str, right: str, judgement: str = "same") -> Judgement:
    """A judgement on two ids, in order."""
    first, second = sorted((left, right))
    return Judgement(left=first, right=second, judgement=judgement, reason="a test says so")


def snapshot(*records: Any, **changes: Any) -> Snapshot:
    """A snapshot with the one source that the factories cite."""
    return Snapshot.of([source(), *records], **changes)
