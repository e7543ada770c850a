"""An assessment as a file: the PDF, and the page with its style for the command line."""

from pathlib import Path

from flask import g, render_template

from supplychain.domain.assess_result import AssessmentResult
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.assess.pdf import write_pdf
from supplychain.web.assess.walk import PRINTED, walk
from supplychain.web.i18n import LANGUAGES
from supplychain.web.views.assess import ROOM

KINDS = ("pdf", "html")
"""What can be written, by the end of the file's name."""
_NOBODY = {"inside": True, "who": None, "notice": "", "shown_once": ()}
_STYLE = '<link rel="stylesheet" href="/static/site.css">'


def write_file(settings: Settings, store: Store, result: AssessmentResult, kind: str, language: str) -> bytes:
    """Write an assessment as one of KINDS. A page in a file carries its style with it, and its links lead to the site."""
    app = create_app(settings, store)
    with app.test_request_context("/assess" if language == LANGUAGES[0] else f"/{language}/assess"):
        g.lang, g.page, g.as_of = language, ROOM, result.assessment.revision
        if kind == "pdf":
            return write_pdf(result)
        page = render_template(ROOM.template, walk=walk(result, PRINTED), tools=(), unknown="", alike=(), **_NOBODY)
    style = (Path(__file__).resolve().parents[1] / "static" / "site.css").read_text(encoding="utf-8")
    page = page.replace(_STYLE, f"<style>\n{style}</style>")
    page = page.replace('<script src="/static/site.js" defer></script>\n', "")
    for attribute in ("href", "action"):
        page = page.replace(f'{attribute}="/', f'{attribute}="{settings.base_url}/')
    return page.encode()
