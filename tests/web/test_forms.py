"""Forms: whatever is sent is read or told by field, and what is shown can be used by everybody."""

import re
from typing import Annotated

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.people import Role, read_email
from supplychain.web.forms import KINDS, Failed, Sent, entry, read_sent, reads, show_form
from tests.web.pages import Read


class Everything(Sent):
    """A form with a field of every kind."""

    name: str = entry("Name", "As others see it.", longest=10)
    email: Annotated[str, reads(read_email)] = entry("Address", kind="email", default="", autocomplete="username")
    password: str = entry("Password", "Long.", "password", autocomplete="new-password")
    code: str = entry("Code", kind="code", default="")
    role: Role = entry("Role", kind="select", terms="role")
    place: str = entry("Place", kind="select", default="")
    days: int = entry("Days", kind="select", default=3)
    many: tuple[Role, ...] = entry("Many", "Some.", "checks", terms="role")
    hidden: str = entry("", kind="hidden", default="")
    words: str = entry("Words", kind="area", default="")
    party: str = entry("Party", kind="suggest", default="")
    picture: bytes = entry("Picture", kind="file", default=b"")


RIGHT = MultiDict(
    [("name", " Ada "), ("password", " four words "), ("role", "sender"), ("many", "sender"), ("many", "editor")]
)


@pytest.fixture(autouse=True)
def _in_a_request(site: Flask):
    with site.test_request_context("/"):
        yield


def but(**changes: object) -> MultiDict:
    """A right form with other fields; None leaves one out."""
    made = RIGHT.copy()
    for name, value in changes.items():
        made.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
    return made


def wrong(form: MultiDict) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read_sent(Everything, form)
    assert len({p.where for p in caught.value.problems}) == len(caught.value.problems)
    return {p.where: p.what for p in caught.value.problems}


def test_there_is_a_field_of_every_kind() -> None:
    assert {f.json_schema_extra["kind"] for f in Everything.model_fields.values()} == set(KINDS)


def test_a_file_is_read_as_bytes() -> None:
    assert read_sent(Everything, but(), {"picture": b"\xff\x00"}).picture == b"\xff\x00"
    assert read_sent(Everything, but(picture="typed instead")).picture == b""


def test_a_right_form_is_read() -> None:
    read = read_sent(Everything, but(days="7", unknown="x", email=" "))
    assert (read.name, read.password, read.role, read.days) == ("Ada", " four words ", Role.SENDER, 7)
    assert read.many == (Role.SENDER, Role.EDITOR)
    assert (read.email, read.code, read.place, read.hidden) == ("", "", "", "")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": None}, "name", "This is missing."),
        ({"name": "  "}, "name", "This is missing."),
        ({"many": None}, "many", "This is missing."),
        ({"name": "x" * 11}, "name", "This is too long: it has 11 characters, and at most 10 fit."),
        ({"name": ["Ada", "Eve"]}, "name", "This was sent more than once."),
        ({"name": "A\x00"}, "name", "This holds characters that cannot be kept."),
        ({"password": "x\x07" * 9}, "password", "This holds characters that cannot be kept."),
        ({"role": "king"}, "role", "Choose one of the list."),
        ({"many": ["sender", "king"]}, "many", "Choose one of the list."),
        ({"email": "nobody"}, "email", "This is not an e-mail address."),
        ({"days": "many"}, "days", "This cannot be read."),
    ],
)
def test_what_is_wrong_is_told_by_field(changes: dict, field: str, words: str) -> None:
    told = wrong(but(**changes))
    assert list(told) == [field]
    assert told[field].startswith(words)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert set(wrong(MultiDict())) == {"name", "password", "role", "many"}
    assert set(wrong(but(name="\x00", role="king", days="x", email="x"))) == {"name", "role", "days", "email"}


names = st.sampled_from([*Everything.model_fields, "other"])
values = st.text(max_size=15) | st.sampled_from(["sender", "editor", "7", " ", "\x00", "\ud800", "\u202e"])


@given(sent=st.lists(st.tuples(names, values), max_size=12))
def test_whatever_is_sent_is_read_or_told(sent: list[tuple[str, str]]) -> None:
    read, problems = None, ()
    try:
        read = read_sent(Everything, MultiDict(sent))
    except Invalid as error:
        problems = error.problems
    assert {p.where for p in problems} <= set(Everything.model_fields)
    assert all(p.what for p in problems)
    if read is not None:
        kept = [read.name, read.email, read.password, read.code, read.place, read.hidden]
        assert not re.search("[\x00-\x08\ud800-\udfff\u202e]", "".join(kept))
        assert read.name.strip() == read.name != ""
        assert 0 < len(read.name) <= 10


# -- as it is shown ----------------------------------------------------------------------------------------------------


def shown(site: Flask, failed: Failed | None = None, language: str = "") -> Read:
    with site.test_request_context(f"{language}/"):
        site.preprocess_request()
        blank = show_form(
            Everything,
            "every_thing",
            "/send",
            "t0ken",
            {"name": "<Ada>"},
            {"place": [("a", "<A>")], "days": [("3", "3")]},
            failed,
        )
        text = site.jinja_env.from_string(
            '<!doctype html><html lang="en"><title>t</title><h1>t</h1>'
            '{% import "macros/form.html" as f with context %}{{ f.form(blank, "Send <it>") }}'
        ).render(blank=blank)
    page = Read(text)
    assert page.faults() == []
    return page


def by_id(page: Read) -> dict:
    return {e.attrib["id"]: e for e in page.having("id")}


def test_an_empty_form(site: Flask) -> None:
    page = shown(site)
    fields = by_id(page)
    assert fields["every-thing-name"].attrib["value"] == "<Ada>"
    assert fields["every-thing-name"].attrib["aria-describedby"] == "every-thing-name-hint"
    assert fields["every-thing-email"].attrib["autocomplete"] == "username"
    assert "required" in fields["every-thing-name"].attrib
    assert "required" not in fields["every-thing-email"].attrib
    assert "maxlength" not in fields["every-thing-password"].attrib, "what is pasted is not cut without a word"
    assert not page.having("aria-invalid")
    options = ["".join(o.itertext()) for o in fields["every-thing-role"].iter() if o.tag.endswith("option")]
    assert options == ["Choose …", "Sender", "Reviewer", "Editor", "Administrator"]
    assert "Send <it>" in page.text()


def test_a_form_that_failed(site: Flask) -> None:
    sent = but(name="Eve", role="editor", place="a", code="123456")
    problems = [
        Problem("name", "Wrong.", "Mend it."),
        Problem("hidden", "Hidden."),
        Problem("", "All."),
        Problem("many", "M."),
    ]
    page = shown(site, Failed("every_thing", sent, problems))
    fields = by_id(page)
    name = fields["every-thing-name"]
    assert (name.attrib["value"], name.attrib["aria-invalid"]) == ("Eve", "true")
    assert name.attrib["aria-describedby"] == "every-thing-name-wrong every-thing-name-hint"
    assert "value" not in fields["every-thing-password"].attrib
    assert fields["every-thing-code"].attrib["value"] == ""
    (alert,) = [e for e in page.having("role") if e.attrib["role"] == "alert"]
    assert [" ".join("".join(li.itertext()).split()) for li in alert.iter() if li.tag.endswith("li")] == [
        "Hidden. All.",
        "Name: Wrong. Mend it.",
        "Many: M.",
    ]
    assert [a.attrib["href"] for a in alert.iter() if a.tag.endswith("}a")] == [
        "#every-thing-name",
        "#every-thing-many",
    ]
    selected = [o.attrib["value"] for o in page.having("selected")]
    assert selected == ["editor", "a"]
    assert [b.attrib["value"] for b in page.having("checked")] == ["sender", "editor"]
