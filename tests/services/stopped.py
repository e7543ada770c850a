"""Accepts a report and stops dead between what is recorded and the end of the transaction: for a test that kills it there."""

import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from supplychain.services import review
from supplychain.services.people import find_person
from supplychain.store.database import Store
from tests.desk import START, desk_for
from tests.reports import EARLY


class Stopping:
    """A clock that stands still for good when it is asked the second time: by then the records are written."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == 2:
            sys.stdout.write("between\n")
            sys.stdout.flush()
            time.sleep(60)
        return START


def main(url: str, folder: str, email: str, id: str, version: str) -> None:
    """Accept."""
    with closing(Store(url)) as store:
        desk = desk_for(store, Path(folder), Stopping())  # type: ignore[arg-type]
        review.accept(desk, find_person(desk, email), id, int(version), words=EARLY)


if __name__ == "__main__":
    main(*sys.argv[1:])
