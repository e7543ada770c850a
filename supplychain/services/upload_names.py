"""Which party or source a cell of an upload means: by its id, by its name, or by what somebody chose. Nothing is guessed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from supplychain.domain.match_table import REASONS, Code
from supplychain.domain.matching import Match, Wanted, matcher_of
from supplychain.domain.sentences import Said, sentence
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.uploads import NEW_PARTY, Unsettled

_SEARCHES = 2_000
"""Names looked for in one upload; each search takes time."""


@dataclass(slots=True)
class Settled:
    """What a name means."""

    id: str = ""
    """Empty: nobody can tell yet."""
    match: Match | None = None
    near: tuple[Match, ...] = ()
    new: bool = False


@dataclass
class Names:
    """Names of parties, each settled once for the whole upload."""

    snapshot: Snapshot
    choices: Mapping[str, str]
    here: dict[str, str] = field(default_factory=dict)
    """Names, in plain letters, of parties that the upload or the report brings -> id."""
    ids: set[str] = field(default_factory=set)
    """Ids of those."""
    asked: Counter[str] = field(default_factory=Counter)
    """Names that are not settled -> how often."""
    _found: dict[tuple[str, str, str], Settled] = field(default_factory=dict)
    _unsettled: dict[str, tuple[bool, tuple[Match, ...]]] = field(default_factory=dict)

    def bring(self, name: str, id: str) -> None:
        """Note a party that the upload brings."""
        self.ids.add(id)
        self.here.setdefault(plain(name), id)

    def refer(self, text: str) -> Settled:
        """Settle a cell that names a party by its id or its name."""
        if text in self.ids or text in self.snapshot.entities:
            return Settled(text)
        if id := self.here.get(plain(text)):
            return Settled(id)
        return self.settle(Wanted(name=text), may_be_new=False)

    def settle(self, wanted: Wanted, may_be_new: bool) -> Settled:
        """Settle a name: one party of the same name, or what was chosen, or nothing."""
        key = (plain(wanted.name), wanted.kind, wanted.country)
        if key not in self._found:
            self._found[key] = self._look(wanted, may_be_new)
        settled = self._found[key]
        if not settled.id and not settled.new and settled.near:
            self.asked[wanted.name] += 1
            self._unsettled.setdefault(wanted.name, (may_be_new, settled.near))
        return settled

    def _look(self, wanted: Wanted, may_be_new: bool) -> Settled:
        chosen = self.choices.get(wanted.name, "")
        if chosen == NEW_PARTY and may_be_new:
            return Settled(new=True)
        if len(self._found) > _SEARCHES:
            return Settled(new=may_be_new)
        near = matcher_of(self.snapshot).find(wanted)
        same = [m for m in near if any(r.code == Code.SAME_SPELLING for r in m.reasons) and m.verdict == "same_name"]
        match = next((m for m in near if m.id == chosen), same[0] if len(same) == 1 and not chosen else None)
        if match is not None:
            return Settled(match.id, match, near)
        return Settled(near=near, new=may_be_new and not near)

    def unsettled(self) -> tuple[Unsettled, ...]:
        """Give the names for which somebody has to choose."""
        return tuple(
            Unsettled(name=name, places=self.asked[name], may_be_new=new, candidates=near)
            for name, (new, near) in self._unsettled.items()
        )


def plain(name: str) -> str:
    """Give a name in plain letters."""
    return " ".join(name.casefold().split())


def nearest(near: tuple[Match, ...]) -> str:
    """Say what a name may mean."""
    if not near:
        return sentence("Write its id, or add it to the sheet entities with its name and kind.")
    said = {f"party{place}": _may_mean(match) for place, match in enumerate(near[:3], 1)}
    listed = Said("; ".join(f"%({name})s" for name in said), said)
    return sentence("It may mean %(parties)s. Choose one, or write its id.", parties=listed)


def _may_mean(match: Match) -> Said:
    reasons = {f"reason{place}": Said(REASONS[r.code], r.parameters) for place, r in enumerate(match.reasons, 1)}
    why = Said(", ".join(f"%({name})s" for name in reasons), reasons)
    return sentence(
        "%(id)s (%(name)s, %(score)s of 100: %(why)s)", id=match.id, name=match.name, score=match.score, why=why
    )
