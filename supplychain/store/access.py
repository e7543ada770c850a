"""What belongs to signing in: sessions, tokens, links that were used, attempts. Of every secret only a hash is kept."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from supplychain.domain.people import Right, Session, Token
from supplychain.domain.throttle import Attempts
from supplychain.store import people_tables as t

ENDED_KEPT = timedelta(days=30)
"""How long sessions and tokens that have ended are kept."""


class Owned(NamedTuple):
    """A token with the account that it belongs to."""

    person: str
    token: Token


class Access:
    """Sessions, tokens, used links and attempts, through one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        """Take a connection; whether it can write is its own matter."""
        self._connection = connection

    # -- sessions ------------------------------------------------------------------------------------------------------

    def add_session(self, id: str, person: str, now: datetime) -> None:
        """Begin a session; its id is the hash of what the browser holds."""
        self._connection.execute(t.session.insert().values(id=id, person_id=person, created=now, last_seen=now))

    def session(self, id: str) -> tuple[str, Session] | None:
        """Give a session that has not ended, with the id of its person."""
        s = t.session.c
        row = self._connection.execute(t.session.select().where(s.id == id, s.ended.is_(None))).one_or_none()
        return None if row is None else (row.person_id, _session(row))

    def sessions(self, person: str) -> tuple[Session, ...]:
        """Give the sessions of a person that have not ended, last used first."""
        s = t.session.c
        query = t.session.select().where(s.person_id == person, s.ended.is_(None)).order_by(s.last_seen.desc(), s.id)
        return tuple(_session(row) for row in self._connection.execute(query))

    def see_session(self, id: str, now: datetime) -> None:
        """Note that a session was used."""
        self._connection.execute(t.session.update().where(t.session.c.id == id).values(last_seen=now))

    def end_sessions(self, person: str, now: datetime, only: str = "", but: str = "") -> int:
        """End sessions of a person: all, or only one, or all but one. Give how many ended."""
        s = t.session.c
        which = [s.person_id == person, s.ended.is_(None)]
        which += [s.id == only] if only else []
        which += [s.id != but] if but else []
        return self._connection.execute(t.session.update().where(*which).values(ended=now)).rowcount

    # -- tokens --------------------------------------------------------------------------------------------------------

    def add_token(
        self, id: str, person: str, hash: str, name: str, scopes: Iterable[Right], now: datetime, expires: datetime
    ) -> None:
        """Make a token."""
        row = {"id": id, "person_id": person, "hash": hash, "name": name, "created": now, "expires": expires}
        self._connection.execute(t.api_token.insert().values(**row))
        self._connection.execute(
            t.api_token_scope.insert(), [{"token_id": id, "scope": scope} for scope in sorted(set(scopes))]
        )

    def tokens(self, person: str) -> tuple[Token, ...]:
        """Give the tokens of a person, newest first."""
        a = t.api_token.c
        rows = self._connection.execute(
            t.api_token.select().where(a.person_id == person).order_by(a.created.desc(), a.id)
        )
        return tuple(self._token(row) for row in rows.all())

    def token(self, hash: str) -> Owned | None:
        """Give a token by its hash, whether or not it still holds."""
        row = self._connection.execute(t.api_token.select().where(t.api_token.c.hash == hash)).one_or_none()
        return None if row is None else Owned(row.person_id, self._token(row))

    def _token(self, row: sa.Row[tuple[object, ...]]) -> Token:
        query = sa.select(t.api_token_scope.c.scope).where(t.api_token_scope.c.token_id == row.id)
        found = set(self._connection.scalars(query))
        return Token(
            id=row.id,
            name=row.name,
            scopes=tuple(right for right in Right if right in found),
            created=row.created,
            expires=row.expires,
            last_used=row.last_used or "",
            revoked=row.revoked is not None,
        )

    def see_token(self, id: str, day: date) -> None:
        """Note the day on which a token was used."""
        self._connection.execute(t.api_token.update().where(t.api_token.c.id == id).values(last_used=day.isoformat()))

    def revoke_tokens(self, person: str, now: datetime, only: str = "") -> int:
        """Take back tokens of a person: all, or only one. Give how many were taken back."""
        a = t.api_token.c
        which = [a.person_id == person, a.revoked.is_(None), *([a.id == only] if only else [])]
        return self._connection.execute(t.api_token.update().where(*which).values(revoked=now)).rowcount

    # -- links and attempts --------------------------------------------------------------------------------------------

    def use_link(self, id: str, expires: datetime) -> bool:
        """Note that a link was used; False when it was used before."""
        if self._connection.scalar(sa.select(t.used_link.c.id).where(t.used_link.c.id == id)) is not None:
            return False
        self._connection.execute(t.used_link.insert().values(id=id, expires=expires))
        return True

    def is_used(self, id: str) -> bool:
        """Say whether a link was used."""
        return self._connection.scalar(sa.select(t.used_link.c.id).where(t.used_link.c.id == id)) is not None

    def attempts(self, key: str) -> Attempts | None:
        """Give what is kept of the attempts under a key."""
        row = self._connection.execute(t.throttle.select().where(t.throttle.c.id == key)).one_or_none()
        return None if row is None else Attempts(row.attempts, row.last, row.until)

    def keep_attempts(self, key: str, attempts: Attempts) -> None:
        """Keep attempts under a key."""
        self.forget_attempts(key)
        row = {"id": key, "attempts": attempts.number, "last": attempts.last, "until": attempts.until}
        self._connection.execute(t.throttle.insert().values(**row))

    def forget_attempts(self, key: str) -> None:
        """Forget the attempts under a key."""
        self._connection.execute(t.throttle.delete().where(t.throttle.c.id == key))

    def tidy(self, now: datetime, attempts_until: datetime, idle_since: datetime) -> None:
        """Take away what is of no use any more: old attempts, links that would have run out, sessions and tokens long ended."""
        s, a, gone = t.session.c, t.api_token.c, now - ENDED_KEPT
        self._connection.execute(t.throttle.delete().where(t.throttle.c.last < attempts_until))
        self._connection.execute(t.used_link.delete().where(t.used_link.c.expires < now))
        self._connection.execute(
            t.session.delete().where(sa.or_(s.ended < gone, s.last_seen < idle_since - ENDED_KEPT))
        )
        old = sa.select(a.id).where(sa.or_(a.revoked < gone, a.expires < gone))
        self._connection.execute(t.api_token_scope.delete().where(t.api_token_scope.c.token_id.in_(old)))
        self._connection.execute(t.api_token.delete().where(sa.or_(a.revoked < gone, a.expires < gone)))


def _session(row: sa.Row[tuple[object, ...]]) -> Session:
    return Session(id=row.id, created=row.created, last_seen=row.last_seen)
