"""supplychain reference and supplychain show as somebody types them: the same rows in every form."""

import csv
import io
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main
from supplychain.cli.reference import TABLES


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def listed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_without_a_table_all_five_are_counted(run: Any) -> None:
    answer = json.loads(run("reference", "list", "--json").stdout)
    text = run("reference", "list").stdout
    rows = listed(run("reference", "list", "--csv").stdout)
    assert [row["table"].replace("_", "-") for row in rows] == TABLES
    for table in answer["tables"]:
        assert f"{table['table'].replace('_', '-')}: {table['rows']} rows" in text


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("minimum-wages", "--country", "KE", "--year", "2023"), {"mw-ke-2022-05-01-nairobi", "mw-ke-2023-ilostat"}),
        (("exchange-rates", "--currency", "VES", "--year", "2022"), {"xr-ves-2022"}),
        (("exchange-rates", "--country", "VE", "--year", "2022"), {"xr-ves-2022"}),
        (("purchasing-power", "--country", "PS", "--year", "2023"), {"pp-ps-2023"}),
        (("consumer-prices", "--country", "VE", "--year", "2018"), {"cp-ve-2018"}),
        (("living-wages", "--source", "ref-anker-research-institute-2022"), {"lw-in-2022-01-anker-rural-andhra-pradesh"}),
        (
            ("minimum-wages", "--country", "UG", "--use", "no", "--year", "2020"),
            {"mw-ug-2020-ilostat", "mw-ug-undated-recommended"},
        ),
    ],
)  # fmt: skip
def test_json_csv_and_text_list_the_same_rows(run: Any, words: tuple[str, ...], ids: set[str]) -> None:
    answer = json.loads(run("reference", "list", *words, "--json").stdout)
    rows = listed(run("reference", "list", *words, "--csv").stdout)
    text = run("reference", "list", *words).stdout
    assert {used["row"]["id"] for used in answer["rows"]} == {row["id"] for row in rows} == ids
    for row in rows:
        assert f"{row['id']}: " in text
        assert row["note"] in text
        assert f"Source: {row['source']}, {row['locator']}" in text
    assert f"{len(ids)} rows" in text


def test_a_list_is_never_cut_into_pages(run: Any) -> None:
    answer = json.loads(run("reference", "list", "minimum-wages", "--json").stdout)
    assert len(answer["rows"]) == answer["total"] > 500


def test_what_is_lacking_stands_below_the_rows(run: Any) -> None:
    text = run("reference", "list", "exchange-rates", "--country", "GH").stdout
    assert "Lacking for GH 2025: The reference has no rate of GHS to the dollar for 2025. (w-majorel-gh)" in text


def test_show_takes_the_id_of_a_row(run: Any) -> None:
    text = run("show", "mw-ke-2022-05-01-nairobi").stdout
    assert "amount 15201.65" in text
    assert "https://faidihr.com/blog/kenyas-minimum-wages" in text
    assert "Read against it:\n  w-cloudfactory-ke-swr: hour" in text
    answer = json.loads(run("show", "mw-ke-2022-05-01-nairobi", "--json").stdout)
    rows = listed(run("show", "mw-ke-2022-05-01-nairobi", "--csv").stdout)
    assert [row["id"] for row in rows] == [shown["claim"]["id"] for shown in answer["wages"]]
    assert "No published pay report is read against it." in run("show", "xr-ves-2022").stdout
    assert "2 reference rows were taken from it" in run("show", "ref-faidihr-2025").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("reference", "list", "wages"), 2, "is not one of 'minimum-wages'"),
        (("reference", "list", "--country", "KE"), 2, "Name a table for --country: minimum-wages, living-wages"),
        (("reference", "list", "minimum-wages", "--country", "ke"), 1, "Did you mean KE (country)?"),
        (("reference", "list", "exchange-rates", "--currency", "euro"), 1, "There is no currency"),
        (("reference", "list", "minimum-wages", "--year", "23"), 2, "23 is not in the range"),
        (("reference", "list", "minimum-wages", "--use", "maybe"), 2, "is not one of 'yes', 'check', 'no'"),
        (("reference", "list", "minimum-wages", "--json", "--csv"), 2, "exclude each other"),
        (("reference", "list", "minimum-wages", "--as-of", "99"), 1, "There is no revision"),
        (("show", "mw-ke-2022-05-01-nairobbi"), 1, "There is no entity"),
    ],
)
def test_bad_input_is_said_in_one_line(run: Any, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
