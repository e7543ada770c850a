"""What a receipt fixes: a question, the revision that answered it, and what this database held and did not know then.

A receipt holds ids, codes, numbers and hashes and no words of the data, so that a text which has to be taken away later
leaves it whole. It is worked out from the question and the revision alone: whoever asks again gets the same.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.evidence import RULE_VERSION
from supplychain.domain.records import Record
from supplychain.domain.sentences import Counted, Said, joined, sentence

VERSION: Literal[1] = 1
"""Version of what a receipt holds. A change of `Receipt` or of `outline` raises it."""
SAYS = (
    "This is what this database held at the revision named, in answer to the question named. It describes what is recorded, "
    "not the work, and it is no sign that there is nothing to report."
)
SHA256 = r"^[0-9a-f]{64}$"


class Recorded(Record):
    """Where a version of a claim stands in the log."""

    id: str = Field(description="Id of the claim.")
    recorded_in: int = Field(description="Revision in which this version was recorded.", ge=1)
    digest: str = Field(description="Digest under which this version stands in the chain of hashes.", pattern=SHA256)


class ReceiptGap(Record):
    """Something that was not known."""

    code: str = Field(description="Kind of gap.")
    about: tuple[str, ...] = Field(description="Ids of the parties or claims that it is about.")
    products: tuple[str, ...] = Field(description="Ids of the products, where an organisation was asked about.")


class ReceiptCriterion(Record):
    """A criterion to which something pointed. That is a prompt to look, never a breach."""

    id: str = Field(description="Id of the criterion.")
    claims: tuple[str, ...] = Field(description="Ids of the claims that point to it.")
    gaps: tuple[str, ...] = Field(description="Codes of what is not known and for that points to it.")
    only_possible: bool = Field(description="Nothing but what is possible points to it, and no gap does.")


class Receipt(Record):
    """What is signed. Written in canonical JSON (RFC 8785), it is the same bytes whenever the same is asked."""

    version: Literal[1] = Field(VERSION, description="Version of this format.")
    says: str = Field(SAYS, description="What it says, and what it does not say.")
    question: Literal["dossier"] = Field("dossier", description="What was asked.")
    about: str = Field(description="Id of the product or organisation that was asked about.")
    revision: int = Field(description="Revision of the database that answered.", ge=1)
    recorded_at: str = Field(description="When that revision was recorded.")
    revision_hash: str = Field(description="Its hash in the chain: it covers all that was ever recorded until then.")
    evidence_rule: int = Field(RULE_VERSION, description="Version of the rule that grades evidence.")
    steps_rule: int = Field(description="Version of the rule for next steps.")
    gaps_rule: int = Field(
        1,
        description="Version of the rules by which gaps are found; where it is not written, version 1.",
        exclude_if=lambda version: version == 1,
    )
    claims: tuple[Recorded, ...] = Field(description="Every claim that the answer shows, in the version shown.")
    gaps: tuple[ReceiptGap, ...] = Field(description="What was not known.")
    open_questions: tuple[str, ...] = Field(description="Questions to the vendor under which nothing was recorded.")
    criteria: tuple[ReceiptCriterion, ...] = Field(description="Criteria to which something pointed.")
    answer_digest: str = Field(
        description="SHA-256 of the outline of the answer: all that was worked out, without the words of the data.",
        pattern=SHA256,
    )


def receipt_of(
    dossier: Dossier, claims: Mapping[str, Recorded], recorded_at: str, revision_hash: str, answer_digest: str
) -> Receipt:
    """Fix a dossier; `claims` are all that stood at its revision, by id."""
    return Receipt(
        about=dossier.subject.id,
        revision=dossier.revision,
        recorded_at=recorded_at,
        revision_hash=revision_hash,
        steps_rule=dossier.steps_rule,
        gaps_rule=dossier.gaps_rule,
        claims=tuple(claims[id] for id in claims_in(dossier)),
        gaps=tuple(
            ReceiptGap(code=o.gap.code, about=tuple(sorted(o.gap.about)), products=tuple(sorted(o.products)))
            for o in dossier.gaps
        ),
        open_questions=tuple(a.question.number for a in dossier.questions if a.state == "open"),
        criteria=tuple(
            ReceiptCriterion(
                id=p.criterion.id,
                claims=tuple(sorted({f.claim for f in p.findings})),
                gaps=p.gaps,
                only_possible=p.only_possible,
            )
            for p in dossier.criteria
        ),
        answer_digest=answer_digest,
    )


def claims_in(dossier: Dossier) -> tuple[str, ...]:
    """Ids of all claims that a dossier shows or leans on, in order."""
    return tuple(sorted(set(_claims(dossier))))


def _claims(dossier: Dossier) -> Iterator[str]:
    yield from (used.shown.claim.id for used in dossier.links)
    for shown in (*dossier.wages, *dossier.practices, *dossier.organised_by):
        yield shown.claim.id
    yield from (reply.response.id for reply in dossier.responses)
    for omission in dossier.left_out:
        yield from (shown.claim.id for shown in omission.claims)
    for employer in dossier.employers:
        yield from employer.path
    if dossier.stands_on_it is not None:
        for product in dossier.stands_on_it.products:
            yield from product.path
        for buyer in dossier.stands_on_it.buyers:
            yield from buyer.path


_ID: Any = {"__all__": {"id"}}
_ENTITY: Any = {"entity": {"id"}}
_OUTLINE: Any = {
    "subject": {"id", "kind"},
    "steps_rule": True,
    "summary": True,
    "products": _ID,
    "bases": _ID,
    "vendors": _ID,
    "employers": {
        "__all__": {
            **_ENTITY, "nearness": True, "strength": True, "grade": True, "tier": True, "products": True,
            "countries": True, "path": True, "states": True, "wages": True, "practices": True,
        }
    },
    "links": {
        "__all__": {
            "source": True, "target": True, "strength": True, "labour": True, "on_path": True, "on": True,
            "shown": {"claim": {"id"}},
        }
    },
    "findings": True,
    "responses": {"__all__": {"response": {"id"}, "target": True}},
    "left_out": {"__all__": {"reason": True, "about": True, "claims": {"__all__": {"claim": {"id"}}}}},
    "gaps": {"__all__": {"gap": {"code", "about"}, "products": True}},
    "criteria": {"__all__": {"criterion": {"id"}, "findings": True, "gaps": True, "speaks_for": True, "only_possible": True}},
    "questions": {
        "__all__": {
            "question": {"id", "number"}, "state": True, "known": True, "findings": True, "denials": True, "gaps": True
        }
    },
    "clauses": {"__all__": {"clause": {"id"}, "because": True}},
    "steps": {"__all__": {"code": True, "state": True, "reasons": {"__all__": {"code", "parameters", "claims", "criteria"}}}},
    "stands_on_it": {
        "products": {"__all__": {**_ENTITY, "employer": {"id"}, "strength": True, "grade": True, "tier": True, "path": True}},
        "buyers": {"__all__": {**_ENTITY, "employer": {"id"}, "tier": True, "path": True, "grade": True, "tools": True}},
    },
}  # fmt: skip
"""What of an answer is worked out and is no text that may have to be taken away."""


def outline(dossier: Dossier) -> dict[str, Any]:
    """Give all that a dossier works out, without the words of the data."""
    return dossier.model_dump(mode="json", include=_OUTLINE)


# -- what became of it -------------------------------------------------------------------------------------------------


class Became(StrEnum):
    """What became of a claim since a receipt was fixed."""

    SAME = "same"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    APART = "apart"
    NEW = "new"


BECAME: dict[Became, tuple[str, str]] = {
    Became.SAME: ("as it was", "The claim stands as it stood then."),
    Became.CHANGED: ("changed", "The claim was recorded anew since."),
    Became.WITHDRAWN: ("withdrawn", "The claim was taken back since; the reason stands on its page."),
    Became.APART: ("no longer part of the answer", "The claim stands, and the same question no longer leads to it."),
    Became.NEW: ("new", "The claim was not part of the answer then."),
}
"""Each with its label and definition."""


class SinceRow(Record):
    """One claim with what became of it."""

    claim: str = Field(description="Id of the claim.")
    became: Became = Field(description="What became of it.")
    recorded_in: int | None = Field(description="Revision of the version in the receipt; empty for a new claim.")
    digest: str = Field(description="Digest of that version; empty for a new claim.")
    redacted: bool = Field(description="Whether the text of the version in the receipt was taken away since.")
    recorded_now: int | None = Field(description="Revision of the version that stands now; empty when there is none.")


class Since(Record):
    """What changed in the answer to the same question since a receipt was fixed."""

    revision: int = Field(description="Revision with which it is compared.")
    rows: tuple[SinceRow, ...] = Field(description="Every claim of then and now, in order.")
    gaps_new: tuple[ReceiptGap, ...] = Field(description="What is not known now and was no gap then.")
    gaps_gone: tuple[ReceiptGap, ...] = Field(description="What was not known then and is no gap now.")

    def count(self, became: str) -> int:
        """How many claims became so."""
        return sum(row.became == became for row in self.rows)

    @property
    def redacted(self) -> int:
        """How many texts were taken away."""
        return sum(row.redacted for row in self.rows)

    @property
    def moved(self) -> tuple[SinceRow, ...]:
        """The claims that did not stay as they were."""
        return tuple(row for row in self.rows if row.became is not Became.SAME or row.redacted)


def compare(
    then: Receipt, now: Receipt, standing: Mapping[str, Recorded], withdrawn: frozenset[str], redacted: frozenset[str]
) -> Since:
    """Compare two answers to one question; `redacted` are claims whose text of then was taken away."""
    old, new = ({c.id: c for c in receipt.claims} for receipt in (then, now))
    rows = []
    for id in sorted({*old, *new}):
        was, stands = old.get(id), standing.get(id)
        rows.append(
            SinceRow(
                claim=id,
                became=_became(was, stands, part=id in new, withdrawn=id in withdrawn),
                recorded_in=was.recorded_in if was else None,
                digest=was.digest if was else "",
                redacted=was is not None and id in redacted,
                recorded_now=stands.recorded_in if stands else None,
            )
        )
    return Since(
        revision=now.revision,
        rows=tuple(rows),
        gaps_new=tuple(gap for gap in now.gaps if gap not in then.gaps),
        gaps_gone=tuple(gap for gap in then.gaps if gap not in now.gaps),
    )


_TOLD = (Became.WITHDRAWN, Became.CHANGED, Became.APART, Became.NEW)


def since_words(then: int, since: Since) -> str:
    """Say in a sentence or two what changed since revision `then`."""
    if since.revision <= then:
        return sentence("Nothing was recorded since: revision %(number)s is the newest.", number=then)
    closed, opened = len(since.gaps_gone), len(since.gaps_new)
    gaps = sentence("Gaps: %(new)s new, %(closed)s closed.", new=opened, closed=closed) if closed or opened else ""
    if not since.moved:
        same = sentence(
            "The same question at revision %(number)s: every claim stands as it did.", number=since.revision
        )
        return joined(same, gaps)
    gone, changed, apart, new = (Counted(since.count(became)) for became in _TOLD)
    counts = (
        (gone, sentence("%(n)s withdrawn", n=gone)),
        (changed, sentence("%(n)s changed", n=changed)),
        (apart, sentence("%(n)s no longer part of the answer", n=apart)),
        (since.redacted, sentence("%(n)s with its text taken away", n=Counted(since.redacted))),
        (new, sentence("%(n)s new", n=new)),
    )
    told = {f"part{at}": said for at, (number, said) in enumerate(counts) if number}
    listed = Said(", ".join(f"%({name})s" for name in told), told)
    what = sentence(
        "It says what stood here then, not what holds now. Claims at revision %(number)s against it: %(listed)s.",
        number=since.revision,
        listed=listed,
    )
    return joined(what, gaps)


def _became(was: Recorded | None, stands: Recorded | None, *, part: bool, withdrawn: bool) -> Became:
    if was is None:
        return Became.NEW
    if withdrawn:
        return Became.WITHDRAWN
    if not part:
        return Became.APART
    return Became.SAME if stands == was else Became.CHANGED
