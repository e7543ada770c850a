"""What claims report: practices as they are told, and conditions of pay that follow from a report and its benchmarks."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from supplychain.domain.dossier_answer import Finding, FindingKind, Nearness
from supplychain.domain.pay_share import Share
from supplychain.domain.pay_words import PayState, Verdict
from supplychain.domain.records import PracticeReport, Wage
from supplychain.domain.standing import Shown, State
from supplychain.domain.vocabulary import PRACTICE_GROUP

LONG_WEEK = 48
"""Paid hours a week above which a week is called long."""
SMALL_SHARE = Decimal("0.5")
"""Share of the client's price below which it is called small."""
NO_FINDING = frozenset({State.WITHDRAWN, State.REFUTED, State.DENIED})
"""What a claim with one of these states reports is no finding."""
_ORDER = list(Nearness)
_KINDS = list(FindingKind)


def find(counted: Iterable[tuple[Shown, str, Nearness]], shares: Iterable[Share]) -> tuple[Finding, ...]:
    """Every finding in the claims that count, nearest first, then best evidence."""
    small = {share.wage for share in shares if _is_small(share)}
    found = [
        _finding(code, kind, shown, employer, nearness)
        for shown, employer, nearness in counted
        if not NO_FINDING & set(shown.states)
        for code, kind in _codes(shown, small)
    ]
    return tuple(sorted(found, key=_sorted_by))


def _sorted_by(f: Finding) -> tuple[int, int, str, str, str]:
    return (_KINDS.index(f.kind), _ORDER.index(f.nearness), f.grade, f.code, f.claim)


def _codes(shown: Shown, small: set[str]) -> Iterator[tuple[str, FindingKind]]:
    match shown.claim:
        case PracticeReport() as claim:
            yield claim.practice, FindingKind(PRACTICE_GROUP[claim.practice])
        case Wage() as claim:
            for code in conditions(shown, claim):
                yield code, FindingKind.PAY
            if claim.id in small:
                yield "small_share", FindingKind.PAY


def conditions(shown: Shown, wage: Wage) -> Iterator[str]:
    """Say which conditions of pay a report fulfils. Only what holds whatever open questions turn out to be."""
    if wage.basis == "paid_by_client" or shown.pay is None:
        return
    below = [gap.unpaid_counted for gap in shown.pay.minimum.gaps if gap.verdict is Verdict.BELOW]
    if False in below:
        yield "below_minimum"
    elif below:
        yield "below_minimum_all_hours"
    if shown.pay.minimum.state is PayState.NO_EFFECTIVE_MINIMUM:
        yield "no_effective_minimum"
    if any(gap.verdict is Verdict.BELOW for gap in shown.pay.living.gaps):
        yield "below_living_wage"
    if wage.unit == "task":
        yield "piece_without_hours"
    if wage.hours_per_week is not None and wage.hours_per_week > LONG_WEEK:
        yield "long_week"


def _is_small(share: Share) -> bool:
    highest = [span.high for span in share.spans]
    return bool(highest) and all(high is not None and high < SMALL_SHARE for high in highest)


def _finding(code: str, kind: FindingKind, shown: Shown, employer: str, nearness: Nearness) -> Finding:
    claim = shown.claim
    return Finding(
        code=code,
        kind=kind,
        claim=claim.id,
        employer=employer,
        nearness=nearness,
        grade=shown.evidence.grade,
        states=shown.states,
        answered=any(reply.target.stance != "no_answer" for reply in shown.replies),
        sources=tuple(sorted({c.source for c in claim.citations if c.stance == "supports"})),
    )
