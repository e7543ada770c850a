"""What a buyer looks at: criteria of law and good practice, questions to a vendor, clauses for a contract, in two languages.

A criterion is a place in a law or a standard to which a finding points. That it points there is a prompt to look: courts
and authorities find breaches. Questions and clauses are in our own words and name the criteria that they serve.
"""

from typing import Annotated

from pydantic import Field

from supplychain.domain.coded import Practice, one_of_terms, term
from supplychain.domain.gap_codes import UNKNOWNS
from supplychain.domain.records import Record
from supplychain.domain.reference import ListedRow, terms_of
from supplychain.domain.values import PartialDate, Slug, Text, Words

TEXTS_SEEN = terms_of("""
yes | text read | The text itself, or a stored copy of it, was read.
secondary | read in a report | Only a report on the text was read.
no | not read again | The wording was not read again for this row: open the text before you rely on it.
""")
CONDITIONS = terms_of("""
below_minimum | below the legal minimum | The reported pay lies below a legal minimum wage of its place and time.
below_minimum_all_hours | below the legal minimum for all hours | It falls below the legal minimum once unpaid hours count.
no_effective_minimum | no effective legal minimum | The place has no legal minimum wage, or one without effect.
below_living_wage | below a living wage | The reported pay lies below a published living wage of its place.
piece_without_hours | paid by the piece, time not known | Pay for a piece of work, and nobody says how long a piece takes.
small_share | less than half of the client's price | The worker gets less than half of what the client pays for the work.
long_week | more than 48 hours a week | More than 48 paid hours a week are reported.
""")
THEMES = terms_of("""
chain | disclosure of the chain | Who does the work, and where.
pay | pay | What people earn for all their hours.
hours | working time | How long and when people work.
surveillance | surveillance and data protection | How people are watched, and what software decides.
health | health | What the work does to people, and what help there is.
association | freedom to organise and to speak | Unions, works councils, and what people may say.
grievance | complaints and remedy | Where people can complain, and what is put right.
subcontracting | subcontracting | Who may pass the work on, and what becomes of people then.
verification | verification and evidence | Who has checked the answers.
""")
FACTS = terms_of("""
suppliers | who does the work | Employers that are named or described.
base | what it is built on | Models, tools and data sets under the product.
pay | what is paid | Pay reports.
hours | how long people work | Hours that pay reports state.
price | what the client pays | Reports on the client's price.
organised | who organises the people | Worker organisations at the employers.
subcontracts | who passes work on | Links by which work is passed on.
remedies | what was put right | Answers that acknowledge or say that something was remedied.
answers | what was answered | Answers and silences.
""")
CRITERIA_VOCABULARIES = {
    "text_seen": TEXTS_SEEN,
    "pay_condition": CONDITIONS,
    "unknown": UNKNOWNS,
    "theme": THEMES,
    "question_fact": FACTS,
}
"""The vocabularies that only criteria, questions and clauses use, by the name of their table."""

TextSeen = Annotated[str, one_of_terms("text_seen", CRITERIA_VOCABULARIES)]
Condition = Annotated[str, one_of_terms("pay_condition", CRITERIA_VOCABULARIES)]
Unknown = Annotated[str, one_of_terms("unknown", CRITERIA_VOCABULARIES)]
Theme = Annotated[str, one_of_terms("theme", CRITERIA_VOCABULARIES)]
Fact = Annotated[str, one_of_terms("question_fact", CRITERIA_VOCABULARIES)]


class Criterion(ListedRow):
    """A place in a law or a standard, with what points to it and the evidence that a buyer can ask for."""

    table = "criteria"
    letters = "cr"

    instrument: Words = Field(description="The law or standard.")
    instrument_de: Words = Field(description="The same in German.")
    article: Words = Field(description="Article, number or principle: where in the source.")
    article_de: Words = Field(description="The same in German.")
    title: Words = Field(description="What it is about, in our words.")
    title_de: Words = Field(description="The same in German.")
    practices: tuple[Practice, ...] = term("practice", "Practices that point to it; good practices speak for it.", ())
    conditions: tuple[Condition, ...] = term("pay_condition", "Conditions of pay that point to it.", ())
    gaps: tuple[Unknown, ...] = term("unknown", "What is not known, and for that points to it.", ())
    evidence: Words = Field(description="Evidence to ask for.")
    evidence_de: Words = Field(description="The same in German.")
    binds: Words = Field(description="Whom it binds, and since when.")
    binds_de: Words = Field(description="The same in German.")
    caution: Text = Field("", description="What must not be read into it.")
    caution_de: Text = Field("", description="The same in German.")
    text_date: PartialDate = Field("", description="Date of the text; empty when there are several or none is known.")
    text_seen: TextSeen = term("text_seen", "Whether the text itself was read.")
    source: Slug = Field(description="Source of the text.")


class Question(ListedRow):
    """A question to a vendor, with what of the database belongs under it."""

    table = "questions"
    letters = "qu"

    number: Words = Field(description="Its number in the questionnaire.", max_length=5)
    theme: Theme = term("theme", "What it is about.")
    core: bool = Field(False, description="Whether it belongs to the short form.")
    text: Words = Field(description="The question.")
    text_de: Words = Field(description="The same in German.")
    criteria: tuple[Slug, ...] = Field(description="Criteria that it serves.", min_length=1)
    practices: tuple[Practice, ...] = term("practice", "Practices whose reports stand under it.", ())
    conditions: tuple[Condition, ...] = term("pay_condition", "Conditions of pay that stand under it.", ())
    gaps: tuple[Unknown, ...] = term("unknown", "What is not known, and for that is asked here.", ())
    facts: tuple[Fact, ...] = term("question_fact", "What the database may know of the answer.", ())
    evidence: Words = Field(description="Evidence that counts.")
    evidence_de: Words = Field(description="The same in German.")


class Clause(ListedRow):
    """A clause for a contract, to be checked by counsel."""

    table = "clauses"
    letters = "cl"

    theme: Theme = term("theme", "What it is about.")
    title: Words = Field(description="Its topic.")
    title_de: Words = Field(description="The same in German.")
    text: Words = Field(description="The clause.")
    text_de: Words = Field(description="The same in German.")
    criteria: tuple[Slug, ...] = Field(description="Criteria that it serves.", min_length=1)


CRITERIA_TYPES: tuple[type[ListedRow], ...] = (Criterion, Question, Clause)
"""Every table of this module by its record type, in the order in which they are written and read."""


class Checklist(Record):
    """Everything that a buyer looks at, at one revision."""

    criteria: dict[str, Criterion] = Field(description="By id.")
    questions: tuple[Question, ...] = Field(description="In the order of the questionnaire.")
    clauses: tuple[Clause, ...] = Field(description="By theme.")

    def from_source(self, source: str) -> tuple[Criterion, ...]:
        """Criteria whose text is in a source."""
        return tuple(c for c in self.criteria.values() if c.source == source)

    @classmethod
    def of(cls, rows: tuple[ListedRow, ...]) -> "Checklist":
        """Choose its rows among those of every table."""
        themes = list(THEMES)
        clauses = sorted((r for r in rows if isinstance(r, Clause)), key=lambda c: (themes.index(c.theme), c.id))
        return cls(
            criteria={row.id: row for row in rows if isinstance(row, Criterion)},
            questions=tuple(sorted((r for r in rows if isinstance(r, Question)), key=lambda q: (q.number, q.id))),
            clauses=tuple(clauses),
        )
