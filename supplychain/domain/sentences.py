"""Sentences that are made where something is known and said where somebody reads them: English as they stand, with the pattern
and with what fills it, so that a page can say them in its own language. Programs and the command line see plain English.
"""

from collections.abc import Mapping
from typing import Any

_SHOWN = 60


class Quoted(str):
    """What somebody typed, in quotation marks, printable and short; a page uses the marks of its language."""

    __slots__ = ()

    @property
    def inner(self) -> str:
        """It without the marks."""
        return self[1:-1]


class Counted(int):
    """A number of things: its thousands are parted as the language does it."""


class Said(str):
    """A sentence or a part of one, with the pattern that the catalogues know and with what fills it."""

    pattern: str
    filled: Mapping[str, object]
    raised: bool
    """Whether its first letter is raised, since a sentence begins with it."""

    def __new__(cls, pattern: str, filled: Mapping[str, object], raised: bool = False) -> "Said":
        """Make it from its pattern; one that is not filled holds no places, and its signs stand for themselves."""
        text = pattern % {name: _english(value) for name, value in filled.items()} if filled else pattern
        made = super().__new__(cls, text[:1].upper() + text[1:] if raised else text)
        made.pattern, made.filled, made.raised = pattern, dict(filled), raised
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object], bool]:  # type: ignore[override]
        """Say how a copy is made."""
        return self.pattern, self.filled, self.raised


def _english(value: object) -> str:
    return f"{int(value):,}" if isinstance(value, Counted) else str(value)


def sentence(pattern: str, **filled: object) -> Said:
    """Make a sentence. The pattern stands in the code as it is, for the catalogues are made from there."""
    return Said(pattern, filled)


def place_words(file: str, row: int = 0, column: str = "") -> Said:
    """Say where in a file something stands; without a name the file is called so only where nothing else is said."""
    parts: dict[str, str] = {}
    if file or not (row or column):
        parts["file"] = file or sentence("file")
    if row:
        parts["row"] = sentence("row %(number)s", number=row)
    if column:
        parts["column"] = sentence("column %(name)s", name=column)
    return Said(", ".join(f"%({name})s" for name in parts), parts)


def joined(*parts: str) -> Said:
    """Put sentences behind each other, without those that are empty."""
    names = {f"part{place}": part for place, part in enumerate(filter(None, parts), 1)}
    return Said(" ".join(f"%({name})s" for name in names), names)


def error_words(error: Exception) -> str:
    """Give what an error says, as the sentence that it was made with."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, str) else str(error)


# -- as a field of a record, and as text that is kept ------------------------------------------------------------------


def freeze(text: str) -> Any:
    """Give a sentence as it is kept as JSON: a plain text, or its pattern with what fills it."""
    match text:
        case Said() if text.filled:
            filled = {name: _frozen(value) for name, value in text.filled.items()}
            return {"pattern": text.pattern, "filled": filled, "raised": text.raised}
        case Quoted():
            return {"quoted": text.inner}
        case _:
            return str(text)


def _frozen(value: object) -> Any:
    if isinstance(value, Counted):
        return {"count": int(value)}
    return freeze(value) if isinstance(value, str) else str(value)


def thaw(kept: Any) -> str:
    """Read what `freeze` wrote. Raises ValueError for anything else."""
    match kept:
        case str():
            return kept
        case {"pattern": str(pattern), "filled": dict(filled), "raised": bool(raised)}:
            try:
                return Said(pattern, {str(name): _thawed(value) for name, value in filled.items()}, raised)
            except (KeyError, TypeError):
                raise ValueError("a pattern does not fit what fills it") from None
        case {"quoted": str(inner)}:
            return Quoted(f"“{inner}”")
        case _:
            raise ValueError("this is no sentence")


def _thawed(kept: Any) -> object:
    match kept:
        case {"count": int(count)}:
            return Counted(count)
        case _:
            return thaw(kept)
