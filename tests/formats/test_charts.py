"""Charts drawn from the seeds: the specification compiles, the bytes are the same each time, nothing in them is a style."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import vl_convert

from supplychain.domain.charts import Chart, CountryChart, PayChart
from supplychain.formats import chart_country, chart_pay, chart_practices, chart_price
from supplychain.formats import charts as f
from supplychain.services import charts as service
from supplychain.store.database import Store, View

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The seeds."""
    from datetime import UTC, datetime

    from supplychain.assets import asset_dir
    from supplychain.services.setup import set_up

    url = f"sqlite:///{tmp_path_factory.mktemp('charts') / 'seeded.db'}"
    set_up(url, asset_dir("seeds"), datetime(2026, 11, 1, tzinfo=UTC), lambda: "00" * 16)
    store = Store(url)
    with store.view() as view:
        yield view
    store.close()


class Plain:
    """Words that say ids and numbers, to find them again in what is drawn."""

    language = "de"

    def said(self, chart: Chart) -> f.Said:
        """Title, description, source."""
        return f.Said(f"A chart of {chart.kind} <&>", "What it shows", "Where from\nand how")

    def __getattr__(self, name: str) -> Callable[..., str]:
        """Any other word."""
        return lambda *parts, **more: " ".join([name, *(self._word(p) for p in parts), *map(str, more.values())])

    def _word(self, part: Any) -> str:
        marks = [getattr(part, name, "") for name in ("wage", "rows", "low", "high")]
        return " ".join(map(str, marks)) if any(marks) else str(part)[:40]


CHARTS: dict[str, tuple[Callable[[View], Chart], Any]] = {
    "pay of one": (lambda v: service.chart_pay(v, ["sama"], "usd"), chart_pay),
    "pay of three": (lambda v: service.chart_pay(v, ["remotasks", "sama", "majorel"], "local"), chart_pay),
    "pay of many reports": (lambda v: service.chart_pay(v, ["amazon-mechanical-turk"], "international"), chart_pay),
    "pay of one report": (lambda v: service.chart_pay(v, ["cloudfactory"], "eur"), chart_pay),
    "country": (lambda v: service.chart_country(v, "KE", "usd"), chart_country),
    "country without a minimum": (lambda v: service.chart_country(v, "FI", "eur"), chart_country),
    "price": (lambda v: service.chart_price(v, "w-sama-ke-openai", "usd"), chart_price),
    "practices": (lambda v: service.chart_practices(v, ["sama", "cloudfactory"]), chart_practices),
    "practice": (lambda v: service.chart_practices(v, practice="productivity_quota"), chart_practices),
}


@pytest.fixture(params=CHARTS)
def made(request: pytest.FixtureRequest, view: View) -> tuple[Chart, Callable[..., f.Spec]]:
    """A chart and what specifies it."""
    make, module = CHARTS[request.param]
    chart = make(view)
    return chart, lambda **how: module.specify(chart, Plain(), **how)


def numbers(spec: f.Spec) -> list[f.Datum]:
    """Every row of data in a specification."""
    return [row for part in spec["vconcat"] for layer in part["layer"] for row in layer["data"]["values"]]


def test_specifications_compile_without_a_warning(made, capfd: pytest.CaptureFixture[str]) -> None:
    _, specify = made
    spec = specify(file=True)
    vega = vl_convert.vegalite_to_vega(f.write(spec), vl_version=f.VERSION, show_warnings=True)
    assert vega["$schema"].startswith("https://vega.github.io/schema/vega/")
    assert json.loads(f.write(spec)) == spec
    assert "WARN" not in "".join(capfd.readouterr())


def test_the_same_chart_gives_the_same_bytes(made) -> None:
    chart, specify = made
    if chart.kind == "price":
        words = Plain().said(chart)
        first = f.draw(specify(), words, "a")
        f._drawn.cache_clear()
        assert f.draw(specify(), words, "a") == first
    assert specify() == specify()
    assert f.write(specify(file=True)) == f.write(specify(file=True))


def test_a_part_of_a_page_has_no_colour_and_no_style_of_its_own(made) -> None:
    chart, specify = made
    for narrow in (False, True):
        text = f.draw(specify(narrow=narrow), Plain().said(chart), "chart-x")
        root = ET.fromstring(text)
        assert root.get("role") == "img"
        assert root.get("aria-label") == f"A chart of {chart.kind} <&>"
        described = root.find(f"{SVG}desc")
        assert (described.get("id"), described.text) == (root.get("aria-describedby"), "What it shows")
        for element in root.iter():
            assert "style" not in element.attrib
            assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}a", f"{SVG}image")
            assert not any(name.startswith("on") for name in element.attrib)
            for name in ("fill", "stroke"):
                assert element.get(name, "none") in {"none", "transparent", *(f"var({c.variable})" for c in f.COLOURS)}
        assert [e.get("id") for e in root.iter() if e.get("id")] == ["chart-x-says"]


def test_a_file_of_its_own_says_what_it_is(made) -> None:
    chart, specify = made
    root = ET.fromstring(f.draw(specify(file=True), Plain().said(chart)))
    words = {text for e in root.iter(f"{SVG}text") for text in e.itertext()}
    assert {f"A chart of {chart.kind} <&>", "Where from", "and how"} <= words
    assert root.find(f"{SVG}title").text == f"A chart of {chart.kind} <&>"
    assert "var(" not in ET.tostring(root, encoding="unicode")


def test_every_mark_of_pay_is_in_the_data_and_nothing_else_is(view: View) -> None:
    for name in ("pay of one", "pay of three", "pay of many reports", "country"):
        make, module = CHARTS[name]
        chart = make(view)
        assert isinstance(chart, PayChart)
        for narrow in (False, True):
            rows = numbers(module.specify(chart, Plain(), narrow=narrow))
            found = {(r["wage"], end, r[end]) for r in rows if r.get("wage") for end in ("low", "high") if end in r}
            ends = [(m, end, getattr(m, end)) for m in chart.drawn for end in ("low", "high")]
            assert found == {(m.wage, end, float(value)) for m, end, value in ends if value is not None}
            benchmarks = {id for r in rows if r.get("benchmark") for id in r["benchmark"].split("|")}
            assert benchmarks == {id for m in chart.marks if m.drawn and not m.wage for id in m.rows}


def test_every_row_has_its_label_and_every_open_end_its_arrow(view: View) -> None:
    chart = CHARTS["pay of three"][0](view)
    assert isinstance(chart, PayChart)
    spec = chart_pay.specify(chart, Plain())
    titles = {row.get("title", "") for row in numbers(spec) if "text" in row}
    assert {m.wage for m in chart.drawn} == {w.split()[1] for w in titles if w.startswith("report ")}
    arrows = {(r["wage"], r["side"]) for r in numbers(spec) if "side" in r}
    assert arrows == {(m.wage, "right" if m.high is None else "left") for m in chart.drawn if None in (m.low, m.high)}
    texts = ET.fromstring(f.draw(spec, Plain().said(chart), "x")).iter(f"{SVG}text")
    written = "".join("".join(t.itertext()) for t in texts)
    assert all(f"{m.number}  report" in written or f"{m.number} report" in written for m in chart.drawn)


def test_years_without_a_known_benchmark_show_a_question_mark(view: View) -> None:
    chart = CHARTS["country"][0](view)
    assert isinstance(chart, CountryChart)
    assert chart.without
    assert chart.without_living
    rows = numbers(chart_country.specify(chart, Plain()))
    wanted = {f"unknown minimum {year}" for year in chart.without} | {
        f"unknown living {y}" for y in chart.without_living
    }
    assert {r["title"] for r in rows if r.get("text") == "?"} == wanted


def test_every_cell_without_a_report_is_a_question_mark(view: View) -> None:
    chart = CHARTS["practices"][0](view)
    rows = numbers(chart_practices.specify(chart, Plain()))
    asked = {(r["practice"], r["employer"]) for r in rows if r.get("text") == "?" and "employer" in r}
    assert asked == {(c.practice, c.employer) for c in chart.table() if not c.known}
    told = {(r["practice"], r["employer"], r["stance"]) for r in rows if "stance" in r and "employer" in r}
    assert told == {(c.practice, c.employer, s) for c in chart.table() for s in c.stances}


def test_long_names_are_cut_and_stand_in_full_in_the_title() -> None:
    assert f.cut("short", 100) == "short"
    assert f.cut("a very long name of a firm", 60) == "a very l…"
    assert f.cut("one, two", 33) == "one…"


def test_a_long_name_is_cut_and_its_grade_and_dispute_stay():
    label = "10 CloudFactory · US logistics company that delivers parcels by drone for retailers · C · ≠"
    assert f.cut(label, 240, 11.5).endswith("… · C · ≠")
    assert len(f.cut(label, 240, 11.5)) < len(label)
    assert f.cut("Sama · C", 240, 11.5) == "Sama · C"
