"""How long pay takes to be made comparable, and its charts to be drawn, beside the loading of the state that they stand in.

`python -m benchmarks.pay` makes a database of the seeds in a temporary folder and prints ratios of one run.
"""

import statistics
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.trace import milliseconds, spread
from supplychain.assets import asset_dir
from supplychain.domain.pay_brief import comparable_of
from supplychain.domain.records import Wage
from supplychain.services.setup import set_up
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'seeds.db'}"
        set_up(url, asset_dir("seeds"), datetime(2026, 1, 1, tzinfo=UTC), lambda: "00" * 16)
        with closing(Store(url)) as store:
            measure(store, Settings(database_url=url, instance=Path(folder)))


def measure(store: Store, settings: Settings) -> None:
    """Make every pay report comparable, then ask for the pay chart of every employer twice."""
    with store.view() as view:
        load = milliseconds(view.snapshot)
        snapshot = view.snapshot()
        wages = [claim for claim in snapshot.live if isinstance(claim, Wage)]
        worked = [milliseconds(lambda wage=wage: comparable_of(snapshot, wage)) for wage in wages]
        employers = sorted({snapshot.canonical(wage.employer) for wage in wages})
    client = create_app(settings, store).test_client()
    client.get("/api/v1")
    addresses = [f"/charts/pay.svg?employers={id}" for id in employers]
    cold = [milliseconds(lambda address=address: client.get(address)) for address in addresses]
    warm = [milliseconds(lambda address=address: client.get(address)) for address in addresses]
    click.echo(f"{len(wages)} pay reports of {len(employers)} employers; load of the state: {load:.0f} ms")
    click.echo(spread("one report made comparable", worked))
    click.echo(spread("chart of an employer, first time", cold))
    click.echo(spread("chart of an employer, again", warm))
    click.echo(f"all reports made comparable / load of the state: {sum(worked) / load:.1f}")
    click.echo(f"chart, first time / again, medians: {statistics.median(cold) / statistics.median(warm):.1f}")


if __name__ == "__main__":
    main()
