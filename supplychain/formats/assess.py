"""Assessments as files: canonical JSON (RFC 8785) of what they come to; read from such a file or from the answers alone."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from supplychain.domain.assess import Assessment
from supplychain.domain.assess_form import CRITERIA, FIELD, FIELDS
from supplychain.domain.assess_result import AssessmentResult
from supplychain.domain.errors import Invalid, Problem, shown
from supplychain.formats.receipts import canonical, digest

LARGEST = 2 * 1024 * 1024
"""Bytes of the largest file that is looked at."""
WRONG: dict[str, tuple[str, str]] = {
    "large": ("This is larger than 2 MB, and no assessment is.", "Give the .json file as you got it."),
    "no_text": ("This is no text in UTF-8.", "Give the .json file as you got it."),
    "no_assessment": ("This is no assessment.", "Give the .json file as you got it, or make a new one."),
    "newer": ("This assessment has a form that this version of the program does not know.", "Use a newer one."),
}
"""What is wrong with a file as a whole, with what to do about it."""
_UNIT = "file"
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
"""Signs that cannot be seen, or that turn the direction of what follows: they are left out."""


def write_result(result: AssessmentResult) -> bytes:
    """Write all of it: the same assessment gives the same bytes."""
    return canonical(result.model_dump(mode="json"))


def write_draft(result: AssessmentResult) -> bytes:
    """Write all of it to be edited: what the organisation writes comes first, a line for each thing."""
    return (json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def write_answers(a: Assessment) -> str:
    """Write what the organisation wrote, and nothing that follows from it."""
    return canonical(a.model_dump(mode="json")).decode()


def digest_of(a: Assessment) -> str:
    """Hash what the organisation wrote."""
    return digest(a.model_dump(mode="json"))


def read_assessment(data: bytes) -> Assessment:
    """Read what the organisation wrote. Raises Invalid: every problem with the number of the question and how to mend it."""
    if len(data) > LARGEST:
        raise _no(*WRONG["large"])
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise _no(*WRONG["no_text"]) from None
    except json.JSONDecodeError as error:
        raise _no(
            f"This is no JSON: line {error.lineno}, column {error.colno}.", "Is a comma or a quote missing?"
        ) from None
    except (RecursionError, ValueError):
        raise _no(*WRONG["no_assessment"]) from None
    if isinstance(found, dict) and isinstance(found.get("assessment"), dict):
        found = found["assessment"]
    if not isinstance(found, dict) or found.get("format") != "supplychain assessment":
        raise _no(*WRONG["no_assessment"])
    if found.get("version") != 1:
        raise _no(*WRONG["newer"])
    try:
        return Assessment.model_validate(_as_text(clean(found)))
    except ValidationError as error:
        raise Invalid([_problem(e) for e in error.errors(include_url=False)]) from None


def clean(value: Any) -> Any:
    """Leave out the signs that cannot be kept, in whatever was read."""
    if isinstance(value, str):
        return _BROKEN.sub("", value.replace("\r\n", "\n"))
    if isinstance(value, dict):
        return {clean(name): clean(item) for name, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list) else value


def _no(what: str, mend: str) -> Invalid:
    return Invalid([Problem(_UNIT, what, mend)])


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _no(f"{shown(name)} is given twice.", "Take one of them away.")
        found[name] = value
    return found


def _as_text(found: dict[str, Any]) -> dict[str, Any]:
    """Numbers and yes or no may be written without quotes: they are kept as text."""
    made = dict(found)
    if isinstance(answers := made.get("answers"), Mapping):
        made["answers"] = {name: _text(value) for name, value in answers.items()}
    if isinstance(weighing := made.get("weighing"), Mapping):
        made["weighing"] = {
            code: {**w, "score": _text(w["score"])} if isinstance(w, Mapping) and "score" in w else w
            for code, w in weighing.items()
        }
    return made


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    return "" if value is None else value


def _problem(error: Mapping[str, Any]) -> Problem:
    place = [str(part) for part in error["loc"]]
    path = ".".join(place)
    if place[0] == "answers" and len(place) > 1 and place[1] in FIELD:
        return Problem(FIELD[place[1]].number, f"{path} is no text.", "Write it in quotes.")
    if place[0] == "weighing" and len(place) > 1:
        number = next((c.number for c in CRITERIA if c.code == place[1]), "3")
        return Problem(
            number, f"{path} cannot be read.", "A criterion has score, reason, others (true or false), measure."
        )
    if error["type"] == "missing":
        return Problem(path, "is missing.", "Take it from the file that was made for you.")
    if error["type"] == "extra_forbidden":
        names = ", ".join(Assessment.model_fields)
        return Problem(path, "is not known here.", f"An assessment has: {names}.")
    known = ", ".join(f.name for f in FIELDS[:3])
    return Problem(path, "cannot be read.", f"Answers are texts by the names of the fields ({known} …).")
