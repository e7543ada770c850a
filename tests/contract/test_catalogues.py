"""Every language says everything: no text is missing, left over, half translated or filled in differently.

`make messages` puts new texts into the catalogues and takes out those that are gone.
"""

import ast
import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from supplychain.assets import asset_dir
from supplychain.domain.gaps import GAPS
from supplychain.domain.packages import TERMS
from supplychain.domain.trace_answer import OMISSIONS
from supplychain.formats.sheets import READABLE, readable_columns
from supplychain.web.forms import Sent
from supplychain.web.i18n import LANGUAGES, catalogue_file
from tests.web.messages import wanted

OTHERS = LANGUAGES[1:]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SAME_IN = {
    "de": {
        "Euro": "name of a currency",
        "Codes": "the same word in both languages",
        "Dossiers": "the same word in both languages",
        "LEI": "name of a scheme",
        "%(size)s kB": "a unit",
        "%(size)s MB": "a unit",
        "Dossier": "the same word in both languages",
        "Dossier:": "the same word in both languages",
        "JSON": "name of a format",
        "PDF": "name of a format",
        "Webhook": "the same word in both languages",
        "Webhooks": "the same word in both languages",
        "Hash": "the same word in both languages",
        "Register": "the same word in both languages",
        "Revision": "the same word in both languages",
        "Revision %(number)s": "the same word in both languages",
        "Website": "the same word in both languages",
        "Median": "the same word in both languages",
        "Moderation": "the same word in both languages",
        "Name": "the same word in both languages",
        "Organisation": "the same word in both languages",
        "OpenCorporates": "name of a register",
        "Wikidata": "name of a database",
        "%(relation)s: %(strength)s": "only puts two translated words together",
    },
}
"""Texts that may read as they do in English, each with the reason."""
FOREIGN_MARKS = {"de": re.compile("[”‘«»]|\"|(?<![„\\w])'|“(?=\\w)")}
"""Quotation marks that do not belong into a language."""


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def english(text):
    """The texts that a message stands for, one for each form of the other language: one, many, many, …"""
    one, *many = forms(text)
    return lambda number: one if number == 0 or not many else many[0]


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def faults_of(message, code):
    """What is wrong with one message of a catalogue."""
    source, said = english(message.id), forms(message.string)
    if message.fuzzy:
        yield "is marked as unsure"
    if not all(text.strip() for text in said):
        yield "is not translated"
        return
    for number, text in enumerate(said):
        if placeholders(text) != placeholders(source(number)):
            yield f"fills in {placeholders(text)}, not {placeholders(source(number))}"
        if "%" in PLACEHOLDER.sub("", text).replace("%%", "") and placeholders(source(number)):
            yield "has a lone %"
        if text == source(number) and text not in SAME_IN[code]:
            yield "is left in English"
        if text != text.strip() or "  " in text:
            yield "has spaces too many"
        if FOREIGN_MARKS[code].search(text):
            yield "has foreign quotation marks"


def faults(messages, code, texts):
    """Everything that is wrong with a catalogue, given the texts that it has to hold."""
    held = {message.id: message for message in messages if message.id}
    found = [f"{text}: is missing" for text in texts if text not in held]
    found += [f"{text}: is no longer used" for text in held if text not in texts]
    found += [f"{message.id}: is kept as obsolete" for message in messages.obsolete.values()]
    if messages.plural_forms != Catalog(locale=code).plural_forms:
        found.append(f"the header: counts by {messages.plural_forms}")
    for message in held.values():
        found += [f"{message.id}: {fault}" for fault in faults_of(message, code)]
    return sorted(found)


def read(code, text=None):
    return read_po(BytesIO(catalogue_file(code).read_bytes() if text is None else text.encode()), locale=code)


def lines(text):
    """All lines of a catalogue but the one that names the version of Babel."""
    return [line for line in text.splitlines() if not line.startswith('"Generated-By')]


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_says_everything(code):
    assert faults(read(code), code, wanted()) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_that_stays_english_really_occurs(code):
    said = {text for message in read(code) for text in forms(message.string)}
    assert set(SAME_IN[code]) <= said


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_is_written_as_the_renewing_writes_it(code):
    """Wrapped and sorted the same way, so that a renewal changes only what is new."""
    written = BytesIO()
    write_po(written, read(code), width=120, sort_output=True, ignore_obsolete=True)
    assert lines(written.getvalue().decode()) == lines(catalogue_file(code).read_text(encoding="utf-8"))


def test_every_place_that_holds_texts_is_looked_at():
    texts = wanted()
    assert {term.definition for terms in TERMS.values() for term in terms.values()} <= texts
    assert {term.label for terms in TERMS.values() for term in terms.values()} <= texts
    assert {*GAPS.values(), *OMISSIONS.values()} <= texts
    assert "There is no such page" in texts, "a text of the code"
    assert "Skip to the content" in texts, "a text of a template"
    assert ("%(num)s source", "%(num)s sources") in texts, "a text with a plural"


TRANSLATES = {"_", "gettext", "mark", "ngettext", "sentence"}
"""Calls from which texts are read for the catalogues."""


def calls(code):
    """Every call in code that asks for a text, with whether it stands in an f-string, where no text is read from."""
    inside = {id(node) for joined in ast.walk(code) if isinstance(joined, ast.JoinedStr) for node in ast.walk(joined)}
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATES and node.args:
            yield node, id(node) in inside


def lost(code, texts):
    """The texts in code that no catalogue can hold: they stand in an f-string, are one, or are not read for another reason."""
    for call, inside in calls(code):
        text = call.args[0]
        if isinstance(text, ast.JoinedStr) or (inside and isinstance(text, ast.Constant)):
            yield f"{call.lineno}: {ast.unparse(text)} (in an f-string)"
        elif isinstance(text, ast.Constant) and text.value and text.value not in texts:
            yield f"{call.lineno}: {text.value}"


def test_no_text_of_the_code_stands_where_it_is_not_read():
    texts = {form for text in wanted() for form in forms(text)}
    root = asset_dir("templates").parent / "supplychain"
    found = {path: list(lost(ast.parse(path.read_text(encoding="utf-8")), texts)) for path in root.rglob("*.py")}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("code", ["f\"{_('known')} more\"", '_(f"{number} more")', '_("unknown")'])
def test_a_text_that_is_not_read_is_found(code):
    assert len(list(lost(ast.parse(code), {"known"}))) == 1


def test_every_text_of_every_form_is_wanted():
    texts, kinds = wanted(), [*Sent.__subclasses__()]
    for kind in kinds:
        kinds += kind.__subclasses__()
        if not kind.__module__.startswith("supplychain."):  # a form of some other test
            continue
        for name, field in kind.model_fields.items():
            told = {text for text in (field.title, field.description) if text}
            assert told <= texts, f"{kind.__name__}.{name}"


def test_what_is_said_of_an_empty_cell_is_wanted():
    """An upload says of a cell that must not be empty what belongs there."""
    told = {column.description for table in READABLE for column in readable_columns(table) if column.required}
    assert told <= wanted()


RIGHT = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "from %(place)s"
msgstr "aus „%(place)s“"

msgid "%(num)s source"
msgid_plural "%(num)s sources"
msgstr[0] "%(num)s Quelle"
msgstr[1] "%(num)s Quellen"
"""
HELD = {"from %(place)s", ("%(num)s source", "%(num)s sources")}


def test_a_right_catalogue_has_no_faults():
    assert faults(read("de", RIGHT), "de", HELD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"aus „%(place)s“"', '""', "is not translated"),
        ('"aus „%(place)s“"', '"from %(place)s"', "is left in English"),
        ('"aus „%(place)s“"', '"aus „%(ort)s“"', "fills in"),
        ('"aus „%(place)s“"', '"aus %(place)s, 5 % davon"', "has a lone %"),
        ('"aus „%(place)s“"', '"aus “%(place)s”"', "has foreign quotation marks"),
        ('"aus „%(place)s“"', '"aus  %(place)s"', "has spaces too many"),
        ('msgid "from %(place)s"', '#, fuzzy\nmsgid "from %(place)s"', "is marked as unsure"),
        ('msgid "from %(place)s"', 'msgid "at %(place)s"', "is missing"),
        ('msgid "from %(place)s"', 'msgid "at %(place)s"', "is no longer used"),
        ('msgid "from %(place)s"', '#~ msgid "gone"\n#~ msgstr "weg"\n\nmsgid "from %(place)s"', "is kept as obsolete"),
        ('"%(num)s Quellen"', '""', "is not translated"),
        ('"%(num)s Quellen"', '"Quellen"', "fills in"),
        ('msgstr[1] "%(num)s Quellen"\n', "", "is not translated"),
        ("nplurals=2; plural=(n != 1)", "nplurals=2; plural=(n > 1)", "counts by"),
    ],
)
def test_every_fault_is_found(old, new, fault):
    broken = RIGHT.replace(old, new)
    assert broken != RIGHT
    assert any(fault in found for found in faults(read("de", broken), "de", HELD))


def test_the_catalogue_class_keeps_what_the_checks_read():
    """Babel could one day drop unsure or obsolete entries while reading, and the checks above would see nothing."""
    kept = read("de", RIGHT + '\n#~ msgid "gone"\n#~ msgstr "weg"\n')
    assert isinstance(kept, Catalog)
    assert len(kept.obsolete) == 1
