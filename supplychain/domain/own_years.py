"""Own pay is counted by year: no day and no month of it is ever kept, because the employer knows the day of every payslip."""

from collections.abc import Mapping

from supplychain.domain.reports import Cells, Content
from supplychain.domain.values import partial_days

TIMES = ("start", "end", "reported_on")
"""Columns of a pay report that may say a day."""


def year_of(text: str) -> str:
    """Cut a date to its year; what is none stays, and is refused elsewhere."""
    try:
        partial_days(text)
    except ValueError:
        return text
    return text[:4] + (text[-1] if text[-1] in "~?%" else "")


def by_year(row: Mapping[str, str], columns: tuple[str, ...] = TIMES) -> Cells:
    """Cut the times of a row to years."""
    return {name: year_of(text) if name in columns else text for name, text in row.items()}


def years_only(content: Content) -> Content:
    """Cut the times of all own pay to years, and those of what only the worker can have that it is known from."""
    own = content.own_wages
    if not own:
        return content
    cited = {row.get("source") for row in content.rows("citations") if row.get("claim") in own}
    wages = [by_year(row) if row.get("id") in own else row for row in content.rows("wages")]
    sources = [by_year(row, ("date",)) if _is_told(row, cited) else row for row in content.rows("sources")]
    return content.with_rows("wages", wages).with_rows("sources", sources)


def _is_told(row: Mapping[str, str], cited: set[str | None]) -> bool:
    return row.get("id") in cited and row.get("kind") == "worker_testimony" and not row.get("url")
