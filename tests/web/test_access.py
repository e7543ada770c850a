"""Every address for every kind of person: what is for everybody stays the same for all, what is not opens to those alone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.domain.people import Right, Role
from supplychain.domain.reports import Content
from supplychain.services import people, reports
from supplychain.services.desk import Desk
from supplychain.services.disclosure_rows import WORDS
from supplychain.services.reports import Sender
from supplychain.store.database import Store
from supplychain.web import access
from supplychain.web.app import create_app
from supplychain.web.row_forms import FORMS
from supplychain.web.views.people import Invitation, NewToken, PasswordChange
from supplychain.web.views.sign_in import Accepting, SigningIn
from tests import factories as f
from tests.desk import PASSWORD, Clock, desk_for, join, set_up_codes, token_of
from tests.factories import entity
from tests.web.addresses import (
    ANSWERS,
    DOWNLOADS,
    LIST_ANSWERS,
    LIST_FILES,
    MACHINES,
    PAGES,
    REPLY_ANSWERS,
    REPORT_ANSWERS,
    REPORT_FILES,
    REPORT_ROOMS,
    REPORT_SLIPS,
    ROOMS,
    SLIPS,
    TAKEN,
    TAKEN_TO_ASK,
    faces,
)
from tests.web.conftest import settings_for
from tests.web.inside import Visitor

PERSONS: dict[str, tuple[Role | None, bool]] = {
    "nobody": (None, False),
    "sender": (Role.SENDER, False),
    "reviewer without codes": (Role.REVIEWER, False),
    "administrator without codes": (Role.ADMINISTRATOR, False),
    "reviewer": (Role.REVIEWER, True),
    "editor": (Role.EDITOR, True),
    "administrator": (Role.ADMINISTRATOR, True),
}
DOOR = {
    "sign_in", "enter", "invitation", "accept", "forgotten", "ask_for_reset", "reset", "set_anew", "verify_receipt", "check",
    "reply", "send_reply", "lists_start", "bring_list", "list_at", "choose_rows", "list_row", "choose_row", "write_dossiers",
    "throw_list_away", "assess", "go_on", "open_assessment",
    "disclosure", "disclosure_theme", "send_disclosure", "save_disclosure", "drop_disclosed", "attach_disclosed",
    "detach_disclosed",
    *(f"disclosed_{word}" for word in WORDS), *(f"add_disclosed_{word}" for word in WORDS),
}  # fmt: skip
FOR_PUBLISHERS = {
    "identity_queue", "identity_pair", "judge_pair", "unjudge_pair", "undo_list", "undo", "undo_now",
    "desk_requests", "desk_request_new", "desk_request", "ask_for_answer", "remind_respondent", "extend_request",
    "letter_has_gone", "discard_letter", *TAKEN_TO_ASK, "desk_requests_data", "desk_request_data",
    "letter_came_back", "close_silent", "withdraw_request", "record_request", "close_undone",
    "publish_answer", "return_answer", "letter_pdf",
    "desk_questionnaire_new", "send_questionnaire",
}  # fmt: skip
FOR_ADMINISTRATORS = {
    "people_list", "person", "invite", "add_organisation", "set_role", "set_organisation", "send_link", "drop_codes_of",
    "deactivate", "activate",
}  # fmt: skip
FOR_REVIEWERS = {
    "desk_reports", "desk_report", "desk_claim", "desk_release", "desk_message", "desk_agree", "desk_accept", "desk_return",
    "desk_refuse", *(f"desk_{word}" for word in FORMS), *(f"amend_{word}" for word in FORMS),
}  # fmt: skip
REVIEWERS = {"reviewer", "editor", "administrator"}

ANSWERED = {"reset": 409, "reply": 409, "desk_request": 404, "webhook": 404, "saved_assessment": 404}
ANSWERED |= dict.fromkeys(("list_at", "list_row", "list_save", "saved_list"), 404)
ANSWERED |= dict.fromkeys((f"desk_{word}" for word in FORMS), 404)
ANSWERED |= dict.fromkeys(("disclosure", "disclosure_theme", *(f"disclosed_{word}" for word in WORDS)), 409)
"""What is answered where nothing fits the link or the id with which the tests ask."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    from supplychain.store.migrate import upgrade

    folder: Path = tmp_path_factory.mktemp("access")
    upgrade(f"sqlite:///{folder}/access.db")
    with closing(Store(f"sqlite:///{folder}/access.db")) as store:
        yield desk_for(store, folder, Clock())


@pytest.fixture(scope="module")
def inside(desk: Desk) -> Flask:
    return create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk)


@pytest.fixture(scope="module")
def persons(desk: Desk, inside: Flask) -> dict[str, Visitor]:
    """One of every kind, at the site."""
    found = {}
    for name, (role, has_codes) in PERSONS.items():
        found[name] = visitor = Visitor(inside)
        if role is None:
            continue
        email, code = f"{name.replace(' ', '-')}@example.org", ""
        identity = join(desk, email, role)
        if has_codes:
            app, _ = set_up_codes(desk, identity.person)
            desk.clock.pass_(seconds=30)
            code = app.at(desk.clock())
        assert visitor.sign_in(email, PASSWORD, code).status_code == 303
    return found


@pytest.fixture(scope="module")
def parts(desk: Desk) -> dict[str, str]:
    """Somebody to look after, a link, two parties, something to undo, and a report with a file and a note."""
    with desk.store.writer("editor", "two parties", desk.clock(), desk.chance) as writer:
        writer.put([entity("one-firm", "vendor"), entity("other-firm", "vendor")])
    with desk.store.writer("editor", "something to undo", desk.clock(), desk.chance) as writer:
        writer.put([f.source()])
    link = people.invite(desk, "somebody@example.org", Role.SENDER)
    firm = {"id": "new-firm", "name": "New Firm", "kind": "outsourcer"}
    report, _ = reports.submit_report(desk, Sender(), Content().adding("entities", firm))
    with desk.store.reports(change=True) as found:
        found.attach(report.id, "f1", b"cleaned", "application/pdf", (), b"sealed")
        found.change(found.get(report.id).report, note=b"sealed")
    return {
        "id": people.find_person(desk, "somebody@example.org").id,
        "token": token_of(link.address),
        "left": "one-firm",
        "right": "other-firm",
        "seq": "1",
        "report": report.id,
        "file": "f1",
        "row": "x",
        "theme": "chain",
        "question": "qu-a1",
    }


def may(person: str, word: str) -> bool:
    """Written down here on purpose, and not read from the table that it checks."""
    if word in DOOR:
        return True
    if word in FOR_PUBLISHERS:
        return person in ("editor", "administrator")
    if word in FOR_REVIEWERS:
        return person in REVIEWERS
    return person == "administrator" if word in FOR_ADMINISTRATORS else person != "nobody"


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("word", ROOMS)
def test_rooms_open_to_those_they_are_for(persons, parts, word: str, person: str, prefix: str) -> None:
    answer = persons[person].get(prefix + ROOMS[word].format(**parts))
    if may(person, word):
        assert answer.status_code == ANSWERED.get(word, 200), answer.text
    elif person == "nobody":
        assert answer.status_code == 303
        assert answer.location.startswith(f"{prefix}/people/sign-in?next=")
    else:
        assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("word", SLIPS)
def test_forms_are_taken_from_those_they_are_for(persons, parts, word: str, person: str, prefix: str) -> None:
    """Sent without its token a form changes nothing: who may send it hears that, who may not hears this first."""
    answer = persons[person].post(prefix + SLIPS[word].format(**parts), {})
    assert answer.status_code == (401 if person == "nobody" and word not in DOOR else 403)
    told_of_token = "did not come from this site" in answer.text or "kommt nicht von dieser Seite" in answer.text
    assert told_of_token == may(person, word)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("person", PERSONS)
def test_a_report_shows_itself_to_its_sender_alone(persons, desk: Desk, person: str, prefix: str) -> None:
    """Not even to an administrator, by whatever address."""
    begun = reports.begin(desk, Sender())
    parts = {"report": begun.id, "row": "x"}
    for word, address in REPORT_ROOMS.items():
        answer = persons[person].get(prefix + address.format(**parts))
        assert answer.status_code == (404 if "{report}" in address else 200), word
        assert answer.headers["Cache-Control"] == "no-store"
    token = persons[person].hidden("/report", "/report/begin")["token_of_form"]
    for word, address in REPORT_SLIPS.items():
        there = prefix + address.format(**parts)
        assert persons[person].post(there, {}).status_code == 403, word
        if "{report}" in address:
            fields = {"token_of_form": token, "table": "practices", "row": "x", "text": "x", "keys": "x"}
            assert persons[person].post(there, fields).status_code in (400, 404), word
            assert persons[person].post(f"{there}/x", fields).status_code in (403, 404, 405), word
    for word, address in REPORT_ANSWERS.items():
        there = address.format(**parts)
        if "{report}" in address:  # a session is no token: by whatever it is asked, it is nobody
            asked = (
                persons[person].get(there) if word == "report_data" else persons[person].client.post(there, data="{}")
            )
            assert asked.status_code in (400, 404), word
    with desk.store.reports() as found:
        assert found.get(begun.id).report.version == 1


@pytest.mark.parametrize("address", ANSWERS.values())
@pytest.mark.parametrize("person", PERSONS)
def test_a_session_is_no_token(persons, parts, address: str, person: str) -> None:
    assert persons[person].get(address.format(**parts)).status_code == 401


@pytest.mark.parametrize("address", TAKEN.values())
@pytest.mark.parametrize("person", PERSONS)
def test_a_session_sends_nothing_for_programs(persons, parts, address: str, person: str) -> None:
    assert persons[person].post(address.format(**parts), {}).status_code == 401


@pytest.mark.parametrize("address", DOWNLOADS.values())
@pytest.mark.parametrize("person", PERSONS)
def test_files_are_given_to_those_they_are_for(persons, parts, address: str, person: str) -> None:
    answer = persons[person].get(address.format(**parts))
    if "letters" in address:
        assert answer.status_code == (303 if person == "nobody" else 404 if may(person, "letter_pdf") else 403)
        return
    assert answer.status_code == (200 if person in REVIEWERS else 303 if person == "nobody" else 403)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.data in (b"cleaned", b"sealed")) == (person in REVIEWERS)
    if person in REVIEWERS:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("address", [*ROOMS.values(), *DOWNLOADS.values()])
@pytest.mark.parametrize("person", ["nobody", "sender", "reviewer without codes"])
def test_an_id_that_is_guessed_tells_nothing(persons, parts, address: str, person: str) -> None:
    """Whether there is such a report is not to be told from the answer."""
    if "{report}" not in address:
        return
    there = persons[person].get(address.format(**parts))
    not_there = persons[person].get(address.format(**{**parts, "report": "report-zzzzzzzz0"}))
    assert there.status_code == not_there.status_code != 200
    plain = [a.text.replace(parts["report"], "ID").replace("report-zzzzzzzz0", "ID") for a in (there, not_there)]
    assert plain[0] == plain[1]


PUBLIC = sorted(
    {address for word, page in PAGES.items() for address, _ in faces(word, page).values() if "{" not in address}
    | set(MACHINES.values())
    | {"/nothing", "/entities/nobody-at-all", "/de/search?kind=x"}
)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_for_everybody_is_the_same_for_everybody(persons, address: str) -> None:
    answers = [
        (p.get(address, buffered=True)) for p in (persons["nobody"], persons["administrator"], persons["sender"])
    ]
    assert len({(a.status_code, a.data, a.headers.get("ETag")) for a in answers}) == 1
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_every_address_says_what_it_needs(inside: Flask) -> None:
    assert set(access.needs(inside)) == {rule.endpoint for rule in inside.url_map.iter_rules()}
    senders = {*REPORT_ROOMS, *REPORT_SLIPS, *REPORT_ANSWERS, *REPORT_FILES, *REPLY_ANSWERS, *LIST_ANSWERS, *LIST_FILES}
    rooms = {f"{lang}.{word}" for word in {*ROOMS, *SLIPS, *REPORT_ROOMS, *REPORT_SLIPS} for lang in ("en", "de")} | {
        f"api.{w}" for w in (*ANSWERS, *TAKEN, *REPORT_ANSWERS, *REPLY_ANSWERS, *LIST_ANSWERS)
    }
    rooms |= {f"files.{w}" for w in (*DOWNLOADS, *REPORT_FILES, *LIST_FILES)}
    for endpoint, need in access.needs(inside).items():
        assert (need is access.Open.EVERYBODY) == (endpoint not in rooms), endpoint
        assert (need is access.Open.VISITOR) == (endpoint.partition(".")[2] in DOOR | senders | {"me"})
        if endpoint.partition(".")[2] in FOR_ADMINISTRATORS:
            assert need is Right.PEOPLE
        if endpoint.partition(".")[2] in FOR_PUBLISHERS:
            assert need is Right.PUBLISH
        if endpoint.partition(".")[2] in FOR_REVIEWERS | {*TAKEN, "desk_file", "desk_note"} - {*TAKEN_TO_ASK}:
            assert need is Right.REVIEW


def test_what_says_nothing_is_closed(desk: Desk) -> None:
    app = create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk)
    app.add_url_rule("/forgotten-by-us", "forgotten_by_us", lambda: "open")
    app.add_url_rule("/api/v1/forgotten-by-us", "forgotten_api", lambda: "open")
    assert app.test_client().get("/forgotten-by-us").status_code == 403
    assert app.test_client().get("/api/v1/forgotten-by-us").status_code == 403


@pytest.fixture
def spare(desk: Desk, inside: Flask, request: pytest.FixtureRequest) -> tuple[Visitor, str]:
    """An administrator for one test, who may sign out or lose the account by what chance sends; with the token of a form."""
    email = f"spare-{request.node.callspec.params['word'].replace('_', '-')}@example.org"
    identity = join(desk, email, Role.ADMINISTRATOR)
    app, _ = set_up_codes(desk, identity.person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(inside)
    assert visitor.sign_in(email, PASSWORD, app.at(desk.clock())).status_code == 303
    return visitor, visitor.hidden("/people", "/people/invite")["token_of_form"]


NAMES = sorted(
    {name for model in (SigningIn, Accepting, Invitation, NewToken, PasswordChange) for name in model.model_fields}
)
texts = st.text(max_size=40) | st.sampled_from(["ada@example.org", PASSWORD, "sender", "send", "90", "x" * 300, "=1+1"])


@pytest.mark.parametrize(
    "word", sorted(set(SLIPS) - {"sign_out", "drop_codes", "drop_codes_of", "deactivate", "set_role"})
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    fields=st.dictionaries(st.sampled_from([*NAMES, "id", "current"]), texts | st.lists(texts, max_size=3), max_size=6)
)
def test_nothing_that_is_sent_breaks_the_site(spare, parts, word: str, fields: dict) -> None:
    visitor, token = spare
    given_ = {name: _sendable(value) for name, value in fields.items()}
    answer = visitor.post(SLIPS[word].format(**parts), {**given_, "token_of_form": token})
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


def _sendable(value: object) -> object:
    return [_sendable(v) for v in value] if isinstance(value, list) else str(value).encode("utf-8", "surrogatepass")
