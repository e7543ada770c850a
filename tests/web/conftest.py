"""The site on the seeds, made once for all tests that only read it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supplychain.assets import asset_dir
from supplychain.services.desk import Desk
from supplychain.services.setup import set_up
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, desk_for
from tests.web.inside import Visitor

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def settings_for(url: str, folder: Path, **changes: str) -> Settings:
    """Settings of a site that is known by a name."""
    given = {"base_url": "https://labour.example", "contact": "corrections@labour.example", "operator": "A Test"}
    return Settings(database_url=url, instance=folder, **given | changes)


@pytest.fixture(scope="session")
def seeded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the seeds in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web') / 'seeded.db'}"
    set_up(url, asset_dir("seeds"), NOW, lambda: "00" * 16)
    store = Store(url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def site(seeded_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site on the seeds. Not in Flask's testing mode: what breaks has to look as it would for a reader."""
    url = str(seeded_store.url)
    return create_app(settings_for(url, tmp_path_factory.mktemp("instance")), seeded_store)


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """A reader of the site."""
    return site.test_client()


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the seeds, for a test that changes something."""
    with closing(Store(seeded_sqlite_url)) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def inside(desk: Desk, tmp_path: Path) -> Flask:
    """The site of that desk, whose clock is moved by hand."""
    return create_app(settings_for(str(desk.store.url), tmp_path), desk.store, desk)


@pytest.fixture
def visitor(inside: Flask) -> Visitor:
    """Somebody in a browser at that site."""
    return Visitor(inside)
