"""What the app holds for every request: the settings, the store, and what tells its look from an older one."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from supplychain.services.desk import Desk
from supplychain.settings import Settings
from supplychain.store.database import Store, View

_KEY = "supplychain"


@dataclass(frozen=True, slots=True)
class Held:
    """Made once, when the app is put together."""

    settings: Settings
    store: Store
    version: str
    look: str
    """Changes whenever templates, catalogues or the program change: a part of every ETag."""
    desk: Desk

    @property
    def contact_address(self) -> str:
        """The contact of the settings as an address that can be followed; empty where it is none."""
        contact = self.settings.contact
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact):
            return f"mailto:{contact}"
        return contact if re.fullmatch(r"https?://\S+", contact) else ""


def hold(app: Flask, held: Held) -> None:
    """Give the app what it holds."""
    app.extensions[_KEY] = held


def held() -> Held:
    """Give what the app at hand holds."""
    return cast(Held, current_app.extensions[_KEY])


def open_view(as_of: int | None = None) -> AbstractContextManager[View]:
    """Open a view of the database for the request at hand. Raises NotFound for a revision that is not there."""
    return held().store.view(as_of)
