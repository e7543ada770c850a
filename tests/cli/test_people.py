"""supplychain people: the first administrator, and looking after accounts without the site."""

import json
import stat
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.people import Role
from supplychain.services.people import accept_invitation, find_person, list_people
from supplychain.services.sign_in import identify, sign_in
from supplychain.settings import Settings
from supplychain.store.database import Store
from tests.cli.conftest import Run
from tests.desk import PASSWORD, letters, token_of

ADA = "ada@example.org"


@pytest.fixture
def desk(ready: Path):
    settings = Settings.from_env()
    with closing(Store(settings.database_url)) as store:
        yield settings.desk(store)


def test_the_first_administrator(call: Run, ready: Path, desk) -> None:
    invited = call("people", "invite", "Ada@Example.org", "--role", "administrator", "--name", "Ada")
    assert invited.exit_code == 0
    (link,) = invited.stdout.splitlines()
    assert link.startswith("http://127.0.0.1:8000/people/invitation/")
    assert "Hand this link over yourself" in invited.stderr
    (letter,) = letters(ready)
    assert letter["To"] == ADA
    held = accept_invitation(desk, token_of(link), "Ada", PASSWORD)
    assert identify(desk, held).person.role is Role.ADMINISTRATOR
    again = call("people", "invite", ADA, "--role", "sender")
    assert (again.exit_code, "account with this address already" in again.stderr) == (1, True)


def test_secrets_lie_where_only_the_owner_reads_them(call: Run, ready: Path) -> None:
    call("people", "invite", ADA, "--role", "sender")
    for file in (ready / "secret_key", *(ready / "outbox").iterdir()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((ready / "outbox").stat().st_mode) == 0o700
    key = (ready / "secret_key").read_text()
    call("people", "reset", ADA)
    assert (ready / "secret_key").read_text() == key


def test_accounts_are_looked_after(call: Run, ready: Path, desk) -> None:
    link = json.loads(call("people", "invite", ADA, "--role", "sender", "--language", "de", "--json").stdout)
    assert link["sent"] is False
    assert "/de/people/invitation/" in link["link"]
    accept_invitation(desk, token_of(link["link"]), "Ada", PASSWORD)
    root = call("people", "invite", "root@example.org", "--role", "administrator", "--json")
    accept_invitation(desk, token_of(json.loads(root.stdout)["link"]), "Root", PASSWORD)
    assert call("people", "role", ADA, "reviewer").stderr == f"{ADA}: reviewer, active.\n"
    listed = json.loads(call("people", "list", "--json").stdout)["people"]
    assert [(p["email"], p["role"]) for p in listed] == [(ADA, "reviewer"), ("root@example.org", "administrator")]
    assert "ada@example.org" in call("people", "list").stdout
    assert call("people", "list", "--csv").stdout.startswith(
        "id,email,name,role,organisation,state,has_codes,created\n"
    )
    held = sign_in(desk, ADA, PASSWORD, "")
    assert json.loads(call("people", "deactivate", ADA, "--json").stdout)["state"] == "deactivated"
    assert identify(desk, held) is None
    assert call("people", "reset", ADA).exit_code == 1
    assert call("people", "deactivate", ADA, "--undo").exit_code == 0
    reset = call("people", "reset", ADA, "--codes")
    assert "/people/reset/" in reset.stdout
    refused = call("people", "deactivate", "root@example.org")
    assert (refused.exit_code, "last administrator" in refused.stderr) == (1, True)


def test_tokens_are_listed_and_taken_back(call: Run, ready: Path, desk) -> None:
    from supplychain.domain.people import Right
    from supplychain.services.tokens import create_token

    link = call("people", "invite", ADA, "--role", "sender").stdout.strip()
    who = identify(desk, accept_invitation(desk, token_of(link), "Ada", PASSWORD))
    secret = create_token(desk, who, "a program", [Right.SEND], 30)
    listed = call("people", "tokens", ADA, "--json")
    assert secret not in listed.stdout
    (token,) = json.loads(listed.stdout)["tokens"]
    assert json.loads(call("people", "tokens", ADA, "--revoke", token["id"], "--json").stdout)["tokens"][0]["revoked"]
    assert call("people", "tokens", ADA, "--revoke", token["id"]).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "no address", "--role", "sender"),
        ("invite", ADA, "--role", "sender", "--name", "=1+1"),
        ("invite", ADA, "--role", "sender", "--name", "x" * 81),
        ("role", "nobody@example.org", "sender"),
        ("reset", "nobody@example.org"),
        ("tokens", "nobody@example.org"),
        ("deactivate", "nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_one_line(call: Run, ready: Path, desk, words: tuple) -> None:
    done = call("people", *words)
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (1, 1, "")
    assert list_people(desk).people == ()


def test_a_key_that_is_none_is_said(call: Run, ready: Path) -> None:
    (ready / "secret_key").write_text("short\n")
    done = call("people", "invite", ADA, "--role", "sender")
    assert (done.exit_code, "too short to be one" in done.stderr) == (1, True)


def test_a_key_from_the_environment(call: Run, ready: Path, monkeypatch: pytest.MonkeyPatch, desk) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_SECRET_KEY", "x" * 40)
    assert call("people", "invite", ADA, "--role", "sender").exit_code == 0
    assert not (ready / "secret_key").exists()
    assert find_person(desk, ADA)
    assert "x" * 40 not in call("config").output
