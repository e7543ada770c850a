"""The room of the webhooks: made, shown, tested, paused, changed, deleted; nobody sees those of others."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.list_lines import Line
from supplychain.services import list_work
from supplychain.services.desk import Desk
from supplychain.services.saved_lists import save_list
from supplychain.services.webhooks import list_all
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import PASSWORD, Clock, desk_for, join
from tests.store.conftest import WORLD
from tests.web.conftest import settings_for
from tests.web.inside import Visitor
from tests.web.pages import Read

HOOK = "https://receiver.example/hook"


@pytest.fixture
def desk(new_database, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(new_database("sqlite", "migrated"))) as store:
        made = desk_for(store, tmp_path, Clock())
        with store.writer("editor", "the world", made.clock(), made.chance) as writer:
            writer.put(WORLD)
        yield made


def visitor(desk: Desk, email: str) -> Visitor:
    join(desk, email)
    made = Visitor(create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk))
    assert made.sign_in(email, PASSWORD).status_code == 303
    return made


@pytest.fixture
def owner(desk: Desk) -> Visitor:
    return visitor(desk, "owner@example.org")


def told(response) -> str:
    assert response.status_code == 200
    page = Read(response.text)
    assert page.faults() == []
    assert response.headers["Cache-Control"] == "no-store"
    return page.text()


def make(owner: Visitor, **fields: str) -> str:
    sent = owner.send("/webhooks", "/webhooks/new", **{"address": HOOK, "kind": "everything", **fields})
    assert sent.status_code == 303, Read(sent.text).text()
    return sent.location


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_from_the_first_to_the_last(owner: Visitor, desk: Desk, prefix: str) -> None:
    told(owner.get(f"{prefix}/webhooks"))
    place = make(owner, kind="entities", what="Sama")
    first = told(owner.get(place))
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", first)
    assert secret not in told(owner.get(place))
    (hook,) = list_all(desk).webhooks
    assert (hook.address, hook.watch, hook.state) == (HOOK, "entities sama", "active")
    assert owner.send(place, f"{place}/test").status_code == 303
    page = told(owner.get(place))
    assert "A test waits" in page
    assert "waiting" in page
    owner.send(place, f"{place}/pause")
    assert "The webhook is paused." in told(owner.get(place))
    owner.send(place, f"{place}/resume")
    assert "goes on" in told(owner.get(place))
    owner.send(place, f"{place}/secret")
    other = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", told(owner.get(place)))
    assert len(other) == 1
    assert other != [secret]
    assert "still signs until" in told(owner.get(place))
    assert "Sama" in told(owner.get(f"{prefix}/webhooks"))
    assert owner.send(place, f"{place}/delete").location == "/webhooks"
    assert owner.get(place).status_code == 404
    assert list_all(desk).webhooks == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": "http://receiver.example/"}, "Nothing is sent in the clear"),
        ({"address": "https://169.254.169.254/latest"}, "private network"),
        ({"address": "https://me:secret@receiver.example/"}, "cannot be an address"),
        ({"kind": "entities"}, "This is missing"),
        ({"kind": "entities", "what": "50% nobody %(text)s"}, "no party or product"),
        ({"kind": "trace", "what": "sama"}, "no tool, model or data set"),
        ({"kind": "list"}, "It is not said which list"),
        ({"kind": "colour"}, "Choose one of the list"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(owner: Visitor, desk: Desk, fields: dict, words: str) -> None:
    answer = owner.send("/webhooks", "/webhooks/new", **{"address": HOOK, "kind": "everything", **fields})
    assert answer.status_code == 400
    assert words in Read(answer.text).text()
    assert Read(answer.text).faults() == []
    assert list_all(desk).webhooks == ()


def test_nobody_sees_those_of_others(owner: Visitor, desk: Desk) -> None:
    place = make(owner)
    token = owner.hidden("/webhooks", "/webhooks/new")["token_of_form"]
    other = visitor(desk, "other@example.org")
    assert HOOK not in other.get("/webhooks").text
    assert other.get(place).status_code == 404
    token = other.hidden("/webhooks", "/webhooks/new")["token_of_form"]
    for end in ("test", "pause", "resume", "secret", "delete"):
        assert other.post(f"{place}/{end}", {"token_of_form": token}).status_code == 404
    assert told(owner.get(place))


def test_a_list_is_chosen_and_its_end_is_told(owner: Visitor, desk: Desk) -> None:
    with desk.store.accounts() as accounts:
        person = accounts.people.find("owner@example.org")
    assert person is not None
    id = save_list(desk, person, list_work.begin(desk, [Line(row=1, name="Sama", party="sama")]), "My vendors")
    place = make(owner, kind="list", saved=id)
    assert "Your list: My vendors" in told(owner.get(place))
    page = told(owner.get(f"/lists/mine/{id}"))
    assert "1 webhook watches this list." in page
    assert "The webhook that watches it ends." in page
    assert owner.send(f"/lists/mine/{id}", f"/lists/mine/{id}/delete").status_code == 303
    ended = told(owner.get(place))
    assert "The list that it watched was deleted" in ended
    assert "Let it go on" not in ended
    assert "a saved list that was deleted" in told(owner.get("/webhooks"))
