"""Time the trace of every seeded product in one process, beside a bare NetworkX reachability as the yardstick."""

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import networkx as nx

from supplychain.assets import asset_dir
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.trace import trace
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.services.packages import import_package
from supplychain.store.database import Store
from supplychain.store.migrate import upgrade


def milliseconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def bare_reach(snapshot: Snapshot, tool: str) -> set[str]:
    """Reach everything downstream, with no regard to scope, grade or evidence."""
    graph = nx.DiGraph((link.subject, link.object) for link in snapshot.links if link.object)
    return nx.descendants(graph, tool) if tool in graph else set()


def spread(name: str, figures: list[float]) -> str:
    """Say minimum, median and maximum."""
    return f"{name}: min {min(figures):.1f} ms, median {statistics.median(figures):.1f} ms, max {max(figures):.1f} ms"


def main() -> None:
    """Load the seeds into a fresh SQLite database and time it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        store = Store(url)
        now = datetime.now(UTC)
        seeds = asset_dir("seeds")
        took = milliseconds(lambda: import_package(store, seeds, "benchmark", "the seed data", now, secrets.token_hex))
        click.echo(f"import of the seeds: {took:.0f} ms")
        with store.view() as view:
            click.echo(f"load of the state: {milliseconds(view.snapshot):.0f} ms")
            snapshot = view.snapshot()
        tools = [e.id for e in snapshot.entities.values() if e.kind in PRODUCTS]
        first = [milliseconds(lambda tool=tool: trace(snapshot, tool)) for tool in tools]
        second = [milliseconds(lambda tool=tool: trace(snapshot, tool)) for tool in tools]
        bare = [milliseconds(lambda tool=tool: bare_reach(snapshot, tool)) for tool in tools]
        store.close()
    click.echo(f"{len(tools)} products")
    click.echo(spread("first trace", first))
    click.echo(spread("trace again", second))
    click.echo(spread("bare reachability, graph built each time", bare))
    click.echo(f"trace again / bare reachability, medians: {statistics.median(second) / statistics.median(bare):.1f}")


if __name__ == "__main__":
    main()
