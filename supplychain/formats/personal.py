"""Finds in free text what must not stand in the database: ways to reach a person, and numbers that identify one.

It knows e-mail addresses, phone numbers with a country code or a label, payment cards and bank accounts (by their check
digits) and identity numbers with a label. Addresses of web pages are passed over, and so are plain figures, dates, times,
case numbers and book numbers. No rule finds the names of people in every language; the only one here knows a title before
a capital letter, and its find is a warning.
"""

import re
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a text, and whether it may stay there once somebody has looked at it."""

    what: str
    text: str
    certain: bool = True


def find_personal(text: str) -> Found | None:
    """Give the first thing in a text that reaches or identifies a person, else None."""
    if "@" not in text and not _DIGITS.search(text):
        return _titled(text)
    plain = _URL.sub(" ", text)
    if match := _EMAIL.search(plain):
        return Found("an e-mail address", match[0])
    if match := next((m for p in (_CARD, _AMEX) for m in p.finditer(plain) if _luhn(m[0])), None):
        return Found("the number of a payment card", match[0])
    if match := next((m for m in _IBAN.finditer(plain) if _iban(m[0])), None):
        return Found("the number of a bank account", match[0])
    if match := _LABELLED.search(plain) or _SSN.search(plain):
        return Found("an identity number", match[0])
    if match := _PHONE.search(plain):
        return Found("a phone number", match[0].strip())
    return _titled(text)


def _titled(text: str) -> Found | None:
    match = _TITLED.search(text)
    return Found("what looks like the name of a person", match[0], certain=False) if match else None


def _luhn(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()][::-1]
    return sum(sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(digits)) % 10 == 0


def _iban(number: str) -> bool:
    packed = number.replace(" ", "")
    return 15 <= len(packed) <= 34 and int("".join(str(int(c, 36)) for c in packed[4:] + packed[:4])) % 97 == 1
