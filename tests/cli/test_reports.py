"""Reports from the command line: the same files, the same words, the same nothing when it is sent twice."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from supplychain.cli import main
from supplychain.domain.uploads import EVERYTHING_KNOWN
from tests.cli.conftest import Run
from tests.formats.nasty_uploads import archive

HEAD = "employer,practice,countries,start,source_title,source_url,source_kind,locator\n"
RIGHT = "Brand New,webcam_capture,KE,2026,Filmed,https://example.org/f,ngo_report,p. 1\n"
PARTY = "name,kind\nBrand New,outsourcer\n"
LISTED = json.dumps({"resources": [{"name": n, "path": f"{n}.csv"} for n in ("entities", "practices")]})


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "entities.csv").write_text(PARTY)
    (folder / "practices.csv").write_text(HEAD + RIGHT)
    (folder / "datapackage.json").write_text(LISTED)
    return folder


def test_sent_followed_taken_back(ready: Path, call: Run, package: Path) -> None:
    checked = call("report", "check", package)
    assert checked.exit_code == 0
    assert "2 new, 0 matched, 0 changed, 0 unchanged, 0 wrong." in checked.stderr
    sent = call("report", "submit", package)
    assert sent.exit_code == 0
    id, code = sent.stdout.split()
    again = call("report", "submit", package, "--code", code)
    assert (again.exit_code, again.stdout) == (0, "")
    assert EVERYTHING_KNOWN in again.stderr
    assert call("report", "follow", code).stdout == f"{id}: sent\n"
    assert json.loads(call("report", "follow", code, "--json").stdout)["reports"][0]["id"] == id
    assert json.loads(call("report", "withdraw", code, id, "--json").stdout) == {"id": id, "state": "withdrawn"}
    assert call("report", "follow", code).stdout == f"{id}: withdrawn\n"
    assert call("report", "withdraw", code, id).exit_code == 1
    assert call("report", "follow", "0000").exit_code == 1


def test_what_is_wrong_stands_in_a_line_each(ready: Path, call: Run, package: Path, tmp_path: Path) -> None:
    (package / "practices.csv").write_text(HEAD + RIGHT + RIGHT.replace("webcam_capture", "webcam_captur"))
    line = "practices.csv, row 3, column practice: “webcam_captur” is not a term of the vocabulary practice. "
    line += "Did you mean webcam_capture?"
    checked = call("report", "check", package)
    assert checked.exit_code == 1
    assert line in checked.stdout.splitlines()
    sent = call("report", "submit", package)
    assert sent.exit_code == 1
    assert sent.stderr.splitlines() == [f"supplychain: {line}"]
    found = json.loads(call("report", "check", package, "--json").stdout)
    assert (found["wrong"], found["faults"][0]["row"]) == (1, 3)


def test_zip_and_account(ready: Path, call: Run, package: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.zip"
    file.write_bytes(
        archive({name: (package / name).read_bytes() for name in ("entities.csv", "practices.csv", "datapackage.json")})
    )
    assert call("people", "invite", "ngo@labour.example", "--role", "sender").exit_code == 0
    made = json.loads(call("report", "submit", file, "--as", "ngo@labour.example", "--json").stdout)
    assert (made["state"], made["code"], made["new"]) == ("submitted", "", 2)
    assert call("report", "submit", file, "--as", "nobody@labour.example").exit_code == 1
    assert call("report", "submit", file, "--as", "a@b.example", "--code", "x").exit_code == 2


def test_the_template_is_written(ready: Path, call: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    assert json.loads(call("report", "template", "-o", file, "--json").stdout)["size"] == file.stat().st_size
    assert "0 new" in call("report", "check", file).stderr
    assert call("report", "template", "-o", tmp_path / "no" / "t.xlsx").exit_code == 1
    packed = tmp_path / "t.ZIP"
    assert call("report", "template", "-o", packed).exit_code == 0
    assert "practices.csv" in zipfile.ZipFile(packed).namelist()


@pytest.mark.parametrize("way", ["argument", "stdin", "variable", "file"])
def test_a_code_need_not_be_seen_by_others_at_the_machine(
    way: str, ready: Path, call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rows.json"
    source = {"id": "s-1", "title": "A study", "kind": "ngo_report", "seen": "yes", "quality": "original"}
    row = {"name": "Firm", "kind": "outsourcer", "id": "firm"}
    file.write_text(json.dumps({"entities": [row], "sources": [source]}), encoding="utf-8")
    sent = call("report", "submit", file)
    assert sent.exit_code == 0, sent.output
    id, code = sent.stdout.split()
    kept = tmp_path / "code.txt"
    kept.write_text(f"{code}\n", encoding="utf-8")
    given = {"argument": code, "file": f"@{kept}"}.get(way, "-")
    if way == "variable":
        monkeypatch.setenv("SUPPLYCHAIN_CODE", code)
    told = CliRunner().invoke(main, ["report", "follow", given], input=f"{code}\n" if way == "stdin" else None)
    assert (told.exit_code, id in told.stdout) == (0, True), told.output
    row["name"] = "Another Firm"
    row["id"] = "another-firm"
    file.write_text(json.dumps({"entities": [row], "sources": [source]}), encoding="utf-8")
    more = CliRunner().invoke(main, ["report", "submit", str(file), "--code", given], input=f"{code}\n")
    assert more.exit_code == 0, more.output
    assert code not in more.stdout
    gone = CliRunner().invoke(main, ["report", "withdraw", given, id], input=f"{code}\n")
    assert (gone.exit_code, gone.output) == (0, f"{id} is taken back; what it said is deleted.\n")


def test_where_no_code_is_is_said(ready: Path, call: Run, tmp_path: Path) -> None:
    nothing = call("report", "follow", f"@{tmp_path / 'no.txt'}")
    assert (nothing.exit_code, "No code can be read from" in nothing.stderr) == (2, True)
    assert call("report", "follow", "-").exit_code == 1  # nothing is piped in


@pytest.mark.parametrize("command", ["submit", "follow", "withdraw", "message", "attach", "mend"])
def test_every_command_that_takes_a_code_says_how_it_can_be_given(command: str, call: Run) -> None:
    words = " ".join(call("report", command, "--help").stdout.split())
    assert "SUPPLYCHAIN_CODE" in words
    assert "@FILE" in words
