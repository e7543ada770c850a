"""Charts: of the pay of employers, of a country over time, of prices against pay, of practices."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from supplychain.domain import chart_practices as m
from supplychain.domain import chart_price as p
from supplychain.domain import charts as c
from supplychain.domain import vocabulary as v
from supplychain.domain.compose import names_in, sources_in
from supplychain.domain.errors import NotFound
from supplychain.domain.parties import Party
from supplychain.domain.pay_answers import PayAnswer
from supplychain.domain.pay_brief import comparable_of
from supplychain.domain.pay_levels import Level, levels_beside
from supplychain.domain.pay_subject import Subject
from supplychain.domain.pay_words import Measure
from supplychain.domain.records import PracticeReport, Wage
from supplychain.domain.search import known
from supplychain.domain.snapshot import Snapshot
from supplychain.services.pay import pay_of_claim, pay_of_country, pay_of_employer
from supplychain.store.database import View


def chart_pay(view: View, ids: Sequence[str], money: str) -> c.PayChart:
    """Pay of employers, in the order of their ids. Raises NotFound."""
    snapshot = view.snapshot()
    for id in ids:
        known(snapshot, "employer", id)
    mains = list(dict.fromkeys(snapshot.canonical(id) for id in ids))
    answers = [pay_of_employer(view, id) for id in mains]
    reports = [report for answer in answers for report in answer.reports]
    measure = c.MONEY[money]
    panels, marks = c.pay_marks(reports, mains, measure, partial(_levels, snapshot, measure), snapshot.canonical)
    return c.PayChart(
        money=money,
        employers=tuple(Party.of(snapshot.entities[id]) for id in mains),
        panels=panels,
        reports=tuple(reports),
        marks=marks,
        **_common(view, answers),
    )


def _levels(snapshot: Snapshot, measure: Measure, wage: Wage) -> tuple[Level, ...]:
    """The benchmarks that a report is held against; kept for as long as the state of the data is."""
    key = (f"levels in {measure}", wage.id)
    kept = snapshot.derived.get(key)
    if not isinstance(kept, tuple):
        kept = snapshot.derived[key] = levels_beside(Subject(wage, snapshot.reference), measure)
    return kept


def chart_country(view: View, code: str, money: str) -> c.CountryChart:
    """All pay of a country over time; kept for as long as the state of the data is. Raises NotFound."""
    snapshot = view.snapshot()
    key = (f"chart of a country in {money}", code)
    kept = snapshot.derived.get(key)
    if isinstance(kept, c.CountryChart):
        return kept
    answer = pay_of_country(view, code)
    years, marks = c.country_marks(answer.reports, code, c.MONEY[money], snapshot.reference)
    held, living = ({y for m in marks if m.drawn and m.what == what for y in m.years} for what in ("minimum", "living"))
    chart = c.CountryChart(
        money=money,
        employers=answer.employers,
        country=code,
        years=years,
        without=tuple(year for year in years if year not in held),
        without_living=tuple(year for year in years if year not in living),
        panels=(),
        reports=answer.reports,
        marks=marks,
        **_common(view, [answer]),
    )
    snapshot.derived[key] = chart
    return chart


def _common(view: View, answers: Sequence[PayAnswer]) -> dict[str, Any]:
    """What every chart holds besides its own: the revision, and the names and sources of what it shows."""
    snapshot = view.snapshot()
    return {
        "revision": snapshot.revision,
        "recorded_on": snapshot.recorded_on,
        "names": {id: name for answer in answers for id, name in answer.names.items()},
        "sources": tuple({s.id: s for answer in answers for s in answer.sources}.values()),
    }


def chart_price(view: View, id: str, money: str) -> p.PriceChart:
    """What clients pay beside what workers get: around a pay report or a price, or at an employer. Raises NotFound."""
    snapshot = view.snapshot()
    if id in snapshot.entities:
        answer: PayAnswer = pay_of_employer(view, id)
        about = snapshot.canonical(id)
    else:
        answer = pay_of_claim(view, id)
        about = id
    shown = {s.claim.id: s for s in (*(r.shown for r in answer.reports), *answer.beside)}
    paired = {id for share in answer.shares for id in (share.wage, share.price)}
    compared = {
        id: comparable_of(snapshot, s.claim) for id, s in shown.items() if id in paired and isinstance(s.claim, Wage)
    }
    reports = tuple(shown[id] for id in sorted(paired))
    return p.PriceChart(
        money=money,
        about=about,
        reports=reports,
        marks=p.price_marks(answer.shares, compared, shown, c.MONEY[money]),
        **_common(view, [answer]) | {"sources": sources_in(snapshot, reports)},
    )


def chart_practices(view: View, ids: Sequence[str] = (), practice: str = "") -> m.PracticeChart:
    """What is known of practices at employers: of all at those named, or of one and its kin wherever it is reported.

    Raises NotFound.
    """
    snapshot = view.snapshot()
    if practice:
        if practice not in v.PRACTICES:
            raise NotFound("practice", practice)
        asked = [x for x, group in v.PRACTICE_GROUP.items() if group == v.PRACTICE_GROUP[practice]]
        reported = [x for x in snapshot.live if isinstance(x, PracticeReport) and x.practice == practice]
        found = {snapshot.canonical(x.employer) for x in reported}
        mains = sorted(found, key=lambda id: (snapshot.entities[id].name.casefold(), id))
    else:
        for id in ids:
            known(snapshot, "employer", id)
        asked = list(v.PRACTICES)
        mains = list(dict.fromkeys(snapshot.canonical(id) for id in ids))
    reports = m.reports_at(snapshot, mains, asked)
    practices, cells = m.practice_cells(snapshot, reports, mains, asked)
    return m.PracticeChart(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, reports, *mains),
        sources=sources_in(snapshot, reports),
        practice=practice,
        employers=tuple(Party.of(snapshot.entities[id]) for id in mains),
        practices=practices,
        silent=tuple(x for x in asked if x not in practices),
        reports=reports,
        cells=cells,
    )
