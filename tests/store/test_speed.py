"""A database of the size of the seeds is recorded and read in a time that nobody has to wait for."""

import time
from contextlib import closing

import pytest

from supplychain.domain.records import Claim, Figure, Record
from supplychain.store.database import Store
from tests import factories as f
from tests.store.conftest import Recorder

pytestmark = pytest.mark.slow
IMPORT_SECONDS, COLD_SECONDS, WARM_SECONDS = 3, 1, 0.05
"""Ceilings at several times of what was measured (0.5, 0.15 and 0.001); our own time, so that a busy machine is no fault."""


def as_many_as_the_seeds() -> list[Record]:
    kinds = ("tool", "vendor", "outsourcer", "platform", "company")
    entities = [
        f.entity(f"e-{n}", kinds[n % 5], country="KE", description="What it is. " * 8 + ".") for n in range(440)
    ]
    sources = [f.source(f"s-{n}", origin_of=("copy:Reuters",) if n % 4 == 0 else ()) for n in range(740)]
    claims: list[Claim] = []
    for n in range(1330):
        cited = f.cite(*{f"s-{3 * n % 740}", f"s-{(5 * n + 1) % 740}"})
        shared = {"citations": cited, "start": "2021-03", "description": "What the source says of it. " * 6 + "."}
        place = {"countries": ("KE",), "work_types": ("data annotation",)}
        match n % 10:
            case 0 | 1 | 2 | 3:
                subject, object = f"e-{(5 * n + 1) % 440 // 5 * 5 + 1}", f"e-{5 * n % 440 // 5 * 5 + 2}"
                claims.append(f.link(f"c-{n}", subject, "data_work_by", object, "e-0", **shared, **place))
            case 4 | 5:
                claims.append(f.wage(f"c-{n}", "e-2", **shared, **place))
            case 6 | 7:
                claims.append(f.practice(f"c-{n}", "e-2", **shared, **place))
            case 8:
                claims.append(Figure(id=f"c-{n}", topic="workers", value="1000", **shared))
            case _:
                claims.append(f.response(f"c-{n}", "e-1", claim=f"c-{n - 3}", **shared))
    return [*claims, *sources, *entities]


def test_recording_and_reading(migrated_url: str) -> None:
    records = as_many_as_the_seeds()
    with closing(Store(migrated_url)) as store:
        begun = time.process_time()
        Recorder(store)(*records)
        assert time.process_time() - begun < IMPORT_SECONDS
    with closing(Store(migrated_url)) as store:
        for ceiling in (COLD_SECONDS, WARM_SECONDS):
            begun = time.process_time()
            with store.view() as view:
                state = view.snapshot()
            assert time.process_time() - begun < ceiling
    assert {**state.entities, **state.sources, **state.claims} == {record.id: record for record in records}
