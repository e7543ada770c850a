"""Charts as Vega-Lite specifications, and as SVG for a page or for a file: the parts that every kind of chart shares.

One rendering serves both: a page gets the colours of its theme in place of those of the specification.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from supplychain.domain.picture import LETTER

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
VERSION = "5.20"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
BROAD = 1000
"""Width in px from which a picture is not made smaller to fit a page, for its words would become too small."""
KEPT = 256
"""How many pictures are kept in memory."""

Spec = dict[str, Any]
Datum = dict[str, Any]


class Colour(NamedTuple):
    """A colour as a specification says it, and the name under which the style sheet has it for every theme."""

    hex: str
    variable: str


INK = Colour("#1c1e22", "--ink")
SOFT = Colour("#575c66", "--soft")
RULE = Colour("#ddd8cd", "--rule")
EDGE = Colour("#83878f", "--edge")
PAPER = Colour("#fdfcfa", "--paper")
PAY = Colour("#1b4d91", "--accent")
MINIMUM = Colour("#8a3a05", "--alert")
LIVING = Colour("#6a3d8f", "--living")
COLOURS = (INK, SOFT, RULE, EDGE, PAPER, PAY, MINIMUM, LIVING)
_COLOUR = re.compile("|".join(c.hex for c in COLOURS))
_VARIABLES = {c.hex: f"var({c.variable})" for c in COLOURS}
_SVG = "{http://www.w3.org/2000/svg}"


class Said(NamedTuple):
    """What is said of a picture to those who do not see it, and below it in a file of its own."""

    title: str
    description: str
    source: str


def number(value: Decimal) -> float:
    """A number as a specification has it: the only place where one becomes binary."""
    return float(value)


_MARK = 2
"""Letters that a grade or a mark has at most."""


def cut(text: str, width: float, size: float = 12) -> str:
    """Cut a text so that it fits into a width in px; the grade and the marks at its end stay, whatever the name."""
    most = max(4, int(width / (LETTER * size / 13)))
    if len(text) <= most:
        return text
    head, tail = text, ""
    while len(parts := head.rsplit(" · ", 1)) == 2 and len(parts[1]) <= _MARK:
        head, tail = parts[0], f" · {parts[1]}{tail}"
    return head[: max(1, most - 1 - len(tail))].rstrip(" ·,") + "…" + tail


def layer(data: Sequence[Datum], mark: str | Spec, **encoding: Any) -> Spec:
    """One kind of mark with its own rows."""
    return {"data": {"values": list(data)}, "mark": mark, "encoding": encoding}


def view(width: int, height: int, layers: Iterable[Spec]) -> Spec:
    """Layers on one pair of axes; layers without a row are left out."""
    return {
        "width": width,
        "height": height,
        "view": {"stroke": None},
        "layer": [x for x in layers if x["data"]["values"]],
    }


def quantity(field: str, scale: Mapping[str, Any], axis: Mapping[str, Any] | None = None) -> Spec:
    """Encode a field as a number on an explicit scale."""
    return {"field": field, "type": "quantitative", "scale": dict(scale), "axis": dict(axis) if axis else None}


def text(field: str) -> Spec:
    """Encode a field as a text."""
    return {"field": field, "type": "nominal"}


def colour(field: str = "colour") -> Spec:
    """Take the colour of each mark from its row: one layer for several colours is drawn sooner than several layers."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def dash() -> Spec:
    """Benchmarks differ in their line as well: legal minimum wages have a full one, living wages a broken one."""
    scale = {"domain": ["minimum", "living"], "range": [[1, 0], [5, 2]]}
    return {"field": "what", "type": "nominal", "scale": scale, "legend": None}


BENCHMARKS = {"minimum": MINIMUM.hex, "living": LIVING.hex}
"""Kind of benchmark -> its colour."""


def shape() -> Spec:
    """A figure is a circle, an average a diamond, a median a square."""
    scale = {"domain": ["figure", "mean", "median"], "range": ["circle", "diamond", "square"]}
    return {"field": "shape", "type": "nominal", "legend": None, "scale": scale}


def written(data: Sequence[Datum], mark: Spec, **encoding: Any) -> list[Spec]:
    """A text that stays legible over lines: behind it stands the same text as an edge of paper."""
    bare = {name: channel for name, channel in encoding.items() if name not in ("description", "color")}
    edge = mark | {"color": PAPER.hex, "stroke": PAPER.hex, "strokeWidth": 3.5, "strokeJoin": "round"}
    return [layer(data, edge, **bare), layer(data, mark, **encoding)]


def whole(views: Sequence[Spec], said: Said, language: str, usermeta: Spec, *, file: bool, above: int = 0) -> Spec:
    """Put views below each other, with room `above` for what reaches out of them.

    A file of its own also says what it is and where it comes from.
    """
    edge = 16 if file else 3
    spec: Spec = {
        "$schema": SCHEMA,
        "description": said.description,
        "usermeta": usermeta,
        "background": PAPER.hex if file else None,
        "padding": {"left": edge, "right": edge, "top": edge + above, "bottom": edge},
        "config": {
            "font": FONT,
            "aria": False,
            "locale": {"number": _LOCALES[language]},
            "text": {"fontSize": 12, "color": INK.hex},
            "axis": {
                "labelFontSize": 11,
                "labelColor": SOFT.hex,
                "titleFontSize": 11,
                "titleFontWeight": "normal",
                "titleColor": SOFT.hex,
                "gridColor": RULE.hex,
                "domainColor": EDGE.hex,
                "tickColor": EDGE.hex,
            },
            "concat": {"spacing": 52},
        },
        "bounds": "flush",
        "vconcat": list(views) or [_nothing(said)],
    }  # fmt: skip
    if file:
        spec["title"] = {
            "text": said.title,
            "subtitle": said.source.split("\n"),
            "anchor": "start",
            "fontSize": 16,
            "color": INK.hex,
            "subtitleColor": SOFT.hex,
            "subtitleFontSize": 11,
            "offset": 16,
        }
    return spec


def _nothing(said: Said) -> Spec:
    """Where nothing can be drawn, that is said in words."""
    mark = {"type": "text", "align": "left", "fontSize": 12, "color": INK.hex}
    return view(
        640, 24, [layer([{"text": said.description}], mark, x={"value": 0}, y={"value": 12}, text=text("text"))]
    )


_LOCALES: dict[str, Spec] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "de": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}


def write(spec: Spec) -> str:
    """A specification as JSON; the same chart gives the same bytes."""
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def draw(spec: Spec, said: Said, id: str = "") -> str:
    """Draw a specification: with an id as a part of a page in the colours of its theme, without as a file of its own."""
    return _drawn(write(spec), said, id)


@lru_cache(maxsize=KEPT)
def _drawn(written: str, said: Said, id: str) -> str:
    """The specification holds all that the picture depends on, so it is what a picture is kept under."""
    import vl_convert  # loads an engine of 80 MB, which only who draws needs

    root = ET.fromstring(vl_convert.vegalite_to_svg(written, vl_version=VERSION))  # noqa: S314 - we drew it
    _plain(root)
    _named(root, said, id)
    ET.register_namespace("", _SVG[1:-1])
    text: str = ET.tostring(root, encoding="unicode")
    return _COLOUR.sub(lambda found: _VARIABLES[found[0]], text) if id else text


_LEFT = ("class", "role", "aria-hidden", "aria-roledescription", "pointer-events", "version")


def _plain(root: ET.Element) -> None:
    """Take out what only a program that goes on drawing needs; what a mark stands for becomes its title."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("d") in ("", "M0,0h0v0h0Z") or child.get("display") == "none":
                parent.remove(child)
    for element in root.iter():
        for name in (*_LEFT, "font-family", "opacity"):
            if name != "opacity" or element.get(name) == "1":
                element.attrib.pop(name, None)
        label = element.attrib.pop("aria-label", "")
        if label:
            title = ET.Element(f"{_SVG}title")
            title.text = label
            element.insert(0, title)


def _named(root: ET.Element, said: Said, id: str) -> None:
    root.set("role", "img")
    title, description = ET.Element(f"{_SVG}title"), ET.Element(f"{_SVG}desc")
    title.text, description.text = said.title, said.description
    if id:
        description.set("id", f"{id}-says")
        root.set("aria-label", said.title)
        root.set("aria-describedby", f"{id}-says")
        root.set("class", "chart chart-broad" if float(root.get("width", "0")) > BROAD else "chart")
        root[:0] = [description]
    else:
        root.set("font-family", FONT)
        root[:0] = [title, description]
