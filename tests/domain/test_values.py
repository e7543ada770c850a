"""Partial dates, periods and figures as reported."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from supplychain.domain.values import OnDate, Period, Reported, Text, edtf, from_edtf, partial_days

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
partials = st.one_of(
    days.map(lambda d: f"{d:%Y}"), days.map(lambda d: f"{d:%Y-%m}"), days.map(lambda d: f"{d:%Y-%m-%d}")
)
boundaries = st.one_of(st.just(""), st.just(".."), partials)


@pytest.mark.parametrize(
    "text", ["2023-13", "2023-00", "2023-02-30", "20", "2023-1", "2023/01", "0000", "9999", "x", " 2023"]
)
def test_a_wrong_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        partial_days(text)


def test_a_year_is_some_time_in_it_and_certain_on_no_day() -> None:
    period = Period.of("2023", "2023")
    assert (period.valid_lo, period.valid_hi) == (date(2023, 1, 1), date(2023, 12, 31))
    assert period.sure_lo is None
    assert period.on(date(2023, 5, 1), date(2023, 5, 1)) is OnDate.POSSIBLY
    assert period.on(date(2023, 1, 1), date(2023, 12, 31)) is OnDate.CERTAINLY
    assert period.on(date(2024, 1, 1), date(2024, 1, 1)) is OnDate.NO


def test_months_give_certain_days_between() -> None:
    period = Period.of("2021-11", "2022-03")
    assert (period.sure_lo, period.sure_hi) == (date(2021, 11, 30), date(2022, 3, 1))


def test_an_approximate_date_is_wider_and_never_certain() -> None:
    period = Period.of("2021~", "2022")
    assert period.valid_lo < date(2021, 1, 1)
    assert period.sure_lo is None


@given(boundaries, boundaries)
def test_certain_lies_within_possible(start: str, end: str) -> None:
    try:
        period = Period.of(start, end)
    except ValueError:
        assert partial_days(start)[0] > partial_days(end)[1]
        return
    assert period.valid_lo <= period.valid_hi
    if period.sure_lo and period.sure_hi:
        assert period.valid_lo <= period.sure_lo <= period.sure_hi <= period.valid_hi


@given(boundaries, boundaries, days, st.integers(0, 400))
def test_a_wider_question_never_turns_possible_into_no(start: str, end: str, day: date, more: int) -> None:
    try:
        period = Period.of(start, end)
    except ValueError:
        return
    narrow, wide = period.on(day, day), period.on(day - timedelta(more), day + timedelta(more))
    if narrow is not OnDate.NO:
        assert wide is not OnDate.NO
    if narrow is OnDate.CERTAINLY:
        assert wide is OnDate.CERTAINLY


@given(boundaries, boundaries)
def test_edtf_gives_back_what_was_reported(start: str, end: str) -> None:
    assert from_edtf(edtf(start, end)) == (start, end)


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_figures_stay_as_reported(value: Decimal) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(Reported)
    assert adapter.dump_python(adapter.validate_python(f"{value:f}"), mode="json") == f"{value:f}"


@pytest.mark.parametrize("text", ["1e308", "-1", "NaN", "inf", "1,20", "", "1.", "1" * 15, "٣", 1.5, True])
def test_what_is_no_plain_number_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Reported).validate_python(text)


@pytest.mark.parametrize("text", ["a\x00b", " a", "=1+1", "+49", "-x", "@x", "a\nb", "a\tb", "\ud800"])
def test_text_that_could_harm_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Text).validate_python(text)
