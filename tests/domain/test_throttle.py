"""Waiting after wrong attempts: laws of the rule, with a clock that is passed in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.throttle import LETTERS, SIGN_IN, Attempts, after_attempt, wait_after, wait_now

NOW = datetime(2026, 11, 26, tzinfo=UTC)
paces = st.sampled_from([SIGN_IN, LETTERS])
numbers = st.integers(1, 10_000)
spans = st.timedeltas(timedelta(0), timedelta(days=3))


@given(pace=paces, number=numbers)
def test_the_wait_never_shrinks_and_has_an_end(pace, number) -> None:
    assert timedelta(0) <= wait_after(number, pace) <= wait_after(number + 1, pace) <= pace.most


@given(pace=paces, number=numbers)
def test_the_wait_doubles_until_its_end(pace, number) -> None:
    wait = wait_after(number, pace)
    if wait:
        assert wait_after(number + 1, pace) == min(wait * 2, pace.most)
    else:
        assert number < pace.free


@given(pace=paces, gaps=st.lists(spans, min_size=1, max_size=30))
def test_nothing_is_tried_before_the_wait_is_over(pace, gaps) -> None:
    """Whoever waits as told gets the next attempt; whoever does not gets none until then."""
    now, attempts = NOW, None
    for gap in gaps:
        now += max(gap, wait_now(attempts, now))
        assert wait_now(attempts, now) == timedelta(0)
        attempts = after_attempt(attempts, now, pace)
        wait = wait_after(attempts.number, pace)
        assert wait_now(attempts, now) == wait
        if wait:
            assert wait_now(attempts, now + wait - timedelta(seconds=1)) == timedelta(seconds=1)
        assert wait_now(attempts, now + wait) == timedelta(0)


@given(pace=paces, number=numbers, gap=spans)
def test_after_a_day_everything_is_forgotten(pace, number, gap) -> None:
    before = Attempts(number, NOW, NOW + wait_after(number, pace))
    after = after_attempt(before, NOW + gap, pace)
    assert after.number == (1 if gap >= pace.forgotten else number + 1)


@pytest.mark.parametrize(("number", "seconds"), [(4, 0), (5, 15), (6, 30), (10, 480), (11, 900), (500, 900)])
def test_signing_in(number: int, seconds: int) -> None:
    assert wait_after(number, SIGN_IN).total_seconds() == seconds
