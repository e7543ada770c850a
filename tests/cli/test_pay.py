"""supplychain pay and supplychain reference as somebody types them, on the seeds: what must come out right, worked by hand.

The arithmetic of the figures stands in tests/domain/test_pay_cases.py.
"""

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from supplychain.assets import asset_dir
from supplychain.cli import main


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def asked(run: Any, *words: str) -> Any:
    result = run("pay", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def compared(answer: Any, wage: str) -> Any:
    return next(r["comparable"] for r in answer["reports"] if r["shown"]["claim"]["id"] == wage)


def one(found: Any, measure: str, *, unpaid: bool = False) -> Any:
    return next(r for r in found["results"] if (r["measure"], r["unpaid_counted"]) == (measure, unpaid))


def span(result: Any, of: str = "figure") -> tuple[str | None, str | None]:
    return next((s["low"], s["high"]) for s in result["spans"] if s["of"] == of)


def gap(against: Any, row: str) -> Any:
    return next(g for g in against["gaps"] if row in g["benchmark"]["rows"])


def codes(said: Any) -> set[str]:
    return {s["code"] for s in said}


def test_cloudfactory_in_every_money_and_against_both_benchmarks(run: Any) -> None:
    found = compared(asked(run, "w-cloudfactory-ke-swr", "--prices-of", "2024"), "w-cloudfactory-ke-swr")
    shown = {r["measure"]: span(r) for r in found["results"] if r["state"] == "comparable"}
    assert shown == {
        "hourly": ("1.20", "1.20"),
        "local": ("181.45", "181.45"),
        "usd": ("1.30", "1.30"),
        "eur": ("1.20", "1.20"),
        "international": ("4.22", "4.22"),
        "real": ("189.60", "189.60"),
    }
    nairobi = gap(found["minimum"], "mw-ke-2022-05-01-nairobi")
    assert (span(nairobi), nairobi["verdict"]) == (("1.0690", "1.4828"), "at_or_above")
    assert nairobi["benchmark"]["applies"] == "place"
    assert codes(nairobi["assumptions"]) == {"hours_assumed", "minimum_taken_as_gross", "tax_at_most_half"}
    assert {"basis_unknown", "one_person", "other_currency", "status_not_known"} <= codes(nairobi["cautions"])
    single = gap(found["living"], "lw-ke-2019-09-wageindicator-single-adult-low")
    standard = gap(found["living"], "lw-ke-2019-09-wageindicator-standard-family-low")
    assert (span(single), single["verdict"]) == (("-0.0486", "0.4483"), None)
    assert (span(standard), standard["verdict"]) == (("-0.4305", "-0.0669"), None)
    assert "withheld_carried" in codes(single["withheld"])


def test_share_of_sama_workers_in_what_openai_paid(run: Any) -> None:
    for claim in ("w-sama-ke-openai", "w-sama-client-1250", "sama"):
        answer = asked(run, claim)
        share = next(
            s for s in answer["shares"] if (s["wage"], s["price"]) == ("w-sama-ke-openai", "w-sama-client-1250")
        )
        assert span(share) == ("0.1056", "0.1600")
        assert {"price_is_not_pay", "period_of_pair_unstated", "basis_unknown"} <= codes(share["cautions"])
        both = {s["claim"]["id"] for s in (*(r["shown"] for r in answer["reports"]), *answer["beside"])}
        assert {"w-sama-ke-openai", "w-sama-client-1250"} <= both
        assert {"sama", "openai", "chatgpt"} <= set(answer["names"])
    price = compared(asked(run, "w-sama-client-1250"), "w-sama-client-1250")
    assert codes(price["minimum"]["reasons"]) == codes(price["living"]["reasons"]) == {"not_pay"}


def test_effective_pay_with_eight_unpaid_hours(run: Any, tmp_path: Path) -> None:
    """The hours stand in a figure that a source sets beside the pay; an editor may record them in the report itself."""
    id = "w-fairwork-2023-microwork"
    answer = asked(run, id)
    plain = one(compared(answer, id), "usd", unpaid=True)
    assert [(v["hours"], v["amount"]) for v in plain["values"]] == [("40", "1.79"), ("45", "1.83"), ("48", "1.84")]
    assert codes(plain["assumptions"]) == {"hours_assumed", "fewer_paid_hours", "unpaid_from_beside"}
    assert {(i["record"], i["field"], i["value"]) for i in plain["inputs"]} >= {
        ("f-fairwork-2022-unpaid", "value", "8")
    }
    assert "f-fairwork-2022-unpaid" in {s["claim"]["id"] for s in answer["beside"]}
    folder = tmp_path / "package"
    shutil.copytree(asset_dir("seeds"), folder)
    wages = folder / "wages.csv"
    rows = list(csv.DictReader(io.StringIO(wages.read_text(encoding="utf-8"))))
    for row in rows:
        if row["id"] == id:
            row["unpaid_hours_per_week"] = "8"
    with wages.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    imported = run("package", "import", str(folder))
    assert imported.exit_code == 0, imported.output
    found = compared(asked(run, id), id)
    effective = one(found, "usd", unpaid=True)
    assert [(v["hours"], v["amount"]) for v in effective["values"]] == [("40", "1.79"), ("45", "1.83"), ("48", "1.84")]
    assert codes(effective["assumptions"]) == {"hours_assumed", "fewer_paid_hours"}
    assert span(one(found, "usd"), "mean") == ("2.15", "2.15")
    before = compared(asked(run, id, "--as-of", "1"), id)
    assert "unpaid_from_beside" in codes(one(before, "usd", unpaid=True)["assumptions"])


def test_a_venezuelan_figure_is_refused_with_its_reason(run: Any) -> None:
    answer = asked(run, "VE")
    found = compared(answer, "w-remotasks-ve-decline")
    assert span(one(found, "usd")) == ("0.83", "1.00")
    for said in (one(found, "local")["reasons"], found["minimum"]["reasons"], found["living"]["reasons"]):
        assert codes(said) == {"several_rates", "high_inflation", "no_year"}
    assert [e["id"] for e in answer["employers"]] == sorted({r["comparable"]["employer"] for r in answer["reports"]})
    text = run("pay", "w-remotasks-ve-decline").stdout
    assert "Against legal minimum wages: Not comparable, because: Official and market rates of VES" in text


def test_united_states_against_federal_and_state(run: Any) -> None:
    found = compared(asked(run, "w-globallogic-us-16-21"), "w-globallogic-us-16-21")
    federal = gap(found["minimum"], "mw-us-2009-07-24-federal-hour")
    california = gap(found["minimum"], "mw-us-2025-01-01-california-hour")
    washington = gap(found["minimum"], "mw-us-2025-01-01-washington-hour")
    assert (span(federal), federal["verdict"]) == (("1.2069", "1.8966"), "at_or_above")
    assert "region_may_differ" in codes(federal["cautions"])
    assert (span(california), california["verdict"]) == (("-0.0303", "0.2727"), None)
    assert (span(washington), washington["verdict"]) == (("-0.0396", "0.2605"), None)
    assert "withheld_place" in codes(california["withheld"])


def numbers(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("wage", "measure", "of", "row", "year", "hours", "benchmark_hours", "amount"))


def plain(value: Any) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("words", [("sama",), ("KE",), ("w-cloudfactory-ke-swr", "--prices-of", "2024"), ("US",)])
def test_json_csv_and_text_say_the_same_figures(run: Any, words: tuple[str, ...]) -> None:
    answer = asked(run, *words)
    text = " ".join(run("pay", *words).stdout.split())
    rows = list(csv.DictReader(io.StringIO(run("pay", *words, "--csv").stdout)))
    results = [(r, r["values"]) for c in answer["reports"] for r in c["comparable"]["results"]]
    for report in answer["reports"]:
        for against in ("minimum", "living"):
            gaps = report["comparable"][against]["gaps"]
            results += [(g, (*g["values"], *g["benchmark_values"])) for g in gaps]
    results += [(s, s["values"]) for s in answer["shares"]]
    keys = ("of", "row", "year", "hours", "benchmark_hours", "amount")
    worked = [(r, v) for r, values in results for v in values]
    expected = sorted(tuple(map(plain, (r["wage"], r["measure"], *(v[key] for key in keys)))) for r, v in worked)
    assert sorted(numbers(row) for row in rows if row["amount"]) == expected
    assert expected
    assert {row["codes"] for row in rows if not row["amount"]} != {""}
    ratios = {"minimum_gap", "living_gap", "client_share"}
    for result, _ in results:
        for low_or_high in (n for s in result["spans"] for n in (s["low"], s["high"]) if n):
            number = f"{abs(Decimal(low_or_high)) * 100:.2f}" if result["measure"] in ratios else low_or_high
            assert number in text, (result["wage"], result["measure"], low_or_high)
        for said in (*result["reasons"], *result["assumptions"], *result["cautions"], *result.get("withheld", ())):
            assert " ".join(said["words"].split()) in text


def test_the_working_names_every_row_and_every_row_its_source(run: Any) -> None:
    answer = asked(run, "w-cloudfactory-ke-swr")
    text = run("pay", "w-cloudfactory-ke-swr").stdout
    assert "pay / eur_per_usd_2023 * kes_per_usd_2023 = 181.45" in text
    assert "where kes_per_usd_2023 = 139.8463837596168 KES/USD (xr-kes-2023, per_usd)" in text
    assert "where hours_40 = 40 hour/week (assumed)" in text
    assert "from 106.90 % above it to 148.28 % above it" in text
    assert "from 4.86 % below it to 44.83 % above it" in text
    rows, sources = answer["reference"], {s["id"] for s in answer["sources"]}
    assert {"xr-kes-2023", "mw-ke-2022-05-01-nairobi", "pp-ke-2023"} <= {row["id"] for row in rows}
    assert {row["source"] for row in rows} <= sources
    assert {c["source"] for c in answer["reports"][0]["shown"]["claim"]["citations"]} <= sources
    assert all(id in text for id in sources)
    assert "complian" not in text.casefold()


def test_a_country_without_pay_reports_is_no_error(run: Any) -> None:
    answer = asked(run, "IS")
    assert (answer["reports"], answer["shares"], answer["sources"]) == ([], [], [])
    assert "No pay report is recorded." in run("pay", "IS").stdout
    assert run("pay", "IS", "--csv").stdout.count("\n") == 1


def test_a_year_without_prices_is_said_and_not_guessed(run: Any) -> None:
    found = compared(asked(run, "w-cloudfactory-ke-swr", "--prices-of", "2100"), "w-cloudfactory-ke-swr")
    assert codes(one(found, "real")["reasons"]) == {"no_consumer_prices"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("pay", "w-sama-ke-opnai"), 1, "Did you mean w-sama-ke-openai (Sama)"),
        (("pay", "cloudfactry"), 1, "cloudfactory (CloudFactory)"),
        (("pay", "ke"), 1, "Did you mean KE"),
        (("pay", "ZZ"), 1, "There is no employer, country or pay report"),
        (("pay", "a\x00b\udcff" * 1000), 1, "There is no employer"),
        (("pay", "l-openai-sama"), 1, "this claim is of the kind “link”, which is no pay report."),
        (("pay", "KE", "--prices-of", "3000"), 1, "3000 is no year from 1900 to 2200"),
        (("pay", "KE", "--prices-of", "soon"), 2, "is not a valid integer"),
        (("pay", "KE", "--json", "--csv"), 2, "exclude each other"),
        (("pay", "KE", "--as-of", "99"), 1, "There is no revision"),
        (("reference", "status", "--json", "--csv"), 2, "exclude each other"),
    ],
)
def test_bad_input_is_said_in_one_line(run: Any, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_reference_status_says_what_is_missing_in_every_form(run: Any) -> None:
    answer = json.loads(run("reference", "status", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("reference", "status", "--csv").stdout)))
    text = run("reference", "status").stdout
    lines = [(line["country"], plain(line["year"]), plain(line["code"]), line["wages"]) for line in answer["lines"]]
    assert [(r["country"], r["year"], r["code"], r["wages"].split("|")) for r in rows] == lines
    assert ("CN", "2025", "no_parity", ["w-deepseek-interns"]) in lines
    assert "CN 2025\n  The reference has no purchasing-power parity of CN for 2025. (w-deepseek-interns)" in text
    assert all(line["words"] in text for line in answer["lines"])
