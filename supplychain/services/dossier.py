"""The dossier of a product or an organisation, by id or by a name that only one of them has."""

from supplychain.domain.dossier import compile_dossier
from supplychain.domain.dossier_answer import Dossier
from supplychain.services.browse import meant
from supplychain.store.database import View


def show_dossier(view: View, text: str) -> Dossier:
    """Compile it. Raises NotFound, with the parties that may be meant."""
    snapshot = view.snapshot()
    return compile_dossier(snapshot, meant(snapshot, text))
