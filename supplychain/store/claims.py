"""How claims of every kind lie in tables: the version, its citations, its scope and what is particular to the kind."""

from collections.abc import Callable
from typing import Any

from supplychain.domain.records import (
    Citation,
    Claim,
    Figure,
    Link,
    PracticeReport,
    Response,
    Target,
    Wage,
)
from supplychain.domain.values import from_edtf
from supplychain.store import tables as t
from supplychain.store.canonical import Row, Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text

_SCOPES = {
    "tool": ("tools", "entity_id"),
    "client": ("clients", "entity_id"),
    "country": ("countries", "country"),
    "site": ("sites", "text"),
    "work_type": ("work_types", "text"),
}
"""Dimension of a scope -> field of the record, column of the table."""


# -- writing -----------------------------------------------------------------------------------------------------------


def _write(claim: Claim, writing: Writing) -> Rows:
    citations = _citations(claim, writing)
    period = claim.period
    first = next(row for row in citations if row["stance"] == "supports")
    version: Row = {
        "id": writing.version,
        "claim_id": claim.id,
        "kind": claim.kind,
        "valid_edtf": claim.valid_edtf,
        "valid_lo": period.valid_lo,
        "valid_hi": period.valid_hi,
        "sure_lo": period.sure_lo,
        "sure_hi": period.sure_hi,
        "reported_on": claim.reported_on,
        "asserted_by": claim.asserted_by,
        "description": claim.description,
        "note": claim.note,
        "editor_note": claim.editor_note,
        "withdrawn_reason": claim.withdrawn_reason,
        "first_citation_id": first["id"],
        "first_citation_stance": first["stance"],
    }
    detail = {"claim_version_id": writing.version, "kind": claim.kind, **_detail(claim, writing)}
    rows: Rows = {
        "claim_version": [version],
        f"{claim.kind}_detail": [detail],
        "citation": citations,
        "claim_scope": _scope(claim, writing.version),
    }
    if isinstance(claim, Response):
        rows |= _answers(claim, writing.version)
    return rows


def _citations(claim: Claim, writing: Writing) -> list[Row]:
    return [
        {
            "id": next(writing.citation_ids),
            "claim_version_id": writing.version,
            "position": position,
            "source_id": c.source,
            "stance": c.stance,
            "locator": c.locator,
            "locator_shared": c.locator_shared,
            "quote": c.quote,
            "read_by": c.read_by,
        }
        for position, c in enumerate(claim.citations)
    ]


def _scope(claim: Claim, version: int) -> list[Row]:
    empty = {"claim_version_id": version, "entity_id": None, "country": None, "text": None}
    return [
        {**empty, "dimension": dimension, "position": position, column: item}
        for dimension, (field, column) in _SCOPES.items()
        for position, item in enumerate(getattr(claim, field, ()))
    ]


def _detail(claim: Claim, writing: Writing) -> Row:
    match claim:
        case Link():
            return {
                "relation": claim.relation,
                "subject_id": claim.subject,
                "subject_kind": writing.kinds[claim.subject],
                "object_id": claim.object,
                "object_kind": None if claim.object is None else writing.kinds[claim.object],
                "object_state": claim.object_state,
                "stance": claim.stance,
                "scope_mode": claim.scope_mode,
            }
        case Wage():
            figures = ("low", "high", "mean", "median", "hours_per_week", "unpaid_hours_per_week")
            terms = ("currency", "unit", "basis", "pay_kind", "sample_size")
            return {"employer_id": claim.employer, **{name: getattr(claim, name) for name in (*figures, *terms)}}
        case PracticeReport():
            return {"employer_id": claim.employer, "practice": claim.practice, "stance": claim.stance}
        case Figure():
            texts = ("topic", "value", "unit", "qualifier", "scope")
            return {**{name: getattr(claim, name) for name in texts}, "about_id": claim.about}
        case Response():
            return {"respondent_id": claim.respondent, "date": claim.date, "told_by": claim.told_by}
        case _:
            raise TypeError(f"no table holds a {type(claim).__name__}")


def _answers(response: Response, version: int) -> Rows:
    return {
        "response_target": numbered(
            [
                {
                    "claim_id": target.claim,
                    "entity_id": target.entity,
                    "stance": target.stance,
                    "addresses_point": target.addresses_point,
                    "question": target.question,
                }
                for target in response.targets
            ],
            claim_version_id=version,
        ),
        "response_unknown": numbered([{"topic": topic} for topic in response.does_not_know], claim_version_id=version),
    }


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(row: Any, own: Own) -> Claim:
    start, end = from_edtf(row.valid_edtf)
    shared = {
        "id": row.claim_id,
        "start": start,
        "end": end,
        "reported_on": row.reported_on,
        "asserted_by": row.asserted_by,
        "description": text(row.description),
        "note": text(row.note),
        "editor_note": text(row.editor_note),
        "withdrawn_reason": text(row.withdrawn_reason),
        "citations": tuple(
            Citation(
                source=c.source_id,
                stance=c.stance,
                locator=c.locator,
                locator_shared=c.locator_shared,
                quote=c.quote,
                read_by=c.read_by,
            )
            for c in own(t.citation)
        ),
    }
    return _READERS[row.kind](shared, own)


def _scopes(own: Own, *dimensions: str) -> Row:
    rows = own(t.claim_scope)
    return {
        _SCOPES[dimension][0]: tuple(getattr(row, _SCOPES[dimension][1]) for row in rows if row.dimension == dimension)
        for dimension in dimensions
    }


def _link(shared: Row, own: Own) -> Link:
    (row,) = own(t.link_detail)
    return Link(
        **shared,
        **_scopes(own, "tool", "country", "site", "work_type"),
        subject=row.subject_id,
        relation=row.relation,
        object=row.object_id,
        object_state=row.object_state,
        stance=row.stance,
        scope_mode=row.scope_mode,
    )


def _wage(shared: Row, own: Own) -> Wage:
    (row,) = own(t.wage_detail)
    return Wage(
        **shared,
        **_scopes(own, *_SCOPES),
        employer=row.employer_id,
        low=row.low,
        high=row.high,
        mean=row.mean,
        median=row.median,
        currency=row.currency,
        unit=row.unit,
        basis=row.basis,
        pay_kind=row.pay_kind,
        sample_size=row.sample_size,
        hours_per_week=row.hours_per_week,
        unpaid_hours_per_week=row.unpaid_hours_per_week,
    )


def _practice(shared: Row, own: Own) -> PracticeReport:
    (row,) = own(t.practice_detail)
    return PracticeReport(
        **shared, **_scopes(own, *_SCOPES), employer=row.employer_id, practice=row.practice, stance=row.stance
    )


def _figure(shared: Row, own: Own) -> Figure:
    (row,) = own(t.figure_detail)
    return Figure(
        **shared,
        topic=row.topic,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        scope=row.scope,
        about=row.about_id,
    )


def _response(shared: Row, own: Own) -> Response:
    (row,) = own(t.response_detail)
    return Response(
        **shared,
        respondent=row.respondent_id,
        date=row.date,
        told_by=row.told_by,
        does_not_know=tuple(u.topic for u in own(t.response_unknown)),
        targets=tuple(
            Target(
                claim=x.claim_id,
                entity=x.entity_id,
                question=x.question,
                stance=x.stance,
                addresses_point=x.addresses_point,
            )
            for x in own(t.response_target)
        ),
    )


_READERS: dict[str, Callable[[Row, Own], Claim]] = {
    "link": _link,
    "wage": _wage,
    "practice": _practice,
    "figure": _figure,
    "response": _response,
}

CLAIMS = Layout(
    t.claim_version,
    ("claim_id",),
    (
        t.link_detail,
        t.wage_detail,
        t.practice_detail,
        t.figure_detail,
        t.response_detail,
        t.response_target,
        t.response_unknown,
        t.claim_scope,
        t.citation,
    ),
    _write,
    _read,
    t.claim,
)
