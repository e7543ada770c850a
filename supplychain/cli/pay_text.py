"""Pay in plain lines for a terminal: each number with its notes, and with its working where that is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from supplychain.domain import vocabulary as v
from supplychain.domain.pay_gate import COUNT_CLASSES, DOMINATED_WORDS, held_back_words
from supplychain.domain.pay_results import APPLIES, PAY_POINTS, Gap, PayPoint, Result, Span, Value
from supplychain.domain.pay_share import Share
from supplychain.domain.pay_words import MEASURES, PAY_STATES, ROUNDING, VERDICTS, Measure, PayState, Said
from supplychain.domain.records import Wage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from supplychain.domain.pay_answers import PayAnswer, PayReport
    from supplychain.domain.pay_brief import PayBrief
    from supplychain.domain.pay_gate import Cell, HeldBack
    from supplychain.domain.pay_quantity import Input
    from supplychain.domain.pay_results import Against, Benchmark

_HUNDREDTH = Decimal("0.01")
_KINDS = {"minimum": "Against legal minimum wages", "living": "Against living wages"}


class _Notes:
    """Sentences said beside the numbers of one report, each once, under a number; and its inputs, each once."""

    def __init__(self, *, working: bool) -> None:
        self.working = working
        self.numbers: dict[str, int] = {}
        self.given: set[tuple[str, str]] = set()

    def marks(self, *said: Iterable[Said]) -> str:
        """Give the numbers of sentences, in brackets."""
        found = sorted({self.numbers.setdefault(s.words, len(self.numbers) + 1) for group in said for s in group})
        return f" [{' '.join(map(str, found))}]" if found else ""

    def lines(self) -> Iterator[str]:
        """Every sentence with its number."""
        for words, number in self.numbers.items():
            yield f"    [{number}] {words}"

    def worked(self, values: Iterable[Value], inputs: Iterable[Input], what: str = "") -> Iterator[str]:
        """How numbers come about, where that is asked for."""
        if not self.working:
            return
        for value in values:
            named = ((f"year {value.year}", value.year), (f"{value.hours} hours", value.hours))
            with_ = ", ".join(words for words, given in named if given is not None)
            of = f"{what}{PAY_POINTS[value.of]}{f' ({with_})' if with_ else ''}"
            yield f"      {of}: {value.expression} = {value.amount:f}"
        for item in inputs:
            if (item.name, item.record) not in self.given:
                self.given.add((item.name, item.record))
                where = f"{item.record}, {item.field}" if item.record else "assumed"
                yield f"        where {item.name} = {item.value:f} {item.unit} ({where})"


def pay_lines(answer: PayAnswer, *, working: bool) -> Iterator[str]:
    """Every report of an answer, then the shares of the client's price."""
    for report in answer.reports:
        yield ""
        yield from _report_lines(report, answer, working=working)
    if answer.shares:
        yield from ("", "The worker's share of the client's price:")
    for share in answer.shares:
        notes = _Notes(working=working)
        yield f"  {share.wage} of {share.price}: {_worked_out(share)}{notes.marks(share.assumptions, share.cautions)}"
        yield f"    both: {_paired(share)}"
        yield from notes.worked(share.values, share.inputs)
        yield from notes.lines()
    yield from own_pay_lines(answer.cells, answer.held_back)
    if answer.reports or answer.shares:
        yield from ("", ROUNDING)
    if answer.sources:
        yield "Sources:"
    for source in answer.sources:
        yield f"  {source.id}: {source.title}{f', {source.date}' if source.date else ''}"


def own_pay_lines(cells: Iterable[Cell], held_back: Iterable[HeldBack]) -> Iterator[str]:
    """Say what workers reported to us themselves, in groups, and what of it is held back."""
    for cell in cells:
        key = cell.key
        band = f", {cell.band_percent} % of them {cell.band_low:f} to {cell.band_high:f}" if cell.band_percent else ""
        yield (
            f"Reported by {COUNT_CLASSES[cell.submitters]} workers themselves, {key.employer or key.work}, {key.country}, "
            f"{key.year}: median {cell.median:f} {key.currency} for one {key.unit}{band}"
            f"{'. ' + DOMINATED_WORDS if cell.dominated else ''}"
        )
    yield from map(held_back_words, held_back)


def brief_line(brief: PayBrief) -> str:
    """Say in one line what was worked out: dollars, the first minimum and the first living wage that fit, shares."""
    dollars = brief.in_money(Measure.USD)
    said = [_span(span, _per(dollars.currency, dollars.unit)) for span in dollars.spans] if dollars else []
    for kind, against in (("legal minimum", brief.minimum), ("living wage", brief.living)):
        if against.gaps:
            gap = against.gaps[0]
            said.append(f"{kind} ({'|'.join(gap.benchmark.rows)}): {'; '.join(map(_distance, gap.spans))}")
    said += [f"{_span(_in_percent(span), '%')} of {share.price}" for share in brief.shares for span in share.spans]
    return "; ".join(said)


def _report_lines(report: PayReport, answer: PayAnswer, *, working: bool) -> Iterator[str]:
    wage, compared, notes = report.shown.claim, report.comparable, _Notes(working=working)
    assert isinstance(wage, Wage), "a pay report holds a wage"
    place = ", ".join((*wage.countries, *wage.sites)) or "place not recorded"
    when = ", ".join(map(str, compared.years)) or "time not recorded"
    states = f" [{', '.join(report.shown.states)}]" if report.shown.states else ""
    grade = report.shown.evidence.grade
    yield f"{wage.id}: {answer.names[wage.employer]} ({wage.employer}), {place}; {when}; grade {grade}{states}"
    yield f"  {wage.description}"
    yield f"  As reported: {_reported(wage)}; {_label('pay_kind', wage.pay_kind)}; {_label('basis', wage.basis)}"
    for result in compared.results:
        yield f"  {_title(result)}: {_worked_out(result)}{notes.marks(result.assumptions, result.cautions)}"
        yield from notes.worked(result.values, result.inputs)
    for against in (compared.minimum, compared.living):
        yield from _against_lines(against, notes)
    if notes.numbers:
        yield "  What is assumed, and what to be careful about:"
        yield from notes.lines()
    for reply in report.shown.replies:
        yield f"  {answer.names[reply.response.respondent]} {reply.target.stance}: {reply.response.description}"


def _against_lines(against: Against, notes: _Notes) -> Iterator[str]:
    kind = _KINDS[against.kind]
    if against.state is not PayState.COMPARABLE:
        yield f"  {kind}: {_because(against.state, against.reasons)}"
        for benchmark in against.without:
            yield f"    {_benchmark(benchmark)}"
    else:
        yield f"  {kind}:"
    for gap in against.gaps:
        yield f"    {_benchmark(gap.benchmark)}. {APPLIES[gap.benchmark.applies]}"
        own = "; ".join(_span(span, _per(gap.currency, gap.unit)) for span in gap.benchmark_spans)
        yield from (f"      which is {own}",) if own else ()
        unpaid = "counting unpaid hours, " if gap.unpaid_counted else ""
        marks = notes.marks(gap.assumptions, gap.cautions)
        yield f"      {unpaid}{_worked_out(gap)}{marks}"
        said = [VERDICTS[gap.verdict]] if gap.verdict else [s.words for s in gap.withheld]
        yield from (f"      {words}" for words in said)
        yield from notes.worked(gap.benchmark_values, (), "benchmark, ")
        yield from notes.worked(gap.values, gap.inputs)
    for left in against.left_out:
        yield f"    Left out: {', '.join(left.rows)}. {left.said.words}"


def _label(vocabulary: str, code: str) -> str:
    return v.VOCABULARIES[vocabulary][code].label


def _title(result: Result) -> str:
    unpaid = ", unpaid hours counted" if result.unpaid_counted else ""
    return f"{MEASURES[result.measure] % {'year': result.prices_of}}{unpaid}"


def _reported(wage: Wage) -> str:
    named = [(PayPoint.MEAN, wage.mean), (PayPoint.MEDIAN, wage.median)]
    spans = [Span(of=PayPoint.FIGURE, low=wage.low, high=wage.high)] if wage.low or wage.high else []
    spans += [Span(of=point, low=number, high=number) for point, number in named if number is not None]
    return "; ".join(_span(span, f"{wage.currency} for one {wage.unit}") for span in spans)


def _per(currency: str, unit: str) -> str:
    return f"{currency.replace('_', ' ')} for one {unit}"


def _because(state: PayState, reasons: Iterable[Said]) -> str:
    return " ".join((PAY_STATES[state], *(said.words for said in reasons)))


def _worked_out(result: Result) -> str:
    if result.state is not PayState.COMPARABLE:
        return _because(result.state, result.reasons)
    if isinstance(result, Gap):
        return "; ".join(_distance(span) for span in result.spans)
    if result.measure is Measure.CLIENT_SHARE:
        return "; ".join(_span(_in_percent(span), "%") for span in result.spans)
    return "; ".join(_span(span, _per(result.currency, result.unit)) for span in result.spans)


def _percent(number: Decimal) -> Decimal:
    """As percent: distances and shares have four decimals, so nothing is rounded again."""
    return (number * 100).quantize(_HUNDREDTH)


def _in_percent(span: Span) -> Span:
    ends = {"low": span.low, "high": span.high}
    return span.model_copy(update={end: None if n is None else _percent(n) for end, n in ends.items()})


def _span(span: Span, unit: str) -> str:
    kind = f"{PAY_POINTS[span.of]}: " if span.of in (PayPoint.MEAN, PayPoint.MEDIAN) else ""
    match span.low, span.high:
        case None, high:
            return f"{kind}up to {high:f} {unit}"
        case low, None:
            return f"{kind}at least {low:f} {unit}"
        case low, high:
            return f"{kind}{low:f} {unit}" if low == high else f"{kind}{low:f} to {high:f} {unit}"


def _distance(span: Span) -> str:
    kind = f"{PAY_POINTS[span.of]}: " if span.of in (PayPoint.MEAN, PayPoint.MEDIAN) else ""
    low, high = span.low, span.high
    if low is not None and high is not None:
        return f"{kind}{_side(low)}" if low == high else f"{kind}from {_side(low)} to {_side(high)}"
    # Where one end is open, pay may lie further that way: nearer to the benchmark, or beyond it.
    if low is not None:
        return f"{kind}at least {_side(low)}" if low >= 0 else f"{kind}at most {_side(low)}, or above"
    assert high is not None, "a span has at least one end"
    return f"{kind}at least {_side(high)}" if high < 0 else f"{kind}at most {_side(high)}, or below"


def _side(number: Decimal | None) -> str:
    assert number is not None, "a span has at least one end"
    if not number:
        return "level with it (0.00 %)"
    return f"{_percent(abs(number)):f} % {'below' if number < 0 else 'above'} it"


def _benchmark(benchmark: Benchmark) -> str:
    ends = [f"{n:f}" for n in dict.fromkeys((benchmark.low, benchmark.high)) if n is not None]
    amount = f"{' to '.join(ends)} {_per(benchmark.currency, benchmark.unit)}" if ends else "no amount"
    place = "" if benchmark.place in benchmark.scope else benchmark.place
    about = ", ".join(filter(None, (place, benchmark.scope, benchmark.household, benchmark.method)))
    time = f"{benchmark.start or 'not said'} to {benchmark.end or 'not said'}"
    return f"{' and '.join(benchmark.rows)}: {amount}; {about}; {time}; {_label('basis', benchmark.basis)}"


def _paired(share: Share) -> str:
    paired = share.paired
    return ", ".join((paired.employer, *paired.clients, *paired.tools))
