"""The sheet of a product for a terminal: the words of its page, in the same order, without what only a browser needs."""

import textwrap
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.i18n import LANGUAGES

_BLOCKS = ("h1", "h2", "p", "li")
_LEFT_OUT = {"no-print", "notice"}
"""Classes of what only a browser needs."""
_VOID = ("br", "img", "meta", "link", "input", "hr", "wbr", "source")


def terminal_text(settings: Settings, store: Store, id: str, language: str, as_of: int | None, width: int) -> str:
    """Say the sheet of a product in a language, wrapped to a width."""
    query = f"?{urlencode({'as_of': as_of})}" if as_of is not None else ""
    before = "" if language == LANGUAGES[0] else f"/{language}"
    page = create_app(settings, store).test_client().get(f"{before}/tools/{quote(id)}/sheet{query}").text
    reader = _Blocks()
    reader.feed(page)
    return "\n".join(line for block in reader.blocks for line in _lines(*block, width)).strip()


def _lines(tag: str, text: str, width: int) -> list[str]:
    if tag == "h2":
        return ["", text.upper()]
    if tag == "li":
        return textwrap.wrap(text, width, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
    return textwrap.wrap(text, width, break_on_hyphens=False)


class _Blocks(HTMLParser):
    """Reads the headings, paragraphs and items of the main part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._hidden = 0
        """How deep it stands in what is not printed; 0: not at all."""
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or leave out what is not printed."""
        if tag in _VOID:
            return
        self._open.append(tag)
        if not self._hidden and _LEFT_OUT & set((dict(attrs).get("class") or "").split()):
            self._hidden = len(self._open)
        if tag in _BLOCKS:
            self._said = []

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        text = " ".join("".join(self._said).split())
        if tag in _BLOCKS and "main" in self._open and text and not self._hidden:
            self.blocks.append((tag, text))
            self._said = []
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if len(self._open) < self._hidden:
            self._hidden = 0

    def handle_data(self, data: str) -> None:
        """Take up text."""
        if not self._hidden:
            self._said.append(data)
