"""The matrix of practices: practices down, employers across, and a question mark wherever nothing is known."""

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from supplychain.domain.chart_practices import PracticeCell, PracticeChart
from supplychain.formats import charts as f

_ROW, _HEADING = 25, 30
_WIDE, _NARROW = 900, 340
_LABELS, _NARROW_LABELS = 230, 150
_FEW = 6
_RING: f.Spec = {
    "type": "point",
    "filled": False,
    "color": f.EDGE.hex,
    "size": 200,
    "strokeDash": [2, 2],
    "strokeWidth": 1,
    "opacity": 1,
}


class Wording(Protocol):
    """The words of a matrix of practices, in the language of the reader."""

    language: str

    def said(self, chart: PracticeChart) -> f.Said:
        """Title, description, source."""
        ...

    def practice(self, code: str) -> str:
        """The label of a practice."""
        ...

    def group(self, code: str) -> str:
        """The label of a group of practices."""
        ...

    def stance(self, code: str) -> str:
        """The label of a stance; of an empty one, that it is not known."""
        ...


def specify(chart: PracticeChart, words: Wording, *, narrow: bool = False, file: bool = False) -> f.Spec:
    """Write the specification."""
    about = {"revision": chart.revision, "recorded_on": chart.recorded_on}
    if not chart.cells:
        return f.whole([], words.said(chart), words.language, about, file=file)
    matrix = _Matrix(chart, words, narrow=narrow)
    above = 26 if matrix.slanted else 0
    return f.whole([matrix.view()], words.said(chart), words.language, about, file=file, above=above)


class _Matrix:
    """Where each cell lies."""

    def __init__(self, chart: PracticeChart, words: Wording, *, narrow: bool) -> None:
        self.chart, self.words, self.narrow = chart, words, narrow
        count = len(chart.employers)
        self.labels = _NARROW_LABELS if narrow else _LABELS
        room = ((_NARROW if narrow else _WIDE) - self.labels) / max(count, 1)
        self.column = max(28.0, min(room, 130.0))
        self.slanted = self.column < (60 if narrow else 90)
        self.width = self.column * count
        self.tops: dict[str, float] = {}
        self.headings: list[tuple[float, str]] = []
        y = 0.0
        for group, codes in groupby(
            chart.practices, key=lambda code: next(c.group for c in chart.cells if c.practice == code)
        ):
            self.headings.append((y + 19, words.group(group)))
            y += _HEADING
            for code in codes:
                self.tops[code] = y
                y += _ROW
        self.height = y
        self.x = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        self.y = {"domain": [0, y], "range": [0, y], "nice": False}

    def view(self) -> f.Spec:
        """Everything from back to front."""
        layers = [*self._rules(), *self._names(), *self._cells(), *self._key()]
        return f.view(int(self.width), int(self.height), layers)

    def _at(self, x: str = "x", y: str = "y") -> f.Spec:
        return {"x": f.quantity(x, self.x), "y": f.quantity(y, self.y)}

    def _rules(self) -> list[f.Spec]:
        data: list[f.Datum] = [
            {"y": top + _ROW, "from": -self.labels, "to": self.width, "practice": code}
            for code, top in self.tops.items()
        ]
        rule = {"type": "rule", "color": f.RULE.hex}
        asked = [d | {"top": d["y"] - _ROW} for d in data if d["practice"] == self.chart.practice]
        band = {"type": "rect", "color": f.PAY.hex, "fillOpacity": 0.1}
        return [
            f.layer(asked, band, **self._at("from", "top"), x2={"field": "to"}, y2={"field": "y"}),
            f.layer(data, rule, **self._at("from"), x2={"field": "to"}),
        ]

    def _names(self) -> list[f.Spec]:
        side: f.Spec = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11.5, "color": f.INK.hex}
        rows = [
            {"x": -self.labels, "y": top + _ROW / 2, "practice": code, "title": self.words.practice(code),
             "text": f.cut(self.words.practice(code), self.labels - 8, 11.5)}
            for code, top in self.tops.items()
        ]  # fmt: skip
        heads = [{"x": -self.labels, "y": y, "text": text} for y, text in self.headings]
        room = 118 if self.slanted else self.column - 6
        columns = [
            {"x": (number + 0.5) * self.column, "y": -8, "employer": party.id, "title": party.name,
             "text": f.cut(party.name, room, 11.5)}
            for number, party in enumerate(self.chart.employers)
        ]  # fmt: skip
        turn: f.Spec = {"angle": -50} if self.slanted else {"align": "center"}
        said = {"text": f.text("text"), "description": f.text("title")}
        return [
            f.layer(rows, side, **self._at(), **said),
            f.layer(heads, side | {"fontWeight": 600, "fontSize": 12.5}, **self._at(), text=f.text("text")),
            f.layer(columns, side | {"fontWeight": 600} | turn, **self._at(), **said),
        ]

    def _cells(self) -> list[f.Spec]:
        order = [party.id for party in self.chart.employers]
        known, unknown = [], []
        for cell in self.chart.cells:
            x = (order.index(cell.employer) + 0.5) * self.column
            datum = {"x": x, "y": self.tops[cell.practice] + _ROW / 2, "practice": cell.practice, "employer": cell.employer,
                     "title": self._title(cell)}  # fmt: skip
            if not cell.known:
                unknown.append(datum | {"text": "?"})
            for place, stance in enumerate(cell.stances):
                more = {"stance": stance, "claims": list(cell.claims), "disputed": "≠" if cell.disputed else ""}
                text = str(len(cell.claims)) if len(cell.claims) > 1 and len(cell.stances) == 1 else ""
                known.append(datum | more | {"x": x + 16 * (place - (len(cell.stances) - 1) / 2), "text": text})
        small: f.Spec = {"type": "text", "fontSize": 10, "baseline": "middle", "align": "center"}
        count = small | {"color": f.PAPER.hex, "fontWeight": 600}
        doubt = small | {"color": f.MINIMUM.hex, "fontSize": 12, "dx": 14}
        said = {"description": f.text("title")}
        return [
            *self._marks(known, said),
            f.layer([d for d in known if d["text"]], count, **self._at(), text=f.text("text")),
            f.layer([d for d in known if d["disputed"]], doubt, **self._at(), text=f.text("disputed")),
            f.layer(unknown, _RING, **self._at()),
            f.layer(unknown, small | {"color": f.SOFT.hex, "fontSize": 11}, **self._at(), text=f.text("text"), **said),
        ]

    def _marks(self, data: Sequence[f.Datum], said: f.Spec) -> list[f.Spec]:
        """Reported is full, ended is a hollow square, denied is a cross."""
        full: f.Spec = {"type": "point", "color": f.PAY.hex, "opacity": 1, "size": 210}
        looks: dict[str, f.Spec] = {
            "reported": {"filled": True, "shape": "circle"},
            "ended": {"filled": False, "shape": "square", "strokeWidth": 2, "size": 130},
            "denied": {"filled": True, "shape": "cross", "angle": 45, "color": f.INK.hex, "size": 150},
        }
        return [
            f.layer([d for d in data if d["stance"] == s], full | look, **self._at(), **said)
            for s, look in looks.items()
        ]

    def _title(self, cell: PracticeCell) -> str:
        stances = ", ".join(self.words.stance(s) for s in cell.stances) or self.words.stance("")
        return f"{self.chart.names[cell.employer]}, {self.words.practice(cell.practice)}: {stances}"

    def _key(self) -> list[f.Spec]:
        """Below the matrix: what the marks mean."""
        x, y, marks = -float(self.labels) + 8, self.height + 24, []
        for stance in ("reported", "ended", "denied", ""):
            text = self.words.stance(stance)
            if self.narrow and stance == "denied":
                x, y = -float(self.labels) + 8, y + 20
            marks.append({"x": x, "y": y, "stance": stance, "text": text, "sign": "" if stance else "?", "title": text})
            x += 40 + 6.6 * len(text)
        side: f.Spec = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": 11,
            "color": f.SOFT.hex,
            "dx": 13,
        }
        sign = side | {"dx": 0, "align": "center", "color": f.SOFT.hex}
        return [
            *self._marks(marks, {}),
            f.layer([m for m in marks if m["sign"]], _RING, **self._at()),
            f.layer([m for m in marks if m["sign"]], sign, **self._at(), text=f.text("sign")),
            f.layer(marks, side, **self._at(), text=f.text("text")),
        ]
