"""Charts: of the pay of employers, of a country over time, of prices against pay, of practices."""

from collections.abc import Sequence
from typing import Any

from supplychain.domain import charts as c
from supplychain.domain.parties import Party
from supplychain.domain.pay_answers import PayAnswer
from supplychain.services.browse import known
from supplychain.services.pay import pay_of_country, pay_of_employer
from supplychain.store.database import View


def chart_pay(view: View, ids: Sequence[str], money: str) -> c.PayChart:
    """Pay of employers, in the order of their ids. Raises NotFound."""
    snapshot = view.snapshot()
    for id in ids:
        known(snapshot, "employer", id)
    mains = list(dict.fromkeys(snapshot.canonical(id) for id in ids))
    answers = [pay_of_employer(view, id) for id in mains]
    reports = [report for answer in answers for report in answer.reports]
    panels, marks = c.pay_marks(reports, mains, c.MONEY[money], snapshot.reference, snapshot.canonical)
    return c.PayChart(
        money=money,
        employers=tuple(Party.of(snapshot.entities[id]) for id in mains),
        panels=panels,
        reports=tuple(reports),
        marks=marks,
        **_common(view, answers),
    )


def chart_country(view: View, code: str, money: str) -> c.CountryChart:
    """All pay of a country over time. Raises NotFound."""
    snapshot = view.snapshot()
    answer = pay_of_country(view, code)
    last = int(snapshot.recorded_on[:4])
    years, marks = c.country_marks(answer.reports, code, last, c.MONEY[money], snapshot.reference)
    held = {year for m in marks if m.drawn and m.what == "minimum" for year in m.years}
    return c.CountryChart(
        money=money,
        employers=answer.employers,
        country=code,
        years=years,
        without=tuple(year for year in years if year not in held),
        panels=(),
        reports=answer.reports,
        marks=marks,
        **_common(view, [answer]),
    )


def _common(view: View, answers: Sequence[PayAnswer]) -> dict[str, Any]:
    """What every chart holds besides its own: the revision, and the names and sources of what it shows."""
    snapshot = view.snapshot()
    return {
        "revision": snapshot.revision,
        "recorded_on": snapshot.recorded_on,
        "names": {id: name for answer in answers for id, name in answer.names.items()},
        "sources": tuple({s.id: s for answer in answers for s in answer.sources}.values()),
    }
