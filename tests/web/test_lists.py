"""A list in a browser without scripts and through the API: brought, settled by hand, taken away in every form, saved."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from html import unescape

import pytest

from supplychain.domain.people import Role
from supplychain.services import list_work
from supplychain.services.desk import Desk
from tests.desk import PASSWORD, join
from tests.web.inside import Visitor

PASTED = "Sama\tKE\nOpenAI\nClickworkr\nNobody in Particular\nsama"


@pytest.fixture
def place(visitor: Visitor) -> str:
    """The address of a list that was pasted."""
    return bring(visitor, names=PASTED)


def bring(visitor: Visitor, **fields: object) -> str:
    answer = visitor.send("/lists", **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def data(visitor: Visitor, place: str) -> dict:
    return json.loads(visitor.get(f"{place}/list.json").data)


def test_a_pasted_list_becomes_one_table_of_findings_and_gaps(visitor: Visitor, place: str) -> None:
    page = visitor.get(place)
    text = words(page.text)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Refresh" not in page.headers
    assert "5 rows, 2 parties." in text
    assert "Nothing is recorded here under this name, and that is no good sign and no bad one." in text
    assert "2 rows of the list mean it" in text
    assert "different countries (KE, US): speaks against" in text
    table = {row["row"]: row for row in csv.DictReader(io.StringIO(visitor.get(f"{place}/list.csv").text))}
    rows = dict(re.findall(r'<tr id="row-(\d+)">(.*?)</tr>', page.text, re.DOTALL))
    assert rows.keys() == table.keys()
    for number, row in table.items():  # the page says what the file says
        said = words(rows[number])
        if row["party"]:
            for column, one in (("pay_reports", "pay report"), ("answers", "answer"), ("disputed", "claim")):
                if int(row[column]):
                    assert f"{row[column]} {one}" in said
            assert f"Watched: {len(row['surveillance'].split('|'))}" in said
            assert f"/dossier/{row['party']}?as_of=1" in rows[number]
        else:
            assert ("Nothing is looked up before" if row["state"] == "unsettled" else "Looked for, and nothing") in said
        for gap in row["not_known_words"].split("|") if row["party"] else ():
            assert gap[1:] in said


def test_what_is_unclear_is_settled_by_hand_in_the_table(visitor: Visitor, place: str) -> None:
    assert data(visitor, place)["rows"][2]["state"] == "unsettled"
    sent = visitor.send(place, f"{place}/choose", choices=["3 clickworker", "4"])
    assert sent.status_code == 303
    rows = data(visitor, place)["rows"]
    assert (rows[2]["state"], rows[2]["party"]) == ("chosen", "clickworker")
    assert rows[3]["state"] == "not_found"


def test_a_row_is_searched_for_and_changed_without_a_script(visitor: Visitor, place: str) -> None:
    row = f"{place}/rows/4"
    assert "That says nothing about the vendor." in words(visitor.get(row).text)
    found = visitor.get(f"{row}?q=appen")
    assert 'value="appen"' in found.text
    back = visitor.send(row, party="appen")
    assert back.status_code == 303
    assert back.headers["Location"] == f"{place}#row-4"
    assert data(visitor, place)["rows"][3]["party"] == "appen"
    visitor.send(row, party="none")
    assert data(visitor, place)["rows"][3]["state"] == "none_of_these"
    visitor.send(row)
    assert data(visitor, place)["rows"][3]["state"] == "not_found"
    assert visitor.get(f"{place}/rows/99").status_code == 404


def test_a_file_is_read_as_the_same_list(visitor: Visitor, place: str) -> None:
    saved = visitor.get(f"{place}/list.xlsx")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    again = bring(visitor, file=(io.BytesIO(saved.data), "my.xlsx"))
    assert data(visitor, again)["parties"] == data(visitor, place)["parties"]


def test_what_is_wrong_is_told_by_row_and_what_was_pasted_stays(visitor: Visitor) -> None:
    answer = visitor.send("/lists", names="name;country\n=1;KE\n@Sama;KE")
    assert answer.status_code == 400
    text = words(answer.text)
    assert "row 2, column name" in text
    assert "The cell begins with = + - or @." in text
    assert "Sama;KE</textarea>" in answer.text
    german = words(visitor.send("/de/lists", names="name;country\n=1;KE\n@Sama;KE").text)
    assert "Zeile 2, Spalte name" in german
    assert "row 2" not in german
    for fields in ({}, {"names": "Sama", "file": (io.BytesIO(b"Sama"), "x")}):
        assert visitor.send("/lists", **fields).status_code == 400
    many = visitor.send("/lists", file=(io.BytesIO(b"Sama\n" * 50_000), "x.csv"))
    assert "A list may have 5,000 rows" in words(many.text)


def test_one_wrong_row_is_told_and_the_others_are_looked_up(visitor: Visitor) -> None:
    place = bring(visitor, names="name;lei\n=1;\nSama;BAD")
    text = words(visitor.get(place).text)
    assert "Rows that were left out, for what is wrong in them: 2." in text
    assert "row 2, column name : The cell begins with = + - or @." in text.replace("name:", "name :")
    assert "row 3, column lei: “BAD” is no valid LEI" in text
    assert [row["party"] for row in data(visitor, place)["rows"]] == ["sama"]


def test_no_row_contradicts_itself(visitor: Visitor) -> None:
    """What is not known is said with how many and for which, so that it stands beside what is known and both are true."""
    place = bring(visitor, names="OpenAI\nMeta\nChatGPT\nSama\nAccenture\nScale AI")
    answer = data(visitor, place)
    for party in answer["parties"]:
        assert party["short"], "nobody is without a gap"
        near = sum(map(len, party["employers"].values())) + party["employs"]
        for gap in party["short"]:
            if gap["words"].endswith("employers"):
                count, total = (int(n) for n in re.findall(r"(\d+) of (\d+) employers", gap["words"])[0])
                assert total == near
                assert gap["code"] != "no_wage_report" or count < total or not (party["pay"] or party["pay_possible"])
    page = words(visitor.get(place).text)
    for untrue in ("No pay report No", "Nothing on surveillance No", "No employer named for it "):
        assert untrue not in page


def test_pay_has_the_same_numbers_in_the_list_and_in_the_dossier(visitor: Visitor) -> None:
    place = bring(visitor, names="ChatGPT\nOpenAI\nSama\nAccenture")
    for row in csv.DictReader(io.StringIO(visitor.get(f"{place}/list.csv").text)):
        dossier = words(visitor.get(f"/dossier/{row['party']}").text)
        for column, said in (
            ("pay_reports", "pay reports"),
            ("prices", "prices of clients"),
            ("pay_conditions", "conditions of pay that follow from them"),
        ):
            if int(row[column]):
                assert f"{said} {row[column]}" in dossier, (row["party"], column)


def test_the_workbook_is_in_the_language_of_the_page_and_can_be_brought_back(visitor: Visitor, place: str) -> None:
    from openpyxl import load_workbook

    for prefix, spoken, list_ in (("", "In words", "List"), ("/de", None, None)):
        address = re.findall(r'href="([^"]+list\.xlsx)"', visitor.get(f"{prefix}{place}").text)[0]
        assert address == f"{prefix}{place}/list.xlsx"
        saved = visitor.get(address)
        book = load_workbook(io.BytesIO(saved.data))
        assert len(book.sheetnames) == 6
        if spoken:
            assert book.sheetnames[:2] == [spoken, list_]
        flat = {c.value for row in book[book.sheetnames[0]].iter_rows() for c in row if isinstance(c.value, str)}
        said = "\n".join(flat)
        assert ("time tracking" in said) == (not prefix)
        assert "time_tracking" not in said
        again = bring(visitor, file=(io.BytesIO(saved.data), "my.xlsx"))
        assert data(visitor, again)["parties"] == data(visitor, place)["parties"]


def test_a_long_list_shows_how_far_it_is_and_loads_itself_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_work, "SHARE", 1)
    place = bring(visitor, names=PASTED)
    first = visitor.get(place)
    assert first.headers["Refresh"] == "1"
    assert "1 of 2 parties are looked up (50 %)." in words(first.text)
    assert '<progress max="2" value="1"' in first.text
    assert "Refresh" not in visitor.get(place).headers


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_all_dossiers_come_as_one_archive_each_party_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(list_work, "SHARES", {form: 1})
    place = bring(visitor, names="Sama\nSartorius\nsama")
    assert visitor.get(f"{place}/dossiers.zip").status_code == 409
    assert visitor.send(place, f"{place}/dossiers", form=form).status_code == 303
    assert visitor.get(place).headers["Refresh"] == "1"
    done = visitor.get(place)
    assert "Refresh" not in done.headers
    packed = visitor.get(f"{place}/dossiers.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        names = archive.namelist()
        assert names == ["list.csv", "list.json", "list.xlsx", f"dossiers/sama.{form}", "dossiers/sama.json",
                         f"dossiers/sartorius.{form}", "dossiers/sartorius.json"]  # fmt: skip
        own = json.loads(archive.read("dossiers/sama.json"))
        paper = archive.read(f"dossiers/sama.{form}")
    shown = visitor.get("/dossier/sama.json?as_of=1").json
    assert own == shown
    if form == "html":
        assert b"<style>" in paper
        assert b'href="https://labour.example/' in paper
        assert b'src="/static' not in paper
    else:
        assert paper.startswith(b"%PDF")


def test_a_list_is_gone_when_it_is_thrown_away_or_an_hour_has_passed(desk: Desk, visitor: Visitor, place: str) -> None:
    other = bring(visitor, names="OpenAI")
    assert visitor.send(place, f"{place}/delete").status_code == 303
    gone = visitor.get(place)
    assert gone.status_code == 404
    assert "deleted an hour after it was last used" in words(gone.text)
    desk.clock.pass_(minutes=61)
    assert visitor.get(other).status_code == 404
    assert list((desk.instance / list_work.FOLDER).iterdir()) == []


def test_an_account_saves_a_list_renames_it_runs_it_again_and_deletes_it(
    desk: Desk, visitor: Visitor, place: str
) -> None:
    join(desk, "ada@example.org", Role.SENDER)
    asked = visitor.get(f"{place}/save")
    assert asked.status_code == 303
    assert asked.location.startswith("/people/sign-in?next=")
    visitor.sign_in("ada@example.org", PASSWORD)
    saved = visitor.send(f"{place}/save", name="My vendors")
    assert saved.status_code == 303
    mine = str(saved.headers["Location"])
    assert "My vendors" in visitor.get("/lists/mine").text
    said = words(visitor.get(mine).text)
    assert "5 rows" in said
    assert "Clickworkr ? nobody yet to be settled" in said
    assert "Nobody in Particular ? nobody who is recorded here not found" in said
    address = re.findall(r'href="([^"]+\.atom)" type="application/atom\+xml">Feed', visitor.get(mine).text)[0]
    feed_at = address[address.index("/lists/") :]
    anybody = Visitor(visitor.client.application)
    for prefix in ("", "/de"):
        feed = anybody.get(prefix + feed_at)
        assert (feed.status_code, feed.mimetype) == (200, "application/atom+xml")
        read = ET.fromstring(feed.data)
        assert read.findtext("{http://www.w3.org/2005/Atom}title", "").endswith("My vendors")
        assert any("sama" in e.findtext("{http://www.w3.org/2005/Atom}summary", "").lower() for e in read)
    assert anybody.get(feed_at[:-6] + ("0" if feed_at[-6] != "0" else "1") + ".atom").status_code == 404
    assert visitor.send(mine, f"{mine}/name", name="Others").status_code == 303
    run = visitor.send(mine, f"{mine}/run")
    there = visitor.get(str(run.headers["Location"]))
    assert "What changed since revision 1" in words(there.text)
    assert "Nothing changed behind any row." in words(there.text)
    stranger = Visitor(visitor.client.application)
    join(desk, "bob@example.org", Role.SENDER)
    stranger.sign_in("bob@example.org", PASSWORD)
    assert stranger.get(mine).status_code == 404
    assert visitor.send(mine, f"{mine}/delete").status_code == 303
    assert visitor.get(mine).status_code == 404
    assert anybody.get(feed_at).status_code == 404


@pytest.mark.parametrize("end", ["", "?page=2", "?page=x&show=nothing", "?show=unsettled"])
def test_every_page_of_a_list_answers_in_both_languages(visitor: Visitor, place: str, end: str) -> None:
    for address in (f"{place}{end}", f"/de{place}{end}"):
        assert visitor.get(address).status_code == 200
    only = re.findall(r'<tr id="row-(\d+)">', visitor.get(f"{place}?show=unsettled").text)
    assert only == ["3"]


def test_a_hundred_rows_stand_on_a_page(visitor: Visitor) -> None:
    place = bring(visitor, names="\n".join(f"Vendor Number {n}" for n in range(250)))
    last = visitor.get(f"{place}?page=3").text
    assert len(re.findall(r'<tr id="row-', last)) == 50
    assert visitor.send(f"{place}/rows/201", party="sama").headers["Location"] == f"{place}?page=3#row-201"


# -- for programs ------------------------------------------------------------------------------------------------------


def test_the_api_answers_what_the_page_does_and_keeps_nothing(desk: Desk, visitor: Visitor, place: str) -> None:
    body = {
        "rows": [{"name": "Sama", "country": "KE"}, "OpenAI", {"name": "Clickworkr"}, "Nobody in Particular", "sama"]
    }
    list_work.throw_away(desk, place.rpartition("/")[2])
    answer = visitor.client.post("/api/v1/list", json=body)
    assert answer.status_code == 200
    by_csv = visitor.client.post(
        "/api/v1/list", data="name,country\nSama,KE\nOpenAI,\nClickworkr,\nNobody in Particular,\nsama,"
    )
    assert by_csv.json["parties"] == answer.json["parties"]
    assert answer.json["counts"] == {"matched": 3, "chosen": 0, "unsettled": 1, "none_of_these": 0, "not_found": 1}
    assert list((desk.instance / list_work.FOLDER).iterdir()) == []
    page = bring(visitor, names=PASTED)
    assert data(visitor, page) == {**answer.json, "notes": data(visitor, page)["notes"]}


def test_the_api_says_what_is_wrong(visitor: Visitor) -> None:
    for body, where in ((b"", "file"), (b"[]", "file"), (b"{}", "rows"), (b'["=1"]', "row 1, column name")):
        answer = visitor.client.post("/api/v1/list", data=body)
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert [e["parameter"] for e in answer.json["errors"]] == [where]
    assert visitor.client.post("/api/v1/list?since=x", json=["Sama"]).status_code == 400
    assert visitor.client.post("/api/v1/list?as_of=9", json=["Sama"]).status_code == 404
    since = visitor.client.post("/api/v1/list?since=0", json=["Sama"]).json["since"]
    assert since["changes"][0]["what"] == "row"
