"""Templates use nothing that they are not given, and hold no style and no script."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from supplychain.assets import asset_dir
from supplychain.web.pages import Page
from supplychain.web.rooms import Room
from supplychain.web.templating import _here
from tests.web.addresses import PAGES

FOLDER = asset_dir("templates")
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
GIVEN = {"answer", "asked", "merged", "problem", "caller", "request", "g", "session", "config"}
INSIDE = {"inside", "who", "notice", "shown_once"}
"""What every page that is not for everybody is given, beside what its view gives."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_use_what_they_are_given(site: Flask, name):
    with site.test_request_context("/"):
        site.preprocess_request()
        known = {*site.jinja_env.globals, *_here(), *GIVEN}
    tree = site.jinja_env.parse((FOLDER / name).read_text(encoding="utf-8"))
    own = {m.name for m in tree.find_all(nodes.Macro)} | {n.name for n in tree.find_all(nodes.Name) if n.ctx == "store"}
    own |= {i.target for i in tree.find_all(nodes.Import)} | {"loop"}
    known |= INSIDE | {key for room in _rooms(site) if room.template == name for key in _given_by(room)}
    used = meta.find_undeclared_variables(tree) - own
    assert used - known == set()
    assert not used & {"request", "session", "config", "g"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_no_style_and_no_script(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?! src)|\son[a-z]+=|\|\s*safe\b|https?://(?!www\.w3\.org)", text)


def test_every_page_has_its_template(site: Flask):
    assert {p.template_for(None) for p in _pages(site)} <= set(TEMPLATES)
    assert {p.word for p in _pages(site)} == set(PAGES)


def _first(site: Flask, kind: type):
    views = [view for endpoint, view in site.view_functions.items() if endpoint.startswith("en.")]
    return [view.args[0] for view in views if isinstance(view.args[0], kind)]


def _pages(site: Flask):
    return _first(site, Page)


def _rooms(site: Flask):
    return _first(site, Room)


def _given_by(room: Room) -> set[str]:
    """The keys that a view writes into what it gives, read from its code and that of the helpers beside it."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(room.view)))
    functions = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}
    called = {room.view.__name__, *room.view.__code__.co_names}
    parts = [functions[name] for name in called & set(functions)]
    return {
        key.value for part in parts for d in ast.walk(part) if isinstance(d, ast.Dict) for key in d.keys
        if isinstance(key, ast.Constant)
    }  # fmt: skip


def test_every_template_is_used(site: Flask):
    """By a page, or by another template."""
    texts = {name: (FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES}
    named = {t for p in _pages(site) for t in p.templates.values()} | {"problems/problem.html", "pages/preview.html"}
    named |= {room.template for room in _rooms(site)}
    named |= {n for text in texts.values() for n in re.findall(r'(?:import|include|extends|from) "([^"]+)"', text)}
    assert {Path(name).as_posix() for name in TEMPLATES} - named == set()
