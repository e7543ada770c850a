"""Everything that is said about pay, worked out once more by an outsider: DuckDB, with the exported package and nothing else.

pay_recomputed.sql writes all the rules a second time, from the raw tables to the last digit, and nothing is taken from the
answers: which years, hours, rates, parities and benchmarks apply (also by place and time), every figure, the unit and currency
that it is in, each verdict, each share of a client's price, and every reason for which there is no figure. What `supplychain pay`
prints as CSV has to be the same set of rows, letter for letter, so that a missing figure fails as a wrong one does.

Not compared: expressions, the codes of assumptions and cautions (tests/domain), the order of rows. Not rewritten: judgements that
two employers are the same; the seeds hold none. What a country pays in is not in the package: the table of parities says it, and
by hand ISO 4217 for six countries that the table lacks or has in dollars.

Numbers are DOUBLE and are rounded to the digits shown (half up; what lies within a billionth of a step of a half is one), then
compared as text: the tolerance is none.

Two data sets: the seeds, for every employer and country and some single claims; and reports made up here, put at random over
countries, sites, times, units, currencies and hours, because few reports of the seeds give their hours.
"""

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

HERE = Path(__file__).parent
WITH_PRICES, WITHOUT_PRICES = "2024", "-"
REASONS = """
    not_pay task_pay day_length_unknown benchmark_day_length hours_implausible no_unpaid_hours several_rates high_inflation
    no_year no_country several_countries currency_of_country_unknown rate_not_usable no_exchange_rate no_parity
    no_consumer_prices no_minimum_known no_living_wage_known price_is_zero same_end_open
""".split()
STORIES = (
    "w-cloudfactory-ke-swr",
    "w-sama-ke-openai",
    "w-sama-client-1250",
    "w-remotasks-ve-decline",
    "w-globallogic-us-16",
)

# -- asking ----------------------------------------------------------------------------------------------------------------


def supplychain(instance: Path, *words: object) -> bytes:
    """Run a command of the product."""
    command = [Path(sys.executable).with_name("supplychain"), "--quiet", *map(str, words)]
    environment = os.environ | {"SUPPLYCHAIN_INSTANCE": str(instance)}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def ask(instance: Path, folder: Path, prices_of: str, ids: Iterable[str]) -> Path:
    """Get the CSV of `supplychain pay` for each id."""
    folder.mkdir()
    environment = os.environ | {"SUPPLYCHAIN_INSTANCE": str(instance)}
    command = [sys.executable, HERE / "ask_pay.py", folder, prices_of, *sorted(ids)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder


def rows_of(package: Path, table: str) -> list[dict[str, str]]:
    with (package / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# -- comparing -------------------------------------------------------------------------------------------------------------


def recomputed(package: Path, prices_of: str) -> duckdb.DuckDBPyConnection:
    """Work everything out from a package."""
    con = duckdb.connect()
    con.execute(f"SET VARIABLE package = '{package}'")
    con.execute(f"SET VARIABLE prices_of = {'NULL' if prices_of == WITHOUT_PRICES else prices_of}")
    con.execute((HERE / "pay_recomputed.sql").read_text(encoding="utf-8"))
    return con


def compare(package: Path, answers: Path, prices_of: str) -> duckdb.DuckDBPyConnection:
    """Put what was recomputed beside what is shown: tables `expected` and `shown`, with who was asked for as `asked`."""
    con = recomputed(package, prices_of)
    reasons = ", ".join(f"'{code}'" for code in REASONS)
    con.execute(f"""
        CREATE TABLE shown AS SELECT parse_filename(filename, true) AS asked, * EXCLUDE (filename, expression, codes),
            array_to_string(list_sort(list_filter(string_split(codes, '|'), lambda c: c IN ({reasons}))), '|') AS reasons
        FROM (SELECT coalesce(COLUMNS(*), '')
            FROM read_csv('{answers}/*.csv', header = true, all_varchar = true, filename = true));
        CREATE TABLE expected AS SELECT a.asked, r.*
        FROM (SELECT parse_filename(file, true) AS asked FROM glob('{answers}/*.csv')) AS a
        JOIN recomputed AS r ON EXISTS (FROM wages AS w
            WHERE (a.asked IN (w.id, w.employer) OR list_contains(w.countries, a.asked))
                AND (w.id = r.wage OR (w.id = r.row AND r.measure = 'client_share')));
    """)
    return con


def differences(con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """Rows that only the one or only the other has, side by side."""
    columns = "asked, wage, measure, of, row, year, hours, benchmark_hours, state, verdict, amount, reasons"
    return con.execute(f"""
        SELECT 'only shown', {columns} FROM (FROM shown EXCEPT ALL FROM expected)
        UNION ALL SELECT 'only recomputed', {columns} FROM (FROM expected EXCEPT ALL FROM shown)
        ORDER BY ALL LIMIT 1000
    """).fetchall()


def count(con: duckdb.DuckDBPyConnection, condition: str) -> int:
    return con.execute(f"SELECT count(*) FROM shown WHERE {condition}").fetchone()[0]


# -- the seeds -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the seeds, and beside it the package that it exports."""
    folder = tmp_path_factory.mktemp("seeded")
    supplychain(folder / "instance", "init")
    supplychain(folder / "instance", "package", "export", folder / "package")
    return folder


@pytest.fixture(scope="module")
def employers(seeded: Path) -> Path:
    """The answers for every employer, with pay at the prices of a year."""
    ids = {row["employer"] for row in rows_of(seeded / "package", "wages")}
    return ask(seeded / "instance", seeded / "employers", WITH_PRICES, ids)


@pytest.fixture(scope="module")
def places(seeded: Path) -> Path:
    """The answers for every country and some single claims, without."""
    wages = rows_of(seeded / "package", "wages")
    ids = {country for row in wages for country in row["countries"].split("|") if country}
    return ask(
        seeded / "instance", seeded / "places", WITHOUT_PRICES, {*ids, *STORIES, *(w["id"] for w in wages[::20])}
    )


@pytest.fixture(scope="module")
def of_employers(seeded: Path, employers: Path) -> duckdb.DuckDBPyConnection:
    return compare(seeded / "package", employers, WITH_PRICES)


def test_every_figure_of_every_employer_can_be_recomputed(
    seeded: Path, of_employers: duckdb.DuckDBPyConnection
) -> None:
    assert differences(of_employers) == []
    seen = of_employers.execute("SELECT DISTINCT wage FROM shown ORDER BY ALL").fetchall()
    assert [wage for (wage,) in seen] == sorted(row["id"] for row in rows_of(seeded / "package", "wages"))
    assert count(of_employers, "amount <> ''") > 2000
    assert count(of_employers, "verdict <> ''") > 50


def test_what_has_no_figure_has_a_reason(of_employers: duckdb.DuckDBPyConnection) -> None:
    assert count(of_employers, "(amount = '') <> (reasons <> '' OR state = 'no_effective_minimum')") == 0
    assert count(of_employers, "(state = 'comparable') <> (amount <> '')") == 0


def test_the_program_prints_the_bytes_that_are_compared(seeded: Path, employers: Path) -> None:
    printed = supplychain(seeded / "instance", "pay", "sama", "--prices-of", WITH_PRICES, "--csv")
    assert printed == (employers / "sama.csv").read_bytes()


def test_countries_and_single_claims_say_the_same(seeded: Path, places: Path) -> None:
    con = compare(seeded / "package", places, WITHOUT_PRICES)
    assert differences(con) == []
    assert count(con, "measure = 'real'") == 0
    assert count(con, "asked = 'KE' AND amount <> ''") > 500


@pytest.mark.parametrize(
    ("table", "row", "column", "factor", "measures"),
    [
        (
            "exchange_rates",
            "xr-kes-2023",
            "per_usd",
            1.0001,
            {"local", "international", "real", "minimum_gap", "living_gap"},
        ),
        ("exchange_rates", "xr-eur-2023", "per_usd", 1.01, {"eur"}),
        ("purchasing_power", "pp-ke-2023", "per_international_dollar", 1.0001, {"international"}),
        ("consumer_prices", "cp-ke-2022", "change", 1.001, {"living_gap"}),
        ("minimum_wages", "mw-us-2009-07-24-federal-hour", "amount", 1.0001, {"minimum_gap"}),
        ("living_wages", "lw-ke-2019-09-wageindicator-single-adult-low", "amount", 1.0001, {"living_gap"}),
        ("wages", "w-sama-client-1250", "low", 0.999, {"client_share"}),
    ],
)
def test_one_number_altered_in_the_package_is_noticed(
    seeded: Path, employers: Path, tmp_path: Path, table: str, row: str, column: str, factor: float, measures: set[str]
) -> None:
    package = altered(seeded / "package", tmp_path / "package", table, row, {column: factor})
    found = {difference[3] for difference in differences(compare(package, employers, WITH_PRICES))}
    assert measures <= found


def test_a_row_missing_from_the_package_is_noticed(seeded: Path, employers: Path, tmp_path: Path) -> None:
    package = altered(seeded / "package", tmp_path / "package", "exchange_rates", "xr-kes-2022", None)
    found = differences(compare(package, employers, WITH_PRICES))
    assert any(side == "only recomputed" and "no_exchange_rate" in rest for side, *rest in found)


def altered(package: Path, to: Path, table: str, id: str, change: dict[str, float] | None) -> Path:
    """A package in which numbers of one row are multiplied, or the row is left out; the other tables stay where they are."""
    to.mkdir()
    for file in package.glob("*.csv"):
        (to / file.name).symlink_to(file)
    rows = rows_of(package, table)
    row = next(row for row in rows if row["id"] == id)
    if change is None:
        rows.remove(row)
    else:
        row.update({column: f"{float(row[column]) * factor:.12f}" for column, factor in change.items()})
    (to / f"{table}.csv").unlink()
    write(to, table, rows)
    return to


@pytest.mark.parametrize(
    "mistake",
    [
        "UPDATE shown SET amount = '181.46' WHERE wage = 'w-cloudfactory-ke-swr' AND measure = 'local'",
        "UPDATE shown SET amount = '0.2921' WHERE wage = 'w-sama-ke-146-374' AND amount = '0.2992'",
        "DELETE FROM shown WHERE wage = 'w-cloudfactory-ke-swr' AND measure = 'minimum_gap' AND benchmark_hours = '45'",
        "DELETE FROM shown WHERE wage = 'w-remotasks-ve-decline' AND measure = 'local'",
        "UPDATE shown SET reasons = 'no_year' WHERE wage = 'w-remotasks-ve-decline' AND measure = 'local'",
        "UPDATE shown SET verdict = 'at_or_above' WHERE wage = 'w-mturk-nyt-reporter' AND verdict = 'below'",
        "UPDATE shown SET currency = 'USD' WHERE wage = 'w-cloudfactory-ke-swr' AND measure = 'eur'",
        "INSERT INTO shown SELECT * FROM shown WHERE measure = 'hourly' AND wage = 'w-cloudfactory-ke-swr'",
    ],
)
def test_one_wrong_row_is_noticed(of_employers: duckdb.DuckDBPyConnection, mistake: str) -> None:
    of_employers.execute("BEGIN")
    (changed,) = of_employers.execute(mistake).fetchone()
    found = differences(of_employers)
    of_employers.execute("ROLLBACK")
    assert changed > 0
    assert found != []


# -- four of them worked out by hand ---------------------------------------------------------------------------------------


def shown(con: duckdb.DuckDBPyConnection, wage: str, condition: str, columns: str = "amount") -> list[tuple[str, ...]]:
    """What the product shows, sorted."""
    query = (
        f"SELECT {columns} FROM shown WHERE wage = ? AND benchmark_itself = '' AND unpaid_counted = '' AND {condition}"
    )
    return sorted(con.execute(query, [wage]).fetchall())


def test_an_hour_for_1_20_euros_in_nairobi(of_employers: duckdb.DuckDBPyConnection) -> None:
    """One dollar was 0.92483956 euros and 139.84638 shillings in 2023; 43.0049441 shillings bought what a dollar buys.

    1.20 / 0.92483956 = 1.297522; * 139.84638 = 181.45381; / 43.0049441 = 4.21937. Prices rose by 4.48979 percent in 2024:
    181.45381 * 1.0448979 = 189.60.
    General labourers in Nairobi: 15,201.65 a month, * 12 / 52 = 3508.0731 a week; of 40, 45 and 48 hours each is 87.701827,
    77.957179 and 73.084856: 181.45381 / 87.701827 - 1 = 1.0690; 1.3276; 1.4828.
    Living wage of one adult, September 2019: 20,100 to 25,500; * 1.0540516 * 1.0610794 * 1.0765986 * 1.0767140 = * 1.2964777;
    * 12 / 52 / 40 = 150.3416 to 190.7319: 181.45381 / 150.3416 - 1 = 0.2069, and -0.0486.
    """
    swr = "w-cloudfactory-ke-swr"
    money = shown(of_employers, swr, "measure NOT LIKE '%gap'", "measure, currency, amount")
    assert money == [
        ("eur", "EUR", "1.20"),
        ("hourly", "EUR", "1.20"),
        ("international", "international_dollar", "4.22"),
        ("local", "KES", "181.45"),
        ("real", "KES", "189.60"),
        ("usd", "USD", "1.30"),
    ]
    minimum = shown(of_employers, swr, "row = 'mw-ke-2022-05-01-nairobi'", "benchmark_hours, amount, verdict")
    assert minimum == [
        ("40", "1.0690", "at_or_above"),
        ("45", "1.3276", "at_or_above"),
        ("48", "1.4828", "at_or_above"),
    ]
    living = "row LIKE 'lw-ke-2019-09-wageindicator-single-adult-%' AND benchmark_hours = '40'"
    assert shown(of_employers, swr, living, "against, amount, verdict") == [
        ("high", "-0.0486", ""),
        ("low", "0.2069", ""),
    ]


def test_what_reached_the_workers_of_sama(of_employers: duckdb.DuckDBPyConnection) -> None:
    """1.32 / 12.50 = 0.1056; 2 / 12.50 = 0.16. Where 170 dollars a month were the pay: 170 * 12 / 52 = 39.2308 a week;
    / 40 / 12.50 = 0.0785; / 45 / 12.50 = 0.0697; / 48 / 12.50 = 0.0654."""
    price = "measure = 'client_share' AND row = 'w-sama-client-1250'"
    assert shown(of_employers, "w-sama-ke-openai", price, "of, amount") == [("high", "0.1600"), ("low", "0.1056")]
    assert shown(of_employers, "w-sama-ke-basic", price) == [("0.0654",), ("0.0697",), ("0.0785",)]


def test_forty_dollars_a_week_in_venezuela_stay_dollars(of_employers: duckdb.DuckDBPyConnection) -> None:
    """40 / 40 = 1.00, 40 / 45 = 0.89, 40 / 48 = 0.83 dollars an hour. What that was in bolivars nobody can say: no date is
    recorded, official and market rates lay apart in every year known, and prices rose by more than 40 percent in each."""
    week = "w-remotasks-ve-decline"
    assert shown(of_employers, week, "measure = 'usd'", "hours, amount") == [
        ("40", "1.00"),
        ("45", "0.89"),
        ("48", "0.83"),
    ]
    refused = "high_inflation|no_year|several_rates"
    assert shown(of_employers, week, "amount = '' AND measure <> 'eur'", "measure, reasons") == [
        ("international", refused),
        ("living_gap", refused),
        ("local", refused),
        ("minimum_gap", refused),
        ("real", refused),
    ]


def test_dollars_an_hour_against_federal_and_state_minimum(of_employers: duckdb.DuckDBPyConnection) -> None:
    """16 in 2025: 16 / 7.25 - 1 = 1.2069 above the federal minimum, with a verdict; in California 16 / 16.5 - 1 = -0.0303, in
    New York State 16 / 15.5 - 1 = 0.0323, in Washington 16 / 16.66 - 1 = -0.0396: without, as the state is not known.
    15 in California in 2024: 15 / 16 - 1 = -0.0625, without, as it is not said whether that is before tax.
    19 in Buffalo in 2023: 19 / 14.20 - 1 = 0.3380. 0.97 somewhere: 0.97 / 7.25 - 1 = -0.8662, below even if half were tax."""
    states = "row IN ('mw-us-2009-07-24-federal-hour') OR row LIKE 'mw-us-2025-01-01-%-hour'"
    found = shown(of_employers, "w-globallogic-us-16", f"({states})", "row, amount, verdict")
    assert found == [
        ("mw-us-2009-07-24-federal-hour", "1.2069", "at_or_above"),
        ("mw-us-2025-01-01-california-hour", "-0.0303", ""),
        ("mw-us-2025-01-01-colorado-hour", "0.0804", ""),
        ("mw-us-2025-01-01-new-york-city-hour", "-0.0303", ""),
        ("mw-us-2025-01-01-new-york-state-hour", "0.0323", ""),
        ("mw-us-2025-01-01-washington-hour", "-0.0396", ""),
    ]
    for wage, row, amount, verdict in (
        ("w-outlier-us-effective", "mw-us-2024-01-01-california-hour", "-0.0625", ""),
        ("w-tesla-us-2023", "mw-us-2022-12-31-new-york-state-hour", "0.3380", "at_or_above"),
        ("w-mturk-nyt-reporter", "mw-us-2009-07-24-federal-hour", "-0.8662", "below"),
    ):
        assert shown(of_employers, wage, f"row = '{row}'", "amount, verdict") == [(amount, verdict)]


# -- reports made up -------------------------------------------------------------------------------------------------------

EMPLOYER = "undisclosed-us-data-employers"  # undisclosed: some of its reports can be surveys
LOCAL = dict(
    pair.split("=")
    for pair in """AR=ARS BG=BGN BO=BOB BR=BRL CA=CAD CH=CHF CN=CNY CO=COP EC=USD EG=EGP ET=ETB FI=EUR GB=GBP GH=GHS GR=EUR HK=HKD
    IL=ILS IN=INR IT=EUR KE=KES LB=LBP MG=MGA NG=NGN PH=PHP PK=PKR PS=ILS PT=EUR RW=RWF SE=SEK SY=SYP TR=TRY UG=UGX US=USD VE=VES
    ZA=ZAR""".split()
)
SITES = {
    "CN": ["Shanghai", "Datong"],
    "GB": ["London", "Leeds"],
    "IN": ["Hyderabad, Andhra Pradesh", "Delhi", "Tiruppur City and Chennai"],
    "KE": ["Nairobi (Kasarani)", "Ruiru", "Eldoret"],
    "PH": ["Manila", "Metro Manila (Taguig)", "Cebu"],
    "PK": ["Sialkot", "Lahore"],
    "US": ["California", "Austin; Texas", "Ohio"],
}
TIMES = [
    ("2023", "2023", ""), ("2018", "2020", ""), ("2024-05", "2025-03", ""), ("", "", ""), ("", "", "2022-07-01"),
    ("..", "2021", ""), ("2019~", "2019", ""), ("2025-07", "2026-02", ""), ("2021-07-10", "2021-07-20", ""), ("2022", "..", ""),
    ("", "2020", ""), ("2017", "2017", ""), ("", "", "2019"), ("2024-08-01", "2024-08-31", ""), ("2025", "2025", ""),
    ("2023-12-31~", "2024-01-01%", ""),
]  # fmt: skip
PLACED: list[dict[str, str]] = [
    # to the cent the minimum, once the unpaid hours are counted: 239.25 / 21 * 21 / 33 = 7.25
    {
        "countries": "US",
        "low": "239.25",
        "unit": "week",
        "hours_per_week": "21",
        "unpaid_hours_per_week": "12",
        "basis": "gross",
    },
    # half of the last digit: 1.10 / (400 * 12 / (52 * 45)) - 1 = -0.46375
    {"countries": "EC", "low": "1.10", "unit": "hour", "start": "2021", "end": "2021"},
    # hours of a month by law, with unpaid hours of a week beside them
    {
        "countries": "MG",
        "low": "300000",
        "currency": "MGA",
        "unit": "month",
        "unpaid_hours_per_week": "7",
        "start": "2025",
    },
    # a rate for clerks
    {"countries": "IN", "sites": "Andhra Pradesh", "low": "300", "currency": "INR", "unit": "hour", "start": "2025-11"},
]
"""What chance seldom meets."""
COLUMNS = ("start", "end", "reported_on")
DESCRIPTION = "Made up to see whether two ways of working it out agree."
MANY, SEED, PRICES_OF_MADE_UP = 400, 18, "2022"


def made_up(random: random.Random, number: int) -> dict[str, str]:
    """A pay report like no other; halves and thirds are likely, so that rounding has something to do."""
    country = random.choice([*LOCAL, *LOCAL, *LOCAL, "", "US|KE"])
    local = LOCAL.get(country, "USD")
    small = random.choice(["0", "0.05", "0.1", "1.1", "2.675", "15", "26.75", "290", "432.10", "31000"])
    larger = str(Decimal(small) + random.choice([Decimal("0.005"), 33, Decimal("700.5")]))
    figures = random.choice(
        [
            (small, small, "", ""),
            (small, larger, "", ""),
            (small, "", "", ""),
            ("", small, "", ""),
            ("", "", small, larger),
        ]
    )
    price = random.random() < 0.1
    client = price or random.random() < 0.25
    survey = not price and random.random() < 0.2
    return {
        "id": f"w-made-up-{number:04d}",
        "employer": EMPLOYER,
        "countries": country,
        "sites": random.choice(["", *SITES.get(country, [])]),
        "work_types": random.choice(
            ["annotation", "content moderation", "search rating", "", "odd jobs", "annotation|moderation"]
        ),
        "clients": random.choice(["openai", "openai|meta", "meta"]) if client else "",
        "tools": random.choice(["", "", "chatgpt", "facebook"]) if client else "",
        **dict(zip(("low", "high", "mean", "median"), figures, strict=True)),
        "currency": random.choice(["USD", "USD", "EUR", local, local, local, "GBP", "KES", "ARS"]),
        "unit": random.choice(["hour", "hour", "day", "week", "week", "month", "month", "year", "task"]),
        "basis": "paid_by_client" if price else random.choice(["unknown", "gross", "net"]),
        "pay_kind": "contract_price" if price else "reported",
        "sample_size": random.choice(["", "1", "250"]),
        "hours_per_week": random.choice(["", "", "", "3", "21", "37.5", "40", "170", "0"]),
        "unpaid_hours_per_week": "" if survey else random.choice(["", "", "0", "7", "5.5", "19", "169"]),
        **dict(zip(COLUMNS, random.choice(TIMES), strict=True)),
        "asserted_by": random.choice(["researcher", "worker_organisation"]) if survey else "unknown",
        "description": DESCRIPTION,
    }


def placed(number: int, given: dict[str, str]) -> dict[str, str]:
    common = {"employer": EMPLOYER, "pay_kind": "reported", "asserted_by": "unknown", "description": DESCRIPTION}
    usual = {"currency": "USD", "basis": "unknown", "start": "2023", "high": given["low"]}
    return common | usual | given | {"id": f"w-placed-{number:04d}"}


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def of_made_up(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Made-up reports beside the seeds, in a database and a package of their own."""
    folder = shutil.copytree(seeded, tmp_path_factory.mktemp("made-up"), dirs_exist_ok=True)
    package = folder / "package"
    chance = random.Random(SEED)
    reports = [*(made_up(chance, n) for n in range(MANY)), *(placed(n, given) for n, given in enumerate(PLACED))]
    figure = next(c["source"] for c in rows_of(package, "citations") if c["claim"] == "f-fairwork-2022-unpaid")
    other = next(c["source"] for c in rows_of(package, "citations") if c["claim"] == "w-cloudfactory-ke-swr")
    cited = [
        {
            "claim": report["id"],
            "source": chance.choice([figure, other]),
            "stance": "supports",
            "locator": "not recorded",
        }
        for report in reports
    ]
    for table, more in (("wages", reports), ("citations", cited)):
        rows = [*rows_of(package, table), *more]
        write(package, table, sorted(rows, key=lambda row: (row.get("id", row.get("claim")), row.get("source", ""))))
    supplychain(folder / "instance", "package", "import", package)
    answers = ask(folder / "instance", folder / "answers", PRICES_OF_MADE_UP, [EMPLOYER])
    with compare(package, answers, PRICES_OF_MADE_UP) as con:
        yield con


def test_reports_of_every_kind_can_be_recomputed(of_made_up: duckdb.DuckDBPyConnection) -> None:
    assert differences(of_made_up) == []
    assert count(of_made_up, "amount <> ''") > 8000


def test_the_made_up_reports_meet_every_rule(of_made_up: duckdb.DuckDBPyConnection) -> None:
    """Else the test above would show less than it says."""
    met = of_made_up.execute(
        "SELECT DISTINCT unnest(string_split(reasons, '|')) FROM shown WHERE reasons <> ''"
    ).fetchall()
    assert {reason for (reason,) in met} == set(REASONS)
    worked = of_made_up.execute("SELECT DISTINCT measure, unpaid_counted FROM shown WHERE amount <> ''").fetchall()
    both = {"hourly", "local", "usd", "eur", "international", "real", "minimum_gap", "living_gap"}
    assert set(worked) == {(measure, unpaid) for measure in both for unpaid in ("", "yes")} | {("client_share", "")}
    for condition in (
        "state = 'no_effective_minimum'",
        "verdict = 'at_or_above' AND unpaid_counted = 'yes'",
        "verdict = 'below' AND unpaid_counted = 'yes'",
        "measure = 'living_gap' AND year <> ''",
        "hours = '173.33'",  # of a month, by the law of Madagascar
        "benchmark_hours = '8'",  # of a day, by that of the Philippines
        "unit IN ('day', 'task')",
        "amount LIKE '0.0___' AND measure = 'usd'",
        "wage = 'w-placed-0000' AND amount = '0.0000' AND verdict = 'at_or_above' AND unpaid_counted = 'yes'",
        "wage = 'w-placed-0001' AND amount = '-0.4638'",
        "wage = 'w-placed-0002' AND hours = '173.33' AND unpaid_counted = 'yes'",
        "wage = 'w-placed-0003' AND row LIKE 'mw-in-%-clerk' AND amount <> ''",
    ):
        assert count(of_made_up, condition) > 0, condition
    surveys = "wage IN (SELECT wage FROM beside) AND unpaid_counted = 'yes' AND amount <> ''"
    assert count(of_made_up, surveys) > 0
