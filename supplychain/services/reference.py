"""Look at the reference tables: how much there is, the rows of a table, one row with who uses it."""

from collections import Counter, defaultdict
from dataclasses import asdict
from difflib import get_close_matches

from supplychain.domain import browse as b
from supplychain.domain import compose
from supplychain.domain import reference_answers as r
from supplychain.domain.errors import NotFound
from supplychain.domain.reference import REFERENCE_TYPES, USES, ReferenceRow
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import COUNTRIES, CURRENCIES
from supplychain.store.database import View

_NEAR = 5
_ALL = r.Wanted()


def show_overview(view: View) -> r.ReferenceOverview:
    """The five tables in numbers, and the series behind them."""
    snapshot = view.snapshot()
    series = _series(snapshot)
    in_series = {s.source for s in series}
    single = [row.source for row in snapshot.reference.rows.values() if row.source not in in_series]
    return r.ReferenceOverview(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        tables=tuple(_summary(snapshot, kind.table) for kind in REFERENCE_TYPES),
        series=series,
        single_rows=len(single),
        single_sources=len(set(single)),
        asked=len({(line.country, line.year) for line in r.lacking(snapshot).lines}),
    )


def _rows(snapshot: Snapshot, table: str) -> list[ReferenceRow]:
    return [row for row in snapshot.reference.rows.values() if row.table == table]


def _summary(snapshot: Snapshot, table: str) -> r.TableSummary:
    rows, users = _rows(snapshot, table), r.users(snapshot)
    uses = Counter(row.use for row in rows)
    years = [year for row in rows for year in r.years_of(row)]
    return r.TableSummary(
        table=table,
        rows=len(rows),
        **{use: uses[use] for use in USES},
        countries=len({c for row in rows if (c := getattr(row, "country", ""))}),
        currencies=len({c for row in rows if (c := getattr(row, "currency", ""))}),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        sources=len({row.source for row in rows}),
        wages=len({wage for row in rows for wage in users.get(row.id, ())}),
        lacking=len({(x.country, x.year) for x in r.lacking(snapshot).lines if x.table == table}),
    )


def _series(snapshot: Snapshot) -> tuple[r.Series, ...]:
    """The data sets that rows were taken from, those with most rows first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in snapshot.reference.rows.values():
        if (source := snapshot.sources.get(row.source)) and source.kind == "dataset":
            found[source.id].append(row.table)
    return tuple(
        r.Series(
            source=id,
            title=snapshot.sources[id].title,
            publisher=snapshot.sources[id].publisher,
            tables=tuple(kind.table for kind in REFERENCE_TYPES if kind.table in tables),
            rows=len(tables),
            terms=r.terms_of(snapshot.sources[id]),
        )
        for id, tables in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def list_rows(view: View, table: str, wanted: r.Wanted = _ALL, page: int | None = None) -> r.ReferenceList:
    """List rows of a table by country or currency, then by time: a page of them, or all when no page is named.

    The table is named as in addresses (minimum-wages). Raises NotFound.
    """
    snapshot = view.snapshot()
    name = _table(table)
    _check(wanted, snapshot)
    rows, users = _rows(snapshot, name), r.users(snapshot)
    chosen = sorted((row for row in rows if wanted.fits(row, snapshot.reference)), key=r.order_of)
    shown, pages = (chosen, 1) if page is None else b.page_of(chosen, page)
    sources = {row.source for row in shown}
    return r.LISTS[name](
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        sources=tuple(s for id, s in snapshot.sources.items() if id in sources),
        name=name,
        **asdict(wanted),
        page=page or 1,
        pages=pages,
        total=len(chosen),
        countries=tuple(sorted({c for row in rows if (c := getattr(row, "country", ""))})),
        currencies=tuple(sorted({c for row in rows if (c := getattr(row, "currency", ""))})),
        rows=tuple(r.UsedRow(row=row, wages=users.get(row.id, ())) for row in shown),
        lacking=tuple(x for x in r.lacking(snapshot).lines if x.table == name and wanted.fits_lack(x)),
    )


def _table(slug: str) -> str:
    tables = {r.slug_of(kind.table): kind.table for kind in REFERENCE_TYPES}
    if slug not in tables:
        close = get_close_matches(slug[:100].replace("_", "-"), tables, n=_NEAR, cutoff=0.6)
        raise NotFound("reference table", slug, [(found, found.replace("-", " ")) for found in close])
    return tables[slug]


def _check(wanted: r.Wanted, snapshot: Snapshot) -> None:
    country, currency = wanted.country, wanted.currency
    if country and country not in COUNTRIES:
        raise NotFound("country", country, [(c, "country") for c in (country.upper(),) if c in COUNTRIES])
    if currency and currency not in CURRENCIES:
        raise NotFound("currency", currency, [(c, "currency") for c in (currency.upper(),) if c in CURRENCIES])
    if wanted.source and wanted.source not in snapshot.sources:
        raise NotFound("source", wanted.source)


def _name(row: ReferenceRow) -> str:
    """What a row is of, in a few words."""
    place, when, *_ = r.order_of(row)
    return f"{row.table.replace('_', ' ')}, {place} {when}".rstrip()


def show_row(view: View, id: str) -> r.ReferenceRowAnswer:
    """Show one row with its source and the pay read against it. Raises NotFound with the nearest ids."""
    snapshot = view.snapshot()
    row = snapshot.reference.rows.get(id)
    if row is None:
        near = get_close_matches(id[:100], snapshot.reference.rows, n=_NEAR, cutoff=0.75)
        raise NotFound("reference row", id, [(found, _name(snapshot.reference.rows[found])) for found in near])
    wages = compose.shown_all(snapshot, (snapshot.claims[w] for w in r.users(snapshot).get(id, ())))
    source = snapshot.sources.get(row.source)
    return r.ReferenceRowAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=compose.names_in(snapshot, wages),
        sources=compose.sources_in(snapshot, wages),
        name=row.table,
        row=row,
        source=source,
        wages=wages,
    )
