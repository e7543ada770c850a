"""The chart of the pay of employers: a row a report, within its place and time, below the benchmarks of that place and time."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from supplychain.domain.charts import Panel, PayChart, PayMark, Silence
from supplychain.formats import charts as f

_WIDE, _NARROW = 620, 330
_VALUES = 96
_LABELS = 300
_BAR = 9


_LABEL_COLOURS = {**f.BENCHMARKS, "pay": f.INK.hex, "silence": f.SOFT.hex}


class Wording(Protocol):
    """The words of a chart of pay, in the language of the reader."""

    language: str

    def said(self, chart: PayChart) -> f.Said:
        """Title, description, source."""
        ...

    def place(self, panel: Panel) -> str:
        """Place and time of a panel."""
        ...

    def kind(self, mark: PayMark) -> str:
        """Legal minimum wage or living wage."""
        ...

    def unknown(self, what: str, year: int) -> str:
        """That no benchmark of a kind, "minimum" or "living", is known of a year."""
        ...

    def silence(self, silence: Silence) -> str:
        """That a benchmark is missing, in few words."""
        ...

    def report(self, mark: PayMark, chart: PayChart) -> str:
        """What tells a pay report from the others."""
        ...

    def benchmark(self, mark: PayMark, *, short: bool) -> str:
        """What a benchmark is."""
        ...

    def span(self, mark: PayMark) -> str:
        """From where to where."""
        ...

    def axis(self, currency: str) -> str:
        """What the axis counts."""
        ...


class _Row(NamedTuple):
    """One line of the picture: its label and what lies in it, at a height."""

    y: float
    label: str
    title: str
    kind: str
    marks: tuple[PayMark, ...]


class _Place(NamedTuple):
    """One panel at its height."""

    heading: str
    top: float
    bottom: float
    rows: tuple[_Row, ...]
    bands: tuple[PayMark, ...]


def specify(chart: PayChart, words: Wording, *, narrow: bool = False, file: bool = False) -> f.Spec:
    """Write the specification; countries come below each other, each on a scale of its own."""
    views = [
        _view(list(panels), chart, words, narrow=narrow)
        for _, panels in groupby(chart.panels, key=lambda panel: (panel.country, _currency(chart, panel)))
    ]
    about = {"revision": chart.revision, "recorded_on": chart.recorded_on, "money": chart.money}
    return f.whole(views, words.said(chart), words.language, about, file=file)


def _currency(chart: PayChart, panel: Panel) -> str:
    return next(m.currency for m in chart.drawn if m.panel == panel.number)


def _view(panels: Sequence[Panel], chart: PayChart, words: Wording, *, narrow: bool) -> f.Spec:
    width = _NARROW if narrow else _WIDE
    places, height = _placed(panels, chart, words, narrow=narrow)
    drawn = [m for m in chart.marks if m.drawn and m.panel in {p.number for p in panels}]
    most = max(end for m in drawn for end in (m.low, m.high) if end is not None)
    x = {"domain": [0, f.number(most)], "range": [0, width - _VALUES], "nice": False, "zero": True}
    y = {"domain": [0, height], "range": [0, height], "nice": False}
    axis = {
        "title": words.axis(drawn[0].currency),
        "titleAnchor": "start",
        "grid": True,
        "tickCount": 6,
        "orient": "bottom",
    }
    canvas = _Canvas(x, y, axis, words, chart, width, narrow=narrow)
    return f.view(width, int(height), canvas.layers(places))


def _placed(panels: Sequence[Panel], chart: PayChart, words: Wording, *, narrow: bool) -> tuple[list[_Place], float]:
    step, lane = (40.0, 34.0) if narrow else (23.0, 18.0)
    places, y = [], 0.0
    for panel in panels:
        marks = [m for m in chart.marks if m.drawn and m.panel == panel.number]
        benchmarks = [m for m in marks if m.what != "pay"]
        rows: list[_Row] = []
        top = y
        y += 24
        for kind in ("minimum", "living"):
            for label, title, same in _lanes([m for m in benchmarks if m.what == kind], words):
                rows.append(_Row(y + lane / 2, label, title, kind, same))
                y += lane
            for silence in panel.silences:
                if silence.kind == kind:
                    rows.append(_Row(y + lane / 2, words.silence(silence), words.silence(silence), "silence", ()))
                    y += lane
        for number, same_report in groupby((m for m in marks if m.what == "pay"), key=lambda m: m.number):
            own = tuple(same_report)
            label = words.report(own[0], chart)
            rows.append(_Row(y + step / 2, f"{number}  {label}", label, "pay", own))
            y += step
        places.append(_Place(words.place(panel), top, y, tuple(rows), tuple(benchmarks)))
        y += 20
    return places, y - 14


def _lanes(marks: Sequence[PayMark], words: Wording) -> list[tuple[str, str, tuple[PayMark, ...]]]:
    """Legal minimums share a lane; each living wage has its own, for one method is no other's equal."""
    if not marks:
        return []
    if marks[0].what == "minimum":
        return [
            (
                words.benchmark(marks[0], short=True),
                "; ".join(words.benchmark(m, short=False) for m in marks),
                tuple(marks),
            )
        ]
    return [(words.benchmark(m, short=True), words.benchmark(m, short=False), (m,)) for m in marks]


class _Canvas:
    """Where and how each thing is drawn."""

    def __init__(
        self, x: f.Spec, y: f.Spec, axis: f.Spec, words: Wording, chart: PayChart, width: int, *, narrow: bool
    ) -> None:
        self.x, self.y, self.axis, self.words, self.chart = x, y, axis, words, chart
        self.width, self.narrow = width, narrow
        self.per_px: float = x["domain"][1] / x["range"][1]

    def layers(self, places: Sequence[_Place]) -> list[f.Spec]:
        """Everything from back to front."""
        rows = [row for place in places for row in place.rows]
        pay = [(row, m) for row in rows if row.kind == "pay" for m in row.marks]
        bench = [(row, m) for row in rows if row.kind in ("minimum", "living") for m in row.marks]
        return [
            *self._bands(places),
            *self._benchmarks(bench),
            *self._pay(pay),
            *self._texts(places, rows),
        ]

    def _xy(self, y: str = "y", x: str = "low") -> f.Spec:
        return {"x": f.quantity(x, self.x, self.axis), "y": f.quantity(y, self.y)}

    def _bands(self, places: Sequence[_Place]) -> list[f.Spec]:
        data = [
            {
                "what": m.what,
                "low": f.number(m.low),
                "high": f.number(m.high),
                "top": place.top + 22,
                "bottom": place.bottom,
                "benchmark": "|".join(m.rows),
                "colour": f.BENCHMARKS[m.what],
            }
            for place in places
            for m in place.bands
            if m.low is not None and m.high is not None
        ]
        mark = {"type": "rect", "fillOpacity": 0.09}
        return [f.layer(data, mark, **self._xy("top"), x2={"field": "high"}, y2={"field": "bottom"}, color=f.colour())]

    def _benchmarks(self, found: Sequence[tuple[_Row, PayMark]]) -> list[f.Spec]:
        data = [self._datum(row, m) | {"what": m.what, "colour": f.BENCHMARKS[m.what]} for row, m in found]
        ends = [datum | {"at": datum[end]} for datum in data for end in ("low", "high")]
        line = {"type": "rule", "strokeWidth": 2.5}
        tick = {"type": "tick", "orient": "vertical", "thickness": 1.8, "size": 11}
        looks = {"color": f.colour(), "description": f.text("title")}
        return [
            f.layer(data, line, **self._xy(), x2={"field": "high"}, strokeDash=f.dash(), **looks),
            f.layer(ends, tick, **self._xy(x="at"), color=f.colour()),
        ]

    def _pay(self, found: Sequence[tuple[_Row, PayMark]]) -> list[f.Spec]:
        """Ranges as bars, single numbers as points, one known end as an arrow; hollow where unpaid hours are counted."""
        ranges, points, opens = [], [], []
        for row, m in found:
            datum = self._datum(row, m)
            if m.low is None or m.high is None:
                opens.append(datum | self._open(m))
            elif m.low == m.high:
                points.append(datum | {"shape": str(m.of)})
            else:
                ranges.append(datum)
        return [*self._ranges(ranges), *self._opens(opens), *self._points(points)]

    def _ranges(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        where = {
            "x": f.quantity("low", self.x, self.axis),
            "x2": {"field": "high"},
            "y": f.quantity("upper", self.y),
            "y2": {"field": "lower"},
            "description": f.text("title"),
        }
        full = {"type": "rect", "color": f.PAY.hex, "cornerRadius": 2}
        hollow = full | {"filled": False, "strokeWidth": 1.5, "strokeDash": [4, 2]}
        return [
            f.layer([d for d in data if not d["unpaid_counted"]], full, **where),
            f.layer([d for d in data if d["unpaid_counted"]], hollow, **where),
        ]

    def _opens(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        line = {"type": "rule", "color": f.PAY.hex, "strokeWidth": 2.5, "strokeDash": [3, 3]}
        end = {"type": "tick", "color": f.PAY.hex, "thickness": 3, "size": _BAR + 4, "orient": "vertical"}
        tip = {"type": "point", "filled": True, "color": f.PAY.hex, "size": 60, "opacity": 1}
        return [
            f.layer(data, line, **self._xy(x="from"), x2={"field": "to"}, description=f.text("title")),
            f.layer(data, end, **self._xy(x="known")),
            *(
                f.layer(
                    [d for d in data if d["side"] == side], tip | {"shape": f"triangle-{side}"}, **self._xy(x="tip")
                )
                for side in ("left", "right")
            ),
        ]

    def _points(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        where = {**self._xy(), "shape": f.shape(), "description": f.text("title")}
        full = {"type": "point", "filled": True, "color": f.PAY.hex, "size": 80, "opacity": 1}
        return [
            f.layer([d for d in data if not d["unpaid_counted"]], full, **where),
            f.layer([d for d in data if d["unpaid_counted"]], full | {"filled": False, "strokeWidth": 1.5}, **where),
        ]

    def _open(self, m: PayMark) -> f.Datum:
        """A range with one end: a mark where it is known, and an arrow that points to where nothing is said."""
        length = 34 * self.per_px
        if m.low is not None:
            known, tip, side = f.number(m.low), f.number(m.low) + length, "right"
        else:
            assert m.high is not None, "a span has at least one end"
            known = f.number(m.high)
            tip, side = max(known - length, 0.0), "left"
        return {"from": min(known, tip), "to": max(known, tip), "known": known, "tip": tip, "side": side}

    def _datum(self, row: _Row, m: PayMark) -> f.Datum:
        y = row.y + (9 if self.narrow else 0)
        ends = {name: f.number(end) for name, end in (("low", m.low), ("high", m.high)) if end is not None}
        what = row.title if m.what == "pay" else self.words.benchmark(m, short=False)
        about = {"title": f"{what}: {self.words.span(m)}", "unpaid_counted": m.unpaid_counted}
        ids = {"wage": m.wage, "employer": m.employer} if m.what == "pay" else {"benchmark": "|".join(m.rows)}
        return {**ends, "y": y, "upper": y - _BAR / 2, "lower": y + _BAR / 2, **about, **ids}

    def _texts(self, places: Sequence[_Place], rows: Sequence[_Row]) -> list[f.Spec]:
        room = self.width if self.narrow else _LABELS - 12
        up = -9 if self.narrow else 0
        heads = [
            {"y": place.top + 9, "text": f.cut(place.heading, self.width if self.narrow else 480, 13)}
            for place in places
        ]
        labels = [
            {
                "y": row.y + up,
                "text": f.cut(row.label, room, 11.5),
                "title": row.title,
                "colour": _LABEL_COLOURS[row.kind],
            }
            for row in rows
        ]
        values = [self._value(row) for row in rows if row.marks]
        at = {"x": {"value": 0 if self.narrow else -_LABELS}, "y": f.quantity("y", self.y), "text": f.text("text")}
        beside = {"x": f.quantity("x", self.x, self.axis), "y": f.quantity("y", self.y), "text": f.text("text")}
        side: f.Spec = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11}
        text = side | {"fontSize": 11.5}
        said = {**at, "color": f.colour(), "description": f.text("title")}
        return [
            f.layer(heads, side | {"fontSize": 13, "fontWeight": 600, "color": f.INK.hex}, **at),
            *(f.written(labels, text, **said) if self.narrow else [f.layer(labels, text, **said)]),
            *f.written(values, side | {"color": f.SOFT.hex}, **beside),
        ]

    def _value(self, row: _Row) -> f.Datum:
        """The numbers of a row in words, to the right of all that is drawn in it."""
        said = "; ".join(dict.fromkeys(self.words.span(m) for m in row.marks))
        x = max(self._right(m) for m in row.marks) + 9 * self.per_px
        text = self._least_most(row) if row.kind == "minimum" else said
        return {"x": x, "y": row.y + (9 if self.narrow else 0), "text": text}

    def _least_most(self, row: _Row) -> str:
        """All legal minimums of a lane, from the lowest to the highest."""
        lows = [m.low for m in row.marks if m.low is not None]
        highs = [m.high for m in row.marks if m.high is not None]
        return self.words.span(row.marks[0].model_copy(update={"low": min(lows), "high": max(highs)}))

    def _right(self, m: PayMark) -> float:
        """Where a mark ends on the right, in the unit of the axis."""
        if m.high is None:
            assert m.low is not None, "a span has at least one end"
            return f.number(m.low) + 36 * self.per_px
        return f.number(m.high)
