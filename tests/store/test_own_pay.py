"""Pay that workers reported: kept apart from everything public, and so that it stays as it is or goes."""

import traceback
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from supplychain.domain.errors import Conflict, NotFound, Tampered
from supplychain.domain.pay_gate import CountClass, OwnReport, publishable
from supplychain.domain.records import Wage
from supplychain.store.database import Store
from supplychain.store.tables import METADATA
from tests import factories as f
from tests.own_pay import MARK, report
from tests.store.conftest import FIRST_WORLD, Behind, Recorder

DAY, NEXT = date(2024, 7, 15), date(2024, 10, 1)
PRIVATE = sorted(name for name, table in METADATA.tables.items() if "private" in table.info)
STAYING = [name for name in PRIVATE if METADATA.tables[name].info["private"] == "for ever"]


@pytest.fixture(autouse=True)
def world(record: Recorder) -> None:
    record(*FIRST_WORLD)


def put(record: Recorder, *numbers: int, **changes: object) -> None:
    with record.writer() as writer:
        for number in numbers:
            writer.put_own(*report(number, **changes))


def release(record: Recorder, day: date = DAY, quarter: str = "2024-Q3") -> bool:
    with record.writer("a release") as writer:
        before, there = writer.released_pay(), writer.own_reports()
        wages, own = [wage for wage, _ in there.values()], {id: own for id, (_, own) in there.items()}
        return writer.release_pay(publishable(wages, own, day, before.releases, before.held), quarter, day)


def test_a_report_is_kept_and_is_no_claim(store: Store, record: Recorder, behind: Behind) -> None:
    with store.view() as view:
        before, log = view.snapshot(), view.revisions()
    wage, own = report(1, "1777.50", group_size=None)
    with record.writer() as writer:
        writer.put_own(wage, own)
    with record.writer() as writer:
        assert writer.own_reports() == {wage.id: (wage, own)}
        assert str(writer.own_reports()[wage.id][0].low) == "1777.50"
        assert wage.id not in writer.snapshot().claims
    with store.view() as view:
        assert view.snapshot() == before
        assert view.revisions() == log
        assert view.verify().problems == ()
        with pytest.raises(NotFound):
            view.claim_history(wage.id)
    assert behind.value(f"SELECT count(*) FROM claim WHERE id = '{wage.id}'") == 0


def test_it_is_kept_with_what_else_is_recorded_or_not_at_all(store: Store, record: Recorder) -> None:
    with record.writer() as writer:
        writer.put([f.entity("sora")])
        writer.put_own(*report(1))
        assert set(writer.snapshot().claims) == {"f-1", "l-1", "p-1", "r-1", "w-1"}
    with pytest.raises(Conflict):
        _keep_and_fail(record)
    with record.writer() as writer:
        assert list(writer.own_reports()) == [report(1)[0].id]
    with store.view() as view:
        assert "sora" in view.snapshot().entities


def _keep_and_fail(record: Recorder) -> None:
    with record.writer() as writer:
        writer.put_own(*report(2))
        writer.put([f.wage("w-9", "nobody")])


def test_an_id_is_a_claim_or_a_report_and_never_both(record: Recorder, behind: Behind) -> None:
    public, own = report(1, id="w-1")
    with pytest.raises(Conflict, match="cannot be held back any more"), record.writer() as writer:
        writer.put_own(public, own)
    put(record, 1)
    with pytest.raises(Conflict, match="taken"), record.writer() as writer:
        writer.put_own(*report(1))
    with pytest.raises(Conflict, match="give the claim another one"):
        record(f.wage(report(1)[0].id, "sama"))
    row = "'{}', '{{}}', 'x', 'g', NULL, '2024-01-10', ''"
    columns = "claim_id, wage, submitter, described_group, group_size, received, channel"
    assert "the id is taken" in behind.refused(f"INSERT INTO own_report ({columns}) VALUES ({row.format('w-1')})")
    new = f"INSERT INTO claim (id, kind, rec_from) VALUES ('{report(1)[0].id}', 'wage', 2)"
    assert "the id is taken" in behind.refused(new)


def test_a_withdrawn_claim_cannot_become_a_report(record: Recorder) -> None:
    record(FIRST_WORLD[7].model_copy(update={"withdrawn_reason": "it was a worker's own"}))
    with pytest.raises(Conflict), record.writer() as writer:
        writer.put_own(*report(1, id="w-1"))


def test_parties_must_be_there_and_nothing_public_can_speak_to_a_report(record: Recorder) -> None:
    for changes in ({"employer": "nobody"}, {"clients": ("nobody",)}, {"tools": ("nobody",)}):
        with pytest.raises(Conflict, match="“nobody”, which is not there"), record.writer() as writer:
            writer.put_own(*report(1, **changes))
    put(record, 1)
    with pytest.raises(Conflict, match="which is not there"):
        record(f.response("r-2", "sama", claim=report(1)[0].id))


def test_an_error_of_the_database_says_nothing_of_the_report(record: Recorder, behind: Behind) -> None:
    wage, own = report(1)
    with pytest.raises(Conflict) as caught:
        _keep(record, wage, own.model_copy(update={"group_size": 0}))
    assert MARK not in "".join(traceback.format_exception(caught.value))
    put(record, 1)
    behind.run("DELETE FROM own_report")
    row = "'w-own', '{\"zzsecret\": 1}', 'x', 'g', NULL, '2024-01-10', ''"
    behind.run(f"INSERT INTO own_report VALUES ({row})")
    with pytest.raises(Tampered) as broken, record.writer() as writer:
        writer.own_reports()
    assert MARK not in "".join(traceback.format_exception(broken.value))


def _keep(record: Recorder, wage: Wage, own: OwnReport) -> None:
    with record.writer() as writer:
        writer.put_own(wage, own)


def test_a_report_goes_with_every_word(record: Recorder, store: Store) -> None:
    put(record, 1, 2)
    with pytest.raises(NotFound), record.writer() as writer:
        writer.forget_own("w-1")
    with record.writer() as writer:
        writer.forget_own(report(1)[0].id)
    with record.writer() as writer:
        assert list(writer.own_reports()) == [report(2)[0].id]
        writer.forget_own(report(2)[0].id)
    if store.url.get_backend_name() == "sqlite":
        store.close()
        found = [path.read_bytes() for path in Path(str(store.url.database)).parent.iterdir() if path.is_file()]
        assert not any(MARK.encode() in content for content in found)


def test_what_is_kept_never_changes(record: Recorder, behind: Behind) -> None:
    put(record, *range(6))
    put(record, *range(10, 12), employer="openai")
    assert release(record)
    for table in PRIVATE:
        assert behind.value(f"SELECT count(*) FROM {table}")
        for column in METADATA.tables[table].c.keys():  # noqa: SIM118
            said = behind.refused(f"UPDATE {table} SET {column} = {column}")
            assert "stays" in said, (table, column)
        if behind.engine.dialect.name == "sqlite":
            assert behind.refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}") == f"pk_{table}"
    for table in STAYING:
        assert "stays" in behind.refused(f"DELETE FROM {table}")
        if behind.engine.dialect.name == "postgresql":
            assert "stays" in behind.refused(f"TRUNCATE {table} CASCADE")
    if behind.engine.dialect.name == "sqlite":
        again = "SELECT 9, quarter, released_on, revision FROM pay_release"
        assert behind.refused(f"INSERT OR REPLACE INTO pay_release {again}") == "pk_pay_release"
    behind.run("DELETE FROM own_report")


def test_a_release_is_a_revision_and_shown_from_it_on(migrated_url: str, store: Store, record: Recorder) -> None:
    put(record, *range(6))
    put(record, *range(10, 12), employer="openai")
    with store.view() as view:
        assert (view.snapshot().cells, view.snapshot().held_back) == ((), ())
    assert release(record)
    with store.view() as view:
        found = view.snapshot()
        assert view.revision == 2
        assert view.verify().problems == ()
    assert [(c.key.employer, c.median, c.submitters) for c in found.cells_at("sama")] == [
        ("sama", Decimal(1800), CountClass.FIVE)
    ]
    assert [(h.employer, h.reports) for h in found.held_back] == [("openai", CountClass.FEW)]
    with closing(Store(migrated_url)) as other, other.view(as_of=1) as view:
        assert (view.snapshot().cells, view.snapshot().held_back) == ((), ())
    put(record, *range(20, 25), received=date(2024, 6, 1), amount=2000)
    assert release(record, NEXT, "2024-Q4")
    with store.view() as view:
        assert [c.submitters for c in view.snapshot().cells_at("sama")] == [CountClass.TEN]
    with closing(Store(migrated_url)) as other, other.view(as_of=2) as view:
        assert view.snapshot() == found


def test_a_release_that_changes_nothing_is_no_revision_and_one_a_quarter(store: Store, record: Recorder) -> None:
    put(record, *range(6))
    assert release(record)
    assert not release(record, NEXT, "2024-Q4")
    with store.view() as view:
        assert view.revision == 2
        assert view.snapshot().cells
    with pytest.raises(Conflict, match="in this quarter already"):
        release(record, NEXT, "2024-Q4")


def test_the_gate_remembers_people_who_are_gone(record: Recorder, store: Store) -> None:
    put(record, *range(6))
    put(record, 10, 11, employer="openai")
    release(record)
    with record.writer() as writer:
        for number in (0, 10, 11):
            writer.forget_own(report(number)[0].id)
    put(record, *range(20, 30), received=date(2024, 6, 1))
    with store.view() as view:
        cells = view.snapshot().cells
    assert release(record, NEXT, "2024-Q4")
    with store.view() as view:  # the figure at Sama stays: a new one would lack the one who is gone
        assert view.snapshot().cells == cells
        assert [h.employer for h in view.snapshot().held_back] == ["openai", "sama"]
    with record.writer() as writer:
        assert len(writer.released_pay().held["openai"]) == 2
        assert all(MARK not in name for r in writer.released_pay().releases for name in r.members)
