"""supplychain keys: a pair is made, the private key lies in one file only, and opens what the server sealed."""

import json
import stat
from pathlib import Path

import pyrage
import pytest

from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another folder than that of the installation, in which commands are called."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def secret_of(file: Path) -> str:
    """The private key in a file."""
    return file.read_text().splitlines()[-1]


def test_what_the_server_seals_the_key_opens(
    call: Run, ready: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = call("keys", "new")
    assert made.exit_code == 0
    (recipient,) = made.stdout.splitlines()
    assert f"SUPPLYCHAIN_SEAL_TO={recipient}" in made.stderr
    file = elsewhere / "supplychain-key.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "AGE-SECRET-KEY" not in made.output
    monkeypatch.setenv("SUPPLYCHAIN_SEAL_TO", recipient)
    assert recipient in call("config").stdout
    settings = Settings.from_env()
    store = Store(settings.database_url)
    sealed = settings.desk(store).put_away(b"\x00a confidential note")
    store.close()
    assert sealed is not None
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret_of(file))]) == b"\x00a confidential note"
    (elsewhere / "note.age").write_bytes(sealed)
    opened = call("keys", "open", "note.age", "--key", file)
    assert (opened.exit_code, opened.stdout_bytes) == (0, b"\x00a confidential note")
    answer = json.loads(call("keys", "open", "note.age", "--key", file, "-o", "note", "--json").stdout)
    assert answer == {"file": "note", "bytes": 20}
    assert (elsewhere / "note").read_bytes() == b"\x00a confidential note"
    assert stat.S_IMODE((elsewhere / "note").stat().st_mode) == 0o600
    for kept in ready.rglob("*"):
        assert not kept.is_file() or secret_of(file).encode() not in kept.read_bytes()


def test_without_a_key_nothing_is_put_away(call: Run, ready: Path) -> None:
    settings = Settings.from_env()
    store = Store(settings.database_url)
    assert settings.desk(store).put_away(b"a note") is None
    store.close()
    assert "not kept" in call("config").stdout


def test_the_private_key_goes_to_the_terminal_only_when_asked(call: Run, instance: Path, elsewhere: Path) -> None:
    shown = call("keys", "new", "-o", "-")
    assert shown.stdout.splitlines()[-1].startswith("AGE-SECRET-KEY-1")
    assert not list(elsewhere.iterdir())
    as_json = call("keys", "new", "-o", "k.txt", "--json")
    assert set(json.loads(as_json.stdout)) == {"recipient", "key_file"}
    assert "AGE-SECRET-KEY" not in as_json.output
    assert call("keys", "new", "-o", "-", "--json").exit_code == 2


def test_a_key_is_never_written_over_nor_beside_the_data(call: Run, ready: Path, elsewhere: Path) -> None:
    assert call("keys", "new").exit_code == 0
    before = (elsewhere / "supplychain-key.txt").read_bytes()
    again = call("keys", "new")
    assert (again.exit_code, "exists already" in again.stderr, again.stdout) == (1, True, "")
    assert (elsewhere / "supplychain-key.txt").read_bytes() == before
    (elsewhere / "way").symlink_to(ready)
    for place in (ready / "key.txt", ready / "new" / "key.txt", Path("way/key.txt")):
        refused = call("keys", "new", "-o", place)
        assert (refused.exit_code, "beside what it would open" in refused.stderr) == (1, True)
    nowhere = call("keys", "new", "-o", "missing/key.txt")
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr, nowhere.stdout) == (1, True, "")
    assert not (ready / "key.txt").exists()


def test_what_cannot_be_opened_is_one_line(call: Run, instance: Path, elsewhere: Path) -> None:
    call("keys", "new")
    (elsewhere / "junk").write_bytes(b"\xff\x00junk")
    wrong_file = call("keys", "open", "junk", "--key", "supplychain-key.txt")
    assert (wrong_file.exit_code, wrong_file.stderr.count("\n")) == (1, 1)
    wrong_key = call("keys", "open", "junk", "--key", "junk")
    assert (wrong_key.exit_code, "holds no private key" in wrong_key.stderr) == (1, True)
    assert call("keys", "open", "junk", "--key", "supplychain-key.txt", "--json").exit_code == 2
    assert call("keys", "open", "missing", "--key", "supplychain-key.txt").exit_code == 2
