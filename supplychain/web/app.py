"""Putting the site together. Nothing else happens here."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flask import Flask

from supplychain.assets import asset_dir
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web import guards, i18n, pages, problems, templating
from supplychain.web.answers import respond
from supplychain.web.doors import Held, hold
from supplychain.web.views import about, browse, dossier, machines, trace

VIEWS = (about, browse, trace, dossier)


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """Make the site for a database; without a store it opens the one that the settings name."""
    app = problems.Site("supplychain.web", template_folder=str(asset_dir("templates")))
    held = Held(settings, store or Store(settings.database_url), version("supplychain"), _look(settings))
    hold(app, held)
    i18n.set_up(app)
    guards.set_up(app)
    problems.set_up(app)
    templating.set_up(app, held)
    declared = [page for views in VIEWS for page in views.pages.declared]
    for page in declared:
        pages.add_page(app, page, respond)
    machines.add(app, declared)
    return app


def _look(settings: Settings) -> str:
    """Work out what changes whenever templates, catalogues, the program or what the site says of itself change."""
    digest = sha256("\n".join((settings.base_url, settings.contact, settings.operator)).encode())
    package = Path(__file__).resolve().parents[1]
    files = [*asset_dir("templates").rglob("*.*"), *i18n.CATALOGUES.rglob("*.po"), *package.rglob("*.py")]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
