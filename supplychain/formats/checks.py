"""What is wrong between the rows of a package, and between them and what is recorded already."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import networkx as nx

from supplychain.domain.errors import shown
from supplychain.domain.packages import CLAIM_TABLES, TABLES
from supplychain.domain.records import Entity, Link, Record, Source
from supplychain.domain.sentences import sentence
from supplychain.domain.vocabulary import RELATION_PAIRS
from supplychain.formats.columns import is_slug
from supplychain.formats.contents import Contents
from supplychain.formats.problems import Near, Problems, either

R = TypeVar("R", bound=Record)
WITHHELD = "withheld_by_us_for_safety"
_GIVES_AWAY = sentence("The party is withheld to protect somebody: this would say who it is.")
_LEAVE_OUT = sentence("Leave it out, and write the id, the name and the description so that they do not say it either.")
COPY = "copy:"
_ONE = {
    "entities": sentence("entity"),
    "sources": sentence("source"),
    "claims": sentence("claim"),
    "criteria": sentence("criterion"),
}
_LABELS = {
    "links": sentence("link"),
    "wages": sentence("pay report"),
    "practices": sentence("practice report"),
    "figures": sentence("figure"),
    "responses": sentence("response"),
}


@dataclass(frozen=True)
class Known:
    """What is recorded already, as far as a package can lean on it or get in its way."""

    entities: Mapping[str, str] = field(default_factory=dict)
    """Id -> kind."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Id -> what it repeats."""
    claims: Mapping[str, str] = field(default_factory=dict)
    """Id -> table."""
    criteria: Collection[str] = ()

    def ids(self, table: str) -> Collection[str]:
        """Give the ids of a table to which something can refer."""
        own = {"entities": self.entities, "sources": self.sources, "claims": self.claims, "criteria": self.criteria}
        return own.get(table, ())


def check(contents: Contents, known: Known, problems: Problems) -> None:
    """Find all that is wrong between rows."""
    checks = _Checks(contents, known, problems)
    checks.references()
    checks.parents()
    checks.identity()
    checks.withheld()
    checks.pairs()
    checks.targets()
    checks.origins()
    checks.circles()


class _Checks:
    def __init__(self, contents: Contents, known: Known, problems: Problems) -> None:
        self._contents, self._known, self._problems = contents, known, problems
        self._near = Near()

    def _rows(self, table: str, kind: type[R]) -> Iterator[tuple[int, R]]:
        for row in self._contents.rows[table]:
            if isinstance(row.record, kind):
                yield row.number, row.record

    def _here(self, table: str) -> list[Mapping[str, int]]:
        names = CLAIM_TABLES if table == "claims" else (table,)
        return [self._contents.ids[name] for name in names]

    def _unread(self, table: str) -> bool:
        return any(name in self._contents.unread for name in (CLAIM_TABLES if table == "claims" else (table,)))

    def _missing(self, table: str, id: str) -> bool:
        """Whether nothing has an id; an id that is none was spoken of already."""
        found = id in self._known.ids(table) or any(id in ids for ids in self._here(table))
        return not found and is_slug(id) and not self._unread(table)

    def _mend(self, table: str, id: str) -> str:
        candidates = {*self._known.ids(table), *(id for ids in self._here(table) for id in ids)}
        where = sentence("the table of its kind") if table == "claims" else self._problems.file(table)
        return self._near.mend(table, id, candidates) or sentence("Add it to %(file)s.", file=where)

    def references(self) -> None:
        """Ids that lead nowhere."""
        for (target, id), places in self._contents.references.items():
            if self._missing(target, id):
                what = sentence(
                    "There is no %(sort)s with the id %(id)s, neither here nor recorded.",
                    sort=_ONE[target],
                    id=shown(id),
                )
                for place in places:
                    self._problems.add(*place, what, partial(self._mend, target, id))

    def parents(self) -> None:
        """Rows that belong to a row which the package does not hold."""
        for table in TABLES:
            if not table.parent or any(name in self._contents.unread for name in table.parents):
                continue
            here = {id for name in table.parents for id in self._contents.ids[name]}
            files = either([self._problems.file(name) for name in table.parents])
            for row in self._contents.rows[table.name]:
                if row.parent not in here and is_slug(row.parent):
                    what = sentence(
                        "The row to which this belongs, %(parent)s, is not in %(files)s.",
                        parent=shown(row.parent),
                        files=files,
                    )
                    mend = sentence("A package holds a row together with all rows that belong to it.")
                    self._problems.add(table.name, row.number, table.parent, what, mend)

    def identity(self) -> None:
        """Ids that mean two things, and kinds that would change."""
        first: dict[str, tuple[str, int]] = {}
        for name in CLAIM_TABLES:
            for id, row in self._contents.ids[name].items():
                other, place = first.setdefault(id, (name, row))
                if other != name:
                    what = sentence(
                        "The id %(id)s stands already in %(file)s, row %(row)s.",
                        id=shown(id),
                        file=self._problems.file(other),
                        row=place,
                    )
                    self._problems.add(name, row, "id", what, sentence("No two claims may have the same id."))
                elif (recorded := self._known.claims.get(id, name)) != name:
                    what = sentence(
                        "The id %(id)s is already that of a %(sort)s.", id=shown(id), sort=_LABELS[recorded]
                    )
                    self._problems.add(name, row, "id", what, sentence("No two claims may have the same id."))
                if id in self._contents.ids["entities"] or id in self._known.entities:
                    what = sentence("The id %(id)s is that of an entity.", id=shown(id))
                    self._problems.add(name, row, "id", what, sentence("Give the claim another."))
        for number, entity in self._rows("entities", Entity):
            if entity.id in self._known.claims:
                what = sentence("The id %(id)s is that of a claim.", id=shown(entity.id))
                self._problems.add("entities", number, "id", what, sentence("Give the entity another."))
            if (kind := self._known.entities.get(entity.id, entity.kind)) != entity.kind:
                what = sentence(
                    "%(id)s is recorded as %(kind)s; the kind of an entity does not change.",
                    id=shown(entity.id),
                    kind=kind,
                )
                mend = sentence("Give a new entity with the right kind, and judge the two to be the same.")
                self._problems.add("entities", number, "kind", what, mend)

    def withheld(self) -> None:
        """Parties whose name we keep back to protect somebody, with something that gives it away."""
        for number, entity in self._rows("entities", Entity):
            if entity.undisclosed_reason != WITHHELD:
                continue
            beside = {"website": entity.website, "same_as_candidates": entity.same_as_candidates}
            for column in (name for name, given in beside.items() if given):
                self._problems.add("entities", number, column, _GIVES_AWAY, _LEAVE_OUT)
            if entity.names or entity.identifiers:
                what = sentence("A name or an identifier of it is given: that would say who it is.")
                self._problems.add("entities", number, "undisclosed_reason", what, _LEAVE_OUT)

    def pairs(self) -> None:
        """Links between kinds that their relation does not join."""
        kinds = {**self._known.entities, **{entity.id: entity.kind for _, entity in self._rows("entities", Entity)}}
        for number, link in self._rows("links", Link):
            subject, object = kinds.get(link.subject), kinds.get(link.object or "")
            if subject and object and (link.relation, subject, object) not in RELATION_PAIRS:
                what = sentence(
                    "%(relation)s cannot join %(subject)s (%(subject2)s) to %(object)s (%(object2)s).",
                    relation=link.relation,
                    subject=link.subject,
                    subject2=subject,
                    object=link.object,
                    object2=object,
                )
                fit = sorted({o for r, s, o in RELATION_PAIRS if (r, s) == (link.relation, subject)})
                mend = (
                    sentence("From %(subject)s it leads to %(names)s.", subject=subject, names=either(fit))
                    if fit
                    else sentence("It does not begin at %(subject)s.", subject=subject)
                )
                self._problems.add("links", number, "relation", what, mend)

    def targets(self) -> None:
        """Responses that speak to themselves."""
        for row in self._contents.rows["targets"]:
            if row.parent == getattr(row.record, "claim", None):
                mend = sentence("Name the claim that it answers.")
                self._problems.add("targets", row.number, "claim", sentence("A response cannot speak to itself."), mend)

    def origins(self) -> None:
        """What a source is said to repeat, and is not there."""
        for number, source in self._rows("sources", Source):
            for origin in source.origin_of:
                if origin.startswith(COPY):
                    if not origin.removeprefix(COPY).strip():
                        mend = sentence("Write %(copy)s and the name of the publisher.", copy=COPY)
                        self._problems.add(
                            "sources",
                            number,
                            "origin_of",
                            sentence("No publisher stands after %(copy)s", copy=COPY),
                            mend,
                        )
                elif origin not in self._known.sources and origin not in self._contents.ids["sources"]:
                    mend = sentence(
                        "Write the id of a source, or %(copy)s and the name of the original's publisher.", copy=COPY
                    )
                    near = self._near.mend("sources", origin, {*self._known.sources, *self._contents.ids["sources"]})
                    what = sentence(
                        "There is no source with the id %(id)s, neither here nor recorded.",
                        id=shown(origin),
                    )
                    self._problems.add("sources", number, "origin_of", what, near or mend)

    def circles(self) -> None:
        """Sources that repeat each other in a circle, so that nobody said it first."""
        rows = {source.id: (number, source.origin_of) for number, source in self._rows("sources", Source)}
        graph: nx.DiGraph[str] = nx.DiGraph()
        for id, origins in self._known.sources.items():
            graph.add_edges_from((id, origin) for origin in origins if id not in rows)
        for id, (_, origins) in rows.items():
            graph.add_edges_from((id, origin) for origin in origins)
        for component in nx.strongly_connected_components(graph):
            here = sorted(component & rows.keys())
            if here and (len(component) > 1 or graph.has_edge(here[0], here[0])):
                names = ", ".join(sorted(component)[:5])
                what = (
                    sentence("These sources repeat each other in a circle: %(names)s.", names=names)
                    if len(component) > 1
                    else sentence("It repeats itself.")
                )
                self._problems.add(
                    "sources", rows[here[0]][0], "origin_of", what, sentence("One of them must have said it first.")
                )
