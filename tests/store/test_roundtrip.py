"""Whatever records say comes back exactly, on both databases with the same hashes."""

import itertools
from collections.abc import Callable, Iterable
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.domain.errors import Conflict
from supplychain.domain.records import Record
from supplychain.domain.snapshot import Snapshot
from supplychain.store.database import Revision, Store
from supplychain.store.layouts import key_of
from tests import factories as f
from tests.store.conftest import FIRST_WORLD, NOON, SECOND_WORLD, THIRD_WORLD, WORLD, Recorder
from tests.strategies import databases

FRESH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


def texts(state: Snapshot) -> list[str]:
    """Everything in a state, as text, so that 12.50 differs from 12.5."""
    found: Iterable[Record] = (
        *state.entities.values(),
        *state.sources.values(),
        *state.claims.values(),
        *state.judgements,
        *state.requests,
        *state.verifications,
        *state.reference_rows,
    )
    return [record.model_dump_json() for record in found]


@settings(FRESH, max_examples=30)
@given(databases())
def test_everything_comes_back(new_database: Callable[[str, str], str], records: list[Record]) -> None:
    assert_comes_back(new_database("sqlite", "migrated"), records)


@pytest.mark.postgres
@settings(FRESH, max_examples=10)
@given(databases())
def test_everything_comes_back_on_postgresql(new_database: Callable[[str, str], str], records: list[Record]) -> None:
    assert_comes_back(new_database("postgresql", "migrated"), records)


def assert_comes_back(url: str, records: list[Record]) -> None:
    with closing(Store(url)) as store:
        record = Recorder(store)
        record(*records)
        assert record(*reversed(records)).unchanged.total() == len(records)
        with store.view() as view:
            assert texts(view.snapshot()) == texts(Snapshot.of(records))
            assert view.verify().problems == ()


@settings(FRESH, max_examples=20)
@given(databases(), databases(), st.data())
def test_every_revision_keeps_what_it_was(
    new_database: Callable[[str, str], str], first: list[Record], second: list[Record], data: st.DataObject
) -> None:
    """Two databases, one put over the other: the first revision stays as it was, the second is the one over the other."""
    over = {(type(r), key_of(r)): r for r in (*first, *second)}
    with closing(Store(new_database("sqlite", "migrated"))) as store:
        record = Recorder(store)
        record(*first)
        with store.view() as view:
            before = texts(view.snapshot())
        try:
            changes = record(*data.draw(st.permutations(second)))
        except Conflict:  # an entity or a claim of another kind has the same id
            over = {(type(r), key_of(r)): r for r in first}
        else:
            assert changes.new.total() + changes.changed.total() + changes.unchanged.total() == len(second)
        with store.view() as view:
            assert texts(view.snapshot()) == texts(Snapshot.of(over.values()))
            assert view.verify().problems == ()
        with store.view(1) as view:
            assert texts(view.snapshot()) == before


@pytest.mark.postgres
def test_the_same_records_give_the_same_hashes_on_both_databases(new_database: Callable[[str, str], str]) -> None:
    logs = [_log(new_database(kind, "migrated")) for kind in ("sqlite", "postgresql")]
    assert logs[0] == logs[1]
    assert len(logs[0]) == 4


def _log(url: str) -> list[Revision]:
    with closing(Store(url)) as store:
        record = Recorder(store)
        record(*WORLD)
        record(f.practice("p-1", "sama", description="Ünïcode — “quoted”, 工人"), f.source("s-9", title="ø"))
        with record.writer() as writer:
            writer.end(("sama", "someone"))
        with record.writer() as writer:
            writer.redact("claim_version", 1, "a name")
        with store.view() as view:
            return view.revisions()


def test_the_order_in_which_records_are_given_does_not_count(new_database: Callable[[str, str], str]) -> None:
    logs = []
    for records in (WORLD, WORLD[::-1]):
        with closing(Store(new_database("sqlite", "migrated"))) as store:
            Recorder(store)(*records)
            with store.view() as view:
                logs.append(view.revisions())
    assert logs[0] == logs[1]


def test_another_salt_gives_another_hash(new_database: Callable[[str, str], str]) -> None:
    """So that nobody can guess a redacted text and compare."""
    digests = set()
    for first in (0, 1000):
        with closing(Store(new_database("sqlite", "migrated"))) as store:
            salts = itertools.count(first)
            with store.writer("editor", "x", NOON, lambda salts=salts: f"{next(salts)}") as writer:
                writer.put(WORLD)
            with store.view() as view:
                digests.add(view.revisions()[0].payload_digest)
    assert len(digests) == 2


PINNED = {
    "eccc8e55a8bbe3e9a35d261f9c5330ba09956db95e77fe90405702815508cc3d": FIRST_WORLD,
    "059152d07d791c9283c6833ffb23b6007fbd64ba9dac27596544e23bdeb70720": SECOND_WORLD,
    "eeb306d54a4de58149bb8bf8e6b9082453cbf020cdff44ea0db7632f3031c941": THIRD_WORLD,
}


@pytest.mark.parametrize("pinned", PINNED)
def test_a_hash_is_what_it_is(sqlite_store: Store, pinned: str) -> None:
    """Pinned: if this changes, no chain that was recorded before can be verified any more."""
    Recorder(sqlite_store)(*PINNED[pinned])
    with sqlite_store.view() as view:
        assert view.revisions()[0].hash == pinned
