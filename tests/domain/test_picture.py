"""The laws of the picture: nothing overlaps, nothing is lost, lines run beside boxes, the order of what comes in is no matter."""

import random
import re
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from supplychain.domain.picture import Box, Line, Picture, PlacedBox, PlacedLine, draw

HEADINGS = ["Tool", "Built on", "Vendors", "Outsourcers and platforms", "Subcontractors", "Further subcontractors"]
BOX_STATES = ["named", "all", "possible", "structure", "undisclosed"]
LINE_STATES = ["named", "all", "possible", "structure", "ended", "denied"]

Point = tuple[float, float]
Drawable = tuple[list[Box], list[Line]]


def box(id: str, column: int = 0, **changes: object) -> Box:
    """A box with the label that is its id."""
    fields = {"label": id, "kind": "vendor", "caption": "vendor · Kenya", "state": "named", "href": f"/{id}"}
    return Box.model_validate({"id": id, "column": column} | fields | changes)


def line(source: str, target: str, id: str = "", **changes: object) -> Line:
    """A named line."""
    fields = {"label": "data work by", "state": "named"}
    return Line.model_validate(
        {"id": id or f"{source}-{target}", "source": source, "target": target} | fields | changes
    )


labels = st.one_of(
    st.text(max_size=60),
    st.text("abcdefg hij", max_size=300),
    st.text("数据标注公司 (北京)", max_size=40),
    st.sampled_from(["W" * 300, "Общество с ограниченной ответственностью", "e\u0301" * 150, "شركة البيانات", "\t \n"]),
)


@st.composite
def drawables(draw_: st.DrawFn, most: int = 12) -> Drawable:
    """Boxes in any columns with lines between any of them, some of them given twice."""
    ids = draw_(st.lists(st.text("abcxyz", min_size=1, max_size=4), unique=True, max_size=most))
    boxes = [
        box(id, draw_(st.integers(0, 7)), label=draw_(labels), state=draw_(st.sampled_from(BOX_STATES))) for id in ids
    ]
    if not ids:
        return boxes, []
    end, state = st.sampled_from(ids), st.sampled_from(LINE_STATES)
    ends = draw_(st.lists(st.tuples(end, end, state), max_size=2 * most))
    lines = [line(source, target, f"l{n}", state=how) for n, (source, target, how) in enumerate(ends)]
    return boxes, lines + lines[:2]


def segments(path: PlacedLine) -> list[list[Point]]:
    """Read a path as its pieces: two points for a straight one, four for a curve; anything else is refused."""
    number = r"-?\d+(?:\.\d)?"
    assert re.fullmatch(rf"M{number} {number}(?: L{number} {number}| C{number}(?: {number}){{5}})+", path.d), path.d
    found: list[list[Point]] = []
    at: Point | None = None
    for piece in re.findall(r"[MLC][^MLC]+", path.d):
        numbers = [float(text) for text in piece[1:].split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if at is not None:
            found.append([at, *points])
        at = points[-1]
    return found


def along(piece: list[Point], steps: int = 24) -> list[Point]:
    """Points on a piece of a path (de Casteljau)."""
    found = []
    for step in range(steps + 1):
        points, share = piece, step / steps
        while len(points) > 1:
            points = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(points)]
        found.append(points[0])
    return found


def inside(point: Point, one: PlacedBox, slack: float = 0.2) -> bool:
    """Whether a point lies within a box and not only on its edge."""
    return (
        one.x + slack < point[0] < one.x + one.width - slack and one.y + slack < point[1] < one.y + one.height - slack
    )


def on_edge(point: Point, one: PlacedBox) -> bool:
    """Whether a point lies on the edge of a box, and not on a corner."""
    across, down = point[0] - one.x, point[1] - one.y
    on_side = min(abs(across), abs(across - one.width)) < 0.06 and 1 < down < one.height - 1
    on_end = min(abs(down), abs(down - one.height)) < 0.06 and 1 < across < one.width - 1
    return on_side or on_end


def by_id(picture: Picture) -> dict[str, PlacedBox]:
    """The boxes of a picture."""
    return {one.id: one for one in picture.boxes}


def crossings(picture: Picture) -> int:
    """Count lines between the same two columns that cross."""
    at = by_id(picture)
    ends = [(at[one.source], at[one.target]) for one in picture.lines]
    return sum((a.y - c.y) * (b.y - d.y) < 0 for (a, b), (c, d) in combinations(ends, 2) if a.x == c.x and b.x == d.x)


law = settings(max_examples=60, deadline=None)
both = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


@both
@law
@given(given_=drawables())
def test_every_box_has_a_place_of_its_own(narrow: bool, given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=narrow)
    assert {one.id for one in picture.boxes} == {one.id for one in given_[0]}
    for one, other in combinations(picture.boxes, 2):
        beside = one.x + one.width < other.x or other.x + other.width < one.x
        below = one.y + one.height < other.y or other.y + other.height < one.y
        assert beside or below, (one, other)


@both
@law
@given(given_=drawables())
def test_everything_lies_within_the_picture(narrow: bool, given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=narrow)
    points = [(one.x, one.y) for one in [*picture.boxes, *picture.headings]]
    points += [(one.x + one.width, one.y + one.height) for one in picture.boxes]
    points += [point for one in picture.lines for piece in segments(one) for point in along(piece)]
    assert all(1 < x < picture.width - 1 and 11 < y < picture.height - 11 for x, y in points)


@both
@law
@given(given_=drawables())
def test_columns_follow_each_other(narrow: bool, given_: Drawable):
    for one, other in combinations(sorted(draw(*given_, [], narrow=narrow).boxes, key=lambda b: b.column), 2):
        if one.column < other.column:
            assert one.y + one.height < other.y if narrow else one.x + one.width < other.x
        elif not narrow:
            assert one.x == other.x


@both
@law
@given(given_=drawables(), seed=st.integers(0, 10))
def test_the_order_of_what_comes_in_is_no_matter(narrow: bool, given_: Drawable, seed: int):
    boxes, lines = list(given_[0]), list(given_[1])
    expected = draw(boxes, lines, HEADINGS, narrow=narrow)
    random.Random(seed).shuffle(boxes)
    random.Random(seed).shuffle(lines)
    assert draw(iter(boxes), iter(lines), HEADINGS, narrow=narrow) == expected


@both
@law
@given(given_=drawables())
def test_every_line_is_drawn_once_and_every_pair_has_one_path(narrow: bool, given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=narrow)
    assert Counter(id for one in picture.lines for id in one.ids) == dict.fromkeys({one.id for one in given_[1]}, 1)
    ends = {id: (one.source, one.target) for one in picture.lines for id in one.ids}
    assert ends == {one.id: (one.source, one.target) for one in given_[1]}
    assert max(Counter((one.source, one.target) for one in picture.lines).values(), default=1) == 1


@both
@law
@given(given_=drawables())
def test_lines_start_and_end_on_the_edges_of_their_boxes(narrow: bool, given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=narrow)
    at = by_id(picture)
    for one in picture.lines:
        pieces = segments(one)
        assert on_edge(pieces[0][0], at[one.source]), one
        assert on_edge(pieces[-1][-1], at[one.target]), one


@both
@law
@given(given_=drawables())
def test_no_line_runs_through_a_box(narrow: bool, given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=narrow)
    for one in picture.lines:
        for point in (point for piece in segments(one) for point in along(piece)):
            assert not any(inside(point, other) for other in picture.boxes), one


@both
@law
@given(given_=drawables())
def test_no_two_lines_are_the_same_way_there_and_back(narrow: bool, given_: Drawable):
    pieces = [segments(one) for one in draw(*given_, [], narrow=narrow).lines]
    ways = [[point for piece in way for point in piece] for way in pieces]
    there_or_back = Counter(tuple(min(way, way[::-1])) for way in ways)
    assert set(there_or_back.values()) <= {1}


@law
@given(given_=drawables())
def test_a_line_to_a_later_column_ends_at_the_middle_of_the_left_edge(given_: Drawable):
    picture = draw(*given_, HEADINGS)
    at = by_id(picture)
    for one in picture.lines:
        source, target = at[one.source], at[one.target]
        if source.column < target.column:
            x, y = segments(one)[-1][-1]
            assert x == target.x
            assert y == pytest.approx(target.y + target.height / 2, abs=0.06)


@law
@given(given_=drawables())
def test_coordinates_have_one_decimal(given_: Drawable):
    picture = draw(*given_, HEADINGS)
    numbers = [picture.width, picture.height, *(n for one in picture.boxes for n in (one.x, one.y, one.height))]
    assert all(number == round(number, 1) for number in numbers)


@law
@given(given_=drawables(most=30))
def test_the_narrow_picture_fits_a_phone(given_: Drawable):
    picture = draw(*given_, HEADINGS, narrow=True)
    assert picture.width <= 360
    assert {one.width for one in picture.boxes} <= {160}
    assert max(Counter(one.y for one in picture.boxes).values(), default=0) <= 2


@both
@law
@given(label=labels)
def test_labels_fit_their_boxes_and_lose_nothing_unsaid(narrow: bool, label: str):
    one = draw([box("a", label=label, caption=label)], [], [], narrow=narrow).boxes[0]
    room = one.width - 20
    assert one.label == label
    assert len(one.text_lines) <= 2
    for text, pixels in [*((text, 7.2) for text in one.text_lines), (one.caption_line, 6.0)]:
        accents = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in text)
        wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
        assert (len(text) - accents + wide) * pixels <= room
    whole, seen = "".join(label.split()), "".join("".join(one.text_lines).split())
    assert seen == whole or (seen.endswith("…") and whole.startswith(seen[:-1]))


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Sama", ("Sama",)),
        ("Humans in the Loop", ("Humans in the Loop",)),
        ("  Teleperformance \n Colombia ", ("Teleperformance", "Colombia")),
        ("Cognizant Technology Solutions of Hyderabad Ltd", ("Cognizant Technology", "Solutions of Hyderaba…")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfschifffahrts", "gesellschaft")),
        ("数据标注众包平台有限公司", ("数据标注众包平台有限公", "司")),
        ("", ()),
    ],
)
def test_labels_break_between_words(label: str, lines: tuple[str, ...]):
    assert draw([box("a", label=label)], [], []).boxes[0].text_lines == lines


def test_a_box_of_one_line_is_44_high_and_one_of_two_lines_60():
    picture = draw([box("a"), box("b", label="Teleperformance Colombia"), box("c", label="")], [], [])
    assert {one.id: (one.width, one.height) for one in picture.boxes} == {
        "a": (184, 44),
        "b": (184, 60),
        "c": (184, 44),
    }


@both
def test_nothing_is_a_picture_too(narrow: bool):
    picture = draw([], [], HEADINGS, narrow=narrow)
    assert (picture.headings, picture.boxes, picture.lines) == ((), (), ())
    assert 0 < picture.width <= 360
    assert 0 < picture.height <= 60


@both
def test_a_line_to_a_box_that_is_not_there_is_named(narrow: bool):
    with pytest.raises(ValueError, match=r"line “a-b” leads to “b”, and there is no such box"):
        draw([box("a")], [line("a", "b")], HEADINGS, narrow=narrow)
    with pytest.raises(ValueError, match="leads to “c”"):
        draw([box("a")], [line("c", "a")], HEADINGS, narrow=narrow)


def test_an_id_stands_for_one_box():
    assert len(draw([box("a"), box("a")], [], []).boxes) == 1
    with pytest.raises(ValueError, match="Two different boxes have the id “a”"):
        draw([box("a"), box("a", label="another")], [], [])


@pytest.mark.parametrize("wrong", [{"column": -1}, {"state": "denied"}, {"colour": "red"}])
def test_boxes_refuse_what_they_do_not_know(wrong: dict[str, object]):
    with pytest.raises(ValidationError):
        box("a", **wrong)


def test_columns_without_boxes_leave_no_trace():
    lines = [line("a", "b")]
    near = draw([box("a", 0), box("b", 1)], lines, ["Tool", "Vendors"])
    far = draw([box("a", 2), box("b", 9)], lines, ["", "", "Tool", *[""] * 6, "Vendors"])
    assert far.headings == near.headings
    assert [one.text for one in far.headings] == ["Tool", "Vendors"]
    assert [(one.x, one.y) for one in far.boxes] == [(one.x, one.y) for one in near.boxes]
    assert far.lines == near.lines
    assert [one.x for one in far.headings] == [one.x for one in far.boxes]


@both
def test_there_may_be_fewer_headings_than_columns(narrow: bool):
    assert [one.text for one in draw([box("a", 0), box("b", 5)], [], ["Tool"], narrow=narrow).headings] == ["Tool"]


def test_the_boxes_of_a_narrow_row_are_equally_high():
    boxes = [box("a"), box("b", label="Teleperformance Colombia"), box("c")]
    assert [one.height for one in draw(boxes, [], [], narrow=True).boxes] == [60, 60, 44]


def test_narrow_headings_stand_above_their_boxes():
    picture = draw([box("a", 0), box("b", 1), box("c", 1)], [], HEADINGS, narrow=True)
    at, (tool, built_on) = by_id(picture), picture.headings
    assert tool.y < at["a"].y
    assert at["a"].y + at["a"].height < built_on.y - 13
    assert built_on.y < at["b"].y == at["c"].y


def test_lines_of_a_pair_are_one_path_that_looks_like_the_strongest():
    lines = [
        line("a", "b", "3", state="denied", label="says no"),
        line("a", "b", "1", state="possible"),
        line("a", "b", "2", state="named"),
    ]
    (one,) = draw([box("a"), box("b", 1)], lines, HEADINGS).lines
    assert one.ids == ("1", "2", "3")
    assert one.labels == ("data work by", "says no")
    assert one.state == "named"
    assert one.states == ("named", "possible", "denied")


def test_lines_of_a_column_bend_outwards_on_its_right():
    picture = draw([box("a"), box("b"), box("c")], [line("a", "c"), line("c", "a"), line("b", "b")], [])
    down, loop, up = (along(segments(one)[0]) for one in picture.lines)
    right = picture.boxes[0].x + picture.boxes[0].width
    for way in (down, loop, up):
        assert way[0][0] == way[-1][0] == right
        assert right + 20 < max(x for x, _ in way) < right + 70
    assert down[0][1] < up[-1][1] < up[0][1] < down[-1][1]
    assert max(x for x, _ in up) < max(x for x, _ in down)


def test_a_line_back_does_not_cover_the_line_there():
    boxes = [box("a", 0), box("m", 1), box("z", 2)]
    picture = draw(boxes, [line("a", "z"), line("z", "a")], [])
    there, back = ({y for piece in segments(one) for _, y in piece} for one in picture.lines)
    assert there.isdisjoint(back)


def test_there_is_room_for_a_lane_below_all_boxes():
    boxes = [box("a", 0), *(box(f"m{n}", 1) for n in range(3)), box("z", 2)]
    round_about = [line(*ends) for n in range(3) for ends in (("a", f"m{n}"), (f"m{n}", "z"))]
    picture = draw(boxes, [*round_about, line("a", "z")], [])
    lowest = max(y for one in picture.lines for piece in segments(one) for _, y in piece)
    assert max(one.y + one.height for one in picture.boxes) < lowest < picture.height - 11


def test_a_long_line_passes_between_the_boxes_of_the_columns_on_its_way():
    boxes = [box("a", 0), *(box(f"m{n}", 1) for n in range(3)), box("z", 2)]
    (long,) = draw(boxes, [line("a", "z")], []).lines
    assert [len(piece) for piece in segments(long)] == [4, 2, 4]


def test_lines_of_one_box_and_state_share_their_lane():
    boxes = [box("a", 0), box("m", 1), *(box(f"z{n}", 2) for n in range(4))]
    lines = [line("a", f"z{n}", state="named" if n < 2 else "possible") for n in range(4)]
    lanes = [tuple(segments(one)[1]) for one in draw(boxes, lines, []).lines]
    assert lanes[0] == lanes[1] != lanes[2] == lanes[3]


def test_a_chain_is_straight():
    boxes = [box(f"b{n}", n) for n in range(6)]
    picture = draw(boxes, [line(f"b{n}", f"b{n + 1}") for n in range(5)], HEADINGS)
    assert len({one.y for one in picture.boxes}) == 1


def test_parents_stand_in_the_middle_of_their_children():
    boxes = [box("a", 0), box("b", 0), *(box(f"a{n}", 1) for n in range(5)), *(box(f"b{n}", 1) for n in range(3))]
    at = by_id(draw(boxes, [line(one.id[0], one.id) for one in boxes if one.column], []))
    assert at["a"].y == pytest.approx(at["a2"].y, abs=1)
    assert at["b"].y == pytest.approx(at["b1"].y, abs=1)


@law
@given(ends=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), unique=True, max_size=24))
def test_there_are_never_more_crossings_than_in_the_order_of_ids(ends: list[tuple[int, int]]):
    boxes = [box(f"{letter}{n}", column) for column, letter in enumerate("ab") for n in range(8)]
    by_ids = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
    assert crossings(draw(boxes, [line(f"a{a}", f"b{b}") for a, b in ends], [])) <= by_ids


@law
@given(parents=st.lists(st.integers(0, 9), min_size=10, max_size=30))
def test_a_tree_is_drawn_without_crossings(parents: list[int]):
    boxes = [box("root"), *(box(f"m{n}", 1) for n in range(10)), *(box(f"z{n:02}", 2) for n in range(len(parents)))]
    lines = [line("root", f"m{n}") for n in range(10)] + [line(f"m{m}", f"z{n:02}") for n, m in enumerate(parents)]
    assert crossings(draw(boxes, lines, [])) == 0


def test_neighbours_change_places_where_that_saves_a_crossing():
    boxes = [box(f"{letter}{n}", column) for column, letter in enumerate("abc") for n in range(4)]
    ends = ["a0b1", "a0b2", "a1b3", "a2b2", "a3b1", "a3b3", "b2c1", "b3c1"]
    assert crossings(draw(boxes, [line(one[:2], one[2:]) for one in ends], [])) == 0


def crowd(boxes: int, lines: int, columns: int) -> Drawable:
    """Boxes in columns with lines from anywhere to anywhere: worse than any trace."""
    rng = random.Random(7)
    ends = [(rng.randrange(boxes), rng.randrange(boxes)) for _ in range(lines)]
    return (
        [box(f"b{n}", n % columns, label=f"Firm number {n} of Nairobi") for n in range(boxes)],
        [line(f"b{a}", f"b{b}", f"l{n}", state=rng.choice(LINE_STATES)) for n, (a, b) in enumerate(ends)],
    )


@both
def test_sixty_boxes_stand_in_one_column(narrow: bool):
    boxes, lines = crowd(60, 40, 1)
    picture = draw(boxes, [*lines, line("b0", "b9"), line("b9", "b0")], HEADINGS, narrow=narrow)
    assert len({(one.x, one.y) for one in picture.boxes}) == 60
    farthest = max(x for one in picture.lines for piece in segments(one) for x, _ in along(piece))
    assert farthest < min(picture.width, 12 + 184 + 70 if not narrow else 360)


def test_a_crowd_is_untangled_as_far_as_it_goes():
    assert crossings(draw(*crowd(40, 60, 2), [])) < 160


@both
@pytest.mark.parametrize("columns", [2, 6])
def test_a_crowd_is_drawn_in_time(narrow: bool, columns: int):
    boxes, lines = crowd(150, 300, columns)
    took = []
    for _ in range(3):
        start = process_time()
        draw(boxes, lines, HEADINGS, narrow=narrow)
        took.append(process_time() - start)
    assert min(took) < 0.3
