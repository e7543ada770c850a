"""Assessments as files: what is written is read again, and what is wrong is told by its number."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.assess_result import empty
from supplychain.domain.errors import Invalid
from supplychain.formats.assess import LARGEST, digest_of, read_assessment, write_answers
from tests.assessing import filled

WHOLE = filled(empty("chatgpt", 3, "a" * 64))


def sent(**changes: object) -> bytes:
    return json.dumps(WHOLE.model_dump(mode="json") | changes).encode()


def problems(data: bytes) -> list[str]:
    with pytest.raises(Invalid) as caught:
        read_assessment(data)
    return [str(p) for p in caught.value.problems]


def test_it_is_read_as_it_was_written() -> None:
    assert read_assessment(write_answers(WHOLE).encode()) == WHOLE
    assert read_assessment(json.dumps({"assessment": WHOLE.model_dump(mode="json"), "more": 1}).encode()) == WHOLE
    assert len(digest_of(WHOLE)) == 64
    assert digest_of(WHOLE) != digest_of(filled(WHOLE, task="Another"))


def test_numbers_and_flags_may_stand_without_quotes() -> None:
    given_ = WHOLE.answers | {"cases_today": 20, "minutes_today": 12.5, "blind": True, "dissent": None}
    weighing = {"pay": {"score": -1, "reason": "x"}}
    read = read_assessment(sent(answers=given_, weighing=weighing))
    assert [read.said(n) for n in ("cases_today", "minutes_today", "blind", "dissent")] == ["20", "12.5", "yes", ""]
    assert read.weight("pay").score == "-1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This is no JSON: line 1"),
        (b"{", "This is no JSON"),
        (b"[]", "This is no assessment"),
        (b'{"format": "other"}', "This is no assessment"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"[" * 100_000, "This is no"),
        (b'{"a": 1, "a": 2}', "“a” is given twice"),
        (b" " * (LARGEST + 1), "larger than 2 MB"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "This is no assessment"),
        (sent(version=2), "does not know"),
        (sent(revision=-1), "revision: cannot be read"),
        (sent(revision=10**30), "revision: cannot be read"),
        (sent(tool="No Slug"), "tool: cannot be read"),
        (sent(colour="red"), "colour: is not known here"),
        (sent(answers={"blind": ["x"]}), "1.4: answers.blind is no text"),
        (sent(answers={str(n): "x" for n in range(101)}), "answers: cannot be read"),
        (sent(weighing={"pay": {"points": 2}}), "3.6: weighing.pay.points cannot be read"),
        (sent(weighing={"pay": 2}), "3.6: weighing.pay cannot be read"),
    ],
)
def test_what_is_wrong_is_told(data: bytes, said: str) -> None:
    assert any(said in text for text in problems(data)), problems(data)


def test_signs_that_cannot_be_kept_are_left_out() -> None:
    read = read_assessment(sent(answers=WHOLE.answers | {"task": "a\u0000b\ud800c\u202ed\r\ne"}))
    assert read.said("task") == "abcd\ne"
    write_answers(read)


plain = st.none() | st.booleans() | st.floats() | st.integers() | st.text()


@given(st.recursive(plain, lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=8))
def test_nothing_that_is_sent_breaks_it(value: object) -> None:
    for field in ("answers", "weighing", "no_evidence", "despite", "predecessor", "assessment"):
        with suppress(Invalid):
            write_answers(read_assessment(sent(**{field: value})))
