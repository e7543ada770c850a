"""Putting the site together. Nothing else happens here."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flask import Flask

from supplychain.assets import asset_dir
from supplychain.services.desk import Desk
from supplychain.settings import Settings
from supplychain.store.database import Store
from supplychain.web import access, feeding, guards, i18n, pages, problems, rooms, templating
from supplychain.web.answers import respond
from supplychain.web.doors import Held, hold
from supplychain.web.views import (
    about,
    assess,
    browse,
    charts,
    compare,
    desk,
    desk_disclosures,
    desk_parts,
    desk_request_api,
    desk_requests,
    disclosure,
    dossier,
    history,
    identities,
    list_api,
    lists,
    machines,
    pay,
    people,
    receipt,
    reconcile,
    reference,
    reply,
    report_api,
    report_log,
    reports,
    requests,
    saved_lists,
    sheet,
    sign_in,
    trace,
    uploads,
    watch,
    webhooks,
)

VIEWS = (
    about, browse, charts, compare, dossier, history, identities, pay, receipt, reference, report_log, requests, sheet, trace,
    watch,
)  # fmt: skip
INSIDE = (
    sign_in, people, reports, uploads, report_api, desk, desk_parts, desk_requests, desk_disclosures, desk_request_api,
    reply, disclosure, identities, history, receipt, webhooks, lists, saved_lists, list_api, assess,
)  # fmt: skip


def create_app(settings: Settings, store: Store | None = None, desk: Desk | None = None) -> Flask:
    """Make the site for a database; without a store or desk it takes those that the settings name."""
    app = problems.Site("supplychain.web", template_folder=str(asset_dir("templates")))
    store = store or Store(settings.database_url)
    held = Held(settings, store, version("supplychain"), _look(settings), desk or settings.desk(store))
    hold(app, held)
    i18n.set_up(app)
    guards.set_up(app)
    access.set_up(app)
    problems.set_up(app)
    templating.set_up(app, held)
    declared = [page for views in VIEWS for page in views.pages.declared]
    for page in declared:
        for endpoint in pages.add_page(app, page, respond):
            access.allow(app, endpoint, access.Open.EVERYBODY)
    feeding.add(app, watch.feeds, declared)
    machines.add(app, declared)
    reconcile.add(app)
    for views in INSIDE:
        rooms.add(app, views.rooms)
    return app


def _look(settings: Settings) -> str:
    """Work out what changes whenever templates, catalogues, the program or what the site says of itself change."""
    digest = sha256("\n".join((settings.base_url, settings.contact, settings.operator)).encode())
    package = Path(__file__).resolve().parents[1]
    files = [*asset_dir("templates").rglob("*.*"), *i18n.CATALOGUES.rglob("*.po"), *package.rglob("*.py")]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
