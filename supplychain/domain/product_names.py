"""How people write the name of a product: with its maker, with an edition or a version, or only the end of a longer name.

One product's name is compared with one name that is looked for; what else is recorded changes nothing. Only a product's own
name beside the name of a maker that is recorded as offering it is as good as its name; all else somebody has to settle.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supplychain.domain import match_table as table
from supplychain.domain.match_table import Code, Reason, reason
from supplychain.domain.name_forms import NameForm
from supplychain.domain.name_likeness import Grade

_EDITIONS = frozenset(
    """enterprise business pro plus premium team teams free basic standard essential essentials advanced ultimate ultra max
    mini nano lite light turbo preview beta edition version edu education academic government professional personal individual
    family starter unlimited paid trial licence license licenses licences subscription subscriptions abo abonnement seat seats
    user users account account plan api app apps web online cloud desktop mobile chat chatbot assistant instruct reasoning
    thinking large medium small flash sonnet opus haiku latest new 365""".split()
)
"""Words that tell an edition, a version or a way of buying, and no product."""
_JOINING = frozenset("by from for of von fur of with in the".split())
"""Words that join the name of a product with that of its maker."""
_VERSION = re.compile(r"v?\d+[a-z]?|gen\d+")
_SHORTEST = 5
"""Letters that the end of a longer name has at least, to be looked for by itself."""
_LONGEST = 8
"""Words of a name that are looked at; a longer one is a sentence."""


class Way(NamedTuple):
    """A way to write the name of a product, or of a maker: what it is worth, and why it may mean this one."""

    id: str
    matched: str
    score: int
    reasons: tuple[Reason, ...]
    bare: bool
    """Whether it counts without an edition; else only once an edition was taken off."""
    whole: bool = False
    """Whether it is the whole name of a product."""


def ways_of_product(id: str, names: Iterable[NameForm], makers: Iterable[NameForm]) -> Iterator[tuple[str, Way]]:
    """Give the ways to write a product, with the letters that each comes to. The first name is its own, others are aliases."""
    sellers = list(makers)
    for place, name in enumerate(names):
        other = (reason(Code.OTHER_NAME, name=name.text),) if place else ()
        yield name.full, Way(id, name.text, table.EDITION_OFF, other, bare=False, whole=True)
        for maker in sellers:
            yield from _beside_maker(id, name, maker, other)
        yield from _shortened(id, name)
        yield from _family(id, name, sellers)


def _beside_maker(id: str, name: NameForm, maker: NameForm, other: tuple[Reason, ...]) -> Iterator[tuple[str, Way]]:
    """Add the maker's name to a product's, or take it off."""
    said = (reason(Code.ADDS_MAKER, maker=maker.text), *other)
    way = Way(id, name.text, table.ALIAS_WITH_MAKER if other else table.WITH_MAKER, said, bare=True)
    yield maker.full + name.full, way
    yield name.full + maker.full, way
    size = len(maker.spoken)
    if name.spoken[:size] == maker.spoken and (rest := "".join(name.spoken[size:])):
        way = Way(id, name.text, table.WITHOUT_MAKER, (reason(Code.LEAVES_MAKER_OUT, maker=maker.text),), bare=True)
        yield rest, way
        begins = (reason(Code.BEGINS_THE_SAME, name=name.text),)
        yield maker.full, Way(id, name.text, table.PART, begins, bare=False)


def _shortened(id: str, name: NameForm) -> Iterator[tuple[str, Way]]:
    """Leave out the beginning of a name of several words."""
    for start in range(1, len(name.spoken)):
        if len(rest := "".join(name.spoken[start:])) >= _SHORTEST and not _tells_little(name.spoken[start:]):
            said = (reason(Code.LEAVES_OUT, left_out=" ".join(name.spoken[:start])),)
            yield rest, Way(id, name.text, table.PART, said, bare=True)


def _tells_little(words: tuple[str, ...]) -> bool:
    return all(word in _EDITIONS or word in _JOINING or _VERSION.fullmatch(word) for word in words)


def _family(id: str, name: NameForm, makers: Iterable[NameForm]) -> Iterator[tuple[str, Way]]:
    """Leave out the version of a product, so that others of its family find it."""
    words = list(name.spoken)
    while len(words) > 1 and _is_edition(words[-1]):
        words.pop()
    if len(words) < len(name.spoken):
        said = (reason(Code.FAMILY, name=name.text),)
        base = "".join(words)
        for key in (base, *(k for maker in makers for k in (maker.full + base, base + maker.full))):
            yield key, Way(id, name.text, table.PART, said, bare=True)


def ways_of_maker(id: str, names: Iterable[NameForm]) -> Iterator[tuple[str, Way]]:
    """Give the ways to write the maker of a product: its names, with an edition behind them."""
    for name in names:
        yield name.full, Way(id, name.text, table.PART, (), bare=False)


def readings(form: NameForm) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give what a name comes to, in words, with those for an edition or a version that were taken off: none first."""
    words = tuple(word for word in form.spoken[:_LONGEST] if word not in _JOINING) or form.spoken[:_LONGEST]
    yield words, ""
    last = len(words)
    while last > 1 and _is_edition(words[last - 1]):
        last -= 1
        yield words[:last], _as_written(form.text, words[last:])
    inner = [word for word in words[1:last] if _is_edition(word)]
    if inner:
        kept = (word for word in words[1:last] if not _is_edition(word))
        yield (*words[:1], *kept), _as_written(form.text, (*inner, *words[last:]))


def _as_written(text: str, words: Iterable[str]) -> str:
    written = {"".join(c for c in part.casefold() if c.isalnum()): part.strip(",;()") for part in text.split()}
    return " ".join(written.get(word, word) for word in words)


def beside_others(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give every way to divide words into the name of a product and that of an organisation before or after it."""
    for at in range(1, len(words)):
        first, second = "".join(words[:at]), "".join(words[at:])
        yield second, first
        yield first, second


def _is_edition(word: str) -> bool:
    return word in _EDITIONS or _VERSION.fullmatch(word) is not None


def grade_of(way: Way, taken_off: str) -> Grade | None:
    """Say what a way is worth for a name from which an edition was taken off, or nothing."""
    if not taken_off:
        return Grade(way.score, way.reasons) if way.bare else None
    cost = table.EDITION_COST if way.bare else 0
    score = min(way.score - cost, table.EDITION_OFF)
    return Grade(score, (reason(Code.EDITION_OFF, words=taken_off), *way.reasons))


def grade_beside(way: Way, organisation: str, taken_off: str) -> Grade | None:
    """Say what a product's name is worth beside the name of an organisation that is not recorded as offering it."""
    if not way.whole:
        return None
    said = [reason(Code.BESIDE_OTHER, organisation=organisation), *way.reasons]
    if not taken_off:
        return Grade(table.BESIDE_OTHER, tuple(said))
    return Grade(table.BESIDE_OTHER - table.EDITION_COST, (reason(Code.EDITION_OFF, words=taken_off), *said))
