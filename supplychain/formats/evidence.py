"""Files of evidence as they come in: only a few kinds are taken, known by their content, and only what can be seen stays.

Pictures are written anew from their pixels, PDFs from their pages, texts from their letters. That takes off names, places, times,
devices, scripts, attached files and whatever was hidden in the file. It does not take off what can be seen or read: a name in the
text, a number on a badge, words under a bar that was drawn over them, the dots of a printer. A person has to look for those.

A library that reads a file from a stranger can fail, hang or be led astray: pictures and PDFs are read in a process of its own,
which has no setting and no key of this installation, little memory, and a minute.
"""

import json
import logging
import os
import subprocess
import sys
from typing import NamedTuple

from supplychain.domain.errors import Invalid
from supplychain.domain.sentences import sentence, thaw
from supplychain.formats.evidence_limits import LARGEST, LARGEST_CLEANED, SECONDS, refuse
from supplychain.formats.evidence_text import clean_text

_LOG = logging.getLogger(__name__)
_KINDS = {
    "PDF": ("application/pdf", "pdf"),
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
    "txt": ("text/plain", "txt"),
    "csv": ("text/csv", "csv"),
}
_OTHERS = (
    (b"PK", sentence("It is a packed folder or a file of an office program.")),
    (b"\xd0\xcf\x11\xe0", sentence("It is a file of an office program.")),
    (b"GIF8", sentence("It is a GIF.")),
    (b"BM", sentence("It is a BMP.")),
    (b"II*\0", sentence("It is a TIFF.")),
    (b"MM\0*", sentence("It is a TIFF.")),
    (b"Rar!", sentence("It is a packed folder.")),
    (b"7z\xbc\xaf", sentence("It is a packed folder.")),
    (b"\x1f\x8b", sentence("It is a packed file.")),
    (b"MZ", sentence("It is a program.")),
    (b"\x7fELF", sentence("It is a program.")),
    (b"SQLite format 3\0", sentence("It is a database.")),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AS_PDF = sentence("Save it as a PDF, or take a screenshot, and send that.")
_AS_PICTURE = sentence("Save the picture as JPEG or PNG, or take a screenshot, and send that.")


class Cleaned(NamedTuple):
    """A file that may be kept."""

    kind: str
    """Media type, by content."""
    data: bytes
    extension: str
    removed: tuple[str, ...]
    """What was taken off, in plain words; empty where nothing was found beside what can be seen."""


def clean(data: bytes) -> Cleaned:
    """Clean a file. Raises Invalid, with words that say what is taken or how to mend it."""
    if not data:
        raise refuse(sentence("The file is empty."))
    if len(data) > LARGEST:
        raise refuse(
            sentence("The file has more than %(largest)s MB.", largest=LARGEST // 1000000),
            sentence("Make it smaller, or send it in parts."),
        )
    kind = _kind(data)
    if kind:
        cleaned, removed = _apart(kind, data)
    else:
        kind, text, removed = clean_text(data)
        cleaned = text.encode()
    if len(cleaned) > LARGEST_CLEANED:
        what = sentence(
            "Written anew the file has more than %(largest_cleaned)s MB.", largest_cleaned=LARGEST_CLEANED // 1000000
        )
        raise refuse(what, sentence("Make it smaller, or send it in parts."))
    media_type, extension = _KINDS[kind]
    return Cleaned(media_type, cleaned, extension, removed)


def _kind(data: bytes) -> str:
    """Tell by its first bytes what a file is; empty where it can only be text. Raises Invalid for kinds that are not taken."""
    if data.startswith(b"%PDF-"):
        return "PDF"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        raise refuse(sentence("It is a film, or a picture in the kind of some telephones (HEIC, AVIF)."), _AS_PICTURE)
    if data.startswith(_UTF16):
        raise refuse(
            sentence("It is text, but not in UTF-8."),
            sentence("Save it as UTF-8; Windows offers that when a text is saved."),
        )
    for start, what in _OTHERS:
        if data.startswith(start) and not data.isascii():
            picture = any(word in what for word in ("GIF", "BMP", "TIFF"))
            raise refuse(what, _AS_PICTURE if picture else _AS_PDF)
    return ""


def _apart(kind: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Have a file cleaned in a process of its own, which gets nothing but the file."""
    command = [sys.executable, "-m", "supplychain.formats.evidence_worker", kind]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and one of three words
            command, input=data, capture_output=True, env=environment, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    head, _, cleaned = done.stdout.partition(b"\n")
    if done.returncode or not head:
        _LOG.warning("a file of the kind %s ended its reader with %d", kind, done.returncode)
        raise _too_much()
    told = json.loads(head)
    if problem := told.get("problem"):
        raise refuse(*map(thaw, problem))
    return cleaned, tuple(map(thaw, told["removed"]))


def _too_much() -> Invalid:
    return refuse(sentence("The file is broken, or reading it takes too much memory or time."), _AS_PDF)
