"""Answering a request of ours, by link and without an account; and the check of the answer's form before it is published."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from supplychain.domain import replies as d
from supplychain.domain import reports as r
from supplychain.domain.answer_text import IN_FULL, read_answer
from supplychain.domain.disclosures import REFUSED as WRONG_KIND
from supplychain.domain.errors import Invalid, Problem, Refused
from supplychain.domain.ids import make_id, read_code
from supplychain.domain.people import Person
from supplychain.domain.recorded import own_words
from supplychain.domain.reply_answers import Opened, Stage
from supplychain.domain.values import Address
from supplychain.domain.vocabulary import UNKNOWN_TOPICS
from supplychain.formats.columns import BETWEEN
from supplychain.formats.evidence import Cleaned, clean
from supplychain.services import reports, review
from supplychain.services.desk import Desk, digest
from supplychain.services.reply_waiting import answer_in, draft_for
from supplychain.services.reports import Sender
from supplychain.services.request_book import find_inquiry, respondent_of, statements_of, undone
from supplychain.store.replies import Link

__all__ = ["Given", "Opened", "Stage", "answer", "open_reply", "publish_answer", "remove_file", "return_answer"]
_URL: TypeAdapter[str] = TypeAdapter(Address)


class Given(NamedTuple):
    """An answer as it is given."""

    text: str
    stances: Mapping[str, str]
    """Id of a claim -> what is said about it; claims that are not spoken to are left out."""
    language: str
    does_not_know: tuple[str, ...] = ()
    url: str = ""
    """Address of a published statement."""
    names_meant: bool = False
    """Whether what looks like a person's name was confirmed to be no worker's."""
    files: tuple[bytes, ...] = ()
    """Files as they come."""
    replace: bool = False
    """Whether files, where there are any, take the place of those that are kept with the answer; else they are added."""
    gone: tuple[str, ...] = ()
    """Ids of kept files that are taken away."""


def open_reply(desk: Desk, token: str) -> Opened:
    """Open a link; that uses nothing up. Raises Refused where it is not ours, has run out or was taken back."""
    kept, _ = find_link(desk, token)
    return open_link(desk, kept)


def find_link(desk: Desk, token: str, *, questionnaire: bool = False) -> tuple[Link, str]:
    """Give what is kept of a link, and its secret. Raises Refused where it is not ours, has run out, or is of the other kind."""
    code = read_code(token)
    with desk.store.replies() as replies:
        kept = replies.find(digest(code) if code else "")
    if kept.expires < desk.clock().date() and not kept.report:
        raise Refused(d.REFUSED["link_old"])
    if questionnaire is (kept.list_revision is None):
        raise Refused(WRONG_KIND["reply" if questionnaire else "questionnaire"])
    return kept, code


def open_link(desk: Desk, kept: Link) -> Opened:
    """Give what somebody sees who opens a link. Raises Refused where it was taken back."""
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies:
        inquiry, asking = find_inquiry(snapshot, replies, kept.request), replies.asking(kept.request)
    if inquiry.state is d.State.WITHDRAWN:
        raise Refused(d.REFUSED["link_withdrawn"])
    report = None
    if kept.report:
        with desk.store.reports() as found:
            report = found.get(kept.report).report
    due = inquiry.due
    return Opened(
        inquiry=inquiry,
        respondent=respondent_of(snapshot, inquiry, asking),
        claims=statements_of(snapshot, inquiry, asking),
        due=due,
        late=due is not None and due < desk.clock().date(),
        stage=_stage(report),
        answer=answer_in(report) if report else None,
        told=report.decisions if report else (),
        notice=asking is not None and bool(asking.report) and not asking.recorded,
        files=_files_kept(desk, kept, report),
    )


def _files_kept(desk: Desk, kept: Link, report: r.Report | None) -> tuple[r.Attached, ...]:
    stage = _stage(report)
    if stage is Stage.RETURNED and report is not None:
        return report.files
    if stage is not Stage.OPEN:
        return ()
    with desk.store.reports() as found:
        draft = draft_for(found, kept)
    return draft.files if draft is not None else ()


def _stage(report: r.Report | None) -> Stage:
    match report.state if report else None:
        case None | r.State.WITHDRAWN | r.State.REFUSED:
            return Stage.OPEN
        case r.State.RETURNED:
            return Stage.RETURNED
        case r.State.ACCEPTED:
            return Stage.PUBLISHED
        case _:
            return Stage.SENT


def answer(desk: Desk, token: str, given: Given) -> str:
    """Send an answer, or one that was mended; give the id of the report that it becomes. Raises Invalid, Refused."""
    kept, code = find_link(desk, token)
    opened = open_to_answer(desk, kept)
    stays = [] if given.replace and given.files else [f.id for f in opened.files if f.id not in given.gone]
    content, files = _content(desk, opened, given), _clean(given.files, d.MAX_FILES - len(stays))
    finds = reports.find(content)
    if finds and not any(f.certain for f in finds) and not given.names_meant:
        raise _wrong("names_meant", "names")
    sender = Sender(code=code)
    take_away(desk, sender, kept, opened, {f.id for f in opened.files} - {*stays})
    if opened.stage is Stage.RETURNED:
        return send_again(desk, sender, kept, content, files)
    return send_first(desk, sender, kept, content, (f.key for f in finds), files)


def open_to_answer(desk: Desk, kept: Link) -> Opened:
    """Open a link to answer. Raises Refused where that is over."""
    opened = open_link(desk, kept)
    if opened.stage not in (Stage.OPEN, Stage.RETURNED):
        raise Refused(d.REFUSED["link_used"])
    if kept.expires < desk.clock().date() and opened.stage is Stage.OPEN:
        raise Refused(d.REFUSED["link_old"])
    return opened


def place_of(desk: Desk, kept: Link, opened: Opened) -> str:
    """Give the id of the report in which documents of an answer lie that can still be changed; empty for none."""
    if opened.stage is Stage.RETURNED:
        return kept.report
    with desk.store.reports() as found:
        draft = draft_for(found, kept)
    return draft.id if draft is not None else ""


def take_away(desk: Desk, sender: Sender, kept: Link, opened: Opened, files: Iterable[str]) -> None:
    """Take kept documents away; one that is gone already is no fault."""
    place, there = place_of(desk, kept, opened), {f.id for f in opened.files}
    for file in sorted(there & {*files}):
        reports.detach(desk, sender, place, file)


def send_first(
    desk: Desk,
    sender: Sender,
    kept: Link,
    content: r.Content,
    confirmed: Iterable[str],
    files: Sequence[tuple[bytes, Cleaned]] = (),
) -> str:
    """Send an answer for the first time, with the documents that are kept; give the id of its report."""
    with desk.store.reports() as found:
        draft = draft_for(found, kept)
    report, _ = reports.submit_report(desk, sender, content, confirmed, draft.id if draft is not None else "")
    try:
        for data, cleaned in files:
            reports.keep_file(desk, sender, report.id, data, cleaned)
        with desk.store.replies(change=True) as replies:
            replies.take_answer(kept.request, report.id, kept.report)
    except Refused:
        reports.withdraw(desk, sender, report.id)
        raise
    return report.id


def _clean(files: tuple[bytes, ...], room: int) -> list[tuple[bytes, Cleaned]]:
    """Clean files. Raises Invalid, by the number of the file."""
    if len(files) > room:
        raise _wrong("file_1", "files")
    found, problems = [], []
    for number, data in enumerate(files, 1):
        try:
            found.append((data, clean(data)))
        except Invalid as error:
            problems += [Problem(f"file_{number}", p.what, p.mend) for p in error.problems]
    if problems:
        raise Invalid(problems)
    return found


def send_again(
    desk: Desk, sender: Sender, kept: Link, content: r.Content, files: Sequence[tuple[bytes, Cleaned]] = ()
) -> str:
    """Put a mended answer in the place of one that was returned, and send it; give the id of its report. Files are added."""
    id = kept.report
    with desk.store.replies(change=True) as replies:
        replies.change_asking(kept.request, points=None)
    for data, cleaned in files:
        reports.keep_file(desk, sender, id, data, cleaned)
    reports.save(desk, sender, id, content, mended=True)
    reports.confirm(desk, sender, id, (f.key for f in reports.find(content)))
    return reports.send(desk, sender, id).id


def _content(desk: Desk, opened: Opened, given: Given) -> r.Content:
    """Make the rows of an answer: a source, a response, what it speaks to. Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    text = ""
    try:
        text = read_answer(given.text)
        reports.find_in_words(text, "text")
    except Invalid as error:
        problems += error.problems
    asked = {claim.id for claim in opened.claims}
    stances = {id: stance for id, stance in given.stances.items() if stance}
    if not stances or stances.keys() - asked or set(stances.values()) - d.SAYS.keys():
        problems.append(Problem("stances", *d.WRONG["stances"]))
    try:
        _URL.validate_python(given.url)
    except ValidationError:
        problems.append(Problem("url", *d.WRONG["url"]))
    if problems:
        raise Invalid(problems)
    id, today = opened.inquiry.id, f"{desk.clock().date()}"
    name, by_workers = opened.respondent.name, opened.respondent.kind == "worker_organisation"
    response, source = _id_of(opened) or make_id("r", desk.chance()), f"answer-{id}"
    cells = {
        "id": response,
        "respondent": opened.inquiry.respondent,
        "date": today,
        "reported_on": today,
        "asserted_by": "worker_organisation" if by_workers else "firm_itself",
        "description": own_words("answer", name=name),
        "does_not_know": BETWEEN.join(t for t in UNKNOWN_TOPICS if t in given.does_not_know),
    }
    document = {
        "id": source,
        "title": own_words("source_answer", name=name, id=id),
        "publisher": name,
        "date": today,
        "url": given.url,
        "language": given.language,
        "kind": "ngo_report" if by_workers else "company_statement",
        "seen": "yes",
        "quality": "original",
    }
    targets = [
        {"response": response, "claim": claim, "stance": stance, "addresses_point": "unknown"}
        for claim, stance in sorted(stances.items())
    ]
    cited = {"claim": response, "source": source, "locator": IN_FULL, "quote": text}
    content = r.Content().adding("sources", document).adding("responses", cells).with_rows("targets", targets)
    return content.adding("citations", cited)


def _id_of(opened: Opened) -> str:
    """The id under which an answer came that was returned: mended, it keeps it."""
    return opened.answer.response if opened.answer and opened.stage is Stage.RETURNED else ""


def _wrong(field: str, code: str) -> Invalid:
    return Invalid([Problem(field, *d.WRONG[code])])


# -- checking the form -----------------------------------------------------------------------------------------------------


def publish_answer(desk: Desk, who: Person, request: str, version: int, points: Mapping[str, str]) -> int | None:
    """Publish an answer as it is, and say of each claim whether it speaks to it. Only its form was looked at. One revision.

    An answer to a notice waits for the rows that it is about: then nothing is published yet, and there is no revision.
    """
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies:
        asking = replies.asking(request)
        if undone(snapshot, asking, replies.letters(request)):
            raise Refused(d.REFUSED["undone"])
        if not find_inquiry(snapshot, replies, request).requests:
            raise Refused(d.REFUSED["sent_day"])
    if asking is not None and asking.dropped:
        raise Refused(d.REFUSED["rows_gone"])
    report = _take(desk, who, request, version)
    with desk.store.reports(change=True) as found:
        held = found.get(report.id)
        if held.reviewer != who.id:
            raise Refused(r.REFUSED["not_yours"])
        rows = [
            {**row, "addresses_point": points.get(row.get("claim", ""), "") or row["addresses_point"]}
            for row in held.report.content.rows("targets")
        ]
        found.change(held.report, content=held.report.content.with_rows("targets", rows))
        version = held.report.version + 1
    if asking is not None and asking.report and not asking.recorded:
        with desk.store.replies(change=True) as replies:
            replies.change_asking(request, points=dict(points))
        return None
    return review.accept(desk, who, report.id, version)


def return_answer(desk: Desk, who: Person, request: str, version: int, reason: r.Reason, words: str) -> None:
    """Send an answer back to be mended in its form: the link opens it again. Raises Refused for a reason of substance."""
    report = _take(desk, who, request, version)
    with desk.store.replies(change=True) as replies:
        replies.change_asking(request, points=None)
    review.return_(desk, who, report.id, report.version, reason, words)


def remove_file(desk: Desk, claim: str, number: int) -> None:
    """Take a published file away for ever, as where it shows a person. Raises NotFound."""
    with desk.store.writer("editor", own_words("file_gone", id=claim), desk.clock(), desk.chance) as writer:
        writer.drop_file(claim, number)


def _take(desk: Desk, who: Person, request: str, version: int) -> r.Report:
    """Take the answer to check, where nobody has it. Raises Refused where it was changed in the meantime."""
    with desk.store.replies() as replies:
        kept = replies.link(request)
    if not kept.report:
        raise Refused(d.REFUSED["no_answer_yet"])
    with desk.store.reports() as found:
        report = found.get(kept.report).report
    if report.state not in (r.State.SUBMITTED, r.State.IN_REVIEW):
        raise Refused(d.REFUSED["no_answer_yet"])
    if report.version != version:
        raise Refused(r.REFUSED["changed"])
    if report.state is r.State.SUBMITTED:
        review.claim(desk, who, report.id)
        with desk.store.reports() as found:
            report = found.get(kept.report).report
    return report
