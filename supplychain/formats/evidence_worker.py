"""The process in which one picture or PDF is cleaned: the file comes in on stdin, a line of JSON and the clean file go out."""

import json
import sys

from supplychain.domain.errors import Invalid
from supplychain.domain.sentences import freeze, sentence
from supplychain.formats.evidence_image import clean_image
from supplychain.formats.evidence_limits import MEMORY, SECONDS, refuse
from supplychain.formats.evidence_pdf import clean_pdf


def clean_one(kind: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Clean one file in this process. Raises Invalid."""
    try:
        return clean_pdf(data) if kind == "PDF" else clean_image(kind, data)
    except (MemoryError, RecursionError):
        raise refuse(
            sentence("Reading the file takes too much memory."), sentence("Make it smaller, or send it in parts.")
        ) from None


def _limit() -> None:
    """Bound memory and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Clean what comes in."""
    _limit()
    try:
        cleaned, removed = clean_one(sys.argv[1], sys.stdin.buffer.read())
    except Invalid as error:
        (problem,) = error.problems
        told, cleaned = {"problem": [freeze(problem.what), freeze(problem.mend)]}, b""
    else:
        told = {"removed": [freeze(words) for words in removed]}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + cleaned)


if __name__ == "__main__":
    main()
