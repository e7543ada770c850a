"""A list of names: pasted or uploaded, matched, settled by hand, and shown with what is known and not known behind each row.

Nothing of it is kept here but for an hour, sealed; the address of a list is the key to it.
"""

from flask import current_app, g, request

from supplychain.domain.errors import Invalid, NotFound, Problem
from supplychain.domain.list_lines import MOST_ROWS, NONE
from supplychain.domain.lists import ListAnswer
from supplychain.formats.lists import LARGEST, read_list, read_pasted
from supplychain.services import list_work, lists
from supplychain.services.dossier import show_dossier
from supplychain.web import links, listing
from supplychain.web.access import Open, desk
from supplychain.web.doors import open_view
from supplychain.web.dossier.bundle import both_files
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import LANGUAGES, language, mark
from supplychain.web.i18n import gettext as _
from supplychain.web.rooms import Context, Done, Given, Rooms

rooms = Rooms()
ANYBODY = Open.VISITOR
SENT = LARGEST + 64 * 1024
"""Bytes that may be sent: what is a little too large is told so in words."""
LONGEST = 2_000_000
FORMS = tuple(list_work.SHARES)
_NOTHING = mark("Paste names, or choose a file.")
_BOTH = mark("Paste names or choose a file, not both.")
_UNREAD = mark("The list could not be read. What is wrong stands on this page, row by row.")
_TAKEN = mark("What you chose is taken over.")
_GONE = mark("The list is deleted.")


class Bringing(Sent):
    """A list that somebody brings."""

    names: str = entry(
        mark("Names"),
        mark(
            "One a line. After a tab or a semicolon may follow country, website, LEI and VAT number. Rows copied from a "
            "spreadsheet do as well."
        ),
        "area",
        default="",
        longest=LONGEST,
    )
    file: bytes = entry(
        mark("Or a file"),
        mark("CSV, XLSX or JSON; up to 8 MB and 5,000 rows. One column is called name."),
        "file",
        default=b"",
    )


class Choices(Sent):
    """What rows mean, each as the row, a blank and the id."""

    choices: tuple[str, ...] = entry("", kind="checks", default=())
    page: str = entry("", kind="hidden", default="")
    show: str = entry("", kind="hidden", default="")


class Choice(Sent):
    """What one row means."""

    party: str = entry(mark("Who is meant"), longest=120, default="")


class Wanted(Sent):
    """In which form dossiers are written."""

    form: str = entry(mark("Form"), kind="select")


class Nothing(Sent):
    """A form that is only a button."""


@rooms.room("/lists", "lists/start.html", ANYBODY)
def lists_start() -> Context:
    """Where a list is brought."""
    return {"problems": g.get("list_problems", ()), "most": MOST_ROWS}


@rooms.form("/lists", Bringing, ANYBODY, "lists_start", largest=SENT)
def bring_list(sent: Bringing) -> Done:
    """Read a list and begin to look it up."""
    if bool(sent.names) == bool(sent.file):
        raise Invalid([Problem("names", _(_BOTH if sent.file else _NOTHING))])
    try:
        given = read_list(sent.file) if sent.file else read_pasted(sent.names)
    except Invalid as error:
        g.list_problems = error.problems
        raise Invalid([Problem("file" if sent.file else "names", _(_UNREAD))]) from None
    token = list_work.begin(desk(), given.lines, given.notes)
    return Done(links.page_url("list_at", token=token))


@rooms.room("/lists/<token>", "lists/list.html", ANYBODY)
def list_at(token: str) -> Context:
    """A list: how far it is, then the table of findings and gaps."""
    work, progress = list_work.go_on(desk(), list_work.open_work(desk(), token))
    context: dict[str, object] = {"work": work, "progress": progress, "answer": progress.answer, "cut": None}
    if progress.answer is None:
        return {**context, "refresh": 1}
    answer = progress.answer
    g.names = answer.names
    work = list_work.write_some(desk(), work, answer, _writer(work))
    waits = bool(work.form) and len(work.written) < len(answer.parties)
    return {
        **context,
        "work": work,
        "cut": listing.cut(answer, request.args.get("page", ""), request.args.get("show", "")),
        "refresh": 1 if waits else 0,
        "forms": FORMS,
        "none": NONE,
        "files": {form: _file(form, token) for form in ("xlsx", "csv", "json", "zip")},
    }


def _file(form: str, token: str) -> str:
    end = "" if form != "xlsx" or language() == LANGUAGES[0] else f"_{language()}"
    return links.place(f"files.list_{form}{end}", {"token": token})


def _writer(work: list_work.Work) -> list_work.Write:
    def write(id: str, form: str) -> list[tuple[str, bytes]]:
        with open_view(work.revision) as view:
            dossier = show_dossier(view, id)
        tongue = work.language if work.language in LANGUAGES else LANGUAGES[0]
        return both_files(current_app, dossier, form, tongue, work.revision)

    return write


@rooms.form("/lists/<token>/choose", Choices, ANYBODY, "list_at", largest=SENT)
def choose_rows(sent: Choices, token: str) -> Done:
    """Take over what was chosen for rows."""
    chosen: dict[int, str] = {}
    for choice in sent.choices:
        row, _blank, id = choice.partition(" ")
        if row.isascii() and row.isdigit() and len(row) < 9:
            chosen[int(row)] = id
    list_work.choose(desk(), token, chosen)
    return Done(links.page_url("list_at", token=token, page=sent.page[:5], show=sent.show[:20]), _TAKEN)


@rooms.room("/lists/<token>/rows/<row>", "lists/row.html", ANYBODY)
def list_row(token: str, row: str) -> Context:
    """One row: what it may mean and why, and a search for another party."""
    work, answer = list_work.answered(desk(), token)
    settled = next((s for s in answer.rows if str(s.line.row) == row), None)
    if settled is None:
        raise NotFound("list", row)
    typed = request.values.get("q", "")[:200].strip()
    with open_view(work.revision) as view:
        offered = lists.offer(view, settled, typed)
    return {
        "work": work,
        "settled": settled,
        "offered": offered,
        "typed": typed,
        "none": NONE,
        "back": _at_row(token, answer, settled.line.row),
    }


def _at_row(token: str, answer: ListAnswer, row: int) -> str:
    page = listing.page_of_row(answer, row)
    return links.page_url("list_at", token=token, page=page if page > 1 else None) + f"#row-{row}"


@rooms.form("/lists/<token>/rows/<row>", Choice, ANYBODY, "list_row")
def choose_row(sent: Choice, token: str, row: str) -> Done:
    """Take over what was chosen for one row; nothing takes the choice back."""
    number = int(row) if row.isascii() and row.isdigit() and len(row) < 9 else 0
    list_work.choose(desk(), token, {number: sent.party})
    _work, answer = list_work.answered(desk(), token)
    return Done(_at_row(token, answer, number), _TAKEN)


@rooms.form("/lists/<token>/dossiers", Wanted, ANYBODY, "list_at")
def write_dossiers(sent: Wanted, token: str) -> Done:
    """Begin to write the dossiers of all parties of the list."""
    if sent.form not in FORMS:
        raise Invalid([Problem("form", _("Choose one of the list."))])
    list_work.ask_for_dossiers(desk(), token, sent.form, language())
    return Done(links.page_url("list_at", token=token))  # no fragment: a browser would not load such a page again


@rooms.form("/lists/<token>/delete", Nothing, ANYBODY, "list_at")
def throw_list_away(sent: Nothing, token: str) -> Done:
    """Delete the list at once."""
    list_work.throw_away(desk(), token)
    return Done(links.page_url("lists_start"), _GONE)


# -- files -------------------------------------------------------------------------------------------------------------


@rooms.download("/lists/<token>/list.xlsx", ANYBODY)
def list_xlsx(token: str) -> Given:
    """The list as a workbook."""
    return Given(listing.as_xlsx(list_work.answered(desk(), token)[1]), listing.XLSX, "list.xlsx")


@rooms.download("/de/lists/<token>/list.xlsx", ANYBODY)
def list_xlsx_de(token: str) -> Given:
    """The same in German."""
    return list_xlsx(token)


@rooms.download("/lists/<token>/list.csv", ANYBODY)
def list_csv(token: str) -> Given:
    """The list as CSV."""
    return Given(listing.as_csv(list_work.answered(desk(), token)[1]), "text/csv", "list.csv")


@rooms.download("/lists/<token>/list.json", ANYBODY)
def list_json(token: str) -> Given:
    """The list as JSON."""
    return Given(listing.as_json(list_work.answered(desk(), token)[1]), "application/json", "list.json")


@rooms.download("/lists/<token>/dossiers.zip", ANYBODY)
def list_zip(token: str) -> Given:
    """The list with every dossier, as one archive."""
    work, answer = list_work.answered(desk(), token)
    g.lang = work.language if work.language in LANGUAGES else LANGUAGES[0]  # the workbook is as the dossiers are
    files = list(list_work.written_files(desk(), work, answer))
    return Given(listing.as_zip(answer, files), "application/zip", "dossiers.zip")
