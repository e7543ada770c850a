"""Charts, each at an address of its own: as a page, as SVG, as CSV, and as the specification behind it."""

from supplychain.domain.chart_practices import PracticeChart
from supplychain.domain.chart_price import PriceChart
from supplychain.domain.charts import CountryChart, PayChart
from supplychain.services import charts
from supplychain.store.database import View
from supplychain.web.asking import EmployersAsking, MoneyAsking, PracticesAsking, missing
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/charts/pay", "pages/chart.html", EmployersAsking, drawn=True)
def chart_pay(view: View, asking: EmployersAsking) -> PayChart:
    """Pay of one employer or of several an hour, beside the legal minimum and living wages of place and year."""
    if not asking.employers:
        raise missing("employers")
    return charts.chart_pay(view, asking.employers, asking.money)


@pages.page("/charts/country/<code>", "pages/chart.html", MoneyAsking, drawn=True)
def chart_country(view: View, asking: MoneyAsking, code: str) -> CountryChart:
    """All pay reported in a country, year by year, beside its legal minimum and living wages."""
    return charts.chart_country(view, code, asking.money)


@pages.page("/charts/price/<id>", "pages/chart.html", MoneyAsking, drawn=True)
def chart_price(view: View, asking: MoneyAsking, id: str) -> PriceChart:
    """What clients pay for an hour and what reaches the worker: around a pay report or a price, or at an employer."""
    return charts.chart_price(view, id, asking.money)


@pages.page("/charts/practices", "pages/chart.html", PracticesAsking, drawn=True)
def chart_practices(view: View, asking: PracticesAsking) -> PracticeChart:
    """What is reported, denied or not known of practices, at some employers or wherever one practice is reported."""
    if not asking.employers and not asking.practice:
        raise missing("employers")
    return charts.chart_practices(view, asking.employers, asking.practice)
