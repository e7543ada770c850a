"""The assessment as a tagged PDF (PDF/UA-1), set like a dossier."""

from supplychain.domain.assess_result import AssessmentResult
from supplychain.web.assess.document import compose
from supplychain.web.dossier.pdf import set_document


def write_pdf(result: AssessmentResult) -> bytes:
    """Write it in the language of the page; the same assessment gives the same bytes."""
    return set_document(compose(result), result.recorded_on, {})
