"""The reference rows of the seeds: every doubt has its words, every source names itself, every known trap has its mark."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from supplychain.assets import asset_dir
from supplychain.domain.reference import ConsumerPrice, ExchangeRate, LivingWage, MinimumWage, PurchasingPower
from supplychain.domain.snapshot import Snapshot
from supplychain.services.setup import set_up
from supplychain.store.database import Store


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The seeds, read once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('reference') / 'seeds.db'}"
    set_up(url, asset_dir("seeds"), datetime(2026, 11, 1, tzinfo=UTC), lambda: "00" * 16)
    store = Store(url)
    with store.view() as view:
        yield view.snapshot()
    store.close()


def rows(snapshot: Snapshot, record: type, **wanted: object) -> list:
    """Rows of a table with these values."""
    found = [row for row in snapshot.reference_rows if isinstance(row, record)]
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted.items())]


def test_no_doubt_without_words(snapshot: Snapshot) -> None:
    assert [row.id for row in snapshot.reference.rows.values() if row.use != "yes" and not row.note] == []


def test_every_source_names_itself(snapshot: Snapshot) -> None:
    """A bare number as host names nobody: only a mirror that says so in its publisher may have one."""
    for source in snapshot.sources.values():
        host = urlsplit(source.url).hostname or ""
        if re.fullmatch(r"[0-9.]+|.*:.*", host):
            assert host in source.publisher
            assert source.quality == "mirror"
    for id in {row.source for row in snapshot.reference.rows.values()}:
        source = snapshot.sources[id]
        assert source.publisher, id
        assert source.date or id.endswith("-undated"), id
        assert source.url or "address not kept" in source.title, id


def test_a_statistical_series_that_hides_its_scope_is_doubtful(snapshot: Snapshot) -> None:
    for country in ("ID", "BD", "CN", "IN", "KE"):
        series = rows(snapshot, MinimumWage, country=country, kind="series")
        assert series
        assert {row.use for row in series} == {"check"}


def test_a_wage_that_never_became_law_is_not_used(snapshot: Snapshot) -> None:
    found = [r for r in rows(snapshot, MinimumWage, country="UG") if r.amount == 130000]
    assert len(found) == 8
    assert {row.use for row in found} == {"no"}


def test_what_an_act_contradicts_is_doubtful(snapshot: Snapshot) -> None:
    series = rows(snapshot, MinimumWage, country="NG", kind="series")
    assert {row.use for row in series} == {"check"}
    assert all("contradict the Act" in row.note for row in series)


def test_bulgaria_says_which_currency_is_meant(snapshot: Snapshot) -> None:
    assert {r.currency for r in rows(snapshot, MinimumWage, country="BG", kind="series")} == {"EUR"}
    assert {r.currency for r in rows(snapshot, PurchasingPower, country="BG")} == {"BGN"}
    assert all("leva" in r.note and r.implied is None for r in rows(snapshot, PurchasingPower, country="BG"))


def test_venezuela_is_never_converted(snapshot: Snapshot) -> None:
    assert not [r for r in rows(snapshot, MinimumWage, country="VE", kind="series") if r.start < "2022"]
    assert rows(snapshot, PurchasingPower, country="VE") == []
    assert rows(snapshot, MinimumWage, country="VE", kind="extra")
    assert all(r.several_rates for r in rows(snapshot, ExchangeRate, currency="VES"))


@pytest.mark.parametrize(
    ("currency", "apart"),
    [("LBP", {2019, 2020, 2021, 2022, 2023}), ("SYP", set(range(2015, 2023))), ("ARS", {2019, 2020, 2021, 2022, 2023})],
)
def test_rates_far_from_the_market_say_so(snapshot: Snapshot, currency: str, apart: set[int]) -> None:
    found = rows(snapshot, ExchangeRate, currency=currency)
    assert {row.year for row in found if row.several_rates} == apart
    assert all(row.note and row.use != "yes" for row in found if row.several_rates)


@pytest.mark.parametrize("currency", ["NGN", "EGP", "ETB"])
def test_a_parallel_premium_is_noted(snapshot: Snapshot, currency: str) -> None:
    found = rows(snapshot, ExchangeRate, currency=currency)
    assert {row.use for row in found} >= {"check"}
    assert all("parallel" in row.note for row in found)


def test_both_parities_stand_side_by_side(snapshot: Snapshot) -> None:
    nigeria = rows(snapshot, PurchasingPower, country="NG", year=2023)[0]
    assert (round(nigeria.per_international_dollar), round(nigeria.implied or 0)) == (158, 205)
    assert {row.currency for row in rows(snapshot, PurchasingPower, country="PS")} == {"USD"}


def test_prices_are_changes_and_no_index(snapshot: Snapshot) -> None:
    assert min(row.change for row in rows(snapshot, ConsumerPrice)) < 0
    assert len([r for r in rows(snapshot, ConsumerPrice) if 90 < r.change < 110]) < 5


def test_living_wages_keep_their_methods_apart(snapshot: Snapshot) -> None:
    covers = {"IBON": "family", "CENDAS food basket": "food", "Living Wage South Africa Network": "survey"}
    for row in rows(snapshot, LivingWage):
        assert row.covers == covers.get(row.method, row.covers)
        if row.method in covers or (row.method == "WageIndicator" and row.start < "2020"):
            assert row.use != "yes", row.id
    old = snapshot.reference.rows["lw-in-2016-08-anker-tiruppur-city-urban-tamil-nadu"]
    assert (old.use, "stale" in old.note) == ("check", True)


@pytest.mark.parametrize("country", ["ES", "PT"])
def test_payments_spread_over_the_year_are_noted(snapshot: Snapshot, country: str) -> None:
    assert all("14 payments" in row.note for row in rows(snapshot, MinimumWage, country=country))


def test_no_statutory_minimum_is_said_where_a_source_says_it(snapshot: Snapshot) -> None:
    none = rows(snapshot, MinimumWage, kind="none")
    assert {row.country for row in none} == {"ET", "FI", "IT", "SE"}
    assert all(row.amount is None for row in none)
