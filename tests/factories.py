"""A valid record of each type with the things that a test cares about changed."""

from typing import Any

from supplychain.domain.criteria import Clause, Criterion, Question
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


def both(name: str, text: str) -> dict[str, str]:
    """A text in both languages."""
    return {name: text, f"{name}_de": f"{text} auf Deutsch"}


def criterion(id: str = "cr-law-1", **changes: Any) -> Criterion:
    """A criterion to which screenshots and an unknown chain point."""
    words = both("instrument", "a law") | both("article", "§ 1") | both("title", "what it is about")
    words |= both("evidence", "a document") | both("binds", "everybody")
    base = {"practices": ("screenshots", "sick_pay"), "conditions": ("below_minimum",), "gaps": ("nothing_known",)}
    return Criterion(**{"id": id, "text_date": "2026", "text_seen": "yes", "source": SOURCE} | words | base | changes)


def question(id: str = "qu-a1", **changes: Any) -> Question:
    """A question on screenshots and suppliers."""
    lists = {
        "criteria": ("cr-law-1",),
        "practices": ("screenshots",),
        "facts": ("suppliers",),
        "gaps": ("nothing_known",),
    }
    words = both("text", "Who watches?") | both("evidence", "a list")
    base = {"id": id, "number": id[3:].upper(), "theme": "surveillance", "core": True}
    return Question(**base | words | lists | changes)


def clause(id: str = "cl-watching", **changes: Any) -> Clause:
    """A clause on watching."""
    words = both("title", "Watching") | both("text", "Nobody is watched.")
    return Clause(**{"id": id, "theme": "surveillance", "criteria": ("cr-law-1",)} | words | changes)


def checklist(source: str = SOURCE) -> tuple[Criterion, Question, Clause]:
    """One of each."""
    return (
        criterion(source=source, caution="mind", caution_de="Achtung"),
        question(conditions=("below_minimum",)),
        clause(),
    )
