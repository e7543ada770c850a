"""The chart of a country: every pay report in its year, and the minimum and living wages of the country over the same years."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from string import ascii_lowercase
from typing import NamedTuple

from supplychain.domain.charts import CountryChart, PayMark
from supplychain.formats import charts as f
from supplychain.formats.chart_pay import Wording

_WIDE, _NARROW = 880, 310
_STEP, _GAP, _LEAST = 17, 10, 34
_NARROW_STEP, _NARROW_LEAST = 14, 21
_HEIGHT, _LINE = 400, 16
_BAR = 8


class _Slot(NamedTuple):
    """A year on the axis: as wide as its reports need."""

    year: int
    left: float
    width: float

    def at(self, day: date) -> float:
        """Where a day of the year lies."""
        return self.left + self.width * (day.timetuple().tm_yday - 1) / 366

    @property
    def right(self) -> float:
        """Where the year ends."""
        return self.left + self.width


class Line(NamedTuple):
    """One benchmark over time: what it is, under which letter, and its marks year by year."""

    letter: str
    label: str
    title: str
    marks: tuple[PayMark, ...]


def specify(chart: CountryChart, words: Wording, *, narrow: bool = False, file: bool = False) -> f.Spec:
    """Write the specification."""
    about = {
        "revision": chart.revision,
        "recorded_on": chart.recorded_on,
        "money": chart.money,
        "country": chart.country,
    }
    pay = chart.drawn
    if not pay:
        return f.whole([], words.said(chart), words.language, about, file=file)
    slots = _slots(chart.years, pay, narrow=narrow)
    lines = lines_of(chart, words)
    canvas = _Canvas(chart, words, slots, lines, narrow=narrow)
    drawn = f.view(int(canvas.width), _HEIGHT, canvas.layers())
    return f.whole([drawn], words.said(chart), words.language, about, file=file)


def _slots(years: Sequence[int], pay: Sequence[PayMark], *, narrow: bool) -> list[_Slot]:
    """Give every year the width that its reports need, and all of them together at least the width of the page."""
    width, step, least = (_NARROW, _NARROW_STEP, _NARROW_LEAST) if narrow else (_WIDE, _STEP, _LEAST)
    counts = {year: len({(m.wage, m.unpaid_counted) for m in pay if m.panel == year}) for year in years}
    wanted = {year: max(least, counts[year] * step + _GAP) for year in years}
    factor = max(1.0, width / sum(wanted.values()))
    slots, left = [], 0.0
    for year in years:
        slots.append(_Slot(year, round(left, 1), round(wanted[year] * factor, 1)))
        left += wanted[year] * factor
    return slots


def lines_of(chart: CountryChart, words: Wording) -> list[Line]:
    """Put the marks of one benchmark together, minimum wages first."""
    marks = [m for m in chart.marks if m.drawn and m.what != "pay"]

    def key(m: PayMark) -> tuple[bool, str, str, str]:
        return (m.what != "minimum", m.method, m.place or m.scope, m.household)

    found = []
    for number, (_, same) in enumerate(groupby(sorted(marks, key=key), key=key)):
        own = tuple(same)
        letter = ascii_lowercase[number % 26] * (1 + number // 26)
        full = words.benchmark(own[0], short=False)
        found.append(Line(letter, f"{words.kind(own[0])}: {full}", full, own))
    return found


class _Canvas:
    """Where and how each thing is drawn."""

    def __init__(
        self, chart: CountryChart, words: Wording, slots: Sequence[_Slot], lines: Sequence[Line], *, narrow: bool
    ) -> None:
        self.chart, self.words, self.slots, self.lines, self.narrow = chart, words, slots, lines, narrow
        self.slot = {slot.year: slot for slot in slots}
        self.width = slots[-1].right
        ends = [end for m in chart.marks if m.drawn for end in (m.low, m.high) if end is not None]
        top = f.number(max(ends))
        self.x = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        self.y = {"domain": [0, top], "range": [_HEIGHT, 24], "nice": False}
        self.per_px: float = top / (_HEIGHT - 24)

    def _money(self, pixel: float) -> float:
        """The amount that stands at a height, for what is placed by height."""
        return (_HEIGHT - pixel) * self.per_px

    def layers(self) -> list[f.Spec]:
        """Everything from back to front."""
        return [*self._years(), *self._benchmarks(), *self._pay(), *self._letters(), *self._key()]

    def _where(self, x: str, y: str = "low") -> f.Spec:
        return {"x": f.quantity(x, self.x), "y": self._amount(y)}

    def _amount(self, field: str) -> f.Spec:
        axis = {"title": None, "grid": True, "tickCount": 6, "domain": False, "ticks": False}
        return f.quantity(field, self.y, axis)

    def _years(self) -> list[f.Spec]:
        """Years in words, a rule between each two, and what the axis counts."""
        edges = [{"x": slot.left, "year": slot.year} for slot in self.slots[1:]]
        names = [{"x": slot.left + slot.width / 2, "text": self._year(slot)} for slot in self.slots]
        unknown = [
            {"x": slot.left + slot.width / 2, "text": "?", "what": what, "title": self.words.unknown(what, slot.year)}
            for what, years in (("minimum", self.chart.without), ("living", self.chart.without_living))
            for slot in self.slots
            if slot.year in years
        ]
        rule = {"type": "rule", "color": f.RULE.hex}
        side: f.Spec = {"type": "text", "color": f.SOFT.hex, "fontSize": 11}
        across = {"y": {"value": 24}, "y2": {"value": _HEIGHT + 5}}
        title = [{"text": self.words.axis(self.chart.drawn[0].currency)}]
        base = [{"from": 0, "to": self.width}]
        return [
            f.layer(edges, rule, x=f.quantity("x", self.x), **across),
            f.layer(base, {"type": "rule", "color": f.EDGE.hex}, x=f.quantity("from", self.x), x2={"field": "to"},
                    y={"value": _HEIGHT}),
            *(f.layer([d for d in unknown if d["what"] == what], side | {"color": colour}, x=f.quantity("x", self.x),
                      y={"value": _HEIGHT - up}, text=f.text("text"), description=f.text("title"))
              for what, colour, up in (("minimum", f.MINIMUM.hex, 8), ("living", f.LIVING.hex, _HEIGHT - 36))),
            f.layer(names, side, x=f.quantity("x", self.x), y={"value": _HEIGHT + 14}, text=f.text("text")),
            f.layer(title, side | {"align": "left"}, x={"value": 0}, y={"value": 4}, text=f.text("text")),
        ]  # fmt: skip

    def _year(self, slot: _Slot) -> str:
        return str(slot.year) if slot.width >= _LEAST - 2 else f"’{slot.year % 100:02}"

    def _benchmarks(self) -> list[f.Spec]:
        found = [self._area(line, m) for line in self.lines for m in line.marks]
        areas = [d for d in found if d["low"] != d["high"]]
        levels = [d for d in found if d["low"] == d["high"]]
        area: f.Spec = {"type": "rect", "fillOpacity": 0.12, "strokeWidth": 1}
        said = {"x2": {"field": "to"}, "description": f.text("title"), "color": f.colour()}
        where = {**self._where("from"), "y2": {"field": "high"}, "stroke": f.colour(), **said}
        return [
            f.layer([d for d in areas if d["what"] == "minimum"], area, **where),
            f.layer([d for d in areas if d["what"] == "living"], area | {"strokeDash": [4, 2]}, **where),
            f.layer(levels, {"type": "rule", "strokeWidth": 2.5}, **self._where("from"), strokeDash=f.dash(), **said),
        ]

    def _area(self, line: Line, m: PayMark) -> f.Datum:
        assert m.low is not None, "a benchmark has both ends"
        assert m.high is not None, "a benchmark has both ends"
        slot = self.slot[m.years[0]]
        last = date.fromisoformat(m.last_day)
        end = slot.right if (last.month, last.day) == (12, 31) else slot.at(last)
        return {
            "low": f.number(m.low),
            "high": f.number(m.high),
            "from": slot.at(date.fromisoformat(m.first_day)),
            "to": end,
            "title": f"{line.letter}: {line.title}, {self.words.span(m)}",
            "benchmark": "|".join(m.rows),
            "first_day": m.first_day,
            "last_day": m.last_day,
            "what": m.what,
            "colour": f.BENCHMARKS[m.what],
        }

    def _letters(self) -> list[f.Spec]:
        """The letter of each benchmark at its last mark, moved apart where two would meet."""
        ends = []
        for line in self.lines:
            last = max(line.marks, key=lambda m: m.last_day)
            area = self._area(line, last)
            y = _HEIGHT - (area["low"] + area["high"]) / 2 / self.per_px
            ends.append({"x": area["to"] - 3, "px": y, "text": line.letter, "colour": f.BENCHMARKS[last.what]})
        data = []
        for _, meeting in groupby(sorted(ends, key=lambda d: (d["x"], -d["px"])), key=lambda d: d["x"]):
            below = _HEIGHT + 2.0
            for end in meeting:
                below = min(end["px"], below - 11)
                data.append(end | {"y": self._money(below)})
        mark: f.Spec = {"type": "text", "align": "right", "baseline": "middle", "fontSize": 11, "fontStyle": "italic"}
        where = {"x": f.quantity("x", self.x), "y": self._amount("y"), "text": f.text("text"), "color": f.colour()}
        return f.written(data, mark, **where)

    def _key(self) -> list[f.Spec]:
        """Below the years: which letter is which benchmark."""
        columns = 1 if self.narrow else 2
        room = (_NARROW if self.narrow else max(self.width, _WIDE) / 2) - 40
        data = []
        for number, line in enumerate(self.lines):
            row, column = divmod(number, columns)
            x, y = column * max(self.width, _WIDE) / 2, self._money(_HEIGHT + 40 + row * _LINE)
            text = f.cut(f"{line.letter}  {line.label}", room, 11)
            what = line.marks[0].what
            colour = f.BENCHMARKS[what]
            data.append(
                {"x": x, "to": x + 16, "y": y, "text": text, "title": line.title, "what": what, "colour": colour}
            )
        at = {"x": f.quantity("x", self.x), "y": self._amount("y")}
        sample = {"type": "rule", "strokeWidth": 2.5}
        side = {"type": "text", "align": "left", "baseline": "middle", "dx": 22, "fontSize": 11, "color": f.INK.hex}
        return [
            f.layer(data, sample, **at, x2={"field": "to"}, strokeDash=f.dash(), color=f.colour()),
            f.layer(data, side, **at, text=f.text("text"), description=f.text("title")),
        ]

    def _pay(self) -> list[f.Spec]:
        """Bars and points side by side within their year, each with its number above it."""
        ranges, points, opens, labels = [], [], [], []
        for slot in self.slots:
            inside = [m for m in self.chart.drawn if m.panel == slot.year]
            reports = list(dict.fromkeys((m.wage, m.unpaid_counted) for m in inside))
            for m in inside:
                place = reports.index((m.wage, m.unpaid_counted))
                x = slot.left + slot.width * (place + 0.5) / len(reports)
                datum = self._datum(m, x)
                if m.low is None or m.high is None:
                    datum |= self._open(m)
                    opens.append(datum)
                elif m.low == m.high:
                    points.append(datum)
                else:
                    ranges.append(datum)
                labels.append(
                    {"x": x, "y": datum.get("tip_top", datum.get("high", datum.get("low"))), "text": str(m.number)}
                )
        return [*self._ranges(ranges), *self._opens(opens), *self._points(points), *self._numbers(labels)]

    def _datum(self, m: PayMark, x: float) -> f.Datum:
        ends = {name: f.number(end) for name, end in (("low", m.low), ("high", m.high)) if end is not None}
        title = f"{m.number}: {self.words.report(m, self.chart)}: {self.words.span(m)}"
        about = {"wage": m.wage, "employer": m.employer, "unpaid_counted": m.unpaid_counted, "shape": str(m.of)}
        return {**ends, "x": x, "left": x - _BAR / 2, "right": x + _BAR / 2, "title": title, **about}

    def _open(self, m: PayMark) -> f.Datum:
        length = 26 * self.per_px
        if m.low is not None:
            known, side = f.number(m.low), "up"
            tip = known + length
        else:
            assert m.high is not None, "a span has at least one end"
            known, side = f.number(m.high), "down"
            tip = max(known - length, 0.0)
        return {"known": known, "tip": tip, "side": side, "tip_top": max(known, tip)}

    def _ranges(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        where = {
            **self._where("left"),
            "x2": {"field": "right"},
            "y2": {"field": "high"},
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
        end = {"type": "tick", "color": f.PAY.hex, "thickness": 3, "size": _BAR + 4, "orient": "horizontal"}
        tip = {"type": "point", "filled": True, "color": f.PAY.hex, "size": 60, "opacity": 1}
        said = {"description": f.text("title")}
        return [
            f.layer(data, line, **self._where("x", "known"), y2={"field": "tip"}, **said),
            f.layer(data, end, **self._where("x", "known")),
            *(
                f.layer(
                    [d for d in data if d["side"] == side],
                    tip | {"shape": f"triangle-{side}"},
                    **self._where("x", "tip"),
                )
                for side in ("up", "down")
            ),
        ]

    def _points(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        where = {**self._where("x"), "shape": f.shape(), "description": f.text("title")}
        full = {"type": "point", "filled": True, "color": f.PAY.hex, "size": 80, "opacity": 1}
        return [
            f.layer([d for d in data if not d["unpaid_counted"]], full, **where),
            f.layer([d for d in data if d["unpaid_counted"]], full | {"filled": False, "strokeWidth": 1.5}, **where),
        ]

    def _numbers(self, data: Sequence[f.Datum]) -> list[f.Spec]:
        highest: dict[tuple[float, str], f.Datum] = {}
        for datum in data:
            kept = highest.setdefault((datum["x"], datum["text"]), datum)
            if datum["y"] > kept["y"]:
                highest[datum["x"], datum["text"]] = datum
        mark: f.Spec = {"type": "text", "baseline": "bottom", "dy": -5, "fontSize": 10.5, "color": f.INK.hex}
        return f.written(list(highest.values()), mark, **self._where("x", "y"), text=f.text("text"))
