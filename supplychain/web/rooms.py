"""Rooms: pages that are not for everybody, each declared with the right it needs, and the forms that stand in them.

A form that is taken leads on with 303, so that nothing is sent twice by going back; one that is not taken stands there
again with what was typed. What may be shown only once travels in a cookie of two minutes that the next page takes away.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer

from supplychain.domain.errors import Conflict, Invalid, Problem, Refused, SupplychainError, TooMany
from supplychain.domain.records import Record
from supplychain.domain.sentences import error_words, sentence
from supplychain.web import access, guards, links, words
from supplychain.web.access import Need
from supplychain.web.forms import Blank, Failed, Sent, largest_of, read_sent, show_form
from supplychain.web.i18n import LANGUAGES, language
from supplychain.web.i18n import gettext as _
from supplychain.web.pages import API, endpoint
from supplychain.web.problems import status_of

Context = Mapping[str, object]
V = TypeVar("V", bound=Callable[..., Any])
_KEY = "supplychain.slips"
Keeping = Callable[..., Sequence[Problem]]
"""Keeps the files of a form that could not be taken: is given the fields, the files by field and the parts of the address, and
gives what is wrong with the files that were not kept."""


class Done(NamedTuple):
    """What a form brought about: where to go on, and what is to be said there, once."""

    address: str
    notice: str = ""
    """A text marked for translation."""
    shown_once: Sequence[str] = ()
    """Secrets that are shown now and never again."""


class Beside(NamedTuple):
    """What a form that changes nothing is answered with: its room, with more in it."""

    context: Context


class Made(NamedTuple):
    """What a program is answered with where the status is not the usual one."""

    record: Record
    status: HTTPStatus


@dataclass(frozen=True)
class Room:
    """A page that is not for everybody."""

    word: str
    rule: str
    template: str
    need: Need
    view: Callable[..., Context]
    data: bool = False
    drawn: bool = False


@dataclass(frozen=True)
class Slip:
    """A form, with the address to which it is sent and the room in which it stands."""

    word: str
    rule: str
    model: type[Sent]
    need: Need
    room: str
    view: Callable[..., "Done | Beside | Given"]
    largest: int = 0
    """Bytes that may be sent; 0: what is usual."""
    keeping: "Keeping | None" = None


@dataclass(frozen=True)
class Answer:
    """An address for programs that is not for everybody; where something is `sent`, the view is given it."""

    word: str
    rule: str
    need: Need
    view: Callable[..., Record | Made]
    sent: bool = False
    largest: int = 0
    raw: bool = False
    """The view is given the bytes."""


@dataclass(frozen=True)
class Download:
    """A file that is not for everybody."""

    word: str
    rule: str
    need: Need
    view: Callable[..., "Given"]


class Given(NamedTuple):
    """A file as it is handed over: always as a download, under a name of ours."""

    data: bytes
    media_type: str
    name: str


@dataclass
class Rooms:
    """The rooms, forms and addresses for programs that a module of views declares."""

    rooms: list[Room] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)

    def room(self, rule: str, template: str, need: Need) -> Callable[[V], V]:
        """Declare a page; the view gives what its template is given."""

        def declare(view: V) -> V:
            self.rooms.append(Room(view.__name__, rule, template, need, view))
            return view

        return declare

    def form(
        self, rule: str, model: type[Sent], need: Need, room: str, largest: int = 0, keeping: Keeping | None = None
    ) -> Callable[[V], V]:
        """Declare a form; the view takes what was sent and the parts of the address, and gives a `Done`.

        `keeping` keeps the files of one that has to be mended.
        """

        def declare(view: V) -> V:
            self.slips.append(Slip(view.__name__, rule, model, need, room, view, largest, keeping))
            return view

        return declare

    def answer(
        self, rule: str, need: Need, *, sent: bool = False, largest: int = 0, raw: bool = False
    ) -> Callable[[V], V]:
        """Declare an address for programs; the view gives a record. With `sent` it takes a POST and is given the JSON, with
        `raw` the bytes as they came.
        """

        def declare(view: V) -> V:
            self.answers.append(Answer(view.__name__, rule, need, view, sent, largest, raw))
            return view

        return declare

    def download(self, rule: str, need: Need) -> Callable[[V], V]:
        """Declare a file that is not for everybody."""

        def declare(view: V) -> V:
            self.downloads.append(Download(view.__name__, rule, need, view))
            return view

        return declare


def add(app: Flask, declared: Rooms) -> None:
    """Give all of them their addresses."""
    rooms = {room.word: room for room in declared.rooms}
    for room in declared.rooms:
        _add(app, room, ["GET"], partial(_show, room))
    for slip in declared.slips:
        room = rooms[slip.room]
        app.extensions.setdefault(_KEY, {})[slip.word] = slip
        _add(app, slip, ["POST"] if slip.rule == room.rule else ["GET", "POST"], partial(_take, slip, room))
    for answer in declared.answers:
        name = endpoint("api", answer.word)
        app.add_url_rule(API + answer.rule, name, partial(_answer, answer), methods=["POST" if answer.sent else "GET"])
        access.allow(app, name, answer.need)
        guards.allow_body(app, name, answer.largest)
    for download in declared.downloads:
        name = endpoint("files", download.word)
        app.add_url_rule(download.rule, name, partial(_hand_over, download))
        access.allow(app, name, download.need)


def _add(app: Flask, what: Room | Slip, methods: list[str], view: Callable[..., ResponseReturnValue]) -> None:
    for lang in LANGUAGES:
        name = endpoint(lang, what.word)
        prefix = "" if lang == LANGUAGES[0] else f"/{lang}"
        app.add_url_rule(prefix + what.rule, name, view, methods=methods)
        access.allow(app, name, what.need)
        guards.allow_body(app, name, max(what.largest, largest_of(what.model)) if isinstance(what, Slip) else 0)


def _show(room: Room, **parts: str) -> Response:
    g.page = room
    given = {"who": access.who(), **_said_once(), **room.view(**parts), **g.get("beside", {})}
    response = make_response(render_template(room.template, inside=True, **given))
    if seconds := given.get("refresh"):
        response.headers["Refresh"] = str(seconds)  # a page that shows how far something is loads itself again
    return response


def _take(slip: Slip, room: Room, **parts: str) -> ResponseReturnValue:
    g.page = room
    if request.method != "POST":
        return redirect(links.page_url(room.word, **parts), HTTPStatus.SEE_OTHER)
    files = _files()
    try:
        done = slip.view(read_sent(slip.model, request.form, files), **parts)
    except (Conflict, Invalid, Refused, TooMany) as error:
        problems, lost = _keep_files(slip, error, {name: data for name, data in files.items() if data}, parts)
        g.failed = Failed(slip.word, request.form, problems, lost)
        response = _show(room, **parts)
        response.status_code = status_of(error)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.seconds)
        return response
    if isinstance(done, Given):
        return _given(done)
    if isinstance(done, Beside):
        g.beside = done.context
        return _show(room, **parts)
    if done.notice or done.shown_once:
        g.once_cookie = _once().dumps([done.notice, *done.shown_once])
    return redirect(done.address, HTTPStatus.SEE_OTHER)


def _keep_files(
    slip: Slip, error: SupplychainError, files: Mapping[str, bytes], parts: Mapping[str, str]
) -> tuple[Sequence[Problem], frozenset[str]]:
    """Keep the files of a form that was not taken, where it can; give what is to be mended, and the fields of lost files."""
    problems = list(_problems(error))
    if slip.keeping is None or not isinstance(error, Invalid):
        return problems, frozenset(files)
    told = {problem.where for problem in problems}
    sound = {name: data for name, data in files.items() if name not in told}
    try:
        return [*problems, *slip.keeping(request.form, sound, **parts)], frozenset()
    except Refused as refused:
        return [*problems, Problem("", error_words(refused))], frozenset(files)


def _files() -> dict[str, bytes]:
    """Read the files that were sent, and leave nothing of them open: a large one lies in the system's temporary folder."""
    found = {}
    for name, file in request.files.items():
        with closing(file):
            found[name] = file.read()
    return found


def _problems(error: SupplychainError) -> Sequence[Problem]:
    if isinstance(error, TooMany):
        mend = _("Try again in %(span)s.", span=words.span_words(error.seconds))
        return [Problem("", error_words(error), mend)]
    return error.problems if isinstance(error, Invalid) else [Problem("", error_words(error))]


def _answer(answer: Answer, **parts: str) -> Response:
    status = HTTPStatus.CREATED if answer.sent else HTTPStatus.OK
    if answer.sent:
        made = answer.view(request.get_data() if answer.raw else _json(), **parts)
    else:
        made = answer.view(**parts)
    if isinstance(made, Made):
        made, status = made
    return Response(made.model_dump_json(), status=status, mimetype="application/json")


def _json() -> object:
    """Read what a program sent; where it sent nothing, that is as if it had nothing to say."""
    if not request.get_data():
        return {}
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Invalid(
            [Problem("body", sentence("This is no JSON."), sentence("Send application/json, UTF-8."))]
        ) from None


def _hand_over(download: Download, **parts: str) -> Response:
    return _given(download.view(**parts))


def _given(given: "Given") -> Response:
    response = Response(given.data, mimetype=given.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=given.name)
    return response


def blank(
    word: str,
    values: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Blank:
    """Give the form of a word as this page shows it; `values` are filled in, `choices` are offered, by field."""
    slip = cast(dict[str, Slip], current_app.extensions[_KEY])[word]
    failed: Failed | None = g.get("failed")
    failed = failed if failed is not None and failed.word == word else None
    parts = {name: value for name, value in (request.view_args or {}).items() if f"<{name}>" in slip.rule}
    action = links.place(endpoint(language(), word), parts)
    return show_form(slip.model, word, action, access.form_token(), values, choices, failed)


# -- what is said once -------------------------------------------------------------------------------------------------


def _once() -> URLSafeSerializer:
    return URLSafeSerializer(access.desk().key, salt="supplychain.once")


def _said_once() -> dict[str, object]:
    """Take what the form before left to be said, and take the cookie away."""
    cookie = request.cookies.get(access.cookie_name("once"))
    if not cookie or request.method != "GET":
        return {"notice": "", "shown_once": ()}
    g.once_cookie = ""
    try:
        notice, *shown = _once().loads(cookie)
    except (BadData, ValueError):
        return {"notice": "", "shown_once": ()}
    return {"notice": notice, "shown_once": tuple(shown)}
