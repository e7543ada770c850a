"""The picture of a chain for paper: the same boxes and lines as on the page, with the colours written out."""

from xml.sax.saxutils import escape, quoteattr

from supplychain.domain.picture import LineState, Picture, PlacedBox, PlacedLine

INK, SOFT, EDGE, ACCENT, WASH, ALERT = "#1c1e22", "#575c66", "#83878f", "#1b4d91", "#e8eef7", "#8a3a05"
BROAD = 820
"""Width from which a picture gets a page of its own, across."""
TALL_ACROSS, TALL = 0.42, 0.85
"""Height as a part of the width from which a picture has to be made smaller to stay on its page."""
FONT = "Libertinus Serif"
_BOX = {
    "named": (WASH, ACCENT, "2", ""),
    "all": ("#ffffff", ACCENT, "1.5", "9 3"),
    "possible": ("#ffffff", EDGE, "1", "5 4"),
    "undisclosed": ("#ffffff", INK, "1", "2 3"),
    "structure": ("#ffffff", EDGE, "1", ""),
}
_LINE: dict[LineState, tuple[str, str, str]] = {
    "named": (ACCENT, "2.4", ""),
    "all": (ACCENT, "1.8", "10 4"),
    "possible": (EDGE, "1.4", "5 5"),
    "structure": (EDGE, "1.4", ""),
    "ended": (INK, "2", "1 4"),
    "denied": (ALERT, "1.4", "12 4 2 4"),
}
_SIGNS = {"named": "● ", "all": "◐ ", "possible": "○ ", "undisclosed": "? ", "structure": ""}


def svg(picture: Picture) -> str:
    """Draw it; nothing in it leads anywhere."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" '
        f'width="{picture.width}" height="{picture.height}"><defs>',
        *(_tip(state) for state in _LINE),
        "</defs>",
        *(_line(line) for line in picture.lines),
        *(_text(h.x, h.y, h.text, 13, SOFT, bold=True) for h in picture.headings),
        *(_box(box) for box in picture.boxes),
        "</svg>",
    ]
    return "".join(parts)


def _tip(state: LineState) -> str:
    colour = _LINE[state][0]
    shape = (
        '<path d="M1 1L9 9M9 1L1 9" fill="none"'
        if state == "denied"
        else f'<path d="M0.5 0.5L9 5L0.5 9.5z" fill="{colour}"'
    )
    return (
        f'<marker id="{state}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto">{shape} stroke="{colour}"/></marker>'
    )


def _line(line: PlacedLine) -> str:
    colour, width, dashes = _LINE[line.state]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{line.d}" fill="none" stroke="{colour}" stroke-width="{width}"{dash} marker-end="url(#{line.state})"/>'


def _box(box: PlacedBox) -> str:
    asked = box.column == 0
    fill, stroke, width, dashes = (INK, INK, "1", "") if asked else _BOX[box.state]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    ink, soft = ("#ffffff", "#ffffff") if asked else (INK, SOFT)
    lines = [_text(box.x + 10, box.y + 19 + n * 16, text, 13, ink) for n, text in enumerate(box.text_lines)]
    caption = _text(box.x + 10, box.y + box.height - 9, _SIGNS[box.state] + box.caption_line, 11, soft)
    rect = (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width}"{dash}/>'
    )
    return "".join([rect, *lines, caption])


def _text(x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" font-family={quoteattr(FONT)} font-size="{size}" fill="{colour}"{weight}>{escape(text)}</text>'
