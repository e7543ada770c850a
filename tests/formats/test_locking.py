"""Secrets that are locked: opened only by the key that locked them, and only for whom."""

from hypothesis import given
from hypothesis import strategies as st

from supplychain.formats.locking import is_locked, lock, locked_by, unlock

KEY, OTHER = "k" * 40, "o" * 40


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_what_was_locked_opens_for_whom_it_was_locked(text: str, whose: str, chance: str) -> None:
    locked = lock(KEY, text, whose, chance)
    assert (is_locked(locked), locked_by(KEY, locked), locked_by(OTHER, locked)) == (True, True, False)
    assert unlock([OTHER, KEY], locked, whose) == text
    assert unlock([OTHER], locked, whose) is None
    assert unlock([KEY], locked, f"{whose}x") is None
    assert unlock([KEY], f"{locked[:-8]}AAAAAAA=", whose) is None
    assert lock(KEY, text, whose, f"{chance}x") != locked


@given(st.text(max_size=60))
def test_what_was_never_locked_opens_with_nothing(text: str) -> None:
    assert unlock([KEY], text, "") is None
