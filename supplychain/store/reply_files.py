"""Files that were published with an answer: cleaned copies, for everybody."""

from typing import NamedTuple

import sqlalchemy as sa

from supplychain.domain.errors import NotFound
from supplychain.domain.inquiries import AnswerFile
from supplychain.store.reply_tables import reply_file

_F = reply_file.c


class Published(NamedTuple):
    """A published file with what is in it."""

    file: AnswerFile
    data: bytes


def keep(connection: sa.Connection, claim: str, file: AnswerFile, data: bytes) -> None:
    """Publish a file with an answer."""
    row = {"claim_id": claim, "number": file.number, "media_type": file.media_type, "digest": file.sha256, "data": data}
    connection.execute(sa.insert(reply_file), [row])


def listed(connection: sa.Connection, claim: str) -> tuple[AnswerFile, ...]:
    """List the files of an answer."""
    size = sa.func.length(_F.data).label("size")
    query = sa.select(_F.number, _F.media_type, _F.digest, size).where(_F.claim_id == claim).order_by(_F.number)
    return tuple(
        AnswerFile(number=r.number, media_type=r.media_type, size=r.size, sha256=r.digest)
        for r in connection.execute(query)
    )


def drop(connection: sa.Connection, claim: str, number: int) -> None:
    """Take a file away for ever. Raises NotFound."""
    if not connection.execute(sa.delete(reply_file).where(_F.claim_id == claim, _F.number == number)).rowcount:
        raise NotFound("file", f"{claim}/{number}")


def given(connection: sa.Connection, claim: str, number: int) -> Published:
    """Give a file. Raises NotFound."""
    row = connection.execute(sa.select(reply_file).where(_F.claim_id == claim, _F.number == number)).one_or_none()
    if row is None:
        raise NotFound("file", f"{claim}/{number}")
    file = AnswerFile(number=row.number, media_type=row.media_type, size=len(row.data), sha256=row.digest)
    return Published(file, row.data)
