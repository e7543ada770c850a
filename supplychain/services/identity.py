"""Who is who: list what is judged and what may be the same, judge two ids, take a judgement back, hand all of it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pydantic import Field, ValidationError

from supplychain.domain import identity as i
from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.matching import matcher_of
from supplychain.domain.recorded import own_words
from supplychain.domain.records import Judgement, Record
from supplychain.domain.search import known
from supplychain.domain.sentences import sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.formats.personal import find_personal
from supplychain.formats.resolver import dump_resolver
from supplychain.store.database import Store, View

_JUDGED = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who records, in which role and when. A role, never a person."""

    actor: str
    now: datetime
    salt: Callable[[], str]


class IdentityReport(Record):
    """What came of judging two ids, or of taking that back."""

    revision: int = Field(description="Newest revision; the one that was made, when something was recorded.")
    recorded: bool = Field(description="Whether something was recorded; the same judgement again changes nothing.")
    left: str = Field(description="The id that comes first in order.")
    right: str = Field(description="The other id.")
    judgement: str = Field(description="The judgement in force; empty when there is none.")
    shown_as: tuple[str, str] = Field(description="Ids under which the two are shown now.")


def list_identities(view: View) -> i.IdentitiesAnswer:
    """Every judgement in force, what is undecided, and every candidate with its reasons."""
    return i.identities(view.snapshot(), view.judgement_stamps())


def show_pair(view: View, left: str, right: str) -> i.PairAnswer:
    """Two ids side by side, and what judging them would change. Raises NotFound and Invalid."""
    snapshot = view.snapshot()
    _check(snapshot, left, right)
    return i.pair_of(snapshot, left, right, view.judgement_stamps())


def export_resolver(view: View) -> str:
    """Every judgement in force as a resolver file of nomenklatura."""
    return dump_resolver(view.snapshot(), view.judgement_stamps())


def judge(store: Store, left: str, right: str, judgement: str, reason: str, source: str, hand: Hand) -> IdentityReport:
    """Record a judgement as one revision; it takes the place of an earlier one of the two.

    Raises NotFound for an unknown id, Invalid for what cannot be read, Conflict for what contradicts other judgements.
    """
    first, second = i.in_order(left, right)
    word = judgement if judgement in _JUDGED else "unsure"
    with store.writer(hand.actor, own_words(word, left=first, right=second), hand.now, hand.salt) as writer:
        snapshot = writer.snapshot()
        _check(snapshot, first, second)
        new = _read(snapshot, first, second, judgement, reason, source)
        old = next((j for j in snapshot.judgements if (j.left, j.right) == (first, second)), None)
        if old is not None and old.model_dump(exclude={"score"}) == new.model_dump(exclude={"score"}):
            return _report(snapshot, first, second, judgement, recorded=False)
        others = [j for j in snapshot.judgements if j is not old]
        i.refuse_contradiction(new, others, {id: e.kind for id, e in snapshot.entities.items()})
        writer.put([new])
        return _report(writer.snapshot(), first, second, judgement, recorded=True)


def unjudge(store: Store, left: str, right: str, hand: Hand) -> IdentityReport:
    """Take a judgement back as one revision: both ids answer for themselves again. Raises NotFound when there is none."""
    first, second = i.in_order(left, right)
    with store.writer(hand.actor, own_words("unjudged", left=first, right=second), hand.now, hand.salt) as writer:
        _check(writer.snapshot(), first, second)
        writer.end((first, second))
        return _report(writer.snapshot(), first, second, "", recorded=True)


def _check(snapshot: Snapshot, left: str, right: str) -> None:
    for id in (left, right):
        known(snapshot, "entity", id)
    if left == right:
        raise Invalid([Problem("right", sentence("Both ids are the same."), sentence("Name two parties."))])


def _read(snapshot: Snapshot, left: str, right: str, judgement: str, reason: str, source: str) -> Judgement:
    """Read what was given, so that it can also stand in a data package. Raises Invalid with every problem."""
    said, problems = " ".join(reason.split()), []
    personal = find_personal(said)
    if not said:
        problems.append(Problem("reason", sentence("The reason is missing."), sentence("Say in a sentence why.")))
    elif said[0] in "=+-@":
        problems.append(
            Problem("reason", sentence("The reason begins with = + - or @."), sentence("Begin with a letter."))
        )
    elif personal is not None:
        problems.append(
            Problem(
                "reason",
                sentence("The reason holds %(what)s.", what=personal.what),
                sentence("Leave out what reaches a person."),
            )
        )
    if source and source not in snapshot.sources:
        problems.append(
            Problem(
                "source",
                sentence("There is no source with this id."),
                sentence("Give the id of a recorded source, or none."),
            )
        )
    match = matcher_of(snapshot).weigh(snapshot.canonical(left), snapshot.canonical(right))
    score = None if match is None else Decimal(match.score)
    if problems:
        raise Invalid(problems)
    try:
        return Judgement(left=left, right=right, judgement=judgement, reason=said, source=source or None, score=score)
    except ValidationError as error:
        raise Invalid([Problem(str(e["loc"][0]), e["msg"]) for e in error.errors(include_url=False)]) from None


def _report(snapshot: Snapshot, left: str, right: str, judgement: str, *, recorded: bool) -> IdentityReport:
    return IdentityReport(
        revision=snapshot.revision,
        recorded=recorded,
        left=left,
        right=right,
        judgement=judgement,
        shown_as=(snapshot.canonical(left), snapshot.canonical(right)),
    )
