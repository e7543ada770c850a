"""What commands share while one runs: the settings, read when first asked for, and the doors of the database."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.services.desk import Desk
    from supplychain.settings import Settings
    from supplychain.store.database import Store, View


class Session:
    """One call of the program."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.quiet = False

    @cached_property
    def settings(self) -> Settings:
        """What is in force. Raises Invalid."""
        from supplychain.settings import Settings

        return Settings.from_env()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the database."""
        from supplychain.store.database import Store

        store = Store(self.settings.database_url)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def view(self, as_of: int | None = None) -> Iterator[View]:
        """Look at what is recorded, at the newest revision or at the one asked for."""
        with self.store() as store, store.view(as_of) as view:
            yield view

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open the database for what goes on at the desk."""
        with self.store() as store:
            yield self.settings.desk(store)

    def say(self, message: str) -> None:
        """Tell the person at the terminal something that is no answer."""
        if not self.quiet:
            click.echo(message, err=True)


pass_session = click.make_pass_decorator(Session, ensure=True)
