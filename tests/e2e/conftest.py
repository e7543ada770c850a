"""A browser and a server of our own: the site on the seeds, as a reader meets it."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from supplychain.assets import asset_dir
from supplychain.services.setup import set_up
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the seeds on a free port of this machine."""
    folder = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{folder / 'seeded.db'}"
    set_up(url, asset_dir("seeds"), NOW, lambda: "0" * 32)
    with closing(Store(url)) as store:
        server = create_server(create_app(Settings(url, folder), store), host="127.0.0.1", port=0, threads=8)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's own Chromium, started once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield started
        started.close()


class Reader:
    """Somebody with a browser who notices everything that goes wrong in it."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        """Begin without a window."""
        self._browser, self._base_url = browser, base_url
        self._contexts: list[BrowserContext] = []
        self.noticed: list[str] = []

    def open(
        self, path: str, width: int = 1400, height: int = 900, scheme: str = "light", scripts: bool = True, **more: str
    ) -> Page:
        """Open a page of the site in a window of its own."""
        context = self._browser.new_context(
            base_url=self._base_url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            **more,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.noticed.append(f"script: {error}"))
        page.on("request", lambda request: self._watch(request.url))
        page.goto(path)
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "404 (NOT FOUND)" not in text and "400 (BAD REQUEST)" not in text:
            self.noticed.append(f"console: {text}")

    def _watch(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self._base_url).netloc:
            self.noticed.append(f"asks elsewhere: {url}")


@pytest.fixture
def reader(browser: Browser, base_url: str) -> Iterator[Reader]:
    """A reader; the test fails when the browser complained or asked another site for anything."""
    someone = Reader(browser, base_url)
    yield someone
    someone.close()
    assert someone.noticed == []


Open = Callable[..., Page]


@pytest.fixture
def visit(reader: Reader) -> Open:
    """Open a page: `visit("/", width=390, scheme="dark")`."""
    return reader.open


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """A folder for what is printed or saved."""
    return tmp_path
