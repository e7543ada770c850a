"""Whoever changes what was recorded, past every trigger, is found, and where."""

import pytest

from supplychain.domain.errors import Tampered
from supplychain.store.audit import verify
from supplychain.store.database import Store
from tests import factories as f
from tests.store.conftest import WORLD, Behind, Recorder

PAST = {"sqlite": ("PRAGMA foreign_keys = OFF",), "postgresql": ("SET session_replication_role = replica",)}


@pytest.fixture(autouse=True)
def world(record: Recorder) -> None:
    """Three revisions, the second with a change, the third with a redaction."""
    record(*WORLD)
    record(f.practice("p-1", "sama", stance="ended"), f.entity("sora"))
    with record.writer() as writer:
        writer.redact("claim_version", 3, "a name")


def tamper(behind: Behind, *statements: str) -> None:
    """Do it as somebody does who owns the database: without triggers and foreign keys."""
    dialect = behind.engine.dialect.name
    with behind.engine.connect() as connection:
        if dialect == "sqlite":
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            statements = (*(f"DROP TRIGGER {name}" for name in names), *statements)
        for statement in (*PAST[dialect], *statements):
            connection.exec_driver_sql(statement)
        connection.commit()


def test_what_nobody_touched_is_sound(store: Store) -> None:
    with store.view() as view:
        checked = view.verify()
        log = view.revisions()
    assert checked.problems == ()
    assert (checked.revisions, checked.rows, checked.hash) == (3, 25, log[-1].hash)
    assert [(h.table, h.row) for h in checked.holes] == [("claim_version", 3)]


def test_nothing_recorded_is_sound(sqlite_store: Store) -> None:
    with sqlite_store.view() as view:
        checked = view.verify()
    assert (checked.revisions, checked.rows, checked.hash, checked.holes, checked.problems) == (0, 0, "", (), ())


_ROW = "the row, its root or one of its children is not what was recorded."
_PAYLOAD = "what it opened, closed or redacted is not what is there."


TAMPERING = [
    ("UPDATE entity_version SET name = 'Other' WHERE id = 1", "entity_version 1", _ROW),
    ("UPDATE entity_version SET country = 'DE' WHERE id = 1", "entity_version 1", _ROW),
    ("UPDATE entity_version SET rec_from = 2 WHERE id = 1", "entity_version 1", _ROW),
    ("UPDATE entity_version SET digest = 'x' WHERE id = 1", "entity_version 1", _ROW),
    ("UPDATE entity SET kind = 'model' WHERE id = 'chatgpt'", "entity_version 1", _ROW),
    ("UPDATE entity_name SET name = 'Other'", "entity_version 3", _ROW),
    ("DELETE FROM entity_name", "entity_version 3", _ROW),
    ("DELETE FROM entity_candidate", "entity_version 3", _ROW),
    ("UPDATE claim_version SET valid_lo = '1999-01-01' WHERE id = 5", "claim_version 5", _ROW),
    ("UPDATE claim_version SET withdrawn_reason = 'x' WHERE id = 5", "claim_version 5", _ROW),
    ("UPDATE wage_detail SET low = '12.5'", "claim_version 5", _ROW),
    ("UPDATE wage_detail SET sample_size = 9", "claim_version 5", _ROW),
    ("UPDATE citation SET locator_shared = NOT locator_shared WHERE claim_version_id = 5", "claim_version 5", _ROW),
    ("UPDATE citation SET source_id = 'a-copy' WHERE claim_version_id = 5", "claim_version 5", _ROW),
    ("UPDATE response_target SET stance = 'acknowledges'", "claim_version 4", _ROW),
    ("DELETE FROM response_unknown", "claim_version 4", _ROW),
    ("UPDATE source_origin SET publisher = 'AP' WHERE position = 1", "source_version 1", _ROW),
    ("UPDATE identity_judgement SET judgement = 'same'", "identity_judgement 1", _ROW),
    ("UPDATE response_request SET outcome = 'no_answer'", "response_request 1", _ROW),
    ("DELETE FROM response_request_claim WHERE position = 1", "response_request 1", _ROW),
    ("UPDATE verification SET outcome = 'misread'", "verification 1", _ROW),
    ("UPDATE minimum_wage SET amount = '610.5'", "minimum_wage 1", _ROW),
    ("UPDATE minimum_wage SET valid_edtf = '2023/2024'", "minimum_wage 1", _ROW),
    ("DELETE FROM minimum_wage_place WHERE position = 1", "minimum_wage 1", _ROW),
    ("UPDATE living_wage_place SET place = 'Lake Victoria'", "living_wage 1", _ROW),
    ("UPDATE living_wage SET bound = 'low'", "living_wage 1", _ROW),
    ("UPDATE exchange_rate SET several_rates = NOT several_rates", "exchange_rate 1", _ROW),
    ("UPDATE exchange_rate SET source_id = 'a-copy'", "exchange_rate 1", _ROW),
    ("UPDATE purchasing_power SET implied = NULL", "purchasing_power 1", _ROW),
    ("UPDATE consumer_price SET change = '0.80'", "consumer_price 1", _ROW),
    ("DELETE FROM consumer_price", "revision 1", _PAYLOAD),
    ("DELETE FROM identity_judgement", "revision 1", _PAYLOAD),
    ("DELETE FROM entity_version WHERE id = 5", "revision 2", _PAYLOAD),
    ("UPDATE entity_version SET rec_to = 2 WHERE id = 1", "revision 2", _PAYLOAD),
    ("UPDATE entity_version SET rec_to = 3 WHERE id = 2", "revision 3", _PAYLOAD),
    ("UPDATE claim_version SET rec_to = 3 WHERE rec_to = 2", "revision 3", _PAYLOAD),
    ("DELETE FROM redaction", "revision 3", _PAYLOAD),
    ("UPDATE redaction SET reason = 'x'", "revision 3", _PAYLOAD),
    ("UPDATE redaction SET row_id = 5", "claim_version 5", "is said to be redacted and is not."),
    ("UPDATE claim_version SET salt = NULL WHERE id = 5", "claim_version 5", "no redaction says so."),
    ("UPDATE claim_version SET description = 'x' WHERE id = 3", "claim_version 3", "given another text"),
    ("DELETE FROM entity_version WHERE id = 3", "entity_name of entity_version 3", "a version that is not there"),
    ("INSERT INTO entity VALUES ('ghost', 'tool', 1)", "entity ghost", "has no version."),
    ("UPDATE revision SET summary = 'x' WHERE seq = 1", "revision 1", "the entry of the log"),
    ("UPDATE revision SET recorded_at = 'x' WHERE seq = 3", "revision 3", "the entry of the log"),
    ("UPDATE revision SET actor = 'x' WHERE seq = 2", "revision 2", "the entry of the log"),
    ("UPDATE revision SET payload_digest = 'x' WHERE seq = 2", "revision 2", _PAYLOAD),
    ("UPDATE revision SET prev_hash = 'x' WHERE seq = 2", "revision 2", "does not follow"),
    ("UPDATE revision SET hash = 'x' WHERE seq = 2", "revision 3", "does not follow"),
    ("DELETE FROM revision WHERE seq = 2", "revision 3", "comes after revision 1"),
    ("DELETE FROM revision WHERE seq = 3", "revision 3", "is not there, and rows say"),
    ("DELETE FROM revision WHERE seq = 2", "revision 2", "is not there, and rows say"),
]


def test_tampering_is_found(behind: Behind) -> None:
    tamper(behind)
    for statement, where, what in TAMPERING:
        with behind.engine.connect() as connection:
            for past in PAST[behind.engine.dialect.name]:
                connection.exec_driver_sql(past)
            assert connection.exec_driver_sql(statement).rowcount, f"{statement}: nothing to tamper with"
            problems = verify(connection).problems
            connection.rollback()
        assert any(p.where == where and what in p.what for p in problems), f"{statement}: {problems}"
    with behind.engine.connect() as connection:
        assert verify(connection).problems == ()


def test_a_row_slipped_in_is_found(store: Store, behind: Behind) -> None:
    tamper(behind)
    behind.copy(
        [
            ("entity", "id = 'sama'", {"id": "new"}),
            ("entity_version", "id = 1", {"id": 900, "entity_id": "new"}),
            ("citation", "claim_version_id = 5", {"id": 900, "locator": "page 900"}),
        ],
        PAST[behind.engine.dialect.name] if behind.engine.dialect.name == "postgresql" else (),
    )
    with store.view() as view:
        found = {problem.where for problem in view.verify().problems}
    assert {"entity_version 900", "revision 1", "claim_version 5"} <= found


def test_what_is_no_value_is_found(sqlite_store: Store) -> None:
    Recorder(sqlite_store)(*WORLD)
    behind = Behind(sqlite_store.url.render_as_string())
    tamper(behind, "UPDATE wage_detail SET low = 'much'", "UPDATE entity_version SET rec_from = 'x' WHERE id = 1")
    with sqlite_store.view() as view:
        found = {problem.where for problem in view.verify().problems}
    assert {"claim_version 5", "entity_version 1"} <= found


def test_what_cannot_be_read_says_where(sqlite_store: Store) -> None:
    Recorder(sqlite_store)(*WORLD)
    tamper(Behind(sqlite_store.url.render_as_string()), "DELETE FROM wage_detail")
    with sqlite_store.view() as view, pytest.raises(Tampered, match="row 5 of claim_version can no longer be read"):
        view.snapshot()
