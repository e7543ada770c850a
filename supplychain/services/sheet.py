"""The sheet of a product, by id or by a name that only one party has."""

from supplychain.domain.errors import NotFound
from supplychain.domain.sheet import SheetAnswer, sheet
from supplychain.domain.trace import trace
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.services.browse import meant
from supplychain.store.database import View


def show_sheet(view: View, text: str) -> SheetAnswer:
    """Cut its trace down to one page. Raises NotFound, for an organisation with the products that it offers."""
    snapshot = view.snapshot()
    id = meant(snapshot, text)
    main = snapshot.canonical(id)
    if snapshot.entities[main].kind not in PRODUCTS:
        offered = sorted({snapshot.canonical(link.subject) for link in snapshot.links_to([main], ("provided_by",))})
        raise NotFound("product", text, [(i, snapshot.entities[i].name) for i in offered][:5])
    return sheet(trace(snapshot, id))
