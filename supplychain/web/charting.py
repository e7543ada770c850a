"""Charts on pages: asked for where they stand, drawn in the language of the page and in the colours of its theme."""

from collections.abc import Sequence

from flask import g
from markupsafe import Markup

from supplychain.domain import charts as c
from supplychain.domain.chart_practices import PracticeChart
from supplychain.domain.chart_price import PriceChart
from supplychain.formats import chart_country, chart_pay, chart_practices, chart_price
from supplychain.formats import charts as f
from supplychain.services import charts as service
from supplychain.web import chart_words as w
from supplychain.web import links


def _specify(chart: c.Chart, *, narrow: bool = False, file: bool = False) -> f.Spec:
    match chart:
        case c.CountryChart():
            return chart_country.specify(chart, w.PayWords(), narrow=narrow, file=file)
        case c.PayChart():
            return chart_pay.specify(chart, w.PayWords(), narrow=narrow, file=file)
        case PriceChart():
            return chart_price.specify(chart, w.PriceWords(), narrow=narrow, file=file)
        case PracticeChart():
            return chart_practices.specify(chart, w.PracticeWords(), narrow=narrow, file=file)
    raise TypeError(f"a {type(chart).__name__} cannot be drawn")


def _said(chart: c.Chart) -> f.Said:
    return f.Said(w.chart_title(chart), w.chart_description(chart), w.source_lines(chart))


def chart_svg(chart: c.Chart, narrow: bool = False) -> Markup:
    """A chart as a part of the page."""
    id = f"chart-{chart.kind}-{'n' if narrow else 'w'}"
    said = f.Said(w.chart_title(chart), w.chart_description(chart), "")
    drawn = f.draw(_specify(chart, narrow=narrow), said, id)
    return Markup(drawn)  # noqa: S704 - drawn here, every text escaped


def chart_file(chart: c.Chart) -> str:
    """A chart as a file of its own."""
    return f.draw(_specify(chart, file=True), _said(chart))


def chart_json(chart: c.Chart) -> str:
    """The specification with its data, as the Vega editor opens it."""
    return f.write(_specify(chart, file=True))


def has_picture(chart: c.Chart) -> bool:
    """Whether there is anything to draw."""
    match chart:
        case c.PayChart() | PriceChart():
            return bool(chart.drawn)
        case PracticeChart():
            return bool(chart.cells)
    return False


def chart_lines(chart: c.CountryChart) -> list[chart_country.Line]:
    """The benchmarks of a chart over time, each with its letter."""
    return chart_country.lines_of(chart, w.PayWords())


def chart_query(chart: c.Chart) -> dict[str, str]:
    """What the address of a chart asks."""
    match chart:
        case c.CountryChart():
            return {"code": chart.country}
        case PriceChart():
            return {"id": chart.about}
        case PracticeChart() if chart.practice:
            return {"practice": chart.practice}
        case c.PayChart() | PracticeChart():
            return {"employers": ",".join(party.id for party in chart.employers)}
    raise TypeError(f"a {type(chart).__name__} has no address")


# -- asked for by templates, where they stand --------------------------------------------------------------------------


def pay_chart(ids: Sequence[str]) -> c.PayChart:
    """The pay of employers."""
    return service.chart_pay(g.view, ids, links.money_chosen())


def country_chart(code: str) -> c.CountryChart:
    """The pay of a country over time."""
    return service.chart_country(g.view, code, links.money_chosen())


def price_chart(id: str) -> PriceChart:
    """What clients pay beside what workers get."""
    return service.chart_price(g.view, id, links.money_chosen())


def practice_chart(ids: Sequence[str] = (), practice: str = "") -> PracticeChart:
    """What is known of practices at employers."""
    return service.chart_practices(g.view, ids, practice)


CALLS = (
    chart_svg, has_picture, chart_lines, chart_query, pay_chart, country_chart, price_chart, practice_chart, *w.CALLS,
)  # fmt: skip
"""What templates can call."""
