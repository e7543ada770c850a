"""How large a file of evidence may be, and how it is refused."""

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.sentences import sentence

LARGEST = 10_000_000
"""Bytes of a file as it comes."""
LARGEST_CLEANED = 20_000_000
"""Bytes of a file when it is cleaned: pictures may grow when they are written anew."""
PIXELS = 40_000_000
"""Pixels of a picture, also of one in a PDF."""
PAGES = 200
UNPACKED = 200_000_000
"""Bytes of everything in a PDF when it is unpacked."""
DEPTH = 60
"""How deep forms, patterns and fonts of a PDF may lie in each other."""
MEMORY = 1_500_000_000
SECONDS = 60
"""What the work on one picture or PDF may take."""

TAKEN = sentence("PDF, JPEG, PNG, WebP, plain text (TXT) and CSV are taken, up to 10 MB.")


def refuse(what: str, mend: str = TAKEN) -> Invalid:
    """Make the error with which a file is refused."""
    return Invalid([Problem("file", what, mend)])
