"""How long the matcher takes to find names, beside the loading of the state it stands in and a comparison with everything.

`python -m benchmarks.matching` makes a database of the seeds in a temporary folder and prints ratios of one run.
"""

import statistics
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
from rapidfuzz import fuzz, process

from benchmarks.trace import milliseconds, spread
from supplychain.assets import asset_dir
from supplychain.domain.matching import Matcher, Wanted
from supplychain.services.setup import set_up
from supplychain.store.database import Store


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'seeds.db'}"
        set_up(url, asset_dir("seeds"), datetime(2026, 1, 1, tzinfo=UTC), lambda: "00" * 16)
        with closing(Store(url)) as store:
            measure(store)


def measure(store: Store) -> None:
    """Look for the name of every entity with one letter changed, with the index and by comparing with every name."""
    with store.view() as view:
        load = milliseconds(view.snapshot)
        snapshot = view.snapshot()
    names = [entity.name for entity in snapshot.entities.values()]
    made = milliseconds(lambda: Matcher(snapshot))
    matcher = Matcher(snapshot)
    wanted = [f"{name[: len(name) // 2]}x{name[len(name) // 2 + 1 :]} Ltd" for name in names]
    found = [milliseconds(lambda name=name: matcher.find(Wanted(name))) for name in wanted]
    bare = [milliseconds(lambda name=name: process.extract(name, names, scorer=fuzz.ratio, limit=5)) for name in wanted]
    click.echo(f"{len(names)} entities; load of the state: {load:.0f} ms; index: {made:.0f} ms")
    click.echo(spread("one name found", found))
    click.echo(spread("one name compared with every name, without reasons", bare))
    click.echo(f"index / load of the state: {made / load:.2f}")
    click.echo(f"found / compared, medians: {statistics.median(found) / statistics.median(bare):.1f}")


if __name__ == "__main__":
    main()
