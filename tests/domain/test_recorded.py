"""Words of ours that are recorded: each is found again by its pattern, and nobody's own words are taken for ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.recorded import OWN_WORDS, own_words, parts_of, read_own, undone_in
from supplychain.domain.sentences import Said

FILLED = {
    "id": "q-3k9xw2mq7-2",
    "seq": "12",
    "left": "sama",
    "right": "samasource",
    "number": "A1",
    "quarter": "2026-Q3",
    "name": "Müller & Co., Inc.",
    "about": "ChatGPT",
    "question": "Who does the work: “all” of it?",
    "reason": "a mix-up: of two firms",
}


@pytest.mark.parametrize("word", OWN_WORDS)
def test_what_was_filled_in_is_found_again(word: str) -> None:
    wanted = Said(OWN_WORDS[word], {n: v for n, v in FILLED.items() if f"%({n})s" in OWN_WORDS[word]})
    text = own_words(word, **{name: str(value) for name, value in wanted.filled.items()})
    found = read_own(text)
    assert found is not None
    assert (found.pattern, found.filled) == (wanted.pattern, wanted.filled)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The report",
        "Everything was accepted",
        "page 7 of the report",
        "Undo of revision three: no",
        "Two firms answered; the answer stands here in full.",
        "Judged the same",
    ],
)
def test_what_somebody_wrote_is_none_of_ours(text: str) -> None:
    assert read_own(text) is None


@given(word=st.sampled_from(sorted(OWN_WORDS)), name=st.text(min_size=1, max_size=20), written=st.text(max_size=40))
def test_what_is_shown_in_english_is_what_was_recorded(word: str, name: str, written: str) -> None:
    """Whatever is filled in: a text that is found is told again as it stands."""
    text = OWN_WORDS[word] % {**FILLED, "name": name, "reason": written, "question": written}
    found = read_own(text)
    assert found is None or "".join(part.text for part in parts_of(found.pattern, found)) == text


def test_what_a_person_wrote_stays_apart() -> None:
    found = read_own("Undo of revision 3: a mix-up")
    assert found is not None
    parts = [p for p in parts_of("Revision %(seq)s rückgängig gemacht: %(reason)s", found) if p.text]
    assert "".join(p.text for p in parts) == "Revision 3 rückgängig gemacht: a mix-up"
    assert [p.text for p in parts if p.recorded] == ["a mix-up"]


def test_an_undo_names_its_revision() -> None:
    assert undone_in("Undo of revision 3: a mix-up") == 3
    assert undone_in("a mix-up") is None
