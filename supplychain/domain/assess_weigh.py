"""The weighing with its working, and the stops: what they rest on, and whether their condition is met.

Nothing here decides. A stop whose condition is met, a sum that is not positive and a -2 without a measure are told; what
follows from them is for the organisation.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pydantic import Field

from supplychain.domain.assess import NO, YES, Assessment
from supplychain.domain.assess_form import CRITERIA, LEAST_CASES, LEAST_RELIEF, STOPS, Always
from supplychain.domain.dossier_answer import FIRM, Finding
from supplychain.domain.dossier_findings import NO_FINDING
from supplychain.domain.evidence import Grade
from supplychain.domain.records import Record
from supplychain.domain.standing import Reply, State

UNKNOWN_COUNTS = -1
"""What an unknown counts: silence is not a benefit."""
CORROBORATED = frozenset({"below_minimum", "below_minimum_wage"})
"""Reports that count towards the third stop with evidence A or B."""
GRAVE = CORROBORATED | {"forced_labour_indicator", "child_labour"}
"""Reports that count towards the third stop; those of force and of children with evidence A to C."""


class Weighed(Record):
    """One criterion with what it counts."""

    code: str = Field(description="The criterion.")
    score: str = Field(description="Its score as given; empty while it is open.")
    value: int = Field(description="What the score is worth; unknown and open are -1.")
    doubled: bool = Field(description="It is a cost that falls on people who did not choose it.")
    counts: int = Field(description="What it adds to the sum.")


class Weighing(Record):
    """All criteria with their sum."""

    rows: tuple[Weighed, ...] = Field(description="The criteria in their order.")
    sum: int = Field(description="The sum.")
    working: str = Field(description="How the sum was reached.")

    @property
    def bare(self) -> tuple[str, ...]:
        """Criteria scored -2."""
        return tuple(row.code for row in self.rows if row.value == -2)


class Why(Record):
    """A reason why the condition of a stop is met or not."""

    code: str = Field(description="Which reason.")
    parameters: dict[str, str] = Field({}, description="What is filled into its words.")


class Stop(Record):
    """One stop. That its condition is met decides nothing."""

    code: str = Field(description="Which stop.")
    met: bool = Field(description="Whether its condition is met.")
    why: tuple[Why, ...] = Field(description="Why, or why not.")
    claims: tuple[str, ...] = Field((), description="Ids of the claims for which it is met.")
    beside: tuple[str, ...] = Field((), description="Ids of claims to look at that do not count by the rule.")


class Speaking(Record):
    """Something that speaks against a release and needs a written reason if there is one."""

    code: str = Field(description="What: a stop, the sum, or a -2 without a measure.")
    number: str = Field(description="Where it stands: a stop, or the number of a criterion.")
    reason: str = Field(description="The reason that was written down; empty while there is none.")


def value_of(score: str) -> int:
    """What a score is worth."""
    return int(score) if score in ("2", "1", "0", "-1", "-2") else UNKNOWN_COUNTS


def weigh_all(a: Assessment) -> Weighing:
    """Add the scores up, costs double where they fall on people who did not choose them."""
    rows = []
    for c in CRITERIA:
        weight = a.weight(c.code)
        value = value_of(weight.score)
        doubled = value < 0 and (weight.others or c.others is Always.ALWAYS)
        counts = value * 2 if doubled else value
        rows.append(Weighed(code=c.code, score=weight.score, value=value, doubled=doubled, counts=counts))
    total = sum(row.counts for row in rows)
    parts = " + ".join(f"2 × ({row.value})" if row.doubled else _plain(row.value) for row in rows)
    return Weighing(rows=tuple(rows), sum=total, working=f"{parts} = {total}")


def _plain(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


# -- stops -------------------------------------------------------------------------------------------------------------


def relief_in_percent(a: Assessment) -> Decimal | None:
    """By how many percent the task takes less time; None where it was not measured."""
    today, tool = a.number("minutes_today"), a.number("minutes_tool")
    if today is None or tool is None or not today:
        return None
    return ((today - tool) * 100 / today).quantize(Decimal("0.1"))


def stop_1(a: Assessment) -> Stop:
    """No measured relief: 1.2 or 1.4 failed, or there is no evidence."""
    why = [*_of_minutes(a), *_of_quality(a)]
    met = bool(why)
    return Stop(
        code=STOPS[0].code,
        met=met,
        why=tuple(why) or (Why(code="relief_measured", parameters={"percent": str(relief_in_percent(a))}),),
    )


def _of_minutes(a: Assessment) -> Iterator[Why]:
    relief = None if {"1.1", "1.2"} & set(a.no_evidence) else relief_in_percent(a)
    if relief is None:
        yield Why(code="not_measured")
        return
    for name, code in (("cases_today", "few_cases_today"), ("cases_tool", "few_cases_tool")):
        cases = a.number(name)
        if cases is None or cases < LEAST_CASES:
            yield Why(code=code, parameters={"cases": str(cases or 0), "least": str(LEAST_CASES)})
    if relief < LEAST_RELIEF:
        yield Why(code="little_relief", parameters={"percent": str(relief), "least": str(LEAST_RELIEF)})


def _of_quality(a: Assessment) -> Iterator[Why]:
    missing = "1.4" in a.no_evidence
    if missing or a.said("blind") != YES:
        yield Why(code="not_blind")
    if not missing and a.said("no_worse") != YES:
        yield Why(code="worse" if a.said("no_worse") == NO else "worse_unknown")
    if not missing and a.said("serious_error") != NO:
        yield Why(code="serious_error" if a.said("serious_error") == YES else "error_unknown")


def stop_2(a: Assessment, pointing: Iterable[str]) -> Stop:
    """Client data without legal ground, or a banned practice; `pointing` are claims that point to the ban."""
    why = []
    data, banned = a.said("client_data"), a.said("banned")
    if data == YES and not a.said("legal_ground"):
        why.append(Why(code="no_ground"))
    if data not in (YES, NO):
        why.append(Why(code="data_unknown"))
    if banned == YES:
        why.append(Why(code="banned"))
    if banned not in (YES, NO):
        why.append(Why(code="banned_unknown"))
    met = bool(why)
    if not why:
        why.append(Why(code="ground_given" if data == YES else "no_client_data"))
    return Stop(code=STOPS[1].code, met=met, why=tuple(why), beside=tuple(sorted(set(pointing))))


def answers(reply: Reply) -> bool:
    """Whether a reply answers: silence does not, and neither does what is beside the point."""
    return reply.target.stance != "no_answer" and reply.target.addresses_point != "no"


def is_grave(f: Finding) -> bool:
    """Whether a report counts towards the third stop, as far as nobody answered it."""
    if f.code not in GRAVE or NO_FINDING & set(f.states) or State.ENDED in f.states:
        return False
    return f.nearness in FIRM and f.grade <= (Grade.B if f.code in CORROBORATED else Grade.C)


def stop_3(findings: Iterable[Finding], replies: Mapping[str, Iterable[Reply]]) -> Stop:
    """Reported serious labour harm that nobody answered; `replies` are those to the claims, by the claim's id."""
    reported = [*findings]
    grave = {f.claim for f in reported if is_grave(f)}
    open_ = {claim for claim in grave if not any(map(answers, replies.get(claim, ())))}
    beside = {f.claim for f in reported if f.code in GRAVE and not NO_FINDING & set(f.states)} - open_
    if open_:
        why = Why(code="harm_unanswered", parameters={"count": str(len(open_))})
    elif grave:
        why = Why(code="harm_answered", parameters={"count": str(len(grave))})
    else:
        why = Why(code="no_harm_known")
    more = (Why(code="harm_beside", parameters={"count": str(len(beside))}),) if beside else ()
    return Stop(
        code=STOPS[2].code,
        met=bool(open_),
        why=(why, *more),
        claims=tuple(sorted(open_)),
        beside=tuple(sorted(beside)),
    )


def speaks_against(a: Assessment, weighing: Weighing, stops: Iterable[Stop]) -> tuple[Speaking, ...]:
    """Everything that speaks against a release, with the reason given for one in spite of it."""
    codes = [(stop.code, stop.code) for stop in stops if stop.met]
    if weighing.sum <= 0:
        codes.append(("sum", "3"))
    for row, c in zip(weighing.rows, CRITERIA, strict=True):
        if row.value == -2 and not a.weight(row.code).measure.strip():
            codes.append((f"bare_{row.code}", c.number))
    return tuple(Speaking(code=code, number=number, reason=a.despite.get(code, "").strip()) for code, number in codes)
