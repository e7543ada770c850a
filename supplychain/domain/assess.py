"""An assessment as an organisation writes it, and what of it is still open or cannot stand: each thing with its number.

Everything that was typed is kept as text, so that a draft loses nothing, however wrong it is.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from supplychain.domain.assess_form import (
    AREA,
    CAN_LACK_EVIDENCE,
    CRITERIA,
    CRITERION,
    FIELD,
    FIELDS,
    FORM_VERSION,
    LEAST_TESTED,
    LINE,
    LONGEST_TERM,
    OUTCOMES,
    QUESTIONS,
    RELEASES,
    SCORES,
    Always,
    FormField,
    Kind,
)
from supplychain.domain.records import Record
from supplychain.domain.values import Slug

YES, NO, UNKNOWN = "yes", "no", "unknown"
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
_WHOLE = re.compile(r"\d{1,6}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST = 100
"""Things that an assessment can hold of a kind; the form has fewer."""
LONGEST_NAME = 200
UNRECORDED = "not-recorded"
"""Stands in place of the id of a tool that is not in the database."""
HASH = r"^([0-9a-f]{64})?$"


class Weight(Record):
    """How one criterion is scored."""

    score: str = Field("", description="2, 1, 0, -1, -2 or unknown; empty while it is open.", max_length=LINE)
    reason: str = Field("", description="One written reason.", max_length=AREA)
    others: bool = Field(False, description="Its cost falls on people who did not choose it: it counts double.")
    measure: str = Field("", description="What is done about a -2.", max_length=AREA)


class Assessment(Record):
    """What an organisation writes, with the tool and the state of the database that it looked at."""

    format: Literal["supplychain assessment"] = Field("supplychain assessment", description="What this is.")
    version: Literal[1] = Field(FORM_VERSION, description="Version of the form and its rules.")
    tool: Slug = Field(description="Id of the tool; “not-recorded” where only its name is known.")
    name: str = Field(
        "",
        description="Name of a tool that is not in the database; left out where it is.",
        max_length=LONGEST_NAME,
        exclude_if=lambda name: not name,
    )
    revision: int = Field(description="Revision of the database that was looked at.", ge=0, le=1_000_000_000)
    revision_hash: str = Field("", description="Its hash in the chain.", pattern=HASH)
    answers: dict[str, str] = Field({}, description="Name of a field -> what was answered.", max_length=MOST)
    no_evidence: tuple[str, ...] = Field(
        (), description="Numbers of the questions to which there is no evidence.", max_length=MOST
    )
    weighing: dict[str, Weight] = Field({}, description="Criterion -> how it is scored.", max_length=MOST)
    despite: dict[str, str] = Field(
        {}, description="What speaks against release -> why released in spite of it.", max_length=MOST
    )
    predecessor: str = Field("", description="Digest of the assessment that this one renews.", pattern=HASH)

    def said(self, name: str) -> str:
        """What was answered in a field."""
        return self.answers.get(name, "").strip()

    def weight(self, code: str) -> Weight:
        """How a criterion is scored; unscored ones are as the form presets them."""
        return self.weighing.get(code) or Weight(others=CRITERION[code].others is not Always.ASKED)

    def number(self, name: str) -> Decimal | None:
        """A number that was answered; None where there is none to be read."""
        text = self.said(name)
        fits = _WHOLE if FIELD[name].kind is Kind.WHOLE else _NUMBER
        return Decimal(text.replace(",", ".")) if fits.fullmatch(text) else None

    def day(self, name: str) -> date | None:
        """A day that was answered; None where there is none to be read."""
        return _day(self.said(name))

    @property
    def outcome(self) -> str:
        """What was decided; empty while nothing was."""
        found = self.said("outcome")
        return found if found in {o.code for o in OUTCOMES} else ""

    @property
    def releases(self) -> bool:
        """Whether it is decided that the tool may be used."""
        return self.outcome in RELEASES

    def lacks_evidence(self, number: str) -> bool:
        """Whether it is said that there is no evidence, or the test was too small to be one."""
        tested = self.number("bias_cases")
        small = number == "2.6" and tested is not None and tested < LEAST_TESTED
        return number in self.no_evidence or small


class Lack(Record):
    """Something that is open or cannot stand."""

    number: str = Field(description="Number of the question or criterion.")
    code: str = Field(description="What it is.")
    parameters: dict[str, str] = Field({}, description="What is filled into its words.")
    draft: bool = Field(True, description="It is only not answered yet.")


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def latest_review(decided: date) -> date:
    """The last day on which a decision has to be looked at again."""
    years, month = divmod(decided.month - 1 + LONGEST_TERM, 12)
    year = decided.year + years
    for day in range(decided.day, decided.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")


def lacks(a: Assessment, known: Mapping[str, bool], despite: Mapping[str, str]) -> tuple[Lack, ...]:
    """Everything that is open or cannot stand, in the order of the form.

    `known` says of questions 2.2 to 2.5 whether the database holds anything near; `despite` has what a release would need a
    reason for, each with the number under which it stands.
    """
    found = [*_strange(a)]
    for question in QUESTIONS:
        found += _of_question(a, question.number, known)
    found += [lack for c in CRITERIA for lack in _of_criterion(a, c.code, known)]
    found += _of_decision(a, despite)
    return tuple(sorted(found, key=_place))


def _place(lack: Lack) -> tuple[int, ...]:
    parts = lack.number.split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else (-1,)


def _strange(a: Assessment) -> Iterator[Lack]:
    """What no field of the form is called."""
    for kind, names, there in (
        ("answers", a.answers, FIELD),
        ("weighing", a.weighing, CRITERION),
        ("no_evidence", a.no_evidence, CAN_LACK_EVIDENCE),
    ):
        for name in names:
            if name not in there:
                yield Lack(
                    number=kind, code="strange", parameters={"name": name[:60], "names": ", ".join(there)}, draft=False
                )


def _of_question(a: Assessment, number: str, known: Mapping[str, bool]) -> Iterator[Lack]:
    fields = [f for f in FIELDS if f.number == number]
    given = [f for f in fields if a.said(f.name)]
    for field in given:
        if (wrong := _wrong(a, field)) is not None:
            yield wrong
    if number in a.no_evidence:
        if any(f.required for f in given):
            yield Lack(number=number, code="both", draft=False)
        if known.get(number):
            yield Lack(number=number, code="known_none", draft=False)
        return
    missing = [f for f in fields if f.required and not a.said(f.name)]
    if missing and number not in ("4.2", "4.5", "4.6"):
        code = "open_evidence" if number in CAN_LACK_EVIDENCE else "open"
        yield Lack(number=number, code=code, parameters={"fields": ", ".join(f.name for f in missing)})
    if number in known and not known[number] and not given:
        yield Lack(number=number, code="open_known")
    if number == "2.8" and not given:
        yield Lack(number=number, code="open_evidence", parameters={"fields": "values_for, values_against"})


def _wrong(a: Assessment, field: FormField) -> Lack | None:
    text = a.said(field.name)
    longest = AREA if field.kind is Kind.AREA else LINE
    if len(text) > longest:
        return _cannot(field, "too_long", most=f"{longest:,}", long=f"{len(text):,}")
    match field.kind:
        case Kind.NUMBER | Kind.WHOLE if a.number(field.name) is None:
            return _cannot(field, "no_whole" if field.kind is Kind.WHOLE else "no_number")
        case Kind.YES if text not in (YES, NO, UNKNOWN):
            return _cannot(field, "no_choice", choices="yes, no, unknown")
        case Kind.OUTCOME if not a.outcome:
            return _cannot(field, "no_choice", choices=", ".join(o.code for o in OUTCOMES))
        case Kind.DAY if a.day(field.name) is None:
            return _cannot(field, "no_day")
    return None


def _cannot(field: FormField, code: str, **more: str) -> Lack:
    return Lack(number=field.number, code=code, parameters={"field": field.name, **more}, draft=False)


def _of_criterion(a: Assessment, code: str, known: Mapping[str, bool]) -> Iterator[Lack]:
    criterion, weight = CRITERION[code], a.weight(code)
    number = criterion.number
    if not weight.score:
        yield Lack(number=number, code="not_scored")
    elif weight.score not in SCORES:
        yield Lack(number=number, code="no_score", parameters={"scores": ", ".join(SCORES)}, draft=False)
    elif not weight.reason.strip():
        yield Lack(number=number, code="no_reason")
    if criterion.others is Always.ALWAYS and not weight.others:
        yield Lack(number=number, code="always_double", draft=False)
    without = [n for n in criterion.evidence if a.lacks_evidence(n)]
    if without and weight.score in ("2", "1", "0"):
        yield Lack(number=number, code="no_evidence_scored", parameters={"numbers": ", ".join(without)}, draft=False)
    reported = [n for n in criterion.evidence if known.get(n) and code in ("pay", "watch")]
    if reported and weight.score == UNKNOWN:
        yield Lack(number=number, code="known_unknown", parameters={"numbers": ", ".join(reported)}, draft=False)


def _of_decision(a: Assessment, despite: Mapping[str, str]) -> Iterator[Lack]:
    for name in ("outcome", "reasons", "decided_by", "decided_on", "review_on"):
        if not a.said(name):
            yield Lack(number=FIELD[name].number, code=f"open_{name}")
    if a.outcome == "with_measures" and not a.said("conditions"):
        yield Lack(number="4.1", code="no_conditions", draft=False)
    decided, review = a.day("decided_on"), a.day("review_on")
    if decided is not None and review is not None:
        last = latest_review(decided)
        if review > last:
            yield Lack(number="4.6", code="review_late", parameters={"last": last.isoformat()}, draft=False)
        if review <= decided:
            yield Lack(number="4.6", code="review_early", draft=False)
    if a.releases:
        for what in despite:
            if not a.despite.get(what, "").strip():
                yield Lack(number="4.3", code="no_despite", parameters={"what": what}, draft=False)
