"""Employers side by side: what each is reported to pay and to do, what it answered, and what is not known of it.

Nothing is averaged, ranked or summed up; employers stand in the order in which the reader named them.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from supplychain.domain.browse import SourcedAnswer
from supplychain.domain.chart_practices import PracticeCell
from supplychain.domain.parties import Party
from supplychain.domain.pay_brief import BriefGap, PayBrief
from supplychain.domain.pay_quantity import Exact
from supplychain.domain.pay_results import Span
from supplychain.domain.pay_share import BY_CLIENT, Share
from supplychain.domain.pay_words import PayState
from supplychain.domain.records import PracticeReport, Record, Response, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown, show
from supplychain.domain.vocabulary import PRACTICE_GROUP

FEWEST, MOST = 2, 6
"""Employers that can be compared."""


class Unknown(StrEnum):
    """What is not known of an employer."""

    PAY = "no_pay_report"
    COMPARABLE_PAY = "no_comparable_pay"
    PRICE = "no_price"
    SURVEILLANCE = "no_surveillance_known"
    CONDITIONS = "no_conditions_known"
    GOOD_PRACTICE = "no_good_practice_known"
    ANSWER = "no_answer_known"
    COUNTRY = "no_country_known"


UNKNOWN: dict[Unknown, str] = {
    Unknown.PAY: "What are the people paid? No pay report is known.",
    Unknown.COMPARABLE_PAY: "What is the pay an hour? No report on pay can be worked out in this money.",
    Unknown.PRICE: "What does the client pay, and what of it reaches the worker? No price for work that is also reported on is "
    "known.",
    Unknown.SURVEILLANCE: "How are the people watched? Nothing is known.",
    Unknown.CONDITIONS: "Under which conditions do they work? Nothing is known.",
    Unknown.GOOD_PRACTICE: "What does the employer do well? Nothing is known.",
    Unknown.ANSWER: "What does it say itself? No answer is known; whether it was asked is not recorded.",
    Unknown.COUNTRY: "Where is the work done? No report names a country.",
}
"""Each in words, as a question."""


class CompareRow(Record):
    """One thing that is known, or not known, of one employer."""

    employer: str = Field(description="Id of the employer.")
    what: str = Field(description="pay, minimum_gap, living_gap, client_share, practice, answer or not_known.")
    code: str = Field(
        description="Practice, id of the benchmark's rows, id of the price, stance of an answer, or open question."
    )
    claims: tuple[str, ...] = Field(description="Ids of the claims.")
    state: str = Field(description="comparable, not_comparable ...; reported, denied, ended or not_known.")
    low: Exact | None = Field(description="Lowest; of a gap as a share of the benchmark; empty where that end is open.")
    high: Exact | None = Field(description="Highest, likewise.")
    currency: str = Field(description="Currency of pay; empty for a share.")
    unit: str = Field(description="Pay for one what; empty for a share.")
    unpaid_counted: bool = Field(description="Whether unpaid hours are counted as hours.")
    years: tuple[int, ...] = Field(description="Years of the pay.")
    scope: str = Field(description="For whom and where a benchmark holds.")
    method: str = Field(description="Whose method, or what kind of minimum.")
    start: str = Field(description="Since when the benchmark holds, or the date of the answer.")
    end: str = Field(description="Until when the benchmark holds.")
    verdict: str = Field(description="What holds of a gap whatever the open questions turn out to be; mostly empty.")
    grade: str = Field(description="Evidence grade.")
    codes: tuple[str, ...] = Field(description="Codes of the reasons why nothing is worked out.")


class Compared(Record):
    """One employer with all that is compared."""

    party: Party = Field(description="The employer.")
    countries: tuple[str, ...] = Field(description="Countries in which claims place its work.")
    wages: tuple[Shown, ...] = Field(description="Pay reports, each made comparable in short.")
    prices: tuple[Shown, ...] = Field(description="What clients pay for its work.")
    shares: tuple[Share, ...] = Field(description="What of a price reaches the worker.")
    practices: tuple[PracticeCell, ...] = Field(description="Every practice that is compared, known or not.")
    answers: tuple[Shown, ...] = Field(description="What it answered, and that it did not.")
    unknown: tuple[Unknown, ...] = Field(description="What is not known.")


class Choice(Record):
    """Something typed that means no one employer."""

    typed: str = Field(description="What was typed.")
    choices: tuple[Party, ...] = Field(description="What it may mean.")


class Comparison(SourcedAnswer):
    """Employers side by side."""

    row_type: ClassVar[type[Record]] = CompareRow

    money: str = Field(description="In which money: local, usd, eur or international.")
    employers: tuple[Compared, ...] = Field(description="The employers, in the order asked for.")
    practices: tuple[str, ...] = Field(description="Practices of which something is known at one of them.")
    unclear: tuple[Choice, ...] = Field((), description="What was typed and means no one employer.")
    left_out: tuple[Party, ...] = Field((), description="Employers over the number that can be compared.")

    def table(self) -> tuple[CompareRow, ...]:
        """One row for each thing known or not known."""
        return tuple(row for compared in self.employers for row in _rows(compared, self.money))


def compared(
    snapshot: Snapshot,
    id: str,
    wages: Sequence[Wage],
    shares: Sequence[Share],
    cells: Sequence[PracticeCell],
    money: str,
) -> Compared:
    """Put together what is compared of an employer, by its canonical id."""
    shown = [show(wage, snapshot) for wage in wages]
    paid = tuple(s for s in shown if _wage(s).basis != BY_CLIENT)
    prices = tuple(s for s in shown if _wage(s).basis == BY_CLIENT)
    own = (r for r in snapshot.responses if snapshot.canonical(r.respondent) == id)
    answers = tuple(show(r, snapshot) for r in own if not any(t.question for t in r.targets))
    reports = (*wages, *snapshot.practices_at(id))
    countries = sorted({country for claim in reports for country in getattr(claim, "countries", ())})
    return Compared(
        party=Party.of(snapshot.entities[id]),
        countries=tuple(countries),
        wages=paid,
        prices=prices,
        shares=tuple(shares),
        practices=tuple(cells),
        answers=answers,
        unknown=tuple(_unknown(paid, shares, snapshot.practices_at(id), answers, countries, money)),
    )


def _wage(shown: Shown) -> Wage:
    assert isinstance(shown.claim, Wage), "a pay report holds a wage"
    return shown.claim


def _unknown(
    paid: Sequence[Shown],
    shares: Sequence[Share],
    practices: Sequence[PracticeReport],
    answers: Sequence[Shown],
    countries: Sequence[str],
    money: str,
) -> Iterator[Unknown]:
    if not paid:
        yield Unknown.PAY
    elif not any(hourly(s, money) for s in paid):
        yield Unknown.COMPARABLE_PAY
    if not any(share.state is PayState.COMPARABLE for share in shares):
        yield Unknown.PRICE
    groups = {PRACTICE_GROUP[report.practice] for report in practices}
    for group, unknown in (
        ("surveillance", Unknown.SURVEILLANCE),
        ("conditions", Unknown.CONDITIONS),
        ("good_practice", Unknown.GOOD_PRACTICE),
    ):
        if group not in groups:
            yield unknown
    if not answers:
        yield Unknown.ANSWER
    if not countries:
        yield Unknown.COUNTRY


def hourly(shown: Shown, money: str) -> bool:
    """Whether a pay report can be shown as pay an hour in a money."""
    found = shown.pay.in_money(money) if shown.pay else None
    return found is not None and found.state is PayState.COMPARABLE and found.unit == "hour"


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("code", "currency", "unit", "scope", "method", "start", "end", "verdict", "grade", "state"), ""),
    **dict.fromkeys(("claims", "years", "codes"), ()),
    **dict.fromkeys(("low", "high")),
    "unpaid_counted": False,
}


def _row(employer: str, what: str, span: Span | None = None, **given: Any) -> CompareRow:
    ends = {"low": span.low, "high": span.high} if span else {}
    return CompareRow(**{**_EMPTY, **given, **ends, "employer": employer, "what": what})


def _rows(compared: Compared, money: str) -> Iterator[CompareRow]:
    id = compared.party.id
    for shown in compared.wages:
        if shown.pay:
            yield from _pay_rows(id, shown, shown.pay, money)
    for share in compared.shares:
        pair = (share.wage, share.price)
        codes = tuple(reason.code.value for reason in share.reasons)
        for span in share.spans or (None,):
            yield _row(id, "client_share", span, code=share.price, claims=pair, state=share.state.value, codes=codes)
    for cell in compared.practices:
        for stance in cell.stances or ("not_known",):
            yield _row(id, "practice", code=cell.practice, claims=cell.claims, state=stance, grade=cell.grade)
    for shown in compared.answers:
        claim = shown.claim
        assert isinstance(claim, Response), "an answer is a response"
        for stance in dict.fromkeys(target.stance for target in claim.targets):
            yield _row(
                id,
                "answer",
                code=stance,
                claims=(claim.id,),
                state="reported",
                start=claim.date,
                grade=shown.evidence.grade,
            )
    for unknown in compared.unknown:
        yield _row(id, "not_known", code=unknown.value, state="not_known")


def _pay_rows(id: str, shown: Shown, brief: PayBrief, money: str) -> Iterator[CompareRow]:
    about: dict[str, Any] = {"claims": (shown.claim.id,), "years": brief.years, "grade": shown.evidence.grade}
    for counted in (False, True):
        found = brief.in_money(money, unpaid_counted=counted)
        if found is None:
            continue
        said = about | {
            "state": found.state.value,
            "currency": found.currency,
            "unit": found.unit,
            "unpaid_counted": counted,
        }
        codes = tuple(reason.code.value for reason in found.reasons)
        for span in found.spans or (None,):
            yield _row(id, "pay", span, codes=codes, **said)
    for what, against in (("minimum_gap", brief.minimum), ("living_gap", brief.living)):
        codes = tuple(reason.code.value for reason in against.reasons)
        if not against.gaps:
            yield _row(id, what, None, state=against.state.value, codes=codes, **about)
        for gap in against.gaps:
            for span in gap.spans:
                yield _row(id, what, span, **about | _of_gap(gap))


def _of_gap(gap: BriefGap) -> dict[str, Any]:
    benchmark = gap.benchmark
    return {
        "code": "|".join(benchmark.rows),
        "state": PayState.COMPARABLE.value,
        "unpaid_counted": gap.unpaid_counted,
        "scope": ", ".join(filter(None, (benchmark.place, benchmark.household, benchmark.scope))),
        "method": benchmark.method,
        "start": benchmark.start,
        "end": benchmark.end,
        "verdict": gap.verdict.value if gap.verdict else "",
    }
