"""Every way in which a package can be wrong: what is done to it, and what is said then."""

import os
from dataclasses import dataclass
from pathlib import Path

from supplychain.domain.packages import TABLE
from tests.formats.broken import Break, cell, each, listing, raw, resource, row, swap, write


def _link_outside(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    (folder / "links.csv").rename(outside)
    (folder / "links.csv").symlink_to(outside)


def _huge(folder: Path) -> None:
    with (folder / "links.csv").open("r+b") as stream:
        stream.truncate(200_000_001)  # a hole: takes no room


def _pipe(folder: Path) -> None:
    (folder / "links.csv").unlink()
    os.mkfifo(folder / "links.csv")


def _descriptor_outside(folder: Path) -> None:
    outside = folder.parent / "outside.json"
    (folder / "datapackage.json").rename(outside)
    (folder / "datapackage.json").symlink_to(outside)


@dataclass(frozen=True)
class Broken:
    """One way to be wrong; `place`, `what` and `mend` are parts of what must be said."""

    name: str
    do: Break
    place: str
    """A file, or “table row” or “table row column”."""
    what: str
    mend: str = ""
    alone: bool = True
    """Nothing else is said."""

    @property
    def where(self) -> str:
        """The place as it is said."""
        table, *more = self.place.split(" ")
        if table not in TABLE:
            return self.place
        return ", ".join([f"{table}.csv", *(f"{label} {x}" for label, x in zip(("row", "column"), more, strict=False))])


C = Broken
# fmt: off
_OF_FILES = [
    C("no folder", lambda f: f.rename(f.with_name("gone")), "package", "no such folder"),
    C("no descriptor", lambda f: (f / "datapackage.json").unlink(), "datapackage.json", "no such file"),
    C("descriptor no JSON", write("datapackage.json", '{"a":\n  x}'), "datapackage.json", "a fault in line 2, sign 3"),
    C("descriptor not UTF-8", write("datapackage.json", b'{"a": "\xff"}'), "datapackage.json", "not UTF-8"),
    C("descriptor too deep", write("datapackage.json", "[" * 200000), "datapackage.json", "nested too deeply"),
    C("descriptor with a number", write("datapackage.json", "1" * 9_999), "datapackage.json", "a number that is too long"),
    C("descriptor a list", write("datapackage.json", "[1]"), "datapackage.json", "lists no files", "“resources”"),
    C("descriptor empty", write("datapackage.json", "{}"), "datapackage.json", "lists no files"),
    C("descriptor outside", _descriptor_outside, "datapackage.json", "link that leads outside"),
    C("resources no objects", write("datapackage.json", '{"resources": ["links.csv"]}'), "datapackage.json", "lists no files"),
    C(
        "unknown resource", resource("links", name="linsk"),
        "datapackage.json", "“linsk”, which is not a table", "links", alone=False
    ),
    C("resource without name", resource("requests", name=None), "datapackage.json", "Resource 13 has no name", "entities"),
    C("resource without path", resource("requests", path=None), "datapackage.json", "requests has no path", "requests.csv"),
    C("resource in parts", resource("requests", path=["a.csv", "b.csv"]), "datapackage.json", "has no path to one file"),
    C(
        "listed twice", listing(lambda d: d["resources"].append(d["resources"][0])),
        "datapackage.json", "entities is listed twice"
    ),
    C("path above", resource("requests", path="../requests.csv"), "datapackage.json", "leads outside the folder"),
    C("path from the root", resource("requests", path="/etc/passwd"), "datapackage.json", "leads outside the folder"),
    C("path of the web", resource("requests", path="https://example.org/r.csv"), "datapackage.json", "leads outside"),
    C("file missing", lambda f: (f / "requests.csv").unlink(), "requests.csv", "no such file"),
    C("file of another name", resource("requests", path="asked.csv"), "asked.csv", "no such file"),
    C("file a folder", each(lambda f: (f / "x").mkdir(), resource("requests", path="x")), "x", "It is not a file"),
    C("file a pipe", _pipe, "links.csv", "It is not a file"),
    C("file outside", _link_outside, "links.csv", "link that leads outside"),
    C("file too large", _huge, "links.csv", "larger than 200 MB"),
    C("hash of another file", resource("requests", hash="sha256:" + "0" * 64), "requests.csv", "does not have the hash"),
    C(
        "hash of another kind", resource("requests", hash="d41d8cd98f00b204e9800998ecf8427e"),
        "datapackage.json", "hash of requests"
    ),
]
_OF_LINES = [
    C("file empty", write("requests.csv", ""), "requests 1", "The header is missing", "Begin with id,respondent"),
    C("column missing", swap("requests", ",due_on", ""), "requests 1", "column due_on is missing", alone=False),
    C("column unknown", swap("requests", "due_on", "due"), "requests 1", "no column “due”", "due_on?", alone=False),
    C("columns out of order", swap("requests", "id,respondent", "respondent,id"), "requests 1", "out of order", alone=False),
    C("column twice", swap("requests", "due_on", "channel"), "requests 1", "“channel” stands there twice", alone=False),
    C("too many cells", swap("requests", "letter", "a letter, a call"), "requests 2", "10 cells, the header 9", "double quotes"),
    C("too few cells", swap("requests", "letter,", ""), "requests 2", "8 cells, the header 9"),
    C("empty row", raw("requests", lambda b: b + b"\n"), "requests 3", "The row is empty"),
    C("not UTF-8", raw("requests", lambda b: b.replace(b"letter", b"l\xe9tter")), "requests 2", "not UTF-8"),
    C("UTF-16", raw("requests", lambda b: b.decode().encode("utf-16")), "requests 1", "UTF-8"),
    C("NUL", swap("requests", "letter", "let\x00ter"), "requests 2", "NUL"),
    C("long cell", swap("requests", "letter", "x" * 10001), "requests 2", "longer than 10,000 characters"),
    C("very long cell", swap("requests", "letter", "x" * 200000), "requests 2", "longer than 10,000 characters"),
    C("endless line", swap("requests", "letter", "x" * 2000000), "requests 2", "longer than 10,000 characters"),
    C("quoted line break", swap("requests", "letter", '"let\nter"'), "requests 2", "does not end on its line", alone=False),
    C("open quote", swap("requests", "letter", '"letter'), "requests 2", "does not end on its line"),
    C("after a quote", swap("requests", "letter", '"let"ter'), "requests 2", "After a closing double quote"),
]
_OF_CELLS = [
    C("id empty", cell("requests q-1 id", ""), "requests 2 id", "The cell is empty", "Permanent id"),
    C("id no id", cell("requests q-1 id", "Q 1"), "requests 2 id", "“Q 1” is not written as an id", "letters a to z"),
    C("id too long", cell("requests q-1 id", "a" * 121), "requests 2 id", "longer than 120 characters"),
    C(
        "term unknown", cell("links l-1 stance", "afirms"),
        "links 2 stance", "“afirms” is not a term of the vocabulary link_stance", "Did you mean affirms?"
    ),
    C(
        "term far off", cell("links l-1 stance", "xyz"),
        "links 2 stance", "“xyz”", "Its terms are affirms, denies, inferred, refuted."
    ),
    C(
        "practice unknown", cell("practices p-1 practice", "screen_shots"),
        "practices 2 practice", "“screen_shots”", "screenshots"
    ),
    C(
        "country unknown", cell("entities firm country", "ke"),
        "entities 3 country", "“ke” is not a term of the vocabulary country", "KE"
    ),
    C("countries unknown", cell("wages w-1 countries", "KE|ZZ"), "wages 2 countries", "“ZZ”"),
    C("currency unknown", cell("wages w-1 currency", "EURO"), "wages 2 currency", "“EURO”", "EUR"),
    C("date wrong", cell("wages w-1 start", "2023-13"), "wages 2 start", "there is no month 13", "Two points (..)"),
    C("date no date", cell("wages w-1 reported_on", "May 2023"), "wages 2 reported_on", "“May 2023” must be a date"),
    C(
        "period backwards", each(cell("wages w-1 start", "2023"), cell("wages w-1 end", "2022")),
        "wages 2", "The period ends (2022) before it begins (2023)"
    ),
    C("number with comma", cell("wages w-1 low", "1.200.50"), "wages 2 low", "must be a plain number", "1200 or 12.50"),
    C("number negative", cell("wages w-1 low", "-2"), "wages 2 low", "“-2” must be a plain number"),
    C("rate negative", cell("exchange_rates xr-1 per_usd", "-2"), "exchange_rates 2 per_usd", "“-2” must be a plain number"),
    C("rate of nothing", cell("purchasing_power pp-1 implied", "0"), "purchasing_power 2 implied", "above zero"),
    C("prices gone", cell("consumer_prices cp-1 change", "-100"), "consumer_prices 2 change", "cannot fall by a hundred"),
    C("change a formula", cell("consumer_prices cp-1 change", "-1+2"), "consumer_prices 2 change", "“-1+2” must be"),
    C("note negative", cell("consumer_prices cp-1 note", "-2"), "consumer_prices 2 note", "must not begin with = + - or @"),
    C("benchmark for a task", cell("living_wages lw-1 unit", "task"), "living_wages 2 unit", "“task” is not a term", "hour, day"),
    C("id of another table", cell("living_wages lw-1 id", "mw-1"), "living_wages 2 id", "id must begin with lw-"),
    C("place without area", cell("minimum_wages mw-1 area", "country"), "minimum_wages 2 places", "places must be given"),
    C("hours alone", cell("minimum_wages mw-1 hours_per", ""), "minimum_wages 2", "together, or none"),
    C("year", cell("exchange_rates xr-1 year", "20"), "exchange_rates 2 year", "“20” is less than 1,900"),
    C("reference source unknown", cell("exchange_rates xr-1 source", "s-9"), "exchange_rates 2 source", "no source with the id"),
    C("number too exact", cell("wages w-1 low", "1e5"), "wages 2 low", "“1e5”"),
    C("count no count", cell("wages w-1 sample_size", "12.5"), "wages 2 sample_size", "“12.5” does not fit", "whole number"),
    C("count zero", cell("wages w-1 sample_size", "0"), "wages 2 sample_size", "“0” is less than 1"),
    C("count too large", cell("wages w-1 sample_size", "9" * 12), "wages 2 sample_size", "is more than 100,000,000"),
    C("flag", cell("citations l-1 locator_shared", "true"), "citations 2 locator_shared", "“true” does not fit", "Write yes"),
    C("formula", cell("wages w-1 note", "=1+1"), "wages 2 note", "must not begin with ="),
    C("formula at", cell("wages w-1 note", "@SUM"), "wages 2 note", "must not begin with ="),
    C("blank", cell("wages w-1 note", " x"), "wages 2 note", "must not begin or end with blanks"),
    C("tab", cell("wages w-1 note", "a\tb"), "wages 2 note", "must be one line"),
    C("address of a script", cell("sources s-1 url", "javascript:alert(1)"), "sources 2 url", "address of a web page", "https://"),
    C("address of a mailbox", cell("entities firm website", "mailto:jane@example.org"), "entities 3 website", "of a web page"),
    C("address with a name", cell("entities firm website", "https://jane@example.org/"), "entities 3 website", "of a web page"),
    C("address without a host", cell("sources s-1 url", "https:///page"), "sources 2 url", "address of a web page"),
    C("empty item", cell("wages w-1 sites", "Nairobi||Kampala"), "wages 2 sites", "item of the list is empty"),
    C("e-mail", cell("wages w-1 note", "jane@example.org"), "wages 2 note", "an e-mail address"),
    C("phone", cell("links l-1 description", "ring +254 700 123 456"), "links 2 description", "a phone number"),
    C("card", cell("sources s-1 title", "4111 1111 1111 1111"), "sources 2 title", "a payment card"),
    C("identity number", cell("citations l-1 quote", "passport no. A1234567"), "citations 2 quote", "an identity number"),
    C(
        "reason of a named party", cell("entities firm undisclosed_reason", "under_nda"),
        "entities 3 undisclosed_reason", "must be given for kind undisclosed"
    ),
    C(
        "no figure", each(cell("wages w-1 low", ""), cell("wages w-1 high", "")),
        "wages 2", "At least one of low, high, mean, median"
    ),
    C("low above high", cell("wages w-1 low", "3"), "wages 2 low", "low (3) is greater than high (2)"),
    C("object missing", cell("links l-1 object", ""), "links 2 object", "object must be given"),
    C("scope and mode", cell("links l-2 scope_mode", "all"), "links 3 scope_mode", "must be listed when tools are named"),
    C("two targets", cell("targets r-1 entity", "firm"), "targets 2", "Give either a claim or an entity"),
    C(
        "judgement backwards", each(cell("judgements firm right", "chat-tool")),
        "judgements 2 left", "left must come before right"
    ),
    C(
        "a party judged beside itself", each(cell("judgements firm right", "firm")),
        "judgements 2 right", "The same party, “firm”, stands on both sides", "Name two parties"
    ),
    C(
        "a withheld party with its website",
        each(cell("entities firm kind", "undisclosed"), cell("entities firm undisclosed_reason", "withheld_by_us_for_safety"),
             cell("entities firm website", "https://firm.example")),
        "entities 3 website", "this would say who it is", "Leave it out"
    ),
    C(
        "a withheld party with its other name",
        each(cell("entities chat-tool kind", "undisclosed"),
             cell("entities chat-tool undisclosed_reason", "withheld_by_us_for_safety")),
        "entities 2 undisclosed_reason", "A name or an identifier of it is given", "Leave it out"
    ),
    C(
        "a link to itself", cell("links l-1 object", "chat-tool"),
        "links 2 object", "The same party, “chat-tool”, stands on both sides", "Name the other party"
    ),
]
_BETWEEN_ROWS = [
    C(
        "id twice", row("requests", id="q-1", respondent="firm", asked_on="2023", channel="mail", claims="w-1"),
        "requests 3 id", "“q-1” stands already in row 2"
    ),
    C(
        "name twice", row("names", entity="chat-tool", name="Chat", kind="alias"),
        "names 4", "Row 2 has the same entity, kind, name, language, script"
    ),
    C(
        "citation twice", row("citations", claim="l-1", source="s-1", stance="mentions", locator="page 1"),
        "citations 9", "Row 2 has the same claim, source, locator"
    ),
    C(
        "judgement twice", row("judgements", left="firm", right="firm-two", judgement="same", reason="x"),
        "judgements 3", "Row 2 has the same left, right"
    ),
    C(
        "entity unknown", cell("wages w-1 employer", "frim"),
        "wages 2 employer", "no entity with the id “frim”", "Did you mean firm"
    ),
    C("entities unknown", cell("wages w-1 tools", "chat-tool|chat-tol"), "wages 2 tools", "“chat-tol”", "chat-tool?"),
    C("source unknown", cell("citations l-2 source", "s-9"), "citations 4 source", "no source with the id “s-9”"),
    C(
        "source of a name unknown", cell("names chat-tool source", "nowhere"),
        "names 2 source", "“nowhere”", "Add it to sources.csv"
    ),
    C("claim unknown", cell("requests q-1 claims", "w-1|p-11"), "requests 2 claims", "no claim with the id “p-11”", "p-1"),
    C("claim of a target unknown", cell("targets r-1 claim", "zzz"), "targets 2 claim", "“zzz”", "the table of its kind"),
    C("candidate unknown", cell("entities firm-two same_as_candidates", "xyz"), "entities 4 same_as_candidates", "“xyz”"),
    C(
        "name of nobody", row("names", entity="nobody", name="No", kind="alias"),
        "names 4 entity", "“nobody”, is not in entities.csv"
    ),
    C(
        "citation of nothing", row("citations", claim="l-9", source="s-1", stance="supports", locator="p. 1"),
        "citations 9 claim", "“l-9”, is not in links.csv, wages.csv"
    ),
    C(
        "target of nothing", row("targets", response="r-9", claim="w-1", stance="denies"),
        "targets 3 response", "“r-9”, is not in responses.csv"
    ),
    C(
        "no citation", swap("citations", "w-1,s-1,supports,page 1,,,\n", ""),
        "wages 2 id", "No row in citations.csv", "Every claim needs"
    ),
    C(
        "no supporting citation", cell("citations w-1 stance", "mentions"),
        "wages 2 id", "None of the rows in citations.csv", "supports it"
    ),
    C(
        "no target", swap("targets", "r-1,w-1,,,denies,unknown\n", ""),
        "responses 2 id", "No row in targets.csv", "Every response needs"
    ),
    C(
        "claims of one id", each(cell("practices p-1 id", "w-1"),
              swap("citations", "p-1,", "w-1,"), cell("requests q-1 claims", "w-1")),
        "practices 2 id", "“w-1” stands already in wages.csv, row 2", alone=False
    ),
    C(
        "claim named as an entity", each(cell("wages w-1 id", "firm"),
             swap("citations", "w-1,", "firm,"), swap("targets", "w-1", "firm"),
              swap("requests", "w-1", "firm")),
        "wages 2 id", "“firm” is that of an entity"
    ),
    C(
        "kinds that do not fit", cell("links l-1 relation", "data_work_by"),
        "links 2 relation", "data_work_by cannot join chat-tool (tool) to maker (vendor)", "outsourcer, platform or undisclosed"
    ),
    C(
        "relation that does not begin there", cell("links l-1 relation", "organises"),
        "links 2 relation", "organises cannot join", "does not begin at tool"
    ),
    C("response to itself", cell("targets r-1 claim", "r-1"), "targets 2 claim", "cannot speak to itself"),
    C(
        "origin unknown", cell("sources s-2 origin_of", "s-3"),
        "sources 3 origin_of", "no source with the id “s-3”", "copy: and the name"
    ),
    C("origin no id", cell("sources s-2 origin_of", "The Paper"), "sources 3 origin_of", "“The Paper”", "copy:"),
    C("origin copy of nobody", cell("sources s-2 origin_of", "copy:"), "sources 3 origin_of", "No publisher stands after copy:"),
    C("origins in a circle", cell("sources s-1 origin_of", "s-2"), "sources 2 origin_of", "in a circle: s-1, s-2"),
    C("origin itself", cell("sources s-1 origin_of", "s-1"), "sources 2 origin_of", "It repeats itself"),
]
# fmt: on
WAYS = [*_OF_FILES, *_OF_LINES, *_OF_CELLS, *_BETWEEN_ROWS]
"""Every way to be wrong."""
