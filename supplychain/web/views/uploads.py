"""Many rows at once: a file is read, shown beside what is recorded, and put into a report once that is confirmed.

Until then nothing of it is kept here: the page carries what was read, sealed, from one step to the next.
"""

from supplychain.domain.uploads import MAX_BYTES
from supplychain.formats.sheets import READABLE, Read
from supplychain.formats.template import make_template
from supplychain.formats.template_csv import make_csv_template
from supplychain.formats.uploads import read_upload
from supplychain.services import reports, uploads
from supplychain.web import links
from supplychain.web.access import Open, desk, sender
from supplychain.web.forms import Sent, entry
from supplychain.web.i18n import mark, said
from supplychain.web.pages import endpoint
from supplychain.web.rooms import Beside, Context, Done, Given, Rooms

rooms = Rooms()
ANYBODY = Open.VISITOR
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT = mark("What was right and new in the file lies in the report now. Look through it, then send it.")
_NOTHING = mark("Everything in the file is recorded already, or lies in the report: nothing was changed.")


class File(Sent):
    """A file to be read."""

    file: bytes = entry(
        mark("File"), mark("CSV, XLSX, JSON or a zipped data package; up to 64 MB and 100,000 rows."), "file"
    )
    table: str = entry(
        mark("Table"),
        mark("Only for a CSV whose first row could belong to several tables."),
        "select",
        default="",
    )


class Carried(Sent):
    """What was read, as the page carries it, and what was chosen."""

    packed: str = entry("", kind="hidden", longest=MAX_BYTES)
    choices: tuple[str, ...] = entry(mark("What the names mean"), kind="checks", default=())
    place: str = entry("", kind="hidden", default="")

    def chosen(self) -> dict[str, str]:
        """Give what was chosen, by name: each choice is an id, a blank and the name."""
        pairs = (choice.partition(" ") for choice in self.choices)
        return {name: id for id, _, name in pairs if id and name}


@rooms.room("/reports/<id>/upload", "reports/upload.html", ANYBODY)
def report_upload(id: str) -> Context:
    """Where a file is chosen, and where it is shown what it comes to."""
    report = reports.open_report(desk(), sender(), id)
    return {
        "report": report,
        "upload": None,
        "packed": "",
        "chosen": {},
        "wrong_sheets": (),
        "tables": [(table, table) for table in READABLE],
        "template_address": links.place(endpoint("files", "report_template"), {}),
        "templates_address": links.place(endpoint("files", "report_templates"), {}),
    }


@rooms.form("/reports/<id>/upload", File, ANYBODY, "report_upload", largest=MAX_BYTES)
def upload_file(sent: File, id: str) -> Beside:
    """Read a file and show what it comes to."""
    return _shown(id, read_upload(sent.file, sent.table), {})


@rooms.form("/reports/<id>/upload/choose", Carried, ANYBODY, "report_upload", largest=MAX_BYTES)
def choose_names(sent: Carried, id: str) -> Beside:
    """Show it again with what was chosen."""
    return _shown(id, uploads.carried(desk(), sent.packed), sent.chosen())


@rooms.form("/reports/<id>/upload/keep", Carried, ANYBODY, "report_upload", largest=MAX_BYTES)
def keep_rows(sent: Carried, id: str) -> Done | Beside:
    """Put what is right and new into the report; where nothing is right, show it again."""
    read = uploads.carried(desk(), sent.packed)
    upload = uploads.put_into(desk(), sender(), id, read, sent.chosen())
    if upload.faults and not upload.content.tables:
        return _shown(id, read, sent.chosen())
    return Done(links.page_url("report", id=id), _KEPT if upload.content.tables else _NOTHING)


@rooms.form("/reports/<id>/upload/wrong", Carried, ANYBODY, "report_upload", largest=MAX_BYTES)
def wrong_rows(sent: Carried, id: str) -> Given:
    """Hand over the wrong rows of a sheet, each with what is wrong with it."""
    read = uploads.carried(desk(), sent.packed)
    looked = uploads.look_into(desk(), sender(), id, read, sent.chosen())
    place = int(sent.place) if sent.place.isdecimal() and len(sent.place) < 6 else -1
    table, data = uploads.wrong_rows(read, looked, place, said)
    return Given(data, "text/csv", f"{table}-wrong-rows.csv")


def _shown(id: str, read: Read, chosen: dict[str, str]) -> Beside:
    looked = uploads.look_into(desk(), sender(), id, read, chosen)
    return Beside(
        {
            "upload": looked.upload,
            "packed": uploads.carry(desk(), read),
            "chosen": chosen,
            "wrong_sheets": uploads.sheets_with_wrong_rows(read, looked),
        }
    )


@rooms.download("/reports/template.xlsx", ANYBODY)
def report_template() -> Given:
    """Hand over the template of a workbook."""
    return Given(make_template(), XLSX, "supplychain-report.xlsx")


@rooms.download("/reports/templates.zip", ANYBODY)
def report_templates() -> Given:
    """Hand over the template as CSV files."""
    return Given(make_csv_template(), "application/zip", "supplychain-report.zip")
