"""The page on which somebody answers a request of ours: by the link of a letter, without an account."""

import binascii
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import create_model
from werkzeug.datastructures import MultiDict

from supplychain.domain.answer_text import paragraphs
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.replies import MAX_ANSWER, MAX_FILES, MOST_CLAIMS, SAYS
from supplychain.domain.reply_answers import Opened
from supplychain.domain.reports import Attached
from supplychain.formats.evidence_limits import LARGEST as LARGEST_FILE
from supplychain.services import answer_files, replies
from supplychain.web import links, words
from supplychain.web.access import Open, desk
from supplychain.web.bodies import Body, read_body
from supplychain.web.desking import file_name
from supplychain.web.doors import open_view
from supplychain.web.forms import Blank, Sent, entry
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark
from supplychain.web.rooms import Context, Done, Given, Rooms, blank
from supplychain.web.row_forms import file_words
from supplychain.web.tongues import TONGUES

rooms = Rooms()
LARGEST = 256 * 1024 + MAX_FILES * LARGEST_FILE
DAYS = answer_files.DRAFTS_KEPT.days
LARGEST_JSON = 256 * 1024 + MAX_FILES * LARGEST_FILE * 4 // 3
NAMES = mark("The names in it are those of people who speak for us in public.")
SURE = mark("I may answer for the organisation that was asked.")


class Answering(Sent):
    """An answer; what is said about each claim stands in fields that are numbered in the order of the claims."""

    text: str = entry(
        mark("Your answer"),
        mark("It is printed word by word. An empty line begins a new paragraph. At most 9,000 characters."),
        "area",
        longest=MAX_ANSWER,
    )
    language: str = entry(mark("Language of the answer"), kind="select")
    url: str = entry(
        mark("Address of a published statement or document"),
        mark("If you have one: it is linked beside your answer."),
        default="",
        longest=1_000,
    )
    does_not_know: tuple[str, ...] = entry(
        mark("What you do not know"),
        mark("Tick what you cannot say because you do not know it."),
        "checks",
        default=(),
        terms="unknown_topic",
    )
    names_meant: tuple[str, ...] = entry(
        mark("Names"), mark("Only if names of people stand in the answer."), "checks", default=()
    )
    sure: tuple[str, ...] = entry(mark("Who answers"), kind="checks")
    gone: tuple[str, ...] = entry(mark("Take away"), kind="checks", default=())
    file_1: bytes = entry(
        mark("A document"),
        mark(
            "PDF, JPEG, PNG, WebP, TXT or CSV, up to 10 MB. What it says of its maker, place and device is taken off. It is "
            "published: look through it for names of people first."
        ),
        "file",
        default=b"",
    )
    file_2: bytes = entry(mark("A second document"), kind="file", default=b"")
    file_3: bytes = entry(mark("A third document"), kind="file", default=b"")

    @property
    def files(self) -> tuple[bytes, ...]:
        """The documents that were given."""
        return tuple(filter(None, (self.file_1, self.file_2, self.file_3)))


_STANCE: Any = partial(entry, mark("What do you say about it?"), kind="select", default="")
_stances: Any = {f"stance_{n}": (str, _STANCE()) for n in range(1, MOST_CLAIMS + 1)}
Reply: type[Answering] = create_model("Reply", __base__=Answering, **_stances)


@rooms.room("/reply/<token>", "desk/reply.html", Open.VISITOR)
def reply(token: str) -> Context:
    """What is printed, and the form; what was sent, and what happens next."""
    opened = replies.open_reply(desk(), token)
    values = {"language": language()}
    if opened.answer is not None and opened.stage is replies.Stage.RETURNED:
        stances = {f"stance_{n}": opened.answer.stances.get(c.id, "") for n, c in enumerate(opened.claims, 1)}
        text = "\n\n".join(paragraphs(opened.answer.text))
        values = {"text": text, "language": opened.answer.language, "url": opened.answer.url, **stances}
    form = blank("send_reply", values, {**_choices(), "gone": [(f.id, _file_label(f)) for f in opened.files]})
    return {
        "opened": opened,
        "form": form,
        "file_fields": _free(form, len(opened.files)),
        "most": MAX_FILES,
        "days": DAYS,
        "token": token,
    }


def _file_label(file: Attached) -> str:
    name = _("Document %(number)s", number=file.number)
    return f"{name} · {file_words(file)}"


def _free(form: Blank, kept: int) -> list[str]:
    """Name the fields for documents that still fit, and those in which something is wrong."""
    fields = [field for field in form.fields if field.kind == "file"]
    wrong = [field for field in fields if field.error]
    sound = [field for field in fields if not field.error][: max(MAX_FILES - kept - len(wrong), 0)]
    return sorted(field.name for field in (*wrong, *sound))


def _keep(form: MultiDict[str, str], files: Mapping[str, bytes], token: str) -> Sequence[Problem]:
    return answer_files.keep(desk(), token, files, form.getlist("gone"))


def _choices() -> dict[str, list[tuple[str, str]]]:
    said = [(stance, _(text)) for stance, text in SAYS.items()]
    tongues = sorted(((code, words.language_name(code)) for code in TONGUES), key=lambda pair: pair[1].casefold())
    stances = {f"stance_{n}": said for n in range(1, MOST_CLAIMS + 1)}
    return {"language": tongues, "names_meant": [("yes", _(NAMES))], "sure": [("yes", _(SURE))], **stances}


@rooms.form("/reply/<token>", Reply, Open.VISITOR, "reply", LARGEST, _keep)
def send_reply(sent: Answering, token: str) -> Done:
    """Take an answer."""
    claims = replies.open_reply(desk(), token).claims
    given = replies.Given(
        text=sent.text,
        stances={c.id: getattr(sent, f"stance_{n}") for n, c in enumerate(claims, 1)},
        language=sent.language if sent.language in TONGUES else "",
        does_not_know=sent.does_not_know,
        url=sent.url,
        names_meant=bool(sent.names_meant),
        files=sent.files,
        gone=sent.gone,
    )
    replies.answer(desk(), token, given)
    return Done(links.page_url("reply", token=token), mark("Thank you. Your answer has arrived."))


@rooms.download("/claims/<id>/files/<int:number>", Open.EVERYBODY)
def answer_file(id: str, number: int) -> Given:
    """A file that was published with an answer, as a download."""
    with open_view() as view:
        found = view.answer_file(id, number)
    return Given(found.data, found.file.media_type, f"{id}-{file_name(number, found.file.media_type)}")


# -- for programs ------------------------------------------------------------------------------------------------------


class AnswerBody(Body):
    """An answer; files stand in it as base64, and take the place of those that are kept with it."""

    text: str
    stances: dict[str, str]
    language: str = ""
    url: str = ""
    does_not_know: tuple[str, ...] = ()
    names_meant: bool = False
    files: tuple[str, ...] = ()


@rooms.answer("/reply/<token>", Open.VISITOR)
def reply_data(token: str) -> Opened:
    """What is printed or to be printed, by when an answer is asked for, what was sent."""
    return replies.open_reply(desk(), token)


@rooms.answer("/reply/<token>", Open.VISITOR, sent=True, largest=LARGEST_JSON)
def answer_sent(sent: object, token: str) -> Opened:
    """Take an answer."""
    body = read_body(AnswerBody, sent)
    given = replies.Given(
        text=body.text,
        stances=body.stances,
        language=body.language if body.language in TONGUES else "",
        does_not_know=body.does_not_know,
        url=body.url,
        names_meant=body.names_meant,
        files=tuple(_bytes(text, number) for number, text in enumerate(body.files, 1)),
        replace=True,
    )
    replies.answer(desk(), token, given)
    return replies.open_reply(desk(), token)


def _bytes(text: str, number: int) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(
            [Problem(f"file_{number}", "This is no base64.", "Send the bytes of the file as base64.")]
        ) from None
