"""What is answered to somebody who asks for pay: the reports made comparable, with the claims, names and sources beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field, SerializeAsAny

from supplychain.domain.browse import ClaimAnswer, SourcedAnswer
from supplychain.domain.compose import names_in, shown_all, sources_in
from supplychain.domain.parties import Party
from supplychain.domain.pay_brief import comparable_of, shares_at, unpaid_beside
from supplychain.domain.pay_gate import Cell, HeldBack, Published, employers_of
from supplychain.domain.pay_quantity import Exact
from supplychain.domain.pay_results import Against, BenchmarkKind, Comparable, Gap, PayPoint, Result, Value
from supplychain.domain.pay_share import Share
from supplychain.domain.pay_words import Measure, PayState, Said, Verdict
from supplychain.domain.records import Record, Wage
from supplychain.domain.reference import ReferenceRow
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Shown

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years to whose prices pay can be asked for: those that the reference can hold."""
_GAP_OF = {BenchmarkKind.MINIMUM: Measure.MINIMUM_GAP, BenchmarkKind.LIVING: Measure.LIVING_GAP}


class PayRow(Record):
    """One number worked out from a pay report, or one thing that could not be worked out."""

    wage: str = Field(description="Id of the pay report.")
    employer: str = Field(description="Id of the employer.")
    country: str = Field(description="Country of the work, when it is one.")
    measure: Measure = Field(description="What is worked out.")
    benchmark_itself: bool = Field(
        description="The number is the benchmark in the unit of the comparison, not the pay."
    )
    unpaid_counted: bool = Field(description="Whether unpaid hours are counted as hours.")
    state: PayState = Field(description="Whether it could be worked out.")
    verdict: Verdict | None = Field(description="What holds whatever the open questions turn out to be.")
    of: PayPoint | None = Field(description="From which number of the report; of a benchmark, from which of its own.")
    against: PayPoint | None = Field(description="Against which number of the benchmark or of the price.")
    row: str = Field(description="Id of the benchmark's row, or of the report on the client's price.")
    year: int | None = Field(description="Year whose rates are used; empty when none is needed.")
    hours: Exact | None = Field(
        description="Hours taken for the pay: of a week, or of a month where the law gives those."
    )
    benchmark_hours: Exact | None = Field(description="Hours taken for the benchmark: of a week, a month or a day.")
    amount: Exact | None = Field(description="The number, rounded; empty when it could not be worked out.")
    currency: str = Field(description="Currency of the number; empty for a distance or a share.")
    unit: str = Field(description="Pay for one what; empty for a distance or a share.")
    prices_of: int | None = Field(description="Year at whose prices the number is.")
    pay_kind: str = Field(description="Paid, offered, promised, claimed ...")
    basis: str = Field(description="Before or after tax, or the client's price.")
    expression: str = Field(description="How it is worked out from the inputs.")
    codes: tuple[str, ...] = Field(description="Codes of the reasons, assumptions, cautions and withheld verdicts.")


class PayReport(Record):
    """One pay report with what could be worked out from it."""

    shown: Shown = Field(description="The report as it is shown everywhere.")
    comparable: Comparable = Field(description="What was worked out from it.")


class PayAnswer(SourcedAnswer):
    """Pay reports made comparable."""

    row_type: ClassVar[type[Record]] = PayRow

    prices_of: int | None = Field(
        None, description="Year to whose consumer prices pay is carried; empty = not carried."
    )
    reports: tuple[PayReport, ...] = Field(description="Pay reports, in order of their ids.")
    shares: tuple[SerializeAsAny[Share], ...] = Field((), description="The worker's share of what the client pays.")
    beside: tuple[Shown, ...] = Field((), description="Other claims that the shares, or pay for all hours, need.")
    reference: tuple[SerializeAsAny[ReferenceRow], ...] = Field((), description="Every reference row that was used.")
    cells: tuple[Cell, ...] = Field((), description="Pay that workers reported to us, in groups.")
    held_back: tuple[HeldBack, ...] = Field((), description="Reports of workers that are not shown.")

    def table(self) -> tuple[PayRow, ...]:
        """One row a number."""
        shown = {s.claim.id: s.claim for s in (*(r.shown for r in self.reports), *self.beside)}
        rows = [row for report in self.reports for row in rows_of(report.comparable)]
        for share in self.shares:
            claim = shown[share.wage]
            if isinstance(claim, Wage):
                country = claim.countries[0] if len(claim.countries) == 1 else ""
                rows += _result_rows(share, (share.wage, claim.employer, country))
        return tuple(rows)


class ClaimPay(PayAnswer):
    """One pay report."""

    claim: str = Field(description="Id of the claim that was asked for.")


class PaidClaim(ClaimAnswer):
    """A pay report with all that belongs to it, the working of what was made of it too."""

    pay: ClaimPay = Field(description="What was worked out from it.")


class EmployerPay(PayAnswer):
    """All pay reported at an employer."""

    employer: Party = Field(description="The employer.")
    asked_id: str = Field(description="The id that was asked for.")


class CountryPay(PayAnswer):
    """All pay reported in a country."""

    country: str = Field(description="The country, ISO 3166-1 alpha-2.")
    employers: tuple[Party, ...] = Field(description="Employers with a pay report there.")


def rows_of(comparable: Comparable) -> Iterator[PayRow]:
    """Flatten what was worked out from one report."""
    about = (comparable.wage, comparable.employer, comparable.country or "")
    for result in comparable.results:
        yield from _result_rows(result, about)
    for against in (comparable.minimum, comparable.living):
        if not against.gaps:
            yield _without_gaps(comparable, against, about)
        for gap in against.gaps:
            yield from _result_rows(gap, about)


def _result_rows(result: Result, about: tuple[str, str, str]) -> Iterator[PayRow]:
    gap = result if isinstance(result, Gap) else None
    said = (*result.reasons, *result.assumptions, *result.cautions, *(gap.withheld if gap else ()))
    common = _common(about, result.pay_kind, result.basis, said) | {
        "measure": result.measure,
        "unpaid_counted": result.unpaid_counted,
        "state": result.state,
        "verdict": gap.verdict if gap else None,
        "prices_of": result.prices_of,
    }
    money = {"currency": result.currency, "unit": result.unit}
    bare = {"currency": "", "unit": ""} if gap or isinstance(result, Share) else money
    for value in result.values:
        yield _row(value, common | bare)
    for value in gap.benchmark_values if gap else ():
        yield _row(value, common | money | {"benchmark_itself": True})
    if not result.values:
        row = "|".join(gap.benchmark.rows) if gap else result.price if isinstance(result, Share) else ""
        yield PayRow(**_EMPTY | common | {"row": row})


_EMPTY: dict[str, Any] = dict.fromkeys(("verdict", "of", "against", "year", "hours", "benchmark_hours", "amount")) | {
    "benchmark_itself": False,
    "unpaid_counted": False,
    "row": "",
    "currency": "",
    "unit": "",
    "prices_of": None,
    "expression": "",
}


def _common(about: tuple[str, str, str], pay_kind: str, basis: str, said: Iterable[Said]) -> dict[str, Any]:
    codes = tuple(dict.fromkeys(s.code.value for s in said))
    wage, employer, country = about
    own = {"wage": wage, "employer": employer, "country": country}
    return own | {"pay_kind": pay_kind, "basis": basis, "codes": codes}


def _row(value: Value, common: dict[str, Any]) -> PayRow:
    own = {name: getattr(value, name) for name in Value.model_fields}
    return PayRow(**_EMPTY | common | own)


def _without_gaps(comparable: Comparable, against: Against, about: tuple[str, str, str]) -> PayRow:
    common = _common(about, comparable.pay_kind, comparable.basis, against.reasons)
    rows = "|".join(row for benchmark in against.without for row in benchmark.rows)
    return PayRow(**_EMPTY | common | {"measure": _GAP_OF[against.kind], "state": against.state, "row": rows})


def released(snapshot: Snapshot) -> Published:
    """What may be shown of pay: what sources print, and what was released of the pay that workers reported to us."""
    wages = tuple(claim for claim in snapshot.live if isinstance(claim, Wage))
    return Published(wages=wages, cells=snapshot.cells, held_back=snapshot.held_back)


def assemble(
    snapshot: Snapshot,
    wages: Collection[Wage],
    prices_of: int | None,
) -> dict[str, Any]:
    """Make published reports comparable; give what every answer on pay holds besides what was asked for, by field.

    Beside them stand the shares of the client's price, and the claims, rows, names and sources that all that needs.
    """
    shown = shown_all(snapshot, wages)
    comparable = {w.id: comparable_of(snapshot, w, prices_of) for w in wages}
    reports = tuple(PayReport(shown=s, comparable=comparable[s.claim.id]) for s in shown)
    asked = {wage.id for wage in wages}
    employers = {snapshot.canonical(wage.employer) for wage in wages}
    found = [s for id in sorted(employers) for s in shares_at(snapshot, id) if {s.wage, s.price} & asked]
    others = {id for s in found for id in (s.wage, s.price)} - asked
    figures = {f.id for w in wages if (f := unpaid_beside(snapshot, w))}
    beside = shown_all(snapshot, (snapshot.claims[id] for id in sorted(others | figures)))
    rows = used_rows(snapshot, comparable.values(), found)
    sources = {s.id: s for s in sources_in(snapshot, (*shown, *beside))}
    sources |= {row.source: snapshot.sources[row.source] for row in rows if row.source in snapshot.sources}
    return {
        "revision": snapshot.revision,
        "recorded_on": snapshot.recorded_on,
        "names": names_in(snapshot, (*shown, *beside)),
        "sources": tuple(source for _, source in sorted(sources.items())),
        "prices_of": prices_of,
        "reports": reports,
        "shares": tuple(found),
        "beside": beside,
        "reference": rows,
    }


def own_pay(
    snapshot: Snapshot, cells: tuple[Cell, ...], held_back: tuple[HeldBack, ...], names: Mapping[str, str]
) -> dict[str, Any]:
    """Pay that workers reported to us as the fields of an answer, with the names that it needs besides."""
    more = {id: snapshot.entities[id].name for id in employers_of(cells, held_back)}
    return {"cells": cells, "held_back": held_back, "names": dict(sorted({**names, **more}.items()))}


def used_rows(
    snapshot: Snapshot, comparables: Iterable[Comparable], found: Sequence[Share]
) -> tuple[ReferenceRow, ...]:
    """Every reference row behind figures, or that says why there is none, by id."""
    ids: set[str] = {item.record for share in found for item in share.inputs}
    for comparable in comparables:
        ids |= {item.record for result in comparable.results for item in result.inputs}
        for against in (comparable.minimum, comparable.living):
            ids |= {item.record for gap in against.gaps for item in gap.inputs}
            ids |= {id for gap in against.gaps for id in gap.benchmark.rows}
            ids |= {id for benchmark in against.without for id in benchmark.rows}
    return tuple(snapshot.reference.rows[id] for id in sorted(ids & snapshot.reference.rows.keys()))
