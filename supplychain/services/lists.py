"""Checking a list in one go: every row settled, the dossier of every party it means put in short, each only once."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from supplychain.domain.dossier import compile_dossier
from supplychain.domain.list_lines import Line, Settled, settle
from supplychain.domain.list_parties import ListedParty, sum_up
from supplychain.domain.lists import ListAnswer, Since, answer_list, changes
from supplychain.domain.matching import Match, matcher_of
from supplychain.domain.search import find, near
from supplychain.domain.sentences import Quoted, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.uploads import Fault
from supplychain.store.database import View

FOUND = 20
"""How many parties a search offers."""


def check_list(
    view: View,
    lines: Sequence[Line],
    notes: Sequence[Fault] = (),
    *,
    base_url: str = "",
    since: int | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> ListAnswer:
    """Check a list; `since` asks what changed after that revision. Raises NotFound for a revision that is not there."""
    snapshot = view.snapshot()
    earlier = view.at(since).snapshot() if since is not None else None
    places = [s for s in (snapshot, earlier) if s is not None]
    rows = {s.revision: settle_all(s, lines) for s in places}
    wanted = [(s, id) for s in places for id in meant(rows[s.revision])]
    parties: dict[int, dict[str, ListedParty]] = {s.revision: {} for s in places}
    for done, (place, id) in enumerate(wanted, 1):
        parties[place.revision][id] = in_short(place, id)
        progress(done, len(wanted))
    now = put_together(snapshot, rows[snapshot.revision], parties[snapshot.revision], notes, base_url)
    if earlier is None:
        return now
    before = put_together(earlier, rows[earlier.revision], parties[earlier.revision], (), base_url)
    return with_changes(before, now)


def settle_all(snapshot: Snapshot, lines: Iterable[Line]) -> tuple[Settled, ...]:
    """Say what every row means."""
    return tuple(settle(snapshot, line) for line in lines)


def meant(rows: Iterable[Settled]) -> list[str]:
    """Give the ids of the parties that rows mean, each once."""
    return sorted({row.party for row in rows if row.party})


def in_short(snapshot: Snapshot, id: str) -> ListedParty:
    """Put the dossier of a party in short, made once for each state of the data."""
    kept = snapshot.derived.get(("listed", id))
    if not isinstance(kept, ListedParty):
        kept = snapshot.derived["listed", id] = sum_up(compile_dossier(snapshot, id))
    return kept


def put_together(
    snapshot: Snapshot,
    rows: Iterable[Settled],
    parties: dict[str, ListedParty],
    notes: Sequence[Fault],
    base_url: str,
) -> ListAnswer:
    """Make the answer, with the choices that could not be used among the notes."""
    settled = tuple(rows)
    lost = tuple(_not_used(snapshot, settled))
    return answer_list(snapshot, settled, parties, notes=(*notes, *lost), base_url=base_url)


def _not_used(snapshot: Snapshot, rows: Iterable[Settled]) -> Iterator[Fault]:
    for row in rows:
        chosen = row.line.party
        if chosen and chosen != "none" and chosen not in snapshot.entities:
            what = sentence("Nothing has the id %(id)s: the row was looked up by its name.", id=Quoted(f"“{chosen}”"))
            yield Fault(row=row.line.row, column="party", what=what, mend=sentence("Choose the party anew."))


def with_changes(before: ListAnswer, now: ListAnswer) -> ListAnswer:
    """Say in an answer what changed since an earlier one of the same lines."""
    since = Since(revision=before.revision, recorded_on=before.recorded_on, changes=changes(before, now))
    return now.model_copy(update={"since": since})


def offer(view: View, row: Settled, typed: str) -> tuple[Match, ...]:
    """Give what a row may mean: the parties that it was matched with, or those that fit what somebody typed."""
    if not typed.strip():
        return row.candidates
    snapshot = view.snapshot()
    by_match = matcher_of(snapshot).find(row.line.model_copy(update={"name": typed}).wanted, FOUND)
    ids = {m.id: m for m in by_match}
    hits = [id for id, _ in find(snapshot, typed)] or [id for id, _ in near(snapshot, typed)]
    for id in hits[:FOUND]:
        if id not in ids:
            e = snapshot.entities[id]
            ids[id] = Match(
                id=id, name=e.name, kind=e.kind, country=e.country, matched="", score=0, verdict="possible", reasons=()
            )
    return tuple(ids.values())[:FOUND]
