"""Accounts from invitation to deactivation: who is invited, what they may do, how a password is set anew; organisations."""

from supplychain.domain import people as d
from supplychain.domain.errors import NotFound, Refused
from supplychain.formats.letters import write_letter
from supplychain.services import links
from supplychain.services.desk import Desk
from supplychain.services.passwords import hash_password
from supplychain.services.sign_in import Identity, begin_session, check_password, count_letter, forget_attempts
from supplychain.store.database import Accounts


def invite(
    desk: Desk, email: str, role: d.Role, name: str = "", organisation: str = "", language: str = "en"
) -> links.Link:
    """Make an account and send its invitation. Gives the link, for when no letter can go. Raises Invalid."""
    address = d.read_email(email)
    shown = d.read_name(name or address.partition("@")[0], "name")
    with desk.store.accounts(change=True) as accounts:
        if accounts.people.find(address) is not None:
            raise d.wrong("email", "email_taken")
        _check_organisation(accounts, organisation)
        id = desk.chance()[:12]
        accounts.people.add(id, address, shown, role, organisation, desk.clock())
        person = accounts.people.person(id)
        link = links.make_link(desk, accounts, links.INVITATION, person, language)
    _send(desk, links.INVITATION, person, link, language)
    return link


def invite_again(desk: Desk, id: str, language: str = "en") -> links.Link:
    """Send an invitation again. Raises Refused where it was accepted."""
    with desk.store.accounts() as accounts:
        person = accounts.people.person(id)
        if person.state is not d.State.INVITED:
            raise Refused(d.REFUSED["not_invited"])
        link = links.make_link(desk, accounts, links.INVITATION, person, language)
    _send(desk, links.INVITATION, person, link, language)
    return link


def look_at_link(desk: Desk, purpose: str, token: str) -> d.Person:
    """Say for whom a link was made, without using it. Raises Refused."""
    with desk.store.accounts() as accounts:
        return links.open_link(desk, accounts, purpose, token).person


def accept_invitation(desk: Desk, token: str, name: str, password: str) -> str:
    """Set name and password of an account, and sign in: gives what the browser is to hold. Raises Refused, Invalid."""
    person, shown = look_at_link(desk, links.INVITATION, token), d.read_name(name, "name")
    kept = hash_password(d.read_password(password, person.email))
    with desk.store.accounts(change=True) as accounts:
        person = links.use_link(desk, accounts, links.INVITATION, token)
        if person.state is not d.State.INVITED:
            raise Refused(d.REFUSED["not_invited"])
        accounts.people.activate(person.id, shown, kept)
        return begin_session(desk, accounts, person.id)


# -- passwords ---------------------------------------------------------------------------------------------------------


def ask_for_reset(desk: Desk, email: str, language: str) -> None:
    """Send a link for a new password, if there is such an account; the answer is the same if not. Raises TooMany."""
    address = d.read_email(email)
    count_letter(desk, address)
    desk.post.later(lambda: _answer_reset(desk, address, language))


def _answer_reset(desk: Desk, address: str, language: str) -> None:
    with desk.store.accounts() as accounts:
        person = accounts.people.find(address)
        if person is None or person.state is not d.State.ACTIVE:
            return
        link = links.make_link(desk, accounts, links.RESET, person, language)
    _send(desk, links.RESET, person, link, language)


def send_reset(desk: Desk, id: str, language: str = "en") -> links.Link:
    """Send somebody a link for a new password, and give it. Raises Refused for an account that is not active."""
    with desk.store.accounts() as accounts:
        person = accounts.people.person(id)
        if person.state is not d.State.ACTIVE:
            raise Refused(d.REFUSED["deactivated" if person.state is d.State.DEACTIVATED else "not_accepted"])
        link = links.make_link(desk, accounts, links.RESET, person, language)
    _send(desk, links.RESET, person, link, language)
    return link


def reset_password(desk: Desk, token: str, password: str) -> None:
    """Set a new password by link; every session of the person ends. Raises Refused, Invalid."""
    person = look_at_link(desk, links.RESET, token)
    kept = hash_password(d.read_password(password, person.email))
    with desk.store.accounts(change=True) as accounts:
        person = links.use_link(desk, accounts, links.RESET, token)
        if person.state is not d.State.ACTIVE:
            raise Refused(d.REFUSED["deactivated"])
        accounts.people.set_password(person.id, kept)
        accounts.access.end_sessions(person.id, desk.clock())
        forget_attempts(desk, accounts, person.email)


def change_password(desk: Desk, who: Identity, current: str, password: str) -> None:
    """Set another password; all other sessions of the person end. Raises Invalid, TooMany."""
    check_password(desk, who, current, "current")
    kept = hash_password(d.read_password(password, who.person.email))
    with desk.store.accounts(change=True) as accounts:
        accounts.people.set_password(who.person.id, kept)
        accounts.access.end_sessions(who.person.id, desk.clock(), but=who.session)


# -- looking after accounts --------------------------------------------------------------------------------------------


def list_people(desk: Desk) -> d.People:
    """List all accounts."""
    with desk.store.accounts() as accounts:
        return d.People(people=accounts.people.persons())


def show_person(desk: Desk, id: str) -> d.Person:
    """Show one account. Raises NotFound."""
    with desk.store.accounts() as accounts:
        return accounts.people.person(id)


def find_person(desk: Desk, email: str) -> d.Person:
    """Find an account by its address. Raises NotFound, Invalid."""
    address = d.read_email(email)
    with desk.store.accounts() as accounts:
        person = accounts.people.find(address)
    if person is None:
        raise NotFound("person", email)
    return person


def set_role(desk: Desk, id: str, role: d.Role) -> d.Person:
    """Give somebody another role. Raises Refused where nobody would be left to look after accounts."""
    with desk.store.accounts(change=True) as accounts:
        person = accounts.people.person(id)
        if role is not d.Role.ADMINISTRATOR:
            _keep_one(accounts, person)
        accounts.people.set_role(id, role)
        return accounts.people.person(id)


def set_organisation(desk: Desk, id: str, organisation: str) -> None:
    """Say for which organisation somebody reports; empty for none."""
    with desk.store.accounts(change=True) as accounts:
        _check_organisation(accounts, organisation)
        accounts.people.set_organisation(accounts.people.person(id).id, organisation)


def deactivate(desk: Desk, id: str) -> d.Person:
    """Close an account: sessions end, tokens are taken back. Raises Refused for the last administrator."""
    with desk.store.accounts(change=True) as accounts:
        person = accounts.people.person(id)
        _keep_one(accounts, person)
        accounts.people.set_state(id, d.State.DEACTIVATED)
        accounts.access.end_sessions(id, desk.clock())
        accounts.access.revoke_tokens(id, desk.clock())
        return accounts.people.person(id)


def activate_again(desk: Desk, id: str) -> d.Person:
    """Open a closed account again; who never set a password has to be invited again."""
    with desk.store.accounts(change=True) as accounts:
        person = accounts.people.person(id)
        if person.state is d.State.DEACTIVATED:
            has_password = bool(accounts.people.secrets(id).password)
            accounts.people.set_state(id, d.State.ACTIVE if has_password else d.State.INVITED)
        return accounts.people.person(id)


def _check_organisation(accounts: Accounts, id: str) -> None:
    if id and id not in {o.id for o in accounts.people.organisations()}:
        raise d.wrong("organisation", "organisation_unknown")


def _keep_one(accounts: Accounts, person: d.Person) -> None:
    if person.role is d.Role.ADMINISTRATOR and accounts.people.able([d.Role.ADMINISTRATOR]) == {person.id}:
        raise Refused(d.REFUSED["last_administrator"])


def list_organisations(desk: Desk) -> tuple[d.Organisation, ...]:
    """List the organisations for which people report."""
    with desk.store.accounts() as accounts:
        return accounts.people.organisations()


def add_organisation(desk: Desk, name: str) -> None:
    """Add an organisation. Raises Invalid where there is one of this name."""
    name = d.read_name(name, "organisation")
    with desk.store.accounts(change=True) as accounts:
        if name.casefold() in {o.name.casefold() for o in accounts.people.organisations()}:
            raise d.wrong("organisation", "organisation_taken")
        accounts.people.add_organisation(desk.chance()[:12], name, desk.clock())


def _send(desk: Desk, purpose: str, person: d.Person, link: links.Link, language: str) -> None:
    until = f"{link.until:%Y-%m-%d %H:%M}"
    letter = write_letter(purpose, language, person.email, link=link.address, until=until, base_url=desk.base_url)
    desk.post.send(letter, desk.clock(), desk.chance())
