"""People at the site: every way in and out has a clear answer, nothing is kept that need not be, never a 500."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from supplychain.domain.people import Role
from supplychain.services import codes, people
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join, letters, set_up_codes, token_of
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

ADA = "ada@example.org"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(new_database, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(new_database("sqlite", "migrated"))) as store:
        yield desk_for(store, tmp_path, clock)


def path_of(link: str) -> str:
    return link.removeprefix("https://labour.example")


def told(response) -> str:
    """The words of a page without faults."""
    page = Read(response.text)
    assert page.faults() == []
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    return page.text()


# -- the way in --------------------------------------------------------------------------------------------------------


def test_from_the_invitation_to_work(visitor: Visitor, desk: Desk, clock: Clock, inside: Flask) -> None:
    link = path_of(people.invite(desk, ADA, Role.ADMINISTRATOR).address)
    assert "You are invited as administrator, with the address ada@example.org" in told(visitor.get(link))
    accepted = visitor.send(link, name="Ada", password=PASSWORD)
    assert (accepted.status_code, accepted.location) == (303, "/people/account")
    page = told(visitor.get("/people/account"))
    assert "Welcome. Your account is ready." in page
    assert "Your role needs them before it may do its work" in page
    assert "Welcome" not in told(visitor.get("/people/account")), "said once"
    assert "needs codes" in told(visitor.get("/people"))

    begun = visitor.send("/people/account", "/people/account/codes/begin")
    assert begun.location == "/people/account/codes"
    secret = re.search(r'key-text">([A-Z2-7]+)<', visitor.get(begun.location).text)[1]
    app = pyotp.TOTP(secret)
    assert "code is not right" in told(visitor.send(begun.location, code="000000"))
    assert visitor.send(begun.location, code=app.at(clock())).location == "/people/account"
    shown = re.findall("<code>([a-z2-9-]{19})</code>", visitor.get("/people/account").text)
    assert len(shown) == 10
    assert not re.findall("<code>[a-z2-9-]{19}</code>", visitor.get("/people/account").text), "shown once"
    assert visitor.get("/people").status_code == 200

    assert visitor.send("/people/account", "/people/sign-out").location == "/people/sign-in"
    assert visitor.get("/people/account").location == "/people/sign-in?next=/people/account".replace(
        "/", "%2F"
    ).replace("%2Fpeople%2Fsign-in", "/people/sign-in")
    clock.pass_(seconds=30)
    other = Visitor(inside)
    assert other.sign_in(ADA, PASSWORD, shown[0]).status_code == 303
    assert visitor.sign_in(ADA, PASSWORD, app.at(clock())).status_code == 303
    assert visitor.send("/people/account", "/people/account/sessions/others").status_code == 303
    assert other.get("/people/account").status_code == 303, "its session has ended"
    assert visitor.get("/people/account").status_code == 200


def test_who_wanted_to_go_somewhere_gets_there(visitor: Visitor, desk: Desk) -> None:
    join(desk, ADA)
    door = visitor.get("/de/people/account/codes")
    assert door.location == "/de/people/sign-in?next=%2Fde%2Fpeople%2Faccount%2Fcodes"
    fields = {"email": ADA, "password": PASSWORD}
    assert visitor.send(door.location, "/de/people/sign-in", **fields).location == "/de/people/account/codes"


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example/", "//evil.example", "/\\evil", "/", "/nothing", "/de/people/reset", "x" * 600, "\r\nX: 1"],
)
def test_nobody_is_led_elsewhere(visitor: Visitor, desk: Desk, next_: str) -> None:
    join(desk, ADA)
    fields = visitor.hidden("/people/sign-in", "/people/sign-in")
    gone = visitor.post("/people/sign-in", {**fields, "email": ADA, "password": PASSWORD, "wanted": next_})
    assert gone.location in ("/people/account", None)
    assert gone.status_code in (303, 400)


def test_wrong_ten_times(visitor: Visitor, desk: Desk, clock: Clock) -> None:
    join(desk, ADA)
    for email in (ADA, "nobody@example.org"):
        answers = [visitor.sign_in(email, "wrong") for _ in range(10)]
        assert [a.status_code for a in answers] == [400] * 5 + [429] * 5
        assert "E-mail address, password or code are not right." in told(answers[0])
        assert "too many attempts for this account" in told(answers[-1])
        assert answers[-1].headers["Retry-After"] == "15"
        assert "Try again in 15 seconds." in answers[-1].text
        assert "wrong" not in answers[0].text.split("<main")[1].replace('class="banner wrongs"', "")
    clock.pass_(seconds=15)
    assert visitor.sign_in(ADA, PASSWORD).status_code == 303


def test_an_account_that_is_there_is_not_told_from_one_that_is_not(visitor: Visitor, desk: Desk) -> None:
    join(desk, ADA)
    there, not_there = (visitor.sign_in(e, "wrong").text.replace(e, "") for e in (ADA, "eve@example.org"))
    assert there == not_there
    there, not_there = (visitor.send("/people/reset", email=e) for e in (ADA, "eve@example.org"))
    assert (there.status_code, there.location) == (not_there.status_code, not_there.location) == (303, "/people/reset")
    assert "If there is an account with this address, a letter" in told(visitor.get("/people/reset"))


# -- links -------------------------------------------------------------------------------------------------------------


def test_links_that_do_not_hold_are_told_in_words(visitor: Visitor, desk: Desk, clock: Clock) -> None:
    link = path_of(people.invite(desk, ADA, Role.SENDER).address)
    fields = {**visitor.hidden(link, link), "name": "Ada", "password": PASSWORD}
    for broken in (link[:-1], link + "x", "/people/reset/" + token_of(link)):
        for answer in (visitor.get(broken), visitor.post(broken, fields)):
            assert answer.status_code == 409
            assert "not whole" in told(answer)
            assert "nicht vollständig" in told(visitor.get("/de" + broken))
    assert visitor.post(link, fields).status_code == 303
    for answer in (visitor.post(link, fields), visitor.get(link)):
        assert answer.status_code in (409, 403)
    again = Visitor(visitor.client.application)
    assert "has been used" in told(again.get(link))
    link = path_of(people.invite(desk, "eve@example.org", Role.SENDER).address)
    clock.pass_(days=8)
    assert "run out" in told(again.get(link))


def test_a_new_password_by_link(visitor: Visitor, desk: Desk, tmp_path: Path) -> None:
    join(desk, ADA)
    signed_in = Visitor(visitor.client.application)
    signed_in.sign_in(ADA, PASSWORD)
    assert visitor.send("/de/people/reset", email=ADA).status_code == 303
    desk.post.wait()
    letter = letters(tmp_path)[-1]
    assert letter["Subject"] == "Ein neues Passwort für supplychain"
    link = path_of(re.search(r"https://labour\.example/\S+", letter.get_content().partition("\n\n")[2])[0])
    assert link.startswith("/de/people/reset/")
    assert "zu kurz" in told(visitor.send(link, password="short"))
    done = visitor.send(link, password="another four plain words")
    assert done.location == "/de/people/sign-in"
    assert signed_in.get("/people/account").status_code == 303
    assert visitor.get(link).status_code == 409
    assert visitor.sign_in(ADA, "another four plain words").status_code == 303


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}],
)
def test_a_form_of_another_site_is_refused(visitor: Visitor, desk: Desk, headers: dict) -> None:
    join(desk, ADA)
    refused = visitor.send("/people/sign-in", headers=headers, email=ADA, password=PASSWORD)
    assert refused.status_code == 403
    assert "did not come from this site" in told(refused)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 303),
        ("https://labour.example", 303),
        ("http://localhost", 303),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://[", 403),
        ("https://labour.example.evil.example", 403),
        ("", 403),
    ],
)
def test_browsers_that_say_only_the_origin(visitor: Visitor, desk: Desk, origin: str | None, status: int) -> None:
    join(desk, ADA)
    fields = {**visitor.hidden("/people/sign-in", "/people/sign-in"), "email": ADA, "password": PASSWORD}
    headers = {} if origin is None else {"Origin": origin}
    assert visitor.client.post("/people/sign-in", data=fields, headers=headers).status_code == status


def test_a_form_without_its_token_is_refused(visitor: Visitor, desk: Desk, inside: Flask) -> None:
    join(desk, ADA)
    fields = {"email": ADA, "password": PASSWORD}
    other = Visitor(inside).hidden("/people/sign-in", "/people/sign-in")["token_of_form"]
    visitor.get("/people/sign-in")
    for token in (None, "", "x", other, "é"):
        given = fields if token is None else {**fields, "token_of_form": token}
        assert visitor.post("/people/sign-in", given).status_code == 403
    visitor.sign_in(ADA, PASSWORD)
    assert visitor.post("/people/account/codes/begin", {}).status_code == 403
    hidden = visitor.hidden("/people/account", "/people/sign-out")
    eve = Visitor(inside)
    join(desk, "eve@example.org")
    eve.sign_in("eve@example.org", PASSWORD)
    assert eve.post("/people/sign-out", hidden).status_code == 403, "a token of somebody else"
    assert visitor.post("/people/sign-out", hidden).status_code == 303
    assert visitor.post("/people/sign-out", hidden).status_code == 401, "sent twice"


def test_what_is_wrong_stands_by_its_field(visitor: Visitor, desk: Desk) -> None:
    link = path_of(people.invite(desk, ADA, Role.SENDER).address)
    answer = visitor.send(link, name="Ada", password="short")
    assert answer.status_code == 400
    page = Read(answer.text)
    assert page.faults() == []
    by_id = {e.attrib["id"]: e for e in page.having("id")}
    field = by_id["accept-password"]
    assert field.attrib["aria-invalid"] == "true"
    words = [" ".join(by_id[i].itertext()) for i in field.attrib["aria-describedby"].split()]
    assert words[0].startswith("The password is too short.")
    assert "value" not in field.attrib
    assert by_id["accept-name"].attrib["value"] == "Ada"
    (to_field,) = [a for a in page.all("a") if a.attrib["href"] == "#accept-password"]
    assert "too short" in "".join(to_field.itertext())


@pytest.mark.parametrize("name", ["", " \t ", "A\x00da", "A\x1bda", "x" * 81, "A\ufffdda", "\u202e"])
def test_names_that_cannot_be_kept(visitor: Visitor, desk: Desk, name: str) -> None:
    link = path_of(people.invite(desk, ADA, Role.SENDER).address)
    answer = visitor.send(link, name=name, password=PASSWORD)
    assert answer.status_code == 400
    assert "accept-name-wrong" in answer.text


def test_bytes_that_are_no_text_and_fields_sent_twice(visitor: Visitor) -> None:
    hidden = visitor.hidden("/people/sign-in", "/people/sign-in")["token_of_form"]
    bodies = {b"email=%ff%fe": 400, b"email=a&email=b": 400, b"email=%ed%a0%80": 400, b"\xff\xfe": 403}
    for body, status in bodies.items():
        answer = visitor.client.post(
            "/people/sign-in",
            data=b"token_of_form=" + hidden.encode() + b"&password=x&" + body,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == status
        told(answer)
    answer = visitor.post("/people/sign-in", {"token_of_form": hidden, "email": "x" * 70_000})
    assert answer.status_code == 413


def test_sent_twice_is_harmless(visitor: Visitor, desk: Desk) -> None:
    ada = join(desk, "root@example.org", Role.ADMINISTRATOR)
    app, _ = set_up_codes(desk, ada.person)
    desk.clock.pass_(seconds=30)
    visitor.sign_in("root@example.org", PASSWORD, app.at(desk.clock()))
    fields = visitor.hidden("/people", "/people/invite")
    fields |= {"email": ADA, "role": "sender", "language": "en"}
    assert visitor.post("/people/invite", fields).status_code == 303
    again = visitor.post("/people/invite", fields)
    assert again.status_code == 400
    assert "There is an account with this address already." in told(again)
    assert [p.email for p in people.list_people(desk).people] == [ADA, "root@example.org"]


def test_forms_that_are_looked_at_lead_to_their_page(visitor: Visitor, desk: Desk) -> None:
    join(desk, ADA)
    visitor.sign_in(ADA, PASSWORD)
    assert visitor.get("/people/account/password").location == "/people/account"
    assert visitor.get("/de/people/account/tokens").location == "/de/people/account"


# -- looking after accounts --------------------------------------------------------------------------------------------


@pytest.fixture
def admin(visitor: Visitor, desk: Desk) -> Visitor:
    """An administrator who has signed in."""
    root = join(desk, "root@example.org", Role.ADMINISTRATOR)
    app, _ = set_up_codes(desk, root.person)
    desk.clock.pass_(seconds=30)
    assert visitor.sign_in("root@example.org", PASSWORD, app.at(desk.clock())).status_code == 303
    return visitor


def test_an_administrator_looks_after_accounts(admin: Visitor, desk: Desk, inside: Flask) -> None:
    assert admin.send("/people", "/people/organisations", organisation="Turkopticon").status_code == 303
    (organisation,) = people.list_organisations(desk)
    chosen = {"email": ADA, "role": "reviewer", "organisation": organisation.id, "language": "de"}
    assert admin.send("/people", "/people/invite", **chosen).status_code == 303
    page = admin.get("/people")
    link = re.search(r"<code>https://labour\.example(/de/people/invitation/[^<]+)</code>", page.text)[1]
    assert "hand this link over yourself" in told(page).lower()
    ada = Visitor(inside)
    ada.send(link, name="Ada", password=PASSWORD)
    assert ada.get("/people/account").status_code == 200
    place = f"/people/accounts/{people.find_person(desk, ADA).id}"
    assert "Turkopticon" in told(admin.get(place))
    for action, fields, words in (
        ("role", {"role": "sender"}, "The role is changed."),
        ("organisation", {"organisation": ""}, "The organisation is changed."),
        ("letter", {}, "Hand this link over yourself"),
        ("deactivate", {}, "The account is deactivated"),
        ("activate", {}, "can be used again"),
    ):
        assert admin.send(place, f"{place}/{action}", **fields).location == place
        assert words in told(admin.get(place))
    assert ada.get("/people/account").status_code == 303, "deactivating ended the session"
    assert people.find_person(desk, ADA).role is Role.SENDER


def test_what_an_administrator_cannot_do(admin: Visitor, desk: Desk) -> None:
    root = people.find_person(desk, "root@example.org")
    place = f"/people/accounts/{root.id}"
    for action, fields in (("role", {"role": "sender"}), ("deactivate", {})):
        answer = admin.send(place, f"{place}/{action}", **fields)
        assert answer.status_code == 409
        assert "This is the last administrator" in told(answer)
    for fields in (
        {"email": "x", "role": "sender", "language": "en"},
        {"email": ADA, "role": "king", "language": "en"},
        {"email": ADA, "role": "sender", "language": "en", "organisation": "nobody"},
        {},
    ):
        answer = admin.send("/people", "/people/invite", **fields)
        assert answer.status_code == 400
        told(answer)
    assert admin.send("/people", "/people/organisations", organisation="").status_code == 400
    assert admin.get("/people/accounts/nobody").status_code == 404
    fields = admin.hidden(place, f"{place}/role")
    assert admin.post("/people/accounts/nobody/role", {**fields, "role": "sender"}).status_code == 404


def test_codes_of_somebody_who_lost_them(admin: Visitor, desk: Desk) -> None:
    ada = join(desk, ADA, Role.REVIEWER).person
    set_up_codes(desk, ada)
    place = f"/people/accounts/{ada.id}"
    assert admin.send(place, f"{place}/codes").status_code == 303
    assert not people.find_person(desk, ADA).has_codes


def test_codes_are_turned_off_with_the_password(admin: Visitor, desk: Desk) -> None:
    where = "/people/account", "/people/account/codes/off"
    assert "This is not your password" in told(admin.send(*where, current="wrong"))
    assert admin.send(*where, current=PASSWORD).status_code == 303
    assert "Codes are turned off." in told(admin.get("/people/account"))
    assert codes.recovery_left(desk, people.find_person(desk, "root@example.org")) == 0
    assert admin.get("/people").status_code == 403


# -- tokens ------------------------------------------------------------------------------------------------------------


def new_token(visitor: Visitor, *scopes: str) -> str:
    fields = {"name": "a program", "scopes": list(scopes), "days": "90"}
    assert visitor.send("/people/account", "/people/account/tokens", **fields).status_code == 303
    return re.search("<code>(sct_[^<]+)</code>", visitor.get("/people/account").text)[1]


def bearer(token: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_a_token_opens_what_it_carries(admin: Visitor, inside: Flask, desk: Desk) -> None:
    program = inside.test_client()
    wide, narrow = new_token(admin, "send", "people"), new_token(admin, "send")
    found = program.get("/api/v1/people/me", **bearer(narrow))
    assert found.json["email"] == "root@example.org"
    assert found.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in found.headers
    assert [p["email"] for p in program.get("/api/v1/people", **bearer(wide)).json["people"]] == ["root@example.org"]
    refused = program.get("/api/v1/people", **bearer(narrow))
    assert (refused.status_code, refused.mimetype) == (403, "application/problem+json")
    assert refused.json["code"] == "forbidden"
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="supplychain", error="insufficient_scope"'
    assert admin.send("/people/account", "/people/account/tokens/revoke").status_code == 303
    ids = [t.id for t in people_tokens(desk)]
    assert len(ids) == 2


def people_tokens(desk: Desk):
    from supplychain.services.tokens import list_tokens

    return list_tokens(desk, people.find_person(desk, "root@example.org")).tokens


def test_a_token_taken_back_opens_nothing(admin: Visitor, inside: Flask, desk: Desk) -> None:
    token = new_token(admin, "send")
    assert admin.send("/people/account", "/people/account/tokens/revoke").status_code == 303
    answer = inside.test_client().get("/api/v1/people/me", **bearer(token))
    assert answer.status_code == 401
    assert "taken back" in told(admin.get("/people/account"))


@pytest.mark.parametrize("address", ["/api/v1/people", "/api/v1/people/me", "/api/v1/entities"])
@pytest.mark.parametrize("value", ["Bearer nothing", "Bearer", "Basic YTpi", "", "Bearer \xe9"])
def test_tokens_that_do_not_hold(inside: Flask, address: str, value: str) -> None:
    answer = inside.test_client().get(address, headers={"Authorization": value})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="supplychain", error="invalid_token"'


def test_without_a_token_programs_are_told_how(inside: Flask) -> None:
    answer = inside.test_client().get("/api/v1/people/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="supplychain"'


def test_a_session_opens_nothing_to_programs_and_a_token_no_page(admin: Visitor, inside: Flask) -> None:
    assert admin.get("/api/v1/people").status_code == 401
    token = new_token(admin, "people")
    assert inside.test_client().get("/people", **bearer(token)).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x", "days": "90"},
        {"name": "x", "scopes": ["people"], "days": "90"},
        {"name": "x", "scopes": ["account"], "days": "90"},
        {"name": "x", "scopes": ["king"], "days": "90"},
        {"name": "x", "scopes": ["send"], "days": "91"},
        {"name": "x", "scopes": ["send"], "days": "many"},
        {"name": "", "scopes": ["send"], "days": "90"},
    ],
)
def test_tokens_that_cannot_be_made(visitor: Visitor, desk: Desk, fields: dict) -> None:
    join(desk, ADA)
    visitor.sign_in(ADA, PASSWORD)
    answer = visitor.send("/people/account", "/people/account/tokens", **fields)
    assert answer.status_code == 400
    told(answer)
    assert "sct_" not in answer.text.replace("Bearer sct_…", "")


# -- what is kept and said ---------------------------------------------------------------------------------------------


def test_nothing_of_signing_in_is_logged(admin: Visitor, desk: Desk, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        join(desk, ADA)
        visitor = Visitor(admin.client.application)
        link = path_of(people.send_reset(desk, people.find_person(desk, ADA).id).address)
        visitor.client.environ_base |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "a telling browser"}
        visitor.sign_in(ADA, "wrong password typed")
        visitor.sign_in(ADA, PASSWORD)
        visitor.send("/people/reset", email=ADA)
        visitor.get(link)
    for hidden in (ADA, "203.0.113.9", "telling", "wrong password typed", PASSWORD, token_of(link)):
        assert hidden not in caplog.text


def test_a_fault_inside_is_logged_without_the_address(inside: Flask, desk: Desk, caplog) -> None:
    link = path_of(people.invite(desk, ADA, Role.SENDER).address)

    def bug(**_):
        raise RuntimeError("a bug")

    inside.view_functions["en.invitation"] = bug
    assert inside.test_client().get(link).status_code == 500
    assert "/people/invitation/&lt;token&gt;" in caplog.text.replace("<", "&lt;").replace(">", "&gt;")
    assert token_of(link) not in caplog.text


def test_cookies_are_hidden_from_scripts_and_other_hosts(visitor: Visitor, desk: Desk) -> None:
    join(desk, ADA)
    set_ = visitor.sign_in(ADA, PASSWORD).headers.getlist("Set-Cookie")
    (session,) = [c for c in set_ if "session" in c]
    assert session.startswith("__Host-supplychain-session=")
    for word in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert word in session
    assert "Max-Age" not in session
    held = session.partition("=")[2].partition(";")[0]
    kept = json.dumps([s.id for s in desk_sessions(desk)])
    assert held not in kept


def desk_sessions(desk: Desk):
    with desk.store.accounts() as accounts:
        return accounts.access.sessions(people.find_person(desk, ADA).id)


def test_without_https_the_cookie_still_works(desk: Desk, tmp_path: Path) -> None:
    settings = settings_for(str(desk.store.url), tmp_path, base_url="http://127.0.0.1:8000")
    visitor = Visitor(create_app(settings, desk.store, desk))
    join(desk, ADA)
    (session,) = [c for c in visitor.sign_in(ADA, PASSWORD).headers.getlist("Set-Cookie") if "session" in c]
    assert session.startswith("supplychain-session=")
    assert "Secure" not in session
    assert visitor.get("/people/account").status_code == 200
