"""How judgements, requests and verifications lie in tables."""

from typing import Any

from supplychain.domain.records import Judgement, Request, Verification
from supplychain.store import tables as t
from supplychain.store.canonical import Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text


def _write_judgement(judgement: Judgement, writing: Writing) -> Rows:
    row = {
        "id": writing.version,
        "left_id": judgement.left,
        "right_id": judgement.right,
        "judgement": judgement.judgement,
        "reason": judgement.reason,
        "source_id": judgement.source,
        "score": judgement.score,
    }
    return {"identity_judgement": [row]}


def _read_judgement(row: Any, _: Own) -> Judgement:
    return Judgement(
        left=row.left_id,
        right=row.right_id,
        judgement=row.judgement,
        reason=text(row.reason),
        source=row.source_id,
        score=row.score,
    )


def _write_request(request: Request, writing: Writing) -> Rows:
    row = {
        "id": writing.version,
        "request_id": request.id,
        "respondent_id": request.respondent,
        "asked_on": request.asked_on,
        "channel": request.channel,
        "due_on": request.due_on,
        "outcome": request.outcome,
    }
    claims = numbered([{"claim_id": id} for id in request.claims], response_request_id=writing.version)
    questions = [{"about_id": request.about, "question": id} for id in request.questions]
    asked = numbered(questions, response_request_id=writing.version)
    return {"response_request": [row], "response_request_claim": claims, "request_question": asked}


def _read_request(row: Any, own: Own) -> Request:
    asked = own(t.request_question)
    return Request(
        id=row.request_id,
        respondent=row.respondent_id,
        asked_on=row.asked_on,
        channel=text(row.channel),
        due_on=row.due_on,
        outcome=row.outcome,
        claims=tuple(c.claim_id for c in own(t.response_request_claim)),
        about=asked[0].about_id if asked else None,
        questions=tuple(q.question for q in asked),
    )


def _write_verification(verification: Verification, writing: Writing) -> Rows:
    row = {
        "id": writing.version,
        "claim_id": verification.claim,
        "source_id": verification.source,
        "verified_by": verification.verified_by,
        "outcome": verification.outcome,
    }
    return {"verification": [row]}


def _read_verification(row: Any, _: Own) -> Verification:
    return Verification(claim=row.claim_id, source=row.source_id, verified_by=row.verified_by, outcome=row.outcome)


JUDGEMENTS = Layout(t.identity_judgement, ("left_id", "right_id"), (), _write_judgement, _read_judgement)
REQUESTS = Layout(
    t.response_request,
    ("request_id",),
    (t.response_request_claim, t.request_question),
    _write_request,
    _read_request,
)
VERIFICATIONS = Layout(
    t.verification, ("claim_id", "source_id", "verified_by"), (), _write_verification, _read_verification
)
