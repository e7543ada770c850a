"""Rights, passwords, addresses: laws of the tables."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain import people as d
from supplychain.domain.errors import Invalid

roles, rights = st.sampled_from(d.Role), st.sampled_from(d.Right)


def test_every_role_and_right_has_words() -> None:
    assert set(d.RIGHTS) == set(d.ROLES) == set(d.Role)
    assert set(d.RIGHT_WORDS) == set(d.Right)
    assert set(d.STATES) == set(d.State)


def test_each_role_may_more_than_the_one_before() -> None:
    for lower, higher in zip(list(d.Role), list(d.Role)[1:], strict=False):
        assert d.RIGHTS[lower] < d.RIGHTS[higher]
    assert {right for role in d.Role for right in d.RIGHTS[role]} == set(d.Right)


@given(role=roles)
def test_codes_never_take_a_right_away_and_their_lack_leaves_the_own_account(role: d.Role) -> None:
    without, with_ = d.rights_of(role, has_codes=False), d.rights_of(role, has_codes=True)
    assert without <= with_ == d.RIGHTS[role]
    assert d.Right.ACCOUNT in without
    if role is not d.Role.SENDER:
        assert without == {d.Right.ACCOUNT}


@given(role=roles, has_codes=st.booleans(), scopes=st.sets(rights))
def test_a_token_never_may_more_than_its_owner_or_its_scopes(role: d.Role, has_codes: bool, scopes: set) -> None:
    may = d.rights_of_token(role, has_codes, scopes)
    assert may <= d.rights_of(role, has_codes) & scopes
    assert d.Right.ACCOUNT not in may


@given(password=st.text(max_size=300), email=st.sampled_from(["somebody.long.name@example.org", "a@b.example"]))
def test_a_password_is_judged_by_its_length_and_the_address_alone(password: str, email: str) -> None:
    same = unicodedata.normalize("NFKC", password)
    fits = d.MIN_PASSWORD <= len(same) <= d.MAX_PASSWORD
    fits = fits and same.casefold() not in (email, email.partition("@")[0])
    try:
        assert d.read_password(password, email) == same
        assert fits
    except Invalid:
        assert not fits


def test_the_address_is_no_password_in_any_spelling() -> None:
    for typed in ("Somebody.Long.Name@Example.org", "SOMEBODY.LONG.NAME"):
        with pytest.raises(Invalid, match="is your e-mail address"):
            d.read_password(typed, "somebody.long.name@example.org")


def test_the_words_name_the_lengths_that_hold() -> None:
    assert f"at least {d.MIN_PASSWORD} " in d.WRONG["password_short"][1]
    assert f"at most {d.MAX_PASSWORD} " in d.WRONG["password_long"][1]


@pytest.mark.parametrize("typed", ["A.B+c@Example.ORG ", "ä@exämple.de", "x_1@sub.example.museum"])
def test_addresses_that_are_read(typed: str) -> None:
    assert d.read_email(typed) == typed.strip().lower()


@pytest.mark.parametrize(
    "typed",
    ["", "a", "a@", "@b.example", "a@b", "a b@c.example", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.example",
     "a@-b.example", "<a@b.example>", "a" * 65 + "@b.example", "a@" + "b" * 250 + ".example", "a@b..example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="is not an e-mail address"):
        d.read_email(typed)
