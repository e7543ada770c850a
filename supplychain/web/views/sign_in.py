"""At the door: signing in and out, accepting an invitation, a new password by link."""

from functools import partial
from typing import Annotated

from flask import request

from supplychain.domain.people import MAX_EMAIL, MAX_NAME, Right, read_email, read_name
from supplychain.services import people
from supplychain.services import sign_in as service
from supplychain.web import links
from supplychain.web.access import Open, after_signing_in, cookie_name, desk, keep_session, somebody
from supplychain.web.forms import Sent, entry, reads
from supplychain.web.i18n import language, mark
from supplychain.web.rooms import Context, Done, Rooms

rooms = Rooms()
EMAIL = mark("E-mail address")
NEW_PASSWORD = mark("New password")
PASSWORD_HINT = mark("At least 12 characters; a few words that only you would join do well.")


class SigningIn(Sent):
    """What somebody signs in with."""

    email: str = entry(EMAIL, kind="email", autocomplete="username", longest=MAX_EMAIL)
    password: str = entry(mark("Password"), kind="password", autocomplete="current-password")
    code: str = entry(
        mark("Code from your app"),
        mark("Only if you have set up codes. A recovery code does as well."),
        "code",
        default="",
        autocomplete="one-time-code",
        longest=40,
    )
    wanted: str = entry("", kind="hidden", default="", longest=500)


class Accepting(Sent):
    """What somebody sets who was invited."""

    name: Annotated[str, reads(partial(read_name, field="name"))] = entry(
        mark("Your name"),
        mark("As reviewers and editors see it. It need not be the one in your passport."),
        autocomplete="nickname",
        longest=MAX_NAME,
    )
    password: str = entry(mark("Password"), PASSWORD_HINT, "password", autocomplete="new-password")


class Forgotten(Sent):
    """Who asks for a new password."""

    email: Annotated[str, reads(read_email)] = entry(EMAIL, kind="email", autocomplete="username", longest=MAX_EMAIL)


class NewPassword(Sent):
    """A new password."""

    password: str = entry(NEW_PASSWORD, PASSWORD_HINT, "password", autocomplete="new-password")


class Nothing(Sent):
    """A form that is only a button."""


@rooms.room("/people/sign-in", "people/sign_in.html", Open.VISITOR)
def sign_in() -> Context:
    """The door."""
    return {"wanted": request.args.get("next", "")[:500]}


@rooms.form("/people/sign-in", SigningIn, Open.VISITOR, "sign_in")
def enter(sent: SigningIn) -> Done:
    """Begin a session."""
    before = request.cookies.get(cookie_name(), "")
    keep_session(service.sign_in(desk(), sent.email, sent.password, sent.code, before))
    return Done(after_signing_in(sent.wanted))


@rooms.form("/people/sign-out", Nothing, Right.ACCOUNT, "sign_in")
def sign_out(sent: Nothing) -> Done:
    """End the session at hand."""
    service.sign_out(desk(), somebody())
    keep_session("")
    return Done(links.page_url("sign_in"), mark("You are signed out."))


@rooms.room("/people/invitation/<token>", "people/invitation.html", Open.VISITOR)
def invitation(token: str) -> Context:
    """What an invited person sees."""
    return {"person": people.look_at_link(desk(), "invitation", token)}


@rooms.form("/people/invitation/<token>", Accepting, Open.VISITOR, "invitation")
def accept(sent: Accepting, token: str) -> Done:
    """Set name and password, and sign in."""
    keep_session(people.accept_invitation(desk(), token, sent.name, sent.password))
    return Done(links.page_url("account"), mark("Welcome. Your account is ready."))


@rooms.room("/people/reset", "people/forgotten.html", Open.VISITOR)
def forgotten() -> Context:
    """Where a new password is asked for."""
    return {}


@rooms.form("/people/reset", Forgotten, Open.VISITOR, "forgotten")
def ask_for_reset(sent: Forgotten) -> Done:
    """Send a link, if there is such an account; what is said is the same if not."""
    people.ask_for_reset(desk(), sent.email, language())
    said = mark("If there is an account with this address, a letter with a link is on its way to it.")
    return Done(links.page_url("forgotten"), said)


@rooms.room("/people/reset/<token>", "people/reset.html", Open.VISITOR)
def reset(token: str) -> Context:
    """Where a new password is set."""
    return {"person": people.look_at_link(desk(), "reset", token)}


@rooms.form("/people/reset/<token>", NewPassword, Open.VISITOR, "reset")
def set_anew(sent: NewPassword, token: str) -> Done:
    """Set a new password; every session ends."""
    people.reset_password(desk(), token, sent.password)
    return Done(
        links.page_url("sign_in"), mark("The new password is set, and all sessions have ended. Please sign in.")
    )
