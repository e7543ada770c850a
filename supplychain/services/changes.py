"""What changed since a revision, of everything or of what is watched: for a mirror, a page, a feed and a webhook alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from supplychain.domain.change_answers import (
    FEED_PAGE,
    PAGE,
    Act,
    Change,
    ChangesAnswer,
    Feed,
    FeedEntry,
    NotedRevision,
)
from supplychain.domain.errors import NotFound
from supplychain.domain.history import differences
from supplychain.domain.history_answers import StepState, state_of
from supplychain.domain.packages import TABLE
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.watch import Erased, Keys, Move, Place, Span, Watch, WatchKind, ever, keys_of, moves, read_place
from supplychain.services.history import Redactions, hole_of, moment, names_for, redactions_of
from supplychain.store.database import Revision, Version, View

EVERYTHING = Watch(kind=WatchKind.EVERYTHING)


def list_changes(
    view: View, since: str = "", watch: Watch = EVERYTHING, kind: str = "", limit: int = PAGE
) -> ChangesAnswer:
    """List what was done since a revision, or since the `next` of an answer, up to the revision of the view.

    Without `since` it is what the newest revision did. Raises Invalid, and NotFound for a revision that is not there yet.
    """
    start = read_place(since) if since else Place(max(view.as_of - 1, 0))
    if start.revision > view.as_of:
        raise NotFound("revision", str(start.revision))
    if kind and kind not in TABLE:
        raise NotFound("table", kind)
    redactions = redactions_of(view)
    found = _moves(view, start, _keys(view, watch), kind, redactions)
    shown, rest = found[:limit], found[limit:]
    changes, revisions = _changes(view, shown, redactions)
    head = view.revisions_among([view.as_of]).get(view.as_of)
    noted = {move.revision for move in shown} | (set() if rest or head is None else {head.seq})
    return ChangesAnswer(
        revision=view.as_of,
        recorded_on=view.snapshot().recorded_on,
        names=names_for(view, changes),
        since=str(start),
        hash=head.hash if head else "",
        watch=watch,
        kind=kind,
        total=len(found),
        next=str(shown[-1].place) if rest else "",
        revisions=tuple(_noted((revisions | view.revisions_among(noted))[seq]) for seq in sorted(noted)),
        changes=changes,
    )


def feed_of(view: View, watch: Watch, kind: str = "", page: int = 1, own: str = "", named: str = "") -> Feed:
    """Give what changed of something that is watched, newest first. Raises NotFound.

    A list that may grow gives its id as `own` and its name: its feed stays the same, whatever stands in it.
    """
    whole = _whole(view)
    redactions = redactions_of(view)
    found = _moves(view, Place(0), keys_of(watch, whole), kind, redactions)[::-1]
    pages = max(1, -(-len(found) // FEED_PAGE))
    if not 1 <= page <= pages:
        raise NotFound("page", str(page))
    changes, _ = _changes(view, found[(page - 1) * FEED_PAGE : page * FEED_PAGE], redactions)
    taken = view.revisions_among(h.revision for c in changes for h in (c.hole, c.before_hole) if h is not None)
    entries = tuple(_entry(change, taken) for change in changes)
    snapshot = view.snapshot()
    names = names_for(view, changes)
    about = snapshot.canonical(watch.ids[0]) if len(watch.ids) == 1 else ""
    return Feed(
        revision=view.as_of,
        recorded_on=snapshot.recorded_on,
        names=names | ({about: snapshot.entities[about].name} if about else {}),
        watch=watch.model_copy(update={"ids": (about,)}) if about else watch,
        kind=kind,
        about=named or (snapshot.entities[about].name if about else ""),
        own=own,
        updated=max((e.updated for e in entries), default=datetime.fromisoformat(f"{snapshot.recorded_on}T00:00:00Z")),
        page=page,
        pages=pages,
        entries=entries,
    )


def newest_place(view: View) -> str:
    """Give what to remember so that the next question begins here."""
    return str(Place(view.as_of))


def _whole(view: View) -> Snapshot:
    snapshot = view.snapshot()
    return ever(snapshot, () if ("ever", "") in snapshot.derived else view.past())


def _keys(view: View, watch: Watch) -> Keys | None:
    return None if watch.kind is WatchKind.EVERYTHING else keys_of(watch, _whole(view))


def _moves(view: View, start: Place, keys: Keys | None, kind: str, redactions: Redactions) -> list[Move]:
    found = moves(view.spans(keys, start.revision), _erased(view, redactions, keys), start, view.as_of)
    # That a source came in is told by the claim that came with it.
    return [
        m for m in found if kind in ("", m.table) and (keys is None or m.table != "sources" or m.before is not None)
    ]


def _erased(view: View, redactions: Redactions, keys: Keys | None) -> list[Erased]:
    there = view.versions_at(redactions)
    found = []
    for place, hole in redactions.items():
        if keys is None or hole.id in keys.get(hole.table, ()):
            version = there[place]
            span = Span(hole.table, hole.id, version.row, version.rec_from, version.rec_to)
            found.append(Erased(span, hole.revision))
    return found


def _changes(
    view: View, found: Sequence[Move], redactions: Redactions
) -> tuple[tuple[Change, ...], dict[int, Revision]]:
    versions = view.moved(found)
    revisions = view.revisions_among(move.revision for move in found)
    return tuple(_change(move, versions, revisions, redactions) for move in found), revisions


def _change(
    move: Move, versions: dict[tuple[str, int], Version], revisions: dict[int, Revision], redactions: Redactions
) -> Change:
    before = versions[move.table, move.before] if move.before is not None else None
    after = versions[move.table, move.after] if move.after is not None else None
    old, new = before.record if before else None, after.record if after else None
    record = new or old
    if record is None:
        raise ValueError("a move has a version before or after")
    holes = hole_of(before, redactions), hole_of(after, redactions)
    put = Act.PUT if move.held else Act.LEAVE
    return Change(
        table=move.table,
        id=move.id,
        state=StepState.REDACTED if move.erased else state_of(old, new),
        record=record,
        hole=holes[1],
        before_hole=None if move.erased else holes[0],
        changes=() if move.erased else differences(old, new, any(holes)),
        revision=move.revision,
        recorded_at=moment(revisions[move.revision]),
        version_before=before.rec_from if before else None,
        version=after.rec_from if after else None,
        before=None if move.erased else old,
        copy_has_to=Act.DROP if after is None else put,
    )


def _noted(revision: Revision) -> NotedRevision:
    return NotedRevision(
        seq=revision.seq,
        recorded_at=moment(revision),
        actor=revision.actor,
        summary=revision.summary,
        hash=revision.hash,
        prev_hash=revision.prev_hash,
    )


def _entry(change: Change, revisions: dict[int, Revision]) -> FeedEntry:
    taken: Iterable[int] = (h.revision for h in (change.hole, change.before_hole) if h is not None)
    updated = max([change.recorded_at, *(moment(revisions[seq]) for seq in taken if seq > change.revision)])
    return FeedEntry(change=change, updated=updated)
