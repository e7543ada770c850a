"""The dossier as a tagged PDF (PDF/UA-1), set by typst from a template; the same dossier gives the same bytes."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from supplychain.assets import asset_dir
from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.picture import Picture
from supplychain.web import links
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.drawing import BROAD, TALL, TALL_ACROSS, svg
from supplychain.web.dossier.runs import Document, as_data
from supplychain.web.templating import picture

_log = logging.getLogger(__name__)


def _picture(drawn: Picture) -> dict[str, str]:
    """A broad picture gets a page across; a tall one is kept to one page."""
    broad = drawn.width > BROAD
    tall = drawn.height / drawn.width > (TALL_ACROSS if broad else TALL)
    return {"picture": svg(drawn), "broad": "yes" if broad else "", "tall": "yes" if tall else ""}


def write_pdf(dossier: Dossier) -> bytes:
    """Write it in the language of the page."""
    drawn = _picture(picture(dossier)) if dossier.links else {}
    return set_document(compose(dossier), dossier.recorded_on, drawn)


def set_document(document: Document, recorded_on: str, drawn: Mapping[str, str]) -> bytes:
    """Set a document as a PDF. Signs without a shape in the fonts cost the claim to PDF/UA, which is then said."""
    import typst  # heavy, and needed by nothing else

    day = datetime.fromisoformat(recorded_on).replace(tzinfo=UTC)
    folder = asset_dir("templates") / "dossier"
    content = {"document": as_data(document, links.absolute), "day": [day.year, day.month, day.day]}

    def compiled(*, accessible: bool) -> bytes:
        data = json.dumps(content | {"plain": not accessible}, ensure_ascii=False)
        written: bytes = typst.compile(
            str(folder / "dossier.typ"),
            root=str(folder),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={**drawn, "data": data},
            pdf_standards="ua-1" if accessible else None,
            timestamp=int(day.timestamp()),
        )
        return written

    try:
        return compiled(accessible=True)
    except typst.TypstError as error:
        _log.warning("the document on %s is no PDF/UA: %s", document.subject, error)
        return compiled(accessible=False)
