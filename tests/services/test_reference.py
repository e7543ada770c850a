"""The reference tables as the faces ask for them: which rows fit, who uses them, what is lacking."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from supplychain.assets import asset_dir
from supplychain.domain.errors import NotFound
from supplychain.domain.pay_missing import LACKS
from supplychain.domain.pay_words import PayCode
from supplychain.domain.reference import REFERENCE_TYPES, MinimumWage
from supplychain.domain.reference_answers import LISTS, Wanted, slug_of, table_of
from supplychain.services.browse import list_sources, show_source
from supplychain.services.pay import pay_of_claim, reference_status
from supplychain.services.reference import list_rows, show_overview, show_row
from supplychain.services.setup import set_up
from supplychain.store.database import Store, View

SLUGS = [slug_of(kind.table) for kind in REFERENCE_TYPES]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The seeds, read once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('reference') / 'seeds.db'}"
    set_up(url, asset_dir("seeds"), datetime(2026, 11, 1, tzinfo=UTC), lambda: "00" * 16)
    store = Store(url)
    with store.view() as view:
        yield view
    store.close()


def test_every_table_has_a_list_and_every_id_its_table(view: View) -> None:
    assert set(LISTS) == {kind.table for kind in REFERENCE_TYPES}
    for row in view.snapshot().reference.rows.values():
        assert table_of(row.id) == row.table
    assert table_of("w-sama-ke-openai") == table_of("sama") == ""


def test_the_overview_counts_what_the_lists_hold(view: View) -> None:
    overview = show_overview(view)
    for slug, summary in zip(SLUGS, overview.tables, strict=True):
        answer = list_rows(view, slug)
        assert (answer.total, answer.pages) == (summary.rows, 1)
        assert summary.yes + summary.check + summary.no == summary.rows
        assert list_rows(view, slug, Wanted(use="check")).total == summary.check
        assert len({(line.country, line.year) for line in answer.lacking}) == summary.lacking
        assert len({wage for used in answer.rows for wage in used.wages}) == summary.wages
    total = sum(summary.rows for summary in overview.tables)
    assert sum(series.rows for series in overview.series) + overview.single_rows == total
    assert all(series.terms for series in overview.series)


def test_pages_of_a_list_hold_every_row_once(view: View) -> None:
    first = list_rows(view, "minimum-wages", page=1)
    found = [used.row.id for n in range(first.pages) for used in list_rows(view, "minimum-wages", page=n + 1).rows]
    assert len(set(found)) == len(found) == first.total > 500
    with pytest.raises(NotFound):
        list_rows(view, "minimum-wages", page=first.pages + 1)


def test_a_country_leads_to_the_rate_of_what_it_pays_in(view: View) -> None:
    ids = {used.row.id for used in list_rows(view, "exchange-rates", Wanted(country="KE")).rows}
    assert ids == {used.row.id for used in list_rows(view, "exchange-rates", Wanted(currency="KES")).rows}
    prices = list_rows(view, "consumer-prices", Wanted(currency="KES")).rows
    assert {getattr(used.row, "country", "") for used in prices} == {"KE"}


def test_a_year_leaves_out_what_cannot_be_of_it(view: View) -> None:
    kenya = {used.row.id for used in list_rows(view, "minimum-wages", Wanted(country="KE", year=2023)).rows}
    assert kenya == {"mw-ke-2022-05-01-nairobi", "mw-ke-2023-ilostat"}
    assert list_rows(view, "minimum-wages", Wanted(country="ET", year=2023)).total == 1, "it has no date"
    india = list_rows(view, "living-wages", Wanted(country="IN", year=2017))
    assert india.total == 0, "an estimate of 2016 is not one of 2017"


def test_of_a_range_the_lower_end_comes_first(view: View) -> None:
    kenya = [used.row.id for used in list_rows(view, "living-wages", Wanted(country="KE")).rows]
    for id in kenya:
        if id.endswith("-low"):
            assert kenya[kenya.index(id) + 1] == id.removesuffix("low") + "high"


def test_a_row_names_the_pay_that_is_read_against_it(view: View) -> None:
    """The same rows as the working of each pay report names."""
    row = show_row(view, "mw-ke-2022-05-01-nairobi")
    assert isinstance(row.row, MinimumWage)
    assert row.row.amount == Decimal("15201.65")
    assert row.source is not None
    ids = {shown.claim.id for shown in row.wages}
    assert "w-cloudfactory-ke-swr" in ids
    used = {row.id for row in pay_of_claim(view, "w-cloudfactory-ke-swr").reference}
    for other in view.snapshot().reference_rows:
        wages = {shown.claim.id for shown in show_row(view, other.id).wages} if other.id in used else set()
        assert (other.id in used) == ("w-cloudfactory-ke-swr" in wages)


def test_what_is_lacking_stands_in_its_table(view: View) -> None:
    lines = {(line.country, line.year, line.table, line.code, line.about) for line in reference_status(view).lines}
    assert ("CN", 2025, "purchasing_power", PayCode.NO_PARITY, "") in lines
    assert ("GH", 2025, "exchange_rates", PayCode.NO_EXCHANGE_RATE, "GHS") in lines
    assert ("AR", 2019, "exchange_rates", PayCode.SEVERAL_RATES, "ARS") in lines
    assert ("FI", 2023, "minimum_wages", PayCode.NO_MINIMUM_KNOWN, "") not in lines, "a source says there is none"
    assert {code for *_, code, _ in lines} - {None} <= set(LACKS)
    ars = list_rows(view, "exchange-rates", Wanted(currency="ARS"))
    assert {line.country for line in ars.lacking} == {"AR"}


def test_a_source_of_reference_rows_is_not_unused(view: View) -> None:
    snapshot = view.snapshot()
    pages = range(1, list_sources(view).pages + 1)
    listed = {row.id: row for page in pages for row in list_sources(view, page=page).rows}
    taken = [*snapshot.reference.rows.values(), *snapshot.checklist.criteria.values()]
    assert sum(row.reference for row in listed.values()) == len(taken)
    assert [id for id, row in listed.items() if id.startswith("ref-") and not row.reference] == []
    answer = show_source(view, "ref-faidihr-2025")
    assert {row.id for row in answer.reference} == {"mw-ke-2022-05-01-nairobi", "mw-ke-2024-11-01-urban-guard"}


@pytest.mark.parametrize(
    ("table", "wanted", "near"),
    [
        ("minimum-wage", Wanted(), ["minimum-wages"]),
        ("minimum_wages", Wanted(), ["minimum-wages"]),
        ("", Wanted(), []),
        ("minimum-wages", Wanted(country="ke"), ["KE"]),
        ("minimum-wages", Wanted(country="XX"), []),
        ("exchange-rates", Wanted(currency="kes"), ["KES"]),
        ("exchange-rates", Wanted(source="nobody"), []),
    ],
)
def test_what_is_not_there_is_told_with_what_comes_near(view: View, table: str, wanted: Wanted, near: list) -> None:
    with pytest.raises(NotFound) as told:
        list_rows(view, table, wanted)
    assert [id for id, _ in told.value.near][:1] == near


def test_a_mistyped_row_is_told_what_comes_near(view: View) -> None:
    with pytest.raises(NotFound) as told:
        show_row(view, "mw-ke-2022-05-01-nairobbi")
    assert told.value.near[0][0] == "mw-ke-2022-05-01-nairobi"
