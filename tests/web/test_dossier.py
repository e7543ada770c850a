"""The dossier as page, PDF and workbook: every form says the same, in both languages, and invents nothing."""

import io
import re
import zipfile

import openpyxl
import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from supplychain.domain.dossier_answer import Dossier
from supplychain.services.dossier import show_dossier
from supplychain.store.database import Store
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.phrases import filled
from supplychain.web.dossier.runs import Document, Grid, Heading, Items, Paragraph, Run, Runs, plain, run
from tests.web.pages import Read

SUBJECTS = ["chatgpt", "microsoft-copilot", "sartorius", "cloudfactory", "openai", "livecell"]
LANGUAGES = ["en", "de"]
ENGLISH = re.compile(r"\b(the|and|not known|which|with|what|of)\b")


def composed(site: Flask, store: Store, id: str, language: str) -> tuple[Dossier, Document]:
    with store.view() as view:
        answer = show_dossier(view, id)
    with site.test_request_context("/"):
        g.lang = language
        return answer, compose(answer)


def all_runs(document: Document) -> list[Runs]:
    found: list[Runs] = []
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Paragraph():
                    found.append(block.runs)
                case Heading():
                    found.append(run(block.text))
                case Items():
                    found += block.items
                case Grid():
                    found += [part for row in block.rows for cell in row for part in cell]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", SUBJECTS)
def test_every_number_leads_to_a_source_and_every_source_is_numbered_once(site, seeded_store, id, language):
    answer, document = composed(site, seeded_store, id, language)
    numbers = [s.number for s in document.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({s.id for s in document.sources}) == len(numbers)
    assert {s.id for s in document.sources} <= {s.id for s in answer.sources}
    printed = {r.source for runs in all_runs(document) for r in runs if r.source}
    assert printed == set(numbers)
    assert all(r.text == f"[{r.source}]" for runs in all_runs(document) for r in runs if r.source)
    near = {s for f in answer.findings for s in f.sources}
    assert near <= {s.id for s in document.sources}, "every finding shows its sources"


@pytest.mark.parametrize("id", SUBJECTS)
def test_the_german_document_is_german(site, seeded_store, id):
    """What is not the text of the data, a name or a law's own title has no English words in it."""
    answer, document = composed(site, seeded_store, id, "de")
    names = sorted({*answer.names.values(), document.subject}, key=len, reverse=True)
    for runs in all_runs(document):
        said = "".join(r.text for r in runs if not r.english)
        for name in names:
            said = said.replace(name, "")
        for title in ("UK Modern Slavery Act", "Partnership on AI", "told by", "erzählt von"):
            said = said.replace(title, "")
        said = re.sub(r"berichtet von .*?;|laut .*?;", "", said)
        assert not ENGLISH.search(said), said


def test_kinds_of_work_are_said_in_german(site, seeded_store):
    answer, document = composed(site, seeded_store, "chatgpt", "de")
    assert any("moderation" in kind for e in answer.employers for kind in e.work_types)
    found = [cell for runs in all_runs(document) for cell in runs]
    assert "Moderation" in [run.text for run in found]
    assert "content moderation" not in [run.text for run in found]


def test_a_trace_says_kinds_of_work_in_german(client: FlaskClient):
    page = Read(client.get("/de/tools/chatgpt/trace").text)
    facts = [
        " ".join("".join(e.itertext()).split()) for e in page.all("p") if e.attrib.get("class") in ("facts", "meta")
    ]
    assert any("Trainingsdaten" in fact for fact in facts)
    assert any("Moderation" in fact for fact in facts)
    assert not any("content moderation" in fact for fact in facts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", SUBJECTS)
def test_no_judgement_and_no_good_word(site, seeded_store, id, language):
    _, document = composed(site, seeded_store, id, language)
    said = " ".join("".join(r.text for r in runs if not r.english) for runs in all_runs(document))
    assert not re.search(r"\b(violates|verstößt|compliant|unbedenklich|konform|risk-free|clean bill|safe to)\b", said)
    assert ("no legal advice" if language == "en" else "keine Rechtsberatung") in document.notice


def test_what_nobody_named_is_said_first(client: FlaskClient):
    text = Read(client.get("/dossier/microsoft-copilot").text).text()
    assert "No source read here names anyone who did the data work for Microsoft Copilot itself" in text
    assert "It is no sign that there is nothing to report" in text


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("id", SUBJECTS)
def test_pages_have_no_faults(client: FlaskClient, id, prefix):
    page = Read(client.get(f"{prefix}/dossier/{id}").text)
    assert page.faults() == []
    assert {"summary", "steps", "pay", "criteria", "questions", "clauses", "sources"} <= {
        e.attrib["id"] for e in page.having("id")
    }
    assert f"{prefix}/dossier/{id}.pdf" in page.links("/")
    assert f"{prefix}/dossier/{id}.xlsx" in page.links("/")


def test_json_holds_both_languages(client: FlaskClient):
    found = client.get("/dossier/chatgpt.json").json
    assert {"criteria", "gaps", "questions", "clauses", "steps", "findings"} <= set(found)
    assert all(p["criterion"]["title"] and p["criterion"]["title_de"] for p in found["criteria"])
    assert [a["question"]["number"] for a in found["questions"]][:2] == ["A1", "A2"]
    assert client.get("/de/dossier/chatgpt.json").status_code == 404, "data stands at one address"


@pytest.mark.parametrize("address", ["/dossier/ChatGPT", "/dossier/chat%20gpt"])
def test_a_name_leads_to_the_page(client: FlaskClient, address):
    response = client.get(address)
    assert response.status_code in (301, 404)
    if response.status_code == 301:
        assert response.headers["Location"] == "/dossier/chatgpt"


@pytest.mark.parametrize("form", ["", ".pdf", ".xlsx", ".json"])
def test_what_nothing_is_called_is_not_there(client: FlaskClient, form):
    response = client.get(f"/dossier/chatgptt{form}")
    assert response.status_code == 404
    assert "chatgpt" in response.text


def test_no_other_form(client: FlaskClient):
    assert client.get("/dossier/chatgpt.docx").status_code == 404
    assert client.get("/entities/sama.pdf").status_code == 404
    assert client.get("/dossier/chatgpt.pdf?page=2").status_code == 400


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_the_pdf_is_tagged_named_and_the_same_each_time(client: FlaskClient, prefix):
    first = client.get(f"{prefix}/dossier/sartorius.pdf")
    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF-")
    assert first.data == client.get(f"{prefix}/dossier/sartorius.pdf").data
    language = prefix[1:] or "en"
    assert first.headers["Content-Disposition"] == f'inline; filename="dossier-sartorius-r1-{language}.pdf"'
    assert first.headers["Content-Language"] == language
    assert b"pdfuaid" in first.data
    assert (
        client.get(f"{prefix}/dossier/sartorius.pdf", headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_the_workbook_asks_every_question(client: FlaskClient, prefix):
    response = client.get(f"{prefix}/dossier/sartorius.xlsx")
    assert response.data == client.get(f"{prefix}/dossier/sartorius.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    about, questions, reports, sources = book.worksheets
    assert questions.max_row == 37
    assert [cell.value for cell in questions["A"]][1:4] == ["A1", "A2", "A3"]
    assert all(not cell.value for cell in questions["G"][1:]), "room for the answer"
    assert reports.max_row == 13
    numbers = {int(n) for cell in reports["G"][1:] for n in cell.value.split(", ")}
    assert numbers <= {cell.value for cell in sources["A"][1:]}
    assert about["A1"].value.endswith("Sartorius")
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 1)}


def test_runs_are_filled_in_the_order_of_the_language():
    a, b = Run("A"), Run("B")
    assert plain(filled("%(b)s: %(a)s.", a=a, b=b)) == "B: A."
    assert plain(filled("nothing", a=a)) == "nothing"


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_a_buyer_finds_the_way_from_the_first_page(client: FlaskClient, prefix: str) -> None:
    home = client.get(f"{prefix}/").text.partition("<main")[2].partition("</main>")[0]
    for way in ("/dossier", "/lists", "/assess", "/receipts/verify"):
        assert f'href="{prefix}{way}"' in home, way
        assert client.get(f"{prefix}{way}").status_code == 200
    page = client.get(f"{prefix}/dossier")
    assert f'action="{prefix}/dossier"' in page.text
    assert f'href="{prefix}/dossier/chatgpt"' in client.get(f"{prefix}/dossier?q=chatgpt").text
    assert f'href="{prefix}/dossier/chatgpt"' in client.get(f"{prefix}/dossier?q=ChatGPT+Enterprise").text
    assert f'href="{prefix}/assess?name=Perplexity"' in client.get(f"{prefix}/dossier?q=Perplexity").text
