"""The site on the seeds, for those who judge what it gives."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from supplychain.assets import asset_dir
from supplychain.services.setup import set_up
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web.app import create_app

SITE = "https://labour.example"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site on the seeds."""
    folder = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{folder / 'seeded.db'}"
    set_up(url, asset_dir("seeds"), NOW, lambda: "00" * 16)
    return create_app(Settings(database_url=url, instance=folder, base_url=SITE), Store(url))
