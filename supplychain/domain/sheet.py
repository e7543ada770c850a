"""One product on one page, for people who advise others: what its trace shows, counted and cut short, and nothing besides.

What is reported near the product comes first; where nobody is named for it, what is only possible is shown and said to be so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from supplychain.domain.browse import Answer
from supplychain.domain.dossier_findings import NO_FINDING, conditions
from supplychain.domain.evidence import Grade
from supplychain.domain.gaps import Gap
from supplychain.domain.parties import Party
from supplychain.domain.reach import Strength
from supplychain.domain.records import Entity, PracticeReport, Record, Wage
from supplychain.domain.standing import Reply, Shown
from supplychain.domain.trace_answer import Employer, Summary, Trace, Vendor
from supplychain.domain.values import Reported
from supplychain.domain.vocabulary import PRACTICE_GROUP, PRACTICE_GROUPS


class SheetEmployer(Record):
    """Somebody whose people are reported to have done the work, or may have."""

    entity: Party = Field(description="The employer.")
    strength: Strength = Field(description="How surely its people worked on it.")
    itself: bool = Field(description="Whether a source names the product itself, not only what it is built on.")
    grade: Grade = Field(description="Evidence grade of the path to it.")
    countries: tuple[str, ...] = Field(description="Where the work is done.")
    work: tuple[str, ...] = Field(description="Kinds of work, in six classes.")


class SheetPay(Record):
    """Pay reports in one currency for one unit from the same countries."""

    currency: str = Field(description="Currency as reported, ISO 4217.")
    unit: str = Field(description="Pay for one what.")
    low: Reported = Field(description="The lowest figure of them.")
    high: Reported = Field(description="The highest figure of them.")
    reports: int = Field(description="How many reports.")
    employers: tuple[str, ...] = Field(description="Ids of the employers.")
    countries: tuple[str, ...] = Field(description="Where the work is done; empty where it is not stated.")
    first: str = Field(description="Year of the oldest report; empty when none has a date.")
    last: str = Field(description="Year of the newest report.")


class SheetPractice(Record):
    """A practice that is reported."""

    code: str = Field(description="The practice.")
    group: str = Field(description="surveillance, conditions or good_practice.")
    employers: tuple[str, ...] = Field(description="Ids of the employers.")
    reports: int = Field(description="How many reports.")


class SheetRow(Record):
    """One line of the page."""

    tool: str = Field(description="Id of the product.")
    revision: int = Field(description="Revision of the database.")
    section: str = Field(description="maker, base, employer, pay, practice or gap.")
    code: str = Field(description="Id, currency and unit, practice, or kind of gap.")
    words: str = Field(description="Name, range, or question.")
    employers: tuple[str, ...] = Field((), description="Ids of the employers.")
    reports: int = Field(0, description="How many reports; 0 where none are counted.")


class SheetAnswer(Answer):
    """What fits on one page about one product."""

    row_type: ClassVar[type[Record]] = SheetRow

    tool: Entity = Field(description="The product.")
    makers: tuple[Party, ...] = Field(description="Who offers it.")
    bases: tuple[Party, ...] = Field(description="What it is built on, nearest first.")
    employers: tuple[SheetEmployer, ...] = Field(description="Employers, surest first.")
    summary: Summary = Field(description="Counts of the trace.")
    only_possible: bool = Field(
        description="Pay and practices below are of employers that are only possible, for no other is known."
    )
    reported_at: int = Field(description="Employers and makers from which pay and practices below are taken.")
    pay: tuple[SheetPay, ...] = Field(
        description="Pay as reported: by country, most reports first; without a country last."
    )
    pay_reports: int = Field(description="Pay reports.")
    compared_minimum: int = Field(description="Pay reports that can be compared with a legal minimum wage.")
    below_minimum: int = Field(description="Pay reports of which can be told that they lie below it.")
    compared_living: int = Field(description="Pay reports that can be compared with a living wage.")
    below_living: int = Field(description="Pay reports of which can be told that they lie below it.")
    practices: tuple[SheetPractice, ...] = Field(description="Practices, by group, those at most employers first.")
    answers: int = Field(description="Answers of companies to what is shown here.")
    silent: tuple[str, ...] = Field(description="Ids of those who were asked and, as reported, gave no answer.")
    gaps: tuple[Gap, ...] = Field(description="What is not known.")

    def table(self) -> tuple[SheetRow, ...]:
        """One row a line."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[SheetRow]:
        for section, parties in (("maker", self.makers), ("base", self.bases)):
            yield from (self._row(section, party.id, party.name) for party in parties)
        for e in self.employers:
            yield self._row("employer", e.entity.id, e.entity.name)
        for p in self.pay:
            said = f"{p.low}" if p.low == p.high else f"{p.low}-{p.high}"
            yield self._row("pay", f"{p.currency} {p.unit}", said, p.employers, p.reports)
        for practice in self.practices:
            yield self._row("practice", practice.code, "", practice.employers, practice.reports)
        yield from (self._row("gap", gap.code, gap.words) for gap in self.gaps)

    def _row(self, section: str, code: str, words: str, employers: Sequence[str] = (), reports: int = 0) -> SheetRow:
        return SheetRow(
            tool=self.tool.id,
            revision=self.revision,
            section=section,
            code=code,
            words=words,
            employers=tuple(employers),
            reports=reports,
        )


def sheet(trace: Trace) -> SheetAnswer:
    """Cut a trace down to one page."""
    makers = [v for v in trace.vendors if trace.tool.id in v.offers]
    firm = [e for e in trace.employers if e.strength is not Strength.POSSIBLE]
    taken: list[Employer | Vendor] = [*(firm or trace.employers), *makers]
    shown = _reports(taken)
    wages = [s for s in shown if isinstance(s.claim, Wage) and s.claim.basis != "paid_by_client"]
    codes = [set(conditions(s, s.claim)) for s in wages if isinstance(s.claim, Wage)]
    replies = {reply.response.id: reply for party in taken for reply in party.responses}.values()
    return SheetAnswer(
        revision=trace.revision,
        recorded_on=trace.recorded_on,
        names=trace.names,
        tool=trace.tool,
        makers=tuple(v.entity for v in makers),
        bases=tuple(p.entity for p in sorted(trace.products, key=lambda p: (p.distance, p.entity.id)) if p.distance),
        employers=tuple(_employer(e, trace) for e in trace.employers),
        summary=trace.summary,
        only_possible=bool(trace.employers) and not firm,
        reported_at=len({p.entity.id for p in taken}),
        pay=_pay(wages),
        pay_reports=len(wages),
        compared_minimum=sum(s.pay is not None and bool(s.pay.minimum.gaps) for s in wages),
        below_minimum=sum("below_minimum" in found for found in codes),
        compared_living=sum(s.pay is not None and bool(s.pay.living.gaps) for s in wages),
        below_living=sum("below_living_wage" in found for found in codes),
        practices=_practices(s for s in shown if isinstance(s.claim, PracticeReport)),
        answers=sum(reply.target.stance != "no_answer" for reply in replies),
        silent=_silent(replies),
        gaps=trace.gaps,
    )


def _employer(employer: Employer, trace: Trace) -> SheetEmployer:
    return SheetEmployer(
        entity=employer.entity,
        strength=employer.strength,
        itself=trace.tool.id in employer.behind,
        grade=employer.grade,
        countries=employer.countries,
        work=tuple(employer.work_classes),
    )


def _reports(parties: Iterable[Employer | Vendor]) -> list[Shown]:
    """What is reported there for this product or for none in particular, each once; what is no finding is left out."""
    found: dict[str, Shown] = {}
    for party in parties:
        for split in (party.wages, party.practices):
            for shown in (*split.this_tool, *split.at_employer):
                if not NO_FINDING & set(shown.states):
                    found.setdefault(shown.claim.id, shown)
    return list(found.values())


def _pay(wages: Iterable[Shown]) -> tuple[SheetPay, ...]:
    groups: dict[tuple[str, str, tuple[str, ...]], list[Wage]] = {}
    for shown in wages:
        if isinstance(shown.claim, Wage):
            claim = shown.claim
            groups.setdefault((claim.currency, claim.unit, tuple(sorted(claim.countries))), []).append(claim)
    found = [_range(own, *key) for key, own in groups.items()]
    return tuple(sorted(found, key=lambda p: (not p.countries, -p.reports, p.currency, p.unit, p.countries)))


def _range(wages: Sequence[Wage], currency: str, unit: str, countries: tuple[str, ...]) -> SheetPay:
    figures = [n for w in wages for n in (w.low, w.high, w.mean, w.median) if n is not None]
    years = sorted({(w.end or w.start or w.reported_on)[:4] for w in wages} - {"", ".."})
    return SheetPay(
        currency=currency,
        unit=unit,
        low=min(figures),
        high=max(figures),
        reports=len(wages),
        employers=tuple(sorted({w.employer for w in wages})),
        countries=countries,
        first=years[0] if years else "",
        last=years[-1] if years else "",
    )


def _practices(reports: Iterable[Shown]) -> tuple[SheetPractice, ...]:
    groups: dict[str, list[PracticeReport]] = {}
    for shown in reports:
        if isinstance(shown.claim, PracticeReport):
            groups.setdefault(shown.claim.practice, []).append(shown.claim)
    order = list(PRACTICE_GROUPS)
    found = [
        SheetPractice(
            code=code,
            group=PRACTICE_GROUP[code],
            employers=tuple(sorted({claim.employer for claim in own})),
            reports=len(own),
        )
        for code, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda p: (order.index(p.group), -len(p.employers), -p.reports, p.code)))


def _silent(replies: Iterable[Reply]) -> tuple[str, ...]:
    return tuple(sorted({r.response.respondent for r in replies if r.target.stance == "no_answer"}))
