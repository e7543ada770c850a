"""The public log of decisions on reports."""

from supplychain.domain.report_log import Log, LogWanted, read_log
from supplychain.services.desk import Desk, digest
from supplychain.store.database import View

_ALL = LogWanted()


def show_log(desk: Desk, view: View, wanted: LogWanted = _ALL, page: int = 1) -> Log:
    """Show decisions, newest first, without a word on who sent or decided. Raises NotFound for a page that is not there."""
    snapshot = view.snapshot()
    with desk.store.reports() as reports:
        rulings, waiting = reports.rulings(), reports.waiting_since()
    today = desk.clock().date()
    return read_log(rulings, waiting, today, wanted, page, snapshot.revision, snapshot.recorded_on)


def log_state(desk: Desk) -> str:
    """Give what tells this state of the log from every other: decisions make no revision."""
    with desk.store.reports() as reports:
        rulings, waiting = reports.rulings(), reports.waiting_since()
    return digest(f"{desk.clock().date()} {len(rulings)} {waiting}")
