"""trace, path, search and show as somebody types them: answers on stdout, words on stderr, exit codes."""

import json

import pytest
from click.testing import CliRunner, Result

from supplychain.cli import main


@pytest.fixture
def run(seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a command on the seeds."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def test_the_json_of_a_trace_holds_what_was_promised(run) -> None:
    result = run("trace", "chatgpt", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    for key in ("tool", "revision", "products", "vendors", "employers", "left_out", "gaps", "sources"):
        assert key in answer, key
    assert answer["employers"]
    for employer in answer["employers"]:
        assert set(employer["entity"]) >= {"id", "name", "kind", "country"}
        assert employer["strength"] in ("named", "all", "possible")
        assert {"grade", "tier", "overlap", "path", "responses"} <= set(employer)
        for reports in (employer["wages"], employer["practices"]):
            assert set(reports) == {"this_tool", "at_employer", "other_clients"}
    for gap in answer["gaps"]:
        assert {"code", "words", "about"} <= set(gap)


def test_text_and_csv_name_the_same_employers(run) -> None:
    employers = [e["entity"]["id"] for e in json.loads(run("trace", "chatgpt", "--json").stdout)["employers"]]
    rows = run("trace", "chatgpt", "--csv").stdout.splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == employers
    text = run("trace", "chatgpt").stdout
    assert all(f"({id})" in text for id in employers)


def test_an_organisation_gets_the_neighbouring_answer(run) -> None:
    answer = json.loads(run("trace", "openai", "--json").stdout)
    assert answer["tool"] is None
    assert "chatgpt" in [p["id"] for p in answer["offers"]]
    assert "Stand on it" in run("trace", "sama").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("trace", "chatgp"), 1, "Did you mean chatgpt"),
        (("trace", "chatgpt", "--on", "2023-13"), 2, "there is no month 13"),
        (("trace", "chatgpt", "--on", "2023~"), 2, "plain year"),
        (("trace", "chatgpt", "--as-of", "99"), 1, "There is no revision"),
        (("trace", "chatgpt", "--as-of", "-1"), 2, "not in the range"),
        (("trace", "chatgpt", "--min-grade", "E"), 2, "is not one of"),
        (("trace", "chatgpt", "--depth", "0"), 2, "not in the range"),
        (("trace", "chatgpt", "--json", "--csv"), 2, "exclude each other"),
        (("trace", "x" * 10_000), 1, "There is no tool"),
        (("trace", "a\x00b\udcff"), 1, "There is no tool"),
        (("show", "nothing-at-all-like-this"), 1, "There is no entity"),
        (("path", "chatgpt", "nope-nope"), 1, "There is no entity"),
        (("search", "zzzzqqqq"), 1, "Nothing fits"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_bad_input_is_said_in_one_line(run, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_nothing_is_recorded_at_revision_0(run) -> None:
    assert run("trace", "chatgpt", "--as-of", "0").exit_code == 1
    assert run("trace", "chatgpt", "--as-of", "1").exit_code == 0


def test_search_finds_names_and_aliases_across_kinds(run) -> None:
    assert run("search", "mechanical turk").stdout.startswith("amazon-mechanical-turk: ")
    found = json.loads(run("search", "openai", "--json").stdout)
    assert "openai" in [h["entity"]["id"] for h in found["hits"]]
    only = json.loads(run("search", "sama", "--kind", "outsourcer", "--json").stdout)
    assert {h["entity"]["kind"] for h in only["hits"]} == {"outsourcer"}


def test_show_takes_an_entity_a_claim_or_a_source(run) -> None:
    assert run("show", "cloudfactory").stdout.startswith("CloudFactory (cloudfactory), outsourcer")
    assert "l-openai-sama" in run("show", "l-openai-sama").stdout
    assert run("show", "swr-2024-clickworker").exit_code == 0
    assert json.loads(run("show", "l-openai-sama", "--json").stdout)["shown"]["evidence"]["grade"] in "ABCD"


def test_a_path_joins_two_parties(run) -> None:
    assert "data_work_by" in run("path", "sartorius", "cloudfactory").stdout
    assert json.loads(run("path", "chatgpt", "cloudfactory", "--json").stdout)["ways"]


def test_a_path_takes_names_too_when_only_one_party_has_them(run) -> None:
    by_id = run("path", "amazon-mechanical-turk", "openai", "--json").stdout
    assert run("path", "Amazon Mechanical Turk", "OpenAI", "--json").stdout == by_id
    assert "Did you mean" in run("path", "mechanical turc", "OpenAI").stderr
