"""Letters that the program writes to people, in their language: plain text from templates/letters/."""

from functools import cache
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supplychain.assets import asset_dir

LANGUAGES = ("en", "de")
"""Languages in which letters are written."""
_SUBJECT = "Subject: "


class Letter(NamedTuple):
    """A letter, ready to be sent."""

    name: str
    """What kind of letter it is."""
    language: str
    to: str
    subject: str
    text: str


def write_letter(name: str, language: str, to: str, **filled: str) -> Letter:
    """Fill in a template; its first line is the subject."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    whole = _templates().get_template(f"{name}.{language}.txt").render(filled)
    first, _, text = whole.partition("\n")
    return Letter(name, language, to, first.removeprefix(_SUBJECT), text.lstrip("\n"))


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(asset_dir("templates") / "letters")
    return Environment(  # noqa: S701  # plain text: nothing to escape
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
