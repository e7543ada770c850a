"""Lists on both databases: settled by the published table, worked on for an hour, saved with an account, run again."""

import json
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.domain.dossier_answer import FindingKind
from supplychain.domain.errors import Invalid, NotFound, Refused
from supplychain.domain.list_lines import NONE, Line, ListState
from supplychain.domain.lists import ListAnswer
from supplychain.domain.matching import matcher_of
from supplychain.domain.saved_lists import MOST_SAVED
from supplychain.formats.list_sheets import write_list
from supplychain.formats.lists import read_list
from supplychain.formats.rows import dump_csv
from supplychain.services import list_work, saved_lists
from supplychain.services.desk import Desk
from supplychain.services.dossier import show_dossier
from supplychain.services.lists import check_list
from supplychain.store.database import Store
from tests import factories as f
from tests.desk import Clock, desk_for, join

NAMES = ("Sama", "OpenAI", "Nobody in Particular", "sama", "ChatGPT", "Sartorius AG")


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path) -> Iterator[Desk]:
    """On both databases."""
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def one_desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Where the database makes no difference."""
    with closing(Store(seeded_sqlite_url)) as store:
        yield desk_for(store, tmp_path, Clock())


def lines(*names: str) -> list[Line]:
    return [Line(row=row, name=name) for row, name in enumerate(names, 2)]


def check(desk: Desk, given_lines: list[Line]) -> ListAnswer:
    with desk.store.view() as view:
        return check_list(view, given_lines, base_url="https://labour.example")


def test_every_row_is_matched_or_said_to_be_open(desk: Desk) -> None:
    answer = check(desk, [*lines("Sama", "Clickworkr", "Nobody in Particular"), Line(row=9, website="openai.com")])
    states = [row.state for row in answer.rows]
    assert states[0] is ListState.MATCHED
    assert states[1] is ListState.UNSETTLED
    assert states[2] is ListState.NOT_FOUND
    assert all(row.not_known for row in answer.rows if not row.party)
    with desk.store.view() as view:
        for row in answer.rows:  # no second matcher
            assert row.candidates == matcher_of(view.snapshot()).find(row.line.wanted, 5)


def test_a_row_says_what_the_dossier_says_and_nothing_about_silence_is_good(one_desk: Desk) -> None:
    answer = check(one_desk, lines(*NAMES))
    for party in answer.parties:
        with one_desk.store.view() as view:
            dossier = show_dossier(view, party.id)
        told = {claim for found in party.findings for claim in (*found.claims, *found.possible)}
        assert told == {finding.claim for finding in dossier.findings}
        assert [gap.words for gap in party.gaps] == [open_.gap.words for open_ in dossier.gaps]
        assert len(party.answers) == dossier.summary.responses
        assert sum(map(len, party.employers.values())) == sum(dossier.summary.nearness.values())
    unknown = answer.table()[2]
    assert (unknown.pay_reports, unknown.employers_named, unknown.not_known) == (None, None, ("not_recorded",))
    assert not {"rating", "risk", "grade"} & set(type(unknown).model_fields)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*NAMES, "Clickworkr", "Meta", "x"]), min_size=1, max_size=8), st.randoms())
def test_the_order_of_rows_never_changes_the_answer_of_a_row(one_desk: Desk, names: list[str], chance: random.Random):
    given_lines = lines(*names)
    other = list(given_lines)
    chance.shuffle(other)
    first, second = check(one_desk, given_lines), check(one_desk, other)
    assert {row.row: row for row in first.table()} == {row.row: row for row in second.table()}
    assert first.parties == second.parties
    assert first.counts == second.counts


def test_one_vendor_twice_is_one_party(one_desk: Desk) -> None:
    answer = check(one_desk, lines("Sama", "SAMA", "OpenAI"))
    assert [p.id for p in answer.parties] == ["openai", "sama"]
    assert [row.rows_alike for row in answer.table()] == [2, 2, 1]


def test_choices_hold_and_one_that_is_not_recorded_is_said(one_desk: Desk) -> None:
    chosen = [
        Line(row=2, name="x", party="sama"),
        Line(row=3, name="Sama", party=NONE),
        Line(row=4, name="Sama", party="y"),
    ]
    answer = check(one_desk, chosen)
    assert [(r.state, r.party) for r in answer.rows] == [
        (ListState.CHOSEN, "sama"),
        (ListState.NONE_OF_THESE, ""),
        (ListState.MATCHED, "sama"),
    ]
    assert [(n.row, n.column) for n in answer.notes] == [(4, "party")]


def test_what_is_written_can_be_brought_back_with_every_choice(one_desk: Desk) -> None:
    first = check(
        one_desk,
        [*lines("Sama", "Nobody"), Line(row=9, name="Meta", party=NONE), Line(row=10, name="q", party="appen")],
    )
    ways = {
        "csv": dump_csv(first.row_type, first.table()).encode(),
        "xlsx": write_list(first),
        "json": first.model_dump_json().encode(),
    }
    for way, data in ways.items():
        again = check(one_desk, read_list(data).lines)
        assert [(r.line.name, r.state, r.party) for r in again.rows] == [
            (r.line.name, r.state, r.party) for r in first.rows
        ], way
    assert write_list(first) == ways["xlsx"]


# -- worked on ---------------------------------------------------------------------------------------------------------


def test_a_long_list_goes_on_in_shares_and_comes_to_the_same(one_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_work, "SHARE", 2)
    token = list_work.begin(one_desk, lines(*NAMES))
    seen = []
    for _ in range(10):
        work, progress = list_work.go_on(one_desk, list_work.open_work(one_desk, token))
        seen.append((progress.done, progress.of))
        if progress.answer is not None:
            break
    assert seen == [(2, 4), (4, 4)]
    assert progress.answer is not None
    assert progress.answer.table() == check(one_desk, lines(*NAMES)).table()
    assert work.token == token


def test_what_lies_there_is_sealed_and_goes_after_an_hour(one_desk: Desk) -> None:
    token = list_work.begin(one_desk, lines("A very secret vendor"))
    folder = one_desk.instance / list_work.FOLDER
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        assert b"secret" not in file.read_bytes()
        assert token not in str(file)
        assert file.stat().st_mode & 0o077 == 0
    one_desk.clock.pass_(minutes=59)
    list_work.open_work(one_desk, token)  # used: another hour
    one_desk.clock.pass_(minutes=59)
    assert list_work.open_work(one_desk, token).lines[0].name == "A very secret vendor"
    one_desk.clock.pass_(minutes=61)
    with pytest.raises(NotFound):
        list_work.open_work(one_desk, token)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("token", ["", "x", "../" * 5, "a" * 43, "ä" * 43])
def test_no_other_address_opens_a_list(one_desk: Desk, token: str) -> None:
    list_work.begin(one_desk, lines("Sama"))
    with pytest.raises(NotFound):
        list_work.open_work(one_desk, token)


def test_a_list_is_deleted_at_once_when_asked(one_desk: Desk) -> None:
    token = list_work.begin(one_desk, lines("Sama"))
    list_work.throw_away(one_desk, token)
    assert list((one_desk.instance / list_work.FOLDER).iterdir()) == []


def test_too_many_lists_at_once_are_refused(one_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_work, "MOST_LISTS", 1)
    list_work.begin(one_desk, lines("Sama"))
    with pytest.raises(Refused, match="hour"):
        list_work.begin(one_desk, lines("Sama"))


def test_dossiers_are_written_in_shares_each_party_once(one_desk: Desk) -> None:
    token = list_work.begin(one_desk, lines(*NAMES))
    list_work.ask_for_dossiers(one_desk, token, "pdf", "en")
    asked: list[str] = []

    def write(id: str, form: str) -> list[tuple[str, bytes]]:
        asked.append(id)
        return [(f"{id}.{form}", b"a\nb"), (f"{id}.json", b"{}")]

    work, answer = list_work.answered(one_desk, token)
    with pytest.raises(Refused):
        list(list_work.written_files(one_desk, work, answer))
    for _ in range(3):
        work = list_work.write_some(one_desk, work, answer, write)
    assert asked == ["chatgpt", "openai", "sama", "sartorius"]
    files = dict(list_work.written_files(one_desk, list_work.open_work(one_desk, token), answer))
    assert len(files) == 8
    assert files["sama.pdf"] == b"a\nb"
    list_work.choose(one_desk, token, {2: NONE})
    assert list_work.open_work(one_desk, token).written == ()


# -- saved -------------------------------------------------------------------------------------------------------------


def test_a_saved_list_keeps_rows_choices_and_revision(desk: Desk) -> None:
    ada, bob = join(desk, "ada@example.org").person, join(desk, "bob@example.org").person
    token = list_work.begin(
        desk, [Line(row=5, name="Sama", country="KE", lei="1", vat="2", website="sama.com", party="sama")]
    )
    id = saved_lists.save_list(desk, ada, token, "  My   vendors ")
    found = saved_lists.show_saved(desk, ada, id)
    assert (found.about.name, found.about.rows, found.about.revision) == ("My vendors", 1, 1)
    assert found.lines == list_work.open_work(desk, token).lines
    with pytest.raises(NotFound):
        saved_lists.show_saved(desk, bob, id)
    with pytest.raises(NotFound):
        saved_lists.rename_list(desk, bob, id, "mine now")
    with pytest.raises(NotFound):
        saved_lists.delete_list(desk, bob, id)
    with pytest.raises(Invalid):
        saved_lists.rename_list(desk, ada, id, "=1")
    saved_lists.rename_list(desk, ada, id, "Others")
    list_work.choose(desk, token, {5: NONE})
    assert saved_lists.save_list(desk, ada, token, "Others") == id  # in the place of what it was
    assert [one.name for one in saved_lists.list_saved(desk, ada).lists] == ["Others"]
    assert saved_lists.show_saved(desk, ada, id).lines[0].party == NONE
    assert saved_lists.save_list(desk, bob, token, "Mine") != id
    saved_lists.delete_list(desk, ada, id)
    assert saved_lists.list_saved(desk, ada).lists == ()


def test_running_a_saved_list_again_shows_what_changed_since(desk: Desk) -> None:
    ada = join(desk, "ada@example.org").person
    token = list_work.begin(desk, lines("Sartorius", "A New Firm"))
    id = saved_lists.save_list(desk, ada, token, "Vendors")
    again = saved_lists.run_again(desk, ada, id)
    _, answer = list_work.answered(desk, again)
    assert answer.since is not None
    assert answer.since.changes == ()
    with desk.store.writer("editor", "news", desk.clock(), desk.chance) as writer:
        source = f.source("new-report")
        claim = f.practice(
            "p-new-watching", "cloudfactory", practice="keystroke_logging", citations=f.cite("new-report")
        )
        writer.put([source, f.entity("a-new-firm", "outsourcer"), claim])
    token = saved_lists.run_again(desk, ada, id)
    _, answer = list_work.answered(desk, token)
    assert answer.revision == 2
    assert answer.since is not None
    assert answer.since.revision == 1
    told = {(c.row, c.what, c.code): (c.added, c.gone) for c in answer.since.changes}
    assert told[3, "row", ""] == (("matched", "a-new-firm"), ("not_found",))
    assert told[2, FindingKind.SURVEILLANCE.value, "keystroke_logging"] == (("p-new-watching",), ())
    assert saved_lists.save_list(desk, ada, token, "Vendors") == id
    assert saved_lists.show_saved(desk, ada, id).about.revision == 2


def test_an_account_saves_a_hundred_lists_and_no_more(one_desk: Desk) -> None:
    ada = join(one_desk, "ada@example.org").person
    with one_desk.store.saved_lists(change=True) as saved:
        for number in range(MOST_SAVED):
            saved.add(f"l{number}", ada.id, "x", 1, [], one_desk.clock())
    token = list_work.begin(one_desk, lines("Sama"))
    with pytest.raises(Refused, match="100"):
        saved_lists.save_list(one_desk, ada, token, "one more")


def test_json_csv_and_xlsx_say_the_same(one_desk: Desk) -> None:
    import csv
    import io

    from openpyxl import load_workbook

    answer = check(one_desk, lines(*NAMES, "Clickworkr"))
    rows = list(csv.DictReader(io.StringIO(dump_csv(answer.row_type, answer.table()))))
    sheet = load_workbook(io.BytesIO(write_list(answer)))["List"]
    head, *body = ([("" if c.value is None else str(c.value)) for c in row] for row in sheet.iter_rows())
    assert [dict(zip(head, row, strict=True)) for row in body] == rows
    data = json.loads(answer.model_dump_json())
    parties = {p["id"]: p for p in data["parties"]}
    for row, settled in zip(rows, data["rows"], strict=True):
        assert (row["state"], row["party"]) == (settled["state"], settled["party"])
        if settled["party"]:
            party = parties[settled["party"]]
            assert int(row["pay_reports"]) == len(party["pay"])
            assert int(row["answers"]) == len(party["answers"])
            assert set(filter(None, row["not_known"].split("|"))) == {gap["code"] for gap in party["gaps"]}
            assert len(row["not_known_words"].split("|")) == len(row["not_known"].split("|"))
            assert len(row["conditions_words"].split("|")) == len(row["conditions"].split("|"))
            assert len(row["criteria_words"].split("|")) == len(row["criteria"].split("|"))


def test_names_of_everyday_lists_are_offered_and_only_safe_ones_settled(one_desk: Desk) -> None:
    names = ("OpenAI ChatGPT", "ChatGPT Enterprise", "Claude 3.5 Sonnet", "DeepL Pro", "Grok 3", "OpenAl", "Copilot")
    rows = check(one_desk, lines(*names)).rows
    assert [(row.state, row.party) for row in rows] == [
        (ListState.MATCHED, "chatgpt"),
        *[(ListState.UNSETTLED, "")] * 6,
    ]
    assert [row.candidates[0].id for row in rows[1:6]] == ["chatgpt", "claude", "deepl", "grok", "openai"]
    assert [match.id for match in rows[6].candidates] == ["microsoft-copilot", "github-copilot"]
