"""Finds in free text what must not stand in the database: ways to reach a person, and numbers that identify one.

It knows e-mail addresses, phone numbers with a country code or a label, payment cards and bank accounts (by their check
digits) and identity numbers with a label. Addresses of web pages are passed over, and so are plain figures, dates, times,
case numbers and book numbers. No rule finds the names of people in every language; the only one here knows a title before
a capital letter, and its find is a warning.

`find_personal` is for packages, which it must not hinder: it gives the first find only. `scan` is for what somebody wrote in
their own words: it gives every find with its place, knows more (handles, numbers of employees, dates of birth, what may be a
name), and rather finds too much, because each find is taken out or confirmed by a person.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from supplychain.domain.sentences import Said, sentence
from supplychain.formats.personal_names import find_names

_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_DIGITS = re.compile(r"\d(?:[^\d\n]{0,3}\d){5}")
_PHONE = re.compile(
    r"(?<![\w.,+-])\+\d{1,3}(?:[ ().\-/]{0,2}\d){7,12}(?![\w%])"  # +254 700 123 456
    r"|(?<![\w.,+-])\(?00[1-9]\d{0,2}\)?(?:[ ().\-/]{1,2}\d{2,9}){2,5}(?!\w)"  # 0049 30 1234567
    r"|(?<![\w.,+-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])"  # (415) 555-0100
    r"|\b(?:tel(?:ephone)?|phone|mobile|cell|fax|whatsapp|signal|handy|telefon)\b"
    r"(?:\s*(?:no|nr|number))?(?:\.?\s*:\s*|\.?\s+(?=[(0]))\(?\d(?:[ ().\-/]{0,2}\d){5,13}(?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.-])(?:[45]\d{3}|2[2-7]\d{2}|6\d{3})(?P<by>[ -]?)\d{4}(?P=by)\d{4}(?P=by)\d{4}(?![\w-])")
_AMEX = re.compile(r"(?<![\w.-])3[47]\d{2}(?P<by>[ -]?)\d{6}(?P=by)\d{5}(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_LABELLED = re.compile(
    r"\b(?:passport|id[ -]card|identity[ -]card|national[ -]id|ssn|social security|aadhaar|personalausweis|reisepass|steuer-?id)"
    r"(?:\s*(?:no|nr|number|nummer))?\.?\s*[:#]?\s*(?=[A-Z0-9-]*\d{4})[A-Z0-9-]{6,}",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Miss|Herr|Frau)\.? [^\W\d_a-z]\w+")
_LONGEST_SHOWN = 40

_AT = re.compile(
    r"[\w.+-]{1,64} ?(?:\(at\)|\[at\]|\{at\}|\(a\)) ?[\w-]{1,63}(?: ?(?:\.|\(dot\)|\[dot\]| dot ) ?[\w-]{1,63}){0,4}",
    re.IGNORECASE,
)
_MESSENGER = re.compile(
    r"\b(?:t\.me|telegram\.me|wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|m\.me|signal\.me|signal\.group|discord\.gg|"
    r"discord\.com/(?:users|invite)|line\.me|viber\.com|weixin\.qq\.com|zalo\.me)/[\w+@./?=&%#~-]{1,200}"
    r"|\b(?:tg|whatsapp|viber|skype|sgnl)://?[\w+@./?=&%#-]{1,200}",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"\b(?:linkedin\.com/in|facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|youtube\.com/@|reddit\.com/u(?:ser)?|"
    r"threads\.net|vk\.com|github\.com|bsky\.app/profile|upwork\.com/freelancers)/?@?[\w.~%-]{2,60}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:telegram|signal|skype|discord|wechat|weixin|viber|line|zalo|instagram|insta|facebook|twitter|tiktok|upwork|slack)"
    r"(?: ?(?:id|name|user(?: ?name)?|handle))? ?[:=] ?@?[\w.#-]{2,40}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/+-])@[^\W\d][\w.]{1,39}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?")
_IS = (
    r"(?:[ \t]{0,2}(?:id|no|nos|nr|num|number|nummer|número|numero|nambari|namba|#|n\.?º|[:.=-]|is|ist|ni|es|ay|lautet)){0,4}"
    r"[ \t]{0,2}"
)
_VALUE = r"(?=[\w/-]{0,16}\d)(?:\w[\w/-]{2,30}(?: \d[\w/-]{0,20}){0,4}|\d[\w/-]?(?: \d[\w/-]{0,20}){1,5})"
_DOTTED = r"(?:\d{1,3}(?:\.\d{3}){1,4}(?:-\w)?)"
_IDENTITY = re.compile(
    r"\b(?:passport|pasaporte|pasipoti|reisepass|id[ -]?card|identity card|national id|kitambulisho|huduma|c[eé]dula|curp|ssn|"
    r"nssf|nhif|philhealth|pag-?ibig|aadhaar|voter id|driving licen[cs]e|personalausweis|sozialversicherungsnummer|steuernummer|"
    r"steuer-?id|seguro social|social security|m-?pesa|(?-i:DNI|NIE|RUT|SSS|TIN|PIN|PAN)|"
    r"(?:account|konto|cuenta|akaunti)(?= ?(?:no|nr|num|número|#|:)))\b" + _IS + f"(?:{_DOTTED}|{_VALUE})",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"(?:\b(?:employee|staff|worker|badge|agent|personnel|payroll|contractor|annotator|rater|labell?er|tasker|user|login|device|"
    r"seat|workstation|profile|freelancer|applicant|candidate)[ -]?(?=id|no|nr|num|#|code|:)(?:code)?"
    r"|\b(?:badge|ticket|payslip|user ?id|id|mitarbeiter-?id|personal-?(?:nr|nummer)|mitarbeiternummer|ausweisnummer|"
    r"dienstausweis|ticketnummer|kundennummer|legajo|gafete|carn[eé]t?|empleado|trabajador|empleyado|mfanyakazi|"
    r"número de (?:empleado|trabajador|identificación)|(?:nambari|namba) ya (?:mfanyakazi|kazi|utambulisho|beji)|"
    r"numero ng (?:empleado|manggagawa|id))\b)" + _IS + _VALUE,
    re.IGNORECASE,
)
_BORN = (
    r"\b(?:born(?: on| in)?|date of birth|birth ?date|birthday|d\.?o\.?b|geboren(?: am| im)?|geburtsdatum|geburtstag|geb|"
    r"tarehe ya kuzaliwa|(?:ali|nili|wali)zaliwa(?: tarehe| mwaka)?|fecha de nacimiento|nac[ií](?:d[oa])?(?: el| en)?|cumpleaños|"
    r"petsa ng kapanganakan|kaarawan|ipinanganak(?: noong)?)\b[ :.=-]{0,3}(?:is |ist |ni |es |ay )?"
)
_BIRTH = re.compile(
    _BORN + r"(?:\d{1,4}[./ -]{1,2}\d{1,2}[./ -]{1,2}\d{1,4}"
    r"|\d{1,2}(?:\.|st|nd|rd|th)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de )?\d{2,4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\d)",
    re.IGNORECASE,
)
_BIRTH_YEAR = re.compile(_BORN + r"(?:[^\W\d_]{3,12} )?\d{4}(?!\d)", re.IGNORECASE)
_LABELLED_PHONE = re.compile(
    r"\b(?:simu|tel[eé]fono|celular|m[oó]vil|telepono|selpon|handynummer|rufnummer|whats ?app)\b"
    r"[ .:=#-]{0,3}(?:no|nr|number|ni|es|ay)?[ .:=#-]{0,3}\(?\d(?:[ ().\-/]{0,2}\d){5,14}(?!\w)",
    re.IGNORECASE,
)
_LOCAL_PHONE = re.compile(r"(?<![\w.,+/-])\(?0\d{1,4}\)?(?:[ \-/]{0,2}\d){5,9}(?!\w)")
_DATE = re.compile(r"\d{2}([-/ ])\d{2}\1\d{4}")
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\d{7,19}(?![\w-]|[.,]\d)")
_IBAN_ANY = re.compile(_IBAN.pattern, re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a text, and whether it may stay there once somebody has looked at it."""

    what: str
    text: str = field(repr=False)
    certain: bool = True
    start: int = 0
    end: int = 0
    """Its place in the text; `scan` gives it."""

    @property
    def shown(self) -> str:
        """What of it may stand on a page: what has to be judged, cut where it is long; of the rest only its ends."""
        if not self.certain:
            return self.text if len(self.text) <= _LONGEST_SHOWN else f"{self.text[: _LONGEST_SHOWN - 1]}…"
        return f"{self.text[:2]}…{self.text[-1:]}" if len(self.text) > 5 else "…"


def find_personal(text: str) -> Found | None:
    """Give the first thing in a text that reaches or identifies a person, else None."""
    if "@" not in text and not _DIGITS.search(text):
        return _titled(text)
    plain = _URL.sub(" ", text)
    if match := _EMAIL.search(plain):
        return Found(sentence("an e-mail address"), match[0])
    if match := next((m for p in (_CARD, _AMEX) for m in p.finditer(plain) if _luhn(m[0])), None):
        return Found(sentence("the number of a payment card"), match[0])
    if match := next((m for m in _IBAN.finditer(plain) if _iban(m[0])), None):
        return Found(sentence("the number of a bank account"), match[0])
    if match := _LABELLED.search(plain) or _SSN.search(plain):
        return Found(sentence("an identity number"), match[0])
    if match := _PHONE.search(plain):
        return Found(sentence("a phone number"), match[0].strip())
    return _titled(text)


def _titled(text: str) -> Found | None:
    match = _TITLED.search(text)
    return Found(sentence("what looks like the name of a person"), match[0], certain=False) if match else None


def _luhn(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()][::-1]
    return sum(sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(digits)) % 10 == 0


def _iban(number: str) -> bool:
    packed = number.replace(" ", "")
    return 15 <= len(packed) <= 34 and int("".join(str(int(c, 36)) for c in packed[4:] + packed[:4])) % 97 == 1


class _Rule(NamedTuple):
    what: str
    pattern: re.Pattern[str]
    certain: bool = True
    accepted: Callable[[str], int] = len
    """How much of a match counts, from its start; 0 when it is none."""


def _whole_if(holds: Callable[[str], bool]) -> Callable[[str], int]:
    return lambda text: len(text) if holds(text) else 0


def _iban_length(text: str) -> int:
    """Take the longest part that has the right check digits: the next words may look like a part of the number."""
    ends = [m.end() for m in re.finditer(r"[A-Za-z0-9]+", text)]
    return next((end for end in reversed(ends) if _iban(text[:end].upper())), 0)


_RULES = (
    _Rule(sentence("an e-mail address"), _EMAIL),
    _Rule(sentence("what looks like an e-mail address"), _AT, certain=False),
    _Rule(sentence("a link to a messenger"), _MESSENGER),
    _Rule(sentence("a link to a profile"), _PROFILE, certain=False),
    _Rule("", _URL),
    _Rule(sentence("the number of a payment card"), _CARD, accepted=_whole_if(_luhn)),
    _Rule(sentence("the number of a payment card"), _AMEX, accepted=_whole_if(_luhn)),
    _Rule(sentence("the number of a bank account"), _IBAN_ANY, accepted=_iban_length),
    _Rule(sentence("a phone number"), _PHONE),
    _Rule(sentence("a phone number"), _LABELLED_PHONE),
    _Rule(sentence("an identity number"), _LABELLED),
    _Rule(sentence("an identity number"), _SSN),
    _Rule(sentence("an identity number"), _IDENTITY),
    _Rule(sentence("the number of an employee, badge or ticket"), _AT_WORK),
    _Rule(sentence("a date of birth"), _BIRTH),
    _Rule(sentence("what may be the year of a birth"), _BIRTH_YEAR, certain=False),
    _Rule(sentence("the name of an account"), _ACCOUNT, certain=False),
    _Rule(sentence("the name of an account"), _HANDLE, certain=False),
    _Rule(sentence("what may be a phone number"), _LOCAL_PHONE, False, _whole_if(lambda t: not _DATE.fullmatch(t))),
    _Rule(sentence("a long number, which may stand for a person"), _LONG_NUMBER, certain=False),
)
"""In the order in which they take their part of a text; what one has taken the next does not see. Addresses of pages have no name
and are passed over."""
_TAKEN = "\0"


def scan(text: str, known: Collection[str] = ()) -> tuple[Found, ...]:
    """Give everything in a text that reaches or identifies a person, in order, with its place.

    `known` are the names of parties and places; they are not taken for persons. What is not certain has to be looked at.
    """
    if not text:
        return ()
    plain, places = _folded(text)
    found: list[Found] = []
    for rule in _RULES:
        spans = list(_matches(rule, plain))
        found += [_place(rule.what, rule.certain, start, end, text, places) for start, end in spans if rule.what]
        plain = _without(plain, spans)
    if any(not f.certain and f.text.startswith("@") for f in found):
        accounts = {f"@{''.join(name.casefold().split())}" for name in known}
        found = [f for f in found if f.certain or f.text.casefold() not in accounts]
    name = "what may be the name of a person"
    found += [_place(name, False, start, end, text, places) for start, end in find_names(plain, known)]
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def all_that_reaches(text: str) -> str:
    """Name every kind of thing in a text that certainly reaches a person, in order and each once; empty for none."""
    kinds = list(dict.fromkeys(found.what for found in scan(text) if found.certain))
    named = {f"what{place}": what for place, what in enumerate(kinds, 1)}
    return Said(", ".join(f"%({name})s" for name in named), named) if len(kinds) > 1 else next(iter(kinds), "")


def _folded(text: str) -> tuple[str, list[int]]:
    """Leave out signs that cannot be seen and write wide letters and digits plainly; tell for each sign where it stood."""
    kept = [(place, sign) for place, sign in enumerate(text) if sign.isascii() or not _UNSEEN.match(sign)]
    plain = "".join(sign if sign.isascii() else _plain(sign) for _, sign in kept)
    return plain, [place for place, _ in kept]


def _plain(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    match unicodedata.category(sign):
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case "Nd":
            return str(unicodedata.digit(sign))
        case _:
            return folded if len(folded) == 1 else sign


def _matches(rule: _Rule, plain: str) -> Iterator[tuple[int, int]]:
    place = 0
    while match := rule.pattern.search(plain, place):
        if length := rule.accepted(match[0]):
            yield match.start(), match.start() + length
            place = max(match.start() + length, place + 1)
        else:
            place = match.start() + 1


def _without(plain: str, spans: list[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [plain[last:start], _TAKEN * (end - start)]
        last = end
    return "".join([*pieces, plain[last:]])


def _place(what: str, certain: bool, start: int, end: int, text: str, places: list[int]) -> Found:
    first, last = places[start], places[end - 1] + 1
    piece = text[first:last]
    first += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Found(what, piece, certain, first, first + len(piece))
