"""Who may do what: roles, the rights that each has, what a password must be. Nothing here is about workers."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.records import Record
from supplychain.domain.vocabulary import Term

MIN_PASSWORD, MAX_PASSWORD = 12, 200
MAX_EMAIL, MAX_NAME = 254, 80
_EMAIL = re.compile(r"\w[^@\s\"(),:;<>\[\\\]]{0,63}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
"""Control characters, marks that turn the direction of what follows, and what stands for bytes that are no text."""


class Role(StrEnum):
    """What a person is here; one person has one role."""

    SENDER = "sender"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing that somebody may do. Every page that is not for everybody names one; a token carries some."""

    ACCOUNT = "account"
    SEND = "send"
    REVIEW = "review"
    PUBLISH = "publish"
    PEOPLE = "people"


class State(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SENDER: frozenset({Right.ACCOUNT, Right.SEND}),
    Role.REVIEWER: frozenset({Right.ACCOUNT, Right.SEND, Right.REVIEW}),
    Role.EDITOR: frozenset({Right.ACCOUNT, Right.SEND, Right.REVIEW, Right.PUBLISH}),
    Role.ADMINISTRATOR: frozenset({Right.ACCOUNT, Right.SEND, Right.REVIEW, Right.PUBLISH, Right.PEOPLE}),
}
"""The one table of who may do what."""
NEED_CODES = frozenset({Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR})
"""Roles that may only look after their own account until they have set up codes from an app."""
SCOPES = (Right.SEND, Right.REVIEW, Right.PUBLISH, Right.PEOPLE)
"""The rights that a token can carry: looking after the account itself is for people."""

ROLES = {
    Role.SENDER: ("sender", "Sends reports and follows what becomes of them."),
    Role.REVIEWER: ("reviewer", "Checks reports of others."),
    Role.EDITOR: ("editor", "Decides what is published, and writes to those who are named."),
    Role.ADMINISTRATOR: ("administrator", "Looks after accounts and organisations, beside the work of an editor."),
}
RIGHT_WORDS = {
    Right.ACCOUNT: ("own account", "Look after the own account."),
    Right.SEND: ("send", "Send reports and follow them."),
    Right.REVIEW: ("review", "Check reports of others."),
    Right.PUBLISH: ("publish", "Decide what is published."),
    Right.PEOPLE: ("people", "Look after accounts and organisations."),
}
STATES = {
    State.INVITED: ("invited", "The invitation was not accepted yet."),
    State.ACTIVE: ("active", "The account can be used."),
    State.DEACTIVATED: ("deactivated", "Nobody can sign in with this account."),
}


def _terms(words: dict[Any, tuple[str, str]]) -> dict[str, Term]:
    return {str(code): Term(str(code), *said) for code, said in words.items()}


TERMS: dict[str, dict[str, Term]] = {
    "role": _terms(ROLES),
    "access_right": _terms(RIGHT_WORDS),
    "person_state": _terms(STATES),
}
"""The closed lists of this part; each has a table in the database."""

WRONG: dict[str, tuple[str, str]] = {
    "password_short": (
        "The password is too short.",
        "Give at least 12 characters; a few words that only you would join do well.",
    ),
    "password_long": ("The password is too long.", "Give at most 200 characters."),
    "password_email": (
        "The password is your e-mail address, or the part before the @.",
        "Take something that cannot be read from your account.",
    ),
    "password_wrong": ("This is not your password.", "Type the password with which you sign in."),
    "sign_in": (
        "E-mail address, password or code are not right.",
        "Check all three. If you forgot the password, ask for a new one.",
    ),
    "code": (
        "This code is not right, or it was used already.",
        "Wait for the next code of your app, and check that its clock is right.",
    ),
    "email": ("This is not an e-mail address.", "Write it like name@example.org."),
    "name": (
        "This cannot be a name: it is empty or too long, begins with = + - or @, or holds what cannot be printed.",
        "Give at most 80 characters that begin with a letter.",
    ),
    "email_taken": ("There is an account with this address already.", "Look it up in the list."),
    "organisation_taken": ("There is an organisation with this name already.", "Choose it from the list."),
    "organisation_unknown": ("There is no such organisation.", "Choose one of the list."),
    "days": ("So long no token can last.", "Choose one of the list."),
    "scope": ("Your role does not have this right.", "Choose among the rights that your role has."),
    "no_codes": ("Codes are not being set up.", "Begin with “Set up codes”."),
}
"""What can be wrong with what somebody fills in, and how to mend it; pages show both in their language."""
REFUSED: dict[str, str] = {
    "link_broken": "This link is not whole, or it was not made here. Copy it from the letter again, to its very end.",
    "link_old": "This link has run out. Ask for a new one.",
    "link_used": "This link has been used, or the account has changed since it was made. Ask for a new one if you need it.",
    "last_administrator": "This is the last administrator who can sign in. Make somebody else administrator first.",
    "codes_already": "Codes are set up for this account already. Turn them off first.",
    "not_invited": "This account is not waiting for an invitation to be accepted.",
    "not_accepted": "The invitation of this account was not accepted yet: send it again.",
    "deactivated": "This account is deactivated.",
}
"""What the state of things can forbid."""
NEEDS_CODES = "Your role needs codes from an app before it may do this. Set them up under your account."
NOT_YOURS = "Your role may not do this."
NOT_IN_SCOPE = "This token does not carry the right that is needed here."
TOO_OFTEN = "There were too many attempts for this account."
SIGN_IN_FIRST = "You are not signed in, or your session has ended."
BAD_TOKEN = "This token is not known, has run out or was revoked."  # noqa: S105 - a sentence, no secret
ALSO_SAID = (NEEDS_CODES, NOT_YOURS, NOT_IN_SCOPE, TOO_OFTEN, SIGN_IN_FIRST, BAD_TOKEN)


def wrong(field: str, code: str) -> Invalid:
    """Make the error for one field (or, with an empty name, for the whole form)."""
    return Invalid([Problem(field, *WRONG[code])])


def rights_of(role: Role, has_codes: bool) -> frozenset[Right]:
    """Say what a person may do: everything of the role, or the own account only where codes are needed and not set up."""
    return RIGHTS[role] if has_codes or role not in NEED_CODES else frozenset({Right.ACCOUNT})


def rights_of_token(role: Role, has_codes: bool, scopes: Collection[Right]) -> frozenset[Right]:
    """Say what a token may do: what it was made for, as far as its owner may do it today."""
    return rights_of(role, has_codes) & frozenset(scopes) & frozenset(SCOPES)


def read_email(text: str) -> str:
    """Read an e-mail address as it is compared: in small letters. Raises Invalid."""
    email = same_email(text)
    if len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email):
        raise wrong("email", "email")
    return email


def same_email(text: str) -> str:
    """Give the one form of an address in which it is looked for, whether or not it is one."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_name(text: str, field: str) -> str:
    """Read the name of a person or a thing as lists and spreadsheets can show it. Raises Invalid for the field."""
    name = " ".join(text.split())
    if not 0 < len(name) <= MAX_NAME or name[0] in "=+-@" or _UNSEEN.search(name):
        raise wrong(field, "name")
    return name


def read_password(text: str, email: str) -> str:
    """Read a new password in the form that is hashed (NFKC). Only its length and the address count. Raises Invalid."""
    password = same_password(text)
    if len(password) < MIN_PASSWORD:
        raise wrong("password", "password_short")
    if len(password) > MAX_PASSWORD:
        raise wrong("password", "password_long")
    if password.casefold() in {email.casefold(), email.partition("@")[0].casefold()}:
        raise wrong("password", "password_email")
    return password


def same_password(text: str) -> str:
    """Give the one form of a password that keyboards write in several ways."""
    return unicodedata.normalize("NFKC", text)


class Person(Record):
    """One account."""

    id: str = Field(description="Id of the account.")
    email: str = Field(description="Address with which the person signs in and to which letters go.")
    name: str = Field(description="Name that others here see.")
    role: Role = Field(description="What the person is here.")
    organisation: str = Field(description="Organisation for which the person reports; empty for none.")
    state: State = Field(description="Where the account stands.")
    has_codes: bool = Field(description="Whether codes from an app are set up.")
    created: datetime = Field(description="When the account was made.")

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do."""
        return rights_of(self.role, self.has_codes)


class Identified(Record):
    """Who asks, and what they may do by the way in which they ask."""

    email: str = Field(description="Address of the person.")
    name: str = Field(description="Name that others here see.")
    role: Role = Field(description="What the person is here.")
    organisation: str = Field(description="Organisation for which the person reports; empty for none.")
    rights: tuple[Right, ...] = Field(description="What may be done with this token, now.")


class People(Record):
    """All accounts."""

    row_type: ClassVar[type[Record]] = Person

    people: tuple[Person, ...] = Field(description="By e-mail address.")

    def table(self) -> tuple[Person, ...]:
        """One row an account."""
        return self.people


class Organisation(Record):
    """An organisation for which people report."""

    id: str = Field(description="Id of the organisation.")
    name: str = Field(description="Its name.")
    people: int = Field(description="Accounts that belong to it.")


class Session(Record):
    """One signing-in on one device; nothing about the device is kept."""

    id: str = Field(description="Hash of what the browser holds.")
    created: datetime = Field(description="When it began.")
    last_seen: datetime = Field(description="When it was last used, to five minutes.")


class Token(Record):
    """A key for programs, as far as it can be shown after it was made."""

    id: str = Field(description="Id of the token.")
    name: str = Field(description="What its owner called it.")
    scopes: tuple[Right, ...] = Field(description="Rights that it carries.")
    created: datetime = Field(description="When it was made.")
    expires: datetime = Field(description="When it runs out.")
    last_used: str = Field(description="Day on which it was last used; empty for never.")
    revoked: bool = Field(description="Whether it was taken back.")


class Tokens(Record):
    """The tokens of one person."""

    row_type: ClassVar[type[Record]] = Token

    person: str = Field(description="Address of the person.")
    tokens: tuple[Token, ...] = Field(description="Newest first.")

    def table(self) -> tuple[Token, ...]:
        """One row a token."""
        return self.tokens
