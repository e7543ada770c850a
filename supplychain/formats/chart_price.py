"""The chart of prices: what the client pays for an hour, and within it what reaches the worker."""

from itertools import groupby
from typing import Protocol

from supplychain.domain.chart_price import PriceChart, PriceMark
from supplychain.formats import charts as f

_WIDE, _NARROW = 500, 190
_VALUES = 130
_LABELS = 250
_BAR = 10


class Wording(Protocol):
    """The words of a chart of prices, in the language of the reader."""

    language: str

    def said(self, chart: PriceChart) -> f.Said:
        """Title, description, source."""
        ...

    def price(self, mark: PriceMark, chart: PriceChart) -> str:
        """What tells a price from the others."""
        ...

    def pay(self, mark: PriceMark, chart: PriceChart) -> str:
        """What tells a pay report from the others."""
        ...

    def sums(self, mark: PriceMark, *, price: bool) -> str:
        """An amount in words; of pay, with its share."""
        ...

    def axis(self, currency: str) -> str:
        """What the axis counts."""
        ...


def specify(chart: PriceChart, words: Wording, *, narrow: bool = False, file: bool = False) -> f.Spec:
    """Write the specification; currencies come below each other."""
    views = [
        _Prices(list(marks), chart, words, narrow=narrow).view()
        for _, marks in groupby(sorted(chart.drawn, key=lambda m: m.currency), key=lambda m: m.currency)
    ]
    about = {"revision": chart.revision, "recorded_on": chart.recorded_on, "money": chart.money, "about": chart.about}
    return f.whole(views, words.said(chart), words.language, about, file=file)


class _Prices:
    """Where and how each thing is drawn, in one currency."""

    def __init__(self, marks: list[PriceMark], chart: PriceChart, words: Wording, *, narrow: bool) -> None:
        self.chart, self.words, self.narrow, self.marks = chart, words, narrow, marks
        self.width = (_NARROW if narrow else _WIDE) + _VALUES
        ends = [end for m in marks for end in (m.price_low, m.price_high, m.low, m.high) if end is not None]
        top = f.number(max(ends))
        step = 40 if narrow else 25
        self.rows: list[tuple[float, PriceMark, bool]] = []
        self.groups: list[tuple[float, float, PriceMark]] = []
        y = 0.0
        for _, same in groupby(sorted(marks, key=lambda m: (m.price, m.number or 0)), key=lambda m: m.price):
            own = list(same)
            start = y
            self.rows.append((y + step / 2, own[0], True))
            y += step
            for mark in own:
                self.rows.append((y + step / 2, mark, False))
                y += step
            self.groups.append((start, y, own[0]))
            y += 16
        self.height = y - 12
        self.x = {"domain": [0, top], "range": [0, self.width - _VALUES], "nice": False, "zero": True}
        self.y = {"domain": [0, self.height], "range": [0, self.height], "nice": False}
        self.axis = {
            "title": words.axis(marks[0].currency),
            "titleAnchor": "start",
            "grid": True,
            "tickCount": 4 if narrow else 6,
        }
        self.per_px: float = top / (self.width - _VALUES)

    def view(self) -> f.Spec:
        """Everything from back to front."""
        return f.view(self.width, int(self.height), [*self._prices(), *self._pay(), *self._texts()])

    def _shift(self, y: float) -> float:
        return y + (9 if self.narrow else 0)

    def _bar(self, y: float, **more: object) -> f.Datum:
        at = self._shift(y)
        return {"y": at, "upper": at - _BAR / 2, "lower": at + _BAR / 2, **more}

    def _thick(self, low: str, high: str) -> f.Spec:
        ends = {"x": f.quantity(low, self.x, self.axis), "x2": {"field": high}}
        return {**ends, "y": f.quantity("upper", self.y), "y2": {"field": "lower"}, "description": f.text("title")}

    def _prices(self) -> list[f.Spec]:
        """The price from nothing to its lowest and, hollow, on to its highest; its end is carried through its group."""
        bars, rest, lines = [], [], []
        for y, m, price in self.rows:
            if price:
                ends = [f.number(end) for end in (m.price_low, m.price_high) if end is not None]
                said = {
                    "title": f"{self.words.price(m, self.chart)}: {self.words.sums(m, price=True)}",
                    "claim": m.price,
                }
                bars.append(self._bar(y, zero=0, low=min(ends), **said))
                if max(ends) > min(ends):
                    rest.append(self._bar(y, low=min(ends), high=max(ends), **said))
        for top, bottom, m in self.groups:
            lines += [
                {"x": f.number(end), "top": top, "bottom": bottom}
                for end in (m.price_low, m.price_high)
                if end is not None
            ]
        full = {"type": "rect", "color": f.SOFT.hex, "fillOpacity": 0.18, "stroke": f.SOFT.hex, "strokeWidth": 1}
        rule = {"type": "rule", "color": f.SOFT.hex, "strokeDash": [2, 3]}
        return [
            f.layer(
                lines, rule, x=f.quantity("x", self.x, self.axis), y=f.quantity("top", self.y), y2={"field": "bottom"}
            ),
            f.layer(bars, full, **self._thick("zero", "low")),
            f.layer(rest, full | {"fillOpacity": 0, "strokeDash": [4, 2]}, **self._thick("low", "high")),
        ]

    def _pay(self) -> list[f.Spec]:
        """Pay from nothing to its lowest, and lighter on to its highest: what is sure, and what may be."""
        sure, may, opens = [], [], []
        for y, m, price in self.rows:
            if price:
                continue
            about = {"title": f"{self.words.pay(m, self.chart)}: {self.words.sums(m, price=False)}", "wage": m.wage}
            if m.low is not None:
                sure.append(self._bar(y, zero=0, low=f.number(m.low), **about))
            if m.high is not None and m.low != m.high:
                may.append(
                    self._bar(y, low=f.number(m.low) if m.low is not None else 0, high=f.number(m.high), **about)
                )
            if m.high is None and m.low is not None:
                opens.append(self._bar(y, low=f.number(m.low), tip=f.number(m.low) + 28 * self.per_px, **about))
        full = {"type": "rect", "color": f.PAY.hex}
        hollow = full | {"fillOpacity": 0.3, "stroke": f.PAY.hex, "strokeWidth": 1.2}
        where = {"x": f.quantity("low", self.x, self.axis), "y": f.quantity("y", self.y)}
        line = {"type": "rule", "color": f.PAY.hex, "strokeWidth": 2.5, "strokeDash": [3, 3]}
        tip = {"type": "point", "shape": "triangle-right", "filled": True, "color": f.PAY.hex, "size": 60, "opacity": 1}
        return [
            f.layer(sure, full, **self._thick("zero", "low")),
            f.layer(may, hollow, **self._thick("low", "high")),
            f.layer(opens, line, **where, x2={"field": "tip"}),
            f.layer(opens, tip, **{**where, "x": f.quantity("tip", self.x, self.axis)}),
        ]

    def _texts(self) -> list[f.Spec]:
        room = self.width if self.narrow else _LABELS - 12
        labels, values = [], []
        for y, m, price in self.rows:
            label = self.words.price(m, self.chart) if price else f"{m.number}  {self.words.pay(m, self.chart)}"
            up = y - (9 if self.narrow else 0)
            labels.append({"y": up, "text": f.cut(label, room, 11.5), "title": label, "price": price})
            ends = (m.price_low, m.price_high) if price else (m.low, m.high)
            right = (
                max(f.number(end) for end in ends if end is not None)
                + (30 if None in ends and not price else 8) * self.per_px
            )
            values.append({"x": right, "y": self._shift(y), "text": self.words.sums(m, price=price)})
        at = {"x": {"value": 0 if self.narrow else -_LABELS}, "y": f.quantity("y", self.y), "text": f.text("text")}
        beside = {"x": f.quantity("x", self.x, self.axis), "y": f.quantity("y", self.y), "text": f.text("text")}
        side: f.Spec = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11.5, "color": f.INK.hex}
        said = {"description": f.text("title")}
        return [
            *f.written([x for x in labels if x["price"]], side | {"fontWeight": 600}, **at, **said),
            *f.written([x for x in labels if not x["price"]], side, **at, **said),
            *f.written(values, side | {"color": f.SOFT.hex, "fontSize": 11}, **beside),
        ]
