"""What is said in charts and beside them, in the language of the page."""

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import get_currency_name

from supplychain.domain import charts as c
from supplychain.domain.chart_practices import PracticeChart
from supplychain.domain.chart_price import PriceChart, PriceMark
from supplychain.domain.compare import UNKNOWN, Unknown
from supplychain.domain.pay_money import INTERNATIONAL
from supplychain.domain.pay_results import PayPoint
from supplychain.domain.pay_words import PayCode, PayState
from supplychain.domain.records import Wage
from supplychain.formats import charts as f
from supplychain.web import links, paying, words
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language

_MOST = 3
"""Clients and products named in a label."""
_NOT_THERE = {PayCode.NO_MINIMUM_KNOWN, PayCode.NO_LIVING_WAGE_KNOWN}
"""Reasons that say that the reference has nothing; every other one says that what it has cannot be used."""
_DISPUTED = {"disputed", "partly_disputed", "contradicted"}


# -- a whole chart -----------------------------------------------------------------------------------------------------


def chart_title(chart: c.Chart) -> str:
    """What a chart shows."""
    match chart:
        case c.CountryChart():
            return _("Pay an hour in %(country)s, by year", country=words.country_name(chart.country))
        case c.PayChart():
            return _("Pay an hour: %(who)s", who=", ".join(party.name for party in chart.employers))
        case PriceChart():
            return _("The client’s price and the worker’s pay: %(who)s", who=_employers(chart))
        case PracticeChart() if chart.practice:
            return _("Where this is reported: %(practice)s", practice=words.label("practice", chart.practice))
        case PracticeChart():
            return _("Practices: %(who)s", who=", ".join(party.name for party in chart.employers))
    raise TypeError(f"a {type(chart).__name__} has no title")


def _employers(chart: PriceChart) -> str:
    ids = dict.fromkeys(m.employer for m in chart.marks) or (chart.about,)
    return ", ".join(chart.names.get(id, id) for id in ids)


def chart_description(chart: c.Chart) -> str:
    """What a chart shows, for those who do not see it."""
    match chart:
        case c.PayChart():
            return _pay_description(chart)
        case PriceChart():
            return _(
                "%(count)s pairs of a client’s price and a worker’s pay for the same work. The table says the same.",
                count=len(chart.drawn),
            )
        case PracticeChart():
            return _(
                "%(employers)s employers and %(practices)s practices: in %(known)s of %(total)s cells something is "
                "reported, in the others nothing is known. The table says the same.",
                employers=len(chart.employers),
                practices=len(chart.practices),
                known=sum(cell.known for cell in chart.cells),
                total=len(chart.cells),
            )
    raise TypeError(f"a {type(chart).__name__} has no description")


def _pay_description(chart: c.PayChart) -> str:
    ends = [end for m in chart.drawn for end in (m.low, m.high) if end is not None]
    said = _(
        "%(drawn)s pay reports beside legal minimum and living wages; %(left)s more are not comparable. "
        "The table says the same.",
        drawn=len({m.wage for m in chart.drawn}),
        left=len({m.wage for m in chart.refused if m.wage}),
    )
    codes = list(dict.fromkeys(m.currency for m in chart.drawn))
    if len(codes) != 1:
        return said
    reach = _(
        "The figures reach from %(low)s to %(high)s %(money)s an hour.",
        low=words.amount(min(ends)),
        high=words.amount(max(ends)),
        money=currency_words(codes[0]),
    )
    return f"{said} {reach}"


def source_lines(chart: c.Chart) -> str:
    """Where a chart comes from and what its marks mean, for a file of its own; a line each."""
    source = _(
        "supplychain, revision %(revision)s of %(date)s, CC BY 4.0. %(where)s",
        revision=chart.revision,
        date=words.date_words(chart.recorded_on),
        where=links.permanent_page_url(),
    )
    if not isinstance(chart, c.PayChart):
        return source
    marks = _(
        "● one figure, ▬ range, ◆ mean, ■ median, → the other end is open, dashed outline: unpaid hours counted, "
        "A to D: evidence grade, ≠ disputed"
    )
    return f"{marks}\n{source}"


def currency_words(currency: str) -> str:
    """The name of a currency, in the plural."""
    if currency == INTERNATIONAL:
        return _("international dollars")
    return str(get_currency_name(currency, count=2, locale=language()))


def _axis(currency: str) -> str:
    return _("%(money)s an hour", money=currency_words(currency))


# -- pay ---------------------------------------------------------------------------------------------------------------


def place_words(panel: c.Panel) -> str:
    """Place and time of a panel."""
    where = words.country_name(panel.country) if panel.country else _("place not recorded, or several")
    when = years_words(panel.years)
    if not panel.apart:
        return f"{where}, {when}"
    site = ", ".join(panel.sites) or _("place in the country not stated")
    period = words.period_words(panel.start, panel.end) if len(panel.start) > len("2023") else ""
    return " · ".join(filter(None, (f"{where}, {when}", site, period)))


def years_words(years: Sequence[int]) -> str:
    """Years, in as few words as they need."""
    if not years:
        return _("year not recorded")
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def report_words(mark: c.PayMark, chart: c.PayChart) -> str:
    """What tells a pay report from the others of a chart: the employer where there are several, whom it was for, its kind."""
    wage = next(r.shown.claim for r in chart.reports if r.comparable.wage == mark.wage)
    who = [chart.names[mark.employer]] if len(chart.employers) > 1 or isinstance(chart, c.CountryChart) else []
    unpaid = [_("unpaid hours counted")] if mark.unpaid_counted else []
    assert isinstance(wage, Wage), "a pay report holds a wage"
    return " · ".join([*who, *_wage_words(wage, chart), *unpaid, mark.grade, *_doubt(mark.states)])


def _kind_of_work(wage: Wage) -> str:
    return next((part.text for part in words.work_words(wage.work_types)), "")


def _wage_words(wage: Wage, chart: c.Chart) -> list[str]:
    names = [chart.names[id] for id in (*wage.clients, *wage.tools)][:_MOST]
    about = ", ".join(dict.fromkeys(names)) or _kind_of_work(wage) or _("client not stated")
    plain = wage.pay_kind == "reported" or wage.basis == "paid_by_client"
    kind = [] if plain else [words.label("pay_kind", wage.pay_kind)]
    basis = [words.label("basis", wage.basis)] if wage.basis in ("net", "gross") else []
    return [about, *kind, *basis]


def _doubt(states: Sequence[str]) -> list[str]:
    return ["≠"] if _DISPUTED & set(states) else []


def benchmark_short(mark: c.PayMark) -> str:
    """What a benchmark is, for its line in a picture."""
    if mark.what == "minimum":
        return _("legal minimum wage")
    about = [mark.method, mark.household or mark.place]
    return _("living wage: %(which)s", which=", ".join(filter(None, about)))


def benchmark_full(mark: c.PayMark) -> str:
    """What a benchmark is, with its place."""
    method = _(mark.method) if mark.what == "minimum" else mark.method
    told = [method, mark.household, mark.place if mark.place not in mark.scope else "", mark.scope]
    return ", ".join(dict.fromkeys(filter(None, told)))


def hour_words(mark: c.PayMark) -> str:
    """From where to where pay or a benchmark reaches, without its currency: the axis says it."""
    return span_words(mark.low, mark.high, mark.of)


def span_words(low: Decimal | None, high: Decimal | None, of: PayPoint | None = None) -> str:
    """From where to where numbers reach."""
    if low is not None and high is not None:
        said = words.amount(low) if low == high else f"{words.amount(low)}–{words.amount(high)}"
    elif low is not None:
        said = _("at least %(sum)s", sum=words.amount(low))
    elif high is not None:
        said = _("at most %(sum)s", sum=words.amount(high))
    else:
        return "?"
    match of:
        case PayPoint.MEAN:
            return _("mean %(sum)s", sum=said)
        case PayPoint.MEDIAN:
            return _("median %(sum)s", sum=said)
    return said


class PayWords:
    """The words inside a chart of pay."""

    def __init__(self) -> None:
        """Take the language of the page."""
        self.language = language()

    def said(self, chart: c.PayChart) -> f.Said:
        """Title, description, source."""
        return f.Said(chart_title(chart), chart_description(chart), source_lines(chart))

    def place(self, panel: c.Panel) -> str:
        """Place and time of a panel."""
        return place_words(panel)

    def kind(self, mark: c.PayMark) -> str:
        """Legal minimum wage or living wage."""
        return _("legal minimum wage") if mark.what == "minimum" else _("living wage")

    def unknown(self, what: str, year: int) -> str:
        """That no legal minimum wage, or no living wage, of a year is known."""
        if what == "living":
            return _("%(year)s: no living wage known here", year=year)
        return _("%(year)s: no legal minimum wage known here", year=year)

    def silence(self, silence: c.Silence) -> str:
        """That a benchmark is missing, in few words."""
        if silence.state is PayState.NO_EFFECTIVE_MINIMUM:
            return _("no effective legal minimum wage")
        if {said.code for said in silence.reasons} - _NOT_THERE:
            refused = _("legal minimum wage: not comparable"), _("living wage: not comparable")
            return refused[0] if silence.kind == "minimum" else refused[1]
        return _("legal minimum wage: not known") if silence.kind == "minimum" else _("living wage: not known")

    def report(self, mark: c.PayMark, chart: c.PayChart) -> str:
        """What tells a pay report from the others."""
        return report_words(mark, chart)

    def benchmark(self, mark: c.PayMark, *, short: bool) -> str:
        """What a benchmark is."""
        return benchmark_short(mark) if short else benchmark_full(mark)

    def span(self, mark: c.PayMark) -> str:
        """From where to where."""
        return hour_words(mark)

    def axis(self, currency: str) -> str:
        """What the axis counts."""
        return _axis(currency)


# -- prices ------------------------------------------------------------------------------------------------------------


def _claim(id: str, chart: PriceChart) -> Wage:
    claim = next(s.claim for s in chart.reports if s.claim.id == id)
    assert isinstance(claim, Wage), "a price stands in a pay report"
    return claim


def price_words(mark: PriceMark, chart: PriceChart) -> str:
    """What tells a price from the others of a chart."""
    about = _wage_words(_claim(mark.price, chart), chart)
    return _("price: %(what)s", what=" · ".join([*about, mark.price_grade]))


def paid_words(mark: PriceMark, chart: PriceChart) -> str:
    """What tells pay from the others of a chart."""
    about = _wage_words(_claim(mark.wage, chart), chart)
    return _("pay: %(what)s", what=" · ".join([*about, mark.grade, *_doubt(mark.states)]))


def share_of_price(mark: PriceMark) -> str:
    """What part of the price reaches the worker."""
    ends = [paying.percent(end) for end in dict.fromkeys((mark.share_low, mark.share_high)) if end is not None]
    if mark.share_low is None:
        return _("at most %(sum)s", sum=ends[0])
    if mark.share_high is None:
        return _("at least %(sum)s", sum=ends[0])
    return "–".join((*(end.rpartition("\N{NO-BREAK SPACE}")[0] for end in ends[:-1]), ends[-1]))


class PriceWords:
    """The words inside a chart of prices."""

    def __init__(self) -> None:
        """Take the language of the page."""
        self.language = language()

    def said(self, chart: PriceChart) -> f.Said:
        """Title, description, source."""
        return f.Said(chart_title(chart), chart_description(chart), source_lines(chart))

    def price(self, mark: PriceMark, chart: PriceChart) -> str:
        """What tells a price from the others."""
        return price_words(mark, chart)

    def pay(self, mark: PriceMark, chart: PriceChart) -> str:
        """What tells a pay report from the others."""
        return paid_words(mark, chart)

    def sums(self, mark: PriceMark, *, price: bool) -> str:
        """An amount in words; of pay, with its share."""
        if price:
            return span_words(mark.price_low, mark.price_high)
        return f"{span_words(mark.low, mark.high)}  ({share_of_price(mark)})"

    def axis(self, currency: str) -> str:
        """What the axis counts."""
        return _axis(currency)


# -- practices ---------------------------------------------------------------------------------------------------------


def stance_words(code: str) -> str:
    """What is said of a practice; of nothing said, that it is not known."""
    return words.label("practice_stance", code) if code else _("not known")


class PracticeWords:
    """The words inside a matrix of practices."""

    def __init__(self) -> None:
        """Take the language of the page."""
        self.language = language()

    def said(self, chart: PracticeChart) -> f.Said:
        """Title, description, source."""
        return f.Said(chart_title(chart), chart_description(chart), source_lines(chart))

    def practice(self, code: str) -> str:
        """The label of a practice."""
        return words.label("practice", code)

    def group(self, code: str) -> str:
        """The label of a group of practices."""
        return words.label("practice_group", code)

    def stance(self, code: str) -> str:
        """The label of a stance; of an empty one, that it is not known."""
        return stance_words(code)


def unknown_words(code: Unknown) -> str:
    """What is not known of an employer, as a question."""
    return _(UNKNOWN[code])


CALLS = (
    chart_title, chart_description, place_words, years_words, report_words, benchmark_short, benchmark_full, hour_words,
    currency_words, price_words, paid_words, share_of_price, span_words, stance_words, unknown_words,
)  # fmt: skip
"""What templates can call."""
