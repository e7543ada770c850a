"""Where the boxes and lines of a trace's picture go: roles side by side, or on phones one below the other."""

import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from statistics import fmean
from typing import Literal, get_args

from pydantic import Field

from supplychain.domain.errors import shown
from supplychain.domain.records import Record

BoxState = Literal["named", "all", "possible", "structure", "undisclosed"]
# Strongest first: several lines between the same two boxes look like the first of these.
LineState = Literal["named", "all", "possible", "structure", "ended", "denied"]

MARGIN, PADDING, HEADING = 12, 10, 32
BOX_WIDTH, BOX_HEIGHT, SECOND_LINE = 184, 44, 16
GUTTER, GAP = 66, 14
LANE_HEIGHT, LANE_GAP = 4, 10
NARROW_WIDTH, NARROW_GUTTER, NARROW_GAP = 160, 16, 24
NARROW_LEFTS, NARROW_LANES = (12, 188), (6, 180, 354)
ASIDE, LOOP, NARROW_LOOP = 10, 36, 12
LETTER, CAPTION_LETTER, HEADING_LETTER = 7.2, 6.1, 7.8  # px at 13, 11 and bold 13: nothing here can measure text
SWEEPS, PASSES = 12, 24

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


Pairs = dict[tuple[str, str], list[Line]]


def draw(boxes: Iterable[Box], lines: Iterable[Line], headings: Sequence[str], *, narrow: bool = False) -> Picture:
    """Lay out a picture: from left to right, or from top to bottom and at most 360 wide when `narrow`."""
    known: dict[str, Box] = {}
    for box in sorted(set(boxes), key=lambda box: box.id):
        if box.id in known:
            raise ValueError(f"Two different boxes have the id {shown(box.id)}.")
        known[box.id] = box
    pairs = _pairs(lines, known)
    grid = _Grid(known, pairs)
    roles = {column: text for column, text in enumerate(headings) if text.strip()}
    return _draw_narrow(grid, pairs, roles) if narrow else _draw_wide(grid, pairs, roles)


def _pairs(lines: Iterable[Line], known: Container[str]) -> Pairs:
    pairs: Pairs = defaultdict(list)
    for line in sorted(set(lines), key=lambda line: (line.source, line.target, line.id, line.state, line.label)):
        for end in (line.source, line.target):
            if end not in known:
                raise ValueError(f"The line {shown(line.id)} leads to {shown(end)}, and there is no such box.")
        pairs[line.source, line.target].append(line)
    return pairs


def _draw_wide(grid: "_Grid", pairs: Pairs, roles: Mapping[int, str]) -> Picture:
    heights = {
        node: _height(grid.boxes[node], BOX_WIDTH) if isinstance(node, str) else LANE_HEIGHT for node in grid.place
    }
    uppers = grid.settle(heights)
    titles: list[PlacedHeading] = []
    boxes: dict[str, PlacedBox] = {}
    lanes: dict[Lane, Point] = {}
    x, top = MARGIN, MARGIN + (HEADING if roles else 0)
    for column, order in zip(grid.columns, grid.order, strict=True):
        if column in roles:
            titles.append(PlacedHeading(text=roles[column], x=x, y=MARGIN + SECOND_LINE))
        for node in order:
            y = round(top + uppers[node], 1)
            if isinstance(node, str):
                boxes[node] = _placed_box(grid.boxes[node], x, y, BOX_WIDTH, heights[node])
            else:
                lanes[node] = (x, y + LANE_HEIGHT / 2)
        x += BOX_WIDTH + GUTTER
    lines = [
        _placed_line(same, _across(boxes[source], boxes[target], [lanes[lane] for lane in grid.lanes[source, target]]))
        for (source, target), same in pairs.items()
    ]
    arcs = [boxes[source].x + BOX_WIDTH + GUTTER for source, target in pairs if boxes[source].x == boxes[target].x]
    right = max(x - GUTTER, *arcs, *(title.x + HEADING_LETTER * len(title.text) for title in titles), 0)
    bottom = max((top + upper + heights[node] for node, upper in uppers.items()), default=top)
    return Picture(
        width=round(right + MARGIN, 1),
        height=round(bottom + MARGIN, 1),
        headings=tuple(titles),
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
    )


def _draw_narrow(grid: "_Grid", pairs: Pairs, roles: Mapping[int, str]) -> Picture:
    titles: list[PlacedHeading] = []
    boxes: dict[str, PlacedBox] = {}
    tops: list[float] = []
    y: float = MARGIN
    for column, order in zip(grid.columns, grid.order, strict=True):
        if column in roles:
            titles.append(PlacedHeading(text=roles[column], x=MARGIN, y=y + SECOND_LINE))
            y += HEADING
        members = [grid.boxes[node] for node in order if isinstance(node, str)]
        for row in (members[start : start + 2] for start in range(0, len(members), 2)):
            height = max(_height(box, NARROW_WIDTH) for box in row)
            for box, x in zip(row, NARROW_LEFTS, strict=False):
                boxes[box.id] = _placed_box(box, x, y, NARROW_WIDTH, height)
            tops.append(y)
            y += height + NARROW_GAP
    spread = {id: 2 * (number % 5 - 2) for number, id in enumerate(grid.boxes)}
    return Picture(
        width=NARROW_LEFTS[1] + NARROW_WIDTH + MARGIN,
        height=max(y - NARROW_GAP, MARGIN) + MARGIN,
        headings=tuple(titles),
        boxes=tuple(boxes.values()),
        lines=tuple(
            _placed_line(same, _down(boxes[source], boxes[target], tops, spread[source]))
            for (source, target), same in pairs.items()
        ),
    )


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


def _down(source: PlacedBox, target: PlacedBox, tops: Sequence[float], spread: float) -> str:
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


def _placed_box(box: Box, x: float, y: float, width: float, height: float) -> PlacedBox:
    room = width - 2 * PADDING
    return PlacedBox(
        **box.model_dump(),
        x=x,
        y=y,
        width=width,
        height=height,
        text_lines=_wrapped(box.label, room / LETTER, 2),
        caption_line="".join(_wrapped(box.caption, room / CAPTION_LETTER - 2, 1)),
    )


def _height(box: Box, width: float) -> float:
    lines = _wrapped(box.label, (width - 2 * PADDING) / LETTER, 2)
    return BOX_HEIGHT + (SECOND_LINE if len(lines) == 2 else 0)


def _placed_line(same: Sequence[Line], path: str) -> PlacedLine:
    states = _states(same)
    return PlacedLine(
        ids=tuple(dict.fromkeys(line.id for line in same)),
        source=same[0].source,
        target=same[0].target,
        labels=tuple(dict.fromkeys(line.label for line in same)),
        state=states[0],
        states=states,
        d=path,
    )


def _wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """Break a text into lines that fit; what does not fit into the last one ends in an ellipsis."""
    rest = " ".join(text.split())
    lines: list[str] = []
    while len(lines) < most - 1 and _letters(rest) > room:
        head = _fitting(rest, room)
        head = head.rpartition(" ")[0] or head if rest[len(head)] != " " else head
        lines.append(head)
        rest = rest[len(head) :].lstrip()
    lines.append(rest if _letters(rest) <= room else _fitting(rest, room - 1).rstrip() + "…")
    return tuple(line for line in lines if line)


def _fitting(text: str, room: float) -> str:
    """Cut a text to what fits."""
    used = accumulate(_letters(letter) for letter in text)
    return text[: sum(letters <= room for letters in used)]


def _letters(text: str) -> int:
    """How many letters' room a text takes: Chinese and its like two each, accents of their own none."""
    marks = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in text)
    return len(text) - marks + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def _states(same: Sequence[Line]) -> tuple[LineState, ...]:
    return tuple(state for state in get_args(LineState) if any(line.state == state for line in same))


class _Grid:
    """Boxes in ranks from left to right, with lanes between them for lines that pass a rank."""

    def __init__(self, boxes: Mapping[str, Box], pairs: Pairs) -> None:
        self.boxes = boxes
        self.columns = sorted({box.column for box in boxes.values()})
        rank = {id: self.columns.index(box.column) for id, box in boxes.items()}
        self.order: list[list[Node]] = [[id for id in boxes if rank[id] == here] for here in range(len(self.columns))]
        self.left: dict[Node, list[Node]] = defaultdict(list)
        self.right: dict[Node, list[Node]] = defaultdict(list)
        self.lanes: dict[tuple[str, str], list[Lane]] = {}
        for (source, target), same in pairs.items():
            first, last = sorted((source, target), key=rank.__getitem__)
            trunk = (first, first == source, _states(same)[0])
            self.lanes[source, target] = [(*trunk, passed) for passed in range(rank[first] + 1, rank[last])]
            if rank[first] < rank[last]:
                self._join([first, *self.lanes[source, target], last])
        self.place: dict[Node, int] = {}
        self._number(self.order)
        self._untangle()

    def _join(self, chain: Sequence[Node]) -> None:
        for one, other in pairwise(chain):
            if isinstance(other, tuple) and other not in self.left:
                self.order[other[-1]].append(other)
            if other not in self.right[one]:
                self.right[one].append(other)
                self.left[other].append(one)

    def _number(self, orders: Iterable[Sequence[Node]]) -> None:
        for order in orders:
            self.place.update({node: place for place, node in enumerate(order)})

    def _untangle(self) -> None:
        """Order every rank so that few lines cross."""
        best, fewest = [list(order) for order in self.order], self._crossings()
        for sweep in range(SWEEPS):
            self._sweep(self.left if sweep % 2 == 0 else self.right, self.order[:: 1 if sweep % 2 == 0 else -1])
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
                for end in ends:
                    insort(seen, end)
        return count

    def settle(self, heights: Mapping[Node, float]) -> dict[Node, float]:
        """Choose the upper edge of every node so that lines run straight; the highest gets 0."""
        offsets = [_offsets(order, heights) for order in self.order]
        level = {
            node: distance - offset[-1] / 2
            for order, offset in zip(self.order, offsets, strict=True)
            for node, distance in zip(order, offset, strict=True)
        }
        for turn in range(PASSES):
            for order, offset in list(zip(self.order, offsets, strict=True))[:: -1 if turn % 2 else 1]:
                wishes = [self._wish(node, level) for node in order]
                level.update(zip(order, _pooled(wishes, offset), strict=True))
        uppers = {node: middle - heights[node] / 2 for node, middle in level.items()}
        highest = min(uppers.values(), default=0)
        return {node: upper - highest for node, upper in uppers.items()}

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
