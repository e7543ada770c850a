"""Every error that a caller may catch. Each has a stable code; none knows about HTTP or exit codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from supplychain.domain.sentences import Quoted


class SupplychainError(Exception):
    """Base of them all; `code` is stable and public."""

    code: ClassVar[str] = "error"


class NotFound(SupplychainError):
    """Something was asked for by an id that nothing has. `near` holds up to five (id, name) that come close."""

    code = "not_found"

    def __init__(self, kind: str, id: str, near: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(f"There is no {kind} with the id {shown(id)}.")
        self.kind, self.id, self.near = kind, id, tuple(near)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was given: where it is, what it is, how to mend it."""

    where: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: {self.what}" + (f" {self.mend}" if self.mend else "")


@dataclass(frozen=True, slots=True)
class PlacedProblem(Problem):
    """A problem of something that a program sent: a JSON pointer leads to it."""

    pointer: str = ""


class Invalid(SupplychainError):
    """What was given cannot be read. Carries every problem found, not only the first."""

    code = "invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(p) for p in problems[:5]))
        self.problems = tuple(problems)


class Unfit(ValueError):
    """Raised where a record is made: values that do not fit each other, with the field at which that is to be mended."""

    def __init__(self, column: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.column, self.what, self.mend = column, what, mend


class Conflict(SupplychainError):
    """It cannot be put beside what is already there."""

    code = "conflict"


class Refused(SupplychainError):
    """The state of things does not allow it."""

    code = "refused"


class Unidentified(SupplychainError):
    """Who asks is not known: nobody signed in, or with a key that does not hold."""

    code = "unidentified"


class Forbidden(SupplychainError):
    """Who asks is known and may not do this."""

    code = "forbidden"


class TooMany(SupplychainError):
    """It was tried too often. `seconds` says how long to wait."""

    code = "too_many"

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class StoreError(SupplychainError):
    """The database cannot be read or written (missing, locked, not ours, or of another version)."""

    code = "store"


class Tampered(SupplychainError):
    """The recorded history does not agree with its own hashes."""

    code = "tampered"


def shown(text: str, limit: int = 60) -> Quoted:
    """Quote what somebody typed so that it can stand in a sentence: printable, short."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: limit + 1])
    return Quoted(f"“{clean[:limit]}{'…' if len(clean) > limit else ''}”")
