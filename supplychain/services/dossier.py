"""The dossier of a product or an organisation, by id or by a name that only one of them has."""

from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.reach import ANYTHING
from supplychain.services.browse import meant
from supplychain.store.database import View


def show_dossier(view: View, text: str) -> Dossier:
    """Compile it. Raises NotFound, with the parties that may be meant."""
    snapshot = view.snapshot()
    id = meant(snapshot, text)
    key = ("dossier", id)
    kept = snapshot.derived.get(key)
    if isinstance(kept, Dossier):
        return kept
    found = compile_dossier(snapshot, id, ANYTHING)
    snapshot.derived[key] = found
    return found
