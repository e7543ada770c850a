"""Settings: defaults, the environment before `.env`, and every wrong value by the name of its variable."""

from dataclasses import replace
from pathlib import Path

import pytest

from supplychain.domain.errors import Invalid
from supplychain.formats.sealing import new_keys
from supplychain.settings import NO_CONTACT, Settings


def read(folder: Path, **environ: str) -> Settings:
    return Settings.from_env(environ, folder)


def test_every_default_works(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/supplychain.db"
    assert settings.database_file == tmp_path / "instance" / "supplychain.db"
    assert settings.instance == tmp_path / "instance"
    assert settings.log == tmp_path / "instance" / "supplychain.log"
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert "SUPPLYCHAIN_CONTACT" in settings.contact
    assert "SUPPLYCHAIN_OPERATOR" in settings.operator


def test_the_environment_says_what_is_in_force(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        SUPPLYCHAIN_INSTANCE="data",
        SUPPLYCHAIN_BASE_URL="https://supplychain.example/",
        SUPPLYCHAIN_CONTACT="corrections@supplychain.example",
        SUPPLYCHAIN_OPERATOR="An association",
        HOST="::1",
        PORT="8080",
    )
    assert settings == Settings(
        database_url=f"sqlite:///{tmp_path}/data/supplychain.db",
        instance=tmp_path / "data",
        base_url="https://supplychain.example",
        contact="corrections@supplychain.example",
        operator="An association",
        host="::1",
        port=8080,
    )


def test_an_empty_variable_is_no_setting(tmp_path: Path) -> None:
    assert read(tmp_path, SUPPLYCHAIN_CONTACT=" ", PORT="", DATABASE_URL="") == read(tmp_path)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgresql://u:p@h:5432/db?sslmode=require", "postgresql+psycopg://u:p@h:5432/db?sslmode=require"),
        ("postgresql+psycopg:///db?host=/run/postgresql", "postgresql+psycopg:///db?host=/run/postgresql"),
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
    ],
)
def test_databases_that_can_be_used(given: str, used: str, tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == used
    assert read(tmp_path, SUPPLYCHAIN_DATABASE_URL=given, DATABASE_URL="sqlite:////other.db").database_url == used


def test_a_file_without_a_folder_lies_in_the_working_directory(tmp_path: Path) -> None:
    settings = read(tmp_path, DATABASE_URL="sqlite:///a.db?timeout=5")
    assert settings.database_file == tmp_path / "a.db"
    assert read(tmp_path, DATABASE_URL="postgres://h/db").database_file is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgres://u:ge%40heim@h/db", "postgresql+psycopg://u:***@h/db"),
        ("postgres:///db?user=u&password=geheim", "postgresql+psycopg:///db?user=u&password=***"),
        ("postgres://h/db", "postgresql+psycopg://h/db"),
    ],
)
def test_passwords_are_masked(given: str, shown: str, tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL=given).shown_database_url == shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUPPLYCHAIN_DATABASE_URL", "mysql://u:geheim@h/db"),
        ("SUPPLYCHAIN_DATABASE_URL", "geheim"),
        ("SUPPLYCHAIN_DATABASE_URL", "sqlite://"),
        ("SUPPLYCHAIN_DATABASE_URL", "sqlite:///"),
        ("SUPPLYCHAIN_DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgres://u:geheim@h"),
        ("DATABASE_URL", "postgres://u:geheim@h:port/db"),
        ("SUPPLYCHAIN_BASE_URL", "supplychain.example"),
        ("SUPPLYCHAIN_BASE_URL", "https://"),
        ("SUPPLYCHAIN_BASE_URL", "https://a.example?x=1"),
        ("SUPPLYCHAIN_BASE_URL", "https://[a.example"),
        ("SUPPLYCHAIN_SECRET_KEY", "geheim"),
        ("SUPPLYCHAIN_MAIL_FROM", "nobody"),
        ("SUPPLYCHAIN_SEAL_TO", "age1nothing"),
        ("SUPPLYCHAIN_SEAL_TO", "AGE-SECRET-KEY-1GEHEIM geheim"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("SUPPLYCHAIN_INSTANCE", "a-file"),
    ],
)
def test_a_wrong_value_is_said_by_its_name(name: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    with pytest.raises(Invalid) as caught:
        read(tmp_path, **{name: value})
    (problem,) = caught.value.problems
    assert problem.where == name
    assert problem.mend
    assert "geheim" not in str(problem)


@pytest.mark.parametrize("url", ["http://u:geheim@h", "smtp://", "smtp://u:geheim@h/x", "geheim", "smtp://h:port"])
def test_wrong_mail_servers(url: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read(tmp_path, SUPPLYCHAIN_MAIL_URL=url, SUPPLYCHAIN_MAIL_FROM="a@b.example")
    assert [p.where for p in caught.value.problems] == ["SUPPLYCHAIN_MAIL_URL"]
    assert "geheim" not in str(caught.value)


def test_mail_needs_a_server_and_a_sender(tmp_path: Path) -> None:
    url = "smtps://user:ge%40heim@mail.example:465"
    settings = read(tmp_path, SUPPLYCHAIN_MAIL_URL=url, SUPPLYCHAIN_MAIL_FROM="a@b.example")
    assert (settings.mail_url, settings.mail_from) == (url, "a@b.example")
    assert settings.shown_mail_url == "smtps://user:***@mail.example:465"
    with pytest.raises(Invalid, match="SUPPLYCHAIN_MAIL_FROM: is missing"):
        read(tmp_path, SUPPLYCHAIN_MAIL_URL=url)


def test_all_wrong_values_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read(tmp_path, PORT="x", SUPPLYCHAIN_BASE_URL="x", DATABASE_URL="x")
    assert {p.where for p in caught.value.problems} == {"PORT", "SUPPLYCHAIN_BASE_URL", "DATABASE_URL"}


def test_the_file_env_stands_behind_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9000\nSUPPLYCHAIN_CONTACT='a@b.example'\nSUPPLYCHAIN_OPERATOR\n")
    assert (read(tmp_path).port, read(tmp_path).contact) == (9000, "a@b.example")
    assert read(tmp_path, PORT="9001").port == 9001
    assert read(tmp_path, PYTHON_DOTENV_DISABLED="1").contact == NO_CONTACT


def test_a_file_env_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe")
    with pytest.raises(Invalid, match=r"\.env: cannot be read"):
        read(tmp_path)


def test_the_address_of_the_site_follows_where_it_listens_unless_it_was_set(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.listening("0.0.0.0", 80).base_url == "http://127.0.0.1:80"
    assert settings.listening("::1", 80).base_url == "http://[::1]:80"
    set_ = replace(settings, base_url="https://supplychain.example")
    assert set_.listening("0.0.0.0", 80) == replace(set_, host="0.0.0.0", port=80)


def test_a_key_to_seal_to_is_read(tmp_path: Path) -> None:
    recipient = new_keys().recipient
    assert read(tmp_path, SUPPLYCHAIN_SEAL_TO=f" {recipient} ").seal_to == recipient
    assert read(tmp_path).seal_to == ""
