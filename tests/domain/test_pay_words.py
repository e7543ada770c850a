"""The sentences beside figures of pay: one for each code, each said somewhere, each with what it needs."""

import inspect
import re

from supplychain.domain import pay, pay_benchmarks, pay_gaps, pay_money, pay_share, pay_subject
from supplychain.domain.pay_gate import COUNT_CLASSES, CountClass
from supplychain.domain.pay_results import APPLIES, PAY_POINTS, Applies, PayPoint
from supplychain.domain.pay_words import (
    MEASURES,
    PAY_STATES,
    PAY_WORDS,
    ROUNDING,
    VERDICTS,
    Measure,
    PayCode,
    PayState,
    Verdict,
    in_order,
    say,
)

SAYERS = (pay, pay_benchmarks, pay_gaps, pay_money, pay_share, pay_subject)


def test_every_code_has_its_words() -> None:
    tables = (
        (MEASURES, Measure), (PAY_STATES, PayState), (VERDICTS, Verdict), (PAY_WORDS, PayCode), (APPLIES, Applies),
        (PAY_POINTS, PayPoint), (COUNT_CLASSES, CountClass),
    )  # fmt: skip
    for words, codes in tables:
        assert list(words) == list(codes)
        assert len(set(words.values())) == len(words)
    assert all(text.endswith((".", "%(note)s", ":")) for text in PAY_WORDS.values())
    assert ROUNDING.endswith(".")


def test_every_code_is_said_somewhere() -> None:
    source = "\n".join(inspect.getsource(module) for module in SAYERS)
    assert [code.name for code in PayCode if not re.search(rf"PayCode\.{code.name}\b", source)] == []


def test_sentences_are_filled_in_and_keep_their_parameters() -> None:
    said = say(PayCode.NO_PARITY, country="KE", year=2025)
    assert said.words == "The reference has no purchasing-power parity of KE for 2025."
    assert said.parameters == {"country": "KE", "year": 2025}


def test_each_thing_is_said_once_and_in_order() -> None:
    one, two = say(PayCode.BASIS_UNKNOWN), say(PayCode.NO_YEAR)
    assert in_order([one, two, one]) == (two, one)
    years = [say(PayCode.NO_PARITY, country="KE", year=year) for year in (2026, 2025)]
    assert in_order(years) == tuple(reversed(years))


def test_no_sentence_blames() -> None:
    """Words that would be a verdict of ours on a firm."""
    text = " ".join([*PAY_WORDS.values(), *VERDICTS.values(), *PAY_STATES.values()]).lower()
    for word in ("violat", "compliant", "illegal", "legal wage paid", "exploit"):
        assert word not in text
