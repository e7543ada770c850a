"""Whether an answer has come by a link and is not decided yet, and what it says; and the draft that keeps its documents.

Documents of an answer that is not sent yet lie in a draft report that holds nothing else, and go with it like every draft.
"""

from supplychain.domain import reports as r
from supplychain.domain.answer_text import IN_FULL
from supplychain.domain.disclosures import sent_in
from supplychain.domain.reply_answers import Waiting
from supplychain.store.replies import Link
from supplychain.store.reports import Holder, Reports

UNDECIDED = frozenset({r.State.SUBMITTED, r.State.IN_REVIEW, r.State.RETURNED})


def waits(reports: Reports, kept: Link) -> bool:
    """Whether an answer waits to be checked, or to be mended."""
    return bool(kept.report) and reports.get(kept.report).report.state in UNDECIDED


def waiting_answer(reports: Reports, kept: Link) -> Waiting | None:
    """Give an answer that is not decided yet."""
    if not waits(reports, kept):
        return None
    return answer_in(reports.get(kept.report).report)


def answer_in(report: r.Report) -> Waiting:
    """Read an answer out of the report that it became."""
    content = report.content
    text = next((row.get("quote", "") for row in content.rows("citations") if row.get("locator") == IN_FULL), "")
    source = next(iter(content.rows("sources")), {})
    response = next(iter(content.rows("responses")), {})
    return Waiting(
        report=report.id,
        response=response.get("id", ""),
        state=report.state,
        version=report.version,
        text=text,
        language=source.get("language", ""),
        url=source.get("url", ""),
        stances={row.get("claim", ""): row.get("stance", "") for row in content.rows("targets") if row.get("claim")},
        does_not_know=tuple(filter(None, response.get("does_not_know", "").split("|"))),
        files=report.files,
        sent=report.sent,
        questionnaire=sent_in(content, len(report.files)),
    )


def draft_for(reports: Reports, kept: Link) -> r.Report | None:
    """Give the draft in which documents wait for an answer; None where there are none."""
    mine = reports.of(Holder(code_hash=kept.secret_hash))
    return next((found for found in mine if found.state is r.State.DRAFT and not found.content.count), None)
