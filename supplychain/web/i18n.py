"""Languages: which there are, and the catalogues read straight from .po, so that no stale compiled file can be served."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g

from supplychain.domain.errors import shown
from supplychain.domain.sentences import Counted, Quoted, Said

LANGUAGES = ("en", "de")
"""The first one has no prefix in its addresses, and its texts are the keys of the others."""
QUOTES = {"en": ("“", "”"), "de": ("„", "“")}
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


def language() -> str:
    """Name the language of the page at hand: its address alone decides, never a header or a cookie."""
    return str(g.get("lang", LANGUAGES[0]))


def mark(text: str) -> str:
    """Mark a text for the catalogue where it is written; it is translated where it is shown."""
    return text


def catalogue_file(code: str) -> Path:
    """Say where the catalogue of a language lies."""
    return CATALOGUES / code / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(code: str) -> NullTranslations:
    """Read the catalogue of a language, once; a language without one shows the texts as they are written."""
    path = catalogue_file(code)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=code))
    compiled.seek(0)
    return Translations(compiled)


def gettext(text: str, **filled: object) -> str:
    """Say a text in the language of the page; `%(name)s` in it is filled in when anything is given."""
    said: str = catalogue(language()).ugettext(text)
    return said % filled if filled else said


def said(text: str) -> str:
    """Say what was said elsewhere in the language of the page: a sentence by its pattern, all else as it is written."""
    if isinstance(text, Quoted):
        opening, closing = QUOTES[language()]
        return f"{opening}{text.inner}{closing}"
    if not isinstance(text, Said):
        return gettext(text) if text else ""
    words = gettext(text.pattern)
    if text.filled:
        words %= {name: _filled(value) for name, value in text.filled.items()}
    return words[:1].upper() + words[1:] if text.raised else words


def _filled(value: object) -> str:
    if isinstance(value, Counted):
        return str(format_decimal(int(value), locale=language()))
    return said(value) if isinstance(value, Said | Quoted) else str(value)


def ngettext(one: str, many: str, count: int, **filled: object) -> str:
    """Say a text that counts in the language of the page; `%(num)s` in it is the count."""
    said: str = catalogue(language()).ungettext(one, many, count)
    return said % {"num": count, **filled}


def quoted(text: str) -> str:
    """Quote what somebody typed, short and printable, with the marks of the page's language."""
    opening, closing = QUOTES[language()]
    return f"{opening}{shown(text)[1:-1]}{closing}"


def set_up(app: Flask) -> None:
    """Give the templates `_` and `ngettext`; what is filled in there is escaped."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        lambda text: catalogue(language()).ugettext(text),
        lambda one, many, count: catalogue(language()).ungettext(one, many, count),
        newstyle=True,
    )
