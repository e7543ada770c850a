"""The laws of what changed: moves add up, and whoever follows them has what is recorded; what belongs to what is watched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.errors import Invalid, NotFound
from supplychain.domain.watch import (
    Erased,
    Move,
    Place,
    Span,
    Watch,
    WatchKind,
    about,
    behind,
    ever,
    keys_of,
    moves,
    read_place,
)
from tests import factories as f

TABLES = ("entities", "wages", "requests")
LAST = 9


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Span], list[Erased]]:
    """Versions of some records over nine revisions: each opens, closes, comes back or goes, and some lose their text."""
    spans: list[Span] = []
    for number in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.sets(st.integers(1, LAST), min_size=1, max_size=6)))
        there = draw(st.lists(st.booleans(), min_size=len(cuts), max_size=len(cuts)))
        for at, since in enumerate(cuts):
            if there[at]:
                until = cuts[at + 1] if at + 1 < len(cuts) else None
                table = TABLES[number % len(TABLES)]
                spans.append(Span(table, f"{table}-{number}", len(spans) + 1, since, until))
    lost = [span for span in spans if draw(st.integers(0, 4)) == 0]
    return spans, [Erased(span, draw(st.integers(span.since, LAST))) for span in lost]


def replayed(state: dict[str, tuple[int, bool]], done: list[Move]) -> dict[str, tuple[int, bool]]:
    """What a mirror has that follows: record -> version, and whether its text was taken away."""
    state = dict(state)
    for move in done:
        if move.after is None:
            del state[move.id]
        elif not move.erased:
            assert state.get(move.id, (None,))[0] == move.before
            state[move.id] = (move.after, False)
        elif move.held:
            assert state[move.id][0] == move.after
            state[move.id] = (move.after, True)
    return state


@given(logs(), st.integers(0, LAST), st.integers(0, LAST), st.integers(0, LAST))
def test_moves_from_a_to_b_and_from_b_to_c_are_those_from_a_to_c(log, one: int, two: int, three: int) -> None:
    spans, erased = log
    a, b, c = sorted((one, two, three))
    first, second = moves(spans, erased, Place(a), b), moves(spans, erased, Place(b), c)
    assert first + second == moves(spans, erased, Place(a), c)


@given(logs(), st.integers(0, LAST), st.data())
def test_they_can_be_left_anywhere_and_found_again(log, a: int, data: st.DataObject) -> None:
    spans, erased = log
    whole = moves(spans, erased, Place(a), LAST)
    if whole:
        at = data.draw(st.integers(0, len(whole) - 1))
        assert moves(spans, erased, read_place(str(whole[at].place)), LAST) == whole[at + 1 :]


@given(logs(), st.integers(0, LAST))
def test_who_follows_has_what_is_recorded(log, a: int) -> None:
    spans, erased = log
    holes = {one.span.row: one.revision for one in erased}
    then = {s.id: (s.row, holes.get(s.row, LAST + 1) <= a) for s in spans if s.since <= a < (s.until or LAST + 1)}
    now = {s.id: (s.row, s.row in holes) for s in spans if s.until is None}
    found = replayed(then, moves(spans, erased, Place(a), LAST))
    # A version that comes in with its text taken away in the same revision is told as such by the record itself.
    assert {id: row for id, (row, _) in found.items()} == {id: row for id, (row, _) in now.items()}
    assert all(found[id][1] or not hole for id, (_, hole) in now.items())


@given(logs(), st.integers(0, LAST))
def test_spans_that_touch_the_time_are_enough(log, a: int) -> None:
    spans, erased = log
    touching = [s for s in spans if s.since >= a or (s.until or 0) >= a]
    assert moves(touching, erased, Place(a), LAST) == moves(spans, erased, Place(a), LAST)


@pytest.mark.parametrize("text", ["", "x", "-1", "1-2", "1-2-3-4", "1.5", "9" * 10, "1-100-2"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_place(text)


CHAIN = (
    f.entity("chat"), f.entity("other"), f.entity("maker", "vendor"), f.entity("firm", "outsourcer"),
    f.entity("firm-2", "outsourcer"), f.entity("stranger", "outsourcer"),
    f.link("l-1", "chat", "provided_by", "maker", "chat"),
    f.link("l-2", "maker", "data_work_by", "firm", "chat"),
    f.link("l-3", "maker", "data_work_by", "stranger", "other"),
    f.wage("w-1", "firm"), f.wage("w-2", "stranger"), f.response("r-1", "maker", claim="w-1"),
)  # fmt: skip


def test_the_trace_takes_all_that_is_reported_at_its_employers() -> None:
    keys = behind(ever(f.snapshot(*CHAIN), ()), "chat")
    assert keys["wages"] == {"w-1"}
    assert keys["links"] >= {"l-1", "l-2"}
    assert "l-3" not in keys["links"]
    assert keys["responses"] == {"r-1"}
    assert "stranger" not in keys["entities"]


def test_a_link_that_was_taken_back_or_replaced_still_belongs() -> None:
    withdrawn = [r.model_copy(update={"withdrawn_reason": "wrong"}) if r.id == "l-2" else r for r in CHAIN]
    assert "l-2" in behind(ever(f.snapshot(*withdrawn), ()), "chat")["links"]
    moved = [f.link("l-2", "maker", "data_work_by", "firm-2", "other") if r.id == "l-2" else r for r in CHAIN]
    keys = behind(ever(f.snapshot(*moved), [CHAIN[7]]), "chat")
    assert "l-2" in keys["links"]
    assert "w-1" in keys["wages"]
    assert "l-2" in about(ever(f.snapshot(*moved), [CHAIN[7]]), ["firm"])["links"]


def test_a_party_that_was_judged_the_same_belongs() -> None:
    whole = ever(f.snapshot(*CHAIN, f.same("firm", "firm-2")), ())
    for id in ("firm", "firm-2"):
        keys = about(whole, [id])
        assert keys["entities"] == {"firm", "firm-2"}
        assert keys["judgements"] == {"firm firm-2"}
        assert keys["wages"] == {"w-1"}


def test_what_is_watched_has_to_be_there() -> None:
    whole = ever(f.snapshot(*CHAIN), ())
    for watch in (Watch(kind="entities", ids=("nobody",)), Watch(kind="trace", ids=("firm",))):
        with pytest.raises(NotFound):
            keys_of(watch, whole)
    assert keys_of(Watch(kind=WatchKind.EVERYTHING), whole) is None
    assert keys_of(Watch(kind=WatchKind.SEARCH, query="nothing like it"), whole) == {}
    assert keys_of(Watch(kind=WatchKind.SEARCH, query="stranger"), whole)["wages"] == {"w-2"}
