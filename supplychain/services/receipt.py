"""Fix a dossier as a receipt, look at one again, check the file of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import Field

from supplychain.domain import receipt as d
from supplychain.domain.browse import Answer
from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.gaps import Gap
from supplychain.domain.receipt import Receipt, Recorded, Since, SinceRow
from supplychain.domain.records import Entity, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.formats import receipts as f
from supplychain.services.browse import meant
from supplychain.services.receipt_keys import ReceiptKeys, verifies
from supplychain.store.database import Mark, View


class ReceiptAnswer(Answer):
    """A receipt with the file that it is, and what changed since."""

    row_type: ClassVar[type[Record]] = SinceRow

    receipt: Receipt = Field(description="What was signed.")
    subject: Entity = Field(description="What was asked about, as it was recorded then.")
    key: str = Field(description="Fingerprint of the key that signed it.")
    file: str = Field(description="The file.")
    said: dict[str, str] = Field(description="Claim -> what it claims, as it was recorded; of a new one as it is now.")
    since: Since = Field(description="What changed since.")
    gaps: tuple[Gap, ...] = Field(description="What was not known then.")
    gaps_new: tuple[Gap, ...] = Field(description="What is not known now and was no gap then.")
    gaps_gone: tuple[Gap, ...] = Field(description="What was not known then and is no gap now.")

    def table(self) -> tuple[SinceRow, ...]:
        """One row a claim."""
        return self.since.rows


class Verdict(StrEnum):
    """What came of checking a file."""

    GENUINE = "genuine"
    NOT_HELD = "not_held"
    CHANGED = "changed"
    OTHER_KEY = "other_key"
    CUT_OFF = "cut_off"
    NO_RECEIPT = "no_receipt"
    TOO_LARGE = "too_large"
    NEWER = "newer"


VERDICTS: dict[Verdict, str] = {
    Verdict.GENUINE: "This receipt is genuine: it was signed here, and nothing in it was changed.",
    Verdict.NOT_HELD: "This receipt was signed with a key of this installation, but the database at hand does not hold "
    "revision %(revision)s as the receipt names it. It may be of another database.",
    Verdict.CHANGED: "This is not what was signed: the receipt was changed after it was made, or it is forged.",
    Verdict.OTHER_KEY: "This receipt was signed with a key that is not known here (%(key)s). It may be of another "
    "installation: check it there, or with its public key.",
    Verdict.CUT_OFF: "This receipt is cut off or damaged: a part of it is missing.",
    Verdict.NO_RECEIPT: "This is not a receipt.",
    Verdict.TOO_LARGE: "This is larger than 1 MB, and no receipt is.",
    Verdict.NEWER: "This receipt is signed here and written in a form that this version of the program does not know.",
}
"""Each in words; %(…)s is filled in."""


class Checked(Record):
    """What came of checking a file."""

    row_type: ClassVar[type[Record]] = Recorded

    verdict: Verdict = Field(description="What came of it.")
    words: str = Field(description="The same in words.")
    parameters: dict[str, str] = Field({}, description="What was filled into the words, for other languages.")
    key: str = Field("", description="Fingerprint of the key that signed it; empty when it could not be read.")
    receipt: Receipt | None = Field(None, description="What it says, if it is what was signed.")
    same_again: bool | None = Field(
        None, description="Whether the same question at that revision gives the same bytes today; empty when not asked."
    )
    since: Since | None = Field(
        None, description="What changed in the answer since that revision; empty when not asked."
    )
    since_words: str = Field("", description="The same in words; empty when not asked.")

    @property
    def genuine(self) -> bool:
        """Whether it is what it says."""
        return self.verdict is Verdict.GENUINE

    def table(self) -> tuple[Recorded, ...]:
        """One row a claim."""
        return self.receipt.claims if self.receipt else ()


@dataclass(frozen=True)
class _Fixed:
    """A receipt with what it was made from."""

    snapshot: Snapshot
    marks: Mapping[str, Mark]
    standing: Mapping[str, Recorded]
    dossier: Dossier
    receipt: Receipt

    def gaps(self, wanted: Iterable[d.ReceiptGap]) -> tuple[Gap, ...]:
        """The gaps of a receipt as they are put in words."""
        kept = set(wanted)
        return tuple(o.gap for o, gap in zip(self.dossier.gaps, self.receipt.gaps, strict=True) if gap in kept)


def _fix(view: View, text: str) -> _Fixed:
    if view.as_of == 0:
        raise Refused("Nothing is recorded yet: there is nothing that a receipt could fix.")
    snapshot, marks = view.snapshot(), view.claim_marks()
    dossier = compile_dossier(snapshot, meant(snapshot, text))
    standing = {id: Recorded(id=id, recorded_in=mark.rec_from, digest=mark.digest) for id, mark in marks.items()}
    at = next(r for r in view.revisions() if r.seq == view.as_of)
    receipt = d.receipt_of(dossier, standing, at.recorded_at, at.hash, f.digest(d.outline(dossier)))
    return _Fixed(snapshot, marks, standing, dossier, receipt)


def _now(view: View, then: _Fixed) -> _Fixed:
    return _fix(view, then.receipt.about) if view.as_of > then.receipt.revision else then


def _since(receipt: Receipt, then: _Fixed, now: _Fixed) -> Since:
    """Compare a receipt with what holds now; `then` is what its question gives at its revision today."""
    withdrawn = frozenset(id for id, claim in now.snapshot.claims.items() if claim.withdrawn_reason)
    redacted = frozenset(id for id, mark in then.marks.items() if mark.redacted)
    return d.compare(receipt, now.receipt, now.standing, withdrawn, redacted)


def _write(receipt: Receipt, keys: ReceiptKeys) -> bytes:
    body = f.body_of(receipt)
    return f.write_receipt(body, keys.fingerprint, keys.sign(body))


def fix_dossier(view: View, text: str, keys: ReceiptKeys) -> tuple[Receipt, bytes]:
    """Give a receipt for the dossier of a product or an organisation, and its file. Raises NotFound, Refused."""
    receipt = _fix(view, text).receipt
    return receipt, _write(receipt, keys)


def show_receipt(view: View, revision: int, id: str, keys: ReceiptKeys) -> ReceiptAnswer:
    """Answer a receipt anew from the question and the revision, and compare it with what the view shows. Raises NotFound."""
    if revision == 0:
        raise NotFound("revision", "0")
    then = _fix(view.at(revision), id)
    now = _now(view, then)
    since = _since(then.receipt, then, now)
    claims = {**now.snapshot.claims, **then.snapshot.claims}
    return ReceiptAnswer(
        revision=now.snapshot.revision,
        recorded_on=now.snapshot.recorded_on,
        names={**now.dossier.names, **then.dossier.names},
        receipt=then.receipt,
        subject=then.dossier.subject,
        key=keys.fingerprint,
        file=_write(then.receipt, keys).decode(),
        said={row.claim: claims[row.claim].description for row in since.rows},
        since=since,
        gaps=then.gaps(then.receipt.gaps),
        gaps_new=now.gaps(since.gaps_new),
        gaps_gone=then.gaps(since.gaps_gone),
    )


def check_receipt(view: View, keys: ReceiptKeys, data: bytes) -> Checked:
    """Check a file: by whom it was signed, whether it was changed, whether this database holds what it names, and what of it
    changed since.
    """
    checked = check_signature(keys.known, data)
    if checked.receipt is None or not checked.genuine:
        return checked
    receipt = checked.receipt
    held = {r.seq: r for r in view.revisions()}.get(receipt.revision)
    if held is None or (held.hash, held.recorded_at) != (receipt.revision_hash, receipt.recorded_at):
        return _checked(Verdict.NOT_HELD, checked.key, receipt, revision=str(receipt.revision))
    again = _fix(view.at(receipt.revision), receipt.about)
    since = _since(receipt, again, _now(view, again))
    told = {"since": since, "since_words": str(d.since_words(receipt.revision, since))}
    return checked.model_copy(update={"same_again": again.receipt == receipt, **told})


def check_signature(known: Mapping[str, Ed25519PublicKey], data: bytes) -> Checked:
    """Check by whom a file was signed and whether it was changed, without a database."""
    if len(data) > f.LARGEST:
        return _checked(Verdict.TOO_LARGE)
    try:
        sealed = f.read_receipt(data)
    except f.CutOff:
        return _checked(Verdict.CUT_OFF)
    except f.Unreadable:
        return _checked(Verdict.NO_RECEIPT)
    if sealed.key not in known:
        return _checked(Verdict.OTHER_KEY, sealed.key)
    if not verifies(known[sealed.key], sealed.body, sealed.signature):
        return _checked(Verdict.CHANGED, sealed.key)
    receipt = f.content_of(sealed)
    return _checked(Verdict.NEWER if receipt is None else Verdict.GENUINE, sealed.key, receipt)


def _checked(verdict: Verdict, key: str = "", receipt: Receipt | None = None, **filled: str) -> Checked:
    parameters = {"key": key[:16], **filled} if verdict is Verdict.OTHER_KEY else filled
    return Checked(
        verdict=verdict, words=VERDICTS[verdict] % parameters, parameters=parameters, key=key, receipt=receipt
    )
