"""supplychain release pay: one batch a quarter; what was released, what is held back, and days that cannot be."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from supplychain.settings import Settings
from supplychain.store.database import Store
from tests import factories as f
from tests.cli.conftest import Run
from tests.own_pay import MARK, report

THEN = datetime(2024, 1, 1, tzinfo=UTC)


def keep(*numbers: int, employer: str = "sama") -> None:
    """Keep reports in the installation at hand."""
    with closing(Store(Settings.from_env().database_url)) as store:
        with store.writer("editor", "for a test", THEN, lambda: "00" * 16) as writer:
            if not writer.revision:
                writer.put([f.source(), f.entity("sama", "outsourcer"), f.entity("majorel", "outsourcer")])
        with store.writer("editor", "for a test", THEN, lambda: "00" * 16) as writer:
            for number in numbers:
                writer.put_own(*report(number, employer=employer))


def test_a_batch_a_quarter(ready: Path, call: Run) -> None:
    keep(*range(6))
    keep(10, 11, employer="majorel")
    first = call("release", "pay", "--on", "2024-07-15")
    assert first.exit_code == 0, first.output
    assert first.output.splitlines() == [
        "2024-Q3: released. Revision 2.",
        "Groups shown: 1; new or renewed: 1.",
        "Held back of majorel: fewer than 5 reports.",
    ]
    keep(*range(20, 30))
    again = call("release", "pay", "--on", "2024-09-30")
    assert again.output.splitlines() == [
        "2024-Q3: released before; nothing changes. Revision 2.",
        "Groups shown: 1.",
        "Held back of majorel: fewer than 5 reports.",
    ]
    later = json.loads(call("release", "pay", "--on", "2024-10-01", "--json").output)
    assert later == {
        "quarter": "2024-Q4",
        "revision": 3,
        "released": True,
        "groups": 1,
        "new_groups": 1,
        "held_back": [{"employer": "majorel", "reports": "1-4"}],
    }
    shown = call("pay", "sama")
    assert "Reported by 10 to 24 workers themselves, sama, KE, 2023: median 1800 KES for one hour" in shown.output
    assert MARK not in shown.output
    assert "No pay report is recorded." in call("pay", "sama", "--as-of", "1").output
    assert "themselves" not in call("pay", "sama", "--as-of", "1").output


def test_days_that_cannot_be(ready: Path, call: Run) -> None:
    keep(*range(6))
    to_come = call("release", "pay", "--on", "2999-01-01")
    assert (to_come.exit_code, "2999-01-01 has not come yet. Give a day up to today." in to_come.output) == (1, True)
    assert call("release", "pay", "--on", "2024-07-15").exit_code == 0
    back = call("release", "pay", "--on", "2024-04-15")
    assert (back.exit_code, "Pay was released in 2024-Q3 already" in back.output) == (1, True)
    assert call("release", "pay", "--on", "2024").exit_code == 2


def test_nothing_to_release(ready: Path, call: Run) -> None:
    empty = call("release", "pay")
    assert "Groups shown: 0" in empty.output
    assert "No report of earlier quarters is held back." in empty.output
    keep()
    assert "Revision 1." in call("release", "pay", "--on", "2024-07-15").output
    assert json.loads(call("history", "verify", "--json").stdout)["revisions"] == 1
