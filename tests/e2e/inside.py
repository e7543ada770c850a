"""A site of its own for tests that change something: on a free port, with a clock that is moved by hand."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser
from waitress.server import create_server

from supplychain.assets import asset_dir
from supplychain.services.desk import Desk
from supplychain.services.setup import set_up
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, desk_for
from tests.e2e.conftest import NOW, Reader


@contextmanager
def served(folder: Path, *, seeded: bool) -> Iterator[Desk]:
    """Serve a database of its own, with the seeds or with nobody and nothing in it."""
    url = f"sqlite:///{folder / 'site.db'}"
    set_up(url, asset_dir("seeds") if seeded else None, NOW, lambda: "0" * 32)
    with closing(Store(url)) as store:
        server = create_server(lambda *_: [], host="127.0.0.1", port=0, threads=8)
        address = f"http://127.0.0.1:{server.effective_port}"
        made = desk_for(store, folder, Clock(), address)
        server.application = create_app(Settings(url, folder, base_url=address), store, made)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield made
        server.close()
        thread.join(timeout=10)


@contextmanager
def reading(browser: Browser, desk: Desk) -> Iterator[Reader]:
    """Somebody at that site; it fails when the browser complained of anything but a refusal."""
    someone = Reader(browser, desk.base_url)
    yield someone
    someone.close()
    assert [n for n in someone.noticed if "status of 4" not in n] == []
