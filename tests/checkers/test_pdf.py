"""Our PDF, judged by a checker of PDF/UA and read by a program that is not ours."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from flask import Flask, g

from supplychain.services import assess
from supplychain.services.dossier import show_dossier
from supplychain.web.assess.files import write_file
from supplychain.web.doors import held
from supplychain.web.dossier.pdf import write_pdf
from tests.assessing import ANSWERS, filled


def written(site: Flask, id: str, language: str) -> bytes:
    address = f"/{'' if language == 'en' else 'de/'}dossier/{id}.pdf"
    response = site.test_client().get(address)
    assert response.status_code == 200
    return response.data


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("id", ["chatgpt", "microsoft-copilot", "sartorius", "cloudfactory", "openai"])
def test_a_dossier_for_everybody_to_read(site: Flask, tmp_path: Path, id: str, language: str) -> None:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(written(site, id, language))
    done = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", path], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout
    reader = pypdf.PdfReader(path)
    assert reader.trailer["/Root"]["/Lang"].lower().startswith(language)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title.endswith(("ChatGPT", "Microsoft Copilot", "Sartorius", "CloudFactory", "OpenAI"))
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"].get("/Font", {}).values()]
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"]), "every font lies inside"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_number_that_is_printed_has_its_source(site: Flask, language: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(site, "chatgpt", language)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    title = "Sources" if language == "en" else "Quellen"
    body, _, listed = text.rpartition(f"11 {title}")
    assert body, "the list of sources is a chapter of its own"
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", body)}
    numbered = [int(n) for n in re.findall(r"\[(\d+)\]", listed)]
    assert len(cited) > 50
    assert cited == set(numbered)
    assert sorted(numbered) == list(range(1, len(numbered) + 1))
    assert f"{len(reader.pages)}" in reader.pages[0].extract_text()


def test_signs_without_a_shape_cost_the_claim_and_not_the_file(site: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with site.test_request_context("/"):
        g.lang = "en"
        with held().store.view() as view:
            answer = show_dossier(view, "sartorius")
        names = answer.names | {"cloudfactory": "数据工厂"}
        strange = answer.model_copy(
            update={"names": names, "subject": answer.subject.model_copy(update={"name": "数据"})}
        )
        made = write_pdf(strange)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" not in made
    assert "is no PDF/UA" in caplog.text
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "does not claim PDF/UA" in " ".join(text.split())


def assessed(site: Flask, id: str, language: str, *, whole: bool = True, **answers: str) -> bytes:
    with site.app_context():
        kept = held()
    with kept.store.view() as view:
        a = assess.begin(view, id)
        result = assess.work_out(view, filled(a, **answers) if whole else a)
    return write_file(kept.settings, kept.store, result, "pdf", language)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("id", "whole"), [("facebook", True), ("chatgpt", False), ("midjourney", True)])
def test_an_assessment_for_everybody_to_read(site: Flask, tmp_path: Path, id: str, whole: bool, language: str) -> None:
    path = tmp_path / "assessment.pdf"
    path.write_bytes(assessed(site, id, language, whole=whole))
    done = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", path], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout
    reader = pypdf.PdfReader(path)
    assert reader.trailer["/Root"]["/Lang"].lower().startswith(language)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert assessed(site, id, language, whole=whole) == path.read_bytes(), "the same assessment gives the same bytes"


@pytest.mark.parametrize("id", ["facebook", "chatgpt"])
def test_every_source_of_an_assessment_is_numbered_once_and_named(site: Flask, id: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(assessed(site, id, "en")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    body, _, listed = text.rpartition("7 Sources")
    assert body, "the list of sources is a chapter of its own"
    cited = {int(n) for n in re.findall(r"\[(\d{1,3})\]", body)}
    numbered = [int(n) for n in re.findall(r"\[(\d{1,3})\]", listed)]
    assert cited == set(numbered)
    assert sorted(numbered) == list(range(1, len(numbered) + 1))
    plain = " ".join(body.split())
    for said in (ANSWERS["task"], ANSWERS["dissent"], "Review after half a year"):
        assert said in plain


def test_a_release_in_spite_of_a_stop_is_printed_with_its_reason(site: Flask) -> None:
    reader = pypdf.PdfReader(io.BytesIO(assessed(site, "facebook", "en")))
    first = " ".join(reader.pages[0].extract_text().split())
    assert "Released with measures" in first
    assert "Stop 3 The vendor was asked." in first
    reader = pypdf.PdfReader(io.BytesIO(assessed(site, "facebook", "en", review_on="")))
    assert "Not released: this is a draft" in " ".join(reader.pages[0].extract_text().split())


def test_an_assessment_in_signs_without_a_shape_is_written_all_the_same(site: Flask) -> None:
    made = assessed(site, "facebook", "en", task="数据 #[*bold*] $x$ \\ @source-1 <b>")
    assert b"pdfuaid" not in made
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "#[*bold*] $x$" in text
