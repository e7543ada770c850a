"""Every text of the pages is there in every language, with the same things to fill in."""

import re

import pytest

from supplychain.web.i18n import LANGUAGES
from tests.web.messages import catalogue, wanted

FILLED = re.compile(r"%\((\w+)\)s")
OTHERS = LANGUAGES[1:]


def forms(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_untranslated(code):
    messages = catalogue(code)
    missing = []
    for text in wanted():
        message = messages.get(forms(text)[0])
        if message is None or message.fuzzy or not all(forms(message.string)):
            missing.append(text)
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_left_over(code):
    known = {forms(text)[0] for text in wanted()}
    assert [m.id for m in catalogue(code) if m.id and forms(m.id)[0] not in known] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_same_is_filled_in(code):
    for message in catalogue(code):
        if not message.id:
            continue
        allowed = {name for text in forms(message.id) for name in FILLED.findall(text)}
        for text in forms(message.string):
            assert set(FILLED.findall(text)) <= allowed, message.id
        if isinstance(message.id, str):
            assert set(FILLED.findall(message.string)) == allowed, message.id


@pytest.mark.parametrize("code", OTHERS)
def test_percent_signs_are_read_the_same_way(code):
    """A lone % would break where something is filled in."""
    for message in catalogue(code):
        if message.id and FILLED.search("".join(forms(message.id))):
            for text in forms(message.string):
                assert "%" not in FILLED.sub("", text).replace("%%", ""), message.id
