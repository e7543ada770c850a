"""The public ledger of all requests for an answer and of what came of them."""

from collections import defaultdict
from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.inquiries import Inquiry, Tally, inquiries, tally
from supplychain.domain.records import Record
from supplychain.domain.replies import State
from supplychain.domain.snapshot import Snapshot


class InquiryRow(Record):
    """One request as a row."""

    request: str = Field(description="Id of the request.")
    inquiry: str = Field(description="Id of the first request about the same; the same id for a first request.")
    respondent: str = Field(description="Id of the one who was asked.")
    name: str = Field(description="Name of the one who was asked.")
    asked_on: str = Field(description="When.")
    channel: str = Field(description="How.")
    due_on: str = Field(description="By when an answer was asked for.")
    outcome: str = Field(description="What came of this request.")
    state: State = Field(description="How the inquiry stands.")
    claims: tuple[str, ...] = Field(description="Ids of the claims that it was about.")
    answers: tuple[str, ...] = Field(description="Ids of the published answers.")
    not_on_point: tuple[str, ...] = Field(description="Ids of the claims to which no published answer speaks.")
    about: str = Field("", description="Of a questionnaire the id of the party that it is about.")
    questions: tuple[str, ...] = Field((), description="Ids of the questions of a questionnaire.")
    answered: tuple[str, ...] = Field((), description="Of these, those that were answered.")
    refused: tuple[str, ...] = Field((), description="Of these, those to which an answer was refused.")
    not_known: tuple[str, ...] = Field((), description="Of these, those to which the answer was that it is not known.")


class Requests(Answer):
    """Every request of ours and what came of it."""

    row_type: ClassVar[type[Record]] = InquiryRow

    respondent: str = Field("", description="Id of the one respondent that was asked for; empty = all.")
    tallies: tuple[Tally, ...] = Field(description="How often each was asked and answered, by name.")
    inquiries: tuple[Inquiry, ...] = Field(description="Newest first.")

    def table(self) -> tuple[InquiryRow, ...]:
        """One row a request."""
        return tuple(
            InquiryRow(
                request=r.id,
                inquiry=found.id,
                respondent=r.respondent,
                name=self.names.get(r.respondent, r.respondent),
                asked_on=r.asked_on,
                channel=r.channel,
                due_on=r.due_on,
                outcome=r.outcome,
                state=found.state,
                claims=r.claims,
                answers=found.answers,
                not_on_point=found.not_on_point,
                about=found.about,
                questions=r.questions,
                answered=_said(found, "answers"),
                refused=_said(found, "refuses"),
                not_known=_said(found, "does_not_know"),
            )
            for found in self.inquiries
            for r in found.requests
        )


def _said(found: Inquiry, stance: str) -> tuple[str, ...]:
    return tuple(id for id in found.questions if found.said.get(id) == stance)


def ledger(snapshot: Snapshot, respondent: str = "") -> Requests:
    """Put the ledger together: of all, or of one respondent (a canonical id)."""
    found = [i for i in inquiries(snapshot) if respondent in ("", snapshot.canonical(i.respondent))]
    by_respondent: dict[str, list[Inquiry]] = defaultdict(list)
    for inquiry in found:
        by_respondent[snapshot.canonical(inquiry.respondent)].append(inquiry)
    ids = {*by_respondent, *(i.respondent for i in found), *(i.about for i in found), respondent} - {""}
    names = {id: snapshot.entities[id].name for id in sorted(ids)}
    return Requests(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names,
        respondent=respondent,
        tallies=tuple(
            tally(id, by_respondent[id]) for id in sorted(by_respondent, key=lambda i: (names[i].casefold(), i))
        ),
        inquiries=tuple(found),
    )
