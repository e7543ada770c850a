"""Assessments: begun for a tool, read, worked out at the revision that they name, renewed. Nothing of them is kept here."""

from supplychain.domain import assess_result as d
from supplychain.domain.assess import LONGEST_NAME, Assessment
from supplychain.domain.assess_result import AssessmentResult
from supplychain.domain.errors import Invalid, NotFound, Problem, Refused
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.formats.assess import digest_of
from supplychain.services.browse import meant, meant_perhaps
from supplychain.store.database import View

PRODUCT = "tool, model or data set"
"""What can be assessed."""


def tools_of(view: View) -> tuple[tuple[str, str], ...]:
    """Id and name of everything that can be assessed, by name."""
    snapshot = view.snapshot()
    own = {snapshot.canonical(id) for id, e in snapshot.entities.items() if e.kind in ("tool", "model")}
    return tuple(sorted(((id, snapshot.entities[id].name) for id in own), key=lambda t: (t[1].casefold(), t[0])))


def begin(view: View, text: str) -> Assessment:
    """An empty assessment of a tool, by id or name. Raises NotFound, for an organisation with its products."""
    _refuse_nothing(view)
    snapshot = view.snapshot()
    main = snapshot.canonical(meant(snapshot, text))
    if snapshot.entities[main].kind not in PRODUCTS:
        offered = sorted({snapshot.canonical(link.subject) for link in snapshot.links_to([main], ("provided_by",))})
        raise NotFound(PRODUCT, text, [(i, snapshot.entities[i].name) for i in offered][:5])
    return d.empty(main, view.as_of, _hash(view, view.as_of))


def tools_alike(view: View, text: str) -> tuple[tuple[str, str], ...]:
    """Id and name of the products that a name may mean."""
    snapshot = view.snapshot()
    found = [snapshot.entities[id] for id in meant_perhaps(snapshot, text)]
    return tuple((e.id, e.name) for e in found if e.kind in PRODUCTS)


def begin_unrecorded(view: View, text: str) -> Assessment:
    """An empty assessment of a tool that is not in the database, by its name alone. Raises Invalid."""
    _refuse_nothing(view)
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        what = "The name of the tool is missing." if not name else "The name of the tool cannot be read."
        raise Invalid([Problem("name", what, f"Give it in at most {LONGEST_NAME} letters.")])
    return d.empty_unrecorded(name, view.as_of, _hash(view, view.as_of))


def _refuse_nothing(view: View) -> None:
    if view.as_of == 0:
        raise Refused("Nothing is recorded yet: there is nothing that an assessment could look at.")


def work_out(view: View, a: Assessment) -> AssessmentResult:
    """Work an assessment out at the revision that it names. Raises NotFound, Invalid where it is of another database."""
    if not 1 <= a.revision <= view.revision:
        raise NotFound("revision", str(a.revision))
    if a.revision_hash and a.revision_hash != _hash(view, a.revision):
        what = f"Revision {a.revision} of this database is not the one that the assessment looked at."
        raise Invalid([Problem("revision_hash", what, "Open it at the site where it was made, or begin anew here.")])
    then = view.at(a.revision)
    snapshot = then.snapshot()
    if a.name:
        return d.assess_unrecorded(snapshot, a)
    if a.tool not in snapshot.entities or snapshot.entities[snapshot.canonical(a.tool)].kind not in PRODUCTS:
        raise NotFound(PRODUCT, a.tool)
    return d.assess(snapshot, a)


def renew(view: View, old: Assessment) -> Assessment:
    """The same asked again of the newest state."""
    return d.renewed(old, digest_of(old), view.as_of, _hash(view, view.as_of))


def _hash(view: View, revision: int) -> str:
    return next(r.hash for r in view.revisions() if r.seq == revision)
