"""Charts, each at an address of its own: as a page, as SVG, as CSV, and as the specification behind it."""

from supplychain.domain.charts import CountryChart, PayChart
from supplychain.services import charts
from supplychain.store.database import View
from supplychain.web.asking import EmployersAsking, MoneyAsking, missing
from supplychain.web.pages import Pages

pages = Pages()


@pages.page("/charts/pay", "pages/chart.html", EmployersAsking, drawn=True)
def chart_pay(view: View, asking: EmployersAsking) -> PayChart:
    """Pay of up to six employers an hour, beside the legal minimum and living wages of place and year."""
    if not asking.employers:
        raise missing("employers")
    return charts.chart_pay(view, asking.employers, asking.money)


@pages.page("/charts/country/<code>", "pages/chart.html", MoneyAsking, drawn=True)
def chart_country(view: View, asking: MoneyAsking, code: str) -> CountryChart:
    """All pay reported in a country, year by year, beside its legal minimum and living wages."""
    return charts.chart_country(view, code, asking.money)
