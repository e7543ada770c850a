"""Ask `supplychain pay` once for each id and keep each answer's CSV: ask_pay.py FOLDER YEAR|- ID...

One process with one open database, as the server has: reading everything anew for each id would take a minute.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from click.testing import CliRunner

from supplychain.cli import main
from supplychain.cli.session import Session
from supplychain.store.database import Store


class OneDatabase(Session):
    """A session that many commands share."""

    @cached_property
    def opened(self) -> Store:
        return Store(self.settings.database_url)

    @contextmanager
    def store(self) -> Iterator[Store]:
        yield self.opened


def ask(folder: Path, prices_of: str, ids: list[str]) -> None:
    session, more = OneDatabase(), [] if prices_of == "-" else ["--prices-of", prices_of]
    for id in ids:
        result = CliRunner().invoke(main, ["pay", id, "--csv", *more], obj=session)
        if result.exit_code != 0:
            sys.exit(f"supplychain pay {id}: {result.output}{result.exception!r}")
        (folder / f"{id}.csv").write_bytes(result.stdout_bytes)


if __name__ == "__main__":
    ask(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
