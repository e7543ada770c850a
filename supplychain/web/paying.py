"""Pay in words of the page's language: numbers, distances, assumptions, reasons."""

from decimal import ROUND_HALF_UP, Decimal

from supplychain.domain.pay_brief import BriefGap, BriefMoney, BriefShare
from supplychain.domain.pay_money import INTERNATIONAL
from supplychain.domain.pay_results import APPLIES, PAY_POINTS, Benchmark, PayPoint, Result, Span
from supplychain.domain.pay_words import ASSUMED, MEASURES, PAY_WORDS, VERDICTS, Measure, Said
from supplychain.domain.vocabulary import COUNTRIES
from supplychain.web import links, words
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark

MONEYS = {
    "local": mark("Currency of the country"),
    "usd": mark("US dollars"),
    "eur": mark("Euro"),
    "international": mark("International dollars"),
}
"""The moneys that a reader can choose, each with its name."""
_WORDS_IN = ("kind", "covers", "pay", "benchmark", "unit", "per", "side")
"""Parameters of sentences that are labels of terms, which have their own translations."""
_TIMES = (mark("hour"), mark("day"), mark("week"), mark("month"), mark("year"), mark("start"), mark("end"))
"""Words that stand as parameters in sentences: named here so that they are translated."""
_COUNTRIES_IN = ("country", "countries")
_SHORT = 60
_MANY = 10
"""Percent from which a distance is shown without decimals."""


def money_here() -> str:
    """The money that the reader chose."""
    return links.money_chosen()


def money_name(code: str) -> str:
    """The name of a money that a reader can choose."""
    return _(MONEYS[code])


def said_words(said: Said) -> str:
    """A sentence with what was filled in."""
    return _(PAY_WORDS[said.code], **{name: _filled(name, value) for name, value in said.parameters.items()}).strip()


def assumed_in(worked: BriefMoney | BriefGap) -> list[str]:
    """What is named in a few words beside a figure, each once."""
    found = [
        _(ASSUMED[said.code], **{name: _filled(name, value) for name, value in said.parameters.items()})
        for said in worked.assumptions
        if said.code in ASSUMED
    ]
    return list(dict.fromkeys(found))


def _filled(name: str, value: str | int) -> str:
    text = str(value)
    if name in _WORDS_IN:
        return _(text)
    if name in _COUNTRIES_IN and text:
        return ", ".join(words.country_name(code) if code in COUNTRIES else code for code in text.split(", "))
    return text


def measure_words(result: Result) -> str:
    """What was worked out."""
    title = _(MEASURES[result.measure], year=result.prices_of)
    return _("%(what)s, unpaid hours counted", what=title) if result.unpaid_counted else title


def sum_words(value: Decimal, currency: str) -> str:
    """An amount of money that was worked out."""
    return words.money(value, "Int$" if currency == INTERNATIONAL else currency)


def span_words(span: Span, currency: str) -> str:
    """From where to where amounts of money reach."""
    low, high = span.low, span.high
    if low is not None and high is not None:
        said = sum_words(high, currency) if low == high else f"{words.amount(low)}–{sum_words(high, currency)}"
    elif low is not None:
        said = _("at least %(sum)s", sum=sum_words(low, currency))
    elif high is not None:
        said = _("at most %(sum)s", sum=sum_words(high, currency))
    else:
        return ""
    return _point(span, said)


def _point(span: Span, said: str) -> str:
    match span.of:
        case PayPoint.MEAN:
            return _("mean %(sum)s", sum=said)
        case PayPoint.MEDIAN:
            return _("median %(sum)s", sum=said)
    return said


def spans_words(worked: Result | BriefMoney) -> str:
    """All that was worked out in one money, in one line."""
    return ", ".join(span_words(span, worked.currency) for span in worked.spans)


def percent(share: Decimal) -> str:
    """A share in percent: whole from ten percent on, one decimal below."""
    number = abs(share) * 100
    step = Decimal(1) if number >= _MANY else Decimal("0.1")
    return f"{words.amount(number.quantize(step, ROUND_HALF_UP))}\N{NO-BREAK SPACE}%"


def distance_words(span: Span) -> str:
    """How far pay lies from a benchmark."""
    low, high = span.low, span.high
    if low is not None and high is not None:
        said = _between(low, high)
    elif low is not None:
        said = _at_least(low)
    elif high is not None:
        said = _at_most(high)
    else:
        return ""
    return _point(span, said)


def _at_least(low: Decimal) -> str:
    """Pay may be higher: the distance may be further above, or less far below."""
    if low >= 0:
        return _("at least %(distance)s", distance=_side(low))
    return _("at most %(distance)s, or above", distance=_side(low))


def _at_most(high: Decimal) -> str:
    """Pay may be lower: the distance may be further below, or less far above."""
    if high < 0:
        return _("at least %(distance)s", distance=_side(high))
    return _("at most %(distance)s, or below", distance=_side(high))


def _between(low: Decimal, high: Decimal) -> str:
    if (low < 0) != (high < 0):
        return _("from %(low)s to %(high)s", low=_side(low), high=_side(high))
    near, far = (percent(end) for end in sorted((abs(low), abs(high))))
    if near == far:
        return _side(low)
    ends = {"low": near, "high": far}
    return _("%(low)s to %(high)s below", **ends) if low < 0 else _("%(low)s to %(high)s above", **ends)


def _side(share: Decimal) -> str:
    if not share:
        return _("level with it")
    return (
        _("%(distance)s below", distance=percent(share))
        if share < 0
        else _("%(distance)s above", distance=percent(share))
    )


def distances_words(gap: Result | BriefGap) -> str:
    """How far pay lies from a benchmark, average and median apart, in one line."""
    return ", ".join(distance_words(span) for span in gap.spans)


def share_words(share: Result | BriefShare) -> str:
    """What part of a price reaches the worker, in one line."""
    return ", ".join(_share(span) for span in share.spans)


def _share(span: Span) -> str:
    ends = [percent(end) for end in dict.fromkeys((span.low, span.high)) if end is not None]
    if span.low is None:
        return _point(span, _("at most %(sum)s", sum=ends[0]))
    return _point(span, "–".join(ends) if span.high is not None else _("at least %(sum)s", sum=ends[0]))


def benchmark_words(benchmark: Benchmark) -> str:
    """For whom, where and when a benchmark is, in a few words of its own."""
    told = [text for text in (benchmark.place, benchmark.household) if text and text not in benchmark.scope]
    return ", ".join([*told, benchmark.scope])


def benchmark_brief(benchmark: Benchmark) -> str:
    """The one thing by which a benchmark differs most from the others beside it: household, place or scope."""
    named = benchmark.household or benchmark.place or benchmark.scope
    return named if len(named) <= _SHORT else f"{named[: _SHORT - 1].rstrip()}…"


def benchmark_sum(benchmark: Benchmark) -> str:
    """The amount of a benchmark as the reference has it."""
    if benchmark.low is None or benchmark.high is None:
        return ""
    sums = sum_words(benchmark.high, benchmark.currency)
    return sums if benchmark.low == benchmark.high else f"{words.amount(benchmark.low)}–{sums}"


def applies_words(benchmark: Benchmark) -> str:
    """Whether a benchmark is for the place of the work."""
    return _(APPLIES[benchmark.applies])


def verdict_words(verdict: str) -> str:
    """What holds whatever the open questions turn out to be."""
    return _({str(v): said for v, said in VERDICTS.items()}[verdict])


def point_words(of: str) -> str:
    """Which number of a report."""
    return _(PAY_POINTS[PayPoint(of)])


def chosen_measure() -> Measure:
    """The measure that belongs to the money that the reader chose."""
    return Measure(money_here())


CALLS = (
    money_here, money_name, said_words, assumed_in, measure_words, sum_words, span_words, spans_words, percent,
    distance_words, distances_words, share_words, benchmark_words, benchmark_brief, benchmark_sum, applies_words, verdict_words,
    point_words, chosen_measure,
)  # fmt: skip
"""What templates can call."""
