"""The small values that records are made of: slugs, partial dates and periods, decimals as reported, plain text."""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, WrapValidator

from supplychain.domain.sentences import Quoted, Said, sentence

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_DECIMAL = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,6})?")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows, on a page far beyond their own cell."""
_BREAK = re.compile("[\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
OPEN = ".."


def _as_it_is(value: Any, read: Any) -> Any:
    return value if isinstance(value, Said | Quoted) else read(value)


Sentence = Annotated[str, WrapValidator(_as_it_is)]
"""Type of a field that holds a sentence: it stays one."""


def _plain(text: str) -> str:
    if _BROKEN.search(text):
        raise ValueError(sentence("must not hold NUL characters or broken UTF-8"))
    if _TURNING.search(text):
        raise ValueError(sentence("must not hold marks that turn the direction of what follows"))
    if text != text.strip():
        raise ValueError(sentence("must not begin or end with blanks"))
    if text[:1] in ("=", "+", "-", "@"):
        raise ValueError(sentence("must not begin with = + - or @, which spreadsheets run as a formula"))
    if _BREAK.search(text):
        raise ValueError(sentence("must be one line, without tabs or line breaks"))
    return text


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError(sentence("must not be empty"))
    return text


Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=120)]
"""A short lower-case id: letters a to z, digits, single hyphens."""
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_plain)]
"""One line of plain text, may be empty."""
Words = Annotated[str, StringConstraints(max_length=1_000), AfterValidator(_plain), AfterValidator(_not_empty)]
"""One line of plain text that must say something."""


def _address(text: str) -> str:
    # Pages make links of it: neither a script nor the address of a mailbox may come in this way.
    if text and not _WEB.fullmatch(text):
        raise ValueError(sentence("must be the address of a web page, beginning with https:// or http://"))
    return text


Address = Annotated[Text, AfterValidator(_address)]
"""The address of a web page, may be empty."""


def _item(text: str) -> str:
    if "|" in text:
        raise ValueError(sentence("an item of a list must not hold the sign | that parts the items"))
    return text


Item = Annotated[Words, AfterValidator(_item)]
"""One item of a list in a cell."""


def _days(match: re.Match[str]) -> tuple[date, date]:
    year, month, day = int(match[1]), match[2], match[3]
    if not 1 <= year <= 9998:
        raise ValueError(sentence("the year must lie between 0001 and 9998"))
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        raise ValueError(sentence("there is no month %(month)s", month=month))
    last = calendar.monthrange(year, int(month))[1]
    if day is None:
        return date(year, int(month), 1), date(year, int(month), last)
    if not 1 <= int(day) <= last:
        raise ValueError(sentence("there is no day %(day)s in %(year)s-%(month)s", day=day, year=year, month=month))
    return (found := date(year, int(month), int(day))), found


def partial_days(text: str) -> tuple[date, date]:
    """Give the first and the last day that a partial date (EDTF level 1: 2023, 2023-01, 2023-01-18, with ~ ? %) can mean.

    Raises ValueError with a sentence. An approximate date reaches one unit of its own precision further on both sides,
    so that "no" is a safe answer.
    """
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(sentence("must be a date such as 2023, 2023-01 or 2023-01-18"))
    first, last = _days(match)
    if match[4] in ("~", "%"):
        slack = timedelta(days=366 if match[2] is None else 31 if match[3] is None else 1)
        first, last = max(first - slack, FIRST_DAY), min(last + slack, LAST_DAY)
    return first, last


def _partial(text: str) -> str:
    if text:
        partial_days(text)
    return text


def _boundary(text: str) -> str:
    return text if text == OPEN else _partial(text)


PartialDate = Annotated[str, AfterValidator(_partial)]
"""A date as far as the source gives it; empty = not said."""
Boundary = Annotated[str, AfterValidator(_boundary)]
"""The start or the end of a period: a partial date, empty = not said, `..` = the source says that it is open."""


class OnDate(StrEnum):
    """The answers to "did it hold then?"."""

    CERTAINLY = "certainly"
    POSSIBLY = "possibly"
    NO = "no"
    NOT_STATED = "not_stated"


class Period(NamedTuple):
    """Days between which something was possibly true, and days on which it certainly was (both None: on no day certain)."""

    valid_lo: date
    valid_hi: date
    sure_lo: date | None
    sure_hi: date | None
    stated: bool

    @classmethod
    def of(cls, start: str, end: str) -> "Period":
        """Read a period from its two boundaries. Raises ValueError when it ends before it begins.

        "2023" to "2023" means some time in 2023: possible all year, certain on no day.
        """
        begin = partial_days(start) if start not in ("", OPEN) else None
        finish = partial_days(end) if end not in ("", OPEN) else None
        lo, hi = begin[0] if begin else FIRST_DAY, finish[1] if finish else LAST_DAY
        if lo > hi:
            raise ValueError(sentence("the period ends (%(end)s) before it begins (%(start)s)", end=end, start=start))
        exact = not any(sign in start + end for sign in "~?%")
        sure_lo = begin[1] if begin else (finish[0] if finish and finish[0] == finish[1] else None)
        sure_hi = finish[0] if finish else (begin[1] if begin and begin[0] == begin[1] else None)
        if sure_lo is None or sure_hi is None or sure_lo > sure_hi or not exact:
            sure_lo = sure_hi = None
        return cls(lo, hi, sure_lo, sure_hi, bool(start or end))

    def on(self, first: date, last: date) -> OnDate:
        """Say whether it held at some time between two days."""
        if self.valid_hi < first or last < self.valid_lo:
            return OnDate.NO
        if not self.stated:
            return OnDate.NOT_STATED
        if self.sure_lo and self.sure_hi and self.sure_lo <= last and first <= self.sure_hi:
            return OnDate.CERTAINLY
        return OnDate.CERTAINLY if first <= self.valid_lo and self.valid_hi <= last else OnDate.POSSIBLY

    @property
    def has_ended(self) -> bool:
        """Whether an end is stated."""
        return self.valid_hi != LAST_DAY


def edtf(start: str, end: str) -> str:
    """Write a period as EDTF level 1, from which start and end can be read back; empty when nothing is said."""
    return f"{start}/{end}" if start or end else ""


def from_edtf(text: str) -> tuple[str, str]:
    """Read start and end back from what `edtf` wrote."""
    start, _, end = text.partition("/")
    return start, end


def _reported(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(
            sentence(
                "must be a plain number such as 1200 or 12.50 (point as decimal sign, no exponent, at most 14 digits)"
            )
        )
    return Decimal(text)


Reported = Annotated[Decimal, BeforeValidator(_reported), PlainSerializer(lambda d: f"{d:f}", return_type=str)]
"""A figure as reported: 12.50 stays 12.50."""
