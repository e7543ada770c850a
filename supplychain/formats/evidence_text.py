"""Texts and tables of evidence: plain UTF-8, without signs that cannot be seen and without cells that calculate."""

import csv
import io
import re
import unicodedata
from itertools import chain

from supplychain.domain.sentences import Counted, sentence
from supplychain.formats.evidence_limits import refuse

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"\s*(?:<[!?/a-z]|\{\\rtf|%!PS|From .+\n|MIME-Version:)", re.IGNORECASE)
_JOINERS = "\u200c\u200d"
_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d[\d.,' ]*%?")
_DELIMITERS = (",", ";", "\t")
_CALCULATES = ("=", "+", "-", "@", "\t", "\r")


def clean_text(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Give (extension, text, what was taken off); the extension is csv where all lines have as many cells. Raises Invalid."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(sentence("It is neither a file of a kind that is taken nor text in UTF-8.")) from None
    removed = [sentence("the mark of the byte order")] if data.startswith(b"\xef\xbb\xbf") else []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise refuse(
            sentence("Line %(line)s holds a control character.", line=Counted(line)),
            sentence("Copy the text into a new plain text file, and send that."),
        )
    if _MARKUP.match(text):
        raise refuse(sentence("It is a web page, a drawing, a letter or another file with commands in it."))
    seen = "".join(sign for sign, before in zip(text, "\n" + text, strict=False) if _is_seen(sign, before))
    if hidden := len(text) - len(seen):
        removed.append(sentence("signs that cannot be seen (%(count)s)", count=Counted(hidden)))
    if not seen.strip():
        raise refuse(sentence("There is nothing in it."))
    if (rows := _table(seen)) is not None:
        table, calculating = rows
        if calculating:
            removed.append(
                sentence(
                    "the power to calculate of %(count)s cells (an apostrophe stands before them)",
                    count=Counted(calculating),
                )
            )
        return "csv", table, tuple(removed)
    plain = "\n".join(line.rstrip() for line in _plain_spaces(seen).split("\n"))
    return "txt", plain.strip("\n") + "\n", tuple(removed)


def _is_seen(sign: str, before: str) -> bool:
    """Leave out marks of direction and of no width, which can carry a watermark; joiners stay in scripts that need them."""
    if sign.isascii():
        return True
    kind = unicodedata.category(sign)
    return kind not in ("Cf", "Cs", "Cn", "Co") or (sign in _JOINERS and not before.isascii())


def _plain_spaces(text: str) -> str:
    return text if text.isascii() else "".join(" " if unicodedata.category(s) == "Zs" else s for s in text)


def _table(text: str) -> tuple[str, int] | None:
    """Read a table and write it anew, with the number of cells that calculated; None where it is none."""
    for delimiter in _DELIMITERS:
        if delimiter not in text.partition("\n")[0]:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True) if row]
        except csv.Error:
            continue
        if len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
            continue
        tamed = [[_tame(cell) for cell in row] for row in rows]
        changed = sum(map(_calculates, chain.from_iterable(rows)))
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(tamed)
        return written.getvalue(), changed
    return None


def _calculates(cell: str) -> bool:
    """Tell whether a spreadsheet would calculate a cell; plain numbers are none."""
    start = _plain_spaces(cell).lstrip(" \n")
    return start.startswith(_CALCULATES) and not _NUMBER.fullmatch(start.strip())


def _tame(cell: str) -> str:
    return ("'" if _calculates(cell) else "") + _plain_spaces(cell)
