"""What the database complains about, in plain words: by the name of the constraint, or by what the driver says."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL

from supplychain.domain.errors import Conflict, StoreError, SupplychainError
from supplychain.domain.sentences import sentence
from supplychain.store.engines import place

_WORDS = {
    "ck_claim_version_cited": sentence("A claim must have a citation that supports it."),
    "fk_claim_version_first_citation_id_citation": sentence("A claim must have a citation that supports it."),
    "ck_claim_version_period_in_order": sentence("The period of a claim ends before it begins."),
    "ck_claim_version_sure_within_valid": sentence("The days on which a claim certainly holds lie outside its period."),
    "uq_citation_claim_version_id": sentence("A claim cites the same source twice with the same locator."),
    "uq_entity_version_live": sentence("An entity has two versions at once."),
    "uq_source_version_live": sentence("A source has two versions at once."),
    "uq_claim_version_live": sentence("A claim has two versions at once."),
    "uq_identity_judgement_live": sentence("Two ids have two judgements at once."),
    "ck_identity_judgement_in_order": sentence("The two ids of a judgement must be in order."),
    "fk_link_detail_relation_relation_pair": sentence("A relation cannot join parties of these kinds."),
    "ck_link_detail_object_when_known": sentence("A link must name the other side when that is known, and only then."),
    "ck_wage_detail_low_not_above_high": sentence("The lower figure of a pay report is greater than the higher one."),
    "ck_wage_detail_has_a_figure": sentence("A pay report must give at least one figure."),
    "pk_own_report": sentence("The id of a report is taken."),
    "pk_pay_release": sentence("Pay was released in this quarter already."),
    "uq_pay_release_quarter": sentence("Pay was released in this quarter already."),
    "uq_redaction_table_name": sentence("This row is redacted already."),
    "ck_revision_actor_there": sentence("A revision must say in which role it was made."),
    "ck_revision_summary_there": sentence("A revision must say what it is about."),
    "ck_redaction_reason_not_empty": sentence("A redaction must give its reason."),
}
_NAME = re.compile(r"\b(?:ck|fk|uq|pk)_[a-z_]+\b")
_BUSY = ("database is locked", "lock timeout", "statement timeout", "deadlock detected")
_READ_ONLY = ("readonly database", "read-only transaction")
_UNREACHABLE = ("unable to open database file", "connection failed", "connection is bad", "could not translate")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database complains about within the block into an error of ours."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise _conflict(error) from None  # PostgreSQL quotes the whole row, and the row may be nobody's business
    except sa.exc.DBAPIError as error:
        raise _store_error(error, url) from error
    except sa.exc.TimeoutError as error:
        raise StoreError(f"The database {place(url)} has no free connection: try again in a moment.") from error


def _conflict(error: sa.exc.IntegrityError) -> SupplychainError:
    said = str(error.orig).splitlines()[0]
    diag = getattr(error.orig, "diag", None)
    found = _NAME.search(said)
    name = str(getattr(diag, "constraint_name", None) or (found[0] if found else ""))
    if name in _WORDS:
        return Conflict(_WORDS[name])
    if name.startswith("fk_") or "FOREIGN KEY" in said:
        where = f" ({name})" if name else ""
        return Conflict(sentence("Something refers to a record or a term that is not there%(where)s.", where=where))
    return Conflict(sentence("The database refuses it: %(said)s.", said=said))


def _store_error(error: sa.exc.DBAPIError, url: URL) -> StoreError:
    said, where = str(error.orig), place(url)
    if any(words in said for words in _BUSY):
        return StoreError(f"The database {where} is busy, because another process is writing: try again in a moment.")
    if any(words in said for words in _READ_ONLY):
        return StoreError(f"The database {where} was opened for reading only: a view cannot write.")
    if "not a database" in said or "malformed" in said:
        return StoreError(f"{where} is not a database, or it is damaged: name another file, or restore a copy.")
    if "is full" in said or "No space left" in said:
        return StoreError(f"There is no room left for the database {where}: make room and try again.")
    if any(words in said for words in _UNREACHABLE):
        return StoreError(f"The database {where} cannot be reached: check its address, its rights and that it runs.")
    return StoreError(f"The database {where} failed: {said.splitlines()[0] if said else type(error.orig).__name__}.")
