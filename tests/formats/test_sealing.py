"""What is sealed is opened by its private key, by nothing else, and by any tool that knows the format."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.errors import Invalid
from supplychain.formats.sealing import new_keys, open_sealed, read_recipient, read_secret, seal

KEYS = new_keys()
OTHER = new_keys()


@given(st.binary(max_size=5_000))
def test_what_is_sealed_opens_with_its_key_only(data: bytes) -> None:
    sealed = seal(KEYS.recipient, data)
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert open_sealed(KEYS.secret, sealed) == data
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(KEYS.secret)]) == data
    with pytest.raises(Invalid, match="cannot be opened"):
        open_sealed(OTHER.secret, sealed)


def test_it_shows_nothing_and_is_never_the_same() -> None:
    first, second = seal(KEYS.recipient, b"a note " * 100), seal(KEYS.recipient, b"a note " * 100)
    assert first != second
    assert b"a note" not in first + second
    assert KEYS.secret != OTHER.secret


@given(st.integers(0, 199), st.integers(1, 255))
def test_what_was_changed_does_not_open(place: int, change: int) -> None:
    sealed = bytearray(seal(KEYS.recipient, b"a note"))
    sealed[place] ^= change
    with pytest.raises(Invalid):
        open_sealed(KEYS.secret, bytes(sealed))


@pytest.mark.parametrize(
    "text", ["", "age1", "age1" + "q" * 58, KEYS.recipient[:-1], "ssh-ed25519 AAAA", "age1ü\x00"], ids=range(6)
)
def test_no_public_key(text: str) -> None:
    for attempt in (read_recipient, lambda t: seal(t, b"x")):
        with pytest.raises(Invalid) as caught:
            attempt(text)
        (problem,) = caught.value.problems
        assert (problem.where, "keys new" in problem.mend) == ("recipient", True)
    assert read_recipient(f" {KEYS.recipient}\n") == KEYS.recipient


def test_a_private_key_in_the_wrong_place_is_not_repeated() -> None:
    with pytest.raises(Invalid) as caught:
        read_recipient(KEYS.secret.lower(), "SUPPLYCHAIN_SEAL_TO")
    (problem,) = caught.value.problems
    assert problem.where == "SUPPLYCHAIN_SEAL_TO"
    assert "private key" in problem.what
    assert KEYS.secret[20:40].lower() not in str(problem).lower()


@pytest.mark.parametrize(
    "text", ["", "nothing", KEYS.recipient, KEYS.secret[:-1], f"{KEYS.secret}\n{OTHER.secret}"], ids=range(5)
)
def test_no_private_key(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_secret(text)
    assert "AGE-SECRET" not in str(caught.value)
    assert read_secret(f"# a comment\r\n{KEYS.secret}\r\n") == KEYS.secret
