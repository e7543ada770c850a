"""Sentences about what is wrong are made far from the page that says them: each is marked for the catalogues."""

import json
import pickle
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.errors import Conflict, Invalid, Problem, shown
from supplychain.domain.reports import GROUPS, OWN_PAY, RETRACTIONS, Content
from supplychain.domain.sentences import (
    Counted,
    Quoted,
    Said,
    error_words,
    freeze,
    joined,
    place_words,
    sentence,
    thaw,
)
from supplychain.formats.checks import Known
from supplychain.formats.evidence import clean
from supplychain.formats.proposals import read_content
from supplychain.formats.uploads import pack, read_upload, unpack
from supplychain.store.errors import _WORDS as CONSTRAINTS
from supplychain.web.i18n import said
from tests.reports import cited, pay, practice, worker
from tests.web.messages import wanted

PLACE = re.compile(r"%\(\w+\)s")


def patterns(text: object) -> Iterator[str]:
    """Every pattern of which a sentence is made; what only puts sentences beside each other says nothing by itself."""
    if isinstance(text, Said):
        if re.search("[A-Za-z]", PLACE.sub("", text.pattern)):
            yield text.pattern
        for value in text.filled.values():
            yield from patterns(value)


def broken() -> list[Problem]:
    """What is said of a report in which much is wrong."""
    row = {**practice().rows("practices")[0], "practice": "webcam", "start": "2031-13", "countries": "KE||UG"}
    content = Content().adding("sources", {**worker("report-x"), "origin_of": "report-x|copy:|nothing"})
    content = content.adding("practices", row, {"id": "Not An Id", "employer": "=x", "practice": "webcam_capture"})
    content = content.adding("citations", cited("p-00000000r", "no-source"), cited("p-00000009z", "report-x"))
    content = content.adding("links", {"id": "l-1", "subject": "sama", "relation": "uses", "object": "sama", "x": "y"})
    content = content.adding("wages", {"id": "w-1", "employer": "sama", "low": "5", "high": "1,0", "currency": "USD"})
    content = content.adding("responses", {"id": "r-1", "respondent": "sama", "description": "Call +254 722 123 456."})
    content = content.adding(OWN_PAY, {"wage": "w-9"}).adding(RETRACTIONS, {"claim": "w-9", "reason": "a@b.example"})
    content = content.adding(GROUPS, {"claim": "w-1", "size": "0"}).with_rows("nonsense", [{"a": "b"}])
    wages = pay().with_rows(
        "wages", [{**pay().rows("wages")[0], "countries": "", "high": "300", "start": "", "end": ""}]
    )
    return [
        *read_content(content, Known(entities={"sama": "outsourcer"})).problems,
        *read_content(wages, Known(entities={"sama": "outsourcer"})).problems,
    ]


UPLOADS = (
    b"employer,practice,mood\nsama,webcam_capture,bad,9\n",
    b"what,is,this\n1,2,3\n",
    b'employer,practice,employer\nsama,"x\ny",\n',
    b'employer,practice\nsama,"webcam',
    "employer,practice\nsämä,webcam_capture\n".encode("cp1252"),
    b'{"practices": [1, {"employer": {}}], "moods": [], "wages": {}}',
)
REFUSED = (b"%PDF-1.7", b"PK\x03\x04", b"{,}", b'{"a": 1, "a": 2}', b"\xff\xfe\x00", b"", b"GIF89a", b"[" * 9_000)


def found() -> Iterator[str]:
    """Sentences that the readers make."""
    for problem in broken():
        yield from (problem.where, problem.what, problem.mend)
    for data in UPLOADS:
        read = read_upload(data)
        for fault in (*read.faults, *read.notes):
            yield from (fault.what, fault.mend, fault.problem().where)
    for data in REFUSED:
        for reader in (read_upload, clean):
            try:
                reader(data)
            except Invalid as error:
                yield from (part for problem in error.problems for part in (problem.what, problem.mend))
    yield from clean("\ufeffseen\u200b\n".encode()).removed
    yield from clean(b"a,b\n=1+1,2\n").removed
    yield from CONSTRAINTS.values()


def test_every_sentence_of_a_reader_is_in_the_catalogues() -> None:
    texts, marked = list(found()), wanted()
    assert len(texts) > 150
    assert {text for text in texts if not isinstance(text, Said)} <= descriptions() | marked | {""}
    assert {pattern for text in texts for pattern in patterns(text)} <= marked


def descriptions() -> set[str]:
    """What columns hold: said where a cell that is needed is empty."""
    from supplychain.formats.sheets import READABLE, readable_columns

    return {column.description for table in READABLE for column in readable_columns(table)}


def test_what_is_carried_from_page_to_page_stays_a_sentence() -> None:
    for data in UPLOADS:
        read = read_upload(data)
        again = unpack(pack(read))
        kept, made = ([list(patterns(f.what)) or [f.what] for f in one.faults] for one in (again, read))
        assert kept == made
        assert (again.faults, again.notes) == (read.faults, read.notes)


def test_a_page_says_it_in_its_language(site: Flask) -> None:
    with site.test_request_context("/de/"):
        site.preprocess_request()
        assert said(place_words("citations", 3, "claim")) == "citations, Zeile 3, Spalte claim"
        assert said(shown("x")) == "„x“"
        assert said(sentence("%(num)s reports lie here.", num=Counted(12_345))) == "12.345 reports lie here."
        assert said(Said("row %(number)s", {"number": 7}, raised=True)) == "Zeile 7"
        assert said("There is no such page") == "Diese Seite gibt es nicht"
        assert said("") == ""
    assert place_words("citations", 3, "claim") == "citations, row 3, column claim"


def test_an_error_keeps_its_sentence() -> None:
    words = sentence("%(id)s is not there any more.", id=shown("x"))
    assert error_words(Conflict(words)) is words
    assert error_words(Conflict("plain")) == "plain"
    assert error_words(KeyError()) == ""


TEXTS = st.text(max_size=20)
SENTENCES = st.recursive(
    st.one_of(TEXTS.map(shown), TEXTS.map(lambda text: sentence("Holds %(what)s.", what=text))),
    lambda inner: st.one_of(
        st.builds(joined, inner, inner),
        st.builds(
            lambda one, n: Said("%(one)s, %(count)s", {"one": one, "count": Counted(n)}, raised=True),
            inner,
            st.integers(),
        ),
    ),
    max_leaves=6,
)


@given(SENTENCES)
def test_a_sentence_that_is_kept_comes_back_whole(text: str) -> None:
    again = thaw(json.loads(json.dumps(freeze(text))))
    assert (again, list(patterns(again))) == (text, list(patterns(text)))
    assert pickle.loads(pickle.dumps(text)) == text


@pytest.mark.parametrize(
    "kept", [None, 3, {"pattern": "%(a)s", "filled": {}, "raised": False, "x": 1}, {"pattern": "x"}, []]
)
def test_what_is_no_sentence_is_refused(kept: object) -> None:
    if isinstance(kept, dict) and "filled" in kept:
        assert thaw(kept) == "%(a)s"
        return
    with pytest.raises(ValueError, match="no sentence"):
        thaw(kept)
    with pytest.raises(ValueError, match="does not fit"):
        thaw({"pattern": "%(a)s", "filled": {"b": "x"}, "raised": False})
    assert isinstance(thaw({"quoted": "x"}), Quoted)
