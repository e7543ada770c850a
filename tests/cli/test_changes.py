"""supplychain changes and supplychain webhooks: the same as the services say; a round that sends to a server of this machine."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.watch import WatchKind
from supplychain.services import webhooks
from supplychain.services.changes import list_changes
from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run
from tests.desk import join
from tests.formats.broken import good
from tests.services.test_webhooks import receiving


def filled(call: Run, tmp_path: Path) -> None:
    assert call("package", "import", good(tmp_path / "p")).exit_code == 0


def test_changes_are_those_of_the_service(call: Run, ready: Path, tmp_path: Path) -> None:
    filled(call, tmp_path)
    with closing(Store(f"sqlite:///{ready / 'supplychain.db'}")) as store, store.view() as view:
        wanted = list_changes(view, "0", limit=2)
    assert json.loads(call("changes", "--since", "0", "--limit", 2, "--json").stdout) == json.loads(
        wanted.model_dump_json()
    )
    assert list(csv.DictReader(io.StringIO(call("changes", "--since", "0", "--csv").stdout)))
    text = call("changes", "--since", "0", "--limit", 2).stdout
    assert f"go on with --since {wanted.next}" in text
    assert f"Hash of revision 1: {wanted.hash}" in text
    assert call("changes", "--since", "1").stdout.startswith("0 changes since 1, up to revision 1")


@pytest.mark.parametrize("words", [("--since", "x"), ("--since", "9"), ("--entity", "nobody"), ("--trace", "nobody")])
def test_what_is_wrong_is_told(call: Run, ready: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    filled(call, tmp_path)
    result = call("changes", *words)
    assert result.exit_code == 1
    assert result.stderr.startswith("supplychain: ")
    assert call("changes", "--entity", "a", "--trace", "b").exit_code == 2


def test_a_round_sends_what_is_due(call: Run, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_WEBHOOKS_LOOPBACK", "yes")
    settings = Settings.from_env()
    with closing(Store(settings.database_url)) as store, receiving() as receiver:
        desk = settings.desk(store)
        owner = join(desk, "owner@example.org").person
        webhooks.add_webhook(desk, owner, receiver.address, WatchKind.EVERYTHING, "")
        filled(call, tmp_path)
        done = json.loads(call("webhooks", "deliver", "--json").stdout)
        assert (done["made"], done["delivered"], len(receiver.got)) == (1, 1, 1)
        assert "Taken: 0" in call("webhooks", "deliver").stderr
        listed = json.loads(call("webhooks", "list", "--json").stdout)["webhooks"]
        assert [(w["owner"], w["address"], w["state"]) for w in listed] == [
            ("owner@example.org", receiver.address, "active")
        ]
        assert "whsec" not in json.dumps(listed)


def test_the_setting_is_yes_or_no(call: Run, ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_WEBHOOKS_LOOPBACK", "perhaps")
    assert "SUPPLYCHAIN_WEBHOOKS_LOOPBACK" in call("config").stderr
