"""supplychain identity: candidates, judging, taking back, the resolver file; the same answers as the site."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

from supplychain.services.identity import list_identities
from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run


def test_from_the_candidate_to_the_judgement_and_back(call: Run, seeded: Path, tmp_path: Path) -> None:
    listed = call("identity", "candidates").stdout
    assert "lionbridge (Lionbridge) and lionbridge-ai (Lionbridge AI): not judged, 87 of 100" in listed
    assert "  one name adds words that many names have: ai" in listed

    judged = call("identity", "judge", "lionbridge-ai", "lionbridge", "same", "--reason", "one firm", "--json")
    assert json.loads(judged.stdout)["shown_as"] == ["lionbridge", "lionbridge"]
    assert "lionbridge and lionbridge-ai: the same (revision 2)" in call("identity", "candidates").stdout
    shown = call("show", "lionbridge-ai").stdout
    assert shown.startswith(
        "lionbridge-ai (Lionbridge AI) was judged to be the same as what follows: one firm\nLionbridge ("
    )
    assert json.loads(call("show", "lionbridge-ai", "--json").stdout)["merged"]["id"] == "lionbridge-ai"

    file = tmp_path / "resolver.ijson"
    assert "2 lines written" in call("identity", "export", "-o", file).stderr
    assert file.read_text() == call("identity", "export").stdout
    written = json.loads(call("identity", "export", "-o", file, "--json").stdout)
    assert written == {"path": str(file), "revision": 2, "lines": 2}
    assert call("identity", "export", "--json").exit_code == 2
    assert [json.loads(line)[:3] for line in file.read_text().splitlines()] == [
        ["NK-lionbridge", "lionbridge", "positive"],
        ["NK-lionbridge", "lionbridge-ai", "positive"],
    ]

    undone = call("identity", "undo", "lionbridge", "lionbridge-ai")
    assert undone.stderr == (
        "lionbridge and lionbridge-ai: not judged; recorded as revision 3; they are shown as lionbridge and lionbridge-ai.\n"
    )
    assert call("show", "lionbridge-ai").stdout.startswith("Lionbridge AI (lionbridge-ai)")
    assert call("history", "verify").exit_code == 0


def test_data_are_those_of_the_site(call: Run, seeded: Path) -> None:
    with closing(Store(Settings.from_env().database_url)) as store, store.view() as view:
        answer = list_identities(view)
    assert call("identity", "candidates", "--json").stdout == answer.model_dump_json(indent=2) + "\n"
    rows = list(csv.DictReader(io.StringIO(call("identity", "candidates", "--csv").stdout)))
    assert {row["state"] for row in rows} == {"candidate"}
    assert len(rows) == len(answer.candidates)


def test_what_cannot_be_done_is_said(call: Run, seeded: Path, tmp_path: Path) -> None:
    for words, said in (
        (("judge", "sama", "sama", "same", "--reason", "x"), "Both ids are the same."),
        (("judge", "sama", "nobody", "same", "--reason", "x"), "There is no entity with the id “nobody”."),
        (("judge", "sama", "chatgpt", "same", "--reason", "x"), "is a product"),
        (("undo", "sama", "appen"), "There is no judgement with the id “appen sama”."),
        (("export", "-o", tmp_path / "no" / "file"), "cannot be written"),
    ):
        result = call("identity", *words)
        assert result.exit_code == 1
        assert said in result.stderr
