"""The words of an answer: read, kept on one line with its paragraphs, and found again at a response."""

import re

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.recorded import own_words
from supplychain.domain.replies import MAX_ANSWER, WRONG

PARAGRAPH = " ¶ "
"""Parts the paragraphs of an answer, which is kept as one line."""
IN_FULL = own_words("in_full")
"""The locator of a citation whose quotation is a whole answer."""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
"""Control characters, marks that turn the direction of what follows, and what stands for bytes that are no text."""


def one_line(text: str) -> str:
    """Write an answer as one line: paragraphs are parted by ¶, and nothing else of it changes but blanks."""
    parts = (" ".join(part.split()) for part in re.split(r"\n|¶", text))
    return PARAGRAPH.join(part for part in parts if part)


def read_answer(text: str) -> str:
    """Read an answer as it is kept. Raises Invalid with what is wrong and how to mend it."""
    found = one_line(text)
    wrong = (
        "empty"
        if not found
        else "long"
        if len(found) > MAX_ANSWER
        else "unseen"
        if _UNSEEN.search(text)
        else "begins"
        if found[0] in "=+-@"
        else ""
    )
    if wrong:
        raise Invalid([Problem("text", *WRONG[wrong])])
    return found


def paragraphs(line: str) -> tuple[str, ...]:
    """Read the paragraphs of an answer back."""
    return tuple(line.split(PARAGRAPH))


def says_in_full(claim: object) -> str:
    """Give the whole words of an answer to a request of ours; empty for what others report."""
    citations = getattr(claim, "citations", ())
    return next((c.quote for c in citations if c.locator == IN_FULL and c.quote), "")
