"""What was recorded stays: no row goes or changes, but that a version is closed once or its text is redacted."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from supplychain.domain.errors import Conflict, NotFound
from supplychain.domain.records import Figure, Response, Source
from supplychain.domain.reference import LivingWage, MinimumWage
from supplychain.store.database import Store
from supplychain.store.tables import METADATA
from tests import factories as f
from tests.store.conftest import P_1, WORLD, Behind, Copies, Recorder

RECORDED = sorted(name for name, table in METADATA.tables.items() if "recorded" in table.info)
VERSIONS = sorted(name for name in RECORDED if "rec_to" in METADATA.tables[name].c)
STAYS = "what is recorded stays"
LAST = 3
NEXT = """
    INSERT INTO revision SELECT seq + 1, recorded_at, actor, summary, payload_digest, hash, 'next'
    FROM revision ORDER BY seq DESC LIMIT 1
"""
"""Writes the revision to which what was done before it belongs."""


@pytest.fixture(autouse=True)
def world(record: Recorder) -> None:
    """One row at least in every table."""
    record(*WORLD)
    record(f.source("s-2"))
    with record.writer() as writer:
        writer.redact("source_version", 3, "a name in the title")


def test_every_table_is_recorded_or_private_or_a_vocabulary_or_about_people(behind: Behind) -> None:
    vocabularies = {name for name, table in METADATA.tables.items() if set(table.c.keys()) <= VOCABULARY_COLUMNS}
    private = {name for name, table in METADATA.tables.items() if {"private", "people"} & table.info.keys()}
    assert set(RECORDED) | vocabularies | private == set(METADATA.tables)
    assert not private & (set(RECORDED) | vocabularies)
    assert not set(RECORDED) & vocabularies
    assert len(RECORDED) == 39
    assert all(behind.value(f"SELECT count(*) FROM {table}") for table in RECORDED)


VOCABULARY_COLUMNS = {"code", "practice_group", "relation", "subject_kind", "object_kind"}


def test_no_row_goes(behind: Behind) -> None:
    for table in RECORDED:
        assert STAYS in behind.refused(f"DELETE FROM {table}"), table


def test_no_column_of_a_row_changes(behind: Behind) -> None:
    """Every column of every table, tried one by one with a value that it does not have."""
    for table in RECORDED:
        _try_columns(behind, table)


def _try_columns(behind: Behind, table: str) -> None:
    values = {"INTEGER": "COALESCE({0}, 0) + 1", "TEXT": "COALESCE({0}, '') || 'x'", "BOOLEAN": "NOT {0}"}
    for column in METADATA.tables[table].columns:
        kind = str(column.type.compile()).split()[0]
        changed = values.get(kind, "'1999-01-01'").format(column.name)
        where = "rec_to IS NULL" if column.name != "rec_to" and table in VERSIONS else "1 = 1"
        if column.name == "rec_to":  # it may be set once: what may not be is to a time before the version
            changed = "rec_from"
        said = behind.refused(f"UPDATE {table} SET {column.name} = {changed} WHERE {where}")
        assert STAYS in said, f"{table}.{column.name}"


def test_no_row_is_replaced(behind: Behind) -> None:
    if behind.engine.dialect.name != "sqlite":
        behind.refused("INSERT OR REPLACE INTO revision SELECT * FROM revision")  # PostgreSQL has no such statement
        return
    for table in RECORDED:
        said = behind.refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        assert said == f"pk_{table}"
    columns = METADATA.tables["entity_version"].c.keys()
    other = ", ".join({"id": "900", "name": "'Other'"}.get(name, name) for name in columns)
    said = behind.refused(f"INSERT OR REPLACE INTO entity_version SELECT {other} FROM entity_version WHERE id = 1")
    assert said == "uq_entity_version_live"


def test_no_table_is_emptied(behind: Behind) -> None:
    if behind.engine.dialect.name == "sqlite":
        return  # has no TRUNCATE
    for table in RECORDED:
        assert STAYS in behind.refused(f"TRUNCATE {table} CASCADE"), table


@pytest.mark.parametrize("table", VERSIONS)
def test_a_version_is_closed_once_and_not_opened_again(behind: Behind, table: str) -> None:
    first = behind.value(f"SELECT min(id) FROM {table}")
    where = f"WHERE id = {first}"
    for recorded in range(1, LAST + 1):
        assert STAYS in behind.refused(f"UPDATE {table} SET rec_to = {recorded} {where}")
    assert STAYS in behind.refused(f"UPDATE {table} SET rec_to = 4, digest = 'x' {where}", NEXT)
    assert STAYS in behind.refused(NEXT, f"UPDATE {table} SET rec_to = 4 {where}")
    behind.run(f"UPDATE {table} SET rec_to = 4 {where}", NEXT)
    for other in ("NULL", "4", "5"):
        assert STAYS in behind.refused(f"UPDATE {table} SET rec_to = {other} {where}", NEXT)


def test_a_version_is_not_closed_by_a_revision_that_is_not_there(behind: Behind) -> None:
    behind.refused("UPDATE claim_version SET rec_to = 900 WHERE id = 1")


# -- what is added afterwards ------------------------------------------------------------------------------------------

ADDED_TO_VERSIONS: Copies = [
    ("citation", "1 = 1", {"id": 900, "locator": "page 900"}),
    ("claim_scope", "dimension = 'tool'", {"position": 9}),
    *((f"{name}_part", "position = 0", {"position": 9}) for name in ("clause", "criterion", "question")),
    ("entity_candidate", "1 = 1", {"position": 9}),
    ("entity_identifier", "1 = 1", {"position": 9}),
    ("entity_name", "1 = 1", {"position": 9}),
    ("living_wage_place", "1 = 1", {"position": 9}),
    ("minimum_wage_place", "position = 0", {"position": 9}),
    ("request_question", "position = 0", {"position": 9}),
    ("response_request_claim", "position = 0", {"position": 9}),
    ("response_target", "1 = 1", {"position": 9}),
    ("response_unknown", "1 = 1", {"position": 9}),
    ("source_origin", "position = 0", {"position": 9}),
    *((f"{kind}_detail", "1 = 1", {"claim_version_id": 1}) for kind in ("link", "practice", "response", "wage")),
    ("figure_detail", "1 = 1", {"claim_version_id": 2}),
]
ADDED_TO_REVISIONS: Copies = [
    ("claim", "id = 'l-1'", {"id": "new"}),
    ("claim_version", "id = 1", {"id": 900, "rec_to": LAST + 1}),
    ("clause", "1 = 1", {"id": 900, "clause_key": "cl-9"}),
    ("consumer_price", "1 = 1", {"id": 900, "reference_id": "cp-9"}),
    ("criterion", "1 = 1", {"id": 900, "criterion_key": "cr-9"}),
    ("entity", "id = 'sama'", {"id": "new"}),
    ("entity_version", "id = 1", {"id": 900, "rec_to": LAST + 1}),
    ("identity_judgement", "1 = 1", {"id": 900, "left_id": "openai", "right_id": "sama"}),
    ("exchange_rate", "1 = 1", {"id": 900, "reference_id": "xr-9"}),
    ("living_wage", "1 = 1", {"id": 900, "reference_id": "lw-9"}),
    ("minimum_wage", "1 = 1", {"id": 900, "reference_id": "mw-9"}),
    ("purchasing_power", "1 = 1", {"id": 900, "reference_id": "pp-9"}),
    ("question", "1 = 1", {"id": 900, "question_key": "qu-9"}),
    ("redaction", "1 = 1", {"id": 900, "row_id": 1}),
    ("response_request", "1 = 1", {"id": 900, "request_id": "q-9"}),
    ("source", "id = 'a-report'", {"id": "new"}),
    ("source_version", "id = 1", {"id": 900, "rec_to": LAST + 1}),
    ("verification", "1 = 1", {"id": 900, "verified_by": "another"}),
]


def test_every_table_is_tried_below() -> None:
    assert sorted(table for table, _, _ in (*ADDED_TO_VERSIONS, *ADDED_TO_REVISIONS)) == sorted(
        set(RECORDED) - {"revision"}
    )


def test_nothing_is_added_to_a_recorded_version(behind: Behind) -> None:
    for row in ADDED_TO_VERSIONS:
        assert f"{row[0]}: {STAYS}; nothing is added to a recorded version" in behind.copy_refused([row]), row


def test_nothing_is_added_to_a_version_once_its_revision_is_written(behind: Behind) -> None:
    behind.run(NEXT)
    new = ("entity_version", "entity_id = 'sama'", {"id": 900, "entity_id": "new", "rec_from": 5})
    rows: Copies = [("entity", "id = 'sama'", {"id": "new", "rec_from": 5}), new]
    name = ("entity_name", "1 = 1", {"entity_version_id": 900})
    revision = ("revision", "seq = 4", {"seq": 5, "prev_hash": "next", "hash": "newest"})
    assert STAYS in behind.copy_refused([*rows, revision, name])
    behind.copy([*rows, name, revision])
    assert behind.value("SELECT count(*) FROM entity_name WHERE entity_version_id = 900") == 1


def test_nothing_is_added_to_a_recorded_revision(behind: Behind) -> None:
    for table, like, changes in ADDED_TO_REVISIONS:
        since = "revision" if table == "redaction" else "rec_from"
        for recorded in range(1, LAST + 1):
            said = behind.copy_refused([(table, like, {**changes, since: recorded})])
            assert f"{table}: {STAYS}; nothing is added to a recorded revision" in said, (table, recorded)


def test_a_revision_follows_on_the_last_one(behind: Behind) -> None:
    last = behind.value(f"SELECT hash FROM revision WHERE seq = {LAST}")
    before = behind.value(f"SELECT prev_hash FROM revision WHERE seq = {LAST}")
    for seq, prev_hash in ((5, last), (6, last), (0, last), (-1, last), (4, before), (4, ""), (4, "x")):
        new = ("revision", f"seq = {LAST}", {"seq": seq, "prev_hash": prev_hash, "hash": "new"})
        assert "a revision follows on the last one" in behind.copy_refused([new]), (seq, prev_hash)
    behind.copy([("revision", f"seq = {LAST}", {"seq": 4, "prev_hash": last, "hash": "new"})])
    assert behind.value("SELECT max(seq) FROM revision") == 4


def test_the_first_revision_follows_on_nothing(new_database: Callable[[str, str], str], kind: str) -> None:
    behind = Behind(new_database(kind, "migrated"))
    first = "INSERT INTO revision VALUES ({}, 'now', 'editor', 'a test', 'x', '{}', 'x')"
    for seq, prev_hash in ((2, ""), (1, "x"), (0, "")):
        assert "a revision follows on the last one" in behind.refused(first.format(seq, prev_hash))
    behind.run(first.format(1, ""))
    assert behind.value("SELECT max(seq) FROM revision") == 1


def test_a_writer_still_records_everything(store: Store, record: Recorder) -> None:
    with record.writer() as writer:
        changes = writer.put(
            [f.entity("sora"), f.practice("p-1", "sama", stance="ended"), f.response("r-1", "sama", entity="sama")]
        )
        writer.end(("sama", "someone"))
        writer.redact("claim_version", 1, "a name")
    assert (changes.new, changes.changed) == ({"entities": 1}, {"practices": 1, "responses": 1})
    with store.view() as view:
        checked = view.verify()
        assert view.snapshot().judgements == ()
    assert (checked.revisions, checked.problems) == (LAST + 1, ())


def test_who_adds_to_the_revision_being_written_waits_and_is_refused(
    store: Store, record: Recorder, behind: Behind
) -> None:
    said: list[str] = []
    row = ("entity", "id = 'sama'", {"id": "new", "rec_from": LAST + 1})
    other = threading.Thread(target=lambda: said.append(behind.copy_refused([row])))
    with record.writer() as writer:
        writer.put([f.entity("sora")])
        other.start()
        other.join(0.3)
        assert not said
    other.join()
    assert STAYS in said[0]
    with store.view() as view:
        assert view.verify().problems == ()


# -- redaction ---------------------------------------------------------------------------------------------------------


def test_a_redaction_takes_the_text_and_leaves_the_hole(store: Store, record: Recorder) -> None:
    record(f.practice("p-1", "sama", citations=(f.cite("a-report")[0].model_copy(update={"quote": "Jo says"}),)))
    with store.view() as view:
        first, second = view.claim_history("p-1")
    with record.writer("redact") as writer:
        writer.redact(first.table, first.row, "it told who somebody is")
    with store.view() as view:
        old, new = view.claim_history("p-1")
        assert old.record.description == "[redacted]"
        assert (old.record.note, old.record.withdrawn_reason) == ("", "")
        assert old.record.citations[0].locator == "[redacted 0]"
        assert old.record.citations[0].quote == ""
        assert new == second
        assert view.snapshot().claims["p-1"] == second.record
        checked = view.verify()
    assert checked.problems == ()
    assert [(h.table, h.row, h.revision, h.reason) for h in checked.holes][1:] == [
        ("claim_version", first.row, 5, "it told who somebody is")
    ]
    with store.view(1) as view:
        assert view.snapshot().claims["p-1"].description == "[redacted]"


def test_a_state_in_memory_forgets_what_was_redacted(store: Store, record: Recorder) -> None:
    with store.view(1) as view:
        assert view.snapshot().claims["p-1"] == P_1
        row = view.claim_history("p-1")[0].row
    with record.writer() as writer:
        writer.redact("claim_version", row, "a name")
    with store.view(1) as view:
        assert view.snapshot().claims["p-1"].description == "[redacted]"


def test_a_withdrawn_claim_stays_withdrawn(store: Store, record: Recorder) -> None:
    record(f.wage("w-2", "sama", withdrawn_reason="Jo asked for it"))
    with store.view() as view:
        row = view.claim_history("w-2")[0].row
    with record.writer() as writer:
        writer.redact("claim_version", row, "a name")
    with store.view() as view:
        assert view.snapshot().claims["w-2"].withdrawn_reason == "[redacted]"


def test_every_child_loses_its_text(store: Store, record: Recorder) -> None:
    record(
        Figure(id="f-2", topic="x", unit="people", scope="at Jo's", citations=f.cite("a-report")),
        f.response("r-2", "sama", entity="sama", told_by="Jo"),
        f.wage("w-2", "sama", sites=("Jo's house",), countries=("KE",), work_types=("labelling",)),
    )
    with store.view() as view:
        rows = [view.claim_history(id)[0].row for id in ("f-2", "r-2", "w-2")]
        rows.append(view.entity_history("sama")[0].row)
    with record.writer() as writer:
        for row in rows[:3]:
            writer.redact("claim_version", row, "a name")
        writer.redact("entity_version", rows[3], "a name")
    with store.view() as view:
        found = view.snapshot()
        assert view.verify().problems == ()
    figure, response, wage, sama = (*(found.claims[id] for id in ("f-2", "r-2", "w-2")), found.entities["sama"])
    assert isinstance(figure, Figure)
    assert (figure.topic, figure.unit, figure.scope, figure.qualifier) == ("[redacted]",) * 3 + ("",)
    assert isinstance(response, Response)
    assert (response.told_by, response.respondent) == ("[redacted]", "sama")
    assert (wage.sites, wage.countries, wage.work_types) == (("[redacted]",), ("KE",), ("[redacted]",))
    assert (sama.name, sama.names[0].name, sama.identifiers[0].value) == ("[redacted]",) * 3
    assert (sama.kind, sama.same_as_candidates) == ("outsourcer", ("openai",))


def test_a_reference_row_loses_its_text_and_keeps_its_figure(store: Store, record: Recorder) -> None:
    with record.writer() as writer:
        writer.redact("minimum_wage", 1, "a name in the note")
        writer.redact("living_wage", 1, "a name in the place")
    with store.view() as view:
        rows = view.snapshot().reference.rows
        assert view.verify().problems == ()
    low, living = rows["mw-1"], rows["lw-1"]
    assert isinstance(low, MinimumWage)
    assert isinstance(living, LivingWage)
    assert (low.scope, low.note, low.locator, low.hours_note, low.places) == (*["[redacted]"] * 4, ("[redacted]",) * 2)
    assert (str(low.amount), low.start, low.end, low.source) == ("610.50", "2023-07-16", "2024~", "a-report")
    assert (living.place, living.household, living.method) == ("[redacted]", "[redacted]", "WageIndicator")
    assert living.hours_note == ""


def test_what_was_redacted_is_nowhere_in_the_file(sqlite_store: Store) -> None:
    record = Recorder(sqlite_store)
    record(Source(id="s-1", title="Unmistakable Name", kind="study", seen="yes", quality="original"))
    record(Source(id="s-1", title="Another title", kind="study", seen="yes", quality="original"))
    with record.writer() as writer:
        writer.redact("source_version", 1, "a name")
    files = list(Path(str(sqlite_store.url.database)).parent.glob("*.db*"))
    assert files
    assert not any(b"Unmistakable Name" in file.read_bytes() for file in files)
    assert any(b"Another title" in file.read_bytes() for file in files)


def test_only_text_and_salt_can_be_redacted_and_only_when_it_is_recorded(behind: Behind) -> None:
    blank = "UPDATE source_version SET salt = NULL, title = NULL"
    why = "INSERT INTO redaction VALUES (9, 4, 'source_version', 1, 'a name')"
    assert STAYS in behind.refused(f"{blank} WHERE id = 1")
    assert STAYS in behind.refused(why, f"{blank} WHERE id = 2")
    assert STAYS in behind.refused(why, f"{blank}, publisher = 'x' WHERE id = 1")
    assert STAYS in behind.refused(why, f"{blank}, digest = 'x' WHERE id = 1")
    assert STAYS in behind.refused(why, f"{blank}, rec_to = 4 WHERE id = 1")
    assert STAYS in behind.refused(why, f"{blank}, authors = 'x' WHERE id = 1")
    assert STAYS in behind.refused(why, "UPDATE source_version SET salt = NULL WHERE id = 1")
    assert STAYS in behind.refused(why, "UPDATE source_version SET salt = NULL, title = 'x' WHERE id = 1")
    behind.run(why, f"{blank} WHERE id = 1", NEXT)
    assert STAYS in behind.refused("UPDATE source_version SET title = 'back' WHERE id = 1")
    assert STAYS in behind.refused("UPDATE source_version SET salt = 'x' WHERE id = 1")


def test_a_child_loses_its_text_only_with_its_version(behind: Behind) -> None:
    blank = "UPDATE entity_name SET name = '[redacted]'"
    id = behind.value("SELECT entity_version_id FROM entity_name")
    assert STAYS in behind.refused(blank)
    gone = (
        f"INSERT INTO redaction VALUES (9, 4, 'entity_version', {id}, 'a name')",
        f"UPDATE entity_version SET salt = NULL, name = NULL WHERE id = {id}",
    )
    assert STAYS in behind.refused(*gone, "UPDATE entity_name SET name = 'x'")
    assert STAYS in behind.refused(*gone, f"{blank}, kind = 'legal'")
    behind.run(*gone, blank, NEXT)


def test_a_redaction_names_a_row_with_text_once(record: Recorder) -> None:
    with record.writer() as writer:
        with pytest.raises(NotFound):
            writer.redact("revision", 1, "a name")
        with pytest.raises(NotFound):
            writer.redact("claim_version", 900, "a name")
        with pytest.raises(Conflict, match="no text"):
            writer.redact("verification", 1, "a name")
        writer.redact("claim_version", 1, "a name")
        with pytest.raises(Conflict, match="redacted already"):
            writer.redact("claim_version", 1, "a name")
