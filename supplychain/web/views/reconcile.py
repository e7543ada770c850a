"""The Reconciliation API (0.2) for OpenRefine and its like: open to every site, read-only, nothing kept."""

import json
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from supplychain.domain import reconcile as d
from supplychain.domain.errors import Invalid, Problem
from supplychain.services import reconcile as service
from supplychain.web import guards
from supplychain.web.access import Open, allow
from supplychain.web.doors import held, open_view
from supplychain.web.pages import Form

ROOT = "/reconcile"
LARGEST = 1024 * 1024
WIDTH, HEIGHT = 420, 320


def add(app: Flask) -> None:
    """Give the app these addresses."""
    for rule, name, view in (
        (ROOT, "reconcile", reconcile),
        (f"{ROOT}/suggest/entity", "reconcile_suggest_entity", suggest_entity),
        (f"{ROOT}/suggest/type", "reconcile_suggest_type", suggest_type),
        (f"{ROOT}/suggest/property", "reconcile_suggest_property", suggest_property),
        (f"{ROOT}/extend/propose", "reconcile_propose", propose),
        (f"{ROOT}/preview", "reconcile_preview", preview),
    ):
        methods = ["GET", "POST"] if rule == ROOT else ["GET"]
        app.add_url_rule(rule, name, view, methods=methods)
        allow(app, name, Open.EVERYBODY)
    guards.allow_body(app, "reconcile", LARGEST)
    guards.allow_frames(app, "reconcile_preview")


def reconcile() -> ResponseReturnValue:
    """The manifest; with `queries` the answers to a batch, with `extend` values of properties."""
    g.form = Form.JSON
    queries, extend = request.values.get("queries"), request.values.get("extend")
    if queries is None and extend is None:
        if request.method == "POST":
            what = "There is neither queries nor extend."
            raise Invalid([Problem("queries", what, "Send one of them as a form field that holds JSON.")])
        return _json(manifest())
    with open_view() as view:
        if queries is not None:
            return _json(service.answer_queries(view, _read("queries", queries)))
        return _json(service.extend(view, _read("extend", extend or ""), held().settings.base_url))


def manifest() -> dict[str, Any]:
    """Describe the service."""
    base = held().settings.base_url

    def at(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"{ROOT}/{path}"}

    return {
        "versions": [d.VERSION],
        "name": "supplychain: the labour behind AI tools",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": f"{base}/about/dictionary",
        "documentation": f"{base}/about/data#lists",
        "serviceVersion": held().version,
        "logo": f"{base}/static/icon.svg",
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "defaultTypes": [{"id": id, "name": name} for id, name in d.TYPES.items()],
        "batchSize": d.MOST_QUERIES,
        "suggest": {"entity": at("suggest/entity"), "type": at("suggest/type"), "property": at("suggest/property")},
        "preview": {"url": f"{base}{ROOT}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "extend": {"propose_properties": at("extend/propose"), "property_settings": []},
    }


def _read(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid([Problem(name, "This is no JSON.", "Send JSON, UTF-8.")]) from None


def _json(content: Any) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")


def suggest_entity() -> ResponseReturnValue:
    """Parties whose names fit what somebody began to type."""
    cursor = request.args.get("cursor", "")
    place = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 7 else 0
    with open_view() as view:
        found = service.suggest_entities(view, request.args.get("prefix", ""), place)
    return _json(found)


def suggest_type() -> ResponseReturnValue:
    """Types by the beginning of their names."""
    return _json(service.suggest_terms(d.TYPES, request.args.get("prefix", "")))


def suggest_property() -> ResponseReturnValue:
    """Properties that count in the score, by the beginning of their names."""
    return _json(service.suggest_terms(d.MATCHED_BY, request.args.get("prefix", "")))


def propose() -> ResponseReturnValue:
    """Properties that can be fetched."""
    return _json(service.propose_properties(request.args.get("type", "")))


def preview() -> ResponseReturnValue:
    """A party in short, to be shown within another site."""
    with open_view() as view:
        answer = service.preview(view, request.args.get("id", ""))
    g.names = {}
    return Response(render_template("pages/preview.html", answer=answer), mimetype="text/html")
