"""Pay in short: what stands beside a pay report wherever it is shown. The working is in the full comparison."""

from pydantic import Field

from supplychain.domain.pay import normalise
from supplychain.domain.pay_results import Against, Benchmark, Comparable, Gap, Result, Span
from supplychain.domain.pay_share import Share, shares
from supplychain.domain.pay_words import Measure, PayState, Said, Verdict
from supplychain.domain.records import Figure, Record, Wage
from supplychain.domain.snapshot import Snapshot

MONEY = (Measure.LOCAL, Measure.USD, Measure.EUR, Measure.INTERNATIONAL)
"""The measures among which a reader chooses."""
MOST_BENCHMARKS = 2
"""How many benchmarks of one kind a line on pay names; the page of the claim has all."""
_UNPAID = ("unpaid_time", "hours/week")


class BriefMoney(Record):
    """Pay in one measure, without the working."""

    measure: Measure = Field(description="In which money.")
    state: PayState = Field(description="Whether it could be worked out.")
    currency: str = Field(description="Currency of the numbers; empty when it could not be worked out.")
    unit: str = Field(description="Pay for one what.")
    spans: tuple[Span, ...] = Field(description="The numbers from lowest to highest.")
    reasons: tuple[Said, ...] = Field(description="Why it could not be worked out.")
    assumptions: tuple[Said, ...] = Field(description="What is assumed.")


class BriefGap(Record):
    """The distance from one benchmark, without the working."""

    benchmark: Benchmark = Field(description="The benchmark.")
    unpaid_counted: bool = Field(description="Whether unpaid hours are counted as hours.")
    spans: tuple[Span, ...] = Field(description="The distance from lowest to highest, as a share of the benchmark.")
    carried: bool = Field(description="The benchmark is of another year and was carried by consumer prices.")
    assumptions: tuple[Said, ...] = Field(description="What is assumed.")
    verdict: Verdict | None = Field(description="What holds whatever the open questions turn out to be.")


class BriefAgainst(Record):
    """The distance from every benchmark of one kind."""

    state: PayState = Field(description="Whether there is anything to compare with.")
    reasons: tuple[Said, ...] = Field(description="Why there is not.")
    gaps: tuple[BriefGap, ...] = Field(description="One for each benchmark, those without doubt first.")


class BriefShare(Record):
    """What part of a client's price reaches the worker, without the working."""

    wage: str = Field(description="The pay report.")
    price: str = Field(description="The report on what the client pays.")
    spans: tuple[Span, ...] = Field(description="The share from lowest to highest.")


class PayBrief(Record):
    """A pay report made comparable, in short."""

    years: tuple[int, ...] = Field(description="The years whose figures are used.")
    money: tuple[BriefMoney, ...] = Field(description="Pay an hour in each money that a reader can choose.")
    effective: tuple[BriefMoney, ...] = Field(
        (), description="The same with unpaid hours counted, where they are known."
    )
    minimum: BriefAgainst = Field(description="Against legal minimum wages.")
    living: BriefAgainst = Field(description="Against living wages.")
    shares: tuple[BriefShare, ...] = Field(
        (), description="The worker's share of the client's price, where both are known."
    )

    def in_money(self, measure: str, *, unpaid_counted: bool = False) -> BriefMoney | None:
        """Give pay in one money."""
        found = self.effective if unpaid_counted else self.money
        return next((m for m in found if m.measure == measure), None)


def comparable_of(snapshot: Snapshot, wage: Wage, prices_of: int | None = None) -> Comparable:
    """Make a pay report comparable; kept for as long as the state of the data is, unless prices are asked for."""
    kept = snapshot.derived.get(("comparable", wage.id))
    if prices_of is None and isinstance(kept, Comparable):
        return kept
    found = normalise(wage, snapshot.reference, prices_of=prices_of, unpaid_from=unpaid_beside(snapshot, wage))
    if prices_of is None:
        snapshot.derived["comparable", wage.id] = found
    return found


def brief_of(snapshot: Snapshot, wage: Wage) -> PayBrief:
    """Shorten what was worked out from a pay report."""
    found = comparable_of(snapshot, wage)
    effective = [r for r in found.results if r.unpaid_counted and r.measure in MONEY]
    worked = [r for r in found.results if r.measure in MONEY]
    return PayBrief(
        years=found.years,
        money=tuple(_money(r) for r in worked if not r.unpaid_counted),
        effective=tuple(map(_money, effective)),
        minimum=_against(found.minimum),
        living=_against(found.living),
        shares=tuple(
            BriefShare(wage=share.wage, price=share.price, spans=share.spans)
            for share in shares_at(snapshot, wage.employer)
            if share.state is PayState.COMPARABLE and wage.id in (share.wage, share.price)
        ),
    )


def shares_at(snapshot: Snapshot, employer: str) -> tuple[Share, ...]:
    """The worker's share of what clients pay, for every pair of reports at an employer; kept like `comparable_of`."""
    key = ("shares", snapshot.canonical(employer))
    if key not in snapshot.derived:
        snapshot.derived[key] = shares(snapshot.wages_at(employer), snapshot.reference, snapshot.canonical)
    found = snapshot.derived[key]
    assert isinstance(found, tuple), "nothing else is kept under this name"
    return found


def _money(result: Result) -> BriefMoney:
    own = {name: getattr(result, name) for name in BriefMoney.model_fields}
    return BriefMoney(**own)


def _against(against: Against) -> BriefAgainst:
    gaps = tuple(_gap(gap) for gap in against.gaps if gap.state is PayState.COMPARABLE)
    return BriefAgainst(state=against.state, reasons=against.reasons, gaps=gaps)


def _gap(gap: Gap) -> BriefGap:
    return BriefGap(
        benchmark=gap.benchmark,
        unpaid_counted=gap.unpaid_counted,
        spans=gap.spans,
        assumptions=gap.assumptions,
        carried=any(value.year is not None for value in gap.benchmark_values),
        verdict=gap.verdict,
    )


def is_survey(snapshot: Snapshot, wage: Wage) -> bool:
    """Whether a pay report is about a surveyed population rather than one employer."""
    surveyed = wage.asserted_by in ("researcher", "worker_organisation") and (wage.sample_size or 0) > 1
    return surveyed and snapshot.entities[wage.employer].kind == "undisclosed"


def unpaid_beside(snapshot: Snapshot, wage: Wage) -> Figure | None:
    """The one figure on unpaid hours of a week that a source sets beside a surveyed pay without hours of its own.

    Only surveys are joined so: what is asked across a field says nothing of the hours at one employer. Where several such
    figures stand beside it, none is chosen.
    """
    if wage.unpaid_hours_per_week is not None or wage.basis == "paid_by_client" or not is_survey(snapshot, wage):
        return None
    sources = _supporting(wage)
    figures = (c for c in snapshot.figures if (c.topic, c.unit) == _UNPAID and c.value is not None)
    found = [figure for figure in figures if _supporting(figure) & sources]
    return found[0] if len(found) == 1 else None


def _supporting(claim: Wage | Figure) -> set[str]:
    return {c.source for c in claim.citations if c.stance == "supports"}
