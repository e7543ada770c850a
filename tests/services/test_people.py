"""Accounts from invitation to deactivation, on both databases, with a clock that is moved by hand."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from supplychain.domain import people as d
from supplychain.domain.errors import Invalid, NotFound, Refused, TooMany, Unidentified
from supplychain.services import codes, people, sign_in, tokens
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from tests.desk import PASSWORD, Clock, desk_for, join, letters, set_up_codes, token_of

ADMIN = d.Role.ADMINISTRATOR


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(migrated_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(migrated_url)) as store:
        yield desk_for(store, tmp_path, clock)


def everything(desk: Desk) -> str:
    """All that the database holds about people, as one text."""
    engine = sa.create_engine(desk.store.url, poolclass=sa.NullPool)
    names = ("person", "session", "api_token", "recovery_code", "used_link", "throttle", "organisation")
    with engine.connect() as connection:
        rows = {n: [list(r) for r in connection.exec_driver_sql(f"SELECT * FROM {n}")] for n in names}
    return json.dumps(rows)


# -- invitations -------------------------------------------------------------------------------------------------------


def test_an_invitation_is_a_letter_with_a_link_that_works_once(desk: Desk, tmp_path: Path) -> None:
    link = people.invite(desk, "Ada@Example.org", d.Role.EDITOR, language="de")
    (letter,) = letters(tmp_path)
    assert (letter["To"], letter["Content-Language"]) == ("ada@example.org", "de")
    assert link.address in letter.get_content()
    assert link.address.startswith("https://labour.example/de/people/invitation/")
    held = people.accept_invitation(desk, token_of(link.address), "Ada", PASSWORD)
    found = sign_in.identify(desk, held)
    assert found
    assert (found.person.name, found.person.role, found.person.state) == ("Ada", "editor", "active")
    assert found.rights == {d.Right.ACCOUNT}, "an editor without codes"
    with pytest.raises(Refused, match="has been used"):
        people.accept_invitation(desk, token_of(link.address), "Eve", PASSWORD)
    assert people.find_person(desk, "ada@example.org").name == "Ada"


def test_links_that_do_not_hold(desk: Desk, clock: Clock) -> None:
    token = token_of(people.invite(desk, "ada@example.org", ADMIN).address)
    for broken in (token[:-1], token + "x", "x" + token, "", "é", token.replace(".", ""), "a.b"):
        with pytest.raises(Refused, match="not whole"):
            people.look_at_link(desk, "invitation", broken)
    with pytest.raises(Refused, match="not whole"):
        people.reset_password(desk, token, PASSWORD)
    clock.pass_(days=7)
    with pytest.raises(Refused, match="run out"):
        people.accept_invitation(desk, token, "Ada", PASSWORD)
    again = people.invite_again(desk, people.find_person(desk, "ada@example.org").id)
    assert people.look_at_link(desk, "invitation", token_of(again.address)).email == "ada@example.org"


def test_a_link_that_many_open_at_once_works_once(migrated_url: str, desk: Desk, tmp_path: Path, clock: Clock) -> None:
    token = token_of(people.invite(desk, "ada@example.org", ADMIN).address)
    done: list[str] = []

    def accept(number: int) -> None:
        with closing(Store(migrated_url)) as own:
            try:
                people.accept_invitation(desk_for(own, tmp_path / str(number), clock), token, f"Ada {number}", PASSWORD)
                done.append("taken")
            except Refused as error:
                done.append(str(error))

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(["taken", *[d.REFUSED["link_used"]] * 3])


def test_a_password_that_does_not_fit_leaves_the_link_unused(desk: Desk) -> None:
    token = token_of(people.invite(desk, "ada.lovelace@example.org", ADMIN).address)
    for bad, words in (("short", "too short"), ("x" * 201, "too long"), ("Ada.Lovelace", "is your e-mail")):
        with pytest.raises(Invalid, match=words):
            people.accept_invitation(desk, token, "Ada", bad)
    assert people.accept_invitation(desk, token, "Ada", PASSWORD)


def test_one_account_an_address(desk: Desk) -> None:
    people.invite(desk, "ada@example.org", ADMIN)
    with pytest.raises(Invalid, match="an account with this address already"):
        people.invite(desk, "ADA@example.org", d.Role.SENDER)
    with pytest.raises(Refused, match="not waiting"):
        people.invite_again(desk, join(desk, "eve@example.org").person.id)


# -- signing in --------------------------------------------------------------------------------------------------------


def test_signing_in_with_a_code(desk: Desk, clock: Clock) -> None:
    ada = join(desk, "ada@example.org", ADMIN)
    app, recovery = set_up_codes(desk, ada.person)
    assert people.find_person(desk, "ada@example.org").rights == d.RIGHTS[ADMIN]
    with pytest.raises(Invalid):
        sign_in.sign_in(desk, "ada@example.org", PASSWORD, app.at(clock()))  # taken when it was set up
    clock.pass_(seconds=30)
    code = app.at(clock())
    held = sign_in.sign_in(desk, " Ada@example.org", PASSWORD, f"{code[:3]} {code[3:]}")
    found = sign_in.identify(desk, held)
    assert found
    assert found.rights == d.RIGHTS[ADMIN]
    for wrong in ("", "000000", code, "x" * 500, "é"):
        with pytest.raises(Invalid):
            sign_in.sign_in(desk, "ada@example.org", PASSWORD, wrong)
        clock.pass_(minutes=15)
    typed = recovery[0].upper().replace("-", " ")
    assert sign_in.sign_in(desk, "ada@example.org", PASSWORD, typed)
    assert codes.recovery_left(desk, ada.person) == 9
    with pytest.raises(Invalid):
        sign_in.sign_in(desk, "ada@example.org", PASSWORD, typed)


def test_what_is_wrong_is_never_said(desk: Desk) -> None:
    join(desk, "ada@example.org")
    sleeping = join(desk, "eve@example.org").person
    people.deactivate(desk, sleeping.id)
    people.invite(desk, "bob@example.org", d.Role.SENDER)
    told = set()
    for email in ("ada@example.org", "eve@example.org", "bob@example.org", "nobody@example.org", "", "no address"):
        with pytest.raises(Invalid) as caught:
            sign_in.sign_in(desk, email, PASSWORD if email == "eve@example.org" else "wrong", "")
        told.add(str(caught.value))
    assert len(told) == 1


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_ten_wrong_passwords(desk: Desk, clock: Clock, email: str) -> None:
    join(desk, "ada@example.org")
    for _ in range(5):
        with pytest.raises(Invalid):
            sign_in.sign_in(desk, email, "wrong", "")
    for _ in range(5):
        with pytest.raises(TooMany) as caught:
            sign_in.sign_in(desk, email, PASSWORD, "")
        assert caught.value.seconds == 15
    clock.pass_(seconds=15)
    if email.startswith("ada"):
        assert sign_in.sign_in(desk, email, PASSWORD, "")
        assert sign_in.sign_in(desk, email, PASSWORD, ""), "the count starts anew"
    else:
        with pytest.raises(Invalid):
            sign_in.sign_in(desk, email, PASSWORD, "")
    assert "nobody" not in everything(desk), "who was tried is not kept"


# -- sessions ----------------------------------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended(desk: Desk, clock: Clock) -> None:
    first = join(desk, "ada@example.org")
    clock.pass_(minutes=1)
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    here = sign_in.identify(desk, held)
    assert here
    assert [s.id for s in sign_in.list_sessions(desk, here)] == [here.session, first.session]
    eve = join(desk, "eve@example.org")
    sign_in.end_session(desk, eve, here.session)
    assert sign_in.identify(desk, held), "a session of somebody else"
    sign_in.end_session(desk, here, first.session)
    assert [s.id for s in sign_in.list_sessions(desk, here)] == [here.session]
    sign_in.sign_out(desk, here)
    assert sign_in.identify(desk, held) is None


def test_a_session_that_begins_ends_the_one_that_the_browser_held(desk: Desk) -> None:
    join(desk, "ada@example.org")
    one = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    two = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "", before=one)
    assert sign_in.identify(desk, one) is None
    assert sign_in.identify(desk, two)


def test_a_session_ends_by_itself(desk: Desk, clock: Clock) -> None:
    join(desk, "ada@example.org")
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    for _ in range(40):
        clock.pass_(hours=11)
        if not sign_in.identify(desk, held):
            break
    assert sign_in.LONGEST <= clock() - Clock().now < sign_in.LONGEST + sign_in.IDLE
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    clock.pass_(hours=12)
    assert sign_in.identify(desk, held) is None


# -- passwords ---------------------------------------------------------------------------------------------------------


def test_a_reset_by_link_ends_every_session(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    ada = join(desk, "ada@example.org")
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    people.ask_for_reset(desk, "ada@example.org", "en")
    desk.post.wait()
    link, other = (people.send_reset(desk, ada.person.id).address for _ in range(2))
    assert len(letters(tmp_path)) == 4
    people.reset_password(desk, token_of(link), "another four plain words")
    assert sign_in.identify(desk, held) is None
    for used in (link, other):
        with pytest.raises(Refused, match="has been used"):
            people.reset_password(desk, token_of(used), "a third set of plain words")
    assert sign_in.sign_in(desk, "ada@example.org", "another four plain words", "")
    with pytest.raises(Invalid):
        sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")


def test_asking_for_a_reset_says_nothing_about_who_is_there(desk: Desk, tmp_path: Path) -> None:
    join(desk, "ada@example.org")
    before = len(letters(tmp_path))
    for _ in range(2):
        people.ask_for_reset(desk, "nobody@example.org", "en")
        people.ask_for_reset(desk, "ada@example.org", "en")
    for email in ("nobody@example.org", "ada@example.org"):
        with pytest.raises(TooMany):
            people.ask_for_reset(desk, email, "en")
    desk.post.wait()
    assert len(letters(tmp_path)) == before + 2


def test_changing_the_password_needs_the_old_one_and_ends_the_other_sessions(desk: Desk) -> None:
    ada = join(desk, "ada@example.org")
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    with pytest.raises(Invalid, match="current: This is not your password"):
        people.change_password(desk, ada, "wrong", "another four plain words")
    people.change_password(desk, ada, PASSWORD, "another four plain words")
    assert sign_in.identify(desk, held) is None
    assert [s.id for s in sign_in.list_sessions(desk, ada)] == [ada.session]


# -- tokens ------------------------------------------------------------------------------------------------------------


def test_a_token_may_what_it_was_made_for(desk: Desk, clock: Clock) -> None:
    ada = join(desk, "ada@example.org", ADMIN)
    with pytest.raises(Invalid, match="does not have this right"):
        tokens.create_token(desk, ada, "a program", [d.Right.PEOPLE], 30)
    set_up_codes(desk, ada.person)
    ada = ada._replace(person=people.find_person(desk, "ada@example.org"), rights=d.RIGHTS[ADMIN])
    secret = tokens.create_token(desk, ada, "a program", [d.Right.SEND, d.Right.PEOPLE], 30)
    assert secret.startswith("sct_")
    assert sign_in.identify_token(desk, secret).rights == {d.Right.SEND, d.Right.PEOPLE}
    (shown,) = tokens.list_tokens(desk, ada.person).tokens
    assert (shown.name, shown.last_used, shown.revoked) == ("a program", "2026-11-26", False)
    codes.drop_codes(desk, ada.person.id)
    assert sign_in.identify_token(desk, secret).rights == frozenset()
    clock.pass_(days=30)
    with pytest.raises(Unidentified):
        sign_in.identify_token(desk, secret)


def test_a_token_is_taken_back(desk: Desk) -> None:
    ada, eve = join(desk, "ada@example.org"), join(desk, "eve@example.org")
    secret = tokens.create_token(desk, ada, "a program", [d.Right.SEND], 30)
    (shown,) = tokens.list_tokens(desk, ada.person).tokens
    assert tokens.revoke_token(desk, eve.person, shown.id) == 0
    assert sign_in.identify_token(desk, secret)
    assert tokens.revoke_token(desk, ada.person, shown.id) == 1
    assert tokens.revoke_token(desk, ada.person, shown.id) == 0
    for held in (secret, "", "sct_", "é"):
        with pytest.raises(Unidentified):
            sign_in.identify_token(desk, held)


# -- looking after accounts --------------------------------------------------------------------------------------------


def test_a_closed_account_is_closed_everywhere_at_once(desk: Desk) -> None:
    join(desk, "root@example.org", ADMIN)
    ada = join(desk, "ada@example.org")
    held = sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    secret = tokens.create_token(desk, ada, "a program", [d.Right.SEND], 30)
    link = people.send_reset(desk, ada.person.id).address
    assert people.deactivate(desk, ada.person.id).state is d.State.DEACTIVATED
    assert sign_in.identify(desk, held) is None
    with pytest.raises(Unidentified):
        sign_in.identify_token(desk, secret)
    with pytest.raises(Refused):
        people.reset_password(desk, token_of(link), "another four plain words")
    with pytest.raises(Refused, match="deactivated"):
        people.send_reset(desk, ada.person.id)
    assert people.activate_again(desk, ada.person.id).state is d.State.ACTIVE
    assert sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")


def test_the_last_administrator_stays(desk: Desk) -> None:
    ada = join(desk, "ada@example.org", ADMIN).person
    people.invite(desk, "eve@example.org", ADMIN)
    with pytest.raises(Refused, match="last administrator"):
        people.deactivate(desk, ada.id)
    with pytest.raises(Refused, match="last administrator"):
        people.set_role(desk, ada.id, d.Role.SENDER)
    join(desk, "bob@example.org", ADMIN)
    assert people.set_role(desk, ada.id, d.Role.REVIEWER).role is d.Role.REVIEWER


def test_organisations(desk: Desk) -> None:
    people.add_organisation(desk, "Data Workers’ Inquiry")
    with pytest.raises(Invalid, match="organisation with this name"):
        people.add_organisation(desk, "data workers’ inquiry")
    (organisation,) = people.list_organisations(desk)
    person = people.invite(desk, "ada@example.org", d.Role.SENDER, organisation=organisation.id)
    assert person
    assert people.find_person(desk, "ada@example.org").organisation == "Data Workers’ Inquiry"
    assert people.list_organisations(desk)[0].people == 1
    people.set_organisation(desk, people.find_person(desk, "ada@example.org").id, "")
    assert people.list_people(desk).people[0].organisation == ""
    with pytest.raises(NotFound):
        people.set_organisation(desk, "nobody", organisation.id)


def test_codes_are_set_up_once_and_only_with_a_right_code(desk: Desk) -> None:
    ada = join(desk, "ada@example.org").person
    with pytest.raises(Invalid, match="are not being set up"):
        codes.confirm_codes(desk, ada, "123456")
    codes.begin_codes(desk, ada)
    with pytest.raises(Invalid, match="code is not right"):
        codes.confirm_codes(desk, ada, "12345")
    assert not people.find_person(desk, "ada@example.org").has_codes
    set_up_codes(desk, ada)
    with pytest.raises(Refused, match="set up for this account already"):
        codes.begin_codes(desk, ada)
    assert codes.show_setup(desk, ada) is None


def test_no_secret_is_kept_in_the_clear(desk: Desk) -> None:
    ada = join(desk, "ada@example.org", ADMIN)
    _, recovery = set_up_codes(desk, ada.person)
    ada = ada._replace(rights=d.RIGHTS[ADMIN])
    secret = tokens.create_token(desk, ada, "a program", [d.Right.SEND], 30)
    link = people.invite(desk, "eve@example.org", ADMIN)
    kept = everything(desk)
    for hidden in (PASSWORD, secret, *recovery, token_of(link.address), *(r.replace("-", "") for r in recovery)):
        assert hidden not in kept
    assert "$argon2id$" in kept


def test_the_secret_of_codes_is_locked(desk: Desk, clock: Clock) -> None:
    ada = join(desk, "ada@example.org", ADMIN).person
    app, recovery = set_up_codes(desk, ada)
    assert app.secret not in everything(desk)
    assert codes.lock_secrets(desk) == 0
    with desk.store.accounts(change=True) as accounts:  # as it was kept before
        accounts.people.keep_secret(ada.id, app.secret)
    clock.pass_(minutes=1)
    assert sign_in.sign_in(desk, "ada@example.org", PASSWORD, app.at(clock()))
    assert codes.lock_secrets(desk) == 1
    assert app.secret not in everything(desk)
    clock.pass_(minutes=1)
    assert sign_in.sign_in(desk, "ada@example.org", PASSWORD, app.at(clock()))
    other = replace(desk, given_key="n" * 40)  # the key is lost: a recovery code still lets in
    assert codes.lock_secrets(other) == 0
    clock.pass_(minutes=1)
    with pytest.raises(Invalid):
        sign_in.sign_in(other, "ada@example.org", PASSWORD, app.at(clock()))
    assert sign_in.sign_in(other, "ada@example.org", PASSWORD, recovery[0])
    renewed = replace(other, former_key=desk.given_key)
    assert (codes.lock_secrets(renewed), codes.lock_secrets(renewed)) == (1, 0)
    clock.pass_(minutes=1)
    assert sign_in.sign_in(other, "ada@example.org", PASSWORD, app.at(clock()))


def test_a_secret_beside_another_account_is_worthless(desk: Desk, clock: Clock) -> None:
    ada, eve = (join(desk, f"{name}@example.org", ADMIN).person for name in ("ada", "eve"))
    app, _ = set_up_codes(desk, eve)
    set_up_codes(desk, ada)
    with desk.store.accounts(change=True) as accounts:
        accounts.people.keep_secret(ada.id, accounts.people.kept_secrets()[eve.id])
    clock.pass_(minutes=1)
    with pytest.raises(Invalid):
        sign_in.sign_in(desk, "ada@example.org", PASSWORD, app.at(clock()))


def test_old_things_go(desk: Desk, clock: Clock) -> None:
    ada = join(desk, "ada@example.org")
    tokens.create_token(desk, ada, "a program", [d.Right.SEND], 30)
    with pytest.raises(Invalid):
        sign_in.sign_in(desk, "nobody@example.org", "wrong", "")
    clock.pass_(days=61)
    sign_in.sign_in(desk, "ada@example.org", PASSWORD, "")
    kept = json.loads(everything(desk))
    assert (len(kept["session"]), kept["api_token"], kept["used_link"], kept["throttle"]) == (1, [], [], [])


def test_people_leave_no_trace_in_the_history(desk: Desk) -> None:
    join(desk, "ada@example.org")
    with desk.store.view() as view:
        assert view.revision == 0
        assert view.verify().problems == ()
