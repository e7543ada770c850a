"""Words of ours that are recorded: what a revision is about, what an answer to a request of ours says of itself, where it stands.

They are recorded in English, like all data, and their patterns stand here once: whoever records fills one in, and a page in
another language finds it again. What a person wrote is none of these and stays as it is written.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from supplychain.domain.sentences import Said

OWN_WORDS: dict[str, str] = {
    "accepted": "%(id)s accepted",
    "written": "%(id)s written",
    "written_again": "%(id)s written again",
    "asked": "%(id)s asked",
    "not_sent": "%(id)s not sent",
    "recorded_again": "%(id)s recorded again",
    "extended": "%(id)s extended",
    "unanswered": "%(id)s without an answer",
    "withdrawn": "%(id)s withdrawn",
    "not_delivered": "%(id)s not delivered",
    "file_gone": "file of %(id)s taken away",
    "own_pay_gone": "own pay taken back",
    "release": "Release of pay that workers reported, %(quarter)s",
    "first_data": "First data, loaded with the installation; no notice was given to those named in it",
    "import": "Editorial import of a data package; no notice was given to those named in it",
    "undo": "Undo of revision %(seq)s: %(reason)s",
    "same": "Judged the same: %(left)s, %(right)s",
    "different": "Judged not the same: %(left)s, %(right)s",
    "unsure": "Judged undecided: %(left)s, %(right)s",
    "unjudged": "Judgement taken back: %(left)s, %(right)s",
    "in_full": "the answer in full",
    "report": "the report",
    "question": "question %(number)s",
    "answer": "%(name)s answered a request of this database; the answer stands here in full.",
    "answers": "%(name)s was asked about %(about)s, question %(number)s: “%(question)s” It answered; the answer stands here in "
    "full.",
    "refuses": "%(name)s was asked about %(about)s, question %(number)s: “%(question)s” It refused to answer.",
    "does_not_know": "%(name)s was asked about %(about)s, question %(number)s: “%(question)s” It said that it does not know.",
    "source_report": "Report to this database, sent without an account",
    "source_report_of": "Report of %(name)s to this database",
    "source_answer": "Answer of %(name)s to request %(id)s of this database",
    "source_answers": "Answers of %(name)s to questionnaire %(id)s of this database",
}
"""Every pattern, by a word for it."""
_PLACES = {
    "id": r"[a-z]+(?:-[a-z0-9]+)+",
    "seq": r"\d+",
    "left": r"[\w-]+",
    "right": r"[\w-]+",
    "number": r"[\w.]+",
    "quarter": r"[\w -]+",
}
_WRITTEN = frozenset({"reason", "question"})
"""What a person wrote, or what is worded elsewhere: it stays as it is recorded."""
_PLACE = re.compile(r"%\((\w+)\)s")


class Part(NamedTuple):
    """A part of a text as a page shows it."""

    text: str
    recorded: bool
    """It stands as it was recorded, in English."""


def own_words(word: str, **filled: str) -> str:
    """Fill in a pattern."""
    return OWN_WORDS[word] % filled if filled else OWN_WORDS[word]


def undone_in(summary: str) -> int | None:
    """Say which revision a summary undoes; nothing for any other."""
    said = read_own(summary)
    return int(str(said.filled["seq"])) if said is not None and said.pattern == OWN_WORDS["undo"] else None


def read_own(text: str) -> Said | None:
    """Find the pattern that made a text; nothing where somebody wrote it."""
    for pattern, found in _patterns():
        if match := found.fullmatch(text):
            return Said(pattern, match.groupdict())
    return None


def parts_of(pattern: str, said: Said) -> Iterator[Part]:
    """Fill what was found into the pattern of another language, and keep apart what stays as it is recorded."""
    at = 0
    for place in _PLACE.finditer(pattern):
        yield Part(pattern[at : place.start()], recorded=False)
        yield Part(str(said.filled[place[1]]), recorded=place[1] in _WRITTEN)
        at = place.end()
    yield Part(pattern[at:], recorded=False)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read the patterns as they can be found again: the longest first, for a longer one says more."""
    longest = sorted(OWN_WORDS.values(), key=lambda p: (-len(_PLACE.sub("", p)), p))
    return tuple((pattern, re.compile(_found(pattern))) for pattern in longest)


def _found(pattern: str) -> str:
    pieces = _PLACE.split(pattern)
    return "".join(
        f"(?P<{piece}>{_PLACES.get(piece, '.+?')})" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
