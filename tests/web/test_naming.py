"""How sources, silences and our own recorded words are named, on the pages of both languages."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from supplychain.domain.recorded import OWN_WORDS, own_words
from supplychain.domain.records import Citation, Request
from supplychain.services.desk import Desk
from supplychain.store.database import Store
from supplychain.web.app import create_app
from supplychain.web.i18n import catalogue
from tests import factories as f
from tests.desk import Clock, desk_for
from tests.web.conftest import settings_for
from tests.web.pages import Read


def german(word: str, **filled: str) -> str:
    """One of our own texts as a German page says it."""
    return catalogue("de").ugettext(OWN_WORDS[word]) % filled


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The seeds, with an anonymous report, and an answer to a request of ours."""
    with closing(Store(seeded_sqlite_url)) as store:
        made = desk_for(store, tmp_path, Clock())
        title, told = own_words("source_report"), own_words("answer", name="Sama")
        report = f.source("report-k3", title=title, publisher="", date="2026", kind="worker_testimony")
        answer = f.source("answer-q-1", title=own_words("source_answer", name="Sama", id="q-1"), publisher="Sama")
        cited = (Citation(source="report-k3", locator=own_words("report")),)
        words = (Citation(source="answer-q-1", locator=own_words("in_full"), quote="We do not."),)
        with store.writer("editor", own_words("accepted", id="report-k3"), made.clock(), made.chance) as write:
            write.put([report, answer, f.practice("p-k3", "sama", citations=cited)])
            write.put([f.response("r-k3", "sama", claim="p-k3", description=told, citations=words)])
        yield made


@pytest.fixture
def reader(desk: Desk) -> FlaskClient:
    return create_app(settings_for(str(desk.store.url), desk.instance), desk.store, desk).test_client()


def read(reader: FlaskClient, place: str) -> Read:
    page = Read(reader.get(place).text)
    assert page.faults() == []
    return page


def test_a_source_that_nobody_published_has_a_name_everywhere(reader: FlaskClient) -> None:
    for place in ("/claims/p-k3", "/sources/report-k3", "/entities/sama", "/history/2"):
        page = read(reader, place)
        assert "Report to this database, sent without an account" in page.text(), place
        named = [" ".join("".join(a.itertext()).split()) for a in page.all("a")]
        assert not [name for name in named if name.startswith(",")], place
    assert "Report to this database, sent without an account, 2026" in read(reader, "/claims/p-k3").text()
    assert " , 2026" not in read(reader, "/claims/p-k3").text()
    for place in ("/de/claims/p-k3", "/de/sources/report-k3", "/de/entities/sama"):
        assert german("source_report") in read(reader, place).text(), place


def test_our_own_words_are_said_in_german_and_others_stay(reader: FlaskClient) -> None:
    answer = read(reader, "/de/claims/r-k3").text()
    for words in (german("answer", name="Sama"), german("in_full"), german("source_answer", name="Sama", id="q-1")):
        assert words in answer
    assert german("report") in read(reader, "/de/claims/p-k3").text()
    assert german("accepted", id="report-k3") in read(reader, "/de/history").text()
    assert reader.get("/history.json").json["rows"][0]["summary"] == "report-k3 accepted"


def test_what_waits_for_an_answer_is_open_and_a_webhook_is_in_the_privacy_page(reader: FlaskClient, desk: Desk) -> None:
    with desk.store.writer("editor", own_words("asked", id="q-1"), desk.clock(), desk.chance) as write:
        write.put([Request(id="q-1", respondent="sama", claims=("p-k3",), asked_on="2026-11-01", channel="mail")])
    assert "Still open" in read(reader, "/requests").text()
    assert "Öffnen" not in read(reader, "/de/requests").text()
    privacy = read(reader, "/about/privacy").text()
    assert "What is done with goes 30 days after it was made." in privacy
    assert "a hash of its secret" in privacy


def test_of_a_silence_nothing_is_said_to_be_beside_the_point(reader: FlaskClient, desk: Desk) -> None:
    with desk.store.view() as view:
        responses = [r for r in view.snapshot().responses if {t.stance for t in r.targets} == {"no_answer"}]
    silent = next(r for r in responses if any(t.addresses_point == "no" and t.claim for t in r.targets))
    claim = next(t.claim for t in silent.targets if t.claim)
    for prefix, beside in (("", "beside the point"), ("/de", catalogue("de").ugettext("beside the point"))):
        for place in (f"/claims/{silent.id}", f"/claims/{claim}"):
            page = read(reader, prefix + place).text()
            assert beside not in page, place
