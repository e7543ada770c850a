"""Time the reading of the state after a change beside the reading of all of it, in one process on the seeds."""

import secrets
import statistics
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.trace import milliseconds, spread
from supplychain.assets import asset_dir
from supplychain.services.setup import set_up
from supplychain.store.database import Store

CHANGES = 10


def read(store: Store) -> float:
    """Read the newest state."""
    with store.view() as view:
        return milliseconds(view.snapshot)


def main() -> None:
    """Change the description of an entity again and again; read the state with a store that knows it and with a new one."""
    with tempfile.TemporaryDirectory() as folder:
        url, now = f"sqlite:///{Path(folder) / 'bench.db'}", datetime.now(UTC)
        set_up(url, asset_dir("seeds"), now, lambda: secrets.token_hex(16))
        warm: list[float] = []
        cold: list[float] = []
        with closing(Store(url)) as store:
            read(store)
            for number in range(CHANGES):
                with store.writer("editor", "benchmark", now, lambda: secrets.token_hex(16)) as writer:
                    entity = writer.snapshot().entities["chatgpt"]
                    writer.put([entity.model_copy(update={"description": f"Changed {number} times."})])
                warm.append(read(store))
                with closing(Store(url)) as other:
                    cold.append(read(other))
    click.echo(spread("after a change", warm))
    click.echo(spread("all of it", cold))
    click.echo(f"after a change / all of it, medians: {statistics.median(warm) / statistics.median(cold):.2f}")


if __name__ == "__main__":
    main()
