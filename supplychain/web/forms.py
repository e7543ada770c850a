"""Forms: fields are described once in a pydantic model, read from what was sent, told by field when wrong, shown by one macro."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import MultiDict

from supplychain.domain.errors import Invalid, Problem
from supplychain.web import words
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark, said

KINDS = ("text", "email", "password", "code", "select", "checks", "hidden", "area", "suggest", "file")
"""How a field is shown; `checks` are several boxes, and the field is a tuple; `suggest` offers entities while somebody types;
a `file` is read as bytes."""
_TEXTS = ("text", "email", "password", "code", "hidden", "area", "suggest")
LONGEST = 200
LONG_TEXT = 1024 * 1024
"""Bytes that a form with a field for long texts takes: what is too long comes back to be cut, and is not lost."""
BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
"""Control characters, marks that turn the direction of what follows, and what stands for bytes that are no text."""
_WORDS: dict[str, str] = {
    "missing": mark("This is missing."),
    "too_short": mark("This is missing."),
    "string_too_long": mark("This is too long: it has %(length)s characters, and at most %(max_length)s fit."),
    "enum": mark("Choose one of the list."),
    "literal_error": mark("Choose one of the list."),
    "broken": mark("This holds characters that cannot be kept. Type it anew without %(signs)s."),
    "twice": mark("This was sent more than once."),
}
_OTHERWISE = mark("This cannot be read.")
_FILE_GONE = mark("The file was not kept, because something else has to be mended. Choose it again.")


class Sent(BaseModel):
    """What somebody filled in; every form is a subclass, and its fields are made by `entry`."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def entry(
    label: str,
    hint: str = "",
    kind: str = "text",
    *,
    default: Any = ...,
    autocomplete: str = "off",
    terms: str = "",
    longest: int = LONGEST,
    fold: bool = False,
    needed: str = "",
) -> Any:
    """Declare a field: what it is called, what helps to fill it in (both marked for translation), how it is shown.

    A field with a default may stay empty. `terms` names the vocabulary that a `select` or `checks` chooses from; without
    one, the page gives the choices. Fields that `fold` stand last, in a part that can be opened. A field that may stay empty
    in some cases only says with `needed` when it may not.
    """
    extra: dict[str, Any] = {
        "kind": kind,
        "autocomplete": autocomplete,
        "terms": terms,
        "longest": longest,
        "fold": fold,
        "needed": needed,
    }
    return Field(
        default,
        title=label,
        description=hint,
        json_schema_extra=extra,
        max_length=longest if kind in _TEXTS else None,
        min_length=1 if kind == "checks" and default is ... else None,
    )


def reads(reader: Callable[[str], str]) -> AfterValidator:
    """Make a reader of the domain a part of a field's type: the Invalid that it raises is told with all that is wrong."""

    def read(text: str) -> str:
        try:
            return reader(text)
        except Invalid as error:
            first = error.problems[0]
            raise PydanticCustomError("told", "told", {"what": first.what, "mend": first.mend}) from error

    return AfterValidator(read)


S = TypeVar("S", bound=Sent)


def read_sent(model: type[S], form: MultiDict[str, str], files: Mapping[str, bytes] | None = None) -> S:
    """Read a form that was sent; an empty field counts as not given. Raises Invalid with every problem, by field."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in model.model_fields.items():
        if _kind(field) == "file":
            if data := (files or {}).get(name):
                found[name] = data
            continue
        sent, many = [text.replace("\r\n", "\n") for text in form.getlist(name)], _is_many(field)
        if broken := {sign: None for text in sent for sign in BROKEN.findall(text)}:
            problems.append(_said(name, "broken", signs=", ".join(map(_sign, broken))))
        elif len(sent) > 1 and not many:
            problems.append(_said(name, "twice"))
        else:
            kept = [text for text in (t if _kind(field) == "password" else t.strip() for t in sent) if text]
            if kept:
                found[name] = kept if many else kept[0]
    try:
        made = model.model_validate(found)
    except ValidationError as error:
        told = {problem.where for problem in problems}
        problems += [p for p in map(_told, error.errors(include_url=False)) if p.where not in told]
        raise Invalid(_each_once(problems)) from None
    if problems:
        raise Invalid(problems)
    return made


def _said(name: str, what: str, **filled: Any) -> Problem:
    return Problem(name, _(_WORDS.get(what, _OTHERWISE), **filled))


def _sign(sign: str) -> str:
    """Name a character that cannot be seen."""
    return " ".join(filter(None, (f"U+{ord(sign):04X}", unicodedata.name(sign, ""))))


def _told(error: Mapping[str, Any]) -> Problem:
    if error["type"] == "told":
        return Problem(str(error["loc"][0]), error["ctx"]["what"], error["ctx"]["mend"])
    filled = dict(error.get("ctx", {}))
    if error["type"] == "string_too_long":
        filled = {"length": words.amount(len(error["input"])), "max_length": words.amount(filled["max_length"])}
    return _said(str(error["loc"][0]), error["type"], **filled)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    return list({problem.where: problem for problem in reversed(list(problems))}.values())[::-1]


def _extra(field: FieldInfo) -> Mapping[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, Mapping) else {}


def _kind(field: FieldInfo) -> str:
    return str(_extra(field)["kind"])


def largest_of(model: type[Sent]) -> int:
    """Say how many bytes a form takes at the least; 0: what is usual."""
    return LONG_TEXT if any(_kind(field) == "area" for field in model.model_fields.values()) else 0


def _is_many(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple


# -- as it is shown ----------------------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """One thing to choose."""

    value: str
    label: str
    hint: str = ""


class Shown(NamedTuple):
    """A field as the page shows it."""

    name: str
    id: str
    label: str
    hint: str
    kind: str
    autocomplete: str
    required: bool
    longest: int
    value: str
    chosen: tuple[str, ...]
    choices: tuple[Choice, ...]
    error: str
    fold: bool = False
    needed: str = ""
    """When a field has to be filled in that else may stay empty."""


class Blank(NamedTuple):
    """A form as the page shows it: empty, or with what was typed and what is wrong with it."""

    word: str
    action: str
    token: str
    """Shows that the form came from us."""
    fields: tuple[Shown, ...]
    errors: tuple[tuple[str, str], ...]
    """Id of the field (empty: the form as a whole) and what is wrong, in the order of the fields."""

    @property
    def folded(self) -> tuple[Shown, ...]:
        """The fields that stand last, in a part that can be opened."""
        return tuple(field for field in self.fields if field.fold)

    @property
    def is_unfolded(self) -> bool:
        """Whether that part stands open: something in it is filled in or wrong."""
        return any(field.error or field.value for field in self.folded)

    @property
    def has_file(self) -> bool:
        """Whether a file is sent with it."""
        return any(field.kind == "file" for field in self.fields)


class Failed(NamedTuple):
    """A form that was sent and could not be taken."""

    word: str
    sent: MultiDict[str, str]
    problems: Sequence[Problem]
    files: frozenset[str] = frozenset()
    """Fields with which a file came."""


def show_form(
    model: type[Sent],
    word: str,
    action: str,
    token: str,
    values: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    failed: Failed | None = None,
) -> Blank:
    """Make what the macro shows. What was typed stands there again, but for passwords and codes."""
    wrong = _by_field(failed.problems, model) if failed else {}
    if failed:
        wrong = {**{name: _(_FILE_GONE) for name in failed.files}, **wrong}
    fields = []
    for name, field in model.model_fields.items():
        extra, kind = _extra(field), _kind(field)
        default = "" if field.is_required() else field.get_default()
        given = [str((values or {}).get(name, default or ""))]
        typed = failed.sent.getlist(name) if failed and not (kind == "hidden" and name in (values or {})) else given
        typed = [] if kind in ("password", "code", "file") else typed
        listed = [Choice(*pair) for pair in (choices or {}).get(name, ())]
        if extra["terms"] and not listed:
            listed = [Choice(t.code, words.first_up(t.label), t.definition) for t in words.terms(extra["terms"])]
        fields.append(
            Shown(
                name=name,
                id=f"{word}-{name}".replace("_", "-"),
                label=_(field.title or name),
                hint=_(field.description) if field.description else "",
                kind=kind,
                autocomplete=extra["autocomplete"],
                required=field.is_required(),
                longest=extra["longest"],
                value=typed[0] if typed else "",
                chosen=tuple(typed),
                choices=tuple(listed),
                error=wrong.get(name, ""),
                fold=extra["fold"],
                needed=_(when) if (when := extra["needed"]) else "",
            )
        )
    errors = tuple((f.id, f"{f.label}: {f.error}") for f in fields if f.error)
    whole = (("", wrong[""]),) if "" in wrong else ()
    return Blank(word, action, token, tuple(fields), whole + errors)


def _by_field(problems: Sequence[Problem], model: type[Sent]) -> dict[str, str]:
    """Say what is wrong by field; what belongs to no field that is shown stands for the whole form."""
    shown = {name for name, field in model.model_fields.items() if _kind(field) != "hidden"}
    found: dict[str, dict[str, None]] = {}
    for problem in problems:
        where = problem.where if problem.where in shown else ""
        found.setdefault(where, {})[" ".join(said(part) for part in (problem.what, problem.mend) if part)] = None
    return {where: " ".join(texts) for where, texts in found.items()}
