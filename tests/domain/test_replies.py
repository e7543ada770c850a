"""The rules of the right of reply, on requests that chance makes up and on the days on which they turn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain import answer_text
from supplychain.domain import replies as d
from supplychain.domain.errors import Invalid, Refused
from supplychain.domain.inquiries import Inquiry, tally
from supplychain.domain.records import Request
from supplychain.domain.vocabulary import QUESTION_STANCES, REQUEST_OUTCOMES, RESPONSE_STANCES

DAY = date(2026, 11, 26)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def request(id="q-a", asked=DAY, channel="mail", due=None, outcome="open") -> Request:
    due = d.due_on(asked) if due is None else due
    return Request(
        id=id,
        respondent="openai",
        asked_on=f"{asked}",
        channel=channel,
        due_on=f"{due}" if due else "",
        outcome=outcome,
        claims=("p-x",),
    )


@st.composite
def rounds(draw):
    """An inquiry of one to three letters."""
    count = draw(st.integers(1, 3))
    asked = sorted(draw(st.lists(days, min_size=count, max_size=count)))
    return [
        request(
            "q-a" if n == 0 else f"q-a-{n + 1}",
            day,
            draw(st.sampled_from(["mail", "letter", "form", "Mail"])),
            draw(st.none() | st.just(False) | st.just(day + timedelta(days=3))),
            draw(st.sampled_from(sorted(REQUEST_OUTCOMES))),
        )
        for n, day in enumerate(asked)
    ]


@given(rounds())
def test_silence_needs_two_requests_on_two_days_over_two_channels(found):
    if d.state_of(found) is d.State.SILENT:
        counted = [r for r in found if r.outcome not in ("undeliverable", "withdrawn")]
        assert len({r.channel.strip().lower() for r in counted}) > 1
        assert len({r.asked_on for r in counted}) > 1
        assert {r.outcome for r in counted} == {"no_answer"}


@given(rounds(), days)
def test_nobody_is_said_silent_before_all_time_has_run_out(found, today):
    if d.may_be_silent(found, today):
        counted = d.reached(found)
        assert d.twice_over_two_channels(counted)
        assert all(r.due_on and r.due_on < f"{today}" for r in counted)
        assert "answered" not in {r.outcome for r in found}
        assert d.state_of([*d.ended(counted, "no_answer")]) in (d.State.SILENT, d.State.OPEN)


@given(rounds(), days, st.sampled_from(list(d.Channel)))
def test_a_reminder_that_is_let_through_makes_two(found, today, channel):
    try:
        d.check_reminder(found, channel, today)
    except Refused:
        return
    counted = d.reached(found)
    assert all(r.channel.strip().lower() != channel for r in counted)
    if counted:
        later = request(d.next_id(found), today, channel)
        assert d.state_of([*found, later]) is d.State.REMINDED or all(r.asked_on == later.asked_on for r in counted)


@given(rounds())
def test_an_answer_counts_whenever_it_comes(found):
    changed = {r.id: r for r in d.ended(found, "answered")}
    if d.reached(found):
        assert d.state_of([changed.get(r.id, r) for r in found]) is d.State.ANSWERED


@given(st.lists(rounds(), max_size=6))
def test_the_counts_add_up(many):
    found = [
        Inquiry(id=f"q-{n}", respondent="openai", state=d.state_of(r), claims=("p-x",), requests=tuple(r))
        for n, r in enumerate(many)
    ]
    counted = tally("openai", found)
    assert counted.asked == counted.answered + counted.silent + counted.open
    assert counted.beside_the_point <= counted.answered
    assert counted.asked + sum(i.state is d.State.WITHDRAWN for i in found) == len(found)


@given(days, st.integers(-100, 100))
def test_nobody_gets_less_than_fourteen_days(asked, wanted):
    assert timedelta(days=14) <= d.due_on(asked, wanted) - asked <= timedelta(days=60)


@given(days)
def test_an_extension_is_five_working_days(due):
    moved = d.extended(due)
    between = [due + timedelta(days=n) for n in range(1, (moved - due).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == 5
    assert moved.weekday() < 5


@given(st.text(max_size=60))
def test_an_answer_keeps_its_words(text):
    try:
        line = answer_text.read_answer(text)
    except Invalid:
        return
    assert "\n" not in line
    kept = " ".join(" ".join(answer_text.paragraphs(line)).split())
    assert kept == " ".join(text.replace("¶", " ").split())
    assert answer_text.read_answer("\n\n".join(answer_text.paragraphs(line))) == line


def test_the_days_on_which_it_turns():
    first = request(due=date(2026, 12, 10))
    with pytest.raises(Refused, match="not due yet"):
        d.check_reminder([first], "letter", date(2026, 12, 10))
    d.check_reminder([first], "letter", date(2026, 12, 11))
    with pytest.raises(Refused, match="another channel"):
        d.check_reminder([first], " MAIL", date(2026, 12, 11))
    second = request("q-a-2", date(2026, 12, 11), "letter", date(2026, 12, 25))
    both = [first, second]
    assert not d.may_be_silent(both, date(2026, 12, 25))
    assert d.next_step(both, date(2026, 12, 25)) is d.Step.WAIT
    assert d.may_be_silent(both, date(2026, 12, 26))
    assert d.next_step(both, date(2026, 12, 26)) is d.Step.CLOSE
    assert d.next_step(both, date(2026, 12, 26), answer_waits=True) is d.Step.CHECK
    assert not d.may_be_silent([first], date(2030, 1, 1))
    assert d.state_of(d.ended([first], "no_answer")) is d.State.OPEN
    assert d.state_of(d.ended(both, "no_answer")) is d.State.SILENT
    assert d.extended(date(2026, 12, 24)) == date(2026, 12, 31)
    assert d.next_id([first]) == "q-a-2"
    assert d.first_id("q-a-2") == "q-a"


def test_a_letter_that_came_back_asked_nobody():
    lost = request(outcome="undeliverable")
    d.check_reminder([lost], "mail", DAY)
    assert d.next_step([lost], DAY) is d.Step.REMIND
    assert d.state_of([lost, request("q-a-2", channel="letter")]) is d.State.OPEN


def test_what_can_be_said_is_what_can_be_recorded():
    assert d.SAYS.keys() == RESPONSE_STANCES.keys() - {"no_answer", *QUESTION_STANCES}
