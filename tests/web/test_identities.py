"""Who is who on the site: what everybody sees, and the desk of those who publish."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from supplychain.assets import asset_dir
from supplychain.domain.people import Role
from supplychain.services.desk import Desk
from supplychain.services.identity import export_resolver, list_identities
from supplychain.services.setup import set_up
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join, set_up_codes
from tests.web.conftest import NOW, settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

PAIR = "/desk/identities/lionbridge/lionbridge-ai"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, new_database, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(new_database(request.param, "seeded"))) as store:
        yield desk_for(store, tmp_path, Clock())


@pytest.fixture
def site(desk: Desk) -> Flask:
    return create_app(
        settings_for(str(desk.store.url.render_as_string(hide_password=False)), desk.instance), desk.store, desk
    )


@pytest.fixture
def editor(desk: Desk, site: Flask) -> Visitor:
    identity = join(desk, "editor@example.org", Role.EDITOR)
    app, _ = set_up_codes(desk, identity.person)
    desk.clock.pass_(seconds=30)
    visitor = Visitor(site)
    assert visitor.sign_in("editor@example.org", PASSWORD, app.at(desk.clock())).status_code == 303
    return visitor


def test_an_editor_judges_and_takes_back(editor: Visitor, desk: Desk) -> None:
    queue = Read(editor.get("/desk/identities").text)
    assert queue.faults() == []
    assert PAIR in queue.links("/desk/identities")
    asked = Read(editor.get(PAIR).text)
    assert asked.faults() == []
    assert "The address of lionbridge-ai leads there, and says why." in asked.text()
    assert "one name adds words that many names have: ai" in asked.text()

    wrong = editor.send(PAIR, judgement="same", reason="=1", source="nowhere")
    assert wrong.status_code == 400
    assert "The reason begins with = + - or @." in wrong.text
    assert "There is no source with this id." in wrong.text
    assert Read(wrong.text).faults() == []

    taken = editor.send(PAIR, judgement="same", reason="one firm")
    assert (taken.status_code, taken.location) == (303, "/desk/identities")
    assert "The judgement is recorded." in editor.get("/desk/identities").text
    moved = editor.get("/entities/lionbridge-ai")
    assert (moved.status_code, moved.location) == (301, "/entities/lionbridge?merged=lionbridge-ai")
    assert "one firm" in editor.get(moved.location).text
    data = editor.get("/entities/lionbridge-ai.json")
    assert editor.get(data.location).json["merged"]["reasons"] == ["one firm"]
    with desk.store.view() as view:
        assert view.revisions()[-1].actor == "editor"

    judged = Read(editor.get(PAIR).text)
    assert judged.faults() == []
    assert "Judgement in force" in judged.text()
    back = editor.send(PAIR, f"{PAIR}/undo")
    assert (back.status_code, back.location) == (303, PAIR)
    assert "Both ids answer for themselves again." in editor.get(PAIR).text
    assert editor.get("/entities/lionbridge-ai").status_code == 200


def test_a_contradiction_is_said_where_it_was_sent(editor: Visitor) -> None:
    assert editor.send(PAIR, judgement="same", reason="one firm").status_code == 303
    other = "/desk/identities/lionbridge-ai/telus-ai-community"
    assert editor.send(other, judgement="same", reason="renamed").status_code == 303
    chain = "/desk/identities/lionbridge/telus-ai-community"
    refused = editor.send(chain, judgement="different", reason="two firms")
    assert refused.status_code == 409
    assert "lionbridge = lionbridge-ai = telus-ai-community" in refused.text
    assert 'value="two firms"' in refused.text
    assert "cannot be judged the same" in editor.get("/desk/identities/chatgpt/openai").text


@pytest.mark.parametrize(("left", "right", "status"), [("sama", "nobody", 404), ("sama", "sama", 400)])
def test_pairs_that_are_none(editor: Visitor, left: str, right: str, status: int) -> None:
    assert editor.get(f"/desk/identities/{left}/{right}").status_code == status


def test_everybody_sees_the_same_through_page_and_data(editor: Visitor, desk: Desk) -> None:
    editor.send(PAIR, judgement="unsure", reason="asked the firm")
    for prefix in ("", "/de"):
        page = Read(editor.get(f"{prefix}/identities").text)
        assert page.faults() == []
        assert "asked the firm" in page.text()
    with desk.store.view() as view:
        answer, resolver = list_identities(view), export_resolver(view)
    assert editor.get("/identities.json").text == answer.model_dump_json()
    rows = editor.get("/identities.csv").text.splitlines()
    assert len(rows) == 1 + len(answer.table())
    assert rows[1].startswith("lionbridge,Lionbridge,lionbridge-ai,Lionbridge AI,unsure,87,asked the firm,")
    file = editor.get("/identities/resolver.ijson")
    assert (file.text, file.mimetype) == (resolver, "application/x-ndjson")
    assert editor.get("/identities/resolver.ijson?as_of=1").text == ""
    assert editor.get("/identities/resolver.ijson?as_of=99").status_code == 404


def test_the_seeds_alone_have_candidates_and_no_judgement(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'seeded.db'}"
    set_up(url, asset_dir("seeds"), NOW, lambda: "00" * 16)
    with closing(Store(url)) as store:
        page = create_app(settings_for(url, tmp_path), store).test_client().get("/identities")
    assert "Nothing has been judged yet." in page.text
    assert "proposed by those who entered the party" in page.text
