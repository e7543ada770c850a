"""Where the boxes and lines of a trace's picture go: roles side by side, or on phones one below the other."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise, takewhile
from statistics import fmean
from typing import Literal, get_args

from pydantic import Field

from supplychain.domain.errors import shown
from supplychain.domain.records import Record

BoxState = Literal["named", "all", "possible", "structure", "undisclosed"]
# Strongest first: several lines between the same two boxes look like the first of these.
LineState = Literal["named", "all", "possible", "structure", "ended", "denied"]

MARGIN, PADDING, HEADING = 12, 10, 32
BOX_WIDTH, BOX_HEIGHT, LINE_HEIGHT = 184, 44, 16
GUTTER, GAP, LANE_HEIGHT, LANE_GAP = 70, 14, 4, 10
NARROW_WIDTH, NARROW_GAP = 160, 24
NARROW_LEFTS, NARROW_LANES = (MARGIN, 188), (6, 180, 354)
ASIDE, LOOP, NARROW_LOOP = 10, 36, 12
LETTER, CAPTION_LETTER, HEADING_LETTER = 7.2, 6.1, 7.8  # px at 13, 11 and bold 13: nothing here can measure text
SWEEPS, SWAP_EVERY, PASSES = 12, 3, 24

Point = tuple[float, float]
# The box at the left end of some lines, whether they start there, their state, and the rank that they pass:
# lines that agree in these share a lane, for one trunk that branches late is calmer than twenty lines side by side.
Lane = tuple[str, bool, LineState, int]
Node = str | Lane


class Box(Record):
    """A party or product that the picture shows."""

    id: str = Field(description="Id, once in a picture.")
    label: str = Field(description="Name, in full.")
    kind: str = Field(description="Kind of entity.")
    column: int = Field(description="Role: 0 is the tool, then what it is built on, vendors, tiers of labour.", ge=0)
    caption: str = Field(description="What stands below the name.")
    state: BoxState = Field(description="How surely it belongs to the product.")
    href: str = Field(description="Where a click leads.")


class Line(Record):
    """A link from the demand side to the supply side."""

    id: str = Field(description="Id of the claim.")
    source: str = Field(description="Id of the box on the demand side.")
    target: str = Field(description="Id of the box on the supply side.")
    label: str = Field(description="What the link says.")
    state: LineState = Field(description="How surely the link holds.")


class PlacedHeading(Record):
    """The name of a role at its place."""

    text: str = Field(description="The name.")
    x: float = Field(description="Left end.")
    y: float = Field(description="Baseline.")


class PlacedBox(Box):
    """A box at its place."""

    x: float = Field(description="Left edge.")
    y: float = Field(description="Upper edge.")
    width: float = Field(description="Width.")
    height: float = Field(description="Height: 44, and 16 more for a label of two lines.")
    text_lines: tuple[str, ...] = Field(description="The label in up to two lines that fit at 13 px.")
    caption_line: str = Field(description="The caption in one line that fits at 11 px, with room for a sign before it.")


class PlacedLine(Record):
    """All lines from one box to another, as one path."""

    ids: tuple[str, ...] = Field(description="Ids of the claims.")
    source: str = Field(description="Id of the box where it starts.")
    target: str = Field(description="Id of the box where its arrow ends.")
    labels: tuple[str, ...] = Field(description="What the links say, each once.")
    state: LineState = Field(description="The strongest of their states.")
    states: tuple[LineState, ...] = Field(description="All their states, strongest first.")
    d: str = Field(description="The path as SVG writes it, with M, L and C only.")


class Picture(Record):
    """Everything at its place; lines are to be drawn before boxes."""

    width: float = Field(description="Width.")
    height: float = Field(description="Height.")
    headings: tuple[PlacedHeading, ...] = Field(description="Names of the roles that have boxes.")
    boxes: tuple[PlacedBox, ...] = Field(description="Boxes, role by role and each from top to bottom.")
    lines: tuple[PlacedLine, ...] = Field(description="Lines, by source and target.")


def draw(boxes: Iterable[Box], lines: Iterable[Line], headings: Sequence[str], *, narrow: bool = False) -> Picture:
    """Lay out a picture: from left to right, or from top to bottom and at most 360 wide when `narrow`."""
    known: dict[str, Box] = {}
    for box in sorted(set(boxes), key=lambda box: box.id):
        if box.id in known:
            raise ValueError(f"Two different boxes have the id {shown(box.id)}.")
        known[box.id] = box
    grid = _Grid(known, _merged(lines, known))
    roles = {column: text for column, text in enumerate(headings) if text.strip()}
    return _draw_narrow(grid, roles) if narrow else _draw_wide(grid, roles)


def _merged(lines: Iterable[Line], known: Container[str]) -> list[PlacedLine]:
    """Make one line of all that join the same two boxes; its path is drawn later."""
    pairs: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.source, line.target, line.id, line.state, line.label)):
        for end in (line.source, line.target):
            if end not in known:
                raise ValueError(f"The line {shown(line.id)} leads to {shown(end)}, and there is no such box.")
        pairs[line.source, line.target].append(line)
    return [_one(source, target, same) for (source, target), same in pairs.items()]


def _one(source: str, target: str, same: Sequence[Line]) -> PlacedLine:
    ids = tuple(dict.fromkeys(line.id for line in same))
    labels = tuple(dict.fromkeys(line.label for line in same))
    states = tuple(state for state in get_args(LineState) if any(line.state == state for line in same))
    return PlacedLine(ids=ids, source=source, target=target, labels=labels, state=states[0], states=states, d="")


def _draw_wide(grid: "_Grid", roles: Mapping[int, str]) -> Picture:
    heights = {id: _height(box, BOX_WIDTH) for id, box in grid.boxes.items()}
    uppers = grid.settle(heights)
    boxes: dict[str, PlacedBox] = {}
    lanes: dict[Lane, Point] = {}
    titles: list[PlacedHeading] = []
    x, top = MARGIN, MARGIN + (HEADING if roles else 0)
    for column, order in zip(grid.columns, grid.order, strict=True):
        if column in roles:
            titles.append(PlacedHeading(text=roles[column], x=x, y=MARGIN + LINE_HEIGHT))
        for node in order:
            y = round(top + uppers[node], 1)
            if isinstance(node, str):
                boxes[node] = _placed(grid.boxes[node], x, y, BOX_WIDTH, heights[node])
            else:
                lanes[node] = (x, y + LANE_HEIGHT / 2)
        x += BOX_WIDTH + GUTTER
    lines, rights = [], [MARGIN, x - GUTTER, *(title.x + HEADING_LETTER * len(title.text) for title in titles)]
    for line, passed in grid.lines:
        source, target = boxes[line.source], boxes[line.target]
        path = _across(source, target, [lanes[lane] for lane in passed])
        lines.append(line.model_copy(update={"d": path}))
        if source.x == target.x:
            rights.append(source.x + BOX_WIDTH + GUTTER)
    bottoms = [top, *(box.y + box.height for box in boxes.values()), *(y for _, y in lanes.values())]
    width, height = round(max(rights) + MARGIN, 1), round(max(bottoms) + MARGIN, 1)
    return Picture(width=width, height=height, headings=tuple(titles), boxes=tuple(boxes.values()), lines=tuple(lines))


def _draw_narrow(grid: "_Grid", roles: Mapping[int, str]) -> Picture:
    boxes: dict[str, PlacedBox] = {}
    titles: list[PlacedHeading] = []
    y: float = MARGIN
    for column, order in zip(grid.columns, grid.order, strict=True):
        if column in roles:
            titles.append(PlacedHeading(text=roles[column], x=MARGIN, y=y + LINE_HEIGHT))
            y += HEADING
        members = [grid.boxes[node] for node in order if isinstance(node, str)]
        for row in (members[start : start + 2] for start in range(0, len(members), 2)):
            height = max(_height(box, NARROW_WIDTH) for box in row)
            for box, x in zip(row, NARROW_LEFTS, strict=False):
                boxes[box.id] = _placed(box, x, y, NARROW_WIDTH, height)
            y += height + NARROW_GAP
    lines = []
    tops = {box.y for box in boxes.values()}
    spread = {id: 2 * (number % 5 - 2) for number, id in enumerate(grid.boxes)}
    for line, _ in grid.lines:
        path = _down(boxes[line.source], boxes[line.target], tops, spread[line.source])
        lines.append(line.model_copy(update={"d": path}))
    width, height = NARROW_LEFTS[1] + NARROW_WIDTH + MARGIN, max(y - NARROW_GAP, MARGIN) + MARGIN
    return Picture(width=width, height=height, headings=tuple(titles), boxes=tuple(boxes.values()), lines=tuple(lines))


def _across(source: PlacedBox, target: PlacedBox, lanes: Sequence[Point]) -> str:
    """Lead a line through its lanes; one that leads back runs a little lower, so as not to cover its opposite."""
    if source.x == target.x:
        return _arc(source, target, LOOP + min(abs(target.y - source.y) / 10, GUTTER - LOOP))
    first, last = sorted((source, target), key=lambda box: box.x)
    aside = 0 if first is source else ASIDE
    points = [(first.x + first.width, first.y + first.height / 2 + aside)]
    for x, y in lanes:
        points += [(x, y), (x + BOX_WIDTH, y)]
    points.append((last.x, last.y + last.height / 2 + aside))
    return _path(points if first is source else points[::-1], upright=False)


def _down(source: PlacedBox, target: PlacedBox, tops: Iterable[float], spread: float) -> str:
    """Lead a line down, beside the rows that lie between; lines of different boxes run a little apart."""
    if source is target:
        return _arc(source, target, NARROW_LOOP)
    if source.y == target.y:
        return _across(source, target, [])
    upper, lower = sorted((source, target), key=lambda box: box.y)
    aside = 0 if upper is source else ASIDE
    points = [(upper.x + upper.width / 2 + aside, upper.y + upper.height)]
    if any(upper.y < top < lower.y for top in tops):
        on_right = sum(box.x > MARGIN for box in (upper, lower))
        x = NARROW_LANES[on_right] + spread
        points += [(x, points[0][1] + NARROW_GAP), (x, lower.y - NARROW_GAP)]
    points.append((lower.x + lower.width / 2 + aside, lower.y))
    return _path(points if upper is source else points[::-1], upright=True)


def _arc(source: PlacedBox, target: PlacedBox, reach: float) -> str:
    """Join boxes of one column on their right; a line that leads up lies inside the one that leads down."""
    x, down = source.x + source.width, source.y <= target.y
    aside, far = (ASIDE - 2, x + reach) if down else (-ASIDE - 5, x + reach - ASIDE)
    start, end = source.y + source.height / 2 + aside, target.y + target.height / 2 - aside
    return f"M{_text(x, start)} C{_text(far, start)} {_text(far, end)} {_text(x, end)}"


def _path(points: Sequence[Point], *, upright: bool) -> str:
    """Write a path: a curve through each gutter, straight on between two gutters."""
    parts = [f"M{_text(*points[0])}"]
    for turn, (start, end) in enumerate(pairwise(points)):
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        bends = ((start[0], y), (end[0], y)) if upright else ((x, start[1]), (x, end[1]))
        curve = f"C{_text(*bends[0])} {_text(*bends[1])} {_text(*end)}"
        parts.append(f"L{_text(*end)}" if turn % 2 else curve)
    return " ".join(parts)


def _text(*numbers: float) -> str:
    return " ".join(f"{number:.1f}".removesuffix(".0") for number in numbers)


def _placed(box: Box, x: float, y: float, width: float, height: float) -> PlacedBox:
    room = width - 2 * PADDING
    label = _wrapped(box.label, room / LETTER, 2)
    caption = "".join(_wrapped(box.caption, room / CAPTION_LETTER - 2, 1))
    place = {"x": x, "y": y, "width": width, "height": height}
    return PlacedBox(**(box.model_dump() | place), text_lines=label, caption_line=caption)


def _height(box: Box, width: float) -> float:
    lines = _wrapped(box.label, (width - 2 * PADDING) / LETTER, 2)
    return BOX_HEIGHT + (LINE_HEIGHT if len(lines) == 2 else 0)


def _wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """Break a text into lines that fit; what does not fit into the last one ends in an ellipsis."""
    rest = " ".join(text.split())
    lines: list[str] = []
    while len(lines) < most - 1 and sum(map(_room, rest)) > room:
        head = _fitting(rest, room)
        if " " in head and rest[len(head)] != " ":
            head = head.rpartition(" ")[0]
        lines.append(head)
        rest = rest[len(head) :].lstrip()
    lines.append(rest if sum(map(_room, rest)) <= room else _fitting(rest, room - 1.25).rstrip(" ,") + "…")
    return tuple(line for line in lines if line)


def _fitting(text: str, room: float) -> str:
    """Cut a text to what fits."""
    return text[: len(list(takewhile(room.__ge__, accumulate(map(_room, text)))))]


def _room(letter: str) -> float:
    """How much wider than a small Latin letter this one is."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 2
    return 1.25 if letter.isupper() or letter > "\u024f" else 1


class _Grid:
    """Boxes in ranks from left to right, with lanes between them for lines that pass a rank."""

    def __init__(self, boxes: Mapping[str, Box], lines: Iterable[PlacedLine]) -> None:
        self.boxes = boxes
        self.columns = sorted({box.column for box in boxes.values()})
        self.order: list[list[Node]] = [[id for id in boxes if boxes[id].column == column] for column in self.columns]
        self.place: dict[Node, int] = {}
        self.left: dict[Node, list[Node]] = defaultdict(list)
        self.right: dict[Node, list[Node]] = defaultdict(list)
        self.lines = [(line, self._connect(line)) for line in lines]
        self._untangle()

    def _connect(self, line: PlacedLine) -> list[Lane]:
        """Join the ends of a line by way of a lane in each rank between them, and return these from left to right."""
        first, last = sorted((line.source, line.target), key=lambda id: self.boxes[id].column)
        start, end = (self.columns.index(self.boxes[id].column) for id in (first, last))
        lanes = [(first, first == line.source, line.state, rank) for rank in range(start + 1, end)]
        chain: list[Node] = [first, *lanes, last] if start < end else []
        for one, other in pairwise(chain):
            if isinstance(other, tuple) and other not in self.left:
                self.order[other[-1]].append(other)
            if other not in self.right[one]:
                self.right[one].append(other)
                self.left[other].append(one)
        return lanes

    def _number(self, orders: Iterable[Sequence[Node]]) -> None:
        for order in orders:
            self.place.update({node: place for place, node in enumerate(order)})

    def _untangle(self) -> None:
        """Order every rank so that few lines cross."""
        self._number(self.order)
        best, fewest = [list(order) for order in self.order], self._crossings()
        for sweep in range(SWEEPS):
            self._sweep(self.left if sweep % 2 == 0 else self.right, self.order[:: 1 if sweep % 2 == 0 else -1])
            if sweep % SWAP_EVERY == SWAP_EVERY - 1:
                self._swap_neighbours()
            if (crossings := self._crossings()) < fewest:
                best, fewest = [list(order) for order in self.order], crossings
        self.order = best
        self._number(best)

    def _sweep(self, beside: Mapping[Node, Sequence[Node]], orders: Iterable[list[Node]]) -> None:
        """Put every node level with the middle of its neighbours on one side."""
        for order in orders:
            wish = {node: fmean([self.place[other] for other in beside[node]] or [self.place[node]]) for node in order}
            order.sort(key=lambda node: (wish[node], self.place[node]))
            self._number([order])

    def _swap_neighbours(self) -> None:
        """Exchange nodes next to each other for as long as that saves crossings."""
        saved = True
        while saved:
            saved = False
            for order in self.order:
                for place in range(len(order) - 1):
                    upper, lower = order[place : place + 2]
                    if self._saving(upper, lower) > 0:
                        order[place : place + 2] = lower, upper
                        self.place[lower], self.place[upper] = place, place + 1
                        saved = True

    def _saving(self, upper: Node, lower: Node) -> int:
        """Count the crossings that an exchange of the two would save."""
        saving = 0
        for beside in (self.left, self.right):
            places = sorted(self.place[node] for node in beside[lower])
            for node in beside[upper]:
                above = bisect_left(places, self.place[node])
                saving += above - (len(places) - bisect_right(places, self.place[node]))
        return saving

    def _crossings(self) -> int:
        count = 0
        for order in self.order:
            seen: list[int] = []
            for node in order:
                ends = [self.place[other] for other in self.right[node]]
                count += sum(len(seen) - bisect_right(seen, end) for end in ends)
                seen = sorted(seen + ends)
        return count

    def settle(self, heights: Mapping[str, float]) -> dict[Node, float]:
        """Choose the upper edge of every node so that lines run straight; the highest gets 0."""
        high = {node: heights[node] if isinstance(node, str) else LANE_HEIGHT for node in self.place}
        ranks = [(order, _offsets(order, high)) for order in self.order]
        level = {node: y - offsets[-1] / 2 for order, offsets in ranks for node, y in zip(order, offsets, strict=True)}
        for turn in range(PASSES):
            for order, offsets in ranks[:: -1 if turn % 2 else 1]:
                wishes = [self._wish(node, level) for node in order]
                level.update(zip(order, _pooled(wishes, offsets), strict=True))
        highest = min((level[node] - high[node] / 2 for node in level), default=0)
        return {node: level[node] - high[node] / 2 - highest for node in level}

    def _wish(self, node: Node, level: Mapping[Node, float]) -> tuple[float, float]:
        """Where a node would like to be, and how much: lanes want to be straight more than boxes do."""
        beside = self.left[node] + self.right[node]
        if not beside:
            return level[node], 0.05
        weights = [(1, 3, 8)[isinstance(node, tuple) + isinstance(other, tuple)] for other in beside]
        wish = sum(weight * level[other] for weight, other in zip(weights, beside, strict=True)) / sum(weights)
        return wish, 4 if isinstance(node, tuple) else 1


def _offsets(order: Sequence[Node], heights: Mapping[Node, float]) -> list[float]:
    """How far below the first of a rank each node lies when they stand as close as they may."""
    offsets = [0.0]
    for upper, lower in pairwise(order):
        gap = GAP if isinstance(upper, str) and isinstance(lower, str) else LANE_GAP
        offsets.append(offsets[-1] + (heights[upper] + heights[lower]) / 2 + gap)
    return offsets


def _pooled(wishes: Iterable[tuple[float, float]], offsets: Sequence[float]) -> list[float]:
    """Fulfil the weighted wishes as well as order and distances allow (isotonic regression by pooling)."""
    pools: list[tuple[float, float, int]] = []
    for (wish, weight), offset in zip(wishes, offsets, strict=True):
        pools.append((weight * (wish - offset), weight, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            lower, upper = pools.pop(), pools.pop()
            pools.append((upper[0] + lower[0], upper[1] + lower[1], upper[2] + lower[2]))
    starts = [total / weight for total, weight, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
