"""Checking, importing and exporting packages with a real database: all or nothing, once, and back byte for byte."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from supplychain.assets import asset_dir
from supplychain.domain.errors import Invalid
from supplychain.domain.records import Name, Record
from supplychain.formats.packages import write_package
from supplychain.services.packages import PackageReport, check_package, export_package, import_package
from supplychain.store.database import Store
from tests.factories import cite, entity, link, source, wage
from tests.formats.broken import RECORDS, cell, good, listing
from tests.formats.ways import WAYS
from tests.strategies import databases

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SEEDS = asset_dir("seeds")


def bring_in(store: Store, folder: Path, **others: object) -> PackageReport:
    return import_package(store, folder, "editor", "a test", NOW, lambda: "ab" * 16, **others)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """A database with nothing in it, SQLite and PostgreSQL."""
    store = Store(migrated_url)
    yield store
    store.close()


@pytest.fixture
def sqlite(new_database: Callable[[str, str], str]) -> Iterator[Store]:
    """The same on SQLite only, for what does not depend on the database."""
    store = Store(new_database("sqlite", "migrated"))
    yield store
    store.close()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".json")}


def revision(store: Store) -> int:
    with store.view() as view:
        return view.revision


def counts(report: PackageReport, table: str) -> tuple[int | None, ...]:
    (count,) = (c for c in report.tables if c.table == table)
    return count.new, count.changed, count.unchanged, count.removed


# -- once, and back byte for byte --------------------------------------------------------------------------------------


def test_the_seeds_come_back_byte_for_byte(store: Store, tmp_path: Path) -> None:
    started = time.process_time()  # of this process: others may be busy on the same machine
    report = bring_in(store, SEEDS)
    assert time.process_time() - started < 5
    assert (report.recorded, report.revision) == (True, 1)
    assert report.total > 4_000
    assert counts(report, "links") == (next(c.rows for c in report.tables if c.table == "links"), 0, 0, 0)
    with store.view() as view:
        exported = export_package(view, tmp_path / "p")
    assert content(tmp_path / "p") == content(SEEDS)
    assert exported.total == report.total


def test_the_same_package_again_changes_nothing(store: Store) -> None:
    bring_in(store, SEEDS)
    again = bring_in(store, SEEDS)
    assert (again.recorded, again.revision, revision(store)) == (False, 1, 1)
    assert {(c.new, c.changed, c.removed) for c in again.tables} == {(0, 0, 0)}
    assert sum(c.unchanged for c in again.tables) == again.total
    assert again.changed_ids == ()


@given(records=databases())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_brought_in_comes_back_byte_for_byte(
    records: list[Record], new_database: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("packages")
    write_package(folder / "in", records)
    store = Store(new_database("sqlite", "migrated"))
    assert bring_in(store, folder / "in").recorded
    assert not bring_in(store, folder / "in").recorded
    with store.view() as view:
        export_package(view, folder / "out")
        assert check_package(view, folder / "out").problems == ()
    store.close()
    assert content(folder / "out") == content(folder / "in")


def test_an_older_revision_can_be_exported(sqlite: Store, tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    bring_in(sqlite, folder)
    before = content(folder)
    cell("wages w-1 note", "read again")(folder)
    bring_in(sqlite, folder)
    with sqlite.view(1) as view:
        assert export_package(view, tmp_path / "old").revision == 1
    assert content(tmp_path / "old") == before


# -- all or nothing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["entity unknown", "term unknown", "no citation", "kinds that do not fit", "file missing"]
)
def test_nothing_of_a_wrong_package_is_recorded(name: str, store: Store, tmp_path: Path) -> None:
    """On both databases; every way to be wrong is gone through in tests/cli."""
    (way,) = (way for way in WAYS if way.name == name)
    folder = good(tmp_path / "p")
    way.do(folder)
    with pytest.raises(Invalid, match=re.escape(way.what)) as caught:
        bring_in(store, folder)
    with store.view() as view:
        report = check_package(view, folder)
        assert report.problems == caught.value.problems
        assert {c.new for c in report.tables} <= {None}
        assert (view.revision, dict(view.snapshot().entities)) == (0, {})


def test_a_failure_in_the_middle_leaves_nothing_half_done(store: Store) -> None:
    salts = iter(["ab" * 16] * 700)

    class Power(Exception):
        pass

    def salt() -> str:
        for found in salts:
            return found
        raise Power

    with pytest.raises(Power):
        import_package(store, SEEDS, "editor", "a test", NOW, salt)
    assert revision(store) == 0
    assert bring_in(store, SEEDS).revision == 1


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from supplychain.services.packages import import_package
from supplychain.store.database import Store, Writer

put = Writer.put
def and_die(self, records):
    put(self, records)
    os.kill(os.getpid(), 9)
Writer.put = and_die
import_package(Store(sys.argv[1]), Path(sys.argv[2]), "editor", "a test", datetime.now(UTC), lambda: "ab" * 16)
"""


@pytest.mark.slow
def test_a_kill_before_the_end_leaves_nothing_half_done(migrated_url: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, migrated_url, str(SEEDS)], check=False)
    assert done.returncode == -9
    store = Store(migrated_url)
    assert revision(store) == 0
    assert bring_in(store, SEEDS).revision == 1
    store.close()


def test_two_at_once_record_it_once(migrated_url: str) -> None:
    stores = [Store(migrated_url) for _ in range(2)]
    reports: list[PackageReport] = []
    together = threading.Barrier(2)

    def work(store: Store) -> None:
        waited: list[int] = []

        def meet(_: int) -> None:
            if not waited:
                waited.append(1)
                together.wait(10)

        reports.append(bring_in(store, SEEDS, progress=meet))

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.recorded for report in reports) == [False, True]
    assert {report.revision for report in reports} == {1}
    assert revision(stores[0]) == 1
    for store in stores:
        store.close()


def test_what_was_recorded_while_it_was_read_counts(store: Store, tmp_path: Path) -> None:
    """Between the reading of a package and the writing another one may have come in: then all is compared anew."""
    write_package(tmp_path / "other", [entity("firm", "platform")])
    folder = good(tmp_path / "p")

    def meanwhile(_: int) -> None:
        if revision(store) == 0:
            bring_in(store, tmp_path / "other")

    with pytest.raises(Invalid, match=r"firm.* is recorded as platform"):
        bring_in(store, folder, progress=meanwhile)
    assert revision(store) == 1


# -- what an import changes --------------------------------------------------------------------------------------------


def test_what_changed_is_one_new_revision_and_the_rest_stays(store: Store, tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    bring_in(store, folder)
    cell("wages w-1 low", "2.00")(folder)
    with store.view() as view:
        checked = check_package(view, folder)
    assert counts(checked, "wages") == (0, 1, 0, 0)
    assert checked.changed_ids == ("wages w-1",)
    report = bring_in(store, folder)
    assert (report.recorded, report.revision, report.tables) == (True, 2, checked.tables)
    with store.view() as view:
        assert [v.rec_from for v in view.claim_history("w-1")] == [1, 2]
        assert [v.rec_from for v in view.claim_history("l-1")] == [1]
        assert f"{view.snapshot().claims['w-1'].low}" == "2.00"


def test_rows_that_are_gone_from_a_record_are_counted(sqlite: Store, tmp_path: Path) -> None:
    write_package(tmp_path / "p", [*RECORDS])
    bring_in(sqlite, tmp_path / "p")
    shorter = link("l-1", "chat-tool", "provided_by", "maker", citations=cite("s-2"))
    write_package(tmp_path / "p", [r for r in RECORDS if getattr(r, "id", "") != "l-1"] + [shorter])
    report = bring_in(sqlite, tmp_path / "p")
    assert counts(report, "links") == (0, 0, 2, 0)
    assert counts(report, "citations") == (0, 0, 6, 1)
    assert report.changed_ids == ("links l-1",)


def test_the_order_of_nested_rows_is_no_change(sqlite: Store, tmp_path: Path) -> None:
    with sqlite.writer("editor", "by another way", NOW, lambda: "ab" * 16) as writer:
        writer.put([source("s-1"), source("s-2"), entity("firm", "outsourcer")])
        writer.put([wage("w-1", "firm", citations=cite("s-2", "s-1"))])
    with sqlite.view() as view:
        export_package(view, tmp_path / "p")
    assert not bring_in(sqlite, tmp_path / "p").recorded


def test_absent_rows_and_absent_tables_leave_what_is_recorded(store: Store, tmp_path: Path) -> None:
    bring_in(store, good(tmp_path / "p"))
    write_package(tmp_path / "q", [entity("chat-tool", description="A tool to talk to.")])
    listing(lambda d: d.update(resources=d["resources"][:1]))(tmp_path / "q")
    report = bring_in(store, tmp_path / "q")
    assert [c.table for c in report.tables] == ["entities"]
    with store.view() as view:
        found = view.snapshot()
        assert set(found.entities) == {"chat-tool", "firm", "firm-two", "maker"}
        assert len(found.claims) == 6
        assert found.entities["chat-tool"].description == "A tool to talk to."
        assert [n.name for n in found.entities["chat-tool"].names] == ["Chat", "The Chat"]


def test_a_table_with_only_its_header_takes_the_names_away(sqlite: Store, tmp_path: Path) -> None:
    bring_in(sqlite, good(tmp_path / "p"))
    write_package(tmp_path / "q", [entity("chat-tool", names=(Name(name="Chat"),))])
    assert counts(bring_in(sqlite, tmp_path / "q"), "names") == (0, 0, 1, 1)
    with sqlite.view() as view:
        assert [n.name for n in view.snapshot().entities["chat-tool"].names] == ["Chat"]


def test_a_claim_is_withdrawn_by_a_reason(store: Store, tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    bring_in(store, folder)
    cell("wages w-1 withdrawn_reason", "The source took it back.")(folder)
    bring_in(store, folder)
    with store.view() as view:
        assert view.snapshot().claims["w-1"].withdrawn_reason
        assert "w-1" not in {c.id for c in view.snapshot().live}
        export_package(view, tmp_path / "out")
    assert content(tmp_path / "out") == content(folder)


def test_a_check_records_nothing(store: Store) -> None:
    with store.view() as view:
        report = check_package(view, SEEDS)
    assert (report.recorded, report.revision, revision(store)) == (False, 0, 0)
    assert sum(c.new for c in report.tables) == report.total


def test_the_report_is_json(sqlite: Store, tmp_path: Path) -> None:
    folder = good(tmp_path / "p")
    cell("wages w-1 low", "two")(folder)
    with sqlite.view() as view:
        report = json.loads(check_package(view, folder).model_dump_json())
    assert report["problems"][0]["where"] == "wages.csv, row 2, column low"
    assert set(report["problems"][0]) == {"where", "what", "mend"}
    assert report["tables"][0] == {
        "table": "entities",
        "rows": 4,
        "new": None,
        "changed": None,
        "unchanged": None,
        "removed": None,
    }


# -- how long, how large -----------------------------------------------------------------------------------------------

LARGE = """
import resource, sys
from pathlib import Path
from supplychain.formats.packages import Known, read_package
package = read_package(Path(sys.argv[1]), Known())
# What getrusage tells on Linux starts from the size of the process that started this one.
status = Path("/proc/self/status")
own = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
most = own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(package.problems), sum(package.counted.values()), most)
"""


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_checked_in_bounded_time_and_memory(tmp_path: Path) -> None:
    n = 11_000
    records: list[Record] = [source(f"s-{i}") for i in range(n)]
    records += [entity(f"tool-{i}") for i in range(n)] + [entity(f"firm-{i}", "outsourcer") for i in range(n)]
    for i in range(n):
        cited = cite(f"s-{i}", f"s-{(i + 7) % n}")
        records.append(link(f"l-{i}", f"tool-{i}", "data_work_by", f"firm-{i}", description="x" * 100, citations=cited))
        records.append(wage(f"w-{i}", f"firm-{i}", note="y" * 100, citations=cited))
    write_package(tmp_path / "p", records)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LARGE, str(tmp_path / "p")], capture_output=True, text=True, check=True, timeout=60
    )
    assert time.perf_counter() - started < 60
    problems, rows, kilobytes = map(int, done.stdout.split())
    assert (problems, rows) == (0, 9 * n)
    assert kilobytes < 400_000
