"""Languages: which there are, and the catalogues read straight from .po, so that no stale compiled file can be served."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale

LANGUAGES = ("en", "de")
"""The first one has no prefix in its addresses, and its texts are the keys of the others."""
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


def language() -> str:
    """Name the language of the page at hand."""
    return str(g.get("lang", LANGUAGES[0]))


def mark(text: str) -> str:
    """Mark a text for the catalogue where it is written; it is translated where it is shown."""
    return text


def catalogue_file(code: str) -> Path:
    """Say where the catalogue of a language lies."""
    return CATALOGUES / code / "LC_MESSAGES" / "messages.po"


def read_catalogue(code: str) -> NullTranslations:
    """Read the catalogue of a language; a language without one shows the texts as they are written."""
    path = catalogue_file(code)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=code))
    compiled.seek(0)
    return Translations(compiled)


class PoDomain(Domain):
    """The messages of this site; every catalogue is read once."""

    def get_translations(self) -> NullTranslations:
        """Give the catalogue for the page at hand."""
        locale = get_locale()
        code = LANGUAGES[0] if locale is None else str(locale)
        if code not in self.cache:
            self.cache[code] = read_catalogue(code)
        return self.cache[code]


def set_up(app: Flask) -> None:
    """Give the app its languages: the address alone decides, never a header or a cookie."""
    babel = Babel(app, default_locale=LANGUAGES[0], default_timezone="UTC", locale_selector=language)
    babel.domain_instance = PoDomain()
