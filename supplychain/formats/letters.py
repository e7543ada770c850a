"""Letters that the program writes to people, in their language: plain text from templates/letters/."""

from datetime import date
from functools import cache
from typing import NamedTuple

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supplychain.assets import asset_dir

LANGUAGES = ("en", "de")
"""Languages in which letters are written."""
_SUBJECT = "Subject: "
_DAY_FIRST = {"en": "en_GB"}


class Letter(NamedTuple):
    """A letter, ready to be sent."""

    name: str
    """What kind of letter it is."""
    language: str
    to: str
    subject: str
    text: str


def write_letter(name: str, language: str, to: str, **filled: object) -> Letter:
    """Fill in a template; its first line is the subject. Days are written out in the language."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    filled = {key: day_words(value, language) if isinstance(value, date) else value for key, value in filled.items()}
    whole = _templates().get_template(f"{name}.{language}.txt").render(filled)
    first, _, text = whole.partition("\n")
    return Letter(name, language, to, first.removeprefix(_SUBJECT), text.lstrip("\n"))


def day_words(day: date, language: str) -> str:
    """Write a day out: 10 December 2026."""
    return format_date(day, "long", locale=_DAY_FIRST.get(language, language))


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(asset_dir("templates") / "letters")
    return Environment(  # noqa: S701  # plain text: nothing to escape
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
