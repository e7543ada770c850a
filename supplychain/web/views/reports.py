"""Sending reports: what to know before, the report with its parts, files and words, following it by code. No account needed."""

from collections.abc import Callable
from typing import Any

from flask import g

from supplychain.domain import reports as d
from supplychain.domain.errors import NotFound
from supplychain.domain.packages import CLAIM_TABLES
from supplychain.formats.evidence_limits import LARGEST
from supplychain.services import report_parts, reports
from supplychain.web import links
from supplychain.web.access import Open, desk, keep_code, sender, who
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark
from supplychain.web.part_forms import filled_in, key_of, parties, sources_in, values_in
from supplychain.web.rooms import Context, Done, Rooms
from supplychain.web.row_forms import FORMS, MODELS, RowForm, choices_of

rooms = Rooms()
ANYBODY = Open.VISITOR
MOST_PARTS = 100
"""Things of a report that its page shows; of more than these it says how many."""


class Nothing(Sent):
    """A form that is only a button."""


class Begin(Sent):
    """A form that is only a button, and a trap for programs that fill in everything."""

    homepage: str = entry(mark("Leave this empty"), default="")


class Code(Sent):
    """A receipt code."""

    code: str = entry(mark("Receipt code"), mark("Six groups of four letters and digits."), "code", longest=60)


class Which(Sent):
    """One thing of a report."""

    table: str = entry("", kind="hidden")
    row: str = entry("", kind="hidden")


class WhichFile(Sent):
    """One file of a report."""

    file: str = entry("", kind="hidden")


class Words(Sent):
    """A message."""

    text: str = entry(
        mark("Your message"), mark("No names, addresses or numbers of people."), "area", longest=d.MAX_MESSAGE
    )


class Evidence(Sent):
    """A file."""

    file: bytes = entry(
        mark("A file"),
        mark("PDF, JPEG, PNG, WebP, TXT or CSV, at most 10 MB."),
        "file",
    )


class Note(Sent):
    """A confidential note."""

    note: str = entry(
        mark("Confidential note"),
        mark(
            "Only those who hold the key of this organisation can read it; this server cannot. Send it empty to take it away."
        ),
        "area",
        default="",
        longest=10_000,
    )


class Confirmed(Sent):
    """Finds that may stay."""

    keys: tuple[str, ...] = entry(mark("I have looked at these, and none is the name of a worker"), kind="checks")


# -- beginning and following -----------------------------------------------------------------------------------------------


@rooms.room("/report", "reports/start.html", ANYBODY)
def report_start() -> Context:
    """What to know before one reports."""
    return {"has_reports": bool(reports.list_reports(desk(), sender()))}


@rooms.form("/report/begin", Begin, ANYBODY, "report_start")
def begin_report(sent: Begin) -> Done:
    """Begin a report."""
    if sent.homepage:
        return Done(links.page_url("report_start"))
    reports.keep_pace(desk(), sender())
    begun = reports.begin(desk(), sender())
    if not begun.code:
        return Done(links.page_url("report", id=begun.id))
    keep_code(begun.code)
    said = mark(
        "This is your receipt code. It is shown now and never again, and nobody can find it out for you. Write it down on paper:"
    )
    return Done(links.page_url("report", id=begun.id), said, [begun.code])


@rooms.room("/report/follow", "reports/follow.html", ANYBODY)
def report_follow() -> Context:
    """Where a code is given."""
    return {}


@rooms.form("/report/follow", Code, ANYBODY, "report_follow")
def follow_report(sent: Code) -> Done:
    """Open the reports of a code."""
    keep_code(reports.follow(desk(), sent.code))
    return Done(links.page_url("my_reports"))


@rooms.form("/report/leave", Nothing, ANYBODY, "my_reports")
def leave_reports(sent: Nothing) -> Done:
    """Forget the code on this device."""
    keep_code("")
    return Done(links.page_url("report_start"), mark("This browser holds your code no longer."))


@rooms.form("/reports/mine/pay", Nothing, ANYBODY, "my_reports")
def forget_pay(sent: Nothing) -> Done:
    """Take back what was said about own pay."""
    reports.forget_own_pay(desk(), sender())
    return Done(
        links.page_url("my_reports"), mark("What you said about your own pay is deleted, if there was anything.")
    )


@rooms.room("/reports/mine", "reports/mine.html", ANYBODY)
def my_reports() -> Context:
    """The reports of an account, or of a code."""
    return {"reports": reports.list_reports(desk(), sender()), "anonymous": who() is None}


# -- one report ------------------------------------------------------------------------------------------------------------


@rooms.room("/reports/<id>", "reports/report.html", ANYBODY)
def report(id: str) -> Context:
    """A report: what it holds, what is still to be done, what became of it."""
    found = reports.open_report(desk(), sender(), id)
    checked = reports.check(desk(), found)
    g.names = report_parts.names_in(desk(), found.content)
    return {
        "report": found,
        "parts": [
            (form, row, key_of(form, row))
            for form in FORMS.values()
            for row in found.content.rows(form.table)
            if row.get("id") != id
        ],
        "most": MOST_PARTS,
        "forms": FORMS,
        "problems": checked.proposal.problems,
        "finds": checked.finds,
        "anonymous": who() is None,
        "claim_tables": CLAIM_TABLES,
        "can_seal": bool(desk().seal_to),
        "more_files": len(found.files) < d.MAX_FILES,
    }


@rooms.form("/reports/<id>/remove", Which, ANYBODY, "report")
def remove_part(sent: Which, id: str) -> Done:
    """Take one thing out of a report."""
    found = reports.open_report(desk(), sender(), id)
    content = found.content
    if sent.table == "judgements":
        kept = [r for r in content.rows("judgements") if f"{r.get('left')}~{r.get('right')}" != sent.row]
        content = content.with_rows("judgements", kept)
    elif report_parts.is_part(sent.table):
        content = content.without(sent.table, sent.row)
    reports.save(desk(), sender(), id, content)
    return _back(id, mark("Taken out."))


@rooms.form("/reports/<id>/files", Evidence, ANYBODY, "report", largest=LARGEST + 64 * 1024)
def attach_file(sent: Evidence, id: str) -> Done:
    """Add a file."""
    reports.attach(desk(), sender(), id, sent.file)
    return _back(id, mark("The file is kept."))


@rooms.form("/reports/<id>/files/remove", WhichFile, ANYBODY, "report")
def detach_file(sent: WhichFile, id: str) -> Done:
    """Take a file away."""
    reports.detach(desk(), sender(), id, sent.file)
    return _back(id, mark("Taken out."))


@rooms.form("/reports/<id>/note", Note, ANYBODY, "report")
def keep_note(sent: Note, id: str) -> Done:
    """Keep or take away the confidential note."""
    reports.keep_note(desk(), sender(), id, sent.note)
    return _back(id, mark("The note is sealed and kept.") if sent.note else mark("Taken out."))


@rooms.form("/reports/<id>/confirm", Confirmed, ANYBODY, "report")
def confirm_finds(sent: Confirmed, id: str) -> Done:
    """Let finds stand."""
    reports.confirm(desk(), sender(), id, sent.keys)
    return _back(id, mark("Noted."))


@rooms.form("/reports/<id>/send", Nothing, ANYBODY, "report")
def send_report(sent: Nothing, id: str) -> Done:
    """Send a report."""
    reports.send(desk(), sender(), id)
    return _back(id, mark("Your report is sent. Come back in some days with your code to see what became of it."))


@rooms.form("/reports/<id>/message", Words, ANYBODY, "report")
def write_to_desk(sent: Words, id: str) -> Done:
    """Write to the desk."""
    reports.write(desk(), sender(), id, sent.text)
    return _back(id, mark("Your message is sent."))


@rooms.form("/reports/<id>/withdraw", Nothing, ANYBODY, "report")
def withdraw_report(sent: Nothing, id: str) -> Done:
    """Take a report back."""
    reports.withdraw(desk(), sender(), id)
    return Done(links.page_url("my_reports"), mark("The report is taken back, and what it said is deleted."))


def _back(id: str, notice: str) -> Done:
    return Done(links.page_url("report", id=id), notice)


# -- its parts: a room and a form for each kind ------------------------------------------------------------------------------


def _open_part(form: RowForm, id: str, row: str = "") -> Context:
    found = reports.open_report(desk(), sender(), id)
    if not found.is_open:
        raise NotFound("report that can be changed", id)
    return {
        "report": found,
        "form": form,
        "row": row,
        "slip": f"{'mend' if row else 'add'}_{form.word}",
        "values": values_in(form, found, row) if row else {},
        "choices": choices_of(form, sources_in(found)),
        "lists": parties(),
    }


def _keep_part(form: RowForm, sent: Sent, id: str, row: str = "") -> Done:
    found = reports.open_report(desk(), sender(), id)
    content, _ = report_parts.put_part(desk(), found, filled_in(form, sent), row)
    reports.save(desk(), sender(), id, content)
    return _back(id, mark("Kept in your report."))


def _named(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    view.__name__ = name
    return view


def _declare(form: RowForm) -> None:
    """Give a kind of thing its room and its form, to add one and to mend one."""

    def add(id: str) -> Context:
        return _open_part(form, id)

    def mend(id: str, row: str) -> Context:
        return _open_part(form, id, row)

    def keep_new(sent: Sent, id: str) -> Done:
        return _keep_part(form, sent, id)

    def keep_mended(sent: Sent, id: str, row: str) -> Done:
        return _keep_part(form, sent, id, row)

    new, old = f"new_{form.word}", f"old_{form.word}"
    rule, model = f"/reports/<id>/add/{form.word}", MODELS[form.word]
    rooms.room(rule, "reports/part.html", ANYBODY)(_named(new, add))
    rooms.form(rule, model, ANYBODY, new)(_named(f"add_{form.word}", keep_new))
    rule = f"/reports/<id>/{form.word}/<row>"
    rooms.room(rule, "reports/part.html", ANYBODY)(_named(old, mend))
    rooms.form(rule, model, ANYBODY, old)(_named(f"mend_{form.word}", keep_mended))


for _form in FORMS.values():
    _declare(_form)
