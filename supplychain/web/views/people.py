"""The own account, and looking after the accounts of others."""

from functools import partial
from typing import Annotated

import segno
from markupsafe import Markup

from supplychain.domain import people as d
from supplychain.services import codes, people, sign_in, tokens
from supplychain.web import links
from supplychain.web.access import Open, desk, somebody
from supplychain.web.forms import Sent, entry, reads
from supplychain.web.i18n import LANGUAGES, language, mark
from supplychain.web.rooms import Context, Done, Rooms

rooms = Rooms()
ACCOUNT, PEOPLE = d.Right.ACCOUNT, d.Right.PEOPLE
OWN_NAMES = {"en": "English", "de": "Deutsch"}
NO_MAIL = mark("No mail server is set up. Hand this link over yourself; it works once:")
ON_ITS_WAY = mark("A letter with a link is on its way.")


class Nothing(Sent):
    """A form that is only a button."""


class One(Sent):
    """Which one of a list."""

    id: str = entry("", kind="hidden")


class PasswordChange(Sent):
    """The old and the new password."""

    current: str = entry(mark("Password until now"), kind="password", autocomplete="current-password")
    password: str = entry(
        mark("New password"),
        mark("At least 12 characters; a few words that only you would join do well."),
        "password",
        autocomplete="new-password",
    )


class FirstCode(Sent):
    """The first code of an app."""

    code: str = entry(
        mark("Code that the app shows"), mark("Six digits."), "code", autocomplete="one-time-code", longest=12
    )


class PasswordAgain(Sent):
    """The password, asked for again."""

    current: str = entry(mark("Your password"), kind="password", autocomplete="current-password")


class NewToken(Sent):
    """What a token is to be."""

    name: Annotated[str, reads(partial(d.read_name, field="name"))] = entry(
        mark("What it is for"), mark("A word by which you will know it again."), longest=d.MAX_NAME
    )
    scopes: tuple[d.Right, ...] = entry(mark("What it may do"), kind="checks")
    days: int = entry(mark("How long it lasts"), kind="select")


class Invitation(Sent):
    """Who is invited."""

    email: Annotated[str, reads(d.read_email)] = entry(mark("E-mail address"), kind="email", longest=d.MAX_EMAIL)
    role: d.Role = entry(mark("Role"), kind="select", terms="role")
    organisation: str = entry(mark("Organisation"), mark("For which the person reports."), "select", default="")
    language: str = entry(mark("Language of the letter"), kind="select")


class NewRole(Sent):
    """Another role."""

    role: d.Role = entry(mark("Role"), kind="select", terms="role")


class NewOrganisation(Sent):
    """An organisation to add."""

    organisation: Annotated[str, reads(partial(d.read_name, field="organisation"))] = entry(
        mark("Name of the organisation"), longest=d.MAX_NAME
    )


class Belonging(Sent):
    """The organisation of a person."""

    organisation: str = entry(mark("Organisation"), kind="select", default="")


# -- the own account ---------------------------------------------------------------------------------------------------


@rooms.room("/people/account", "people/account.html", ACCOUNT)
def account() -> Context:
    """Sessions, tokens, codes, password."""
    me = somebody()
    return {
        "sessions": sign_in.list_sessions(desk(), me),
        "tokens": tokens.list_tokens(desk(), me.person).tokens,
        "scopes": [right for right in d.SCOPES if right in me.rights],
        "token_days": tokens.DAYS,
        "recovery_left": codes.recovery_left(desk(), me.person),
        "needs_codes": me.person.role in d.NEED_CODES and not me.person.has_codes,
        "now": desk().clock(),
    }


@rooms.form("/people/account/password", PasswordChange, ACCOUNT, "account")
def change_password(sent: PasswordChange) -> Done:
    """Set another password."""
    people.change_password(desk(), somebody(), sent.current, sent.password)
    return _account(mark("The new password is set, and your other sessions have ended."))


@rooms.form("/people/account/sessions", One, ACCOUNT, "account")
def end_session(sent: One) -> Done:
    """End one session."""
    sign_in.end_session(desk(), somebody(), sent.id)
    return _account(mark("The session has ended."))


@rooms.form("/people/account/sessions/others", Nothing, ACCOUNT, "account")
def end_other_sessions(sent: Nothing) -> Done:
    """End all sessions but the one at hand."""
    sign_in.end_other_sessions(desk(), somebody())
    return _account(mark("Your other sessions have ended."))


@rooms.form("/people/account/tokens", NewToken, ACCOUNT, "account")
def create_token(sent: NewToken) -> Done:
    """Make a token, which is shown once."""
    if sent.days not in tokens.DAYS:
        raise d.wrong("days", "days")
    secret = tokens.create_token(desk(), somebody(), sent.name, sent.scopes, sent.days)
    return _account(mark("This is the token. It is shown now and never again:"), secret)


@rooms.form("/people/account/tokens/revoke", One, ACCOUNT, "account")
def revoke_token(sent: One) -> Done:
    """Take a token back."""
    tokens.revoke_token(desk(), somebody().person, sent.id)
    return _account(mark("The token is taken back."))


@rooms.room("/people/account/codes", "people/codes.html", ACCOUNT)
def app_codes() -> Context:
    """Where codes are set up: the secret as a picture and as text."""
    setup = codes.show_setup(desk(), somebody().person)
    picture = ""
    if setup is not None:
        drawn = segno.make(setup.uri, error="m", micro=False)
        picture = Markup(drawn.svg_inline(scale=5, light="#fff", dark="#000", svgclass=None, lineclass=None))  # noqa: S704
    return {"setup": setup, "picture": picture}


@rooms.form("/people/account/codes/begin", Nothing, ACCOUNT, "account")
def begin_codes(sent: Nothing) -> Done:
    """Begin to set up codes."""
    codes.begin_codes(desk(), somebody().person)
    return Done(links.page_url("app_codes"))


@rooms.form("/people/account/codes", FirstCode, ACCOUNT, "app_codes")
def confirm_codes(sent: FirstCode) -> Done:
    """Take the first code, and show the recovery codes once."""
    recovery = codes.confirm_codes(desk(), somebody().person, sent.code)
    said = mark(
        "Codes are set up. Keep these recovery codes where you keep papers; each lets you in once without the app:"
    )
    return Done(links.page_url("account"), said, recovery)


@rooms.form("/people/account/codes/off", PasswordAgain, ACCOUNT, "account")
def drop_codes(sent: PasswordAgain) -> Done:
    """Ask for codes no longer."""
    sign_in.check_password(desk(), somebody(), sent.current, "current")
    codes.drop_codes(desk(), somebody().person.id)
    return _account(mark("Codes are turned off."))


def _account(notice: str, *shown_once: str) -> Done:
    return Done(links.page_url("account"), notice, shown_once)


# -- looking after accounts --------------------------------------------------------------------------------------------


@rooms.room("/people", "people/people.html", PEOPLE)
def people_list() -> Context:
    """All accounts, and who is invited next."""
    return {"people": people.list_people(desk()).people, **_lists()}


@rooms.form("/people/invite", Invitation, PEOPLE, "people_list")
def invite(sent: Invitation) -> Done:
    """Invite somebody."""
    link = people.invite(desk(), sent.email, sent.role, "", sent.organisation, sent.language)
    return _handed_over(links.page_url("people_list"), link.address)


@rooms.form("/people/organisations", NewOrganisation, PEOPLE, "people_list")
def add_organisation(sent: NewOrganisation) -> Done:
    """Add an organisation."""
    people.add_organisation(desk(), sent.organisation)
    return Done(links.page_url("people_list"), mark("The organisation is added."))


@rooms.room("/people/accounts/<id>", "people/person.html", PEOPLE)
def person(id: str) -> Context:
    """One account, and what can be done about it."""
    return {"person": people.show_person(desk(), id), **_lists()}


@rooms.form("/people/accounts/<id>/role", NewRole, PEOPLE, "person")
def set_role(sent: NewRole, id: str) -> Done:
    """Give another role."""
    people.set_role(desk(), id, sent.role)
    return _person(id, mark("The role is changed."))


@rooms.form("/people/accounts/<id>/organisation", Belonging, PEOPLE, "person")
def set_organisation(sent: Belonging, id: str) -> Done:
    """Say for which organisation somebody reports."""
    people.set_organisation(desk(), id, sent.organisation)
    return _person(id, mark("The organisation is changed."))


@rooms.form("/people/accounts/<id>/letter", Nothing, PEOPLE, "person")
def send_link(sent: Nothing, id: str) -> Done:
    """Send the invitation again, or a link for a new password."""
    invited = people.show_person(desk(), id).state is d.State.INVITED
    link = (people.invite_again if invited else people.send_reset)(desk(), id, language())
    return _handed_over(links.page_url("person", id=id), link.address)


@rooms.form("/people/accounts/<id>/codes", Nothing, PEOPLE, "person")
def drop_codes_of(sent: Nothing, id: str) -> Done:
    """Turn off the codes of somebody who lost the app and the recovery codes."""
    codes.drop_codes(desk(), id)
    return _person(id, mark("Codes are turned off."))


@rooms.form("/people/accounts/<id>/deactivate", Nothing, PEOPLE, "person")
def deactivate(sent: Nothing, id: str) -> Done:
    """Close an account."""
    people.deactivate(desk(), id)
    return _person(id, mark("The account is deactivated: sessions have ended, tokens are taken back."))


@rooms.form("/people/accounts/<id>/activate", Nothing, PEOPLE, "person")
def activate(sent: Nothing, id: str) -> Done:
    """Open a closed account again."""
    people.activate_again(desk(), id)
    return _person(id, mark("The account can be used again."))


def _person(id: str, notice: str) -> Done:
    return Done(links.page_url("person", id=id), notice)


def _handed_over(address: str, link: str) -> Done:
    return Done(address, ON_ITS_WAY) if desk().post.url else Done(address, NO_MAIL, [link])


def _lists() -> dict[str, object]:
    organisations = people.list_organisations(desk())
    own = [(code, OWN_NAMES[code]) for code in LANGUAGES]
    return {"organisations": organisations, "letter_languages": own, "language_here": language()}


# -- for programs ------------------------------------------------------------------------------------------------------


@rooms.answer("/people", PEOPLE)
def people_data() -> d.People:
    """All accounts."""
    return people.list_people(desk())


@rooms.answer("/people/me", Open.VISITOR)
def me() -> d.Identified:
    """Whose token it is, and what it may do; any token that holds is enough."""
    return sign_in.introduce(somebody())
