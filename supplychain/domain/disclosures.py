"""What a vendor says to the questionnaire: the draft of it until it is sent, and the answers once they are published.

An answer is evidence of what the vendor says and nothing more: it deletes no report and moves none. That a vendor refuses or
does not know is an answer and is shown as such.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

from pydantic import Field

from supplychain.domain.answer_text import IN_FULL, says_in_full
from supplychain.domain.coded import ResponseStance, term
from supplychain.domain.criteria import Question
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Record, Response, Target
from supplychain.domain.reports import Content
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS

MOST_QUESTIONS = 60
"""Questions that one request can ask."""
MAX_SAID = 9_000
UNKNOWN_OF_THEME = {
    "chain": "suppliers",
    "subcontracting": "suppliers",
    "pay": "pay",
    "surveillance": "surveillance",
    "hours": "conditions",
    "health": "conditions",
    "association": "conditions",
    "grievance": "conditions",
}
"""Theme of a question -> what somebody does not know who does not know the answer."""
ROWS_OF_FACT = {
    "suppliers": "supplier",
    "base": "base",
    "subcontracts": "subcontract",
    "pay": "pay",
    "hours": "pay",
    "price": "price",
}
"""Sort of fact under a question -> the row in which it can be given."""
PRACTICE_ROW = "practice"
ASKABLE = ("vendor", "client", "outsourcer", "platform")
"""Kinds of organisations to which a questionnaire can go."""
QUOTED = "“{}”"
"""How a question stands in the description of its answer."""

WRONG: dict[str, tuple[str, str]] = {
    "about": (
        "A questionnaire cannot be about this.",
        "Choose a tool, a model, a data set, or the organisation itself.",
    ),
    "claims_too": (
        "A questionnaire asks about no claims and no report.",
        "Leave them away, or ask about them in a request of its own.",
    ),
    "questions": ("There is nothing to ask.", "Choose at least one question of the list, and at most 60."),
    "respondent": ("This can be asked nothing.", "Choose a firm that is named."),
    "running": ("It is being asked about this already.", "Wait for the answer, or ask again there."),
    "said": ("It is not said what the answer is.", "Write it, add a row, or choose another of the three."),
    "silent": ("Nothing is answered yet.", "Answer at least one question, or say that you refuse or do not know."),
    "names": (
        "What looks like the name of a person stands in the answers.",
        "Take it out, or confirm below that it is no worker's.",
    ),
    "party": (
        "Nothing recorded has this name.",
        "Say what it is in the field below, and it is added; or write the name as it is recorded.",
    ),
    "party_first": ("Nothing recorded has this name.", "Add it as a supplier first, then name it here."),
    "no_party": (
        "The name is missing.",
        "Write it, or, if you withhold it, the country of the work.",
    ),
}
"""What can be wrong with what is filled in, and how to mend it."""
REFUSED: dict[str, str] = {
    "questionnaire": "This link opens a questionnaire: copy its address from the letter again, to its very end.",
    "reply": "This link opens no questionnaire: copy its address from the letter again, to its very end.",
    "sent": "Your answers were sent already. Nothing can be changed in them now.",
    "no_file_now": "A document can be added until somebody looks at the answers.",
    "elsewhere": "These answers were changed in another window. What you typed here stands below and is not kept yet: look at "
    "the other window, then keep this one, and it takes the place of the other.",
}
"""What the state of things can forbid."""

ROW_TABLES = ("links", "wages", "practices")
"""Tables of the package of which rows can be given with an answer."""


class Said(Record):
    """What is said to one question, as it is drafted."""

    stance: ResponseStance = term("response_stance", "Whether it is answered, refused or not known.", "answers")
    text: str = Field("", description="The answer in words, as it was typed.")


class RowSaid(Record):
    """One row that was given with an answer."""

    id: str = Field(description="Id of the claim.")
    question: str = Field(description="The question under which it was given.")
    table: str = Field(description="Table of the package.")
    label: str = Field(description="What it says, in a line.")


class Draft(Record):
    """All that a vendor has filled in so far."""

    said: dict[str, Said] = Field({}, description="Id of a question -> what is said to it.")
    rows: tuple[RowSaid, ...] = Field((), description="Rows, in the order in which they were given.")
    content: Content = Field(Content(), description="The same rows as they will be recorded.")

    @classmethod
    def read(cls, text: str) -> "Draft":
        """Read one back; an empty text is an empty draft."""
        return cls.model_validate_json(text) if text else cls()

    def mark(self, questions: Iterable[Question]) -> str:
        """Give a short text that changes whenever what is said to these questions does."""
        ids = sorted(q.id for q in questions)
        found = [[id, *self.said[id].model_dump().values()] for id in ids if id in self.said]
        return sha256(json.dumps(found).encode()).hexdigest()[:16]

    def done(self, question: str) -> bool:
        """Whether anything is said to a question."""
        return question in self.said or any(row.question == question for row in self.rows)

    def without_row(self, id: str) -> "Draft":
        """Take a row away; parties that nothing else names go with it."""
        row = next((r for r in self.rows if r.id == id), None)
        if row is None:
            return self
        content = _without_idle_parties(self.content.without(row.table, id))
        return self.model_copy(update={"rows": tuple(r for r in self.rows if r.id != id), "content": content})


def _without_idle_parties(content: Content) -> Content:
    named = {
        id
        for table in ("links", "wages", "practices")
        for row in content.rows(table)
        for column in ("subject", "object", "employer", "tools", "clients")
        for id in row.get(column, "").split("|")
    }
    return content.with_rows("entities", [row for row in content.rows("entities") if row.get("id") in named])


def row_words(question: Question) -> tuple[str, ...]:
    """Name the rows in which a question can be answered."""
    words = [ROWS_OF_FACT[fact] for fact in question.facts if fact in ROWS_OF_FACT]
    if question.practices and question.theme != "chain":
        words.append(PRACTICE_ROW)
    return tuple(dict.fromkeys(words))


# -- published -------------------------------------------------------------------------------------------------------------


class SentAnswer(Record):
    """What was sent to one question and waits for its form to be checked."""

    description: str = Field(
        description="The question as it was asked, and that it was answered, refused or not known."
    )
    question: str = Field("", description="Id of the question.")
    stance: str = Field(description="Whether it is answered, refused or not known.")
    text: str = Field(description="The answer, with ¶ between its paragraphs.")


class Sent(Record):
    """The answers to a questionnaire that were sent and are not published."""

    answers: tuple[SentAnswer, ...] = Field(description="The answers, in the order of the questions.")
    rows: tuple[str, ...] = Field((), description="Rows that were given with them, each in a line.")
    files: int = Field(0, description="Documents that were added; they are not published.")


def sent_in(content: Content, files: int) -> Sent | None:
    """Read the answers to a questionnaire out of the report that they became; nothing where it is no such report."""
    targets = content.rows("targets")
    if not any(row.get("question") for row in targets):
        return None
    quotes = {row["claim"]: row.get("quote", "") for row in content.rows("citations")}
    stances = {row["response"]: row.get("stance", "") for row in targets}
    questions = {row["response"]: row.get("question", "") for row in targets}
    return Sent(
        answers=tuple(
            SentAnswer(
                description=row.get("description", ""),
                question=questions.get(row["id"], ""),
                stance=stances.get(row["id"], ""),
                text=quotes.get(row["id"], ""),
            )
            for row in content.rows("responses")
        ),
        rows=tuple(row_line(content, table, row["id"]) for table in ROW_TABLES for row in content.rows(table)),
        files=files,
    )


def row_line(content: Content, table: str, id: str) -> str:
    """Say in a line what a row says."""
    row = next((one for one in content.rows(table) if one.get("id") == id), {})
    figures = "–".join(dict.fromkeys(row[name] for name in ("low", "high") if row.get(name))) or row.get("median", "")
    places = row.get("countries", "").replace("|", ", ")
    more = (figures, row.get("currency", ""), row.get("practice", "").replace("_", " "), places)
    return " · ".join(filter(None, (row.get("description", ""), " ".join(filter(None, more)))))


class Answered(Record):
    """What was answered to one question about one party, as it is published."""

    question: str = Field(description="Id of the question.")
    response: str = Field(description="Id of the answer, a claim like any other.")
    respondent: str = Field(description="Id of the one who answers.")
    about: str = Field(description="Id of the party that the question was asked about.")
    date: str = Field(description="Date of the answer.")
    stance: ResponseStance = term("response_stance", "Whether it is answered, refused or not known.")
    text: str = Field(description="The answer in full, with ¶ between its paragraphs; empty where no word was said.")
    source: str = Field(description="Id of the source in which it stands.")
    reworded: bool = Field(
        description="Whether the question reads otherwise today; as it was asked, it stands in the answer's description."
    )


def answered_about(snapshot: Snapshot, ids: Iterable[str]) -> tuple[Answered, ...]:
    """Give the published answers to questions about these (canonical) parties, by question, newest first."""
    wanted = set(ids)
    found = (one for id in wanted for r, t in snapshot.answers_to_questions(id) for one in _answered(snapshot, r, t))
    return _in_order(found, snapshot)


def answered_by(snapshot: Snapshot, id: str) -> tuple[Answered, ...]:
    """Give the published answers of a (canonical) party to questions, by question, newest first."""
    own = (r for r in snapshot.responses if snapshot.canonical(r.respondent) == id)
    return _in_order((one for r in own for t in r.targets for one in _answered(snapshot, r, t)), snapshot)


def _in_order(found: Iterable[Answered], snapshot: Snapshot) -> tuple[Answered, ...]:
    place = {q.id: n for n, q in enumerate(snapshot.checklist.questions)}
    newest = sorted(found, key=lambda a: (a.date, a.response), reverse=True)
    return tuple(sorted(newest, key=lambda a: (place.get(a.question, len(place)), a.question)))


def _answered(snapshot: Snapshot, response: Response, target: Target) -> Iterator[Answered]:
    if target.question is None or target.entity is None:
        return
    now = next((q for q in snapshot.checklist.questions if q.id == target.question), None)
    cited = next(c for c in response.citations if c.stance == "supports")
    yield Answered(
        question=target.question,
        response=response.id,
        respondent=snapshot.canonical(response.respondent),
        about=snapshot.canonical(target.entity),
        date=response.date,
        stance=target.stance,
        text=says_in_full(response),
        source=cited.source,
        reworded=now is None or QUOTED.format(now.text) not in response.description,
    )


# -- as it is recorded -----------------------------------------------------------------------------------------------------


def description_of(name: str, about: str, question: Question, stance: str) -> str:
    """Say in our words what was asked and what came of it; the question stands there as it was asked."""
    return own_words(stance, name=name, about=about, number=question.number, question=question.text)


def locator_of(question: Question, text: str) -> str:
    """Say where in the answers it stands."""
    return IN_FULL if text else place_of(question)


def place_of(question: Question) -> str:
    """Say under which question a row stands."""
    return own_words("question", number=question.number)


def may_be_about(kind: str, same: bool) -> bool:
    """Whether a questionnaire can be about a party of a kind, or about the one who is asked."""
    return kind in PRODUCTS or same
