"""Charts on pages: asked for where they stand, said in the language of the page, drawn in the colours of its theme."""

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import get_currency_name
from flask import g
from markupsafe import Markup

from supplychain.domain import charts as c
from supplychain.domain.pay_money import INTERNATIONAL
from supplychain.domain.pay_results import PayPoint
from supplychain.domain.pay_words import PAY_WORDS, PayState, Said
from supplychain.domain.records import Wage
from supplychain.formats import chart_country, chart_pay
from supplychain.formats import charts as f
from supplychain.services import charts as service
from supplychain.web import links, words
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language

_MANY = 3


def said_words(said: Said) -> str:
    """A sentence with what was filled in."""
    return _(PAY_WORDS[said.code], **said.parameters).strip()


def currency_words(currency: str) -> str:
    """The name of a currency, in the plural."""
    if currency == INTERNATIONAL:
        return _("international dollars")
    return str(get_currency_name(currency, count=2, locale=language()))


class PayWords:
    """The words of a chart of pay."""

    def __init__(self) -> None:
        self.language = language()

    def said(self, chart: c.PayChart) -> f.Said:
        """Title, description, source."""
        return f.Said(chart_title(chart), chart_description(chart), source_line(chart))

    def place(self, panel: c.Panel) -> str:
        """Place and time of a panel."""
        return place_words(panel)

    def kind(self, mark: c.PayMark) -> str:
        """Legal minimum wage or living wage."""
        return _("legal minimum wage") if mark.what == "minimum" else _("living wage")

    def unknown(self, year: int) -> str:
        """That no legal minimum wage of a year is known."""
        return _("%(year)s: no legal minimum wage known here", year=year)

    def silence(self, silence: c.Silence) -> str:
        """That a benchmark is missing, in few words."""
        if silence.state is PayState.NO_EFFECTIVE_MINIMUM:
            return _("no effective legal minimum wage")
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
        return _("%(money)s an hour", money=currency_words(currency))


def chart_title(chart: c.Chart) -> str:
    """What a chart shows."""
    match chart:
        case c.CountryChart():
            return _("Pay an hour in %(country)s, by year", country=words.country_name(chart.country))
        case c.PayChart():
            return _("Pay an hour: %(who)s", who=", ".join(party.name for party in chart.employers))
    raise TypeError(f"a {type(chart).__name__} has no title")


def chart_description(chart: c.Chart) -> str:
    """What a chart shows, for those who do not see it."""
    match chart:
        case c.PayChart():
            drawn = {m.wage for m in chart.drawn}
            return _(
                "%(drawn)s pay reports drawn beside the legal minimum and living wages of their place and year; %(left)s "
                "not comparable. The table says the same.",
                drawn=len(drawn),
                left=len({m.wage for m in chart.refused if m.wage}),
            )
    raise TypeError(f"a {type(chart).__name__} has no description")


def source_line(chart: c.Chart) -> str:
    """Where a chart comes from, for a file of its own."""
    return _(
        "supplychain, revision %(revision)s of %(date)s, CC BY 4.0. %(where)s",
        revision=chart.revision,
        date=words.date_words(chart.recorded_on),
        where=links.permanent_url(),
    )


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
    """Years, as few words as they need."""
    if not years:
        return _("year not recorded")
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def report_words(mark: c.PayMark, chart: c.PayChart) -> str:
    """What tells a pay report from the others of a chart: the employer where there are several, whom it was for, its kind."""
    wage = next(r.shown.claim for r in chart.reports if r.comparable.wage == mark.wage)
    assert isinstance(wage, Wage), "a pay report holds a wage"
    who = [chart.names[mark.employer]] if len(chart.employers) > 1 else []
    names = [chart.names[id] for id in (*wage.clients, *wage.tools)][:_MANY]
    about = names or list(wage.work_types[:1]) or [_("client not stated")]
    kind = [] if mark.pay_kind == "reported" else [words.label("pay_kind", mark.pay_kind)]
    basis = [words.label("basis", mark.basis)] if mark.basis in ("net", "gross") else []
    disputed = ["≠"] if {"disputed", "partly_disputed", "contradicted"} & set(mark.states) else []
    unpaid = [_("unpaid hours counted")] if mark.unpaid_counted else []
    return " · ".join([*who, ", ".join(dict.fromkeys(about)), *kind, *basis, *unpaid, mark.grade, *disputed])


def benchmark_short(mark: c.PayMark) -> str:
    """What a benchmark is, for its line in a picture."""
    if mark.what == "minimum":
        return _("legal minimum wage")
    about = [mark.method, mark.household or mark.place]
    return _("living wage: %(which)s", which=", ".join(filter(None, about)))


def benchmark_full(mark: c.PayMark) -> str:
    """What a benchmark is, with its place."""
    about = [mark.method, mark.household, mark.place, mark.scope]
    return ", ".join(dict.fromkeys(filter(None, about)))


def hour_words(mark: c.PayMark) -> str:
    """From where to where pay or a benchmark reaches, without its currency: the axis says it."""
    if mark.low is not None and mark.high is not None:
        same = mark.low == mark.high
        said = words.amount(mark.low) if same else f"{words.amount(mark.low)}–{words.amount(mark.high)}"
    elif mark.low is not None:
        said = _("at least %(sum)s", sum=words.amount(mark.low))
    else:
        said = _("at most %(sum)s", sum=words.amount(mark.high if mark.high is not None else Decimal(0)))
    match mark.of:
        case PayPoint.MEAN:
            return _("mean %(sum)s", sum=said)
        case PayPoint.MEDIAN:
            return _("median %(sum)s", sum=said)
    return said


# -- drawing -----------------------------------------------------------------------------------------------------------


def chart_spec(chart: c.Chart, *, narrow: bool = False, file: bool = False) -> f.Spec:
    """The specification of a chart in the language at hand."""
    match chart:
        case c.CountryChart():
            return chart_country.specify(chart, PayWords(), narrow=narrow, file=file)
        case c.PayChart():
            return chart_pay.specify(chart, PayWords(), narrow=narrow, file=file)
    raise TypeError(f"a {type(chart).__name__} cannot be drawn")


def chart_svg(chart: c.Chart, narrow: bool = False) -> Markup:
    """A chart as a part of the page."""
    said = f.Said(chart_title(chart), chart_description(chart), "")
    id = f"chart-{chart.kind}-{'n' if narrow else 'w'}"
    return Markup(f.draw(chart_spec(chart, narrow=narrow), said, id))  # noqa: S704 - drawn here, every text escaped


def chart_file(chart: c.Chart) -> str:
    """A chart as a file of its own."""
    said = f.Said(chart_title(chart), chart_description(chart), source_line(chart))
    return f.draw(chart_spec(chart, file=True), said)


def chart_json(chart: c.Chart) -> str:
    """The specification with its data, as the Vega editor opens it."""
    return f.write(chart_spec(chart, file=True))


# -- asked for by templates --------------------------------------------------------------------------------------------


def money_here() -> str:
    """The money in which the reader sees pay."""
    return str(getattr(g.get("asked"), "money", "usd"))


def pay_chart(ids: Sequence[str]) -> c.PayChart | None:
    """The pay of employers; nothing where none of it can be drawn."""
    chart = service.chart_pay(g.view, ids, money_here())
    return chart if chart.drawn else None


def country_chart(code: str) -> c.CountryChart | None:
    """The pay of a country over time; nothing where none of it can be drawn."""
    chart = service.chart_country(g.view, code, money_here())
    return chart if chart.drawn else None


CALLS = (
    said_words, chart_title, chart_svg, place_words, years_words, report_words, benchmark_short, benchmark_full, hour_words,
    currency_words, pay_chart, country_chart, money_here,
)  # fmt: skip
"""What templates can call."""
