"""Which known party a name may mean: scores by a published table, with every reason said. Nothing here decides; people do.

A name is compared with every name of every named party. The best name gives the base score; identifiers, website, country
and kind add to it or take from it. No statistics of the data enter, so no other entity changes the score of a match; the name
of a maker that is recorded as offering a product counts as part of what is known of the product.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from rapidfuzz import process
from rapidfuzz.distance import OSA

from supplychain.domain import match_table as table
from supplychain.domain.match_table import Code, Reason, reason
from supplychain.domain.name_forms import NameForm, host_of, read_identifiers, read_name_form
from supplychain.domain.name_likeness import MOST_SLIPS, SHORTEST_SWAPPED, Grade, compare_names, slips_allowed
from supplychain.domain.product_names import (
    Way,
    beside_others,
    grade_beside,
    grade_of,
    readings,
    ways_of_maker,
    ways_of_product,
)
from supplychain.domain.records import Entity, Record
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import IDENTIFIER_SCHEMES, PRODUCTS

Place = tuple[str, str]
"""Where something stands in the index: what it is, and its value."""
Guess = tuple[Grade, str]
"""What a way to write a name is worth, and the recorded name that it comes from."""
Verdict = Literal["same_identifier", "same_name", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `kind` is an entity kind, `identifiers` are pairs of scheme and value; only the name is needed."""

    name: str
    kind: str = ""
    country: str = ""
    website: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


class Match(Record):
    """A party that may be meant, and why."""

    id: str = Field(description="Canonical id of the entity.")
    name: str = Field(description="Its name.")
    kind: str = Field(description="Its kind.")
    country: str | None = Field(description="Country of its head office.")
    matched: str = Field(description="The name of the entity that was compared; empty where no name is alike.")
    score: int = Field(description="From 0 to 100, by the published table; no probability.")
    verdict: Verdict = Field(description="What the score comes to.")
    reasons: tuple[Reason, ...] = Field(description="What speaks for it and what against it.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a party besides its names."""

    kind: str
    country: str
    hosts: frozenset[str]
    identifiers: frozenset[tuple[str, str]]

    @classmethod
    def wanted(cls, wanted: Wanted) -> "Facts":
        """Take them from what is looked for."""
        hosts = frozenset(filter(None, [host_of(wanted.website)]))
        return cls(wanted.kind, wanted.country.strip().upper(), hosts, read_identifiers(wanted.identifiers))

    @classmethod
    def of(cls, family: list[Entity]) -> "Facts":
        """Take them from a party and those judged the same, the party itself first."""
        hosts = frozenset(filter(None, (host_of(e.website) for e in family)))
        identifiers = read_identifiers((i.scheme, i.value) for e in family for i in e.identifiers)
        return cls(family[0].kind, family[0].country or "", hosts, identifiers)


class Matcher:
    """The named parties of one state of the data, ready to be asked for. `matcher_of` keeps one for each state."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Index every name, identifier and website of the parties that are named; an undisclosed one has none to compare."""
        self._entities: dict[str, Entity] = {}
        self._forms: dict[str, list[NameForm]] = {}
        self._facts: dict[str, Facts] = {}
        self._places: dict[Place, dict[str, None]] = defaultdict(dict)
        self._by_length: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        self._ways: dict[str, list[Way]] = defaultdict(list)
        self._organisations: dict[str, str] = {}
        for id, entity in snapshot.entities.items():
            if snapshot.canonical(id) == id and entity.kind != "undisclosed":
                family = [snapshot.entities[m] for m in snapshot.members(id) if m != id]
                self._add([entity, *(e for e in family if e.kind != "undisclosed")])
        self._add_ways(snapshot)

    def _add(self, family: list[Entity]) -> None:
        main = family[0]
        forms = _forms_of(family)
        self._entities[main.id], self._forms[main.id] = main, forms
        self._facts[main.id] = facts = Facts.of(family)
        for place in (*(p for form in forms for p in _name_places(form)), *_fact_places(facts)):
            self._places[place][main.id] = None
        for core in dict.fromkeys(form.core for form in forms):
            if slips_allowed(len(core)):
                cores, ids = self._by_length[len(core)]
                cores.append(core)
                ids.append(main.id)

    def _add_ways(self, snapshot: Snapshot) -> None:
        """Note how products and their makers are written in everyday lists."""
        makers: set[str] = set()
        for id, entity in self._entities.items():
            if entity.kind in PRODUCTS:
                links = snapshot.links_from([id], ("provided_by",))
                own = {snapshot.canonical(x.object) for x in links if x.object and x.stance == "affirms"}
                sellers = sorted(own & self._entities.keys())
                makers.update(sellers)
                named = (form for maker in sellers for form in self._forms[maker])
                for key, way in ways_of_product(id, self._forms[id], named):
                    self._ways[key].append(way)
            else:
                self._organisations |= {form.full: form.text for form in self._forms[id]}
        for id in sorted(makers):
            for key, way in ways_of_maker(id, self._forms[id]):
                self._ways[key].append(way)

    def find(self, wanted: Wanted, limit: int = 5) -> tuple[Match, ...]:
        """Give the parties that may be meant: best first, then the smaller id. What is undisclosed has no name to compare."""
        form, facts = read_name_form(wanted.name), Facts.wanted(wanted)
        if wanted.kind == "undisclosed":
            return ()
        forms = [form] if form.whole else []
        written = self._written(form) if forms else {}
        near = self._near(forms, facts) | dict.fromkeys(written)
        made = (_match(forms, facts, *self._known(id), written.get(id, ())) for id in near)
        found = [m for m in made if m is not None]
        return tuple(sorted(found, key=_order)[: max(limit, 0)])

    def _written(self, form: NameForm) -> dict[str, list[Guess]]:
        """Give the parties whose names are written so in everyday lists, with what each way is worth."""
        found: dict[str, list[Guess]] = {}
        for words, taken_off in readings(form):
            said = [(way, grade_of(way, taken_off)) for way in self._ways.get("".join(words), ())]
            for name, other in beside_others(words):
                if (known := self._organisations.get(other)) is not None:
                    said += [(way, grade_beside(way, known, taken_off)) for way in self._ways.get(name, ())]
            for way, grade in said:
                if grade is not None:
                    found.setdefault(way.id, []).append((grade, way.matched))
        return found

    def weigh(self, left: str, right: str) -> Match | None:
        """Compare two canonical ids: the match is about the second. None when either is undisclosed or nothing is alike."""
        if left not in self._entities or right not in self._entities or left == right:
            return None
        return _match(self._forms[left], self._facts[left], *self._known(right))

    def pairs(self, floor: int = table.LIKELY) -> Iterator[tuple[str, Match]]:
        """Yield every two parties that may be one (the smaller id, the match of the larger), from a score on, by their ids.

        A product and an organisation are never one party and are left out.
        """
        for left in sorted(self._entities):
            for right in sorted(self._near(self._forms[left], self._facts[left])):
                found = self.weigh(left, right) if left < right and not self._apart(left, right) else None
                if found is not None and found.score >= floor:
                    yield left, found

    def _apart(self, left: str, right: str) -> bool:
        return _is_product(self._facts[left].kind) != _is_product(self._facts[right].kind)

    def _near(self, forms: Iterable[NameForm], facts: Facts) -> dict[str, None]:
        """Give the ids of all parties that could match: what is in one of the same places, or spelled nearly the same."""
        found: dict[str, None] = {}
        for place in (*(p for form in forms for p in _name_places(form)), *_fact_places(facts)):
            found |= self._places.get(place, {})
        for core in dict.fromkeys(form.core for form in forms):
            for length in range(len(core) - MOST_SLIPS, len(core) + MOST_SLIPS + 1):
                slips = slips_allowed(min(len(core), length))
                cores, ids = self._by_length.get(length, ([], []))
                if slips and cores:
                    close = process.extract(core, cores, scorer=OSA.distance, score_cutoff=slips, limit=None)
                    found |= dict.fromkeys(ids[position] for _, _, position in close)
        return found

    def _known(self, id: str) -> tuple[Entity, list[NameForm], Facts]:
        return self._entities[id], self._forms[id], self._facts[id]


def matcher_of(snapshot: Snapshot) -> Matcher:
    """Give the matcher of a state of the data, made once."""
    kept = snapshot.derived.get(("matcher", ""))
    if not isinstance(kept, Matcher):
        kept = snapshot.derived["matcher", ""] = Matcher(snapshot)
    return kept


def weigh_entities(left: Entity, right: Entity) -> Match | None:
    """Compare two entities by what is recorded under their own ids; the match is about the second."""
    if "undisclosed" in (left.kind, right.kind):
        return None
    return _match(_forms_of([left]), Facts.of([left]), right, _forms_of([right]), Facts.of([right]))


def _forms_of(family: list[Entity]) -> list[NameForm]:
    texts = dict.fromkeys(text for e in family for text in (e.name, *(n.name for n in e.names)))
    return [form for form in map(read_name_form, texts) if form.whole]


def certain(candidates: Sequence[Match]) -> str:
    """Give the id of the one party that has the number, or of the one that has the name; else nothing.

    A name that is only another name of one product is not certain while it is the end of another product's name too.
    """
    for verdict in ("same_identifier", "same_name"):
        found = [m for m in candidates if m.verdict == verdict]
        if found:
            only = found[0] if len(found) == 1 else None
            shared = verdict == "same_name" and any(_shares(m, found[0]) for m in candidates)
            return only.id if only is not None and not shared else ""
    return ""


def _shares(match: Match, only: Match) -> bool:
    """Whether what was written is the end of this one's name, and no more than another name of the only one so called."""
    codes = {r.code for r in match.reasons}
    shortened = bool(codes & {Code.LEAVES_OUT, Code.LEAVES_MAKER_OUT}) and Code.EDITION_OFF not in codes
    return match.id != only.id and shortened and only.matched != only.name


def _match(
    forms: Iterable[NameForm],
    facts: Facts,
    entity: Entity,
    own_forms: list[NameForm],
    own_facts: Facts,
    written: Iterable[Guess] = (),
) -> Match | None:
    """Take the best of all pairs of names, then what else is known."""
    best, matched = Grade(0, ()), ""
    for form in forms:
        for own in own_forms:
            grade = compare_names(form, own)
            if grade is not None and grade.rank > best.rank:
                best, matched = grade, own.text
    for guess, name in written:
        if guess.rank > best.rank:
            best, matched = guess, name
    score, reasons = _weigh(best, facts, own_facts)
    if score < table.FLOOR:
        return None
    return Match(
        id=entity.id,
        name=entity.name,
        kind=entity.kind,
        country=entity.country,
        matched=matched,
        score=score,
        verdict=_verdict(score, best.score, reasons),
        reasons=tuple(reasons),
    )


def _order(match: Match) -> tuple[int, bool, str]:
    """Best first; of two that score the same, the one that is spelled the same."""
    return -match.score, all(r.code != Code.SAME_SPELLING for r in match.reasons), match.id


def _name_places(form: NameForm) -> Iterator[Place]:
    """Name the places where a name stands in the index: two names that are alike, slips aside, share one."""
    yield "spelled", form.whole
    yield "spelled", form.full
    yield "core", form.core
    if len(form.sound) > 3:
        yield "sound", form.sound
    if len(form.words) > 1:
        for word in form.words:
            yield "word", word
    if form.initials:
        yield "initials", form.initials
    yield "initials", form.whole
    if len(form.letters) >= SHORTEST_SWAPPED:
        yield "letters", form.letters


def _fact_places(facts: Facts) -> Iterator[Place]:
    for host in sorted(facts.hosts):
        yield "host", host
    yield from sorted(facts.identifiers)


def _weigh(names: Grade, left: Facts, right: Facts) -> tuple[int, list[Reason]]:
    """Add to the likeness of the names what else speaks for the match, and take off what speaks against it."""
    score, reasons = names.score, list(names.reasons)
    if hosts := sorted(left.hosts & right.hosts):
        score = score + table.SAME_SITE if score else table.WEAK
        reasons.append(reason(Code.SAME_WEBSITE, host=hosts[0]))
    against = 0
    if left.country and right.country:
        if left.country == right.country:
            score += table.SAME_COUNTRY if score else 0
            reasons.append(reason(Code.SAME_COUNTRY, country=left.country))
        else:
            against += table.OTHER_COUNTRY
            reasons.append(reason(Code.OTHER_COUNTRY, left=left.country, right=right.country))
    if left.kind and right.kind and _is_product(left.kind) != _is_product(right.kind):
        against += table.OTHER_KIND
        reasons.append(reason(Code.OTHER_KIND))
    same, other = _identifiers(left, right)
    against += table.OTHER_NUMBER if other else 0
    if same:
        return table.SAME, [*same, *reasons, *other]
    return max(min(score, table.SAME) + against, 0), [*reasons, *other]


def _identifiers(left: Facts, right: Facts) -> tuple[list[Reason], list[Reason]]:
    """Give what is the same and what differs; a company number says nothing across countries."""
    same, other = [], []
    here = left.country == right.country or not (left.country and right.country)
    for scheme in sorted({s for s, _ in left.identifiers} & {s for s, _ in right.identifiers}):
        one, two = ({value for s, value in facts.identifiers if s == scheme} for facts in (left, right))
        label = IDENTIFIER_SCHEMES[scheme].label if scheme in IDENTIFIER_SCHEMES else scheme
        if scheme == "company_number" and not here:
            continue
        if both := sorted(one & two):
            same.append(reason(Code.SAME_IDENTIFIER, scheme=label, value=both[0]))
        else:
            other.append(reason(Code.OTHER_IDENTIFIER, scheme=label, left=min(one), right=min(two)))
    return same, other


def _verdict(score: int, names: int, reasons: Iterable[Reason]) -> Verdict:
    if any(r.code == Code.SAME_IDENTIFIER for r in reasons):
        return "same_identifier"
    if names >= table.OTHER_FORM and score >= table.SAME_NAME_FLOOR:
        return "same_name"
    return "likely" if score >= table.LIKELY else "possible"


def _is_product(kind: str) -> bool:
    return kind in PRODUCTS
