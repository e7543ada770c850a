"""What a form for one thing of a report is filled in with, and what comes of it: for its sender, and for who reviews it."""

from typing import Any

from supplychain.domain import reports as d
from supplychain.domain.errors import Invalid, NotFound
from supplychain.domain.vocabulary import EMPLOYER_KINDS
from supplychain.services import report_parts
from supplychain.services.own_source import OWN
from supplychain.web.doors import open_view
from supplychain.web.forms import Sent
from supplychain.web.row_forms import RowForm, values_of

MANY_PARTIES = 3_000
"""Beyond so many the list of suggestions would weigh more than the page."""


def parties() -> dict[str, list[tuple[str, str]]]:
    """Give the parties that are suggested while somebody types: (name, id)."""
    with open_view() as view:
        state = view.snapshot()
    found = [e for e in state.entities.values() if state.canonical(e.id) == e.id]
    if len(found) > MANY_PARTIES:
        return {}
    by_name = sorted(found, key=lambda e: (e.name.casefold(), e.id))
    return {
        "parties": [(e.name, e.id) for e in by_name],
        "tools": [(e.name, e.id) for e in by_name if e.kind in ("tool", "model", "dataset")],
        "clients": [(e.name, e.id) for e in by_name if e.kind not in (*EMPLOYER_KINDS, "tool", "model", "dataset")],
    }


def key_of(form: RowForm, row: d.Cells) -> str:
    """Give the id by which a row is known in its report."""
    if form.table == "judgements":
        return f"{row.get('left')}~{row.get('right')}"
    return row.get(d.KEYS.get(form.table, "id"), "")


def sources_in(report: d.Report) -> dict[str, str]:
    """Give the sources of a report that can be chosen, by id."""
    return {r["id"]: r.get("title", r["id"]) for r in report.content.rows("sources") if r["id"] != report.id}


def values_in(form: RowForm, report: d.Report, row: str) -> dict[str, str]:
    """Give what is filled in where a row of a report is changed. Raises NotFound."""
    content = report.content
    cells = next((r for r in content.rows(form.table) if key_of(form, r) == row), None)
    if cells is None:
        raise NotFound("part of this report", row)
    found = values_of(form, cells)
    cited = next((r for r in content.rows("citations") if r.get("claim") == row), {})
    found |= {"source": OWN if cited.get("source") == report.id else cited.get("source", "")}
    found |= {"locator": "" if found["source"] == OWN else cited.get("locator", "")}
    found |= {"asserted_by": cells.get("asserted_by", "")}
    found |= {"size": next((r.get("size", "") for r in content.rows(d.GROUPS) if r.get("claim") == row), "")}
    found |= {"own_pay": "yes" if row in content.own_wages else ""}
    target: d.Cells = next((r for r in content.rows("targets") if r.get("response") == row), {})
    return found | {
        "claim": cells.get("claim", target.get("claim", "")),
        "answer_stance": target.get("stance", ""),
        "addresses_point": target.get("addresses_point", "unknown"),
    }


def filled_in(form: RowForm, sent: Sent) -> report_parts.Filled:
    """Read what somebody filled in. Raises Invalid."""
    given: dict[str, Any] = sent.model_dump()
    if form.is_claim and given["source"] != OWN and not given["locator"]:
        given["locator"] = "not recorded"
    if given.get("own_pay") and given["source"] != OWN:
        raise Invalid([d.wrong("source", "own_source")])
    names = (*form.fields, *form.folded)
    cells = {name: "; ".join(v) if isinstance(v := given[name], tuple) else str(v).replace("\n", " ") for name in names}
    cells = {name: " ".join(text.split()) for name, text in cells.items()}
    if form.table == "wages" and not any(cells[name] for name in ("high", "mean", "median")):
        cells["high"] = cells["low"]  # one figure is that figure, not "at least"
    if form.is_claim:
        cells["asserted_by"] = given["asserted_by"]
    if form.table == "links" and not cells["scope_mode"]:
        cells["scope_mode"] = "listed" if cells["tools"] else "unstated"
    target = {}
    if form.table == "responses":
        target = {
            "claim": given["claim"],
            "stance": given["answer_stance"],
            "addresses_point": given["addresses_point"],
        }
    return report_parts.Filled(
        form.table,
        cells,
        given.get("source", ""),
        given.get("locator", ""),
        given.get("size", ""),
        bool(given.get("own_pay")),
        target,
    )
