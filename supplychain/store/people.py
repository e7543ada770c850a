"""Accounts and organisations: read, made, changed. What belongs to signing in lies in supplychain.store.access."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.people import Organisation, Person, Role, State
from supplychain.store import people_tables as t


class Secrets(NamedTuple):
    """What an account is checked against; it never leaves the services."""

    password: str
    """Hash; empty where no password was set yet."""
    totp_secret: str
    totp_step: int
    """The last step of the clock of which a code was taken."""


class People:
    """Accounts and organisations, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    # -- persons -------------------------------------------------------------------------------------------------------

    def persons(self) -> tuple[Person, ...]:
        """Give all accounts by e-mail address."""
        return tuple(sorted((_person(row) for row in self._connection.execute(_PERSONS)), key=lambda p: p.email))

    def person(self, id: str) -> Person:
        """Give an account. Raises NotFound."""
        row = self._connection.execute(_PERSONS.where(t.person.c.id == id)).one_or_none()
        if row is None:
            raise NotFound("person", id)
        return _person(row)

    def find(self, email: str) -> Person | None:
        """Give the account with an address."""
        row = self._connection.execute(_PERSONS.where(t.person.c.email == email)).one_or_none()
        return None if row is None else _person(row)

    def secrets(self, id: str) -> Secrets:
        """Give what an account is checked against."""
        columns = (t.person.c.password, t.person.c.totp_secret, t.person.c.totp_step)
        row = self._connection.execute(sa.select(*columns).where(t.person.c.id == id)).one()
        return Secrets(row.password or "", row.totp_secret or "", row.totp_step or 0)

    def add(self, id: str, email: str, name: str, role: Role, organisation: str, now: datetime) -> None:
        """Make an account that waits for its invitation to be accepted. Raises Conflict where the address has one."""
        self._connection.execute(
            t.person.insert().values(
                id=id,
                email=email,
                name=name,
                role=role,
                organisation_id=organisation or None,
                state=State.INVITED,
                created=now,
            )
        )

    def activate(self, id: str, name: str, password: str) -> None:
        """Set name and password of an account that was invited."""
        self._change(id, name=name, password=password, state=State.ACTIVE)

    def set_password(self, id: str, password: str) -> None:
        """Set another password (its hash)."""
        self._change(id, password=password)

    def set_role(self, id: str, role: Role) -> None:
        """Set another role."""
        self._change(id, role=role)

    def set_organisation(self, id: str, organisation: str) -> None:
        """Set another organisation; empty for none."""
        self._change(id, organisation_id=organisation or None)

    def set_state(self, id: str, state: State) -> None:
        """Set another state."""
        self._change(id, state=state)

    def _change(self, id: str, **values: Any) -> None:
        self._connection.execute(t.person.update().where(t.person.c.id == id).values(**values))

    # -- codes ---------------------------------------------------------------------------------------------------------

    def begin_codes(self, id: str, secret: str) -> None:
        """Keep the secret of codes that are being set up."""
        self._change(id, totp_secret=secret, totp_since=None, totp_step=None)

    def kept_secrets(self) -> dict[str, str]:
        """Give the secrets of all codes as they are kept, by id of the account."""
        query = sa.select(t.person.c.id, t.person.c.totp_secret).where(t.person.c.totp_secret.is_not(None))
        return {row.id: row.totp_secret for row in self._connection.execute(query.order_by(t.person.c.id))}

    def keep_secret(self, id: str, secret: str) -> None:
        """Keep the same secret in another form."""
        self._change(id, totp_secret=secret)

    def confirm_codes(self, id: str, step: int, recovery: Iterable[str], now: datetime) -> None:
        """Begin to ask for codes; keep the hashes of the codes for the day on which the app is lost."""
        self._change(id, totp_since=now, totp_step=step)
        self._drop_recovery(id)
        self._connection.execute(t.recovery_code.insert(), [{"person_id": id, "hash": code} for code in recovery])

    def drop_codes(self, id: str) -> None:
        """Ask for codes no longer."""
        self._change(id, totp_secret=None, totp_since=None, totp_step=None)
        self._drop_recovery(id)

    def take_step(self, id: str, step: int) -> bool:
        """Note that the code of a step of the clock was taken; False when it, or a later one, was taken before."""
        later = sa.or_(t.person.c.totp_step.is_(None), t.person.c.totp_step < step)
        found = self._connection.execute(t.person.update().where(t.person.c.id == id, later).values(totp_step=step))
        return found.rowcount == 1

    def take_recovery(self, id: str, code: str) -> bool:
        """Use up a recovery code (its hash); False when there is none like it."""
        r = t.recovery_code.c
        return self._connection.execute(t.recovery_code.delete().where(r.person_id == id, r.hash == code)).rowcount == 1

    def recovery_left(self, id: str) -> int:
        """Count the recovery codes that were not used yet."""
        count = sa.select(sa.func.count()).where(t.recovery_code.c.person_id == id)
        return int(self._connection.scalar(count) or 0)

    def _drop_recovery(self, id: str) -> None:
        self._connection.execute(t.recovery_code.delete().where(t.recovery_code.c.person_id == id))

    def able(self, roles: Collection[Role]) -> set[str]:
        """Give the ids of those who can sign in and have one of these roles."""
        p = t.person.c
        query = sa.select(p.id).where(p.role.in_(roles), p.state == State.ACTIVE)
        return set(self._connection.scalars(query))

    # -- organisations -------------------------------------------------------------------------------------------------

    def organisations(self) -> tuple[Organisation, ...]:
        """Give all organisations by name."""
        o, p = t.organisation.c, t.person.c
        joined = t.organisation.outerjoin(t.person, p.organisation_id == o.id)
        query = sa.select(o.id, o.name, sa.func.count(p.id).label("people")).select_from(joined).group_by(o.id, o.name)
        found = [Organisation(id=r.id, name=r.name, people=r.people) for r in self._connection.execute(query)]
        return tuple(sorted(found, key=lambda o: (o.name.casefold(), o.id)))

    def add_organisation(self, id: str, name: str, now: datetime) -> None:
        """Make an organisation. Raises Conflict where the name is taken."""
        self._connection.execute(t.organisation.insert().values(id=id, name=name, created=now))


_PERSONS = sa.select(
    t.person.c.id,
    t.person.c.email,
    t.person.c.name,
    t.person.c.role,
    t.person.c.state,
    t.person.c.created,
    t.person.c.totp_since,
    t.organisation.c.name.label("organisation"),
).select_from(t.person.outerjoin(t.organisation, t.person.c.organisation_id == t.organisation.c.id))


def _person(row: Any) -> Person:
    return Person(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        organisation=row.organisation or "",
        state=State(row.state),
        has_codes=row.totp_since is not None,
        created=row.created,
    )
