"""Inquiries put together from the recorded requests, with the answers to them, and counted by respondent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from supplychain.domain.records import Record, Request, Response
from supplychain.domain.replies import State, ended, first_id, last_day, reached, state_of
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.values import partial_days


class AnswerFile(Record):
    """A file that was published with an answer."""

    number: int = Field(description="Its number beside the answer, from 1.")
    media_type: str = Field(description="What kind of file it is.")
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="Digest of its bytes.")


class Inquiry(Record):
    """What we asked one respondent about the same claims, or in one questionnaire, and what came of it."""

    id: str = Field(description="Id of the first request.")
    respondent: str = Field(description="Id of the one who was asked.")
    state: State = Field(description="How it stands.")
    claims: tuple[str, ...] = Field(description="Ids of the claims that it is about.")
    requests: tuple[Request, ...] = Field(description="Our requests that went out, oldest first.")
    answers: tuple[str, ...] = Field((), description="Ids of the published answers.")
    about: str = Field("", description="Of a questionnaire the id of the party that it is about; empty for claims.")
    questions: tuple[str, ...] = Field((), description="Ids of the questions of a questionnaire.")
    said: dict[str, str] = Field({}, description="Id of a question -> whether it was answered, refused or not known.")
    beside_the_point: bool = Field(False, description="Whether what was answered speaks of something else.")
    not_on_point: tuple[str, ...] = Field((), description="Ids of its claims to which no published answer speaks.")

    @property
    def due(self) -> date | None:
        """By when an answer is asked for, after the last request that counts."""
        dues = [due for r in reached(self.requests) if (due := last_day(r.due_on)) is not None]
        return max(dues, default=None)


Count = Annotated[int, Field(ge=0)]


class Tally(Record):
    """How often one respondent was asked, and what came of it. Counts, and no score."""

    respondent: str = Field(description="Id of the one who was asked.")
    asked: Count = Field(description="Inquiries, without those that we took back.")
    answered: Count = Field(description="Inquiries that were answered.")
    beside_the_point: Count = Field(description="Of these, those whose answer speaks of something else.")
    silent: Count = Field(description="Inquiries to which no answer came after two requests over two channels.")
    open: Count = Field(description="Inquiries that still run.")
    questions: Count = Field(0, description="Questions of questionnaires that were asked.")
    questions_answered: Count = Field(0, description="Of these, those that were answered.")
    questions_refused: Count = Field(0, description="Of these, those to which an answer was refused.")
    questions_not_known: Count = Field(0, description="Of these, those to which the answer was that it is not known.")


def inquiries(snapshot: Snapshot) -> tuple[Inquiry, ...]:
    """Put the recorded requests together to inquiries, newest first."""
    kept = snapshot.derived.get(("inquiries", ""))
    if isinstance(kept, tuple):
        return kept
    ids = {r.id: r for r in snapshot.requests}
    groups: dict[str, list[Request]] = {}
    for request in sorted(snapshot.requests, key=lambda r: (r.asked_on, len(r.id), r.id)):
        first = ids.get(first_id(request.id), request)
        groups.setdefault(first.id if _what(first) == _what(request) else request.id, []).append(request)
    found = [_inquiry(snapshot, id, group) for id, group in groups.items()]
    made = tuple(sorted(found, key=lambda i: (i.requests[0].asked_on, i.id), reverse=True))
    snapshot.derived["inquiries", ""] = made
    return made


def _what(request: Request) -> tuple[object, ...]:
    return request.respondent, set(request.claims), request.about, set(request.questions)


def _inquiry(snapshot: Snapshot, id: str, requests: Sequence[Request]) -> Inquiry:
    state = state_of(requests)
    answers = list(_answers(snapshot, requests)) if state is State.ANSWERED else []
    claims, questions = set(requests[0].claims), set(requests[0].questions)
    said = {t.question: t.stance for a in answers for t in a.targets if t.question in questions and t.question}
    spoken_to = {t.claim: t.addresses_point for a in answers for t in a.targets if t.claim in claims}
    return Inquiry(
        id=id,
        respondent=requests[0].respondent,
        state=state,
        claims=requests[0].claims,
        requests=tuple(requests),
        answers=tuple(a.id for a in answers),
        about=requests[0].about or "",
        questions=requests[0].questions,
        said=said,
        beside_the_point=set(spoken_to.values()) == {"no"},
        not_on_point=tuple(id for id in requests[0].claims if id not in spoken_to) if answers else (),
    )


def _answers(snapshot: Snapshot, requests: Sequence[Request]) -> Iterable[Response]:
    """Yield the answers of the same respondent to what was asked that are not older than our question."""
    first, who = requests[0], snapshot.canonical(requests[0].respondent)
    asked, claims, questions = partial_days(first.asked_on)[0], set(first.claims), set(first.questions)
    about = snapshot.canonical(first.about or "")
    for response in snapshot.responses:
        speaks = any(
            t.question in questions and snapshot.canonical(t.entity or "") == about
            if t.question
            else t.claim in claims and t.stance != "no_answer"
            for t in response.targets
        )
        when = last_day(response.date)
        if speaks and snapshot.canonical(response.respondent) == who and when is not None and when >= asked:
            yield response


def not_on_point(snapshot: Snapshot, requests: Iterable[Request]) -> dict[str, tuple[str, ...]]:
    """Give, by id of a request that was answered, its claims to which no answer speaks; what is spoken to is left out."""
    wanted = {r.id for r in requests if r.outcome == "answered"}
    return {r.id: i.not_on_point for i in inquiries(snapshot) if i.not_on_point for r in i.requests if r.id in wanted}


def tally(respondent: str, found: Iterable[Inquiry]) -> Tally:
    """Count what came of the inquiries of one respondent."""
    counted = [i for i in found if i.state is not State.WITHDRAWN]
    states = [i.state for i in counted]
    said = [stance for i in counted for stance in i.said.values()]
    return Tally(
        respondent=respondent,
        asked=len(counted),
        answered=states.count(State.ANSWERED),
        beside_the_point=sum(i.beside_the_point for i in counted),
        silent=states.count(State.SILENT),
        open=states.count(State.OPEN) + states.count(State.REMINDED),
        questions=sum(len(i.questions) for i in counted),
        questions_answered=said.count("answers"),
        questions_refused=said.count("refuses"),
        questions_not_known=said.count("does_not_know"),
    )


def requests_of(snapshot: Snapshot, id: str) -> tuple[Request, ...]:
    """Give the requests of an inquiry, oldest first; none where there is no such inquiry."""
    return next((i.requests for i in inquiries(snapshot) if i.id == id), ())


def answered(snapshot: Snapshot, id: str) -> list[Request]:
    """Give what is to be recorded of an inquiry when an answer to it is published."""
    return ended(requests_of(snapshot, id), "answered")


def tally_of(snapshot: Snapshot, respondent: str) -> Tally | None:
    """Count what came of the inquiries of one respondent (a canonical id); None where nobody asked."""
    found = [i for i in inquiries(snapshot) if snapshot.canonical(i.respondent) == respondent]
    return tally(respondent, found) if found else None
