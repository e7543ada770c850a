"""Finds in free text what may be the name of a person: by a title, by what stands before it, and by capital letters in a row.

Nothing here knows given names, for no list of them is fair to all the world. What is found is to be looked at by somebody: firms,
products and places that the database does not know are found too, and names in scripts without capital letters are not.
"""

import re
from collections.abc import Collection, Iterator, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from supplychain.domain.vocabulary import COUNTRIES

_WORD = re.compile(r"[^\W\d_](?:[\w'’]|-(?=[^\W\d_])){0,40}")
_LONGEST_KNOWN = 8
_LONGEST_NAME = 4
_TITLES = frozenset(
    "mr mrs ms mx miss madam sir dr prof herr frau sr sra srta señor señora señorita doña bwana bi mzee ndugu "
    "ginoong ginang gng kuya engr atty".split()
)
_BEFORE = re.compile(
    r"\b(?:my name is|name|i am called|named|mein name ist|ich hei(?:ß|ss)e|namens|me llamo|mi nombre es|nombre|"
    r"jina langu ni|jina|anaitwa|ang pangalan ko ay|pangalan|ako si|si|"
    r"supervisor|manager|boss|team ?lead(?:er)?|co-?worker|colleague|recruiter|trainer|friend|"
    r"vorgesetzte[rn]?|chef(?:in)?|kolleg(?:e|en|in)|teamleiter(?:in)?|"
    r"jef[ea]|gerente|compañer[oa]|supervisora|meneja|msimamizi|bosi|mwenzangu|rafiki|katrabaho)"
    r"[ ,:=]{1,3}",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "van von der den de da di del dela la le al el bin bint ibn wa ole ap y e dos das san ter zu".split()
)
_CALENDAR = """
january february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes
sábado domingo januari februari machi aprili agosti septemba oktoba novemba desemba jumatatu jumanne jumatano alhamisi ijumaa
jumamosi jumapili enero pebrero marso hunyo hulyo setyembre oktubre nobyembre disyembre lunes martes miyerkules huwebes biyernes
sabado linggo easter christmas ramadan
"""
_SMALL = """
a an the this that these those it its he she they we you i me my our your his her their who what when where which why how in on at
of to from for with without by as after before during since until between under over about against into through and or but nor so
if then than because while although though once also even only just not no yes all some many most each every any both few more
less one two three four five six seven eight nine ten is are was were be been has have had do does did can could may might must
shall should will would there here now today yesterday tomorrow according however sometimes often never always please thanks dear
hello hi worker workers people person employee employees supervisor manager boss leader team lead colleague client customer
friend trainer recruiter coworker kollege kollegin teamleiter teamleiterin vorgesetzte
vorgesetzter jefe jefa gerente meneja bosi rafiki
der die das den dem des ein eine einer eines einem einen er sie es wir ihr ich mein meine unser unsere in im an am auf bei von vom
zu zum zur aus mit ohne für gegen nach vor seit bis und oder aber wenn weil dass als auch nur nicht kein keine alle viele jeder
jede ist sind war waren hat haben wird werden anfang ende mitte firma herr frau chef arbeiter arbeiterin mitarbeiter
el la los las un una unos unas y o pero en de del al con sin por para que como cuando donde yo mi nos nuestro su sus es son era
hay no sí todos muchos cada después antes desde hasta según trabajadores empresa
na ya wa kwa ni katika kama lakini pia sisi mimi yeye wao wafanyakazi baada kabla kila hii hiyo huko
ang ng mga sa si ay at ko mo niya kami kayo sila hindi oo pero kung kapag bago pagkatapos bawat
"""
_THINGS = """
inc ltd llc gmbh ag plc corp corporation limited co company companies group holding holdings university college school institute
institution foundation association union federation council commission committee ministry department agency office court tribunal
parliament senate government bank labs lab research center centre project programme program initiative team services service
solutions systems technologies technology software platform platforms cloud data dataset intelligence artificial learning machine
model models app studio media news times post journal press magazine report guardian international national global africa african
asia asian europe european america american kenyan kenya german germany filipino philippines indian english spanish swahili
tagalog french chinese arabic north south east west northern southern eastern western central new city county state states united
kingdom republic street road avenue park building house tower floor act law directive regulation policy code article section
chapter content moderation moderator moderators annotation labelling labeling human resources quality assurance minimum wage
living internet web world works workers rights convention universität gesetz gericht straße verein gewerkschaft ministerium
nations pacific atlantic river lake mount valley island islands
""".split()
_NO_NAME = frozenset(_CALENDAR.split()) | frozenset(_THINGS)
_STRIPPED = frozenset(_SMALL.split()) | frozenset(_CALENDAR.split())
_END = (".", "!", "?", "\n", "\r")


class Place(NamedTuple):
    """Where a name may stand."""

    start: int
    end: int


class _Token(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def folded(self) -> str:
        return self.text.casefold()


def find_names(text: str, known: Collection[str] = ()) -> tuple[Place, ...]:
    """Find what may be names of persons, in order. `known` are names of parties and places, which are passed over."""
    words = [_Token(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
    if not words:
        return ()
    passed = _known_places(words, _read_names(frozenset(known)))
    found = [*_titled(words, text), *_introduced(words, text, passed), *_in_a_row(words, text, passed)]
    return tuple(_merged(found))


class _Known(NamedTuple):
    names: Set[tuple[str, ...]]
    longest: int


@lru_cache(maxsize=8)
def _read_names(known: frozenset[str]) -> _Known:
    """Take names apart into their words: once for all the cells of a report."""
    names = {tuple(m[0].casefold() for m in _WORD.finditer(name)) for name in known}
    names = {name for name in names if 0 < len(name) <= _LONGEST_KNOWN}
    return _Known(names, max(map(len, names), default=0))


def _known_places(words: list[_Token], known: _Known) -> set[int]:
    """Number the words that belong to a known name; also with a genitive s."""
    folded = [re.sub(r"['’]s$", "", word.folded) for word in words]
    passed: set[int] = set()
    for place in range(len(words)):
        for length in range(min(known.longest, len(words) - place), 0, -1):
            if tuple(folded[place : place + length]) in known.names:
                passed.update(range(place, place + length))
                break
    return passed


def _titled(words: list[_Token], text: str) -> Iterator[Place]:
    for before, word in pairwise(words):
        between = text[before.end : word.start]
        if (
            before.folded in _TITLES
            and before.text[0].isupper()
            and between in (" ", ". ", ".")
            and _is_capital(word.text)
        ):
            yield Place(before.start, word.end)


def _introduced(words: list[_Token], text: str, passed: set[int]) -> Iterator[Place]:
    by_start = {word.start: number for number, word in enumerate(words)}
    for match in _BEFORE.finditer(text):
        number = by_start.get(match.end())
        if number is not None and number not in passed and _may_be_name(words[number]):
            yield Place(words[number].start, words[number].end)


def _in_a_row(words: list[_Token], text: str, passed: set[int]) -> Iterator[Place]:
    """Find two to four capital words in a row, with particles and initials among them."""
    row: list[_Token] = []
    for number, word in enumerate([*words, _Token(len(text), len(text), "")]):
        follows = bool(row) and _joins(text, row[-1], word)
        name = number not in passed and bool(word.text) and _is_capital(word.text)
        if follows and (name or (word.text in _PARTICLES and number not in passed)):
            row.append(word)
            continue
        yield from _judged([_bare(part) for part in row])
        row = [word] if name else []


def _bare(word: _Token) -> _Token:
    """Take off a genitive s."""
    bare = re.sub(r"['’]s$", "", word.text)
    return _Token(word.start, word.start + len(bare), bare)


def _joins(text: str, before: _Token, word: _Token) -> bool:
    between = text[before.end : word.start]
    return between in (" ", "\u00a0") or (len(before.text) == 1 and between in (".", ". "))


def _judged(row: list[_Token]) -> Iterator[Place]:
    """Say whether a row may be a name, once words that only begin or end a sentence are off."""
    while row and ((row[0].folded in _STRIPPED and len(row[0].text) > 1) or row[0].text in ("I", "A")):
        row = row[1:]
    while row and (row[-1].text in _PARTICLES or row[-1].folded in _STRIPPED):
        row = row[:-1]
    capitals = [word for word in row if word.text not in _PARTICLES]
    if len(capitals) < 2 or all(len(word.text) == 1 for word in capitals):
        return
    if any(word.folded in _NO_NAME for word in capitals) or any(_is_made_up(word.text) for word in capitals):
        return
    yield Place(row[0].start, row[min(len(row), _LONGEST_NAME + 2) - 1].end)


def _may_be_name(word: _Token) -> bool:
    return _is_capital(word.text) and word.folded not in _NO_NAME | _STRIPPED and not _is_made_up(word.text)


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word[0].istitle()


def _is_made_up(word: str) -> bool:
    """Tell the names of firms and products by capitals inside (OpenAI) or only capitals (UNESCO, KPMG), short ones of four."""
    letters = re.sub(r"^(?:Mc|Mac|O['’]|D['’])(?=[^\W\d_a-z])", "", word)
    parts = re.split(r"['’-]", letters)
    if all(part.isupper() for part in parts if part):
        return 1 < len(word) <= 4 or word in COUNTRIES
    return any(any(sign.isupper() for sign in part[1:]) for part in parts)


def _merged(found: list[Place]) -> Iterator[Place]:
    """Join what overlaps."""
    last: Place | None = None
    for place in sorted(found):
        if last is not None and place.start < last.end:
            last = Place(last.start, max(last.end, place.end))
            continue
        if last is not None:
            yield last
        last = place
    if last is not None:
        yield last
