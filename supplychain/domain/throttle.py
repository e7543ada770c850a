"""How long to wait after wrong attempts: the wait doubles with each, for every account alone; the clock is passed in."""

from datetime import datetime, timedelta
from typing import NamedTuple


class Pace(NamedTuple):
    """A rule: so many attempts are free, then the wait begins and doubles up to a limit."""

    free: int
    first: timedelta
    most: timedelta
    forgotten: timedelta
    """After so long without an attempt, everything is forgotten."""


SIGN_IN = Pace(5, timedelta(seconds=15), timedelta(minutes=15), timedelta(hours=24))
LETTERS = Pace(2, timedelta(minutes=5), timedelta(hours=6), timedelta(hours=24))


class Attempts(NamedTuple):
    """What is kept of the attempts at one account."""

    number: int
    last: datetime
    until: datetime
    """Nothing is tried before this."""


def after_attempt(before: Attempts | None, now: datetime, pace: Pace) -> Attempts:
    """Count one attempt. Every attempt counts before it is known whether it is right; a right one clears the count."""
    count = 1 if before is None or now - before.last >= pace.forgotten else before.number + 1
    return Attempts(count, now, now + wait_after(count, pace))


def wait_after(count: int, pace: Pace) -> timedelta:
    """Say how long to wait after so many attempts."""
    if count < pace.free:
        return timedelta(0)
    doublings = min(count - pace.free, 20)  # a second doubled so often is longer than any limit
    return min(pace.first * (1 << doublings), pace.most)


def wait_now(attempts: Attempts | None, now: datetime) -> timedelta:
    """Say how long still to wait; zero when an attempt may be made."""
    return timedelta(0) if attempts is None else max(attempts.until - now, timedelta(0))
