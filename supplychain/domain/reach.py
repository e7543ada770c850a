"""Which parties stand behind a product, over which links, how surely: the walk of the trace, before anything is shown.

Two phases, as a reader can hold them in the head: first everything that the product is built on, and who offers it; then
the labour behind these. Every labour hop is tested against the whole set of products found in the first phase.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from supplychain.domain.evidence import Grade
from supplychain.domain.records import Link
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import show
from supplychain.domain.values import OnDate, partial_days
from supplychain.domain.vocabulary import LABOUR_RELATIONS

DEPTH = 12
"""How many labour hops are walked unless the reader asks for fewer. No known chain is half as long."""


class Strength(StrEnum):
    """How a hop or a path stands to the product."""

    NAMED = "named"
    ALL = "all"
    POSSIBLE = "possible"


STRENGTHS: dict[Strength, tuple[str, str]] = {
    Strength.NAMED: ("named for this product", "A source names this product, or something that it is built on."),
    Strength.ALL: ("said to be for all products", "A source says that it holds for everything the firm makes."),
    Strength.POSSIBLE: (
        "possible",
        "No source says for which product; or the firm runs the platform and no source says that it was used here.",
    ),
}
"""Each strength with its label and definition, strongest first."""
RANK = {Strength.NAMED: 3, Strength.ALL: 2, Strength.POSSIBLE: 1}


class LeftOut(StrEnum):
    """Why a link was not followed."""

    OTHER_PRODUCT = "other_product"
    NOT_THEN = "not_then"
    BELOW_GRADE = "below_grade"
    DENIED = "denied"
    REFUTED = "refuted"
    NOT_NAMED = "not_named"
    SAID_NONE = "said_none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for besides the product. `on` is a year, month or day; empty = at any time."""

    on: str = ""
    min_grade: Grade = Grade.D
    depth: int = DEPTH


@dataclass(frozen=True, slots=True)
class Hop:
    """One followed link: from the demand side to the supply side, in canonical ids."""

    source: str
    target: str
    link: Link
    strength: Strength
    grade: Grade
    labour: bool

    @property
    def key(self) -> str:
        """What orders hops."""
        return self.link.id


Path = tuple[Hop, ...]


@dataclass(frozen=True)
class Reach:
    """All that was walked for one product."""

    tool: str
    products: Mapping[str, Path]
    """Everything that the product stands on, itself first, each with the best way there along `built_on`."""
    vendors: Mapping[str, Path]
    """Who offers them, each with the best way there."""
    employers: Mapping[str, Path]
    """Every party reached by labour, each with its best path: strongest, then best grade, then shortest."""
    hops: Sequence[Hop]
    """Every hop that was followed, in order of claim id."""
    left_out: Mapping[LeftOut, tuple[Link, ...]]
    """Links that were met and not followed, by reason."""
    bound_hit: bool
    """Whether the walk stopped at the asked depth with links still ahead."""


@dataclass
class _Walk:
    snapshot: Snapshot
    asked: Asked
    products: set[str] = field(default_factory=set)
    hops: dict[tuple[str, str, str], Hop] = field(default_factory=dict)
    left_out: dict[LeftOut, dict[str, Link]] = field(default_factory=lambda: defaultdict(dict))

    def leave(self, reason: LeftOut, link: Link) -> None:
        self.left_out[reason][link.id] = link

    def usable(self, link: Link) -> bool:
        """Whether a link may be a hop at all, whatever the product; notes why not."""
        if link.stance == "refuted":
            self.leave(LeftOut.REFUTED, link)
        elif link.stance == "denies":
            self.leave(LeftOut.DENIED, link)
        elif link.object_state == "some":
            self.leave(LeftOut.NOT_NAMED, link)
        elif link.object_state == "none":
            self.leave(LeftOut.SAID_NONE, link)
        elif self.asked.on and link.period.on(*partial_days(self.asked.on)) is OnDate.NO:
            self.leave(LeftOut.NOT_THEN, link)
        elif show(link, self.snapshot).evidence.grade > self.asked.min_grade:
            self.leave(LeftOut.BELOW_GRADE, link)
        else:
            return True
        return False

    def meets(self, link: Link) -> bool:
        """Whether the products that a link names include one of those of this walk."""
        return any(self.snapshot.canonical(tool) in self.products for tool in link.tools)

    def add(self, source: str, target: str, link: Link, strength: Strength, labour: bool) -> str:
        grade = show(link, self.snapshot).evidence.grade
        self.hops[source, target, link.id] = Hop(source, target, link, strength, grade, labour)
        return target

    def follow_structure(self, frontier: Iterable[str], relation: str) -> list[str]:
        """Follow `built_on` or `provided_by` from products; give what was reached.

        Such a link is about its own subject; one that is listed for other products is about them.
        """
        reached = []
        for link in self.snapshot.links_from(frontier, (relation,)):
            tools = {self.snapshot.canonical(tool) for tool in link.tools}
            if tools and self.snapshot.canonical(link.subject) not in tools:
                self.leave(LeftOut.OTHER_PRODUCT, link)
            elif self.usable(link):
                source, target = self.snapshot.canonical(link.subject), self.snapshot.canonical(link.object or "")
                reached.append(self.add(source, target, link, Strength.NAMED, labour=False))
        return reached

    def follow_labour(self, frontier: Sequence[str]) -> list[str]:
        """Follow labour from parties and products; give what was reached."""
        reached = []
        for link in self.snapshot.links_from(frontier, LABOUR_RELATIONS):
            if link.tools and not self.meets(link):
                self.leave(LeftOut.OTHER_PRODUCT, link)
            elif self.usable(link):
                source, target = self.snapshot.canonical(link.subject), self.snapshot.canonical(link.object or "")
                reached.append(self.add(source, target, link, self.strength_of(link), labour=True))
        # A company may use any platform that it runs; that it did so here is said by no source, so: possible.
        parties = [id for id in frontier if id not in self.products]
        for link in self.snapshot.links_to(parties, ("operated_by",)):
            if link.tools and not self.meets(link):
                self.leave(LeftOut.OTHER_PRODUCT, link)
            elif self.usable(link):
                company, platform = self.snapshot.canonical(link.object or ""), self.snapshot.canonical(link.subject)
                reached.append(self.add(company, platform, link, Strength.POSSIBLE, labour=True))
        return reached

    def strength_of(self, link: Link) -> Strength:
        if link.tools:
            return Strength.NAMED
        return Strength.ALL if link.scope_mode == "all" else Strength.POSSIBLE


ANYTHING = Asked()
"""No date, any grade, the usual depth."""


def walk(snapshot: Snapshot, tool: str, asked: Asked = ANYTHING) -> Reach:
    """Walk from a product to every employer behind it. `tool` must be the id of a product in the snapshot."""
    root = snapshot.canonical(tool)
    state = _Walk(snapshot, asked, {root})
    frontier = [root]
    while frontier:
        new = set(state.follow_structure(frontier, "built_on")) - state.products
        state.products |= new
        frontier = sorted(new)
    vendors = set(state.follow_structure(sorted(state.products), "provided_by"))
    seen = state.products | vendors
    frontier, depth = sorted(seen), 0
    while frontier and depth < asked.depth:
        new = set(state.follow_labour(frontier)) - seen
        seen |= new
        frontier, depth = sorted(new), depth + 1
    ahead = snapshot.links_from(frontier, LABOUR_RELATIONS)
    bound_hit = any(not link.tools or state.meets(link) for link in ahead)
    hops = sorted(state.hops.values(), key=lambda h: (h.key, h.source, h.target))
    best = _best_paths(root, hops)
    return Reach(
        tool=root,
        products={root: (), **{id: path for (id, labour), path in best.items() if not labour and id in state.products}},
        vendors={id: path for (id, labour), path in best.items() if not labour and id in vendors},
        employers={id: path for (id, labour), path in best.items() if labour},
        hops=hops,
        left_out={r: tuple(x for _, x in sorted(state.left_out[r].items())) for r in LeftOut if state.left_out.get(r)},
        bound_hit=bound_hit,
    )


_Place = tuple[str, bool]
"""A party, and whether it was reached by labour (a vendor can also be an employer)."""


def _best_paths(root: str, hops: Sequence[Hop]) -> dict[_Place, Path]:
    """Give every place its best path: strongest, then best grade, then fewest hops, then the smallest claim ids.

    The worth of a path is that of its weakest hop, and of two such worths the better prefix need not make the better
    path; so each pair of thresholds gets a search of its own, best pair first, and the first to reach a place has it.
    """
    best: dict[_Place, Path] = {}
    for strength in Strength:
        for grade in Grade:
            allowed: dict[str, list[Hop]] = defaultdict(list)
            for hop in hops:
                if RANK[hop.strength] >= RANK[strength] and hop.grade <= grade:
                    allowed[hop.source].append(hop)
            for place, path in _shortest(root, allowed).items():
                best.setdefault(place, path)
    best.pop((root, False), None)
    return dict(sorted(best.items()))


def _shortest(root: str, allowed: Mapping[str, Sequence[Hop]]) -> dict[_Place, Path]:
    """Search level by level; of paths of one length the one with the smallest claim ids."""
    found: dict[_Place, Path] = {(root, False): ()}
    level = dict(found)
    while level:
        ahead: dict[_Place, Path] = {}
        for (id, reached_by_labour), path in level.items():
            for hop in allowed.get(id, ()):
                if reached_by_labour and not hop.labour:
                    continue
                place = (hop.target, hop.labour)
                longer = (*path, hop)
                if place not in found and (place not in ahead or _ids(longer) < _ids(ahead[place])):
                    ahead[place] = longer
        found.update(ahead)
        level = ahead
    return found


def _ids(path: Path) -> list[str]:
    return [hop.key for hop in path]


def strength_of(path: Path) -> Strength:
    """The weakest labour hop of a path; structure does not weaken it."""
    return min((hop.strength for hop in path), key=lambda s: RANK[s], default=Strength.NAMED)


def grade_of(path: Path) -> Grade:
    """The lowest grade among all hops of a path."""
    return max((hop.grade for hop in path), default=Grade.A)


def tier_of(path: Path) -> int:
    """How many labour hops a path has; the firm that the vendor contracts is tier 1."""
    return sum(hop.labour for hop in path)


def overlap_of(path: Path, on: str = "") -> OnDate:
    """Whether the periods of the labour hops (and the asked date) meet: certainly, possibly, no, or not stated."""
    periods = [hop.link.period for hop in path if hop.labour]
    first, last = partial_days(on) if on else (None, None)
    lo = max([p.valid_lo for p in periods] + ([first] if first else []))
    hi = min([p.valid_hi for p in periods] + ([last] if last else []))
    if lo > hi:
        return OnDate.NO
    if not all(p.stated for p in periods):
        return OnDate.NOT_STATED
    if len(periods) == 1 and not on:
        return OnDate.CERTAINLY
    sure = [(p.sure_lo, p.sure_hi) for p in periods]
    if on and len(periods) == 1 and first and last:
        return periods[0].on(first, last)
    if any(a is None or b is None for a, b in sure):
        return OnDate.POSSIBLY
    sure_lo = max([a for a, _ in sure if a] + ([first] if first else []))
    sure_hi = min([b for _, b in sure if b] + ([last] if last else []))
    return OnDate.CERTAINLY if sure_lo <= sure_hi else OnDate.POSSIBLY
