"""Queries are read, or refused with words that name the parameter and how to mend it."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from supplychain.domain.errors import Invalid
from supplychain.domain.evidence import Grade
from supplychain.domain.values import partial_days
from supplychain.web.asking import (
    Asking,
    EntitiesAsking,
    PathsAsking,
    ReferenceAsking,
    SearchAsking,
    TraceAsking,
    read_on,
    read_query,
)

BAD = [
    (TraceAsking, "on", "2023-13", "there is no month 13"),
    (TraceAsking, "on", "2023-00", "there is no month 00"),
    (TraceAsking, "on", "2023-02-00", "there is no day 00 in 2023-02"),
    (TraceAsking, "on", "2023-02-29", "there is no day 29 in 2023-02"),
    (TraceAsking, "on", "2023-2", "is not a date"),
    (TraceAsking, "on", "2023~", "is not a date"),
    (TraceAsking, "on", "0000", "lies outside the calendar"),
    (TraceAsking, "on", "9999", "lies outside the calendar"),
    (TraceAsking, "on", "٢٠٢٣", "is not a date"),
    (TraceAsking, "on", "2023\n", "is not a date"),
    (TraceAsking, "min_grade", "E", "is not an evidence grade"),
    (TraceAsking, "min_grade", "a", "is not an evidence grade"),
    (TraceAsking, "min_grade", "AB", "is not an evidence grade"),
    (TraceAsking, "depth", "0", "is too few or too many"),
    (TraceAsking, "depth", "13", "is too few or too many"),
    (TraceAsking, "depth", "1.5", "is not a whole number"),
    (TraceAsking, "depth", "٣", "is not a whole number"),
    (TraceAsking, "merged", "x" * 121, "is too long for an id"),
    (Asking, "as_of", "-1", "is not a whole number"),
    (Asking, "as_of", "latest", "is not a whole number"),
    (Asking, "as_of", " 1", "is not a whole number"),
    (Asking, "as_of", "9" * 10, "is not a whole number"),
    (EntitiesAsking, "kind", "spaceship", "is not one of the kinds"),
    (EntitiesAsking, "page", "0", "is not the number of a page"),
    (EntitiesAsking, "page", "-1", "is not a whole number"),
    (ReferenceAsking, "country", "XX", "is not the code of a country"),
    (ReferenceAsking, "country", "KEN", "is not the code of a country"),
    (ReferenceAsking, "currency", "KE", "is not the code of a currency"),
    (ReferenceAsking, "year", "23", "is not a year from 1900 to 2200"),
    (ReferenceAsking, "year", "2201", "is not a year from 1900 to 2200"),
    (ReferenceAsking, "year", "٢٠٢٣", "is not a year from 1900 to 2200"),
    (ReferenceAsking, "use", "perhaps", "is not one of the kinds"),
    (SearchAsking, "q", "x" * 201, "is too long: 201 characters"),
    (PathsAsking, "from", "x" * 121, "is too long for an id"),
]


@pytest.fixture(autouse=True)
def _page(site: Flask):
    with site.test_request_context("/"):
        yield


@pytest.mark.parametrize(("asking", "name", "value", "words"), BAD)
def test_bad_values_are_refused_with_words(asking, name, value, words):
    with pytest.raises(Invalid) as refused:
        read_query(asking, MultiDict([(name, value)]))
    (problem,) = refused.value.problems
    assert problem.where == name
    assert words in problem.what
    assert problem.mend


def test_good_values_are_read():
    asked = read_query(TraceAsking, MultiDict({"on": "2024-02-29", "min_grade": "B", "depth": "3", "as_of": "0"}))
    assert asked == TraceAsking(as_of=0, on="2024-02-29", min_grade=Grade.B, depth=3)
    assert (asked.asked.on, asked.asked.min_grade, asked.asked.depth) == ("2024-02-29", Grade.B, 3)


def test_empty_values_count_as_not_given():
    assert read_query(TraceAsking, MultiDict({"on": "", "as_of": "", "depth": ""})) == TraceAsking()


def test_every_problem_is_told_at_once():
    sent = MultiDict([("on", "x"), ("depth", "1"), ("depth", "2"), ("colour", "red")])
    with pytest.raises(Invalid) as refused:
        read_query(TraceAsking, sent)
    assert {p.where for p in refused.value.problems} == {"on", "depth", "colour"}


def test_an_unknown_name_is_told_what_there_is():
    with pytest.raises(Invalid) as refused:
        read_query(PathsAsking, MultiDict({"left": "openai"}))
    assert refused.value.problems[0].mend == "It takes: as_of, from, to."


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True))
def test_dates_are_those_that_the_domain_knows(text):
    try:
        partial_days(text)
    except ValueError:
        known = False
    else:
        known = True
    try:
        read_on(text)
    except ValueError:
        assert not known
    else:
        assert known
