"""How long a trace of every seeded product takes, in process and warm: the service call, the JSON, the page, "not modified".

`python -m benchmarks.faces` makes a database of the seeds in a temporary folder and prints milliseconds.
"""

import gc
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

import click

from supplychain.assets import asset_dir
from supplychain.domain.reach import ANYTHING
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.services.setup import set_up
from supplychain.services.trace import trace_tool
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app

CEILING = 50.0
"""Milliseconds that no service call may take."""
ROUNDS = 3


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some rounds."""
    found = []
    for _ in range(ROUNDS):
        started = perf_counter()
        call()
        found.append((perf_counter() - started) * 1000)
    return min(found)


def report(what: str, found: dict[str, float]) -> None:
    """Print the spread of one kind of call."""
    times = sorted(found.values())
    slowest = max(found, key=lambda id: found[id])
    click.echo(
        f"{what:14} median {statistics.median(times):7.2f}  p95 {times[int(len(times) * 0.95)]:7.2f}  "
        f"max {times[-1]:7.2f} ms ({slowest})"
    )


def main() -> int:
    """Measure, print, and say by the exit code whether the ceiling holds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'seeds.db'}"
        set_up(url, asset_dir("seeds"), datetime(2026, 1, 1, tzinfo=UTC), lambda: "00" * 16)
        with closing(Store(url)) as store:
            return measure(store, Settings(database_url=url, instance=Path(folder)))


def measure(store: Store, settings: Settings) -> int:
    """Measure every kind of call for every product."""
    started = perf_counter()
    client = create_app(settings, store).test_client()
    client.get("/api/v1")
    click.echo(f"cold start to first answer {(perf_counter() - started) * 1000:.0f} ms")
    with store.view() as view:
        tools = [e.id for e in view.snapshot().entities.values() if e.kind in PRODUCTS]
        for id in tools:
            trace_tool(view, id, ANYTHING)
        gc.collect()
        service = {id: timed(partial(trace_tool, view, id, ANYTHING)) for id in tools}
    report("service", service)
    tags = {id: client.get(f"/tools/{id}/trace").headers["ETag"] for id in tools}
    report("JSON", {id: timed(partial(client.get, f"/tools/{id}/trace.json")) for id in tools})
    report("page", {id: timed(partial(client.get, f"/tools/{id}/trace")) for id in tools})
    again = {id: {"If-None-Match": tag} for id, tag in tags.items()}
    known = {id: timed(partial(client.get, f"/tools/{id}/trace", headers=again[id])) for id in tools}
    report("not modified", known)
    click.echo(f"{len(tools)} products; the ceiling of {CEILING:.0f} ms for the service call "
               f"{'holds' if max(service.values()) < CEILING else 'is broken'}.")  # fmt: skip
    return 0 if max(service.values()) < CEILING else 1


if __name__ == "__main__":
    raise SystemExit(main())
