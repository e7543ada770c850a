"""A list while somebody works on it: it lies for an hour, sealed, in the folder of this installation, and then is gone.

What lies there can be read with the address of the list alone: the address holds the key, and the file is named after its hash.
Work is done in shares, one each time the page is loaded, so that a long list shows how far it is and needs no script.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.list_lines import NONE, Line
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.lists import ListAnswer
from supplychain.domain.uploads import Fault
from supplychain.services import lists
from supplychain.services.desk import Desk

FOLDER = "lists"
KEPT = timedelta(hours=1)
"""How long a list lies there after it was last used."""
MOST_LISTS = 200
SHARE = 40
"""Parties that are looked up each time."""
SHARES = {"html": 8, "pdf": 2}
"""Dossiers that are written each time, by their form."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = "list"
_PLAIN = ("revision", "since", "saved", "form", "language", "written")
"""What is kept of a list as it is."""
TOO_MANY = "Too many lists are being checked here just now. Come back in an hour."
NOT_READY = "The dossiers are not written yet."


@dataclass(frozen=True, slots=True)
class Work:
    """A list and how far it is."""

    token: str
    lines: tuple[Line, ...]
    notes: tuple[Fault, ...]
    revision: int
    """At which everything is looked up."""
    done: Mapping[str, ListedParty] = field(default_factory=dict)
    since: int | None = None
    before: Mapping[str, ListedParty] = field(default_factory=dict)
    """Parties at the earlier revision."""
    saved: str = ""
    """Id of the saved list that it comes from."""
    form: str = ""
    """Form in which dossiers are written; empty: none are asked for."""
    language: str = "en"
    written: tuple[str, ...] = ()
    """Ids of the parties whose dossiers are written."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is."""

    done: int
    of: int
    answer: ListAnswer | None
    """The answer once all is looked up."""
    dossiers: int = 0
    """Dossiers that are written."""

    @property
    def percent(self) -> int:
        """The share that is done."""
        return self.done * 100 // self.of if self.of else 100


def begin(
    desk: Desk, lines: Iterable[Line], notes: Iterable[Fault] = (), since: int | None = None, saved: str = ""
) -> str:
    """Begin with a list; gives the token of its address. Raises Refused where too many are being worked on."""
    folder = desk.instance / FOLDER
    tidy(desk)
    if folder.is_dir() and len(list(folder.iterdir())) >= MOST_LISTS:
        raise Refused(TOO_MANY)
    with desk.store.view() as view:
        revision = view.revision
    work = Work(desk.chance(), tuple(lines), tuple(notes), revision, since=since, saved=saved)
    _keep(desk, work)
    return work.token


def open_work(desk: Desk, token: str) -> Work:
    """Give a list that is being worked on. Raises NotFound where there is none, or it is gone."""
    tidy(desk)
    data = _read(desk, token, _STATE)
    if data is None:
        raise NotFound("list", "")
    given = json.loads(data)
    return Work(
        token=token,
        lines=tuple(Line.model_validate(line) for line in given.pop("lines")),
        notes=tuple(Fault.model_validate(note) for note in given.pop("notes")),
        done={id: ListedParty.model_validate(p) for id, p in given.pop("done").items()},
        before={id: ListedParty.model_validate(p) for id, p in given.pop("before").items()},
        written=tuple(given.pop("written")),
        **given,
    )


def go_on(desk: Desk, work: Work) -> tuple[Work, Progress]:
    """Do a share of the looking up, and say how far the list is."""
    with desk.store.view(work.revision) as view:
        places = [(view.snapshot(), work.done)]
        if work.since is not None:
            places.append((view.at(work.since).snapshot(), work.before))
        rows = [lists.settle_all(snapshot, work.lines) for snapshot, _ in places]
        wanted = [(n, id) for n, own in enumerate(rows) for id in lists.meant(own)]
        missing = [(n, id) for n, id in wanted if id not in places[n][1]]
        parties = [dict(done) for _, done in places]
        for n, id in missing[:SHARE]:
            parties[n][id] = lists.in_short(places[n][0], id)
        if missing:
            work = replace(work, done=parties[0], before=parties[1] if len(parties) > 1 else {})
            _keep(desk, work)
        left = max(len(missing) - SHARE, 0)
        if left:
            return work, Progress(len(wanted) - left, len(wanted), None)
        answer = lists.put_together(places[0][0], rows[0], parties[0], work.notes, desk.base_url)
        if work.since is not None:
            answer = lists.with_changes(lists.put_together(places[1][0], rows[1], parties[1], (), ""), answer)
    return work, Progress(len(wanted), len(wanted), answer, len(work.written))


def answered(desk: Desk, token: str) -> tuple[Work, ListAnswer]:
    """Give a list with its answer, all of it looked up."""
    work, progress = go_on(desk, open_work(desk, token))
    while progress.answer is None:
        work, progress = go_on(desk, work)
    return work, progress.answer


def choose(desk: Desk, token: str, choices: Mapping[int, str]) -> None:
    """Take what somebody chose, by row: an id, `none`, or nothing, which takes the choice back."""
    work = open_work(desk, token)
    with desk.store.view(work.revision) as view:
        known = view.snapshot().entities
    kept = {row: id for row, id in choices.items() if id in ("", NONE) or id in known}
    lines = tuple(line.model_copy(update={"party": kept.get(line.row, line.party)}) for line in work.lines)
    _drop_dossiers(desk, work)
    _keep(desk, replace(work, lines=lines, form="", written=()))


def tie(desk: Desk, work: Work, saved: str) -> None:
    """Note under which id a list was saved."""
    _keep(desk, replace(work, saved=saved))


def throw_away(desk: Desk, token: str) -> None:
    """Take a list away at once."""
    shutil.rmtree(_place(desk, token), ignore_errors=True)


def touch(desk: Desk, token: str) -> None:
    """Let a list lie for another hour."""
    now = desk.clock().timestamp()
    if (place := _place(desk, token)).is_dir():
        os.utime(place, (now, now))


# -- dossiers ----------------------------------------------------------------------------------------------------------

Write = Callable[[str, str], Sequence[tuple[str, bytes]]]
"""Writes the files of a dossier: (id, form) -> (name in the archive, bytes)."""


def ask_for_dossiers(desk: Desk, token: str, form: str, language: str) -> None:
    """Begin to write the dossiers of all parties, in a form of `SHARES`."""
    work = open_work(desk, token)
    _drop_dossiers(desk, work)
    _keep(desk, replace(work, form=form, language=language, written=()))


def write_some(desk: Desk, work: Work, answer: ListAnswer, write: Write) -> Work:
    """Write a share of the dossiers that were asked for."""
    left = [p.id for p in answer.parties if p.id not in work.written]
    if not work.form or not left:
        return work
    share = left[: SHARES[work.form]]
    for id in share:
        files = write(id, work.form)
        head = json.dumps([[name, len(data)] for name, data in files]).encode()
        _write(desk, work.token, f"dossier-{id}", head + b"\n" + b"".join(data for _, data in files))
    work = replace(work, written=(*work.written, *share))
    _keep(desk, work)
    return work


def written_files(desk: Desk, work: Work, answer: ListAnswer) -> Iterable[tuple[str, bytes]]:
    """Give the files of every dossier. Raises Refused while one is missing."""
    if not work.form or {p.id for p in answer.parties} - {*work.written}:
        raise Refused(NOT_READY)
    for party in answer.parties:
        data = _read(desk, work.token, f"dossier-{party.id}")
        if data is None:
            raise Refused(NOT_READY)
        head, _, rest = data.partition(b"\n")
        for name, size in json.loads(head):
            yield name, rest[:size]
            rest = rest[size:]


def _drop_dossiers(desk: Desk, work: Work) -> None:
    for id in work.written:
        _file(desk, work.token, f"dossier-{id}").unlink(missing_ok=True)


# -- how it lies there -------------------------------------------------------------------------------------------------


def tidy(desk: Desk) -> None:
    """Take away the lists that nobody used for an hour."""
    folder, oldest = desk.instance / FOLDER, (desk.clock().astimezone(UTC) - KEPT).timestamp()
    for place in folder.iterdir() if folder.is_dir() else ():
        try:
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)
        except OSError:  # another request took it away
            continue


def _place(desk: Desk, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotFound("list", "")
    return desk.instance / FOLDER / sha256(f"place {token}".encode()).hexdigest()[:32]


def _file(desk: Desk, token: str, name: str) -> Path:
    return _place(desk, token) / sha256(f"{name} {token}".encode()).hexdigest()[:32]


def _key(token: str) -> AESGCM:
    return AESGCM(sha256(f"key {token}".encode()).digest())


def _keep(desk: Desk, work: Work) -> None:
    given: dict[str, object] = {name: getattr(work, name) for name in _PLAIN}
    given["lines"] = [line.model_dump() for line in work.lines]
    given["notes"] = [note.model_dump() for note in work.notes]
    for name in ("done", "before"):
        given[name] = {id: party.model_dump(mode="json") for id, party in getattr(work, name).items()}
    _write(desk, work.token, _STATE, json.dumps(given, ensure_ascii=False).encode())


def _write(desk: Desk, token: str, name: str, data: bytes) -> None:
    file = _file(desk, token, name)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nonce = sha256(desk.chance().encode()).digest()[:12]
    made = file.with_suffix(f".{desk.chance()[:12]}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(nonce + _key(token).encrypt(nonce, data, name.encode()))
    made.replace(file)
    touch(desk, token)


def _read(desk: Desk, token: str, name: str) -> bytes | None:
    try:
        data = _file(desk, token, name).read_bytes()
        found = _key(token).decrypt(data[:12], data[12:], name.encode())
    except (OSError, InvalidTag):
        return None
    touch(desk, token)
    return found
