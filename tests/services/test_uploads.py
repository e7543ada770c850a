"""Uploads beside what is recorded: what is new, matched, changed, unchanged and wrong; all or nothing; twice is once."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.assets import asset_dir
from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, NotFound, PlacedProblem, Refused
from supplychain.domain.people import Role
from supplychain.domain.uploads import EVERYTHING_KNOWN, RowState, Upload
from supplychain.formats.sheets import READABLE, Read
from supplychain.formats.uploads import read_files, read_rows, read_upload
from supplychain.services import reports, review, uploads
from supplychain.services import upload_sending as sending
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from supplychain.store.database import Store
from tests.desk import Clock, desk_for, join
from tests.formats.nasty_uploads import archive, workbook
from tests.reports import EARLY

SOURCE = {
    "source_title": "Filmed at work",
    "source_url": "https://example.org/filmed",
    "source_publisher": "A Union",
    "source_kind": "ngo_report",
    "locator": "p. 3",
}
ROW = {"employer": "Sama", "practice": "webcam_capture", "countries": "KE", "start": "2026", **SOURCE}


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(seeded_sqlite_url)) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def desks(seeded_url: str, tmp_path: Path) -> Iterator[Desk]:
    """On both databases."""
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, Clock())


def look(desk: Desk, read: Read, draft: d.Content | None = None, **choices: str) -> Upload:
    return uploads.look(desk, read, draft or d.Content(), {k.replace("_", " "): v for k, v in choices.items()}).upload


def counts(upload: Upload) -> tuple[int, ...]:
    return upload.new, upload.matched, upload.changed, upload.unchanged, upload.wrong


def seeds() -> dict[str, list[dict[str, str]]]:
    found = {}
    for table in READABLE:
        file = asset_dir("seeds") / f"{table}.csv"
        if file.is_file() and (rows := list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))):
            found[table] = rows
    return found


def every_way(tables: dict[str, list[dict[str, str]]]) -> dict[str, Read]:
    """The same rows in every kind of file that holds several tables."""
    sheets = {name: [list(rows[0]), *(list(row.values()) for row in rows)] for name, rows in tables.items()}
    files: dict[str, bytes | str] = {}
    for name, rows in sheets.items():
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        files[f"{name}.csv"] = out.getvalue()
    listed = {"resources": [{"name": name, "path": f"{name}.csv"} for name in tables]}
    files["datapackage.json"] = json.dumps(listed)
    return {
        "json": read_upload(json.dumps({"tables": tables}).encode()),
        "xlsx": read_upload(workbook(sheets)),
        "zip": read_upload(archive(files)),
        "folder": read_files({name: str(text).encode() for name, text in files.items()}),
    }


# -- what is recorded already ----------------------------------------------------------------------------------------------


def test_the_seeds_in_every_file_are_unchanged(desk: Desk) -> None:
    tables = seeds()
    total = sum(map(len, tables.values()))
    for way, read in every_way(tables).items():
        upload = look(desk, read)
        assert (counts(upload), upload.faults) == ((0, 0, 0, total, 0), ()), way
        assert upload.content == d.Content()


def test_the_seeds_without_their_ids_are_unchanged_too(desk: Desk) -> None:
    cited: dict[str, list[dict[str, str]]] = {}
    for row in seeds()["citations"]:
        cited.setdefault(row["claim"], []).append(row)
    rows = [
        {**{k: v for k, v in row.items() if k != "id"}, "source": only["source"], "locator": only["locator"]}
        for row in seeds()["practices"]
        for only in cited[row["id"]]
        if len(cited[row["id"]]) == 1 and only["stance"] == "supports"
    ]
    assert len(rows) > 50
    assert counts(look(desk, read_rows({"practices": rows}))) == (0, 0, 0, len(rows), 0)


@pytest.mark.parametrize("way", ["json", "xlsx", "zip", "folder"])
def test_one_wrong_cell_has_its_place_in_every_file(desk: Desk, way: str) -> None:
    rows = [{**ROW, "start": str(2000 + n)} for n in range(4)]
    rows[2] = {**rows[2], "practice": "webcam_captur"}
    upload = look(desk, every_way({"practices": rows})[way])
    fault = upload.faults[0]
    name = {"json": "practices", "xlsx": "practices"}.get(way, "practices.csv")
    assert (fault.sheet, fault.row, fault.column) == (name, 3 if way == "json" else 4, "practice")
    assert "“webcam_captur” is not a term" in fault.what
    assert fault.mend == "Did you mean webcam_capture?"
    assert counts(upload) == (0, 3, 0, 0, 1)
    assert len(upload.content.rows("practices")) == 3


# -- what is made of a row -------------------------------------------------------------------------------------------------


def test_one_sheet_is_enough(desk: Desk) -> None:
    upload = look(desk, read_rows({"practices": [ROW, {**ROW, "start": "2025", "group_size": "40"}]}))
    assert counts(upload) == (0, 2, 0, 0, 0)
    assert upload.rows[0].matches[0].id == "sama"
    content = upload.content
    assert [row["employer"] for row in content.rows("practices")] == ["sama", "sama"]
    assert [row["title"] for row in content.rows("sources")] == ["Filmed at work"]
    assert {row["source"] for row in content.rows("citations")} == {content.rows("sources")[0]["id"]}
    assert [row["size"] for row in content.rows(d.GROUPS)] == ["40"]


def test_a_fault_in_a_source_beside_a_claim_stands_at_its_column(desk: Desk) -> None:
    upload = look(desk, read_rows({"practices": [{**ROW, "source_kind": "rumour", "source_date": "someday"}]}))
    assert {f.column for f in upload.faults} == {"source_kind", "source_date"}


def test_a_name_that_comes_near_has_to_be_chosen(desk: Desk) -> None:
    rows = {"practices": [{**ROW, "employer": "CloudFactry"}]}
    upload = look(desk, read_rows(rows))
    assert counts(upload) == (0, 0, 0, 0, 1)
    one = upload.unsettled[0]
    assert (one.name, one.candidates[0].id, one.may_be_new) == ("CloudFactry", "cloudfactory", False)
    assert one.candidates[0].score < 100
    assert one.candidates[0].reasons
    assert "cloudfactory" in upload.faults[0].mend
    chosen = look(desk, read_rows(rows), CloudFactry="cloudfactory")
    assert counts(chosen) == (0, 1, 0, 0, 0)
    assert chosen.content.rows("practices")[0]["employer"] == "cloudfactory"
    assert look(desk, read_rows(rows), CloudFactry="openai").faults  # no candidate: nothing is taken on trust


def test_new_parties_may_look_like_known_ones_and_then_somebody_decides(desk: Desk) -> None:
    rows = {
        "entities": [
            {"name": "CloudFactry", "kind": "outsourcer"},
            {"name": "Wholly Unheard Of", "kind": "outsourcer"},
        ],
        "practices": [{**ROW, "employer": "CloudFactry"}, {**ROW, "employer": "Wholly Unheard Of"}],
    }
    upload = look(desk, read_rows(rows))
    assert upload.unsettled[0].may_be_new
    assert [row["id"] for row in upload.content.rows("entities")] == ["wholly-unheard-of"]
    same = look(desk, read_rows(rows), CloudFactry="cloudfactory")
    assert not same.faults
    assert {row["employer"] for row in same.content.rows("practices")} == {"cloudfactory", "wholly-unheard-of"}
    new = look(desk, read_rows(rows), CloudFactry="new")
    assert {row["id"] for row in new.content.rows("entities")} == {"cloudfactry", "wholly-unheard-of"}


def test_words_in_the_place_of_ids_only_hold_the_file_together(desk: Desk) -> None:
    bare = {k: v for k, v in ROW.items() if k not in SOURCE}
    source = {"title": "T", "kind": "ngo_report", "seen": "yes", "quality": "original"}
    rows = {
        "practices": [{"id": "c1", **bare}],
        "sources": [source],
        "citations": [{"claim": "c1", "source": "T", "locator": "p. 1"}],
        "responses": [{"id": "c1", "respondent": "sama", "source": "T"}],
        "targets": [{"response": "c1", "claim": "c1", "stance": "denies"}],
    }
    content = look(desk, read_rows(rows)).content
    claim, answer = content.rows("practices")[0]["id"], content.rows("responses")[0]["id"]
    assert claim.startswith("p-")
    assert answer.startswith("r-")
    assert content.rows("targets")[0]["response"] == answer


def test_what_an_upload_leaves_out_stays(desk: Desk) -> None:
    row = next(row for row in seeds()["practices"] if row["description"])
    upload = look(desk, read_rows({"practices": [{"id": row["id"], "description": "Said anew"}]}))
    assert counts(upload) == (0, 0, 1, 0, 0)
    made = upload.content.rows("practices")[0]
    assert made["description"] == "Said anew"
    assert made == {**{k: v for k, v in row.items() if v}, "description": "Said anew"}
    assert upload.content.rows("citations")


def test_what_leans_on_a_wrong_row_stays_out_with_it(desk: Desk) -> None:
    rows = {
        "entities": [{"id": "brand-new", "name": "Brand New", "kind": "nonsense"}],
        "practices": [{**ROW, "employer": "brand-new"}, ROW],
    }
    upload = look(desk, read_rows(rows))
    assert upload.wrong == 2
    assert any("leans on" in f.what for f in upload.faults)
    assert [row["employer"] for row in upload.content.rows("practices")] == ["sama"]


def test_no_person_gets_in(desk: Desk) -> None:
    upload = look(desk, read_rows({"practices": [{**ROW, "description": "Ask jane@example.org"}]}))
    assert "an e-mail address" in upload.faults[0].what
    assert not upload.content.tables


def test_rows_that_begin_like_formulas_are_wrong(desk: Desk) -> None:
    upload = look(desk, read_rows({"practices": [{**ROW, "description": "=HYPERLINK(1)"}]}))
    assert (upload.wrong, upload.faults[0].column) == (1, "description")


# -- into a report ---------------------------------------------------------------------------------------------------------


def test_put_in_twice_is_put_in_once(desks: Desk) -> None:
    begun = reports.begin(desks, Sender())
    me = Sender(code=begun.code)
    read = read_rows({"practices": [ROW, {**ROW, "start": "2025"}]})
    uploads.put_into(desks, me, begun.id, read)
    first = reports.open_report(desks, me, begun.id)
    again = uploads.put_into(desks, me, begun.id, uploads.carried(desks, uploads.carry(desks, read)))
    assert counts(again) == (0, 0, 0, 2, 0)
    assert reports.open_report(desks, me, begun.id) == first
    assert reports.check(desks, first).is_ready
    more = read_rows({"practices": [ROW, {**ROW, "start": "2024"}]})
    assert counts(uploads.put_into(desks, me, begun.id, more)) == (0, 1, 0, 1, 0)
    content = reports.open_report(desks, me, begun.id).content
    assert (len(content.rows("practices")), len(content.rows("sources"))) == (3, 1)


def test_a_row_of_the_report_is_replaced_with_all_that_belongs_to_it(desk: Desk) -> None:
    draft = look(desk, read_rows({"practices": [ROW]})).content
    id = draft.rows("practices")[0]["id"]
    looked = uploads.look(desk, read_rows({"practices": [{"id": id, "start": "2020"}]}), draft)
    assert counts(looked.upload) == (0, 0, 1, 0, 0)
    assert looked.merged.rows("practices")[0]["start"] == "2020"
    assert looked.merged.rows("citations") == ({**draft.rows("citations")[0], "stance": "supports"},)


def test_only_the_sender_and_only_while_it_is_open(desk: Desk) -> None:
    begun = reports.begin(desk, Sender())
    read = read_rows({"practices": [ROW]})
    with pytest.raises(NotFound):
        uploads.put_into(desk, Sender(), begun.id, read)
    me = Sender(code=begun.code)
    uploads.put_into(desk, me, begun.id, read)
    reports.send(desk, me, begun.id)
    with pytest.raises(Refused):
        uploads.put_into(desk, me, begun.id, read)


def test_what_the_page_carries_is_sealed(desk: Desk) -> None:
    text = uploads.carry(desk, read_rows({"practices": [ROW]}))
    for other in (text[:-4], "x" + text, "", ".", "é.é", text.partition(".")[2]):
        with pytest.raises(Invalid):
            uploads.carried(desk, other)


# -- in one go -------------------------------------------------------------------------------------------------------------


def test_one_wrong_row_and_nothing_is_sent(desks: Desk) -> None:
    rows = {"practices": [ROW, {**ROW, "practice": "x"}]}
    with pytest.raises(Invalid) as error:
        sending.submit(desks, Sender(), read_rows(rows))
    problem = error.value.problems[0]
    assert isinstance(problem, PlacedProblem)
    assert (problem.where, problem.pointer) == ("practices, row 2, column practice", "/practices/1/practice")
    reviewer = join(desks, "rev@labour.example", Role.REVIEWER)
    assert review.list_queue(desks, reviewer.person).reports == ()


def test_the_same_again_sends_nothing(desks: Desk) -> None:
    me = Sender(join(desks, "ngo@labour.example"))
    source = {"title": "Another", "publisher": "An NGO", "kind": "ngo_report", "seen": "yes", "quality": "original"}
    second = {k: v for k, v in ROW.items() if k not in SOURCE} | {"source": "Another", "employer": "Wholly Unheard Of"}
    rows = {
        "practices": [ROW, second],
        "entities": [{"name": "Wholly Unheard Of", "kind": "outsourcer"}],
        "sources": [source],
    }
    sent = sending.submit(desks, me, read_rows(rows))
    assert (sent.state, sent.code, sent.new) == (d.State.SUBMITTED, "", 3)
    again = sending.submit(desks, me, read_rows(rows))
    assert (again.id, again.said, again.unchanged) == ("", EVERYTHING_KNOWN, 3)
    reviewer = join(desks, "rev@labour.example", Role.REVIEWER)
    review.claim(desks, reviewer.person, sent.id)
    version = review.look(desks, reviewer.person, sent.id).report.version
    assert review.accept(desks, reviewer.person, sent.id, version, words=EARLY) == 2
    assert sending.submit(desks, Sender(), read_rows(rows)).said == EVERYTHING_KNOWN  # by anybody: it is recorded


def test_without_an_account_there_is_a_code(desk: Desk) -> None:
    sent = sending.submit(desk, Sender(), read_rows({"practices": [ROW]}))
    me = Sender(code=sent.code)
    assert reports.open_report(desk, me, sent.id).state is d.State.SUBMITTED
    more = sending.submit(desk, me, read_rows({"practices": [ROW, {**ROW, "start": "2024"}]}))
    assert (more.code, more.new, more.unchanged) == ("", 1, 1)
    assert len(reports.list_reports(desk, me)) == 2


def test_what_looks_like_a_name_is_confirmed_by_its_key(desk: Desk) -> None:
    read = read_rows({"practices": [{**ROW, "description": "Mr Smith tells of cameras"}]})
    with pytest.raises(Invalid) as error:
        sending.submit(desk, Sender(), read)
    key = error.value.problems[0].mend.rpartition(" ")[2].rstrip(".")
    assert sending.submit(desk, Sender(), read, [key]).id


def test_nothing_at_all_cannot_be_sent(desk: Desk) -> None:
    with pytest.raises(Refused):
        sending.submit(desk, Sender(), read_rows({"practices": []}))


@pytest.mark.slow
def test_very_many_rows(desk: Desk) -> None:
    head = ",".join(ROW)
    lines = "".join(
        f"Sama,webcam_capture,KE,2026,T,https://example.org/{n % 50},U,ngo_report,p. {n}\n" for n in range(60_000)
    )
    read = read_upload(f"{head}\n{lines}".encode())
    begun = reports.begin(desk, Sender())
    me = Sender(code=begun.code)
    assert counts(uploads.put_into(desk, me, begun.id, read)) == (0, 60_000, 0, 0, 0)
    assert counts(uploads.look_into(desk, me, begun.id, read).upload) == (0, 0, 0, 60_000, 0)
    assert RowState.NEW not in {row.state for row in uploads.look_into(desk, me, begun.id, read).upload.rows}
