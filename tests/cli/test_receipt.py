"""supplychain receipt as somebody types it, and openssl alone beside it."""

import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from supplychain.assets import asset_dir
from supplychain.cli import main
from supplychain.store.database import Store
from tests.cli.conftest import process

SEED, OTHER = "A" * 43, "B" * 42 + "A"


@pytest.fixture
def run(seeded_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the seeds, in an installation of its own."""
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", seeded_sqlite_url)
    monkeypatch.setenv("SUPPLYCHAIN_INSTANCE", str(tmp_path / "instance"))

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["receipt", *map(str, words)])

    return call


@pytest.fixture
def made(run: Any, tmp_path: Path) -> Path:
    """A receipt."""
    path = tmp_path / "r.json"
    found = run("make", "sartorius", "-o", path)
    assert found.exit_code == 0, found.output
    assert "http://127.0.0.1:8000/receipts/1/sartorius" in found.stderr
    return path


def test_the_key_is_made_once_and_only_its_owner_reads_it(run: Any, made: Path, tmp_path: Path) -> None:
    file = tmp_path / "instance" / "receipt_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert run("make", "Sartorius", "--as-of", "1").stdout_bytes == made.read_bytes()
    shown = run("key")
    assert shown.stdout.startswith("-----BEGIN PUBLIC KEY-----")
    fingerprint = re.search(r"[0-9a-f]{64}", shown.stderr)[0]
    assert json.loads(made.read_text())["key"] == fingerprint
    assert json.loads(run("key", "--json").stdout) == {"fingerprint": fingerprint, "pem": shown.stdout, "older": []}
    assert run("make", "sartorius", "--json").stdout_bytes == made.read_bytes()
    assert run("make", "sartorius", "--json", "-o", "r.json").exit_code == 2
    assert [f.name for f in (tmp_path / "instance" / "receipt_keys").iterdir()] == [f"{fingerprint}.pem"]


def test_criteria_are_counted_as_in_the_dossier(run: Any, tmp_path: Path) -> None:
    """Those to which only what is possible points are counted apart, in both."""
    path = tmp_path / "chatgpt.json"
    run("make", "chatgpt", "-o", path)
    told = run("verify", path).stdout
    about = json.loads(run("verify", path, "--json").stdout)["receipt"]
    summary = json.loads(CliRunner().invoke(main, ["dossier", "chatgpt", "--json"]).stdout)["summary"]
    only = len(about["criteria"]) - summary["criteria"]
    assert only > 0
    assert (
        f"{summary['criteria']} criteria to which something points; and {only} to which only what is possible" in told
    )


def test_a_receipt_is_checked(run: Any, made: Path) -> None:
    found = run("verify", made)
    assert found.exit_code == 0
    assert "This receipt is genuine" in found.stdout
    assert "the dossier of sartorius at revision 1" in found.stdout
    assert "Asked again about revision 1, this database gives the same." in found.stdout
    assert "Nothing was recorded since: revision 1 is the newest." in found.stdout
    assert "clean" not in found.stdout
    checked = json.loads(run("verify", made, "--json").stdout)
    assert (checked["verdict"], checked["same_again"]) == ("genuine", True)


def test_a_genuine_receipt_says_what_was_changed_and_withdrawn_since(
    run: Any, made: Path, seeded_sqlite_url: str
) -> None:
    ids = [c["id"] for c in json.loads(made.read_bytes())["receipt"]["claims"]]
    with closing(Store(seeded_sqlite_url)) as store:
        with store.view() as view:
            claims = view.snapshot().claims
        gone = next(claims[id] for id in ids if claims[id].kind == "practice")
        other = next(claims[id] for id in ids if claims[id].kind == "wage")
        with store.writer("editor", "later", datetime(2031, 1, 1, tzinfo=UTC), lambda: "2" * 32) as write:
            write.put([gone.model_copy(update={"withdrawn_reason": "a test says so"})])
            write.put([other.model_copy(update={"note": "said otherwise"})])
    found = run("verify", made)
    assert found.exit_code == 0, "it is genuine still"
    assert "This receipt is genuine" in found.stdout
    assert "It says what stood here then, not what holds now." in found.stdout
    assert "Claims at revision 2 against it: 1 withdrawn, 1 changed, " in found.stdout
    assert f"  {gone.id}: withdrawn" in found.stdout.splitlines()
    assert f"  {other.id}: changed" in found.stdout.splitlines()
    checked = json.loads(run("verify", made, "--json").stdout)
    became = {row["claim"]: row["became"] for row in checked["since"]["rows"]}
    assert (became[gone.id], became[other.id]) == ("withdrawn", "changed")
    assert checked["since_words"] in found.stdout
    assert (checked["verdict"], checked["same_again"]) == ("genuine", True)


def test_two_processes_give_the_same_bytes(run: Any, made: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        path = tmp_path / f"p{number}.json"
        done = process("receipt", "make", "sartorius", "-o", path, PYTHONHASHSEED=number, TZ=f"UTC-{number}")
        assert done.returncode == 0, done.stderr
        assert path.read_bytes() == made.read_bytes()


def commands() -> list[str]:
    """The commands as the page and the README give them: they are run here as they stand."""
    template = (asset_dir("templates") / "macros" / "openssl.html").read_text(encoding="utf-8")
    block = re.search(r"<pre[^>]*>(.*?)</pre>", template, re.DOTALL)[1].replace("&gt;", ">")
    return [line for line in block.splitlines() if not line.startswith("curl")]


def test_openssl_alone_says_the_same(run: Any, made: Path, tmp_path: Path) -> None:
    """With the commands of the page; there is no test without openssl 3, so it fails where that is missing."""
    assert shutil.which("openssl"), "openssl 3 is needed"
    assert len(commands()) == 3
    (tmp_path / "key.pem").write_text(run("key").stdout)

    def verify(receipt: bytes) -> subprocess.CompletedProcess[str]:
        (tmp_path / "FILE").write_bytes(receipt)
        script = "set -e\n" + "\n".join(commands())
        return subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)

    good = made.read_bytes()
    done = verify(good)
    assert done.returncode == 0, done.stderr
    assert "Verified Successfully" in done.stdout
    assert verify(good.replace(b'"revision":1', b'"revision":2')).returncode != 0
    der = ["openssl", "pkey", "-pubin", "-in", str(tmp_path / "key.pem"), "-outform", "DER"]
    written = subprocess.run(der, capture_output=True, check=True).stdout
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-r"], input=written, capture_output=True, check=True)
    assert digest.stdout[:64].decode() == json.loads(good)["key"]


def test_the_readme_gives_these_commands() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    for line in commands():
        assert line in readme


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda good: good.replace(b'"revision":1', b'"revision":2'), "was changed after it was made"),
        (lambda good: good[:400], "cut off or damaged"),
        (lambda good: b'{"a": 1}', "This is not a receipt."),
        (lambda good: b"\x00\xff", "This is not a receipt."),
        (lambda good: good.replace(b'"about"', b'"about":"x","about"'), "This is not a receipt."),
        (lambda good: good.replace(b'"revision":1', b'"revision":1' + b"0" * 9999), "This is not a receipt."),
        (lambda good: good + b" " * 2_000_000, "larger than 1 MB"),
    ],
)
def test_what_is_no_receipt_is_told_in_one_line(run: Any, made: Path, content: Any, said: str) -> None:
    made.write_bytes(content(made.read_bytes()))
    found = run("verify", made)
    assert found.exit_code == 1
    assert found.stdout == ""
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"Error: {made}: This")
    assert said in line
    data = run("verify", made, "--json")
    assert (data.exit_code, json.loads(data.stdout)["receipt"]) == (1, None)


def test_of_another_installation_and_of_another_database(
    run: Any, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = tmp_path / "key.pem"
    pem.write_text(run("key").stdout)
    monkeypatch.setenv("SUPPLYCHAIN_RECEIPT_KEY", OTHER)
    assert run("verify", made).exit_code == 0, "the older key is kept in the instance folder"
    monkeypatch.setenv("SUPPLYCHAIN_INSTANCE", str(tmp_path / "elsewhere"))
    found = run("verify", made)
    assert (found.exit_code, "a key that is not known here" in found.output) == (1, True)
    found = run("verify", made, "--key", pem)
    assert found.exit_code == 0
    assert "the key given signed it" in found.stdout
    other = run("make", "sartorius").stdout_bytes
    (tmp_path / "other.json").write_bytes(other)
    assert run("verify", tmp_path / "other.json", "--key", pem).exit_code == 1
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    CliRunner().invoke(main, ["init", "--empty"])
    found = run("verify", tmp_path / "other.json")
    assert (found.exit_code, "does not hold revision 1" in found.output) == (1, True)
    assert "Nothing is recorded yet" not in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["make", "nobody-at-all"], "There is no entity with the id"),
        (["make", "chatgptt"], "Did you mean chatgpt (ChatGPT)"),
        (["make", "chatgpt", "--as-of", "9"], "There is no revision"),
        (["make", "chatgpt", "--as-of", "0"], "Nothing is recorded yet"),
        (["make", "chatgpt", "-o", "/nowhere/at/all/r.json"], "cannot be written"),
        (["verify", "/nowhere/at/all/r.json"], "cannot be read"),
        (["verify", "/"], "cannot be read"),
        (["verify", os.devnull], "This is not a receipt."),
        (["verify", os.devnull, "--key", os.devnull], "is not a public Ed25519 key"),
    ],
)
def test_what_is_refused(run: Any, words: list[str], said: str) -> None:
    found = run(*words)
    assert found.exit_code == 1
    assert said in found.output
    assert len(found.output.splitlines()) == 1


def test_a_key_that_is_none_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_RECEIPT_KEY", "secret-but-short")
    found = run("key")
    assert found.exit_code == 1
    assert "SUPPLYCHAIN_RECEIPT_KEY" in found.output
    assert "secret-but-short" not in found.output
